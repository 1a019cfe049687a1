// What a pasted text's problems and Stripe's verdicts say to a person. Tables complete by type.

import type { Formats, Messages } from "~/i18n";
import type {
  Fix,
  KeyKind,
  PermissionView,
  Problem,
  ProblemView,
  SlotRef,
  SlotView,
  Verdict,
  VerdictView,
} from "~/ipc";

/** What a row is called: by the first kind that fits it. */
export function rowName(slots: readonly Pick<SlotView, "at" | "accepts">[], at: SlotRef, t: Messages): string {
  const slot = slots.find((other) => sameSlot(other.at, at));
  return slot === undefined ? at.slot : t.rows[slot.accepts[0] ?? "secret"];
}

export function sameSlot(one: SlotRef, other: SlotRef): boolean {
  return one.mode === other.mode && one.slot === other.slot;
}

/** A slot as one text, for lists keyed by it and for ids in the page. */
export function slotId({ mode, slot }: SlotRef): string {
  return `${mode}-${slot}`;
}

type Context = { t: Messages; formats: Formats; slots: readonly SlotView[] };

type ProblemTable = {
  [C in Problem["code"]]: (problem: Extract<ProblemView, { code: C }>, context: Context) => string;
};

const PROBLEMS: ProblemTable = {
  empty: (_, { t }) => t.problems.empty,
  hidden_form: (_, { t }) => t.problems.hidden_form,
  truncated: ({ found }, { t }) => t.problems.truncated(t.kinds[found]),
  damaged: ({ cause }, { t }) => t.problems.damaged[cause],
  wrong_kind: ({ found, wanted }, { t }) => t.problems.wrong_kind(t.kinds[found], t.kinds[wanted[0] ?? "secret"]),
  wrong_mode: ({ found }, { t }) => (found === "test" ? t.problems.wrong_mode_test : t.problems.wrong_mode_live),
  other_account: ({ slot }, { t, slots }) => t.problems.other_account(inSentence(rowName(slots, slot, t))),
  other_business: ({ business }, { t }) => t.problems.other_business(business),
  duplicate: ({ slot }, { t, slots }) => t.problems.duplicate(rowName(slots, slot, t)),
  not_a_credential: ({ looksLike }, { t }) => t.problems.not_a_credential[looksLike],
  other_provider: ({ provider, severity }, { t }) =>
    severity === "error" ? t.problems.other_provider(provider) : t.problems.other_provider_maybe(provider),
  placeholder: (_, { t }) => t.problems.placeholder,
  several: ({ count }, { t }) => t.problems.several(count),
  unexpected_shape: (_, { t }) => t.problems.unexpected_shape,
  full_access: (_, { t }) => t.problems.full_access,
  repaired: ({ repairs }, { t, formats }) =>
    t.problems.repaired(formats.list(repairs.map((repair) => t.repairs[repair]))),
};

export function explainProblem(problem: ProblemView, context: Context): string {
  const explain = PROBLEMS[problem.code] as (problem: ProblemView, context: Context) => string;
  return explain(problem, context);
}

/** What the button that fixes a problem says. */
export function fixLabel(fix: Fix, { t, slots }: Pick<Context, "t" | "slots">): string {
  if (fix.kind !== "move_to") return t.fixes[fix.kind];
  const row = rowName(slots, fix.slot, t);
  return t.fixes.move_to(
    slots.some(({ at }) => at.mode !== fix.slot.mode) ? t.collect.inSlot(row, t.modes[fix.slot.mode]) : row,
  );
}

type VerdictTable = {
  [C in Verdict["code"]]: (
    verdict: Extract<VerdictView, { code: C }>,
    context: Pick<Context, "t" | "formats">,
  ) => string;
};

const VERDICTS: VerdictTable = {
  works: (_, { t }) => t.verdicts.works,
  works_but_lacks: ({ lacks }, { t, formats }) =>
    t.verdicts.works_but_lacks(formats.list(lacks.map((permission) => permissionName(permission, t)))),
  unknown_to_stripe: (_, { t }) => t.verdicts.unknown_to_stripe,
  expired: (_, { t }) => t.verdicts.expired,
  locked_to_other_addresses: (_, { t }) => t.verdicts.locked_to_other_addresses,
  wrong_mode: ({ found }, { t }) => (found === "test" ? t.verdicts.wrong_mode_test : t.verdicts.wrong_mode_live),
  other_account: ({ found, expected }, { t }) => t.verdicts.other_account(found, expected),
  publishable_ok: (_, { t }) => t.verdicts.publishable_ok,
  could_not_ask: ({ cause }, { t }) => t.verdicts.could_not_ask[cause],
  not_checked: (_, { t }) => t.verdicts.not_checked,
};

export function explainVerdict(verdict: VerdictView, context: Pick<Context, "t" | "formats">): string {
  const explain = VERDICTS[verdict.code] as (verdict: VerdictView, context: Pick<Context, "t" | "formats">) => string;
  return explain(verdict, context);
}

/** A permission as Stripe's own form writes it: "Customers: Write". */
export function permissionName({ resource, level }: PermissionView, t: Messages): string {
  const labels: Readonly<Record<string, string>> = t.permissions;
  const plain = resource.charAt(0).toUpperCase() + resource.slice(1).replaceAll("_", " ");
  return `${labels[resource] ?? plain}: ${t.levels[level]}`;
}

/** A verdict's sign: a tick, an exclamation mark in the colour of its weight, or a dash where nobody was asked. */
export function verdictSign(verdict: VerdictView): "good" | "warn" | "bad" | "none" {
  if (verdict.code === "not_checked" || hasNothingToAsk(verdict)) return "none";
  return ({ good: "good", mark: "warn", stops: "bad" } as const)[verdict.weight];
}

/** A verdict in one or two words. */
export function shortVerdict(verdict: Verdict, t: Messages): string {
  return t.verdictsShort[hasNothingToAsk(verdict) ? "nothing_to_ask" : verdict.code];
}

function hasNothingToAsk(verdict: Verdict): boolean {
  return verdict.code === "could_not_ask" && verdict.cause === "nothing_to_ask";
}

/** An account's id, shortened in the middle: `acct_1OuE…ypq`. */
export function shortAccount(id: string): string {
  return id.length > 14 ? `${id.slice(0, 9)}…${id.slice(-3)}` : id;
}

/** What a key is called in a list of keys that has no rows. */
export function kindName(kind: KeyKind, t: Messages): string {
  return t.rows[kind];
}

function inSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
