//! No file of the corpus holds anything that looks like a key: scanners of other people's would stop it.

/// Letters and digits in a row from which on a text may be part of a key.
const RUN: usize = 20;

/// The first run of letters and digits that could be part of a key, by the number of its line. Runs without a digit or without a letter
/// are words and numbers.
pub fn key_shaped(text: &str) -> Option<usize> {
    let suspect = |run: &str| {
        run.len() >= RUN
            && run.bytes().any(|byte| byte.is_ascii_digit())
            && run.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let bare = |line: &str| line.split(|c: char| !c.is_ascii_alphanumeric()).any(suspect);
    text.lines().position(|line| bare(line) || has_prefixed(line)).map(|before| before + 1)
}

/// Whether a prefix is followed at once by so many letters and digits as scanners take for a key, be they stand-ins.
fn has_prefixed(line: &str) -> bool {
    const PREFIXES: [&str; 3] = ["_live_", "_test_", "whsec_"];
    const FEWEST: usize = 16;
    PREFIXES.iter().any(|prefix| {
        line.split(prefix).skip(1).any(|rest| rest.bytes().take_while(u8::is_ascii_alphanumeric).count() >= FEWEST)
    })
}

#[cfg(test)]
mod tests {
    use keycourier_testkit::keys;

    use super::*;

    #[test]
    fn keys_are_seen_and_templates_are_not() {
        for key in [keys::current("sk_live_", keys::ACCOUNT, 1), keys::legacy("pk_test_", 2), keys::webhook_secret(3)] {
            assert_eq!(key_shaped(&format!("a\npaste = '{key}'\n")), Some(2), "no file may hold it");
        }
        let crossed = format!("paste = 'sk_live_{}'", "X".repeat(24));
        assert_eq!(key_shaped(&crossed), Some(1), "a stand-in as long as a key stops a scanner too");
        assert_eq!(key_shaped("paste = '{{sk_live_legacy:2 | keep 20}} YOUR_LIVE_SECRET_KEY_HERE'"), None, "no key");
    }
}
