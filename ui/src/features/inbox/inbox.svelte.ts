// The inbox: which rows there are, what is searched for, what is selected, and what comes in.

import { SvelteSet } from "svelte/reactivity";
import type { App } from "~/app.svelte";
import { Doing } from "~/doing.svelte";
import type { AddedOutcome, AddedView, InboxList, InboxRowView, InboxSort, InboxView, ManyView } from "~/ipc";

const OUTCOMES: readonly AddedOutcome[] = ["opened", "already_here", "not_opened", "not_read"];
/** Rows before and behind those in sight that are asked for along with them. */
const AROUND = 100;
/** After this long a person wants to see how far it is. */
const PATIENCE = 1000;

export type ManyAct = "check_inbox_items" | "mark_many_installed" | "confirm_inbox_items" | "set_many_aside";

export class OpenInbox {
  readonly #app: App;
  readonly doing = new Doing();
  view = $state.raw<Omit<InboxView, "rows"> | null>(null);
  list = $state<InboxList>("to_do");
  search = $state("");
  sort = $state<InboxSort>("arrived");
  descending = $state(true);
  /** Files or rows that are being dealt with, once that takes a while. */
  working = $state.raw<{ id: string; done: number; total: number } | null>(null);
  /** What came of the last act on many rows. */
  came = $state.raw<{ act: ManyAct; view: ManyView } | null>(null);
  readonly selected = new SvelteSet<string>();

  /** Rows that were asked for. What was in sight stays until it is asked for again, so that nothing flickers. */
  readonly #rows = new Map<string, InboxRowView>();
  /** Counts up with every change of the rows: ten thousand of them are not copied for each that comes. */
  #version = $state(0);
  #asked = new Set<string>();
  #newest = 0;
  #workingSince = 0;

  constructor(app: App) {
    this.#app = app;
  }

  readonly ids: readonly string[] = $derived(this.view?.itemIds ?? []);

  row(itemId: string): InboxRowView | undefined {
    void this.#version;
    return this.#rows.get(itemId);
  }

  /** Asks which rows there are. An answer that a newer question has overtaken is left out. */
  async load(): Promise<void> {
    const mine = ++this.#newest;
    const { list, sort, descending } = this;
    try {
      const { rows, ...view } = await this.#app.ipc.call("list_inbox", {
        list,
        search: this.search.trim(),
        sort,
        descending,
      });
      if (mine !== this.#newest) return;
      this.#asked = new Set(rows.map(({ itemId }) => itemId));
      this.#take(rows);
      this.view = view;
      const found = new Set(view.itemIds);
      for (const id of this.selected) if (!found.has(id)) this.selected.delete(id);
    } catch (thrown) {
      void this.doing.run("load", () => Promise.reject(thrown));
    }
  }

  /** Asks for rows that came into sight, and for those around them. */
  async want(from: number, to: number): Promise<void> {
    if (!this.ids.slice(from, to + 1).some((id) => !this.#asked.has(id))) return;
    const around = this.ids.slice(Math.max(0, from - AROUND), to + 1 + AROUND);
    const missing = around.filter((id) => !this.#asked.has(id));
    const mine = this.#newest;
    for (const id of missing) this.#asked.add(id);
    try {
      const rows = await this.#app.ipc.call("get_inbox_rows", { itemIds: missing });
      if (mine === this.#newest) this.#take(rows);
    } catch (thrown) {
      for (const id of missing) this.#asked.delete(id);
      void this.doing.run("load", () => Promise.reject(thrown));
    }
  }

  #take(rows: readonly InboxRowView[]): void {
    for (const row of rows) this.#rows.set(row.itemId, row);
    this.#version += 1;
  }

  show(list: InboxList): void {
    this.list = list;
    void this.load();
  }

  /** Sorts by a column; again, the other way round. Times begin with the newest, words with A. */
  sortBy(sort: InboxSort): void {
    this.descending = this.sort === sort ? !this.descending : sort === "since" || sort === "arrived";
    this.sort = sort;
    void this.load();
  }

  toggle(itemId: string, on: boolean): void {
    if (on) this.selected.add(itemId);
    else this.selected.delete(itemId);
  }

  /** Selects everything from one row to another. */
  selectRange(from: string, to: string): void {
    const [start, end] = [this.ids.indexOf(from), this.ids.indexOf(to)].sort((one, other) => one - other);
    if (start === undefined || end === undefined || start < 0) return;
    for (const id of this.ids.slice(start, end + 1)) this.selected.add(id);
  }

  selectAll(on: boolean): void {
    this.selected.clear();
    if (on) for (const id of this.ids) this.selected.add(id);
  }

  /** One act on all that are selected, in the order in which they stand. */
  act(act: ManyAct): Promise<void> {
    const itemIds = this.ids.filter((id) => this.selected.has(id));
    if (itemIds.length === 0) return Promise.resolve();
    return this.doing.run(act, async () => {
      this.#workingSince = this.#app.now().getTime();
      const view = await this.#app.ipc.change(act, { itemIds }).finally(() => this.#worked());
      this.came = { act, view };
      const t = this.#app.t.many;
      const done = view.done.length;
      const told = {
        check_inbox_items: t.checking,
        mark_many_installed: t.installedDone,
        confirm_inbox_items: t.confirmedDone,
        set_many_aside: t.asideDone,
      }[act];
      const back = { mark_many_installed: "undo_installed", set_many_aside: "take_up_again" } as const;
      const undo = act === "mark_many_installed" || act === "set_many_aside" ? back[act] : null;
      this.#app.tell(
        done === 0 ? t.nothing : told(done),
        done === 0 || undo === null ? null : () => void this.#undo(undo, view.done),
      );
      // What is left selected is what still needs somebody.
      for (const id of view.done) this.selected.delete(id);
      void this.#app.refresh();
      await this.load();
    });
  }

  #undo(how: "undo_installed" | "take_up_again", itemIds: readonly string[]): Promise<void> {
    return this.doing.run("undo", async () => {
      for (const itemId of itemIds) await this.#app.ipc.change(how, { itemId });
      this.came = null;
      void this.#app.refresh();
      await this.load();
    });
  }

  /** Notes how far it is. */
  progress(id: string, done: number, total: number): void {
    if (this.working === null && this.#workingSince === 0) this.#workingSince = this.#app.now().getTime();
    const waited = this.#app.now().getTime() - this.#workingSince;
    if (done < total && waited >= PATIENCE) this.working = { id, done, total };
    if (done >= total) this.#worked();
  }

  stopWork(): Promise<void> {
    const working = this.working;
    if (working === null) return Promise.resolve();
    return this.doing.run("stop", async () => {
      await this.#app.ipc.change("stop_inbox_work", { workId: working.id });
    });
  }

  readonly paste = () => this.#add("paste", () => this.#app.ipc.change("paste_inbox_text", {}));

  readonly pick = () => this.#add("pick", () => this.#app.ipc.change("pick_inbox_files", {}));

  readonly drop = (paths: string[]) => this.#add("drop", () => this.#app.ipc.change("add_inbox_files", { paths }));

  #worked(): void {
    this.working = null;
    this.#workingSince = 0;
  }

  #add(name: string, work: () => Promise<AddedView>): Promise<void> {
    return this.doing.run(name, async () => {
      this.#workingSince = this.#app.now().getTime();
      const { items, leftOut } = await work().finally(() => this.#worked());
      const [first] = items;
      if (first === undefined && leftOut === 0) return;
      void this.#app.refresh();
      await this.load();
      const t = this.#app.t.inbox;
      const counts = OUTCOMES.map(
        (outcome) => [outcome, items.filter((item) => item.outcome === outcome).length] as const,
      );
      const told = counts.filter(([, count]) => count > 0).map(([outcome, count]) => t.added[outcome](count));
      const unread = items.filter(({ outcome }) => outcome === "not_read").flatMap(({ fileName }) => fileName ?? []);
      if (unread.length > 0) told.push(t.notRead(this.#app.formats.list(unread.slice(0, 5))));
      if (leftOut > 0) told.push(t.leftOut(leftOut));
      this.#app.tell(told.join(" "));
      const only = items.length === 1 ? first?.itemId : null;
      if (only) this.#app.go({ at: "inbox", itemId: only });
    });
  }
}
