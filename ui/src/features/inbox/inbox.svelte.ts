// The inbox: its rows, what is searched for, and what comes in.

import type { App } from "~/app.svelte";
import { Doing } from "~/doing.svelte";
import type { AddedOutcome, AddedView, InboxList, InboxView } from "~/ipc";

const OUTCOMES: readonly AddedOutcome[] = ["opened", "already_here", "not_opened"];

export class OpenInbox {
  readonly #app: App;
  readonly doing = new Doing();
  view = $state.raw<InboxView | null>(null);
  list = $state<InboxList>("to_do");
  search = $state("");
  #newest = 0;

  constructor(app: App) {
    this.#app = app;
  }

  /** Asks for the rows. An answer that a newer question has overtaken is left out. */
  async load(): Promise<void> {
    const mine = ++this.#newest;
    try {
      const view = await this.#app.ipc.call("list_inbox", { list: this.list, search: this.search.trim() });
      if (mine === this.#newest) this.view = view;
    } catch (thrown) {
      void this.doing.run("load", () => Promise.reject(thrown));
    }
  }

  show(list: InboxList): void {
    this.list = list;
    void this.load();
  }

  readonly paste = () => this.#add("paste", () => this.#app.ipc.change("paste_inbox_text", {}));

  readonly pick = () => this.#add("pick", () => this.#app.ipc.change("pick_inbox_files", {}));

  readonly drop = (paths: string[]) => this.#add("drop", () => this.#app.ipc.change("add_inbox_files", { paths }));

  #add(name: string, work: () => Promise<AddedView>): Promise<void> {
    return this.doing.run(name, async () => {
      const { items } = await work();
      const [first] = items;
      if (first === undefined) return;
      void this.#app.refresh();
      await this.load();
      const counts = OUTCOMES.map(
        (outcome) => [outcome, items.filter((item) => item.outcome === outcome).length] as const,
      );
      const told = counts
        .filter(([, count]) => count > 0)
        .map(([outcome, count]) => this.#app.t.inbox.added[outcome](count));
      this.#app.tell(told.join(" "));
      if (items.length === 1) this.#app.go({ at: "inbox", itemId: first.itemId });
    });
  }
}
