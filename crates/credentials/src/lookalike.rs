//! Characters that stand for others: invisible ones, fancy ones, and letters of other alphabets that look Latin.

/// Characters that nobody can see.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' // soft hyphen
        | '\u{34F}' | '\u{61C}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' // zero-width, direction marks
        | '\u{202A}'..='\u{202E}' // direction overrides
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' // variation selectors
        | '\u{FEFF}' | '\u{FFFC}'
        | '\0'
    )
}

/// The plain form of spaces, line ends, dashes and quotation marks. Never longer in bytes than `c`.
pub(crate) fn plain(c: char) -> char {
    match c {
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}'..='\u{201B}' | '\u{2039}' | '\u{203A}' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' => '"',
        other => other,
    }
}

/// The ASCII character that a letter of another alphabet looks like: Cyrillic, Greek, and the wide forms of East Asian keyboards.
pub(crate) fn latin(c: char) -> Option<char> {
    if let '\u{FF01}'..='\u{FF5E}' = c {
        return u8::try_from(u32::from(c) - 0xFF01 + 0x21).ok().map(char::from);
    }
    // All of them stand between these two; most text is looked up nowhere.
    if !('\u{131}'..='\u{51D}').contains(&c) {
        return None;
    }
    LOOK_LATIN.iter().find(|&&(other, _)| other == c).map(|&(_, letter)| letter)
}

/// Cyrillic, then Greek, then two of phonetics.
const LOOK_LATIN: [(char, char); 54] = [
    ('\u{430}', 'a'),
    ('\u{435}', 'e'),
    ('\u{43E}', 'o'),
    ('\u{440}', 'p'),
    ('\u{441}', 'c'),
    ('\u{443}', 'y'),
    ('\u{445}', 'x'),
    ('\u{455}', 's'),
    ('\u{456}', 'i'),
    ('\u{458}', 'j'),
    ('\u{4BB}', 'h'),
    ('\u{43A}', 'k'),
    ('\u{501}', 'd'),
    ('\u{51B}', 'q'),
    ('\u{51D}', 'w'),
    ('\u{410}', 'A'),
    ('\u{412}', 'B'),
    ('\u{415}', 'E'),
    ('\u{41A}', 'K'),
    ('\u{41C}', 'M'),
    ('\u{41D}', 'H'),
    ('\u{41E}', 'O'),
    ('\u{420}', 'P'),
    ('\u{421}', 'C'),
    ('\u{422}', 'T'),
    ('\u{423}', 'Y'),
    ('\u{425}', 'X'),
    ('\u{406}', 'I'),
    ('\u{408}', 'J'),
    ('\u{405}', 'S'),
    ('\u{417}', '3'),
    ('\u{3B1}', 'a'),
    ('\u{3BF}', 'o'),
    ('\u{3BD}', 'v'),
    ('\u{3C1}', 'p'),
    ('\u{3BA}', 'k'),
    ('\u{3B9}', 'i'),
    ('\u{3C4}', 't'),
    ('\u{391}', 'A'),
    ('\u{392}', 'B'),
    ('\u{395}', 'E'),
    ('\u{396}', 'Z'),
    ('\u{397}', 'H'),
    ('\u{399}', 'I'),
    ('\u{39A}', 'K'),
    ('\u{39C}', 'M'),
    ('\u{39D}', 'N'),
    ('\u{39F}', 'O'),
    ('\u{3A1}', 'P'),
    ('\u{3A4}', 'T'),
    ('\u{3A5}', 'Y'),
    ('\u{3A7}', 'X'),
    ('\u{261}', 'g'),
    ('\u{131}', 'i'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_look_latin_are_known_and_others_are_not() {
        for (other, letter) in [('ѕ', 's'), ('к', 'k'), ('Χ', 'X'), ('＿', '_'), ('５', '5')] {
            assert_eq!(latin(other), Some(letter), "{other} looks like {letter}");
        }
        for c in ['é', 'ж', 'Ω', 'a', '中'] {
            assert_eq!(latin(c), None, "{c} can't be mistaken for an ASCII character");
        }
    }
}
