// Putting keys into integrators' own pages, as far as the stand-in goes.

import type { AppError, PutInView } from "..";
import { maskOf } from "./keys";
import type { Merchant } from "./merchant";
import type { Handlers, System } from "./system";
import { modesOf, type Delivery } from "./world";

/** What the places are called, and the way to the field. */
const PLACES: Record<string, { place: string; path: string; field: string; page: string }> = {
  jelou: {
    place: "Brain Studio",
    path: "Marketplace → Stripe → Install",
    field: "Secret API Key",
    page: "https://apps.jelou.ai",
  },
  serval: {
    place: "Serval",
    path: "Applications → API Integration → Stripe",
    field: "API key",
    page: "https://app.serval.com",
  },
  stackone: { place: "StackOne Hub", path: "Stripe", field: "API Key", page: "https://app.stackone.com" },
};

export function putInCommands(system: System, merchant: Merchant) {
  let lent: { deliveryId: string; lent: NonNullable<PutInView["lent"]> } | null = null;

  function view(delivery: Delivery): PutInView {
    const known = PLACES[delivery.preset ?? ""];
    if (known === undefined || delivery.way !== "put_in") throw { code: "gone" } satisfies AppError;
    return {
      title: `Put the key into ${known.place}`,
      lead: `${delivery.who.name} takes keys on its own page. Three steps, one minute.`,
      place: known.place,
      openButton: `Open ${known.place}`,
      page: known.page,
      open: `Open ${known.place} and go to **${known.path}**.`,
      copy: `When you see the field “${known.field}”, press **Copy key**.`,
      paste: "Paste it there and confirm.",
      accepted: `Did ${known.place} accept the key?`,
      yes: "Yes, it took the key",
      no: "It said something else",
      after: merchant.view(delivery).followUp?.after ?? [],
      keys: delivery.slots.flatMap(({ at, key }) => (key ? [{ slot: at, kind: key.kind, ...maskOf(key) }] : [])),
      lent: lent?.deliveryId === delivery.id ? lent.lent : null,
    };
  }

  return {
    get_put_in: ({ deliveryId }) => view(merchant.delivery(deliveryId)),
    open_integrator_page: ({ deliveryId }) => {
      const { preset } = merchant.delivery(deliveryId);
      system.opened.push(PLACES[preset ?? ""]?.page ?? "https://devkit4ai.com");
      return null;
    },
    copy_put_in_key: ({ deliveryId, slot }) => {
      const delivery = merchant.delivery(deliveryId);
      const key = delivery.slots.find(({ at }) => at.mode === slot.mode && at.slot === slot.slot)?.key;
      if (!key) throw { code: "keyNotHere" } satisfies AppError;
      system.clipboard = key.value;
      lent = { deliveryId, lent: { slot, clearsInMs: system.world.settings.clearClipboardSeconds * 1000 } };
      return view(delivery);
    },
    mark_put_in: ({ deliveryId }) => {
      if (lent?.deliveryId === deliveryId) {
        system.clipboard = "";
        lent = null;
      }
      return merchant.putThere(merchant.delivery(deliveryId), true);
    },
    mark_put_in_refused: ({ deliveryId }) => merchant.putThere(merchant.delivery(deliveryId), false),
    undo_put_in: ({ deliveryId }) => merchant.putThere(merchant.delivery(deliveryId), null),
    start_next_delivery: ({ deliveryId, mode }) => {
      const { preset, business } = merchant.delivery(deliveryId);
      for (const other of system.world.deliveries.values())
        if (other.preset === preset && other.business === business && modesOf(other).join() === mode)
          return merchant.view(other);
      return merchant.view(merchant.start(preset ?? "", [mode], business));
    },
  } satisfies Partial<Handlers>;
}
