// The six words as they are typed: completed from the whole list, and compared by letters only.

/** How many suggestions are shown at once. */
const SUGGESTIONS = 6;
const WORDS = 6;
const DIGITS = 24;

export class TypedWords {
  /** The whole list, as it is loaded. */
  list = $state.raw<readonly string[]>([]);
  typed = $state<string[]>(Array(WORDS).fill(""));
  digits = $state("");

  #byLetters: Map<string, string> = $derived(new Map(this.list.map((word) => [letters(word), word])));

  /** How many of the six are words of the list. */
  readonly known: number = $derived(this.typed.filter((word) => this.isKnown(word)).length);
  readonly missing: number = $derived(WORDS - this.known);
  readonly missingDigits: number = $derived(Math.max(0, DIGITS - this.digits.replace(/\D/g, "").length));
  readonly tooManyDigits: boolean = $derived(this.digits.replace(/\D/g, "").length > DIGITS);

  isKnown(text: string): boolean {
    return this.#byLetters.has(letters(text));
  }

  /** Whether no word of the list starts like this. */
  isWrong(text: string): boolean {
    const start = letters(text);
    return start !== "" && this.list.length > 0 && !this.list.some((word) => letters(word).startsWith(start));
  }

  /** Words that start like this; none before two letters, and none once it is a word that nothing longer starts with. */
  suggestions(text: string): string[] {
    const start = letters(text);
    if (start.length < 2) return [];
    const found = this.list.filter((word) => letters(word).startsWith(start));
    return found.length === 1 && letters(found[0] ?? "") === start ? [] : found.slice(0, SUGGESTIONS);
  }

  /** Takes several words typed or pasted into one box and lays them into the boxes from there on. */
  spread(at: number, text: string): number {
    const words = text.trim().split(/[\s,;]+/);
    words.slice(0, WORDS - at).forEach((word, index) => (this.typed[at + index] = word));
    return Math.min(at + words.length, WORDS - 1);
  }
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, "");
}
