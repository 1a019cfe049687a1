// Confirming: what the desk says of the keys, and what the merchant reads.

import type { ConfirmationOutcome, RejectReason } from "~/ipc";

export const confirm = {
  confirm: {
    title: "Confirm to the customer",
    open: "Confirm …",
    again: "Confirm again …",
    sub: "The customer gets a signed answer. It says “works” only where our own check does.",
    fine: "can be used",
    pick: (row: string) => `What about the ${row}?`,
    missing: "not in the file",
    advice: "A line to the customer",
    adviceHint: "For example: the permission to read charges is missing.",
    make: {
      works: "Sign: the keys work",
      received: "Sign: the keys have arrived",
      rejected: "Sign: send other keys",
    } satisfies Record<ConfirmationOutcome, string>,
    notYet: "Check with Stripe first, and it can say that they work.",
    made: {
      works: (when: string) => `You confirmed ${when}: the keys work.`,
      received: (when: string) => `You confirmed ${when}: the keys have arrived.`,
      rejected: (when: string) => `You told the customer ${when}: other keys are needed.`,
    } satisfies Record<ConfirmationOutcome, (when: string) => string>,
    send: "Now send it.",
    write: "Write the e-mail",
    copy: "Copy for the ticket",
    save: "Save as a file",
    copied: "The answer is on the clipboard. Paste it into the ticket.",
    written: "The e-mail draft is open. Send it.",
    writtenAttach: (keys: string) =>
      `The e-mail draft is open. Press ${keys} in it, so that the confirmation is attached. Then send it.`,
    noMail: "No mail program opened. Copy it for the ticket instead.",
    noAddress: "The customer left no e-mail address: type it into the draft.",
    subject: (company: string, ticket: string | null) =>
      ticket === null ? `Your Stripe keys, ${company}` : `Your Stripe keys, ${company} (${ticket})`,
    body: {
      works: (name: string) =>
        `Hello,\n\nyour Stripe keys work. There is nothing more for you to do.\n\nIf you like, drop this e-mail into Keycourier: it shows the same, and can take the keys off your computer.\n\n${name}`,
      received: (name: string) =>
        `Hello,\n\nyour Stripe keys have arrived. We tell you once they work.\n\nIf you like, drop this e-mail into Keycourier.\n\n${name}`,
    },
    bodyRejected: (lines: string, name: string) =>
      `Hello,\n\nwe can't use your Stripe keys yet:\n\n${lines}\n\nDrop this e-mail into Keycourier: it shows what to do. Then send us a new file.\n\n${name}`,
    /** For the customer: what is wrong with one key, and what to do. */
    reasons: {
      key_missing: "it was not in the file. Please add it.",
      unknown_to_stripe: "Stripe doesn't know it. Please copy it again in Stripe.",
      expired: "it was replaced or deleted in Stripe. Please send the one that is there now.",
      wrong_mode:
        "it is a test key in place of a live one, or the reverse. Please switch in Stripe, and copy it again.",
      other_account: "it is of another Stripe account. Please sign in to the right one, and copy it there.",
      permission_missing: "it lacks a permission that we need. Please add it in Stripe.",
      restricted_refused: "we can't use restricted keys. Please send the full secret key.",
      locked_to_addresses: "it only works from certain addresses. Please allow ours in Stripe.",
      call_us: "please call us.",
    } satisfies Record<RejectReason, string>,
    /** For the agent: the same in a list. */
    choices: {
      key_missing: "not in the file",
      unknown_to_stripe: "Stripe doesn't know it",
      expired: "replaced or deleted",
      wrong_mode: "Test in place of Live, or the reverse",
      other_account: "of another account",
      permission_missing: "a permission is missing",
      restricted_refused: "restricted: we can't use it",
      locked_to_addresses: "locked to certain addresses",
      call_us: "something to talk about",
    } satisfies Record<RejectReason, string>,
    line: (row: string, mode: string, ending: string | null) =>
      ending === null ? `${row} (${mode})` : `${row} (${mode}) that ends in ${ending}`,
  },

  /** What the merchant reads in Follow-up. */
  confirmed: {
    title: {
      works: "Your keys work",
      received: "Your keys have arrived",
      rejected: "They need other keys",
    } satisfies Record<ConfirmationOutcome, string>,
    text: {
      works: (name: string, when: string) => `${name} confirmed it: ${when}. There is nothing more to do.`,
      received: (name: string, when: string) => `${name} confirmed it: ${when}. Whether they work, they will tell you.`,
      rejected: (name: string, when: string) => `${name} wrote: ${when}.`,
    } satisfies Record<ConfirmationOutcome, (name: string, when: string) => string>,
    turned: (name: string) =>
      `**Before, ${name} said that the keys work.** Call them on a number that you know before you send anything else.`,
    advice: (text: string) => `They wrote: “${text}”`,
    unknownReason: "it can't be used.",
    again: "Replace the keys",
    told: {
      works: (name: string) => `${name} confirms: your keys work.`,
      received: (name: string) => `${name} confirms: your keys have arrived.`,
      rejected: (name: string) => `${name} needs other keys.`,
    } satisfies Record<ConfirmationOutcome, (name: string) => string>,
    drop: "Got a confirmation by e-mail? Drop it here, or copy its text and paste it anywhere in this window.",
  },
} as const;
