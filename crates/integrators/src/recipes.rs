//! Which steps make which guide.

use keycourier_credentials::{AccountId, Kind, Mode, SlotName};

use crate::texts::{self, Common, Piece, PutInWord, Title};
use crate::{
    Guide, Help, HowUsed, Integrator, Language, Mail, Page, Permission, PutInGuide, Restricted, Step, Topic, Unit,
    WebhookAddress,
};

/// Who asks for keys, as far as a guide cares: a known integrator, or anybody with a request.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    name: &'a str,
    website: &'a str,
    restricted: Restricted,
    how_used: HowUsed,
    permissions: &'a [Permission],
    known: Option<&'a Integrator>,
}

/// What a guide is made of.
struct Recipe {
    title: Title,
    page: Page,
    pieces: Vec<Piece>,
    help: Vec<Topic>,
}

/// What a webhook destination must have.
struct Destination<'a> {
    events: usize,
    exactly: bool,
    /// Where the merchant copies the address, if that is needed.
    host: Option<&'a str>,
    wants_secret: bool,
}

impl<'a> Asking<'a> {
    /// Somebody with a request of their own.
    pub fn with_request(name: &'a str, domain: &'a str, restricted: Restricted, permissions: &'a [Permission]) -> Self {
        let leads_to_restricted = restricted != Restricted::Refused && !permissions.is_empty();
        let how_used = if leads_to_restricted { HowUsed::AnotherWebsite } else { HowUsed::OwnIntegration };
        Self { name, website: domain, restricted, how_used, permissions, known: None }
    }

    /// How to get a key that a slot takes. A restricted key is made where it is taken and its permissions are known, else a secret one.
    pub fn guide(&self, accepts: &[Kind], mode: Mode, language: Language) -> Guide {
        use Piece::{
            ComeBack, CopyOnce, CreateSecret, NameKey, PublishableRow, RestrictedForm, RevealTestSecret, SignIn,
            WebhookSecret,
        };
        use Topic::{Captcha, LastResort, Lost, NoRights, Reveal, TwoStepCode, WhichMode};
        let (banner, how_used) = (banner(mode), self.how_used_piece());
        let restricted = self.restricted != Restricted::Refused && !self.permissions.is_empty();
        let takes = |kind| accepts.contains(&kind);
        let mut help = vec![NoRights];
        let (title, page, pieces) = if takes(Kind::WebhookSecret) {
            help.push(Topic::NoDestination);
            (Title::WebhookSecret, Page::Webhooks, vec![SignIn, banner, WebhookSecret, ComeBack])
        } else if takes(Kind::Restricted) && (restricted || !takes(Kind::Secret)) {
            if takes(Kind::Secret) {
                help.push(Topic::SecretInstead);
            }
            help.push(Lost);
            let pieces = vec![SignIn, banner, RestrictedForm, how_used, NameKey, CopyOnce, ComeBack];
            (Title::Restricted, Page::CreateRestrictedKey, pieces)
        } else if takes(Kind::Publishable) {
            (Title::Publishable, Page::ApiKeys, vec![SignIn, banner, PublishableRow, ComeBack])
        } else {
            help.push(if takes(Kind::Restricted) { Topic::RestrictedInstead } else { Topic::RestrictedOffered });
            match mode {
                Mode::Test => (Title::Secret, Page::ApiKeys, vec![SignIn, banner, RevealTestSecret, ComeBack]),
                Mode::Live => {
                    help.extend([Lost, Reveal]);
                    let pieces = vec![SignIn, banner, CreateSecret, how_used, NameKey, CopyOnce, ComeBack];
                    (Title::Secret, Page::ApiKeys, pieces)
                }
            }
        };
        help.extend([WhichMode, TwoStepCode, Captcha]);
        match title {
            Title::WebhookSecret => help.push(Topic::RollWebhookSecret),
            Title::Secret | Title::Restricted if mode == Mode::Live => help.push(LastResort),
            Title::Secret | Title::Restricted | Title::Publishable | Title::Webhook => {}
        }
        self.made(&Recipe { title, page, pieces, help }, mode, language, &|_| None)
    }

    /// How to make a webhook destination by hand: the address and its `events` are shown beside it, to be copied.
    pub fn webhook_guide(&self, events: usize, wants_secret: bool, mode: Mode, language: Language) -> Guide {
        self.destination_guide(&Destination { events, exactly: false, host: None, wants_secret }, mode, language)
    }

    /// What to answer when Stripe asks how the key will be used.
    pub fn how_used(&self) -> HowUsed {
        self.how_used
    }

    /// The address of a page of Stripe's, in a mode, and of an account where it is known.
    pub fn address(&self, page: Page, mode: Mode, account: Option<&AccountId>) -> String {
        page.address(mode, account, self.name, self.permissions)
    }

    fn destination_guide(&self, destination: &Destination<'_>, mode: Mode, language: Language) -> Guide {
        let address = if destination.host.is_some() { Piece::WebhookAddressCopied } else { Piece::WebhookAddressKnown };
        let events = if destination.exactly { Piece::WebhookExactEvents } else { Piece::WebhookEvents };
        let mut pieces = vec![address, Piece::SignIn, banner(mode), Piece::WebhookAdd, events, Piece::WebhookCreate];
        if destination.wants_secret {
            pieces.extend([Piece::WebhookSecret, Piece::ComeBack]);
        }
        pieces.push(Piece::WebhookVerify);
        let help = vec![Topic::NoRights, Topic::Verify, Topic::WhichMode, Topic::TwoStepCode, Topic::Captcha];
        let of_destination = |name: &str| match name {
            "count" => Some(destination.events.to_string()),
            "host" => destination.host.map(str::to_owned),
            _ => None,
        };
        let recipe = Recipe { title: Title::Webhook, page: Page::Webhooks, pieces, help };
        self.made(&recipe, mode, language, &of_destination)
    }

    fn how_used_piece(&self) -> Piece {
        match self.how_used {
            HowUsed::OwnIntegration => Piece::HowUsedOwnIntegration,
            HowUsed::AnotherWebsite => Piece::HowUsedAnotherWebsite,
        }
    }

    fn made(&self, recipe: &Recipe, mode: Mode, language: Language, more: &dyn Fn(&str) -> Option<String>) -> Guide {
        let page = recipe.page;
        let value = |name: &str| more(name).or_else(|| self.value(name, mode, language));
        let filled = |text: &str| texts::fill(text, language, &value);
        let step = |step: &Step| Step { text: filled(&step.text), ..step.clone() };
        let Some(common) = texts::common(language) else {
            return Guide { title: String::new(), page, steps: Vec::new(), help: Vec::new() };
        };
        let mut steps: Vec<Step> = Vec::new();
        for piece in &recipe.pieces {
            let of_piece = self.steps_of(*piece, common, language).iter().map(step);
            // The first step of Stripe's is the one with the button that opens it.
            let opens = (*piece == Piece::SignIn).then_some(page);
            steps.extend(of_piece.map(|step| Step { page: step.page.or(opens), ..step }));
        }
        let help = recipe.help.iter().filter_map(|topic| {
            let text = common.help.get(topic)?;
            let mail = text.mail.as_ref();
            Some(Help {
                topic: *topic,
                title: filled(&text.title),
                steps: text.steps.iter().map(step).collect(),
                mail: mail.map(|mail| Mail { subject: filled(&mail.subject), body: filled(&mail.body) }),
            })
        });
        let title = common.titles.get(&recipe.title).map(|title| filled(title)).unwrap_or_default();
        Guide { title, page, steps, help: help.collect() }
    }

    fn steps_of(&self, piece: Piece, common: &'static Common, language: Language) -> &'a [Step] {
        let own = self.known.and_then(|known| known.texts(language).steps.get(&piece));
        own.or_else(|| common.steps.get(&piece)).map_or(&[], Vec::as_slice)
    }

    /// What stands for a name in braces.
    pub(crate) fn value(&self, name: &str, mode: Mode, language: Language) -> Option<String> {
        match name {
            "name" => Some(self.name.to_owned()),
            "website" => Some(self.website.to_owned()),
            "mode" => texts::common(language)?.modes.get(&mode).cloned(),
            "permissions" => Some(texts::permissions(self.permissions, language)),
            _ => self.known?.value(name, mode),
        }
    }
}

impl Integrator {
    /// It, as one who asks.
    pub fn asking(&self) -> Asking<'_> {
        Asking {
            name: &self.name,
            website: &self.domain,
            restricted: self.restricted,
            how_used: self.how_used,
            permissions: &self.permissions,
            known: Some(self),
        }
    }

    /// How to get what a slot takes; none for a slot that it doesn't ask for in this mode.
    pub fn guide(&self, slot: &SlotName, mode: Mode, language: Language) -> Option<Guide> {
        let asked = self.slots.iter().find(|asked| asked.slot == *slot && asked.modes.contains(&mode))?;
        Some(self.asking().guide(&asked.accepts, mode, language))
    }

    /// How to make its webhook by hand; none where it needs none.
    pub fn webhook_guide(&self, mode: Mode, language: Language) -> Option<Guide> {
        let webhook = self.webhook(mode)?;
        let host = match &webhook.address {
            WebhookAddress::Copied { host } => Some(host.as_str()),
            WebhookAddress::Template { .. } => None,
        };
        let wants_secret = webhook.secret_slot.is_some();
        let destination = Destination { events: webhook.events.len(), exactly: webhook.exactly, host, wants_secret };
        Some(self.asking().destination_guide(&destination, mode, language))
    }

    /// How its key is put into its own page; none where it is not.
    pub fn put_in_guide(&self, mode: Mode, language: Language) -> Option<PutInGuide> {
        let place = self.put_in.as_ref()?;
        let common = texts::common(language)?;
        let own = &self.texts(language).put_in;
        let word = |word| {
            let text = own.get(&word).or_else(|| common.put_in.get(&word)).map_or("", String::as_str);
            self.filled(text, mode, language)
        };
        Some(PutInGuide {
            title: word(PutInWord::Title),
            lead: word(PutInWord::Lead),
            open_button: word(PutInWord::OpenButton),
            page: place.page.clone(),
            open: word(PutInWord::Open),
            copy: word(PutInWord::Copy),
            paste: word(PutInWord::Paste),
            accepted: word(PutInWord::Accepted),
            yes: word(PutInWord::Yes),
            no: word(PutInWord::No),
        })
    }

    /// Where project and token are had; empty where none is needed.
    pub fn connect_steps(&self, language: Language) -> Vec<Step> {
        let steps = self.texts(language).connect.iter();
        steps.map(|step| Step { text: self.filled(&step.text, Mode::Live, language), ..step.clone() }).collect()
    }

    /// What to do once the keys of a mode are there.
    pub fn after(&self, mode: Mode, language: Language) -> Vec<String> {
        self.texts(language).after.iter().map(|text| self.filled(text, mode, language)).collect()
    }

    /// What to do when a key of a mode was replaced.
    pub fn when_rolled(&self, mode: Mode, language: Language) -> Vec<String> {
        self.texts(language).rolled.iter().map(|text| self.filled(text, mode, language)).collect()
    }

    /// Whether another delivery of the other mode comes next: one of one mode was for the first of two.
    pub fn next_mode(&self, mode: Mode) -> Option<Mode> {
        let is_next = self.unit == Unit::BusinessAndMode && mode == Mode::Test;
        (is_next && self.modes().contains(&Mode::Live)).then_some(Mode::Live)
    }

    pub(crate) fn filled(&self, text: &str, mode: Mode, language: Language) -> String {
        texts::fill(text, language, &|name| self.asking().value(name, mode, language))
    }

    fn value(&self, name: &str, mode: Mode) -> Option<String> {
        let place = self.put_in.as_ref();
        match name {
            "email" => self.email.clone(),
            "phone" => self.phone.clone(),
            "hours" => self.answer_within_hours.map(|hours| hours.to_string()),
            "count" => Some(self.webhook(mode)?.events.len().to_string()),
            "host" => match &self.webhook(mode)?.address {
                WebhookAddress::Copied { host } => Some(host.clone()),
                WebhookAddress::Template { .. } => None,
            },
            "environment" => self.environment(mode).map(str::to_owned),
            "place" => Some(place?.place.clone()),
            "field" => Some(place?.field.clone()),
            "path" => Some(place?.path.join(" \u{2192} ")),
            _ => None,
        }
    }
}

fn banner(mode: Mode) -> Piece {
    match mode {
        Mode::Test => Piece::ModeTest,
        Mode::Live => Piece::ModeLive,
    }
}
