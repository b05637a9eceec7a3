//! Leave for somebody to do something to a life, asked inside the transaction that does it.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use sharing::{Action, Matter, Reader, SectionMatter, Sharing};
use store::Look;

use crate::corner;
use crate::lives;
use crate::sections::SectionId;

/// Leave for this person to decide about a life: they hold its pen. To whoever is let in it is said
/// who decides; to everybody else it is not there.
pub(crate) async fn holding(
    sharing: &Sharing,
    look: &mut Look,
    by: PersonId,
    life: SystemId,
    now: Moment,
) -> Outcome<Reader> {
    let reader = Reader::person(look, by).await?;
    let matter = Matter::Section(SectionMatter::of(life));
    if sharing.leave_or_none(&reader, Action::HoldPen, &matter)?.is_some() {
        return Ok(reader);
    }
    let known = of_life(look, &reader, life, now, None).await?;
    sharing.leave(&reader, Action::KnowOf, &Matter::Section(known))?;
    Err(Fault::NotAllowed("not-allowed-only-whose-page"))
}

/// Leave for this person to write in a part of a life. Whoever may read it and not write is told who
/// can.
pub(crate) async fn writing(
    sharing: &Sharing,
    look: &mut Look,
    by: PersonId,
    (life, section): (SystemId, SectionId),
    now: Moment,
) -> Outcome<Reader> {
    let reader = Reader::person(look, by).await?;
    let known = of_life(look, &reader, life, now, None).await?;
    sharing.leave(&reader, Action::KnowOf, &Matter::Section(known))?;
    let matter = Matter::Section(of_life(look, &reader, life, now, Some(section)).await?);
    if sharing.leave_or_none(&reader, Action::WriteIn, &matter)?.is_some() {
        return Ok(reader);
    }
    sharing.leave(&reader, Action::ReadSection, &matter)?;
    Err(Fault::NotAllowed("not-allowed-only-who-may-write"))
}

/// Leave for this person to know that a life is there.
pub(crate) async fn knowing(
    sharing: &Sharing,
    look: &mut Look,
    by: PersonId,
    life: SystemId,
    now: Moment,
) -> Outcome<Reader> {
    let reader = Reader::person(look, by).await?;
    let known = of_life(look, &reader, life, now, None).await?;
    sharing.leave(&reader, Action::KnowOf, &Matter::Section(known))?;
    Ok(reader)
}

/// What the policies are asked about one part of a life, or about the whole of it, as far as it
/// concerns this reader.
async fn of_life(
    look: &mut Look,
    reader: &Reader,
    life: SystemId,
    now: Moment,
    section: Option<SectionId>,
) -> Outcome<SectionMatter> {
    let row = lives::store::find(look, life).await?;
    let let_in = corner::store::for_reader(look, life, reader, now).await?;
    Ok(corner::matter((life, row.is_closed()), &let_in, section))
}
