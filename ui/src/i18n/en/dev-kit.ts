// Dev Kit for AI: connecting with a project, what an update changes, and what goes wrong.

import type { DevKitCause, DevKitTrouble } from "~/ipc";

export const devKit = {
  devKit: {
    next: "Go on to Update",
    connectTitle: (name: string) => `Connect with ${name}`,
    connectSub: "Two things from your project's page. Nothing is changed there yet.",
    open: (name: string) => `Open ${name}`,
    project: "Project id",
    projectHint: "For example 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    token: "Access token",
    tokenHint: "It works like a password. We send it to Dev Kit for AI and to nobody else.",
    tokenField: "Click here and paste the token",
    pasteToken: "Paste the token",
    tokenThisSession: "Token taken. It is kept until you close Keycourier.",
    tokenKept: (store: string) => `Token taken. It is kept in the ${store}.`,
    keep: (store: string) => `Keep it in the ${store} for next time`,
    another: "Use another token",
    forget: "Forget the token",
    forgotten: "The token is forgotten.",
    connect: "Find my project",
    connecting: "Looking for the project …",
    needToken: "Paste the token first.",
    connected: "Project found.",
    connectedText:
      "These are the addresses that Stripe will report payments to. The check sets them up, or shows you how.",
    collect: "Go on to the keys",
    steps: "Where to find them",

    previewTitle: (name: string) => `What changes in ${name}`,
    previewSub: "Nothing has been sent yet. Look it over.",
    projectLine: (id: string) => `Project ${id}`,
    looking: "Looking at what is there now …",
    field: (mode: string, kind: string) => `${mode} ${kind}`,
    now: "Now",
    then: "Then",
    action: {
      set: "new",
      replace: "is replaced",
      unchanged: "already there, not sent again",
      keep: "stays as it is",
      nothing: "stays empty",
    },
    changesTitle: "This changes",
    staysTitle: "This stays",
    none: "Nothing changes: your project has these very keys already.",
    lost: (ending: string) =>
      `The old Live key ending in **${ending}** can't be restored from here. Make sure that nobody needs it any more, or that you have it elsewhere.`,
    lostUnseen: "The old Live key can't be restored from here. Make sure that nobody needs it any more.",
    lostSure: "I understand that the old Live key is replaced",
    valid: (mode: string, name: string) => `${name} says that the ${mode} secret key works.`,
    invalid: (mode: string, name: string) => `${name} says that the ${mode} secret key does not work.`,
    couldNotAsk: (mode: string, name: string) =>
      `${name} could not check the ${mode} secret key just now. Stripe itself says that it works.`,
    onlySecret: (name: string) =>
      `${name} checks the secret key only. The publishable key and the signing secret show whether they are right with the first payment.`,
    update: "Send these changes",
    updating: "Sending …",
    nothingToSend: "Finish",
    otherKey: "Use another key",
    refresh: "Look again",
    tokenAgain: "Paste a new access token",
    tokenAgainText: "Everything else is kept: you go on right here.",
    doneTitle: (name: string) => `${name} has your keys`,
    doneSub: "This is what it shows now. Compare the last letters.",
    looked: "The answer got lost on the way, so we looked: everything is there.",
    sentNow: "sent now",
    toFollowUp: "Go on",
  },

  devKitTroubles: {
    token_missing: "**An access token is needed.** Everything else is kept.",
    sign_in_again: "**Dev Kit for AI does not accept the token any more.** They end by themselves. Paste a new one.",
    not_your_project: "**This token may not change this project.** Use a token of the person who owns it.",
    no_such_project: "**There is no project with this id.** Compare it with the one on your project's page.",
    refused: (fields: string) =>
      `**Dev Kit for AI does not accept this: ${fields}.** Nothing was changed. Look at it, or use another one.`,
    refused_some: "**Dev Kit for AI does not accept one of the keys.** Nothing was changed. Look at them once more.",
    could_not_ask: {
      no_network: "**Dev Kit for AI can't be reached.** Is the internet on? Nothing is lost: try again.",
      tls: "**The connection to Dev Kit for AI is not private.** A program or network in between reads along. Try again in another network.",
      proxy: "**Your network's proxy does not let this through.** Try again in another network, or ask who runs it.",
      timed_out: "**Dev Kit for AI did not answer in time.** Nothing is lost: try again.",
      busy: "**Dev Kit for AI is busy.** Nothing is lost: wait a minute, then try again.",
      server_error: "**Dev Kit for AI has a problem of its own.** Nothing is lost: try again in a few minutes.",
    } satisfies Record<DevKitCause, string>,
    unexpected_answer:
      "**What answered is not Dev Kit for AI as we know it.** Perhaps a sign-in page of your network. Try again.",
    left: (fields: string) =>
      `**The connection broke off, and this has not arrived: ${fields}.** Look again, and send what is left.`,
    unknown:
      "**The connection broke off, and we don't know whether everything arrived.** Look again: it shows what is left.",
    changed_meanwhile:
      "**Somebody changed the project since you looked.** Nothing was sent. Look at what would change now.",
    key_invalid: (mode: string) =>
      `**Dev Kit for AI says that the ${mode} secret key does not work.** Nothing was sent. Use another key.`,
  } satisfies Record<Exclude<DevKitTrouble["kind"], "refused" | "left" | "could_not_ask" | "key_invalid">, string> &
    Record<string, unknown>,
} as const;
