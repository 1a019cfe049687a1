import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { madeUp } from "~/ipc/fake";
import { PROJECT } from "~/ipc/fake/dev-kit-commands";
import { calls, copyAndPaste, liveSecret, openPage } from "~/test/page";

type Page = Awaited<ReturnType<typeof openPage>>;

async function atConnect(): Promise<Page> {
  const page = await openPage({ scenario: "empty", at: "/#/new" });
  const { user } = page;
  await user.click(await screen.findByRole("button", { name: "Start with Dev Kit for AI" }));
  await user.click(screen.getByRole("checkbox", { name: "Test" }));
  await user.click(screen.getByRole("button", { name: "Begin" }));
  await screen.findByRole("heading", { name: "Connect with Dev Kit for AI" });
  return page;
}

async function connected(): Promise<Page> {
  const page = await atConnect();
  await page.user.type(screen.getByLabelText("Project id"), PROJECT);
  screen.getByRole("heading", { level: 1 }).focus();
  await copyAndPaste(page, "a-token");
  await page.user.click(await screen.findByRole("button", { name: "Find my project" }));
  await screen.findByText("Project found.");
  return page;
}

async function atPreview(): Promise<Page> {
  const page = await connected();
  await page.user.click(screen.getByRole("button", { name: "Go on to the keys" }));
  await screen.findByRole("heading", { name: /Dev Kit for AI needs/ });
  await copyAndPaste(page, liveSecret);
  await screen.findByText("All keys are here.");
  await page.user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await page.user.click(await screen.findByRole("button", { name: "Yes, that is us" }));
  await page.user.click(await screen.findByRole("button", { name: "Go on to Update" }));
  await screen.findByRole("heading", { name: "What changes in Dev Kit for AI" });
  return page;
}

test("project and token come first, and the token never stays on the page", async () => {
  const { fake } = await connected();
  expect(calls(fake, "connect_dev_kit")[0]).toMatchObject({ project: PROJECT });
  expect(screen.getByText(new RegExp(`webhooks/${PROJECT}/live`))).toBeInTheDocument();
  for (const input of document.querySelectorAll("input")) expect(input.value).not.toContain("a-token");
});

test("a key of Stripe's is refused as a token, and a name as a project", async () => {
  const page = await atConnect();
  screen.getByRole("heading", { level: 1 }).focus();
  await copyAndPaste(page, madeUp("secret", "live", "EVqc"));
  expect(await screen.findByRole("alert")).toHaveTextContent("There is a key in this text");
  await copyAndPaste(page, "a-token");
  await screen.findByText(/Token taken/);
  await page.user.type(screen.getByLabelText("Project id"), "my project");
  await page.user.click(screen.getByRole("button", { name: "Find my project" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("32 letters and digits");
});

test("a live key that would be replaced is named, and wants a yes of its own", async () => {
  const { fake, user } = await atPreview();
  expect(await screen.findByText(/can't be restored from here/)).toHaveTextContent("9xYz");
  const send = screen.getByRole("button", { name: "Send these changes" });
  expect(send).toBeDisabled();
  await user.click(screen.getByRole("checkbox", { name: /I understand/ }));
  expect(calls(fake, "update_dev_kit"), "nothing was sent yet").toEqual([]);
  await user.click(send);
  await screen.findByRole("heading", { name: "Dev Kit for AI has your keys" });
  expect(screen.getByText("sk_live_...EVqc")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Go on" }));
  await screen.findByRole("heading", { name: "Done: Dev Kit for AI has your keys" });
});

test("an expired token is asked for again right there, and all else is kept", async () => {
  const { fake, user } = await atPreview();
  await user.click(await screen.findByRole("checkbox", { name: /I understand/ }));
  fake.refusals.set("update_dev_kit", { code: "devKit", trouble: { kind: "sign_in_again" } });
  const [first] = fake.world.deliveries.values();
  await fake.call("forget_dev_kit_token", { operationId: "gone", deliveryId: first?.id ?? "" });
  await user.click(screen.getByRole("button", { name: "Send these changes" }));
  expect(await screen.findByText(/does not accept the token any more/)).toBeInTheDocument();
  const field = within(screen.getByRole("group", { name: "Paste a new access token" }));
  fake.clipboard = "another-token";
  await user.click(field.getByRole("button", { name: "Paste the token" }));
  expect(await screen.findByRole("button", { name: "Send these changes" })).toBeInTheDocument();
});

test("each trouble has its one next step", async () => {
  const { fake, user } = await atPreview();
  await user.click(await screen.findByRole("checkbox", { name: /I understand/ }));
  fake.refusals.set("update_dev_kit", { code: "devKit", trouble: { kind: "changed_meanwhile" } });
  await user.click(screen.getByRole("button", { name: "Send these changes" }));
  const alert = within(await screen.findByRole("alert"));
  const before = calls(fake, "preview_dev_kit").length;
  await user.click(alert.getByRole("button", { name: "Look again" }));
  await screen.findByRole("checkbox", { name: /I understand/ });
  expect(calls(fake, "preview_dev_kit").length).toBe(before + 1);
  expect(screen.getByRole("button", { name: "Send these changes" }), "seen anew, agreed anew").toBeDisabled();
});
