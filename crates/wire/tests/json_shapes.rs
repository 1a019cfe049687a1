//! The JSON that crosses, for the shapes that the page's tables go by.

use keycourier_wire::*;
use serde_json::{from_value, json, to_value};

#[test]
fn errors_are_told_apart_by_their_code() {
    let error = AppError::BadText {
        field: TextField::Answer { id: "site".into() },
        fault: TextFault::TooLong { at_most: 200 },
    };
    assert_eq!(
        to_value(error).expect("an error is JSON"),
        json!({ "code": "badText", "field": { "name": "answer", "id": "site" }, "fault": { "kind": "too_long", "atMost": 200 } }),
        "the page's table of errors goes by `code`, and its forms by `field`"
    );
}

#[test]
fn opening_codes_are_spelled_as_on_the_command_line() {
    let error = AppError::NotOpened { cause: OpeningCode::NotForUs };
    assert_eq!(
        to_value(error).expect("an error is JSON"),
        json!({ "code": "notOpened", "cause": "not_for_us" }),
        "one spelling of a code everywhere lets a helpdesk search for it"
    );
}

#[test]
fn a_problem_lies_flat_beside_its_weight_and_fix() {
    let slot = SlotRef { mode: Mode::Live, slot: "secret".into() };
    let problem = ProblemView {
        severity: Severity::Error,
        fix: Some(Fix::MoveTo { candidate: 0, slot }),
        problem: Problem::WrongKind { found: KeyKind::Secret, wanted: vec![KeyKind::Publishable] },
    };
    assert_eq!(
        to_value(problem).expect("a problem is JSON"),
        json!({
            "severity": "error",
            "fix": { "kind": "move_to", "candidate": 0, "slot": { "mode": "live", "slot": "secret" } },
            "code": "wrong_kind",
            "found": "secret",
            "wanted": ["publishable"],
        }),
        "the page narrows the type by `code` alone"
    );
}

#[test]
fn a_typed_key_comes_in_as_a_secret() {
    let request: TypedKeyRequest = from_value(json!({
        "operationId": "1", "deliveryId": "d", "slot": null, "mode": "test", "value": "anything",
    }))
    .expect("the page's own shape");
    let _: &secrecy::SecretString = &request.value;
    assert!(request.slot.is_none(), "typed anywhere");
}

#[test]
fn a_change_without_an_operation_id_is_refused() {
    let refused = from_value::<RemoveKeyRequest>(json!({
        "deliveryId": "d", "slot": { "mode": "test", "slot": "secret" },
    }));
    assert!(refused.is_err(), "without an id, a reload of the page could do it twice");
}
