//! `keycourier push devkit4ai`, against the stand-in. The command is a build of its own, which alone may be pointed there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use keycourier_testkit::fake_devkit::{FakeDevkit, Project, Surprise};
use keycourier_testkit::keys;
use keycourier_tests::program::{Bench, Run, build, finish};

const PROJECT: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const TOKEN: &str = "token-of-sam";

fn with_door() -> &'static Path {
    static BUILT: LazyLock<PathBuf> =
        LazyLock::new(|| build(&["--features", "loopback-hosts", "--bin", "keycourier-loopback"]));
    &BUILT
}

struct World {
    bench: Bench,
    dev_kit: FakeDevkit,
    secret: String,
}

impl World {
    fn new() -> Self {
        let (bench, dev_kit) = (Bench::new(), FakeDevkit::start().expect("a free port"));
        let secret = keys::current("sk_live_", keys::ACCOUNT, 41);
        dev_kit.allow(TOKEN, "sam");
        dev_kit.set_project(PROJECT, Project::of("sam"));
        dev_kit.stripe_takes(&secret);
        bench.write("keys.txt", format!("{secret}\n"));
        Self { bench, dev_kit, secret }
    }

    fn push(&self, more: &[&str]) -> Run {
        self.push_to(PROJECT, more, TOKEN)
    }

    /// The token on standard input.
    fn push_to(&self, project: &str, more: &[&str], token: &str) -> Run {
        let base = self.dev_kit.base();
        let args = ["push", "devkit4ai", "--project", project, "--token-fd", "0", "--keys", "keys.txt"];
        let mut command = Command::new(with_door());
        command.current_dir(self.bench.path("."));
        command.args(args).args(["--devkit-base", &base]).args(more);
        finish(&mut command, token.as_bytes())
    }

    fn puts(&self) -> Vec<Vec<String>> {
        let puts = self.dev_kit.requests().into_iter().filter(|request| request.method == "PUT");
        puts.map(|put| put.fields).collect()
    }
}

#[test]
fn only_what_changed_is_sent_and_a_dry_run_sends_nothing() {
    let world = World::new();
    let old = keys::current("sk_live_", keys::ACCOUNT, 42);
    world.dev_kit.set_project(PROJECT, Project::of("sam").with("live_secret_key", &old));
    let dry = world.push(&["--json", "--dry-run"]);
    let json = dry.json();
    let secret = json["changes"].as_array().and_then(|all| all.iter().find(|one| one["field"] == "live_secret_key"));
    let secret = secret.expect("all six are there");
    assert_eq!((dry.code, &json["state"]), (0, &"dry_run".into()), "{}", dry.all());
    assert_eq!(
        (&secret["action"], &secret["lost"]),
        (&"replace".into(), &true.into()),
        "the old one can't be had back"
    );
    assert_eq!(json["validity"][0]["validity"], "valid", "it has asked Stripe");
    assert!(world.puts().is_empty(), "nothing was sent");

    let done = world.push(&["--json"]);
    assert_eq!((done.code, &done.json()["state"]), (0, &"updated".into()), "{}", done.all());
    assert_eq!(world.puts(), [["live_secret_key"]], "what changed, and no more");
    let again = world.push(&["--json"]);
    assert_eq!((again.code, &again.json()["state"]), (0, &"nothing_to_do".into()), "the same again does no harm");
    assert_eq!(world.puts().len(), 1, "nothing is sent twice");
    let text = world.push(&[]);
    assert!(text.said.contains("is there already"), "for people too: {}", text.said);
    for run in [dry, done, again, text] {
        assert!(!run.all().contains(&world.secret) && !run.all().contains(TOKEN), "nothing printed holds a key");
    }
}

#[test]
fn refusals_have_their_codes_and_nothing_is_sent() {
    let world = World::new();
    let code = |run: &Run| (run.code, run.json()["error"]["code"].as_str().unwrap_or_default().to_owned());
    let expect = |run: Run, expected: &str| {
        assert_eq!(code(&run), (1, expected.to_owned()), "{}", run.all());
        assert!(world.puts().is_empty(), "{expected}: nothing was sent");
    };
    expect(world.push_to("my-project", &["--json"], TOKEN), "not_a_project");
    expect(world.push_to(PROJECT, &["--json"], ""), "no_token");
    expect(world.push_to(PROJECT, &["--json"], "two words"), "not_a_token");
    expect(world.push_to(PROJECT, &["--json"], &world.secret), "key_as_token");
    expect(world.push_to(PROJECT, &["--json"], "of-nobody"), "sign_in_again");
    world.dev_kit.allow("of-kim", "kim");
    expect(world.push_to(PROJECT, &["--json"], "of-kim"), "not_your_project");
    let other = PROJECT.replace('3', "4");
    expect(world.push_to(&other, &["--json"], TOKEN), "no_such_project");
    for (text, expected) in [
        (keys::current("rk_live_", keys::ACCOUNT, 1), "push_keys"),
        (format!("{}\n{}", keys::legacy("sk_live_", 1), keys::legacy("sk_live_", 2)), "push_keys"),
        ("sk_live_...EVqc".to_owned(), "push_keys"),
        ("nothing here".to_owned(), "no_keys"),
        (keys::webhook_secret(1), "which_mode"),
        (keys::current("sk_live_", keys::ACCOUNT, 9), "key_invalid"),
    ] {
        world.bench.write("keys.txt", text);
        expect(world.push(&["--json"]), expected);
    }
}

#[test]
fn a_field_that_is_not_taken_is_named() {
    let world = World::new();
    world.dev_kit.surprise("PUT", Surprise::Refuses(vec!["live_secret_key"]));
    let run = world.push(&[]);
    assert_eq!(run.code, 1, "nothing was changed");
    assert!(run.complained.contains("live_secret_key"), "which one: {}", run.complained);
    assert!(!run.all().contains(&world.secret), "though the server repeats what was sent");
}

#[test]
fn an_update_that_broke_off_can_be_run_again() {
    let world = World::new();
    world.dev_kit.surprise("PUT", Surprise::Cut);
    let broken = world.push(&["--json"]);
    assert_eq!(broken.json()["error"]["code"], "left", "a look shows that it is not there");
    let again = world.push(&["--json"]);
    assert_eq!((again.code, &again.json()["state"]), (0, &"updated".into()), "the same again: {}", again.all());
}

#[test]
fn the_command_that_people_get_knows_no_other_address() {
    let bench = Bench::new();
    bench.write("keys.txt", "x");
    let args = ["push", "devkit4ai", "--project", PROJECT, "--token-fd", "0", "--keys", "keys.txt"];
    let run = bench.run(&[&args[..], &["--devkit-base", "http://127.0.0.1:9"]].concat());
    assert_eq!(run.code, 2, "there is no such option: {}", run.all());
    let bytes = |path: &Path| std::fs::read(path).expect("it was built");
    let names_it = |bytes: &[u8]| bytes.windows(22).any(|part| part == b"KEYCOURIER_DEVKIT_BASE");
    assert!(names_it(&bytes(with_door())), "the search finds what is there");
    assert!(!names_it(&bytes(keycourier_tests::program::keycourier())), "and it is not there");
}
