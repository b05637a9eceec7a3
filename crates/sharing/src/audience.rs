//! To whom a thing is offered. The rows narrow every listing exactly; the policies then decide.

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{After, Moment, Outcome, Stretch};
use store::{Look, Row, Work, bind, sql};

use crate::reader::Reader;

/// The name under which everybody signed in at a place is offered something.
pub const ANYONE: Uuid = Uuid::nil();
/// How many things stand on one page of a list.
pub const PAGE: usize = 20;

/// One of those to whom a thing is offered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Audience {
    /// One person.
    Person(PersonId),
    /// Everybody who plays a part in a system.
    System(SystemId),
    /// Anyone signed in at the place.
    Anyone,
}

impl Audience {
    /// The word under which the kind of audience is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::System(_) => "system",
            Self::Anyone => "anyone",
        }
    }

    /// The id under which the audience is stored.
    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Person(person) => person.0,
            Self::System(system) => system.0,
            Self::Anyone => ANYONE,
        }
    }

    /// The audience as it was stored.
    #[must_use]
    pub fn parse(word: &str, id: Uuid) -> Option<Self> {
        match word {
            "person" => Some(Self::Person(PersonId(id))),
            "system" => Some(Self::System(SystemId(id))),
            "anyone" => Some(Self::Anyone),
            _ => None,
        }
    }
}

/// A thing to be offered: what it is, where it is at home, the moment by which it is listed, and the
/// moment at which it is offered.
#[derive(Clone, Copy, Debug)]
pub struct Offered {
    /// What.
    pub thing: Thing,
    /// The system whose row it is.
    pub home: SystemId,
    /// The place its home is in.
    pub place: SystemId,
    /// When it was written, as far as that is kept.
    pub at: Moment,
    /// Now, as far as that is kept: since when whoever is new among those who hear it does so.
    pub since: Moment,
}

/// Offers a thing to these and to nobody else: whatever held before is over with this write. To whom
/// it was offered already it stays offered since then.
pub async fn offer(work: &mut Work, offered: Offered, to: &[Audience]) -> Outcome<()> {
    let stood = since(work, offered.thing).await?;
    withdraw(work, offered.thing).await?;
    let mut rows: Vec<(SystemId, Audience)> = Vec::with_capacity(to.len() * 2);
    for &audience in to {
        rows.push((offered.home, audience));
        match audience {
            Audience::System(system) => rows.push((system, audience)),
            Audience::Anyone => rows.push((offered.place, audience)),
            Audience::Person(_) => {}
        }
    }
    rows.sort_unstable();
    rows.dedup();
    for (system, audience) in rows {
        let before = stood.iter().find(|(to, _)| *to == audience);
        work.run(
            sql!(
                "INSERT INTO audiences \
                 (system_id, to_id, thing_kind, at, thing_id, to_kind, home_id, since) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            bind()
                .id(system)
                .id(audience.id())
                .word(offered.thing.kind.word())
                .moment(offered.at)
                .id(offered.thing.id)
                .word(audience.word())
                .id(offered.home)
                .moment(before.map_or(offered.since, |&(_, since)| since)),
        )
        .await?;
    }
    Ok(())
}

/// To whom a thing is offered now, and since when: its own people, and at most as many as a room lets
/// be chosen for one thing, which is fewer than are asked for.
async fn since(look: &mut Look, thing: Thing) -> Outcome<Vec<(Audience, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT DISTINCT to_kind, to_id, since FROM audiences WHERE thing_id = $1 LIMIT 200"
            ),
            bind().id(thing.id),
        )
        .await?;
    let mut stood = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(to) = Audience::parse(&row.word("to_kind")?, row.id("to_id")?) {
            stood.push((to, row.moment("since")?));
        }
    }
    Ok(stood)
}

/// Takes a thing back from everybody.
pub async fn withdraw(work: &mut Work, thing: Thing) -> Outcome<()> {
    work.run(sql!("DELETE FROM audiences WHERE thing_id = $1"), bind().id(thing.id)).await?;
    Ok(())
}

/// What stands next in a system's list of this kind, for this reader, newest first: at most
/// [`PAGE`] things. It goes on after the last of them, whether that one is shown or not: what leads
/// there is sealed. Each of the reader's audience keys is one short walk along the primary key,
/// whatever the size of the place.
pub async fn listed(
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    kind: Kind,
    after: Option<After>,
) -> Outcome<Stretch<Uuid>> {
    let After { at, id } = after.unwrap_or(After::LATEST);
    let mut found: Vec<(Moment, Uuid)> = Vec::new();
    let bound = bind().id(system).word(kind.word()).moment(at).id(id);
    let rows = look
        .each_of(
            sql!(
                "SELECT at, thing_id FROM audiences WHERE system_id = $1 AND thing_kind = $2 \
                 AND to_id = {one} AND (at < $3 OR (at = $3 AND thing_id < $4)) \
                 ORDER BY at DESC, thing_id DESC LIMIT 21"
            ),
            bound,
            reader.audience_keys(),
        )
        .await?;
    for row in rows {
        found.push((row.moment("at")?, row.id("thing_id")?));
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    let found = Stretch::of(found, PAGE, |&(at, id)| After { at, id });
    Ok(found.with(found.iter().map(|&(_, id)| id).collect()))
}

/// To whom these things are offered now: one row for each thing and audience.
pub async fn of_things(look: &mut Look, things: &[Uuid]) -> Outcome<Vec<(Uuid, Audience)>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT DISTINCT thing_id, to_kind, to_id FROM audiences \
                 WHERE thing_id IN ({many})"
            ),
            bind(),
            things.iter().copied(),
        )
        .await?;
    rows.iter().filter_map(|row| one(row).transpose()).collect()
}

fn one(row: &Row) -> Outcome<Option<(Uuid, Audience)>> {
    let id: Uuid = row.id("thing_id")?;
    Ok(Audience::parse(&row.word("to_kind")?, row.id("to_id")?).map(|audience| (id, audience)))
}
