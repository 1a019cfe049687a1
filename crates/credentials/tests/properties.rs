//! What holds for every text: a million made-up ones, and the corpus of the fuzz targets.

#[path = "../fuzz/properties.rs"]
mod properties;

use keycourier_testkit::keys;
use properties::{judging_holds, parsing_holds};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Texts that the two tests together look at.
const TEXTS: u32 = 1_000_000;

/// What texts are made of: keys whole, cut and broken, beginnings, words, separators, and what programs put between.
fn pieces() -> Vec<String> {
    let mut pieces: Vec<String> = [
        "sk_live_",
        "pk_test_",
        "rk_live_",
        "whsec_",
        "sk_org_live_",
        "rkcs_test_",
        "SK_LIVE_",
        "sk-live-",
        "sk live ",
        "live_",
        "_test_",
        "sk_ilve_",
        "...",
        "\u{2026}",
        "\u{2022}\u{2022}\u{2022}\u{2022}",
        "****",
        "xxxxxxxxxxxx",
        "your_key_here",
        "abcdefghijklmnop",
        "\n",
        "\r\n",
        "\n> ",
        "=\n",
        "=3D",
        "\\_",
        "\\n",
        "%5F",
        "&lt;",
        "&nbsp;",
        "<br>",
        "<wbr>",
        " ",
        "\t",
        "\u{A0}",
        "\u{200B}",
        "\u{AD}",
        "\u{202E}",
        "\u{FEFF}",
        "\"",
        "'",
        "\u{201C}",
        ":",
        "=",
        "-",
        "_",
        "/",
        "+",
        "==",
        ",",
        "{",
        "}",
        "\0",
        "\u{430}",
        "\u{436}",
        "\u{FF3F}",
        "\u{1F511}",
        "Secret key",
        "STRIPE_KEY",
        "Thanks",
        "acct_1OuEMLAlTWGaDypq",
        "https://x.example/",
        "a@b.example",
        "5",
        "51",
        "pi_3Q4SBG_secret_",
        "ghp_",
        "EAAA",
        "live",
        "test",
        "whsec",
        "sk_",
        "pk_",
        "s",
        "k",
    ]
    .map(str::to_owned)
    .to_vec();
    for seed in 0..4 {
        let key = keys::current("sk_live_", keys::ACCOUNT, seed);
        let (head, tail) = key.split_at(30 + usize::try_from(seed).unwrap_or_default() * 20);
        pieces.extend([head.to_owned(), tail.to_owned(), key.to_uppercase(), key.clone()]);
        pieces.extend([keys::legacy("sk_test_", seed), keys::middle("pk_live_", seed), keys::webhook_secret(seed)]);
        pieces.extend([
            keys::organization("live", seed),
            keys::filler(8, seed),
            keys::filler(24, seed),
            keys::filler(99, seed),
        ]);
    }
    pieces
}

fn texts() -> impl Strategy<Value = Vec<u8>> {
    let pieces = pieces();
    let many = pieces.len();
    let joined = prop::collection::vec(0..many, 0..9)
        .prop_map(move |chosen| chosen.into_iter().map(|n| pieces[n].as_str()).collect::<String>().into_bytes());
    let random = prop::collection::vec(any::<u8>(), 0..64);
    prop_oneof![15 => joined, 1 => random]
}

fn look_at(check: fn(&[u8])) {
    let config = Config { cases: TEXTS / 2, failure_persistence: None, ..Config::default() };
    // The same texts at every run: a failure must come again.
    let rng = TestRng::from_seed(RngAlgorithm::XorShift, &[7; 16]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let looked = runner.run(&texts(), |bytes| {
        check(&bytes);
        Ok(())
    });
    looked.expect("it holds for every text");
}

#[test]
fn parsing_holds_for_half_a_million_texts() {
    look_at(parsing_holds);
}

#[test]
fn judging_holds_for_half_a_million_texts() {
    look_at(judging_holds);
}

#[test]
fn both_hold_for_the_corpus_of_the_fuzz_targets() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let files: Vec<_> =
        std::fs::read_dir(folder).expect("the corpus").map(|file| file.expect("a file").path()).collect();
    assert!(files.len() >= 20, "the corpus is there: {} files", files.len());
    for file in files {
        let bytes = std::fs::read(&file).expect("a seed");
        parsing_holds(&bytes);
        judging_holds(&bytes);
    }
}
