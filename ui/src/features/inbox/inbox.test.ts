import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { BUNDLE_TEXT, WORDS } from "~/ipc/fake";
import { calls, copyAndPaste, openPage } from "~/test/page";

async function openInbox(at = "/#/inbox") {
  const page = await openPage({ scenario: "desk", at });
  await screen.findByRole("table");
  return page;
}

const rows = () => screen.getAllByRole("row").slice(1);

test("opens on what waits, one line a row, and a file that can't be opened is a row too", async () => {
  await openInbox();
  expect(screen.getByRole("button", { name: "To do 11" })).toHaveAttribute("aria-pressed", "true");
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
  await waitFor(() => expect(rows()).toHaveLength(11));
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
  expect(await details.findByRole("button", { name: "Installed" }), "then that is next").toHaveClass("primary");
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

test("installed waits for the confirmation and can be undone", async () => {
  const { user } = await openInbox("/#/inbox/id-1");
  const details = within(await screen.findByRole("complementary", { name: "Details" }));
  await user.click(await details.findByRole("button", { name: "Installed" }));
  await details.findByText("confirm", { selector: ".pill" });
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await details.findByText("check it", { selector: ".pill" });
});

test("a broken file says what it is and has a reply to copy", async () => {
  const { fake, user } = await openInbox();
  location.hash = screen.getByRole("link", { name: "keys-final(2).age" }).getAttribute("href") ?? "";
  await screen.findByText("It arrived cut off or changed.");
  await user.click(screen.getByRole("button", { name: "Copy a reply to the customer" }));
  await screen.findByText("The reply is on the clipboard.");
  expect(fake.clipboard).toContain("attach it to the e-mail as it is");
  const row = screen.getByRole("link", { name: "keys-final(2).age" }).closest("tr");
  await user.type(screen.getByRole("textbox", { name: "Ticket" }), "IM-20499");
  await user.click(screen.getByRole("button", { name: "Save the ticket" }));
  await waitFor(() => expect(row).toHaveTextContent("IM-20499"));
  await user.click(screen.getByText("How it was opened"));
  expect(screen.getByText(/Arrived whole/).textContent, "the step that stopped it").toContain("stopped here");
  await user.click(screen.getByRole("button", { name: "Set aside" }));
  await screen.findByRole("button", { name: "To do 10" });
});

test("a file for somebody else is answered with our own name", async () => {
  const { fake, user } = await openInbox();
  location.hash = screen.getByRole("link", { name: "Stripe keys.txt" }).getAttribute("href") ?? "";
  await user.click(await screen.findByRole("button", { name: "Copy a reply to the customer" }));
  await screen.findByText("The reply is on the clipboard.");
  expect(fake.clipboard).toContain("is not locked for Imagatec Helpdesk");
});

test("six spoken words open a file that is locked with them, and its sender is not proven", async () => {
  const page = await openInbox();
  page.fake.files.set("/a/spoken.age", "-----BEGIN AGE ENCRYPTED FILE-----\nspoken:");
  page.fake.drop({ phase: "drop", paths: ["/a/spoken.age"], x: 0, y: 0 });
  await screen.findByRole("heading", { name: "Type the six words" });
  const type = async (words: readonly string[]) => {
    for (const [at, word] of words.entries()) {
      const box = screen.getByRole("combobox", { name: `Word ${at + 1}` });
      await page.user.clear(box);
      await page.user.type(box, word);
    }
    await page.user.click(screen.getByRole("button", { name: "Open it" }));
  };
  await type(["acorn", "amber", "apron", "arrow", "badge", "basil"]);
  expect((await screen.findAllByText(/These words don't open it/)).length).toBeGreaterThan(0);
  await type(WORDS);
  await screen.findByRole("heading", { name: "Spoken Shop" });
  expect(screen.getByText("not proven: locked with spoken words")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: /^Confirm/ }), "nobody is known who could be told").toBeNull();
});

test("rows are sorted by a press on a column, and the other way round by another", async () => {
  const { user } = await openInbox();
  const first = () => rows()[0];
  await user.click(screen.getByRole("button", { name: "Sort by Company" }));
  await waitFor(() => expect(first()).toHaveTextContent("Bluegum Motors"));
  expect(screen.getByRole("columnheader", { name: /Company/ })).toHaveAttribute("aria-sort", "ascending");
  await user.click(screen.getByRole("button", { name: "Sort by Company" }));
  await waitFor(() => expect(first()).toHaveTextContent("Tidewater Hotel"));
});

test("of ten thousand rows only those in sight are drawn, and the keys reach the others", async () => {
  const { user } = await openPage({
    scenario: "desk",
    at: "/#/inbox",
    before: (fake) => {
      const [sample] = fake.world.inbox.values();
      if (!sample) return;
      for (let n = 0; n < 10_000; n++) {
        const item = structuredClone(sample.item);
        Object.assign(item.row, {
          itemId: `many-${n}`,
          company: `Shop ${n}`,
          arrivedAt: new Date(n * 1000).toISOString(),
        });
        fake.world.inbox.set(item.row.itemId, { item, values: new Map() });
      }
    },
  });
  await screen.findByRole("table");
  expect(screen.getByRole("table")).toHaveAttribute("aria-rowcount", "10012");
  expect(rows().length, "a few dozen").toBeLessThan(60);
  await user.click(screen.getByRole("checkbox", { name: "Select all that were found" }));
  await screen.findByText("10011 selected");
});

test("many are checked, installed and confirmed at once, and what was left out is listed", async () => {
  const { fake, user } = await openInbox();
  for (const name of ["Some Car Wash", "Harbour Dental", "keys-final(2).age"]) {
    await user.click(screen.getByRole("checkbox", { name: `Select ${name}` }));
  }
  const bar = within(screen.getByRole("toolbar", { name: "3 selected" }));
  await user.click(bar.getByRole("button", { name: "Check" }));
  await screen.findByText("Stripe is being asked about 2 rows.");
  expect(screen.getByText(/can't be opened/, { selector: "li" })).toHaveTextContent("keys-final(2).age");
  for (const name of ["Some Car Wash", "Harbour Dental"]) {
    await user.click(screen.getByRole("checkbox", { name: `Select ${name}` }));
  }
  screen.getByRole("link", { name: "Some Car Wash" }).focus();
  await user.keyboard("i");
  await screen.findByText("2 rows marked as installed.");
  for (const name of ["Some Car Wash", "Harbour Dental"]) {
    await user.click(screen.getByRole("checkbox", { name: `Select ${name}` }));
  }
  screen.getByRole("link", { name: "Some Car Wash" }).focus();
  await user.keyboard("f");
  await screen.findByText("2 rows confirmed. Now send each: open it and write the e-mail.");
  expect(calls(fake, "confirm_inbox_items")).toHaveLength(1);
});

test("the letters do nothing in a field", async () => {
  const { fake, user } = await openInbox();
  await user.click(screen.getByRole("checkbox", { name: "Select Some Car Wash" }));
  await user.type(screen.getByRole("searchbox", { name: "Search" }), "ci");
  expect(calls(fake, "check_inbox_items"), "a search is no act").toHaveLength(0);
});

test("keys are handed on in a form that is shown by mask first", async () => {
  const { fake, user } = await openInbox("/#/inbox/id-1");
  await user.click(await screen.findByRole("button", { name: "Hand on …" }));
  await screen.findByText(/STRIPE_LIVE_SECRET_KEY=sk_live_\.\.\.EVqc/);
  await user.click(screen.getByRole("radio", { name: "Dev Kit for AI" }));
  await screen.findByText(/"live_secret_key": "sk_live_\.\.\.EVqc"/);
  await user.click(screen.getByRole("button", { name: "Save as a file" }));
  await screen.findByText(/Saved as SomeCarWash_DevKit4AI\.json\. Only you can read it/);
  expect(calls(fake, "save_hand_on")).toMatchObject([{ itemIds: ["id-1"], form: "devkit4ai" }]);
  expect(calls(fake, "preview_hand_on").length, "asked for once a form").toBe(2);
});

test("a confirmation is filled in from our check, and its mail begins with plain words", async () => {
  const { fake, user } = await openInbox("/#/inbox/id-1");
  await user.click(await screen.findByRole("button", { name: "Confirm …" }));
  expect(
    screen.getByRole("button", { name: "Sign: the keys have arrived" }),
    "never works without a check",
  ).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await user.click(await screen.findByRole("button", { name: "Sign: the keys work" }));
  await screen.findByText(/the keys work\./, { selector: "b" });
  await user.click(screen.getByRole("button", { name: "Write the e-mail" }));
  await screen.findByText("The e-mail draft is open. Send it.");
  const [mail] = calls(fake, "write_confirmation");
  expect(mail?.["body"]).toMatch(/^Hello,\n\nyour Stripe keys work\. There is nothing more for you to do\./);
  await user.click(screen.getByRole("button", { name: "Copy for the ticket" }));
  await waitFor(() => expect(fake.clipboard).toContain("KEYCOURIER RECEIPT"));
});

test("a key is rejected with a reason that the customer can act on", async () => {
  const { fake, user } = await openInbox("/#/inbox/id-1");
  await user.click(await screen.findByRole("button", { name: "Confirm …" }));
  await user.selectOptions(screen.getByRole("combobox", { name: "What about the Secret key?" }), "permission_missing");
  await user.type(screen.getByRole("textbox", { name: /A line to the customer/ }), "Charges, please.");
  await user.click(screen.getByRole("button", { name: "Sign: send other keys" }));
  await screen.findByText(/other keys are needed/);
  expect(calls(fake, "make_confirmation")).toMatchObject([
    {
      rejected: [{ slot: { mode: "live", slot: "secret" }, reason: "permission_missing" }],
      advice: "Charges, please.",
    },
  ]);
  await user.click(screen.getByRole("button", { name: "Write the e-mail" }));
  await waitFor(() => expect(calls(fake, "write_confirmation")).toHaveLength(1));
  const body = String(calls(fake, "write_confirmation")[0]?.["body"]);
  expect(body).toContain("Secret key (Live) that ends in EVqc: it lacks a permission");
  expect(body).toContain("Charges, please.");
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
