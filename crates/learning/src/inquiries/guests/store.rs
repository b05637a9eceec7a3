//! The rows of whom the group asked in.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Work, bind, sql};

use super::super::InquiryId;
use super::{Guest, GuestId};

pub(crate) async fn insert(
    work: &mut Work,
    system: SystemId,
    inquiry: InquiryId,
    guest: Guest,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO guests (system_id, inquiry_id, id, person_id, asked_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind()
            .id(system)
            .id(inquiry)
            .id(guest.id)
            .id(guest.person)
            .id(guest.asked_by)
            .moment(guest.at),
    )
    .await?;
    Ok(())
}

/// One asking-in, whether it has ended or not.
pub(crate) async fn one(
    look: &mut Look,
    system: SystemId,
    inquiry: InquiryId,
    id: GuestId,
) -> Outcome<Option<Guest>> {
    let row = look
        .maybe(
            sql!(
                "SELECT id, person_id, asked_by, at, ended, ended_by FROM guests \
                 WHERE system_id = $1 AND inquiry_id = $2 AND id = $3"
            ),
            bind().id(system).id(inquiry).id(id),
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Ends one. Somebody who did so meanwhile was first.
pub(super) async fn end(
    work: &mut Work,
    (system, inquiry, id): (SystemId, InquiryId, GuestId),
    (at, by): (Moment, PersonId),
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE guests SET ended = $4, ended_by = $5 \
                 WHERE system_id = $1 AND inquiry_id = $2 AND id = $3 AND ended IS NULL"
            ),
            bind().id(system).id(inquiry).id(id).moment(at).id(by),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Already) }
}

/// Those that have ended, the latest first.
pub(super) async fn before(
    look: &mut Look,
    system: SystemId,
    inquiry: InquiryId,
) -> Outcome<Vec<Guest>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, person_id, asked_by, at, ended, ended_by FROM guests \
                 WHERE system_id = $1 AND inquiry_id = $2 AND ended IS NOT NULL \
                 ORDER BY ended DESC, id LIMIT 50"
            ),
            bind().id(system).id(inquiry),
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<Guest> {
    Ok(Guest {
        id: row.id("id")?,
        person: row.id("person_id")?,
        asked_by: row.id("asked_by")?,
        at: row.moment("at")?,
        ended: row.maybe_moment("ended")?.zip(row.maybe_id("ended_by")?),
    })
}
