//! The rows of cards.

use ::store::{Look, TokenHash, Work, bind, sql};
use ground::id::PersonId;
use ground::{Moment, Outcome};

use super::CardId;

pub(super) async fn keep(
    work: &mut Work,
    id: CardId,
    person: PersonId,
    (code, words): (&TokenHash, &TokenHash),
    beside: Option<PersonId>,
    now: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO cards (id, person_id, code_hash, words_hash, handed_by, made) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind().id(id).id(person).hash(code).hash(words).maybe_id(beside).moment(now),
    )
    .await?;
    Ok(())
}

pub(super) async fn end(work: &mut Work, person: PersonId, now: Moment) -> Outcome<u64> {
    work.run(
        sql!("UPDATE cards SET ended = $2 WHERE person_id = $1 AND ended IS NULL"),
        bind().id(person).moment(now),
    )
    .await
}

/// Since when somebody has had a card that holds: the oldest, while several do.
pub(super) async fn since(look: &mut Look, person: PersonId) -> Outcome<Option<Moment>> {
    let row = look
        .one(
            sql!("SELECT MIN(made) AS since FROM cards WHERE person_id = $1 AND ended IS NULL"),
            bind().id(person),
        )
        .await?;
    row.maybe_moment("since")
}

/// How many cards of somebody's hold.
pub(super) async fn many(look: &mut Look, person: PersonId) -> Outcome<i64> {
    let row = look
        .one(
            sql!("SELECT COUNT(*) AS many FROM cards WHERE person_id = $1 AND ended IS NULL"),
            bind().id(person),
        )
        .await?;
    row.number("many")
}

pub(super) async fn made(look: &mut Look, person: PersonId) -> Outcome<Option<Moment>> {
    let row = look
        .maybe(
            sql!(
                "SELECT made FROM cards WHERE person_id = $1 AND ended IS NULL \
                 ORDER BY made DESC LIMIT 1"
            ),
            bind().id(person),
        )
        .await?;
    row.map(|row| row.moment("made")).transpose()
}

pub(super) async fn was_handed(look: &mut Look, person: PersonId) -> Outcome<bool> {
    let row = look
        .maybe(
            sql!(
                "SELECT id FROM cards WHERE person_id = $1 AND ended IS NULL \
                 AND handed_by IS NOT NULL LIMIT 1"
            ),
            bind().id(person),
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn by_code(look: &mut Look, code: &TokenHash) -> Outcome<Option<PersonId>> {
    let row = look
        .maybe(
            sql!("SELECT person_id FROM cards WHERE code_hash = $1 AND ended IS NULL LIMIT 1"),
            bind().hash(code),
        )
        .await?;
    row.map(|row| row.id("person_id")).transpose()
}

pub(super) async fn by_words(look: &mut Look, words: &TokenHash) -> Outcome<Option<PersonId>> {
    let row = look
        .maybe(
            sql!("SELECT person_id FROM cards WHERE words_hash = $1 AND ended IS NULL LIMIT 1"),
            bind().hash(words),
        )
        .await?;
    row.map(|row| row.id("person_id")).transpose()
}

pub(super) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM cards WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}
