// Every text that a person reads, by language, and the forms in which dates, sizes and countries are written.

import type { Language } from "~/ipc";
import { en } from "./en";

/** What a language has to say: the shape of English, whatever the words. */
export type Messages = Shape<typeof en>;

type Shape<T> = T extends string
  ? string
  : T extends (...given: infer G) => string
    ? (...given: G) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Shape<T[K]> };

export const languages: Record<Language, Messages> = { en };

const LOCALES: Record<Language, string> = { en: "en-GB" };

const DAY = 24 * 60 * 60 * 1000;

/** Writes values as a language writes them. Times come as RFC 3339 and are written in local time. */
export class Formats {
  readonly #locale: string;
  readonly #messages: Messages;

  constructor(language: Language) {
    this.#locale = LOCALES[language];
    this.#messages = languages[language];
  }

  /** "3 March", with the year where it is another. */
  day(time: string, now: Date): string {
    const date = new Date(time);
    const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
    return date.toLocaleDateString(this.#locale, { day: "numeric", month: "long", ...year });
  }

  /** "14:48". */
  clock(time: string): string {
    return new Date(time).toLocaleTimeString(this.#locale, { hour: "2-digit", minute: "2-digit" });
  }

  /** "today 14:48", "yesterday 14:40", "tomorrow 9:00", "3 March 14:40". */
  moment(time: string, now: Date): string {
    const words = this.#messages.common;
    const days = calendarDays(new Date(time), now);
    const day =
      days === 0 ? words.today : days === -1 ? words.yesterday : days === 1 ? words.tomorrow : this.day(time, now);
    return `${day} ${this.clock(time)}`;
  }

  /** For a narrow column: "14:48", "Tue", "3 Mar". */
  short(time: string, now: Date): string {
    const date = new Date(time);
    const days = calendarDays(date, now);
    if (days === 0) return this.clock(time);
    if (days < 0 && days > -7) return date.toLocaleDateString(this.#locale, { weekday: "short" });
    return date.toLocaleDateString(this.#locale, { day: "numeric", month: "short" });
  }

  /** "3.1 KB". */
  size(bytes: number): string {
    const kilobytes = bytes / 1024;
    const digits = kilobytes < 10 ? 1 : 0;
    return `${kilobytes.toLocaleString(this.#locale, { maximumFractionDigits: digits })} KB`;
  }

  /** "Australia", for an ISO 3166-1 code; the code itself where nobody knows it. */
  country(code: string): string {
    try {
      return new Intl.DisplayNames([this.#locale], { type: "region" }).of(code) ?? code;
    } catch {
      return code;
    }
  }

  /** "a or b". */
  or(items: readonly string[]): string {
    return new Intl.ListFormat(this.#locale, { type: "disjunction" }).format(items);
  }

  /** "a, b and c". */
  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.#locale, { type: "conjunction" }).format(items);
  }
}

/** Whole calendar days from `now` to `date`, in local time. */
function calendarDays(date: Date, now: Date): number {
  const midnight = (of: Date) => Date.UTC(of.getFullYear(), of.getMonth(), of.getDate());
  return Math.round((midnight(date) - midnight(now)) / DAY);
}
