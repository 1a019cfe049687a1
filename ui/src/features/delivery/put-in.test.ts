import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { madeUp } from "~/ipc/fake";
import { calls, copyAndPaste, openPage } from "~/test/page";

type Page = Awaited<ReturnType<typeof openPage>>;

const restricted = madeUp("restricted", "test", "rT7u");

async function pick(name: string): Promise<Page> {
  const page = await openPage({ scenario: "empty", at: "/#/new" });
  await page.user.click(await screen.findByRole("button", { name: `Start with ${name}` }));
  return page;
}

/** A delivery to Serval with its key checked, at Put in. */
async function atPutIn(): Promise<Page> {
  const page = await pick("Serval");
  await page.user.click(screen.getByRole("button", { name: "Begin" }));
  await screen.findByRole("heading", { name: /Serval needs/ });
  await copyAndPaste(page, restricted);
  await screen.findByText("All keys are here.");
  await page.user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await page.user.click(await screen.findByRole("button", { name: "Yes, that is us" }));
  await page.user.click(await screen.findByRole("button", { name: "Go on to Put in" }));
  await screen.findByRole("heading", { name: "Put the key into Serval" });
  return page;
}

test("an integrator with a page of its own is started at once, one mode after the other", async () => {
  const { user, fake } = await pick("Jelou Brain Studio");
  expect(screen.queryByRole("button", { name: "Write them an e-mail" }), "it needs no request").toBeNull();
  expect(screen.getByRole("radio", { name: "Test" }), "Test comes first").toBeChecked();
  await user.click(screen.getByRole("button", { name: "Begin" }));
  await screen.findByRole("heading", { name: /Jelou Brain Studio needs/ });
  expect(calls(fake, "start_delivery")[0]).toMatchObject({ preset: "jelou", modes: ["test"] });
});

test("environments are called as the integrator calls them", async () => {
  await pick("StackOne");
  expect(screen.getByRole("radio", { name: "Production (Live: real payments)" })).toBeInTheDocument();
});

test("a key that is not used there is answered with the reason", async () => {
  const page = await pick("Jelou Brain Studio");
  await page.user.click(screen.getByRole("button", { name: "Begin" }));
  await screen.findByRole("heading", { name: /needs/ });
  await copyAndPaste(page, madeUp("publishable", "test", "kM3d"));
  expect(await screen.findByText(/The publishable key isn't used there/)).toBeInTheDocument();
});

test("the key is copied by the program, counted down, and taken off", async () => {
  const { fake, user } = await atPutIn();
  await user.click(screen.getByRole("button", { name: "Open Serval" }));
  expect(fake.opened).toContain("https://app.serval.com");
  await user.click(screen.getByRole("button", { name: "Copy Test key" }));
  expect(fake.clipboard).toBe(restricted);
  expect(await screen.findByRole("timer")).toHaveTextContent("1:30");
  expect(document.body.textContent, "the page never holds it").not.toContain(restricted);
  fake.emit({ kind: "clipboard_cleared" });
  expect(await screen.findByText(/The key is removed from the clipboard/)).toBeInTheDocument();
  expect(screen.queryByRole("timer")).toBeNull();
  expect(screen.getByRole("button", { name: "Copy again" })).toBeInTheDocument();
});

test("a page that was loaded anew goes on with the countdown", async () => {
  const { user, app } = await atPutIn();
  await user.click(screen.getByRole("button", { name: "Copy Test key" }));
  const { place } = app;
  app.go({ at: "deliveries" });
  await screen.findByRole("heading", { name: "Deliveries" });
  app.go(place);
  expect(await screen.findByRole("timer")).toBeInTheDocument();
});

test("once it is accepted, Live comes next", async () => {
  const { fake, user } = await atPutIn();
  await user.click(screen.getByRole("button", { name: "Copy Test key" }));
  await user.click(screen.getByRole("button", { name: "Yes, it took the key" }));
  await screen.findByRole("heading", { name: "Done: Serval has your key" });
  expect(fake.clipboard, "nobody pastes it elsewhere by mistake").toBe("");
  await user.click(screen.getByRole("button", { name: "Now Live" }));
  await screen.findByRole("heading", { name: "Serval needs one Live key" });
});

test("what the page said has a next step, and can be taken back", async () => {
  const { fake, user } = await atPutIn();
  await user.click(screen.getByRole("button", { name: "It said something else" }));
  await user.click(await screen.findByRole("button", { name: "A permission is missing" }));
  expect(await screen.findByText(/may not do everything that Serval needs/)).toBeInTheDocument();
  expect(calls(fake, "mark_put_in_refused")[0]).toMatchObject({ said: "lacks_permission" });
  expect(screen.getByRole("button", { name: "Use another key" })).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Try once more" }));
  expect(await screen.findByRole("heading", { name: "Did Serval accept the key?" })).toBeInTheDocument();
});

test("a text for their support has the mask and never a key", async () => {
  const { fake, user } = await atPutIn();
  await user.click(screen.getByRole("button", { name: "It said something else" }));
  await user.click(await screen.findByRole("button", { name: "Something else" }));
  const words = await screen.findByLabelText("What it said, in its words");
  await user.type(words, restricted);
  await user.click(screen.getByRole("button", { name: "Copy a text for their support" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("There is a key in this text");
  await user.clear(words);
  await user.type(words, "Error 17");
  await user.click(screen.getByRole("button", { name: "Copy a text for their support" }));
  expect(fake.clipboard).toContain("Error 17");
  expect(fake.clipboard).toContain("rk_test_...rT7u");
});

test("without a browser the address can be copied", async () => {
  const { fake, user } = await atPutIn();
  fake.refusals.set("open_integrator_page", { code: "noBrowser" });
  await user.click(screen.getByRole("button", { name: "Open Serval" }));
  await user.click(await screen.findByRole("button", { name: "Copy the address" }));
  expect(fake.clipboard).toBe("https://app.serval.com");
});

test("the list says what was put in", async () => {
  const { user, app } = await atPutIn();
  await user.click(screen.getByRole("button", { name: "Yes, it took the key" }));
  await screen.findByRole("heading", { name: /^Done/ });
  app.go({ at: "deliveries" });
  const row = within(await screen.findByRole("link", { name: /Serval/ }));
  expect(row.getByText("Test put in")).toBeInTheDocument();
  expect(row.getByText("Nothing. It is done.")).toBeInTheDocument();
});
