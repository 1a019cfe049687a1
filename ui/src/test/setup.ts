// What jsdom lacks and the page uses.

import "@testing-library/jest-dom/vitest";
import { afterEach, beforeEach } from "vitest";

// Tests of files and builds run without a page.
if (typeof document !== "undefined") {
  Element.prototype.scrollIntoView = () => undefined;
  document.elementFromPoint = () => null;
  // A list that draws only what is in sight asks how much that is.
  Object.defineProperty(HTMLElement.prototype, "offsetHeight", { configurable: true, get: () => 760 });
  Object.defineProperty(HTMLElement.prototype, "offsetWidth", { configurable: true, get: () => 900 });

  beforeEach(() => {
    history.replaceState(null, "", "/");
  });

  afterEach(() => {
    document.documentElement.removeAttribute("data-theme");
  });
}
