// Starts the page: with the program behind it, or, in a build for a plain browser, with the program's stand-in.

import "./tokens.css";
import "./themes.css";
import "./base.css";
import "./layout.css";
import "./controls.css";
import { mount } from "svelte";
import { App } from "./app.svelte";
import Page from "./App.svelte";
import { Ipc, type Program } from "./ipc";

async function program(): Promise<Program> {
  // Known when the page is built: the stand-in is in no page of the program.
  if (__FAKE__) return (await import("./ipc/fake")).forBrowser();
  return (await import("./ipc/tauri")).tauri;
}

const target = document.getElementById("app");
if (target === null) throw new Error("index.html has no #app");

const app = new App(new Ipc(await program()), () => new Date());
mount(Page, { target, props: { app } });
await app.start();
