// Where in the page a person is, written behind the `#` of its address, so that a reload comes back to the same place.

export const STEPS = ["connect", "collect", "check", "send", "follow_up"] as const;

export type Place =
  | { at: "deliveries" }
  | { at: "new" }
  | { at: "request"; requestId: string }
  | { at: "words"; requestId: string }
  | { at: "code_words"; deliveryId: string }
  | { at: "delivery"; deliveryId: string; step: (typeof STEPS)[number] | null }
  | { at: "inbox"; itemId: string | null }
  | { at: "requests" }
  | { at: "new_request" }
  | { at: "prove" }
  | { at: "desk" }
  | { at: "history" }
  | { at: "settings" };

export function toHash(place: Place): string {
  switch (place.at) {
    case "request":
    case "words":
      return `#/${place.at}/${encodeURIComponent(place.requestId)}`;
    case "code_words":
      return `#/code_words/${encodeURIComponent(place.deliveryId)}`;
    case "delivery":
      return `#/delivery/${encodeURIComponent(place.deliveryId)}${place.step === null ? "" : `/${place.step}`}`;
    case "inbox":
      return place.itemId === null ? "#/inbox" : `#/inbox/${encodeURIComponent(place.itemId)}`;
    default:
      return `#/${place.at}`;
  }
}

/** The place behind a `#`; `null` for anything that is none. */
export function fromHash(hash: string): Place | null {
  const [name, id, more] = hash.replace(/^#\//, "").split("/").map(decode);
  switch (name) {
    case "request":
    case "words":
      return id ? { at: name, requestId: id } : null;
    case "code_words":
      return id ? { at: "code_words", deliveryId: id } : null;
    case "delivery":
      return id ? { at: "delivery", deliveryId: id, step: STEPS.find((step) => step === more) ?? null } : null;
    case "inbox":
      return { at: "inbox", itemId: id || null };
    case "deliveries":
    case "new":
    case "requests":
    case "new_request":
    case "prove":
    case "desk":
    case "history":
    case "settings":
      return { at: name };
    default:
      return null;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
