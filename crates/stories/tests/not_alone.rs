//! Nobody under 18 is chosen to hear what somebody tells where no adult hears it beside them, by name
//! or as the rest of a group: words that no other adult sees are how a child is drawn aside. On both
//! databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod pages;
#[allow(dead_code, reason = "nobody asks to be rung here")]
mod town;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{PersonId, SystemId};
use pages::{answered, app, page};
use places::ages;
use places::systems::{Drawn, Edge, Scale, draw_inside};
use sharing::{Audience, Reader, StandingKind};
use store::{Token, bind, sql};
use stories::drafts::{self, DraftId};
use stories::slips::handing;
use stories::tellings::form::TellForm;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId, Told, Wished, Wishes, hear, slip_of};
use town::{PitHill, pit_hill, told};
use web::visitor::Visit;

const WORDS: &str = "Come by when nobody is there.";
const ALONE: &str = "Nobody under 18 can be chosen by name.";
const NO_ADULT: &str = "Everybody else in a group that you chose is under 18.";
const NOT_LISTED: &str = "People under 18 are not on this list.";

async fn is_under_18(town: &Town, who: PersonId) {
    let reader = town.reader(who).await;
    ages::say_under_18(&town.sharing, &reader, MONDAY).await.expect("said");
}

fn to(heard_by: &[Audience]) -> Wishes {
    Wishes { heard_by: heard_by.to_vec(), laid_beside: true, ..Wishes::default() }
}

async fn tells(town: &Town, who: PersonId, told: &Told) -> (TellingId, Result<(), Fault>) {
    let (id, home) = (TellingId::random(), Where { system: town.team, place: town.place });
    (id, tell::tell(&town.sharing, Teller::Person(who), home, id, told, MONDAY).await)
}

async fn wishes(
    town: &Town,
    reader: &Reader,
    which: (TellingId, i64),
    wishes: Wishes,
) -> Result<(), Fault> {
    let wished: Wished = wishes.into();
    tell::wish(&town.sharing, reader, which, &wished, MONDAY).await
}

async fn hears(town: &Town, who: PersonId, id: TellingId) -> bool {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    hear::one(&town.sharing, &mut look, &reader, id).await.is_ok()
}

async fn how_many(town: &Town) -> i64 {
    let mut look = town.sharing.store.database.look().await.expect("look");
    let count = sql!("SELECT COUNT(*) AS many FROM tellings");
    look.one(count, bind()).await.expect("a count").number("many").expect("a number")
}

fn is_refused(done: &Result<(), Fault>) -> bool {
    matches!(done, Err(Fault::Unfit("unfit-under-18-alone")))
}

fn has_no_adult(done: &Result<(), Fault>) -> bool {
    matches!(done, Err(Fault::Unfit("unfit-under-18-group")))
}

#[tokio::test]
async fn carys_is_under_18_and_no_telling_goes_to_her_alone_whoever_tells_it() {
    both(async |town| {
        is_under_18(&town, town.carys).await;
        let (carys, asha) = (Audience::Person(town.carys), Audience::Person(town.asha));
        let alone = |manner| Told { manner, wishes: to(&[carys]), ..Told::words(words(WORDS)) };
        for manner in [Manner::Self_, Manner::Present, Manner::Absent] {
            assert!(is_refused(&tells(&town, town.bryn, &alone(manner)).await.1), "{manner:?}");
        }
        let among = Told { wishes: to(&[asha, carys]), ..Told::words(words(WORDS)) };
        assert!(is_refused(&tells(&town, town.bryn, &among).await.1), "beside others by name");
        is_under_18(&town, town.bryn).await;
        assert!(is_refused(&tells(&town, town.bryn, &among).await.1), "nor from another child");
        assert_eq!(how_many(&town).await, 0, "nothing of it is kept");
        let grown = Told { wishes: to(&[asha]), ..Told::words(words(WORDS)) };
        let (id, done) = tells(&town, town.bryn, &grown).await;
        done.expect("a child tells whom they like who is grown");
        let bryn = town.reader(town.bryn).await;
        assert!(is_refused(&wishes(&town, &bryn, (id, 1), to(&[asha, carys])).await));
        assert!(!hears(&town, town.carys, id).await);
        town.give(town.asha, town.team, StandingKind::Part).await;
        let group = to(&[asha, Audience::System(town.team)]);
        wishes(&town, &bryn, (id, 1), group).await.expect("Asha hears it in the team too");
        assert!(hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn a_team_in_which_nobody_but_bryn_is_grown_is_told_nothing_as_long_as_that_is_so() {
    both(async |town| {
        is_under_18(&town, town.carys).await;
        let (asha, team) = (Audience::Person(town.asha), Audience::System(town.team));
        let in_team = |manner| Told { manner, wishes: to(&[team]), ..Told::words(words(WORDS)) };
        for manner in [Manner::Self_, Manner::Present, Manner::Absent] {
            let done = tells(&town, town.bryn, &in_team(manner)).await.1;
            assert!(has_no_adult(&done), "{manner:?}: {done:?}");
        }
        assert_eq!(how_many(&town).await, 0, "nothing of it is kept");
        let grown = Told { wishes: to(&[asha]), ..Told::words(words(WORDS)) };
        let (id, done) = tells(&town, town.bryn, &grown).await;
        done.expect("told to Asha");
        let bryn = town.reader(town.bryn).await;
        assert!(has_no_adult(&wishes(&town, &bryn, (id, 1), to(&[asha, team])).await));
        let dai = town.newcomer("Dai", true).await;
        town.give(dai, town.team, StandingKind::Part).await;
        let two = wishes(&town, &bryn, (id, 1), to(&[asha, team])).await;
        assert!(has_no_adult(&two), "nor with two of them, whoever is named beside the team");
        assert!(!hears(&town, town.carys, id).await && !hears(&town, dai, id).await);
        let (_, done) = tells(&town, town.carys, &in_team(Manner::Self_)).await;
        done.expect("Bryn is grown, and hears what Carys tells the team");
        // Asha looks after the team, which lets her hear nothing. A part in it does.
        let part = town.give(town.asha, town.team, StandingKind::Part).await;
        wishes(&town, &bryn, (id, 1), to(&[asha, team])).await.expect("Asha is one of the team");
        assert!(hears(&town, town.carys, id).await);
        town.end(town.team, part).await;
        assert!(hears(&town, town.carys, id).await, "who left is not looked at anew");
        let quoted = Wishes { quoted: true, ..to(&[asha, team]) };
        wishes(&town, &bryn, (id, 2), quoted).await.expect("what stands stays");
        assert!(has_no_adult(&tells(&town, town.bryn, &in_team(Manner::Self_)).await.1));
    })
    .await;
}

#[tokio::test]
async fn one_such_group_among_several_is_enough_and_a_group_without_a_child_is_not_one() {
    both(async |town| {
        let (team, dai) = (Audience::System(town.team), town.newcomer("Dai", true).await);
        let hill = pit_hill(&town, false).await;
        let mut drawn = Vec::new();
        for name in ["The Tabby", "The Stables"] {
            let edge = Edge { name: line(name), theme: None, area: None, why: None };
            let (id, said) = (SystemId::random(), Drawn { scale: Scale::Team, edge });
            let done = draw_inside(&town.sharing, hill.place, id, town.bryn, &said, MONDAY);
            done.await.expect("drawn");
            drawn.push(id);
        }
        let own = Told { wishes: to(&[Audience::System(drawn[0])]), ..Told::words(words(WORDS)) };
        tells(&town, town.bryn, &own).await.1.expect("nobody else is in it");
        town.give(dai, drawn[1], StandingKind::Part).await;
        let all = [team, Audience::System(drawn[0]), Audience::System(drawn[1])];
        let all = Told { wishes: to(&all), ..Told::words(words(WORDS)) };
        let done = tells(&town, town.bryn, &all).await.1;
        assert!(
            has_no_adult(&done),
            "Carys hears it in the team, and Dai elsewhere alone: {done:?}"
        );
        town.give(town.carys, drawn[1], StandingKind::Part).await;
        tells(&town, town.bryn, &all).await.1.expect("Carys is grown, and hears it with Dai");
    })
    .await;
}

#[tokio::test]
async fn whom_bryn_named_before_she_said_so_stays_until_he_takes_her_off_and_never_comes_back() {
    both(async |town| {
        let (carys, asha) = (Audience::Person(town.carys), Audience::Person(town.asha));
        let told = Told { wishes: to(&[asha, carys]), ..Told::words(words(WORDS)) };
        let (id, done) = tells(&town, town.bryn, &told).await;
        done.expect("told");
        is_under_18(&town, town.carys).await;
        let bryn = town.reader(town.bryn).await;
        assert!(hears(&town, town.carys, id).await);
        let fewer = Wishes { laid_beside: false, ..to(&[asha, carys]) };
        wishes(&town, &bryn, (id, 1), fewer.clone()).await.expect("narrower");
        wishes(&town, &bryn, (id, 1), fewer).await.expect("an older page loses nothing");
        let wider = Wishes { quoted: true, ..to(&[asha, carys]) };
        wishes(&town, &bryn, (id, 3), wider).await.expect("what stands stays");
        assert!(hears(&town, town.carys, id).await);
        wishes(&town, &bryn, (id, 4), to(&[asha])).await.expect("without her");
        assert!(!hears(&town, town.carys, id).await);
        assert!(is_refused(&wishes(&town, &bryn, (id, 5), to(&[asha, carys])).await));
        assert!(!hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn what_carys_wrote_down_she_hears_alone_no_more_once_it_is_theirs_who_told_her() {
    both(async |town| {
        is_under_18(&town, town.carys).await;
        let told = Told { manner: Manner::Present, ..Told::words(words(WORDS)) };
        let (id, done) = tells(&town, town.carys, &told).await;
        done.expect("told");
        let (carys, slip) = (town.reader(town.carys).await, Token::random().expect("a slip"));
        let hand_over = async |stays| {
            handing::hand_over(&town.sharing, &carys, id, (&slip, stays), MONDAY).await
        };
        assert!(is_refused(&hand_over(true).await));
        hand_over(false).await.expect("handed over");
        let holder = Reader::slip(slip_of(&slip.hash()));
        let revision = {
            let mut look = town.sharing.store.database.look().await.expect("look");
            hear::one(&town.sharing, &mut look, &holder, id).await.expect("theirs").revision
        };
        let alone = to(&[Audience::Person(town.carys)]);
        assert!(is_refused(&wishes(&town, &holder, (id, revision), alone).await));
        assert!(!hears(&town, town.carys, id).await);
        let group = to(&[Audience::System(town.team)]);
        wishes(&town, &holder, (id, revision), group).await.expect("Bryn hears it there too");
        assert!(hears(&town, town.carys, id).await);
    })
    .await;
}

/// What a browser is answered that sends this form.
async fn posts(town: &Town, reader: &Reader, path: &str, form: String) -> (StatusCode, String) {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form));
    let visit = Visit { reader: reader.clone(), session: None };
    let response = answered(&app(town), visit, request.expect("a request")).await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1_000_000).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

async fn keeps(town: &Town, hill: &PitHill, form: &TellForm) -> DraftId {
    let home = Where { system: hill.place, place: hill.place };
    let (reader, id) = (town.reader(hill.gwen).await, DraftId::random());
    drafts::keep(&town.sharing, &reader, home, id, form, MONDAY).await.expect("kept")
}

#[tokio::test]
async fn gwens_pages_offer_bryn_and_not_carys_and_what_names_her_is_given_back_with_its_draft() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let gwen = town.reader(hill.gwen).await;
        let (bryn, carys) = (format!("person:{}", town.bryn), format!("person:{}", town.carys));
        let path = format!("/systems/{}/tell", hill.place);
        let before = page(&town, &gwen, &path).await.1;
        assert!(before.contains(&bryn) && before.contains(&carys));
        let stood = told("The stairs are dark.", to(&[Audience::Person(town.carys)]));
        let stood = hill.tells(&town, Teller::Person(hill.gwen), &stood).await;
        let other = told("The lamp is out.", to(&[Audience::Person(town.bryn)]));
        let other = hill.tells(&town, Teller::Person(hill.gwen), &other).await;
        is_under_18(&town, town.carys).await;
        let heard_by = vec![carys.clone()];
        let form = TellForm { words: WORDS.to_owned(), heard_by, ..TellForm::default() };
        let draft = keeps(&town, &hill, &form).await;
        for path in [path.clone(), format!("{path}?draft={draft}"), format!("/stories/{other}")] {
            let (status, page) = page(&town, &gwen, &path).await;
            assert_eq!(status, StatusCode::OK);
            assert!(page.contains(&bryn) && !page.contains(&carys), "{path}");
            assert!(page.contains(NOT_LISTED), "{path}");
        }
        let stands = page(&town, &gwen, &format!("/stories/{stood}")).await.1;
        assert!(stands.contains(&format!("value=\"{carys}\" checked")), "or it would be lost");
        let form = format!("once=1&words=Come+by&draft={draft}&draft_revision=1&heard_by={carys}");
        let (status, again) = posts(&town, &gwen, &path, form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.contains(ALONE) && again.contains(">Come by</textarea>"), "{again}");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let kept = drafts::of_reader(&town.sharing, &mut look, &gwen, MONDAY).await;
        assert_eq!(kept.expect("drafts").len(), 1, "the draft stays");
        let form = format!("once=2&revision=1&heard_by={bryn}&heard_by={carys}");
        let (status, again) = posts(&town, &gwen, &format!("/stories/{other}/wishes"), form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.contains(ALONE), "{again}");
        let form = format!("once=3&words=Come+by&heard_by=system:{}", town.team);
        let (bryn, path) = (town.reader(town.bryn).await, format!("/systems/{}/tell", hill.place));
        let (status, again) = posts(&town, &bryn, &path, form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.contains(NO_ADULT) && again.contains(">Come by</textarea>"), "{again}");
    })
    .await;
}
