// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/** Every `--name: value` of the first block that follows a mark. */
function values(css: string, mark: string): Map<string, string> {
  const start = css.indexOf(mark);
  expect(start, `${mark} is there`).toBeGreaterThanOrEqual(0);
  const block = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return new Map([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]));
}

const tokens = read("./tokens.css");
const themes = read("./themes.css");

test("a chosen look has the colours of the tokens", () => {
  const light = values(themes, '[data-theme="light"]');
  const all = values(tokens, ":root");
  for (const [name, value] of light) expect(all.get(name), name).toBe(value);
  // The dark block stands inside a media query, one level deeper.
  const dark = values(tokens.slice(tokens.indexOf("prefers-color-scheme: dark")), ":root");
  expect(values(themes, '[data-theme="dark"]'), "dark").toEqual(dark);
  expect(new Set(light.keys()), "a look that is chosen sets all that a look sets").toEqual(new Set(dark.keys()));
});
