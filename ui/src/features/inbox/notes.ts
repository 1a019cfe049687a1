// What was noticed when a file came in, as sentences.

import type { App } from "~/app.svelte";
import type { NoteView } from "~/ipc";

export function noteText(note: NoteView, app: App): string {
  const { notes } = app.t.item;
  switch (note.kind) {
    case "after_the_date":
      return notes.after_the_date(app.formats.day(note.expiredAt, app.now()));
    case "came_again":
      return notes.came_again(note.times);
    case "replaces":
      return notes.replaces(app.formats.day(note.arrivedAt, app.now()));
    default:
      return notes[note.kind];
  }
}

export function noteTone(note: NoteView): "good" | "warn" | "bad" {
  if (note.kind === "other_sender" || note.kind === "other_account") return "bad";
  return note.kind === "replaces" ? "good" : "warn";
}
