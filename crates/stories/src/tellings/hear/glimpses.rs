//! Tellings seen from afar: for threads and lists, for what is found, and for what happened in a
//! system.

use ::store::{Keeper, Look, Spot};
use ground::Outcome;
use ground::id::{Kind, SystemId, Uuid};
use sharing::{Glimpse, Names, Reader, Sharing, audience};

use super::{Telling, TellingId, heard, matter, open, some, store};
use crate::indexing;

/// Glimpses of those of these tellings that this reader may hear.
pub(crate) async fn glimpsed(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
) -> Outcome<Vec<Glimpse>> {
    let tellings = some(sharing, look, reader, ids).await?;
    Ok(tellings.into_iter().map(|telling| glimpse(reader, telling)).collect())
}

/// The same of those that somebody looks for, with how things were later and the same words in other
/// languages, as far as everybody hears them who hears the telling: two questions more, however many
/// there are, and heard once.
pub(crate) async fn found(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
) -> Outcome<Vec<Glimpse>> {
    let heard = heard(sharing, look, reader, ids, None).await?;
    let ids: Vec<Uuid> = heard.iter().map(|(row, _)| row.id.0).collect();
    let later = indexing::later(look, &ids).await?;
    let ring = sharing.store.keys.ring(ids.iter().map(|id| Keeper::new(*id))).await?;
    let mut glimpses = Vec::with_capacity(heard.len());
    for (row, leave) in heard {
        let keeper = Keeper::new(row.id);
        let Some(telling) = open(&leave, &ring, reader, &Names::default(), row)? else { continue };
        let mut glimpse = glimpse(reader, telling);
        for row in &later {
            if row.id::<Uuid>("telling_id")? != glimpse.id {
                continue;
            }
            let spot = Spot::new(row.id::<Uuid>("id")?, "words");
            glimpse.says.extend(leave.open(&ring, keeper, spot, &row.sealed("words")?)?);
        }
        glimpses.push(glimpse);
    }
    Ok(glimpses)
}

/// How a telling looks from afar.
fn glimpse(reader: &Reader, telling: Telling) -> Glimpse {
    Glimpse {
        kind: Kind::Telling,
        id: telling.id.0,
        system: telling.system,
        heading: telling.heading(),
        at: telling.at,
        path: reader.person_id().map(|_| format!("/stories/{}", telling.id)),
        says: vec![telling.words],
    }
}

/// What was told to the people of a system of late, as far as this reader hears it as one of them:
/// what only some were named for stands in no page of what happened, and neither does what
/// somebody keeps to themselves, since such a page is printed and laid on a table. At most 20.
pub(crate) async fn told_here(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
) -> Outcome<Vec<Glimpse>> {
    let ids = audience::listed(look, reader, system, Kind::Telling, None).await?;
    let ids: Vec<TellingId> = ids.into_iter().map(TellingId).collect();
    let mut rows = store::by_ids(look, &ids).await?;
    rows.retain(|row| {
        let matter = matter(row);
        let reaches = matter.systems.contains(&system) || matter.anyone;
        let waits = matter.waits_for_second_reader() || matter.waits_to_be_read_back;
        reaches && !waits && !sharing.hearing_leaves_a_mark(reader, &matter)
    });
    let ids: Vec<TellingId> = rows.iter().map(|row| row.id).collect();
    glimpsed(sharing, look, reader, &ids).await
}
