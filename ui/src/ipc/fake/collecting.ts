// The Collect step of the stand-in: what a pasted text becomes.

import type { AppError, DeliveryView, KeyKind, PasteView, ProblemView, RefusedView, SlotRef } from "..";
import { candidate, find, isShort, isUnusual, maskOf, nothingFound, prefixOf, problem, type Found } from "./keys";
import type { Merchant } from "./merchant";
import type { Delivery, Slot, Stored, World } from "./world";

export class Pastes {
  readonly #world: World;
  readonly #merchant: Merchant;
  readonly #now: () => Date;
  readonly #id: () => string;
  #pending: { id: string; deliveryId: string; found: Found[] } | null = null;

  constructor(world: World, merchant: Merchant, now: () => Date, id: () => string) {
    this.#world = world;
    this.#merchant = merchant;
    this.#now = now;
    this.#id = id;
  }

  paste(deliveryId: string, meant: SlotRef | null, text: string): PasteView {
    const delivery = this.#merchant.delivery(deliveryId);
    const { found, repairs } = find(text);
    const answer: PasteView = {
      pasteId: null,
      filled: [],
      refused: [],
      candidates: [],
      file: null,
      delivery: this.#merchant.view(delivery),
    };
    if (found.length === 0) {
      answer.refused.push({ slot: meant, problem: nothingFound(text, meant), reason: null });
      return answer;
    }
    const used = new Set<Found>();
    const slots =
      meant === null
        ? delivery.slots
        : delivery.slots.filter(({ at }) => same(at, meant) || fits(at, delivery, found).length === 1);
    for (const slot of slots) {
      const fitting = found.filter((key) => takes(slot, key));
      const [only] = fitting;
      if (only === undefined) continue;
      if (fitting.length > 1) {
        fitting.forEach((key) => used.add(key));
        answer.refused.push({
          slot: slot.at,
          problem: problem({ code: "several", count: fitting.length }, "error", { kind: "pick_one" }),
          reason: null,
        });
        continue;
      }
      used.add(only);
      const refused = this.#refusal(delivery, slot, only);
      if (refused) answer.refused.push(refused);
      else {
        const before = slot.key;
        const isSame = before?.value === only.value;
        this.#put(
          delivery,
          slot,
          only,
          repairs.length > 0 ? [problem({ code: "repaired", repairs }, "info", null)] : [],
        );
        answer.filled.push({
          slot: slot.at,
          replaced: before === null || isSame ? null : maskOf(before).mask,
          same: isSame,
        });
      }
    }
    if (answer.filled.length === 0 && answer.refused.length === 0)
      answer.refused.push(this.#misfit(delivery, meant, found));
    const left = found.filter(
      (key) => !used.has(key) || answer.refused.some(({ problem: { code } }) => code === "several"),
    );
    answer.candidates = left.map((key) =>
      candidate(
        key,
        found.indexOf(key),
        delivery.slots.filter((slot) => takes(slot, key)).map(({ at }) => at),
      ),
    );
    if (answer.candidates.length > 0) {
      answer.pasteId = this.#id();
      this.#pending = { id: answer.pasteId, deliveryId, found };
    }
    answer.delivery = this.#merchant.view(delivery);
    return answer;
  }

  use(pasteId: string, number: number, at: SlotRef): PasteView {
    const found = this.#pending?.id === pasteId ? this.#pending.found[number] : undefined;
    if (found === undefined || this.#pending === null) throw { code: "pasteGone" } satisfies AppError;
    const delivery = this.#merchant.delivery(this.#pending.deliveryId);
    const slot = slotAt(delivery, at);
    const replaced = slot.key === null ? null : maskOf(slot.key).mask;
    this.#put(delivery, slot, found, []);
    this.#pending = null;
    return {
      pasteId: null,
      filled: [{ slot: at, replaced, same: false }],
      refused: [],
      candidates: [],
      file: null,
      delivery: this.#merchant.view(delivery),
    };
  }

  remove(deliveryId: string, at: SlotRef): DeliveryView {
    const delivery = this.#merchant.delivery(deliveryId);
    const slot = slotAt(delivery, at);
    slot.before = slot.key;
    slot.key = null;
    delivery.check = null;
    return this.#merchant.view(delivery);
  }

  undo(deliveryId: string, at: SlotRef): { mask: string | null; delivery: DeliveryView } {
    const delivery = this.#merchant.delivery(deliveryId);
    const slot = slotAt(delivery, at);
    if (slot.before === undefined) throw { code: "nothingToUndo" } satisfies AppError;
    slot.key = slot.before;
    delete slot.before;
    return { mask: slot.key === null ? null : maskOf(slot.key).mask, delivery: this.#merchant.view(delivery) };
  }

  #put(delivery: Delivery, slot: Slot, found: Found, notes: ProblemView[]): void {
    const problems = [...notes];
    if (isUnusual(found)) problems.unshift(problem({ code: "unexpected_shape" }, "warning", null));
    if (found.kind === "secret" && delivery.restricted === "recommended") {
      problems.unshift(problem({ code: "full_access" }, "warning", { kind: "create_restricted_key", slot: slot.at }));
    }
    const key: Stored = {
      ...found,
      id: this.#id(),
      storage: this.#world.sessionOnly ? "session_only" : this.#world.keychain === "ready" ? "saved" : "waiting",
      addedAt: this.#now().toISOString(),
      problems,
      verdict: null,
    };
    if (slot.key?.value !== found.value) slot.before = slot.key;
    slot.key = key;
    delivery.check = null;
    delivery.changedAt = key.addedAt;
  }

  #refusal(delivery: Delivery, slot: Slot, found: Found): RefusedView | null {
    if (isShort(found)) {
      const characters = found.value.length - prefixOf(found.kind, found.mode ?? slot.at.mode).length;
      return {
        slot: slot.at,
        problem: problem({ code: "truncated", found: found.kind, characters }, "error", {
          kind: "open_stripe",
          slot: slot.at,
        }),
        reason: null,
      };
    }
    const double = delivery.slots.find(
      (other) => other !== slot && other.at.mode === slot.at.mode && other.key?.value === found.value,
    );
    if (double === undefined) return null;
    return {
      slot: slot.at,
      problem: problem({ code: "duplicate", slot: double.at }, "error", { kind: "show_slot", slot: double.at }),
      reason: null,
    };
  }

  /** Why the first key that was found fits nowhere, or not where it was meant for. */
  #misfit(delivery: Delivery, meant: SlotRef | null, found: Found[]): RefusedView {
    const [first] = found as [Found];
    const home = delivery.slots.find((slot) => takes(slot, first));
    const sameKind = delivery.slots.find((slot) => slot.accepts.includes(first.kind));
    const at = meant ?? sameKind?.at ?? null;
    const slot = at === null ? undefined : slotAt(delivery, at);
    const fix = home
      ? ({ kind: "move_to", candidate: 0, slot: home.at } as const)
      : at
        ? ({ kind: "open_stripe", slot: at } as const)
        : null;
    if (slot?.accepts.includes(first.kind) && first.mode !== null && first.mode !== slot.at.mode) {
      return {
        slot: at,
        problem: problem({ code: "wrong_mode", found: first.mode, wanted: slot.at.mode }, "error", fix),
        reason: null,
      };
    }
    const wanted = slot?.accepts ?? delivery.slots.flatMap(({ accepts }) => accepts);
    return {
      slot: at,
      problem: problem({ code: "wrong_kind", found: first.kind, wanted }, "error", fix ?? { kind: "paste_again" }),
      reason: REASONS[delivery.preset ?? ""]?.[first.kind] ?? null,
    };
  }
}

/** What integrators say of kinds that they don't take: one as an example. */
const REASONS: Record<string, Partial<Record<KeyKind, string>>> = {
  jelou: {
    publishable: "The publishable key isn't used there: Brain Studio needs the secret key (**sk_**).",
  },
};

function same(one: SlotRef, other: SlotRef): boolean {
  return one.mode === other.mode && one.slot === other.slot;
}

function takes(slot: Slot, { kind, mode }: Found): boolean {
  return slot.accepts.includes(kind) && (mode === null || mode === slot.at.mode);
}

function fits(at: SlotRef, delivery: Delivery, found: Found[]): Found[] {
  const slot = slotAt(delivery, at);
  return slot.key === null ? found.filter((key) => takes(slot, key)) : [];
}

function slotAt(delivery: Delivery, at: SlotRef): Slot {
  const slot = delivery.slots.find((other) => same(other.at, at));
  if (slot === undefined) throw { code: "gone" } satisfies AppError;
  return slot;
}
