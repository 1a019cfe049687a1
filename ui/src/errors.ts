// What an error means to a person: how much it weighs, what it says, and the one next step. One table, complete by type.

import type { Messages } from "~/i18n";
import type { AddressFault, AppError, DevKitTrouble, OpeningCode, RequestFault, TextField } from "~/ipc";

/** The one thing to do after an error. */
export type NextStep = keyof Messages["nextSteps"];

export type Explained = {
  /** `error`: nothing was done. `wait`: it may still come right by itself. `unsafe`: do not go on. */
  weight: "error" | "wait" | "unsafe";
  text: string;
  next: NextStep;
};

type Rule<E> = {
  weight: Explained["weight"] | ((error: E) => Explained["weight"]);
  next: NextStep | ((error: E) => NextStep);
  text: (error: E, t: Messages, store: string) => string;
};

type Table = { [C in AppError["code"]]: Rule<Extract<AppError, { code: C }>> };

/** Openings that somebody may have tampered with. */
const UNSAFE: ReadonlySet<OpeningCode> = new Set([
  "weak_key",
  "bad_signature",
  "signer_mismatch",
  "readdressed",
  "request_not_ours",
  "replayed",
  "preset_mismatch",
  "confirms_unknown",
  "confirmed_by_other",
]);

/** Requests that can be had again, unlike those with which somebody may be after the keys. */
const MENDABLE: ReadonlySet<RequestFault> = new Set([
  "armor_damaged",
  "several",
  "newer_version",
  "too_much",
  "malformed",
]);

const TABLE: Table = {
  keychainWaiting: { weight: "wait", next: "keychain", text: (_, t, store) => t.errors.keychainWaiting(store) },
  keychainLocked: { weight: "error", next: "keychain", text: (_, t, store) => t.errors.keychainLocked(store) },
  keychainNotAvailable: {
    weight: "error",
    next: "sessionOnly",
    text: (_, t, store) => t.errors.keychainNotAvailable(store),
  },
  keychainFull: { weight: "error", next: "again", text: (_, t, store) => t.errors.keychainFull(store) },
  keyDamaged: { weight: "error", next: "collect", text: (_, t) => t.errors.keyDamaged },
  keyNotHere: { weight: "error", next: "collect", text: (_, t) => t.errors.keyNotHere },
  clipboardEmpty: { weight: "error", next: "again", text: (_, t) => t.errors.clipboardEmpty },
  clipboardNotAvailable: { weight: "error", next: "again", text: (_, t) => t.errors.clipboardNotAvailable },
  notOpened: {
    weight: ({ cause }) => (UNSAFE.has(cause) ? "unsafe" : "error"),
    next: ({ cause }) => (cause === "no_desk" ? "setUpDesk" : "dismiss"),
    text: ({ cause }, t) => t.opened[cause],
  },
  requestRefused: {
    weight: ({ cause }) => (MENDABLE.has(cause) ? "error" : "unsafe"),
    next: "dismiss",
    text: ({ cause }, t) => t.refusedRequest[cause],
  },
  fileNotRead: { weight: "error", next: "again", text: ({ fileName }, t) => t.errors.fileNotRead(fileName) },
  fileChanged: { weight: "error", next: "dismiss", text: ({ fileName }, t) => t.errors.fileChanged(fileName) },
  fileNotWritten: { weight: "error", next: "again", text: ({ fileName }, t) => t.errors.fileNotWritten(fileName) },
  diskFull: { weight: "error", next: "again", text: (_, t) => t.errors.diskFull },
  gone: { weight: "error", next: "list", text: (_, t) => t.errors.gone },
  pasteGone: { weight: "error", next: "paste", text: (_, t) => t.errors.pasteGone },
  nothingToUndo: { weight: "error", next: "dismiss", text: (_, t) => t.errors.nothingToUndo },
  fileDeleted: { weight: "error", next: "dismiss", text: (_, t) => t.errors.fileDeleted },
  nothingToConfirm: { weight: "error", next: "dismiss", text: (_, t) => t.errors.nothingToConfirm },
  noBackupChosen: { weight: "error", next: "backup", text: (_, t) => t.errors.noBackupChosen },
  notProven: { weight: "error", next: "words", text: (_, t) => t.errors.notProven },
  signerChanged: { weight: "unsafe", next: "words", text: (_, t) => t.errors.signerChanged },
  notReady: { weight: "error", next: "dismiss", text: (_, t) => t.errors.notReady },
  secretInText: { weight: "error", next: "field", text: (_, t) => t.errors.secretInText },
  badText: { weight: "error", next: "field", text: ({ field, fault }, t) => explainFault(field, fault, t) },
  badWebhookAddress: { weight: "error", next: "field", text: ({ cause }, t) => explainAddress(cause, t) },
  badSignedDelivery: { weight: "error", next: "field", text: ({ cause }, t) => t.webhooks.deliveryFaults[cause] },
  noMailProgram: { weight: "error", next: "pieces", text: (_, t) => t.errors.noMailProgram },
  noBrowser: { weight: "error", next: "address", text: (_, t) => t.errors.noBrowser },
  devKit: {
    weight: ({ trouble }) => (trouble.kind === "could_not_ask" || trouble.kind === "unknown" ? "wait" : "error"),
    next: ({ trouble }) => DEV_KIT_STEPS[trouble.kind],
    text: ({ trouble }, t) => explainDevKit(trouble, t),
  },
  noDesk: { weight: "error", next: "setUpDesk", text: (_, t) => t.errors.noDesk },
  deskExists: { weight: "error", next: "openDesk", text: (_, t) => t.errors.deskExists },
  dataFromNewerVersion: { weight: "error", next: "again", text: (_, t) => t.errors.dataFromNewerVersion },
  dataBusy: { weight: "wait", next: "again", text: (_, t) => t.errors.dataBusy },
  dataDamaged: { weight: "error", next: "folder", text: (_, t) => t.errors.dataDamaged },
  internal: { weight: "error", next: "again", text: ({ reference }, t) => t.errors.internal(reference) },
};

const DEV_KIT_STEPS = {
  token_missing: "token",
  sign_in_again: "token",
  not_your_project: "token",
  no_such_project: "project",
  refused: "collect",
  could_not_ask: "again",
  unexpected_answer: "again",
  left: "preview",
  unknown: "preview",
  changed_meanwhile: "preview",
  key_invalid: "collect",
} as const satisfies Record<DevKitTrouble["kind"], NextStep>;

function explainDevKit(trouble: DevKitTrouble, t: Messages): string {
  const texts = t.devKitTroubles;
  const names = (fields: Extract<DevKitTrouble, { kind: "left" }>["fields"]) =>
    fields.map(({ mode, kind }) => t.devKit.field(t.modes[mode], t.kinds[kind])).join(", ");
  switch (trouble.kind) {
    case "refused":
      return trouble.fields.length === 0 ? texts.refused_some : texts.refused(names(trouble.fields));
    case "left":
      return texts.left(names(trouble.fields));
    case "could_not_ask":
      return texts.could_not_ask[trouble.cause];
    case "key_invalid":
      return texts.key_invalid(t.modes[trouble.mode]);
    default:
      return texts[trouble.kind];
  }
}

/** What an error means. `store` is what this system calls its keychain. */
export function explainError(error: AppError, t: Messages, store: string): Explained {
  // The table is complete by type, but a newer program may know more codes than this page.
  const rule = (TABLE[error.code] ?? TABLE.internal) as Rule<AppError>;
  return {
    weight: typeof rule.weight === "function" ? rule.weight(error) : rule.weight,
    next: typeof rule.next === "function" ? rule.next(error) : rule.next,
    text: rule.text(error, t, store),
  };
}

function explainAddress(cause: AddressFault, t: Messages): string {
  return cause.kind === "other_host"
    ? t.webhooks.addressFaults.other_host(cause.wanted)
    : t.webhooks.addressFaults[cause.kind];
}

function explainFault(field: TextField, fault: Extract<AppError, { code: "badText" }>["fault"], t: Messages): string {
  switch (fault.kind) {
    case "empty":
      return t.faults.empty;
    case "too_short":
      return t.faults.too_short(fault.atLeast);
    case "too_long":
      return t.faults.too_long(fault.atMost);
    case "hidden_characters":
      return t.faults.hidden_characters;
    case "wrong_form":
      return t.faults.wrong_form[field.name];
  }
}
