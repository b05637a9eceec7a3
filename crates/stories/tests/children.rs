//! Somebody under 18 is named nowhere and quoted by nobody before a second adult has looked,
//! whoever holds the pen and by whatever door, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod reading_first;

use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{PersonId, Uuid};
use places::ages;
use reading_first::{reads, second, waits};
use sharing::{Action, Audience, Matter, Reader, StandingKind, TellingMatter};
use stories::patterns::{self, Named, PatternId};
use stories::quotations::{self, QuotationId, Span, chosen};
use stories::second_readings::{Asks, ask_again};
use stories::tellings::tell::{self, Where};
use stories::tellings::{
    ChapterId, Manner, Teller, TellingId, Told, Voice, Wished, Wishes, age, hear, slip_of,
};

const TOLD: &str = "They moved my bed. Nobody asked me.";

fn all_wished(town: &Town) -> Wishes {
    let heard_by = vec![Audience::System(town.team)];
    Wishes { heard_by, named: true, quoted: true, laid_beside: true, ..Wishes::default() }
}

async fn tells(town: &Town, teller: Teller, told: &Told) -> TellingId {
    let (id, home) = (TellingId::random(), Where { system: town.team, place: town.place });
    tell::tell(&town.sharing, teller, home, id, told, MONDAY).await.expect("told");
    id
}

/// What Rosie says, who is nine, as Bryn writes it down.
fn rosies(town: &Town, under_18: bool) -> Told {
    let for_name = Some(line("Rosie, nine"));
    let (manner, wishes) = (Manner::Present, all_wished(town));
    Told { manner, for_name, under_18, wishes, ..Told::words(words(TOLD)) }
}

/// Whether this name is seen on its page, in lists, and beside what was searched for.
async fn named(town: &Town, who: PersonId, id: TellingId) -> bool {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let page = hear::one(&town.sharing, &mut look, &reader, id).await.expect("heard");
    let list = hear::list(&town.sharing, &mut look, &reader, town.team, None).await.expect("list");
    let some = hear::some(&town.sharing, &mut look, &reader, &[id]).await.expect("some");
    let all = [page].into_iter().chain(list.here).chain(some).filter(|one| one.id == id);
    let seen: Vec<bool> =
        all.map(|one| matches!(one.voice, Voice::Chosen(_) | Voice::Named(_))).collect();
    assert!(seen.len() == 3 && seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    seen[0]
}

/// Carys lays it in a pattern and quotes from it.
async fn carys_quotes(town: &Town, telling: TellingId) -> Result<(), Fault> {
    let (id, carys) = (PatternId::random(), town.reader(town.carys).await);
    let named = Named {
        name: line("Nobody asks"),
        goes_well: false,
        observation: None,
        reading: None,
        ideas: None,
        tellings: vec![telling],
    };
    let home = (town.team, town.place);
    patterns::name(&town.sharing, &carys, home, id, &named, MONDAY).await.expect("named");
    let (begins, ends) = chosen(TOLD, &[1]).expect("a sentence");
    let span = Span { telling, chapter: None, begins, ends };
    let quote = QuotationId::random();
    quotations::quote(&town.sharing, &carys, (id, None), quote, span, MONDAY).await
}

#[tokio::test]
async fn rosies_name_stands_nowhere_and_she_is_not_quoted_until_a_second_adult_said_so() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, Teller::Person(town.bryn), &rosies(&town, true)).await;
        assert!(!named(&town, town.carys, id).await);
        let no = carys_quotes(&town, id).await;
        assert!(matches!(no, Err(Fault::Unfit("unfit-not-quoted"))), "{no:?}");
        assert_eq!(reads(&town, ruth, true).await, 1, "and nobody else was asked");
        assert!(named(&town, town.carys, id).await);
        carys_quotes(&town, id).await.expect("quoted");
    })
    .await;
}

#[tokio::test]
async fn a_name_that_was_chosen_for_rosie_is_not_shown_where_showing_it_was_not_wished() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let told = rosies(&town, true);
        let wishes = Wishes { named: false, ..told.wishes.clone() };
        let told = Told { wishes, ..told };
        let id = tells(&town, Teller::Person(town.bryn), &told).await;
        reads(&town, ruth, true).await;
        assert!(!named(&town, town.carys, id).await, "quoting is fine, and no name goes with it");
        carys_quotes(&town, id).await.expect("quoted");
        // Nor is it shown any more where it was wished, found fine, and then wished no longer.
        let id = tells(&town, Teller::Person(town.bryn), &rosies(&town, true)).await;
        reads(&town, ruth, true).await;
        assert!(named(&town, town.carys, id).await);
        let (bryn, fewer) = (town.reader(town.bryn).await, all_wished(&town));
        let fewer: Wished = Wishes { named: false, ..fewer }.into();
        tell::wish(&town.sharing, &bryn, (id, 1), &fewer, MONDAY).await.expect("wished");
        assert!(!named(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn what_was_said_later_holds_at_once_and_its_writer_does_not_take_it_back() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let id = tells(&town, Teller::Person(town.bryn), &rosies(&town, false)).await;
        assert!(named(&town, town.carys, id).await);
        let (bryn, carys) = (town.reader(town.bryn).await, town.reader(town.carys).await);
        let not_hers = age::say_under_18(&town.sharing, &carys, id, MONDAY).await;
        assert!(matches!(not_hers, Err(Fault::NotFound)));
        age::say_under_18(&town.sharing, &bryn, id, MONDAY).await.expect("said");
        age::say_under_18(&town.sharing, &bryn, id, MONDAY).await.expect("said twice");
        assert!(!named(&town, town.carys, id).await && carys_quotes(&town, id).await.is_err());
        assert!(waits(&town, ruth).await.is_empty(), "Bryn still chooses whom to ask");
        assert!(second(&town, &bryn, id).await.can_ask);
        let wished: Wished = all_wished(&town).into();
        tell::wish(&town.sharing, &bryn, (id, 1), &wished, MONDAY).await.expect("wished");
        assert!(!named(&town, town.carys, id).await, "no wish lifts it");
        reads(&town, ruth, true).await;
        assert!(named(&town, town.carys, id).await);
    })
    .await;
}

#[tokio::test]
async fn who_tells_with_a_slip_can_say_that_they_are_under_18_and_so_can_its_holder_later() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        for under_18 in [true, false] {
            let slip = store::Token::random().expect("a slip").hash();
            let told = Told { manner: Manner::Self_, ..rosies(&town, under_18) };
            let id = tells(&town, Teller::Slip(slip), &told).await;
            if !under_18 {
                let holder = Reader::slip(slip_of(&slip));
                age::say_under_18(&town.sharing, &holder, id, MONDAY).await.expect("said");
            }
            assert!(!named(&town, town.carys, id).await);
            assert!(carys_quotes(&town, id).await.is_err());
            assert_eq!(reads(&town, ruth, true).await, 1);
            carys_quotes(&town, id).await.expect("quoted");
        }
    })
    .await;
}

#[tokio::test]
async fn ffion_holds_the_pen_for_her_father_and_he_is_no_child() {
    both(async |town| {
        let ffion = town.newcomer("Ffion", true).await;
        town.give(ffion, town.team, sharing::StandingKind::Part).await;
        let fathers = Told { for_name: Some(line("Gareth")), ..rosies(&town, false) };
        let id = tells(&town, Teller::Person(ffion), &fathers).await;
        assert!(named(&town, town.carys, id).await);
        let own = Told { manner: Manner::Self_, for_name: None, ..rosies(&town, false) };
        let id = tells(&town, Teller::Person(ffion), &own).await;
        assert!(!named(&town, town.carys, id).await, "her own row says it for her own words");
    })
    .await;
}

#[tokio::test]
async fn what_bryn_told_for_himself_is_a_childs_from_the_moment_he_says_so_until_asha_does_too() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let own = Told { manner: Manner::Self_, for_name: None, ..rosies(&town, false) };
        let bryns = tells(&town, Teller::Person(town.bryn), &own).await;
        let written = tells(&town, Teller::Person(town.bryn), &rosies(&town, false)).await;
        carys_quotes(&town, bryns).await.expect("quoted");
        let bryn = town.reader(town.bryn).await;
        ages::say_under_18(&town.sharing, &bryn, MONDAY).await.expect("said");
        assert!(
            !named(&town, town.carys, bryns).await && carys_quotes(&town, bryns).await.is_err()
        );
        assert!(named(&town, town.carys, written).await, "he wrote it down for somebody else");
        assert!(second(&town, &bryn, bryns).await.can_ask, "he chooses whom to ask");
        ask_again(&town.sharing, &bryn, bryns, &Asks::default(), MONDAY).await.expect("asked");
        assert_eq!(reads(&town, ruth, true).await, 1);
        assert!(named(&town, town.carys, bryns).await);
        let (more, chapter) = (words("And then they asked."), ChapterId::random());
        tell::tell_more(&town.sharing, &bryn, bryns, chapter, &more, MONDAY).await.expect("more");
        assert!(!named(&town, town.carys, bryns).await, "new words are looked at anew");
        // What he tells meanwhile stays a child's, whatever is said of him later.
        let meanwhile = tells(&town, Teller::Person(town.bryn), &own).await;
        ages::ask(&town.sharing, &bryn, town.place, MONDAY).await.expect("asked");
        assert!(!named(&town, town.carys, bryns).await, "asking lifts nothing");
        let by = (town.place, town.asha, MONDAY);
        let lifted = sharing::people::lift_under_18;
        store::write!(town.sharing.store.database, |work| lifted(work, town.bryn, by).await)
            .expect("said");
        assert!(named(&town, town.carys, bryns).await);
        assert!(!named(&town, town.carys, meanwhile).await);
    })
    .await;
}

#[tokio::test]
async fn whether_a_child_may_be_named_is_for_an_adult_whoever_was_asked_by_the_policies_alone() {
    both(async |town| {
        let efa = town.newcomer("Efa", true).await;
        for kind in [StandingKind::KeepsSafe, StandingKind::HearsWrongs] {
            town.give(efa, town.place, kind).await;
        }
        let it = || TellingMatter::of(Uuid::new_v4(), town.place);
        for asked in [
            TellingMatter { asked_first: vec![efa], ..it() },
            TellingMatter { on_duty_first: true, ..it() },
            TellingMatter { lies_unread: true, ..it() },
        ] {
            for for_an_adult in [false, true] {
                let matter = Matter::Telling(TellingMatter { for_an_adult, ..asked.clone() });
                let reader = town.reader(efa).await;
                for action in [Action::ReadFirst, Action::Hear] {
                    let leave = town.sharing.leave_or_none(&reader, action, &matter);
                    assert_eq!(leave.expect("asked").is_some(), !for_an_adult, "{matter:?}");
                }
            }
        }
    })
    .await;
}
