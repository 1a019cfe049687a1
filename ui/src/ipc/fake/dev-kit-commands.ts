// Dev Kit for AI, as far as the stand-in goes: one project, one token.

import type { AppError, DevKitChangeView, DevKitTrouble, DevKitView, KeyKind } from "..";
import { find, maskOf } from "./keys";
import type { Merchant } from "./merchant";
import type { Handlers, System } from "./system";
import { modesOf, type Delivery } from "./world";

export const PROJECT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
/** The live key that is in the project before anything is sent. */
const OLD = "sk_live_...9xYz";
const KINDS: readonly KeyKind[] = ["secret", "publishable", "webhook_secret"];

export function devKitCommands(system: System, merchant: Merchant) {
  const tokens = new Map<string, "this_session" | "kept">();
  let updates = 0;

  function view(delivery: Delivery): DevKitView {
    if (delivery.way !== "update") throw { code: "gone" } satisfies AppError;
    return {
      project: delivery.unit,
      token: tokens.get(delivery.id) ?? "missing",
      steps: ["Open Dev Kit for AI in your browser, sign in, and open your project.", "Copy the **project id**."],
      webhooks:
        delivery.unit === null
          ? []
          : modesOf(delivery).map((mode) => ({
              mode,
              url: `https://api.devkit4ai.com/api/v1/payments/stripe/webhooks/${delivery.unit}/${mode}`,
            })),
    };
  }

  function take(deliveryId: string, keep: boolean, text: string): DevKitView {
    const field = { name: "token" } as const;
    if (find(text).found.length > 0) throw { code: "secretInText", field } satisfies AppError;
    if (!/^\S+$/.test(text.trim())) throw { code: "badText", field, fault: { kind: "wrong_form" } } satisfies AppError;
    tokens.set(deliveryId, keep ? "kept" : "this_session");
    return view(merchant.delivery(deliveryId));
  }

  function refuse(trouble: DevKitTrouble): never {
    throw { code: "devKit", trouble } satisfies AppError;
  }

  function changes(delivery: Delivery): DevKitChangeView[] {
    return (["test", "live"] as const).flatMap((mode) =>
      KINDS.map((kind): DevKitChangeView => {
        const key = delivery.slots.find(({ at, key }) => at.mode === mode && key?.kind === kind)?.key;
        const there = mode === "live" && kind === "secret";
        const field = { mode, kind };
        if (!key) return { field, lost: false, action: there ? { kind: "keep", old: OLD } : { kind: "nothing" } };
        const { mask } = maskOf(key);
        if (updates > 0) return { field, lost: false, action: { kind: "unchanged", new: mask } };
        if (!there) return { field, lost: false, action: { kind: "set", new: mask } };
        return { field, lost: true, action: { kind: "replace", old: OLD, oldEnding: OLD.slice(-4), new: mask } };
      }),
    );
  }

  return {
    get_dev_kit: ({ deliveryId }) => view(merchant.delivery(deliveryId)),
    paste_dev_kit_token: async ({ deliveryId, keep }) => take(deliveryId, keep, await system.readClipboard()),
    typed_dev_kit_token: ({ deliveryId, keep, value }) => take(deliveryId, keep, value),
    forget_dev_kit_token: ({ deliveryId }) => {
      tokens.delete(deliveryId);
      return view(merchant.delivery(deliveryId));
    },
    connect_dev_kit: ({ deliveryId, project }) => {
      const field = { name: "project" } as const;
      system.refuseSecret(project, field);
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(project.trim()))
        throw { code: "badText", field, fault: { kind: "wrong_form" } } satisfies AppError;
      if (!tokens.has(deliveryId)) refuse({ kind: "token_missing" });
      if (project.trim().toLowerCase() !== PROJECT) refuse({ kind: "no_such_project" });
      const delivery = merchant.delivery(deliveryId);
      delivery.unit = PROJECT;
      return view(delivery);
    },
    preview_dev_kit: ({ deliveryId }) => {
      const delivery = merchant.delivery(deliveryId);
      return {
        previewId: "preview-1",
        project: PROJECT,
        changes: changes(delivery),
        validity: modesOf(delivery).map((mode) => ({ mode, validity: "valid" as const })),
      };
    },
    update_dev_kit: ({ deliveryId }) => {
      const delivery = merchant.delivery(deliveryId);
      const sent = changes(delivery).filter(({ action }) => action.kind === "set" || action.kind === "replace");
      updates += 1;
      return {
        sent: sent.map(({ field }) => field),
        shown: sent.map(({ field, action }) => ({
          field,
          mask: action.kind === "set" || action.kind === "replace" ? action.new : "",
        })),
        looked: false,
        delivery: merchant.putThere(delivery, true),
      };
    },
  } satisfies Partial<Handlers>;
}
