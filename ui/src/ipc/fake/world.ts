// What the stand-in remembers, and what it starts with. Companies, people and tickets are made up, but for the integrators' names.

import type {
  AccountState,
  AccountView,
  BackupState,
  BusinessView,
  CheckView,
  ConfirmationView,
  DeliveryWay,
  InboxItemView,
  IntegratorView,
  KeychainState,
  KeyKind,
  KeyStorage,
  Mode,
  OwnRequestView,
  PastCheckView,
  PermissionView,
  Platform,
  ProblemView,
  Proof,
  QuestionView,
  RequestPreviewView,
  RestrictedPolicy,
  Role,
  SendWay,
  SettingsView,
  SlotRef,
  VerdictView,
  WebhookView,
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
  lockedBy: DeliveryWay;
  business: BusinessView | null;
  who: WhoView;
  ticket: string | null;
  slots: Slot[];
  restricted: RestrictedPolicy;
  questions: QuestionView[];
  accounts: { mode: Mode; account: AccountView; state: AccountState }[];
  check: CheckView | null;
  /** What the Check step knows beside it. */
  checked?: Checked;
  way: SendWay;
  /** The project that keys are sent to, or the name of the environment. */
  unit: string | null;
  /** What became of the keys on the integrator's own page or interface, and of which keys. */
  overThere: { took: boolean; at: string; fingerprint: string } | null;
  bundle: Bundle | null;
  /** What was confirmed of it. */
  confirmation?: ConfirmationView;
  deliverTo: string | null;
  answerWithinHours: number | null;
  changedAt: string;
};

export type Checked = {
  needs: PermissionView[];
  webhooks: WebhookView[];
  writeProbesAgreedAt: string | null;
  past: PastCheckView[];
  /** Slots whose signing secret was proven. */
  proven: string[];
};

export function nothingChecked(): Checked {
  return { needs: [], webhooks: [], writeProbesAgreedAt: null, past: [], proven: [] };
}

/** The webhook that Jelou needs in a mode, before its address is known. */
export function jelouWebhook(mode: Mode, more: Partial<WebhookView> = {}): WebhookView {
  return {
    mode,
    url: null,
    source: { kind: "copied", host: mode === "test" ? "jelou.dev" : "jelou.ai" },
    events: ["payment_intent.succeeded", "payment_intent.requires_action", "payment_intent.payment_failed"],
    exactly: true,
    apiVersion: null,
    secretSlot: null,
    state: { code: "no_address" },
    off: [],
    fix: null,
    byHandAt: null,
    notFixed: null,
    madeHere: false,
    ...more,
  };
}

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
    oneMode: true,
    way: "bundle",
    environments: [],
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
    way: "put_in",
    environments: [],
    answerWithinHours: null,
  },
  {
    preset: "jelou",
    name: "Jelou Brain Studio",
    domain: "jelou.ai",
    phone: null,
    email: null,
    modes: ["test", "live"],
    oneMode: true,
    way: "put_in",
    environments: [],
    answerWithinHours: null,
  },
  {
    preset: "stackone",
    name: "StackOne",
    domain: "stackone.com",
    phone: null,
    email: null,
    modes: ["test", "live"],
    oneMode: true,
    way: "put_in",
    environments: ["Test", "Production"],
    answerWithinHours: null,
  },
  {
    preset: "devkit4ai",
    name: "Dev Kit for AI",
    domain: "devkit4ai.com",
    phone: null,
    email: null,
    modes: ["test", "live"],
    oneMode: false,
    way: "update",
    environments: [],
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
/** What stands behind it says which confirmation: `rejected`, `forged`, or nothing for one that says that the keys work. */
export const RECEIPT_TEXT = "-----BEGIN KEYCOURIER RECEIPT-----\n";
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
      keepSealedDays: 30,
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
