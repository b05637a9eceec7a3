//! The rows of addresses.

use ::store::{Look, Sealed, TokenHash, Work, bind, sql};
use ground::id::PersonId;
use ground::{Moment, Outcome};

pub(super) async fn keep(
    work: &mut Work,
    hash: &TokenHash,
    person: PersonId,
    address: Sealed,
    now: Moment,
) -> Outcome<()> {
    work.run(
        sql!("INSERT INTO addresses (hash, person_id, address, made) VALUES ($1, $2, $3, $4)"),
        bind().hash(hash).id(person).sealed(address).moment(now),
    )
    .await?;
    Ok(())
}

pub(super) async fn remove(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM addresses WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}

pub(super) async fn find(look: &mut Look, hash: &TokenHash) -> Outcome<Option<PersonId>> {
    let row = look
        .maybe(sql!("SELECT person_id FROM addresses WHERE hash = $1"), bind().hash(hash))
        .await?;
    row.map(|row| row.id("person_id")).transpose()
}

pub(super) async fn of_person(look: &mut Look, person: PersonId) -> Outcome<Option<Sealed>> {
    let row = look
        .maybe(
            sql!("SELECT address FROM addresses WHERE person_id = $1 LIMIT 1"),
            bind().id(person),
        )
        .await?;
    row.map(|row| row.sealed("address")).transpose()
}
