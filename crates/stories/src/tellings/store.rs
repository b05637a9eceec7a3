//! The rows of tellings and of wishes.

use std::collections::HashMap;

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use places::systems;
use sharing::Audience;
use store::{Look, Row, Sealed, TokenHash, Work, bind, sql};

pub(crate) use super::later::store::{
    ChapterRow, TranslationRow, chapters, forget_translations, insert_chapter, insert_translation,
    keep_translation, other_chapters, remove_translation, translations, translations_to_see,
};
pub(crate) use super::own::store::{of_teller, of_teller_after, own_among};
use super::wishes::Held;
use super::{Manner, TellingId, Wishes, age};
use crate::imports::ImportId;

#[derive(Clone)]
pub(crate) struct TellingRow {
    pub(crate) system: SystemId,
    pub(crate) id: TellingId,
    pub(crate) place: SystemId,
    pub(crate) manner: Manner,
    pub(crate) teller: Option<PersonId>,
    pub(crate) writer: Option<PersonId>,
    pub(crate) slip: Option<TokenHash>,
    pub(crate) for_name: Option<Sealed>,
    pub(crate) title: Option<Sealed>,
    pub(crate) words: Sealed,
    pub(crate) happened: Option<Sealed>,
    pub(crate) about_what: Option<Sealed>,
    pub(crate) felt: Option<Sealed>,
    pub(crate) matters: Option<Sealed>,
    pub(crate) ring_on: Option<Sealed>,
    pub(crate) language: String,
    /// Whether it was said of the telling, or its teller says it of themselves.
    pub(crate) under_18: bool,
    pub(crate) wishes: Wishes,
    /// Those of the wishes that a second reader reads for, whether one has or not.
    pub(crate) wider: Vec<Audience>,
    /// Whether a second adult said that the name of somebody under 18 may be shown.
    pub(crate) may_name: bool,
    /// Whether a second adult said that somebody under 18 may be quoted.
    pub(crate) may_quote: bool,
    pub(crate) held: Held,
    pub(crate) at: Moment,
    pub(crate) revision: i64,
    pub(crate) import: Option<ImportId>,
}

impl TellingRow {
    /// Whether something of it could wait for a second reader or a second adult.
    pub(crate) fn may_wait(&self) -> bool {
        self.under_18 || !self.wider.is_empty()
    }
}

pub(crate) async fn insert(work: &mut Work, row: &TellingRow) -> Outcome<()> {
    let bound = bind()
        .id(row.system)
        .id(row.id)
        .id(row.place)
        .word(row.manner.word())
        .maybe_id(row.teller)
        .maybe_id(row.writer)
        .maybe_hash(row.slip.as_ref())
        .maybe_sealed(row.for_name.clone())
        .maybe_sealed(row.title.clone())
        .sealed(row.words.clone())
        .maybe_sealed(row.happened.clone())
        .maybe_sealed(row.about_what.clone())
        .maybe_sealed(row.felt.clone())
        .maybe_sealed(row.matters.clone())
        .word(&row.language)
        .flag(row.under_18)
        .flag(row.wishes.named)
        .flag(row.wishes.quoted)
        .flag(row.wishes.laid_beside)
        .flag(row.wishes.compared)
        .flag(row.wishes.come_back)
        .maybe_moment(row.wishes.come_back_on)
        .maybe_sealed(row.ring_on.clone())
        .moment(row.at)
        .maybe_id(row.import);
    work.run(
        sql!(
            "INSERT INTO tellings (system_id, id, place_id, manner, teller_id, writer_id, \
             slip_hash, for_name, title, words, happened, about_what, felt, matters, language, \
             under_18, named, quoted, laid_beside, compared, come_back, come_back_on, ring_on, \
             at, import_id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
             $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, 1)"
        ),
        bound,
    )
    .await?;
    replace_wishes(work, row, &row.wishes).await
}

async fn replace_wishes(work: &mut Work, row: &TellingRow, wishes: &Wishes) -> Outcome<()> {
    let (system, id) = (row.system, row.id);
    let before = wishes_of(work, &[id]).await?.remove(&id).unwrap_or_default();
    let mut to = wishes.heard_by.clone();
    to.sort_unstable();
    to.dedup();
    for gone in before.iter().filter(|wished| !to.contains(&wished.to)) {
        work.run(
            sql!(
                "DELETE FROM wishes \
                 WHERE system_id = $1 AND telling_id = $2 AND to_kind = $3 AND to_id = $4"
            ),
            bind().id(system).id(id).word(gone.to.word()).id(gone.to.id()),
        )
        .await?;
    }
    // What was wished before stays as it is, read or not; what is new waits if it is wider.
    to.retain(|audience| !before.iter().any(|wished| wished.to == *audience));
    age::singles_out_no_child(work, &to, [row.teller, row.writer]).await?;
    let wider = wider_of(work, &to).await?;
    for audience in to {
        work.run(
            sql!(
                "INSERT INTO wishes (system_id, telling_id, to_kind, to_id, wider) \
                 VALUES ($1, $2, $3, $4, $5)"
            ),
            bind()
                .id(system)
                .id(id)
                .word(audience.word())
                .id(audience.id())
                .flag(wider.contains(&audience)),
        )
        .await?;
    }
    Ok(())
}

/// Those of these to whom nothing goes before a second reader has read it.
async fn wider_of(look: &mut Look, to: &[Audience]) -> Outcome<Vec<Audience>> {
    let systems: Vec<SystemId> = to
        .iter()
        .filter_map(|audience| match audience {
            Audience::System(system) => Some(*system),
            Audience::Person(_) | Audience::Anyone => None,
        })
        .collect();
    let mut wider: Vec<Audience> =
        to.iter().copied().filter(|audience| *audience == Audience::Anyone).collect();
    if !systems.is_empty() {
        let wide = systems::wider_than_a_group(look, &systems).await?;
        wider.extend(wide.into_iter().map(Audience::System));
    }
    Ok(wider)
}

pub(crate) async fn update_wishes(
    work: &mut Work,
    row: &TellingRow,
    revision: i64,
    wishes: &Wishes,
) -> Outcome<()> {
    let changed = work
        .run(
            sql!(
                "UPDATE tellings SET named = $4, quoted = $5, laid_beside = $6, compared = $7, \
                 come_back = $8, come_back_on = $9, revision = revision + 1 \
                 WHERE system_id = $1 AND id = $2 AND revision = $3"
            ),
            bind()
                .id(row.system)
                .id(row.id)
                .number(revision)
                .flag(wishes.named)
                .flag(wishes.quoted)
                .flag(wishes.laid_beside)
                .flag(wishes.compared)
                .flag(wishes.come_back)
                .maybe_moment(wishes.come_back_on),
        )
        .await?;
    if changed != 1 {
        return Err(Fault::Stale);
    }
    replace_wishes(work, row, wishes).await
}

pub(crate) async fn set_read_back(
    work: &mut Work,
    row: &TellingRow,
    at: Option<Moment>,
    why_not: Option<Sealed>,
) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE tellings SET read_back = $3, not_read_back_why = $4 \
             WHERE system_id = $1 AND id = $2"
        ),
        bind().id(row.system).id(row.id).maybe_moment(at).maybe_sealed(why_not),
    )
    .await?;
    Ok(())
}

/// Deletes every row that is the telling's own; what others said about it stays theirs.
pub(crate) async fn delete(work: &mut Work, row: &TellingRow) -> Outcome<()> {
    for sql in [
        sql!("DELETE FROM wishes WHERE telling_id = $1"),
        sql!("DELETE FROM chapters WHERE telling_id = $1"),
        sql!("DELETE FROM translations WHERE telling_id = $1"),
        sql!("DELETE FROM answers_to_tellers WHERE telling_id = $1"),
        sql!("DELETE FROM came_seen WHERE telling_id = $1"),
        sql!("DELETE FROM in_this WHERE telling_id = $1"),
        sql!("DELETE FROM laid WHERE telling_id = $1"),
        sql!("DELETE FROM beside WHERE telling_id = $1"),
        sql!("DELETE FROM dismissed WHERE telling_id = $1"),
        sql!("DELETE FROM dismissed WHERE other_id = $1"),
        sql!("DELETE FROM second_readings WHERE telling_id = $1"),
        sql!("DELETE FROM ringing_answers WHERE telling_id = $1"),
        sql!("DELETE FROM ringings WHERE telling_id = $1"),
        sql!("DELETE FROM quotations WHERE telling_id = $1"),
        sql!("DELETE FROM taken WHERE telling_id = $1"),
        sql!("DELETE FROM tellings WHERE id = $1"),
    ] {
        work.run(sql, bind().id(row.id)).await?;
    }
    Ok(())
}

pub(crate) async fn by_ids(look: &mut Look, ids: &[TellingId]) -> Outcome<Vec<TellingRow>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT t.system_id, t.id, t.place_id, t.manner, t.teller_id, t.writer_id, \
                 t.slip_hash, t.for_name, t.title, t.words, t.happened, t.about_what, t.felt, \
                 t.matters, t.ring_on, t.language, (t.under_18 OR EXISTS (SELECT 1 FROM persons p \
                 WHERE p.id = t.teller_id AND p.under_18)) AS under_18, t.named, t.quoted, t.laid_beside, \
                 t.compared, t.come_back, t.come_back_on, t.read_back, t.not_read_back_why, \
                 t.at, t.revision, t.import_id, EXISTS (SELECT 1 FROM imports m \
                 WHERE m.id = t.import_id AND m.stated IS NOT NULL) AS is_stated, EXISTS (SELECT 1 FROM in_this i WHERE i.telling_id = t.id \
                 AND i.settled IS NULL) AS looking, EXISTS (SELECT 1 FROM second_readings r \
                 WHERE r.id = t.named_reading_id AND COALESCE(r.fine, FALSE)) AS may_name, \
                 EXISTS (SELECT 1 FROM second_readings r WHERE r.id = t.quoted_reading_id \
                 AND COALESCE(r.fine, FALSE)) AS may_quote \
                 FROM tellings t WHERE t.id IN ({many})"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    let mut wished = wishes_of(look, ids).await?;
    let mut tellings = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: TellingId = row.id("id")?;
        tellings.push(read(row, &wished.remove(&id).unwrap_or_default())?);
    }
    let place_of: HashMap<TellingId, usize> =
        ids.iter().enumerate().map(|(n, i)| (*i, n)).collect();
    tellings.sort_by_cached_key(|row| place_of.get(&row.id).copied());
    Ok(tellings)
}

pub(crate) async fn one(look: &mut Look, id: TellingId) -> Outcome<TellingRow> {
    by_ids(look, &[id]).await?.pop().ok_or(Fault::NotFound)
}

pub(crate) async fn by_slip(look: &mut Look, slip: &TokenHash) -> Outcome<TellingId> {
    look.maybe(sql!("SELECT id FROM tellings WHERE slip_hash = $1 LIMIT 1"), bind().hash(slip))
        .await?
        .ok_or(Fault::Spent)?
        .id("id")
}

/// One of those whom a teller wishes to be heard by.
struct Wished {
    to: Audience,
    /// Whether a second reader reads it first.
    wider: bool,
    /// Whether it waits for one still.
    waits: bool,
}

async fn wishes_of(look: &mut Look, ids: &[TellingId]) -> Outcome<HashMap<TellingId, Vec<Wished>>> {
    let rows = look
        .all_of(
            sql!(
                "SELECT w.telling_id, w.to_kind, w.to_id, w.wider, (w.wider AND NOT EXISTS \
                 (SELECT 1 FROM second_readings r WHERE r.id = w.reading_id \
                 AND COALESCE(r.fine, FALSE))) AS waits \
                 FROM wishes w WHERE w.telling_id IN ({many})"
            ),
            bind(),
            ids.iter().copied(),
        )
        .await?;
    let mut wished: HashMap<TellingId, Vec<Wished>> = HashMap::new();
    for row in rows {
        if let Some(to) = Audience::parse(&row.word("to_kind")?, row.id("to_id")?) {
            let one = Wished { to, wider: row.flag("wider")?, waits: row.flag("waits")? };
            wished.entry(row.id("telling_id")?).or_default().push(one);
        }
    }
    Ok(wished)
}

fn read(row: &Row, wished: &[Wished]) -> Outcome<TellingRow> {
    let those = |which: fn(&Wished) -> bool| -> Vec<Audience> {
        wished.iter().filter(|one| which(one)).map(|one| one.to).collect()
    };
    let manner = Manner::parse(&row.word("manner")?);
    let settled = row.maybe_moment("read_back")?.is_some()
        || row.maybe_sealed("not_read_back_why")?.is_some();
    Ok(TellingRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        place: row.id("place_id")?,
        manner,
        teller: row.maybe_id("teller_id")?,
        writer: row.maybe_id("writer_id")?,
        slip: row.maybe_hash("slip_hash")?,
        for_name: row.maybe_sealed("for_name")?,
        title: row.maybe_sealed("title")?,
        words: row.sealed("words")?,
        happened: row.maybe_sealed("happened")?,
        about_what: row.maybe_sealed("about_what")?,
        felt: row.maybe_sealed("felt")?,
        matters: row.maybe_sealed("matters")?,
        ring_on: row.maybe_sealed("ring_on")?,
        language: row.word("language")?,
        under_18: row.flag("under_18")?,
        wishes: Wishes {
            heard_by: those(|_| true),
            named: row.flag("named")?,
            quoted: row.flag("quoted")?,
            laid_beside: row.flag("laid_beside")?,
            compared: row.flag("compared")?,
            come_back: row.flag("come_back")?,
            come_back_on: row.maybe_moment("come_back_on")?,
        },
        wider: those(|one| one.wider),
        may_name: row.flag("may_name")?,
        may_quote: row.flag("may_quote")?,
        held: Held {
            waits_to_be_read_back: match manner {
                Manner::Self_ | Manner::Present => false,
                Manner::Absent => !settled,
                Manner::Imported => !row.flag("is_stated")?,
            },
            somebody_is_looking: row.flag("looking")?,
            waits_for_second_reader: those(|one| one.waits),
        },
        at: row.moment("at")?,
        revision: row.number("revision")?,
        import: row.maybe_id("import_id")?,
    })
}
