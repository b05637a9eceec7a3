//! The rows of counted tries.

use ::store::{Look, TokenHash, Work, bind, sql};
use ground::Outcome;

pub(super) async fn so_far(look: &mut Look, hash: &TokenHash, hour: i64) -> Outcome<i64> {
    let row = look
        .maybe(
            sql!("SELECT tries FROM wrong_tries WHERE hash = $1 AND hour = $2"),
            bind().hash(hash).number(hour),
        )
        .await?;
    row.map_or(Ok(0), |row| row.number("tries"))
}

pub(super) async fn add(work: &mut Work, hash: &TokenHash, hour: i64) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO wrong_tries (hash, hour, tries) VALUES ($1, $2, 1) \
             ON CONFLICT (hash, hour) DO UPDATE SET tries = wrong_tries.tries + 1"
        ),
        bind().hash(hash).number(hour),
    )
    .await?;
    Ok(())
}

pub(super) async fn sweep(work: &mut Work, hour: i64) -> Outcome<()> {
    work.run(
        sql!(
            "DELETE FROM wrong_tries WHERE hash IN \
             (SELECT hash FROM wrong_tries WHERE hour < $1 LIMIT 500) AND hour < $1"
        ),
        bind().number(hour),
    )
    .await?;
    Ok(())
}
