// Why something could not be done: what happened, and the one next step.

import type { AppError, RequestFault, TextFault, TextField } from "~/ipc";

export const errors = {
  errors: {
    keychainWaiting: (store: string) =>
      `**The ${store} has not answered.** It may be asking you something in another window.`,
    keychainLocked: (store: string) => `**The ${store} is locked.** Unlock it, then try again.`,
    keychainNotAvailable: (store: string) => `**The ${store} can't be reached.** Keys can't be kept safely without it.`,
    keychainFull: (store: string) =>
      `**The ${store} is full.** Remove entries that you no longer need from it, then try again.`,
    keyDamaged: "**A saved key can't be read any more.** Nothing else is lost. Paste that key again.",
    keyNotHere: "**A key is not on this computer.** Paste it again.",
    clipboardEmpty: "**Nothing is on the clipboard.** Copy it first, then come back and paste.",
    clipboardNotAvailable:
      "**The clipboard can't be reached.** Another program may hold it. Try again, or save to a file and drop that here.",
    fileNotRead: (name: string) => `**${name} can't be read.** Is it still there, and may you open it? Try again.`,
    fileChanged: (name: string) =>
      `**${name} was changed since its keys were taken, so it was left as it is.** Look at it, and delete it yourself.`,
    fileNotWritten: (name: string) => `**${name} can't be saved there.** Choose another folder.`,
    diskFull: "**The disk is full.** Nothing was lost. Make some room, then try again.",
    gone: "**This is no longer here.**",
    pasteGone: "**The copied text is no longer kept.** Copy it again in Stripe, then paste.",
    nothingToUndo: "**This can no longer be undone.** Copy the key again in Stripe, and paste it.",
    fileDeleted:
      "**The locked file was deleted some time after its keys were installed.** Ask the customer to send it again.",
    nothingToConfirm:
      "**There is nothing to confirm here.** Nothing says who sent it, or no confirmation was made yet.",
    noBackupChosen: "**Choose the backup first.** Then type its passphrase.",
    notProven: "**Live keys are locked only for someone you have proven.** One short call does it.",
    signerChanged: "**This is not who you proved before.** Only their words on the phone can tell.",
    notReady: "**Something is still missing before the keys can go.** It is listed here now.",
    secretInText: "**There is a key in this text.** Keys go only into the key rows. Take it out of here.",
    noMailProgram: "**No mail program opened.** You can copy the address, the subject and the file piece by piece.",
    noBrowser: "**No browser opened.** Open dashboard.stripe.com yourself, and go to Developers → API keys.",
    noDesk: "**This is a locked file for a helpdesk.** Set up your desk first.",
    deskExists: "**This computer already has a desk.**",
    dataFromNewerVersion:
      "**A newer Keycourier has been used on this computer.** Update this one, then start it again. Your data is untouched.",
    dataBusy: "**Another Keycourier is busy with the data.** Wait a moment, then try again.",
    dataDamaged:
      "**Keycourier's data can't be read.** Your keys are still in the password store. The last good copy lies beside it.",
    internal: (reference: string) =>
      `**Something went wrong that we did not expect.** Nothing stored was lost. Try again; if it stays, tell us this number: ${reference}`,
  } satisfies Omit<
    Record<AppError["code"], unknown>,
    "notOpened" | "requestRefused" | "badText" | "badWebhookAddress" | "badSignedDelivery" | "devKit"
  >,

  refusedRequest: {
    armor_damaged: "**This request arrived cut off or changed.** Ask them to attach it as a file.",
    several: "**There are several requests in this.** Open one at a time; ask them for each as a file.",
    not_signed: "**This request is not signed, so nobody knows who made it.** Don't answer it. Call them.",
    wrong_namespace: "**This is signed, but not as a request.** Don't answer it. Ask them for a new one.",
    weak_key: "**The signature of this request proves nothing.** Don't answer it. Call them.",
    bad_signature: "**Somebody changed this request after it was signed.** Don't answer it. Call them.",
    malformed: "**This request is not as it should be.** Ask them to make it again.",
    too_much: "**This request asks for more than any request may.** Don't answer it. Ask them for a shorter one.",
    hidden_characters:
      "**There are hidden letters in this request, so it may say something else than it shows.** Don't answer it. Call them.",
    bad_domain: "**This request names no proper domain, so nobody can tell whose it is.** Don't answer it. Call them.",
    recipient_not_supported:
      "**This request wants your keys locked in a way that can't be trusted here.** Don't answer it. Ask them for a new one.",
    webhook_not_https:
      "**This request has Stripe send notices to an address that anybody on the way can read.** Don't answer it. Ask them for one with https.",
    newer_version: "**This request was made with a newer Keycourier.** Update Keycourier, then open it again.",
    signer_mismatch: "**This request is signed by somebody else than it says.** Don't answer it. Call them.",
    replayed: "**You have another request with the same number.** Don't answer this one. Call them.",
    preset_mismatch:
      "**It uses a known company's name under another domain.** Somebody may be pretending. Don't go on; ask that company.",
  } satisfies Record<RequestFault, string>,

  nextSteps: {
    again: "Try again",
    keychain: "Try again",
    sessionOnly: "Go on for this session only",
    list: "Back to the list",
    paste: "Paste what you copied",
    collect: "Go to the keys",
    words: "Call and type the words",
    pieces: "Copy piece by piece",
    setUpDesk: "Set up your desk",
    openDesk: "Open the desk",
    backup: "Choose the backup",
    field: "Show the field",
    dismiss: "All right",
    folder: "Show the folder",
    address: "Copy the address",
    token: "Give the token again",
    project: "Look at the project id",
    preview: "Look again",
  },

  faults: {
    empty: "Something must be here.",
    too_short: (atLeast: number) => `At least ${atLeast} characters.`,
    too_long: (atMost: number) => `At most ${atMost} characters.`,
    hidden_characters: "There are invisible characters in it. Type it yourself.",
    wrong_form: {
      business_name: "This can't be a name.",
      answer: "This doesn't look right.",
      mail: "This can't be sent.",
      text: "This can't be copied.",
      project:
        "A project id has 32 letters and digits in five groups, with dashes between. Copy it from your project's page.",
      token: "This is not a token. A token is one long word without blanks. Copy it again.",
      words: "Six words are needed.",
      digits: "24 numbers are needed.",
      desk_name: "This can't be a name.",
      desk_domain: "A domain looks like this: harbour.example",
      desk_email: "An address looks like this: help@harbour.example",
      desk_phone: "Only numbers, spaces and + here.",
      desk_hours: "This can't be shown.",
      passphrase: "Choose another one.",
      code: "This is not their code. It starts with age1 and has 62 letters and numbers. Ask for it again.",
      ticket: "This can't be a ticket.",
      slots: "Choose at least one key.",
      purpose: "This can't be shown.",
      signed_delivery: "This is no delivery of Stripe's.",
      webhook_address: "This is no web address.",
      expiry: "Between 1 and 365 days.",
      advice: "This can't be sent.",
    } satisfies Record<TextField["name"], string>,
  } satisfies Record<TextFault["kind"], unknown>,
} as const;
