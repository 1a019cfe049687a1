// What jsdom lacks and the page uses.

import "@testing-library/jest-dom/vitest";
import { afterEach, beforeEach } from "vitest";

// Tests of files and builds run without a page.
if (typeof document !== "undefined") {
  Element.prototype.scrollIntoView = () => undefined;
  document.elementFromPoint = () => null;

  beforeEach(() => {
    history.replaceState(null, "", "/");
  });

  afterEach(() => {
    document.documentElement.removeAttribute("data-theme");
  });
}
