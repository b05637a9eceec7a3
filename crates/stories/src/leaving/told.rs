//! Taking away what somebody told: the words, their own reading of them, what they wished for them,
//! and what others added beside them.

use std::cmp::Reverse;

use ::store::Look;
use ground::Outcome;
use ground::id::{PersonId, Uuid};
use sharing::{Action, Exported, Leave, Matter, Reader, Seen, Sharing};

use crate::came;
use crate::second_readings;
use crate::tellings::{Telling, TellingId, coming_back, hear, store};

/// Everything that this person told or wrote down, whole.
pub(crate) async fn told(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
) -> Outcome<Vec<Exported>> {
    let oneself = Matter::Person { id: person, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &oneself)?;
    let (mut told, mut after) = (Vec::new(), TellingId(Uuid::nil()));
    loop {
        let ids = store::of_teller_after(look, person, after).await?;
        let Some(&last) = ids.last() else { break };
        after = last;
        for id in ids {
            let telling = hear::one(sharing, look, reader, id).await?;
            let mut texts = words(&telling);
            texts.extend(wishes(&leave, &telling));
            texts.extend(second_readings::export(sharing, look, reader, id).await?);
            for answer in came::answers(sharing, look, reader, id).await? {
                let (at, words) = (answer.at, answer.words.whole());
                texts.push(Exported { id: id.0, part: "answer_from_a_group", at, words });
            }
            told.push((telling, texts));
        }
    }
    // Newest first, as on the page.
    told.sort_by_key(|(telling, _)| Reverse((telling.at, telling.id)));
    let (own, texts): (Vec<Telling>, Vec<_>) = told.into_iter().unzip();
    let days = coming_back::days(&own).into_iter().map(|(id, part, at)| {
        // The part and the day of the line say all that there is to say.
        Exported { id: id.0, part, at, words: leave.show(String::new()) }
    });
    Ok(texts.into_iter().flatten().chain(days).collect())
}

/// What was said, in the order in which the page shows it.
fn words(telling: &Telling) -> Vec<Exported> {
    let mut texts = Vec::new();
    let mut add = |part, at, words: Seen<String>| {
        texts.push(Exported { id: telling.id.0, part, at, words });
    };
    if let Some(title) = &telling.title {
        add("title", telling.at, title.heading());
    }
    add("words", telling.at, telling.words.whole());
    for (part, line) in [
        ("happened", &telling.happened),
        ("about_what", &telling.about_what),
        ("felt", &telling.felt),
        ("matters", &telling.matters),
    ] {
        if let Some(line) = line {
            add(part, telling.at, line.heading());
        }
    }
    for chapter in &telling.chapters {
        add("chapter", chapter.at, chapter.words.whole());
    }
    for translation in &telling.translations {
        add("translation", telling.at, translation.words.whole());
    }
    texts
}

/// What its teller wished, in the stable words that the rows hold: one line for each of those who
/// may hear it, and one for each thing that may be done with it.
fn wishes(leave: &Leave, telling: &Telling) -> Vec<Exported> {
    let own = &telling.wishes;
    let heard_by = own.heard_by.iter().map(|to| ("may_hear", format!("{} {}", to.word(), to.id())));
    let allowed = [
        ("named", own.named),
        ("quoted", own.quoted),
        ("laid_beside", own.laid_beside),
        ("compared", own.compared),
        ("come_back", own.come_back),
    ];
    let allowed = allowed.into_iter().filter(|(_, wished)| *wished);
    let allowed = allowed.map(|(wish, _)| ("wished", wish.to_owned()));
    let (id, at) = (telling.id.0, telling.at);
    let lines = heard_by.chain(allowed);
    lines.map(|(part, line)| Exported { id, part, at, words: leave.show(line) }).collect()
}
