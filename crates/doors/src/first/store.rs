//! The rows of first links. A spent one says that the first place was named.

use ::store::{Look, TokenHash, Work, bind, sql};
use ground::id::{PersonId, Uuid};
use ground::{Moment, Outcome};

use super::Named;

pub(super) async fn is_closed(look: &mut Look) -> Outcome<bool> {
    let row = look
        .maybe(sql!("SELECT made FROM first_links WHERE spent IS NOT NULL LIMIT 1"), bind())
        .await?;
    Ok(row.is_some())
}

pub(super) async fn is_waiting(look: &mut Look, hash: &TokenHash) -> Outcome<bool> {
    let row = look
        .maybe(
            sql!("SELECT made FROM first_links WHERE hash = $1 AND spent IS NULL"),
            bind().hash(hash),
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn keep(
    work: &mut Work,
    hash: &TokenHash,
    made: Moment,
    spent: Option<Moment>,
) -> Outcome<()> {
    work.run(
        sql!("INSERT INTO first_links (hash, made, spent) VALUES ($1, $2, $3)"),
        bind().hash(hash).moment(made).maybe_moment(spent),
    )
    .await?;
    Ok(())
}

pub(super) async fn spend(
    work: &mut Work,
    hash: &TokenHash,
    form: Uuid,
    named: Named,
    now: Moment,
) -> Outcome<bool> {
    let spent = work
        .run(
            sql!(
                "UPDATE first_links SET spent = $2, spent_by = $3, place_id = $4, person_id = $5 \
                 WHERE hash = $1 AND spent IS NULL"
            ),
            bind().hash(hash).moment(now).id(form).id(named.place).id(named.person),
        )
        .await?;
    Ok(spent == 1)
}

pub(super) async fn named_by(
    look: &mut Look,
    hash: &TokenHash,
    form: Uuid,
    since: Moment,
) -> Outcome<Option<Named>> {
    let row = look
        .maybe(
            sql!(
                "SELECT place_id, person_id FROM first_links WHERE hash = $1 AND spent_by = $2 \
                 AND spent > $3 AND place_id IS NOT NULL AND person_id IS NOT NULL"
            ),
            bind().hash(hash).id(form).moment(since),
        )
        .await?;
    row.map(|row| Ok(Named { place: row.id("place_id")?, person: row.id("person_id")? }))
        .transpose()
}

pub(super) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(
        sql!("UPDATE first_links SET person_id = NULL WHERE person_id = $1"),
        bind().id(person),
    )
    .await?;
    Ok(())
}

pub(super) async fn clear(work: &mut Work) -> Outcome<()> {
    work.run(sql!("DELETE FROM first_links WHERE spent IS NULL"), bind()).await?;
    Ok(())
}
