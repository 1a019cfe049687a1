// What a screen is doing, and what it was refused with.

import { asAppError, type AppError } from "~/ipc";

export class Doing {
  #running = $state.raw<readonly string[]>([]);
  /** What the last work was refused with. */
  error = $state.raw<AppError | null>(null);
  #again: (() => Promise<void>) | null = null;

  /** The refusal, where it is not about a field that says it itself. */
  readonly general: AppError | null = $derived(
    this.error?.code === "badText" || this.error?.code === "secretInText" ? null : this.error,
  );

  /** Whether work of this name runs. */
  is(name: string): boolean {
    return this.#running.includes(name);
  }

  /**
   * Runs one piece of work under a name: what is asked of the program, and what is done with the answer, so that "try again" does
   * both again. Does nothing while work of that name runs, so that a second press has no effect.
   */
  async run(name: string, work: () => Promise<void>): Promise<void> {
    if (this.is(name)) return;
    this.#running = [...this.#running, name];
    this.error = null;
    this.#again = () => this.run(name, work);
    try {
      await work();
    } catch (thrown) {
      this.error = asAppError(thrown);
    } finally {
      this.#running = this.#running.filter((other) => other !== name);
    }
  }

  /** Runs again what was run last. */
  again(): void {
    this.clear();
    void this.#again?.();
  }

  /** Forgets what was refused. */
  clear(): void {
    this.error = null;
  }

  /** What the refusal says about one field; `null` where it is about something else. */
  about(name: string, id?: string): AppError | null {
    const { error } = this;
    if (error === null || (error.code !== "badText" && error.code !== "secretInText")) return null;
    if (error.field.name !== name) return null;
    return error.field.name === "answer" && error.field.id !== id ? null : error;
  }
}
