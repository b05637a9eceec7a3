//! Opening a question: because of one thing, of several that somebody laid side by side, or of
//! nothing that they say.

use ground::id::{Kind, Thing};
use ground::{Moment, Outcome};
use sharing::lineage::{self, BecauseId, Cause, Placed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Reader, Sharing};

use super::{InquiryId, Opened, store};
use crate::because::{self, BecauseOf};
use crate::kept;

/// Opens a question. Anybody who plays a part in the system may.
pub async fn open(
    sharing: &Sharing,
    reader: &Reader,
    id: InquiryId,
    opened: &Opened,
    at: Moment,
) -> Outcome<()> {
    open_because_of(sharing, reader, id, (opened, &[]), at).await
}

/// The same, because of other things besides: whoever asks found them through what they may see.
/// Each link stands in the system of the thing too, where it says nothing of anybody.
pub async fn open_because_of(
    sharing: &Sharing,
    reader: &Reader,
    id: InquiryId,
    (opened, besides): (&Opened, &[Placed]),
    at: Moment,
) -> Outcome<()> {
    let system = opened.system;
    let (by, place) = kept::taking_part(sharing, reader, system)?;
    let ring = kept::ring(sharing, system).await?;
    let row = store::NewInquiry::seal(&ring, id, place, opened, by, at)?;
    let what = Placed { thing: Thing::new(Kind::Inquiry, id), system };
    let mut given: Vec<BecauseOf> = opened.because.iter().cloned().collect();
    for cause in besides.iter().copied().map(Cause::Of) {
        if given.iter().all(|known| known.cause != cause) {
            given.push(BecauseOf { cause, why: None });
        }
    }
    let links = given.iter();
    let links = links.map(|one| because::seal(&ring, what, BecauseId::random(), one, by, at));
    let links = links.collect::<Outcome<Vec<_>>>()?;
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, system).await?;
        store::insert(work, &row).await?;
        for because in &links {
            lineage::say(work, because).await?;
        }
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), what.thing)).await
    })
}
