import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { WORDS } from "~/ipc/fake";
import { calls, openPage } from "~/test/page";

async function setUp() {
  const page = await openPage({ scenario: "no_desk" });
  await page.user.type(screen.getByLabelText("What do your customers call you?"), "Harbour Software");
  await page.user.type(screen.getByLabelText("Your website's domain"), "harbour.example");
  await page.user.click(screen.getByRole("button", { name: "Set up the desk" }));
  await screen.findByRole("heading", { name: "First, a backup" });
  return page;
}

test("a domain that is none is said beside its field", async () => {
  const { user } = await openPage({ scenario: "no_desk" });
  await user.type(screen.getByLabelText("What do your customers call you?"), "Harbour Software");
  await user.type(screen.getByLabelText("Your website's domain"), "not a domain");
  await user.click(screen.getByRole("button", { name: "Set up the desk" }));
  await screen.findByText("A domain looks like this: harbour.example");
  expect(screen.getByLabelText("Your website's domain")).toBeInvalid();
});

test("the backup comes before anything else, and then the words", async () => {
  const { fake, user } = await setUp();
  await user.type(screen.getByLabelText("Passphrase"), "short");
  await user.type(screen.getByLabelText("The same passphrase again"), "short");
  await user.click(screen.getByRole("button", { name: "Save the backup" }));
  expect(screen.getByText("At least 12 characters.")).toBeInTheDocument();
  expect(calls(fake, "back_up_desk")).toEqual([]);
  await user.type(screen.getByLabelText("Passphrase"), " and now long enough");
  await user.click(screen.getByRole("button", { name: "Save the backup" }));
  expect(screen.getByText("The two are not the same.")).toBeInTheDocument();
  await user.type(screen.getByLabelText("The same passphrase again"), " and now long enough");
  await user.click(screen.getByRole("button", { name: "Save the backup" }));
  await screen.findByRole("heading", { name: "Prove it's us" });
  const words = within(screen.getAllByRole("list").find((list) => list.textContent?.includes(WORDS[0])) as HTMLElement);
  expect(words.getAllByRole("listitem").map((item) => item.textContent)).toEqual([...WORDS]);
});

test("'later' has to be typed, and stays on every screen", async () => {
  const { user } = await setUp();
  await user.click(screen.getByRole("button", { name: "Not now" }));
  const go = screen.getByRole("button", { name: "Go on without a backup" });
  expect(go).toBeDisabled();
  await user.type(screen.getByLabelText(/type “later”/), "Later");
  await user.click(go);
  await screen.findByRole("heading", { name: "Prove it's us" });
  for (const place of ["#/inbox", "#/requests", "#/prove", "#/settings"]) {
    location.hash = place;
    expect(await screen.findByText("Your desk has no backup."), place).toBeInTheDocument();
  }
});

test("a request is seen as the customer sees it, and handed out", async () => {
  const { fake, user } = await openPage({ scenario: "desk", at: "/#/new_request" });
  await user.type(await screen.findByLabelText(/Ticket/), "IM-1");
  const preview = within(screen.getByRole("complementary", { name: "What the customer will see" }));
  await preview.findByText("IM-1");
  expect(preview.getByText("Live secret key")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Make the request" }));
  await screen.findByRole("heading", { name: "Hand it to your customer" });
  await user.click(screen.getByRole("button", { name: "Copy as text" }));
  await screen.findByText(/The request is on the clipboard/);
  expect(fake.clipboard).toContain("KEYCOURIER REQUEST");
});

test("a form asks for at least one key", async () => {
  const { user } = await openPage({ scenario: "desk", at: "/#/new_request" });
  await user.click(await screen.findByLabelText("Choose them"));
  await user.click(screen.getByLabelText("Publishable key"));
  await user.click(screen.getByLabelText("Secret key"));
  expect(screen.getByRole("button", { name: "Make the request" })).toBeDisabled();
  expect(screen.getByText("Choose at least one key.")).toBeInTheDocument();
});

test("a key typed as a ticket is refused", async () => {
  const { fake, user } = await openPage({ scenario: "desk", at: "/#/new_request" });
  await screen.findByLabelText(/Ticket/);
  fake.refusals.set("make_request", { code: "secretInText", field: { name: "ticket" } });
  await user.click(screen.getByRole("button", { name: "Make the request" }));
  await screen.findByText("There is a key in this text.");
  expect(screen.getByLabelText(/Ticket/)).toBeInvalid();
});

test("a desk comes back from its backup, after a wrong passphrase too", async () => {
  const { user } = await openPage({ scenario: "no_desk", at: "/#/inbox" });
  await user.click(await screen.findByRole("button", { name: "I have a backup" }));
  await user.click(screen.getByRole("button", { name: "Choose the backup" }));
  await screen.findByText("Chosen: Imagatec_Keycourier_Backup.age");
  await user.type(screen.getByLabelText("Its passphrase"), "wrong");
  await user.click(screen.getByRole("button", { name: "Restore the desk" }));
  await screen.findByText("This passphrase doesn't open the backup.");
  await user.clear(screen.getByLabelText("Its passphrase"));
  await user.type(screen.getByLabelText("Its passphrase"), "right");
  await user.click(screen.getByRole("button", { name: "Restore the desk" }));
  await screen.findByRole("heading", { name: "Our desk" });
  await screen.findByText(/The desk of Imagatec Helpdesk is back/);
});

test("a request is withdrawn only after a second word", async () => {
  const { fake, user } = await openPage({ scenario: "desk", at: "/#/requests" });
  await user.click(await screen.findByRole("button", { name: "Withdraw: the request for IM-20431" }));
  expect(fake.calls.some(({ name }) => name === "withdraw_request")).toBe(false);
  await user.click(screen.getByRole("button", { name: "Withdraw it" }));
  await screen.findByText("The request is withdrawn.");
  expect(screen.getByText("withdrawn", { selector: ".pill" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Withdraw: the request for IM-20431" }), "once is enough").toBeNull();
});

test("the days for which locked files are kept are a setting of the desk", async () => {
  const { fake, user } = await openPage({ scenario: "desk", at: "/#/settings" });
  const days = await screen.findByLabelText(/Delete the locked file of installed keys after/);
  expect(days).toHaveValue("30");
  await user.clear(days);
  await user.type(days, "7");
  await user.tab();
  expect(fake.world.settings.keepSealedDays).toBe(7);
});
