import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { madeUp } from "~/ipc/fake";
import type { Options } from "~/ipc/fake";
import { calls, copyAndPaste, liveSecret, openPage } from "~/test/page";

async function checked(secret = liveSecret, more: Options = {}) {
  const page = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-1/collect", ...more });
  await copyAndPaste(page, secret);
  await screen.findByText("All keys are here.");
  await page.user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await screen.findByRole("heading", { name: "Checking your keys for Imagatec Helpdesk" });
  return page;
}

test("answers come in one by one, and the account has to be confirmed before going on", async () => {
  const page = await checked();
  await screen.findByText("Stripe says this account is Some Car Wash Pty Ltd");
  expect(screen.getByText(/Australia · acct_1OuE…ypq · can take payments/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Go on to Send" })).toBeDisabled();
  await page.user.click(screen.getByRole("button", { name: "Yes, that is us" }));
  await screen.findByText("Everything works.");
  await page.user.click(screen.getByRole("button", { name: "Go on to Send" }));
  await screen.findByRole("heading", { name: "What Imagatec Helpdesk wants to know" });
});

test("a wrong account leads back to the keys", async () => {
  const page = await checked();
  await page.user.click(await screen.findByRole("button", { name: "Wrong account" }));
  await screen.findByText("You said that this is not your account.");
  expect(screen.getByRole("button", { name: "Go on to Send" })).toBeDisabled();
  await page.user.click(screen.getByRole("button", { name: "Replace the keys" }));
  await screen.findByRole("heading", { name: /needs two Live keys/ });
});

test("a key that Stripe doesn't know stops, and its row asks for another", async () => {
  const page = await checked(madeUp("secret", "live", "dead"));
  await screen.findByText("Stripe doesn't know this key.");
  expect(screen.getByRole("button", { name: "Go on to Send" })).toHaveAccessibleDescription("Put this right first");
  await page.user.click(screen.getByRole("button", { name: "Replace this key" }));
  await screen.findByRole("textbox", { name: "Secret key: paste, type or drop it here" });
});

test("without a network nothing is called wrong, and one may go on", async () => {
  await checked(madeUp("secret", "live", "down"));
  await screen.findByText(/Stripe can't be reached: no connection/);
  await waitFor(() => expect(screen.getByRole("button", { name: "Go on all the same" })).toBeEnabled());
});

test("stopping is at once, and what came is shown", async () => {
  const page = await checked(liveSecret, { pace: 200 });
  await page.user.click(screen.getByRole("button", { name: "Stop" }));
  await screen.findByText("Stopped. What Stripe already said is shown.");
  expect(calls(page.fake, "cancel_check")).toHaveLength(1);
});

test("a late progress of a check that has ended changes nothing", async () => {
  const page = await checked();
  await screen.findByText("Stripe says this account is Some Car Wash Pty Ltd");
  const check = page.fake.world.deliveries.get("delivery-1")?.check;
  expect(check?.state).toBe("done");
  if (check) page.fake.emit({ kind: "check_progress", check: { ...check, state: "running", done: 0 } });
  await new Promise((done) => setTimeout(done));
  expect(screen.queryByText(/Asking Stripe/), "events may overtake answers").toBeNull();
});

test("a reloaded page finds the check as it is", async () => {
  const page = await checked();
  await screen.findByText("Stripe says this account is Some Car Wash Pty Ltd");
  const before = calls(page.fake, "start_check").length;
  location.hash = "#/deliveries";
  await screen.findByRole("heading", { name: "Deliveries" });
  location.hash = "#/delivery/delivery-1/check";
  await screen.findByText("Stripe says this account is Some Car Wash Pty Ltd");
  expect(calls(page.fake, "start_check"), "Stripe is not asked again").toHaveLength(before);
});
