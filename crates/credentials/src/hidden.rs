//! The shortened forms in which Stripe, and others, show a key.

/// How many bytes of `text`, from its beginning, are dots, stars or bullets that stand for hidden characters.
pub(crate) fn covering(text: &str) -> usize {
    let length = text.chars().take_while(|&c| covers(c) || c == '.' || c == '#').map(char::len_utf8).sum();
    let run = text.get(..length).unwrap_or_default();
    if run.contains(covers) || run.len() >= 3 { length } else { 0 }
}

/// Whether a word without any prefix is a hidden value: `••••••••`, `********EVqc`, `...EVqc`.
pub(crate) fn is_hidden(word: &str) -> bool {
    let word = word.trim_start_matches(['"', '\'', '(', '<']);
    word.chars().filter(|&c| covers(c)).count() >= 4 || (covering(word) > 0 && word.len() <= 12)
}

/// Whether a text in brackets says that a value is kept back: `[hidden]`, `<redacted>`.
pub(crate) fn is_hidden_mark(text: &str) -> bool {
    const MARKS: [&str; 8] = ["hidden", "redact", "mask", "remov", "oculta", "secreto", "filtered", "..."];
    let start: String = text.chars().take(16).collect::<String>().to_ascii_lowercase();
    MARKS.iter().any(|mark| start.trim_start().starts_with(mark)) || start.starts_with(covers)
}

/// What stands on the Dashboard's button in place of a key: copied when the row was selected before the key was shown.
pub(crate) fn is_reveal_button(text: &str) -> bool {
    const BUTTONS: [&str; 6] = [
        "reveal live key",
        "reveal test key",
        "reveal test key token",
        "reveal live key token",
        "click to reveal",
        "revelar clave",
    ];
    let lower = text.to_lowercase();
    BUTTONS.iter().any(|button| lower.contains(button))
}

fn covers(c: char) -> bool {
    matches!(c, '*' | '•' | '●' | '…' | '·' | '∙' | '⋅' | '○' | '■' | '▪' | '█' | '⬤' | '⚫')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_covers_a_value_is_seen() {
        for (text, length) in [("...EVqc", 3), ("****", 4), ("\u{2026}EV", 3), (". Then", 0), ("..", 0), ("###1234", 3)]
        {
            assert_eq!(covering(text), length, "{text}");
        }
        assert!(is_hidden("••••••••") && is_hidden("...EVqc") && !is_hidden("hunter2..."), "only what begins covered");
        assert!(is_hidden_mark("redacted]") && !is_hidden_mark("your key>"), "a stand-in hides nothing");
        assert!(is_reveal_button("Secret key\tReveal live key\tNov 3"), "the row was copied before the key was shown");
    }
}
