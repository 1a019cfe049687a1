// A stand-in for the program, in memory: for the page in a plain browser and in component tests. It behaves as the program does, as
// far as the page can tell, and is in no page that the program shows.

import type { Answer, AppError, CommandName, Drop, PageEvent, Program, Request, Stop } from "..";
import { Checks } from "./checking";
import { Pastes } from "./collecting";
import { confirmingCommands } from "./confirming";
import { DeskSide } from "./desk";
import { deskCommands } from "./desk-commands";
import { historyCommands } from "./history";
import { devKitCommands } from "./dev-kit-commands";
import { Merchant } from "./merchant";
import { merchantCommands } from "./merchant-commands";
import { programCommands } from "./program-commands";
import { putInCommands } from "./put-in-commands";
import { fill, type Scenario } from "./samples";
import { System, type Handlers } from "./system";
import { REQUEST_TEXT } from "./world";

export { madeUp } from "./keys";
export type { Scenario } from "./samples";
export { BUNDLE_TEXT, DIGITS, RECEIPT_TEXT, REQUEST_TEXT, WORDS } from "./world";

export type Options = {
  scenario?: Scenario;
  now?: () => Date;
  /** Milliseconds between two answers of the stand-in's Stripe. */
  pace?: number;
};

/** In what is built for the program this text must not be. */
export const MARK = "keycourier-stand-in";

export class Fake extends System implements Program {
  readonly mark = MARK;
  /** Every command that came, with its request. */
  readonly calls: { name: CommandName; request: unknown }[] = [];
  /** What the next call of a command is refused with. */
  readonly refusals = new Map<CommandName, AppError>();
  readonly #handlers: Handlers;
  readonly #done = new Map<string, unknown>();

  constructor({ scenario = "first", now = () => new Date(), pace = 0 }: Options = {}) {
    super(now, pace);
    const merchant = new Merchant(this.world, now, this.id);
    const pastes = new Pastes(this.world, merchant, now, this.id);
    const checks = new Checks(now, this.id);
    const desk = new DeskSide(this.world, now, this.id);
    fill(scenario, { world: this.world, merchant, pastes, checks, desk }, now());
    this.#handlers = {
      ...programCommands(this, desk),
      ...merchantCommands(this, merchant, pastes, checks, desk),
      ...deskCommands(this, desk),
      ...confirmingCommands(this, desk),
      ...historyCommands(this),
      ...putInCommands(this, merchant),
      ...devKitCommands(this, merchant),
    };
  }

  async call<N extends CommandName>(name: N, request: Request<N>): Promise<Answer<N>> {
    this.calls.push({ name, request });
    const operation = (request as { operationId?: string } | null)?.operationId;
    if (operation !== undefined && this.#done.has(operation)) return this.#done.get(operation) as Answer<N>;
    const refusal = this.refusals.get(name);
    if (refusal !== undefined) {
      this.refusals.delete(name);
      throw refusal;
    }
    // What crosses is a copy, as it is with the program.
    const answer = structuredClone(await this.#handlers[name](structuredClone(request)));
    if (operation !== undefined) this.#done.set(operation, answer);
    return answer as Answer<N>;
  }

  listen(handler: (event: PageEvent) => void): Stop {
    this.listeners.add(handler);
    return () => void this.listeners.delete(handler);
  }

  onDrop(handler: (drop: Drop) => void): Stop {
    this.droppers.add(handler);
    return () => void this.droppers.delete(handler);
  }
}

/** The stand-in for a page in a browser. The address says which world: `?scenario=desk&theme=dark&session&keychain=locked`. */
export function forBrowser(): Fake {
  const wanted = new URLSearchParams(location.search);
  const fake = new Fake({ scenario: (wanted.get("scenario") as Scenario | null) ?? "merchant", pace: 600 });
  const theme = wanted.get("theme");
  if (theme === "light" || theme === "dark" || theme === "contrast") fake.world.settings.theme = theme;
  fake.world.sessionOnly = wanted.has("session");
  if (wanted.get("keychain") === "locked") fake.world.keychain = "locked";
  fake.files.set("C:\\Users\\Sam\\Downloads\\Imagatec.keyrequest", REQUEST_TEXT);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    fake.drop({ phase: "over", x: event.clientX, y: event.clientY });
  });
  document.addEventListener("dragleave", () => fake.drop({ phase: "leave" }));
  document.addEventListener("drop", (event) => void dropped(fake, event));
  Object.assign(window, { keycourierFake: fake });
  return fake;
}

async function dropped(fake: Fake, event: DragEvent): Promise<void> {
  const files = [...(event.dataTransfer?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  for (const file of files) fake.files.set(file.name, await file.text());
  fake.drop({ phase: "drop", x: event.clientX, y: event.clientY, paths: files.map(({ name }) => name) });
}
