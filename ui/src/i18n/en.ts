// English. A new language is an object of the same shape: the type `Messages` says what is missing.
//
// `**` marks what is set bold.

import { check } from "./en/check";
import { collect } from "./en/collect";
import { common } from "./en/common";
import { confirm } from "./en/confirm";
import { deliveries } from "./en/deliveries";
import { desk } from "./en/desk";
import { devKit } from "./en/dev-kit";
import { errors } from "./en/errors";
import { handOn } from "./en/hand-on";
import { history } from "./en/history";
import { guide } from "./en/guide";
import { inbox } from "./en/inbox";
import { invitation } from "./en/invitation";
import { problems } from "./en/problems";
import { putIn } from "./en/put-in";
import { requests } from "./en/requests";
import { send } from "./en/send";
import { settings } from "./en/settings";
import { webhooks } from "./en/webhooks";
import { spoken } from "./en/spoken";
import { words } from "./en/words";

export const en = {
  ...common,
  ...check,
  ...collect,
  ...confirm,
  ...deliveries,
  ...desk,
  ...devKit,
  ...errors,
  ...handOn,
  ...history,
  ...guide,
  ...inbox,
  ...invitation,
  ...problems,
  ...putIn,
  ...requests,
  ...send,
  ...settings,
  ...webhooks,
  ...spoken,
  ...words,
} as const;
