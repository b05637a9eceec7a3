//! The parts of a life. Six are offered to everybody, and none of them asks what is wrong with
//! anybody; whoever holds the pen adds their own, and puts away what they have no use for. A part in
//! which nothing stands is nothing that is missing.

pub(crate) mod pages;
pub(crate) mod store;

use ::store::{Keeper, Look, Sealed, Spot, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome};
use sharing::sections::Asked;
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Reader, Seen, Sharing};

use crate::corner::{self, LetIn};
use crate::lives::Life;
use crate::may::holding;

ground::id!(
    /// Names one part of a life.
    SectionId
);

/// The most parts that a life has, those that were put away among them.
pub const MOST: usize = 40;

/// What a part is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SectionKind {
    /// What matters to me.
    Matters,
    /// What a good life looks like to me.
    GoodLife,
    /// What I want you to know, so that I need not tell it again.
    ToKnow,
    /// Things I am proud of.
    ProudOf,
    /// What I can offer.
    CanOffer,
    /// Things that I keep as my own evidence.
    Evidence,
    /// When we met: what was written down afterwards, and the next time.
    Met,
    /// What somebody who walks beside this person writes for their own work.
    Notes,
    /// A part of one's own, under a heading of one's own.
    Own,
}

impl SectionKind {
    /// Those that are offered, in their order.
    pub const OFFERED: [Self; 6] = [
        Self::Matters,
        Self::GoodLife,
        Self::ToKnow,
        Self::ProudOf,
        Self::CanOffer,
        Self::Evidence,
    ];

    /// Those that are laid out only when they are first needed.
    pub const WHEN_NEEDED: [Self; 2] = [Self::Met, Self::Notes];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Matters => "matters",
            Self::GoodLife => "good_life",
            Self::ToKnow => "to_know",
            Self::ProudOf => "proud_of",
            Self::CanOffer => "can_offer",
            Self::Evidence => "evidence",
            Self::Met => "met",
            Self::Notes => "notes",
            Self::Own => "own",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let all = Self::OFFERED.into_iter().chain(Self::WHEN_NEEDED).chain([Self::Own]);
        all.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of its heading; of one's own it is the heading that stands where none was given.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Matters => "section-matters",
            Self::GoodLife => "section-good-life",
            Self::ToKnow => "section-to-know",
            Self::ProudOf => "section-proud-of",
            Self::CanOffer => "section-can-offer",
            Self::Evidence => "section-evidence",
            Self::Met => "section-met",
            Self::Notes => "section-notes",
            Self::Own => "section-own",
        }
    }

    /// The key of the sentence that says what it is for.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Matters => "section-matters-hint",
            Self::GoodLife => "section-good-life-hint",
            Self::ToKnow => "section-to-know-hint",
            Self::ProudOf => "section-proud-of-hint",
            Self::CanOffer => "section-can-offer-hint",
            Self::Evidence => "section-evidence-hint",
            Self::Met => "section-met-hint",
            Self::Notes => "section-notes-hint",
            Self::Own => "section-own-hint",
        }
    }

    /// Whether what stands in it is things said, and not something with a shape of its own.
    #[must_use]
    pub const fn holds_passages(self) -> bool {
        !matches!(self, Self::Met | Self::Notes)
    }

    /// The id of such a part in this life: every life has one at most of those that are laid out when
    /// they are needed, whoever needs it first. It says no more than the life's own id.
    #[must_use]
    pub fn when_needed(self, life: SystemId) -> SectionId {
        let which = match self {
            Self::Met => 0x5c01_77e1_d3b4_4f0e_9a2d_61c8_0e57_b3a9,
            _ => 0x1d94_c3a6_58f2_4b7c_b01e_f27a_96d4_3c85_u128,
        };
        SectionId(ground::id::Uuid::from_u128(life.0.as_u128() ^ which))
    }
}

/// A part of a life, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Section {
    /// Which one.
    pub id: SectionId,
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading, where its person gave one.
    pub heading: Option<Seen<Line>>,
    /// How much was ever said in it.
    pub said: i64,
    /// Whether it was put away, which only whoever holds the pen still sees.
    pub put_away: bool,
    /// Whether this reader may write in it.
    pub may_write: bool,
    pub(crate) leave: Leave,
}

/// Lays out the parts that are offered, in the transaction that begins a life.
pub(crate) async fn offer(work: &mut Work, life: SystemId, at: Moment) -> Outcome<()> {
    for (turn, kind) in (0_i64..).zip(SectionKind::OFFERED) {
        store::insert(work, (life, SectionId::random()), (kind, None), turn, at).await?;
    }
    Ok(())
}

/// Lays out those of these parts that come with being needed and are not there yet, in the
/// transaction that needs them.
pub(crate) async fn lay_out(
    work: &mut Work,
    life: SystemId,
    needed: &[SectionId],
    at: Moment,
) -> Outcome<()> {
    let there = store::of_life(work, life).await?;
    let mut turn = there.last().map_or(0, |last| last.turn + 1);
    for kind in SectionKind::WHEN_NEEDED {
        let id = kind.when_needed(life);
        if needed.contains(&id) && there.iter().all(|row| row.id != id) {
            store::insert(work, (life, id), (kind, None), turn, at).await?;
            turn += 1;
        }
    }
    Ok(())
}

/// The parts of a life that would be laid out when they are needed, and are not there yet.
pub(crate) async fn not_laid_out(look: &mut Look, life: SystemId) -> Outcome<Vec<SectionKind>> {
    let there = store::of_life(look, life).await?;
    let missing = |kind: &SectionKind| there.iter().all(|row| row.kind != *kind);
    Ok(SectionKind::WHEN_NEEDED.into_iter().filter(missing).collect())
}

/// Adds a part of one's own to a life.
pub async fn add(
    sharing: &Sharing,
    (life, id): (SystemId, SectionId),
    heading: &Line,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    let heading = seal(sharing, (life, id), heading).await?;
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        let rows = store::of_life(work, life).await?;
        if rows.iter().any(|row| row.id == id) {
            return Err(Fault::Already);
        }
        if rows.len() >= MOST {
            return Err(Fault::Bound("bound-sections"));
        }
        let turn = rows.last().map_or(0, |last| last.turn + 1);
        let of = (SectionKind::Own, Some(heading.clone()));
        store::insert(work, (life, id), of, turn, at).await?;
        let thing = Thing::new(Kind::Section, id);
        trail::mark(work, Mark::of(life, at, Verb::Wrote, Some(by), thing)).await
    })
}

async fn seal(
    sharing: &Sharing,
    (life, id): (SystemId, SectionId),
    line: &Line,
) -> Outcome<Sealed> {
    let keeper = Keeper::new(life);
    let ring = sharing.store.keys.ring([keeper]).await?;
    if !ring.holds(keeper) {
        return Err(Fault::NotFound);
    }
    ring.seal_line(keeper, Spot::new(id, "heading"), line)
}

/// Puts a part away, or lays it out again. Whoever was let in to it does not see it meanwhile.
pub async fn put_away(
    sharing: &Sharing,
    (life, id): (SystemId, SectionId),
    away: bool,
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        holding(sharing, work, by, life, at).await?;
        let needed = SectionKind::WHEN_NEEDED.iter().any(|kind| kind.when_needed(life) == id);
        if needed && !away && !store::is_there(work, (life, id)).await? {
            lay_out(work, life, &[id], at).await?;
        } else {
            store::put_away(work, (life, id), away.then_some(at)).await?;
        }
        let thing = Thing::new(Kind::Section, id);
        trail::mark(work, Mark::of(life, at, Verb::Changed, Some(by), thing)).await
    })
}

/// The parts of a life that this reader reads, in their order. Whoever does not hold the pen is
/// marked for each in which something stands.
pub async fn of_life(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    life: &Life,
) -> Outcome<Vec<Section>> {
    let rows = seen(store::of_life(look, life.id).await?, life.is_mine);
    read(sharing, reader, life, rows).await
}

/// One part of a life, for whoever reads it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    life: &Life,
    id: SectionId,
) -> Outcome<Section> {
    let row = store::find(look, (life.id, id)).await?;
    let rows = seen(vec![row], life.is_mine);
    read(sharing, reader, life, rows).await?.pop().ok_or(Fault::NotFound)
}

/// What was put away is nobody's to see but theirs who hold the pen.
fn seen(mut rows: Vec<store::SectionRow>, is_mine: bool) -> Vec<store::SectionRow> {
    rows.retain(|row| is_mine || row.put_away.is_none());
    rows
}

async fn read(
    sharing: &Sharing,
    reader: &Reader,
    life: &Life,
    rows: Vec<store::SectionRow>,
) -> Outcome<Vec<Section>> {
    let asked = asked((life.id, life.is_closed()), &life.let_in, &rows);
    let leaves = sharing.read_sections(reader, (life.id, &life.holders), &asked).await?;
    open(sharing, reader, life, (rows, asked, leaves)).await
}

/// The parts of a life as an imagined reader would see them with these let in, for whoever holds
/// the pen: it leaves no mark.
pub(crate) async fn would(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (life, let_in): (&Life, &[LetIn]),
) -> Outcome<Vec<Section>> {
    let mut rows = seen(store::of_life(look, life.id).await?, false);
    for kind in not_laid_out(look, life.id).await? {
        rows.push(store::SectionRow::to_come(kind, life.id));
    }
    // What rests is taken up again, and this is about what they would read then.
    let asked = asked((life.id, false), let_in, &rows);
    let leaves = sharing.would_read(reader, &asked)?;
    open(sharing, reader, life, (rows, asked, leaves)).await
}

fn asked(life: (SystemId, bool), let_in: &[LetIn], rows: &[store::SectionRow]) -> Vec<Asked> {
    let of = |row: &store::SectionRow| {
        let matter = corner::matter(life, let_in, Some(row.id));
        // A note may begin to show long after it was written, so what says nothing is not known there.
        let says = row.said > 0 || row.kind == SectionKind::Notes;
        Asked { id: row.id.into(), matter, says }
    };
    rows.iter().map(of).collect()
}

type Decided = (Vec<store::SectionRow>, Vec<Asked>, Vec<Option<Leave>>);

async fn open(
    sharing: &Sharing,
    reader: &Reader,
    life: &Life,
    (rows, asked, leaves): Decided,
) -> Outcome<Vec<Section>> {
    let keeper = Keeper::new(life.id);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let mut sections = Vec::with_capacity(rows.len());
    for ((row, asked), leave) in rows.into_iter().zip(asked).zip(leaves) {
        let Some(leave) = leave else { continue };
        let heading = match &row.heading {
            Some(line) => leave.open_line(&ring, keeper, Spot::new(row.id, "heading"), line)?,
            None => None,
        };
        let matter = Matter::Section(asked.matter);
        let may_write = sharing.leave_or_none(reader, Action::WriteIn, &matter)?.is_some();
        let store::SectionRow { id, kind, said, put_away, .. } = row;
        let put_away = put_away.is_some();
        sections.push(Section { id, kind, heading, said, put_away, may_write, leave });
    }
    Ok(sections)
}
