//! `keycourier receipt`.

use std::path::Path;

use keycourier_desk::{Clock, NotReceipted, Over, Randomness, Verdict, receipt_for, write_new};
use keycourier_documents::{Contents, OpenError, OpeningKeys, Receipt, ReceiptVerdict, Unlock, open};
use serde_json::json;

use super::identity;
use crate::args::{ReceiptArgs, ReceiptCommand, VerdictArg};
use crate::failure::Failure;
use crate::output::Output;
use crate::{input, sentences};

pub(super) fn run(args: &ReceiptArgs, output: &Output) -> Result<bool, Failure> {
    match (args, &args.command) {
        (_, Some(ReceiptCommand::Show { receipt })) => show(receipt, output),
        (
            ReceiptArgs { identity: Some(desk), bundle: Some(bundle), verdict: Some(verdict), out: Some(out), .. },
            None,
        ) => confirm(args, (desk, bundle, out), *verdict, output),
        _ => Err(Failure::new("usage", "Give --identity, --bundle, --verdict and --out.")),
    }
}

fn confirm(
    args: &ReceiptArgs,
    (desk, bundle, out): (&Path, &Path, &Path),
    verdict: VerdictArg,
    output: &Output,
) -> Result<bool, Failure> {
    let of_bundle = |error: OpenError| Failure::new(error.code(), bundle.display().to_string());
    let desk = identity::from_file(desk)?;
    let keys = OpeningKeys::new([&desk]);
    let Contents::Bundle(opened) = open(&input::bytes(bundle)?, &Unlock::Keys(&keys)).map_err(of_bundle)? else {
        return Err(of_bundle(OpenError::NeedsPassphrase));
    };
    let verdict = Verdict {
        verdict: match verdict {
            VerdictArg::Received => ReceiptVerdict::Received,
            VerdictArg::Works => ReceiptVerdict::Works,
            VerdictArg::Rejected => ReceiptVerdict::Rejected,
        },
        code: args.code.as_deref(),
        advice: args.advice.as_deref(),
    };
    let signed = receipt_for(&opened, &desk, &verdict, Clock::system().now(), &Randomness::system()).map_err(
        |error| match error {
            NotReceipted::CodeOfWhatWorks => Failure::new("usage", "--code goes with --verdict rejected only."),
            NotReceipted::BadText { field } => Failure::new("bad_text", format!("The {field}")),
            NotReceipted::TooLong => Failure::new("too_big", bundle.display().to_string()),
        },
    )?;
    let over = if args.force { Over::Existing } else { Over::Nothing };
    write_new(out, signed.as_bytes(), over).map_err(|error| input::about(out, error))?;
    let file = out.display().to_string();
    let business = &opened.bundle.from.business;
    let said = format!(
        "{file} confirms the keys of {business} as {}.\nSend it to them.\n",
        sentences::verdict(verdict.verdict)
    );
    output.answer(&json!({"file": file, "bundle": opened.bundle.id, "verdict": verdict.verdict}), &said);
    Ok(true)
}

fn show(path: &Path, output: &Output) -> Result<bool, Failure> {
    let bytes = input::bytes(path)?;
    let receipt = Receipt::read(&bytes).map_err(|error| Failure::new(error.code(), path.display().to_string()))?;
    let mut text = format!(
        "signed by:  {}\nfor bundle: {}\nmade:       {}\n",
        receipt.from.sign, receipt.bundle.id, receipt.created
    );
    for item in &receipt.items {
        let code = item.code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
        let verdict = sentences::verdict(item.verdict);
        text.push_str(&format!("{} {}: {verdict}{code}\n", sentences::mode(item.mode), item.slot));
    }
    if let Some(advice) = &receipt.advice {
        text.push_str(&format!("advice:     {advice}\n"));
    }
    text.push_str("Whether that desk is yours and the bundle too, only Keycourier on the sender's computer knows.\n");
    output.answer(&json!(receipt), &text);
    Ok(true)
}
