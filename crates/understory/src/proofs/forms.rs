//! What somebody fills in: enough of each form that it would do what it is for.

use super::cast::Persona::{Bryn, Carys, Ceri, Gwen};
use super::paths::Aim;
use super::things::Things;

/// The fields of a form and what is typed in them, but for its hidden ones. A form with none is
/// done by pressing its button.
pub(super) fn filled(things: &Things, aim: &Aim) -> Vec<(&'static str, String)> {
    let person = |who| ("person", things.people[&who].clone());
    let is_team = aim.parts.iter().any(|(_, value)| *value == things.of("team"));
    let mut form = match aim.pattern {
        "/sign-in/mail" | "/you/address" => vec![("address", "bryn@hill.example".to_owned())],
        "/sign-in/card" => vec![("words", things.of("card words"))],
        "/you/passkeys/ask" => vec![typed("name")],
        "/you/passkeys" => vec![typed("name"), ("answer", things.of("passkey made"))],
        "/sign-in/passkey" => {
            vec![("asked", things.of("passkey asked")), ("answer", things.of("passkey used"))]
        }
        "/invited/{token}" | "/systems/{id}/invite/here" => vec![typed("name")],
        "/lives" | "/lives/{id}/name" => vec![typed("name")],
        "/lives/{id}/rest" => vec![("rests", "yes".to_owned())],
        "/lives/{id}/sections" => vec![typed("heading")],
        "/lives/{id}/sections/{section}/away" => vec![("away", "yes".to_owned())],
        "/lives/{id}/sections/{section}/passages" => vec![typed("words")],
        "/lives/{id}/passages/{passage}" => vec![("revision", "0".to_owned()), typed("words")],
        "/lives/{id}/corner" | "/lives/{id}/corner/would" => {
            let to = format!("person:{}", things.people[&Carys]);
            vec![("to", to), typed("purpose"), typed("meeting"), ("read", things.of("section"))]
        }
        "/lives/{id}/meetings" | "/lives/{id}/meetings/{meeting}" => {
            vec![("day", "2099-01-01".to_owned()), typed("line")]
        }
        "/lives/{id}/copy" | "/lives/{id}/copy/file" => vec![("visit", things.of("visit"))],
        "/systems/{id}/knows" => vec![typed("words"), typed("reach")],
        "/lives/{id}/corner/{corner}" => vec![("read", things.of("section"))],
        "/lives/{id}/pens" => vec![person(Carys), ("called", "The house".to_owned())],
        "/lives/{id}/holds" => vec![typed("duty"), ("until", "2026-12-24".to_owned())],
        "/lives/{id}/pens/{offer}" => vec![("answer", "no".to_owned())],
        "/slip" => vec![("code", things.of("slip"))],
        "/you/name" => vec![typed("name")],
        "/you/age/grown" => vec![("place", things.of("place"))],
        "/systems/{id}/ages/{person}" => vec![("answer", "grown".to_owned())],
        "/systems/{id}/inside" => vec![("scale", "team".to_owned()), typed("name")],
        "/systems/{id}/edge" => vec![("revision", "1".to_owned()), typed("name"), typed("why")],
        "/systems/{id}/around" => vec![("scale", "region".to_owned()), typed("name")],
        "/systems/{id}/nestings" if is_team => {
            vec![("how", "overlaps".to_owned()), ("other", things.of("plot"))]
        }
        "/systems/{id}/nestings" => {
            vec![("how", "within".to_owned()), ("other", things.of("valley"))]
        }
        "/systems/{id}/differently" => vec![("revision", "1".to_owned()), typed("words")],
        "/systems/{id}/stewards" => vec![person(Bryn)],
        "/systems/{id}/opening" => vec![
            ("revision", "2".to_owned()),
            ("open_door", "yes".to_owned()),
            typed("keeping"),
            typed("story_one"),
            typed("story_many"),
        ],
        "/systems/{id}/people/add" if is_team => vec![person(Gwen), typed("words")],
        "/systems/{id}/people/add" => vec![person(Ceri), typed("words")],
        "/systems/{id}/people/me" | "/systems/{id}/part/{standing}" => {
            vec![("kind", "worker".to_owned()), typed("words"), typed("fits")]
        }
        "/systems/{id}/patterns/new" => vec![typed("name"), typed("observation")],
        "/systems/{id}/inquiries/new" => vec![typed("question"), typed("why")],
        "/systems/{id}/lessons/new" => vec![typed("learned"), typed("context")],
        "/systems/{id}/asks/new" => {
            let to = if is_team { "place" } else { "team" };
            vec![("kind", "ask".to_owned()), ("to", things.of(to)), typed("words")]
        }
        "/systems/{id}/intended" => vec![typed("heard")],
        "/patterns/{id}/words" => {
            vec![("revision", "1".to_owned()), typed("name"), typed("observation")]
        }
        "/inquiries/{id}/words" => {
            vec![("revision", "1".to_owned()), typed("question"), typed("why")]
        }
        "/experiments/{id}/words" => {
            vec![("revision", "1".to_owned()), typed("name"), typed("intends")]
        }
        "/lessons/{id}/carrying" => {
            vec![("carry_into", "rule".to_owned()), typed("carry_words")]
        }
        "/lessons/{id}/carrying/{carrying}" => vec![("how", "going".to_owned()), typed("went")],
        "/inquiries/{id}/asked-in" => vec![person(Carys)],
        "/inquiries/{id}/coming" => vec![("answer", "comes".to_owned())],
        "/inquiries/{id}/closing" => vec![typed("why")],
        "/inquiries/{id}/experiments/new" => vec![typed("name"), typed("intends")],
        "/experiments/{id}/entries" => vec![("kind", "observed".to_owned()), typed("words")],
        "/lessons/{id}/looked-again" => vec![("holds", "yes".to_owned()), typed("words")],
        "/because" => vec![("because_how", "hunch".to_owned()), typed("because_why")],
        "/stories/{id}/wishes" | "/slip/{code}/wishes" => {
            vec![("revision", "1".to_owned()), ("named", "yes".to_owned())]
        }
        "/stories/{id}/come-back" | "/slip/{code}/come-back" => {
            vec![("answer", "not-again".to_owned())]
        }
        "/systems/{id}/import/{draft}/keep" => {
            vec![("words", "What happened?".to_owned())]
        }
        "/imports/{id}/wishes" => vec![("laid_beside", "yes".to_owned())],
        "/stories/{id}/ringing" | "/slip/{code}/ringing" => {
            vec![("ring_on", "01632 960100".to_owned()), typed("ring_safe")]
        }
        "/patterns/{id}/together" => {
            let of_team = aim.parts.iter().any(|(_, id)| *id == things.of("pattern of team"));
            let whose = if of_team { "team" } else { "place" };
            let question = things.of(&format!("question that came of the {whose}'s"));
            vec![("inquiry", question), person(Ceri), typed("words")]
        }
        "/stories/{id}/four-words"
        | "/patterns/{id}/four-words"
        | "/experiments/{id}/four-words"
        | "/conversations/{id}/four-words" => vec![typed("trust")],
        "/patterns/{id}/lay" => vec![("telling", things.of("narrow"))],
        "/stories/{id}/lay" => vec![("pattern", things.of("pattern with nothing in it"))],
        "/patterns/{id}/quote" => {
            vec![("telling", things.of("telling")), ("tick", "words:0".to_owned())]
        }
        "/stories/{id}/translate" => {
            vec![("language", "cy".to_owned()), typed("words"), typed("translator")]
        }
        "/stories/{id}/translations/{translation}" | "/slip/{code}/translations/{translation}" => {
            vec![("answer", "remove".to_owned())]
        }
        "/ringings/{id}" => {
            vec![("revision", "1".to_owned()), ("kind", "rang".to_owned()), typed("words")]
        }
        "/second-readings/{id}" => {
            vec![("revision", "1".to_owned()), ("fine", "no".to_owned()), typed("words")]
        }
        "/stories/{id}/second-readings" | "/slip/{code}/second-readings" => {
            vec![("of", String::new())]
        }
        path if is_pressed(path) => Vec::new(),
        _ => vec![typed("words")],
    };
    form.extend(aim.asked());
    form
}

/// Whether a form is done by pressing its button.
pub(super) fn is_pressed(path: &str) -> bool {
    const PRESSED: &[&str] = &[
        // What is sent is a file.
        "/systems/{id}/import",
        "/you/card",
        "/you/card/end",
        "/you/passkeys/{passkey}/end",
        "/lives/{id}/end",
        "/lives/{id}/end/keep",
        "/lives/{id}/holds/{hold}/end",
        "/lives/{id}/passages/{passage}/out",
        "/lives/{id}/corner/{corner}/end",
        "/lives/{id}/pens/{offer}/back",
        "/lives/{id}/visits/{visit}/out",
        "/lives/{id}/meetings/{meeting}/off",
        "/lives/{id}/notes/{note}/out",
        "/lives/{id}/notes/{note}/show",
        "/systems/{id}/knows/{knows}/back",
        "/sign-in/passkey/ask",
        "/you/age",
        "/you/age/back",
        "/card",
        "/sessions/{id}/end",
        "/sessions/end-all",
        "/leave",
        "/in/{token}",
        "/sign-in/links",
        "/you/address/remove",
        "/you/address/letter",
        "/address/{token}",
        "/systems/{id}/people/{person}/card",
        "/systems/{id}/invitations/{invitation}/end",
        "/systems/{id}/stewards/take",
        "/systems/{id}/stewards/{standing}/confirm",
        "/systems/{id}/stewards/{standing}/end",
        "/systems/{id}/part/{standing}/leave",
        "/systems/{id}/part/{standing}/end",
        "/systems/{id}/part/{standing}/over",
        "/systems/{id}/purposes/{purpose}/agree",
        "/systems/{id}/nestings/{nesting}/end",
        "/systems/{id}/open-parts/{open}/end",
        "/stories/{id}/alike/{other}/dismiss",
        "/patterns/{id}/apart/{other}",
        "/inquiries/{id}/asked-in/{guest}/end",
        "/raised/{id}/away",
        "/stories/{id}/erase",
        "/stories/{id}/slip",
        "/stories/{id}/hold-back",
        "/slip/{code}/erase",
        "/asks/{id}/back",
        "/stories/{id}/ringing/over",
        "/slip/{code}/ringing/over",
        "/stories/{id}/print",
        "/stories/{id}/under-18",
        "/slip/{code}/under-18",
        "/drafts/{id}/throw-away",
        "/patterns/{id}/quotations/{quotation}/end",
        "/stories/{id}/four-words/{reading}/back",
        "/patterns/{id}/four-words/{reading}/back",
        "/experiments/{id}/four-words/{reading}/back",
        "/conversations/{id}/four-words/{reading}/back",
        "/wordings/{id}/empty",
    ];
    PRESSED.contains(&path)
}

/// What is typed wherever somebody can say something: enough that it is given back when it cannot
/// be taken.
pub(super) const TYPED: &str = "Ring before you come.";

fn typed(field: &'static str) -> (&'static str, String) {
    (field, TYPED.to_owned())
}
