use crate::experiments::{ExperimentId, Planned, Support, plan};
use crate::lessons::{LessonId, find};
use crate::proof::{MONDAY, Town, both, line};

const HEARD: [(&str, &str); 3] = [
    ("heard", "Both tenants on the top floor."),
    ("missing", "Whoever lives in number six."),
    ("decided", "We talked until nobody said no."),
];

async fn tried(town: &Town) -> ExperimentId {
    let inquiry = town.question("Why do letters not know the buses?").await;
    let planned = Planned {
        inquiry,
        name: line("Knock instead of writing"),
        intends: None,
        tries: None,
        limits: None,
        who: None,
        support: Support::Untouched,
        because: None,
    };
    let (id, bryn) = (ExperimentId::random(), town.reader(town.bryn).await);
    plan(&town.sharing, &bryn, id, &planned, MONDAY).await.expect("planned");
    id
}

#[tokio::test]
async fn what_comes_next_says_who_was_heard_who_was_missing_and_how_it_was_decided() {
    both(async |town| {
        let id = tried(&town).await;
        let path = format!("/experiments/{id}");
        let mut form = vec![("kind", "change"), ("words", "We go on Saturdays.")];
        form.extend(HEARD);
        assert_eq!(town.send(town.bryn, &format!("{path}/entries"), &form).await.0.as_u16(), 303);
        // Whoever holds the money reads what was decided, and so who was in the room.
        for who in [town.asha, town.carys] {
            let (_, page) = town.page(who, &path).await;
            for (_, said) in HEARD {
                assert!(page.contains(said), "{said}");
            }
        }
        // None of it is a duty.
        let bare = [("kind", "stop"), ("words", "Enough.")];
        assert_eq!(town.send(town.bryn, &format!("{path}/entries"), &bare).await.0.as_u16(), 303);
    })
    .await;
}

#[tokio::test]
async fn beside_something_seen_it_is_given_back_and_not_lost() {
    both(async |town| {
        let path = format!("/experiments/{}/entries", tried(&town).await);
        let form = [("kind", "observed"), ("words", "A door opened."), HEARD[1]];
        let (status, _, page) = town.send(town.bryn, &path, &form).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("A door opened.") && page.contains(HEARD[1].1));
    })
    .await;
}

#[tokio::test]
async fn a_lesson_says_it_to_its_own_group_and_takes_it_nowhere_else() {
    both(async |town| {
        let path = format!("/systems/{}/lessons/new", town.team);
        let mut form = vec![("learned", "Knock twice.")];
        form.extend(HEARD);
        let (_, to, _) = town.send(town.bryn, &path, &form).await;
        let (_, page) = town.page(town.asha, &to).await;
        for (_, said) in HEARD {
            assert!(page.contains(said), "{said}");
        }
        let id = LessonId::parse(to.rsplit('/').next().expect("an id")).expect("an id");
        let new = format!("/systems/{}/asks/new", town.team);
        let place = town.place.to_string();
        let lesson = id.to_string();
        let form = [("lesson", lesson.as_str()), ("to", place.as_str())];
        let sent = town.send(town.bryn, &new, &form).await;
        assert_eq!(sent.0.as_u16(), 303, "{}", sent.2);
        // Dev is of the place and not of the team.
        let (status, page) = town.page(town.dev, &to).await;
        assert_eq!(status.as_u16(), 200);
        assert!(page.contains("Knock twice."));
        for (_, said) in HEARD {
            assert!(!page.contains(said), "{said}");
        }
        let (dev, mut look) = (town.reader(town.dev).await, town.look().await);
        let lesson = find(&town.sharing, &mut look, &dev, id).await.expect("passed on");
        assert!(lesson.heard.is_empty());
    })
    .await;
}

#[tokio::test]
async fn whoever_wrote_it_takes_it_away() {
    both(async |town| {
        let id = tried(&town).await;
        let mut form = vec![("kind", "grow"), ("words", "We go on.")];
        form.extend(HEARD);
        town.send(town.bryn, &format!("/experiments/{id}/entries"), &form).await;
        let (bryn, mut look) = (town.reader(town.bryn).await, town.look().await);
        let noun = &crate::nouns(&town.sharing)[1];
        let texts = noun.export(&mut look, &bryn, town.bryn).await.expect("texts");
        for (part, said) in HEARD {
            assert!(texts.iter().any(|t| t.part == part && t.words.to_string() == said), "{part}");
        }
    })
    .await;
}
