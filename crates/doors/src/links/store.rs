//! The rows of sign-in links.

use ::store::{Look, Row, TokenHash, Work, bind, sql};
use ground::id::{PersonId, Uuid};
use ground::{After, Fault, Moment, Outcome, Stretch};

use super::{By, Link, MadeForYou, PAGE};
use crate::Told;
use crate::sessions::Way;

/// One more than stands on a page, which says that there is another.
const ASKED: i64 = PAGE as i64 + 1;

pub(super) async fn keep(
    work: &mut Work,
    hash: &TokenHash,
    person: PersonId,
    way: Way,
    made: Moment,
    until: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO sign_in_links (hash, person_id, by_way, made, until) \
             VALUES ($1, $2, $3, $4, $5)"
        ),
        bind().hash(hash).id(person).word(way.word()).moment(made).moment(until),
    )
    .await?;
    Ok(())
}

pub(super) async fn waiting(
    look: &mut Look,
    hash: &TokenHash,
    now: Moment,
) -> Outcome<Option<Link>> {
    let row = look
        .maybe(
            sql!(
                "SELECT person_id, by_way, made FROM sign_in_links \
                 WHERE hash = $1 AND spent IS NULL AND until > $2"
            ),
            bind().hash(hash).moment(now),
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Says whether it was spent by this write.
pub(super) async fn spend(
    work: &mut Work,
    hash: &TokenHash,
    form: Uuid,
    now: Moment,
) -> Outcome<bool> {
    let spent = work
        .run(
            sql!(
                "UPDATE sign_in_links SET spent = $2, spent_by = $3 \
                 WHERE hash = $1 AND spent IS NULL AND until > $2"
            ),
            bind().hash(hash).moment(now).id(form),
        )
        .await?;
    Ok(spent == 1)
}

pub(super) async fn link(look: &mut Look, hash: &TokenHash) -> Outcome<Option<Link>> {
    let row = look
        .maybe(
            sql!("SELECT person_id, by_way, made FROM sign_in_links WHERE hash = $1"),
            bind().hash(hash),
        )
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn spent_by(
    look: &mut Look,
    hash: &TokenHash,
    form: Uuid,
    since: Moment,
) -> Outcome<Option<Link>> {
    let row = look
        .maybe(
            sql!(
                "SELECT person_id, by_way, made FROM sign_in_links \
                 WHERE hash = $1 AND spent_by = $2 AND spent > $3"
            ),
            bind().hash(hash).id(form).moment(since),
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// What was made since then, and what its person was not told of yet; newest first.
pub(super) async fn made_for(
    look: &mut Look,
    person: PersonId,
    since: Moment,
    after: Option<After>,
) -> Outcome<Stretch<MadeForYou>> {
    let after = after.unwrap_or(After::LATEST);
    let rows = look
        .all(
            sql!(
                "SELECT hash, made, spent FROM sign_in_links \
                 WHERE person_id = $1 AND by_way = 'operator' AND (told IS NULL OR made > $2) \
                 AND (made < $3 OR (made = $3 AND hash < $4)) \
                 ORDER BY made DESC, hash DESC LIMIT $5"
            ),
            bind().id(person).moment(since).moment(after.at).hash(&from(after)).number(ASKED),
        )
        .await?;
    listed(&rows)
}

/// What its person was not told of yet, but for what opened this very session; newest first.
pub(super) async fn untold(
    look: &mut Look,
    person: PersonId,
    opened: Moment,
) -> Outcome<Stretch<MadeForYou>> {
    let rows = look
        .all(
            sql!(
                "SELECT hash, made, spent FROM sign_in_links \
                 WHERE person_id = $1 AND by_way = 'operator' AND told IS NULL \
                 AND (spent IS NULL OR spent <> $2) ORDER BY made DESC, hash DESC LIMIT $3"
            ),
            bind().id(person).moment(opened).number(ASKED),
        )
        .await?;
    listed(&rows)
}

fn listed(rows: &[Row]) -> Outcome<Stretch<MadeForYou>> {
    let gone = || Fault::Inside("a link without its hash".to_owned());
    let link = |row: &Row| {
        let (made, spent) = (row.moment("made")?, row.maybe_moment("spent")?);
        let hash = row.maybe_hash("hash")?.ok_or_else(gone)?;
        Ok(MadeForYou { made, spent, turn: After { at: made, id: first_half(&hash) } })
    };
    let links = rows.iter().map(link).collect::<Outcome<_>>()?;
    Ok(Stretch::of(links, PAGE, |link: &MadeForYou| link.turn))
}

/// A link has no id. Those of one moment are told apart by the first half of their hash, which no
/// two of them share.
fn first_half(hash: &TokenHash) -> Uuid {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.0[..16]);
    Uuid::from_bytes(half)
}

/// The least hash that begins as what stands there does.
fn from(turn: After) -> TokenHash {
    filled(turn, 0)
}

/// The greatest one.
fn upto(turn: After) -> TokenHash {
    filled(turn, u8::MAX)
}

fn filled(turn: After, rest: u8) -> TokenHash {
    let mut hash = [rest; 32];
    hash[..16].copy_from_slice(turn.id.as_bytes());
    TokenHash(hash)
}

pub(super) async fn tell(
    work: &mut Work,
    (person, opened): (PersonId, Moment),
    told: Told,
    now: Moment,
) -> Outcome<()> {
    let Told { newest, oldest } = told;
    work.run(
        sql!(
            "UPDATE sign_in_links SET told = $3 WHERE person_id = $1 AND by_way = 'operator' \
             AND told IS NULL AND (spent IS NULL OR spent <> $2) \
             AND (made < $4 OR (made = $4 AND hash <= $5)) \
             AND (made > $6 OR (made = $6 AND hash >= $7))"
        ),
        bind()
            .id(person)
            .moment(opened)
            .moment(now)
            .moment(newest.at)
            .hash(&upto(newest))
            .moment(oldest.at)
            .hash(&from(oldest)),
    )
    .await?;
    Ok(())
}

pub(super) async fn sweep(work: &mut Work, over: Moment, unlisted: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "DELETE FROM sign_in_links WHERE hash IN (SELECT hash FROM sign_in_links \
             WHERE until < $1 AND (by_way <> 'operator' OR (told IS NOT NULL AND made < $2)) \
             LIMIT 500)"
        ),
        bind().moment(over).moment(unlisted),
    )
    .await?;
    Ok(())
}

/// Takes away the letters' links that wait; those that the operator made stay listed.
pub(super) async fn drop_mailed(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(
        sql!("DELETE FROM sign_in_links WHERE person_id = $1 AND by_way <> 'operator'"),
        bind().id(person),
    )
    .await?;
    Ok(())
}

pub(super) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    work.run(sql!("DELETE FROM sign_in_links WHERE person_id = $1"), bind().id(person)).await?;
    Ok(())
}

fn read(row: &Row) -> Outcome<Link> {
    let by = By::parse(&row.word("by_way")?)
        .ok_or_else(|| Fault::Inside("a link by an unknown way".to_owned()))?;
    Ok(Link { person: row.id("person_id")?, by, made: row.moment("made")? })
}
