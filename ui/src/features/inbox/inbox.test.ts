import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { BUNDLE_TEXT } from "~/ipc/fake";
import { calls, copyAndPaste, openPage } from "~/test/page";

async function openInbox(at = "/#/inbox") {
  const page = await openPage({ scenario: "desk", at });
  await screen.findByRole("table");
  return page;
}

const rows = () => screen.getAllByRole("row").slice(1);

test("opens on what waits, one line a row, and a file that can't be opened is a row too", async () => {
  await openInbox();
  expect(screen.getByRole("button", { name: "To do 10" })).toHaveAttribute("aria-pressed", "true");
  expect(rows()[0]).toHaveTextContent(/Some Car Wash\s*IM-20417\s*Live 2\s*check it/);
  expect(screen.getByRole("row", { name: /keys-final/ })).toHaveTextContent("arrived cut off");
});

test("searches by ticket, company and last four", async () => {
  const { user } = await openInbox();
  const search = screen.getByRole("searchbox", { name: "Search" });
  for (const [text, company] of [
    ["20398", "Harbour Dental"],
    ["corner", "Corner Vet"],
    ["yG0a", "Green Leaf Yoga"],
  ] as const) {
    await user.clear(search);
    await user.type(search, text);
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(rows()[0], text).toHaveTextContent(company);
  }
  await user.clear(search);
  await user.type(search, "nothing like it");
  await user.click(await screen.findByRole("button", { name: "Clear the search" }));
  await waitFor(() => expect(rows()).toHaveLength(10));
});

test("all shows what is done as well", async () => {
  const { user } = await openInbox();
  await user.click(screen.getByRole("button", { name: "All 15" }));
  await waitFor(() => expect(rows()).toHaveLength(15));
});

test("the arrow keys go from row to row, Enter opens, Escape closes and comes back", async () => {
  const { user } = await openInbox();
  screen.getByRole("link", { name: "Some Car Wash" }).focus();
  await user.keyboard("{ArrowDown}");
  expect(screen.getByRole("link", { name: "Harbour Dental" })).toHaveFocus();
  location.hash = screen.getByRole("link", { name: "Harbour Dental" }).getAttribute("href") ?? "";
  await screen.findByRole("heading", { name: "Harbour Dental" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("heading", { name: "Harbour Dental" })).toBeNull());
  expect(screen.getByRole("link", { name: "Harbour Dental" })).toHaveFocus();
});

test("their check and ours stand apart, and ours asks Stripe", async () => {
  const { user } = await openInbox("/#/inbox/id-1");
  const details = within(await screen.findByRole("complementary", { name: "Details" }));
  await details.findByRole("heading", { name: "Some Car Wash" });
  expect(details.getByText("not yet")).toBeInTheDocument();
  await user.click(details.getByRole("button", { name: "Check with Stripe" }));
  await details.findByText(/^works, today/, { selector: "b" });
  expect(await details.findByRole("button", { name: "Mark as installed" }), "then that is next").toHaveClass("primary");
});

test("a key is copied by the program, and the page never holds it", async () => {
  const { fake, user } = await openInbox("/#/inbox/id-1");
  await user.click(await screen.findByRole("button", { name: "Copy the Secret key that ends in EVqc" }));
  await screen.findByText("Copied. It is taken off the clipboard in 90 seconds.");
  expect(fake.clipboard).toMatch(/EVqc$/);
  expect(document.body.innerHTML).not.toContain(fake.clipboard);
});

test("all keys of a mode are copied one a line", async () => {
  const { fake, user } = await openInbox("/#/inbox/id-1");
  await user.click(await screen.findByRole("button", { name: "Copy all Live keys, one a line" }));
  await screen.findByText(/^Copied\. It is taken/);
  expect(fake.clipboard?.split("\n").map((line) => line.slice(-4))).toEqual(["kM3d", "EVqc"]);
});

test("installed leaves the list and can be undone", async () => {
  const { user } = await openInbox("/#/inbox/id-1");
  await user.click(await screen.findByRole("button", { name: "Mark as installed" }));
  await screen.findByRole("button", { name: "To do 9" });
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByRole("button", { name: "To do 10" });
});

test("a broken file says what it is and has a reply to copy", async () => {
  const { fake, user } = await openInbox();
  location.hash = screen.getByRole("link", { name: "keys-final(2).age" }).getAttribute("href") ?? "";
  await screen.findByText("It arrived cut off or changed.");
  await user.click(screen.getByRole("button", { name: "Copy a reply to the customer" }));
  await screen.findByText("The reply is on the clipboard.");
  expect(fake.clipboard).toContain("Please send it again as an attachment");
});

test("forged new keys tell the agent to call", async () => {
  await openInbox();
  location.hash = screen.getByRole("link", { name: /Old Mill/ }).getAttribute("href") ?? "";
  await screen.findByText(/Says it replaces earlier keys, but is for another Stripe account/);
});

test("dropped files and pasted text become rows", async () => {
  const page = await openInbox();
  page.fake.files.set("/a/New Shop.age", `${BUNDLE_TEXT}New Shop`);
  page.fake.files.set("/a/holiday.jpg", "not ours");
  page.fake.drop({ phase: "drop", paths: ["/a/New Shop.age", "/a/holiday.jpg"], x: 0, y: 0 });
  await screen.findByText("1 file opened. 1 file can't be opened: see the list.");
  await copyAndPaste(page, `${BUNDLE_TEXT}Pasted Shop`);
  await screen.findByRole("heading", { name: "Pasted Shop" });
  expect(calls(page.fake, "paste_inbox_text")).toHaveLength(1);
});

test("an empty clipboard is said", async () => {
  const page = await openInbox();
  await copyAndPaste(page, "");
  await screen.findByText("Nothing is on the clipboard.");
});
