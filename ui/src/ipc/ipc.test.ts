import { expect, test, vi } from "vitest";
import { asAppError, Ipc, type Program } from ".";

function program() {
  const call = vi.fn(() => Promise.resolve({}));
  return { call, listen: () => () => undefined, onDrop: () => () => undefined } as unknown as Program & {
    call: typeof call;
  };
}

test("each change carries an operation id of its own", async () => {
  const behind = program();
  const ipc = new Ipc(behind);
  await ipc.change("choose_role", { role: "desk" });
  await ipc.change("choose_role", { role: "desk" });
  const ids = behind.call.mock.calls.map(
    (call) => (call as unknown as [string, { operationId: string }])[1].operationId,
  );
  expect(ids[0], "128 bits, so that two pages never meet").toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(ids).size, "two presses are two operations").toBe(2);
});

test("a refusal is passed on as it is", () => {
  const refusal = { code: "pasteGone" } as const;
  expect(asAppError(refusal)).toBe(refusal);
});

test.each([new TypeError("x is undefined"), "a text", null, undefined, { code: 7 }])(
  "anything else is internal: %s",
  (thrown) => {
    expect(asAppError(thrown), "no text of a library is ever shown").toEqual({ code: "internal", reference: "page" });
  },
);
