// What a delivery waits for, as a sentence.

import type { App } from "~/app.svelte";
import type { DeliveryRowView } from "~/ipc";

export function waitingText(row: DeliveryRowView, app: App): string {
  const { waiting } = app.t.deliveries;
  const what = row.waitingFor;
  switch (what?.kind) {
    case undefined:
      return row.way !== "bundle" || row.modes.some(({ progress }) => progress === "works")
        ? waiting.done
        : waiting.nothing;
    case "request":
      return waiting.request(row.who.name);
    case "words":
      return waiting.words(row.who.name);
    case "keys":
      return waiting.keys(what.missing);
    case "questions":
      return waiting.questions(what.open);
    case "sending":
      return waiting.sending(app.formats.moment(what.madeAt, app.now()));
    case "spoken_call":
      return waiting.spokenCall(row.who.name);
    case "call":
      return waiting.call(row.who.name, app.formats.day(what.sentAt, app.now()));
    case "new_keys":
      return waiting.new_keys(row.who.name);
    case "put_in":
    case "not_accepted":
    case "update":
      return waiting[what.kind](row.who.name);
    case "check":
    case "mend":
    case "connect":
    case "lock":
      return waiting[what.kind];
  }
}
