// The page as a whole: where it starts, what holds on every screen, and the whole of the merchant's way.
import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { BUNDLE_TEXT, REQUEST_TEXT, WORDS } from "./ipc/fake";
import { calls, copyAndPaste, livePublishable, liveSecret, openPage } from "./test/page";

test("the first start asks what brings you here", async () => {
  const { fake, user } = await openPage();
  await user.click(screen.getByRole("button", { name: /I collect keys from our customers/ }));
  await screen.findByRole("heading", { name: "Set up your desk" });
  expect(fake.world.role).toBe("desk");
});

test("a file skips the first start", async () => {
  await openPage({
    before: (fake) => {
      fake.files.set("/r.keyrequest", REQUEST_TEXT);
      fake.waiting = "/r.keyrequest";
    },
  });
  await screen.findByRole("heading", { name: "Imagatec Helpdesk asks for Stripe keys" });
});

test("a file that is double-clicked later is opened where the person is", async () => {
  const { fake } = await openPage({ scenario: "merchant" });
  fake.files.set("/r.keyrequest", REQUEST_TEXT);
  fake.waiting = "/r.keyrequest";
  fake.emit({ kind: "file_waiting" });
  await screen.findByRole("heading", { name: "Imagatec Helpdesk asks for Stripe keys" });
});

test("a text that is nothing of ours is said, with what to do", async () => {
  const page = await openPage({ scenario: "empty" });
  await copyAndPaste(page, "a shopping list");
  await screen.findByText("There is nothing of Keycourier in this.");
  await page.user.click(screen.getByRole("button", { name: "All right" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a locked file on a computer without a desk leads to setting one up", async () => {
  const page = await openPage({ scenario: "empty" });
  await copyAndPaste(page, `${BUNDLE_TEXT}Some Shop`);
  await page.user.click(await screen.findByRole("button", { name: "Set up your desk" }));
  await screen.findByRole("heading", { name: "Set up your desk" });
});

test("the whole way of a merchant", async () => {
  const page = await openPage({ scenario: "empty" });
  const { user } = page;
  await copyAndPaste(page, REQUEST_TEXT);
  await user.click(await screen.findByRole("button", { name: "Go on" }));
  await user.click(await screen.findByRole("combobox", { name: "Word 1" }));
  await waitFor(() => expect(calls(page.fake, "list_words")).toHaveLength(1));
  await user.paste(WORDS.join(" "));
  await user.click(await screen.findByRole("button", { name: "Check the words" }));
  await screen.findByText("2 keys missing");
  await copyAndPaste(page, `${livePublishable}\n${liveSecret}`);
  await screen.findByText("All keys are here.");
  await user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await user.click(await screen.findByRole("button", { name: "Yes, that is us" }));
  await user.click(await screen.findByRole("button", { name: "Go on to Send" }));
  await user.type(await screen.findByLabelText("What is your business called?"), "Some Car Wash");
  await user.type(screen.getByLabelText("Which site is it for?"), "12 Beach Road");
  await user.type(screen.getByLabelText("Whom can we call?"), "Sam");
  await user.type(screen.getByLabelText("On which number?"), "0400 000 000");
  await user.click(screen.getByLabelText("Not sure, please call me"));
  await user.click(screen.getByRole("button", { name: "Go on" }));
  await user.click(await screen.findByRole("button", { name: "Lock the keys in a file" }));
  await screen.findByRole("heading", { name: "SomeCarWash_Stripe_API_Keys.age" });
  await user.click(screen.getByRole("button", { name: "Write the e-mail" }));
  await user.click(await screen.findByRole("button", { name: "I have sent it" }));
  await screen.findByText(/No answer by tomorrow/);
  await user.click(screen.getByRole("link", { name: /Deliveries/ }));
  location.hash = "#/deliveries";
  await screen.findByText("Nothing. It is their turn.");
});

const PLACES = [
  ["merchant", "#/deliveries"],
  ["merchant", "#/new"],
  ["merchant", "#/request/request-2"],
  ["merchant", "#/words/request-2"],
  ["merchant", "#/delivery/delivery-1/collect"],
  ["merchant", "#/delivery/delivery-1/check"],
  ["merchant", "#/delivery/delivery-3/send"],
  ["merchant", "#/delivery/delivery-3/follow_up"],
  ["merchant", "#/settings"],
  ["desk", "#/inbox"],
  ["desk", "#/inbox/id-1"],
  ["desk", "#/requests"],
  ["desk", "#/new_request"],
  ["desk", "#/prove"],
  ["desk", "#/desk"],
  ["no_desk", "#/inbox"],
] as const;

test.each(PLACES)("%s %s says that nothing is kept, and leaves each control with a name", async (scenario, place) => {
  await openPage({ scenario, at: `/${place}`, before: (fake) => (fake.world.sessionOnly = true) });
  expect(screen.getByText("For this session only.")).toBeInTheDocument();
  for (const role of ["button", "link", "textbox", "combobox", "checkbox", "radio", "tab"] as const) {
    for (const control of screen.queryAllByRole(role)) {
      expect(control, control.outerHTML).toHaveAccessibleName(expect.stringMatching(/\p{L}{2}/u));
    }
  }
  expect(screen.getAllByRole("heading", { level: 1 }), "one title").toHaveLength(1);
  expect(document.querySelectorAll(".btn.primary").length, "at most one thing to do next").toBeLessThanOrEqual(1);
  expect(document.activeElement, "a new screen starts at its title").toBe(
    place.startsWith("#/inbox/")
      ? screen.getByRole("heading", { level: 2 })
      : screen.getByRole("heading", { level: 1 }),
  );
});

test("a keychain that is locked is said on every screen, with a way on", async () => {
  const page = await openPage({ scenario: "merchant", before: (fake) => (fake.world.keychain = "locked") });
  expect(screen.getByText(/Unlock the Windows password store/)).toBeInTheDocument();
  await page.user.click(screen.getByRole("button", { name: "Go on for this session only" }));
  await screen.findByText("For this session only.");
  page.fake.world.keychain = "ready";
  await page.user.click(screen.getByRole("button", { name: "Keep them in the Windows password store" }));
  await waitFor(() => expect(screen.queryByText("For this session only.")).toBeNull());
});

test("data of a newer program stops the page with a sentence", async () => {
  const page = openPage({ before: (fake) => fake.refusals.set("get_app_status", { code: "dataFromNewerVersion" }) });
  await screen.findByText("A newer Keycourier has been used on this computer.");
  const user = (await import("@testing-library/user-event")).default.setup();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await page;
});

test("settings count at once", async () => {
  const { fake, user } = await openPage({ scenario: "merchant", at: "/#/settings" });
  await user.click(screen.getByLabelText("Dark"));
  await waitFor(() => expect(document.documentElement).toHaveAttribute("data-theme", "dark"));
  const seconds = screen.getByLabelText(/Take a copied key off/);
  await user.clear(seconds);
  await user.type(seconds, "5");
  await user.tab();
  expect(seconds, "out of bounds").toBeInvalid();
  expect(calls(fake, "save_settings"), "only the look was saved so far").toHaveLength(1);
  await user.clear(seconds);
  await user.type(seconds, "30");
  await user.tab();
  await waitFor(() => expect(fake.world.settings).toMatchObject({ theme: "dark", clearClipboardSeconds: 30 }));
});

test("the switch between the sides shows once both were used", async () => {
  const { user } = await openPage({ scenario: "merchant", at: "/#/settings" });
  expect(screen.queryByRole("group", { name: "Which side" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "I also collect keys from customers" }));
  const sides = within(await screen.findByRole("group", { name: "Which side" }));
  await user.click(sides.getByRole("button", { name: "Send" }));
  await screen.findByRole("heading", { name: "Deliveries" });
});

test("without a request one can ask for it and collect meanwhile", async () => {
  const { fake, user } = await openPage({ scenario: "merchant", at: "/#/new" });
  await user.click(await screen.findByRole("button", { name: "Start with Imagatec" }));
  await user.click(screen.getByRole("button", { name: "Write them an e-mail" }));
  await screen.findByText(/The e-mail is open in your mail program/);
  expect(calls(fake, "ask_for_request")).toMatchObject([{ preset: "imagatec" }]);
  await user.click(screen.getByRole("button", { name: "Collect my keys first" }));
  await screen.findByText("has sent no request yet");
});
