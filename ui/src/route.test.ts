import { expect, test } from "vitest";
import { fromHash, toHash, type Place } from "./route";

const PLACES: Place[] = [
  { at: "deliveries" },
  { at: "new" },
  { at: "request", requestId: "a/b c" },
  { at: "words", requestId: "r" },
  { at: "code_words", deliveryId: "d" },
  { at: "delivery", deliveryId: "d", step: null },
  { at: "delivery", deliveryId: "d", step: "follow_up" },
  { at: "inbox", itemId: null },
  { at: "inbox", itemId: "ü#/1" },
  { at: "requests" },
  { at: "new_request" },
  { at: "prove" },
  { at: "desk" },
  { at: "settings" },
];

test.each(PLACES)("a reload comes back to $at", (place) => {
  expect(fromHash(toHash(place))).toEqual(place);
});

test.each(["", "#", "#/", "#/nowhere", "#/delivery", "#/request/", "#/words/%E0%A4%A"])("%j is no place", (hash) => {
  expect(fromHash(hash), "the page then goes to its first screen").toBeNull();
});

test("an unknown step is left to the delivery", () => {
  expect(fromHash("#/delivery/d/elsewhere")).toEqual({ at: "delivery", deliveryId: "d", step: null });
});
