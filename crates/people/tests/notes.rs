//! What Carys notes for her own work with Bryn: his to read at once, unless somebody would be in
//! danger; on both databases.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod beside;

use beside::{let_in, life_for, look, looked, page_with, part, taken_along};
use cast::{MONDAY, Town, both, line, words};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use people::corner::To;
use people::notes::{self, Danger, NoteId};
use people::sections::SectionKind;
use sharing::StandingKind;

async fn notes_for(town: &Town, who: PersonId, life: SystemId) -> Outcome<Vec<(String, Moment)>> {
    let life = life_for(town, who, life).await?;
    let section = part(town, who, &life, SectionKind::Notes).await?;
    let mut look = look(town).await;
    let all = notes::of_section(&town.sharing, &mut look, (&life, &section), None).await?;
    Ok(all.here.iter().map(|note| (note.words.to_string(), note.at)).collect())
}

#[tokio::test]
async fn a_note_is_the_persons_to_read_at_once_and_apart_from_when_they_met() {
    both(async |town| {
        let kinds: &[SectionKind] = &[SectionKind::Met, SectionKind::Notes];
        let life = page_with(&town, &[(To::Person(town.carys), kinds)]).await;
        let_in(&town, life, To::Person(town.asha), (&[SectionKind::Met], true)).await;
        let (id, text) = (NoteId::random(), words("Ask the surveyor about the wall."));
        let note = (&text, None);
        notes::write(&town.sharing, (life, id), note, town.carys, MONDAY).await.expect("written");
        let stands = [("Ask the surveyor about the wall.".to_owned(), MONDAY)];
        assert_eq!(notes_for(&town, town.bryn, life).await.expect("his to read"), stands);
        assert_eq!(notes_for(&town, town.carys, life).await.expect("hers"), stands);
        assert!(matches!(notes_for(&town, town.asha, life).await, Err(Fault::NotFound)));
        let by_asha = (life, NoteId::random());
        let by_asha = notes::write(&town.sharing, by_asha, note, town.asha, MONDAY).await;
        assert!(matches!(by_asha, Err(Fault::NotFound)), "she may not write there");
        notes::take_out(&town.sharing, (life, id), town.bryn, MONDAY).await.expect("taken out");
        assert!(notes_for(&town, town.carys, life).await.expect("hers").is_empty());
    })
    .await;
}

/// Notes that do not show yet, as this person reads them.
async fn held(town: &Town, who: PersonId) -> Vec<NoteId> {
    let (reader, mut look) = (town.reader(who).await, look(town).await);
    let held = notes::held(&town.sharing, &mut look, &reader).await.expect("held");
    held.iter().map(|one| one.id).collect()
}

/// A note of Carys's that would put somebody in danger if it showed before this day.
async fn held_until(town: &Town, life: SystemId, until: Moment) -> Outcome<NoteId> {
    let (id, text, why) = (NoteId::random(), words("He reads her post."), line("His sister"));
    let danger = Some(Danger { why: &why, until });
    let of = (life, id);
    notes::write(&town.sharing, of, (&text, danger), town.carys, MONDAY).await.map(|()| id)
}

#[tokio::test]
async fn a_note_with_a_danger_is_on_no_page_of_bryns_until_its_day_and_then_shows_by_itself() {
    both(async |town| {
        let kinds: &[SectionKind] = &[SectionKind::Notes];
        let ede = town.newcomer("Ede", false).await;
        town.give(town.asha, town.place, StandingKind::KeepsSafe).await;
        let beside = [(To::Person(town.carys), kinds), (To::Person(ede), kinds)];
        let life = page_with(&town, &beside).await;
        let day = MONDAY.plus_days(30);
        let id = held_until(&town, life, day).await.expect("held");
        for reader in [town.bryn, town.carys, ede] {
            assert!(notes_for(&town, reader, life).await.expect("read").is_empty());
        }
        assert!(!taken_along(&town, town.bryn).await.iter().any(|text| text.contains("post")));
        assert!(taken_along(&town, town.carys).await.iter().any(|text| text.contains("post")));
        assert_eq!(held(&town, town.carys).await, [id], "whoever wrote it reads it");
        assert_eq!(held(&town, town.asha).await, [id], "and whoever is on duty");
        for other in [town.bryn, ede, town.dev] {
            assert!(held(&town, other).await.is_empty());
        }
        let reader = town.reader(town.asha).await;
        let waits = notes::waits(&town.sharing, &mut look(&town).await, &reader, MONDAY).await;
        assert_eq!(waits.expect("waits"), Some(MONDAY));
        let out = notes::take_out(&town.sharing, (life, id), town.carys, MONDAY).await;
        assert!(matches!(out, Err(Fault::NotFound)), "it does not go before it showed");
        assert!(looked(&town, life).await.contains(&(town.asha, id.into())), "for later");
        town.clock.move_to(day);
        let stands = [("He reads her post.".to_owned(), MONDAY)];
        assert_eq!(notes_for(&town, town.bryn, life).await.expect("read"), stands, "its true date");
        assert!(taken_along(&town, town.bryn).await.iter().any(|text| text.contains("post")));
        assert!(
            held(&town, town.carys).await.is_empty() && held(&town, town.asha).await.is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_note_is_held_back_for_a_danger_for_three_months_at_the_most_and_shows_sooner_if_need_be()
{
    both(async |town| {
        let kinds: &[SectionKind] = &[SectionKind::Notes];
        let life = page_with(&town, &[(To::Person(town.carys), kinds)]).await;
        town.give(town.asha, town.place, StandingKind::KeepsSafe).await;
        for unfit in [MONDAY, MONDAY.plus_days(93)] {
            let refused = held_until(&town, life, unfit).await;
            assert!(matches!(refused, Err(Fault::UnfitIn { field: "until", .. })));
        }
        for sooner in [town.carys, town.asha] {
            let id = held_until(&town, life, MONDAY.plus_days(92)).await.expect("held");
            let before = notes_for(&town, town.bryn, life).await.expect("read").len();
            for other in [town.bryn, town.dev] {
                let shown = notes::show_now(&town.sharing, (life, id), other, MONDAY).await;
                assert!(matches!(shown, Err(Fault::NotFound)));
            }
            notes::show_now(&town.sharing, (life, id), sooner, MONDAY).await.expect("shown");
            assert_eq!(notes_for(&town, town.bryn, life).await.expect("read").len(), before + 1);
        }
        let (text, why) = (words("Mine."), line("Nobody"));
        let own = (&text, Some(Danger { why: &why, until: MONDAY.plus_days(2) }));
        let own =
            notes::write(&town.sharing, (life, NoteId::random()), own, town.bryn, MONDAY).await;
        assert!(matches!(own, Err(Fault::UnfitIn { field: "danger", .. })));
    })
    .await;
}
