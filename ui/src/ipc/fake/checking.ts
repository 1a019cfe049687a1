// The Check step of the stand-in: answers that come in one after the other.

import type { CheckBlock, CheckView } from "..";
import { maskOf } from "./keys";
import { ACCOUNT, verdictOf, view as verdictView } from "./stripe";
import { modesOf, type Delivery, type Slot, type Stored } from "./world";

export class Checks {
  readonly #now: () => Date;
  readonly #id: () => string;

  constructor(now: () => Date, id: () => string) {
    this.#now = now;
    this.#id = id;
  }

  start(delivery: Delivery): CheckView {
    if (delivery.check?.state === "running") return delivery.check;
    for (const slot of delivery.slots) if (slot.key) slot.key.verdict = null;
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

  #end(delivery: Delivery): void {
    if (delivery.check === null) return;
    delivery.check.finishedAt = this.#now().toISOString();
    delivery.check.blocks = checkBlocks(delivery);
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
          .map(({ at, key }) => ({ slot: at, kind: key.kind, ...maskOf(key), verdict: key.verdict })),
      })),
      blocks: delivery.check?.state === "running" ? [] : checkBlocks(delivery),
    };
  }
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
