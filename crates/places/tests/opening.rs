//! A place begins, says what it has to say, and opens.

#![allow(clippy::expect_used)]

mod town;

use ground::Fault;
use places::opening::{self, Face, Missing, Said};
use places::parts;
use places::stewards::{self, Act};
use sharing::StandingKind;
use town::{MONDAY, Town, both, line, words};

async fn face(town: &Town) -> Face {
    let reader = town.reader(town.bryn).await;
    opening::face(&town.sharing, &mut town.look().await, &reader, town.place).await.expect("a face")
}

fn everything(town: &Town) -> Said {
    Said {
        story: Some((line("experience"), line("experiences"))),
        controllers: Some(words("Pit Hill Council")),
        data_protection: Some(words("Ask Carys at the library")),
        keeping: Some(words("Two years")),
        ring_now: Some(words("01632 960 000, day and night")),
        read_by: Some(words("Bryn, on weekdays")),
        ring_back: Some(words("Carys, on Tuesday afternoons")),
        open_door: true,
        keeps_safe: Some(town.carys),
        hears_wrongs: Some(town.bryn),
        rings: Some(town.bryn),
    }
}

#[tokio::test]
async fn a_place_does_not_open_until_everything_is_said_and_says_what_is_missing() {
    both(async |town| {
        assert_eq!(face(&town).await.missing().len(), 6, "a new place has said nothing");
        let refused = opening::open_place(&town.sharing, town.place, town.asha, MONDAY).await;
        assert!(matches!(refused, Err(Fault::Several(missing)) if missing.len() == 6));

        let nearly = Said { keeps_safe: None, ..everything(&town) };
        let bryn = opening::say(&town.sharing, town.place, town.bryn, 1, &nearly, MONDAY).await;
        assert!(matches!(bryn, Err(Fault::NotAllowed("not-allowed-only-those-looking-after"))));
        opening::say(&town.sharing, town.place, town.asha, 1, &nearly, MONDAY).await.expect("said");
        assert_eq!(face(&town).await.missing(), [Missing::KeepsSafe]);
        let refused = opening::open_place(&town.sharing, town.place, town.asha, MONDAY).await;
        assert!(matches!(refused, Err(Fault::Several(_))), "nobody is on duty");

        let said = everything(&town);
        opening::say(&town.sharing, town.place, town.asha, 2, &said, MONDAY).await.expect("said");
        let later = MONDAY.plus_days(1);
        let bryn = opening::open_place(&town.sharing, town.place, town.bryn, later).await;
        assert!(matches!(bryn, Err(Fault::NotAllowed("not-allowed-only-those-looking-after"))));
        opening::open_place(&town.sharing, town.place, town.asha, later).await.expect("opened");
        let even_later = later.plus_days(1);
        let again = opening::open_place(&town.sharing, town.place, town.asha, even_later).await;
        assert!(matches!(again, Err(Fault::Already)), "{again:?}");
        let face = face(&town).await;
        assert_eq!(face.opened, Some(later));
        assert_eq!((face.keeps_safe, face.hears_wrongs), (vec![town.carys], vec![town.bryn]));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_save_the_opening_page_at_once_the_second_is_told() {
    both(async |town| {
        let said = everything(&town);
        opening::say(&town.sharing, town.place, town.asha, 1, &said, MONDAY).await.expect("said");
        let other = Said { keeping: Some(words("For ever")), ..everything(&town) };
        let late = opening::say(&town.sharing, town.place, town.asha, 1, &other, MONDAY).await;
        assert!(matches!(late, Err(Fault::Stale)));
        let stands = face(&town).await;
        assert_eq!(stands.keeping.expect("keeping").to_string(), "Two years");
        assert_eq!(stands.revision, 2, "so that the second can be put together with the first");
    })
    .await;
}

#[tokio::test]
async fn somebody_on_duty_is_somebody_of_the_place() {
    both(async |town| {
        let said = Said { keeps_safe: Some(town.dev), ..everything(&town) };
        let refused = opening::say(&town.sharing, town.place, town.asha, 1, &said, MONDAY).await;
        assert!(matches!(refused, Err(Fault::Unfit("unfit-person-not-here"))));
        assert_eq!(face(&town).await.revision, 1, "nothing of it was kept");
    })
    .await;
}

#[tokio::test]
async fn dev_sees_no_face_of_a_place_whose_door_is_shut() {
    both(async |town| {
        let dev = town.reader(town.dev).await;
        let mut look = town.look().await;
        let face = opening::face(&town.sharing, &mut look, &dev, town.place).await;
        assert!(matches!(face, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_place_says_who_rings_people_back_or_that_nobody_does() {
    both(async |town| {
        let said = everything(&town);
        opening::say(&town.sharing, town.place, town.asha, 1, &said, MONDAY).await.expect("said");
        let now = face(&town).await;
        assert_eq!(now.rings, [town.bryn]);
        assert!(now.ring_back.is_some());
        let nobody = Said { ring_back: None, rings: None, ..everything(&town) };
        opening::say(&town.sharing, town.place, town.asha, 2, &nobody, MONDAY).await.expect("said");
        let now = face(&town).await;
        assert!(now.rings.is_empty() && now.ring_back.is_none());
        assert_eq!(now.keeps_safe, [town.carys], "somebody keeps people safe all the same");
        let dev = Said { rings: Some(town.dev), ..everything(&town) };
        let refused = opening::say(&town.sharing, town.place, town.asha, 3, &dev, MONDAY).await;
        assert!(matches!(refused, Err(Fault::Unfit("unfit-person-not-here"))));
    })
    .await;
}

#[tokio::test]
async fn everybody_reads_whom_asha_put_on_duty_and_once_it_is_open_she_cannot_name_herself() {
    both(async |town| {
        let before = Said { keeps_safe: Some(town.asha), ..everything(&town) };
        opening::say(&town.sharing, town.place, town.asha, 1, &before, MONDAY).await.expect("said");
        opening::open_place(&town.sharing, town.place, town.asha, MONDAY).await.expect("opened");
        let after = Said { keeps_safe: Some(town.carys), ..everything(&town) };
        opening::say(&town.sharing, town.place, town.asha, 2, &after, MONDAY).await.expect("said");
        let reader = town.reader(town.bryn).await;
        let mut look = town.look().await;
        let place = places::systems::find(&town.sharing, &mut look, &reader, town.place).await;
        let place = place.expect("found");
        let done =
            stewards::done(&town.sharing, &mut look, &reader, &place, None).await.expect("done");
        let put = |act| -> Vec<_> {
            done.iter().filter(|one| one.act == act).filter_map(|one| one.about).collect()
        };
        let mut kept_safe = put(Act::PutToKeepSafe);
        kept_safe.sort_unstable();
        let mut both_of_them = vec![town.asha, town.carys];
        both_of_them.sort_unstable();
        assert_eq!(kept_safe, both_of_them, "each is an act of its own");
        assert_eq!(
            (put(Act::PutToHearWrongs), put(Act::PutToRing)),
            (vec![town.bryn], vec![town.bryn])
        );
        for herself in [
            Said { keeps_safe: Some(town.asha), ..everything(&town) },
            Said { hears_wrongs: Some(town.asha), ..everything(&town) },
            Said { rings: Some(town.asha), ..everything(&town) },
        ] {
            let done =
                opening::say(&town.sharing, town.place, town.asha, 3, &herself, MONDAY).await;
            assert!(matches!(done, Err(Fault::NotAllowed("not-allowed-own-duty"))));
        }
        assert_eq!(face(&town).await.keeps_safe, [town.carys]);
    })
    .await;
}

#[tokio::test]
async fn carys_who_is_on_duty_leaves_the_place_only_once_somebody_else_is() {
    both(async |town| {
        let said = everything(&town);
        opening::say(&town.sharing, town.place, town.asha, 1, &said, MONDAY).await.expect("said");
        let all = town.parts(town.asha, town.place).await;
        let is_hers =
            |part: &&parts::Part| part.person == town.carys && part.standing == StandingKind::Part;
        let part = all.iter().find(is_hers).expect("a part").id;
        let leave = async || parts::end(&town.sharing, town.place, part, town.carys, MONDAY).await;
        assert!(matches!(leave().await, Err(Fault::NotAllowed("not-allowed-on-duty"))));
        for kind in [StandingKind::Part, StandingKind::KeepsSafe] {
            assert!(town.stands(town.carys, kind, town.place).await, "nothing of it is over");
        }
        let after = Said { keeps_safe: Some(town.bryn), ..everything(&town) };
        opening::say(&town.sharing, town.place, town.asha, 2, &after, MONDAY).await.expect("said");
        leave().await.expect("left");
        assert!(town.reader(town.carys).await.standings().is_empty());
        assert_eq!(face(&town).await.keeps_safe, [town.bryn]);
    })
    .await;
}

#[tokio::test]
async fn a_door_stands_open_to_strangers_only_once_the_place_has_opened() {
    both(async |town| {
        let said = everything(&town);
        opening::say(&town.sharing, town.place, town.asha, 1, &said, MONDAY).await.expect("said");
        let reader = sharing::Reader::nobody();
        let doors = async || {
            let mut look = town.look().await;
            let doors = opening::open_doors(&town.sharing, &mut look, &reader).await;
            doors.expect("doors").len()
        };
        assert_eq!(doors().await, 0, "it is still being set up");
        opening::open_place(&town.sharing, town.place, town.asha, MONDAY).await.expect("opened");
        assert_eq!(doors().await, 1);
    })
    .await;
}
