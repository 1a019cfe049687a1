// A helpdesk without Keycourier: the choice before anything is collected, the six spoken words, and a bare code.

export const spoken = {
  without: {
    how: (name: string) => `How does ${name} get them?`,
    request: "They have Keycourier, or can get it",
    requestText: "Ask them for a request. It takes them a minute. You can collect your keys meanwhile.",
    words: "They can't install anything",
    wordsText:
      "We lock your keys with six words. You send the file, call them, and read the words out. They open it with the words.",
    more: "More",
    code: "They gave me a code that starts with age1",
    codeText: "It is a lock that only they have the key to. You make sure on the phone that it is really theirs.",
    codeLabel: "Their code",
    codeHint: "Paste it here. It is not secret.",
    start: "Start with six spoken words",
    startCode: "Start with this code",
  },

  spoken: {
    title: (name: string) => `Then call ${name} and read out six words`,
    titleSent: (name: string) => `Now call ${name} and read out six words`,
    sentTitle: "Sent. Now call them",
    sent: "Send the file first.",
    call: (name: string, phone: string) =>
      `Call ${name} on **${phone}**. You place the call: never read the words to somebody who calls you.`,
    callUnknown: (name: string) =>
      `Call ${name} on a number that you already know, from their website or an old bill. Never read the words to somebody who calls you.`,
    read: "Say: “I have sent you a locked file. It asks for a passphrase: six words, small letters, with a hyphen between.” Then read them out.",
    show: "Show the six words",
    hide: "Hide the words",
    words: "The six words to read out",
    never:
      "**Only by voice.** Never write them into an e-mail, a chat or the file's name: whoever has both has your keys.",
    gone: "**The words of this file are no longer kept on this computer.** Lock the keys again: the new file gets new words.",
    lockAgain: "Lock the keys again",
    fileSub: (name: string) =>
      `Only who hears the six words from you can open it. It is safe to send to ${name} by e-mail.`,
    next: "You call them. They open the file with the six words, and put the keys to use.",
    mailBody: (business: string, fileName: string) =>
      `Hello,\n\nattached are the Stripe keys of ${business}, locked with six words (${fileName}). I will call you and read the words out.\n\nKeycourier opens the file, and so does every program for the age format, such as the free “age” (age-encryption.org), which needs no installation: age -d -o keys.txt ${fileName}\n\nKind regards`,
    use: "They can't install it: use six spoken words",
    used: "From now on the file is locked with six words that you read out.",
    sure: "The six words go too. Do this only once they have opened the file.",
  },
} as const;
