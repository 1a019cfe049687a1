//! Samples and stand-ins: what instructions print where a key belongs.

use crate::by_hand::{has_long_run, is_random, is_wording, repeats_itself};

/// How the sample keys of Stripe's own documentation begin, behind their prefix. The whole keys stand nowhere in this program.
const DOCUMENTED: [&str; 8] =
    ["4eC39HqL", "BQokikJO", "6pRNASCo", "TYooMQau", "26PHem9A", "tR3PYbcV", "mkGsLqEW", "g6do5S23"];

/// Words of instructions. One of the long ones in a body of a real key's length happens by chance once in a hundred million keys,
/// two of any still less.
const WORDS: [&str; 19] = [
    "your",
    "here",
    "example",
    "sample",
    "placeholder",
    "replace",
    "insert",
    "secret",
    "changeme",
    "fake",
    "dummy",
    "demo",
    "redacted",
    "enter",
    "paste",
    "stripe",
    "test",
    "todo",
    "xxxx",
];
const LONG: usize = 7;

/// Bodies that are nothing but these are stand-ins: short words that chance can put into a cut key.
const WHOLE: [&str; 14] =
    ["key", "abc", "xyz", "xxx", "foo", "bar", "abc123", "none", "null", "tbd", "na", "value", "string", "xx"];

/// The fewest characters of a real key.
const REAL: usize = crate::credential::SHORTEST_BODY;

/// Whether what stands behind a prefix is a stand-in. For a body as long as a real one only what chance can't produce counts, since a
/// good key must never be refused.
pub(crate) fn is_placeholder(body: &str) -> bool {
    if DOCUMENTED.iter().any(|start| body.starts_with(start))
        || has_long_run(body.as_bytes())
        || repeats_itself(body.as_bytes())
    {
        return true;
    }
    let lower = body.to_ascii_lowercase();
    let mut words = WORDS.iter().filter(|word| lower.contains(**word));
    if body.len() < REAL {
        let counted = ["123", "abc", "000"].iter().any(|start| lower.starts_with(start));
        let worded = body.contains('_') && is_wording(body);
        let said = words.clone().count() >= 2 || words.any(|word| !is_random(body) || lower.starts_with(word));
        return said || counted || worded || WHOLE.contains(&lower.as_str());
    }
    let several = words.clone().count() >= 2 || (words.clone().count() == 1 && lower.contains("key"));
    words.any(|word| word.len() >= LONG) || several || (body.contains('_') && is_wording(body))
}

/// Whether a text in which no prefix stands is a stand-in, such as `YOUR_KEY_HERE`, `<secret key>` or `${STRIPE_SECRET_KEY}`.
pub(crate) fn is_stand_in(text: &str) -> bool {
    /// More words than this are a sentence.
    const MOST_WORDS: usize = 7;
    let lower = text.to_ascii_lowercase();
    let words = lower.split_whitespace().count();
    if words > MOST_WORDS {
        return false;
    }
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let names_it = says(&["key", "secret", "token", "whsec"]);
    const TOLD: [&str; 9] = ["your", "insert", "paste", "replace", "enter", "add", "here", "goes", "todo"];
    let told = lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| TOLD.contains(&word));
    let bracketed = lower.starts_with(['<', '[', '{', '$', '%', '(']) && lower.ends_with(['>', ']', '}', '%', ')']);
    let variable = lower.starts_with('$') && words == 1;
    let named = words == 1 && text.len() >= 8 && is_name_of_a_setting(text);
    let crossed = words == 1 && text.len() >= 4 && lower.bytes().all(|byte| byte == b'x');
    (names_it && (told || bracketed && !lower.contains([':', '=']) || variable))
        || named
        || crossed
        || ["changeme", "todo", "tbd"].contains(&lower.replace(['_', '-', ' '], "").as_str())
}

/// `STRIPE_SECRET_KEY`, `process.env.STRIPE_KEY`, `STRIPE_SECRET_KEY=`: the name of the setting instead of what is in it.
fn is_name_of_a_setting(text: &str) -> bool {
    let name =
        text.trim_end_matches(['=', ':', ';', '"', '\'']).rsplit(['.', '[', '"', '\'']).find(|part| !part.is_empty());
    let name = name.unwrap_or_default();
    let spelt = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    spelt && name.contains('_') && ["KEY", "SECRET", "TOKEN", "STRIPE"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_told_from_keys() {
        for body in [
            "your_key_here",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "1234567890",
            "abcdefghijklmnopqrstuvwxyz",
            "123",
            "REPLACE_WITH_YOUR_LIVE_KEY",
            "abc123abc123abc123abc123",
            "key",
            "this_is_not_a_real_one",
            "ThisIsYourSecretKey1",
        ] {
            assert!(is_placeholder(body), "{body} was written by hand");
        }
        for body in ["herePpQ7rS8tU9vW0xY1zA2b", "yourPpQ7rS8tU9vW0xY1zA2b", "51Q7rS8tU9vW0xY1zA2"] {
            assert!(!is_placeholder(body), "{body} can be chance: 24 random characters may hold a word");
        }
    }

    #[test]
    fn stand_ins_without_a_prefix_are_known() {
        for text in [
            "YOUR_KEY_HERE",
            "<your secret key>",
            "[secret key]",
            "${STRIPE_SECRET_KEY}",
            "{{ stripe_key }}",
            "xxxx",
            "STRIPE_SECRET_KEY",
            "process.env.STRIPE_SECRET_KEY",
            "STRIPE_SECRET_KEY=",
            "Paste your key here",
            "changeme",
        ] {
            assert!(is_stand_in(text), "{text} stands for a key");
        }
        for text in
            ["hunter2", "The key is in the drawer", "https://example.com/key", "see the mail I sent you", "secret"]
        {
            assert!(!is_stand_in(text), "{text} is something else");
        }
    }
}
