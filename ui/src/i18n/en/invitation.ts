// Inviting a customer who has never heard of Keycourier. The mail itself stands in features/requests/invitation.ts, in their language.

export const invitation = {
  invitation: {
    title: "Or invite them by e-mail",
    text: "For a customer who has no Keycourier yet: where to get it, what Windows will show, and what to do.",
    language: "The customer's language",
    write: "Write the invitation",
    copy: "Copy the whole e-mail",
    copied: "The invitation is on the clipboard, the request below it. Paste it into an e-mail or a ticket.",
    opened: (keys: string) =>
      `**The draft is open, and the request is on the clipboard.** Fill in the customer's address, press ${keys} at the end of the text, and send it.`,
    notOpened: "**No mail program opened.** Press Copy the whole e-mail, and paste it into your mail in the browser.",
  },
} as const;
