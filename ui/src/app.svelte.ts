// The page as a whole: what the program says of itself, where the person is, and what was told in passing.

import { createContext } from "svelte";
import { Formats, languages, type Messages } from "~/i18n";
import {
  asAppError,
  type AppError,
  type AppStatusView,
  type Drop,
  type Ipc,
  type OpenedView,
  type PageEvent,
  type Role,
} from "~/ipc";
import { fromHash, toHash, type Place } from "~/route";

/** Something told in passing, with a way back where there is one. */
export type Notice = { id: number; text: string; undo: (() => void) | null };

export const [getApp, setApp] = createContext<App>();

export class App {
  readonly ipc: Ipc;
  readonly now: () => Date;
  status = $state.raw<AppStatusView | null>(null);
  place = $state.raw<Place>({ at: "deliveries" });
  /** The last thing told in passing. */
  notice = $state.raw<Notice | null>(null);
  /** Why the status is not known, or no longer. */
  statusError = $state.raw<AppError | null>(null);
  /** What could not be done for the page as a whole, such as opening a file that was double-clicked. */
  error = $state.raw<AppError | null>(null);
  /** Whether files hover over the window. */
  hovering = $state(false);

  #events = new Set<(event: PageEvent) => void>();
  #drops: ((paths: string[], x: number, y: number) => void)[] = [];
  #nextNotice = 1;

  constructor(ipc: Ipc, now: () => Date) {
    this.ipc = ipc;
    this.now = now;
  }

  readonly t: Messages = $derived(languages[this.status?.settings.language ?? "en"]);
  readonly formats: Formats = $derived(new Formats(this.status?.settings.language ?? "en"));

  /** Listens, and enters. */
  async start(): Promise<void> {
    this.ipc.listen((event) => this.#heard(event));
    this.ipc.onDrop((drop) => this.#dropped(drop));
    addEventListener("hashchange", () => this.#follow());
    // Before the status comes, so that no other screen shows for a moment.
    this.place = fromHash(location.hash) ?? this.place;
    await this.enter();
  }

  /** Asks for the status, goes to where the address says or the role's first screen, and opens a file that waits. */
  async enter(): Promise<void> {
    await this.refresh();
    if (this.status === null) return;
    this.#follow();
    if (this.status.fileWaiting) await this.openWaiting();
  }

  async refresh(): Promise<void> {
    try {
      this.status = await this.ipc.call("get_app_status", null);
      this.statusError = null;
    } catch (thrown) {
      this.statusError = asAppError(thrown);
    }
  }

  /** Goes somewhere. What was told before is left behind. */
  go(place: Place): void {
    this.place = place;
    this.error = null;
    this.notice = null;
    const hash = toHash(place);
    if (location.hash !== hash) location.hash = hash;
  }

  /** The first screen of a role. */
  home(role: Role | null = this.status?.role ?? null): void {
    this.go(role === "desk" ? { at: "inbox", itemId: null } : { at: "deliveries" });
  }

  async chooseRole(role: Role): Promise<void> {
    this.status = await this.ipc.change("choose_role", { role });
    this.home(role);
  }

  /** The same, where no screen of its own tells what went wrong. */
  async switchTo(role: Role): Promise<void> {
    try {
      await this.chooseRole(role);
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  /** Goes to what a file or text turned out to be. */
  async show(opened: OpenedView): Promise<void> {
    switch (opened.kind) {
      case "request":
        await this.#beRole("merchant");
        this.go({ at: "request", requestId: opened.preview.requestId });
        break;
      case "inbox_item":
        await this.#beRole("desk");
        this.go({ at: "inbox", itemId: opened.itemId });
        break;
      case "own_bundle":
        await this.#beRole("merchant");
        this.go({ at: "delivery", deliveryId: opened.deliveryId, step: null });
        this.tell(this.t.opening.ownBundle(opened.integrator, this.formats.day(opened.madeAt, this.now())));
        break;
      case "confirmation":
        await this.#beRole("merchant");
        this.go({ at: "delivery", deliveryId: opened.deliveryId, step: "follow_up" });
        this.tell(this.t.confirmed.told[opened.outcome](opened.integrator));
        break;
      case "nothing":
        break;
    }
  }

  async openWaiting(): Promise<void> {
    try {
      await this.show(await this.ipc.change("open_waiting_file", {}));
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  tell(text: string, undo: (() => void) | null = null): void {
    this.notice = { id: this.#nextNotice++, text, undo };
  }

  dismiss(): void {
    this.notice = null;
  }

  /** Hears the program's events for as long as a screen is there. */
  hear(handler: (event: PageEvent) => void): () => void {
    this.#events.add(handler);
    return () => void this.#events.delete(handler);
  }

  /** Takes dropped files for as long as a screen is there; the screen shown last takes them. */
  takeDrops(handler: (paths: string[], x: number, y: number) => void): () => void {
    this.#drops.push(handler);
    return () => {
      this.#drops = this.#drops.filter((other) => other !== handler);
    };
  }

  async #beRole(role: Role): Promise<void> {
    if (this.status?.role !== role) this.status = await this.ipc.change("choose_role", { role });
  }

  #follow(): void {
    const place = fromHash(location.hash);
    if (place === null) this.home();
    else if (toHash(place) !== toHash(this.place)) {
      this.place = place;
      this.error = null;
      this.notice = null;
    }
  }

  #heard(event: PageEvent): void {
    if (event.kind === "status_changed") void this.refresh();
    else if (event.kind === "file_waiting") void this.openWaiting();
    else if (event.kind === "clipboard_cleared") this.tell(this.t.common.clipboardCleared);
    for (const handler of this.#events) handler(event);
  }

  #dropped(drop: Drop): void {
    const handler = this.#drops.at(-1);
    this.hovering = drop.phase === "over" && handler !== undefined;
    if (drop.phase === "drop") handler?.(drop.paths, drop.x, drop.y);
  }
}
