// The mail that invites a customer, in the customer's language, whatever language this page has. It never holds the six words: whoever
// reads the mail in between could put others in their place.

export const LANGUAGES = ["en", "es"] as const;
export type InvitationLanguage = (typeof LANGUAGES)[number];

type Facts = {
  /** What the desk calls itself. */
  name: string;
  domain: string;
};

type Words = { name: string; subject: (facts: Facts) => string; body: (facts: Facts) => string };

export const INVITATIONS: Record<InvitationLanguage, Words> = {
  en: {
    name: "English",
    subject: ({ name }) => `${name}: please send us your Stripe keys safely`,
    body: ({ name, domain }) =>
      `Hello,

we need keys of your Stripe account for you. Please don't send them by e-mail. Use Keycourier: it is free, shows you where each key is, and locks them so that only we can read them.

1. Get Keycourier: ask for it on our website, ${domain}. Type that address yourself.
2. Open it. Windows may say “Windows protected your PC”, because the program is new to it. Press “More info”, look that the name is Keycourier, then press “Run anyway”. On a Mac, open it with a right click and “Open”.
3. Copy everything below, from BEGIN to END, and press “Paste what you copied” in Keycourier. Or open the attached file with it.
4. Keycourier asks you to make sure that it is really us. Call us on a number that you already know, or from our website: we read six words to you.

Thank you
${name}`,
  },
  es: {
    name: "Español",
    subject: ({ name }) => `${name}: envíenos sus claves de Stripe de forma segura`,
    body: ({ name, domain }) =>
      `Hola:

Necesitamos claves de su cuenta de Stripe. Por favor, no las envíe por correo. Use Keycourier: es gratis, le muestra dónde está cada clave y las cierra de modo que solo nosotros podamos leerlas.

1. Consiga Keycourier: pídalo en nuestro sitio web, ${domain}. Escriba usted mismo esa dirección.
2. Ábralo. Windows puede decir «Windows protegió su PC», porque no conoce todavía el programa. Pulse «Más información», compruebe que el nombre es Keycourier y pulse «Ejecutar de todas formas». En un Mac, ábralo con clic derecho y «Abrir».
3. Copie todo lo que sigue, de BEGIN a END, y pulse “Paste what you copied” en Keycourier. O abra con él el archivo adjunto.
4. Keycourier le pide comprobar que de verdad somos nosotros. Llámenos a un número que ya conozca, o al de nuestro sitio web: le leeremos seis palabras.

Gracias
${name}`,
  },
};
