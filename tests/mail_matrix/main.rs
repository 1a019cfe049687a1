//! Every way in which mail mangles a text (`tests/corpus/mail`), for every document and every way of carrying it: opened with exactly what
//! went in, or refused with the cause that the corpus names.

mod documents;
mod steps;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use documents::{Document, Kind, Pair};
use steps::{Mangled, Step};

#[derive(Deserialize)]
struct Corpus {
    mangling: Vec<Mangling>,
}

#[derive(Deserialize)]
struct Mangling {
    name: String,
    steps: Vec<Step>,
    ends: Ends,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Ends {
    Opens(Opens),
    Refused { refused: Refused },
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Opens {
    Opens,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Refused {
    One(String),
    OneOf(Vec<String>),
    By(BTreeMap<Kind, Vec<String>>),
}

impl Mangling {
    /// Whether this is how it should end: none for opened, else the code.
    fn expects(&self, kind: Kind, code: Option<&str>) -> bool {
        let code = code.unwrap_or("opens");
        match &self.ends {
            Ends::Opens(Opens::Opens) => code == "opens",
            Ends::Refused { refused: Refused::One(one) } => one == code,
            Ends::Refused { refused: Refused::OneOf(some) } => some.iter().any(|one| one == code),
            Ends::Refused { refused: Refused::By(by) } => {
                by.get(&kind).is_some_and(|some| some.iter().any(|one| one == code))
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Carrier {
    Attached,
    SavedAsTxt,
    Pasted,
}

impl Carrier {
    const ALL: [(Self, &str); 3] =
        [(Self::Attached, "attached"), (Self::SavedAsTxt, "saved_as_txt"), (Self::Pasted, "pasted")];

    /// None where it can't be carried so: nobody pastes bytes that are no text.
    fn carry(self, mangled: &Mangled) -> Option<Vec<u8>> {
        match (self, mangled) {
            (Self::Attached, Mangled::Text(text)) => Some(text.clone().into_bytes()),
            (Self::Attached, Mangled::Bytes(bytes)) => Some(bytes.clone()),
            (Self::SavedAsTxt, Mangled::Text(text)) => {
                let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
                Some(format!("\u{FEFF}{lines}").into_bytes())
            }
            (Self::Pasted, Mangled::Text(text)) => {
                Some(format!("Hello Jo,\n\nas asked for:\n\n{}\n\nKind regards\nSam", text.trim()).into_bytes())
            }
            (Self::SavedAsTxt | Self::Pasted, Mangled::Bytes(_)) => None,
        }
    }
}

fn corpus() -> Corpus {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/mail/manglings.toml");
    let text = std::fs::read_to_string(path).expect("the corpus is part of the project");
    toml::from_str(&text).expect("the corpus has the form that its README tells")
}

#[test]
fn what_mail_does_to_a_document_is_undone_or_told() {
    let corpus = corpus();
    assert!(corpus.mangling.len() >= 20, "a matrix of a few would show little");
    let pairs: Vec<Pair> =
        Kind::ALL.into_iter().flat_map(|kind| (0..3).map(move |padding| documents::pair(kind, padding))).collect();
    let (mut wrong, mut cells, mut opened) = (Vec::new(), 0, 0);
    let carriers: Vec<&str> = Carrier::ALL.iter().map(|(_, name)| *name).collect();
    println!("{:58} {:9} {}", "mangling", "document", carriers.join(" | "));
    for mangling in &corpus.mangling {
        for pair in &pairs {
            let mangled = steps::mangle(pair, &mangling.steps);
            let mut row = Vec::new();
            for (carrier, name) in Carrier::ALL {
                let Some(bytes) = carrier.carry(&mangled) else {
                    row.push("-".to_owned());
                    continue;
                };
                cells += 1;
                let ended = pair.scene.read(pair.kind(), &bytes);
                let place = format!("{}, {}, {name}", mangling.name, pair.kind().name());
                match &ended {
                    Ok(document) if !document.is(&pair.one) => wrong.push(format!("{place}: opened as something else")),
                    Ok(_) => opened += 1,
                    Err(_) => {}
                }
                let code = ended.as_ref().err().copied();
                if !mangling.expects(pair.kind(), code) {
                    wrong.push(format!("{place}: {}", code.unwrap_or("opened")));
                }
                row.push(code.unwrap_or("opened").to_owned());
            }
            let document = format!("{}{}", pair.kind().name(), "=".repeat(pair.padding()));
            println!("{:58} {document:9} {}", mangling.name, row.join(" | "));
        }
    }
    println!("{} manglings, {cells} combinations: {opened} opened, {} refused", corpus.mangling.len(), cells - opened);
    assert!(wrong.is_empty(), "{} of {cells} end otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_mangling_that_changes_nothing_is_told_from_one_that_does() {
    // Or a step that was misspelt or does nothing would fill the matrix with rows that show nothing.
    let pair = documents::pair(Kind::Bundle, 2);
    for mangling in corpus().mangling.iter().filter(|mangling| !mangling.steps.is_empty()) {
        let Mangled::Text(text) = steps::mangle(&pair, &mangling.steps) else { continue };
        assert_ne!(text, pair.one.text, "{} changes something", mangling.name);
    }
}

impl Pair {
    fn kind(&self) -> Kind {
        self.one.kind
    }

    fn padding(&self) -> usize {
        self.one.text.matches('=').count()
    }
}

impl Document {
    /// Whether it is the other one, to the byte.
    fn is(&self, other: &Self) -> bool {
        self.kind == other.kind && self.payload == other.payload
    }
}
