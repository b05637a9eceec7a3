//! The rows of what is said in the parts of lives.

use ground::id::{PersonId, SystemId};
use ground::{After, Fault, Moment, Outcome};
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{LATEST, PAGE, PassageId, Voice};
use crate::sections::SectionId;

pub(super) struct PassageRow {
    pub(super) id: PassageId,
    pub(super) section: SectionId,
    pub(super) words: Option<Sealed>,
    pub(super) voice: Voice,
    pub(super) written_by: PersonId,
    pub(super) revision: i64,
    pub(super) at: Moment,
}

impl PassageRow {
    fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            id: row.id("id")?,
            section: row.id("section_id")?,
            words: row.maybe_sealed("words")?,
            voice: row.known("voice", Voice::parse)?,
            written_by: row.id("written_by")?,
            revision: row.number("revision")?,
            at: row.moment("at")?,
        })
    }
}

/// What is kept when something is said.
pub(super) struct NewPassage {
    pub(super) life: SystemId,
    pub(super) section: SectionId,
    pub(super) id: PassageId,
    pub(super) number: i64,
    pub(super) voice: Voice,
    pub(super) by: PersonId,
    pub(super) at: Moment,
}

pub(super) async fn insert(work: &mut Work, new: &NewPassage, words: Sealed) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO passages (system_id, id, section_id, number, words, voice, written_by, \
             revision, at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)"
        ),
        bind()
            .id(new.life)
            .id(new.id)
            .id(new.section)
            .number(new.number)
            .sealed(words)
            .word(new.voice.word())
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

pub(super) async fn is_there(look: &mut Look, (life, id): (SystemId, PassageId)) -> Outcome<bool> {
    let there = sql!("SELECT id FROM passages WHERE system_id = $1 AND id = $2");
    Ok(look.maybe(there, bind().id(life).id(id)).await?.is_some())
}

/// One that still has its words.
pub(super) async fn find(
    look: &mut Look,
    (life, id): (SystemId, PassageId),
) -> Outcome<PassageRow> {
    let row = look
        .one(
            sql!(
                "SELECT id, section_id, words, voice, written_by, revision, at FROM passages \
                 WHERE system_id = $1 AND id = $2 AND words IS NOT NULL"
            ),
            bind().id(life).id(id),
        )
        .await?;
    PassageRow::read(&row)
}

/// The latest few of each part of a life, newest first.
pub(super) async fn latest(look: &mut Look, life: SystemId) -> Outcome<Vec<PassageRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT p.id, p.section_id, p.words, p.voice, p.written_by, p.revision, p.at \
                 FROM sections s JOIN passages p ON p.system_id = s.system_id \
                 AND p.section_id = s.id AND p.number >= s.said - $2 \
                 WHERE s.system_id = $1 ORDER BY p.at DESC, p.id DESC LIMIT 200"
            ),
            bind().id(life).number(LATEST),
        )
        .await?;
    rows.iter().map(PassageRow::read).collect()
}

pub(super) async fn of_section(
    look: &mut Look,
    (life, section): (SystemId, SectionId),
    after: Option<After>,
) -> Outcome<Vec<PassageRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, section_id, words, voice, written_by, revision, at FROM passages \
                 WHERE system_id = $1 AND section_id = $2 AND words IS NOT NULL \
                 AND at <= $3 AND (at < $3 OR id < $4) ORDER BY at DESC, id DESC LIMIT $5"
            ),
            bind().id(life).id(section).latest(after, PAGE),
        )
        .await?;
    rows.iter().map(PassageRow::read).collect()
}

/// Puts other words in the place of those that stand, from this revision on.
pub(super) async fn reword(
    work: &mut Work,
    (life, id): (SystemId, PassageId),
    revision: i64,
    words: Sealed,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE passages SET words = $4, revision = revision + 1 \
                 WHERE system_id = $1 AND id = $2 AND revision = $3 AND words IS NOT NULL"
            ),
            bind().id(life).id(id).number(revision).sealed(words),
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Fault::Stale) }
}

/// Empties one.
pub(super) async fn empty(work: &mut Work, (life, id): (SystemId, PassageId)) -> Outcome<()> {
    work.run(
        sql!("UPDATE passages SET words = NULL WHERE system_id = $1 AND id = $2"),
        bind().id(life).id(id),
    )
    .await?;
    Ok(())
}
