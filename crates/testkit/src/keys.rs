//! Credentials with the forms of Stripe's, made up at run time: no source file ever holds one.

/// An account as keys carry it: what follows `acct_`.
pub const ACCOUNT: &str = "1KcTestAccnt7Aa3";
/// Another account.
pub const OTHER_ACCOUNT: &str = "1KcTestAccnt9Zz8";

/// A key of the current generation (99 characters behind the prefix), carrying `account` (16 characters).
pub fn current(prefix: &str, account: &str, seed: u64) -> String {
    assert_eq!(account.len(), 16, "keys carry sixteen characters of their account");
    format!("{prefix}5{account}{}", filler(82, seed))
}

/// A key of the first generation: 24 characters behind the prefix.
pub fn legacy(prefix: &str, seed: u64) -> String {
    format!("{prefix}{}", filler(24, seed))
}

/// A publishable key of the generation between: 34 characters behind the prefix, the last ten of them two zeros and eight more.
pub fn middle(prefix: &str, seed: u64) -> String {
    format!("{prefix}{}00{}", filler(24, seed), filler(8, seed.wrapping_add(1)))
}

/// A webhook signing secret.
pub fn webhook_secret(seed: u64) -> String {
    format!("whsec_{}", filler(32, seed))
}

/// An organization key; their length is not published, and two public samples have over 200 characters.
pub fn organization(mode: &str, seed: u64) -> String {
    format!("sk_org_{mode}_{}", filler(200, seed))
}

/// Letters and digits that look random and are the same for the same seed. No two neighbours are equal or follow one another in the
/// alphabet, so that no filler looks like a stand-in.
pub fn filler(length: usize, seed: u64) -> String {
    const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    let mut text = String::with_capacity(length);
    let mut last = b'!';
    while text.len() < length {
        // xorshift64*: enough for looks.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        let drawn = state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        let byte = ALPHABET[usize::try_from(drawn).unwrap_or_default() % ALPHABET.len()];
        if byte != last && byte != last + 1 {
            text.push(char::from(byte));
            last = byte;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_differ_by_seed_only() {
        assert_eq!(filler(40, 7), filler(40, 7), "a test that fails must fail again");
        assert_ne!(filler(40, 7), filler(40, 8), "two seeds are two keys");
    }
}
