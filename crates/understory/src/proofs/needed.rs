//! How many fields of a form must be there, as the server says and not as its page looks: each form
//! is sent with one of its fields left out, and with the next, and so on.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::access::{Wrong, sent};
use super::browser::Answer;
use super::cast::Persona::Bryn;
use super::forms::{TYPED, filled};
use super::newcomers::Newcomer;
use super::town::Town;

/// Forms in which more than one field must be there: which fields, and why.
const NEEDS_MORE: &[(&str, &[&str], &str)] = &[
    ("/lives/{id}/holds", &["duty", "until"], "what is held without a day is held for ever"),
    ("/patterns/{id}/quote", &["telling", "tick"], "what is quoted is ticked in one of them"),
    ("/patterns/{id}/together", &["inquiry", "person"], "to which question, and whom it asks"),
    ("/sign-in/passkey", &["answer", "asked"], "a device answers what it was asked"),
    ("/stories/{id}/translate", &["translator", "words"], "words in another's mouth have a name"),
    ("/systems/{id}/around", &["name", "scale"], "how large it is says how far words travel"),
    ("/systems/{id}/inside", &["name", "scale"], "how large it is says how far words travel"),
    ("/systems/{id}/asks/new", &["kind", "to", "words"], "nothing leaves a group unaddressed"),
    ("/systems/{id}/nestings", &["how", "other"], "what lies in what, or overlaps with it"),
    ("/systems/{id}/opening", &["story_many", "story_one"], "one and several of the same word"),
];

/// Fields that somebody neither fills in nor chooses.
const BROUGHT_ALONG: [&str; 1] = ["revision"];

fn is_taken(answer: &Answer) -> bool {
    matches!(answer.status, StatusCode::SEE_OTHER | StatusCode::OK)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_is_refused_for_more_than_one_field_that_is_not_there_but_for_those_named_here() {
    let (mut town, mut wrong) = (Town::new().await, Wrong::default());
    let mut met = BTreeSet::new();
    for (who, aim) in sent(&town) {
        let form = filled(&town.things, &aim);
        let along = |name: &str| {
            BROUGHT_ALONG.contains(&name) || aim.asked().iter().any(|(asked, _)| *asked == name)
        };
        let fields: BTreeSet<&str> =
            form.iter().map(|(name, _)| *name).filter(|name| !along(name)).collect();
        let mut needed = Vec::new();
        for field in fields {
            let mut without = form.clone();
            without.retain(|(name, _)| *name != field);
            if is_taken(&town.fill(who, &aim, &without).await) {
                town = Town::new().await;
            } else {
                needed.push(field);
            }
        }
        let said = NEEDS_MORE.iter().find(|(path, ..)| *path == aim.pattern);
        met.extend(said.map(|(path, ..)| *path));
        let fits = said.map_or(needed.len() <= 1, |(_, fields, _)| needed == *fields);
        wrong.unless(fits, || format!("{}: {needed:?} must be there", aim.pattern));
    }
    for (path, ..) in NEEDS_MORE {
        wrong.unless(met.contains(path), || format!("{path} is no form"));
    }
    wrong.none();
}

/// Which of these fields have to be there for a form to be taken.
async fn needed_for_a_plan(fields: &[&'static str]) -> Vec<&'static str> {
    let mut needed = Vec::new();
    for field in fields {
        let town = Town::new().await;
        let path = format!("/inquiries/{}/experiments/new", town.things.of("inquiry of team"));
        let form: Vec<(&str, String)> =
            fields.iter().filter(|f| *f != field).map(|f| (*f, TYPED.to_owned())).collect();
        if !is_taken(&town.post(Bryn, &path, &form).await) {
            needed.push(*field);
        }
    }
    needed
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_plan_that_touches_somebodys_support_asks_for_three_things_and_a_first_place_for_two()
 {
    let plan = ["name", "intends", "tries", "limits", "who"];
    assert_eq!(needed_for_a_plan(&plan).await, ["name"]);
    let touched = ["name", "touches_support", "how_asked", "how_refuse"];
    assert_eq!(needed_for_a_plan(&touched).await, ["name", "how_asked", "how_refuse"]);

    let (app, router, _folder) = Town::empty().await;
    let made = doors::first::make(app.store(), app.now()).await.expect("made");
    let mut asha = Newcomer::new(&app, &router);
    let first = format!("/first/{}", made.expect("an empty folder").expose());
    for form in [[("name", "Pit Hill"), ("own_name", "")], [("name", ""), ("own_name", "Asha")]] {
        assert_eq!(asha.post(&first, &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let both = [("name", "Pit Hill"), ("own_name", "Asha")];
    assert_eq!(asha.post(&first, &both).await.status, StatusCode::SEE_OTHER);
}
