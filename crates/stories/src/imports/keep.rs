//! Keeping what was read, a bounded piece at a time. An import that was broken off goes on where
//! it ended when the same file is brought again.

use ::store::{Keeper, KeyRing, Spot};
use doors::news::NewsKind;
use exchange::Told;
use exchange::tellings::Imported;
use ground::id::PersonId;
use ground::{Fault, Line, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sharing};

use super::store::{self, BesideRow, ImportRow};
use super::{ImportId, Plan, already, numbered, telling_of};
use crate::tellings::store::{self as telling_rows, TellingRow};
use crate::tellings::tell::{self, Where};
use crate::tellings::wishes::Held;
use crate::tellings::{Manner, TellingId, Wishes};

/// How many rows of the file are looked at together.
const TOGETHER: usize = 500;
/// The most rows that one transaction writes.
const MOST_WRITTEN: usize = 500;
/// What a telling writes besides its cells: itself, its audience, its mark in the trail.
const OF_ITS_OWN: usize = 3;
/// How often the same rows are tried when another is keeping the same file. Each time, the other
/// has written at least one transaction of them, and they make at most this many.
const TRIES: u32 = 64;
/// The language of words that nobody named one for (ISO 639-2, "undetermined").
const UNKNOWN_LANGUAGE: &str = "und";

/// How far keeping came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The import.
    pub import: ImportId,
    /// How many rows of the file are tellings now, whenever they were kept.
    pub kept: usize,
    /// How many of them were there before.
    pub already: usize,
    /// The rows whose tellings were kept before and then erased.
    pub erased: Vec<usize>,
    /// How many are still to come.
    pub left: usize,
}

impl Kept {
    /// Whether every row is accounted for.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.left == 0
    }
}

/// Keeps at most `most` rows more, and says how far it came. `so_far` is told how many rows were
/// gone through after each piece. Bringing the same file again goes on where this ended.
pub async fn keep(
    sharing: &Sharing,
    reader: &Reader,
    place: Where,
    plan: &Plan,
    most: usize,
    so_far: &mut (dyn FnMut(usize) + Send),
) -> Outcome<Kept> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    sharing.leave(reader, Action::Belong, &Matter::system(place.system, place.place))?;
    let row = begin(sharing, by, place, plan).await?;
    let mut kept = Kept { import: plan.id, kept: 0, already: 0, erased: Vec::new(), left: 0 };
    let (mut room, mut gone_through, mut untold) = (most, 0, plan.by_operator);
    for some in plan.reading.kept.chunks(TOGETHER) {
        let mut tries = 0;
        let piece = loop {
            match keep_some(sharing, (by, place, &row), some, (room, &mut untold)).await {
                // Another is keeping the same file: what it kept is there now.
                Err(Fault::Already) if tries < TRIES => {
                    tries += 1;
                    ::store::database::wait_a_little(tries).await;
                }
                done => break done?,
            }
        };
        room -= piece.new;
        kept.kept += piece.new + piece.there;
        kept.already += piece.there;
        kept.left += piece.left;
        kept.erased.extend(piece.erased);
        gone_through += some.len();
        so_far(gone_through);
    }
    let refused = plan.reading.refused.len() + kept.erased.len();
    let now = sharing.now();
    ::store::write!(sharing.store.database, |work| {
        let ended = kept.is_whole().then_some(now);
        store::came_so_far(work, &row, (kept.kept, refused), ended).await
    })?;
    Ok(kept)
}

/// What a file would find: how many of its rows are here already, and which were erased since.
pub async fn found(sharing: &Sharing, plan: &Plan) -> Outcome<(usize, Vec<usize>)> {
    let (mut here, mut erased) = (0, Vec::new());
    for some in plan.reading.kept.chunks(TOGETHER) {
        let ids: Vec<_> = some.iter().map(|one| telling_of(plan.id, one.row)).collect();
        let there = already(&mut sharing.store.database.look().await?, &ids).await?;
        here += there.len();
        let thrown: Vec<_> = ids.iter().map(|id| id.0).collect();
        let thrown = sharing.store.keys.thrown_among(&thrown).await?;
        let is_gone = |id: &TellingId| thrown.contains(&id.0) && !there.contains_key(id);
        let rows = some.iter().zip(&ids).filter(|(_, id)| is_gone(id));
        erased.extend(rows.map(|(one, _)| one.row));
    }
    Ok((here, erased))
}

/// The import's row, made on the first time.
async fn begin(sharing: &Sharing, by: PersonId, place: Where, plan: &Plan) -> Outcome<ImportRow> {
    let mut look = sharing.store.database.look().await?;
    match store::one(&mut look, plan.id).await {
        Err(Fault::NotFound) => {}
        found => return found,
    }
    drop(look);
    let (now, keeper) = (sharing.now(), Keeper::new(plan.id));
    let ring = sharing.store.keys.make_many(&[keeper], now).await?;
    let spot = Spot::new(plan.id, "file_name");
    let file_name = plan.file_name.as_ref();
    let file_name = file_name.map(|name| ring.seal_line(keeper, spot, name)).transpose()?;
    let rows = i64::try_from(plan.reading.rows).map_err(Fault::inside)?;
    let row = ImportRow {
        system: place.system,
        id: plan.id,
        place: place.place,
        said_by: by,
        at: now,
        encoding: plan.reading.encoding.name().to_owned(),
        rows,
        kept: 0,
        refused: 0,
        ended: None,
        file_name,
        stated: None,
        statement: None,
    };
    let made = ::store::write!(sharing.store.database, |work| store::insert(work, &row).await);
    match made {
        Err(Fault::Already) => store::one(&mut sharing.store.database.look().await?, plan.id).await,
        made => made.map(|()| row),
    }
}

/// What became of some rows.
#[derive(Default)]
struct Piece {
    new: usize,
    there: usize,
    erased: Vec<usize>,
    left: usize,
}

async fn keep_some(
    sharing: &Sharing,
    (by, place, import): (PersonId, Where, &ImportRow),
    some: &[Imported],
    (room, untold): (usize, &mut bool),
) -> Outcome<Piece> {
    let ids: Vec<_> = some.iter().map(|one| telling_of(import.id, one.row)).collect();
    let there = already(&mut sharing.store.database.look().await?, &ids).await?;
    let mut missing: Vec<&Imported> = some
        .iter()
        .zip(&ids)
        .filter(|(_, id)| !there.contains_key(*id))
        .map(|(one, _)| one)
        .collect();
    let mut piece = Piece { there: there.len(), ..Piece::default() };
    piece.left = missing.len().saturating_sub(room);
    missing.truncate(room);
    if missing.is_empty() {
        return Ok(piece);
    }
    let keeper = |one: &Imported| Keeper::new(telling_of(import.id, one.row));
    let keepers: Vec<Keeper> = missing.iter().map(|one| keeper(one)).collect();
    let ring = sharing.store.keys.make_many(&keepers, sharing.now()).await?;
    let (with_key, erased): (Vec<&Imported>, Vec<&Imported>) =
        missing.into_iter().partition(|one| ring.holds(keeper(one)));
    piece.erased = erased.into_iter().map(|one| one.row).collect();
    let mut batch = Vec::new();
    let mut weight = 0;
    for one in &with_key {
        let sealed = seal(&ring, (by, place, import), one)?;
        let own = OF_ITS_OWN + sealed.1.len();
        if weight + own > MOST_WRITTEN {
            write(sharing, by, &batch, untold).await?;
            batch.clear();
            weight = 0;
        }
        weight += own;
        batch.push(sealed);
    }
    write(sharing, by, &batch, untold).await?;
    piece.new = with_key.len();
    Ok(piece)
}

/// Writes some tellings as one transaction. The first of them tells whoever brings them that it was
/// done in their name, where that is still untold.
async fn write(
    sharing: &Sharing,
    by: PersonId,
    batch: &[(TellingRow, Vec<BesideRow>)],
    untold: &mut bool,
) -> Outcome<()> {
    let (now, news) = (sharing.now(), *untold && !batch.is_empty());
    ::store::write!(sharing.store.database, |work| {
        for (row, beside) in batch {
            telling_rows::insert(work, row).await?;
            tell::offer(work, row, now).await?;
            for cell in beside {
                store::insert_beside(work, row.system, row.id, cell).await?;
            }
            let mark = Mark::of(row.system, now, Verb::Wrote, Some(by), tell::thing(row.id));
            trail::mark(work, mark).await?;
        }
        if news {
            doors::news::keep(work, by, NewsKind::FileBrought, now).await?;
        }
        Ok(())
    })?;
    *untold &= !news;
    Ok(())
}

fn seal(
    ring: &KeyRing,
    (by, place, import): (PersonId, Where, &ImportRow),
    one: &Imported,
) -> Outcome<(TellingRow, Vec<BesideRow>)> {
    let id = telling_of(import.id, one.row);
    let keeper = Keeper::new(id);
    let line = |text: Option<&Line>, column| {
        text.map(|l| ring.seal_line(keeper, Spot::new(id, column), l)).transpose()
    };
    let happened = one.when.as_ref().and_then(in_words);
    let row = TellingRow {
        system: place.system,
        id,
        place: place.place,
        manner: Manner::Imported,
        teller: None,
        writer: Some(by),
        slip: None,
        for_name: line(one.teller.as_ref(), "for_name")?,
        title: line(one.title.as_ref(), "title")?,
        words: ring.seal(keeper, Spot::new(id, "words"), &one.words)?,
        happened: line(happened.as_ref(), "happened")?,
        about_what: None,
        felt: None,
        matters: None,
        ring_on: None,
        language: UNKNOWN_LANGUAGE.to_owned(),
        under_18: false,
        wishes: Wishes::default(),
        wider: Vec::new(),
        may_name: false,
        may_quote: false,
        held: Held { waits_to_be_read_back: import.stated.is_none(), ..Held::default() },
        at: import.at,
        revision: 1,
        import: Some(import.id),
    };
    Ok((row, beside(ring, &one.beside, keeper, id)?))
}

fn beside(
    ring: &KeyRing,
    cells: &[(std::sync::Arc<str>, ground::Words)],
    keeper: Keeper,
    id: crate::tellings::TellingId,
) -> Outcome<Vec<BesideRow>> {
    let mut rows = Vec::with_capacity(cells.len());
    for ((heading, words), position) in cells.iter().zip(0_i64..) {
        let heading = Line::parse(heading)
            .map_err(|_| Fault::Inside("a heading that is no line".to_owned()))?;
        let spot = |column| numbered(id, position, column);
        rows.push(BesideRow {
            position,
            heading: ring.seal_line(keeper, spot("heading"), &heading)?,
            words: ring.seal(keeper, spot("words"), words)?,
        });
    }
    Ok(rows)
}

/// When it happened, no finer than it was told: the words, or the day, month or year alone.
pub(super) fn in_words(told: &Told) -> Option<Line> {
    match told {
        Told::Words(words) => Some(words.clone()),
        exact => exact.iso().and_then(|iso| Line::parse(&iso).ok()),
    }
}
