// Payment notices (webhooks): how they stand at Stripe, and what can be done about them.

import type {
  AddressDifference,
  AddressFault,
  DeliveryFault,
  NotFixed,
  SecretProof,
  WebhookOff,
  WebhookState,
} from "~/ipc";

const count = (number: number, one: string, more: string) => (number === 1 ? `1 ${one}` : `${number} ${more}`);

export const webhooks = {
  webhooks: {
    title: (integrator: string) => `Payment notices to ${integrator}`,
    aka: "(webhook)",
    theirs: "Their address:",

    states: {
      no_address: (integrator: string) => `Copy the address for payment notices from ${integrator}'s page.`,
      not_checked: "Not checked yet.",
      ok: "Stripe sends them what they need.",
      marked: "Stripe sends them what they need, and more.",
      not_allowed: "**This key may not look at webhooks.** Set it up by hand: it takes about two minutes.",
      could_not_ask: (why: string) => why,
      by_hand: "**You set it up by hand.** Not checked: this key may not look.",
    } satisfies Record<Exclude<WebhookState["code"], "off">, unknown>,

    off: {
      http_in_live:
        "**The address they asked for starts with http://.** Stripe takes only https:// for real payments. Tell them.",
      missing: (certain: boolean) =>
        certain
          ? "**Stripe sends them nothing yet.** The webhook is missing."
          : "**We found no webhook for them.** Stripe let us see only part of the list, so it may still be there.",
      limit_reached: (number: number) =>
        `**Your Stripe account has all ${number} webhooks that it may have.** Delete one that you no longer need, then check again.`,
      wrong_url: (found: string, how: string) => `**The webhook sends to another address:** ${found}. ${how}`,
      wrong_mode: (mode: string) => `**The webhook is for ${mode}.** Here another one is needed.`,
      connect_endpoint:
        "**The webhook listens to connected accounts, not to your own.** That can't be changed; another one is needed.",
      thin_events: "**The webhook sends short notices without their content.** Another one is needed.",
      disabled: "**The webhook is switched off.**",
      events_missing: (has: number, of: number, events: string) =>
        `Stripe sends ${has} of the ${of} notices that they need. Missing: **${events}**.`,
      duplicate_url: (others: number) =>
        `**${count(others, "more webhook sends", "more webhooks send")} the same notices to this address.** They may count payments twice. Delete all but one in Stripe.`,
      other_api_version: (found: string | null) =>
        found === null
          ? "**The notices come in your account's own version of Stripe's format,** not in the one they asked for."
          : `**The notices come in another version of Stripe's format** (${found}) than they asked for.`,
      all_events: "The webhook sends everything that happens in your account, which is more than they need.",
      events_too_many: (events: string) => `The webhook also sends what they did not ask for: ${events}.`,
    } satisfies Record<WebhookOff["code"], unknown>,

    differs: {
      scheme: "The beginning differs: http or https.",
      www: "The one has www. and the other does not.",
      spelling: "They differ in a slash or a capital letter.",
      query: "They differ in what follows the question mark, so it stays as it is.",
      path: "It may be for another project of yours, so it stays as it is.",
    } satisfies Record<AddressDifference, string>,

    fix: "Fix it in Stripe for me",
    create: "Create it in Stripe for me",
    fixing: "Working …",
    byHand: "I'll do it: show me how",
    hide: "Hide the steps",
    done: "I have done it",
    undone: "No, not yet",
    openStripe: "Open Stripe",
    copyAddress: "Copy the address",
    copyEvents: "Copy all events",
    copyEvent: (name: string) => `Copy ${name}`,
    events: (number: number) => count(number, "event to choose", "events to choose"),
    otherAddress: "Another address",

    address: "Address for payment notices",
    addressHint: (host: string) => `It starts with https:// and is on ${host}`,
    useAddress: "Use this address",
    addressFaults: {
      not_an_address: "**This is no web address.** Copy it again from their page.",
      not_https: "**It must start with https://.** Copy it again from their page.",
      other_mode: "**This address is for the other mode.** Their page has one for Test and one for Live.",
      other_host: (wanted: string) => `**This is not their address.** It must be on ${wanted}.`,
    } satisfies Record<AddressFault["kind"], unknown>,

    notFixed: {
      not_allowed: "**This key may not change webhooks.** Set it up by hand.",
      key_refused: "**Stripe no longer takes this key.** Check it again.",
      limit_reached: "**There is no room for another webhook.** Delete one that you no longer need, then try again.",
      address_refused: "**Stripe doesn't take this address.** Ask them for the right one.",
      refused: "**Stripe did not take it.** Set it up by hand.",
      gone: "**The webhook was deleted meanwhile.** Try again.",
      another_change: "**Something else was changed meanwhile.** Try again.",
      still_running:
        "**Stripe is still busy with the first try.** Wait a moment, then try again. Nothing is done twice.",
      could_not_ask: "**Stripe did not answer.** Try again: nothing is done twice.",
      secret_not_kept:
        "**It is made, but its signing secret has a form that we don't know.** Copy it in Stripe and paste it under Collect.",
    } satisfies Record<NotFixed, string>,

    fixTitle: "What “fix” does",
    createTitle: "What “create” does",
    fixCreates: (host: string) => `Makes one webhook that points to **${host}**, with the notices they need.`,
    fixAddress: (host: string) => `Puts the address right, so that it points to **${host}**.`,
    fixAdds: (number: number, host: string) =>
      `Adds the ${count(number, "missing notice", "missing notices")} to the webhook that points to **${host}**.`,
    fixRemoves: "Takes away the notices that nobody asked for.",
    fixEnables: "Switches the webhook on.",
    fixNothingElse: "Nothing else in your Stripe account changes.",
    fixSecret: "The signing secret goes straight into its row. Nobody sees it.",
    fixNoSecret: "They don't ask for its signing secret, so it is not kept.",
    fixWhere: "You find it in Stripe under Developers → Webhooks.",

    proofTitle: "Check it with a real notice",
    proofText:
      "Copy one notice that was sent already, with its **Stripe-Signature** line and its body: in Stripe under Webhooks, or from their log. It is looked at on this computer only, and not kept.",
    proofLabel: "Signature line and body",
    prove: "Compare",
    proofs: {
      genuine: (event: string | null) =>
        event === null
          ? "**It is the right one:** it signed this."
          : `**It is the right one:** it signed this ${event}.`,
      other_mode: (mode: string) => `**It signed this, but for ${mode}.** Here the other one is needed.`,
      not_signed_by_this:
        "**Another secret signed this,** or it was changed while it was copied. Secrets of Stripe's command line are others too.",
    } satisfies Record<SecretProof["code"], unknown>,
    deliveryFaults: {
      no_signature: "**The signature line is missing.** It starts with Stripe-Signature.",
      no_body: "**The body is missing.** It stands in curly brackets.",
      too_long: "**This is too long for one notice.**",
    } satisfies Record<DeliveryFault, string>,

    short: {
      no_address: "address missing",
      not_checked: "not checked",
      ok: "notices fine",
      marked: "notices fine",
      off: "notices off",
      not_allowed: "notices not seen",
      could_not_ask: "no answer",
      by_hand: "by hand",
    } satisfies Record<WebhookState["code"], string>,
  },
} as const;
