//! Who hears what was told, as a person would notice it, on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, line, words};
use ground::Fault;
use ground::id::{PersonId, SystemId};
use sharing::{Audience, Reader, StandingKind, trail};
use stories::second_readings;
use stories::tellings::tell::{self, Where};
use stories::tellings::{ChapterId, Manner, Teller, TellingId, Told, Voice, Wishes, hear, slip_of};
use stories::worries::{self, Raised, WorryId, WorryKind};

fn told(text: &str, heard_by: Vec<Audience>) -> Told {
    Told { wishes: Wishes { heard_by, ..Wishes::default() }, ..Told::words(words(text)) }
}

async fn tells(town: &Town, who: PersonId, told: &Told) -> TellingId {
    let id = TellingId::random();
    let place = Where { system: town.place, place: town.place };
    tell::tell(&town.sharing, Teller::Person(who), place, id, told, MONDAY).await.expect("told");
    id
}

/// Ruth, on duty, reads first whatever was offered to the town, and finds it fine.
async fn read_first(town: &Town, ruth: PersonId) {
    let reader = town.reader(ruth).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let waits = second_readings::waiting(&town.sharing, &mut look, &reader).await.expect("waits");
    drop(look);
    for one in waits {
        let said = second_readings::answer(
            &town.sharing,
            &reader,
            (one.id, 1),
            &second_readings::Answer::Fine,
            MONDAY,
        );
        said.await.expect("fine");
    }
}

async fn hears(town: &Town, reader: &Reader, id: TellingId) -> bool {
    let mut look = town.sharing.store.database.look().await.expect("look");
    match hear::one(&town.sharing, &mut look, reader, id).await {
        Ok(_) => true,
        Err(Fault::NotFound) => false,
        Err(other) => panic!("{other}"),
    }
}

async fn listed(town: &Town, who: PersonId, system: SystemId) -> Vec<TellingId> {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let page = hear::list(&town.sharing, &mut look, &reader, system, None).await.expect("list");
    page.here.into_iter().map(|telling| telling.id).collect()
}

#[tokio::test]
async fn nothing_chosen_means_only_the_teller() {
    both(async |town| {
        let id = tells(&town, town.asha, &told("The damp is back.", vec![])).await;
        assert!(hears(&town, &town.reader(town.asha).await, id).await);
        for other in [town.bryn, town.carys, town.dev] {
            assert!(!hears(&town, &town.reader(other).await, id).await);
            assert!(listed(&town, other, town.place).await.is_empty());
        }
        assert!(!hears(&town, &Reader::nobody(), id).await);
    })
    .await;
}

#[tokio::test]
async fn what_asha_offers_to_the_town_bryn_hears_and_dev_does_not() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let to = vec![Audience::System(town.place)];
        let id = tells(&town, town.asha, &told("The bus stops at six.", to)).await;
        read_first(&town, ruth).await;
        assert!(hears(&town, &town.reader(town.bryn).await, id).await);
        assert_eq!(listed(&town, town.bryn, town.place).await, [id]);
        assert!(!hears(&town, &town.reader(town.dev).await, id).await);
        assert!(listed(&town, town.dev, town.place).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn unseen_and_absent_look_the_same() {
    both(async |town| {
        let id = tells(&town, town.asha, &told("Only mine.", vec![])).await;
        let dev = town.reader(town.dev).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let unseen = hear::one(&town.sharing, &mut look, &dev, id).await;
        let absent = hear::one(&town.sharing, &mut look, &dev, TellingId::random()).await;
        assert!(matches!(unseen, Err(Fault::NotFound)));
        assert!(matches!(absent, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn what_asha_narrows_is_over_for_bryn_at_once() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let to = vec![Audience::System(town.place)];
        let id = tells(&town, town.asha, &told("The letter came too late.", to)).await;
        read_first(&town, ruth).await;
        let asha = town.reader(town.asha).await;
        assert!(hears(&town, &town.reader(town.bryn).await, id).await);
        let alone = Wishes::default();
        tell::wish(&town.sharing, &asha, (id, 1), &alone.into(), MONDAY).await.expect("narrowed");
        assert!(!hears(&town, &town.reader(town.bryn).await, id).await);
        assert!(listed(&town, town.bryn, town.place).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn two_hands_on_the_same_wishes_are_told_so() {
    both(async |town| {
        let id = tells(&town, town.asha, &told("Two tabs are open.", vec![])).await;
        let asha = town.reader(town.asha).await;
        let named = Wishes { named: true, ..Wishes::default() };
        tell::wish(&town.sharing, &asha, (id, 1), &named.into(), MONDAY).await.expect("first");
        let wider = Wishes { named: true, quoted: true, ..Wishes::default() };
        let second = tell::wish(&town.sharing, &asha, (id, 1), &wider.into(), MONDAY).await;
        assert!(matches!(second, Err(Fault::Stale)));
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_tells_once() {
    both(async |town| {
        let (id, place) = (TellingId::random(), Where { system: town.place, place: town.place });
        let told = told("I pressed twice.", vec![]);
        let teller = Teller::Person(town.asha);
        tell::tell(&town.sharing, teller, place, id, &told, MONDAY).await.expect("once");
        let again = tell::tell(&town.sharing, teller, place, id, &told, MONDAY).await;
        assert!(matches!(again, Err(Fault::Already)));
        assert_eq!(listed(&town, town.asha, town.place).await, [id]);
    })
    .await;
}

#[tokio::test]
async fn what_is_narrower_than_the_town_tells_asha_who_looked() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let narrow =
            tells(&town, town.asha, &told("For Bryn.", vec![Audience::Person(town.bryn)])).await;
        let wide =
            tells(&town, town.asha, &told("For all.", vec![Audience::System(town.place)])).await;
        read_first(&town, ruth).await;
        let bryn = town.reader(town.bryn).await;
        assert!(hears(&town, &bryn, narrow).await && hears(&town, &bryn, wide).await);
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let looked = trail::who_looked(&mut look, town.asha, None).await.expect("looked");
        let seen: Vec<_> = looked.iter().map(|l| (l.reader, TellingId(l.thing))).collect();
        assert_eq!(seen, [(town.bryn, narrow)], "reading what all may read is nobody's business");
    })
    .await;
}

#[tokio::test]
async fn stewardship_gives_no_right_to_read() {
    both(async |town| {
        let to = vec![Audience::System(town.team)];
        let id = tells(&town, town.bryn, &told("Among the team.", to)).await;
        // Asha looks after the team and plays no part in it.
        assert!(!hears(&town, &town.reader(town.asha).await, id).await);
        assert!(hears(&town, &town.reader(town.carys).await, id).await);
    })
    .await;
}

#[tokio::test]
async fn a_part_that_ended_hears_nothing_more() {
    both(async |town| {
        let eve = town.newcomer("Eve", false).await;
        let part = town.give(eve, town.team, StandingKind::Part).await;
        let to = vec![Audience::System(town.team)];
        let id = tells(&town, town.bryn, &told("Among the team.", to)).await;
        assert!(hears(&town, &town.reader(eve).await, id).await);
        town.end(town.team, part).await;
        assert!(!hears(&town, &town.reader(eve).await, id).await);
        assert!(listed(&town, eve, town.team).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_about_somebody_absent_waits_until_it_was_read_back() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let heard_by = vec![Audience::System(town.place), Audience::Person(town.carys)];
        let about = Told {
            manner: Manner::Absent,
            for_name: Some(line("Len")),
            ..told("He sat in the cold.", heard_by)
        };
        let id = tells(&town, town.asha, &about).await;
        assert!(!hears(&town, &town.reader(town.bryn).await, id).await, "the town waits");
        assert!(hears(&town, &town.reader(town.carys).await, id).await, "whom Asha named does not");
        let asha = town.reader(town.asha).await;
        read_first(&town, ruth).await;
        assert!(!hears(&town, &town.reader(ruth).await, id).await, "not even to be read first");
        tell::read_back(&town.sharing, &asha, id, None, MONDAY).await.expect("read back");
        assert!(!hears(&town, &town.reader(town.bryn).await, id).await, "it is read first");
        read_first(&town, ruth).await;
        assert!(hears(&town, &town.reader(town.bryn).await, id).await);
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_the_slip_hears_tells_more_and_erases() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let slip = store::Token::random().expect("a slip").hash();
        let (id, place) = (TellingId::random(), Where { system: town.place, place: town.place });
        let told = told("No name, please.", vec![Audience::System(town.place)]);
        tell::tell(&town.sharing, Teller::Slip(slip), place, id, &told, MONDAY)
            .await
            .expect("told");
        let holder = Reader::slip(slip_of(&slip));
        assert!(hears(&town, &holder, id).await);
        let chapter = ChapterId::random();
        tell::tell_more(&town.sharing, &holder, id, chapter, &words("It got better."), MONDAY)
            .await
            .expect("more");
        let reader = town.reader(ruth).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let first = second_readings::waiting(&town.sharing, &mut look, &reader).await.expect("one");
        drop(look);
        // The chapter came while it waited: the answer speaks of both.
        let which = (first[0].id, 2);
        second_readings::answer(
            &town.sharing,
            &reader,
            which,
            &second_readings::Answer::Fine,
            MONDAY,
        )
        .await
        .expect("fine");
        let mut look = town.sharing.store.database.look().await.expect("look");
        let bryn = town.reader(town.bryn).await;
        let heard = hear::one(&town.sharing, &mut look, &bryn, id).await.expect("heard");
        assert!(matches!(heard.voice, Voice::Somebody));
        assert_eq!(heard.at, MONDAY.week().begins(), "only the week is kept");
        assert_eq!(heard.chapters.len(), 1);
        let other = Reader::slip(slip_of(&store::Token::random().expect("another").hash()));
        assert!(!hears(&town, &other, id).await);
        tell::erase(&town.sharing, &holder, id, MONDAY).await.expect("erased");
        assert!(!hears(&town, &holder, id).await);
        assert!(listed(&town, town.bryn, town.place).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_name_is_shown_only_when_its_teller_says_so() {
    both(async |town| {
        let ruth = town.on_duty("Ruth").await;
        let to = vec![Audience::System(town.place)];
        let hidden = tells(&town, town.asha, &told("Not by name.", to.clone())).await;
        let mut by_name = told("By name.", to);
        by_name.wishes.named = true;
        let shown = tells(&town, town.asha, &by_name).await;
        read_first(&town, ruth).await;
        let bryn = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let hidden = hear::one(&town.sharing, &mut look, &bryn, hidden).await.expect("heard");
        assert!(matches!(hidden.voice, Voice::Somebody));
        let shown = hear::one(&town.sharing, &mut look, &bryn, shown).await.expect("heard");
        assert!(matches!(shown.voice, Voice::Named(name) if name.to_string() == "Asha"));
    })
    .await;
}

#[tokio::test]
async fn a_list_has_no_holes_and_every_page_goes_on_where_the_last_ended() {
    both(async |town| {
        let mut expected = Vec::new();
        for n in 0..45 {
            // Two of three are for the team; the third only for Asha herself.
            let to = if n % 3 == 2 { vec![] } else { vec![Audience::System(town.team)] };
            let id = TellingId::random();
            let place = Where { system: town.place, place: town.place };
            // Nine are told in each moment, six of them for the team: the page of 20 ends among such.
            let at = MONDAY.plus_seconds(n / 9);
            tell::tell(
                &town.sharing,
                Teller::Person(town.asha),
                place,
                id,
                &told("One of many.", to),
                at,
            )
            .await
            .expect("told");
            if n % 3 != 2 {
                expected.push((at, id));
            }
        }
        expected.sort_unstable();
        expected.reverse();
        let expected: Vec<TellingId> = expected.into_iter().map(|(_, id)| id).collect();
        let bryn = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let (mut got, mut after) = (Vec::new(), None);
        loop {
            let page =
                hear::list(&town.sharing, &mut look, &bryn, town.team, after).await.expect("page");
            assert!(page.next.is_none() || page.here.len() == 20, "a page with holes");
            got.extend(page.here.iter().map(|t| t.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(got, expected);
    })
    .await;
}

#[tokio::test]
async fn whoever_hears_by_name_or_by_a_worry_is_written_down_even_if_a_group_hears_it_too() {
    both(async |town| {
        let eve = town.newcomer("Eve", false).await;
        town.give(eve, town.place, StandingKind::KeepsSafe).await;
        let finn = town.newcomer("Finn", false).await;
        // Neither Eve nor Finn is of the team; Finn was named besides.
        let to = vec![Audience::System(town.team), Audience::Person(finn)];
        let id = tells(&town, town.bryn, &told("Among the team, and Finn.", to)).await;
        assert!(!hears(&town, &town.reader(eve).await, id).await);
        let raised = Raised {
            id: WorryId::random(),
            place: town.place,
            kind: WorryKind::Safety,
            telling: Some(id),
            words: None,
            at: MONDAY,
        };
        let carys = town.reader(town.carys).await;
        worries::raise(&town.sharing, &carys, raised).await.expect("raised");
        for reader in [town.carys, finn, eve] {
            assert!(hears(&town, &town.reader(reader).await, id).await);
        }
        town.seal_trail().await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let looked = trail::who_looked(&mut look, town.bryn, None).await.expect("looked");
        let mut seen: Vec<_> = looked.iter().map(|l| l.reader).collect();
        seen.sort_unstable();
        let mut expected = vec![finn, eve];
        expected.sort_unstable();
        assert_eq!(seen, expected, "Carys is one of the team, and is nobody's business");
    })
    .await;
}

#[tokio::test]
async fn what_nobody_signed_is_sealed_only_when_its_week_is_over() {
    both(async |town| {
        let slip = store::Token::random().expect("a slip").hash();
        let (id, place) = (TellingId::random(), Where { system: town.place, place: town.place });
        let told = told("No name, please.", vec![]);
        tell::tell(&town.sharing, Teller::Slip(slip), place, id, &told, MONDAY)
            .await
            .expect("told");
        let database = &town.sharing.store.database;
        assert_eq!(trail::seal(database, MONDAY).await.expect("sealed"), 0);
        assert_eq!(trail::seal(database, MONDAY.plus_days(8)).await.expect("sealed"), 1);
    })
    .await;
}

#[tokio::test]
async fn an_old_form_sent_again_does_not_bring_back_what_was_erased() {
    both(async |town| {
        let id = tells(&town, town.asha, &told("Gone, please.", vec![])).await;
        let asha = town.reader(town.asha).await;
        tell::erase(&town.sharing, &asha, id, MONDAY).await.expect("erased");
        let place = Where { system: town.place, place: town.place };
        let again = told("Gone, please.", vec![]);
        let teller = Teller::Person(town.asha);
        let sent = tell::tell(&town.sharing, teller, place, id, &again, MONDAY).await;
        assert!(matches!(sent, Err(Fault::Spent)), "{sent:?}");
        assert!(!hears(&town, &asha, id).await);
    })
    .await;
}
