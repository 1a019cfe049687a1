// What the stand-in's Stripe says about a key: works, unless a test or a sample says otherwise.

import type { AccountView, Mode, Verdict, VerdictFix, VerdictView, VerdictWeight } from "..";
import type { Found } from "./keys";

export const ACCOUNT: AccountView = {
  id: "acct_1OuEMLAlTWGaDypq",
  name: "Some Car Wash Pty Ltd",
  country: "AU",
  canTakePayments: true,
};

/** Verdicts by the last four characters of the key. */
const BY_ENDING: Readonly<Record<string, Verdict>> = {
  dead: { code: "unknown_to_stripe" },
  past: { code: "expired" },
  lock: { code: "locked_to_other_addresses" },
  down: { code: "could_not_ask", cause: "no_network" },
  lack: {
    code: "works_but_lacks",
    lacks: [
      { resource: "customer", level: "write" },
      { resource: "charge", level: "read" },
    ],
  },
};

const STOPS: ReadonlySet<Verdict["code"]> = new Set(["unknown_to_stripe", "expired", "wrong_mode", "other_account"]);

export function verdictOf(found: Found, slot: { mode: Mode; slot: string }, at: string): VerdictView {
  const verdict: Verdict =
    BY_ENDING[found.value.slice(-4)] ?? (found.kind === "publishable" ? { code: "publishable_ok" } : { code: "works" });
  return view(verdict, slot, at);
}

export function view(verdict: Verdict, slot: { mode: Mode; slot: string }, at: string | null): VerdictView {
  const weight: VerdictWeight = STOPS.has(verdict.code)
    ? "stops"
    : verdict.code === "works" || verdict.code === "publishable_ok"
      ? "good"
      : "mark";
  const fix: VerdictFix | null =
    weight === "stops"
      ? { kind: "replace_key", slot }
      : verdict.code === "could_not_ask"
        ? { kind: "check_again" }
        : verdict.code === "works_but_lacks"
          ? { kind: "create_restricted_key", slot }
          : null;
  return { ...verdict, weight, fix, checkedAt: at, stripeRequestId: at === null ? null : "req_8sK2mVw4QeT1xZ" };
}
