// A request while it is being put together.

import type { KeyKind, Mode, RequestDraft, RequestDraftSlot, RequestPresetView, RestrictedPolicy } from "~/ipc";

/** What can be asked for in a form, in the order in which it is offered. */
export const FORM_KINDS = ["publishable", "secret", "webhook_secret"] as const satisfies readonly KeyKind[];
const MODES: readonly Mode[] = ["test", "live"];
/** Days until a request to one customer ends. */
const DAYS = "30";

export class Draft {
  forOne = $state(true);
  ticket = $state("");
  /** As typed. */
  days = $state(DAYS);
  /** The preset's name; `null` for a form. */
  preset = $state<string | null>(null);
  modes = $state<Mode[]>(["live"]);
  kinds = $state<KeyKind[]>(["publishable", "secret"]);
  purpose = $state("");
  restricted = $state<RestrictedPolicy>("allowed");
  presets = $state.raw<readonly RequestPresetView[]>([]);

  readonly chosen: RequestPresetView | undefined = $derived(this.presets.find(({ preset }) => preset === this.preset));
  readonly offered: readonly Mode[] = $derived(this.chosen?.modes ?? MODES);
  readonly complete: boolean = $derived(this.modes.length > 0 && (this.preset !== null || this.kinds.length > 0));

  /** Takes the presets that this desk may use; the first is the usual choice. */
  take(presets: readonly RequestPresetView[]): void {
    this.presets = presets;
    this.choose(presets[0]?.preset ?? null);
  }

  choose(preset: string | null): void {
    this.preset = preset;
    const offered = this.chosen?.modes ?? MODES;
    const kept = this.modes.filter((mode) => offered.includes(mode));
    this.modes = kept.length > 0 ? kept : offered.slice(-1);
    if (this.chosen?.oneMode) this.modes = this.modes.slice(-1);
  }

  toRequest(): RequestDraft {
    const modes = MODES.filter((mode) => this.modes.includes(mode));
    const purpose = this.purpose.trim() || null;
    const slots: RequestDraftSlot[] =
      this.preset === null
        ? modes.flatMap((mode) =>
            FORM_KINDS.filter((kind) => this.kinds.includes(kind)).map((kind) => ({
              mode,
              kind,
              required: true,
              purpose,
            })),
          )
        : [];
    return {
      scope: this.forOne ? { kind: "one", ticket: this.ticket.trim() || null } : { kind: "everybody" },
      preset: this.preset,
      modes: this.preset === null ? [] : modes,
      slots,
      restricted: this.restricted,
      expiresInDays: this.forOne ? (/^\d{1,4}$/.test(this.days.trim()) ? Number(this.days) : 0) : null,
    };
  }
}
