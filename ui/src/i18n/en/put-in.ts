// Putting a key into the integrator's own page.

import type { KeyKind, PutInRefusal } from "~/ipc";

/** What to do after each thing that a page may say; `fix` is what the button says. */
type Advice = { choice: string; text: (place: string, mode: string) => string; fix: string };

export const putIn = {
  putIn: {
    next: "Go on to Put in",
    byHand: "No browser opened? The address is",
    copyAddress: "Copy the address",
    key: {
      publishable: (mode: string) => `Copy ${mode} publishable key`,
      secret: (mode: string) => `Copy ${mode} key`,
      restricted: (mode: string) => `Copy ${mode} key`,
      webhook_secret: (mode: string) => `Copy ${mode} signing secret`,
      organization: (mode: string) => `Copy ${mode} key`,
    } satisfies Record<KeyKind, unknown>,
    again: "Copy again",
    left: "Time left",
    leftHint: "then we take it off the clipboard",
    onClipboard: (ending: string) => `The key that ends in ${ending} is on the clipboard.`,
    gone: "The key is removed from the clipboard. Not pasted yet? Copy it again.",
    safe: "Only for a short time, and not in the clipboard's history.",
    liveNote: "This is the Live key: **real payments**. Paste it only there.",
    nextTitle: "What comes next",
    saidTitle: (place: string) => `What did ${place} say?`,
    saidHint: "Nothing is lost. Your key stays here, as it is.",
    back: "Back",
    notAccepted: (place: string) => `${place} did not accept the key. What did it say?`,
    undo: "Try once more",
    noteLabel: "What it said, in its words",
    noteHint: "Only for the text that you can copy below. Don't put a key in here.",
    support: "Copy a text for their support",
    supportText: (place: string, business: string, mask: string, said: string) =>
      `Hello,\n\nwe (${business}) tried to connect Stripe to ${place}. We pasted our Stripe key (${mask}), and this is what it said:\n\n${said}\n\nStripe itself says that the key works. Can you tell us what is missing?\n\nThank you.`,
    supportCopied:
      "The text is on the clipboard. Paste it into a mail or chat to their support. There is no key in it.",
    said: {
      not_valid: {
        choice: "The key is not valid",
        text: (place, mode) =>
          `We checked this key with Stripe, and it works. Perhaps only a part of it was pasted, or ${place} expects a key of the other mode: this one is **${mode}**. Copy it again, empty the field first, and paste. If it still says so, check the key once more.`,
        fix: "Check with Stripe again",
      },
      lacks_permission: {
        choice: "A permission is missing",
        text: (place) =>
          `The key may not do everything that ${place} needs. Make another key in Stripe with more permissions, or use the secret key, and put that in.`,
        fix: "Use another key",
      },
      other_mode: {
        choice: "It wants a Test key, or a Live key",
        text: (place, mode) =>
          `This delivery is for **${mode}**. Look at ${place}: is it set to the same? If it should be the other one, start a delivery for that.`,
        fix: "New delivery",
      },
      already_connected: {
        choice: "Stripe is already connected there",
        text: (place) =>
          `Somebody has put a key in before. In ${place}, open that connection and replace its key, or disconnect it first. Then copy the key again.`,
        fix: "Copy the key again",
      },
      no_field: {
        choice: "I don't see that field",
        text: (place) =>
          `Pages change. Look for “API key” or “Secret key” near Stripe in ${place}. If your account may not set up connections, ask whoever may: the key waits here.`,
        fix: "Open the page again",
      },
      other: {
        choice: "Something else",
        text: (place) =>
          `Ask the support of ${place}. Write down what it said: we make a text for them without your key.`,
        fix: "Copy a text for their support",
      },
    } satisfies Record<PutInRefusal, Advice>,
  },
} as const;
