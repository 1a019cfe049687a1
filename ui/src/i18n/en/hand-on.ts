// Handing keys on, and one act on many rows.

import type { HandOnForm, SkipReason } from "~/ipc";

const rows = (count: number) => (count === 1 ? "1 row" : `${count} rows`);

export const handOn = {
  handOn: {
    open: "Hand on …",
    title: "Hand on",
    sub: "Keys leave only by your click. Each is written in the history, by its last four letters.",
    forms: { env: ".env", json: "JSON", devkit4ai: "Dev Kit for AI" } satisfies Record<HandOnForm, string>,
    formLabel: "Form",
    preview: "What will be written, without the keys",
    copy: "Copy it",
    save: "Save as a file",
    saved: (name: string) => `Saved as ${name}. Only you can read it; delete it when you are done.`,
    one: "Only one customer fits into this form. JSON takes many.",
  },

  many: {
    selected: (count: number) => `${count} selected`,
    select: (name: string) => `Select ${name}`,
    selectAll: "Select all that were found",
    clear: "Clear",
    check: "Check",
    handOn: "Hand on …",
    installed: "Installed",
    confirm: "Confirm",
    aside: "Set aside",
    checking: (count: number) => `Stripe is being asked about ${rows(count)}.`,
    installedDone: (count: number) => `${rows(count)} marked as installed.`,
    confirmedDone: (count: number) => `${rows(count)} confirmed. Now send each: open it and write the e-mail.`,
    asideDone: (count: number) => `${rows(count)} set aside.`,
    nothing: "Nothing was changed.",
    skippedTitle: (count: number) => `${rows(count)} left as they are`,
    failedTitle: (count: number) => `${rows(count)} failed`,
    confirmedTitle: "Confirmed, to be sent",
    skipped: {
      not_opened: "can't be opened",
      suspicious: "call the customer first",
      already: "done already",
      not_checked: "our check doesn't say that all keys work",
      key_missing: "a key is missing",
      no_sender: "locked with spoken words: nobody to confirm to",
    } satisfies Record<SkipReason, string>,
    dismiss: "Close the list",
  },
} as const;
