//! Because of what: the thread from a voice to a change. Many sources, a hunch allowed, and never
//! a share of credit.

mod in_time;
mod walk;

use std::cmp::Reverse;
use std::collections::HashMap;

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use crate::noun::Glimpse;

pub use walk::{follow, follow_each};

ground::id!(
    /// Names one *because*.
    BecauseId
);

/// How many steps a thread is followed.
pub const MOST_STEPS: usize = 12;
/// How many links a thread is followed through, in all.
pub const MOST_LINKS: usize = 400;
/// How many links one question reads: as many may lead to what is not seen as a thread takes.
const MOST_READ: usize = 2 * MOST_LINKS;

/// A thing and the system it is at home in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Placed {
    /// What.
    pub thing: Thing,
    /// Where it is at home.
    pub system: SystemId,
}

/// Because of what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// Because of another thing.
    Of(Placed),
    /// A hunch.
    Hunch,
    /// It just happened.
    JustHappened,
}

impl Cause {
    const fn word(self) -> &'static str {
        match self {
            Self::Of(_) => "thing",
            Self::Hunch => "hunch",
            Self::JustHappened => "just_happened",
        }
    }
}

/// One link: something is there because of something, as somebody said.
#[derive(Clone)]
pub struct Because {
    /// Which link.
    pub id: BecauseId,
    /// What is there.
    pub what: Placed,
    /// Because of what.
    pub cause: Cause,
    /// Why they say so, sealed under the key of the system `what` is at home in.
    pub why: Option<Sealed>,
    /// Who said it.
    pub said_by: Option<PersonId>,
    /// When.
    pub at: Moment,
}

impl Because {
    /// Whether it is said to be there because of this.
    #[must_use]
    pub fn comes_of(&self, thing: Thing) -> bool {
        matches!(self.cause, Cause::Of(of) if of.thing == thing)
    }

    /// The thing at the end that one comes from; nothing for a hunch.
    fn near(&self, way: Way) -> Option<Uuid> {
        let other = match way {
            Way::Forward => Way::Back,
            Way::Back => Way::Forward,
        };
        self.far(other).map(|thing| thing.id)
    }

    /// The thing at the end that one goes to; nothing for a hunch.
    fn far(&self, way: Way) -> Option<Thing> {
        match (way, self.cause) {
            (Way::Forward, _) => Some(self.what.thing),
            (Way::Back, Cause::Of(of)) => Some(of.thing),
            (Way::Back, Cause::Hunch | Cause::JustHappened) => None,
        }
    }
}

impl std::fmt::Debug for Because {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Because({} of {:?})", self.id, self.cause)
    }
}

/// Writes a link, in both systems where it crosses. Who said it, and why, stands only in the one
/// that `what` is at home in: the other learns that something came of it, and nothing of anybody.
pub async fn say(work: &mut Work, because: &Because) -> Outcome<()> {
    let of = match because.cause {
        Cause::Of(of) => Some(of),
        Cause::Hunch | Cause::JustHappened => None,
    };
    let mut homes = vec![because.what.system];
    homes.extend(of.map(|o| o.system).filter(|s| *s != because.what.system));
    for home in homes {
        let own = home == because.what.system;
        work.run(
            sql!(
                "INSERT INTO lineage (system_id, id, what_kind, what_id, what_system_id, how, \
                 of_kind, of_id, of_system_id, why, said_by, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            ),
            bind()
                .id(home)
                .id(because.id)
                .word(because.what.thing.kind.word())
                .id(because.what.thing.id)
                .id(because.what.system)
                .word(because.cause.word())
                .maybe_word(of.map(|o| o.thing.kind.word()))
                .maybe_id(of.map(|o| o.thing.id))
                .maybe_id(of.map(|o| o.system))
                .maybe_sealed(because.why.clone().filter(|_| own))
                .maybe_id(because.said_by.filter(|_| own))
                .moment(because.at),
        )
        .await?;
    }
    Ok(())
}

/// Unties every link of a thing that is erased.
pub async fn untie(work: &mut Work, thing: Thing) -> Outcome<()> {
    for sql in [
        sql!("DELETE FROM lineage WHERE what_id = $1"),
        sql!("DELETE FROM lineage WHERE of_id = $1"),
    ] {
        work.run(sql, bind().id(thing.id)).await?;
    }
    Ok(())
}

/// Unties the links by which one thing is said to be there because of another.
pub async fn untie_between(work: &mut Work, what: Thing, of: Thing) -> Outcome<()> {
    work.run(
        sql!("DELETE FROM lineage WHERE what_id = $1 AND of_id = $2"),
        bind().id(what.id).id(of.id),
    )
    .await?;
    Ok(())
}

/// Which way a thread is followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Why did we do this?
    Back,
    /// What came of this?
    Forward,
}

/// A thread as one reader may see it.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    /// Its links, each step's oldest first. What they join is all in `glimpses`.
    pub links: Vec<Because>,
    /// What hangs on it, the thing it was followed from among them.
    pub glimpses: HashMap<Uuid, Glimpse>,
}

impl Thread {
    /// When the last thing came to stand on it: when it came to be, or when somebody first said because
    /// of what, whichever was later. Nothing where nothing hangs on it.
    #[must_use]
    pub fn last(&self) -> Option<Moment> {
        let mut came: HashMap<Uuid, Moment> = HashMap::new();
        for link in &self.links {
            if let Some(glimpse) = self.glimpses.get(&link.what.thing.id) {
                let at = glimpse.at.max(link.at);
                came.entry(glimpse.id).and_modify(|first| *first = at.min(*first)).or_insert(at);
            }
        }
        came.into_values().max()
    }
}

/// The links by which this is there because of something: one step back.
pub async fn causes(look: &mut Look, what: Thing) -> Outcome<Vec<Because>> {
    one_step(look, &[what], Way::Back).await
}

/// The links by which something is there because of one of these: one step forward.
pub async fn led_to(look: &mut Look, of: &[Thing]) -> Outcome<Vec<Because>> {
    one_step(look, of, Way::Forward).await
}

async fn one_step(look: &mut Look, from: &[Thing], way: Way) -> Outcome<Vec<Because>> {
    let mut links = step(look, from.iter().map(|thing| thing.id), way).await?;
    links.truncate(MOST_LINKS);
    links.reverse();
    Ok(links)
}

/// The newest links of these things, newest first: what is past the bound is never what came last. A
/// link that crosses two systems stands in both, and is read where it says who and why.
async fn step(
    look: &mut Look,
    from: impl IntoIterator<Item = Uuid>,
    way: Way,
) -> Outcome<Vec<Because>> {
    let sql = match way {
        Way::Back => sql!(
            "SELECT id, what_kind, what_id, what_system_id, how, of_kind, of_id, of_system_id, \
             why, said_by, at FROM lineage \
             WHERE system_id = what_system_id AND what_id IN ({many}) \
             ORDER BY at DESC, id DESC LIMIT $1"
        ),
        Way::Forward => sql!(
            "SELECT id, what_kind, what_id, what_system_id, how, of_kind, of_id, of_system_id, \
             why, said_by, at FROM lineage \
             WHERE system_id = what_system_id AND of_id IN ({many}) \
             ORDER BY at DESC, id DESC LIMIT $1"
        ),
    };
    let most = i64::try_from(MOST_READ).map_err(Fault::inside)?;
    let rows = look.all_of(sql, bind().number(most), from).await?;
    let mut links = rows.iter().map(read).collect::<Outcome<Vec<Because>>>()?;
    // Where there were too many things for one question, each brought its newest.
    links.sort_by_key(|link| Reverse((link.at, link.id)));
    Ok(links)
}

fn read(row: &Row) -> Outcome<Because> {
    let unknown = || Fault::Inside("a lineage row of an unknown kind".to_owned());
    let kind = |word: &str| Kind::parse(word).ok_or_else(unknown);
    let cause = match row.word("how")?.as_str() {
        "thing" => Cause::Of(Placed {
            thing: Thing::new(kind(&row.word("of_kind")?)?, row.id::<Uuid>("of_id")?),
            system: row.id("of_system_id")?,
        }),
        "hunch" => Cause::Hunch,
        _ => Cause::JustHappened,
    };
    Ok(Because {
        id: row.id("id")?,
        what: Placed {
            thing: Thing::new(kind(&row.word("what_kind")?)?, row.id::<Uuid>("what_id")?),
            system: row.id("what_system_id")?,
        },
        cause,
        why: row.maybe_sealed("why")?,
        said_by: row.maybe_id("said_by")?,
        at: row.moment("at")?,
    })
}

#[cfg(test)]
mod tests;
