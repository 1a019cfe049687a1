//! Telling what somebody wrote from what chance made.

/// A word as people write it: letters only, and in one case or with a capital in front.
pub(crate) fn is_word(text: &str) -> bool {
    let mut letters = text.bytes();
    let Some(first) = letters.next().filter(u8::is_ascii_alphabetic) else { return false };
    let lower = letters.clone().all(|byte| byte.is_ascii_lowercase());
    let upper = first.is_ascii_uppercase() && letters.all(|byte| byte.is_ascii_uppercase());
    lower || upper
}

/// Words with nothing or underscores between, or numbers: `your_key_here`, `2026`, `Friday`.
pub(crate) fn is_wording(text: &str) -> bool {
    let mut parts = text.split('_').filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| is_word(part) || part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Certainly no wording: at least six characters with a digit, a capital and a small letter among them.
pub(crate) fn is_random(text: &str) -> bool {
    text.len() >= 6
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// A run of one character, or of neighbours in the alphabet, that does not happen by chance in a key of 99 characters.
pub(crate) fn has_long_run(bytes: &[u8]) -> bool {
    const RUN: usize = 10;
    let run_of = |step: u8| {
        let mut length = 1;
        bytes.windows(2).any(|pair| {
            let continues = pair[1] == pair[0].wrapping_add(step) || (step == 1 && pair == b"90");
            length = if continues { length + 1 } else { 1 };
            length >= RUN
        })
    };
    run_of(0) || run_of(1)
}

/// The same few characters over and over: `abc123abc123abc123abc123`.
pub(crate) fn repeats_itself(bytes: &[u8]) -> bool {
    const FEWEST: usize = 20;
    const PERIODS: std::ops::RangeInclusive<usize> = 1..=6;
    bytes.len() >= FEWEST && PERIODS.clone().any(|n| bytes.iter().zip(&bytes[n..]).all(|(a, b)| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording_is_told_from_chance() {
        for text in ["your_key_here", "Secret", "LIVE", "2026", "key_1", "_x_"] {
            assert!(is_wording(text) && !is_random(text), "{text} was written by a person");
        }
        for text in ["q7Rs8T", "4eC39H", "aB3dE6gH"] {
            assert!(is_random(text) && !is_wording(text), "{text} was made by chance");
        }
        assert!(!is_wording("") && !is_wording("___"), "nothing is no wording");
    }

    #[test]
    fn runs_and_repetitions_are_seen() {
        for text in ["abcdefghijklm", "1234567890", "xxxxxxxxxx", "A0000000000B"] {
            assert!(has_long_run(text.as_bytes()), "{text} is a run");
        }
        assert!(!has_long_run(b"abcdefghi12345678"), "nine in a row may be chance");
        assert!(repeats_itself(b"abc123abc123abc123ab"), "six characters over and over");
        assert!(!repeats_itself(b"9f3a7c1e5b9f3a7c1e5b"), "a period of ten may be anything");
    }
}
