// The Collect step: pastes and what came of them. No key is ever held here, but for what a person is typing.

import { rowName, sameSlot, slotId } from "~/problems";
import type { CandidateView, Fix, KeyFileView, PasteView, RefusedView, SlotRef, SlotView, StripePage } from "~/ipc";
import type { OpenDelivery } from "./delivery.svelte";

export class Collecting {
  readonly #delivery: OpenDelivery;
  /** What the last paste was refused for, and where. */
  refused = $state.raw<readonly RefusedView[]>([]);
  /** What the last paste held that is in no row. */
  candidates = $state.raw<readonly CandidateView[]>([]);
  /** The file that keys were taken from, until the person said what becomes of it. */
  keyFile = $state.raw<KeyFileView | null>(null);
  /** The row that the person looks at; the first one that is empty when they look at none. */
  #looked = $state<string | null>(null);
  #pasteId: string | null = null;
  readonly #settled: () => void;

  /** `settled` is called when a paste has been answered and is shown. */
  constructor(delivery: OpenDelivery, settled: () => void) {
    this.#delivery = delivery;
    this.#settled = settled;
  }

  /** The row that has the guide beside it. */
  readonly focus: SlotView | undefined = $derived.by(() => {
    const { rows } = this.#delivery;
    return (
      rows.find(({ at }) => slotId(at) === this.#looked) ??
      rows.find((row) => this.refusedAt(row) !== undefined) ??
      rows.find((row) => this.wants(row) && row.required) ??
      rows.find((row) => this.wants(row)) ??
      rows[0]
    );
  });

  /** Whether a row wants a key: it has none, or what it has can't be used, or the last paste for it was refused. */
  wants(row: SlotView): boolean {
    const lost = row.key === null || row.key.storage === "not_here" || row.key.storage === "damaged";
    return lost || row.verdict?.weight === "stops" || this.refusedAt(row) !== undefined;
  }

  /** Whether a required row wants a key, on any tab. */
  readonly anyWants: boolean = $derived.by(() => this.#delivery.slots.some((row) => row.required && this.wants(row)));

  look(row: SlotView): void {
    this.#looked = slotId(row.at);
  }

  /** What the last paste was refused for in this row. */
  refusedAt(row: SlotView): RefusedView | undefined {
    return this.refused.find(({ slot }) => slot !== null && sameSlot(slot, row.at));
  }

  /** What the last paste was refused for, where no row is known or its row is on the other tab. */
  readonly refusedElsewhere: readonly RefusedView[] = $derived(
    this.refused.filter(({ slot }) => slot === null || slot.mode !== this.#delivery.mode),
  );

  /** Keys of the last paste from which the person has to pick for this row. */
  choicesFor(row: SlotView): readonly CandidateView[] {
    if (this.refusedAt(row)?.problem.code !== "several") return [];
    return this.candidates.filter(({ fits }) => fits.some((slot) => sameSlot(slot, row.at)));
  }

  /** Keys of the last paste that nothing asked for. */
  readonly leftOver: readonly CandidateView[] = $derived(this.candidates.filter(({ fits }) => fits.length === 0));

  /** Has the program take what is on the clipboard. */
  paste(row: SlotRef | null): Promise<void> {
    const { app, id, mode } = this.#delivery;
    return this.#take(row, () => app.ipc.change("paste_key", { deliveryId: id, slot: row, mode }));
  }

  /** Hands on what was typed or dropped as text. */
  typed(row: SlotRef, value: string): Promise<void> {
    const { app, id, mode } = this.#delivery;
    return this.#take(row, () => app.ipc.change("typed_key", { deliveryId: id, slot: row, mode, value }));
  }

  /** Has the program read a dropped file. */
  file(path: string, row: SlotRef | null): Promise<void> {
    const { app, id, mode } = this.#delivery;
    return this.#take(row, () => app.ipc.change("read_key_file", { deliveryId: id, slot: row, mode, path }));
  }

  /** Lets the person choose a file, and has the program read it. */
  chooseFile(row: SlotRef | null): Promise<void> {
    const { app, id, mode, doing } = this.#delivery;
    return doing.run("paste", async () => {
      const paste = await app.ipc.change("choose_key_file", { deliveryId: id, slot: row, mode });
      if (paste === null) return;
      this.#took(paste, row);
      this.#settled();
    });
  }

  /** Deletes the file that keys were taken from. */
  deleteFile(file: KeyFileView): Promise<void> {
    const { app, doing } = this.#delivery;
    return doing.run("delete file", async () => {
      await app.ipc.change("delete_key_file", { fileId: file.fileId });
      this.keyFile = null;
      app.tell(app.t.keyFile.deleted(file.name));
    });
  }

  use(candidate: number, slot: SlotRef): Promise<void> {
    const pasteId = this.#pasteId ?? "";
    return this.#take(slot, () => this.#delivery.app.ipc.change("use_candidate", { pasteId, candidate, slot }));
  }

  remove(row: SlotView): Promise<void> {
    const { app, id, doing, slots } = this.#delivery;
    return doing.run("remove", async () => {
      this.#delivery.view = await app.ipc.change("remove_key", { deliveryId: id, slot: row.at });
      this.#forget(row.at);
      this.#looked = slotId(row.at);
      app.tell(app.t.collect.removed(rowName(slots, row.at, app.t)), () => void this.undo(row.at));
    });
  }

  undo(slot: SlotRef): Promise<void> {
    const { app, id, doing } = this.#delivery;
    return doing.run("undo", async () => {
      const { delivery } = await app.ipc.change("undo_key_change", { deliveryId: id, slot });
      this.#delivery.view = delivery;
      this.#forget(slot);
      app.tell(app.t.collect.undone);
    });
  }

  openStripe(slot: SlotRef, page: StripePage): Promise<void> {
    const { app, id, doing } = this.#delivery;
    return doing.run("stripe", async () => {
      await app.ipc.change("open_stripe_page", { deliveryId: id, slot, page });
    });
  }

  /** Does the one thing that fixes a problem of a row. */
  async fix(fix: Fix, row: SlotRef | null): Promise<void> {
    switch (fix.kind) {
      case "paste_again":
        return this.paste(row);
      case "open_stripe":
      case "create_key":
        return this.openStripe(fix.slot, "keys");
      case "create_restricted_key":
        return this.openStripe(fix.slot, "create_restricted_key");
      case "move_to":
      case "use_repaired":
        return this.use(fix.candidate, fix.slot);
      case "show_slot":
        this.#delivery.choose(fix.slot.mode);
        this.#looked = slotId(fix.slot);
        return;
      case "open_delivery":
        this.#delivery.app.go({ at: "delivery", deliveryId: fix.deliveryId, step: "collect" });
        return;
      case "pick_one":
        // The keys to pick from stand below the sentence.
        return;
    }
  }

  #take(row: SlotRef | null, work: () => Promise<PasteView>): Promise<void> {
    return this.#delivery.doing.run("paste", async () => {
      this.#took(await work(), row);
      this.#settled();
    });
  }

  #took(paste: PasteView, meant: SlotRef | null): void {
    const { app } = this.#delivery;
    this.#delivery.view = paste.delivery;
    this.#pasteId = paste.pasteId;
    // What has no row of its own is said where the person is looking, if that row wants a key.
    const here = this.focus !== undefined && this.wants(this.focus) ? this.focus.at : null;
    this.refused = paste.refused.map((refused) => (refused.slot === null ? { ...refused, slot: here } : refused));
    this.candidates = paste.candidates;
    this.keyFile = paste.file ?? this.keyFile;
    const { slots } = this.#delivery;
    const names = paste.filled.map(({ slot }) => rowName(slots, slot, app.t));
    const [first] = paste.filled;
    app.dismiss();
    if (first !== undefined && paste.filled.length === 1) {
      const [name = ""] = names;
      if (first.same) app.tell(app.t.collect.same(name));
      else if (first.replaced !== null) app.tell(app.t.collect.replacedNotice(name), () => void this.undo(first.slot));
      else app.tell(app.t.collect.filled(name));
    } else if (names.length > 1) app.tell(app.t.collect.filledSeveral(app.formats.list(names)));

    // Shows the tab where something happened, and then the row that is next.
    const happened = paste.refused.find(({ slot }) => slot !== null)?.slot ?? first?.slot;
    if (happened && !this.#touches(paste, this.#delivery.mode)) this.#delivery.choose(happened.mode);
    const refusedHere = paste.refused.some(({ slot }) => slot !== null && meant !== null && sameSlot(slot, meant));
    this.#looked = refusedHere && meant !== null ? slotId(meant) : null;
  }

  #touches(paste: PasteView, mode: SlotRef["mode"]): boolean {
    return [...paste.filled, ...paste.refused].some(({ slot }) => slot === null || slot.mode === mode);
  }

  #forget(slot: SlotRef): void {
    this.refused = this.refused.filter((refused) => refused.slot === null || !sameSlot(refused.slot, slot));
  }
}
