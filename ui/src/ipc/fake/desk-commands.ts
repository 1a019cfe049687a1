// The commands of the receiving side of the stand-in.

import type { AppError } from "..";
import type { DeskSide } from "./desk";
import { baseName, type Handlers, type System } from "./system";
import { DIGITS, REQUEST_TEXT, WORDS } from "./world";

export function deskCommands(system: System, desk: DeskSide) {
  function theDesk() {
    if (system.world.desk === null) throw { code: "noDesk" } satisfies AppError;
    return system.world.desk;
  }

  function copyOut(itemId: string, slots: { mode: "test" | "live"; slot: string }[]) {
    system.clipboard = slots.map((slot) => desk.value(itemId, slot)).join("\n");
    for (const key of desk.item(itemId).keys) {
      if (slots.some(({ mode, slot }) => mode === key.slot.mode && slot === key.slot.slot))
        key.copiedAt = system.now().toISOString();
    }
    return { clearsInSeconds: system.world.settings.clearClipboardSeconds };
  }

  return {
    get_desk: () => system.world.desk,
    set_up_desk: ({ operationId: _, ...given }) => {
      if (system.world.desk) throw { code: "deskExists" } satisfies AppError;
      if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(given.domain)) {
        throw { code: "badText", field: { name: "desk_domain" }, fault: { kind: "wrong_form" } } satisfies AppError;
      }
      system.world.desk = {
        ...given,
        deskId: "desk-1",
        createdAt: system.now().toISOString(),
        backup: { state: "none" },
      };
      return system.world.desk;
    },
    change_desk_contact: ({ email, phone, hours }) => Object.assign(theDesk(), { email, phone, hours }),
    back_up_desk: () => {
      theDesk().backup = { state: "made", at: system.now().toISOString() };
      return { fileName: "Keycourier desk backup.age" };
    },
    postpone_backup: () => Object.assign(theDesk(), { backup: { state: "postponed", at: system.now().toISOString() } }),
    choose_backup: () => ({ fileName: "Imagatec_Keycourier_Backup.age" }),
    restore_desk: ({ passphrase }) => {
      if (passphrase === "wrong") throw { code: "notOpened", cause: "wrong_passphrase" } satisfies AppError;
      system.world.desk = {
        deskId: "desk-1",
        name: "Imagatec Helpdesk",
        domain: "imagatec.com.au",
        email: null,
        phone: null,
        hours: null,
        createdAt: system.now().toISOString(),
        backup: { state: "made", at: system.now().toISOString() },
      };
      return system.world.desk;
    },
    get_desk_words: () => ({ words: [...WORDS], digits: DIGITS }),

    list_request_presets: () =>
      theDesk().domain === "imagatec.com.au"
        ? [{ preset: "imagatec", name: "Imagatec", modes: ["live"], oneMode: false }]
        : [],
    preview_request: ({ draft }) => desk.preview(draft),
    make_request: ({ draft }) => {
      const preview = desk.preview(draft);
      const made = {
        requestId: system.id(),
        scope: draft.scope,
        presetName: draft.preset === null ? null : "Imagatec",
        modes: [...new Set(preview.slots.map(({ at }) => at.mode))],
        slots: preview.slots.length,
        createdAt: preview.createdAt,
        expiresAt: preview.expiresAt,
        state: "open" as const,
        answers: 0,
        fileName: `${theDesk().name.replace(/\W/g, "")}.keyrequest`,
      };
      system.world.ownRequests.unshift(made);
      return made;
    },
    list_requests: () => system.world.ownRequests,
    save_request: ({ requestId }) => ({
      fileName: system.world.ownRequests.find((own) => own.requestId === requestId)?.fileName ?? null,
    }),
    copy_request: () => {
      system.clipboard = REQUEST_TEXT;
      return null;
    },

    withdraw_request: ({ requestId }) => {
      const own = system.world.ownRequests.find((own) => own.requestId === requestId);
      if (own === undefined) throw { code: "gone" } satisfies AppError;
      own.state = "withdrawn";
      return own;
    },
    write_invitation: ({ body }) => {
      system.refuseSecret(body, { name: "mail" });
      system.clipboard = REQUEST_TEXT;
      return { opened: true, fileOnClipboard: true };
    },
    copy_invitation: ({ body }) => {
      system.clipboard = `${body}\n\n${REQUEST_TEXT}`;
      return null;
    },

    list_inbox: (request) => desk.rows(request),
    get_inbox_rows: ({ itemIds }) => itemIds.map((itemId) => desk.item(itemId).row),
    add_inbox_files: ({ paths }) => ({
      items: paths.map((path) =>
        system.files.has(path)
          ? desk.take(system.read(path), baseName(path))
          : { itemId: null, fileName: baseName(path), outcome: "not_read" as const },
      ),
      leftOut: 0,
    }),
    pick_inbox_files: () => ({
      items: [...system.files].map(([path, text]) => desk.take(text, baseName(path))),
      leftOut: 0,
    }),
    stop_inbox_work: () => null,
    paste_inbox_text: async () => {
      const text = await system.readClipboard();
      if (text.trim() === "") throw { code: "clipboardEmpty" } satisfies AppError;
      return { items: [desk.take(text, null)], leftOut: 0 };
    },
    get_inbox_item: ({ itemId }) => desk.item(itemId),
    check_inbox_item: ({ itemId }) => {
      const item = desk.item(itemId);
      const answer = desk.startCheck(item);
      system.later(() => {
        const check = desk.advanceCheck(item);
        if (check) system.emit({ kind: "check_progress", check });
        return check?.state === "running";
      });
      return answer;
    },
    copy_inbox_key: ({ itemId, slot }) => copyOut(itemId, [slot]),
    copy_inbox_keys: ({ itemId, mode }) =>
      copyOut(
        itemId,
        desk
          .item(itemId)
          .keys.map(({ slot }) => slot)
          .filter((slot) => slot.mode === mode),
      ),
    mark_installed: ({ itemId }) => desk.setInstalled(desk.item(itemId), true),
    undo_installed: ({ itemId }) => desk.setInstalled(desk.item(itemId), false),
    set_aside: ({ itemId }) => desk.setAside(desk.item(itemId), true),
    take_up_again: ({ itemId }) => desk.setAside(desk.item(itemId), false),
    open_with_words: ({ itemId, words }) => {
      if (words !== WORDS.join(" ")) {
        desk.item(itemId).row.state = { kind: "not_opened", cause: "wrong_words" };
        throw { code: "notOpened", cause: "wrong_words" } satisfies AppError;
      }
      return desk.openWithWords(itemId);
    },
    set_inbox_ticket: ({ itemId, ticket }) => {
      system.refuseSecret(ticket ?? "", { name: "ticket" });
      const item = desk.item(itemId);
      item.row.ticket = ticket;
      return item;
    },
  } satisfies Partial<Handlers>;
}
