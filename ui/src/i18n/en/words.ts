// The merchant's side of the six words.

export const words = {
  words: {
    title: (name: string) => `Is it really ${name}?`,
    sub: (name: string) =>
      `Anyone can write “${name}” in a file. One short call makes sure that nobody else reads your keys.`,
    call: (name: string, phone: string) => `Call ${name} on ${phone}.`,
    callUnknown: (name: string) => `Call ${name}, on a number that you already know.`,
    callUnknownText: "From their website or an old bill. Not from the message that brought the request.",
    ask: "Ask: “What are your six Keycourier words?”",
    type: "Type what they say.",
    page: (domain: string) =>
      `Or read the words on their own website: type ${domain} into your browser yourself. Not by a link from a mail.`,
    tellTitle: "Tell them this",
    tell: (name: string) =>
      `“The words that you read are not those of the request that I got. Somebody may be using the name ${name}. Please look into it, and send me a new request.”`,
    tellUnknown:
      "No number at hand? Write to an address that you already know. Never answer the message that brought the request.",
    stop: "Stop here",
    knownAs: (before: string, now: string) =>
      `**You know this desk as ${before}. Now it calls itself ${now}.** Ask them why on the phone, and type their words again.`,
    word: (number: number) => `Word ${number}`,
    notInList: "Not one of the words. Ask them to spell it.",
    check: "Check the words",
    checkDigits: "Check the numbers",
    later: "They are closed: I'll call later",
    digits: "They read numbers",
    sixWords: "They read words",
    digitsLabel: "The 24 numbers, in six groups of four",
    missing: (count: number) => (count === 1 ? "1 word to go" : `${count} words to go`),
    missingDigits: (count: number) => (count === 1 ? "1 number to go" : `${count} numbers to go`),
    matched: (name: string) => `It is ${name}. From now on you see this on every step.`,
    differ: "**These are not their words.** Nothing is lost. Ask them to read all six again, slowly.",
    differAgain: (name: string) =>
      `**Still different. Stop here, and tell ${name} on the phone.** Somebody else may be after your keys. Nothing has been sent.`,
    changed: (name: string, day: string) =>
      `**This request is not signed by the ${name} that you proved on ${day}.** They may have set up anew, or somebody pretends to be them. Only their words on the phone can tell.`,
    foot: "You can collect and check your keys first. Live keys are locked only for someone you have proven.",
    aside: "What they ask for",
    advice:
      "If the words differ, ask them to read again. Still different: stop, and tell them. Somebody else may be after your keys.",
  },
} as const;
