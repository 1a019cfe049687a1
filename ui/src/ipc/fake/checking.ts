// The Check step of the stand-in: answers that come in one after the other.

import type {
  AddressFault,
  AppError,
  CheckBlock,
  CheckDetailsView,
  CheckView,
  Mode,
  PastCheckView,
  PermissionView,
  SecretProof,
  SlotRef,
  WebhookView,
} from "..";
import { maskOf } from "./keys";
import { ACCOUNT, verdictOf, view as verdictView } from "./stripe";
import { modesOf, nothingChecked, type Checked, type Delivery, type Slot, type Stored } from "./world";

export class Checks {
  readonly #now: () => Date;
  readonly #id: () => string;

  constructor(now: () => Date, id: () => string) {
    this.#now = now;
    this.#id = id;
  }

  start(delivery: Delivery, only: SlotRef | null = null): CheckView {
    if (delivery.check?.state === "running") return delivery.check;
    for (const { at, key } of delivery.slots)
      if (key && (only === null || (only.mode === at.mode && only.slot === at.slot))) key.verdict = null;
    delivery.check = { ...this.#check(delivery), checkId: this.#id(), state: "running" };
    return delivery.check;
  }

  /** Brings in the next answer; whether there are more. */
  advance(delivery: Delivery): boolean {
    const check = delivery.check;
    if (check?.state !== "running") return false;
    const next = delivery.slots.find(({ key }) => key !== null && key.verdict === null);
    if (next?.key) next.key.verdict = verdictOf(next.key, next.at, this.#now().toISOString());
    for (const mode of new Set(
      delivery.slots.filter(({ key }) => key?.verdict?.code === "works").map(({ at }) => at.mode),
    )) {
      if (!delivery.accounts.some((found) => found.mode === mode))
        delivery.accounts.push({ mode, account: ACCOUNT, state: "to_confirm" });
    }
    const more = delivery.slots.some(({ key }) => key !== null && key.verdict === null);
    delivery.check = { ...this.#check(delivery), checkId: check.checkId, state: more ? "running" : "done" };
    if (!more) this.#end(delivery);
    return more;
  }

  cancel(delivery: Delivery): CheckView {
    if (delivery.check?.state === "running") {
      for (const { key, at } of delivery.slots)
        if (key) key.verdict ??= verdictView({ code: "could_not_ask", cause: "cancelled" }, at, null);
      delivery.check = { ...this.#check(delivery), checkId: delivery.check.checkId, state: "cancelled" };
      this.#end(delivery);
    }
    return this.check(delivery);
  }

  answerAccount(delivery: Delivery, mode: string, state: "confirmed" | "rejected"): CheckView {
    for (const found of delivery.accounts) if (found.mode === mode) found.state = state;
    return this.check(delivery);
  }

  check(delivery: Delivery): CheckView {
    const held = delivery.check;
    const fresh = this.#check(delivery);
    if (held === null) return fresh;
    delivery.check = { ...fresh, checkId: held.checkId, state: held.state, finishedAt: held.finishedAt };
    return delivery.check;
  }

  agree(delivery: Delivery, agreed: boolean): void {
    known(delivery).writeProbesAgreedAt = agreed ? this.#now().toISOString() : null;
  }

  past(delivery: Delivery): PastCheckView[] {
    return [...known(delivery).past];
  }

  /** The stand-in knows one integrator's host, and one webhook a mode. */
  setAddress(delivery: Delivery, mode: Mode, address: string): CheckView {
    const webhook = this.#webhook(delivery, mode);
    const cause = addressFault(mode, address);
    if (cause !== null) throw { code: "badWebhookAddress", cause } satisfies AppError;
    webhook.url = address;
    this.#look(delivery, webhook);
    return this.check(delivery);
  }

  fixWebhook(delivery: Delivery, mode: Mode): CheckView {
    const webhook = this.#webhook(delivery, mode);
    if (webhook.fix === null) throw { code: "notReady" } satisfies AppError;
    Object.assign(webhook, { state: { code: "ok" }, off: [], fix: null, madeHere: true, notFixed: null });
    return this.check(delivery);
  }

  byHand(delivery: Delivery, mode: Mode, done: boolean): CheckView {
    const webhook = this.#webhook(delivery, mode);
    webhook.byHandAt = done ? this.#now().toISOString() : null;
    webhook.state = { code: done ? "by_hand" : "not_allowed" };
    return this.check(delivery);
  }

  /** A text in which "genuine" stands is signed by the secret. */
  prove(delivery: Delivery, slot: SlotRef, text: string): SecretProof {
    if (!text.includes("t=")) throw { code: "badSignedDelivery", cause: "no_signature" } satisfies AppError;
    if (!text.includes("genuine")) return { code: "not_signed_by_this" };
    const held = delivery.slots.find(({ at }) => at.mode === slot.mode && at.slot === slot.slot)?.key;
    if (held) held.verdict = verdictView({ code: "works" }, slot, this.#now().toISOString());
    known(delivery).proven.push(slot.slot);
    return { code: "genuine", event: "invoice.paid" };
  }

  #webhook(delivery: Delivery, mode: Mode): WebhookView {
    const webhook = known(delivery).webhooks.find((one) => one.mode === mode);
    if (webhook === undefined) throw { code: "gone" } satisfies AppError;
    return webhook;
  }

  /** What Stripe has of a webhook, by the end of its address. */
  #look(delivery: Delivery, webhook: WebhookView): void {
    const restricted = delivery.slots.some(({ key }) => key?.kind === "restricted");
    if (webhook.url === null) Object.assign(webhook, { state: { code: "no_address" }, off: [], fix: null });
    else if (webhook.madeHere) return;
    else if (restricted) Object.assign(webhook, { state: { code: "not_allowed" }, off: [], fix: null });
    else if (webhook.url.endsWith("/off")) {
      const events = webhook.events.slice(1, 2);
      Object.assign(webhook, {
        state: { code: "off" },
        off: [{ code: "events_missing", events }],
        fix: { kind: "mend", address: false, adds: events, removes: false, enables: false },
      });
    } else
      Object.assign(webhook, {
        state: { code: "off" },
        off: [{ code: "missing", certain: true }],
        fix: { kind: "create" },
      });
  }

  #details(delivery: Delivery, mode: Mode): CheckDetailsView {
    const limited = delivery.slots.filter(({ at, key }) => at.mode === mode && key?.kind === "restricted");
    const asked = limited.filter(({ key }) => key?.verdict != null);
    const agreedAt = known(delivery).writeProbesAgreedAt;
    return {
      permissions: asked.map(({ at }) => ({
        slot: at,
        abilities: known(delivery).needs.map((permission) => ({
          permission,
          label: null,
          state: ability(permission, agreedAt),
        })),
      })),
      writeProbes: {
        offered: limited.length > 0 && known(delivery).needs.some(({ level }) => level === "write"),
        agreedAt,
      },
      agreement: { account: "same", otherAccount: [], untold: [] },
      webhooks: known(delivery).webhooks.filter((webhook) => webhook.mode === mode),
    };
  }

  #end(delivery: Delivery): void {
    if (delivery.check === null) return;
    delivery.check.finishedAt = this.#now().toISOString();
    for (const webhook of known(delivery).webhooks) this.#look(delivery, webhook);
    for (const { mode, keys } of delivery.check.modes)
      known(delivery).past.unshift({
        at: delivery.check.finishedAt,
        mode,
        keys: keys.flatMap(({ kind, verdict }) => (verdict === null ? [] : [{ kind, verdict }])),
        webhooks: known(delivery)
          .webhooks.filter((webhook) => webhook.mode === mode)
          .map(({ state }) => state),
      });
    delivery.check.blocks = checkBlocks(delivery);
  }

  #isStale(at: string | null): boolean {
    return at !== null && this.#now().getTime() - new Date(at).getTime() > 24 * 60 * 60 * 1000;
  }

  #check(delivery: Delivery): CheckView {
    const keys = delivery.slots.filter((slot): slot is Slot & { key: Stored } => slot.key !== null);
    return {
      checkId: null,
      subjectId: delivery.id,
      state: "not_started",
      done: keys.filter(({ key }) => key.verdict !== null).length,
      total: keys.length,
      finishedAt: null,
      modes: modesOf(delivery).map((mode) => ({
        mode,
        account: delivery.accounts.find((found) => found.mode === mode) ?? null,
        keys: keys
          .filter(({ at }) => at.mode === mode)
          .map(({ at, key }) => ({
            slot: at,
            kind: key.kind,
            ...maskOf(key),
            verdict: key.verdict,
            stale: this.#isStale(key.verdict?.checkedAt ?? null),
            proven: known(delivery).proven.includes(at.slot),
          })),
        details: this.#details(delivery, mode),
      })),
      blocks: delivery.check?.state === "running" ? [] : checkBlocks(delivery),
    };
  }
}

function known(delivery: Delivery): Checked {
  return (delivery.checked ??= nothingChecked());
}

function ability({ resource, level }: PermissionView, agreedAt: string | null) {
  if (level === "write" && agreedAt === null) return { code: "not_agreed" } as const;
  return { code: resource === "customer" ? "lacks" : "has" } as const;
}

function addressFault(mode: Mode, address: string): AddressFault | null {
  const wanted = mode === "test" ? "jelou.dev" : "jelou.ai";
  if (!URL.canParse(address)) return { kind: "not_an_address" };
  const { protocol, hostname } = new URL(address);
  if (protocol !== "https:") return { kind: "not_https" };
  return hostname === wanted || hostname.endsWith(`.${wanted}`) ? null : { kind: "other_host", wanted };
}

/** What must be put right before Send. */
export function checkBlocks(delivery: Delivery): CheckBlock[] {
  return [
    ...delivery.slots
      .filter(({ key }) => key?.verdict?.weight === "stops")
      .map(({ at }) => ({ kind: "key_stops", slot: at }) as const),
    ...delivery.accounts.flatMap(({ mode, state }): CheckBlock[] =>
      state === "confirmed" ? [] : [{ kind: state === "rejected" ? "account_rejected" : "account_open", mode }],
    ),
  ];
}
