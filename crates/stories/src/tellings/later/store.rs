//! The rows of chapters and translations.

use ground::id::{PersonId, SystemId};
use ground::{Moment, Outcome};
use store::{Look, Sealed, Work, bind, sql};

use crate::tellings::store::TellingRow;
use crate::tellings::{ChapterId, TellingId};
use crate::translations::TranslationId;

pub(crate) struct ChapterRow {
    pub(crate) id: ChapterId,
    pub(crate) words: Sealed,
    pub(crate) at: Moment,
    /// Whether it waits for a second reader before those further away hear it.
    pub(crate) waits: bool,
}

pub(crate) async fn chapters(look: &mut Look, telling: TellingId) -> Outcome<Vec<ChapterRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT c.id, c.words, c.at, (c.wider AND NOT EXISTS \
                 (SELECT 1 FROM second_readings r WHERE r.id = c.reading_id \
                 AND COALESCE(r.fine, FALSE))) AS waits FROM chapters c \
                 WHERE c.telling_id = $1 ORDER BY c.at, c.id LIMIT 200"
            ),
            bind().id(telling),
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ChapterRow {
                id: row.id("id")?,
                words: row.sealed("words")?,
                at: row.moment("at")?,
                waits: row.flag("waits")?,
            })
        })
        .collect()
}

/// How many chapters a telling has, besides this one.
pub(crate) async fn other_chapters(
    look: &mut Look,
    telling: TellingId,
    chapter: ChapterId,
) -> Outcome<i64> {
    let many = sql!("SELECT COUNT(*) AS many FROM chapters WHERE telling_id = $1 AND id <> $2");
    look.one(many, bind().id(telling).id(chapter)).await?.number("many")
}

/// Keeps that somebody whose words these are is under 18.
pub(crate) async fn set_under_18(work: &mut Work, row: &TellingRow) -> Outcome<()> {
    work.run(
        sql!("UPDATE tellings SET under_18 = TRUE WHERE system_id = $1 AND id = $2"),
        bind().id(row.system).id(row.id),
    )
    .await?;
    Ok(())
}

pub(crate) async fn insert_chapter(
    work: &mut Work,
    row: &TellingRow,
    chapter: &ChapterRow,
    by: Option<PersonId>,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO chapters (system_id, id, telling_id, words, said_by, at, wider) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(row.system)
            .id(chapter.id)
            .id(row.id)
            .sealed(chapter.words.clone())
            .maybe_id(by)
            .moment(chapter.at)
            .flag(chapter.waits),
    )
    .await?;
    Ok(())
}

#[derive(Clone)]
pub(crate) struct TranslationRow {
    pub(crate) id: ground::id::Uuid,
    pub(crate) language: String,
    pub(crate) words: Sealed,
    pub(crate) translator: Sealed,
    pub(crate) said_by: Option<PersonId>,
    /// When the teller said that it may stay.
    pub(crate) seen: Option<Moment>,
}

impl TranslationRow {
    /// Whether it may stay. What was added before anybody could add one was its teller's own.
    pub(crate) const fn stays(&self) -> bool {
        self.seen.is_some() || self.said_by.is_none()
    }
}

/// The translations of a telling: those that stay, and then those that wait, oldest first.
pub(crate) async fn translations(
    look: &mut Look,
    telling: TellingId,
) -> Outcome<Vec<TranslationRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, language, words, translator, said_by, seen FROM translations \
                 WHERE telling_id = $1 \
                 ORDER BY CASE WHEN seen IS NULL AND said_by IS NOT NULL THEN 1 ELSE 0 END, at, id \
                 LIMIT 200"
            ),
            bind().id(telling),
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(TranslationRow {
                id: row.id("id")?,
                language: row.word("language")?,
                words: row.sealed("words")?,
                translator: row.sealed("translator")?,
                said_by: row.maybe_id("said_by")?,
                seen: row.maybe_moment("seen")?,
            })
        })
        .collect()
}

pub(crate) async fn insert_translation(
    work: &mut Work,
    row: &TellingRow,
    translation: &TranslationRow,
    at: Moment,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO translations (system_id, id, telling_id, language, words, translator, \
             at, said_by, seen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        bind()
            .id(row.system)
            .id(translation.id)
            .id(row.id)
            .word(&translation.language)
            .sealed(translation.words.clone())
            .sealed(translation.translator.clone())
            .moment(at)
            .maybe_id(translation.said_by)
            .maybe_moment(translation.seen),
    )
    .await?;
    Ok(())
}

/// Notes that the teller lets a translation stay. Says whether it was there.
pub(crate) async fn keep_translation(
    work: &mut Work,
    telling: TellingId,
    id: TranslationId,
    at: Moment,
) -> Outcome<u64> {
    work.run(
        sql!("UPDATE translations SET seen = $3 WHERE telling_id = $1 AND id = $2"),
        bind().id(telling).id(id).moment(at),
    )
    .await
}

/// Takes a translation away. Says whether it was there.
pub(crate) async fn remove_translation(
    work: &mut Work,
    telling: TellingId,
    id: TranslationId,
) -> Outcome<u64> {
    work.run(
        sql!("DELETE FROM translations WHERE telling_id = $1 AND id = $2"),
        bind().id(telling).id(id),
    )
    .await
}

/// This person's tellings to which others added a translation that waits for an answer.
pub(crate) async fn translations_to_see(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Vec<(TellingId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT t.id, MIN(n.at) AS at FROM tellings t \
                 JOIN translations n ON n.telling_id = t.id AND n.seen IS NULL \
                 AND n.said_by IS NOT NULL \
                 WHERE t.teller_id = $1 OR (t.writer_id = $1 AND t.slip_hash IS NULL) \
                 GROUP BY t.id ORDER BY t.id LIMIT 10"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.moment("at")?))).collect()
}

/// Takes away the next translations that somebody added. Says of which tellings, and where these
/// are at home.
pub(crate) async fn forget_translations(
    work: &mut Work,
    person: PersonId,
) -> Outcome<Vec<(SystemId, TellingId)>> {
    let rows = work
        .all(
            sql!("SELECT system_id, id, telling_id FROM translations WHERE said_by = $1 LIMIT 500"),
            bind().id(person),
        )
        .await?;
    let mut gone = Vec::with_capacity(rows.len());
    for row in &rows {
        let (system, id): (SystemId, TranslationId) = (row.id("system_id")?, row.id("id")?);
        work.run(
            sql!("DELETE FROM translations WHERE system_id = $1 AND id = $2"),
            bind().id(system).id(id),
        )
        .await?;
        gone.push((system, row.id("telling_id")?));
    }
    Ok(gone)
}
