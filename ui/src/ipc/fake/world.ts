// What the stand-in remembers, and what it starts with. Companies, people and tickets are made up, but for the integrators' names.

import type {
  AccountState,
  AccountView,
  BackupState,
  BusinessView,
  CheckView,
  DeliveryWay,
  InboxItemView,
  IntegratorView,
  KeychainState,
  KeyKind,
  KeyStorage,
  Mode,
  OwnRequestView,
  Platform,
  ProblemView,
  Proof,
  QuestionView,
  RequestPreviewView,
  RestrictedPolicy,
  Role,
  SettingsView,
  SlotRef,
  VerdictView,
  WhoView,
} from "..";
import type { Found } from "./keys";

export type Stored = Found & {
  id: string;
  storage: KeyStorage;
  addedAt: string;
  problems: ProblemView[];
  verdict: VerdictView | null;
};

export type Slot = {
  at: SlotRef;
  accepts: KeyKind[];
  required: boolean;
  purpose: string | null;
  key: Stored | null;
  /** What was there before the last change; absent when there is nothing to undo. */
  before?: Stored | null;
};

export type Bundle = { id: string; madeAt: string; sentAt: string | null; fingerprint: string };

export type Delivery = {
  id: string;
  requestId: string | null;
  preset: string | null;
  way: DeliveryWay;
  business: BusinessView | null;
  who: WhoView;
  ticket: string | null;
  slots: Slot[];
  restricted: RestrictedPolicy;
  questions: QuestionView[];
  accounts: { mode: Mode; account: AccountView; state: AccountState }[];
  check: CheckView | null;
  bundle: Bundle | null;
  deliverTo: string | null;
  answerWithinHours: number | null;
  changedAt: string;
};

export type Desk = {
  deskId: string;
  name: string;
  domain: string;
  email: string | null;
  phone: string | null;
  hours: string | null;
  createdAt: string;
  backup: BackupState;
};

export type World = {
  platform: Platform;
  role: Role | null;
  rolesUsed: Set<Role>;
  keychain: KeychainState;
  sessionOnly: boolean;
  settings: SettingsView;
  businesses: BusinessView[];
  requests: Map<string, RequestPreviewView>;
  deliveries: Map<string, Delivery>;
  desk: Desk | null;
  ownRequests: OwnRequestView[];
  inbox: Map<string, { item: InboxItemView; values: Map<string, string> }>;
};

/** The words of the stand-in's integrator and desk, and the whole list that it completes from. */
export const WORDS = ["walnut", "harbor", "cider", "plaza", "ribbon", "otter"] as const;
export const DIGITS = "4821 0937 5516 2248 7390 1164";
export const WORD_LIST = [
  ...WORDS,
  "acorn",
  "amber",
  "apron",
  "arrow",
  "badge",
  "basil",
  "beach",
  "bench",
  "birch",
  "blend",
  "bonus",
  "brick",
  "cabin",
  "candy",
  "cargo",
  "cedar",
  "chalk",
  "cinch",
  "circle",
  "clamp",
  "cloak",
  "cobalt",
  "copper",
  "coral",
  "daisy",
  "delta",
  "diner",
  "dusk",
  "eagle",
  "easel",
  "ember",
  "fable",
  "fern",
  "flint",
  "gable",
  "ginger",
  "grove",
  "hammock",
  "harvest",
  "hatch",
  "hazel",
  "ivory",
  "jolt",
  "kayak",
  "ladle",
  "lemon",
  "lilac",
  "maple",
  "mango",
  "nectar",
  "oasis",
  "olive",
  "onyx",
  "otherwise",
  "pebble",
  "plate",
  "playful",
  "plaid",
  "plank",
  "quilt",
  "raven",
  "ribcage",
  "rivet",
  "saddle",
  "shelf",
  "t-shirt",
  "tulip",
  "umbrella",
  "velvet",
  "wallet",
  "walrus",
  "waltz",
  "willow",
  "yo-yo",
  "zesty",
  "zoom",
].sort();

export const INTEGRATORS: readonly (IntegratorView & { answerWithinHours: number | null })[] = [
  {
    preset: "imagatec",
    name: "Imagatec",
    domain: "imagatec.com.au",
    phone: "1300 365 443",
    email: "help@imagatec.com.au",
    modes: ["live"],
    oneMode: false,
    answerWithinHours: 24,
  },
  {
    preset: "serval",
    name: "Serval",
    domain: "serval.com",
    phone: null,
    email: null,
    modes: ["test", "live"],
    oneMode: true,
    answerWithinHours: null,
  },
];

export function slotOf(mode: Mode, kind: "publishable" | "secret" | "webhook_secret", more: Partial<Slot> = {}): Slot {
  const accepts: KeyKind[] = kind === "secret" ? ["secret", "restricted"] : [kind];
  return { at: { mode, slot: kind }, accepts, required: true, purpose: null, key: null, ...more };
}

const QUESTIONS: readonly QuestionView[] = [
  {
    id: "site",
    label: "Which site is it for?",
    kind: "text",
    choices: [],
    hint: "Street and town",
    required: true,
    answer: [],
  },
  { id: "contact", label: "Whom can we call?", kind: "text", choices: [], hint: null, required: true, answer: [] },
  { id: "phone", label: "On which number?", kind: "phone", choices: [], hint: null, required: true, answer: [] },
  {
    id: "wanted",
    label: "What should we connect?",
    kind: "several",
    hint: null,
    required: true,
    answer: [],
    choices: ["Payment terminals", "Monthly passes", "Web shop", "Not sure, please call me"],
  },
];

export function questions(): QuestionView[] {
  return QUESTIONS.map((question) => ({ ...question, answer: [] }));
}

export function whoIs(proof: Proof = { state: "not_proven", postponed: false, wrongTries: 0 }): WhoView {
  return { name: "Imagatec Helpdesk", domain: "imagatec.com.au", phone: "1300 365 443", knownAs: null, proof };
}

/** The text by which the stand-in knows its own sample request. */
export const REQUEST_TEXT = "-----BEGIN KEYCOURIER REQUEST-----\nsample\n-----END KEYCOURIER REQUEST-----";
/** The same for a locked file; what follows the colon is the company. */
export const BUNDLE_TEXT = "-----BEGIN AGE ENCRYPTED FILE-----\nsample:";

export function sampleRequest(at: Date, modes: readonly Mode[] = ["live"]): RequestPreviewView {
  return {
    requestId: "request-1",
    who: whoIs(),
    scope: { kind: "one", ticket: "IM-20417" },
    createdAt: daysFrom(at, -1),
    expiresAt: daysFrom(at, 29),
    expired: false,
    slots: modes.flatMap((mode) => [
      { at: { mode, slot: "publishable" }, accepts: ["publishable"], required: true, purpose: "Stripe terminal" },
      { at: { mode, slot: "secret" }, accepts: ["secret"], required: true, purpose: "Stripe terminal" },
    ]),
    restricted: "refused",
    questions: QUESTIONS.map(({ label, kind, required }) => ({ label, kind, required })),
    deliverTo: "help@imagatec.com.au",
    businesses: [],
    deliveryIds: [],
    waitingDeliveries: [],
  };
}

export function emptyWorld(): World {
  return {
    platform: "windows",
    role: null,
    rolesUsed: new Set(),
    keychain: "ready",
    sessionOnly: false,
    settings: {
      language: "en",
      theme: "system",
      clearClipboardSeconds: 90,
      dataFolder: "C:\\Users\\Sam\\AppData\\Roaming\\app.keycourier",
    },
    businesses: [],
    requests: new Map(),
    deliveries: new Map(),
    desk: null,
    ownRequests: [],
    inbox: new Map(),
  };
}

export function daysFrom(at: Date, days: number): string {
  return new Date(at.getTime() + days * 24 * 60 * 60 * 1000).toISOString();
}

export function hoursFrom(at: Date, hours: number): string {
  return daysFrom(at, hours / 24);
}

/** The modes that a delivery has slots of, test first. */
export function modesOf(delivery: Delivery): Mode[] {
  return [...new Set(delivery.slots.map(({ at }) => at.mode))].sort().reverse();
}
