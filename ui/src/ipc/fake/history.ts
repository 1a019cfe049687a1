// The history of the stand-in: a few entries to look at.

import type { HistoryEntryView, HistoryFilterRequest } from "..";
import type { Handlers, System } from "./system";
import { hoursFrom } from "./world";

const GROUPS: Record<string, string> = {
  bundle_received: "files",
  file_not_opened: "files",
  key_handed_on: "keys",
  key_checked: "checks",
  installed: "confirmations",
  receipt_made: "confirmations",
  request_made: "desk",
};

function entries(now: Date): HistoryEntryView[] {
  const entry = (at: number, event: string, company: string | null, more: Partial<HistoryEntryView> = {}) => ({
    entryId: `${event}-${at}`,
    at: hoursFrom(now, -at),
    event,
    company,
    integrator: null,
    ticket: company === null ? null : "IM-20371",
    mode: null,
    mask: null,
    ending: null,
    detail: null,
    ...more,
  });
  const key = { mode: "live" as const, mask: "sk_live_...EVqc", ending: "EVqc" };
  return [
    entry(1, "receipt_made", "Corner Vet", { detail: "works" }),
    entry(2, "installed", "Corner Vet"),
    entry(2.1, "key_handed_on", "Corner Vet", { ...key, detail: "env_file" }),
    entry(3, "key_checked", "Corner Vet", { ...key, detail: "works" }),
    entry(4, "file_not_opened", null, { detail: "armor_damaged" }),
    entry(5, "bundle_received", "Corner Vet"),
    entry(200, "request_made", null, { integrator: "Imagatec Helpdesk", ticket: "IM-20371" }),
  ];
}

export function historyCommands(system: System) {
  const found = ({ group, mode, search }: Omit<HistoryFilterRequest, "before" | "side">) =>
    entries(system.now()).filter(
      (entry) =>
        (group === null || GROUPS[entry.event] === group) &&
        (mode === null || entry.mode === mode) &&
        [entry.company, entry.integrator, entry.ticket, entry.mask]
          .join(" ")
          .toLowerCase()
          .includes(search.toLowerCase()),
    );

  return {
    list_history: (request) => ({ entries: request.before === null ? found(request) : [], more: false }),
    save_history: () => ({ fileName: "Keycourier_History.csv" }),
  } satisfies Partial<Handlers>;
}
