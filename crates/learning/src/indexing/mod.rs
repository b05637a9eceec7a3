//! Questions, tries, lessons and conversations for machine readers, still sealed. Talk and what was
//! observed are never handed over: whoever is outside them could otherwise find a thing by words
//! that they may not read.

mod store;

use std::collections::HashMap;

use ::store::{Keeper, Look, Row, Spot};
use ground::Outcome;
use ground::id::{Kind, SystemId, Thing, Uuid};
use sharing::Unread;
use sharing::machine::Scope;

pub(crate) use store::{conversation_ids, experiment_ids, inquiry_ids, lesson_ids};

/// Questions, and why they are open.
pub(crate) async fn inquiries(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Unread>> {
    let rows = store::inquiries(look, ids).await?;
    rows.iter().map(|row| unread(Kind::Inquiry, row, &["question", "words"])).collect()
}

/// What is tried, and what was decided next.
pub(crate) async fn experiments(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Unread>> {
    let columns = ["name", "intends", "tries", "limits", "who", "how_asked", "how_refuse"];
    let rows = store::experiments(look, ids).await?;
    let further = store::decided_next(look, ids).await?;
    with_further(Kind::Experiment, (&rows, &columns), (&further, "experiment_id"))
}

/// Lessons, and what was found on looking again.
pub(crate) async fn lessons(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Unread>> {
    let columns = ["learned", "held_where", "held_when", "context"];
    let rows = store::lessons(look, ids).await?;
    let further = store::looked_again(look, ids).await?;
    with_further(Kind::Lesson, (&rows, &columns), (&further, "lesson_id"))
}

/// Conversations about what was intended.
pub(crate) async fn conversations(look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Unread>> {
    let columns = ["heard", "missing", "saying", "intended", "will_do"];
    let rows = store::conversations(look, ids).await?;
    rows.iter().map(|row| unread(Kind::Conversation, row, &columns)).collect()
}

/// A row of a group's words, offered to whoever plays a part in its system.
fn unread(kind: Kind, row: &Row, columns: &[&'static str]) -> Outcome<Unread> {
    let (id, system): (Uuid, SystemId) = (row.id("id")?, row.id("system_id")?);
    let unread = Unread::new(Thing::new(kind, id), system, row.moment("at")?);
    let mut unread = unread.offered_to([Scope::System(system)]);
    unread.add_row(Keeper::new(system), row, columns)?;
    Ok(unread)
}

/// Rows with the words of further rows that hang on them.
fn with_further(
    kind: Kind,
    (rows, columns): (&[Row], &[&'static str]),
    (further, of): (&[Row], &str),
) -> Outcome<Vec<Unread>> {
    let mut all: HashMap<Uuid, Unread> = HashMap::new();
    for row in rows {
        all.insert(row.id("id")?, unread(kind, row, columns)?);
    }
    for row in further {
        let (keeper, spot) = (
            Keeper::new(row.id::<SystemId>("system_id")?),
            Spot::new(row.id::<Uuid>("id")?, "words"),
        );
        if let Some(unread) = all.get_mut(&row.id(of)?) {
            unread.add(keeper, spot, row.maybe_sealed("words")?);
        }
    }
    Ok(all.into_values().collect())
}
