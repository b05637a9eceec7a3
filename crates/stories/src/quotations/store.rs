//! The rows of quotations: where they stand, never the words.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use store::{Look, Row, Work, bind, sql};

use super::{QuotationId, Span};
use crate::patterns::{PatternId, SayingId};
use crate::tellings::TellingId;

#[derive(Clone, Copy)]
pub(super) struct QuotationRow {
    pub(super) system: SystemId,
    pub(super) id: QuotationId,
    pub(super) pattern: PatternId,
    pub(super) beside: Option<SayingId>,
    pub(super) span: Span,
    pub(super) said_by: PersonId,
    pub(super) at: Moment,
    /// When whoever quoted took it out again.
    pub(super) ended: Option<Moment>,
}

pub(super) async fn insert(work: &mut Work, row: &QuotationRow) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO quotations (system_id, id, pattern_id, saying_id, telling_id, \
             chapter_id, begins, ends, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .id(row.pattern)
            .maybe_id(row.beside)
            .id(row.span.telling)
            .maybe_id(row.span.chapter)
            .number(i64::try_from(row.span.begins).map_err(Fault::inside)?)
            .number(i64::try_from(row.span.ends).map_err(Fault::inside)?)
            .id(row.said_by)
            .moment(row.at),
    )
    .await?;
    Ok(())
}

pub(super) async fn of_pattern(look: &mut Look, id: PatternId) -> Outcome<Vec<QuotationRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, pattern_id, saying_id, telling_id, chapter_id, begins, \
                 ends, said_by, at, ended FROM quotations \
                 WHERE pattern_id = $1 AND ended IS NULL ORDER BY at, id LIMIT 30"
            ),
            bind().id(id),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// One of this system's that somebody made, taken out since or not.
pub(super) async fn one(
    look: &mut Look,
    (system, pattern): (SystemId, PatternId),
    id: QuotationId,
) -> Outcome<QuotationRow> {
    let row = look
        .one(
            sql!(
                "SELECT system_id, id, pattern_id, saying_id, telling_id, chapter_id, begins, \
                 ends, said_by, at, ended FROM quotations \
                 WHERE system_id = $1 AND id = $2 AND pattern_id = $3"
            ),
            bind().id(system).id(id).id(pattern),
        )
        .await?;
    read(&row)
}

/// Takes one out. It stays as a row, with from when to when.
pub(super) async fn end(work: &mut Work, row: &QuotationRow, at: Moment) -> Outcome<()> {
    work.run(
        sql!("UPDATE quotations SET ended = $3 WHERE system_id = $1 AND id = $2"),
        bind().id(row.system).id(row.id).moment(at),
    )
    .await?;
    Ok(())
}

/// How many somebody took out of a pattern again.
pub(super) async fn taken_out_by(
    look: &mut Look,
    pattern: PatternId,
    person: PersonId,
) -> Outcome<usize> {
    let many = sql!(
        "SELECT COUNT(*) AS many FROM quotations \
         WHERE pattern_id = $1 AND said_by = $2 AND ended IS NOT NULL"
    );
    let row = look.one(many, bind().id(pattern).id(person)).await?;
    usize::try_from(row.number("many")?).map_err(Fault::inside)
}

/// How many stand from one telling, in all patterns.
pub(super) async fn standing_from(look: &mut Look, id: TellingId) -> Outcome<usize> {
    let many =
        sql!("SELECT COUNT(*) AS many FROM quotations WHERE telling_id = $1 AND ended IS NULL");
    usize::try_from(look.one(many, bind().id(id)).await?.number("many")?).map_err(Fault::inside)
}

/// Those of a telling: first those that stand, which is all of them, and then those taken out.
pub(super) async fn of_telling(look: &mut Look, id: TellingId) -> Outcome<Vec<QuotationRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, pattern_id, saying_id, telling_id, chapter_id, begins, \
                 ends, said_by, at, ended FROM quotations WHERE telling_id = $1 \
                 ORDER BY (ended IS NULL) DESC, at DESC, id LIMIT 500"
            ),
            bind().id(id),
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<QuotationRow> {
    let place = |column| usize::try_from(row.number(column)?).map_err(Fault::inside);
    Ok(QuotationRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        pattern: row.id("pattern_id")?,
        beside: row.maybe_id("saying_id")?,
        span: Span {
            telling: row.id("telling_id")?,
            chapter: row.maybe_id("chapter_id")?,
            begins: place("begins")?,
            ends: place("ends")?,
        },
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
        ended: row.maybe_moment("ended")?,
    })
}
