// The merchant's list, starting a delivery, and the preview of a request.

import type { ModeProgress, RestrictedPolicy, SendWay, Step } from "~/ipc";

const keys = (count: number) => (count === 1 ? "1 key" : `${count} keys`);

export const deliveries = {
  deliveries: {
    title: "Deliveries",
    sub: "Who gets which keys, and how far you are.",
    fresh: "New delivery",
    unnamed: "Your business",
    to: (integrator: string) => `to ${integrator}`,
    ticket: (ticket: string) => `Ticket ${ticket}`,
    project: (id: string) => `Project ${id.slice(0, 8)}…`,
    environment: (name: string) => `Environment ${name}`,
    emptyTitle: "Nothing here yet",
    emptyText:
      "Did somebody send you a request? Open it, drop it here, or paste it. It is a file or a block of text that says KEYCOURIER REQUEST.",
    emptyOpen: "Open the request",
    emptyNone: "I have no request",
    column: { who: "From and to", state: "State", next: "What to do", changed: "Changed" },
    progress: {
      not_started: "not started",
      collecting: "collecting",
      collected: "not checked",
      stopped: "needs you",
      checked: "checked",
      locked: "locked",
      sent: "sent",
      works: "works ✓",
      rejected: "other keys needed",
      put_in: "put in",
      not_accepted: "not accepted",
      updated: "updated",
    } satisfies Record<ModeProgress, string>,
    waiting: {
      request: (name: string) => `Ask ${name} for a request.`,
      words: (name: string) => `Call ${name}: is it really them?`,
      keys: (missing: number) => `${keys(missing)} missing.`,
      check: "Check the keys with Stripe.",
      mend: "Stripe says that something must be put right.",
      questions: (open: number) => (open === 1 ? "Answer one question." : `Answer ${open} questions.`),
      connect: "Find your project.",
      lock: "Lock the keys in a file.",
      put_in: (name: string) => `Put the key into ${name}.`,
      not_accepted: (name: string) => `${name} did not accept the key. See what to do.`,
      update: (name: string) => `Send the keys to ${name}.`,
      done: "Nothing. It is done.",
      sending: (when: string) => `Made ${when}, not sent yet. Did you send it?`,
      call: (name: string, when: string) => `No answer since ${when}. Call ${name}.`,
      new_keys: (name: string) => `${name} needs other keys: see why.`,
      spokenCall: (name: string) => `Call ${name} and read out the six words, if you have not yet.`,
      nothing: "Nothing. It is their turn.",
    },
  },

  fresh: {
    title: "New delivery",
    sub: "Start with the request that they sent you.",
    dropTitle: "Drop the request here",
    dropText: "Or copy its text and paste it anywhere in this window.",
    paste: "Paste what you copied",
    open: "Open a file",
    noneTitle: "They sent no request?",
    noneText: "Pick who asked you. We know where each of these wants your keys.",
    pick: (name: string) => `Start with ${name}`,
    modes: "Which keys do they want?",
    oneMode: "One at a time. You can do the other one afterwards.",
    forWhom: "For which business?",
    newBusiness: "Another business",
    ask: "Write them an e-mail",
    start: "Collect my keys first",
    startNow: "Begin",
    environments: "Which environment?",
    environment: (name: string, mode: string) => `${name} (${mode})`,
    how: {
      bundle: (name: string) =>
        `${name} takes a locked file by e-mail. Ask them for their request, and collect your keys meanwhile.`,
      put_in: (name: string) =>
        `${name} takes the key on its own page. We help you find the right one, check it with Stripe, and show you where to paste it.`,
      update: (name: string) =>
        `${name} takes the keys directly. You need your project's id and an access token. We check everything, show you what changes, and send it.`,
    } satisfies Record<SendWay, unknown>,
    oneAfterTheOther: "Test first, then Live: each is set up by itself.",
    oneEnvironment: "One at a time. Another environment is another delivery.",
    asked: "The e-mail is open in your mail program. Send it, and come back when their request is here.",
    mailSubject: "Please send us your Keycourier request",
    mailBody: (name: string) =>
      `Hello ${name},\n\nyou asked us for our Stripe keys. We would like to send them encrypted, with Keycourier. Please make a request with it and send it to us as a file or as text. It takes you one minute.\n\nThank you.`,
    copyMail: "Copy the text",
    noMail: "No mail program opened. Copy the text and send it to this address:",
  },

  request: {
    title: (name: string) => `${name} asks for Stripe keys`,
    sub: "Look it over. Nothing has been sent, and nothing will be without you.",
    domain: "Domain",
    foreignLetters: (domain: string) =>
      `**The domain ${domain} is written with letters of another alphabet.** In a browser it may look like one that you know. Make sure that it is theirs.`,
    wants: "They want",
    optionalKey: "if you have it",
    purpose: "For",
    asks: "They also ask",
    ticket: "Ticket",
    until: "Answer by",
    deliver: "It goes to",
    made: "Made",
    everybody: "This request is for everybody, not only for you.",
    expired: (day: string) =>
      `They wanted an answer by ${day}. You can still answer: they will see that it came later.`,
    restricted: {
      recommended: "They recommend a **restricted key**: it can do only what they need.",
      allowed: "A restricted key is fine too.",
      refused: "They don't take restricted keys.",
    } satisfies Record<RestrictedPolicy, string>,
    go: "Go on",
    openExisting: "Open the delivery that you started",
    another: "Start another one",
    join: (business: string) => `Use the keys already collected for ${business}`,
    nextTitle: "What happens next",
    next: [
      "You make sure that it is really them.",
      "You collect the keys. We show you where they are.",
      "We check them with Stripe.",
      "You lock them in a file that only they can open, and send it.",
    ],
    look: "Did you expect this request? If not, don't go on: ask them first.",
  },

  steps: {
    label: "Steps",
    connect: "Connect",
    collect: "Collect",
    check: "Check",
    send: "Send",
    put_in: "Put in",
    update: "Update",
    follow_up: "Follow-up",
    done: "done",
  } satisfies Record<Step, string> & { label: string; done: string; put_in: string; update: string },

  delivery: {
    title: (integrator: string, count: number, mode: string) =>
      `${integrator} needs ${count === 1 ? `one ${mode} key` : `${spelled(count)} ${mode} keys`}`,
    titleBoth: (integrator: string, count: number) => `${integrator} needs ${spelled(count)} keys`,
    for: (business: string) => `For ${business}`,
    prove: "Is it really them?",
  },
} as const;

function spelled(count: number): string {
  return ["no", "one", "two", "three", "four", "five", "six"][count] ?? String(count);
}
