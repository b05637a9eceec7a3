//! Patterns: what several tellings seem to share, what goes well as much as what does not, named
//! by people. Readings stand together, disputes stay in view, and each teller can answer.

pub mod answers;
pub mod pages;
mod reword;
mod say;
pub mod side_by_side;
pub(crate) mod store;

use ::store::{Keeper, KeyRing, Look, Sealed, Spot, Work};
use finding::Finder;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Line, Moment, Outcome, Stretch, Words};
use sharing::{Action, Leave, Matter, Reader, Seen, Sharing, StandingKind};

pub use reword::{InOtherWords, may_reword, reword, versions};
pub use say::{answer, lay, name, say};

use crate::alike;
use crate::tellings::{Telling, TellingId, hear};

ground::id!(
    /// Names one pattern.
    PatternId
);
ground::id!(
    /// Names one saying on a pattern.
    SayingId
);

/// How many patterns stand on one page.
pub const PAGE: usize = 50;
/// How many tellings can be laid beside each other in one pattern.
pub const MOST_LAID: usize = 60;
/// In how many patterns one telling lies: as many as its teller is shown.
pub const MOST_LAID_IN: usize = 200;
/// How much one person says on a pattern, and a teller of one telling in it.
pub const MOST_SAID_BY_ONE: i64 = 30;
/// How much of what people say on a pattern stands on its page: the latest, and that there is more.
pub const MOST_SAYINGS: usize = 500;
/// How many patterns are offered to choose from on a telling's page.
const MOST_SHOWN: usize = 100;
/// How many tellings are looked at when somebody looks for words of one to lay.
const MOST_LOOKED_AT: usize = 200;
/// How many of them are shown.
const MOST_FOUND: usize = 40;

/// What kind of thing somebody says on a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SayingKind {
    /// What they think it means. Several stand together.
    Reading,
    /// What could be done. Several stand together.
    Idea,
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
            Self::Idea => "idea",
            Self::Dispute => "dispute",
            Self::NotWhatIMeant => "not_what_i_meant",
            Self::TookItOut => "took_it_out",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "idea" => Self::Idea,
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
    /// Which one.
    pub id: SayingId,
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
    /// How often its words were changed, counted from one.
    pub revision: i64,
    /// The tellings that lie in it still.
    pub laid: Vec<TellingId>,
    /// What people say on it, in the order they said it: the latest [`MOST_SAYINGS`], and whether
    /// more was said before.
    pub sayings: Stretch<Saying>,
}

/// The pattern as a thing among things.
#[must_use]
pub fn thing(id: PatternId) -> Thing {
    Thing::new(Kind::Pattern, id)
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
    let mut rows = store::sayings(look, id).await?;
    let mut sayings = Vec::with_capacity(rows.len());
    for row in rows.take() {
        let keeper = Keeper::new(row.system);
        let spot = Spot::new(row.id, "words");
        if let Some(words) = leave.open(&ring, keeper, spot, &row.words)? {
            let (kind, said_by, at) = (row.kind, row.said_by, row.at);
            sayings.push(Saying { id: row.id, kind, words, said_by, at });
        }
    }
    pattern.sayings = rows.with(sayings);
    Ok(pattern)
}

/// What may still be laid in a pattern by this reader, newest first: nothing that lies in it, and
/// nothing that its teller took out of it.
pub async fn to_lay(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    pattern: &Pattern,
) -> Outcome<Vec<Telling>> {
    let tellings = hear::to_lay(sharing, look, reader, pattern.system).await?;
    not_laid(look, pattern, tellings).await
}

/// The same, of those that hold these words and that this reader hears as one of many: what is
/// found leaves no mark, since nobody chose to hear it. At most 40.
pub async fn to_lay_with(
    sharing: &Sharing,
    finder: &Finder,
    look: &mut Look,
    reader: &Reader,
    (pattern, typed): (&Pattern, &Line),
) -> Outcome<Vec<Telling>> {
    let found = finder.tellings_with(reader, typed, MOST_LOOKED_AT);
    let found: Vec<TellingId> = found.into_iter().map(TellingId).collect();
    let mut fit = alike::may_be_suggested(sharing, look, reader, &found).await?;
    fit.sort_by_key(|id| found.iter().position(|one| one == id));
    fit.truncate(MOST_FOUND);
    let heard = hear::some(sharing, look, reader, &fit).await?;
    not_laid(look, pattern, heard).await
}

/// Those of these that do not lie in a pattern, and were not taken out of it.
async fn not_laid(
    look: &mut Look,
    pattern: &Pattern,
    mut tellings: Vec<Telling>,
) -> Outcome<Vec<Telling>> {
    let laid = store::laid_in(look, pattern.id).await?;
    tellings.retain(|telling| laid.iter().all(|one| one.telling != telling.id));
    Ok(tellings)
}

/// The patterns in which this reader takes part and a telling does not lie yet, nor was taken out
/// of, newest first.
pub async fn to_lay_in(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    telling: TellingId,
) -> Outcome<Vec<Pattern>> {
    let laid: Vec<PatternId> =
        store::laid_of(look, telling).await?.into_iter().map(|l| l.pattern).collect();
    let mut patterns = Vec::new();
    for system in reader.systems(StandingKind::Part).collect::<Vec<_>>() {
        if sharing.leave_or_none(reader, Action::TakePart, &Matter::held(system))?.is_some() {
            patterns.extend(latest(sharing, look, reader, system, (None, MOST_SHOWN)).await?);
        }
    }
    patterns.retain(|pattern| !laid.contains(&pattern.id));
    patterns.sort_by_key(|pattern| std::cmp::Reverse((pattern.at, pattern.id)));
    patterns.truncate(MOST_SHOWN);
    Ok(patterns)
}

/// The patterns of a system, newest first, a page at a time, without what is said on them.
pub async fn list(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<Pattern>> {
    latest(sharing, look, reader, system, (after, PAGE)).await
}

async fn latest(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    (after, most): (Option<After>, usize),
) -> Outcome<Stretch<Pattern>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let rows = store::of_system(look, system, after, most).await?;
    let ring = sharing.store.keys.ring([Keeper::new(system)]).await?;
    let mut patterns = Vec::with_capacity(rows.len());
    for row in &rows {
        patterns.extend(open(&leave, &ring, row)?);
    }
    Ok(rows.with(patterns))
}

/// Whoever writes, as they stand within the write: whoever takes part in it no longer is refused as
/// if it were not there.
pub(crate) async fn still_taking_part(
    sharing: &Sharing,
    work: &mut Work,
    by: PersonId,
    system: SystemId,
) -> Outcome<Reader> {
    let fresh = Reader::person(work, by).await?;
    sharing.leave(&fresh, Action::TakePart, &Matter::held(system))?;
    Ok(fresh)
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
        revision: row.revision,
        laid: Vec::new(),
        sayings: Stretch::default(),
    }))
}
