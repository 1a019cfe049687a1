// The receiving side of the stand-in.

import type {
  AppError,
  CheckView,
  InboxItemView,
  InboxRowView,
  InboxState,
  InboxView,
  KeyKind,
  ListInboxRequest,
  Mode,
  NoteView,
  OpeningCode,
  RequestDraft,
  RequestPreviewView,
  SlotRef,
} from "..";
import { madeUp, maskOf, type Found } from "./keys";
import { wouldConfirm } from "./confirming";
import { ACCOUNT, verdictOf, view as verdictView } from "./stripe";
import { daysFrom, questions, whoIs, type World } from "./world";

type Sample = {
  company: string;
  ticket: string | null;
  mode: Mode;
  endings: Partial<Record<"publishable" | "secret", string>>;
  arrivedAt: string;
  state?: InboxState["kind"];
  replaces?: boolean;
  notes?: NoteView[];
};

export class DeskSide {
  readonly #world: World;
  readonly #now: () => Date;
  readonly #id: () => string;
  /** What rows were before they were set aside. */
  readonly #before = new Map<string, InboxState>();

  constructor(world: World, now: () => Date, id: () => string) {
    this.#world = world;
    this.#now = now;
    this.#id = id;
  }

  item(itemId: string): InboxItemView {
    const held = this.#world.inbox.get(itemId);
    if (held === undefined) throw { code: "gone" } satisfies AppError;
    held.item.wouldConfirm = wouldConfirm(held.item);
    return held.item;
  }

  value(itemId: string, slot: SlotRef): string {
    const value = this.#world.inbox.get(itemId)?.values.get(`${slot.mode}/${slot.slot}`);
    if (value === undefined) throw { code: "gone" } satisfies AppError;
    return value;
  }

  rows({ list, search, sort, descending }: ListInboxRequest): InboxView {
    const items = [...this.#world.inbox.values()].map(({ item }) => item);
    const waits = ({ row }: InboxItemView) => !["confirmed", "rejected", "set_aside"].includes(row.state.kind);
    const text = (row: InboxRowView) =>
      ({
        company: row.company ?? row.fileName ?? "",
        ticket: row.ticket ?? "",
        state: row.state.kind,
        since: row.since,
        arrived: row.arrivedAt,
      })[sort].toLowerCase();
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = items
      .filter((item) => list === "all" || waits(item))
      .filter((item) => {
        const text = [
          item.row.company,
          item.row.fileName,
          item.row.ticket,
          ...item.accounts.map(({ account }) => account.id),
          ...item.keys.map(({ ending }) => ending),
        ]
          .join(" ")
          .toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .map(({ row }) => row)
      .sort((one, other) => text(one).localeCompare(text(other)) * (descending ? -1 : 1));
    return {
      itemIds: rows.map(({ itemId }) => itemId),
      rows: rows.slice(0, 100),
      toDo: items.filter(waits).length,
      all: items.length,
    };
  }

  /** Puts a locked file into the inbox. */
  add(sample: Sample, fileName: string | null): InboxItemView {
    const itemId = this.#id();
    const values = new Map<string, string>();
    const keys = (Object.entries(sample.endings) as ["publishable" | "secret", string][]).map(([kind, ending]) => {
      const value = madeUp(kind, sample.mode, ending);
      values.set(`${sample.mode}/${kind}`, value);
      const found: Found = { value, kind, mode: sample.mode };
      const slot: SlotRef = { mode: sample.mode, slot: kind };
      return {
        slot,
        kind: kind as KeyKind,
        ...maskOf(found),
        senderCheck: verdictView(
          { code: kind === "publishable" ? "publishable_ok" : "works" },
          slot,
          daysFrom(new Date(sample.arrivedAt), -0.02),
        ),
        ourCheck: null,
        copiedAt: null,
      };
    });
    const wanted = ["publishable", "secret"] as const;
    const missing = wanted.filter((kind) => sample.endings[kind] === undefined);
    const state = sample.state ?? (missing[0] ? "key_missing" : "check");
    const row: InboxRowView = {
      itemId,
      company: sample.company,
      fileName,
      ticket: sample.ticket,
      keys: [{ mode: sample.mode, count: keys.length }],
      replaces: sample.replaces ?? false,
      state:
        state === "key_missing"
          ? { kind: "key_missing", missing: missing[0] ?? "secret" }
          : ({ kind: state } as InboxState),
      arrivedAt: sample.arrivedAt,
      since: sample.arrivedAt,
    };
    const item: InboxItemView = {
      row,
      sender: { company: sample.company, contact: "Sam Taylor, 0400 000 000", state: "known" },
      answersRequest: { requestId: "own-1", createdAt: daysFrom(this.#now(), -9), ticket: sample.ticket },
      notes: sample.notes ?? [],
      accounts: [{ mode: sample.mode, account: { ...ACCOUNT, name: `${sample.company} Pty Ltd` }, keys: "same" }],
      keys,
      missing: missing.map((slot) => ({ mode: sample.mode, slot })),
      answers: [
        { label: "Which site is it for?", text: "12 Beach Road, Newport" },
        { label: "What should we connect?", text: "Payment terminals, Monthly passes" },
      ],
      note: null,
      ourCheck: null,
      installedAt: state === "confirm" || state === "confirmed" ? sample.arrivedAt : null,
      fileKept: true,
      deletedOn: null,
      needsWords: false,
      wouldConfirm: [],
      confirmation: null,
      mailTo: "sam@example.com",
    };
    if (state === "install" || state === "confirm" || state === "confirmed")
      for (const key of item.keys) key.ourCheck = key.senderCheck;
    this.#world.inbox.set(itemId, { item, values });
    return item;
  }

  /** Puts a text into the inbox, as whatever it is. */
  take(text: string, fileName: string | null) {
    const spoken = text.includes("AGE ENCRYPTED") && text.includes("spoken:");
    const company = text.includes("BEGIN AGE ENCRYPTED FILE") ? text.split("sample:")[1]?.split("\n")[0] : undefined;
    const at = this.#now().toISOString();
    const item = company
      ? this.add(
          { company, ticket: null, mode: "live", endings: { publishable: "n3wP", secret: "n3wS" }, arrivedAt: at },
          fileName,
        )
      : this.addBroken(
          spoken ? "needs_passphrase" : text.includes("AGE ENCRYPTED") ? "armor_damaged" : "not_a_bundle",
          fileName,
          at,
        );
    return { itemId: item.row.itemId, fileName, outcome: company ? ("opened" as const) : ("not_opened" as const) };
  }

  /** Puts a file that can't be opened into the inbox. */
  addBroken(cause: OpeningCode, fileName: string | null, arrivedAt: string): InboxItemView {
    const itemId = this.#id();
    const item: InboxItemView = {
      row: {
        itemId,
        company: null,
        fileName,
        ticket: null,
        keys: [],
        replaces: false,
        state: { kind: "not_opened", cause },
        arrivedAt,
        since: arrivedAt,
      },
      sender: null,
      answersRequest: null,
      notes: [],
      accounts: [],
      keys: [],
      missing: [],
      answers: [],
      note: null,
      ourCheck: null,
      installedAt: null,
      fileKept: true,
      deletedOn: null,
      needsWords: false,
      wouldConfirm: [],
      confirmation: null,
      mailTo: null,
    };
    this.#world.inbox.set(itemId, { item, values: new Map() });
    return item;
  }

  startCheck(item: InboxItemView): InboxItemView {
    for (const key of item.keys) key.ourCheck = null;
    item.ourCheck = { ...this.#check(item), checkId: this.#id(), state: "running" };
    return structuredClone(item);
  }

  advanceCheck(item: InboxItemView): CheckView | null {
    const check = item.ourCheck;
    if (check?.state !== "running") return null;
    const next = item.keys.find((key) => key.ourCheck === null);
    if (next) {
      const found: Found = { value: this.value(item.row.itemId, next.slot), kind: next.kind, mode: next.slot.mode };
      next.ourCheck = verdictOf(found, next.slot, this.#now().toISOString());
    }
    const more = item.keys.some((key) => key.ourCheck === null);
    item.ourCheck = {
      ...this.#check(item),
      checkId: check.checkId,
      state: more ? "running" : "done",
      finishedAt: more ? null : this.#now().toISOString(),
    };
    if (!more)
      item.row.state = item.keys.some((key) => key.ourCheck?.weight === "stops")
        ? { kind: "key_fails" }
        : { kind: "install" };
    return item.ourCheck;
  }

  cancelCheck(item: InboxItemView): CheckView {
    item.ourCheck = {
      ...this.#check(item),
      checkId: item.ourCheck?.checkId ?? null,
      state: "cancelled",
      finishedAt: this.#now().toISOString(),
    };
    return item.ourCheck;
  }

  setInstalled(item: InboxItemView, installed: boolean): InboxItemView {
    item.installedAt = installed ? this.#now().toISOString() : null;
    item.deletedOn = installed ? daysFrom(this.#now(), 30) : null;
    item.row.state = installed
      ? { kind: item.confirmation?.outcome === "works" ? "confirmed" : "confirm" }
      : { kind: item.keys.every((key) => key.ourCheck) ? "install" : "check" };
    return structuredClone(item);
  }

  setAside(item: InboxItemView, aside: boolean): InboxItemView {
    if (aside) this.#before.set(item.row.itemId, item.row.state);
    item.row.state = aside ? { kind: "set_aside" } : (this.#before.get(item.row.itemId) ?? { kind: "check" });
    return structuredClone(item);
  }

  /** Opens a file that is locked with spoken words. */
  openWithWords(itemId: string): InboxItemView {
    const { row } = this.item(itemId);
    const opened = this.add(
      {
        company: "Spoken Shop",
        ticket: row.ticket,
        mode: "live",
        endings: { secret: "sp0K" },
        arrivedAt: row.arrivedAt,
        state: "check",
      },
      row.fileName,
    );
    const held = this.#world.inbox.get(opened.row.itemId);
    this.#world.inbox.delete(opened.row.itemId);
    if (held) this.#world.inbox.set(itemId, held);
    opened.row.itemId = itemId;
    opened.sender = { company: "Spoken Shop", contact: null, state: "not_proven" };
    opened.answersRequest = null;
    opened.missing = [];
    return opened;
  }

  #check(item: InboxItemView): CheckView {
    return {
      checkId: null,
      subjectId: item.row.itemId,
      state: "not_started",
      done: item.keys.filter((key) => key.ourCheck !== null).length,
      total: item.keys.length,
      finishedAt: null,
      modes: [],
      blocks: [],
    };
  }

  /** What a merchant will see of a draft. */
  preview(draft: RequestDraft): RequestPreviewView {
    const { desk } = this.#world;
    if (draft.scope.kind === "one" && /(?:[psr]k)_(?:test|live)_\w{8,}/.test(draft.scope.ticket ?? "")) {
      throw { code: "secretInText", field: { name: "ticket" } } satisfies AppError;
    }
    const preset = draft.preset !== null;
    const slots = preset
      ? draft.modes.flatMap((mode) =>
          (["publishable", "secret"] as const).map((kind) => ({ mode, kind, required: true, purpose: null })),
        )
      : draft.slots;
    return {
      requestId: "draft",
      who: { ...whoIs(), name: desk?.name ?? "", domain: desk?.domain ?? "", phone: null },
      scope: draft.scope,
      createdAt: this.#now().toISOString(),
      expiresAt: draft.expiresInDays === null ? null : daysFrom(this.#now(), draft.expiresInDays),
      expired: false,
      slots: slots.map(({ mode, kind, required, purpose }) => ({
        at: { mode, slot: kind },
        accepts: [kind],
        required,
        purpose,
      })),
      restricted: preset ? "refused" : draft.restricted,
      questions: preset ? questions().map(({ label, kind, required }) => ({ label, kind, required })) : [],
      deliverTo: desk?.email ?? null,
      businesses: [],
      deliveryIds: [],
      waitingDeliveries: [],
    };
  }
}
