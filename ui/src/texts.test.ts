import { expect, test } from "vitest";
import { explainError } from "./errors";
import { Formats, languages, type Messages } from "./i18n";
import type {
  AppError,
  CouldNotAskCause,
  DamageCause,
  DevKitCause,
  DevKitTrouble,
  Fix,
  LooksLike,
  OpeningCode,
  RequestFault,
  Problem,
  ProblemView,
  SlotView,
  Verdict,
  VerdictView,
} from "./ipc";
import { explainProblem, explainVerdict, fixLabel } from "./problems";

const t: Messages = languages.en;
const formats = new Formats("en");
const slot = { mode: "live", slot: "secret" } as const;
const slots: SlotView[] = [
  {
    at: slot,
    accepts: ["secret", "restricted"],
    required: true,
    purpose: null,
    prefixes: ["sk_live_"],
    key: null,
    problems: [],
    verdict: null,
    note: null,
    canUndo: false,
  },
];
const context = { t, formats, slots };

/** Every text of the dictionary, with `x` and `2` put in where it takes something. */
function* texts(node: unknown, path: string): Generator<[string, string]> {
  if (typeof node === "string") yield [path, node];
  else if (typeof node === "function") {
    const given = Array.from({ length: node.length }, () => "x");
    yield [path, String((node as (...given: string[]) => string)(...given))];
  } else if (typeof node === "object" && node !== null) {
    for (const [name, child] of Object.entries(node)) yield* texts(child, path === "" ? name : `${path}.${name}`);
  }
}

const ALL = [...texts(t, "")];

test("no text is empty, and every bold one ends", () => {
  expect(ALL.length, "the dictionary was walked").toBeGreaterThan(400);
  for (const [path, text] of ALL) {
    expect(text.trim(), path).not.toBe("");
    expect(text, path).not.toMatch(/undefined|\[object|NaN/);
    expect(text.split("**").length % 2, `${path}: a bold mark without its other`).toBe(1);
  }
});

test("no text uses a word that only the code uses", () => {
  const words =
    /private key|public key|\bidentity\b|\brecipient|encrypt(?:ed)? (?:to|for)|\bbundle\b|\bhandover\b|\breceipt\b|\bkeychain\b/i;
  for (const [path, text] of ALL) {
    // The system's own name, and the sentence that the merchant's e-mail uses to somebody who knows the word.
    const plain = text.replaceAll("macOS Keychain", "");
    expect(plain, path).not.toMatch(words);
  }
});

const OPENING = Object.keys(t.opened) as OpeningCode[];
/** One example or more of each code: complete by type. */
type Examples<T extends { [K in N]: string }, N extends "code" | "kind"> = {
  [C in T[N]]: Extract<T, { [K in N]: C }>[];
};

const REFUSED = Object.keys(t.refusedRequest) as RequestFault[];
const ticket = { name: "ticket" } as const;
const field = { mode: "live", kind: "secret" } as const;
const DEV_KIT: DevKitTrouble[] = Object.values({
  token_missing: [{ kind: "token_missing" }],
  sign_in_again: [{ kind: "sign_in_again" }],
  not_your_project: [{ kind: "not_your_project" }],
  no_such_project: [{ kind: "no_such_project" }],
  refused: [
    { kind: "refused", fields: [] },
    { kind: "refused", fields: [field] },
  ],
  could_not_ask: (Object.keys(t.devKitTroubles.could_not_ask) as DevKitCause[]).map((cause) => ({
    kind: "could_not_ask" as const,
    cause,
  })),
  unexpected_answer: [{ kind: "unexpected_answer" }],
  left: [{ kind: "left", fields: [field] }],
  unknown: [{ kind: "unknown" }],
  changed_meanwhile: [{ kind: "changed_meanwhile" }],
  key_invalid: [{ kind: "key_invalid", mode: "live" }],
} satisfies Examples<DevKitTrouble, "kind">).flat();

const ERRORS = Object.values({
  keychainWaiting: [{ code: "keychainWaiting" }],
  keychainLocked: [{ code: "keychainLocked" }],
  keychainNotAvailable: [{ code: "keychainNotAvailable" }],
  keychainFull: [{ code: "keychainFull" }],
  keyDamaged: [{ code: "keyDamaged" }],
  keyNotHere: [{ code: "keyNotHere" }],
  clipboardEmpty: [{ code: "clipboardEmpty" }],
  clipboardNotAvailable: [{ code: "clipboardNotAvailable" }],
  notOpened: OPENING.map((cause) => ({ code: "notOpened", cause })),
  requestRefused: REFUSED.map((cause) => ({ code: "requestRefused", cause })),
  fileNotRead: [{ code: "fileNotRead", fileName: "Keys.txt" }],
  fileChanged: [{ code: "fileChanged", fileName: "Keys.txt" }],
  fileNotWritten: [{ code: "fileNotWritten", fileName: "Keys.txt" }],
  diskFull: [{ code: "diskFull" }],
  gone: [{ code: "gone" }],
  pasteGone: [{ code: "pasteGone" }],
  nothingToUndo: [{ code: "nothingToUndo" }],
  fileDeleted: [{ code: "fileDeleted" }],
  nothingToConfirm: [{ code: "nothingToConfirm" }],
  noBackupChosen: [{ code: "noBackupChosen" }],
  notProven: [{ code: "notProven" }],
  signerChanged: [{ code: "signerChanged" }],
  notReady: [{ code: "notReady" }],
  secretInText: [{ code: "secretInText", field: ticket }],
  badText: [
    { code: "badText", field: ticket, fault: { kind: "empty" } },
    { code: "badText", field: ticket, fault: { kind: "too_short", atLeast: 3 } },
    { code: "badText", field: ticket, fault: { kind: "too_long", atMost: 9 } },
    { code: "badText", field: ticket, fault: { kind: "hidden_characters" } },
    { code: "badText", field: { name: "desk_domain" }, fault: { kind: "wrong_form" } },
  ],
  noMailProgram: [{ code: "noMailProgram" }],
  noBrowser: [{ code: "noBrowser" }],
  devKit: DEV_KIT.map((trouble) => ({ code: "devKit", trouble })),
  noDesk: [{ code: "noDesk" }],
  deskExists: [{ code: "deskExists" }],
  dataFromNewerVersion: [{ code: "dataFromNewerVersion" }],
  dataBusy: [{ code: "dataBusy" }],
  dataDamaged: [{ code: "dataDamaged" }],
  badWebhookAddress: [
    { code: "badWebhookAddress", cause: { kind: "not_an_address" } },
    { code: "badWebhookAddress", cause: { kind: "not_https" } },
    { code: "badWebhookAddress", cause: { kind: "other_mode" } },
    { code: "badWebhookAddress", cause: { kind: "other_host", wanted: "jelou.dev" } },
  ],
  badSignedDelivery: [
    { code: "badSignedDelivery", cause: "no_signature" },
    { code: "badSignedDelivery", cause: "no_body" },
    { code: "badSignedDelivery", cause: "too_long" },
  ],
  internal: [{ code: "internal", reference: "a1b2c3d4" }],
} satisfies Examples<AppError, "code">).flat();

test.each(ERRORS)("$code is a sentence with one next step", (error) => {
  const { text, next } = explainError(error, t, "macOS Keychain");
  expect(text.replaceAll("**", ""), "a sentence").toMatch(/^[A-Z0-9].*[.a-z0-9]$/);
  expect(t.nextSteps[next], "a button").toBeTruthy();
});

test("what somebody may have tampered with is told apart from what merely broke", () => {
  expect(explainError({ code: "notOpened", cause: "bad_signature" }, t, "").weight).toBe("unsafe");
  expect(explainError({ code: "notOpened", cause: "armor_damaged" }, t, "").weight).toBe("error");
});

test("a code that this page does not know is told as internal", () => {
  const unknown = { code: "fromTheFuture" } as unknown as AppError;
  expect(explainError(unknown, t, "").next, "and still has a next step").toBe("again");
});

const LOOKS = Object.keys(t.problems.not_a_credential) as LooksLike[];
const DAMAGES = Object.keys(t.problems.damaged) as DamageCause[];
const PROBLEMS = Object.values({
  empty: [{ code: "empty" }],
  hidden_form: [{ code: "hidden_form" }],
  truncated: [{ code: "truncated", found: "secret", characters: 9 }],
  damaged: DAMAGES.map((cause) => ({ code: "damaged", cause })),
  wrong_kind: [{ code: "wrong_kind", found: "publishable", wanted: ["secret"] }],
  wrong_mode: [
    { code: "wrong_mode", found: "test", wanted: "live" },
    { code: "wrong_mode", found: "live", wanted: "test" },
  ],
  other_account: [{ code: "other_account", slot }],
  other_business: [{ code: "other_business", business: "Clean Dogs" }],
  duplicate: [{ code: "duplicate", slot }],
  not_a_credential: LOOKS.map((looksLike) => ({ code: "not_a_credential", looksLike })),
  other_provider: [{ code: "other_provider", provider: "Paystack" }],
  placeholder: [{ code: "placeholder" }],
  several: [{ code: "several", count: 2 }],
  unexpected_shape: [{ code: "unexpected_shape" }],
  full_access: [{ code: "full_access" }],
  repaired: [{ code: "repaired", repairs: ["spaces", "quotes"] }],
} satisfies Examples<Problem, "code">).flat();

test.each(PROBLEMS)("$code says what it is", (problem) => {
  const view: ProblemView = { ...problem, severity: "error", fix: null };
  expect(explainProblem(view, context)).toMatch(/^(?:\*\*)?[A-Z].*[.?]/);
});

test("another company's key is certain or a maybe, by its weight", () => {
  const view = (severity: "error" | "warning"): ProblemView => ({
    code: "other_provider",
    provider: "Clerk",
    severity,
    fix: null,
  });
  expect(explainProblem(view("error"), context)).toContain("not of Stripe");
  expect(explainProblem(view("warning"), context), "a good key is never called wrong").toContain("may be");
});

const FIXES = Object.values({
  paste_again: [{ kind: "paste_again" }],
  open_stripe: [{ kind: "open_stripe", slot }],
  create_key: [{ kind: "create_key", slot }],
  create_restricted_key: [{ kind: "create_restricted_key", slot }],
  move_to: [{ kind: "move_to", candidate: 0, slot }],
  use_repaired: [{ kind: "use_repaired", candidate: 0, slot }],
  pick_one: [{ kind: "pick_one" }],
  open_delivery: [{ kind: "open_delivery", deliveryId: "d" }],
  show_slot: [{ kind: "show_slot", slot }],
} satisfies Examples<Fix, "kind">).flat();

test.each(FIXES)("the fix $kind has a button", (fix) => {
  expect(fixLabel(fix, context)).toMatch(/^[A-Z]/);
});

test("a key that belongs on the other tab is moved there by name", () => {
  const both = [...slots, { ...slots[0], at: { mode: "test", slot: "secret" } } as SlotView];
  expect(fixLabel({ kind: "move_to", candidate: 0, slot }, { t, slots: both })).toBe("Put it into Secret key, Live");
});

const CAUSES = Object.keys(t.verdicts.could_not_ask) as CouldNotAskCause[];
const VERDICTS = Object.values({
  works: [{ code: "works" }],
  works_but_lacks: [{ code: "works_but_lacks", lacks: [{ resource: "customer", level: "write" }] }],
  unknown_to_stripe: [{ code: "unknown_to_stripe" }],
  expired: [{ code: "expired" }],
  locked_to_other_addresses: [{ code: "locked_to_other_addresses" }],
  wrong_mode: [{ code: "wrong_mode", found: "test" }],
  other_account: [{ code: "other_account", found: "acct_1", expected: "acct_2" }],
  publishable_ok: [{ code: "publishable_ok" }],
  could_not_ask: CAUSES.map((cause) => ({ code: "could_not_ask", cause })),
  not_checked: [{ code: "not_checked" }],
} satisfies Examples<Verdict, "code">).flat();

test.each(VERDICTS)("the verdict $code is a sentence", (verdict) => {
  const view: VerdictView = { ...verdict, weight: "mark", checkedAt: null, stripeRequestId: null, fix: null };
  expect(explainVerdict(view, { t, formats })).toMatch(/^(?:\*\*)?[A-Z].*\.?/);
});

test("what a key lacks is named as Stripe's own form names it", () => {
  const lacks = [{ resource: "customer", level: "write" } as const, { resource: "radar_rule", level: "read" } as const];
  const view: VerdictView = {
    code: "works_but_lacks",
    lacks,
    weight: "mark",
    checkedAt: null,
    stripeRequestId: null,
    fix: null,
  };
  expect(explainVerdict(view, { t, formats })).toContain("Customers: Write and Radar rule: Read");
});

test("not being able to ask is never the key's fault", () => {
  for (const [cause, text] of Object.entries(t.verdicts.could_not_ask)) {
    expect(text, cause).toMatch(/may be fine|not sent|stopped/);
  }
});

const now = new Date(2026, 10, 21, 15, 0);
const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).toISOString();

test.each([
  [at(21, 9), "today 09:05"],
  [at(20, 23), "yesterday 23:05"],
  [at(22, 1), "tomorrow 01:05"],
  [at(3, 14), "3 November 14:05"],
])("%s is written %s", (time, written) => {
  expect(formats.moment(time, now), "days are calendar days in local time").toBe(written);
});

test("a day of another year says so", () => {
  expect(formats.day(new Date(2025, 2, 3, 12).toISOString(), now)).toBe("3 March 2025");
});

test("a country that nobody knows is its code", () => {
  expect(formats.country("AU")).toBe("Australia");
  expect(formats.country("not a code")).toBe("not a code");
});
