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
    case "suspicious":
    case "key_missing":
    case "key_fails":
      return "bad";
    case "check":
      return "warn";
    case "install":
      return "good";
    case "installed":
      return "";
  }
}

/** What a row is called: its company, else its file. */
export function rowTitle(row: InboxRowView, t: Messages): string {
  return row.company ?? row.fileName ?? t.inbox.pasted;
}

const REPLIES: Record<OpeningCode, keyof Messages["replies"]> = {
  too_big: "notOurs",
  not_a_bundle: "notOurs",
  armor_damaged: "broken",
  unsupported_header: "notOurs",
  needs_passphrase: "notOurs",
  not_for_us: "notForUs",
  damaged: "broken",
  not_signed: "notOurs",
  wrong_namespace: "notOurs",
  weak_key: "unsafe",
  bad_signature: "unsafe",
  malformed: "notOurs",
  newer_version: "notOurs",
  signer_mismatch: "unsafe",
  readdressed: "unsafe",
  request_not_ours: "notOurs",
  replayed: "unsafe",
  preset_mismatch: "unsafe",
  no_desk: "notOurs",
};

/** A reply to the customer for a file that can't be opened. */
export function replyText(cause: OpeningCode, t: Messages): string {
  const reason = t.replies[REPLIES[cause]];
  return typeof reason === "string" ? t.replies.text(reason) : "";
}
