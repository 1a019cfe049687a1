import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { DIGITS, REQUEST_TEXT, WORDS } from "~/ipc/fake";
import { calls, openPage } from "~/test/page";
import { INVITATIONS, LANGUAGES } from "./invitation";

const FACTS = { name: "Harbour Software", domain: "harbour.example" };

test("every invitation says where to get it and what Windows shows, and never the words", () => {
  const windows = { en: "Windows protected your PC", es: "Windows protegió su PC" };
  for (const language of LANGUAGES) {
    const body = INVITATIONS[language].body(FACTS);
    expect(body, "where to get the program").toContain(FACTS.domain);
    expect(body, "what frightens people most").toContain(windows[language]);
    expect(body.length, "mail programs take no more").toBeLessThan(4000);
    expect(INVITATIONS[language].subject(FACTS)).toContain(FACTS.name);
  }
});

async function made() {
  const page = await openPage({ scenario: "desk", at: "/#/new_request" });
  await page.user.click(await screen.findByRole("button", { name: "Make the request" }));
  return { ...page, section: await screen.findByRole("region", { name: "Or invite them by e-mail" }) };
}

test("an invitation is written in the customer's language, the request with it", async () => {
  const { fake, section, user } = await made();
  await user.selectOptions(within(section).getByLabelText("The customer's language"), "Español");
  await user.click(within(section).getByRole("button", { name: "Write the invitation" }));
  const [mail] = calls(fake, "write_invitation");
  expect(mail?.["body"]).toContain("Hola:");
  for (const proof of [WORDS.join(" "), DIGITS]) expect(mail?.["body"], "never in the same mail").not.toContain(proof);
  expect(fake.clipboard, "to be pasted below it").toBe(REQUEST_TEXT);
  await within(section).findByText(/the request is on the clipboard/);
});

test("the whole e-mail can be copied, for mail in the browser", async () => {
  const { fake, section, user } = await made();
  await user.click(within(section).getByRole("button", { name: "Copy the whole e-mail" }));
  expect(fake.clipboard).toContain("Hello,");
  expect(fake.clipboard).toContain(REQUEST_TEXT);
});

test("the days that a request runs are the desk's to say", async () => {
  const { fake, user } = await openPage({ scenario: "desk", at: "/#/new_request" });
  const days = await screen.findByLabelText("Ends after how many days?");
  await user.clear(days);
  await user.type(days, "7");
  await user.click(screen.getByRole("button", { name: "Make the request" }));
  expect(calls(fake, "make_request")).toMatchObject([{ draft: { expiresInDays: 7 } }]);
});
