//! One case, as its file has it.

use std::collections::BTreeMap;
use std::path::Path;

use keycourier_credentials::{Kind, Mode, Slot, decode};
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::Unreadable;

/// A file of cases.
pub struct File {
    /// Its name without the folder.
    pub name: String,
    /// In the order of the file, mistakes first.
    pub cases: Vec<Case>,
}

/// Something that a person pastes, and what should come of it.
pub struct Case {
    /// States the fact.
    pub name: String,
    /// Where the idea comes from.
    pub from: String,
    /// The template of the text.
    pub paste: String,
    /// How the text is written down before it is read.
    pub encoding: Encoding,
    /// The slot it is pasted into.
    pub slot: Slot,
    /// Templates of the keys that the delivery already has, by slot.
    pub held: Vec<(Slot, String)>,
    /// Templates of keys of the person's other businesses, by business.
    pub elsewhere: Vec<(String, String)>,
    /// Whether the integrator recommends restricted keys.
    pub restricted_recommended: bool,
    /// What should be said.
    pub expected: Expected,
    /// The template of the value that must come out, where the paste alone doesn't tell.
    pub value: Option<String>,
}

/// What should be said of a case.
pub enum Expected {
    /// This code, with these details.
    Problem {
        /// The stable code.
        code: String,
        /// Fields of the problem, by name.
        detail: BTreeMap<String, Value>,
    },
    /// It fits: no error, and the value comes out unaltered.
    Fits {
        /// Repairs that must be listed.
        repairs: Vec<String>,
        /// Warnings that may be given; any other is one too many.
        may_warn: Vec<String>,
    },
}

/// How a text is written down before it is read.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// Not at all: a clipboard gives text.
    #[default]
    Clipboard,
    /// A file with the mark that Windows puts in front.
    Utf8Mark,
    /// A file of Notepad's "Unicode".
    Utf16Le,
    /// The same, the other way round.
    Utf16Be,
}

impl Encoding {
    /// What is read of a text that was written so.
    pub fn read(self, text: &str) -> Zeroizing<String> {
        let bytes = match self {
            Self::Clipboard => return Zeroizing::new(text.to_owned()),
            Self::Utf8Mark => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            Self::Utf16Le => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            Self::Utf16Be => [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        };
        decode(&bytes)
    }
}

impl File {
    /// Reads a file; a key that is not known, an empty name or a slot that does not exist makes it unreadable.
    pub fn read(path: &Path) -> Result<Self, Unreadable> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).map_err(|error| Unreadable(format!("{name}: {error}")))?;
        Self::parse(name, &text)
    }

    fn parse(name: String, text: &str) -> Result<Self, Unreadable> {
        let written: Written = toml::from_str(text).map_err(|error| Unreadable(format!("{name}: {error}")))?;
        let mistakes = written.mistake.into_iter().map(|mistake| {
            let Mistake { common, expect, detail } = mistake;
            case(common, Expected::Problem { code: expect, detail })
        });
        let good = written.good.into_iter().map(|good| {
            let Good { common, repairs, may_warn } = good;
            case(common, Expected::Fits { repairs, may_warn })
        });
        let cases = mistakes.chain(good).collect::<Result<_, _>>();
        let cases = cases.map_err(|Unreadable(why)| Unreadable(format!("{name}: {why}")))?;
        Ok(Self { name, cases })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    mistake: Vec<Mistake>,
    #[serde(default)]
    good: Vec<Good>,
}

// `flatten` and `deny_unknown_fields` exclude one another, so unknown keys are caught by `Common::rest`.
#[derive(Deserialize)]
struct Mistake {
    expect: String,
    #[serde(default)]
    detail: BTreeMap<String, Value>,
    #[serde(flatten)]
    common: Common,
}

#[derive(Deserialize)]
struct Good {
    #[serde(default)]
    repairs: Vec<String>,
    #[serde(default)]
    may_warn: Vec<String>,
    #[serde(flatten)]
    common: Common,
}

#[derive(Deserialize)]
struct Common {
    name: String,
    from: String,
    paste: String,
    slot: String,
    #[serde(default = "live")]
    mode: Mode,
    #[serde(default)]
    encoding: Encoding,
    #[serde(default)]
    held: BTreeMap<String, String>,
    #[serde(default)]
    elsewhere: BTreeMap<String, String>,
    #[serde(default)]
    restricted_recommended: bool,
    value: Option<String>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

fn live() -> Mode {
    Mode::Live
}

fn case(common: Common, expected: Expected) -> Result<Case, Unreadable> {
    let unreadable = |why: String| Unreadable(format!("{}: {why}", common.name));
    if let Some(unknown) = common.rest.keys().next() {
        return Err(unreadable(format!("no case has a {unknown:?}")));
    }
    if common.name.trim().is_empty() || common.from.trim().is_empty() {
        return Err(unreadable("a case says what it is and where it comes from".to_owned()));
    }
    let mut held = Vec::new();
    for (place, template) in common.held.clone() {
        let (mode, name) = place.split_once('/').unwrap_or(("", &place));
        let mode = mode.parse().map_err(|_| unreadable(format!("{place:?} is not mode/slot")))?;
        held.push((slot(name, mode).map_err(&unreadable)?, template));
    }
    Ok(Case {
        slot: slot(&common.slot, common.mode).map_err(&unreadable)?,
        held,
        name: common.name,
        from: common.from,
        paste: common.paste,
        encoding: common.encoding,
        elsewhere: common.elsewhere.into_iter().collect(),
        restricted_recommended: common.restricted_recommended,
        expected,
        value: common.value,
    })
}

/// The slots of the README's table. `second_` in front makes another one that takes the same.
fn slot(name: &str, mode: Mode) -> Result<Slot, String> {
    let of = |kind, accepts: &[Kind]| Slot { accepts: accepts.to_vec(), ..Slot::usual(kind, mode) };
    let no_slot = || format!("no case has a slot {name:?}");
    let kind = name.strip_prefix("second_").unwrap_or(name);
    let mut slot = match kind {
        "publishable" => Slot::usual(Kind::Publishable, mode),
        "secret" => Slot::usual(Kind::Secret, mode),
        "webhook_secret" => Slot::usual(Kind::WebhookSecret, mode),
        "secret_only" => of(Kind::Secret, &[Kind::Secret]),
        "restricted_only" => of(Kind::Restricted, &[Kind::Restricted]),
        _ => return Err(no_slot()),
    };
    if kind != name {
        slot.id.name = name.parse().map_err(|_| no_slot())?;
    }
    Ok(slot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_that_can_not_be_meant_is_not_read() {
        let good = "[[good]]\nname = 'n'\nfrom = 'f'\npaste = 'p'\nslot = 'secret'\n";
        assert!(File::parse("a".to_owned(), good).is_ok(), "the smallest case");
        for wrong in ["wants = 'x'\n", "mode = 'sandbox'\n", "encoding = 'ebcdic'\n", "held = { secret = '' }\n"] {
            assert!(File::parse("a".to_owned(), &format!("{good}{wrong}")).is_err(), "{wrong} is a slip of its author");
        }
        let nowhere = good.replace("'secret'", "'drawer'");
        assert!(File::parse("a".to_owned(), &nowhere).is_err(), "a slot that the README has not");
        let unnamed = good.replace("'f'", "' '");
        assert!(File::parse("a".to_owned(), &unnamed).is_err(), "a case says where it comes from");
    }
}
