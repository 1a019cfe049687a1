//! Exit codes, and calls that are wrong.

use keycourier_testkit::keys;
use keycourier_tests::program::Bench;

#[test]
fn a_wrong_call_exits_with_2_and_repeats_nothing_that_was_typed() {
    let bench = Bench::new();
    let secret = keys::current("sk_live_", keys::ACCOUNT, 1);
    for args in [
        &[][..],
        &["sael"],
        &["lint", "--mode", &secret],
        &["seal", "--keys", &secret],
        &["open", "--identity", "a", "--passphrase-fd", "0", "b"],
        &["lint", "--slot", &secret],
        &["open", "--format", "env", "--identity", "a", "b"],
        &[&secret],
    ] {
        let run = bench.run(args);
        assert_eq!(run.code, 2, "{:?}", args.first());
        assert!(!run.all().contains(&secret), "what was typed in the wrong place may be a key");
    }
}

#[test]
fn help_and_version_are_fine() {
    let bench = Bench::new();
    for args in [&["--help"][..], &["--version"], &["seal", "--help"]] {
        let run = bench.run(args);
        assert_eq!((run.code, run.complained.as_str()), (0, ""), "{args:?}");
        assert!(run.said.contains("keycourier"), "it names the command");
    }
}
