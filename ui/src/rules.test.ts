// @vitest-environment node
// What holds for the page's sources, and for what is built from them.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { expect, test } from "vitest";
import { MARK } from "./ipc/fake";

const root = new URL("..", import.meta.url);

function sources(): [string, string][] {
  const folder = new URL("./src/", root);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ts|svelte)$/.test(name) && !name.endsWith(".test.ts"))
    .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]);
}

/** The text of everything that a build writes, without writing it. */
async function built(mode: string): Promise<string> {
  const result = await build({ root: fileURLToPath(root), mode, logLevel: "silent", build: { write: false } });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((bundle) =>
    "output" in bundle ? bundle.output : [],
  );
  return outputs.map((file) => (file.type === "chunk" ? file.code : String(file.source))).join("\n");
}

test("only one file imports the shell's interface", () => {
  const importing = sources()
    .filter(([, text]) => text.includes("@tauri-apps/"))
    .map(([name]) => name);
  expect(importing).toEqual(["ipc/tauri.ts"]);
});

test("no source writes markup or styles that the content security policy refuses", () => {
  for (const [name, text] of sources()) {
    expect(text, `${name}: markup made from text`).not.toMatch(/\{@html|innerHTML|insertAdjacentHTML/);
    expect(text, `${name}: a style attribute`).not.toMatch(/\sstyle="/);
  }
});

test("index.html has nothing inline", () => {
  const html = readFileSync(new URL("./index.html", root), "utf8");
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  expect(
    [...html.matchAll(/<script[^>]*>([^<]*)/g)].map(([, inline]) => inline?.trim()),
    "scripts come from files",
  ).toEqual([""]);
});

test("no source reads what is pasted", () => {
  const reading = sources()
    .filter(([name]) => !name.startsWith("ipc/fake/"))
    .filter(([, text]) => /clipboardData|clipboard\.read|execCommand/.test(text))
    .map(([name]) => name);
  expect(reading, "the program reads the clipboard itself").toEqual([]);
});

test("the program's page does not hold the stand-in", async () => {
  expect(await built("fake"), "the control finds it where it belongs").toContain(MARK);
  expect(await built("production")).not.toContain(MARK);
}, 60_000);

test("the built page has nothing inline either", async () => {
  const html = (await built("production")).match(/<!doctype html>[\s\S]*<\/html>/)?.[0] ?? "";
  expect(html).toContain("<script");
  expect(html).not.toMatch(/<style|\sstyle=|<script[^>]*>[^<\s]/);
}, 60_000);
