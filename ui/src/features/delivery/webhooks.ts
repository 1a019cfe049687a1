// What a webhook's state says to a person. Tables complete by type.

import type { Formats, Messages } from "~/i18n";
import type { WebhookOff, WebhookState, WebhookView } from "~/ipc";

type Context = { t: Messages; formats: Formats; webhook: WebhookView };

type OffTable = {
  [C in WebhookOff["code"]]: (off: Extract<WebhookOff, { code: C }>, context: Context) => string;
};

const OFF: OffTable = {
  http_in_live: (_, { t }) => t.webhooks.off.http_in_live,
  missing: ({ certain }, { t }) => t.webhooks.off.missing(certain),
  limit_reached: ({ count }, { t }) => t.webhooks.off.limit_reached(count),
  wrong_url: ({ found, differs }, { t }) => t.webhooks.off.wrong_url(found, t.webhooks.differs[differs]),
  wrong_mode: ({ found }, { t }) => t.webhooks.off.wrong_mode(t.modes[found]),
  connect_endpoint: (_, { t }) => t.webhooks.off.connect_endpoint,
  thin_events: (_, { t }) => t.webhooks.off.thin_events,
  disabled: (_, { t }) => t.webhooks.off.disabled,
  events_missing: ({ events }, { t, formats, webhook }) =>
    t.webhooks.off.events_missing(webhook.events.length - events.length, webhook.events.length, formats.list(events)),
  duplicate_url: ({ others }, { t }) => t.webhooks.off.duplicate_url(others),
  other_api_version: ({ found }, { t }) => t.webhooks.off.other_api_version(found),
  all_events: (_, { t }) => t.webhooks.off.all_events,
  events_too_many: ({ events }, { t, formats }) => t.webhooks.off.events_too_many(formats.list(events)),
};

export function explainOff(off: WebhookOff, context: Context): string {
  const explain = OFF[off.code] as (off: WebhookOff, context: Context) => string;
  return explain(off, context);
}

/** What is off with the wanted webhook. One that may be meant for something else is named, and its own flaws are nobody's business. */
export function shownOff({ off }: WebhookView): readonly WebhookOff[] {
  const other = off.filter((one) => one.code === "wrong_url" && (one.differs === "path" || one.differs === "query"));
  return other.length > 0 ? other : off;
}

/** The sentence of a state; `null` where something is off, which has sentences of its own. */
export function explainState(state: WebhookState, integrator: string, t: Messages): string | null {
  switch (state.code) {
    case "off":
      return null;
    case "no_address":
      return t.webhooks.states.no_address(integrator);
    case "could_not_ask":
      return t.webhooks.states.could_not_ask(t.verdicts.could_not_ask[state.cause]);
    default:
      return t.webhooks.states[state.code];
  }
}

/** Whether the integrator gets what it needs, as far as is known. */
export function isFine({ state }: WebhookView): boolean {
  return state.code === "ok" || state.code === "marked" || state.code === "by_hand";
}

/** What a click would do, step by step. */
export function explainFix(webhook: WebhookView, t: Messages): string[] {
  const { fix, url, secretSlot } = webhook;
  if (fix === null) return [];
  const host = url === null ? "" : new URL(url).host;
  const { fixCreates, fixAddress, fixAdds, fixRemoves, fixEnables, fixSecret, fixNoSecret } = t.webhooks;
  const steps =
    fix.kind === "create"
      ? [fixCreates(host), secretSlot === null ? fixNoSecret : fixSecret]
      : [
          ...(fix.address ? [fixAddress(host)] : []),
          ...(fix.adds.length > 0 ? [fixAdds(fix.adds.length, host)] : []),
          ...(fix.removes ? [fixRemoves] : []),
          ...(fix.enables ? [fixEnables] : []),
        ];
  return [...steps, t.webhooks.fixNothingElse, t.webhooks.fixWhere];
}
