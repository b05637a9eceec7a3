//! The rows of what others did at somebody's doors.

use ::store::{Look, Row, Work, bind, sql};
use ground::id::PersonId;
use ground::{After, Fault, Moment, Outcome, Stretch};

use super::{News, NewsId, NewsKind, PAGE};
use crate::Told;

pub(super) async fn keep(
    work: &mut Work,
    id: NewsId,
    person: PersonId,
    kind: NewsKind,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!("INSERT INTO door_news (id, person_id, kind, by_id, at) VALUES ($1, $2, $3, $4, $5)"),
        bind().id(id).id(person).word(kind.word()).maybe_id(kind.by()).moment(at),
    )
    .await?;
    Ok(())
}

/// What was done since then, and what its person was not told of yet; newest first.
pub(super) async fn of(
    look: &mut Look,
    person: PersonId,
    since: Moment,
    after: Option<After>,
) -> Outcome<Stretch<News>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, kind, by_id, at FROM door_news \
                 WHERE person_id = $1 AND (told IS NULL OR at > $2) \
                 AND at <= $3 AND (at < $3 OR id < $4) ORDER BY at DESC, id DESC LIMIT $5"
            ),
            bind().id(person).moment(since).latest(after, PAGE),
        )
        .await?;
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, PAGE, News::turn))
}

pub(super) async fn tell(
    work: &mut Work,
    person: PersonId,
    told: Told,
    now: Moment,
) -> Outcome<()> {
    let Told { newest, oldest } = told;
    work.run(
        sql!(
            "UPDATE door_news SET told = $2 WHERE person_id = $1 AND told IS NULL \
             AND (at < $3 OR (at = $3 AND id <= $4)) AND (at > $5 OR (at = $5 AND id >= $6))"
        ),
        bind()
            .id(person)
            .moment(now)
            .moment(newest.at)
            .id(newest.id)
            .moment(oldest.at)
            .id(oldest.id),
    )
    .await?;
    Ok(())
}

pub(super) async fn sweep(work: &mut Work, unlisted: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "DELETE FROM door_news WHERE id IN \
             (SELECT id FROM door_news WHERE told IS NOT NULL AND at < $1 LIMIT 500)"
        ),
        bind().moment(unlisted),
    )
    .await?;
    Ok(())
}

pub(super) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM door_news WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}

fn read(row: &Row) -> Outcome<News> {
    let kind = NewsKind::parse(&row.word("kind")?, row.maybe_id("by_id")?)
        .ok_or_else(|| Fault::Inside("news of an unknown kind".to_owned()))?;
    Ok(News { id: row.id("id")?, kind, at: row.moment("at")? })
}
