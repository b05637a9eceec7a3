//! The rows of first links. A spent one says that the first place was named.

use ::store::{Look, TokenHash, Work, bind, sql};
use ground::{Moment, Outcome};

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

pub(super) async fn spend(work: &mut Work, hash: &TokenHash, now: Moment) -> Outcome<bool> {
    let spent = work
        .run(
            sql!("UPDATE first_links SET spent = $2 WHERE hash = $1 AND spent IS NULL"),
            bind().hash(hash).moment(now),
        )
        .await?;
    Ok(spent == 1)
}

pub(super) async fn clear(work: &mut Work) -> Outcome<()> {
    work.run(sql!("DELETE FROM first_links WHERE spent IS NULL"), bind()).await?;
    Ok(())
}
