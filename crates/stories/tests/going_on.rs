//! Lists that go on after what one page holds: each says so, and all of it can be reached.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod pages;

use cast::{MONDAY, Town, both, line, words};
use sharing::{Audience, Reader};
use stories::patterns::{self, Named, PatternId};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wishes, hear};

/// Where the link to the next page of a list leads, if there is one.
fn onward(page: &str) -> Option<&str> {
    let (_, link) = page.split_once("rel=\"next\" href=\"")?;
    link.split('#').next()
}

async fn page(town: &Town, reader: &Reader, path: &str) -> String {
    let (status, page) = pages::page(town, reader, path).await;
    assert_eq!(status.as_u16(), 200, "{path}");
    page
}

#[tokio::test]
async fn what_a_group_keeps_hearing_is_listed_page_after_page_and_nothing_falls_off() {
    both(async |town| {
        let (bryn, home) = (town.reader(town.bryn).await, (town.team, town.place));
        let mut all = Vec::new();
        for _ in 0..=patterns::PAGE {
            let id = PatternId::random();
            let named = Named {
                name: line("Letters nobody can answer"),
                goes_well: false,
                observation: None,
                reading: None,
                ideas: None,
                tellings: Vec::new(),
            };
            patterns::name(&town.sharing, &bryn, home, id, &named, MONDAY).await.expect("named");
            all.push(id.to_string());
        }
        let mut look = town.sharing.store.database.look().await.expect("look");
        let first = patterns::list(&town.sharing, &mut look, &bryn, town.team, None).await;
        let first = first.expect("listed");
        assert_eq!(first.len(), patterns::PAGE);
        let next = patterns::list(&town.sharing, &mut look, &bryn, town.team, first.next).await;
        let next = next.expect("listed");
        assert_eq!(next.next, None);
        let mut listed: Vec<String> = first.iter().chain(&next).map(|p| p.id.to_string()).collect();
        listed.sort();
        all.sort();
        assert_eq!(listed, all, "each of them once");
    })
    .await;
}

#[tokio::test]
async fn however_much_asha_told_she_finds_all_of_it_and_who_looked_at_the_first_of_it() {
    both(async |town| {
        let home = Where { system: town.team, place: town.place };
        let mut told = Vec::new();
        for day in 0..=hear::OWN_PAGE {
            let wishes = match day {
                0 => Wishes { heard_by: vec![Audience::Person(town.bryn)], ..Wishes::default() },
                _ => Wishes::default(),
            };
            let it = Told { wishes, ..Told::words(words("The damp is back.")) };
            let at = MONDAY.plus_days(i64::try_from(day).expect("a day") - 100);
            let (teller, id) = (Teller::Person(town.asha), TellingId::random());
            tell::tell(&town.sharing, teller, home, id, &it, at).await.expect("told");
            told.push(id);
        }
        let bryn = town.reader(town.bryn).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        hear::one(&town.sharing, &mut look, &bryn, told[0]).await.expect("heard");
        drop(look);
        town.seal_trail().await;

        let asha = town.reader(town.asha).await;
        let newest = page(&town, &asha, "/mine").await;
        assert_eq!(newest.matches("/came\"").count(), hear::OWN_PAGE);
        assert!(newest.contains("There is more than stands here."));
        let looked = format!("<a href=\"/stories/{}\">", told[0]);
        assert_eq!(
            newest.matches(&looked).count(),
            1,
            "Bryn looked at it, on whichever page it is"
        );
        let path = format!("/mine{}", onward(&newest).expect("another page"));
        let oldest = page(&town, &asha, &path).await;
        assert_eq!(oldest.matches("/came\"").count(), 1);
        assert!(oldest.contains(&looked) && onward(&oldest).is_none());
        // Nobody else reads on from there.
        assert!(!page(&town, &bryn, &path).await.contains("/came\""));
    })
    .await;
}
