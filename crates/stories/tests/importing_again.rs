//! A file that is brought again, with other choices of what its columns hold.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use cast::{MONDAY, Town, both};
use exchange::Mapping;
use ground::id::PersonId;
use store::{bind, sql};
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
