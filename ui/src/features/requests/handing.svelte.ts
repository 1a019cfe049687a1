// Handing a request out: as a file, or as text on the clipboard.

import type { App } from "~/app.svelte";
import type { Doing } from "~/doing.svelte";
import type { Messages } from "~/i18n";
import type { Scope } from "~/ipc";

export function forWhom(scope: Scope, t: Messages): string {
  return scope.kind === "everybody" ? t.requests.everybody : (scope.ticket ?? t.requests.noTicket);
}

export function handOut(app: App, doing: Doing, requestId: string, how: "save" | "copy"): Promise<void> {
  return doing.run(how, async () => {
    if (how === "copy") {
      await app.ipc.change("copy_request", { requestId });
      app.tell(app.t.requests.copied);
      return;
    }
    const { fileName } = await app.ipc.change("save_request", { requestId });
    if (fileName !== null) app.tell(app.t.common.savedAs(fileName));
  });
}
