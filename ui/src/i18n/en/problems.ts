// What is wrong with a pasted text: first what it is (bold), then what to do.

import type { DamageCause, Fix, LooksLike, Problem, Repair } from "~/ipc";

export const problems = {
  problems: {
    empty: "**The clipboard is empty.** Copy the key in Stripe first, then come back.",
    hidden_form:
      "**These are only the last letters of the key.** If Stripe no longer shows the whole key, create a new one: your other services keep working.",
    truncated: (kind: string) =>
      `**This is only the beginning of a ${kind}.** Copy it again with Stripe's copy button.`,
    damaged: {
      letter_case: "**Big and small letters of the key were changed on its way.** Copy it again, straight from Stripe.",
      separator: "**A line in the key was changed on its way.** Copy it again, straight from Stripe.",
      foreign_letter: "**There is a letter in it that no key has.** Copy it again, straight from Stripe.",
      broken: "**The key is in pieces that we can't join for certain.** Copy it again, straight from Stripe.",
      beginning:
        "**The first letters of the key are missing or wrong.** Copy it again with Stripe's copy button, not by hand.",
    } satisfies Record<DamageCause, string>,
    wrong_kind: (found: string, wanted: string) => `**This is a ${found}.** Here we need the ${wanted}.`,
    wrong_mode_test:
      "**This is a Test key.** Here we need the Live one. In Stripe, leave Test mode or the sandbox and copy it there.",
    wrong_mode_live:
      "**This is a Live key.** Here we need the Test one. In Stripe, switch Test mode on and copy it there.",
    other_account: (row: string) =>
      `**This key is from another Stripe account than your ${row}.** Both must come from the same account. In Stripe, look at the name at the top left.`,
    other_business: (business: string) => `**This key belongs to your other business, ${business}.**`,
    duplicate: (row: string) => `**The same key is already in the row ${row}.** Each row needs its own.`,
    not_a_credential: {
      stripe_id: "**This is a Stripe id, not a key.** Keys are under Developers → API keys.",
      client_secret: "**This belongs to a single payment. It is not a key.** Keys are under Developers → API keys.",
      url: "**This is a web address, not a key.** Open it, and copy the key there.",
      email: "**This is an e-mail address, not a key.**",
      document: "**This is a document that we can't read.** Open it, copy the text with the keys, and paste that here.",
      file_name: "**This is the name of a file, not a key.** Drop the file itself here.",
      code: "**This looks like a sign-in code, not a key.** Type it in at Stripe, then copy the key.",
      sentence: "**This is text without a key in it.**",
      unknown: "**This is not a Stripe key.** If it is a password, you should change it, and copy something else now.",
    } satisfies Record<LooksLike, string>,
    other_provider: (provider: string) => `**This is a key of ${provider}, not of Stripe.**`,
    other_provider_maybe: (provider: string) =>
      `**This may be a key of ${provider}.** Their keys look like Stripe's. The check with Stripe will tell.`,
    placeholder:
      "**This is a sample from somebody's instructions, not your own key.** Yours is in your Stripe account.",
    several: (count: number) => `**There are ${count} different keys in this that would fit.** Which one is it?`,
    unexpected_shape: "**We don't know this form.** It may well be fine: the check with Stripe will tell.",
    full_access:
      "**This key may do everything in your account.** They recommend a restricted one that can do only what they need.",
    repaired: (what: string) => `Cleaned: ${what}. The key itself was not changed.`,
  } satisfies Record<
    Exclude<Problem["code"], "wrong_mode"> | "wrong_mode_test" | "wrong_mode_live" | "other_provider_maybe",
    unknown
  >,

  repairs: {
    spaces: "spaces",
    line_breaks: "line breaks",
    quotes: "quotation marks",
    invisible_characters: "invisible characters",
    escapes: "marks of another program",
    neighbours: "text right beside it",
    repeated: "the same key twice",
  } satisfies Record<Repair, string>,

  fixes: {
    paste_again: "Paste what you copied",
    open_stripe: "Open Stripe",
    create_key: "Create a new key in Stripe",
    create_restricted_key: "Create a restricted key",
    move_to: (row: string) => `Put it into ${row}`,
    use_repaired: "Use the repaired text",
    pick_one: "Pick one",
    open_delivery: "Go to that delivery",
    show_slot: "Show that row",
  } satisfies Record<Fix["kind"], unknown>,
} as const;
