import { expect, test } from "vitest";
import { Doing } from "./doing.svelte";

test("a second press while the first runs has no effect", async () => {
  const doing = new Doing();
  let runs = 0;
  let finish = () => undefined as void;
  const work = () => {
    runs++;
    return new Promise<void>((done) => (finish = done));
  };
  const first = doing.run("lock", work);
  await doing.run("lock", work);
  expect(runs, "a double click locks once").toBe(1);
  finish();
  await first;
  expect(doing.is("lock"), "afterwards it may run again").toBe(false);
});

test("trying again does what comes after the answer as well", async () => {
  const doing = new Doing();
  let answers = 0;
  let refuse = true;
  await doing.run("load", async () => {
    if (refuse) throw { code: "dataBusy" };
    answers++;
  });
  expect(doing.error, "what was refused is kept to be shown").toEqual({ code: "dataBusy" });
  refuse = false;
  doing.again();
  await Promise.resolve();
  expect(answers, "the answer reaches the screen").toBe(1);
  expect(doing.error, "and the sentence goes").toBeNull();
});

test("a refusal about one field is not shown at another", async () => {
  const doing = new Doing();
  await doing.run("save", () => Promise.reject({ code: "secretInText", field: { name: "answer", id: "site" } }));
  expect(doing.about("answer", "site")?.code).toBe("secretInText");
  expect(doing.about("answer", "contact"), "another question").toBeNull();
  expect(doing.about("business_name"), "another field").toBeNull();
});
