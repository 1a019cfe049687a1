// What a request asks for, as lines that a person reads.

import type { Messages } from "~/i18n";
import type { AskedSlotView } from "~/ipc";

export function askedLines(slots: readonly AskedSlotView[], t: Messages): string[] {
  return slots.map((slot) => {
    const line = `${t.modes[slot.at.mode]} ${lower(t.rows[slot.accepts[0] ?? "secret"])}`;
    return slot.required ? line : `${line} (${t.request.optionalKey})`;
  });
}

/** What the keys are for, each purpose once. */
export function purposes(slots: readonly AskedSlotView[]): string[] {
  return [...new Set(slots.flatMap((slot) => slot.purpose ?? []))];
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
