// The Check step and what Stripe's answers mean.

import type { CouldNotAskCause, PermissionLevel, Verdict, VerdictFix } from "~/ipc";

export const check = {
  check: {
    title: (integrator: string) => `Checking your keys for ${integrator}`,
    notStarted: "Not checked yet.",
    running: "Asking Stripe …",
    progress: (done: number, total: number) => `${done} of ${total} answers`,
    allGood: "Everything works.",
    needsYou: (count: number) =>
      count === 1 ? "Stripe answered. One thing needs you." : `Stripe answered. ${count} things need you.`,
    marked: "Stripe answered. You can go on.",
    cancelled: "Stopped. What Stripe already said is shown.",
    start: "Check with Stripe",
    stop: "Stop",
    again: "Check again",
    asking: "Asking …",
    next: "Go on to Send",
    nextMarked: "Go on all the same",
    nextWithoutWebhook: "Continue without the webhook",
    stale: "Asked more than a day ago.",
    staleSum: "Stripe was asked more than a day ago. Check again to be sure.",
    proven: "**The right one.** It belongs to the webhook that sends the payment notices.",
    disagree: "These keys are from different Stripe accounts",
    disagreeText: (keys: string) => `Take all keys from one account, and replace the others: ${keys}.`,
    cannotTell: (keys: string) =>
      `Whether all keys are from the same account can't be told for: ${keys}. That is no mistake.`,
    needsTitle: (ending: string) => `What the key that ends in ${ending} may do`,
    needsSub: "As Stripe's own form names it",
    has: "can",
    lacks: "can't",
    noProbe: "can't be tried",
    notAgreed: "not tried",
    notLearnt: "no answer",
    makeKey: "Create one with the right boxes ticked",
    agree: "Also try permissions to change things",
    agreeText:
      "We try to change something that does not exist, so nothing changes. Stripe's log shows it as a failed call. Your yes is written in the history.",
    agreed: (when: string) => `You agreed ${when}.`,
    finish: "Finish in Stripe",
    finishText:
      "**Payments are not activated yet.** Stripe still has questions for you. The key works, but no payment goes through before that.",
    pastTitle: "Earlier checks",
    checkedAt: (when: string) => `Checked ${when}`,
    accountIs: (name: string) => `Stripe says this account is ${name}`,
    accountUnnamed: "Stripe names this account",
    accountRight: "Is that you?",
    confirm: "Yes, that is us",
    reject: "Wrong account",
    rejected:
      "**You said that this is not your account.** Sign in to the right account at Stripe, and replace the keys.",
    replaceKeys: "Replace the keys",
    payments: "can take payments",
    noPayments: "payments not activated yet",
    noAccount: "This key may not look at the account's name. That is fine.",
    asideTitle: "What is checked",
    aside: [
      "We ask Stripe whether each key works. Only Stripe hears of it.",
      "Nothing in your Stripe account changes.",
      "What Stripe answers about your customers is not read.",
    ],
    requestId: (id: string) => `Stripe's number for this call: ${id}`,
    details: "Details",
    blockedBy: "Put this right first",
    accountTabs: "Test or Live",
    badge: {
      toDo: (count: number) => `${count} to do`,
      running: "asking",
      good: "works",
      marked: "with a note",
      none: "no answer",
    },
  },

  verdicts: {
    works: "Works.",
    works_but_lacks: (what: string) => `Works, but may not do everything they need. Missing in Stripe: **${what}**.`,
    unknown_to_stripe:
      "**Stripe doesn't know this key.** It may have been deleted or replaced. Get the key that is in Stripe now.",
    expired: "**This key has ended.** Create a new one in Stripe.",
    locked_to_other_addresses:
      "**A real key, and well protected:** it works only from certain addresses, so it can't be checked from this computer. It may go along.",
    wrong_mode_test: "**Stripe says this is a Test key.** Here the Live one is needed.",
    wrong_mode_live: "**Stripe says this is a Live key.** Here the Test one is needed.",
    other_account: (found: string, expected: string) =>
      `**This key is from another account** (${found}) than your business has (${expected}).`,
    publishable_ok: "Works.",
    could_not_ask: {
      no_network: "**Stripe can't be reached: no connection to the internet.** The key itself may be fine.",
      timed_out: "**Stripe did not answer in time.** The key itself may be fine.",
      name_not_found:
        "**Stripe's address can't be found.** You are not connected to the internet, or the office network blocks it. The key itself may be fine.",
      certificate_not_trusted:
        "**Something reads along between here and Stripe.** Often it is the office network or a virus scanner, whose certificate this computer doesn't know; a wrong clock does it too. Ask whoever looks after your computers, or try another network. The key was not sent.",
      proxy_sign_in:
        "**The office network wants a name and a password before it lets us through.** Open any page in your browser and sign in there, then check again. The key itself may be fine.",
      tls: "**The connection to Stripe is not private.** Often a security program or office network reads along. The key was not sent.",
      proxy: "**The office network did not let us through to Stripe.** The key itself may be fine.",
      cut: "**The connection to Stripe broke off.** The key itself may be fine.",
      rate_limited: "**Stripe asks us to wait a little.** The key itself may be fine.",
      server_error: "**Stripe has a fault right now.** The key itself may be fine.",
      unknown_refusal: "**Stripe refused for a reason that we don't know.** The key itself may be fine.",
      unexpected_answer:
        "**What came back was no answer of Stripe's.** An office network may have stepped in. The key itself may be fine.",
      no_account_for_organization:
        "**This key covers several accounts, and we don't know which one to ask about.** The key itself may be fine.",
      nothing_to_ask:
        "Stripe has no way to check a signing secret. It may be fine: the first payment notice will tell.",
      cancelled: "Not asked: you stopped the check.",
    } satisfies Record<CouldNotAskCause, string>,
    not_checked: "Not checked.",
  } satisfies Omit<Record<Verdict["code"], unknown>, "wrong_mode"> &
    Record<"wrong_mode_test" | "wrong_mode_live", string>,

  /** Stripe's own labels for what a restricted key may do, by their names in its reference. Others are written as their name. */
  permissions: {
    balance: "Balance",
    balance_transaction_source: "Balance transaction sources",
    charge: "Charges and Refunds",
    checkout_session: "Checkout Sessions",
    connected_account: "Account",
    customer: "Customers",
    dispute: "Disputes",
    event: "Events",
    invoice: "Invoices",
    payment_intent: "PaymentIntents",
    payment_method: "PaymentMethods",
    payout: "Payouts",
    plan: "Prices",
    product: "Products",
    subscription: "Subscriptions",
    webhook: "Webhook Endpoints",
  },
  levels: { read: "Read", write: "Write" } satisfies Record<PermissionLevel, string>,

  /** In one or two words, for lists. */
  verdictsShort: {
    works: "works",
    works_but_lacks: "works, lacks rights",
    unknown_to_stripe: "unknown to Stripe",
    expired: "ended",
    locked_to_other_addresses: "locked to addresses",
    wrong_mode: "wrong mode",
    other_account: "other account",
    publishable_ok: "works",
    could_not_ask: "could not ask",
    not_checked: "not checked",
    nothing_to_ask: "can't be checked",
  } satisfies Record<Verdict["code"] | "nothing_to_ask", string>,

  verdictFixes: {
    replace_key: "Replace this key",
    create_restricted_key: "Create one that can",
    check_again: "Check again",
  } satisfies Record<VerdictFix["kind"], string>,
} as const;
