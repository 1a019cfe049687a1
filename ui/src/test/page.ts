// The whole page over the stand-in, as a person meets it.

import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { App } from "~/app.svelte";
import Page from "~/App.svelte";
import { Ipc, type CommandName } from "~/ipc";
import { Fake, madeUp, type Options } from "~/ipc/fake";

export const NOW = new Date("2026-11-21T03:00:00Z");

export async function openPage(options: Options & { at?: string; before?: (fake: Fake) => void } = {}) {
  const { at, before, ...more } = options;
  const fake = new Fake({ now: () => NOW, ...more });
  before?.(fake);
  if (at !== undefined) history.replaceState(null, "", at);
  const app = new App(new Ipc(fake), () => NOW);
  const user = userEvent.setup();
  render(Page, { app });
  await app.start();
  await screen.findByRole("heading", { level: 1 });
  return { fake, app, user };
}

/** Copies a text, as a person does in another program, and presses Ctrl+V wherever the focus is. */
export async function copyAndPaste({ fake, user }: Awaited<ReturnType<typeof openPage>>, text: string): Promise<void> {
  fake.clipboard = text;
  await user.keyboard("{Control>}v{/Control}");
}

/** Requests with which a command was called. */
export function calls(fake: Fake, name: CommandName): Record<string, unknown>[] {
  return fake.calls.filter((call) => call.name === name).map(({ request }) => request as Record<string, unknown>);
}

export const livePublishable = madeUp("publishable", "live", "kM3d");
export const liveSecret = madeUp("secret", "live", "EVqc");
export const otherSecret = madeUp("secret", "live", "9xYz");
export const testSecret = madeUp("secret", "test", "aBcD");

/** One row of Collect, by its name. */
export function row(name: string) {
  const element = screen.getByRole("region", { name: new RegExp(`^${name}`) });
  return { ...within(element), element };
}
