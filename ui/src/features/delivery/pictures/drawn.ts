// What a drawing is told, so that it shows this very delivery.

import type { HowUsed, Mode } from "~/ipc";

export type Drawn = {
  mode: Mode;
  /** Who gets the key: what it is named by. */
  integrator: string;
  /** What the key in question begins with, such as `sk_live_`. */
  prefix: string;
  /** What to answer when Stripe asks how the key will be used. */
  howUsed: HowUsed;
};
