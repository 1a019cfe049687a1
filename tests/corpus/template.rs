//! Texts with gaps: `{{sk_live:2 | keep 40}}` stands for a key that is made when it is needed.

use super::Unreadable;
use super::made::{Made, Wanted, make};

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// A template without its gaps.
pub struct Filled {
    /// The text.
    pub text: String,
    /// What stood for the gaps, before anything was done to it; each value once.
    pub made: Vec<Made>,
}

/// Fills every gap of a template.
pub fn fill(template: &str) -> Result<Filled, Unreadable> {
    let mut filled = Filled { text: String::with_capacity(template.len()), made: Vec::new() };
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once(OPEN) {
        let (gap, after) = behind.split_once(CLOSE).ok_or_else(|| Unreadable("a gap is never closed".to_owned()))?;
        filled.text.push_str(before);
        let text = fill_gap(gap, &mut filled.made)?;
        filled.text.push_str(&text);
        rest = after;
    }
    filled.text.push_str(rest);
    Ok(filled)
}

fn fill_gap(gap: &str, made: &mut Vec<Made>) -> Result<String, Unreadable> {
    let unreadable = |why: &str| Unreadable(format!("{OPEN}{gap}{CLOSE}: {why}"));
    let words = words(gap).ok_or_else(|| unreadable("a quotation mark is never closed"))?;
    let mut steps = words.split(|word| matches!(word, Word::Bar));
    let source = match steps.next() {
        Some([Word::Bare(name)]) if name == "-" => String::new(),
        Some([Word::Bare(name)]) => {
            let new = wanted(name).and_then(|wanted| make(&wanted)).ok_or_else(|| unreadable("no such name"))?;
            let value = new.value.clone();
            if made.iter().all(|known| known.value != value) {
                made.push(new);
            }
            value
        }
        Some([Word::Quoted(text)]) => text.clone(),
        _ => return Err(unreadable("a gap begins with one name or one quoted text")),
    };
    steps.try_fold(source, |text, step| apply(&text, step)).ok_or_else(|| unreadable("no such operation"))
}

/// `name`, `name:2`, `name@other`, `name:2@other`.
fn wanted(word: &str) -> Option<Wanted<'_>> {
    let (rest, other_account) = word.strip_suffix("@other").map_or((word, false), |rest| (rest, true));
    let (name, number) = match rest.split_once(':') {
        Some((name, number)) => (name, number.parse().ok().filter(|number| (2..100).contains(number))?),
        None => (rest, 1),
    };
    Some(Wanted { name, number, other_account })
}

/// One operation on what stands there so far; `None` where it is none.
fn apply(text: &str, step: &[Word]) -> Option<String> {
    let (Word::Bare(name), arguments) = step.split_first()? else { return None };
    let length = text.chars().count();
    Some(match (name.as_str(), arguments) {
        ("keep", [n]) => text.chars().take(n.number()?).collect(),
        ("drop", [n]) => text.chars().skip(n.number()?).collect(),
        ("tail", [n]) => text.chars().skip(length.saturating_sub(n.number()?)).collect(),
        ("mask", []) => mask(text, "..."),
        ("mask", [Word::Quoted(middle)]) => mask(text, middle),
        ("stars", []) => {
            text.chars().enumerate().map(|(n, c)| if (8..length - 4).contains(&n) { '*' } else { c }).collect()
        }
        ("upper", []) => text.to_uppercase(),
        ("lower", []) => text.to_lowercase(),
        ("put", [n, Word::Quoted(new)]) => at(text, n.number()?, 1, new),
        ("insert", [n, Word::Quoted(new)]) => at(text, n.number()?, 0, new),
        ("wrap", [n, Word::Quoted(new)]) => wrap(text, n.number().filter(|&n| n > 0)?, new),
        ("replace", [Word::Quoted(old), Word::Quoted(new)]) => text.replace(old, new),
        ("look_alike", []) => look_alike(text)?,
        ("full_width", []) => text.chars().map(full_width).collect(),
        _ => return None,
    })
}

/// Prefix, `middle`, the last four characters.
fn mask(text: &str, middle: &str) -> String {
    let prefix = text.rsplit_once('_').map_or(String::new(), |(prefix, _)| format!("{prefix}_"));
    let last: String = text.chars().skip(text.chars().count().saturating_sub(4)).collect();
    format!("{prefix}{middle}{last}")
}

/// `new` instead of `dropped` characters from the `n`th on.
fn at(text: &str, n: usize, dropped: usize, new: &str) -> String {
    let before: String = text.chars().take(n).collect();
    let after: String = text.chars().skip(n + dropped).collect();
    format!("{before}{new}{after}")
}

/// `new` after every `n` characters but the last.
fn wrap(text: &str, n: usize, new: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(n).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join(new)
}

/// The first letter behind the prefix that has a twin in Cyrillic becomes it.
fn look_alike(text: &str) -> Option<String> {
    const TWINS: [(char, char); 16] = [
        ('a', 'а'),
        ('c', 'с'),
        ('e', 'е'),
        ('o', 'о'),
        ('p', 'р'),
        ('x', 'х'),
        ('y', 'у'),
        ('A', 'А'),
        ('B', 'В'),
        ('C', 'С'),
        ('E', 'Е'),
        ('H', 'Н'),
        ('K', 'К'),
        ('M', 'М'),
        ('P', 'Р'),
        ('T', 'Т'),
    ];
    let prefix = text.rfind('_')?;
    let twin = |c: char| TWINS.iter().find(|(latin, _)| *latin == c).map(|(_, cyrillic)| cyrillic.to_string());
    let (n, _) = text.char_indices().find(|&(n, c)| n > prefix && twin(c).is_some())?;
    let letter = text.chars().nth(n)?;
    Some(at(text, n, 1, &twin(letter)?))
}

/// As an East Asian keyboard in its wide setting types it.
fn full_width(c: char) -> char {
    const DISTANCE: u32 = 0xFF01 - 0x21;
    if c.is_ascii_graphic() { char::from_u32(u32::from(c) + DISTANCE).unwrap_or(c) } else { c }
}

enum Word {
    Bare(String),
    Quoted(String),
    Bar,
}

impl Word {
    fn number(&self) -> Option<usize> {
        match self {
            Self::Bare(digits) => digits.parse().ok(),
            Self::Quoted(_) | Self::Bar => None,
        }
    }
}

/// Splits a gap at spaces and bars; what stands in quotation marks is one word, taken as it is.
fn words(gap: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = gap;
    loop {
        rest = rest.trim_start_matches(' ');
        let Some(first) = rest.chars().next() else { return Some(words) };
        let inside = rest.strip_prefix(first)?;
        match first {
            '|' => {
                words.push(Word::Bar);
                rest = inside;
            }
            '\'' | '"' => {
                let (text, after) = inside.split_once(first)?;
                words.push(Word::Quoted(text.to_owned()));
                rest = after;
            }
            _ => {
                let end = rest.find([' ', '|', '\'', '"']).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                words.push(Word::Bare(word.to_owned()));
                rest = after;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(template: &str) -> String {
        fill(template).unwrap().text
    }

    #[test]
    fn operations_do_what_the_readme_says() {
        let key = text("{{sk_live}}");
        assert_eq!(key.len(), 107, "the current form");
        let cases = [
            ("{{sk_live | keep 20}}".to_owned(), key.chars().take(20).collect::<String>()),
            ("{{sk_live | mask}}".to_owned(), format!("sk_live_...{}", key.chars().skip(103).collect::<String>())),
            ("a{{-}}b".to_owned(), "ab".to_owned()),
            ("{{'a_b_c' | replace '_' '-' | upper}}".to_owned(), "A-B-C".to_owned()),
            ("{{'abcdefg' | wrap 3 '\n> '}}".to_owned(), "abc\n> def\n> g".to_owned()),
            ("{{'abcdefg' | put 1 'XY' | insert 0 '<' | drop 1 | tail 3}}".to_owned(), "efg".to_owned()),
            ("{{'sk_live_1a' | look_alike}}".to_owned(), "sk_live_1а".to_owned()),
            ("{{'s1' | full_width}}".to_owned(), "ｓ１".to_owned()),
            ("{ \"a\": {\"b\": \"{{'c'}}\"}}".to_owned(), "{ \"a\": {\"b\": \"c\"}}".to_owned()),
        ];
        for (template, wanted) in cases {
            assert_eq!(text(&template), wanted, "{template}");
        }
        assert_eq!(text("{{sk_live | stars}}").len(), 107, "stars keep the length");
    }

    #[test]
    fn every_name_number_and_account_is_a_value_of_its_own() {
        let values =
            ["{{sk_live}}", "{{sk_live:2}}", "{{sk_live@other}}", "{{sk_live:2@other}}", "{{rk_live}}"].map(text);
        for (n, value) in values.iter().enumerate() {
            assert!(!values[..n].contains(value), "{value:.12} twice");
        }
        assert_eq!(fill("{{pk_live}} {{pk_live}}").unwrap().made.len(), 1, "the same one twice is one");
    }

    #[test]
    fn a_slip_in_a_template_is_an_error() {
        for wrong in
            ["{{nobody}}", "{{sk_live", "{{sk_live | fold}}", "{{sk_live | keep}}", "{{}}", "{{'a}}", "{{sk_live:1}}"]
        {
            assert!(fill(wrong).is_err(), "{wrong} can't be meant");
        }
    }
}
