// The deliveries of the stand-in.

import type {
  AppError,
  DeliveryRowView,
  DeliveryView,
  ModeProgress,
  ModeView,
  SendBlock,
  SlotView,
  Step,
  WaitingFor,
} from "..";
import { checkBlocks } from "./checking";
import { maskOf, prefixOf } from "./keys";
import { hoursFrom, INTEGRATORS, modesOf, type Delivery, type Slot, type World } from "./world";

export class Merchant {
  readonly #world: World;
  readonly #now: () => Date;
  readonly #id: () => string;

  constructor(world: World, now: () => Date, id: () => string) {
    this.#world = world;
    this.#now = now;
    this.#id = id;
  }

  delivery(deliveryId: string): Delivery {
    const delivery = this.#world.deliveries.get(deliveryId);
    if (delivery === undefined) throw { code: "gone" } satisfies AppError;
    return delivery;
  }

  byBundle(bundleId: string): Delivery {
    for (const delivery of this.#world.deliveries.values()) if (delivery.bundle?.id === bundleId) return delivery;
    throw { code: "gone" } satisfies AppError;
  }

  rows(): DeliveryRowView[] {
    return [...this.#world.deliveries.values()]
      .map((delivery) => ({
        deliveryId: delivery.id,
        business: delivery.business,
        who: delivery.who,
        ticket: delivery.ticket,
        modes: this.#modes(delivery),
        waitingFor: this.#waitingFor(delivery),
        step: this.#step(delivery),
        changedAt: delivery.changedAt,
      }))
      .sort((one, other) => Number(other.waitingFor !== null) - Number(one.waitingFor !== null));
  }

  view(delivery: Delivery): DeliveryView {
    const { bundle } = delivery;
    return {
      deliveryId: delivery.id,
      requestId: delivery.requestId,
      way: delivery.way,
      preset: delivery.preset,
      business: delivery.business,
      who: delivery.who,
      ticket: delivery.ticket,
      step: this.#step(delivery),
      modes: this.#modes(delivery),
      slots: delivery.slots.map((slot) => this.#slot(slot)),
      restricted: delivery.restricted,
      accounts: delivery.accounts,
      missing: missing(delivery).length,
      sendBlocks: this.#blocks(delivery),
      bundle:
        bundle === null
          ? null
          : {
              bundleId: bundle.id,
              fileName: this.fileName(delivery),
              folder: "Documents",
              bytes: 3180,
              keys: this.#modes(delivery).map(({ mode, filled }) => ({ mode, count: filled })),
              hasAnswers: delivery.questions.length > 0,
              madeAt: bundle.madeAt,
              state: bundle.sentAt === null ? "made" : "sent",
              mailTo: delivery.deliverTo,
              mailSubject: null,
              outdated: bundle.fingerprint !== fingerprint(delivery),
            },
      answerWithinHours: delivery.answerWithinHours,
      followUp: bundle?.sentAt
        ? {
            sentAt: bundle.sentAt,
            answerDueAt:
              delivery.answerWithinHours === null
                ? null
                : hoursFrom(new Date(bundle.sentAt), delivery.answerWithinHours),
            overdue: this.#overdue(delivery),
            keysHere: delivery.slots.filter(({ key }) => key !== null && key.storage !== "not_here").length,
          }
        : null,
    };
  }

  fileName(delivery: Delivery): string {
    return `${(delivery.business?.name ?? "Stripe").replace(/[^A-Za-z0-9]/g, "")}_Stripe_API_Keys.age`;
  }

  #slot(slot: Slot): SlotView {
    const { key } = slot;
    return {
      at: slot.at,
      accepts: slot.accepts,
      required: slot.required,
      purpose: slot.purpose,
      prefixes: slot.accepts.map((kind) => prefixOf(kind, slot.at.mode)),
      key:
        key === null
          ? null
          : { keyId: key.id, kind: key.kind, ...maskOf(key), storage: key.storage, addedAt: key.addedAt },
      problems: key?.problems ?? [],
      verdict: key?.verdict ?? null,
      canUndo: slot.before != null,
    };
  }

  #modes(delivery: Delivery): ModeView[] {
    return modesOf(delivery).map((mode) => {
      const slots = delivery.slots.filter(({ at, required }) => at.mode === mode && required);
      const filled = slots.filter(({ key }) => key !== null).length;
      return { mode, filled, wanted: slots.length, progress: this.#progress(delivery, slots, filled) };
    });
  }

  #progress(delivery: Delivery, slots: Slot[], filled: number): ModeProgress {
    if (delivery.bundle?.sentAt) return "sent";
    if (delivery.bundle && delivery.bundle.fingerprint === fingerprint(delivery)) return "locked";
    if (filled === 0) return "not_started";
    if (filled < slots.length) return "collecting";
    if (slots.some(({ key }) => key?.verdict?.weight === "stops")) return "stopped";
    return slots.every(({ key }) => key?.verdict) ? "checked" : "collected";
  }

  #step(delivery: Delivery): Step {
    if (delivery.bundle?.sentAt) return "follow_up";
    if (missing(delivery).length > 0) return "collect";
    if (delivery.check === null) return "collect";
    return delivery.check.state === "running" || checkBlocks(delivery).length > 0 ? "check" : "send";
  }

  #blocks(delivery: Delivery): SendBlock[] {
    const blocks: SendBlock[] = [];
    const lacking = missing(delivery).length;
    const { proof } = delivery.who;
    if (proof.state === "no_request") blocks.push({ kind: "no_request" });
    if (lacking > 0) blocks.push({ kind: "keys_missing", missing: lacking });
    const unchecked = delivery.slots.filter(({ key }) => key !== null && key.verdict === null).length;
    if (unchecked > 0) blocks.push({ kind: "not_checked", keys: unchecked });
    for (const block of checkBlocks(delivery)) {
      if (block.kind === "key_stops") blocks.push(block);
      else blocks.push({ kind: "account_open", mode: block.mode });
    }
    const live = delivery.slots.some(({ at }) => at.mode === "live");
    if (proof.state === "signer_changed") blocks.push({ kind: "signer_changed" });
    else if (proof.state === "not_proven" && live) blocks.push({ kind: "not_proven" });
    const open = delivery.questions.filter(({ required, answer }) => required && answer.length === 0).length;
    if (open > 0) blocks.push({ kind: "questions_open", open });
    if (delivery.business === null) blocks.push({ kind: "no_name" });
    return blocks;
  }

  #waitingFor(delivery: Delivery): WaitingFor | null {
    const { bundle } = delivery;
    if (bundle?.sentAt) return this.#overdue(delivery) ? { kind: "call", sentAt: bundle.sentAt } : null;
    if (bundle) return { kind: "sending", madeAt: bundle.madeAt };
    const [block] = this.#blocks(delivery);
    switch (block?.kind) {
      case undefined:
        return { kind: "lock" };
      case "no_request":
        return { kind: "request" };
      case "keys_missing":
        return { kind: "keys", missing: block.missing };
      case "not_checked":
        return { kind: "check" };
      case "key_stops":
      case "account_open":
        return { kind: "mend" };
      case "not_proven":
      case "signer_changed":
        return { kind: "words" };
      case "questions_open":
        return { kind: "questions", open: block.open };
      case "no_name":
        return { kind: "questions", open: 1 };
    }
  }

  #overdue({ bundle, answerWithinHours }: Delivery): boolean {
    if (!bundle?.sentAt || answerWithinHours === null) return false;
    return new Date(hoursFrom(new Date(bundle.sentAt), answerWithinHours)) < this.#now();
  }

  lock(delivery: Delivery): DeliveryView {
    if (this.#blocks(delivery).length > 0) throw { code: "notReady" } satisfies AppError;
    delivery.bundle = {
      id: this.#id(),
      madeAt: this.#now().toISOString(),
      sentAt: null,
      fingerprint: fingerprint(delivery),
    };
    return this.view(delivery);
  }

  removeKeys(delivery: Delivery): DeliveryView {
    for (const slot of delivery.slots) if (slot.key) slot.key.storage = "not_here";
    return this.view(delivery);
  }

  start(preset: string, modes: readonly ("test" | "live")[], business: Delivery["business"]): Delivery {
    const integrator = INTEGRATORS.find((other) => other.preset === preset);
    if (integrator === undefined) throw { code: "gone" } satisfies AppError;
    const delivery: Delivery = {
      id: this.#id(),
      requestId: null,
      preset,
      way: "request",
      business,
      who: {
        name: integrator.name,
        domain: integrator.domain,
        phone: integrator.phone,
        knownAs: null,
        proof: { state: "no_request" },
      },
      ticket: null,
      slots: modes.flatMap((mode): Slot[] =>
        preset === "imagatec"
          ? [
              { at: { mode, slot: "publishable" }, accepts: ["publishable"], required: true, purpose: null, key: null },
              { at: { mode, slot: "secret" }, accepts: ["secret"], required: true, purpose: null, key: null },
            ]
          : [
              {
                at: { mode, slot: "secret" },
                accepts: ["restricted", "secret"],
                required: true,
                purpose: null,
                key: null,
              },
            ],
      ),
      restricted: preset === "imagatec" ? "refused" : "recommended",
      questions: [],
      accounts: [],
      check: null,
      bundle: null,
      deliverTo: integrator.email,
      answerWithinHours: integrator.answerWithinHours,
      changedAt: this.#now().toISOString(),
    };
    this.#world.deliveries.set(delivery.id, delivery);
    return delivery;
  }
}

function missing(delivery: Delivery): Slot[] {
  return delivery.slots.filter(({ required, key }) => required && key === null);
}

function fingerprint(delivery: Delivery): string {
  return JSON.stringify([
    delivery.business?.name,
    delivery.slots.map(({ key }) => key?.value),
    delivery.questions.map(({ answer }) => answer),
  ]);
}
