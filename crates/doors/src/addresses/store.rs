//! The rows of addresses, of claims, and of the links that confirm them.

use ::store::{Look, Sealed, TokenHash, Work, bind, sql};
use ground::id::{PersonId, Uuid};
use ground::{Fault, Moment, Outcome};

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

pub(super) async fn keep_claim(
    work: &mut Work,
    hash: &TokenHash,
    person: PersonId,
    address: Sealed,
    now: Moment,
) -> Outcome<()> {
    work.run(
        sql!("INSERT INTO address_claims (person_id, hash, address, made) VALUES ($1, $2, $3, $4)"),
        bind().id(person).hash(hash).sealed(address).moment(now),
    )
    .await?;
    Ok(())
}

/// Everything of somebody's: the address, the claim, and the links.
pub(super) async fn remove(work: &mut Work, person: PersonId) -> Outcome<()> {
    remove_confirmed(work, person).await?;
    remove_claim(work, person).await
}

pub(super) async fn remove_confirmed(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM addresses WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}

/// Says whether there was one to remove.
pub(super) async fn remove_confirmed_since(
    work: &mut Work,
    person: PersonId,
    since: Moment,
) -> Outcome<bool> {
    let removed = work
        .run(
            sql!("DELETE FROM addresses WHERE person_id = $1 AND made >= $2"),
            bind().id(person).moment(since),
        )
        .await?;
    Ok(removed > 0)
}

/// The claim and every link for one.
pub(super) async fn remove_claim(work: &mut Work, person: PersonId) -> Outcome<()> {
    remove_claim_row(work, person).await?;
    work.run(sql!("DELETE FROM address_links WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}

/// The claim alone: the link that confirmed it stays, since its form may be sent again.
pub(super) async fn remove_claim_row(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM address_claims WHERE person_id = $1"), bind().id(person)).await?;
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

pub(super) async fn claim_of(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Option<(TokenHash, Sealed)>> {
    let row = look
        .maybe(
            sql!("SELECT hash, address FROM address_claims WHERE person_id = $1"),
            bind().id(person),
        )
        .await?;
    row.map(|row| Ok((hash(&row.bytes("hash")?)?, row.sealed("address")?))).transpose()
}

pub(super) async fn keep_link(
    work: &mut Work,
    link: &TokenHash,
    person: PersonId,
    address: &TokenHash,
    made: Moment,
    until: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO address_links (hash, person_id, address_hash, made, until) \
             VALUES ($1, $2, $3, $4, $5)"
        ),
        bind().hash(link).id(person).hash(address).moment(made).moment(until),
    )
    .await?;
    Ok(())
}

/// Whose address a link confirms, and which, as long as it waits.
pub(super) async fn waiting_link(
    look: &mut Look,
    link: &TokenHash,
    now: Moment,
) -> Outcome<Option<(PersonId, TokenHash)>> {
    let row = look
        .maybe(
            sql!(
                "SELECT person_id, address_hash FROM address_links \
                 WHERE hash = $1 AND spent IS NULL AND until > $2"
            ),
            bind().hash(link).moment(now),
        )
        .await?;
    row.map(|row| Ok((row.id("person_id")?, hash(&row.bytes("address_hash")?)?))).transpose()
}

/// Says whether it was spent by this write.
pub(super) async fn spend_link(
    work: &mut Work,
    link: &TokenHash,
    form: Uuid,
    now: Moment,
) -> Outcome<bool> {
    let spent = work
        .run(
            sql!(
                "UPDATE address_links SET spent = $2, spent_by = $3 \
                 WHERE hash = $1 AND spent IS NULL AND until > $2"
            ),
            bind().hash(link).moment(now).id(form),
        )
        .await?;
    Ok(spent == 1)
}

pub(super) async fn link_spent_by(
    look: &mut Look,
    link: &TokenHash,
    form: Uuid,
    since: Moment,
) -> Outcome<Option<PersonId>> {
    let row = look
        .maybe(
            sql!(
                "SELECT person_id FROM address_links \
                 WHERE hash = $1 AND spent_by = $2 AND spent > $3"
            ),
            bind().hash(link).id(form).moment(since),
        )
        .await?;
    row.map(|row| row.id("person_id")).transpose()
}

pub(super) async fn sweep_links(work: &mut Work, over: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "DELETE FROM address_links WHERE hash IN \
             (SELECT hash FROM address_links WHERE until < $1 LIMIT 500)"
        ),
        bind().moment(over),
    )
    .await?;
    Ok(())
}

fn hash(bytes: &[u8]) -> Outcome<TokenHash> {
    let whole = bytes.try_into().map_err(|_| Fault::Inside("a hash of another size".to_owned()))?;
    Ok(TokenHash(whole))
}
