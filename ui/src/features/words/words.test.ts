import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { DIGITS, REQUEST_TEXT, WORDS } from "~/ipc/fake";
import { calls, copyAndPaste, openPage } from "~/test/page";

async function atWords() {
  const page = await openPage({ scenario: "empty" });
  await copyAndPaste(page, REQUEST_TEXT);
  await page.user.click(await screen.findByRole("button", { name: "Go on" }));
  await screen.findByRole("heading", { name: "Is it really Imagatec Helpdesk?" });
  await waitFor(() => expect(calls(page.fake, "list_words")).toHaveLength(1));
  return page;
}

const box = (number: number) => screen.getByRole("combobox", { name: `Word ${number}` });

test("six words, completed from the list, prove who asks", async () => {
  const { user } = await atWords();
  await user.click(box(1));
  await user.keyboard("waln{Tab}harb{Tab}cide{Tab}plaz{Tab}ribbo{Tab}ott{Tab}");
  expect(
    WORDS.map((_, index) => (box(index + 1) as HTMLInputElement).value),
    "the only word that is left is taken",
  ).toEqual([...WORDS]);
  await user.click(screen.getByRole("button", { name: "Check the words" }));
  await screen.findByText(/proven: you typed their six words on 21 November/);
});

test("the arrow keys pick from the words that start so", async () => {
  const { user } = await atWords();
  await user.type(box(1), "wa");
  const options = screen.getAllByRole("option").map((option) => option.textContent?.trim());
  expect(options, "in the order of the list").toEqual(["wallet", "walnut", "walrus", "waltz"]);
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(box(1)).toHaveValue("walnut");
  expect(box(2), "the next box is next").toHaveFocus();
});

test("a word that is on no list is said at once", async () => {
  const { user } = await atWords();
  await user.type(box(1), "wxy");
  expect(box(1)).toBeInvalid();
  expect(box(1)).toHaveAccessibleDescription("Not one of the words. Ask them to spell it.");
});

test("words are compared by their letters only", async () => {
  const { user } = await atWords();
  await user.type(box(1), "T SHIRT{Backspace}{Backspace}");
  await user.clear(box(1));
  await user.type(box(1), "YOYO");
  expect(box(1), "the list has hyphens, a caller says none").toBeValid();
});

test("all six at once are laid into the boxes", async () => {
  const { user } = await atWords();
  await user.click(box(1));
  await user.paste(WORDS.join(" "));
  expect(box(6)).toHaveValue("otter");
});

test("the check waits for six known words", async () => {
  const { user } = await atWords();
  await user.type(box(1), "walnut");
  expect(screen.getByRole("button", { name: "Check the words" })).toBeDisabled();
  expect(screen.getByText("5 words to go")).toBeInTheDocument();
});

test("other words lose nothing, and the second time it says stop", async () => {
  const { fake, user } = await atWords();
  await user.click(box(1));
  await user.paste("otter ribbon plaza cider harbor walnut");
  await user.click(screen.getByRole("button", { name: "Check the words" }));
  await screen.findByText("These are not their words.");
  await user.click(screen.getByRole("button", { name: "Check the words" }));
  await screen.findByText(/Still different. Stop here/);
  expect(screen.getByText(/Somebody may be using the name Imagatec Helpdesk/), "what to say").toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Stop here" })).toBeInTheDocument();
  expect(calls(fake, "try_words")).toHaveLength(2);
  expect(document.body, "which of them differ is never said").not.toHaveTextContent(/\d of 6/);
});

test("numbers do as well", async () => {
  const { user } = await atWords();
  await user.click(screen.getByRole("button", { name: "They read numbers" }));
  await user.type(screen.getByLabelText(/24 numbers/), DIGITS.slice(0, -1));
  expect(screen.getByText("1 number to go")).toBeInTheDocument();
  await user.type(screen.getByLabelText(/24 numbers/), DIGITS.slice(-1));
  await user.click(screen.getByRole("button", { name: "Check the numbers" }));
  await screen.findByText(/proven: you typed their six words/);
});

test("later leads to the keys, and every step says that it is not proven", async () => {
  const { user } = await atWords();
  await user.click(screen.getByRole("button", { name: "They are closed: I'll call later" }));
  await screen.findByRole("heading", { name: "Imagatec Helpdesk needs two Live keys" });
  expect(screen.getByText("says it is Imagatec Helpdesk · not proven yet")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Is it really them?" })).toBeInTheDocument();
});
