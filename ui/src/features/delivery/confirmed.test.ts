import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { RECEIPT_TEXT } from "~/ipc/fake";
import { copyAndPaste, openPage } from "~/test/page";

const AT = "/#/delivery/delivery-3/follow_up";

async function openFollowUp() {
  const page = await openPage({ scenario: "merchant", at: AT });
  await screen.findByRole("heading", { name: "Sent. It is their turn" });
  return page;
}

test("a pasted confirmation ends the waiting and offers to remove the keys", async () => {
  const page = await openFollowUp();
  await copyAndPaste(page, RECEIPT_TEXT);
  await screen.findByRole("heading", { name: "Your keys work" });
  expect(screen.getByText(/There is nothing more to do/)).toBeInTheDocument();
  expect(screen.queryByText(/No answer yet|Waiting for their answer/), "the reminder is over").toBeNull();
  const remove = screen.getByRole("button", { name: "Remove the keys from this computer" });
  expect(remove, "that is next").toHaveClass("primary");
  location.hash = "#/deliveries";
  expect(await screen.findByText("Live works ✓")).toBeInTheDocument();
});

test("a dropped confirmation says which key to replace, and why", async () => {
  const page = await openFollowUp();
  page.fake.files.set("/a/Confirmation.keyreceipt", `${RECEIPT_TEXT}rejected`);
  page.fake.drop({ phase: "drop", paths: ["/a/Confirmation.keyreceipt"], x: 0, y: 0 });
  await screen.findByRole("heading", { name: "They need other keys" });
  const list = screen.getAllByRole("listitem").find((item) => /replaced or deleted/.test(item.textContent ?? ""));
  expect(list, "the reason is something to act on").toHaveTextContent("Publishable key (Live) that ends in tR9w");
  expect(screen.getByText("They wrote: “Please send the new one.”")).toBeInTheDocument();
  await page.user.click(screen.getByRole("button", { name: "Replace the keys" }));
  expect(location.hash).toBe("#/delivery/delivery-3/collect");
});

test("works that turns into rejected is an alarm, and so is somebody else's signature", async () => {
  const page = await openFollowUp();
  await copyAndPaste(page, RECEIPT_TEXT);
  await screen.findByRole("heading", { name: "Your keys work" });
  await copyAndPaste(page, `${RECEIPT_TEXT}rejected`);
  await screen.findByText(/Before, .* said that the keys work/);
  expect(screen.queryByRole("button", { name: "Replace the keys" }), "call first").toBeNull();
  await copyAndPaste(page, `${RECEIPT_TEXT}forged`);
  const alarm = await screen.findByRole("alert");
  within(alarm).getByText(/signed by somebody else than you sent your keys to/);
});
