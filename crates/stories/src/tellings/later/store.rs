//! The rows of chapters and translations.

use ground::id::PersonId;
use ground::{Moment, Outcome};
use store::{Look, Sealed, Work, bind, sql};

use crate::tellings::store::TellingRow;
use crate::tellings::{ChapterId, TellingId};

pub(crate) struct ChapterRow {
    pub(crate) id: ChapterId,
    pub(crate) words: Sealed,
    pub(crate) at: Moment,
}

pub(crate) async fn chapters(look: &mut Look, telling: TellingId) -> Outcome<Vec<ChapterRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, words, at FROM chapters WHERE telling_id = $1 ORDER BY at, id LIMIT 200"
            ),
            bind().id(telling),
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ChapterRow { id: row.id("id")?, words: row.sealed("words")?, at: row.moment("at")? })
        })
        .collect()
}

pub(crate) async fn insert_chapter(
    work: &mut Work,
    row: &TellingRow,
    chapter: &ChapterRow,
    by: Option<PersonId>,
) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO chapters (system_id, id, telling_id, words, said_by, at) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        bind()
            .id(row.system)
            .id(chapter.id)
            .id(row.id)
            .sealed(chapter.words.clone())
            .maybe_id(by)
            .moment(chapter.at),
    )
    .await?;
    Ok(())
}

pub(crate) struct TranslationRow {
    pub(crate) id: ground::id::Uuid,
    pub(crate) language: String,
    pub(crate) words: Sealed,
    pub(crate) translator: Sealed,
}

pub(crate) async fn translations(
    look: &mut Look,
    telling: TellingId,
) -> Outcome<Vec<TranslationRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, language, words, translator FROM translations \
                 WHERE telling_id = $1 ORDER BY at, id LIMIT 20"
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
            "INSERT INTO translations (system_id, id, telling_id, language, words, translator, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(row.system)
            .id(translation.id)
            .id(row.id)
            .word(&translation.language)
            .sealed(translation.words.clone())
            .sealed(translation.translator.clone())
            .moment(at),
    )
    .await?;
    Ok(())
}
