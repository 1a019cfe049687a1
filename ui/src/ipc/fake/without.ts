// A helpdesk without Keycourier, in the stand-in: six spoken words, or a bare code.

import type { AppError, DeliveryWay, Proof } from "..";
import type { Merchant } from "./merchant";
import type { Handlers, System } from "./system";
import { DIGITS, WORDS } from "./world";

/** The six words that the stand-in makes. */
export const SPOKEN = ["maple", "cobalt", "diner", "flint", "oasis", "kayak"] as const;

export function withoutKeycourier(system: System, merchant: Merchant) {
  function choose(deliveryId: string, way: DeliveryWay, proof: Proof) {
    const delivery = merchant.delivery(deliveryId);
    if (delivery.requestId !== null) throw { code: "gone" } satisfies AppError;
    delivery.lockedBy = way;
    delivery.who = { ...delivery.who, proof };
    return merchant.view(delivery);
  }

  return {
    use_spoken_words: ({ deliveryId }) => choose(deliveryId, "spoken_words", { state: "spoken" }),
    use_code: ({ deliveryId, code }) => {
      system.refuseSecret(code, { name: "code" });
      if (!/^\s*age1[02-9ac-hj-np-z]{58}\s*$/.test(code)) {
        throw { code: "badText", field: { name: "code" }, fault: { kind: "wrong_form" } } satisfies AppError;
      }
      return choose(deliveryId, "code", { state: "not_proven", postponed: false, wrongTries: 0 });
    },
    wait_for_request: ({ deliveryId }) => choose(deliveryId, "request", { state: "no_request" }),
    get_spoken_words: ({ deliveryId }) => {
      const delivery = merchant.delivery(deliveryId);
      if (delivery.bundle === null) throw { code: "notReady" } satisfies AppError;
      return { who: delivery.who, words: [...SPOKEN] };
    },
    try_code_words: ({ deliveryId, typed }) => {
      const delivery = merchant.delivery(deliveryId);
      const matched = [WORDS.join(" "), DIGITS].includes(typed.trim());
      const tries = delivery.who.proof.state === "not_proven" ? delivery.who.proof.wrongTries : 0;
      delivery.who.proof = matched
        ? { state: "proven", at: system.now().toISOString() }
        : { state: "not_proven", postponed: false, wrongTries: tries + 1 };
      return { matched, who: delivery.who };
    },
  } satisfies Partial<Handlers>;
}
