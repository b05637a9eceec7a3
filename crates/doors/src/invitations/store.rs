//! The rows of invitations.

use ::store::{Look, Sealed, TokenHash, Work, bind, sql};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};

use super::{Invitation, InvitationId, Waiting};

/// Writes an invitation; one with the same id that waits still gets this link and these words.
pub(super) async fn keep(
    work: &mut Work,
    invitation: &Invitation,
    hash: &TokenHash,
    made: Moment,
    until: Moment,
) -> Outcome<()> {
    let kept = work
        .run(
            sql!(
                "INSERT INTO invitations \
                 (system_id, id, hash, place_id, given_by, words, made, until) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                 ON CONFLICT (system_id, id) DO UPDATE \
                 SET hash = excluded.hash, words = excluded.words \
                 WHERE invitations.taken IS NULL AND invitations.ended IS NULL \
                 AND invitations.until > excluded.made \
                 AND invitations.given_by = excluded.given_by"
            ),
            bind()
                .id(invitation.system)
                .id(invitation.id)
                .hash(hash)
                .id(invitation.place)
                .id(invitation.given_by)
                .maybe_sealed(invitation.words.clone())
                .moment(made)
                .moment(until),
        )
        .await?;
    if kept == 1 { Ok(()) } else { Err(Fault::Already) }
}

pub(super) async fn find(
    look: &mut Look,
    hash: &TokenHash,
    now: Moment,
) -> Outcome<Option<Invitation>> {
    let row = look
        .maybe(
            sql!(
                "SELECT system_id, id, place_id, given_by, words FROM invitations \
                 WHERE hash = $1 AND taken IS NULL AND ended IS NULL AND until > $2 LIMIT 1"
            ),
            bind().hash(hash).moment(now),
        )
        .await?;
    row.map(|row| {
        Ok(Invitation {
            id: row.id("id")?,
            system: row.id("system_id")?,
            place: row.id("place_id")?,
            given_by: row.id("given_by")?,
            words: row.maybe_sealed("words")?,
        })
    })
    .transpose()
}

pub(super) async fn waiting(
    look: &mut Look,
    system: SystemId,
    now: Moment,
) -> Outcome<Vec<(Waiting, Option<Sealed>)>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, given_by, words, made, until FROM invitations \
                 WHERE system_id = $1 AND taken IS NULL AND ended IS NULL AND until > $2 \
                 ORDER BY made DESC, id LIMIT 200"
            ),
            bind().id(system).moment(now),
        )
        .await?;
    rows.iter()
        .map(|row| {
            let waiting = Waiting {
                id: row.id("id")?,
                given_by: row.id("given_by")?,
                made: row.moment("made")?,
                until: row.moment("until")?,
                words: None,
            };
            Ok((waiting, row.maybe_sealed("words")?))
        })
        .collect()
}

pub(super) async fn end(
    work: &mut Work,
    system: SystemId,
    id: InvitationId,
    now: Moment,
) -> Outcome<bool> {
    let ended = work
        .run(
            sql!(
                "UPDATE invitations SET ended = $3, words = NULL WHERE system_id = $1 AND id = $2 \
                 AND ended IS NULL AND taken IS NULL"
            ),
            bind().id(system).id(id).moment(now),
        )
        .await?;
    Ok(ended == 1)
}

/// Says whether it was taken by this write. The words were for whoever took it, and go.
pub(super) async fn take(
    work: &mut Work,
    invitation: &Invitation,
    person: PersonId,
    form: Uuid,
    now: Moment,
) -> Outcome<bool> {
    let taken = work
        .run(
            sql!(
                "UPDATE invitations SET taken = $3, taken_by = $4, taken_form = $5, words = NULL \
                 WHERE system_id = $1 AND id = $2 AND taken IS NULL AND ended IS NULL \
                 AND until > $3"
            ),
            bind().id(invitation.system).id(invitation.id).moment(now).id(person).id(form),
        )
        .await?;
    Ok(taken == 1)
}

/// Writes an invitation that was taken as it was given: somebody sat beside whoever gave it.
pub(super) async fn keep_taken(
    work: &mut Work,
    invitation: &Invitation,
    hash: &TokenHash,
    person: PersonId,
    form: Uuid,
    now: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO invitations \
             (system_id, id, hash, place_id, given_by, made, until, taken, taken_by, taken_form) \
             VALUES ($1, $2, $3, $4, $5, $6, $6, $6, $7, $8)"
        ),
        bind()
            .id(invitation.system)
            .id(invitation.id)
            .hash(hash)
            .id(invitation.place)
            .id(invitation.given_by)
            .moment(now)
            .id(person)
            .id(form),
    )
    .await?;
    Ok(())
}

/// Who came when this person sent this form about this system.
pub(super) async fn handed_by_form(
    look: &mut Look,
    invitation: &Invitation,
    form: Uuid,
    since: Moment,
) -> Outcome<Option<PersonId>> {
    let row = look
        .maybe(
            sql!(
                "SELECT taken_by FROM invitations WHERE system_id = $1 AND id = $2 \
                 AND given_by = $3 AND taken_form = $4 AND taken > $5"
            ),
            bind()
                .id(invitation.system)
                .id(invitation.id)
                .id(invitation.given_by)
                .id(form)
                .moment(since),
        )
        .await?;
    row.map(|row| row.id("taken_by")).transpose()
}

pub(super) async fn taken_by_form(
    look: &mut Look,
    hash: &TokenHash,
    form: Uuid,
    since: Moment,
) -> Outcome<Option<(PersonId, SystemId, SystemId)>> {
    let row = look
        .maybe(
            sql!(
                "SELECT taken_by, system_id, place_id FROM invitations \
                 WHERE hash = $1 AND taken_form = $2 AND taken > $3 LIMIT 1"
            ),
            bind().hash(hash).id(form).moment(since),
        )
        .await?;
    row.map(|row| Ok((row.id("taken_by")?, row.id("system_id")?, row.id("place_id")?))).transpose()
}
