// Confirmations of the stand-in, handing on, and one act on many rows.

import type { AppError, ConfirmationItemView, HandOnForm, InboxItemView, ManyView, RejectReason, SkipReason } from "..";
import type { DeskSide } from "./desk";
import type { Handlers, System } from "./system";

const REASONS: Partial<Record<string, RejectReason>> = {
  unknown_to_stripe: "unknown_to_stripe",
  expired: "expired",
  wrong_mode: "wrong_mode",
  other_account: "other_account",
};

/** What a confirmation would say now, by our own check. */
export function wouldConfirm(item: InboxItemView): ConfirmationItemView[] {
  const said = item.keys.map(({ slot, kind, ending, ourCheck }): ConfirmationItemView => {
    const reason = (ourCheck && REASONS[ourCheck.code]) ?? null;
    const works = ourCheck?.weight === "good" || ourCheck?.code === "works_but_lacks";
    return { slot, kind, ending, outcome: reason ? "rejected" : works ? "works" : "received", reason };
  });
  const missing = item.missing.map((slot) => ({ slot, kind: null, ending: null }));
  return [...said, ...missing.map((one) => ({ ...one, outcome: "rejected" as const, reason: "key_missing" as const }))];
}

export function confirmingCommands(system: System, desk: DeskSide) {
  function confirm(item: InboxItemView, rejected: { slot: { mode: string; slot: string }; reason: RejectReason }[]) {
    const items = wouldConfirm(item)
      .map((one) => {
        const mine = rejected.find(({ slot }) => slot.mode === one.slot.mode && slot.slot === one.slot.slot);
        if (mine) return { ...one, outcome: "rejected" as const, reason: mine.reason };
        return one.outcome === "rejected" ? { ...one, outcome: "received" as const, reason: null } : one;
      })
      .filter((one) => one.kind !== null || one.outcome === "rejected");
    const outcome = items.some((one) => one.outcome === "rejected")
      ? "rejected"
      : items.every((one) => one.outcome === "works")
        ? "works"
        : "received";
    item.confirmation = { outcome, items, advice: null, madeAt: system.now().toISOString(), turned: false };
    if (outcome === "rejected") item.row.state = { kind: "rejected" };
    else if (outcome === "works" && item.installedAt !== null) item.row.state = { kind: "confirmed" };
    return item;
  }

  /** Each for itself; `why` says which are left out. */
  function each(
    itemIds: string[],
    why: (item: InboxItemView) => SkipReason | null,
    act: (item: InboxItemView) => void,
  ): ManyView {
    const came: ManyView = { done: [], skipped: [], failed: [] };
    for (const itemId of itemIds) {
      const item = desk.item(itemId);
      const reason = item.row.state.kind === "not_opened" ? "not_opened" : why(item);
      if (reason === null) {
        act(item);
        came.done.push(itemId);
      } else came.skipped.push({ itemId, name: item.row.company ?? item.row.fileName, why: reason });
    }
    return came;
  }

  const text = (itemIds: string[], form: HandOnForm, shown: (item: InboxItemView, at: number) => string) => {
    const fields = (itemId: string) => {
      const item = desk.item(itemId);
      return item.keys.map(
        ({ slot, kind }, at) =>
          [`${slot.mode}_${kind}_key`.replace("_secret_key", "_secret_key"), shown(item, at)] as const,
      );
    };
    if (form === "env") {
      return itemIds
        .flatMap(fields)
        .map(([name, value]) => `STRIPE_${name.toUpperCase()}=${value}\n`)
        .join("");
    }
    const objects = itemIds.map((itemId) => ({
      ...(form === "json" ? { company: desk.item(itemId).row.company } : {}),
      ...Object.fromEntries(fields(itemId)),
    }));
    return `${JSON.stringify(objects.length === 1 ? objects[0] : objects, null, 2)}\n`;
  };
  const fileName = (itemIds: string[], form: HandOnForm) => {
    const company = desk.item(itemIds[0] ?? "").row.company?.replace(/\W/g, "") ?? "Keys";
    return form === "env" ? `${company}.env` : form === "json" ? `${company}_Stripe.json` : `${company}_DevKit4AI.json`;
  };
  const body = "-----BEGIN KEYCOURIER RECEIPT-----\nc2FtcGxl\n-----END KEYCOURIER RECEIPT-----\n";

  function confirmed(itemId: string) {
    if (desk.item(itemId).confirmation === null) throw { code: "nothingToConfirm" } satisfies AppError;
  }

  return {
    make_confirmation: ({ itemId, rejected, advice }) => {
      system.refuseSecret(advice ?? "", { name: "advice" });
      const item = confirm(desk.item(itemId), rejected);
      if (item.confirmation) item.confirmation.advice = advice;
      return item;
    },
    write_confirmation: ({ itemId }) => {
      confirmed(itemId);
      return { opened: true, inside: true, fileOnClipboard: true };
    },
    copy_confirmation: ({ itemId, body: lines }) => {
      confirmed(itemId);
      system.clipboard = `${lines}\n\n${body}`;
      return null;
    },
    save_confirmation: ({ itemId }) => {
      confirmed(itemId);
      return { fileName: "Confirmation.keyreceipt" };
    },

    preview_hand_on: ({ itemIds, form }) => ({
      text: text(itemIds, form, (item, at) => item.keys[at]?.mask ?? ""),
      fileName: fileName(itemIds, form),
      keys: itemIds.reduce((sum, itemId) => sum + desk.item(itemId).keys.length, 0),
    }),
    save_hand_on: ({ itemIds, form }) => ({ fileName: fileName(itemIds, form) }),
    copy_hand_on: ({ itemIds, form }) => {
      system.clipboard = text(itemIds, form, (item, at) => {
        const slot = item.keys[at]?.slot;
        return slot ? desk.value(item.row.itemId, slot) : "";
      });
      return { clearsInSeconds: system.world.settings.clearClipboardSeconds };
    },

    check_inbox_items: ({ itemIds }) =>
      each(
        itemIds,
        () => null,
        (item) => {
          desk.startCheck(item);
          while (desk.advanceCheck(item)?.state === "running");
        },
      ),
    mark_many_installed: ({ itemIds }) =>
      each(
        itemIds,
        (item) => (item.row.state.kind === "suspicious" ? "suspicious" : item.installedAt !== null ? "already" : null),
        (item) => void desk.setInstalled(item, true),
      ),
    confirm_inbox_items: ({ itemIds }) =>
      each(
        itemIds,
        (item) => {
          if (item.row.state.kind === "confirmed") return "already";
          if (item.missing.length > 0) return "key_missing";
          return wouldConfirm(item).every(({ outcome }) => outcome === "works") ? null : "not_checked";
        },
        (item) => void confirm(item, []),
      ),
    set_many_aside: ({ itemIds }) => {
      const came: ManyView = { done: [], skipped: [], failed: [] };
      for (const itemId of itemIds) {
        desk.setAside(desk.item(itemId), true);
        came.done.push(itemId);
      }
      return came;
    },
  } satisfies Partial<Handlers>;
}
