//! The test vectors that age publishes (<https://github.com/C2SP/CCTV/tree/main/age>), through the built command: where it refuses each,
//! and exactly what it lets out before it does. They come from the npm package `cctv-age`, by exact version and hash.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use keycourier_tests::program::{Bench, finish, finish_binary};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// How many vectors need nothing but X25519 and passphrases, and how many are about hybrid recipients.
const CLASSIC: usize = 124;
const HYBRID: usize = 19;

struct Vector {
    name: String,
    says: Value,
    file: Vec<u8>,
}

impl Vector {
    fn is_hybrid(&self) -> bool {
        self.name.contains("hybrid")
    }

    fn lines(&self, key: &str) -> Vec<&str> {
        self.says[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The exit code for what the vector expects; hybrid ones are all refused as not supported.
    fn expected(&self) -> i32 {
        if self.is_hybrid() {
            return 10;
        }
        match self.says["expect"].as_str().unwrap_or_default() {
            "success" => 0,
            "header failure" => 10,
            "armor failure" => 11,
            "no match" => 12,
            "HMAC failure" => 13,
            "payload failure" => 14,
            other => panic!("{}: an expectation that nobody knows: {other}", self.name),
        }
    }

    /// Opens it as a script would; several passphrases are tried one after the other, as age's own tests do.
    fn open(&self, bench: &Bench) -> (i32, Vec<u8>) {
        let identities = self.lines("identity");
        let passphrases = self.lines("passphrase");
        let mut options = String::new();
        if !identities.is_empty() {
            bench.write("identities", identities.join("\n"));
            options.push_str(" --identity identities");
        }
        if let Some(passphrase) = passphrases.first() {
            bench.write("passphrase", format!("{passphrase}\n"));
            options.push_str(" --passphrase-fd 3 3<passphrase");
        }
        bench.write("file.age", &self.file);
        let mut shell = bench.command_of("bash");
        let command = keycourier_tests::program::keycourier().display().to_string();
        shell.args(["-c", &format!("'{command}' age{options} < file.age")]);
        let (code, released, _) = finish_binary(&mut shell, b"");
        (code, released)
    }
}

fn vectors() -> Vec<Vector> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("age_vectors");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("age_vectors");
    let unpacked = folder.join("unpacked");
    std::fs::create_dir_all(&unpacked).expect("a folder among the built things");
    for name in ["package.json", "package-lock.json", "unpack.mjs"] {
        std::fs::copy(here.join(name), folder.join(name)).expect("it is part of the project");
    }
    // The lock file names the hash; npm refuses anything else.
    let mut fetch = Command::new("npm");
    fetch.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]).current_dir(&folder);
    let fetched = finish(&mut fetch, b"");
    assert_eq!(fetched.code, 0, "npm fetches the vectors: {}", fetched.all());
    let mut unpack = Command::new("node");
    let ran = finish(unpack.args(["unpack.mjs", "unpacked"]).current_dir(&folder), b"");
    assert_eq!(ran.code, 0, "they are unpacked: {}", ran.all());

    let mut vectors = Vec::new();
    for entry in std::fs::read_dir(&unpacked).expect("the folder is there").filter_map(Result::ok) {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let says = serde_json::from_slice(&std::fs::read(&path).expect("just written")).expect("JSON");
            let file = std::fs::read(path.with_extension("age")).expect("written beside it");
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            vectors.push(Vector { name, says, file });
        }
    }
    vectors.sort_by(|one, other| one.name.cmp(&other.name));
    vectors
}

#[test]
fn every_published_vector_of_age_ends_as_it_says() {
    let vectors = vectors();
    let hybrid = vectors.iter().filter(|vector| vector.is_hybrid()).count();
    assert_eq!((vectors.len() - hybrid, hybrid), (CLASSIC, HYBRID), "all of the package's vectors are run");

    let bench = Bench::new();
    let (mut wrong, mut met) = (Vec::new(), BTreeMap::new());
    for vector in &vectors {
        let (code, released) = vector.open(&bench);
        let hash: String = Sha256::digest(&released).iter().map(|byte| format!("{byte:02x}")).collect();
        let expected = match vector.says["payload"].as_str().filter(|_| !vector.is_hybrid()) {
            Some(payload) => payload.to_owned(),
            // Where a vector names no payload, nothing may come out.
            None => Sha256::digest(b"").iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        if code != vector.expected() || hash != expected {
            let bytes = released.len();
            wrong.push(format!("{}: {code} instead of {}, {bytes} bytes", vector.name, vector.expected()));
        }
        *met.entry(code).or_insert(0) += 1;
    }
    assert!(wrong.is_empty(), "{} of {} end otherwise:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
    println!("exit codes over {} vectors: {met:?}", vectors.len());
    assert_eq!(met.len(), 6, "every exit code is met, or the vectors would show little");
}

#[test]
fn without_any_key_a_good_file_fits_none_and_a_bad_one_is_refused_earlier() {
    let bench = Bench::new();
    let open = |file: &[u8]| bench.run_with(&["age"], file).code;
    bench.run(&["identity", "new", "--identity", "desk"]);
    let shown = bench.run(&["identity", "show", "--json", "--identity", "desk"]).json();
    let recipient = shown["age"].as_str().unwrap_or_default();
    bench.write("plain", "hello");
    let mut age = bench.command_of("age");
    let locked = finish(age.args(["-a", "-r", recipient, "plain"]), b"");
    assert_eq!(open(locked.said.as_bytes()), 12, "nothing was given that could open it");
    assert_eq!(open(b"hello"), 10, "no age file at all");
    assert_eq!(open(locked.said.replace("-----END", "-----OTHER").as_bytes()), 11, "armor without its end");
}
