// One delivery while it is on the screen: what the program says of it, and what is being done.

import type { App } from "~/app.svelte";
import { Doing } from "~/doing.svelte";
import type { DeliveryView, Mode, SlotView } from "~/ipc";

export class OpenDelivery {
  readonly app: App;
  readonly id: string;
  readonly doing = new Doing();
  view = $state.raw<DeliveryView | null>(null);
  /** The tab that the person chose. */
  #chosen = $state<Mode | null>(null);

  constructor(app: App, id: string) {
    this.app = app;
    this.id = id;
  }

  /** The tab that is shown: the chosen one, else the first that wants something, else the first. */
  readonly mode: Mode = $derived.by(() => {
    const modes = this.view?.modes ?? [];
    const chosen = modes.find(({ mode }) => mode === this.#chosen);
    const wanting = modes.find(({ filled, wanted }) => filled < wanted);
    return (chosen ?? wanting ?? modes[0])?.mode ?? "live";
  });

  readonly slots: readonly SlotView[] = $derived(this.view?.slots ?? []);
  /** The rows of the tab that is shown. */
  readonly rows: readonly SlotView[] = $derived(this.slots.filter(({ at }) => at.mode === this.mode));

  choose(mode: Mode): void {
    this.#chosen = mode;
  }

  load(): Promise<void> {
    return this.doing.run("load", async () => {
      this.view = await this.app.ipc.call("get_delivery", { deliveryId: this.id });
    });
  }

  /** Asks again without a word, when something changed behind the page. */
  async refresh(): Promise<void> {
    try {
      this.view = await this.app.ipc.call("get_delivery", { deliveryId: this.id });
    } catch {
      // What is shown is still what was last known; the next command says what is wrong.
    }
  }
}
