// Made-up keys, and what the stand-in can tell about a pasted text. The program's own reader knows far more.

import type { CandidateView, Fix, KeyKind, LooksLike, Mode, Problem, ProblemView, Repair, Severity, SlotRef } from "..";

const LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const PREFIXES: Record<KeyKind, (mode: Mode) => string> = {
  publishable: (mode) => `pk_${mode}_`,
  secret: (mode) => `sk_${mode}_`,
  restricted: (mode) => `rk_${mode}_`,
  webhook_secret: () => `${"wh"}sec_`,
  organization: (mode) => `sk_org_${mode}_`,
};
const SHORTEST = 24;
const USUAL = [24, 32, 34, 99];

export function prefixOf(kind: KeyKind, mode: Mode): string {
  return PREFIXES[kind](mode);
}

/** A key of the right form that nobody has: built when it is needed, so that no text of ours looks like a key. */
export function madeUp(kind: KeyKind, mode: Mode, ending: string, length = 99): string {
  let state = [...`${kind}${mode}${ending}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  let body = "";
  while (body.length < length - ending.length) {
    state = (state * 75 + 74) % 65537;
    body += LETTERS[state % LETTERS.length];
  }
  return prefixOf(kind, mode) + body + ending;
}

export type Found = { value: string; kind: KeyKind; mode: Mode | null };

export function maskOf({ value, kind, mode }: Found): { mask: string; ending: string } {
  const ending = value.slice(-4);
  return { mask: `${prefixOf(kind, mode ?? "live")}...${ending}`, ending };
}

/** Every key in a text, each once. */
export function find(text: string): { found: Found[]; repairs: Repair[] } {
  const clean = text.replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, "");
  const repairs: Repair[] = [];
  if (clean !== text) repairs.push("invisible_characters");
  if (/^[ \t]|[ \t]$/.test(clean)) repairs.push("spaces");
  if (/["'“”‘’]/.test(clean)) repairs.push("quotes");
  const found = new Map<string, Found>();
  let count = 0;
  for (const [value, start = "", middle] of clean.matchAll(/\b(sk_org|pk|sk|rk)_(test|live)_[A-Za-z0-9]{4,}/g)) {
    const kind = ({ pk: "publishable", sk: "secret", rk: "restricted", sk_org: "organization" } as const)[start];
    if (kind) found.set(value, { value, kind, mode: middle === "test" ? "test" : "live" });
    count++;
  }
  for (const [value] of clean.matchAll(/\bwhsec_[A-Za-z0-9+/]{4,}/g)) {
    found.set(value, { value, kind: "webhook_secret", mode: null });
    count++;
  }
  if (count > found.size) repairs.push("repeated");
  return { found: [...found.values()], repairs };
}

function bodyLength({ value, kind, mode }: Found): number {
  return value.length - prefixOf(kind, mode ?? "live").length;
}

export function isShort(found: Found): boolean {
  return bodyLength(found) < SHORTEST;
}

export function isUnusual(found: Found): boolean {
  return found.kind !== "organization" && !USUAL.includes(bodyLength(found));
}

export function problem(what: Problem, severity: Severity, fix: Fix | null): ProblemView {
  return { ...what, severity, fix };
}

/** What is wrong with a text in which no key was found. */
export function nothingFound(text: string, slot: SlotRef | null): ProblemView {
  const create: Fix | null = slot === null ? { kind: "paste_again" } : { kind: "create_key", slot };
  const open: Fix | null = slot === null ? { kind: "paste_again" } : { kind: "open_stripe", slot };
  if (text.trim() === "") return problem({ code: "empty" }, "error", open);
  if (/(?:[psr]k_(?:test|live)_)?(?:\.{3}|…|•{2,}|\*{3,})/.test(text))
    return problem({ code: "hidden_form" }, "error", create);
  if (/your[_ -]?(?:secret[_ -]?)?key|xxxx/i.test(text)) return problem({ code: "placeholder" }, "error", open);
  return problem({ code: "not_a_credential", looksLike: looksLike(text.trim()) }, "error", open);
}

function looksLike(text: string): LooksLike {
  if (/^(?:acct|we|ed|price|prod|mk|ca|evt)_/.test(text)) return "stripe_id";
  if (/^pi_.*_secret_/.test(text)) return "client_secret";
  if (/^https?:/.test(text)) return "url";
  if (/^\S+@\S+\.\S+$/.test(text)) return "email";
  if (/^[^/]+\.(?:txt|pdf|docx?|csv)$/.test(text)) return "file_name";
  if (/^\d{4,8}$/.test(text)) return "code";
  return /\s/.test(text) ? "sentence" : "unknown";
}

export function candidate(found: Found, number: number, fits: SlotRef[]): CandidateView {
  return { number, kind: found.kind, mode: found.mode, ...maskOf(found), fits };
}
