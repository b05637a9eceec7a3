//! Taking away what somebody told, with what was added for them beside it (`told`), and what they
//! wrote or chose beside what others told: worries, what they answered as a second reader, to who
//! asked to be rung and to tellers, their translations and what they quoted. What others told does
//! not leave by this.

mod store;
mod told;

pub(crate) use told::told;

use ::store::Look;
use ground::id::{Kind, PersonId};
use ground::{Fault, Outcome};
use sharing::{Action, Exported, Matter, Reader, Sharing, own, wordings};

use crate::taken;
use crate::tellings::{TellingId, hear};

/// Everything that this person wrote beside their own tellings.
pub(crate) async fn beside(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
) -> Outcome<Vec<Exported>> {
    let mut texts = own::texts(sharing, look, reader, person, store::BESIDE).await?;
    texts.extend(translations(sharing, look, reader, person).await?);
    Ok(texts)
}

/// The patterns that this person named, and where they quoted in any. A quotation is a place in
/// somebody's words; the words themselves are their teller's, and stay.
pub(crate) async fn patterns(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
) -> Outcome<Vec<Exported>> {
    let texts = own::texts(sharing, look, reader, person, &[store::PATTERNS]).await?;
    let texts = (texts, store::PATTERNS.parts);
    let whose = (Kind::Pattern, person);
    let mut texts = wordings::honest(sharing, look, reader, whose, texts).await?;
    let oneself = Matter::Person { id: person, places: Vec::new() };
    let Some(leave) = sharing.leave_or_none(reader, Action::Know, &oneself)? else {
        return Ok(texts);
    };
    for quoted in store::quoted(look, person).await? {
        let (telling, begins, ends) = (quoted.telling.0.simple(), quoted.begins, quoted.ends);
        let words = leave.show(format!("{telling} {begins}-{ends}"));
        texts.push(Exported { id: quoted.pattern.0, part: "quotation", at: quoted.at, words });
    }
    Ok(texts)
}

/// This person's translations of what they may hear still: it is somebody else's telling in other
/// words, so it is heard as that telling is, and its teller reads that it was taken.
async fn translations(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
) -> Outcome<Vec<Exported>> {
    let rows = store::translated(look, person).await?;
    let mut ids: Vec<TellingId> = rows.iter().map(|(_, telling, _)| *telling).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut texts = Vec::new();
    for id in ids {
        let telling = match hear::one(sharing, look, reader, id).await {
            Err(Fault::NotFound) => continue,
            heard => heard?,
        };
        taken::in_a_file(sharing, &[id], person, sharing.now()).await?;
        for one in telling.translations.iter().filter(|one| one.said_by == Some(person)) {
            let row = rows.iter().find(|(row, ..)| *row == one.id.0);
            let (at, words) = (row.map_or(telling.at, |(.., at)| *at), one.words.whole());
            texts.push(Exported { id: id.0, part: "translation", at, words });
        }
    }
    Ok(texts)
}
