//! The score, for people and for programs.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Outcome;

/// What came of many cases.
pub struct Report {
    outcomes: Vec<(String, Outcome)>,
}

/// So many of so many.
#[derive(Clone, Copy)]
struct Share {
    part: usize,
    whole: usize,
}

impl Report {
    /// Of cases with the names of their files.
    pub fn new(outcomes: Vec<(String, Outcome)>) -> Self {
        Self { outcomes }
    }

    /// The mistakes.
    pub fn mistakes(&self) -> impl Iterator<Item = &Outcome> {
        self.all().filter(|outcome| !outcome.good)
    }

    /// The good pastes.
    pub fn good(&self) -> impl Iterator<Item = &Outcome> {
        self.all().filter(|outcome| outcome.good)
    }

    fn all(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().map(|(_, outcome)| outcome)
    }

    /// Mistakes named rightly, in thousandths.
    pub fn named_per_mille(&self) -> usize {
        self.share(false, |outcome| outcome.right).per_mille()
    }

    /// One line a miss: file, name, what was wanted and what came.
    pub fn misses(&self) -> Vec<String> {
        let wrong = self.outcomes.iter().filter(|(_, outcome)| !outcome.right);
        wrong
            .map(|(file, outcome)| {
                let Outcome { name, wanted, .. } = outcome;
                let came = match outcome.came.as_slice() {
                    [] if outcome.good => "another value".to_owned(),
                    [] => "nothing".to_owned(),
                    codes => codes.join(", "),
                };
                format!("{file}: {name}: wanted {wanted}, came {came}")
            })
            .collect()
    }

    /// One line a case whose code is right and something beside it is not.
    pub fn beside(&self) -> Vec<String> {
        let right = self.outcomes.iter().filter(|(_, outcome)| outcome.right);
        right
            .filter_map(|(file, outcome)| Some(format!("{file}: {}: {}", outcome.name, outcome.beside.as_ref()?)))
            .collect()
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |what: &str, ours: Share, woocommerce: Share, nango: Share| {
            let shares = [ours, woocommerce, nango].map(|share| format!("{:>16}", share.text()));
            writeln!(text, "{what:<28}{}", shares.concat()).unwrap_or_default();
        };
        let none = Share { part: 0, whole: 0 };
        line(
            "mistakes stopped or named",
            self.told(),
            self.share(false, |o| o.woocommerce_refuses),
            self.share(false, |o| o.nango_refuses),
        );
        line("  with the right cause", self.share(false, |o| o.right), none, none);
        line(
            "good keys refused, altered",
            self.share(true, |o| !o.right),
            self.share(true, |o| o.woocommerce_refuses),
            self.share(true, |o| o.nango_refuses),
        );
        let head = format!("{:<28}{:>16}{:>16}{:>16}\n", "", "Keycourier", "WooCommerce", "Nango");
        let mut text = format!("{head}{text}");
        for (title, lines) in [("missed", self.misses()), ("right, but for", self.beside())] {
            if !lines.is_empty() {
                write!(text, "\n{title}:\n  {}\n", lines.join("\n  ")).unwrap_or_default();
            }
        }
        text
    }

    /// For programs: the same figures, and every case.
    pub fn json(&self) -> Value {
        let cases: Vec<Value> = self
            .outcomes
            .iter()
            .map(|(file, o)| {
                json!({
                    "file": file, "name": o.name, "good": o.good, "wanted": o.wanted, "came": o.came, "right": o.right,
                    "stopped": o.stopped, "beside": o.beside,
                    "woocommerce_refuses": o.woocommerce_refuses, "nango_refuses": o.nango_refuses,
                })
            })
            .collect();
        json!({
            "mistakes": {
                "count": self.mistakes().count(),
                "named": self.share(false, |o| o.right).part,
                "told": self.told().part,
                "woocommerce_refuses": self.share(false, |o| o.woocommerce_refuses).part,
                "nango_refuses": self.share(false, |o| o.nango_refuses).part,
            },
            "good": {
                "count": self.good().count(),
                "refused_or_altered": self.share(true, |o| !o.right).part,
                "woocommerce_refuses": self.share(true, |o| o.woocommerce_refuses).part,
                "nango_refuses": self.share(true, |o| o.nango_refuses).part,
            },
            "cases": cases,
        })
    }

    /// Mistakes of which anything is said that a person sees before the key is used.
    fn told(&self) -> Share {
        self.share(false, |outcome| outcome.stopped || outcome.right)
    }

    fn share(&self, good: bool, counts: impl Fn(&Outcome) -> bool) -> Share {
        let whole = || self.all().filter(|outcome| outcome.good == good);
        Share { part: whole().filter(|outcome| counts(outcome)).count(), whole: whole().count() }
    }
}

impl Share {
    /// Rounded down: 98 % is not reached by 97.96.
    fn per_mille(self) -> usize {
        (self.part * 1000).checked_div(self.whole).unwrap_or_default()
    }

    fn text(self) -> String {
        if self.whole == 0 {
            return "-".to_owned();
        }
        let per_mille = self.per_mille();
        format!("{}/{} {:>3}.{} %", self.part, self.whole, per_mille / 10, per_mille % 10)
    }
}
