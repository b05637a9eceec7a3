mod asking_anew;
mod coming;

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Moment};
use places::parts::{self, PartKind, Taken};
use sharing::lineage::{self, Because, BecauseId, Cause, Placed};
use sharing::{Nouns, StandingKind};

use super::{Together, ask_to_come, together};
use crate::because::BecauseOf;
use crate::inquiries::{self, GuestId, InquiryId, Opened, TalkId, Turn, find, say, talk};
use crate::proof::{MONDAY, Town, both, line, words};

fn pattern() -> Thing {
    Thing::new(Kind::Pattern, Uuid::new_v4())
}

/// Who could be brought together about something of the team, as this person sees it.
async fn sees(town: &Town, who: PersonId, thing: Thing) -> Together {
    let (reader, mut look) = (town.reader(who).await, town.look().await);
    together(&town.sharing, &mut look, &reader, (thing, town.team)).await.expect("looked")
}

/// Asha asks a question because of a thing of the team.
async fn asked(town: &Town, thing: Thing) -> InquiryId {
    asked_in(town, town.team, thing).await
}

/// She asks it in this system.
async fn asked_in(town: &Town, system: SystemId, thing: Thing) -> InquiryId {
    let (id, asha) = (InquiryId::random(), town.reader(town.asha).await);
    let cause = Cause::Of(Placed { thing, system: town.team });
    let because = Some(BecauseOf { cause, why: None });
    let asked = Opened { system, question: line("Whose wall is it?"), why: None, because };
    inquiries::open(&town.sharing, &asha, id, &asked, MONDAY).await.expect("opened");
    id
}

/// People to be asked, by a form that was not sent before.
fn guests(people: &[PersonId]) -> Vec<(PersonId, GuestId)> {
    people.iter().map(|person| (*person, GuestId::random())).collect()
}

/// How many sentences wait for this person on their home page.
async fn waits(town: &Town, who: PersonId, now: Moment) -> Vec<String> {
    let (reader, mut look) = (town.reader(who).await, town.look().await);
    let mut waits = Vec::new();
    for noun in Nouns::new(crate::nouns(&town.sharing)).iter() {
        for one in noun.waits(&mut look, &reader, now).await.expect("waits") {
            waits.push(format!("{} {}", one.sentence, one.path));
        }
    }
    waits
}

#[tokio::test]
async fn asha_finds_who_is_around_it_in_their_own_words_and_who_holds_the_money() {
    both(async |town| {
        let drives = Taken {
            words: Some(line("I drive the van")),
            fits: Some(words("I see who is in when it rains.")),
            ..Taken::plain(town.place, town.bryn, PartKind::Volunteer, MONDAY)
        };
        parts::take(&town.sharing, &drives).await.expect("a part");
        let seen = sees(&town, town.asha, pattern()).await;
        let here = &seen.here.people;
        assert_eq!(here[0].person, town.carys, "whoever has sway stands first");
        assert!(here[0].has_sway() && here[0].holds == ["part-holds-money"]);
        assert!(here.iter().any(|one| one.person == town.asha && !one.has_sway()));
        let [around] = &seen.around[..] else { panic!("the team lies in the place") };
        assert_eq!(around.system.id, town.place);
        assert!(around.people.iter().all(|one| one.person != town.bryn), "he stands once");
        let bryn = here.iter().find(|one| one.person == town.bryn).expect("Bryn is of the team");
        let [also] = &bryn.also[..] else { panic!("and says what he does in the place") };
        assert_eq!(also.system.to_string(), "Pit Hill");
        let part = also.parts.iter().find(|part| part.fits.is_some()).expect("his part");
        assert_eq!(
            part.words.as_ref().map(ToString::to_string).as_deref(),
            Some("I drive the van")
        );
        assert!(around.people.iter().all(|one| one.person != town.dev), "Dev says nothing of it");
        let dev = town.reader(town.dev).await;
        let (mut look, thing) = (town.look().await, (pattern(), town.team));
        let unseen = together(&town.sharing, &mut look, &dev, thing).await;
        assert!(matches!(unseen, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_found_there_as_somebody_who_told_what_it_came_of() {
    both(async |town| {
        let (bare, told) = (pattern(), pattern());
        let because = Because {
            id: BecauseId::random(),
            what: Placed { thing: told, system: town.team },
            cause: Cause::Of(Placed {
                thing: Thing::new(Kind::Telling, Uuid::new_v4()),
                system: town.place,
            }),
            why: None,
            said_by: Some(town.dev),
            at: MONDAY,
        };
        let database = &town.sharing.store.database;
        ::store::write!(database, |work| lineage::say(work, &because).await).expect("laid");
        let one = format!("{:?}", sees(&town, town.asha, bare).await);
        let other = format!("{:?}", sees(&town, town.asha, told).await);
        assert_eq!(one, other);
        assert!(!other.contains(&format!("{:?}", town.dev)));
    })
    .await;
}

#[tokio::test]
async fn whom_bryn_asks_to_come_is_told_at_home_and_who_is_in_the_talk_reads_no_more_by_it() {
    both(async |town| {
        let thing = pattern();
        let inquiry = asked(&town, thing).await;
        let bryn = town.reader(town.bryn).await;
        let both = guests(&[town.asha, town.carys]);
        let said = (TalkId::random(), &words("Could you come on Tuesday?"));
        for _ in 0..2 {
            let asks = ask_to_come(&town.sharing, &bryn, inquiry, &both, Some(said), MONDAY).await;
            assert!(matches!(asks, Ok(()) | Err(Fault::Already)), "{asks:?}");
        }
        let seen = sees(&town, town.asha, thing).await;
        let [question] = &seen.questions[..] else { panic!("one question") };
        let mut wanted = [town.asha, town.carys];
        wanted.sort_unstable();
        assert!(question.asked == wanted && question.may_ask);
        // Carys holds the money: she is asked into this talk. Asha was in it all along.
        let guests: Vec<_> = question.inquiry.guests.iter().map(|guest| guest.person).collect();
        assert_eq!(guests, [town.carys]);
        let path = format!("waits-convened /inquiries/{inquiry}#come");
        assert_eq!(waits(&town, town.asha, MONDAY.plus_days(1)).await, std::slice::from_ref(&path));
        assert_eq!(waits(&town, town.carys, MONDAY.plus_days(1)).await, [path]);
        assert!(waits(&town, town.bryn, MONDAY.plus_days(1)).await.is_empty());
        assert!(waits(&town, town.asha, MONDAY.plus_days(22)).await.is_empty(), "nobody nags");
        let (asha, comes) = (town.reader(town.asha).await, words("I come."));
        let at = MONDAY.plus_days(2);
        let speaks = say(&town.sharing, &asha, TalkId::random(), inquiry, (Turn::Talk, &comes), at);
        speaks.await.expect("said");
        assert!(waits(&town, town.asha, MONDAY.plus_days(3)).await.is_empty());
        // The question says who was asked to come, and when, to those in its talk.
        let page = format!("/inquiries/{inquiry}");
        let (_, seen) = town.page(town.bryn, &page).await;
        assert!(seen.contains("<b>Asha</b> asked by Bryn, 2 March 2026"));
        assert!(seen.contains("<b>Carys</b> asked by Bryn, 2 March 2026"));
        // Should Asha hold the money later, having been asked to come lets her in to nothing.
        town.give(town.asha, town.team, StandingKind::Money).await;
        let (asha, mut look) = (town.reader(town.asha).await, town.look().await);
        let found = find(&town.sharing, &mut look, &asha, inquiry).await.expect("the question");
        assert!(
            talk(&town.sharing, &mut look, &asha, &found, None).await.expect("asked").is_none()
        );
        drop(look);
        let (_, outside) = town.page(town.asha, &page).await;
        assert!(!outside.contains(">Asked to come and talk<"), "it is no more hers to know");
        let seen = sees(&town, town.asha, thing).await;
        assert!(seen.questions[0].asked.is_empty(), "nor is it where people are brought together");
        let seen = sees(&town, town.bryn, thing).await;
        assert_eq!(seen.questions[0].asked, wanted);
    })
    .await;
}

#[tokio::test]
async fn questions_of_a_group_that_bryn_is_not_part_of_take_no_room_from_his_own() {
    both(async |town| {
        let thing = pattern();
        let own = asked(&town, thing).await;
        for _ in 0..25 {
            asked_in(&town, town.other_team, thing).await;
        }
        let seen = sees(&town, town.bryn, thing).await;
        let seen: Vec<_> = seen.questions.iter().map(|question| question.inquiry.id).collect();
        assert_eq!(seen, [own]);
        assert_eq!(sees(&town, town.asha, thing).await.questions.len(), 20, "it has a bound");
    })
    .await;
}

#[tokio::test]
async fn only_who_is_in_the_talk_asks_and_only_who_plays_a_part_is_asked() {
    both(async |town| {
        let inquiry = asked(&town, pattern()).await;
        let people = guests(&[town.asha]);
        for (who, refused) in [(town.carys, "not-allowed-convene-outside"), (town.dev, "")] {
            let reader = town.reader(who).await;
            let asks = ask_to_come(&town.sharing, &reader, inquiry, &people, None, MONDAY).await;
            match asks {
                Err(Fault::NotAllowed(why)) => assert_eq!(why, refused),
                Err(Fault::NotFound) => assert_eq!(refused, "", "unseen and absent look the same"),
                other => panic!("{other:?}"),
            }
        }
        let bryn = town.reader(town.bryn).await;
        for people in [vec![], vec![town.dev], vec![town.asha, town.dev]] {
            let people = guests(&people);
            let asks = ask_to_come(&town.sharing, &bryn, inquiry, &people, None, MONDAY).await;
            assert!(matches!(asks, Err(Fault::Unfit("unfit-convene-nobody"))));
        }
        let many = guests(&[town.asha; 31]);
        let many = ask_to_come(&town.sharing, &bryn, inquiry, &many, None, MONDAY).await;
        assert!(matches!(many, Err(Fault::Bound("bound-convene"))));
        let (id, over) = (TalkId::random(), words("It is mended."));
        say(&town.sharing, &bryn, id, inquiry, (Turn::Closed, &over), MONDAY).await.expect("over");
        let late = ask_to_come(&town.sharing, &bryn, inquiry, &people, None, MONDAY).await;
        assert!(matches!(late, Err(Fault::Unfit("unfit-convene-closed"))));
        assert!(waits(&town, town.asha, MONDAY).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_question_can_come_of_several_things_that_were_laid_side_by_side() {
    both(async |town| {
        let (wall, bus) = (town.question("Whose wall?").await, town.question("Which bus?").await);
        let also = format!("inquiry:{wall},inquiry:{bus}");
        let path = format!("/systems/{}/inquiries/new", town.team);
        let (status, form) = town.page(town.bryn, &format!("{path}?also={also}")).await;
        assert!(status.is_success() && form.contains("Whose wall?") && form.contains("Which bus?"));
        // What Dev may not see, and what is not there, is named to nobody.
        let absent = format!("inquiry:{}", InquiryId::random());
        let (_, bare) = town.page(town.bryn, &format!("{path}?also={absent}")).await;
        assert!(!bare.contains("name=\"also\""));
        let fields = [("question", "What do they share?"), ("also", also.as_str())];
        let (status, to, _) = town.send(town.bryn, &path, &fields).await;
        assert!(status.is_redirection());
        let new = InquiryId::parse(to.trim_start_matches("/inquiries/")).expect("a question");
        let links = lineage::causes(&mut town.look().await, Thing::new(Kind::Inquiry, new)).await;
        let mut of: Vec<Uuid> = links.expect("links").iter().filter_map(cause).collect();
        of.sort_unstable();
        let mut wanted = [wall.0, bus.0];
        wanted.sort_unstable();
        assert_eq!(of, wanted);
        let fields = [("question", "What do they share?"), ("also", absent.as_str())];
        let (status, ..) = town.send(town.bryn, &path, &fields).await;
        assert_eq!(status.as_u16(), 422);
    })
    .await;
}

fn cause(link: &Because) -> Option<Uuid> {
    match link.cause {
        Cause::Of(of) => Some(of.thing.id),
        Cause::Hunch | Cause::JustHappened => None,
    }
}
