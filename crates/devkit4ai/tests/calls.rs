//! Every answer that the config API is known to give, over a real connection, and what is made of it.

use std::time::Duration;

use keycourier_credentials::{Kind, Mode, Paste, parse};
use keycourier_devkit4ai::{
    Access, AtHand, Cause, Config, Confirmed, DevKit, Error, Field, Part, Plan, Token, UpdateError, Updated, Validity,
};
use keycourier_http::{Client, Limits, Origin};
use keycourier_testkit::fake_devkit::{FakeDevkit, Masking, Project, Surprise};
use keycourier_testkit::keys;
use secrecy::SecretString;

const PROJECT: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const OTHER: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3302";
const TOKEN: &str = "token.of-owner";
const LIVE_SECRET: Field = Field { mode: Mode::Live, part: Part::SecretKey };

struct World {
    fake: FakeDevkit,
    devkit: DevKit,
    access: Access,
}

impl World {
    fn new(project: Project) -> Self {
        let fake = FakeDevkit::start().expect("a free port");
        fake.allow(TOKEN, "owner");
        fake.set_project(PROJECT, project);
        fake.set_project(OTHER, Project::of("somebody else"));
        let devkit = devkit(&fake.base());
        Self { fake, devkit, access: access(PROJECT, TOKEN) }
    }

    fn empty() -> Self {
        Self::new(Project::of("owner"))
    }

    async fn update(&self, text: &str) -> Result<Updated, UpdateError> {
        let config = self.devkit.config(&self.access).await.expect("it can be looked at");
        self.update_from(&config, text).await
    }

    async fn update_from(&self, config: &Config, text: &str) -> Result<Updated, UpdateError> {
        let paste = parse(text);
        let plan = Plan::of(config, &at_hand(&paste)).expect("each key has a place");
        self.devkit.update(&self.access, &plan).await
    }

    fn surprised(self, method: &str, surprise: Surprise, times: usize) -> Self {
        for _ in 0..times {
            self.fake.surprise(method, surprise.clone());
        }
        self
    }

    fn asked(&self, method: &str) -> usize {
        self.fake.requests().iter().filter(|asked| asked.method == method).count()
    }

    fn kept(&self, field: &str) -> Option<String> {
        self.fake.project(PROJECT)?.keys.get(field).cloned()
    }
}

/// Fast: nobody waits ten seconds for a server that stays silent on purpose.
fn devkit(base: &str) -> DevKit {
    let limits = Limits {
        first_wait: Duration::ZERO,
        longest_wait: Duration::ZERO,
        per_try: Duration::from_millis(300),
        ..Limits::default()
    };
    DevKit::new(Client::new(limits), Origin::loopback(base).expect("the fake is on loopback"))
}

fn access(project: &str, token: &str) -> Access {
    let token = Token::read(&SecretString::from(token)).expect("a token");
    Access { project: project.parse().expect("a project"), token }
}

/// Webhook secrets go to live here.
fn at_hand(paste: &Paste) -> Vec<AtHand<'_>> {
    paste.credentials().map(|(_, key)| AtHand { mode: key.mode().unwrap_or(Mode::Live), key }).collect()
}

fn live(seed: u64) -> String {
    keys::current("sk_live_", keys::ACCOUNT, seed)
}

fn last_four(key: &str) -> String {
    key.chars().skip(key.len() - 4).collect()
}

#[tokio::test]
async fn a_config_is_read_masked() {
    let secret = live(1);
    for masking in [Masking::Dots, Masking::Stars, Masking::Hidden] {
        let world = World::new(Project::of("owner").with("live_secret_key", &secret).masked(masking));
        let config = world.devkit.config(&world.access).await.expect("an answer as documented");
        let ending = config.keys.get(&LIVE_SECRET).map(|shown| shown.ending().to_owned());
        let expected = if masking == Masking::Hidden { String::new() } else { last_four(&secret) };
        assert_eq!(ending, Some(expected), "{masking:?}");
        assert_eq!(config.keys.len(), 1, "nulls are not there");
        assert!(config.is_active && config.has_credentials(Mode::Live), "as the server says");
        assert!(!config.has_credentials(Mode::Test) && config.test_configured_at.is_none(), "as the server says");
        let at = config.live_configured_at.map(|at| at.to_string());
        assert_eq!(at.as_deref(), Some("2026-01-01T00:00:00Z"), "a time without a zone is UTC");
        let shown = format!("{config:?}");
        assert!(!shown.contains(&secret), "nothing of it prints a key");
    }
}

#[tokio::test]
async fn a_call_carries_the_token_and_nothing_else_of_ours() {
    let world = World::empty();
    world.devkit.config(&world.access).await.expect("an answer");
    let asked = world.fake.requests().remove(0);
    assert_eq!(asked.path, format!("/api/v1/payments/stripe/projects/{PROJECT}/config"), "as documented");
    assert!(asked.has_token, "the token came as a bearer");
    let names: Vec<&str> = asked.headers.keys().map(String::as_str).collect();
    assert_eq!(names, ["accept", "host", "user-agent"], "no cookie, no referrer");
}

#[tokio::test]
async fn each_refusal_is_told_apart_by_every_call() {
    let says = |status, body: &str| Surprise::Says(status, body.to_owned());
    let secret_refused = Error::Refused { fields: vec![LIVE_SECRET] };
    let cases = [
        ("expired by text", says(401, r#"{"detail":"Token has expired"}"#), 1, Error::SignInAgain),
        ("401 of a proxy", says(401, "<html>"), 1, Error::SignInAgain),
        ("not mine", says(403, "{}"), 1, Error::NotYourProject),
        ("a field", Surprise::Refuses(vec!["live_secret_key"]), 1, secret_refused),
        ("422 without a field", says(422, "[]"), 1, Error::Refused { fields: vec![] }),
        ("422 that is no JSON", says(422, "sk"), 1, Error::Refused { fields: vec![] }),
        ("busy", Surprise::Fails(429), 3, Error::CouldNotAsk(Cause::Busy)),
        ("failing", Surprise::Fails(503), 3, Error::CouldNotAsk(Cause::ServerError)),
        ("silent", Surprise::Silent, 1, Error::CouldNotAsk(Cause::TimedOut)),
        ("cut", Surprise::Cut, 3, Error::CouldNotAsk(Cause::Cut)),
        ("moved", Surprise::Redirect, 1, Error::UnexpectedAnswer),
        ("teapot", Surprise::Fails(418), 1, Error::UnexpectedAnswer),
        ("a page", says(200, "<html>sign in</html>"), 1, Error::UnexpectedAnswer),
        ("another answer", says(200, "{}"), 1, Error::UnexpectedAnswer),
    ];
    let key = live(1);
    let paste = parse(&key);
    let (_, key) = paste.credentials().next().expect("a key");
    for (case, surprise, times, expected) in cases {
        let world = World::empty().surprised("GET", surprise.clone(), times);
        assert_eq!(world.devkit.config(&world.access).await, Err(expected.clone()), "config: {case}");
        let world = World::empty().surprised("GET", surprise.clone(), times);
        assert_eq!(world.devkit.webhook_urls(&world.access).await, Err(expected.clone()), "webhook-urls: {case}");
        let world = World::empty().surprised("POST", surprise.clone(), times);
        assert_eq!(world.devkit.validate(&world.access, key).await, Err(expected.clone()), "validate: {case}");
        if !matches!(surprise, Surprise::Says(200, _)) {
            // Extra surprises wait for a second try, which there is only when the server is busy.
            let world = World::empty().surprised("DELETE", surprise, times);
            assert_eq!(world.devkit.remove(&world.access).await, Err(expected), "remove: {case}");
        }
    }
}

#[tokio::test]
async fn who_asks_is_looked_at_first_and_the_project_next() {
    let world = World::empty();
    world.fake.allow("other", "somebody");
    world.fake.allow("old", "owner");
    world.fake.expire("old");
    let unknown = "00000000-0000-4000-8000-000000000000";
    let cases = [
        (access(PROJECT, "made-up"), Error::SignInAgain),
        (access(PROJECT, "old"), Error::SignInAgain),
        (access(PROJECT, "other"), Error::NotYourProject),
        (access(OTHER, TOKEN), Error::NotYourProject),
        (access(unknown, TOKEN), Error::NoSuchProject),
    ];
    for (access, expected) in cases {
        let project = access.project.clone();
        assert_eq!(world.devkit.config(&access).await, Err(expected), "{project}");
    }
}

#[tokio::test]
async fn a_project_that_was_never_configured_is_there_and_empty() {
    let world = World::new(Project { empty_is_404: true, ..Project::of("owner") });
    let config = world.devkit.config(&world.access).await;
    assert_eq!(config, Ok(Config::default()), "its webhook addresses prove that it exists");
    let updated = world.update(&live(1)).await.map(|updated| updated.by);
    assert_eq!(updated, Ok(Confirmed::Answer), "it can be configured for the first time");
}

#[tokio::test]
async fn only_what_changed_is_sent() {
    let (secret, publishable) = (live(1), keys::middle("pk_live_", 2));
    let world = World::new(Project::of("owner").with("live_secret_key", &secret).with("test_secret_key", "sk_test_x"));
    let updated = world.update(&format!("{secret}\n{publishable}")).await.expect("it is done");
    assert_eq!(updated.by, Confirmed::Answer, "the server says so");
    let put = world.fake.requests().into_iter().find(|asked| asked.method == "PUT").expect("it was sent");
    assert_eq!(put.fields, ["live_publishable_key"], "the secret key is there already");
    assert_eq!(put.headers.get("content-type").map(String::as_str), Some("application/json"), "as documented");
    assert_eq!(world.kept("live_publishable_key"), Some(publishable), "it arrived whole");
    assert!(world.kept("test_secret_key").is_some(), "the other mode stays");
    let again = world.update(&secret).await.map(|updated| updated.by);
    assert_eq!((again, world.asked("PUT")), (Ok(Confirmed::NothingToDo), 1), "the second run sends nothing");
}

#[tokio::test]
async fn an_update_without_an_answer_is_looked_at() {
    let silent = Error::CouldNotAsk(Cause::TimedOut);
    let left = UpdateError::Left { fields: vec![LIVE_SECRET] };
    let page = Surprise::Says(200, "<html>".to_owned());
    // What goes wrong, how often, and whether it was done all the same.
    let cases = [
        ("silent after doing", Surprise::SilentAfterDoing, 1, Ok(Confirmed::Look)),
        ("silent", Surprise::Silent, 1, Err(left.clone())),
        ("cut after doing", Surprise::CutAfterDoing, 1, Ok(Confirmed::Look)),
        ("cut", Surprise::Cut, 1, Err(left.clone())),
        ("failed after doing", Surprise::FailsAfterDoing(502), 1, Ok(Confirmed::Look)),
        ("failed", Surprise::Fails(500), 1, Err(left.clone())),
        ("busy once", Surprise::Fails(429), 1, Ok(Confirmed::Answer)),
        ("not understood", page, 1, Err(left)),
        ("slow", Surprise::Slow(20), 1, Ok(Confirmed::Answer)),
    ];
    for (case, surprise, times, expected) in cases {
        let world = World::empty().surprised("PUT", surprise, times);
        let updated = world.update(&live(1)).await;
        let done = updated.is_ok();
        assert_eq!(updated.map(|updated| updated.by), expected, "{case}");
        assert_eq!(world.kept("live_secret_key").is_some(), done, "{case}: what is said is so");
        let again = world.update(&live(1)).await.map(|updated| updated.by);
        let expected = if done { Confirmed::NothingToDo } else { Confirmed::Answer };
        assert_eq!(again, Ok(expected), "{case}: the next run does what is left");
    }
    let world = World::empty().surprised("PUT", Surprise::CutAfterDoing, 1).surprised("PUT", Surprise::Fails(429), 3);
    let updated = world.update(&live(1)).await.map(|updated| updated.by);
    assert_eq!((updated, world.asked("PUT")), (Ok(Confirmed::Look), 1), "no second try hides what the first one did");
    let world = World::empty();
    let config = world.devkit.config(&world.access).await.expect("an answer");
    let world = world.surprised("PUT", Surprise::SilentAfterDoing, 1).surprised("GET", Surprise::Silent, 1);
    let updated = world.update_from(&config, &live(1)).await;
    assert_eq!(updated, Err(UpdateError::Unknown(silent)), "nobody knows, and that is what is said");
}

#[tokio::test]
async fn a_refused_update_changed_nothing() {
    let refused = Error::Refused { fields: vec![LIVE_SECRET] };
    let cases = [
        (Surprise::Fails(401), 1, Error::SignInAgain),
        (Surprise::Fails(403), 1, Error::NotYourProject),
        (Surprise::Fails(404), 1, Error::NoSuchProject),
        (Surprise::Fails(429), 3, Error::CouldNotAsk(Cause::Busy)),
        (Surprise::Refuses(vec!["live_secret_key"]), 1, refused),
    ];
    for (surprise, times, expected) in cases {
        let world = World::empty().surprised("PUT", surprise, times);
        assert_eq!(world.update(&live(1)).await, Err(UpdateError::NotDone(expected.clone())), "{expected}");
        assert_eq!(world.asked("GET"), 1, "{expected}: nothing to look at");
        assert_eq!(world.kept("live_secret_key"), None, "{expected}: nothing changed");
    }
}

#[tokio::test]
async fn a_token_that_expires_half_way_loses_nothing() {
    let world = World::empty();
    let config = world.devkit.config(&world.access).await.expect("an answer");
    world.fake.expire(TOKEN);
    let expired = world.update_from(&config, &live(1)).await;
    assert_eq!(expired, Err(UpdateError::NotDone(Error::SignInAgain)), "asked again for a token");
    world.fake.allow("newer", "owner");
    let world = World { access: access(PROJECT, "newer"), ..world };
    let again = world.update(&live(1)).await.map(|updated| updated.by);
    assert_eq!(again, Ok(Confirmed::Answer), "with a new one it goes on");
}

#[tokio::test]
async fn a_half_done_update_says_what_is_left_and_is_resumed() {
    let text = format!("{}\n{}", live(1), keys::middle("pk_live_", 2));
    let world = World::empty().surprised("PUT", Surprise::HalfDone, 1);
    let half = world.update(&text).await;
    let Err(UpdateError::Left { fields }) = half else { panic!("one of two is missing: {half:?}") };
    assert_eq!(fields.len(), 1, "only the one that is missing");
    let rest = world.update(&text).await.map(|updated| updated.by);
    assert_eq!(rest, Ok(Confirmed::Answer), "the rest is sent");
    let sent: Vec<usize> =
        world.fake.requests().iter().filter(|asked| asked.method == "PUT").map(|asked| asked.fields.len()).collect();
    assert_eq!(sent, [2, 1], "what is there is not sent again");
}

#[tokio::test]
async fn masks_that_tell_nothing_prove_nothing() {
    let hidden = || Project::of("owner").with("live_secret_key", &live(7)).masked(Masking::Hidden);
    let world = World::new(hidden());
    let answered = world.update(&live(1)).await.map(|updated| updated.by);
    assert_eq!(answered, Ok(Confirmed::Answer), "the server took it, and nothing speaks against it");
    let world = World::new(hidden()).surprised("PUT", Surprise::Silent, 1);
    let unanswered = world.update(&live(1)).await;
    assert_eq!(unanswered, Err(UpdateError::Left { fields: vec![LIVE_SECRET] }), "the old key looks the same");
}

#[tokio::test]
async fn webhook_addresses_are_of_the_project_and_mode() {
    let world = World::empty();
    let urls = world.devkit.webhook_urls(&world.access).await.expect("as documented");
    for mode in Mode::ALL {
        let expected = format!("https://api.devkit4ai.com/api/v1/payments/stripe/webhooks/{PROJECT}/{mode}");
        assert_eq!(urls.of(mode).as_str(), expected, "what Stripe is given");
    }
    let good = |mode| format!("https://api.devkit4ai.com/api/v1/payments/stripe/webhooks/{PROJECT}/{mode}");
    let wrong = [
        [good(Mode::Live), good(Mode::Test)],
        [good(Mode::Test), "https://evil.example/".to_owned()],
        [good(Mode::Test).replace("https", "http"), good(Mode::Live)],
        [good(Mode::Test).replace(PROJECT, OTHER), good(Mode::Live)],
    ];
    for urls in wrong {
        let world = World::new(Project { webhook_urls: Some(urls.clone()), ..Project::of("owner") });
        let outcome = world.devkit.webhook_urls(&world.access).await;
        assert_eq!(outcome, Err(Error::UnexpectedAnswer), "notices about payments go nowhere else: {urls:?}");
    }
}

#[tokio::test]
async fn only_secret_keys_are_validated() {
    let world = World::empty();
    let (good, bad, test) = (live(1), live(2), keys::current("sk_test_", keys::ACCOUNT, 3));
    world.fake.stripe_takes(&good);
    world.fake.stripe_takes(&test);
    let publishable = keys::middle("pk_live_", 4);
    let restricted = keys::current("rk_live_", keys::ACCOUNT, 5);
    for (key, kind, expected) in [
        (good, Kind::Secret, Validity::Valid),
        (bad, Kind::Secret, Validity::Invalid),
        (test, Kind::Secret, Validity::Valid),
        (publishable, Kind::Publishable, Validity::NotLookedAt),
        (restricted, Kind::Restricted, Validity::NotLookedAt),
    ] {
        let paste = parse(&key);
        let (_, key) = paste.credentials().next().expect("a key");
        assert_eq!(key.kind(), kind, "the case is what it says");
        assert_eq!(world.devkit.validate(&world.access, key).await, Ok(expected), "{}", key.mask());
    }
    assert_eq!(world.asked("POST"), 3, "the other two were not sent anywhere");
}

#[tokio::test]
async fn a_removed_config_is_empty() {
    let world = World::new(Project::of("owner").with("live_secret_key", &live(1)));
    assert_eq!(world.devkit.remove(&world.access).await, Ok(()), "it is done");
    let config = world.devkit.config(&world.access).await.map(|config| config.keys.len());
    assert_eq!(config, Ok(0), "nothing is there");
}

#[tokio::test]
async fn an_answer_is_read_strictly_and_may_say_more() {
    let world = World::new(Project::of("owner").with("live_secret_key", &live(1)));
    let usual = {
        let mask = format!("sk_live_...{}", last_four(&live(1)));
        format!(
            r#"{{"id":"x","project_id":"{PROJECT}","is_active":true,"has_test_credentials":false,"has_live_credentials":true,
            "test_secret_key_masked":null,"test_publishable_key_masked":null,"test_webhook_secret_masked":null,
            "live_secret_key_masked":"{mask}","live_publishable_key_masked":null,"live_webhook_secret_masked":"",
            "test_configured_at":null,"live_configured_at":"2026-03-01T10:00:00+01:00","created_at":"2026-03-01T09:00:00Z",
            "updated_at":"2026-03-01 09:00:00","something_new":{{"a":[1]}}}}"#
        )
    };
    let read = async |body: String| {
        world.fake.surprise("GET", Surprise::Says(200, body));
        world.devkit.config(&world.access).await.map(|config| config.keys.len())
    };
    assert_eq!(read(usual.clone()).await, Ok(1), "what is new is skipped, an empty mask is none");
    let whole = live(1);
    let mask = format!("sk_live_...{}", last_four(&whole));
    for (from, to) in [
        (PROJECT, OTHER),
        (r#""test_secret_key_masked":null,"#, ""),
        (r#""is_active":true"#, r#""is_active":"yes""#),
        ("2026-03-01T09:00:00Z", "yesterday"),
        ("+01:00", "?"),
        (r#""id":"x""#, r#""id":"""#),
        (mask.as_str(), whole.as_str()),
    ] {
        let changed = usual.replace(from, to);
        assert_ne!(changed, usual, "the case changes something");
        assert_eq!(read(changed).await, Err(Error::UnexpectedAnswer), "with {} for {}", to.len(), from.len());
    }
}

#[tokio::test]
async fn nothing_that_is_printed_holds_a_secret_or_a_word_of_the_server() {
    let secret = live(1);
    let world = World::empty().surprised("PUT", Surprise::Refuses(vec!["live_secret_key"]), 1);
    let error = world.update(&secret).await.expect_err("it is refused");
    let shown = format!("{error:?} {error}");
    assert!(!shown.contains(&secret) && !shown.contains("Value error"), "422 repeats what was sent: {}", shown.len());
    let requests = format!("{:?}", world.fake.requests());
    assert!(!requests.contains(&secret) && !requests.contains(TOKEN), "the fake keeps no values in its log");
}
