import { screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { DIGITS } from "~/ipc/fake";
import { SPOKEN } from "~/ipc/fake/without";
import { calls, copyAndPaste, livePublishable, liveSecret, openPage } from "~/test/page";

const CODE = `age1${"q".repeat(58)}`;

async function atImagatec() {
  const page = await openPage({ scenario: "empty", at: "/#/new" });
  await page.user.click(await screen.findByRole("button", { name: "Start with Imagatec" }));
  return page;
}

test("how they get the keys is asked before anything is collected", async () => {
  const { fake } = await atImagatec();
  const group = screen.getByRole("group", { name: "How does Imagatec get them?" });
  expect(within(group).getByRole("radio", { name: /They have Keycourier, or can get it/ })).toBeChecked();
  expect(screen.getByRole("button", { name: "Write them an e-mail" })).toBeInTheDocument();
  expect(calls(fake, "start_delivery"), "nothing is started by looking").toHaveLength(0);
});

test("six spoken words: collected, checked, locked, and shown large to be read out", async () => {
  const page = await atImagatec();
  const { fake, user } = page;
  await user.click(screen.getByRole("radio", { name: /They can't install anything/ }));
  await user.click(screen.getByRole("button", { name: "Start with six spoken words" }));
  await screen.findByRole("heading", { name: "Imagatec needs two Live keys" });
  expect(screen.getByText("locked with six words that you read out")).toBeInTheDocument();
  await copyAndPaste(page, `${livePublishable}\n${liveSecret}`);
  await user.click(await screen.findByRole("button", { name: "Check with Stripe" }));
  await user.click(await screen.findByRole("button", { name: "Yes, that is us" }));
  await user.click(await screen.findByRole("button", { name: "Go on to Send" }));
  await user.type(await screen.findByLabelText(/What is your business called/), "Sparkle Car Wash");
  await user.click(screen.getByRole("button", { name: "Go on" }));
  await user.click(await screen.findByRole("button", { name: "Lock the keys in a file" }));

  const spoken = await screen.findByRole("region", { name: /read out six words/ });
  expect(spoken).toHaveTextContent("1300 365 443");
  expect(spoken, "not before the person asks for them").not.toHaveTextContent(SPOKEN[0]);
  await user.click(within(spoken).getByRole("button", { name: "Show the six words" }));
  const items = await within(spoken).findAllByRole("listitem");
  expect(items.slice(-6).map((item) => item.textContent)).toEqual([...SPOKEN]);
  expect(within(spoken).queryByRole("button", { name: /copy/i }), "copied words land in a mail").toBeNull();
  const mail = calls(fake, "write_email");
  await user.click(screen.getByRole("button", { name: "Write the e-mail" }));
  const body = String((mail[0] ?? calls(fake, "write_email")[0])?.["body"]);
  for (const word of SPOKEN) expect(body, "the words are never in the mail").not.toContain(word);
});

test("a code stands under More, and its words come first", async () => {
  const { fake, user } = await atImagatec();
  await user.click(screen.getByText("More"));
  await user.click(screen.getByRole("radio", { name: /a code that starts with age1/ }));
  await user.type(screen.getByLabelText("Their code"), "age1x");
  await user.click(screen.getByRole("button", { name: "Start with this code" }));
  await screen.findByText(/This is not their code/);
  await user.clear(screen.getByLabelText("Their code"));
  await user.type(screen.getByLabelText("Their code"), CODE);
  await user.click(screen.getByRole("button", { name: "Start with this code" }));
  await screen.findByRole("heading", { name: "Is it really Imagatec?" });
  expect(calls(fake, "start_delivery"), "a refused code starts no second delivery").toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "They read numbers" }));
  await user.type(screen.getByLabelText(/24 numbers/), DIGITS);
  await user.click(screen.getByRole("button", { name: "Check the numbers" }));
  await screen.findByText(/proven: you typed their six words/);
});
