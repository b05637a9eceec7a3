//! The rows of second readings, and what waits for them.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use sharing::TellingMatter;
use store::{Look, Row, Sealed, Work, bind, sql};

use super::{About, AskedOf, Could, ReadingId, What};
use crate::imports::ImportId;
use crate::tellings::TellingId;

/// How a second reading was answered.
#[derive(Clone)]
pub(crate) struct Answered {
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
    pub(crate) said: Said,
}

/// What was answered, with the words sealed.
#[derive(Clone)]
pub(crate) enum Said {
    /// Fine to go further.
    Fine,
    /// Not like this.
    NotYet(Option<Sealed>),
}

#[derive(Clone)]
pub(crate) struct ReadingRow {
    pub(crate) system: SystemId,
    pub(crate) id: ReadingId,
    pub(crate) place: SystemId,
    pub(crate) about: About,
    pub(crate) what: What,
    pub(crate) asked: Moment,
    pub(crate) asked_of: AskedOf,
    pub(crate) could: Could,
    pub(crate) words: Option<Sealed>,
    pub(crate) revision: i64,
    pub(crate) ended: Option<Moment>,
    pub(crate) answered: Option<Answered>,
}

impl ReadingRow {
    /// Whether it waits for an answer.
    pub(crate) fn is_open(&self) -> bool {
        self.ended.is_none() && self.answered.is_none()
    }

    /// What is asked, and of whom.
    pub(crate) fn asks(&self, now: Moment) -> Asked {
        Asked { of: self.asked_of, about: self.about, lies: lies(self.asked, now) }
    }

    /// Whether it was answered *not like this*.
    pub(crate) fn is_not_yet(&self) -> bool {
        matches!(&self.answered, Some(Answered { said: Said::NotYet(_), .. }))
    }

    /// Whether it was answered, and found fine.
    pub(crate) fn is_fine(&self) -> bool {
        matches!(&self.answered, Some(Answered { said: Said::Fine, .. }))
    }
}

/// What is asked of somebody, and waits.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) of: AskedOf,
    pub(crate) about: About,
    /// Whether it was left lying so long that, told with a slip, others read it too.
    pub(crate) lies: bool,
}

/// After how many days what was told with a slip is left lying: fourteen, and seven more, since all
/// that is kept of when it was asked is the beginning of the week.
pub(crate) const LIES_AFTER: i64 = 14 + 7;

/// Whether what was asked then is left lying by now.
pub(super) fn lies(asked: Moment, now: Moment) -> bool {
    asked.plus_days(LIES_AFTER) <= now
}

/// Says in a matter who was asked, and whether all that was asked is for an adult. Whoever holds a
/// slip can ask nobody by name, so what is left lying of theirs is read by others too.
pub(crate) fn fill(matter: &mut TellingMatter, asked: impl IntoIterator<Item = Asked>) {
    for Asked { of, about, lies } in asked {
        let is_first = matter.asked_first.is_empty() && !matter.on_duty_first;
        matter.for_an_adult = (is_first || matter.for_an_adult) && about == About::Under18;
        match of {
            AskedOf::Person(person) => matter.asked_first.push(person),
            AskedOf::OnDuty => {
                matter.on_duty_first = true;
                matter.lies_unread |= lies && matter.slip.is_some();
            }
        }
    }
}

pub(crate) async fn insert(work: &mut Work, row: &ReadingRow) -> Outcome<()> {
    let (telling, import) = match row.what {
        What::Telling(id) => (Some(id), None),
        What::File(id) => (None, Some(id)),
    };
    work.run(
        sql!(
            "INSERT INTO second_readings (system_id, id, place_id, about, telling_id, import_id, \
             asked, asked_of, could, words, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        bind()
            .id(row.system)
            .id(row.id)
            .id(row.place)
            .word(row.about.word())
            .maybe_id(telling)
            .maybe_id(import)
            .moment(row.asked)
            .maybe_id(row.asked_of.by_name())
            .word(row.could.word())
            .maybe_sealed(row.words.clone())
            .number(row.revision),
    )
    .await?;
    Ok(())
}

pub(crate) async fn one(look: &mut Look, id: ReadingId) -> Outcome<ReadingRow> {
    let row = look
        .maybe(
            sql!(
                "SELECT system_id, id, place_id, about, telling_id, import_id, asked, asked_of, \
                 could, words, revision, ended, answered, answered_by, \
                 COALESCE(fine, FALSE) AS is_fine, answer FROM second_readings WHERE id = $1"
            ),
            bind().id(id),
        )
        .await?;
    read(&row.ok_or(Fault::NotFound)?)
}

/// Every reading of a telling that was not ended, oldest first.
pub(crate) async fn of_telling(look: &mut Look, telling: TellingId) -> Outcome<Vec<ReadingRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, place_id, about, telling_id, import_id, asked, asked_of, \
                 could, words, revision, ended, answered, answered_by, \
                 COALESCE(fine, FALSE) AS is_fine, answer FROM second_readings \
                 WHERE telling_id = $1 AND ended IS NULL ORDER BY asked, id LIMIT 500"
            ),
            bind().id(telling),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Every reading of a file that was not ended, newest first.
pub(crate) async fn of_import(look: &mut Look, import: ImportId) -> Outcome<Vec<ReadingRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, place_id, about, telling_id, import_id, asked, asked_of, \
                 could, words, revision, ended, answered, answered_by, \
                 COALESCE(fine, FALSE) AS is_fine, answer FROM second_readings \
                 WHERE import_id = $1 AND ended IS NULL ORDER BY asked DESC, id LIMIT 50"
            ),
            bind().id(import),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Whom the last reading of a telling was asked of, if there was one.
pub(crate) async fn last_asked_of(look: &mut Look, telling: TellingId) -> Outcome<Option<AskedOf>> {
    let row = look
        .maybe(
            sql!(
                "SELECT asked_of FROM second_readings WHERE telling_id = $1 \
                 ORDER BY asked DESC, asked_of DESC, id LIMIT 1"
            ),
            bind().id(telling),
        )
        .await?;
    row.map(|row| Ok(AskedOf::kept(row.maybe_id("asked_of")?))).transpose()
}

/// Who was asked, and has not answered, about a telling or the file it came in.
pub(crate) async fn asked(
    look: &mut Look,
    telling: TellingId,
    import: Option<ImportId>,
    now: Moment,
) -> Outcome<Vec<Asked>> {
    let rows = look
        .all(
            sql!(
                "SELECT DISTINCT asked_of, about, asked FROM second_readings \
                 WHERE (telling_id = $1 OR import_id = $2) \
                 AND answered IS NULL AND ended IS NULL LIMIT 50"
            ),
            bind().id(telling).maybe_id(import),
        )
        .await?;
    let of = |row: &Row| Ok(AskedOf::kept(row.maybe_id("asked_of")?));
    let lies = |row: &Row| Ok(lies(row.moment("asked")?, now));
    rows.iter()
        .map(|row| Ok(Asked { of: of(row)?, about: about(row)?, lies: lies(row)? }))
        .collect()
}

/// For whom something waits.
#[derive(Clone, Copy)]
pub(crate) enum WaitsFor {
    /// For somebody who was asked by name.
    Person(PersonId),
    /// For those on duty in a place.
    OnDuty(SystemId),
}

/// Before all that waits.
pub(crate) const FIRST: (Moment, ReadingId) = (Moment(i64::MIN), ReadingId(Uuid::nil()));

/// The next fifty of what waits, oldest first, after this one.
pub(crate) async fn waiting(
    look: &mut Look,
    whom: WaitsFor,
    (at, id): (Moment, ReadingId),
) -> Outcome<Vec<ReadingRow>> {
    let (sql, whom) = match whom {
        WaitsFor::Person(person) => (
            sql!(
                "SELECT system_id, id, place_id, about, telling_id, import_id, asked, asked_of, \
                 could, words, revision, ended, answered, answered_by, \
                 COALESCE(fine, FALSE) AS is_fine, answer FROM second_readings \
                 WHERE asked_of = $1 AND answered IS NULL AND ended IS NULL \
                 AND (asked > $2 OR (asked = $2 AND id > $3)) ORDER BY asked, id LIMIT 50"
            ),
            person.0,
        ),
        WaitsFor::OnDuty(place) => (
            sql!(
                "SELECT system_id, id, place_id, about, telling_id, import_id, asked, asked_of, \
                 could, words, revision, ended, answered, answered_by, \
                 COALESCE(fine, FALSE) AS is_fine, answer FROM second_readings \
                 WHERE place_id = $1 AND answered IS NULL AND ended IS NULL \
                 AND asked_of IS NULL \
                 AND (asked > $2 OR (asked = $2 AND id > $3)) ORDER BY asked, id LIMIT 50"
            ),
            place.0,
        ),
    };
    let rows = look.all(sql, bind().id(whom).moment(at).id(id)).await?;
    rows.iter().map(read).collect()
}

/// Somebody's own tellings of which a second reader said since then that they are fine, or else *not
/// like this*, and nothing changed yet; the last answered first.
pub(crate) async fn answered(
    look: &mut Look,
    person: PersonId,
    (is_fine, since): (bool, Moment),
) -> Outcome<Vec<(TellingId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT r.telling_id, r.answered FROM second_readings r JOIN tellings t \
                 ON t.id = r.telling_id WHERE (t.teller_id = $1 \
                 OR (t.writer_id = $1 AND t.slip_hash IS NULL)) \
                 AND r.answered >= $3 AND r.fine = $2 \
                 AND (EXISTS (SELECT 1 FROM wishes w WHERE w.telling_id = t.id \
                 AND w.reading_id = r.id) OR EXISTS (SELECT 1 FROM chapters c \
                 WHERE c.telling_id = t.id AND c.reading_id = r.id) \
                 OR (t.named AND t.named_reading_id = r.id) \
                 OR (t.quoted AND t.quoted_reading_id = r.id)) \
                 ORDER BY r.answered DESC, r.id LIMIT 10"
            ),
            bind().id(person).flag(is_fine).moment(since),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("telling_id")?, row.moment("answered")?))).collect()
}

/// Ends a reading that nobody needs to do any more.
pub(crate) async fn end(work: &mut Work, row: &ReadingRow, at: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE second_readings SET ended = $3 \
             WHERE system_id = $1 AND id = $2 AND answered IS NULL AND ended IS NULL"
        ),
        bind().id(row.system).id(row.id).moment(at),
    )
    .await?;
    Ok(())
}

/// Ends whatever was asked of somebody who is erased. It waits then until its teller asks anew.
pub(crate) async fn end_asked_of(work: &mut Work, person: PersonId, at: Moment) -> Outcome<()> {
    work.run(
        sql!(
            "UPDATE second_readings SET ended = $2 \
             WHERE asked_of = $1 AND answered IS NULL AND ended IS NULL"
        ),
        bind().id(person).moment(at),
    )
    .await?;
    Ok(())
}

/// Says which version of what is read an answer has to speak of from now on.
pub(crate) async fn revise(work: &mut Work, row: &ReadingRow, revision: i64) -> Outcome<()> {
    work.run(
        sql!("UPDATE second_readings SET revision = $3 WHERE system_id = $1 AND id = $2"),
        bind().id(row.system).id(row.id).number(revision),
    )
    .await?;
    Ok(())
}

pub(crate) async fn answer(work: &mut Work, row: &ReadingRow, answered: Answered) -> Outcome<()> {
    let Answered { by, at, said } = answered;
    let (fine, answer) = match said {
        Said::Fine => (true, None),
        Said::NotYet(answer) => (false, answer),
    };
    work.run(
        sql!(
            "UPDATE second_readings SET answered = $3, answered_by = $4, fine = $5, answer = $6 \
             WHERE system_id = $1 AND id = $2"
        ),
        bind().id(row.system).id(row.id).moment(at).id(by).flag(fine).maybe_sealed(answer),
    )
    .await?;
    Ok(())
}

fn odd(what: &str) -> Fault {
    Fault::Inside(format!("a second reading {what}"))
}

fn about(row: &Row) -> Outcome<About> {
    About::parse(&row.word("about")?).ok_or_else(|| odd("about nothing"))
}

fn read(row: &Row) -> Outcome<ReadingRow> {
    let what = match (row.maybe_id("telling_id")?, row.maybe_id("import_id")?) {
        (Some(telling), _) => What::Telling(telling),
        (None, Some(import)) => What::File(import),
        (None, None) => return Err(odd("of nothing")),
    };
    let answered = match (row.maybe_moment("answered")?, row.maybe_id("answered_by")?) {
        (Some(at), Some(by)) => {
            let said = match row.flag("is_fine")? {
                true => Said::Fine,
                false => Said::NotYet(row.maybe_sealed("answer")?),
            };
            Some(Answered { by, at, said })
        }
        (None, None) => None,
        _ => return Err(odd("answered by nobody")),
    };
    Ok(ReadingRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        place: row.id("place_id")?,
        about: about(row)?,
        what,
        asked: row.moment("asked")?,
        asked_of: AskedOf::kept(row.maybe_id("asked_of")?),
        could: Could::parse(&row.word("could")?),
        words: row.maybe_sealed("words")?,
        revision: row.number("revision")?,
        ended: row.maybe_moment("ended")?,
        answered,
    })
}
