//! Every declared route, tried by everybody.

use axum::http::StatusCode;
use web::Access;
use web::routes::Declared;

use super::browser::Answer;
use super::cast::Persona;
use super::forms::filled;
use super::paths::{Aim, aims};
use super::store::differing;
use super::table::{About, TABLE, is_kept_from, let_in, sees_the_system};
use super::town::Town;
use crate::rooms;

/// Every declared route of this method, with each real thing that it is tried with.
pub(super) fn tried(town: &Town, method: &str) -> Vec<(Declared, Aim)> {
    let of = |declared: &Declared| -> Vec<(Declared, Aim)> {
        aims(&town.things, declared).into_iter().map(|aim| (declared.clone(), aim)).collect()
    };
    rooms::routes().declared().iter().filter(|d| d.method == method).flat_map(of).collect()
}

/// Gathers what is wrong, so that one run tells all of it.
#[derive(Default)]
pub(super) struct Wrong(Vec<String>);

impl Wrong {
    pub(super) fn say(&mut self, sentence: String) {
        self.0.push(sentence);
    }

    pub(super) fn unless(&mut self, right: bool, sentence: impl FnOnce() -> String) {
        if !right {
            self.say(sentence());
        }
    }

    /// Ends the test with everything that was found.
    pub(super) fn none(self) {
        assert!(self.0.is_empty(), "{} things are wrong:\n{}", self.0.len(), self.0.join("\n"));
    }
}

/// Whether whoever is not let in here is led to the door first.
fn is_led_to_the_door(declared: &Declared, who: Persona) -> bool {
    who == Persona::Stranger && !matches!(declared.access, Access::Open | Access::Holder)
}

/// Whether this is how somebody is answered who is not let in, or who asks for what is not there.
fn is_refused(declared: &Declared, who: Persona, answer: &Answer) -> bool {
    let led = is_led_to_the_door(declared, who);
    match answer.status {
        StatusCode::SEE_OTHER => {
            led && declared.method == "GET"
                && answer.header("location").starts_with("/sign-in?next=")
        }
        StatusCode::UNAUTHORIZED => led && declared.method == "POST" && answer.is_page(),
        // A link that was used says so, and one that never was says the same.
        StatusCode::GONE => declared.access == Access::Holder && answer.is_page(),
        StatusCode::NOT_FOUND => !led && answer.is_page(),
        StatusCode::FORBIDDEN => {
            declared.method == "POST" && sees_the_system(declared.path, who) && answer.is_page()
        }
        _ => false,
    }
}

/// Every form with each real thing, and who sends it: the first of those who are let in and whom
/// the thing's own rules do not keep from it.
pub(super) fn sent(town: &Town) -> Vec<(Persona, Aim)> {
    let by = |(declared, aim): (Declared, Aim)| {
        let mut able = let_in(declared.access, aim.about).iter();
        let able = able.find(|who| !is_kept_from(aim.pattern, aim.about, **who));
        Some((*able?, aim))
    };
    tried(town, "POST").into_iter().filter_map(by).collect()
}

async fn every_page_is_tried_by_everybody(town: Town) {
    let mut wrong = Wrong::default();
    for (declared, aim) in tried(&town, "GET") {
        let inside = let_in(declared.access, aim.about);
        for &who in Persona::ALL {
            let path = aim.path();
            let answer = town.get(who, &path).await;
            let to = answer.header("location").to_owned();
            let what = format!("{who:?} GET {} ({:?})", aim.pattern, aim.about);
            if inside.contains(&who) {
                let opened = answer.status == StatusCode::OK
                    || (answer.status.is_redirection() && !to.starts_with("/sign-in"));
                wrong.unless(opened, || format!("{what}: let in, but got {}", answer.status));
            } else {
                wrong.unless(is_refused(&declared, who, &answer), || {
                    format!("{what}: not let in, but got {} {to}", answer.status)
                });
            }
            for absent in aim.absent() {
                let nothing = town.get(who, &absent.path()).await;
                wrong.unless(is_refused(&declared, who, &nothing), || {
                    format!("{what}: nothing there, but got {}", nothing.status)
                });
                wrong.unless(
                    inside.contains(&who) || nothing.bare() == answer.clone().bare(),
                    || format!("{what}: unseen and absent do not look the same"),
                );
            }
        }
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_opens_for_whom_it_is_for_and_is_not_there_for_anybody_else() {
    every_page_is_tried_by_everybody(Town::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_opens_for_the_same_people_on_postgresql() {
    every_page_is_tried_by_everybody(Town::on_postgres().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_somebody_who_is_not_let_in_changes_nothing_and_says_nothing_is_there() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    let mut before = town.holding().await;
    for (declared, aim) in tried(&town, "POST") {
        let inside = let_in(declared.access, aim.about);
        let form = filled(&town.things, &aim);
        for &who in Persona::ALL.iter().filter(|who| !inside.contains(who)) {
            let what = format!("{who:?} POST {} ({:?})", aim.pattern, aim.about);
            let answer = town.fill(who, &aim, &form).await;
            wrong.unless(is_refused(&declared, who, &answer), || {
                format!("{what}: not let in, but got {}", answer.status)
            });
            for absent in aim.absent() {
                let form = filled(&town.things, &absent);
                let nothing = town.fill(who, &absent, &form).await;
                wrong.unless(is_refused(&declared, who, &nothing), || {
                    format!("{what}: nothing there, but got {}", nothing.status)
                });
                // Whoever sees the system is told more of it than of one that is not there.
                let told = answer.status == StatusCode::FORBIDDEN;
                let same = nothing.bare() == answer.clone().bare();
                wrong.unless(same || told && absent.parts[0] != aim.parts[0], || {
                    format!("{what}: unseen and absent do not look the same")
                });
            }
            let after = town.holding().await;
            for table in differing(&before, &after) {
                wrong.say(format!("{what}: something changed in {table}"));
            }
            before = after;
        }
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_form_of_somebody_who_is_let_in_goes_on_or_says_what_is_missing() {
    let (mut town, mut wrong) = (Town::new().await, Wrong::default());
    for (declared, aim) in tried(&town, "POST") {
        for &who in let_in(declared.access, aim.about) {
            let answer = town.post(who, &aim.path(), &aim.asked()).await;
            let kept = is_kept_from(aim.pattern, aim.about, who);
            let done = matches!(answer.status, StatusCode::SEE_OTHER | StatusCode::OK);
            let fits = match answer.status {
                // Without the number of the version that it was filled in for, it is an old one.
                StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => answer.is_page(),
                StatusCode::FORBIDDEN => kept && answer.is_page(),
                _ => done && !kept,
            };
            let (pattern, about, status) = (aim.pattern, aim.about, answer.status);
            wrong.unless(fits, || format!("{who:?} POST {pattern} ({about:?}): {status}"));
            if done {
                town = Town::new().await;
            }
        }
    }
    wrong.none();
}

/// Forms that have nothing to write here, however well they are filled in.
const WRITES_NOTHING: &[&str] = &[
    // Nobody is looked up at the door, and no letters can be sent here.
    "/sign-in/mail",
    "/you/address/letter",
    // Bryn never said that he is under 18.
    "/you/age/grown",
    "/you/age/back",
    // Whoever is not signed in has nothing to leave.
    "/leave",
    // No card's picture was opened in that browser.
    "/card",
    // They lead on.
    "/slip",
    // It shows what would be read, and keeps nothing.
    "/lives/{id}/corner/would",
];

/// Forms that write something, and of which the trail says nothing.
const LEAVES_NO_MARK: &[&str] = &[
    // One's own doors are of no system. Coming in by them is on the trail.
    "/you/address",
    "/you/address/remove",
    "/address/{token}",
    "/you/card",
    "/you/card/end",
    "/you/passkeys/ask",
    "/you/passkeys",
    "/you/passkeys/{passkey}/end",
    "/sign-in/passkey/ask",
    "/sessions/{id}/end",
    "/sessions/end-all",
    "/sign-in/links",
    // What nobody has been told yet: what is begun, and a file that is only looked at.
    "/drafts/{id}/throw-away",
    "/systems/{id}/import",
    // Reading what was offered to everybody is recorded of nobody, and so is waving it away.
    "/stories/{id}/alike/{other}/dismiss",
    "/patterns/{id}/apart/{other}",
    // Nobody learns which of those who told a pattern's stories answered to it.
    "/stories/{id}/patterns/{pattern}",
    "/slip/{code}/patterns/{pattern}",
    // Words that are taken along are read: printing.rs of stories holds that mark.
    "/stories/{id}/print",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_filled_in_form_of_somebody_who_is_let_in_does_what_it_is_for() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    for (who, aim) in sent(&town) {
        let town = Town::new().await;
        let (before, marks) = (town.holding().await, town.marks().await);
        let answer = town.fill(who, &aim, &filled(&town.things, &aim)).await;
        let what = format!("{who:?} POST {} ({:?})", aim.pattern, aim.about);
        let done = matches!(answer.status, StatusCode::SEE_OTHER | StatusCode::OK);
        wrong.unless(done, || format!("{what}: got {}", answer.status));
        let changed = !differing(&before, &town.holding().await).is_empty();
        let writes = !WRITES_NOTHING.contains(&aim.pattern);
        wrong.unless(changed || !writes, || format!("{what}: nothing changed"));
        let marked = town.marks().await > marks;
        let marks = writes && !LEAVES_NO_MARK.contains(&aim.pattern);
        wrong.unless(marked == marks, || format!("{what}: on the trail: {marked}"));
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_the_table_is_tried_by_some_route() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    let all = [tried(&town, "GET"), tried(&town, "POST")].concat();
    for &(access, about, _) in TABLE {
        let needed = all.iter().any(|(d, aim)| (d.access, aim.about) == (access, about));
        wrong.unless(needed, || format!("no route is for {access:?} to {about:?}"));
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
#[should_panic(expected = "say in aims() in proofs/paths.rs")]
async fn a_new_path_with_a_part_that_nobody_knows_says_where_to_add_it() {
    let town = Town::new().await;
    let new = Declared { path: "/cups/{cup}", method: "GET", access: Access::Offered };
    aims(&town.things, &new);
}

#[test]
#[should_panic(expected = "add a line to the table")]
fn a_new_kind_of_access_to_something_says_where_to_add_it() {
    let_in(Access::Named, About::Nothing);
}
