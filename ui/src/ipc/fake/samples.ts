// Worlds to look at in a browser, chosen by `?scenario=` in the address.

import type { Checks } from "./checking";
import type { Pastes } from "./collecting";
import type { DeskSide } from "./desk";
import { madeUp } from "./keys";
import type { Merchant } from "./merchant";
import { daysFrom, hoursFrom, questions, sampleRequest, slotOf, whoIs, type Delivery, type World } from "./world";

export type Scenario = "first" | "empty" | "merchant" | "desk" | "no_desk";

/** Everything that a sample fills. */
type Parts = { world: World; merchant: Merchant; pastes: Pastes; checks: Checks; desk: DeskSide };

export function fill(scenario: Scenario, parts: Parts, now: Date): void {
  const { world, desk } = parts;
  if (scenario === "empty") {
    world.role = "merchant";
    world.rolesUsed.add("merchant");
  }
  if (scenario === "merchant") fillMerchant(parts, now);
  if (scenario === "no_desk") {
    world.role = "desk";
    world.rolesUsed.add("desk");
  }
  if (scenario === "desk") fillDesk(world, desk, now);
}

function fillMerchant({ world, merchant, pastes, checks }: Parts, now: Date): void {
  world.role = "merchant";
  world.rolesUsed.add("merchant");
  const carWash = { businessId: "business-1", name: "Some Car Wash" };
  const dogs = { businessId: "business-2", name: "Clean Dogs" };
  world.businesses.push(carWash, dogs);
  const proven = whoIs({ state: "proven", at: daysFrom(now, -20) });
  const base: Omit<Delivery, "id" | "who" | "slots" | "accounts"> = {
    requestId: null,
    lockedBy: "request",
    preset: "imagatec",
    business: carWash,
    ticket: null,
    restricted: "refused",
    questions: [],
    check: null,
    way: "bundle",
    unit: null,
    overThere: null,
    bundle: null,
    deliverTo: "help@imagatec.com.au",
    answerWithinHours: 24,
    changedAt: hoursFrom(now, -1),
  };

  const request = { ...sampleRequest(now), who: proven, businesses: world.businesses, deliveryIds: ["delivery-1"] };
  world.requests.set(request.requestId, request);
  world.deliveries.set("delivery-1", {
    ...base,
    id: "delivery-1",
    accounts: [],
    requestId: request.requestId,
    who: proven,
    ticket: "IM-20417",
    questions: questions(),
    slots: [slotOf("live", "publishable"), { ...slotOf("live", "secret"), accepts: ["secret"] }],
  });
  pastes.paste("delivery-1", null, madeUp("publishable", "live", "kM3d"));

  const both = {
    ...sampleRequest(now, ["test", "live"]),
    requestId: "request-2",
    businesses: world.businesses,
    deliveryIds: ["delivery-2"],
  };
  both.who = {
    name: "Harbour Software",
    domain: "harbour.example",
    phone: null,
    knownAs: null,
    proof: { state: "not_proven", postponed: true, wrongTries: 0 },
  };
  world.requests.set(both.requestId, both);
  world.deliveries.set("delivery-2", {
    ...base,
    id: "delivery-2",
    accounts: [],
    requestId: both.requestId,
    who: both.who,
    business: dogs,
    preset: null,
    restricted: "recommended",
    answerWithinHours: null,
    changedAt: daysFrom(now, -2),
    slots: [
      slotOf("test", "secret"),
      slotOf("test", "webhook_secret", { required: false, purpose: "So that they hear of payments" }),
      slotOf("live", "secret"),
      slotOf("live", "webhook_secret", { required: false, purpose: "So that they hear of payments" }),
    ],
  });
  pastes.paste("delivery-2", null, madeUp("secret", "test", "aBcD"));

  world.deliveries.set("delivery-3", {
    ...base,
    id: "delivery-3",
    accounts: [],
    who: proven,
    ticket: "IM-20311",
    changedAt: daysFrom(now, -6),
    slots: [slotOf("live", "publishable"), slotOf("live", "secret")],
  });
  pastes.paste(
    "delivery-3",
    null,
    [madeUp("publishable", "live", "tR9w"), madeUp("secret", "live", "EVqc")].join("\n"),
  );
  const sent = merchant.delivery("delivery-3");
  checks.start(sent);
  while (checks.advance(sent));
  checks.answerAccount(sent, "live", "confirmed");
  merchant.lock(sent);
  if (sent.bundle) sent.bundle.sentAt = daysFrom(now, -6);
  sent.changedAt = daysFrom(now, -6);
  for (const { slots } of world.deliveries.values()) for (const slot of slots) delete slot.before;
}

function fillDesk(world: World, side: DeskSide, now: Date): void {
  world.role = "desk";
  world.rolesUsed.add("desk");
  world.desk = {
    deskId: "desk-1",
    name: "Imagatec Helpdesk",
    domain: "imagatec.com.au",
    email: "help@imagatec.com.au",
    phone: "1300 365 443",
    hours: "Mon to Fri 9 to 5",
    createdAt: daysFrom(now, -260),
    backup: { state: "made", at: daysFrom(now, -200) },
  };
  world.ownRequests.push(
    {
      requestId: "own-1",
      scope: { kind: "one", ticket: "IM-20417" },
      presetName: "Imagatec",
      modes: ["live"],
      slots: 2,
      createdAt: daysFrom(now, -9),
      expiresAt: daysFrom(now, 21),
      state: "answered",
      answers: 1,
      fileName: "Imagatec_IM-20417.keyrequest",
    },
    {
      requestId: "own-2",
      scope: { kind: "one", ticket: "IM-20431" },
      presetName: "Imagatec",
      modes: ["live"],
      slots: 2,
      createdAt: daysFrom(now, -1),
      expiresAt: daysFrom(now, 29),
      state: "open",
      answers: 0,
      fileName: "Imagatec_IM-20431.keyrequest",
    },
    {
      requestId: "own-3",
      scope: { kind: "everybody" },
      presetName: "Imagatec",
      modes: ["live"],
      slots: 2,
      createdAt: daysFrom(now, -80),
      expiresAt: null,
      state: "open",
      answers: 37,
      fileName: "Imagatec.keyrequest",
    },
  );
  side.add(
    {
      company: "Some Car Wash",
      ticket: "IM-20417",
      mode: "live",
      endings: { publishable: "kM3d", secret: "EVqc" },
      arrivedAt: hoursFrom(now, -0.3),
    },
    "SomeCarWash_Stripe_API_Keys.age",
  );
  side.add(
    {
      company: "Harbour Dental",
      ticket: "IM-20398",
      mode: "live",
      endings: { publishable: "pQ4t", secret: "Lm2x" },
      arrivedAt: hoursFrom(now, -1.2),
      replaces: true,
      notes: [{ kind: "replaces", arrivedAt: daysFrom(now, -200) }],
    },
    "HarbourDental_Stripe_API_Keys.age",
  );
  side.add(
    {
      company: "Bluegum Motors",
      ticket: "IM-20411",
      mode: "live",
      endings: { publishable: "vB7n" },
      arrivedAt: hoursFrom(now, -2),
    },
    "BluegumMotors_Stripe_API_Keys.age",
  );
  side.addBroken("armor_damaged", "keys-final(2).age", hoursFrom(now, -2.5));
  side.add(
    {
      company: "Old Mill Bakery and Coffee Roasters of Newport",
      ticket: "IM-20388",
      mode: "live",
      endings: { publishable: "xY1z", secret: "dead" },
      arrivedAt: hoursFrom(now, -4),
      notes: [{ kind: "other_account" }],
      state: "suspicious",
    },
    null,
  );
  side.add(
    {
      company: "Green Leaf Yoga",
      ticket: "IM-20377",
      mode: "test",
      endings: { publishable: "gL3f", secret: "yG0a" },
      arrivedAt: daysFrom(now, -2),
      state: "install",
    },
    null,
  );
  side.addBroken("not_for_us", "Stripe keys.txt", daysFrom(now, -3));
  for (const [index, company] of [
    "Corner Vet",
    "North Wharf Books",
    "Sunny Plumbing",
    "Tidewater Hotel",
    "Elm Street Cycles",
    "Pepper & Salt",
    "Quick Lube",
    "Riverbend Farm",
  ].entries()) {
    side.add(
      {
        company,
        ticket: `IM-203${60 - index}`,
        mode: index % 3 === 2 ? "test" : "live",
        endings: { publishable: `p${index}aa`, secret: `s${index}bb` },
        arrivedAt: daysFrom(now, -3 - index),
        state: index < 3 ? "check" : index === 3 ? "confirm" : "confirmed",
      },
      null,
    );
  }
}
