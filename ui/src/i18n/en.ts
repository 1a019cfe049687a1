// English. A new language is an object of the same shape: the type `Messages` says what is missing.
//
// `**` marks what is set bold.

import { check } from "./en/check";
import { collect } from "./en/collect";
import { common } from "./en/common";
import { deliveries } from "./en/deliveries";
import { desk } from "./en/desk";
import { errors } from "./en/errors";
import { guide } from "./en/guide";
import { inbox } from "./en/inbox";
import { invitation } from "./en/invitation";
import { problems } from "./en/problems";
import { requests } from "./en/requests";
import { send } from "./en/send";
import { settings } from "./en/settings";
import { spoken } from "./en/spoken";
import { words } from "./en/words";

export const en = {
  ...common,
  ...check,
  ...collect,
  ...deliveries,
  ...desk,
  ...errors,
  ...guide,
  ...inbox,
  ...invitation,
  ...problems,
  ...requests,
  ...send,
  ...settings,
  ...spoken,
  ...words,
} as const;
