// Opening what somebody was sent: a text on the clipboard, a dropped file, one from the file dialog.

import type { App } from "~/app.svelte";
import type { Doing } from "~/doing.svelte";
import type { OpenedView } from "~/ipc";

export class Opening {
  readonly #app: App;
  readonly #doing: Doing;

  constructor(app: App, doing: Doing) {
    this.#app = app;
    this.#doing = doing;
  }

  readonly clipboard = () => this.#open("clipboard", () => this.#app.ipc.change("open_clipboard", {}));

  readonly dialog = () => this.#open("dialog", () => this.#app.ipc.change("open_dialog", {}));

  /** Opens the first of the files: a request is one file. */
  readonly paths = (paths: readonly string[]) => {
    const path = paths[0];
    return path === undefined
      ? Promise.resolve()
      : this.#open("path", () => this.#app.ipc.change("open_path", { path }));
  };

  #open(name: string, work: () => Promise<OpenedView>): Promise<void> {
    return this.#doing.run(name, async () => this.#app.show(await work()));
  }
}
