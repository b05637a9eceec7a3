//! The rows of sessions.

use ::store::{Look, Row, TokenHash, Work, bind, sql};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};
use sharing::Reader;

use super::{OverBefore, Session, SessionId, Way};

pub(super) async fn keep(
    work: &mut Work,
    hash: &TokenHash,
    id: SessionId,
    person: PersonId,
    way: Way,
    now: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO sessions (hash, id, person_id, opened, seen, by_way) \
             VALUES ($1, $2, $3, $4, $4, $5)"
        ),
        bind().hash(hash).id(id).id(person).moment(now).word(way.word()),
    )
    .await?;
    Ok(())
}

pub(super) async fn find(look: &mut Look, hash: &TokenHash) -> Outcome<Option<Session>> {
    let row = look
        .maybe(
            sql!("SELECT id, person_id, opened, seen, by_way FROM sessions WHERE hash = $1"),
            bind().hash(hash),
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// The session, and its person as a reader: one question, since every page begins with it.
pub(super) async fn find_with_reader(
    look: &mut Look,
    hash: &TokenHash,
) -> Outcome<Option<(Session, Reader)>> {
    let rows = look
        .all(
            sql!(
                "SELECT s.id, s.person_id, s.opened, s.seen, s.by_way, p.under_18, \
                 t.system_id, t.place_id, COALESCE(t.kind, '') AS kind \
                 FROM sessions s JOIN persons p ON p.id = s.person_id LEFT JOIN standings t \
                 ON t.person_id = s.person_id AND t.ended IS NULL WHERE s.hash = $1 LIMIT 200"
            ),
            bind().hash(hash),
        )
        .await?;
    let Some(session) = rows.first().map(read).transpose()? else { return Ok(None) };
    let reader = Reader::of_rows(session.person, &rows)?;
    Ok(Some((session, reader)))
}

pub(super) async fn of_person(look: &mut Look, person: PersonId) -> Outcome<Vec<Session>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, person_id, opened, seen, by_way FROM sessions \
                 WHERE person_id = $1 ORDER BY seen DESC, id LIMIT 200"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(read).collect()
}

pub(super) async fn seen(
    work: &mut Work,
    hash: &TokenHash,
    now: Moment,
    hour_ago: Moment,
) -> Outcome<()> {
    work.run(
        sql!("UPDATE sessions SET seen = $2 WHERE hash = $1 AND seen <= $3"),
        bind().hash(hash).moment(now).moment(hour_ago),
    )
    .await?;
    Ok(())
}

pub(super) async fn end(work: &mut Work, person: PersonId, id: SessionId) -> Outcome<u64> {
    work.run(
        sql!("DELETE FROM sessions WHERE person_id = $1 AND id = $2"),
        bind().id(person).id(id),
    )
    .await
}

pub(super) async fn end_this(work: &mut Work, hash: &TokenHash) -> Outcome<()> {
    work.run(sql!("DELETE FROM sessions WHERE hash = $1"), bind().hash(hash)).await?;
    Ok(())
}

pub(super) async fn end_all(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM sessions WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}

pub(super) async fn end_over(work: &mut Work, person: PersonId, over: OverBefore) -> Outcome<()> {
    work.run(
        sql!("DELETE FROM sessions WHERE person_id = $1 AND (opened <= $2 OR seen <= $3)"),
        bind().id(person).moment(over.opened).moment(over.seen),
    )
    .await?;
    Ok(())
}

pub(super) async fn sweep(work: &mut Work, over: OverBefore) -> Outcome<()> {
    work.run(
        sql!(
            "DELETE FROM sessions WHERE hash IN (SELECT hash FROM sessions \
             WHERE opened <= $1 OR seen <= $2 LIMIT 500)"
        ),
        bind().moment(over.opened).moment(over.seen),
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Outcome<Session> {
    let way = Way::parse(&row.word("by_way")?)
        .ok_or_else(|| Fault::Inside("a session by an unknown way".to_owned()))?;
    Ok(Session {
        id: row.id("id")?,
        person: row.id("person_id")?,
        opened: row.moment("opened")?,
        seen: row.moment("seen")?,
        way,
    })
}
