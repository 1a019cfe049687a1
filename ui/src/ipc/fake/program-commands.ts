// The program as a whole, opening things, and who asks: the commands of the stand-in that neither side owns.

import type { AppError, AppStatusView, OpenedView } from "..";
import type { DeskSide } from "./desk";
import { baseName, type Handlers, type System } from "./system";
import { DIGITS, sampleRequest, WORD_LIST, WORDS } from "./world";

export function programCommands(system: System, desk: DeskSide) {
  function status(): AppStatusView {
    const { world } = system;
    return {
      version: "0.1.0",
      platform: world.platform,
      role: world.role,
      bothRolesUsed: world.rolesUsed.size === 2,
      keychain: world.keychain,
      sessionOnly: world.sessionOnly,
      settings: world.settings,
      desk: world.desk && { name: world.desk.name, backup: world.desk.backup },
      counts: {
        deliveries: world.deliveries.size,
        inboxToDo: desk.rows({ list: "to_do", search: "", sort: "arrived", descending: true }).toDo,
        requests: world.ownRequests.length,
      },
      fileWaiting: system.waiting !== null,
    };
  }

  function open(text: string, path: string | null): OpenedView {
    if (text.trim() === "") throw { code: "clipboardEmpty" } satisfies AppError;
    if (text.includes("BEGIN KEYCOURIER REQUEST")) {
      const preview = sampleRequest(system.now());
      const known = system.world.requests.get(preview.requestId) ?? preview;
      known.businesses = system.world.businesses;
      known.waitingDeliveries = [...system.world.deliveries.values()]
        .filter(({ preset, requestId }) => preset === "imagatec" && requestId === null)
        .map(({ id, business }) => ({ deliveryId: id, business }));
      system.world.requests.set(preview.requestId, known);
      return { kind: "request", preview: known };
    }
    if (text.includes("BEGIN AGE ENCRYPTED FILE")) {
      if (system.world.desk === null) throw { code: "notOpened", cause: "no_desk" } satisfies AppError;
      return { kind: "inbox_item", itemId: desk.take(text, path === null ? null : baseName(path)).itemId };
    }
    if (text.includes("BEGIN KEYCOURIER RECEIPT")) return confirmation(text);
    throw { code: "notOpened", cause: "not_a_bundle" } satisfies AppError;
  }

  /** A confirmation of what was sent last: `rejected` in it rejects the first key, `forged` is somebody else's. */
  function confirmation(text: string): OpenedView {
    if (text.includes("forged")) throw { code: "notOpened", cause: "confirmed_by_other" } satisfies AppError;
    const sent = [...system.world.deliveries.values()].find(({ bundle }) => bundle?.sentAt);
    if (sent === undefined) throw { code: "notOpened", cause: "confirms_unknown" } satisfies AppError;
    const turned = sent.confirmation?.outcome === "works";
    const rejected = text.includes("rejected");
    const outcome = rejected ? "rejected" : "works";
    sent.confirmation = {
      outcome,
      items: sent.slots.map(({ at, key }, index) => ({
        slot: at,
        kind: key?.kind ?? "secret",
        ending: key?.value.slice(-4) ?? null,
        outcome: rejected && index === 0 ? "rejected" : "works",
        reason: rejected && index === 0 ? "expired" : null,
      })),
      advice: rejected ? "Please send the new one." : null,
      madeAt: system.now().toISOString(),
      turned: turned && rejected,
    };
    system.emit({ kind: "delivery_changed", deliveryId: sent.id });
    return { kind: "confirmation", deliveryId: sent.id, integrator: sent.who.name, outcome };
  }

  function request(requestId: string) {
    const request = system.world.requests.get(requestId);
    if (request === undefined) throw { code: "gone" } satisfies AppError;
    return request;
  }

  /** Gives a request's sender, as known now, to its deliveries. */
  function share(requestId: string) {
    const { who } = request(requestId);
    for (const delivery of system.world.deliveries.values()) if (delivery.requestId === requestId) delivery.who = who;
    return who;
  }

  function tried(requestId: string, matched: boolean) {
    const { who } = request(requestId);
    if (matched) who.proof = { state: "proven", at: system.now().toISOString() };
    else if (who.proof.state === "not_proven") who.proof.wrongTries += 1;
    return { matched, who: share(requestId) };
  }

  return {
    get_app_status: () => status(),
    choose_role: ({ role }) => {
      system.world.role = role;
      system.world.rolesUsed.add(role);
      return status();
    },
    retry_keychain: () => {
      if (system.world.keychain === "ready") system.world.sessionOnly = false;
      return status();
    },
    use_session_only: () => {
      system.world.sessionOnly = true;
      return status();
    },
    save_settings: ({ operationId: _, ...wanted }) => {
      system.world.settings = { ...system.world.settings, ...wanted };
      return system.world.settings;
    },
    show_data_folder: () => null,
    copy_text: ({ text }) => {
      system.refuseSecret(text, { name: "text" });
      system.clipboard = text;
      return null;
    },

    open_clipboard: async () => open(await system.readClipboard(), null),
    open_path: ({ path }) => open(system.read(path), path),
    open_dialog: () => {
      const [first] = system.files;
      return first === undefined ? { kind: "nothing" } : open(first[1], first[0]);
    },
    open_waiting_file: () => {
      const path = system.waiting;
      system.waiting = null;
      return path === null ? { kind: "nothing" } : open(system.read(path), path);
    },

    get_request: ({ requestId }) => request(requestId),
    list_words: () => WORD_LIST,
    try_words: ({ requestId, words }) => tried(requestId, words.join(" ").toLowerCase() === WORDS.join(" ")),
    try_digits: ({ requestId, digits }) => tried(requestId, digits.replace(/\D/g, "") === DIGITS.replace(/\D/g, "")),
    postpone_words: ({ requestId }) => {
      const { who } = request(requestId);
      if (who.proof.state === "not_proven") who.proof.postponed = true;
      return share(requestId);
    },
  } satisfies Partial<Handlers>;
}
