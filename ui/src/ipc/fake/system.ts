// The computer that the stand-in runs on: its clipboard, files and clock, and the page that listens.

import type { Answer, AppError, CommandName, Drop, PageEvent, Request, TextField } from "..";
import { find } from "./keys";
import { emptyWorld, type World } from "./world";

/** What answers each command. */
export type Handlers = { [N in CommandName]: (request: Request<N>) => Answer<N> | Promise<Answer<N>> };

export class System {
  readonly world: World = emptyWorld();
  readonly now: () => Date;
  /** What the system's clipboard holds; `null` asks the browser's own. */
  clipboard: string | null = null;
  /** Files by path, as they would be dropped or picked. */
  readonly files = new Map<string, string>();
  /** Whether a file that was double-clicked waits. */
  waiting: string | null = null;
  /** Pages of Stripe that were opened. */
  readonly opened: string[] = [];

  protected readonly listeners = new Set<(event: PageEvent) => void>();
  protected readonly droppers = new Set<(drop: Drop) => void>();
  readonly #pace: number;
  #ids = 0;

  constructor(now: () => Date, pace: number) {
    this.now = now;
    this.#pace = pace;
  }

  readonly id = (): string => `id-${++this.#ids}`;

  emit(event: PageEvent): void {
    for (const listener of this.listeners) listener(structuredClone(event));
  }

  drop(drop: Drop): void {
    for (const dropper of this.droppers) dropper(drop);
  }

  async readClipboard(): Promise<string> {
    return this.clipboard ?? (await navigator.clipboard?.readText()) ?? "";
  }

  read(path: string): string {
    const text = this.files.get(path);
    if (text === undefined) throw { code: "fileNotRead", fileName: baseName(path) } satisfies AppError;
    return text;
  }

  /** Refuses a text of a field that is for no key, when there is one in it. */
  refuseSecret(text: string, field: TextField): void {
    if (find(text).found.length > 0) throw { code: "secretInText", field } satisfies AppError;
  }

  /** Brings in answers one after the other, until there are no more. */
  later(next: () => boolean): void {
    setTimeout(() => {
      if (next()) this.later(next);
    }, this.#pace);
  }
}

export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
