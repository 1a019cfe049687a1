//! The published vectors of the six words (`docs/formats.md`), and what counts as having typed them.

use keycourier_documents::{AgeRecipient, DeskWords, Domain, NotTheWords, Signer, Text, word_list};

const SIGNER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

fn desk(domain: &str, name: &str) -> DeskWords {
    let domain: Domain = domain.parse().expect("a domain");
    let signer: Signer = SIGNER.parse().expect("the first test key of RFC 8032");
    DeskWords::of(&domain, &Text::typed(name).expect("a name"), &signer)
}

#[test]
fn the_list_is_the_published_one() {
    assert_eq!(word_list().len(), 7776, "five dice");
    assert_eq!((word_list().first(), word_list().last()), (Some(&"abacus"), Some(&"zoom")), "in its order");
}

#[test]
fn only_all_six_words_count() {
    let words = desk("imagatec.com.au", "Imagatec");
    let six = words.words();
    let spoken = six.join(" ");
    for typed in
        [spoken.clone(), spoken.to_uppercase(), six.join("-"), format!(" {} ", six.join(",  ")), words.digits()]
    {
        assert_eq!(words.confirm(&typed), Ok(()), "{typed:?} is what the desk reads out");
    }
    let swapped = [six[1], six[0], six[2], six[3], six[4], six[5]].join(" ");
    let digits = words.digits();
    let short = digits.get(..24).unwrap_or_default();
    for typed in ["", " ", &six[..5].join(" "), &swapped, &format!("{spoken} more"), short, &format!("{spoken} 1")] {
        assert_eq!(words.confirm(typed), Err(NotTheWords), "{typed:?} is not all of it, in order");
    }
}

#[test]
fn name_domain_and_key_all_count() {
    let words = desk("imagatec.com.au", "Imagatec").words();
    assert_ne!(desk("imagatec.com", "Imagatec").words(), words, "another domain has other words");
    assert_ne!(desk("imagatec.com.au", "Imagatek").words(), words, "another name has other words");
    assert_eq!(desk("IMAGATEC.com.au", " Imagatec ").words(), words, "spelling that means the same does not");
}

#[test]
fn the_published_vectors_hold() {
    let desk = desk("imagatec.com.au", "Imagatec");
    assert_eq!(
        (desk.words().join(" ").as_str(), desk.digits().as_str()),
        ("giver affecting payback purr grieving tasty", "0816 2358 2099 7060 2626 6345"),
        "first vector of docs/formats.md"
    );
    let code = DeskWords::of_recipient(&RECIPIENT.parse::<AgeRecipient>().expect("a recipient"));
    assert_eq!(
        (code.words().join(" ").as_str(), code.digits().as_str()),
        ("renderer crier cheesy broadband stole shakiness", "1500 3178 9240 9032 4613 8804"),
        "second vector of docs/formats.md"
    );
}
