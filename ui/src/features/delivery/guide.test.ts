import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { en } from "~/i18n/en";
import { calls, openPage } from "~/test/page";

async function atCollect() {
  const page = await openPage({ scenario: "merchant", at: "/#/delivery/delivery-2/collect" });
  const guide = await screen.findByRole("complementary");
  return { ...page, guide };
}

test("every picture is said in words, for who doesn't see it", async () => {
  const { guide } = await atCollect();
  await within(guide).findByRole("heading", { name: "Get a secret key" });
  const pictures = within(guide).getAllByRole("img");
  expect(pictures.length, "one a step that has one").toBeGreaterThan(3);
  const named = Object.values<string>(en.pictures.label);
  for (const picture of pictures) expect(named).toContain(picture.getAttribute("aria-label"));
});

test("a step opens its page of Stripe through the program, and no link leads there from the page", async () => {
  const { fake, guide, user } = await atCollect();
  await user.click(await within(guide).findByRole("button", { name: "Open Stripe" }));
  expect(calls(fake, "open_stripe_page")).toMatchObject([{ page: "api_keys", slot: { slot: "secret" } }]);
  expect(guide.querySelector("a"), "nothing remote is opened in the window").toBeNull();
});

test("who sees no keys gets a mail to the owner, written or copied", async () => {
  const { fake, guide, user } = await atCollect();
  await user.click(await within(guide).findByText("I don't see “API keys” in Stripe"));
  const mail = within(guide).getByRole("region", { name: "The mail" });
  expect(mail).toHaveTextContent("Stripe: please let me see the API keys");
  await user.click(within(mail).getByRole("button", { name: "Write the e-mail" }));
  expect(calls(fake, "write_guide_mail")).toMatchObject([{ topic: "no_rights" }]);
  await user.click(within(mail).getByRole("button", { name: "Copy the text" }));
  expect(fake.clipboard, "to be sent from a browser").toContain("could you please let me see the keys?");
});

test("the help has a new key before rolling, which comes last", async () => {
  const { guide } = await atCollect();
  await within(guide).findByText("I lost the key, or Stripe shows only its last letters");
  const titles = [...guide.querySelectorAll("summary")].map((summary) => summary.textContent);
  expect(titles.at(-1), "rolling stops other services").toContain("Only if a key leaked");
});
