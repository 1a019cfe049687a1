//! What the corpus's steps do to a text (`tests/corpus/mail/README.md`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::documents::Pair;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Step {
    Replace([String; 2]),
    ReplaceInBody([String; 2]),
    LineStart(String),
    LineEnd(String),
    LineEndInBody(String),
    Rewrap(usize),
    Flow(usize),
    Before(String),
    After(String),
    Keep(f64),
    ChangeLetter(usize),
    DropLine(usize),
    Case(Case),
    Encode(Encoding),
    Another(Another),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Case {
    Lower,
    Upper,
}

#[derive(Deserialize)]
pub(crate) enum Encoding {
    #[serde(rename = "utf-8-mark")]
    Utf8Mark,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    #[serde(rename = "utf-16le-bare")]
    Utf16LeBare,
    #[serde(rename = "utf-16be-bare")]
    Utf16BeBare,
    #[serde(rename = "base64")]
    Base64,
    #[serde(rename = "quoted-printable")]
    QuotedPrintable,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Another {
    Same,
    Other,
}

pub(crate) enum Mangled {
    Text(String),
    Bytes(Vec<u8>),
}

pub(crate) fn mangle(pair: &Pair, steps: &[Step]) -> Mangled {
    let mut text = pair.one.text.clone();
    for step in steps {
        match done(&text, step, pair) {
            Mangled::Text(changed) => text = changed,
            bytes @ Mangled::Bytes(_) => return bytes,
        }
    }
    Mangled::Text(text)
}

fn done(text: &str, step: &Step, pair: &Pair) -> Mangled {
    let label = pair.one.kind.label();
    Mangled::Text(match step {
        Step::Replace([from, to]) => text.replace(from, to),
        Step::ReplaceInBody([from, to]) => in_body(text, |body| body.replace(from, to)),
        Step::LineStart(start) => lines(text, |line| format!("{start}{line}")),
        Step::LineEnd(end) => lines(text, |line| format!("{line}{end}")),
        Step::LineEndInBody(end) => in_body(text, |body| body.trim_end().replace('\n', &format!("{end}\n")) + "\n"),
        Step::Rewrap(width) => in_body(text, |body| wrapped(&body.replace('\n', ""), *width)),
        Step::Flow(width) => flowed(text, *width),
        Step::Before(before) => format!("{}{text}", before.replace("{label}", label)),
        Step::After(after) => format!("{}{after}", text.trim_end()),
        Step::Keep(part) => {
            let kept = (text.chars().count() as f64 * part) as usize;
            text.chars().take(kept).collect()
        }
        Step::ChangeLetter(back) => in_body(text, |body| changed(body, *back)),
        Step::DropLine(dropped) => in_body(text, |body| {
            let kept = body.lines().enumerate().filter(|(n, _)| n != dropped);
            kept.map(|(_, line)| format!("{line}\n")).collect()
        }),
        Step::Case(Case::Lower) => text.to_lowercase(),
        Step::Case(Case::Upper) => text.to_uppercase(),
        Step::Another(Another::Same) => format!("{text}\n{}", pair.one.text),
        Step::Another(Another::Other) => format!("{text}\n{}", pair.other.text),
        Step::Encode(encoding) => return encoded(text, encoding),
    })
}

fn encoded(text: &str, encoding: &Encoding) -> Mangled {
    let le = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    match encoding {
        Encoding::Utf8Mark => Mangled::Text(format!("\u{FEFF}{text}")),
        Encoding::Utf16Le => Mangled::Bytes(le(&format!("\u{FEFF}{text}"))),
        Encoding::Utf16Be => Mangled::Bytes(be(&format!("\u{FEFF}{text}"))),
        Encoding::Utf16LeBare => Mangled::Bytes(le(text)),
        Encoding::Utf16BeBare => Mangled::Bytes(be(text)),
        Encoding::Base64 => Mangled::Text(wrapped(&STANDARD.encode(text), 76)),
        Encoding::QuotedPrintable => Mangled::Text(lines(text, quoted_printable)),
    }
}

/// A line as RFC 2045 has it: at most 76 characters, and nothing that a transport may change.
fn quoted_printable(line: &str) -> String {
    let (mut out, mut width) = (String::new(), 0);
    for byte in line.bytes() {
        let written = match byte {
            b'=' | 0x80.. => format!("={byte:02X}"),
            _ => char::from(byte).to_string(),
        };
        if width + written.len() > 75 {
            out.push_str("=\n");
            width = 0;
        }
        width += written.len();
        out.push_str(&written);
    }
    out
}

fn lines(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

/// Changes what stands between the marks.
fn in_body(text: &str, change: impl Fn(&str) -> String) -> String {
    let begin = text.find("-----BEGIN").expect("its begin mark");
    let (before, from_mark) = text.split_at(begin);
    let (mark, rest) = from_mark.split_once('\n').expect("a line of its own");
    let (body, after) = rest.split_at(rest.find("-----END").expect("its end mark"));
    format!("{before}{mark}\n{}{after}", change(body))
}

fn wrapped(text: &str, width: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(width).map(|line| line.iter().collect::<String>() + "\n").collect()
}

fn flowed(text: &str, width: usize) -> String {
    let (mut out, mut used) = (String::new(), 0);
    for word in text.split_whitespace() {
        if used > 0 && used + 1 + word.len() > width {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += word.len();
    }
    out + "\n"
}

/// Another letter, so many letters before the end.
fn changed(body: &str, back: usize) -> String {
    let mut letters: Vec<char> = body.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|&at| letters[at].is_ascii_alphanumeric()).collect();
    let at = places[places.len() - back];
    letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
    letters.into_iter().collect()
}
