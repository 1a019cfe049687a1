// What several screens say.

import type { KeyKind, KeychainState, KeyStorage, Mode, Platform } from "~/ipc";

export const common = {
  common: {
    program: "Keycourier",
    today: "today",
    yesterday: "yesterday",
    tomorrow: "tomorrow",
    undo: "Undo",
    close: "Close",
    cancel: "Cancel",
    save: "Save",
    saved: "Saved.",
    copy: "Copy",
    copied: "Copied.",
    optional: "optional",
    working: "One moment …",
    endsIn: (ending: string) => `ends in ${ending}`,
    clipboardCleared: "The key is off the clipboard again.",
    dropHere: "Drop it here",
    notices: "Messages",
    savedAs: (name: string) => `Saved as ${name}.`,
    clearsIn: (seconds: number) => `Copied. It is taken off the clipboard in ${seconds} seconds.`,
  },

  nav: {
    label: "Main",
    sides: "Which side",
    send: "Send",
    receive: "Receive",
    deliveries: "Deliveries",
    inbox: "Inbox",
    toDo: (count: number) => `${count} to do`,
    requests: "Requests",
    prove: "Prove it's us",
    desk: "Our desk",
    history: "History",
    settings: "Settings",
  },

  start: {
    title: "Hand over Stripe keys without e-mailing them",
    question: "What brings you here?",
    merchant: "I was asked for my Stripe keys",
    merchantText:
      "A software company or its helpdesk needs them. We help you find the right ones, check them, and lock them so that only they can read them.",
    desk: "I collect keys from our customers",
    deskText: "Ask for exactly what you need, open what arrives, and check it.",
    hint: "Got a request file or text? Drop it here, or paste it.",
    open: "Open a file",
  },

  opening: {
    ownBundle: (integrator: string, day: string) =>
      `You made this file for ${integrator} on ${day}. Only they can open it.`,
  },

  keychain: {
    name: {
      windows: "Windows password store",
      macos: "macOS Keychain",
      linux: "password store of this computer",
    } satisfies Record<Platform, string>,
    state: {
      ready: (store: string) => `Kept in the ${store}`,
      waiting: (store: string) => `Waiting for the ${store}`,
      locked: (store: string) => `The ${store} is locked`,
      not_available: (store: string) => `No ${store} found`,
    } satisfies Record<KeychainState, (store: string) => string>,
    help: {
      waiting: (store: string) =>
        `The ${store} has not answered yet. It may be asking you something in another window.`,
      locked: (store: string) =>
        `Unlock the ${store}: sign in to it as you do when the computer starts. Then try again.`,
      not_available: (store: string) =>
        `The ${store} can't be reached, so keys can't be kept safely. You can go on for this session only.`,
    } satisfies Record<Exclude<KeychainState, "ready">, (store: string) => string>,
    again: "Try again",
    sessionOnly: "Go on for this session only",
    sessionShort: "For this session only",
    sessionText: "**For this session only.** Nothing is kept: keys are gone when you close Keycourier.",
    leaveSession: (store: string) => `Keep them in the ${store}`,
  },

  modes: {
    test: "Test",
    live: "Live",
  } satisfies Record<Mode, string>,
  modesLong: {
    test: "Test",
    live: "Live: real payments",
  } satisfies Record<Mode, string>,

  /** What a row is called, by the first kind that fits. */
  rows: {
    publishable: "Publishable key",
    secret: "Secret key",
    restricted: "Restricted key",
    webhook_secret: "Payment notices (webhook): signing secret",
    organization: "Organization key",
  } satisfies Record<KeyKind, string>,
  /** A row's name inside a sentence. */
  kinds: {
    publishable: "publishable key",
    secret: "secret key",
    restricted: "restricted key",
    webhook_secret: "signing secret",
    organization: "organization key",
  } satisfies Record<KeyKind, string>,

  storage: {
    saving: "Saving …",
    saved: "Saved on this computer.",
    session_only: "Kept for this session only.",
    waiting: "Not saved yet: waiting for your password store.",
    not_here: "Not on this computer. Paste it again.",
    damaged: "Can't be read any more. Paste it again.",
  } satisfies Record<KeyStorage, string>,

  who: {
    proven: (day: string) => `proven: you typed their six words on ${day}`,
    notProven: (name: string) => `says it is ${name} · not proven yet`,
    signerChanged: "not who you proved before",
    noRequest: "has sent no request yet",
    spoken: "locked with six words that you read out",
    phone: "This number comes with Keycourier, not from their file.",
  },
} as const;
