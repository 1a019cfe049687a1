//! On the command line, printed step by step, with stock tools at the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use keycourier_testkit::keys;

use crate::program::beside_runner;
use crate::step::{Stop, cargo, root, run, say};

pub(super) fn run_all() -> Result<(), Stop> {
    run("build the command", cargo().args(["build", "--quiet", "--locked", "--package", "keycourier-cli"]))?;
    let stage = Stage::new()?;

    say("\n── the main job on the command line\n");
    say("\nThe helpdesk of Imagatec sets up its desk and asks a customer for two Live keys.\n");
    stage.keycourier(&["identity", "new", "--identity", "helpdesk.txt"])?;
    stage.write(
        "request.toml",
        "name = \"Imagatec\"\ndomain = \"imagatec.com.au\"\npreset = \"imagatec\"\nticket = \"IM-20417\"\n",
    )?;
    stage.keycourier(&[
        "request",
        "new",
        "--from",
        "request.toml",
        "--identity",
        "helpdesk.txt",
        "--out",
        "imagatec.keyrequest",
    ])?;

    say("\nThe customer has the text file that they were about to e-mail: two lines, made up here.\n");
    let publishable = keys::current("pk_live_", keys::ACCOUNT, 11);
    let secret = keys::current("sk_live_", keys::ACCOUNT, 12);
    stage.write("SomeCarWash_Stripe_API_Keys.txt", &format!("{publishable}\r\n{secret}\r\n"))?;
    stage.keycourier(&["lint", "--mode", "live", "SomeCarWash_Stripe_API_Keys.txt"])?;

    say("\nThey call the helpdesk, which reads out its six words.\n");
    let words = stage.keycourier(&["request", "words", "--identity", "helpdesk.txt", "imagatec.keyrequest"])?;
    let words = words.lines().next().unwrap_or_default().to_owned();

    say("\nWith the words the keys are locked; only that helpdesk can open the file.\n");
    stage.write("answers.toml", "trading_name = \"Some Car Wash\"\nsite = \"Main Street\"\ncontact = \"Jo\"\nphone = \"03 9999 0000\"\nintegrations = \"Payment terminals\"\n")?;
    stage.keycourier(&[
        "seal",
        "--request",
        "imagatec.keyrequest",
        "--keys",
        "SomeCarWash_Stripe_API_Keys.txt",
        "--business",
        "Some Car Wash Pty Ltd",
        "--answers",
        "answers.toml",
        "--verified-words",
        &words,
        "--out",
        "SomeCarWash_Stripe_API_Keys.age",
    ])?;

    say("\nThe helpdesk opens what arrived.\n");
    stage.keycourier(&["open", "--identity", "helpdesk.txt", "SomeCarWash_Stripe_API_Keys.age"])?;

    say("\nStock tools open and check it too.\n");
    stage.shell("age -d -i helpdesk.txt SomeCarWash_Stripe_API_Keys.age > opened.doc")?;
    stage.shell("head -n1 opened.doc > opened.json; tail -n +2 opened.doc > opened.sig")?;
    stage.shell("ssh-keygen -Y check-novalidate -n bundle.v1@keycourier -s opened.sig < opened.json")?;
    let values = stage.shell("jq -r '.keys[].value' opened.json | sha256sum | cut -c1-16; tr -d '\\r' < SomeCarWash_Stripe_API_Keys.txt | sha256sum | cut -c1-16")?;
    let hashes: Vec<&str> = values.lines().collect();
    if hashes.len() != 2 || hashes[0] != hashes[1] {
        return Err(Stop("what came out is not what went in".to_owned()));
    }
    say("\nThe same keys came out that went in.\n");
    for name in ["opened.doc", "opened.json", "opened.sig"] {
        fs::remove_file(stage.folder.join(name)).map_err(|error| Stop(format!("{name}: {error}")))?;
    }
    say(&format!("\nThe bundle is {}\n", stage.folder.join("SomeCarWash_Stripe_API_Keys.age").display()));
    Ok(())
}

struct Stage {
    folder: PathBuf,
}

impl Stage {
    fn new() -> Result<Self, Stop> {
        let folder = root().join("target").join("demo");
        let made = || {
            if folder.exists() {
                fs::remove_dir_all(&folder)?;
            }
            fs::create_dir_all(&folder)
        };
        made().map_err(|error| Stop(format!("{}: {error}", folder.display())))?;
        Ok(Self { folder })
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Stop> {
        fs::write(self.folder.join(name), text).map_err(|error| Stop(format!("{name}: {error}")))
    }

    /// Runs the command in the folder, without the keychain of the person who runs the demo.
    fn keycourier(&self, args: &[&str]) -> Result<String, Stop> {
        let shown: Vec<String> =
            args.iter().map(|arg| if arg.contains(' ') { format!("\"{arg}\"") } else { (*arg).to_owned() }).collect();
        say(&format!("$ keycourier {}\n", shown.join(" ")));
        let program = beside_runner("keycourier")?;
        self.output(Command::new(program).args(args).env("DBUS_SESSION_BUS_ADDRESS", "disabled:"))
    }

    fn shell(&self, script: &str) -> Result<String, Stop> {
        say(&format!("$ {script}\n"));
        self.output(Command::new("bash").args(["-euo", "pipefail", "-c", script]))
    }

    fn output(&self, command: &mut Command) -> Result<String, Stop> {
        let home: &Path = &self.folder;
        let output = command.current_dir(home).env("HOME", home).output();
        let output = output.map_err(|error| Stop(format!("{:?} does not start: {error}", command.get_program())))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        for line in said.lines().chain(String::from_utf8_lossy(&output.stderr).lines()) {
            say(&format!("  {line}\n"));
        }
        if output.status.success() {
            Ok(said)
        } else {
            Err(Stop(format!("{:?}: {}", command.get_program(), output.status)))
        }
    }
}
