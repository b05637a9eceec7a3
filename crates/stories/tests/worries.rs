//! Worries, as people would notice them, on both databases: they are raised with a place, and
//! whoever is on duty there now hears and answers them.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, words};
use doors::Origin;
use ground::id::PersonId;
use ground::{Fault, Moment};
use sharing::{Audience, StandingKind, trail};
use stories::second_readings::{Asks, Whom};
use stories::slips::MOST_FROM_ONE;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Manner, Teller, TellingId, Told, Wishes, hear};
use stories::worries::{
    self, InThisId, MOST_IN_A_DAY, PAGE, Raised, Worry, WorryId, WorryKind, answer, raise,
    raise_unsigned, say_in_this,
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

fn raised(town: &Town, kind: WorryKind, telling: Option<TellingId>) -> Raised<'static> {
    let id = WorryId::random();
    Raised { id, place: town.place, kind, telling, words: None, at: MONDAY }
}

async fn carys_worries(town: &Town, kind: WorryKind, telling: Option<TellingId>) -> WorryId {
    let raised = raised(town, kind, telling);
    let carys = town.reader(town.carys).await;
    raise(&town.sharing, &carys, raised).await.expect("raised");
    raised.id
}

async fn told_to(town: &Town, who: PersonId) -> Vec<Worry> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let raised = worries::raised_with(&town.sharing, &mut look, &reader, None).await;
    raised.expect("worries").all().cloned().collect()
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

async fn answers(town: &Town, who: PersonId, worry: WorryId) -> Result<(), Fault> {
    let reader = town.reader(who).await;
    answer(&town.sharing, &reader, worry, &words("I rang her."), MONDAY).await
}

#[tokio::test]
async fn duty_changes_hands_and_the_worry_does_not_vanish_and_the_one_before_reads_it_no_more() {
    both(async |town| {
        let (ruth, eve) = (town.newcomer("Ruth", false).await, town.newcomer("Eve", false).await);
        let duty = town.give(ruth, town.place, StandingKind::KeepsSafe).await;
        let id = among_the_team(&town).await;
        let worry = carys_worries(&town, WorryKind::Safety, Some(id)).await;
        let (carys, in_this) = (town.reader(town.carys).await, InThisId::random());
        let said = say_in_this(&town.sharing, &carys, id, in_this, None, MONDAY).await;
        said.expect("said");
        assert!(hears(&town, ruth, id).await && !hears(&town, eve, id).await);
        town.end(town.place, duty).await;
        town.give(eve, town.place, StandingKind::KeepsSafe).await;
        assert_eq!(told_to(&town, eve).await.len(), 2);
        assert!(hears(&town, eve, id).await);
        assert!(told_to(&town, ruth).await.is_empty() && !hears(&town, ruth, id).await);
        for which in [worry, WorryId(in_this.0)] {
            assert!(matches!(answers(&town, ruth, which).await, Err(Fault::NotFound)));
        }
        assert!(!hears(&town, town.carys, id).await, "it stands still");
        answers(&town, eve, WorryId(in_this.0)).await.expect("answered");
        assert!(hears(&town, town.carys, id).await, "and travels again");
        // Whoever looked is written down, whoever was on duty when.
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let looked = trail::who_looked(&mut look, town.bryn, None).await.expect("looked");
        assert!([ruth, eve].iter().all(|who| looked.iter().any(|one| one.reader == *who)));
    })
    .await;
}

#[tokio::test]
async fn nobody_raises_anything_about_what_they_do_not_hear_or_in_another_town() {
    both(async |town| {
        let (ruth, eve) = (town.on_duty("Ruth").await, town.newcomer("Eve", false).await);
        town.give(eve, town.elsewhere, StandingKind::KeepsSafe).await;
        let (id, sharing) = (among_the_team(&town).await, &town.sharing);
        for who in [town.asha, town.dev] {
            let (who, in_this) = (town.reader(who).await, InThisId::random());
            let worry = raise(sharing, &who, raised(&town, WorryKind::Safety, Some(id))).await;
            assert!(matches!(worry, Err(Fault::NotFound)));
            let said = say_in_this(sharing, &who, id, in_this, None, MONDAY).await;
            assert!(matches!(said, Err(Fault::NotFound)));
        }
        let carys = town.reader(town.carys).await;
        let here = raised(&town, WorryKind::Safety, Some(id));
        let there = raise(sharing, &carys, Raised { place: town.elsewhere, ..here }).await;
        assert!(matches!(there, Err(Fault::NotFound)), "it was told here");
        assert!(!hears(&town, ruth, id).await && !hears(&town, eve, id).await);
        assert!(told_to(&town, ruth).await.is_empty() && told_to(&town, eve).await.is_empty());
        assert!(hears(&town, town.carys, id).await, "and it travels as it did");
    })
    .await;
}

#[tokio::test]
async fn a_worry_lets_whoever_is_on_duty_hear_what_still_waits_and_nobody_besides() {
    both(async |town| {
        let (ruth, carys) = (town.on_duty("Ruth").await, Audience::Person(town.carys));
        let (sharing, bryn) = (&town.sharing, Teller::Person(town.bryn));
        let home = Where { system: town.place, place: town.place };
        let asks = Asks { whom: Whom::Person(town.carys), ..Asks::default() };
        // One waits to be read back, and the other for Carys to read it first.
        for (manner, wider) in [(Manner::Absent, town.team), (Manner::Self_, town.place)] {
            let heard_by = vec![carys, Audience::System(wider)];
            let wishes = Wishes { heard_by, ..Wishes::default() };
            let words = words("Her lamp burns all night.");
            let told = Told { manner, wishes, asks: asks.clone(), ..Told::words(words) };
            let id = TellingId::random();
            tell::tell(sharing, bryn, home, id, &told, MONDAY).await.expect("told");
            assert!(hears(&town, town.carys, id).await && !hears(&town, ruth, id).await);
            carys_worries(&town, WorryKind::Safety, Some(id)).await;
            assert!(hears(&town, ruth, id).await, "{manner:?}");
            for out in [town.asha, town.dev] {
                assert!(!hears(&town, out, id).await, "{manner:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_went_wrong_with_a_story_lets_nobody_hear_it_and_the_trail_does_not_say_who_spoke() {
    both(async |town| {
        let (ruth, finn) = (town.on_duty("Ruth").await, town.newcomer("Finn", false).await);
        town.give(finn, town.place, StandingKind::HearsWrongs).await;
        let id = among_the_team(&town).await;
        carys_worries(&town, WorryKind::WentWrong, Some(id)).await;
        assert!(!hears(&town, ruth, id).await && !hears(&town, finn, id).await);
        // Whoever is on duty for both hears each once, and first what nobody has answered.
        town.give(ruth, town.place, StandingKind::HearsWrongs).await;
        let worry = carys_worries(&town, WorryKind::Safety, Some(id)).await;
        let ids = |all: Vec<Worry>| all.into_iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids(told_to(&town, ruth).await).len(), 2);
        answers(&town, ruth, worry).await.expect("answered");
        let late = Raised { at: MONDAY.plus_days(-1), ..raised(&town, WorryKind::Safety, None) };
        raise(&town.sharing, &town.reader(town.bryn).await, late).await.expect("raised");
        let seen = ids(told_to(&town, ruth).await);
        assert_eq!((seen.len(), seen[0], seen[2]), (3, late.id, worry), "the oldest first");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let row = look
            .one(
                store::sql!(
                    "SELECT COUNT(*) AS many, COUNT(actor_id) AS names, COUNT(thing_id) AS ids, \
                     MAX(at) AS latest FROM trail WHERE verb = 'worried'"
                ),
                store::bind(),
            )
            .await
            .expect("a row");
        let number = |column| row.number(column).expect("a number");
        assert_eq!([number("many"), number("names"), number("ids")], [3, 0, 0]);
        assert_eq!(number("latest"), MONDAY.week().begins().0, "the week, and no time");
    })
    .await;
}

#[tokio::test]
async fn whoever_told_it_does_not_say_that_somebody_in_it_is_done_with() {
    both(async |town| {
        let eve = town.on_duty("Eve").await;
        town.give(town.bryn, town.place, StandingKind::KeepsSafe).await;
        let id = among_the_team(&town).await;
        let (carys, in_this) = (town.reader(town.carys).await, InThisId::random());
        let said = say_in_this(&town.sharing, &carys, id, in_this, None, MONDAY).await;
        said.expect("said");
        let own = answers(&town, town.bryn, WorryId(in_this.0)).await;
        assert!(matches!(own, Err(Fault::NotAllowed("not-allowed-own-in-this"))));
        assert!(!hears(&town, town.carys, id).await, "it still stands still");
        answers(&town, eve, WorryId(in_this.0)).await.expect("answered");
        assert!(hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn all_who_are_on_duty_hear_a_worry_and_the_first_answer_stands() {
    both(async |town| {
        let (ruth, eve) = (town.on_duty("Ruth").await, town.on_duty("Eve").await);
        let worry = carys_worries(&town, WorryKind::Safety, None).await;
        answers(&town, eve, worry).await.expect("answered");
        assert!(matches!(answers(&town, eve, worry).await, Err(Fault::Already)), "sent twice");
        let late = answers(&town, ruth, worry).await;
        assert!(matches!(late, Err(Fault::Unfit("unfit-worry-answered"))));
        assert!(told_to(&town, ruth).await.is_empty(), "what was answered stays with Eve");
        let seen = told_to(&town, eve).await;
        assert_eq!((seen.len(), seen[0].answered_by), (1, Some(eve)));
        // What was done is on the trail with the same write, and what it was about is not.
        let mut look = town.sharing.store.database.look().await.expect("look");
        let row = look
            .one(
                store::sql!(
                    "SELECT COUNT(*) AS many FROM trail WHERE verb = 'answered' \
                     AND actor_id = $1 AND thing_id = $2"
                ),
                store::bind().id(eve).id(town.place),
            )
            .await
            .expect("a row");
        assert_eq!(row.number("many").expect("a number"), 1);
    })
    .await;
}

#[tokio::test]
async fn two_who_are_in_a_telling_are_answered_one_by_one() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = among_the_team(&town).await;
        let (first, second) = (InThisId::random(), InThisId::random());
        let carys = town.reader(town.carys).await;
        say_in_this(&town.sharing, &carys, id, first, None, MONDAY).await.expect("said");
        let ruths = town.reader(ruth).await;
        say_in_this(&town.sharing, &ruths, id, second, None, MONDAY).await.expect("said");
        answers(&town, ruth, WorryId(first.0)).await.expect("answered");
        assert!(!hears(&town, town.carys, id).await, "somebody still waits for an answer");
        answers(&town, ruth, WorryId(second.0)).await.expect("answered");
        assert!(hears(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn what_went_wrong_goes_to_whoever_hears_it_now_and_never_to_those_who_keep_people_safe() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let carys = town.reader(town.carys).await;
        let nobody = raise(&town.sharing, &carys, raised(&town, WorryKind::WentWrong, None)).await;
        assert!(matches!(nobody, Err(Fault::Unfit("unfit-nobody-hears"))));
        let (finn, eve) = (town.newcomer("Finn", false).await, town.newcomer("Eve", false).await);
        let duty = town.give(finn, town.place, StandingKind::HearsWrongs).await;
        let worry = carys_worries(&town, WorryKind::WentWrong, None).await;
        assert_eq!(told_to(&town, finn).await.len(), 1);
        town.end(town.place, duty).await;
        town.give(eve, town.place, StandingKind::HearsWrongs).await;
        for out in [finn, ruth, town.asha, town.carys, town.dev] {
            assert!(told_to(&town, out).await.is_empty());
            assert!(matches!(answers(&town, out, worry).await, Err(Fault::NotFound)));
        }
        assert_eq!(told_to(&town, eve).await.len(), 1);
        answers(&town, eve, worry).await.expect("answered");
    })
    .await;
}

#[tokio::test]
async fn without_an_account_thirty_are_taken_in_an_hour_and_only_the_week_is_kept() {
    both(async |town| {
        let finn = town.newcomer("Finn", false).await;
        town.give(finn, town.place, StandingKind::HearsWrongs).await;
        let home = Origin::of(std::net::IpAddr::from([192, 0, 2, 1]));
        let say = async |raised| raise_unsigned(&town.sharing, &home, raised).await;
        let wrong = || raised(&town, WorryKind::WentWrong, None);
        let first = wrong();
        say(first).await.expect("said");
        assert!(matches!(say(first).await, Err(Fault::Already)), "sent twice");
        for _ in 1..MOST_FROM_ONE {
            say(wrong()).await.expect("said");
        }
        let past = say(wrong()).await;
        assert!(matches!(past, Err(Fault::Bound("bound-raised-from-one"))));
        let elsewhere = Origin::of(std::net::IpAddr::from([192, 0, 2, 2]));
        raise_unsigned(&town.sharing, &elsewhere, wrong()).await.expect("from elsewhere");
        let week: Moment = MONDAY.week().begins();
        let seen = told_to(&town, finn).await;
        assert!(seen.iter().all(|one| one.said_by.is_none() && one.at == week));
    })
    .await;
}

#[tokio::test]
async fn what_asha_raised_stands_first_however_many_empty_ones_come_after_it() {
    both(async |town| {
        let (ruth, sharing) = (town.on_duty("Ruth").await, &town.sharing);
        let (asha, carys) = (town.reader(town.asha).await, town.reader(town.carys).await);
        let at = MONDAY.plus_days(2);
        let hers = Raised { at, ..raised(&town, WorryKind::Safety, None) };
        raise(sharing, &asha, hers).await.expect("raised");
        let over = carys_worries(&town, WorryKind::Safety, None).await;
        answers(&town, ruth, over).await.expect("answered");
        for turn in 0..PAGE + 2 {
            let at = at.plus_seconds(1).plus_days(i64::try_from(turn / 20).expect("few"));
            let empty = Raised { at, ..raised(&town, WorryKind::Safety, None) };
            raise(sharing, &carys, empty).await.expect("raised");
        }
        // Without a name only the week is known, and however many there are, none is before hers.
        for number in 0..PAGE + 2 {
            let home = if number % 2 == 0 { 1 } else { 2 };
            let home = Origin::of(std::net::IpAddr::from([192, 0, 2, home]));
            let unsigned = Raised { at, ..raised(&town, WorryKind::InThis, None) };
            raise_unsigned(sharing, &home, unsigned).await.expect("raised");
        }
        let reader = town.reader(ruth).await;
        let mut look = sharing.store.database.look().await.expect("look");
        let (mut all, mut after, mut pages) = (Vec::new(), None, Vec::new());
        loop {
            let page = worries::raised_with(sharing, &mut look, &reader, after).await;
            let page = page.expect("a page");
            pages.push(page.all().count());
            all.extend(page.all().map(|one| one.id));
            after = page.waiting.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!((all[0], all[all.len() - 1]), (hers.id, over), "what is over stands last");
        assert_eq!(pages, [PAGE, PAGE, 2 * (PAGE + 2) + 2 - 2 * PAGE], "nothing is left out");
        let different: std::collections::BTreeSet<WorryId> = all.iter().copied().collect();
        assert_eq!(different.len(), all.len(), "and nothing stands there twice");
        let waits = worries::waits(sharing, &mut look, &reader).await.expect("waits");
        assert_eq!(waits.iter().map(|one| one.since).collect::<Vec<_>>(), [at]);
    })
    .await;
}

#[tokio::test]
async fn carys_raises_only_so_much_in_a_day_and_asha_and_tomorrow_are_as_before() {
    both(async |town| {
        let (_, id) = (town.on_duty("Ruth").await, among_the_team(&town).await);
        let (sharing, carys) = (&town.sharing, town.reader(town.carys).await);
        let last = raised(&town, WorryKind::Safety, None);
        raise(sharing, &carys, last).await.expect("raised");
        for _ in 1..MOST_IN_A_DAY {
            carys_worries(&town, WorryKind::Safety, None).await;
        }
        assert!(matches!(raise(sharing, &carys, last).await, Err(Fault::Already)), "sent twice");
        let one = raised(&town, WorryKind::Safety, None);
        let past = raise(sharing, &carys, one).await;
        assert!(matches!(past, Err(Fault::Bound("bound-raised-in-a-day"))), "{past:?}");
        let said = say_in_this(sharing, &carys, id, InThisId::random(), None, MONDAY).await;
        assert!(matches!(said, Err(Fault::Bound("bound-raised-in-a-day"))), "{said:?}");
        assert!(hears(&town, town.carys, id).await, "nothing stands still by it");
        let asha = town.reader(town.asha).await;
        raise(sharing, &asha, raised(&town, WorryKind::Safety, None)).await.expect("Asha's");
        let tomorrow = Raised { at: MONDAY.plus_days(1), ..one };
        raise(sharing, &carys, tomorrow).await.expect("tomorrow");
    })
    .await;
}
