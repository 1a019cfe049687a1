import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { calls, openPage } from "~/test/page";

const rows = () => screen.getAllByRole("row").slice(1);

test("what happened is told in words, by the last four of a key, and filtered", async () => {
  const { fake, user } = await openPage({ scenario: "desk", at: "/#/history" });
  await screen.findByText("Confirmation made");
  const told = rows().map((row) => row.textContent.replace(/\s+/g, " "));
  expect(told.find((row) => row.includes("Key handed on, to a .env file"))).toMatch(/Corner Vet.*EVqc/);
  expect(told.some((row) => row.includes("File can't be opened, arrived cut off"))).toBe(true);
  await user.selectOptions(screen.getByRole("combobox", { name: "Show" }), "Keys");
  await waitFor(() => expect(rows()).toHaveLength(1));
  await user.type(screen.getByRole("searchbox", { name: "Search" }), "nobody");
  await screen.findByRole("heading", { name: "Nothing found" });
  await user.click(screen.getByRole("button", { name: "Save as a table" }));
  await screen.findByText("Saved as Keycourier_History.csv.");
  expect(calls(fake, "save_history"), "what is shown is what is saved").toMatchObject([
    { side: "desk", group: "keys", mode: null, search: "nobody" },
  ]);
});
