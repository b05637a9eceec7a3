//! What is read first, of what was added later, of what nobody signed, and of somebody under 18;
//! and what goes with the telling. On both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, both, words};
use ground::Fault;
use reading_first::{hears, reads, second, tells, to_town, told, waits};
use sharing::{Action, Audience, Matter, Noun as _, Reader, StandingKind};
use stories::TellingNoun;
use stories::patterns::{self, Named, PatternId};
use stories::second_readings::{About, Answer, Asks, State, Whom, answer, ask_again};
use stories::tellings::tell::{self, Where};
use stories::tellings::{ChapterId, Teller, TellingId, Told, Voice, hear, slip_of};

#[tokio::test]
async fn new_words_wait_for_those_further_away_and_the_rest_is_heard() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let to = vec![Audience::System(town.place), Audience::Person(town.carys)];
        let id = tells(&town, town.asha, &told("It rains in.", to), &Asks::default()).await;
        reads(&town, ruth, true).await;
        let (asha, chapter) = (town.reader(town.asha).await, ChapterId::random());
        let more = words("Ken of Row 14 hit me.");
        tell::tell_more(&town.sharing, &asha, id, chapter, &more, MONDAY).await.expect("more");
        let chapters = async |who| {
            let reader = town.reader(who).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            let heard = hear::one(&town.sharing, &mut look, &reader, id).await.expect("heard");
            heard.chapters.len()
        };
        // Nor does search show a line of them, to anybody, before they were read.
        let lines = async |who| {
            let (noun, reader) = (TellingNoun(town.sharing.clone()), town.reader(who).await);
            let mut look = town.sharing.store.database.look().await.expect("look");
            let found = noun.found(&mut look, &reader, &[id.0]).await.expect("found");
            found.iter().flat_map(|one| &one.says).count()
        };
        assert_eq!(
            [lines(town.bryn).await, lines(town.carys).await, lines(town.dev).await],
            [1, 1, 0]
        );
        assert_eq!(chapters(town.bryn).await, 0, "new words wait");
        assert_eq!(chapters(town.carys).await, 1, "whom she named hears them at once");
        assert_eq!(chapters(ruth).await, 1, "and whoever was asked");
        reads(&town, ruth, true).await;
        assert_eq!((chapters(town.bryn).await, lines(town.bryn).await), (1, 2));
        // What stays where it is shows no line either.
        let (chapter, more) = (ChapterId::random(), words("His name is Ken."));
        tell::tell_more(&town.sharing, &asha, id, chapter, &more, MONDAY).await.expect("more");
        reads(&town, ruth, false).await;
        assert_eq!((chapters(town.bryn).await, lines(town.bryn).await), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_what_has_changed_meanwhile_is_asked_again() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, town.asha, &told("Wet.", to_town(&town)), &Asks::default()).await;
        let reading = waits(&town, ruth).await[0];
        let (asha, chapter) = (town.reader(town.asha).await, ChapterId::random());
        let more = words("And his name is Ken.");
        tell::tell_more(&town.sharing, &asha, id, chapter, &more, MONDAY).await.expect("more");
        assert_eq!(waits(&town, ruth).await, [reading], "the same reading, of more words");
        let ruths = town.reader(ruth).await;
        let old = answer(&town.sharing, &ruths, (reading, 1), &Answer::Fine, MONDAY).await;
        assert!(matches!(old, Err(Fault::Stale)));
        assert!(!hears(&town, town.bryn, id).await);
        answer(&town.sharing, &ruths, (reading, 2), &Answer::Fine, MONDAY).await.expect("said");
        assert!(hears(&town, town.bryn, id).await);
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_not_laid_beside_others_not_even_by_whoever_reads_it_first() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, town.asha, &told("Wet.", to_town(&town)), &Asks::default()).await;
        let named = || Named {
            name: cast::line("Damp"),
            goes_well: false,
            observation: None,
            reading: None,
            ideas: None,
            tellings: vec![id],
        };
        let reader = town.reader(ruth).await;
        let home = (town.place, town.place);
        let lay = async || {
            let pattern = PatternId::random();
            patterns::name(&town.sharing, &reader, home, pattern, &named(), MONDAY).await
        };
        assert!(matches!(lay().await, Err(Fault::Unfit("unfit-not-laid-beside"))));
        reads(&town, ruth, true).await;
        lay().await.expect("laid");
    })
    .await;
}

#[tokio::test]
async fn somebody_under_eighteen_is_named_and_quoted_only_after_a_second_adult_looked() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let tegan = town.newcomer("Tegan", true).await;
        let idris = town.newcomer("Idris", false).await;
        let to = vec![Audience::System(town.place), Audience::Person(idris)];
        let mut by_name = told("Put my name on it.", to);
        by_name.wishes.named = true;
        by_name.wishes.quoted = true;
        let id = tells(&town, tegan, &by_name, &Asks::default()).await;
        let asks = Asks { whom: Whom::Person(idris), ..Asks::default() };
        let (tegans, reader) = (town.reader(tegan).await, town.reader(idris).await);
        places::ages::say_under_18(&town.sharing, &reader, MONDAY).await.expect("said");
        let child = ask_again(&town.sharing, &tegans, id, &asks, MONDAY).await;
        assert!(matches!(child, Err(Fault::Unfit("unfit-second-reader"))), "an adult has to look");
        let voice = async || {
            let reader = town.reader(idris).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            hear::one(&town.sharing, &mut look, &reader, id).await.expect("heard").voice
        };
        assert!(matches!(voice().await, Voice::Somebody));
        let both = second(&town, &tegans, id).await.waits_for;
        assert_eq!(both, [About::Wider, About::Under18]);
        assert_eq!(reads(&town, ruth, true).await, 2);
        assert!(matches!(voice().await, Voice::Named(name) if name.to_string() == "Tegan"));
        // New words are looked at anew before a name stands beside them.
        let (chapter, more) = (ChapterId::random(), words("And where I live."));
        tell::tell_more(&town.sharing, &tegans, id, chapter, &more, MONDAY).await.expect("more");
        assert!(matches!(voice().await, Voice::Somebody));
    })
    .await;
}

#[tokio::test]
async fn no_child_is_quoted_by_anybody_before_a_second_adult_looked() {
    both(async |town| {
        let tegan = town.newcomer("Tegan", true).await;
        let mut quoted = told("You may quote me.", vec![Audience::Person(town.bryn)]);
        quoted.wishes.quoted = true;
        let id = tells(&town, tegan, &quoted, &Asks::default()).await;
        assert!(hears(&town, town.bryn, id).await, "named people hear it at once");
        let policies = sharing::Policies::ours().expect("our policies parse");
        let matter = |checked: bool| {
            Matter::Telling(sharing::TellingMatter {
                teller: Some(tegan),
                people: vec![town.bryn],
                waits_for_second_adult: !checked,
                may_be_quoted: true,
                ..sharing::TellingMatter::of(id.0, town.place)
            })
        };
        let bryn = town.reader(town.bryn).await;
        assert!(!policies.may(&bryn, Action::Quote, &matter(false)).expect("decided"));
        assert!(policies.may(&bryn, Action::Quote, &matter(true)).expect("decided"));
    })
    .await;
}

#[tokio::test]
async fn of_what_nobody_signed_only_weeks_are_kept() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let slip = store::Token::random().expect("a slip").hash();
        let (id, place) = (TellingId::random(), Where { system: town.place, place: town.place });
        let told = told("No name, please.", to_town(&town));
        tell::tell(&town.sharing, Teller::Slip(slip), place, id, &told, MONDAY)
            .await
            .expect("told");
        assert!(!hears(&town, town.bryn, id).await);
        assert_eq!(reads(&town, ruth, true).await, 1);
        assert!(hears(&town, town.bryn, id).await);
        let stands = second(&town, &Reader::slip(slip_of(&slip)), id).await;
        let week = MONDAY.week().begins();
        assert_eq!(stands.readings[0].asked, week);
        assert!(matches!(stands.readings[0].state, State::Fine(at) if at == week));
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_and_answered_goes_when_the_telling_is_erased() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, town.bryn, &told("Row 14.", to_town(&town)), &Asks::default()).await;
        reads(&town, ruth, false).await;
        let count = async || {
            let mut look = town.sharing.store.database.look().await.expect("look");
            let sql = store::sql!("SELECT COUNT(*) AS n FROM second_readings");
            look.one(sql, store::bind()).await.expect("counted").number("n").expect("a number")
        };
        assert_eq!(count().await, 1);
        let bryn = town.reader(town.bryn).await;
        tell::erase(&town.sharing, &bryn, id, MONDAY).await.expect("erased");
        assert_eq!(count().await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_left_the_place_reads_nothing_first_any_more() {
    both(async |town| {
        let eve = town.newcomer("Eve", false).await;
        let duty = town.give(eve, town.place, StandingKind::KeepsSafe).await;
        let id = tells(&town, town.asha, &told("Wet.", to_town(&town)), &Asks::default()).await;
        assert_eq!(waits(&town, eve).await.len(), 1);
        town.end(town.place, duty).await;
        assert!(waits(&town, eve).await.is_empty() && !hears(&town, eve, id).await);
        let ruth = town.on_duty("Ruth").await;
        assert_eq!(waits(&town, ruth).await.len(), 1, "it goes with the duty");
    })
    .await;
}

#[tokio::test]
async fn where_only_a_child_is_on_duty_nobody_is_offered_and_what_was_asked_goes_on_waiting() {
    both(async |town| {
        let (ruth, tegan) =
            (town.newcomer("Ruth", false).await, town.newcomer("Tegan", true).await);
        let duty = town.give(ruth, town.place, StandingKind::KeepsSafe).await;
        let mut by_name = told("Put my name on it.", vec![Audience::Person(town.bryn)]);
        by_name.wishes.named = true;
        let id = tells(&town, tegan, &by_name, &Asks::default()).await;
        let reading = waits(&town, ruth).await[0];
        let idris = town.newcomer("Idris", true).await;
        town.give(idris, town.place, StandingKind::KeepsSafe).await;
        town.end(town.place, duty).await;
        let tegans = town.reader(tegan).await;
        let stands = second(&town, &tegans, id).await;
        assert!(!stands.on_duty, "no child looks for a child");
        let again = ask_again(&town.sharing, &tegans, id, &Asks::default(), MONDAY).await;
        assert!(matches!(again, Err(Fault::Unfit("unfit-second-reader"))));
        assert_eq!(second(&town, &tegans, id).await.readings[0].id, reading, "it waits still");
    })
    .await;
}

#[tokio::test]
async fn a_child_on_duty_neither_hears_nor_answers_what_is_asked_of_an_adult() {
    both(async |town| {
        let (ruth, tegan) = (town.on_duty("Ruth").await, town.newcomer("Tegan", true).await);
        let idris = town.newcomer("Idris", true).await;
        town.give(idris, town.place, StandingKind::KeepsSafe).await;
        let mut by_name = told("Put my name on it.", vec![Audience::Person(town.bryn)]);
        by_name.wishes.named = true;
        let id = tells(&town, tegan, &by_name, &Asks::default()).await;
        let reading = waits(&town, ruth).await[0];
        assert!(waits(&town, idris).await.is_empty() && !hears(&town, idris, id).await);
        let child = town.reader(idris).await;
        let said = answer(&town.sharing, &child, (reading, 1), &Answer::Fine, MONDAY).await;
        assert!(matches!(said, Err(Fault::NotFound)));
        let stands = second(&town, &town.reader(tegan).await, id).await;
        assert_eq!(stands.waits_for, [About::Under18]);
        // What goes further may be read first by anybody on duty.
        let wide = tells(&town, town.asha, &told("Wet.", to_town(&town)), &Asks::default()).await;
        assert_eq!(waits(&town, idris).await.len(), 1);
        assert!(hears(&town, idris, wide).await);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_for_ruth_does_not_hide_what_is() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        town.on_duty("Rhys").await;
        for _ in 0..51 {
            tells(&town, ruth, &told("My own.", to_town(&town)), &Asks::default()).await;
        }
        let later = MONDAY.plus_days(1);
        let id = TellingId::random();
        let place = Where { system: town.place, place: town.place };
        let theirs = told("Theirs.", to_town(&town));
        tell::tell(&town.sharing, Teller::Person(town.asha), place, id, &theirs, later)
            .await
            .expect("told");
        assert_eq!(waits(&town, ruth).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_whom_bryn_brought_in_reads_his_first() {
    both(async |town| {
        let nobody = town.newcomer("Nobody", false).await;
        let given = sharing::reader::Given {
            id: sharing::StandingId::random(),
            system: town.team,
            place: town.place,
            person: nobody,
            kind: StandingKind::Part,
            by: Some(town.bryn),
            began: MONDAY,
        };
        let rows = &town.sharing.store.database;
        store::write!(rows, |work| sharing::reader::give(work, given).await).expect("given");
        let to = |who| vec![Audience::System(town.place), Audience::Person(who)];
        let named = |who| Asks { whom: Whom::Person(who), ..Asks::default() };
        let place = Where { system: town.place, place: town.place };
        let id = TellingId::random();
        let said = Told { asks: named(nobody), ..told("Wet.", to(nobody)) };
        let bryn = Teller::Person(town.bryn);
        let no = tell::tell(&town.sharing, bryn, place, id, &said, MONDAY).await;
        assert!(matches!(no, Err(Fault::Unfit("unfit-second-reader"))));
        // Others may ask them.
        let hers = tells(&town, town.asha, &told("Wet.", to(nobody)), &named(nobody)).await;
        assert_eq!(waits(&town, nobody).await.len(), 1);
        assert!(hears(&town, nobody, hers).await);
    })
    .await;
}
