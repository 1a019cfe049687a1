//! Keys that say themselves what becomes of them, for trying things out by hand.

use super::script::{Account, Behaviour, KeyScript, Wording};

/// What a word in the part behind the prefix stands for; without one, the key works.
const WORDS: [(&str, Behaviour); 11] = [
    ("Unknown", Behaviour::Unknown),
    ("Expired", Behaviour::Expired),
    ("Locked", Behaviour::LockedToOtherAddresses),
    ("Lacks", Behaviour::LacksPermission { wording: Wording::New, permission: None }),
    ("LacksOld", Behaviour::LacksPermission { wording: Wording::Old, permission: None }),
    ("Revoked", Behaviour::NoAccess),
    ("Limited", Behaviour::RateLimited),
    ("Fails", Behaviour::Fails { status: 500 }),
    ("Moved", Behaviour::Redirect),
    ("Cut", Behaviour::Cut),
    ("Torn", Behaviour::CutInBody),
];

/// The script of a key that is in none, by its name. Mode and account are those that the key itself names.
pub(super) fn script(key: &str) -> KeyScript {
    let mut parts = key.rsplitn(2, '_');
    let (body, prefix) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let mut account = Account { livemode: prefix.ends_with("live"), ..Account::default() };
    if let Some(carried) = body.strip_prefix('5').and_then(|rest| rest.get(..16)).filter(|_| body.len() == 99) {
        account.id = format!("acct_{carried}");
    }
    // The last one wins: it is the longer word where two begin alike.
    let behaviour = WORDS.into_iter().rev().find(|(word, _)| body.contains(word));
    KeyScript::of(account).then(behaviour.map(|(_, behaviour)| behaviour).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_a_key_says_what_becomes_of_it() {
        let behaviour = |key: &str| script(key).next("GET", "/v1/account");
        assert!(matches!(behaviour("sk_test_1Expired2"), Behaviour::Expired), "it names its end");
        assert!(
            matches!(behaviour("rk_test_LacksOldx"), Behaviour::LacksPermission { wording: Wording::Old, .. }),
            "the longer"
        );
        assert!(matches!(behaviour("sk_live_1a2b"), Behaviour::Works), "without a word it works");
        assert!(script("sk_live_1a2b").account.livemode, "in the mode that it names");
    }
}
