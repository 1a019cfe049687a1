// A check as it comes in. The program sends it whole each time; what comes out of order is left out.

import type { App } from "~/app.svelte";
import type { CheckView, PageEvent } from "~/ipc";

export class Checking {
  view = $state.raw<CheckView | null>(null);

  constructor(app: App, subjectId: () => string) {
    $effect(() =>
      app.hear((event: PageEvent) => {
        if (event.kind === "check_progress" && event.check.subjectId === subjectId()) this.take(event.check);
      }),
    );
  }

  readonly running: boolean = $derived(this.view?.state === "running");

  /** Takes a newer state: another check, or the same one further on. */
  take(view: CheckView): void {
    const held = this.view;
    const older =
      held !== null && held.checkId === view.checkId && held.state !== "running" && view.state === "running";
    if (!older) this.view = view;
  }
}
