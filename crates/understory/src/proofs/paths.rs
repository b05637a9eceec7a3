//! From each declared path to real ones, by what its parts mean.

use ::store::Token;
use ground::id::Uuid;
use web::routes::Declared;

use super::table::About;
use super::things::Things;

/// A real thing on a declared path.
#[derive(Clone, Debug)]
pub(super) struct Aim {
    /// The path as it was declared.
    pub(super) pattern: &'static str,
    /// What is on it.
    pub(super) about: About,
    /// What stands in its braces; a name that begins with `?` stands in the question instead.
    pub(super) parts: Vec<(&'static str, String)>,
}

impl Aim {
    fn new(pattern: &'static str, about: About, parts: &[(&'static str, String)]) -> Self {
        let aim = Self { pattern, about, parts: parts.to_vec() };
        assert!(
            !aim.path().contains('{'),
            "{pattern} has a part that these tests do not know: say in aims() in proofs/paths.rs \
             which real thing stands there, and make one in proofs/things.rs if there is none."
        );
        aim
    }

    /// The path itself.
    pub(super) fn path(&self) -> String {
        let mut path = self.pattern.to_owned();
        for (name, value) in &self.parts {
            path = match name.strip_prefix('?') {
                Some(name) => format!("{path}?{name}={value}"),
                None => path.replace(&format!("{{{name}}}"), value),
            };
        }
        path
    }

    /// What stands in the question, which a form brings along too.
    pub(super) fn asked(&self) -> Vec<(&'static str, String)> {
        let asked =
            |(name, value): &(&'static str, String)| Some((name.strip_prefix('?')?, value.clone()));
        self.parts.iter().filter_map(asked).collect()
    }

    /// The same path to things that are not there: each of its parts in turn, and all at once.
    pub(super) fn absent(&self) -> Vec<Self> {
        let changed: Vec<usize> =
            (0..self.parts.len()).filter(|&at| self.parts[at].0 != "kind").collect();
        let mut ways: Vec<Vec<usize>> = changed.iter().map(|&at| vec![at]).collect();
        if changed.len() > 1 {
            ways.push(changed);
        }
        ways.into_iter().map(|way| self.with(&way, absent_like)).collect()
    }

    /// The same path with parts that are nothing that could be there.
    pub(super) fn malformed(&self, part: &str) -> Vec<Self> {
        let all = (0..self.parts.len()).filter(|&at| !self.parts[at].0.starts_with('?'));
        all.map(|at| self.with(&[at], |_| part.to_owned())).collect()
    }

    fn with(&self, changed: &[usize], change: impl Fn(&str) -> String) -> Self {
        let mut aim = self.clone();
        for &at in changed {
            aim.parts[at].1 = change(&self.parts[at].1);
        }
        aim
    }
}

/// Something of the same shape that is not there.
fn absent_like(value: &str) -> String {
    let random = || Uuid::new_v4().simple().to_string();
    match value.split_once(':') {
        Some((kind, _)) => format!("{kind}:{}", random()),
        None if Uuid::try_parse(value).is_ok() => random(),
        None => Token::random().expect("a token").expose().to_owned(),
    }
}

/// The real things that a declared path is tried with.
pub(super) fn aims(things: &Things, declared: &Declared) -> Vec<Aim> {
    let path = declared.path;
    let part = |name, thing: &str| (name, things.of(thing));
    let one = |about, parts: &[(&'static str, String)]| vec![Aim::new(path, about, parts)];
    let each = |name, these: &[(About, &str)]| -> Vec<Aim> {
        these.iter().map(|(about, thing)| Aim::new(path, *about, &[part(name, thing)])).collect()
    };
    match path {
        "/systems/{id}/stewards/take" => one(About::Plot, &[part("id", "plot")]),
        // Only a place has these pages.
        "/systems/{id}/opening" => one(About::Place, &[part("id", "place")]),
        "/systems/{id}/people/{person}/card" => {
            let bryn = ("person", things.people[&super::cast::Persona::Bryn].clone());
            one(About::Place, &[part("id", "place"), bryn])
        }
        "/systems/{id}/knows" => one(About::Place, &[part("id", "place")]),
        "/systems/{id}/knows/{knows}/back" => {
            one(About::OfBryn, &[part("id", "place"), part("knows", "bryns knows")])
        }
        "/systems/{id}/ages" => one(About::Place, &[part("id", "place")]),
        "/systems/{id}/ages/{person}" => {
            let lowri = ("person", things.people[&super::cast::Persona::Lowri].clone());
            one(About::Place, &[part("id", "place"), lowri])
        }
        // What went wrong is told at the door, by people who left too; and what the place says is read there.
        "/systems/{id}/went-wrong" | "/systems/{id}/says" => {
            one(About::Door, &[part("id", "place")])
        }
        _ if path.starts_with("/tell/{id}") => one(About::Door, &[part("id", "place")]),
        _ if path.starts_with("/systems/{id}/import/{draft}") => {
            one(About::OfBryn, &[part("id", "team"), part("draft", "draft")])
        }
        _ if path.starts_with("/systems/{id}") => of_systems(things, path),
        "/stories/{id}/patterns/{pattern}" => {
            one(About::Telling, &[part("id", "telling"), part("pattern", "pattern of team")])
        }
        "/stories/{id}/alike/{other}/dismiss" => {
            one(About::Telling, &[part("id", "telling"), part("other", "unsigned")])
        }
        "/stories/{id}/second-readings" => each("id", &[(About::ReadFirst, "read first")]),
        "/second-readings/{id}" => each("id", &[(About::ReadFirst, "second reading")]),
        "/stories/{id}/ringing/over" => each("id", &[(About::Ringing, "asked to be rung")]),
        // Whoever prints their own leaves nothing behind.
        "/stories/{id}/print" => each("id", &TELLINGS[..3]),
        // A worry lets whoever is on duty hear it, and not say before the others how they read it.
        "/stories/{id}/four-words" => [(About::AsWished, "telling")]
            .iter()
            .chain(&TELLINGS[1..])
            .flat_map(|of| each("id", &[*of]))
            .collect(),
        "/stories/{id}/four-words/{reading}" => {
            one(About::Telling, &[part("id", "telling"), part("reading", "four words")])
        }
        "/stories/{id}/four-words/{reading}/back" => read_by_bryn(things, path, "unsigned"),
        "/patterns/{id}/four-words/{reading}/back" => read_by_bryn(things, path, "pattern of team"),
        "/experiments/{id}/four-words/{reading}/back" => {
            read_by_bryn(things, path, "experiment of team")
        }
        "/conversations/{id}/four-words/{reading}/back" => {
            read_by_bryn(things, path, "conversation of team")
        }
        "/slip/{code}/four-words/{reading}" => {
            one(About::Link, &[part("code", "slip"), part("reading", "four words by slip")])
        }
        "/stories/{id}/translations/{translation}" => {
            let translation = part("translation", "translation");
            one(About::Telling, &[part("id", "telling"), translation])
        }
        "/stories/{id}/slip" => each("id", &[(About::Written, "written")]),
        "/stories/{id}/hold-back" => each("id", &[(About::Written, "handed over")]),
        "/stories/{id}/read-back" => {
            each("id", &[(About::Written, "written"), (About::Written, "absent")])
        }
        _ if path.starts_with("/stories/{id}") => each("id", TELLINGS),
        "/slip/{code}/translations/{translation}" => {
            let translation = part("translation", "translation by slip");
            one(About::Link, &[part("code", "slip"), translation])
        }
        _ if path.starts_with("/slip/{code}/patterns") => {
            one(About::Link, &[part("code", "slip"), part("pattern", "pattern of place")])
        }
        _ if path.starts_with("/slip/{code}") => one(About::Link, &[part("code", "slip")]),
        "/patterns/{id}/quotations/{quotation}/end" => {
            let quotation = part("quotation", "quotation of bryns");
            one(About::OfBryn, &[part("id", "pattern of team"), quotation])
        }
        "/patterns/{id}/apart/{other}" => {
            let other = part("other", "pattern of place");
            one(About::HeldByTeam, &[part("id", "pattern of team"), other])
        }
        "/patterns/{id}/words" => reworded(things, path, "pattern"),
        "/inquiries/{id}/words" => reworded(things, path, "inquiry"),
        "/experiments/{id}/words" => reworded(things, path, "experiment"),
        "/wordings/{id}" => held(things, path, "wording"),
        // Bryn said it before it was put in other words.
        "/wordings/{id}/empty" => each("id", &[(About::OfBryn, "wording of team")]),
        "/lessons/{id}/carrying/{carrying}" => {
            let carrying = part("carrying", "carrying of place");
            one(About::OfBryn, &[part("id", "lesson of place"), carrying])
        }
        _ if path.starts_with("/patterns/{id}") => held(things, path, "pattern"),
        "/inquiries/{id}/talk" | "/inquiries/{id}/closing" | "/inquiries/{id}/asked-in" => {
            each("id", &[(About::TalkOfTeam, "inquiry of team")])
        }
        "/experiments/{id}/entries" | "/experiments/{id}/four-words" => {
            each("id", &[(About::TalkOfTeam, "experiment of team")])
        }
        // Ceri asked Bryn to come.
        "/inquiries/{id}/coming" => each("id", &[(About::OfBryn, "question bryn is asked to")]),
        // Carys, who is the guest, leaves it herself.
        "/inquiries/{id}/asked-in/{guest}/end" => {
            let parts = [part("id", "question with a guest"), part("guest", "guest")];
            one(About::HeldByTeam, &parts)
        }
        _ if path.starts_with("/inquiries/{id}") => held(things, path, "inquiry"),
        _ if path.starts_with("/experiments/{id}") => held(things, path, "experiment"),
        _ if path.starts_with("/lessons/{id}") => held(things, path, "lesson"),
        _ if path.starts_with("/conversations/{id}") => held(things, path, "conversation"),
        "/asks/{id}/back" => each("id", &[(About::TalkOfTeam, "ask of team")]),
        _ if path.starts_with("/asks/{id}") => each("id", &[(About::HeldByPlace, "ask of team")]),
        "/because" => {
            let of = |about, thing| {
                Aim::new(path, about, &[("?what", format!("lesson:{}", things.of(thing)))])
            };
            vec![of(About::HeldByTeam, "lesson of team"), of(About::HeldByPlace, "lesson of place")]
        }
        "/thread/{kind}/{id}" => {
            let of = |about, kind: &str, thing| {
                Aim::new(path, about, &[("kind", kind.to_owned()), part("id", thing)])
            };
            vec![
                of(About::HeldByTeam, "pattern", "pattern of team"),
                of(About::HeldByPlace, "lesson", "lesson of place"),
                of(About::Thread, "telling", "telling"),
                of(About::Narrow, "telling", "narrow"),
            ]
        }
        "/ringings/{id}" => each("id", &[(About::Ringing, "asked to be rung")]),
        "/worries/{id}/answer" => each("id", &[(About::Worry, "worry"), (About::Wrong, "wrong")]),
        _ if path.starts_with("/raised/{id}") => each("id", &[(About::OfBryn, "bryns worry")]),
        "/worries/{id}/goes-on" => each("id", &[(About::OfBryn, "bryns answered worry")]),
        "/drafts/{id}/throw-away" => each("id", &[(About::OfBryn, "begun")]),
        "/lives/{id}/notes/{note}/show" => {
            one(About::HeldNote, &[part("id", "life"), part("note", "held note")])
        }
        "/lives/{id}/end/keep" => each("id", &[(About::LifeOfBryn, "ending life")]),
        _ if path.starts_with("/lives/{id}") => {
            const NAMED: &[&str] = &[
                "id", "section", "passage", "corner", "visit", "meeting", "note", "offer", "hold",
            ];
            let named = NAMED.iter().filter(|name| path.contains(&format!("{{{name}}}")));
            let thing =
                |name: &&'static str| part(*name, if *name == "id" { "life" } else { name });
            one(About::LifeOfBryn, &named.map(thing).collect::<Vec<_>>())
        }
        "/you/passkeys/{passkey}/end" => each("passkey", &[(About::OfBryn, "passkey")]),
        "/sessions/{id}/end" => each("id", &[(About::OfBryn, "session")]),
        "/imports/{id}/wishes" => each("id", &[(About::OfBryn, "stated import")]),
        _ if path.starts_with("/imports/{id}") => each("id", &[(About::OfBryn, "import")]),
        "/address/{token}" => each("token", &[(About::AddressOfBryn, "address link")]),
        "/in/{token}" => each("token", &[(About::Link, "link")]),
        "/first/{token}" => each("token", &[(About::Used, "first")]),
        "/invited/{token}" => each(
            "token",
            &[(About::Link, "invited into team"), (About::Link, "invited into place")],
        ),
        "/card/{code}" => each("code", &[(About::Link, "card")]),
        "/assets/{name}" => each("name", &[(About::Link, "style")]),
        _ => one(About::Nothing, &[]),
    }
}

const TELLINGS: &[(About, &str)] = &[
    (About::Telling, "telling"),
    (About::Narrow, "narrow"),
    (About::Unsigned, "unsigned"),
    (About::Written, "written"),
];

/// What Bryn read with four words, which is his to take back.
fn read_by_bryn(things: &Things, path: &'static str, what: &str) -> Vec<Aim> {
    let reading = ("reading", things.of(&format!("four words of bryn, {what}")));
    vec![Aim::new(path, About::OfBryn, &[("id", things.of(what)), reading])]
}

/// The same, to be put in better words: whoever holds the team's money does so with their own.
fn reworded(things: &Things, path: &'static str, what: &str) -> Vec<Aim> {
    let mut aims = held(things, path, what);
    for aim in aims.iter_mut().filter(|aim| aim.about == About::HeldByTeam) {
        aim.about = About::TalkOfTeam;
    }
    aims
}

/// Something that the team holds, and something that the place holds.
fn held(things: &Things, path: &'static str, what: &str) -> Vec<Aim> {
    let of =
        |about, whose| Aim::new(path, about, &[("id", things.of(&format!("{what} of {whose}")))]);
    vec![of(About::HeldByTeam, "team"), of(About::HeldByPlace, "place")]
}

/// The place and the team, with what else the path names in each.
fn of_systems(things: &Things, path: &'static str) -> Vec<Aim> {
    let both = [
        (About::Team, "team", "mair looks after team"),
        (About::Place, "place", "asha looks after place"),
    ];
    let mut aims = Vec::new();
    for (about, system, steward) in both {
        let mut parts = vec![("id", things.of(system))];
        let standing = match path {
            "/systems/{id}/part/{standing}/over" if system == "place" => continue,
            "/systems/{id}/part/{standing}/over" => Some("carys money".to_owned()),
            _ if path.starts_with("/systems/{id}/stewards/{standing}") => Some(steward.to_owned()),
            _ if path.contains("{standing}") => Some(format!("bryns part in {system}")),
            _ => None,
        };
        parts.extend(standing.map(|standing| ("standing", things.of(&standing))));
        for (name, thing) in [
            ("recall", "recall in"),
            ("invitation", "invitation into"),
            ("purpose", "purpose of"),
            ("nesting", "overlap of"),
            ("dissent", "dissent in"),
            ("open", "open part of"),
        ] {
            if path.contains(&format!("{{{name}}}")) {
                parts.push((name, things.of(&format!("{thing} {system}"))));
            }
        }
        aims.push(Aim::new(path, whose(path, about), &parts));
    }
    // Asha is called on too, but it is Mair's stewardship whose own pages are tried.
    aims.retain(|aim| aim.about != About::OfMair || aim.parts[0].1 == things.of("team"));
    aims
}

/// What is on a path of a system: the system, or something that is one person's own.
fn whose(path: &str, about: About) -> About {
    match path {
        "/systems/{id}/part/{standing}" | "/systems/{id}/part/{standing}/leave" => About::OfBryn,
        "/systems/{id}/stewards/{standing}/end" | "/systems/{id}/recalls/{recall}/answer" => {
            About::OfMair
        }
        _ => about,
    }
}
