//! What pages say of who reads, what waits and whom to turn to is so, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod pages;
mod reading_first;
#[allow(dead_code, reason = "nobody asks to be rung here")]
mod town;

use axum::http::StatusCode;
use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{PersonId, SystemId};
use pages::page;
use places::systems::{Drawn, Edge, Scale, draw_inside};
use reading_first::reads;
use sharing::reader::{self, Given};
use sharing::{Audience, Reader, StandingId, StandingKind};
use store::Token;
use stories::second_readings::{Asks, ask_again};
use stories::slips::handing::hand_over;
use stories::tellings::{ChapterId, Manner, Teller, TellingId, Told, Wishes, hear, slip_of, tell};
use stories::worries::{self, Raised, WorryId, WorryKind, raise};
use town::{PitHill, pit_hill, told};

const WHY: &str = "The name of the street gives her away.";

fn to_the_hill(hill: &PitHill) -> Wishes {
    Wishes { heard_by: vec![Audience::System(hill.place)], ..Wishes::default() }
}

async fn gives(
    town: &Town,
    hill: &PitHill,
    (who, system): (PersonId, SystemId),
    kind: StandingKind,
) {
    let (id, place) = (StandingId::random(), hill.place);
    let given = Given { id, system, place, person: who, kind, by: None, began: MONDAY };
    store::write!(town.sharing.store.database, |work| reader::give(work, given).await)
        .expect("given");
}

/// What somebody tells at the open door: the code of their slip, who they are with it, and what.
async fn at_the_door(town: &Town, hill: &PitHill) -> (String, Reader, TellingId) {
    let token = Token::random().expect("a slip");
    let told = told("The stairs are dark.", to_the_hill(hill));
    let id = hill.tells(town, Teller::Slip(token.hash()), &told).await;
    (token.expose().to_owned(), Reader::slip(slip_of(&token.hash())), id)
}

async fn shown(town: &Town, reader: &Reader, path: &str) -> String {
    let (status, body) = page(town, reader, path).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    body
}

async fn adds(town: &Town, reader: &Reader, id: TellingId) {
    let (chapter, more) = (ChapterId::random(), words("A lamp was hung."));
    tell::tell_more(&town.sharing, reader, id, chapter, &more, MONDAY).await.expect("more");
}

#[tokio::test]
async fn who_hears_what_went_wrong_is_said_with_all_that_they_do_here() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let carys = town.reader(town.carys).await;
        let (code, ..) = at_the_door(&town, &hill).await;
        let nobody = Reader::nobody();
        let signed = format!("/systems/{}/went-wrong", hill.place);
        let door = format!("/tell/{}/went-wrong", hill.place);
        let slip = format!("/slip/{code}/went-wrong");
        for (who, path) in [(&carys, &signed), (&nobody, &door), (&nobody, &slip)] {
            let page = shown(&town, who, path).await;
            assert!(page.contains("They are in none of the groups within this place"), "{path}");
            assert!(!page.contains("also look") && !page.contains("If it is about them"), "{path}");
        }
        gives(&town, &hill, (town.bryn, hill.place), StandingKind::Steward).await;
        let page = shown(&town, &carys, &signed).await;
        assert!(page.contains("Bryn hears this. Bryn also looks after this place."));
        assert!(page.contains("If it is about them") && page.contains("<b>Gwen</b>"));
        assert!(page.contains("Ask at the desk."), "whom the place names to be asked");
        for (path, says) in [(&signed, "no group here"), (&door, "Bryn"), (&slip, "Bryn")] {
            let who = if path == &signed { &carys } else { &nobody };
            assert!(!shown(&town, who, path).await.contains(says), "{path}");
        }
        for path in [&door, &slip] {
            let page = shown(&town, &nobody, path).await;
            assert!(page.contains("They also look after this place."), "{path}");
            assert!(!page.contains("no group here") && !page.contains("Gwen"), "{path}");
        }
        for (system, kind, says) in [
            (SystemId::random(), StandingKind::Part, "Bryn also plays a part in a group here."),
            (hill.place, StandingKind::KeepsSafe, "Bryn also keeps people safe here."),
            (hill.place, StandingKind::Money, "Bryn also holds money here."),
            (hill.place, StandingKind::Manages, "Bryn also manages people who work here."),
        ] {
            gives(&town, &hill, (town.bryn, system), kind).await;
            assert!(shown(&town, &carys, &signed).await.contains(says), "{says}");
        }
        // On the page of a group that Bryn plays a part in it says that he does, in this one.
        let edge = Edge { name: line("The Tabby"), theme: None, area: None, why: None };
        let (tabby, drawn) = (SystemId::random(), Drawn { scale: Scale::Team, edge });
        let done = draw_inside(&town.sharing, hill.place, tabby, town.bryn, &drawn, MONDAY);
        done.await.expect("drawn");
        let path = format!("/systems/{tabby}/went-wrong");
        let page = shown(&town, &carys, &path).await;
        assert!(page.contains("Bryn is also one of this group."), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_new_line_waits_alone_and_what_a_second_reader_said_stays_in_view() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let (code, holder, by_slip) = at_the_door(&town, &hill).await;
        let carys = town.reader(town.carys).await;
        let told = told("They moved my bed.", to_the_hill(&hill));
        let by_carys = hill.tells(&town, Teller::Person(town.carys), &told).await;
        let own = format!("/stories/{by_carys}");
        let slip = format!("/slip/{code}");
        let both = [(&holder, &slip, by_slip), (&carys, &own, by_carys)];
        for (who, path, _) in both {
            assert!(shown(&town, who, path).await.contains("Until then, nobody new hears it."));
        }
        assert_eq!(reads(&town, hill.gwen, true).await, 2);
        for (who, path, id) in both {
            adds(&town, who, id).await;
            let page = shown(&town, who, path).await;
            assert!(page.contains("heard as before. Only what you added waits"), "{path}");
            assert!(!page.contains("nobody new hears it"), "{path}");
        }
        assert_eq!(reads(&town, hill.gwen, false).await, 2);
        for (who, path, id) in both {
            let page = shown(&town, who, path).await;
            assert!(page.contains("What you added stays where it is") && page.contains(WHY));
            assert!(!page.contains("waits for a second reader"), "nobody is asked: {path}");
            let asks = Asks::default();
            ask_again(&town.sharing, who, id, &asks, MONDAY).await.expect("asked");
            let page = shown(&town, who, path).await;
            assert!(page.contains("Only what you added waits"), "{path}");
            assert!(page.contains("said before") && page.contains(WHY), "{path}");
        }
        assert_eq!(reads(&town, hill.gwen, true).await, 2);
        for (who, path, _) in both {
            assert!(shown(&town, who, path).await.contains(WHY), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_not_to_go_further_like_this_stays_where_it_is_and_waits_for_nobody() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let (code, holder, id) = at_the_door(&town, &hill).await;
        let path = format!("/slip/{code}");
        assert_eq!(reads(&town, hill.gwen, false).await, 1);
        let page = shown(&town, &holder, &path).await;
        assert!(page.contains("It stays where it is, and nobody is reading it now."));
        assert!(!page.contains("waits for a second reader"));
        ask_again(&town.sharing, &holder, id, &Asks::default(), MONDAY).await.expect("asked");
        let page = shown(&town, &holder, &path).await;
        assert!(page.contains("waits for a second reader") && page.contains(WHY));
        assert!(!page.contains("nobody is reading it now"));
    })
    .await;
}

#[tokio::test]
async fn what_waits_to_be_read_back_says_so_first_with_the_way_to_do_it() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let told = Told { manner: Manner::Absent, ..told("She sits alone.", to_the_hill(&hill)) };
        let id = hill.tells(&town, Teller::Person(town.carys), &told).await;
        let carys = town.reader(town.carys).await;
        let list = shown(&town, &carys, "/mine").await;
        assert!(list.contains("This waits to be read back to the person it is about."));
        assert!(list.contains(&format!("/stories/{id}#read-back")));
        assert!(!list.contains("second reader"), "that comes after");
        let page = shown(&town, &carys, &format!("/stories/{id}")).await;
        assert!(page.contains("id=\"read-back\"") && !page.contains("nobody new hears it"));
        tell::read_back(&town.sharing, &carys, id, None, MONDAY).await.expect("read back");
        let list = shown(&town, &carys, "/mine").await;
        assert!(list.contains("It goes no further until a second reader"));
        assert!(list.contains(&format!("/stories/{id}#second")));
    })
    .await;
}

/// A page without what differs each time it is made.
fn bare(page: &str) -> String {
    let parts = page.split(" value=\"").enumerate();
    parts
        .map(|(at, part)| if at == 0 { part } else { part.split_once('"').map_or("", |p| p.1) })
        .collect()
}

#[tokio::test]
async fn carys_worries_about_somebody_she_wrote_down_and_nothing_of_it_is_on_their_slip() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let told =
            Told { manner: Manner::Present, ..told("He shuts the door.", Wishes::default()) };
        let id = hill.tells(&town, Teller::Person(town.carys), &told).await;
        let other = hill.tells(&town, Teller::Person(town.carys), &told).await;
        let (carys, own) = (town.reader(town.carys).await, format!("/stories/{id}"));
        let action = format!("action=\"/stories/{id}/worry\"");
        assert!(shown(&town, &carys, &own).await.contains(&action));
        let raised = Raised {
            id: WorryId::random(),
            place: hill.place,
            kind: WorryKind::Safety,
            telling: Some(id),
            words: None,
            at: MONDAY,
        };
        raise(&town.sharing, &carys, raised).await.expect("raised");
        let gwen = town.reader(hill.gwen).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let waits = worries::raised_with(&town.sharing, &mut look, &gwen, None)
            .await
            .expect("worries")
            .waiting;
        assert_eq!(waits.len(), 1);
        hear::one(&town.sharing, &mut look, &gwen, id).await.expect("Gwen reads it");
        drop(look);
        let mut slips = Vec::new();
        for telling in [id, other] {
            let slip = Token::random().expect("a slip");
            let given = hand_over(&town.sharing, &carys, telling, (&slip, true), MONDAY).await;
            given.expect("handed over");
            let holder = Reader::slip(slip_of(&slip.hash()));
            let mut pages = Vec::new();
            for page in ["", "/gone", "/came", "/went-wrong"] {
                let code = slip.expose();
                let page = shown(&town, &holder, &format!("/slip/{code}{page}")).await;
                let page = page.replace(code, "CODE").replace(&telling.to_string(), "ID");
                pages.push(bare(&page));
            }
            slips.push(pages);
        }
        assert_eq!(slips[0], slips[1], "whoever looks at the slip sees no worry");
    })
    .await;
}

#[tokio::test]
async fn the_address_of_a_code_that_opens_nothing_says_so_and_sends_nobody_for_a_new_one() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let (code, holder, id) = at_the_door(&town, &hill).await;
        let written = code.replace('0', "O").replace('1', "I").replace('v', "u").to_uppercase();
        let typed: String = written.chars().flat_map(|one| [one, '-']).collect();
        let nobody = Reader::nobody();
        assert!(shown(&town, &nobody, &format!("/slip/{typed}")).await.contains("dark"));
        tell::erase(&town.sharing, &holder, id, MONDAY).await.expect("erased");
        let never = Token::random().expect("a slip").expose().to_owned();
        for code in [code.as_str(), never.as_str(), "nonsense"] {
            for more in ["", "/gone", "/came", "/went-wrong"] {
                let path = format!("/slip/{code}{more}");
                let (status, page) = page(&town, &nobody, &path).await;
                assert_eq!(status, StatusCode::GONE, "{path}");
                assert!(page.contains("What was erased has no code any more."), "{path}");
                assert!(page.contains("action=\"/slip\"") && !page.contains("new one"), "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_is_asked_on_a_day_that_is_over_and_a_day_that_came_may_stay() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let on = |days: i64| Wishes {
            come_back: true,
            come_back_on: Some(MONDAY.plus_days(days)),
            ..Wishes::default()
        };
        let carys = town.reader(town.carys).await;
        let place = tell::Where { system: hill.place, place: hill.place };
        for teller in [Teller::Person(town.carys), Teller::Slip(town::slip())] {
            let (late, id) = (told("Late.", on(-2)), TellingId::random());
            let late = tell::tell(&town.sharing, teller, place, id, &late, MONDAY).await;
            assert!(matches!(late, Err(Fault::UnfitIn { key: "unfit-day-over", .. })), "{late:?}");
        }
        let id = hill.tells(&town, Teller::Person(town.carys), &told("Soon.", on(0))).await;
        let later = MONDAY.plus_days(30);
        let wish = async |wishes: Wishes, revision| {
            let wished = wishes.into();
            tell::wish(&town.sharing, &carys, (id, revision), &wished, later).await
        };
        wish(Wishes { named: true, ..on(0) }, 1).await.expect("its day came, and stays");
        let late = wish(on(20), 2).await;
        assert!(matches!(late, Err(Fault::UnfitIn { key: "unfit-day-over", .. })), "{late:?}");
        wish(on(30), 2).await.expect("today will do");
    })
    .await;
}

/// Whether a link stands only where nothing is printed.
fn only_on_a_screen(page: &str, link: &str) -> bool {
    let mut before = page.split(link).collect::<Vec<_>>();
    before.pop();
    let acts = |part: &&str| part.rfind("<section class=\"acts\"") > part.rfind("</section>");
    !before.is_empty() && before.iter().all(acts)
}

#[tokio::test]
async fn what_one_can_only_press_is_on_no_paper() {
    both(async |town| {
        let hill = pit_hill(&town, false).await;
        let told = told("The damp is back.", to_the_hill(&hill));
        let id = hill.tells(&town, Teller::Person(town.bryn), &told).await;
        assert_eq!(reads(&town, hill.gwen, true).await, 1);
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let page = shown(&town, &carys, &format!("/stories/{id}")).await;
        assert!(only_on_a_screen(&page, &format!("href=\"/stories/{id}/four-words\"")));
        let page = shown(&town, &bryn, &format!("/stories/{id}/gone")).await;
        assert!(only_on_a_screen(&page, &format!("href=\"/stories/{id}\"")));
    })
    .await;
}
