//! Credentials and ids of Stripe's by the names that templates have for them.

use keycourier_credentials::{AccountHint, Mode};
use keycourier_testkit::keys;

use super::others;

/// Something made up with the form of the real thing.
#[derive(Clone)]
pub struct Made {
    /// The whole value.
    pub value: String,
    /// The mode in its prefix.
    pub mode: Option<Mode>,
    /// What it says about its account.
    pub account: AccountHint,
}

/// Which of them: a template's `name:n@other`.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) number: u64,
    pub(super) other_account: bool,
}

/// Makes it; `None` where nothing has that name.
pub(super) fn make(wanted: &Wanted<'_>) -> Option<Made> {
    let account = if wanted.other_account { keys::OTHER_ACCOUNT } else { keys::ACCOUNT };
    // Every name and number is a value of its own; numbers stay small, so no two meet.
    let name_seed = wanted.name.bytes().fold(7, |seed: u64, byte| (seed * 31 + u64::from(byte)) % 1_000_003);
    let seed = name_seed * 1000 + wanted.number * 2 + u64::from(wanted.other_account);
    credential(wanted.name, account, seed)
        .or_else(|| id(wanted.name, account, seed).map(plain))
        .or_else(|| others::make(wanted.name, seed).map(plain))
}

fn plain(value: String) -> Made {
    Made { value, mode: None, account: AccountHint::Nothing }
}

fn credential(name: &str, account: &str, seed: u64) -> Option<Made> {
    let mode = if name.contains("_live") { Some(Mode::Live) } else { Some(Mode::Test) };
    let none = |value: String, mode: Option<Mode>| Some(Made { value, mode, account: AccountHint::Nothing });
    match name {
        "whsec" => return none(keys::webhook_secret(seed), None),
        // With the two signs that Stripe's own scrubber allows besides letters and digits.
        "whsec_base64" => {
            let (a, b, c) = (keys::filler(13, seed), keys::filler(17, seed + 1), keys::filler(11, seed + 2));
            return none(format!("whsec_{a}+{b}/{c}="), None);
        }
        "sk_org_live" => return none(keys::organization("live", seed), mode),
        "sk_org_test" => return none(keys::organization("test", seed), mode),
        _ => {}
    }
    let whole = |prefix: &str| {
        let account = format!("acct_{account}").parse().ok().map_or(AccountHint::Nothing, AccountHint::Whole);
        Some((prefix.to_owned(), account))
    };
    if ["sk_live", "sk_test", "pk_live", "pk_test", "rk_live", "rk_test", "rkcs_test"].contains(&name) {
        let (prefix, hint) = whole(&format!("{name}_"))?;
        return Some(Made { value: keys::current(&prefix, account, seed), mode, account: hint });
    }
    let stem = name.strip_suffix("_legacy");
    if let Some(stem @ ("sk_live" | "sk_test" | "pk_live" | "pk_test" | "rk_live" | "rk_test")) = stem {
        return none(keys::legacy(&format!("{stem}_"), seed), mode);
    }
    match name.strip_suffix("_middle") {
        Some(stem @ ("pk_live" | "pk_test")) => none(keys::middle(&format!("{stem}_"), seed), mode),
        _ => None,
    }
}

/// Ids of objects, written `id_we`, `id_price` … Those of an account's objects carry its last ten characters.
fn id(name: &str, account: &str, seed: u64) -> Option<String> {
    let carried: String = account.chars().skip(account.len() - 10).collect();
    let object = |prefix: &str, generation: &str| {
        format!("{prefix}_{generation}{}{carried}{}", keys::filler(5, seed), keys::filler(8, seed + 1))
    };
    let bare = |prefix: &str, length| format!("{prefix}_{}", keys::filler(length, seed));
    Some(match name.strip_prefix("id_")? {
        "acct" => format!("acct_{account}"),
        "we" => object("we", "1"),
        "ed" => bare("ed_test", 40),
        "mk" => object("mk", "1"),
        "price" => object("price", "1"),
        "plan" => bare("plan", 14),
        "prod" => bare("prod", 14),
        "cus" => bare("cus", 14),
        "sub" => object("sub", "1"),
        "in" => object("in", "1"),
        "evt" => object("evt", "1"),
        "pi" => object("pi", "3"),
        "ch" => object("ch", "3"),
        "pm" => object("pm", "1"),
        "po" => object("po", "1"),
        "tok" => object("tok", "1"),
        "card" => object("card", "1"),
        "txn" => object("txn", "3"),
        "req" => bare("req", 14),
        "ca" => bare("ca", 32),
        "cs" => format!("cs_live_a1{}", keys::filler(56, seed)),
        "org" => bare("org", 16),
        "file" => object("file", "1"),
        "tmr" => object("tmr", ""),
        "pi_secret" => format!("{}_secret_{}", object("pi", "3"), keys::filler(25, seed + 2)),
        "seti_secret" => format!("{}_secret_{}", object("seti", "1"), keys::filler(32, seed + 2)),
        "cs_secret" => format!("cs_test_a1{}_secret_{}", keys::filler(56, seed), keys::filler(48, seed + 2)),
        _ => return None,
    })
}
