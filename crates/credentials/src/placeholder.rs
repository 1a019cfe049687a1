//! Samples and stand-ins: what instructions print where a key belongs.

/// How the sample keys of Stripe's own documentation begin, behind their prefix. The whole keys stand nowhere in this program.
const DOCUMENTED: [&str; 4] = ["4eC39HqL", "BQokikJO", "6pRNASCo", "TYooMQau"];

/// Words that a short body has only if somebody wrote it by hand.
const WORDS: [&str; 10] =
    ["your", "here", "xxx", "example", "sample", "placeholder", "replace", "insert", "secret", "abc123"];

/// A run this long of one character, or of neighbours in the alphabet, does not happen by chance in a key of 99 characters.
const RUN: usize = 10;

/// The fewest characters of a real key.
const REAL: usize = crate::credential::SHORTEST_BODY;

/// Whether what stands behind a prefix is a stand-in. For a body as long as a real one only what chance can't produce counts, since a
/// good key must never be refused.
pub(crate) fn is_placeholder(body: &str) -> bool {
    if DOCUMENTED.iter().any(|start| body.starts_with(start)) || has_long_run(body.as_bytes()) {
        return true;
    }
    let lower = body.to_ascii_lowercase();
    if body.len() < REAL {
        return WORDS.iter().any(|word| lower.contains(word)) || lower.starts_with("123");
    }
    lower.contains("your") && (lower.contains("key") || lower.contains("here"))
}

/// Whether a text without any prefix is a stand-in, such as `YOUR_KEY_HERE`.
pub(crate) fn is_stand_in(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    (lower.contains("your") || lower.contains("insert") || lower.contains("paste") || lower.contains("replace"))
        && (lower.contains("key") || lower.contains("secret") || lower.contains("here"))
        || (word.len() >= 4 && word.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x')))
}

fn has_long_run(bytes: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_told_from_keys() {
        for body in ["your_key_here", "xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "1234567890", "abcdefghijklmnopqrstuvwxyz", "123"]
        {
            assert!(is_placeholder(body), "{body} was written by hand");
        }
        for body in ["herePpQ7rS8tU9vW0xY1zA2b", "yourPpQ7rS8tU9vW0xY1zA2b"] {
            assert!(!is_placeholder(body), "{body} can be chance: 24 random characters may hold a word");
        }
    }
}
