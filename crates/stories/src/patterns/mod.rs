//! Patterns: what several tellings seem to share, what goes well as much as what does not, named
//! by people. Readings stand together, disputes stay in view, and each teller can answer.

pub mod answers;
pub mod pages;
pub(crate) mod store;

use ::store::{Keeper, KeyRing, Look, Sealed, Spot, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::lineage::{self, Because, BecauseId, Cause, Placed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Reader, Seen, Sharing};

use crate::tellings::store as telling_rows;
use crate::tellings::{TellingId, hear, tell};

ground::id!(
    /// Names one pattern.
    PatternId
);
ground::id!(
    /// Names one saying on a pattern.
    SayingId
);

/// How many tellings can be laid beside each other in one pattern.
pub const MOST_LAID: usize = 60;

/// What kind of thing somebody says on a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SayingKind {
    /// What they think it means. Several stand together.
    Reading,
    /// That they see it otherwise. It stays in view.
    Dispute,
    /// A teller: that is not what I meant.
    NotWhatIMeant,
    /// A teller took theirs out.
    TookItOut,
}

impl SayingKind {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Dispute => "dispute",
            Self::NotWhatIMeant => "not_what_i_meant",
            Self::TookItOut => "took_it_out",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "dispute" => Self::Dispute,
            "not_what_i_meant" => Self::NotWhatIMeant,
            "took_it_out" => Self::TookItOut,
            _ => Self::Reading,
        }
    }
}

/// What somebody names.
#[derive(Clone)]
pub struct Named {
    /// What they call it.
    pub name: Line,
    /// Whether it is something that goes well.
    pub goes_well: bool,
    /// What is seen in them, apart from what it may mean.
    pub observation: Option<Words>,
    /// A first reading of it.
    pub reading: Option<Words>,
    /// What might be done.
    pub ideas: Option<Words>,
    /// Which tellings are laid beside each other.
    pub tellings: Vec<TellingId>,
}

/// One thing somebody said on a pattern.
#[derive(Clone, Debug)]
pub struct Saying {
    /// What kind.
    pub kind: SayingKind,
    /// The words.
    pub words: Seen<Words>,
    /// Who said it; a teller's answer names nobody.
    pub said_by: Option<PersonId>,
    /// When.
    pub at: Moment,
}

/// A pattern as this reader sees it.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Which one.
    pub id: PatternId,
    /// Whose it is.
    pub system: SystemId,
    /// In which place.
    pub place: SystemId,
    /// What it is called.
    pub name: Seen<Line>,
    /// Whether it goes well.
    pub goes_well: bool,
    /// What is seen.
    pub observation: Option<Seen<Words>>,
    /// What might be done.
    pub ideas: Option<Seen<Words>>,
    /// Who named it.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
    /// The tellings that lie in it still.
    pub laid: Vec<TellingId>,
    /// What people say on it, in the order they said it.
    pub sayings: Vec<Saying>,
}

/// The pattern as a thing among things.
#[must_use]
pub fn thing(id: PatternId) -> Thing {
    Thing::new(Kind::Pattern, id)
}

/// Names a pattern and lays tellings in it. Each must be one that its teller lets be laid beside
/// others and that whoever names it may hear.
pub async fn name(
    sharing: &Sharing,
    reader: &Reader,
    (system, place): (SystemId, SystemId),
    id: PatternId,
    named: &Named,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    sharing.leave(reader, Action::TakePart, &Matter::held(system))?;
    if named.tellings.len() > MOST_LAID {
        return Err(Fault::Bound("bound-laid"));
    }
    let keeper = Keeper::new(system);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let words = |text: &Option<Words>, column| {
        text.as_ref().map(|w| ring.seal(keeper, Spot::new(id, column), w)).transpose()
    };
    let row = store::PatternRow {
        system,
        id,
        place,
        name: ring.seal_line(keeper, Spot::new(id, "name"), &named.name)?,
        goes_well: named.goes_well,
        observation: words(&named.observation, "observation")?,
        ideas: words(&named.ideas, "ideas")?,
        said_by: by,
        at,
    };
    let reading = named
        .reading
        .as_ref()
        .map(|words| {
            let (first, kind) = (SayingId::random(), SayingKind::Reading);
            let said = Said { id: first, kind, words, said_by: Some(by), telling: None, at };
            said.seal(&ring, (system, id))
        })
        .transpose()?;
    let tellings = may_be_laid(sharing, reader, &named.tellings).await?;
    ::store::write!(sharing.store.database, |work| {
        store::insert(work, &row).await?;
        for &(telling, home) in &tellings {
            lay_one(work, (system, id), (telling, home), by, at).await?;
        }
        if let Some(reading) = &reading {
            store::say(work, reading).await?;
        }
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing(id))).await
    })
}

/// Lays one more telling in a pattern.
pub async fn lay(
    sharing: &Sharing,
    reader: &Reader,
    id: PatternId,
    telling: TellingId,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let row = held(sharing, reader, id, Action::TakePart).await?;
    let tellings = may_be_laid(sharing, reader, &[telling]).await?;
    ::store::write!(sharing.store.database, |work| {
        if store::laid_in(work, id).await?.len() >= MOST_LAID {
            return Err(Fault::Bound("bound-laid"));
        }
        for &(telling, home) in &tellings {
            lay_one(work, (row.system, id), (telling, home), by, at).await?;
        }
        trail::mark(work, Mark::of(row.system, at, Verb::Changed, Some(by), thing(id))).await
    })
}

async fn lay_one(
    work: &mut Work,
    (system, id): (SystemId, PatternId),
    (telling, home): (TellingId, SystemId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let row =
        store::LaidRow { system, pattern: id, telling, telling_system: home, at, taken_out: None };
    store::lay(work, row, by).await?;
    let because = Because {
        id: BecauseId::random(),
        what: Placed { thing: thing(id), system },
        cause: Cause::Of(Placed { thing: tell::thing(telling), system: home }),
        why: None,
        said_by: Some(by),
        at,
    };
    lineage::say(work, &because).await
}

/// Those tellings whose tellers let them be laid beside others; one that may not be is refused,
/// without saying whether it is there.
async fn may_be_laid(
    sharing: &Sharing,
    reader: &Reader,
    ids: &[TellingId],
) -> Outcome<Vec<(TellingId, SystemId)>> {
    let mut look = sharing.store.database.look().await?;
    let rows = telling_rows::by_ids(&mut look, ids).await?;
    let mut tellings = Vec::with_capacity(rows.len());
    for row in &rows {
        let matter = Matter::Telling(hear::matter(row, Vec::new()));
        sharing
            .leave_or_none(reader, Action::LayBeside, &matter)?
            .ok_or(Fault::Unfit("unfit-not-laid-beside"))?;
        tellings.push((row.id, row.system));
    }
    if tellings.len() == ids.len() {
        Ok(tellings)
    } else {
        Err(Fault::Unfit("unfit-not-laid-beside"))
    }
}

/// Says something on a pattern: a reading beside the others, or a dispute.
pub async fn say(
    sharing: &Sharing,
    reader: &Reader,
    id: PatternId,
    saying: SayingId,
    (kind, words): (SayingKind, &Words),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let row = held(sharing, reader, id, Action::TakePart).await?;
    let ring = sharing.store.keys.ring([Keeper::new(row.system)]).await?;
    let said = Said { id: saying, kind, words, said_by: Some(by), telling: None, at };
    let said = said.seal(&ring, (row.system, id))?;
    ::store::write!(sharing.store.database, |work| {
        store::say(work, &said).await?;
        trail::mark(work, Mark::of(row.system, at, Verb::Wrote, Some(by), thing(id))).await
    })
}

/// A teller answers: that is not what I meant; or takes theirs out. Either shows on the pattern,
/// without their name.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    id: PatternId,
    telling: TellingId,
    (kind, words): (SayingKind, &Words),
    at: Moment,
) -> Outcome<()> {
    tell::own(sharing, reader, telling, Action::Narrow).await?;
    let mut look = sharing.store.database.look().await?;
    let laid = store::laid_of(&mut look, telling).await?;
    let laid = laid.iter().find(|l| l.pattern == id && l.taken_out.is_none());
    let system = laid.ok_or(Fault::NotFound)?.system;
    drop(look);
    let ring = sharing.store.keys.ring([Keeper::new(system)]).await?;
    let answered = SayingId::random();
    let said = Said { id: answered, kind, words, said_by: None, telling: Some(telling), at };
    let said = said.seal(&ring, (system, id))?;
    ::store::write!(sharing.store.database, |work| {
        if kind == SayingKind::TookItOut {
            store::take_out(work, id, telling, at).await?;
            lineage::untie_between(work, thing(id), tell::thing(telling)).await?;
        }
        store::say(work, &said).await
    })
}

/// A saying on its way to the rows.
struct Said<'a> {
    id: SayingId,
    kind: SayingKind,
    words: &'a Words,
    said_by: Option<PersonId>,
    telling: Option<TellingId>,
    at: Moment,
}

impl Said<'_> {
    fn seal(
        &self,
        ring: &KeyRing,
        (system, pattern): (SystemId, PatternId),
    ) -> Outcome<store::SayingRow> {
        let spot = Spot::new(self.id, "words");
        Ok(store::SayingRow {
            system,
            id: self.id,
            pattern,
            kind: self.kind,
            words: ring.seal(Keeper::new(system), spot, self.words)?,
            said_by: self.said_by,
            telling: self.telling,
            at: self.at,
        })
    }
}

async fn held(
    sharing: &Sharing,
    reader: &Reader,
    id: PatternId,
    action: Action,
) -> Outcome<store::PatternRow> {
    let mut look = sharing.store.database.look().await?;
    let row = store::by_ids(&mut look, &[id]).await?.pop().ok_or(Fault::NotFound)?;
    sharing.leave(reader, action, &Matter::held(row.system))?;
    Ok(row)
}

/// One pattern, with what lies in it and what is said on it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: PatternId,
) -> Outcome<Pattern> {
    let row = store::by_ids(look, &[id]).await?.pop().ok_or(Fault::NotFound)?;
    let leave = sharing.leave(reader, Action::Read, &Matter::held(row.system))?;
    let ring = sharing.store.keys.ring([Keeper::new(row.system)]).await?;
    let mut pattern = open(&leave, &ring, &row)?.ok_or(Fault::NotFound)?;
    for laid in store::laid_in(look, id).await? {
        if laid.taken_out.is_none() {
            pattern.laid.push(laid.telling);
        }
    }
    for row in store::sayings(look, id).await? {
        let keeper = Keeper::new(row.system);
        let spot = Spot::new(row.id, "words");
        if let Some(words) = leave.open(&ring, keeper, spot, &row.words)? {
            let (kind, said_by, at) = (row.kind, row.said_by, row.at);
            pattern.sayings.push(Saying { kind, words, said_by, at });
        }
    }
    Ok(pattern)
}

/// The patterns of a system, newest first, without what is said on them.
pub async fn list(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
) -> Outcome<Vec<Pattern>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let rows = store::of_system(look, system).await?;
    let ring = sharing.store.keys.ring([Keeper::new(system)]).await?;
    let mut patterns = Vec::with_capacity(rows.len());
    for row in &rows {
        patterns.extend(open(&leave, &ring, row)?);
    }
    Ok(patterns)
}

pub(crate) fn open(
    leave: &Leave,
    ring: &KeyRing,
    row: &store::PatternRow,
) -> Outcome<Option<Pattern>> {
    let keeper = Keeper::new(row.system);
    let words = |sealed: &Option<Sealed>, column| match sealed {
        Some(sealed) => leave.open(ring, keeper, Spot::new(row.id, column), sealed),
        None => Ok(None),
    };
    let Some(name) = leave.open_line(ring, keeper, Spot::new(row.id, "name"), &row.name)? else {
        return Ok(None);
    };
    Ok(Some(Pattern {
        id: row.id,
        system: row.system,
        place: row.place,
        name,
        goes_well: row.goes_well,
        observation: words(&row.observation, "observation")?,
        ideas: words(&row.ideas, "ideas")?,
        said_by: row.said_by,
        at: row.at,
        laid: Vec::new(),
        sayings: Vec::new(),
    }))
}
