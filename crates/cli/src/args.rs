//! What can be typed.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use keycourier_credentials::{Kind, Mode};

/// Hands Stripe keys to the helpdesk that asked for them: checked, and locked so that only it can read them.
#[derive(Parser)]
#[command(name = "keycourier", version, propagate_version = true)]
pub(crate) struct Args {
    /// Print JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Say what keys are in a text, and what is wrong with them.
    Lint(LintArgs),
    /// Make, show, back up or restore an identity: the keys of a desk.
    #[command(subcommand)]
    Identity(IdentityCommand),
    /// Make or show a request for keys.
    #[command(subcommand)]
    Request(RequestCommand),
    /// Lock the keys of a text for whoever made a request, or with words that are read out.
    Seal(SealArgs),
    /// Open locked files.
    Open(OpenArgs),
    /// Confirm a bundle to its sender, or show such a confirmation.
    #[command(args_conflicts_with_subcommands = true)]
    Receipt(ReceiptArgs),
    /// Decrypt an age file from standard input, strictly: for test vectors. Exit codes: 10 header, 11 armor, 12 no key fits, 13 the
    /// header was changed, 14 contents.
    Age(AgeArgs),
}

#[derive(Group)]
pub(crate) struct LintArgs {
    /// The mode that is wanted.
    #[arg(long, value_parser = mode)]
    pub(crate) mode: Option<Mode>,
    /// The kind that is wanted.
    #[arg(long)]
    pub(crate) slot: Option<SlotKind>,
    /// A file with keys of the same business, to compare the account with.
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) beside: Option<PathBuf>,
    /// The text; - or nothing is standard input.
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum SlotKind {
    Publishable,
    Secret,
    WebhookSecret,
}

impl SlotKind {
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Publishable => Kind::Publishable,
            Self::Secret => Kind::Secret,
            Self::WebhookSecret => Kind::WebhookSecret,
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum IdentityCommand {
    /// Make one.
    New {
        #[command(flatten)]
        place: IdentityPlace,
        /// Replace a file that is there already.
        #[arg(long)]
        force: bool,
    },
    /// Show whose it is; never the keys themselves.
    Show {
        #[command(flatten)]
        place: IdentityPlace,
    },
    /// Lock it with a passphrase of at least 12 characters into a file that `age -d` opens too.
    Backup {
        #[command(flatten)]
        place: IdentityPlace,
        /// Read the passphrase from this descriptor.
        #[arg(long, value_name = "N")]
        passphrase_fd: u32,
        /// Where the backup goes.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Replace a file that is there already.
        #[arg(long)]
        force: bool,
    },
    /// Take it out of a backup again, into a file or the keychain.
    Restore {
        #[command(flatten)]
        place: IdentityPlace,
        /// Read the passphrase from this descriptor.
        #[arg(long, value_name = "N")]
        passphrase_fd: u32,
        /// Replace a file that is there already.
        #[arg(long)]
        force: bool,
        /// The backup.
        backup: PathBuf,
    },
}

#[derive(Group)]
pub(crate) struct IdentityPlace {
    /// The identity file; without it the system's keychain.
    #[arg(long, value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum RequestCommand {
    /// Make one from a TOML file with name, domain, and a preset or slots.
    New {
        #[arg(long, value_name = "TOML")]
        from: PathBuf,
        #[arg(long, value_name = "FILE")]
        identity: PathBuf,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Replace a file that is there already.
        #[arg(long)]
        force: bool,
    },
    /// Show what a request asks for, and who it says it is from.
    Show { request: PathBuf },
    /// Show the six words of your own request's desk, or of an age1… code that you gave out, to be read out on the phone.
    Words {
        /// The identity that signed the request; a code needs none.
        #[arg(long, value_name = "FILE")]
        identity: Option<PathBuf>,
        /// The request, or the code itself.
        #[arg(value_name = "REQUEST|CODE")]
        request: PathBuf,
    },
}

#[derive(Group)]
pub(crate) struct SealArgs {
    /// The request that is answered.
    #[arg(long, value_name = "FILE", required_unless_present = "passphrase_fd", conflicts_with = "passphrase_fd")]
    pub(crate) request: Option<PathBuf>,
    /// Lock with words instead; they are read from this descriptor.
    #[arg(long, value_name = "N")]
    pub(crate) passphrase_fd: Option<u32>,
    /// The text with the keys; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: PathBuf,
    /// Sign with the identity in this file; without it with this computer's key.
    #[arg(long, value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
    /// What the business is called.
    #[arg(long, default_value = "")]
    pub(crate) business: String,
    /// Answers to the request's questions: TOML, one `id = "text"` a line.
    #[arg(long, value_name = "TOML")]
    pub(crate) answers: Option<PathBuf>,
    /// The six words, or the digits, that you heard on the phone.
    #[arg(long, value_name = "WORDS")]
    pub(crate) verified_words: Option<String>,
    /// Answer although the request's date is over: they said that they still take it.
    #[arg(long)]
    pub(crate) late: bool,
    /// Where the locked file goes.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Replace a file that is there already.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Group)]
pub(crate) struct OpenArgs {
    /// The identity file.
    #[arg(long, value_name = "FILE", required_unless_present = "passphrase_fd", conflicts_with = "passphrase_fd")]
    pub(crate) identity: Option<PathBuf>,
    /// Open files that are locked with words, which are read from this descriptor.
    #[arg(long, value_name = "N")]
    pub(crate) passphrase_fd: Option<u32>,
    /// Print in a form for other programs; env and devkit4ai want --reveal and one file, json is the same as --json.
    #[arg(long)]
    pub(crate) format: Option<OpenFormat>,
    /// Print the keys themselves.
    #[arg(long)]
    pub(crate) reveal: bool,
    /// The locked files.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Group)]
pub(crate) struct ReceiptArgs {
    #[command(subcommand)]
    pub(crate) command: Option<ReceiptCommand>,
    /// The desk that confirms: its identity file.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) identity: Option<PathBuf>,
    /// The bundle that is confirmed.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) bundle: Option<PathBuf>,
    /// What became of its keys.
    #[arg(long, required = true)]
    pub(crate) verdict: Option<VerdictArg>,
    /// Why they were rejected: a code of check or lint, such as expired.
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// What the sender should do: one line.
    #[arg(long, value_name = "TEXT")]
    pub(crate) advice: Option<String>,
    /// Where the confirmation goes.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) out: Option<PathBuf>,
    /// Replace a file that is there already.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Subcommand)]
pub(crate) enum ReceiptCommand {
    /// Show what a confirmation says, and who signed it.
    Show {
        /// The confirmation.
        receipt: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum VerdictArg {
    /// They arrived.
    Received,
    /// They work, by your own check.
    Works,
    /// They can't be used.
    Rejected,
}

#[derive(Group)]
pub(crate) struct AgeArgs {
    /// A file with age identities.
    #[arg(long, value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
    /// Read a passphrase from this descriptor.
    #[arg(long, value_name = "N")]
    pub(crate) passphrase_fd: Option<u32>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum OpenFormat {
    /// One JSON object a file and line.
    Json,
    /// Lines for an .env file.
    Env,
    /// The fields of Dev Kit for AI's config API.
    Devkit4ai,
}

fn mode(text: &str) -> Result<Mode, &'static str> {
    text.parse().map_err(|_| "test or live")
}
