//! Whoever's words they are is told who may hear them, and so is whoever judges before they go
//! further. On both databases.

#![allow(clippy::expect_used, dead_code, reason = "a test that cannot go on says so")]

mod pages;
mod reading_first;
mod town;

use axum::http::StatusCode;
use cast::{MONDAY, Town, both, line, words};
use ground::id::{SystemId, Uuid};
use pages::page;
use places::systems::{Drawn, Edge, Scale, draw_inside};
use sharing::{Audience, Reader};
use store::Token;
use stories::came::{self, AnswerKind};
use stories::patterns::{self, Named, PatternId};
use stories::ringing;
use stories::second_readings::Asks;
use stories::slips::handing::hand_over;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId, Told, Wishes};
use town::{PitHill, asks, pit_hill};

const ONLY_YOU: &str = "Right now you let nobody else read this.";

/// What Bryn wrote down in Pit Hill for somebody who was with him.
async fn written(town: &Town, hill: &PitHill, heard_by: Vec<Audience>) -> TellingId {
    let wishes = Wishes { heard_by, ..Wishes::default() };
    let told = Told { manner: Manner::Present, wishes, ..Told::words(words("The door sticks.")) };
    hill.tells(town, Teller::Person(town.bryn), &told).await
}

/// The page of the slip that Bryn makes for it.
async fn slip_page(town: &Town, id: TellingId) -> String {
    let (slip, bryn) = (Token::random().expect("a slip"), town.reader(town.bryn).await);
    hand_over(&town.sharing, &bryn, id, (&slip, false), MONDAY).await.expect("handed over");
    let nobody = Reader::nobody();
    let (status, body) = page(town, &nobody, &format!("/slip/{}", slip.expose())).await;
    assert_eq!(status, StatusCode::OK);
    body
}

#[tokio::test]
async fn whoever_holds_a_slip_is_told_which_group_hears_them_and_never_of_a_life() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let draws = async |scale, name: &str| {
            let edge = Edge { name: line(name), theme: None, area: None, why: None };
            let (id, drawn) = (SystemId::random(), Drawn { scale, edge });
            let done = draw_inside(&town.sharing, hill.place, id, town.bryn, &drawn, MONDAY);
            done.await.expect("drawn");
            id
        };
        let (tabby, life) = (draws(Scale::Team, "The Tabby").await, draws(Scale::Life, "Mo").await);
        // The team lies in another place, so that its name is nothing for whoever asks here.
        let to = [tabby, life, town.team].map(Audience::System).to_vec();
        let body = slip_page(&town, written(&town, &hill, to).await).await;
        assert!(body.contains("Everybody who plays a part in The Tabby"), "{body}");
        assert_eq!(body.matches("Another group that was named").count(), 2, "{body}");
        assert!(!body.contains("Mo<") && !body.contains("in Mo") && !body.contains("The team"));
        assert_eq!(body.matches("nobody can tick it again").count(), 3, "and is warned before");
        assert!(!body.contains(ONLY_YOU), "{body}");
        let kept = slip_page(&town, written(&town, &hill, Vec::new()).await).await;
        assert!(kept.contains(ONLY_YOU) && !kept.contains("nobody can tick it again"), "{kept}");
    })
    .await;
}

#[tokio::test]
async fn what_nobody_was_chosen_for_says_so_on_its_own_page_and_to_nobody_else() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let bryn = town.reader(town.bryn).await;
        let kept = hill.tells(&town, Teller::Person(town.bryn), &Told::words(words("Rain."))).await;
        let (_, own) = page(&town, &bryn, &format!("/stories/{kept}")).await;
        assert!(own.contains(ONLY_YOU) && own.contains("href=\"#wishes\""), "{own}");
        let to = vec![Audience::Person(town.carys)];
        let named = town::told("Hail.", Wishes { heard_by: to, ..Wishes::default() });
        let named = hill.tells(&town, Teller::Person(town.bryn), &named).await;
        for who in [town.bryn, town.carys] {
            let reader = town.reader(who).await;
            let (status, body) = page(&town, &reader, &format!("/stories/{named}")).await;
            assert!(status == StatusCode::OK && !body.contains(ONLY_YOU), "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_wrote_it_down_reads_of_ringing_as_of_somebody_else_and_one_way_at_a_time() {
    both(async |town| {
        let hill = pit_hill(&town, true).await;
        let (id, bryn) = (written(&town, &hill, Vec::new()).await, town.reader(town.bryn).await);
        let (_, before) = page(&town, &bryn, &format!("/stories/{id}")).await;
        assert!(before.contains("They would like to be rung"), "{before}");
        let asked = ringing::ask(&town.sharing, &bryn, id, &asks("01632 960100"), MONDAY).await;
        asked.expect("asked");
        let (_, after) = page(&town, &bryn, &format!("/stories/{id}")).await;
        assert!(after.contains("They asked to be rung on") && !after.contains("You asked"));
        assert!(after.contains("Do not ring them any more"), "{after}");
        assert!(!after.contains("They would like to be rung"), "{after}");
        assert!(after.contains("<section id=\"ringing\" class=\"acts\">"), "and none is printed");
    })
    .await;
}

#[tokio::test]
async fn a_second_reader_reads_who_would_hear_it_and_of_people_only_how_many() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let to = vec![
            Audience::Anyone,
            Audience::System(hill.place),
            Audience::System(town.elsewhere),
            Audience::Person(town.carys),
            Audience::Person(town.asha),
        ];
        let told = Told { asks: Asks::default(), ..reading_first::told("By the mill.", to) };
        let home = Where { system: hill.place, place: hill.place };
        let (id, teller) = (TellingId::random(), Teller::Person(town.bryn));
        tell::tell(&town.sharing, teller, home, id, &told, MONDAY).await.expect("told");
        let reading = reading_first::waits(&town, hill.gwen).await.pop().expect("it waits");
        let gwen = town.reader(hill.gwen).await;
        let (_, body) = page(&town, &gwen, &format!("/second-readings/{reading}")).await;
        for said in [
            "Everybody who plays a part in Pit Hill",
            "A group that you cannot see",
            "Anyone who is signed in here",
            "2 people, chosen by name",
        ] {
            assert!(body.contains(said), "{said}: {body}");
        }
        assert!(!body.contains("Carys") && !body.contains("Asha"), "{body}");
    })
    .await;
}

#[tokio::test]
async fn what_asha_tells_in_the_team_and_anyone_may_hear_stands_in_the_town_s_list_too() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let told = reading_first::told("The bus came.", vec![Audience::Anyone]);
        let (id, teller) = (TellingId::random(), Teller::Person(town.asha));
        let place = Where { system: town.team, place: town.place };
        tell::tell(&town.sharing, teller, place, id, &told, MONDAY).await.expect("told");
        assert_eq!(reading_first::reads(&town, ruth, true).await, 1);
        for (who, hears) in [(town.bryn, true), (town.dev, false)] {
            let reader = town.reader(who).await;
            for system in [town.place, town.team] {
                let listed = reading_first::listed(&town, &reader, system).await;
                assert_eq!(listed.contains(&id), hears, "{system}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn gwen_who_keeps_people_safe_herself_reads_how_somebody_else_can_read_hers_first() {
    const WAY: &str = "There is one more way";
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let duty = format!("/systems/{}/opening#keeps_safe", hill.place);
        let wishes = Wishes { heard_by: vec![Audience::System(hill.place)], ..Wishes::default() };
        let told = town::told("The door sticks.", wishes);
        let id = hill.tells(&town, Teller::Person(hill.gwen), &told).await;
        let path = format!("/stories/{id}");
        let gwen = town.reader(hill.gwen).await;
        let (_, body) = page(&town, &gwen, &path).await;
        assert!(body.contains(WAY) && body.contains(&duty), "{body}");
        assert!(!body.contains("For this it has to be an adult"), "{body}");

        // Bryn waits for nobody: Gwen can read his first, and it is not his to put people on duty.
        let id = hill.tells(&town, Teller::Person(town.bryn), &told).await;
        let bryn = town.reader(town.bryn).await;
        let (_, body) = page(&town, &bryn, &format!("/stories/{id}")).await;
        assert!(!body.contains(WAY) && !body.contains(&duty), "{body}");

        // Whoever is put on duty can be asked, though Gwen brought them in.
        hill.keeps_safe(&town, town.carys).await;
        let (_, body) = page(&town, &town.reader(hill.gwen).await, &path).await;
        assert!(!body.contains(WAY) && body.contains("Ask them"), "{body}");
    })
    .await;
}

#[tokio::test]
async fn words_without_a_title_stand_once_beside_others_and_lead_to_the_whole() {
    const NOT_RIGHT: &str = "None of these is the right one";
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let heard_by = vec![Audience::Person(town.bryn), Audience::Person(town.carys)];
        let wishes = Wishes { heard_by, laid_beside: true, ..Wishes::default() };
        let mut told = town::told("The stairs are dark.", wishes);
        let plain = hill.tells(&town, Teller::Person(hill.gwen), &told).await;
        told.title = Some(line("Under the lamp"));
        let titled = hill.tells(&town, Teller::Person(hill.gwen), &told).await;
        let (id, bryn) = (PatternId::random(), town.reader(town.bryn).await);
        let mut named = Named {
            name: line("Nobody mends it"),
            goes_well: false,
            observation: None,
            reading: None,
            ideas: None,
            tellings: vec![plain, titled],
        };
        let home = (hill.place, hill.place);
        let sharing = &town.sharing;
        patterns::name(sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
        let (_, body) = page(&town, &bryn, &format!("/patterns/{id}")).await;
        let whole = "Read it whole<span class=\"visually-hidden\">: The stairs are dark.</span>";
        assert!(body.contains(&format!("<a href=\"/stories/{plain}\">{whole}</a>")), "{body}");
        assert!(body.contains(&format!("<a href=\"/stories/{titled}\">Under the lamp</a>")));
        assert!(!body.contains(NOT_RIGHT), "nobody has said what they make of it: {body}");
        let (id, reading) = (PatternId::random(), Some(words("It is nobody's job.")));
        named = Named { reading, ..named };
        patterns::name(sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
        let (_, body) = page(&town, &bryn, &format!("/patterns/{id}")).await;
        assert!(body.contains(NOT_RIGHT), "{body}");

        // What came of it says once, above the picture, what was told.
        for id in [plain, titled] {
            let said = words("We asked the landlord.");
            let answer = (Uuid::new_v4(), AnswerKind::NothingYet, &said);
            came::answer(sharing, &bryn, id, answer, MONDAY).await.expect("answered");
        }
        let gwen = town.reader(hill.gwen).await;
        let (_, came) = page(&town, &gwen, &format!("/stories/{plain}/came")).await;
        assert!(!came.contains("<q>The stairs are dark.</q>"), "{came}");
        let (_, came) = page(&town, &gwen, &format!("/stories/{titled}/came")).await;
        assert!(came.contains("<q>Under the lamp</q>"), "{came}");
    })
    .await;
}
