// The commands of the sending side of the stand-in.

import type { AppError, PasteView, SlotRef } from "..";
import type { Checks } from "./checking";
import type { Pastes } from "./collecting";
import type { DeskSide } from "./desk";
import { guide } from "./guides";
import { withoutKeycourier } from "./without";
import { maskOf } from "./keys";
import type { Merchant } from "./merchant";
import { view as verdictView } from "./stripe";
import { baseName, type Handlers, type System } from "./system";
import { BUNDLE_TEXT, INTEGRATORS, questions as askedQuestions, slotOf, type Delivery } from "./world";

export function merchantCommands(system: System, merchant: Merchant, pastes: Pastes, checks: Checks, desk: DeskSide) {
  function accept(requestId: string, deliveryId: string | null, businessId: string | null) {
    const request = system.world.requests.get(requestId);
    if (request === undefined) throw { code: "gone" } satisfies AppError;
    const delivery: Delivery =
      deliveryId === null
        ? merchant.start("imagatec", [...new Set(request.slots.map(({ at }) => at.mode))], business(businessId))
        : merchant.delivery(deliveryId);
    delivery.requestId = requestId;
    delivery.way = "bundle";
    delivery.lockedBy = "request";
    delivery.who = request.who;
    delivery.ticket = request.scope.kind === "one" ? request.scope.ticket : null;
    delivery.questions = askedQuestions();
    delivery.slots = request.slots.map((asked) => ({
      ...slotOf(asked.at.mode, "secret"),
      ...asked,
      key: delivery.slots.find(({ at }) => at.mode === asked.at.mode && at.slot === asked.at.slot)?.key ?? null,
    }));
    request.deliveryIds.push(delivery.id);
    return merchant.view(delivery);
  }

  function business(businessId: string | null) {
    return system.world.businesses.find((business) => business.businessId === businessId) ?? null;
  }

  function nameBusiness(deliveryId: string, name: string): void {
    system.refuseSecret(name, { name: "business_name" });
    const delivery = merchant.delivery(deliveryId);
    const known = system.world.businesses.find((business) => business.name === name);
    if (known) delivery.business = known;
    else if (delivery.business) delivery.business.name = name;
    else {
      delivery.business = { businessId: system.id(), name };
      system.world.businesses.push(delivery.business);
    }
  }

  function questions(delivery: Delivery) {
    return { businessName: delivery.business?.name ?? null, questions: delivery.questions };
  }

  function sent(bundleId: string, at: string | null) {
    const delivery = merchant.byBundle(bundleId);
    if (delivery.bundle) delivery.bundle.sentAt = at;
    return merchant.view(delivery);
  }

  function check(deliveryId: string, only: SlotRef | null) {
    const delivery = merchant.delivery(deliveryId);
    const begun = checks.start(delivery, only);
    system.later(() => {
      const more = checks.advance(delivery);
      if (delivery.check && delivery.check.state !== "cancelled")
        system.emit({ kind: "check_progress", check: delivery.check });
      return more;
    });
    return begun;
  }

  /** The stand-in's file ids are paths. */
  function readFile(deliveryId: string, slot: SlotRef | null, path: string): PasteView {
    const answer = pastes.paste(deliveryId, slot, system.read(path));
    return { ...answer, file: answer.filled.length > 0 ? { fileId: path, name: baseName(path) } : null };
  }

  return {
    list_deliveries: () => merchant.rows(),
    list_integrators: () => INTEGRATORS.map(({ answerWithinHours: _, ...integrator }) => integrator),
    list_businesses: () => system.world.businesses,
    ask_for_request: ({ body }) => {
      system.refuseSecret(body, { name: "mail" });
      return { opened: true, fileOnClipboard: false };
    },
    accept_request: ({ requestId, deliveryId, businessId }) => accept(requestId, deliveryId, businessId),
    start_delivery: ({ preset, modes, businessId }) =>
      merchant.view(merchant.start(preset, modes, business(businessId))),
    ...withoutKeycourier(system, merchant),
    get_delivery: ({ deliveryId }) => merchant.view(merchant.delivery(deliveryId)),

    paste_key: async ({ deliveryId, slot }) => pastes.paste(deliveryId, slot, await system.readClipboard()),
    typed_key: ({ deliveryId, slot, value }) => pastes.paste(deliveryId, slot, value),
    read_key_file: ({ deliveryId, slot, path }) => readFile(deliveryId, slot, path),
    choose_key_file: ({ deliveryId, slot }) => {
      const path = [...system.files.keys()][0];
      return path === undefined ? null : readFile(deliveryId, slot, path);
    },
    delete_key_file: ({ fileId }) => {
      if (!system.files.delete(fileId)) throw { code: "gone" } satisfies AppError;
      return null;
    },
    use_candidate: ({ pasteId, candidate, slot }) => pastes.use(pasteId, candidate, slot),
    remove_key: ({ deliveryId, slot }) => pastes.remove(deliveryId, slot),
    undo_key_change: ({ deliveryId, slot }) => pastes.undo(deliveryId, slot),
    open_stripe_page: ({ slot, page }) => {
      system.opened.push(`${slot.mode}/${page}`);
      return null;
    },
    get_guide: ({ deliveryId, slot }) => guide(merchant.delivery(deliveryId), slot),
    write_guide_mail: () => ({ opened: true, fileOnClipboard: false }),

    start_check: ({ deliveryId }) => check(deliveryId, null),
    check_key: ({ deliveryId, slot }) => check(deliveryId, slot),
    agree_to_write_probes: ({ deliveryId, agreed }) => {
      checks.agree(merchant.delivery(deliveryId), agreed);
      return agreed ? check(deliveryId, null) : checks.check(merchant.delivery(deliveryId));
    },
    open_check_page: ({ mode, page }) => {
      system.opened.push(`${mode}/${page}`);
      return null;
    },
    list_checks: ({ deliveryId }) => checks.past(merchant.delivery(deliveryId)),
    set_webhook_address: ({ deliveryId, mode, address }) => {
      system.refuseSecret(address, { name: "webhook_address" });
      return checks.setAddress(merchant.delivery(deliveryId), mode, address);
    },
    fix_webhook: ({ deliveryId, mode }) => checks.fixWebhook(merchant.delivery(deliveryId), mode),
    mark_webhook_done: ({ deliveryId, mode }) => checks.byHand(merchant.delivery(deliveryId), mode, true),
    undo_webhook_done: ({ deliveryId, mode }) => checks.byHand(merchant.delivery(deliveryId), mode, false),
    get_webhook_guide: () => ({
      steps: ["Open **dashboard.stripe.com** and sign in.", "Press **Add destination**.", "Choose the events below."],
    }),
    prove_secret: ({ deliveryId, slot, text }) => {
      system.refuseSecret(text, { name: "signed_delivery" });
      const delivery = merchant.delivery(deliveryId);
      const proof = checks.prove(delivery, slot, text);
      return { proof, check: checks.check(delivery) };
    },
    get_check: ({ deliveryId }) => checks.check(merchant.delivery(deliveryId)),
    cancel_check: ({ checkId }) => {
      for (const delivery of system.world.deliveries.values()) {
        if (delivery.check?.checkId === checkId) return checks.cancel(delivery);
      }
      for (const { item } of system.world.inbox.values()) {
        if (item.ourCheck?.checkId === checkId) return desk.cancelCheck(item);
      }
      throw { code: "gone" } satisfies AppError;
    },
    confirm_account: ({ deliveryId, mode }) => checks.answerAccount(merchant.delivery(deliveryId), mode, "confirmed"),
    reject_account: ({ deliveryId, mode }) => checks.answerAccount(merchant.delivery(deliveryId), mode, "rejected"),

    get_questions: ({ deliveryId }) => questions(merchant.delivery(deliveryId)),
    answer_questions: ({ deliveryId, businessName, answers }) => {
      const delivery = merchant.delivery(deliveryId);
      for (const { id, values } of answers) {
        values.forEach((value) => system.refuseSecret(value, { name: "answer", id }));
        const question = delivery.questions.find((other) => other.id === id);
        if (question) question.answer = values;
      }
      if (businessName !== null) nameBusiness(deliveryId, businessName);
      return questions(delivery);
    },
    preview_bundle: ({ deliveryId }) => {
      const delivery = merchant.delivery(deliveryId);
      return {
        businessName: delivery.business?.name ?? null,
        who: delivery.who,
        ticket: delivery.ticket,
        accounts: delivery.accounts,
        keys: delivery.slots.flatMap(({ at, key }) =>
          key
            ? [
                {
                  slot: at,
                  kind: key.kind,
                  ...maskOf(key),
                  verdict: key.verdict ?? verdictView({ code: "not_checked" }, at, null),
                },
              ]
            : [],
        ),
        answers: delivery.questions
          .filter(({ answer }) => answer.length > 0)
          .map(({ label, answer }) => ({ label, text: answer.join(", ") })),
        fileName: merchant.fileName(delivery),
      };
    },
    lock_delivery: ({ deliveryId }) => merchant.lock(merchant.delivery(deliveryId)),
    write_email: ({ body }) => {
      system.refuseSecret(body, { name: "mail" });
      return { opened: true, fileOnClipboard: true };
    },
    copy_bundle_file: () => null,
    copy_bundle_text: () => {
      system.clipboard = `${BUNDLE_TEXT}own`;
      return null;
    },
    save_bundle_text: ({ bundleId }) => ({
      fileName: merchant.fileName(merchant.byBundle(bundleId)).replace(/\.age$/, ".txt"),
    }),
    show_bundle: ({ bundleId }) => merchant.view(merchant.byBundle(bundleId)),
    mark_sent: ({ bundleId }) => sent(bundleId, system.now().toISOString()),
    undo_sent: ({ bundleId }) => sent(bundleId, null),
    remove_delivery_keys: ({ deliveryId }) => merchant.removeKeys(merchant.delivery(deliveryId)),
  } satisfies Partial<Handlers>;
}
