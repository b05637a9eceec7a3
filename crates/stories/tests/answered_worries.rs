//! What was answered stays with whoever answered it and whoever raised it; whoever is on duty later
//! reads it only when whoever raised it says that it goes on. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod pages;

use cast::{MONDAY, Town, both, words};
use ground::Fault;
use ground::id::PersonId;
use sharing::{Action, Audience, Matter, Reader, StandingKind};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wishes, hear};
use stories::worries::{
    self, InThisId, Raised, Worry, WorryId, WorryKind, answer, raise, say_in_this, say_it_goes_on,
};

/// Bryn tells his team something.
async fn among_the_team(town: &Town) -> TellingId {
    let (id, place) = (TellingId::random(), Where { system: town.place, place: town.place });
    let wishes = Wishes { heard_by: vec![Audience::System(town.team)], ..Wishes::default() };
    let told = Told { wishes, ..Told::words(words("She has not been out for a week.")) };
    let bryn = Teller::Person(town.bryn);
    tell::tell(&town.sharing, bryn, place, id, &told, MONDAY).await.expect("told");
    id
}

async fn carys_raises(town: &Town, kind: WorryKind, telling: Option<TellingId>) -> WorryId {
    let (id, said) = (WorryId::random(), words("I am not easy about this."));
    let raised = Raised { id, place: town.place, kind, telling, words: Some(&said), at: MONDAY };
    raise(&town.sharing, &town.reader(town.carys).await, raised).await.expect("raised");
    id
}

async fn answers(town: &Town, who: PersonId, worry: WorryId) -> Result<(), Fault> {
    let reader = town.reader(who).await;
    answer(&town.sharing, &reader, worry, &words("I rang her."), MONDAY).await
}

async fn goes_on(town: &Town, who: PersonId, worry: WorryId) -> Result<WorryId, Fault> {
    let (reader, id, said) = (town.reader(who).await, WorryId::random(), words("It goes on."));
    let later = MONDAY.plus_days(3);
    say_it_goes_on(&town.sharing, &reader, worry, id, Some(&said), later).await.map(|()| id)
}

async fn on_page(town: &Town, who: PersonId) -> Vec<Worry> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let raised = worries::raised_with(&town.sharing, &mut look, &reader, None).await;
    raised.expect("worries").all().cloned().collect()
}

async fn own(town: &Town, who: PersonId) -> Vec<Worry> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    worries::own(&town.sharing, &mut look, &reader).await.expect("worries").here
}

async fn hears(town: &Town, who: PersonId, id: TellingId) -> bool {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    match hear::one(&town.sharing, &mut look, &reader, id).await {
        Ok(_) => true,
        Err(Fault::NotFound) => false,
        Err(other) => panic!("{other}"),
    }
}

/// Eve takes the duty over from Ruth.
async fn handed_over(town: &Town, ruth: PersonId, kind: StandingKind) -> PersonId {
    let reader = town.reader(ruth).await;
    assert!(reader.stands(kind, town.place));
    let database = &town.sharing.store.database;
    let find = store::sql!("SELECT id FROM standings WHERE person_id = $1 AND kind = $2 LIMIT 1");
    let row = database.look().await.expect("look");
    let row = { row }.one(find, store::bind().id(ruth).word(kind.word())).await.expect("a row");
    town.end(town.place, row.id("id").expect("an id")).await;
    let eve = town.newcomer("Eve", false).await;
    town.give(eve, town.place, kind).await;
    eve
}

#[tokio::test]
async fn whoever_is_on_duty_later_reads_nothing_of_what_ruth_answered_nor_the_telling() {
    both(async |town| {
        let (ruth, other) = (town.on_duty("Ruth").await, town.on_duty("Finn").await);
        let id = among_the_team(&town).await;
        let worry = carys_raises(&town, WorryKind::Safety, Some(id)).await;
        assert!(hears(&town, ruth, id).await && hears(&town, other, id).await);
        answers(&town, ruth, worry).await.expect("answered");
        assert!(hears(&town, ruth, id).await, "Ruth goes on looking after it");
        assert!(!hears(&town, other, id).await && on_page(&town, other).await.is_empty());
        let eve = handed_over(&town, ruth, StandingKind::KeepsSafe).await;
        assert!(on_page(&town, eve).await.is_empty() && !hears(&town, eve, id).await);
        let late = answers(&town, eve, worry).await;
        assert!(matches!(late, Err(Fault::Unfit("unfit-worry-answered"))));
        let ruths = on_page(&town, ruth).await;
        assert_eq!((ruths.len(), ruths[0].answered_by), (1, Some(ruth)), "hers to look up");
        assert!(!hears(&town, ruth, id).await, "and the telling goes with the duty");
        for nobody in [town.asha, town.bryn, town.dev] {
            assert!(on_page(&town, nobody).await.is_empty() && own(&town, nobody).await.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn the_policies_by_themselves_give_what_was_answered_to_nobody_else() {
    both(async |town| {
        let (ruth, finn) = (town.on_duty("Ruth").await, town.newcomer("Finn", false).await);
        town.give(finn, town.place, StandingKind::HearsWrongs).await;
        let hears = async |who: PersonId, is_wrong, is_open| {
            let (place, raised_by) = (town.place, Some(town.carys));
            let answered_by = if is_open { vec![] } else { vec![town.bryn] };
            let matter = Matter::Worry { place, is_wrong, is_open, raised_by, answered_by };
            let reader = town.reader(who).await;
            let leave = town.sharing.leave_or_none(&reader, Action::HearWorry, &matter);
            leave.expect("asked").is_some()
        };
        for (is_wrong, on_duty, other) in [(false, ruth, finn), (true, finn, ruth)] {
            assert!(hears(on_duty, is_wrong, true).await && !hears(other, is_wrong, true).await);
            for who in [ruth, finn, town.asha, town.dev] {
                assert!(!hears(who, is_wrong, false).await, "Bryn has answered it");
            }
            assert!(hears(town.bryn, is_wrong, false).await);
            assert!(hears(town.carys, is_wrong, false).await, "she raised it");
        }
    })
    .await;
}

#[tokio::test]
async fn carys_reads_what_was_answered_and_says_that_it_is_not_over() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = among_the_team(&town).await;
        let worry = carys_raises(&town, WorryKind::Safety, Some(id)).await;
        assert!(matches!(goes_on(&town, town.carys, worry).await, Err(Fault::Already)), "it waits");
        answers(&town, ruth, worry).await.expect("answered");
        let hers = own(&town, town.carys).await;
        assert_eq!((hers.len(), hers[0].answered_by), (1, Some(ruth)));
        assert_eq!(hers[0].answer.as_ref().expect("answered").to_string(), "I rang her.");
        let eve = handed_over(&town, ruth, StandingKind::KeepsSafe).await;
        for other in [ruth, eve, town.bryn, town.asha, town.dev] {
            let no = goes_on(&town, other, worry).await;
            assert!(matches!(no, Err(Fault::NotFound)), "only whoever raised it");
        }
        let again = goes_on(&town, town.carys, worry).await.expect("said");
        assert!(matches!(goes_on(&town, town.carys, worry).await, Err(Fault::Already)), "once");
        let eves = on_page(&town, eve).await;
        assert_eq!((eves.len(), eves[0].id, eves[0].before.len()), (1, again, 1));
        assert_eq!(eves[0].before[0].answered_by, Some(ruth), "with what was said before");
        assert!(hears(&town, eve, id).await);
        let ruths = on_page(&town, ruth).await;
        assert_eq!((ruths.len(), ruths[0].id), (1, worry), "Ruth reads hers and nothing new");
        assert!(ruths[0].goes_on);
        answers(&town, eve, again).await.expect("answered");
        let eves = on_page(&town, eve).await;
        assert_eq!((eves.len(), eves[0].before.len()), (1, 1), "it stays with Eve, whole");
        let hers = own(&town, town.carys).await;
        assert_eq!((hers.len(), hers[0].before.len()), (1, 1));
        goes_on(&town, town.carys, again).await.expect("said again");
    })
    .await;
}

#[tokio::test]
async fn what_went_wrong_goes_on_with_whoever_hears_it_then_and_never_with_those_on_duty() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let finn = town.newcomer("Finn", false).await;
        town.give(finn, town.place, StandingKind::HearsWrongs).await;
        let wrong = carys_raises(&town, WorryKind::WentWrong, None).await;
        answers(&town, finn, wrong).await.expect("answered");
        let eve = handed_over(&town, finn, StandingKind::HearsWrongs).await;
        assert!(on_page(&town, eve).await.is_empty());
        let again = goes_on(&town, town.carys, wrong).await.expect("said");
        assert_eq!(on_page(&town, eve).await.len(), 1);
        assert!(on_page(&town, ruth).await.is_empty());
        assert!(matches!(answers(&town, ruth, again).await, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn what_carys_is_in_stands_still_again_when_she_says_that_it_is_not_over() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = among_the_team(&town).await;
        let (carys, in_this) = (town.reader(town.carys).await, InThisId::random());
        let said = say_in_this(&town.sharing, &carys, id, in_this, None, MONDAY).await;
        said.expect("said");
        answers(&town, ruth, WorryId(in_this.0)).await.expect("answered");
        assert!(hears(&town, town.carys, id).await);
        let again = goes_on(&town, town.carys, WorryId(in_this.0)).await.expect("said");
        assert!(!hears(&town, town.carys, id).await && hears(&town, ruth, id).await);
        answers(&town, ruth, again).await.expect("answered");
        assert!(hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn it_stands_still_for_carys_too_when_she_says_that_it_is_not_over_while_another_waits() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = among_the_team(&town).await;
        let (carys, ruths) = (town.reader(town.carys).await, town.reader(ruth).await);
        let (hers, others) = (InThisId::random(), InThisId::random());
        let said = say_in_this(&town.sharing, &carys, id, hers, None, MONDAY).await;
        said.expect("said");
        answers(&town, ruth, WorryId(hers.0)).await.expect("answered");
        carys_raises(&town, WorryKind::Safety, Some(id)).await;
        let said = say_in_this(&town.sharing, &ruths, id, others, None, MONDAY).await;
        said.expect("said");
        let again = goes_on(&town, town.carys, WorryId(hers.0)).await.expect("said");
        answers(&town, ruth, WorryId(others.0)).await.expect("answered");
        assert!(!hears(&town, town.carys, id).await, "nobody has looked at what Carys says");
        answers(&town, ruth, again).await.expect("answered");
        assert!(hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_to_hear_it_any_more_says_that_it_goes_on_and_stops_nothing() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = among_the_team(&town).await;
        let (carys, in_this) = (town.reader(town.carys).await, InThisId::random());
        let said = say_in_this(&town.sharing, &carys, id, in_this, None, MONDAY).await;
        said.expect("said");
        answers(&town, ruth, WorryId(in_this.0)).await.expect("answered");
        let bryn = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let his = hear::one(&town.sharing, &mut look, &bryn, id).await.expect("his own");
        drop(look);
        let heard_by = vec![Audience::Person(town.asha)];
        let narrowed = Wishes { heard_by, ..Wishes::default() };
        let form = (id, his.revision);
        tell::wish(&town.sharing, &bryn, form, &narrowed.into(), MONDAY).await.expect("wished");
        let again = goes_on(&town, town.carys, WorryId(in_this.0)).await.expect("said");
        assert!(hears(&town, town.asha, id).await, "Asha hears it as before");
        let page = on_page(&town, ruth).await;
        assert!(page.iter().any(|one| one.id == again), "and Ruth reads what Carys says");
    })
    .await;
}

#[tokio::test]
async fn whoever_stops_playing_a_part_reads_none_of_it_any_more() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let worry = carys_raises(&town, WorryKind::Safety, None).await;
        answers(&town, ruth, worry).await.expect("answered");
        let database = &town.sharing.store.database;
        for person in [ruth, town.carys] {
            store::write!(database, |work| {
                sharing::erasing::end_standings(work, person, MONDAY).await
            })
            .expect("over");
        }
        assert!(on_page(&town, ruth).await.is_empty() && own(&town, town.carys).await.is_empty());
        assert!(matches!(goes_on(&town, town.carys, worry).await, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn carys_is_told_at_home_that_there_is_an_answer_and_not_to_what() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let worry = carys_raises(&town, WorryKind::Safety, None).await;
        let lately = async |who: PersonId, now| {
            let reader = town.reader(who).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            worries::answered_lately(&town.sharing, &mut look, &reader, now).await.expect("news")
        };
        assert!(lately(town.carys, MONDAY).await.is_empty());
        answers(&town, ruth, worry).await.expect("answered");
        let news = lately(town.carys, MONDAY).await;
        assert_eq!((news.len(), news[0].sentence), (1, "waits-an-answer"));
        assert!(news[0].about.is_none() && news[0].path == "/worries");
        assert!(lately(ruth, MONDAY).await.is_empty());
        assert!(lately(town.carys, MONDAY.plus_days(15)).await.is_empty(), "and then no more");
    })
    .await;
}

#[tokio::test]
async fn what_stands_before_what_carys_said_again_is_not_listed_once_more_on_a_later_page() {
    both(async |town| {
        let (ruth, eve) = (town.on_duty("Ruth").await, town.on_duty("Eve").await);
        let [ruths, eves] = [town.reader(ruth).await, town.reader(eve).await];
        let carys = town.reader(town.carys).await;
        let (sharing, did) = (&town.sharing, words("I rang her."));
        let again = async |before, (who, day): (&Reader, i64)| {
            let (id, at) = (WorryId::random(), MONDAY.plus_days(day));
            say_it_goes_on(sharing, &carys, before, id, None, at).await.expect("said");
            answer(sharing, who, id, &did, at).await.expect("answered");
            id
        };
        // Ruth answered the first and the third, and Eve what was said between them.
        let first = carys_raises(&town, WorryKind::Safety, None).await;
        answers(&town, ruth, first).await.expect("answered");
        for number in 0..=worries::PAGE {
            let (id, place, kind) = (WorryId::random(), town.place, WorryKind::Safety);
            let at = MONDAY.plus_days(i64::try_from(number / 20).expect("a day") + 1);
            let raised = Raised { id, place, kind, telling: None, words: None, at };
            raise(sharing, &town.reader(town.asha).await, raised).await.expect("raised");
            answer(sharing, &ruths, id, &did, at).await.expect("answered");
        }
        let between = again(first, (&eves, 20)).await;
        let last = again(between, (&ruths, 30)).await;

        let mut look = sharing.store.database.look().await.expect("look");
        let page = worries::raised_with(sharing, &mut look, &ruths, None).await.expect("a page");
        let before = page.answered[0].before.iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!((page.answered[0].id, before), (last, vec![first, between]));
        let after = page.answered.next.expect("another page");
        let rest = worries::answered_before(sharing, &mut look, &ruths, after).await;
        let rest = rest.expect("a page").answered;
        assert!(!rest.is_empty() && rest.iter().all(|one| one.id != first), "it stands above");
        let hers = worries::raised_with(sharing, &mut look, &eves, None).await.expect("a page");
        assert_eq!(hers.all().map(|one| one.id).collect::<Vec<_>>(), [between]);
        assert!(hers.answered[0].goes_on);
    })
    .await;
}

#[tokio::test]
async fn what_went_on_more_often_than_a_page_shows_together_says_that_there_was_more_before() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let (ruths, carys) = (town.reader(ruth).await, town.reader(town.carys).await);
        let mut last = carys_raises(&town, WorryKind::Safety, None).await;
        answers(&town, ruth, last).await.expect("answered");
        let more = "what was said before:</p><p class=\"note\">There is more than stands here.";
        for round in 1..=101 {
            let (id, at) = (WorryId::random(), MONDAY.plus_days(1 + round / 20));
            say_it_goes_on(&town.sharing, &carys, last, id, None, at).await.expect("said");
            answer(&town.sharing, &ruths, id, &words("I rang."), at).await.expect("answered");
            last = id;
            if round >= 100 {
                assert_eq!(own(&town, town.carys).await[0].before.len(), 100);
                let page = pages::page(&town, &carys, "/worries").await.1;
                assert_eq!(page.contains(more), round > 100, "{page}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn all_that_ruth_answered_is_hers_to_read_page_after_page_and_by_nobody_elses_address() {
    both(async |town| {
        let [ruth, noor] = [town.on_duty("Ruth").await, town.on_duty("Noor").await];
        let [ruth, noor] = [town.reader(ruth).await, town.reader(noor).await];
        for number in 0..=worries::PAGE {
            let (id, said) = (WorryId::random(), words("He is still not warm."));
            let (place, at) =
                (town.place, MONDAY.plus_days(i64::try_from(number / 20).expect("a day")));
            let raised = Raised {
                id,
                place,
                kind: WorryKind::Safety,
                telling: None,
                words: Some(&said),
                at,
            };
            let asha = town.reader(town.asha).await;
            worries::raise(&town.sharing, &asha, raised).await.expect("raised");
            let answer = words(&format!("I rang, number {number}."));
            // All at one moment: what is of one moment is not passed over.
            worries::answer(&town.sharing, &ruth, id, &answer, MONDAY.plus_days(9))
                .await
                .expect("answered");
        }
        let answered = |page: &str| page.matches("I rang, number ").count();
        let page = async |reader, path: &str| {
            let (status, page) = pages::page(&town, reader, path).await;
            assert_eq!(status.as_u16(), 200, "{path}");
            page
        };
        let first = page(&ruth, "/worries").await;
        assert!(first.contains("There is more than stands here."), "{first}");
        let (_, link) = first.split_once("href=\"/worries?after=").expect("it leads on");
        let path = format!("/worries?after={}", link.split('"').next().expect("its end"));
        let rest = page(&ruth, &path).await;
        assert_eq!((answered(&first), answered(&rest)), (worries::PAGE, 1), "{rest}");
        assert!(!rest.contains("There is more than stands here."), "{rest}");
        assert!(rest.contains("Go to what has waited longest"), "{rest}");
        // Noor answered nothing, and Ruth's address shows her what waits, which is nothing.
        assert_eq!(answered(&page(&noor, &path).await), 0);
        let made_up = format!("/worries?after={}", ground::After::LATEST);
        assert_eq!(answered(&page(&ruth, &made_up).await), worries::PAGE);
    })
    .await;
}
