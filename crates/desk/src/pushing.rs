//! A text with keys becomes an update of a project of Dev Kit for AI. Nothing is kept.

use keycourier_credentials::{Content, Credential, Kind, Mode, Paste, Problem, SlotId, parse};
use keycourier_devkit4ai::{
    Access, AtHand, Change, DevKit, Error, Field, Part, Plan, PlanError, UpdateError, Updated, Validity,
};

/// What a push did, or would do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pushed {
    /// What happens to each of the six fields, test first.
    pub changes: Vec<Change>,
    /// What the server says about each secret key that is sent; an error where it could not say.
    pub validity: Vec<(Mode, Result<Validity, Error>)>,
    /// What came of it; none in a dry run.
    pub updated: Option<Updated>,
}

/// Sends the keys of a text that a project does not have yet. In a dry run nothing is changed there.
///
/// # Errors
/// [`NotPushed`].
pub async fn push_keys(dev_kit: &DevKit, access: &Access, text: &str, dry_run: bool) -> Result<Pushed, NotPushed> {
    let paste = parse(text);
    let at_hand = at_hand(&paste)?;
    let config = dev_kit.config(access).await?;
    let plan = Plan::of(&config, &at_hand).map_err(|error| misplaced(error, &at_hand))?;
    let validity = validity(dev_kit, access, &plan, &at_hand).await;
    if let Some((_, Err(Error::SignInAgain))) = validity.iter().find(|(_, said)| *said == Err(Error::SignInAgain)) {
        return Err(NotPushed::NotAsked(Error::SignInAgain));
    }
    let invalid = validity.iter().find(|(_, said)| *said == Ok(Validity::Invalid));
    let updated = match invalid {
        _ if dry_run => None,
        Some((mode, _)) => return Err(NotPushed::Invalid(*mode)),
        None => Some(dev_kit.update(access, &plan).await?),
    };
    Ok(Pushed { changes: plan.changes().to_vec(), validity, updated })
}

/// What Dev Kit for AI says about each secret key that a plan sends. It looks at no others.
pub(crate) async fn validity(
    dev_kit: &DevKit,
    access: &Access,
    plan: &Plan<'_>,
    at_hand: &[AtHand<'_>],
) -> Vec<(Mode, Result<Validity, Error>)> {
    let sent = |one: &&AtHand<'_>| {
        let place = Field::of(one.mode, one.key.kind());
        plan.changes().iter().any(|change| Some(change.field) == place && change.is_sent())
    };
    let mut all = Vec::new();
    for one in at_hand.iter().filter(sent) {
        match dev_kit.validate(access, one.key).await {
            Ok(Validity::NotLookedAt) => {}
            answer => all.push((one.mode, answer)),
        }
    }
    all
}

/// Each key with its mode. One that names none goes with the others, if they are all of one mode.
fn at_hand(paste: &Paste) -> Result<Vec<AtHand<'_>>, NotPushed> {
    let modes: Vec<Mode> =
        Mode::ALL.into_iter().filter(|mode| paste.credentials().any(|(_, key)| key.mode() == Some(*mode))).collect();
    let mut at_hand: Vec<AtHand<'_>> = Vec::new();
    for (_, key) in paste.credentials() {
        let mode = match (key.mode(), modes.as_slice()) {
            (Some(mode), _) => mode,
            (None, [only]) => *only,
            (None, _) => return Err(NotPushed::WhichMode),
        };
        // The same key twice is one.
        if !at_hand.iter().any(|other| other.mode == mode && other.key.fingerprint() == key.fingerprint()) {
            at_hand.push(AtHand { mode, key });
        }
    }
    let flawed: Vec<(SlotId, Problem)> = paste
        .found()
        .iter()
        .filter_map(|found| match &found.content {
            Content::Flawed(flawed) => Some(flawed),
            Content::Credential(_) => None,
        })
        // A masked neighbour of a good key is how Stripe shows it.
        .filter(|flawed| !at_hand.iter().any(|one| Some(one.key.kind()) == flawed.kind))
        .map(|flawed| {
            let mode = flawed.mode.or_else(|| modes.first().copied()).unwrap_or(Mode::Live);
            (slot(mode, flawed.kind.unwrap_or(Kind::Secret)), flawed.problem())
        })
        .collect();
    if !flawed.is_empty() {
        return Err(NotPushed::Keys(flawed));
    }
    if at_hand.is_empty() { Err(NotPushed::NoKeys) } else { Ok(at_hand) }
}

fn misplaced(error: PlanError, at_hand: &[AtHand<'_>]) -> NotPushed {
    let problem = match error {
        PlanError::WrongKind { mode, kind } => {
            (slot(mode, Kind::Secret), Problem::WrongKind { found: kind, wanted: vec![Kind::Secret] })
        }
        PlanError::WrongMode { field } => {
            let other = Mode::ALL.into_iter().find(|mode| *mode != field.mode).unwrap_or(field.mode);
            (slot_of(field), Problem::WrongMode { found: other, wanted: field.mode })
        }
        PlanError::Twice { field } => {
            let of_field = |key: &Credential, mode| Field::of(mode, key.kind()) == Some(field);
            let count = at_hand.iter().filter(|one| of_field(one.key, one.mode)).count();
            (slot_of(field), Problem::Several { count })
        }
    };
    NotPushed::Keys(vec![problem])
}

fn slot_of(field: Field) -> SlotId {
    let kind = match field.part {
        Part::SecretKey => Kind::Secret,
        Part::PublishableKey => Kind::Publishable,
        Part::WebhookSecret => Kind::WebhookSecret,
    };
    slot(field.mode, kind)
}

/// The row of the preset that a kind belongs to.
fn slot(mode: Mode, kind: Kind) -> SlotId {
    let preset = keycourier_integrators::find("devkit4ai");
    let of_kind = preset.and_then(|preset| {
        let slots = preset.slots_in(mode);
        slots.iter().find(|slot| slot.accepts.contains(&kind)).or_else(|| slots.first()).map(|slot| slot.id.clone())
    });
    of_kind.unwrap_or_else(|| unreachable!("the preset is compiled in, and its tests read it"))
}

/// Why nothing, or not everything, was sent.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotPushed {
    /// The text holds no whole key.
    #[error("there is no key in the text")]
    NoKeys,
    /// What is wrong with keys, by slot.
    #[error("the keys are not right")]
    Keys(Vec<(SlotId, Problem)>),
    /// A signing secret beside keys of both modes, or of none.
    #[error("a signing secret does not say for which mode it is")]
    WhichMode,
    /// The server says that the secret key of a mode does not work. Nothing was sent.
    #[error("the {0} secret key does not work")]
    Invalid(Mode),
    /// It could not be asked what is there. Nothing was sent.
    #[error(transparent)]
    NotAsked(#[from] Error),
    /// The update is not known to be done.
    #[error(transparent)]
    NotUpdated(#[from] UpdateError),
}
