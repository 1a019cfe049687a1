// The deliveries of the stand-in.

import type {
  AppError,
  DeliveryRowView,
  DeliveryView,
  FollowUpView,
  Mode,
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
        way: delivery.way,
        unit: delivery.unit,
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
      lockedBy: delivery.lockedBy,
      preset: delivery.preset,
      business: delivery.business,
      who: delivery.who,
      ticket: delivery.ticket,
      way: delivery.way,
      unit: delivery.unit,
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
      followUp: this.#followUp(delivery),
    };
  }

  #followUp(delivery: Delivery): FollowUpView | null {
    const { bundle, overThere } = delivery;
    const keysHere = delivery.slots.filter(({ key }) => key !== null && key.storage !== "not_here").length;
    const advice = {
      after: AFTER[delivery.preset ?? ""] ?? [],
      whenReplaced: ["Put the new key in before the old one ends."],
    };
    if (overThere?.took && this.isOverThere(delivery)) {
      const [mode] = modesOf(delivery);
      const other: Mode = mode === "test" ? "live" : "test";
      const environment = delivery.preset === "stackone" ? ENVIRONMENTS[other] : null;
      const expected = mode === "test" && environment === null;
      const next =
        delivery.way === "put_in" && (expected || environment) ? { mode: other, environment, expected } : null;
      return {
        sentAt: overThere.at,
        answerDueAt: null,
        overdue: false,
        confirmation: null,
        keysHere,
        ...advice,
        next,
      } as const;
    }
    return bundle?.sentAt
      ? {
          sentAt: bundle.sentAt,
          answerDueAt:
            delivery.answerWithinHours === null ? null : hoursFrom(new Date(bundle.sentAt), delivery.answerWithinHours),
          overdue: delivery.confirmation === undefined && this.#overdue(delivery),
          confirmation: delivery.confirmation ?? null,
          keysHere,
          ...advice,
          next: null,
        }
      : null;
  }

  /** Whether what became of the keys is of those that are here now. */
  isOverThere(delivery: Delivery): boolean {
    return delivery.overThere?.fingerprint === fingerprint(delivery);
  }

  /** Says what became of the keys. */
  putThere(delivery: Delivery, took: boolean | null): DeliveryView {
    const at = this.#now().toISOString();
    delivery.overThere = took === null ? null : { took, at, fingerprint: fingerprint(delivery) };
    return this.view(delivery);
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
      note: null,
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
    const said = delivery.confirmation?.outcome;
    if (said === "works" || said === "rejected") return said;
    if (delivery.overThere && this.isOverThere(delivery)) {
      if (!delivery.overThere.took) return "not_accepted";
      return delivery.way === "update" ? "updated" : "put_in";
    }
    if (delivery.bundle?.sentAt) return "sent";
    if (delivery.bundle && delivery.bundle.fingerprint === fingerprint(delivery)) return "locked";
    if (filled === 0) return "not_started";
    if (filled < slots.length) return "collecting";
    if (slots.some(({ key }) => key?.verdict?.weight === "stops")) return "stopped";
    return slots.every(({ key }) => key?.verdict) ? "checked" : "collected";
  }

  #step(delivery: Delivery): Step {
    if (delivery.bundle?.sentAt || (delivery.overThere?.took && this.isOverThere(delivery))) return "follow_up";
    if (delivery.way === "update" && delivery.unit === null) return "connect";
    if (missing(delivery).length > 0) return "collect";
    if (delivery.check === null) return "collect";
    return delivery.check.state === "running" || checkBlocks(delivery).length > 0 ? "check" : "send";
  }

  #blocks(delivery: Delivery): SendBlock[] {
    const blocks: SendBlock[] = [];
    const lacking = missing(delivery).length;
    const { proof } = delivery.who;
    const bundled = delivery.way === "bundle";
    if (bundled && proof.state === "no_request") blocks.push({ kind: "no_request" });
    if (lacking > 0) blocks.push({ kind: "keys_missing", missing: lacking });
    const unchecked = delivery.slots.filter(({ key }) => key !== null && key.verdict === null).length;
    if (unchecked > 0) blocks.push({ kind: "not_checked", keys: unchecked });
    for (const block of checkBlocks(delivery)) {
      if (block.kind === "key_stops" || block.kind === "keys_disagree") blocks.push(block);
      else blocks.push({ kind: "account_open", mode: block.mode });
    }
    const live = delivery.slots.some(({ at }) => at.mode === "live");
    if (!bundled) return blocks;
    if (proof.state === "signer_changed") blocks.push({ kind: "signer_changed" });
    else if (proof.state === "not_proven" && live) blocks.push({ kind: "not_proven" });
    const open = delivery.questions.filter(({ required, answer }) => required && answer.length === 0).length;
    if (open > 0) blocks.push({ kind: "questions_open", open });
    if (delivery.business === null) blocks.push({ kind: "no_name" });
    return blocks;
  }

  #waitingFor(delivery: Delivery): WaitingFor | null {
    const { bundle } = delivery;
    if (delivery.confirmation) return delivery.confirmation.outcome === "rejected" ? { kind: "new_keys" } : null;
    if (bundle?.sentAt) return this.#overdue(delivery) ? { kind: "call", sentAt: bundle.sentAt } : null;
    if (bundle) return { kind: "sending", madeAt: bundle.madeAt };
    if (delivery.overThere && this.isOverThere(delivery))
      return delivery.overThere.took ? null : { kind: "not_accepted" };
    if (delivery.way === "update" && delivery.unit === null) return { kind: "connect" };
    const [block] = this.#blocks(delivery);
    switch (block?.kind) {
      case undefined:
        return { kind: delivery.way === "bundle" ? "lock" : delivery.way };
      case "no_request":
        return { kind: "request" };
      case "keys_missing":
        return { kind: "keys", missing: block.missing };
      case "not_checked":
        return { kind: "check" };
      case "key_stops":
      case "keys_disagree":
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
      lockedBy: "request",
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
          : preset === "devkit4ai"
            ? [
                {
                  at: { mode, slot: "publishable" },
                  accepts: ["publishable"],
                  required: false,
                  purpose: null,
                  key: null,
                },
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
      way: integrator.way,
      unit: integrator.environments[integrator.modes.indexOf(modes[0] ?? "test")] ?? null,
      overThere: null,
      bundle: null,
      deliverTo: integrator.email,
      answerWithinHours: integrator.answerWithinHours,
      changedAt: this.#now().toISOString(),
    };
    this.#world.deliveries.set(delivery.id, delivery);
    return delivery;
  }
}

const ENVIRONMENTS: Record<Mode, string> = { test: "Test", live: "Production" };
const AFTER: Record<string, string[]> = {
  jelou: [
    "Make one payment from start to finish, in your own chat, and see that it arrives. Do it before you go live.",
  ],
};

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
