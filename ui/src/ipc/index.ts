// The page's way to the program: typed commands, events and dropped files. Whoever answers (`tauri.ts`, or the stand-in for browsers
// and tests) is handed in, so that nothing else of the page knows which one it is.

import type { AppError } from "./gen/error";
import type { Commands } from "./gen/commands";
import type { PageEvent } from "./gen/event";

export type * from "./gen/app";
export type * from "./gen/bundle";
export type * from "./gen/check";
export type * from "./gen/collect";
export type * from "./gen/confirmation";
export type * from "./gen/credential";
export type * from "./gen/deliveries";
export type * from "./gen/desk";
export type * from "./gen/dev_kit";
export type * from "./gen/error";
export type * from "./gen/event";
export type * from "./gen/hand_on";
export type * from "./gen/history";
export type * from "./gen/inbox";
export type * from "./gen/many";
export type * from "./gen/guide";
export type * from "./gen/inbox";
export type * from "./gen/invitation";
export type * from "./gen/problem";
export type * from "./gen/put_in";
export type * from "./gen/questions";
export type * from "./gen/request";
export type * from "./gen/requests";
export type * from "./gen/send";
export type * from "./gen/settings";
export type * from "./gen/verdict";
export type * from "./gen/webhooks";
export type * from "./gen/without";
export type * from "./gen/words";
export type { Commands };

export type CommandName = keyof Commands;
export type Request<N extends CommandName> = Commands[N]["request"];
export type Answer<N extends CommandName> = Commands[N]["answer"];

/** A command that changes something: it carries an operation id. */
export type Change = {
  [N in CommandName]: Request<N> extends { operationId: string } ? N : never;
}[CommandName];

/** Files over or on the window. Places are CSS pixels of the page. */
export type Drop =
  | { phase: "over"; x: number; y: number }
  | { phase: "leave" }
  | { phase: "drop"; x: number; y: number; paths: string[] };

export type Stop = () => void;

/** Whoever answers the page. A refused command rejects with an AppError. */
export interface Program {
  call<N extends CommandName>(name: N, request: Request<N>): Promise<Answer<N>>;
  listen(handler: (event: PageEvent) => void): Stop;
  onDrop(handler: (drop: Drop) => void): Stop;
}

export class Ipc {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  call<N extends CommandName>(name: N, request: Request<N>): Promise<Answer<N>> {
    return this.#program.call(name, request);
  }

  /** Sends a command that changes something, under an operation id of its own. */
  change<N extends Change>(name: N, request: Omit<Request<N>, "operationId">): Promise<Answer<N>> {
    return this.#program.call(name, { ...request, operationId: operationId() } as Request<N>);
  }

  listen(handler: (event: PageEvent) => void): Stop {
    return this.#program.listen(handler);
  }

  onDrop(handler: (drop: Drop) => void): Stop {
    return this.#program.onDrop(handler);
  }
}

/** What a command was refused with, or an internal error for anything that is no refusal. */
export function asAppError(thrown: unknown): AppError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string") {
    return thrown as AppError;
  }
  return { code: "internal", reference: "page" };
}

function operationId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
