//! The rows of passkeys, and of what waits to be signed by one.

use ::store::{Look, Row, Sealed, TokenHash, Work, bind, sql};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};

use super::{Key, MOST, Passkey, PasskeyId};

pub(super) async fn keep(
    work: &mut Work,
    id: PasskeyId,
    person: PersonId,
    (hash, key): (&TokenHash, &Key),
    name: Option<Sealed>,
    now: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO passkeys (id, person_id, hash, public_key, counter, may_be_copied, \
             is_copied, name, added) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        bind()
            .id(id)
            .id(person)
            .hash(hash)
            .bytes(&key.public_key)
            .number(key.counter)
            .flag(key.may_be_copied)
            .flag(key.is_copied)
            .maybe_sealed(name)
            .moment(now),
    )
    .await?;
    Ok(())
}

/// The passkey with this hash: which it is, whose, and its key.
pub(super) async fn by_hash(
    look: &mut Look,
    hash: &TokenHash,
) -> Outcome<Option<(PasskeyId, PersonId, Key)>> {
    let row = look
        .maybe(
            sql!(
                "SELECT id, person_id, public_key, counter, may_be_copied, is_copied \
                 FROM passkeys WHERE hash = $1 LIMIT 1"
            ),
            bind().hash(hash),
        )
        .await?;
    row.map(|row| Ok((row.id("id")?, row.id("person_id")?, key(&row)?))).transpose()
}

/// Writes down what the device said with its signature, and on which day.
pub(super) async fn used(work: &mut Work, id: PasskeyId, key: &Key, day: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE passkeys SET counter = $2, may_be_copied = $3, is_copied = $4, used = $5 \
             WHERE id = $1"
        ),
        bind().id(id).number(key.counter).flag(key.may_be_copied).flag(key.is_copied).moment(day),
    )
    .await?;
    Ok(())
}

pub(super) async fn of_person(look: &mut Look, person: PersonId) -> Outcome<Vec<Passkey<Sealed>>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, name, added, used FROM passkeys WHERE person_id = $1 \
                 ORDER BY added, id LIMIT $2"
            ),
            bind().id(person).number(MOST),
        )
        .await?;
    let read = |row: &Row| {
        Ok(Passkey {
            id: row.id("id")?,
            name: row.maybe_sealed("name")?,
            added: row.moment("added")?,
            used: row.maybe_moment("used")?,
        })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn many(look: &mut Look, person: PersonId) -> Outcome<i64> {
    let row = look
        .one(sql!("SELECT COUNT(*) AS many FROM passkeys WHERE person_id = $1"), bind().id(person))
        .await?;
    row.number("many")
}

/// Whether this very passkey is theirs already.
pub(super) async fn is_kept(look: &mut Look, person: PersonId, id: PasskeyId) -> Outcome<bool> {
    let row = look
        .maybe(
            sql!("SELECT id FROM passkeys WHERE id = $1 AND person_id = $2"),
            bind().id(id).id(person),
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn end(work: &mut Work, person: PersonId, id: PasskeyId) -> Outcome<u64> {
    work.run(
        sql!("DELETE FROM passkeys WHERE person_id = $1 AND id = $2"),
        bind().id(person).id(id),
    )
    .await
}

pub(super) async fn end_since(work: &mut Work, person: PersonId, since: Moment) -> Outcome<()> {
    work.run(
        sql!("DELETE FROM passkeys WHERE person_id = $1 AND added >= $2"),
        bind().id(person).moment(since),
    )
    .await?;
    Ok(())
}

pub(super) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM passkeys WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}

/// Keeps what is asked, in place of what was asked there before.
pub(super) async fn ask(
    work: &mut Work,
    hash: &TokenHash,
    state: &[u8],
    until: Moment,
) -> Outcome<()> {
    work.run(sql!("DELETE FROM passkey_asks WHERE hash = $1"), bind().hash(hash)).await?;
    work.run(
        sql!("INSERT INTO passkey_asks (hash, state, until) VALUES ($1, $2, $3)"),
        bind().hash(hash).bytes(state).moment(until),
    )
    .await?;
    Ok(())
}

/// Takes what was asked, so that it is answered once; nothing when it is over.
pub(super) async fn take(
    work: &mut Work,
    hash: &TokenHash,
    now: Moment,
) -> Outcome<Option<Vec<u8>>> {
    let row = work
        .maybe(
            sql!("SELECT state FROM passkey_asks WHERE hash = $1 AND until > $2"),
            bind().hash(hash).moment(now),
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let taken =
        work.run(sql!("DELETE FROM passkey_asks WHERE hash = $1"), bind().hash(hash)).await?;
    if taken == 1 { row.bytes("state").map(Some) } else { Ok(None) }
}

pub(super) async fn sweep(work: &mut Work, now: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "DELETE FROM passkey_asks WHERE hash IN \
             (SELECT hash FROM passkey_asks WHERE until <= $1 LIMIT 500)"
        ),
        bind().moment(now),
    )
    .await?;
    Ok(())
}

fn key(row: &Row) -> Outcome<Key> {
    Ok(Key {
        public_key: row.bytes("public_key")?,
        counter: row.number("counter")?,
        may_be_copied: row.flag("may_be_copied")?,
        is_copied: row.flag("is_copied")?,
    })
}

/// What the library cannot read of what it wrote itself.
pub(super) fn unread(error: impl std::fmt::Display) -> Fault {
    Fault::Inside(format!("a passkey's row: {error}"))
}
