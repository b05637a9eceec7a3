//! A file that is brought again, with other choices of what its columns hold.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both, words};
use doors::news::{self, NewsKind};
use exchange::Mapping;
use ground::id::PersonId;
use sharing::{Noun, Waiting};
use store::{bind, sql};
use stories::TellingNoun;
use stories::imports::{self, Kept, Plan, telling_of};
use stories::tellings::tell::{self, Where};

fn plan(town: &Town, bytes: &[u8], mapping: Mapping) -> Plan {
    let whose = (town.asha, town.place);
    Plan::of(&town.sharing.store.keys, whose, bytes, mapping, None).expect("read")
}

async fn keep(town: &Town, who: PersonId, plan: &Plan) -> Kept {
    let (reader, most) = (town.reader(who).await, usize::MAX);
    let place = Where { system: town.place, place: town.place };
    imports::keep(&town.sharing, &reader, place, plan, most, &mut |_| {}).await.expect("kept")
}

#[tokio::test]
async fn a_file_brought_again_with_other_choices_doubles_nothing_and_says_what_is_here() {
    both(async |town| {
        let file = "# from the library\nStory,When,By,More\nThe bus is late,03/04/2024,Ana,We walk\n\
                    The lift is broken\nNobody rang,05/06/2024,Bo,I wrote again\n";
        let first = plan(&town, file.as_bytes(), Mapping::words("Story"));
        let report = first.report(&[]);
        assert_eq!((report.rows, report.kept, report.comments.as_slice()), (3, 3, [1].as_slice()));
        let short: Vec<_> = report.short.iter().map(|one| (one.row, one.cells)).collect();
        assert_eq!(short, [(4, 1)], "it is kept, and said");
        let kept = keep(&town, town.asha, &first).await;
        assert_eq!((kept.kept, kept.already), (3, 0));
        let asha = town.reader(town.asha).await;
        tell::erase(&town.sharing, &asha, telling_of(first.id, 5), MONDAY).await.expect("erased");

        let other = Mapping {
            when: Some("When".to_owned()),
            when_format: Some("dd/mm/yyyy".to_owned()),
            teller: Some("By".to_owned()),
            ..Mapping::words("Story")
        };
        let again = plan(&town, file.as_bytes(), other);
        let (already, erased) = imports::found(&town.sharing, &again).await.expect("looked");
        assert_eq!((already, erased.as_slice()), (2, [5].as_slice()));
        let kept = keep(&town, town.asha, &again).await;
        assert_eq!((kept.kept, kept.already, kept.left), (2, 2, 0));
        let report = again.report(&kept.erased).with_already(kept.already);
        assert_eq!((report.kept, report.already, report.refused.len()), (0, 2, 1));
        assert_eq!(report.rows, report.kept + report.already + report.refused.len());
        let mut look = town.sharing.store.database.look().await.expect("look");
        let many = look.one(sql!("SELECT COUNT(*) AS n FROM tellings"), bind()).await;
        assert_eq!(many.expect("counted").number("n").expect("a number"), 2);
        drop(look);

        // Another column of words is something else that was said.
        let more = plan(&town, file.as_bytes(), Mapping::words("More"));
        let (already, _) = imports::found(&town.sharing, &more).await.expect("looked");
        assert_eq!(already, 0);
    })
    .await;
}

/// What home says of files to somebody.
async fn files_waiting(town: &Town, who: PersonId) -> Vec<Waiting> {
    let (noun, reader) = (TellingNoun(town.sharing.clone()), town.reader(who).await);
    let mut look = town.sharing.store.database.look().await.expect("look");
    let waits = noun.waits(&mut look, &reader, MONDAY).await.expect("waits");
    waits.into_iter().filter(|one| one.sentence == "waits-import").collect()
}

#[tokio::test]
async fn carys_home_leads_to_a_file_in_her_name_until_she_says_what_they_were_told_or_it_is_erased()
{
    both(async |town| {
        let plan = |bytes: &[u8]| {
            let whose = (town.carys, town.place);
            let keys = &town.sharing.store.keys;
            Plan::of(keys, whose, bytes, Mapping::words("Story"), None).expect("read")
        };
        let (one, other) = (plan(b"Story,N\nThe bus,1\nThe lift,2\n"), plan(b"Story,N\nA,1\n"));
        keep(&town, town.carys, &one).await;
        keep(&town, town.carys, &other).await;
        // Nothing of this one can be kept: there is nobody to ask about.
        keep(&town, town.carys, &plan(b"Story,N\n,1\n")).await;
        let waits = files_waiting(&town, town.carys).await;
        let mut paths: Vec<_> = waits.iter().map(|one| one.path.clone()).collect();
        paths.sort();
        let mut both = vec![format!("/imports/{}", one.id), format!("/imports/{}", other.id)];
        both.sort();
        assert_eq!(paths, both);
        assert!(waits.iter().all(|one| one.about.is_none()), "not a word of it");
        for other in [town.asha, town.bryn, town.dev] {
            assert!(files_waiting(&town, other).await.is_empty());
        }
        let carys = town.reader(town.carys).await;
        let told = words("In May, at the hall");
        imports::state(&town.sharing, &carys, one.id, &told, MONDAY).await.expect("stated");
        assert_eq!(files_waiting(&town, town.carys).await.len(), 1);
        let only = telling_of(other.id, 2);
        tell::erase(&town.sharing, &carys, only, MONDAY).await.expect("erased");
        assert!(files_waiting(&town, town.carys).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_brought_in_carys_name_by_whoever_runs_the_server_is_told_to_her() {
    both(async |town| {
        let whose = (town.carys, town.place);
        let plan = |bytes: &[u8]| {
            let keys = &town.sharing.store.keys;
            Plan::of(keys, whose, bytes, Mapping::words("Story"), None).expect("read")
        };
        let news = async || {
            let mut look = town.sharing.store.database.look().await.expect("look");
            news::untold(&mut look, town.carys).await.expect("news").here
        };
        keep(&town, town.carys, &plan(b"Story,N\nHer own,1\n")).await;
        assert!(news().await.is_empty(), "what she brings herself is no news");
        let by_operator = Plan { by_operator: true, ..plan(b"Story,N\nThe bus,1\nThe lift,2\n") };
        let (reader, place) = (town.reader(town.carys).await, town.place);
        let place = Where { system: place, place };
        let some = async |most| {
            let sharing = &town.sharing;
            imports::keep(sharing, &reader, place, &by_operator, most, &mut |_| {}).await
        };
        assert_eq!(some(1).await.expect("kept").left, 1, "a part of it is news already");
        assert_eq!(news().await.len(), 1);
        some(2).await.expect("kept");
        some(2).await.expect("nothing new");
        let told = news().await;
        assert!(
            told.iter().all(|one| one.kind == NewsKind::FileBrought && one.kind.by().is_none())
        );
        assert_eq!(told.len(), 2, "each time something was kept in her name, and no other time");
    })
    .await;
}
