import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { Delivery } from "~/ipc/fake/world";
import { calls, copyAndPaste, liveSecret, openPage } from "~/test/page";

type Page = Awaited<ReturnType<typeof openPage>>;

function theDelivery({ fake }: Page): Delivery {
  const delivery = fake.world.deliveries.get("delivery-1");
  if (delivery === undefined) throw new Error("the sample world has it");
  return delivery;
}

/** A delivery with both keys checked and the account confirmed, at the Send step. */
async function atSend(): Promise<Page> {
  const page = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-1/collect" });
  await copyAndPaste(page, liveSecret);
  await screen.findByText("All keys are here.");
  await page.user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await page.user.click(await screen.findByRole("button", { name: "Yes, that is us" }));
  await page.user.click(await screen.findByRole("button", { name: "Go on to Send" }));
  await screen.findByRole("heading", { name: /wants to know/ });
  return page;
}

async function answered(): Promise<Page> {
  const page = await atSend();
  await page.user.type(screen.getByLabelText("Which site is it for?"), "12 Beach Road");
  await page.user.type(screen.getByLabelText("Whom can we call?"), "Sam");
  await page.user.type(screen.getByLabelText("On which number?"), "0400 000 000");
  await page.user.click(screen.getByLabelText("Payment terminals"));
  await page.user.click(screen.getByRole("button", { name: "Go on" }));
  await screen.findByRole("button", { name: "Lock the keys in a file" });
  return page;
}

async function locked(): Promise<Page> {
  const page = await answered();
  await page.user.click(screen.getByRole("button", { name: "Lock the keys in a file" }));
  await screen.findByRole("heading", { name: "Your keys are locked in this file" });
  return page;
}

test("unanswered questions are named, and the first of them gets the focus", async () => {
  const page = await atSend();
  await page.user.click(screen.getByRole("button", { name: "Go on" }));
  expect(screen.getByText("4 answers missing")).toBeInTheDocument();
  expect(screen.getByLabelText("Which site is it for?")).toBeInvalid();
  expect(screen.getByLabelText("Which site is it for?")).toHaveFocus();
  expect(calls(page.fake, "answer_questions")).toEqual([]);
});

test("a key in an answer is refused beside its field", async () => {
  const page = await atSend();
  await page.user.click(screen.getByLabelText("Which site is it for?"));
  await page.user.type(screen.getByLabelText("Which site is it for?"), liveSecret);
  await page.user.type(screen.getByLabelText("Whom can we call?"), "Sam");
  await page.user.type(screen.getByLabelText("On which number?"), "0400");
  await page.user.click(screen.getByLabelText("Web shop"));
  await page.user.click(screen.getByRole("button", { name: "Go on" }));
  const field = screen.getByLabelText("Which site is it for?");
  await screen.findByText("There is a key in this text.");
  expect(field).toHaveAccessibleDescription(/There is a key in this text/);
});

test("what they will see is shown before it is locked, the keys by their masks", async () => {
  await answered();
  const seen = within(screen.getByRole("heading", { name: "What they will see" }).closest("section") as HTMLElement);
  expect(seen.getByText("Some Car Wash, Ticket IM-20417")).toBeInTheDocument();
  expect(seen.getByText("ends in EVqc")).toBeInTheDocument();
  expect(seen.getByText("12 Beach Road")).toBeInTheDocument();
});

test("writing the e-mail turns the card into the three things to do", async () => {
  const page = await locked();
  await page.user.click(screen.getByRole("button", { name: "Write the e-mail" }));
  await screen.findByText("The e-mail draft is open.");
  expect(screen.getByText(/press Ctrl\+V in the e-mail/)).toBeInTheDocument();
  expect(calls(page.fake, "write_email")).toMatchObject([{ subject: "Stripe keys of Some Car Wash (IM-20417)" }]);
  await page.user.click(screen.getByRole("button", { name: "I have sent it" }));
  await screen.findByRole("heading", { name: "Sent. It is their turn" });
});

test("without a mail program everything can be copied piece by piece", async () => {
  const page = await locked();
  page.fake.refusals.set("write_email", { code: "noMailProgram" });
  await page.user.click(screen.getByRole("button", { name: "Write the e-mail" }));
  await screen.findByText("No mail program opened.");
  await page.user.click(screen.getByRole("button", { name: "Copy piece by piece" }));
  await page.user.click(screen.getByRole("button", { name: "Copy: Address" }));
  await screen.findByText("Copied.");
  expect(page.fake.clipboard).toBe("help@imagatec.com.au");
});

test("a file made before a change says so and is made again", async () => {
  const page = await locked();
  const [question] = theDelivery(page).questions;
  if (question) question.answer = ["Another road"];
  page.fake.emit({ kind: "delivery_changed", deliveryId: "delivery-1" });
  await screen.findByText("You changed something after this file was made. Make it again.");
  await page.user.click(screen.getByRole("button", { name: "Lock the keys again" }));
  await screen.findByRole("heading", { name: "Your keys are locked in this file" });
});

test("what stands in the way is a list, each with its own way out", async () => {
  const page = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-2/send" });
  const blocks = within(
    (await screen.findByRole("heading", { name: "Before you can lock them" })).closest("section") as HTMLElement,
  );
  expect(blocks.getAllByRole("listitem").map((item) => item.textContent?.trim())).toEqual([
    expect.stringContaining("1 key is missing."),
    expect.stringContaining("1 key is not checked yet."),
    expect.stringContaining("You have not proven yet that it is really Harbour Software."),
  ]);
  await page.user.click(blocks.getByRole("button", { name: "Prove it" }));
  await screen.findByRole("heading", { name: "Is it really Harbour Software?" });
});

test("saying 'sent' can be taken back", async () => {
  const page = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-3" });
  await screen.findByRole("heading", { name: "No answer yet" });
  expect(screen.getByText("1300 365 443")).toBeInTheDocument();
  await page.user.click(screen.getByRole("button", { name: "I have not sent it" }));
  await screen.findByRole("heading", { name: "Your keys are locked in this file" });
});

test("removing the keys for good is asked about first", async () => {
  const page = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-3" });
  await page.user.click(await screen.findByRole("button", { name: "Remove the keys from this computer" }));
  expect(calls(page.fake, "remove_delivery_keys"), "it can't be undone here").toEqual([]);
  await page.user.click(screen.getByRole("button", { name: "Remove them" }));
  await screen.findByText("No keys of this delivery are kept on this computer.");
});
