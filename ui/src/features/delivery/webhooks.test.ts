import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { en } from "~/i18n/en";
import { Formats, type Messages } from "~/i18n";
import type { WebhookOff, WebhookState, WebhookView } from "~/ipc";
import { madeUp } from "~/ipc/fake";
import { jelouWebhook, nothingChecked, type Checked } from "~/ipc/fake/world";
import { calls, openPage } from "~/test/page";
import { explainFix, explainOff, explainState, shownOff } from "./webhooks";

const t: Messages = en;
const formats = new Formats("en");
const webhook = jelouWebhook("test", { url: "https://flows.jelou.dev/x/7f3a" });

type Examples<U extends { code: string }> = { [C in U["code"]]: Extract<U, { code: C }>[] };

const OFF = Object.values({
  http_in_live: [{ code: "http_in_live" }],
  missing: [
    { code: "missing", certain: true },
    { code: "missing", certain: false },
  ],
  limit_reached: [{ code: "limit_reached", count: 16 }],
  wrong_url: [
    { code: "wrong_url", found: "http://a.example/x", differs: "scheme" },
    { code: "wrong_url", found: "https://a.example/y", differs: "path" },
  ],
  wrong_mode: [{ code: "wrong_mode", found: "live" }],
  connect_endpoint: [{ code: "connect_endpoint" }],
  thin_events: [{ code: "thin_events" }],
  disabled: [{ code: "disabled" }],
  events_missing: [{ code: "events_missing", events: ["payment_intent.requires_action"] }],
  duplicate_url: [
    { code: "duplicate_url", others: 1 },
    { code: "duplicate_url", others: 2 },
  ],
  other_api_version: [
    { code: "other_api_version", found: null },
    { code: "other_api_version", found: "2020-08-27" },
  ],
  all_events: [{ code: "all_events" }],
  events_too_many: [{ code: "events_too_many", events: ["charge.refunded"] }],
} satisfies Examples<WebhookOff>).flat();

test.each(OFF)("what is off is a sentence: $code", (off) => {
  expect(explainOff(off, { t, formats, webhook })).toMatch(/^(?:\*\*)?[A-Z0-9].*[.*]$/);
});

const STATES = Object.values({
  no_address: [{ code: "no_address" }],
  not_checked: [{ code: "not_checked" }],
  ok: [{ code: "ok" }],
  marked: [{ code: "marked" }],
  off: [],
  not_allowed: [{ code: "not_allowed" }],
  could_not_ask: [{ code: "could_not_ask", cause: "proxy_sign_in" }],
  by_hand: [{ code: "by_hand" }],
} satisfies Examples<WebhookState>).flat();

test.each(STATES)("how it stands is a sentence: $code", (state) => {
  expect(explainState(state, "Jelou", t)).toMatch(/^(?:\*\*)?[A-Z].*\.$/);
});

test("the flaws of somebody else's webhook are not shown", () => {
  const other = { code: "wrong_url", found: "https://a.example/y", differs: "path" } satisfies WebhookOff;
  const slip = { ...other, differs: "www" } satisfies WebhookOff;
  const disabled = { code: "disabled" } satisfies WebhookOff;
  expect(shownOff({ ...webhook, off: [other, disabled] })).toEqual([other]);
  expect(shownOff({ ...webhook, off: [slip, disabled] }), "that one is mended whole").toEqual([slip, disabled]);
});

test("what a click would do is said before", () => {
  const mend = {
    kind: "mend",
    address: false,
    adds: ["a.b"],
    removes: true,
    enables: true,
  } satisfies WebhookView["fix"];
  expect(explainFix({ ...webhook, fix: mend }, t)).toEqual([
    "Adds the 1 missing notice to the webhook that points to **flows.jelou.dev**.",
    "Takes away the notices that nobody asked for.",
    "Switches the webhook on.",
    "Nothing else in your Stripe account changes.",
    "You find it in Stripe under Developers → Webhooks.",
  ]);
  expect(explainFix({ ...webhook, fix: null }, t)).toEqual([]);
});

/** Harbour's Test key is there, and it wants a webhook. */
async function checked(more: Partial<Checked> = {}, kind: "secret" | "restricted" = "secret") {
  const page = await openPage({
    scenario: "merchant",
    at: "/#/delivery/delivery-2/check",
    before: ({ world }) => {
      const delivery = world.deliveries.get("delivery-2");
      if (!delivery) throw new Error("the sample is there");
      delivery.checked = { ...nothingChecked(), webhooks: [jelouWebhook("test")], ...more };
      const secret = delivery.slots.find(({ key }) => key !== null);
      if (secret?.key && kind === "restricted")
        Object.assign(secret.key, { kind, value: madeUp(kind, "test", "aBcD") });
    },
  });
  await screen.findByRole("heading", { name: "Checking your keys for Harbour Software" });
  return page;
}

async function started(page: Awaited<ReturnType<typeof checked>>) {
  await page.user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await page.user.click(await screen.findByRole("button", { name: "Yes, that is us" }));
}

test("before any check nothing is said about the keys, and one button begins", async () => {
  await checked();
  await screen.findByText("Not checked yet.");
  expect(screen.getByRole("tab", { name: /Test/ })).toHaveTextContent("not checked");
  expect(screen.queryByRole("button", { name: "Check again" })).toBeNull();
});

test("an address is checked for its host, and the missing webhook made on a click", async () => {
  const page = await checked();
  await started(page);
  const field = await screen.findByRole("textbox", { name: "Address for payment notices" });
  await page.user.type(field, "https://evil.example/x");
  await page.user.click(screen.getByRole("button", { name: "Use this address" }));
  await screen.findByText("This is not their address.");
  await page.user.clear(field);
  await page.user.type(field, "https://flows.jelou.dev/stripe");
  await page.user.click(screen.getByRole("button", { name: "Use this address" }));
  await screen.findByText("Stripe sends them nothing yet.");
  expect(screen.getByText("Nothing else in your Stripe account changes.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Continue without the webhook" })).toBeInTheDocument();
  await page.user.click(screen.getByRole("button", { name: "Create it in Stripe for me" }));
  await screen.findByText("Stripe sends them what they need.");
  expect(calls(page.fake, "fix_webhook")).toMatchObject([{ url: "https://flows.jelou.dev/stripe", mode: "test" }]);
  expect(screen.queryByRole("button", { name: "Continue without the webhook" })).toBeNull();
});

test("a webhook that is off says what is missing, and is mended on a click", async () => {
  const page = await checked({ webhooks: [jelouWebhook("test", { url: "https://flows.jelou.dev/off" })] });
  await started(page);
  await screen.findByText(/Stripe sends 2 of the 3 notices that they need/);
  await page.user.click(screen.getByRole("button", { name: "Fix it in Stripe for me" }));
  await screen.findByText("Stripe sends them what they need.");
});

test("where the key may not look there is the way by hand, with everything to copy", async () => {
  const page = await checked({ webhooks: [jelouWebhook("test", { url: "https://flows.jelou.dev/x" })] }, "restricted");
  await started(page);
  await screen.findByText("This key may not look at webhooks.");
  expect(screen.queryByRole("button", { name: /in Stripe for me/ }), "no button that can't work").toBeNull();
  await page.user.click(screen.getByRole("button", { name: "I'll do it: show me how" }));
  await page.user.click(await screen.findByRole("button", { name: "Copy all events" }));
  await page.user.click(screen.getByRole("button", { name: "Copy payment_intent.requires_action" }));
  await page.user.click(screen.getByRole("button", { name: "Copy the address" }));
  expect(calls(page.fake, "copy_text").map(({ text }) => text)).toEqual([
    "payment_intent.succeeded\npayment_intent.requires_action\npayment_intent.payment_failed",
    "payment_intent.requires_action",
    "https://flows.jelou.dev/x",
  ]);
  await page.user.click(screen.getByRole("button", { name: "I have done it" }));
  await screen.findByText("You set it up by hand.");
  await page.user.click(screen.getByRole("button", { name: "No, not yet" }));
  await screen.findByText("This key may not look at webhooks.");
});

test("permissions to change things are tried only once the person ticked it", async () => {
  const needs = [
    { resource: "charge", level: "read" },
    { resource: "customer", level: "write" },
  ] as const;
  const page = await checked({ needs: [...needs], webhooks: [] }, "restricted");
  await started(page);
  const item = (name: string) => screen.getByText(name).closest("li") as HTMLElement;
  expect(within(item("Charges and Refunds: Read")).getByText("can")).toBeInTheDocument();
  expect(within(item("Customers: Write")).getByText("not tried")).toBeInTheDocument();
  await page.user.click(screen.getByRole("checkbox", { name: "Also try permissions to change things" }));
  await screen.findByText("can't");
  expect(calls(page.fake, "agree_to_write_probes")).toMatchObject([{ agreed: true }]);
  await page.user.click(await screen.findByRole("button", { name: "Create one with the right boxes ticked" }));
  expect(page.fake.opened).toEqual(["test/create_restricted_key"]);
});

test("an account that can't take payments yet leads to where that is finished", async () => {
  const page = await checked({ webhooks: [] });
  await page.user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await screen.findByRole("button", { name: "Yes, that is us" });
  const delivery = page.fake.world.deliveries.get("delivery-2");
  const [known] = delivery?.accounts ?? [];
  if (known) known.account = { ...known.account, canTakePayments: false };
  await page.user.click(screen.getByRole("button", { name: "Yes, that is us" }));
  await page.user.click(await screen.findByRole("button", { name: "Finish in Stripe" }));
  expect(page.fake.opened).toEqual(["test/finish_account"]);
});

test("a signing secret is held against a real notice", async () => {
  const page = await checked({ webhooks: [] });
  const slots = page.fake.world.deliveries.get("delivery-2")?.slots ?? [];
  const [secret, signing] = slots;
  if (!secret?.key || !signing) throw new Error("the sample has both");
  signing.key = {
    ...secret.key,
    id: "signing",
    kind: "webhook_secret",
    value: madeUp("webhook_secret", "test", "wXyZ"),
  };
  await page.user.click(screen.getByRole("button", { name: "Check with Stripe" }));
  await page.user.click(await screen.findByText("Check it with a real notice"));
  const field = screen.getByRole("textbox", { name: "Signature line and body" });
  await page.user.click(field);
  await page.user.paste("no header here");
  await page.user.click(screen.getByRole("button", { name: "Compare" }));
  await screen.findByText("The signature line is missing.");
  await page.user.clear(field);
  await page.user.click(field);
  await page.user.paste("Stripe-Signature: t=1,v1=genuine");
  await page.user.click(screen.getByRole("button", { name: "Compare" }));
  await screen.findByText("The right one.");
});
