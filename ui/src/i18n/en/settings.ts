// Settings and about.

import type { Language, Theme } from "~/ipc";

export const settings = {
  settings: {
    title: "Settings",
    language: "Language",
    languages: { en: "English" } satisfies Record<Language, string>,
    theme: "Look",
    themes: {
      system: "As the computer",
      light: "Light",
      dark: "Dark",
      contrast: "More contrast",
    } satisfies Record<Theme, string>,
    clipboard: "Take a copied key off the clipboard after",
    seconds: "seconds",
    secondsHint: "10 to 300",
    keep: "Delete the locked file of installed keys after",
    days: "days",
    daysHint: "1 to 365. The history and the last four letters of each key stay.",
    side: "The other side",
    sideMerchant: "You send keys with this computer.",
    sideDesk: "You receive keys with this computer.",
    useDesk: "I also collect keys from customers",
    useMerchant: "I also send keys of my own business",
    data: "Your data",
    dataText: "What Keycourier remembers, without any key, is in this folder:",
    showFolder: "Show the folder",
    about: "About",
    version: (version: string) => `Keycourier ${version}`,
    aboutText:
      "Hands Stripe keys from a business to whoever integrates them: checked, complete, and locked. Not made by Stripe.",
    licence: "Free software under the MIT or Apache 2.0 licence.",
    wordList: "The words are from the large word list of the Electronic Frontier Foundation, CC BY 3.0 US.",
  },
} as const;
