// What an inbox row waits for, in two or three words and a colour.

import type { Messages } from "~/i18n";
import type { InboxRowView, InboxState, OpeningCode } from "~/ipc";

export function stateText(state: InboxState, t: Messages): string {
  switch (state.kind) {
    case "not_opened":
      return t.inbox.state.not_opened[state.cause];
    case "key_missing":
      return t.inbox.state.key_missing(t.kinds[state.missing]);
    default:
      return t.inbox.state[state.kind];
  }
}

export function stateTone(state: InboxState): "good" | "warn" | "bad" | "" {
  switch (state.kind) {
    case "not_opened":
      return isLockedWithWords(state.cause) ? "warn" : "bad";
    case "suspicious":
    case "key_missing":
    case "key_fails":
      return "bad";
    case "check":
      return "warn";
    case "install":
      return "good";
    case "confirm":
    case "confirmed":
    case "rejected":
    case "set_aside":
      return "";
  }
}

/** What a row is called: its company, else its file. */
export function rowTitle(row: InboxRowView, t: Messages): string {
  return row.company ?? row.fileName ?? t.inbox.pasted;
}

/** Whether six spoken words may open it. */
export function isLockedWithWords(cause: OpeningCode): boolean {
  return cause === "needs_passphrase" || cause === "wrong_words";
}

const REPLIES: Record<OpeningCode, keyof Messages["replies"]> = {
  too_big: "tooBig",
  not_a_bundle: "notOurs",
  armor_damaged: "cutOff",
  unsupported_header: "notOurs",
  needs_passphrase: "words",
  wrong_words: "wrongWords",
  not_for_us: "notForUs",
  damaged: "damaged",
  not_signed: "notOurs",
  wrong_namespace: "notOurs",
  weak_key: "unsafe",
  bad_signature: "unsafe",
  malformed: "notOurs",
  newer_version: "newer",
  signer_mismatch: "unsafe",
  readdressed: "unsafe",
  request_not_ours: "notOurs",
  replayed: "unsafe",
  preset_mismatch: "unsafe",
  no_desk: "notOurs",
  wrong_passphrase: "notOurs",
  confirms_unknown: "unsafe",
  confirmed_by_other: "unsafe",
  confirmer_not_proven: "unsafe",
};

/** A reply to the customer for a file that can't be opened. `desk` is what customers call us. */
export function replyText(cause: OpeningCode, desk: string, t: Messages): string {
  const name = REPLIES[cause];
  const reason = name === "notForUs" ? t.replies.notForUs(desk) : name === "text" ? "" : t.replies[name];
  return t.replies.text(reason);
}

/** The steps of opening, in their fixed order. */
export const STEPS = [
  "size",
  "locked",
  "whole",
  "ours",
  "undamaged",
  "signed",
  "readable",
  "sender",
  "addressed",
  "request",
  "once",
] as const satisfies readonly (keyof Messages["item"]["stepNames"])[];

const STOPPED_AT: Record<OpeningCode, (typeof STEPS)[number]> = {
  too_big: "size",
  not_a_bundle: "locked",
  armor_damaged: "whole",
  unsupported_header: "whole",
  needs_passphrase: "ours",
  wrong_words: "ours",
  not_for_us: "ours",
  damaged: "undamaged",
  not_signed: "signed",
  wrong_namespace: "signed",
  weak_key: "signed",
  bad_signature: "signed",
  malformed: "readable",
  newer_version: "readable",
  signer_mismatch: "sender",
  readdressed: "addressed",
  request_not_ours: "request",
  replayed: "once",
  // Of other files than those of an inbox.
  preset_mismatch: "request",
  no_desk: "ours",
  wrong_passphrase: "ours",
  confirms_unknown: "request",
  confirmed_by_other: "sender",
  confirmer_not_proven: "sender",
};

/** How far opening came: each step, and whether it was passed. The one that stopped it is the last. */
export function openingSteps(cause: OpeningCode | null): { step: (typeof STEPS)[number]; passed: boolean }[] {
  if (cause === null) return STEPS.map((step) => ({ step, passed: true }));
  const stopped = STEPS.indexOf(STOPPED_AT[cause]);
  return STEPS.slice(0, stopped + 1).map((step, at) => ({ step, passed: at < stopped }));
}
