import { createEvent, fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { calls, copyAndPaste, livePublishable, liveSecret, openPage, otherSecret, row, testSecret } from "~/test/page";

const COLLECT = "/#/delivery/delivery-1/collect";
const open = () => openPage({ scenario: "merchant", at: COLLECT });
/** Both rows empty: the sample brings the publishable key. */
async function openEmpty() {
  const page = await open();
  page.fake.call("remove_key", {
    operationId: "x",
    deliveryId: "delivery-1",
    slot: { mode: "live", slot: "publishable" },
  });
  page.fake.emit({ kind: "delivery_changed", deliveryId: "delivery-1" });
  await screen.findByText("2 keys missing");
  return page;
}

test("Ctrl+V anywhere finds the row, and the page reads nothing of it", async () => {
  const page = await open();
  await copyAndPaste(page, liveSecret);
  const secret = row("Secret key");
  await secret.findByText("Right kind, right mode. Saved on this computer.");
  expect(secret.getByText("ends in EVqc"), "a mask is spoken by its ending").toBeInTheDocument();
  expect(calls(page.fake, "paste_key"), "nobody chose a row").toMatchObject([{ slot: null, mode: "live" }]);
  expect(document.body.innerHTML, "the page never holds the key").not.toContain(liveSecret);
});

test("one paste of both keys fills both rows", async () => {
  const page = await openEmpty();
  await copyAndPaste(page, `Publishable: ${livePublishable}\nSecret: ${liveSecret}`);
  await screen.findByText("All keys are here.");
  expect(screen.getByRole("status", { name: "Messages" })).toHaveTextContent(
    "In their rows: Publishable key and Secret key.",
  );
});

test("a paste in a key field is stopped and handed to the program for that row", async () => {
  const { fake } = await open();
  fake.clipboard = liveSecret;
  const field = row("Secret key").getByRole("textbox");
  const paste = createEvent.paste(field);
  let read = false;
  Object.defineProperty(paste, "clipboardData", {
    get: () => {
      read = true;
      return null;
    },
  });
  await fireEvent(field, paste);
  expect(paste.defaultPrevented, "nothing gets into the field").toBe(true);
  expect(read, "the event's own copy is not looked at").toBe(false);
  await waitFor(() => expect(calls(fake, "paste_key")).toMatchObject([{ slot: { mode: "live", slot: "secret" } }]));
});

test("a middle click pastes nothing", async () => {
  await open();
  const field = row("Secret key").getByRole("textbox");
  for (const kind of ["mouseDown", "mouseUp"] as const) {
    const press = createEvent[kind](field, { button: 1 });
    await fireEvent(field, press);
    expect(press.defaultPrevented, `${kind} of the middle button is stopped`).toBe(true);
  }
  const left = createEvent.mouseDown(field, { button: 0 });
  await fireEvent(field, left);
  expect(left.defaultPrevented, "the left button still works").toBe(false);
});

test("a paste into a field for other text is left alone", async () => {
  const page = await openPage({ scenario: "desk", at: "/#/inbox" });
  await page.user.click(await screen.findByRole("searchbox"));
  await copyAndPaste(page, "IM-20417");
  expect(calls(page.fake, "paste_inbox_text"), "it is what is searched for").toEqual([]);
});

test("a typed key is judged when the field is left, and forgotten", async () => {
  const { fake, user } = await open();
  const field = row("Secret key").getByRole("textbox");
  await user.type(field, liveSecret);
  expect(calls(fake, "typed_key"), "not while typing").toEqual([]);
  await user.tab();
  await row("Secret key").findByText("ends in EVqc");
  expect(calls(fake, "typed_key")).toHaveLength(1);
});

test("what was typed and refused does not stay in the field", async () => {
  const { user } = await open();
  const field = row("Secret key").getByRole("textbox");
  await user.type(field, `${testSecret}{Enter}`);
  await row("Secret key").findByText("This is a Test key.");
  expect(field, "a key is a key, also a wrong one").toHaveValue("");
});

test("the focus goes on to the next field, and then to the check", async () => {
  const { user } = await openEmpty();
  const first = row("Publishable key").getByRole("textbox");
  await user.type(first, `${livePublishable}{Enter}`);
  await waitFor(() => expect(row("Secret key").getByRole("textbox")).toHaveFocus());
  await user.keyboard(`${liveSecret}{Enter}`);
  await waitFor(() => expect(screen.getByRole("button", { name: "Check with Stripe" })).toHaveFocus());
});

test("a wrong key pasted over a good one says that the good one stays", async () => {
  const { fake, user } = await open();
  await user.click(row("Publishable key").getByRole("button", { name: "Replace: Publishable key" }));
  fake.clipboard = "https://dashboard.stripe.com";
  await user.click(row("Publishable key").getByRole("button", { name: /^Paste what you copied/ }));
  await row("Publishable key").findByText("The key that ends in kM3d stays.");
});

test("text dropped on a key field goes the same way", async () => {
  const { fake } = await open();
  const field = row("Secret key").getByRole("textbox");
  const drop = createEvent.drop(field);
  Object.defineProperty(drop, "dataTransfer", { value: { getData: () => liveSecret } });
  await fireEvent(field, drop);
  expect(drop.defaultPrevented).toBe(true);
  await row("Secret key").findByText("ends in EVqc");
  expect(calls(fake, "typed_key")).toHaveLength(1);
});

test("a dropped text file is read by the program", async () => {
  const { fake } = await openEmpty();
  fake.files.set("/home/sam/keys.txt", `${livePublishable}\r\n${liveSecret}`);
  fake.drop({ phase: "drop", paths: ["/home/sam/keys.txt"], x: 0, y: 0 });
  await screen.findByText("All keys are here.");
  expect(calls(fake, "read_key_file")).toMatchObject([{ path: "/home/sam/keys.txt" }]);
});

test("the file that keys came from is deleted only after a second yes", async () => {
  const { fake, user } = await openEmpty();
  fake.files.set("/home/sam/keys.txt", `${livePublishable}\n${liveSecret}`);
  await user.click(screen.getByRole("button", { name: "choose the file" }));
  await screen.findByText("keys.txt still holds your keys");
  await user.click(screen.getByRole("button", { name: "Delete the file" }));
  expect(fake.files.size, "one click deletes nothing").toBe(1);
  await user.click(screen.getByRole("button", { name: "Delete it for good" }));
  await screen.findByText("keys.txt is deleted.");
  expect(fake.files.size).toBe(0);
});

test("a file without a usable key is left alone", async () => {
  const { fake, user } = await openEmpty();
  fake.files.set("/home/sam/notes.txt", "call Imagatec on Monday");
  await user.click(screen.getByRole("button", { name: "choose the file" }));
  await screen.findByText("This is text without a key in it.");
  expect(screen.queryByText(/still holds your keys/)).toBeNull();
});

test.each([
  ["sk_live_...EVqc", "These are only the last letters of the key."],
  ["https://dashboard.stripe.com/apikeys", "This is a web address, not a key."],
  ["123456", "This looks like a sign-in code, not a key."],
  ["", "The clipboard is empty."],
  [liveSecret.slice(0, 20), "This is only the beginning of a secret key."],
  [testSecret, "This is a Test key."],
])("%j is told in its row, with one thing to do", async (text, sentence) => {
  const page = await open();
  await copyAndPaste(page, text);
  const secret = row("Secret key");
  await secret.findByText(sentence);
  expect(
    secret.getAllByRole("button").filter((button) => button.classList.contains("primary")),
    "one thing to do",
  ).toHaveLength(1);
  expect(page.fake.world.deliveries.get("delivery-1")?.slots[1]?.key, "nothing was stored").toBeNull();
});

test("a key pasted into the wrong row goes where it belongs, and says so", async () => {
  const { fake, user } = await openEmpty();
  fake.clipboard = liveSecret;
  await user.click(row("Publishable key").getByRole("button", { name: /^Paste what you copied/ }));
  await row("Secret key").findByText("ends in EVqc");
  expect(screen.getByRole("status", { name: "Messages" })).toHaveTextContent("Secret key is in its row.");
});

test("where its own row has a key already, it is moved on a press, without a second paste", async () => {
  const page = await openEmpty();
  const { fake, user } = page;
  await copyAndPaste(page, otherSecret);
  await row("Secret key").findByText("ends in 9xYz");
  fake.clipboard = liveSecret;
  await user.click(row("Publishable key").getByRole("button", { name: /^Paste what you copied/ }));
  await row("Publishable key").findByText("This is a secret key.");
  await user.click(row("Publishable key").getByRole("button", { name: "Put it into Secret key" }));
  await row("Secret key").findByText("ends in EVqc");
  expect(calls(fake, "use_candidate")).toHaveLength(1);
  expect(row("Publishable key").queryByText("This is a secret key."), "what is put right is no longer said").toBeNull();
});

test("of several that fit, the person picks", async () => {
  const page = await open();
  await copyAndPaste(page, `${liveSecret}\n${otherSecret}`);
  const secret = row("Secret key");
  await secret.findByText("There are 2 different keys in this that would fit.");
  const choices = within(secret.getByRole("group", { name: "Pick the right one" }));
  await page.user.click(choices.getByRole("button", { name: /9xYz/ }));
  await row("Secret key").findByText("ends in 9xYz");
});

test("a paste that is no longer kept is asked for again", async () => {
  const page = await open();
  await copyAndPaste(page, `${liveSecret}\n${otherSecret}`);
  page.fake.refusals.set("use_candidate", { code: "pasteGone" });
  await page.user.click(await row("Secret key").findByRole("button", { name: /9xYz/ }));
  const alert = await screen.findByText("The copied text is no longer kept.");
  expect(alert.closest("[role=alert]")).toHaveTextContent("Paste what you copied");
});

test("removing asks nothing and can be undone", async () => {
  const { user } = await open();
  await user.click(row("Publishable key").getByRole("button", { name: "Remove: Publishable key" }));
  await screen.findByText("2 keys missing");
  await user.click(within(screen.getByRole("status", { name: "Messages" })).getByRole("button", { name: "Undo" }));
  await row("Publishable key").findByText("ends in kM3d");
});

test("Check says why it can't start", async () => {
  const { fake, user } = await open();
  const check = screen.getByRole("button", { name: "Check with Stripe" });
  expect(check).toHaveAttribute("aria-disabled", "true");
  expect(check).toHaveAccessibleDescription("1 key missing");
  await user.click(check);
  expect(calls(fake, "start_check"), "nothing is asked of Stripe").toEqual([]);
  expect(document.activeElement, "it leads to what is missing").toHaveAttribute("data-key-field");
});

test("only the tabs that were asked for are there, and the arrow keys change between them", async () => {
  await open();
  expect(screen.getAllByRole("tab")).toHaveLength(1);
});

test("both tabs are there when both were asked for", async () => {
  const { user } = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-2/collect" });
  const [test, live] = screen.getAllByRole("tab");
  expect(live, "the tab that wants something is shown first").toHaveAttribute("aria-selected", "true");
  live?.focus();
  await user.keyboard("{ArrowLeft}");
  expect(test).toHaveAttribute("aria-selected", "true");
  expect(test).toHaveFocus();
});

test("a paste for the other tab goes there and shows it", async () => {
  const page = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-2/collect" });
  await page.user.click(screen.getByRole("tab", { name: /Test/ }));
  await copyAndPaste(page, liveSecret);
  await waitFor(() => expect(screen.getByRole("tab", { name: /Live/ })).toHaveAttribute("aria-selected", "true"));
  expect(row("Secret key").getByText("ends in EVqc")).toBeInTheDocument();
});

test("the guide is of the row in focus", async () => {
  const { user } = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-2/collect" });
  await screen.findByRole("heading", { name: "Get a secret key" });
  await user.click(row("Payment notices").element);
  await screen.findByRole("heading", { name: "Get the signing secret" });
});

test("a keychain that is locked is said with the way on", async () => {
  const page = await open();
  page.fake.refusals.set("paste_key", { code: "keychainLocked" });
  await copyAndPaste(page, liveSecret);
  await screen.findByText("The Windows password store is locked.");
  await page.user.click(screen.getByRole("button", { name: "Try again" }));
  await row("Secret key").findByText("ends in EVqc");
});
