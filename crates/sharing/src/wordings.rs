//! Words that were put better. Every version of a text that a group holds stays, with who said it
//! and when, from the first on; what nobody ever put in other words has no rows here. What stands
//! now is kept in its own table too, so that a page that shows only that asks nothing here. The words
//! of an earlier version can be emptied ([`emptying`]); who said it, and when, stays.

pub mod emptying;

use ground::id::{Kind, PersonId, SystemId, Uuid};
use ground::{Fault, Line, Moment, Outcome, Words};
use store::{Keeper, KeyRing, Look, Row, Sealed, Work, bind, sql};

use crate::lineage::Placed;
use crate::noun::Exported;
use crate::policy::{Action, Matter};
use crate::sealing::{Opening, Sealing};
use crate::seen::{Leave, Seen};
use crate::{Reader, Sharing};

ground::id!(
    /// Names one version of a text.
    WordingId
);

/// The most versions that there are of all texts of one thing: as many as are always shown, so that
/// what was said first cannot be pushed off the page.
pub const MOST: usize = 200;
/// How many of them one person can say, so that nobody has the last word by leaving no room.
pub const MOST_OF_ONE: usize = 60;

/// One text of a thing that is about to be put in other words.
#[derive(Clone, Debug)]
pub struct Reworded {
    part: &'static str,
    before: Option<Words>,
    now: Option<Words>,
}

impl Reworded {
    /// A running text; nothing where it stays as it is.
    #[must_use]
    pub fn words(
        part: &'static str,
        before: Option<&Seen<Words>>,
        now: Option<&Words>,
    ) -> Option<Self> {
        let before = before.map(Seen::inner);
        (before != now).then(|| Self { part, before: before.cloned(), now: now.cloned() })
    }

    /// One line that is always there; nothing where it stays as it is.
    #[must_use]
    pub fn line(part: &'static str, before: &Seen<Line>, now: &Line) -> Option<Self> {
        let words = |line: &Line| Some(Words::kept(line.expose().to_owned()));
        let before = before.inner();
        (before != now).then(|| Self { part, before: words(before), now: words(now) })
    }
}

/// Who puts a thing in other words, from which revision of it on.
#[derive(Clone, Copy, Debug)]
pub struct Better {
    /// What the form makes: the first of the new versions.
    pub id: WordingId,
    /// What is put in other words.
    pub what: Placed,
    /// Who said it first, and when.
    pub first: (PersonId, Moment),
    /// The revision at which it stands.
    pub revision: i64,
    /// Who puts it in other words.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// A version about to be kept, sealed.
#[derive(Clone)]
pub struct NewWording {
    system: SystemId,
    id: WordingId,
    kind: Kind,
    thing: Uuid,
    part: &'static str,
    revision: i64,
    words: Option<Sealed>,
    said_by: PersonId,
    at: Moment,
}

/// One version of a text, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Which version.
    pub id: WordingId,
    /// Which text of the thing.
    pub part: String,
    /// What it said; nothing where nothing stood there, or it was emptied.
    pub words: Option<Seen<Words>>,
    /// Who said it.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
    /// Since when it stands there no more; nothing for what stands there now.
    pub until: Option<Moment>,
    /// When it was emptied, and by whom, if it was.
    pub emptied: Option<Emptied>,
}

/// When a version was emptied, and by whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Emptied {
    /// When.
    pub at: Moment,
    /// By whoever said it, or else by whoever runs the server.
    pub by: Option<PersonId>,
}

impl Emptied {
    fn read(row: &Row) -> Outcome<Option<Self>> {
        let by = row.maybe_id("emptied_by")?;
        Ok(row.maybe_moment("emptied")?.map(|at| Self { at, by }))
    }
}

/// Seals the new version of each text, and the first one of those that were never put in other
/// words before. The write that keeps them must not go on when the thing is at another revision.
pub async fn seal(
    ring: &KeyRing,
    look: &mut Look,
    better: &Better,
    texts: &[Reworded],
) -> Outcome<Vec<NewWording>> {
    let (system, thing) = (better.what.system, better.what.thing);
    let known = known_parts(look, thing.id).await?;
    let new = |id: WordingId, part, words: &Option<Words>, revision, (said_by, at)| {
        let words = Sealing::new(ring, system, id).maybe("words", words.as_ref())?;
        let (kind, thing) = (thing.kind, thing.id);
        Ok(NewWording { system, id, kind, thing, part, revision, words, said_by, at })
    };
    let mut wordings = Vec::with_capacity(texts.len() * 2);
    for (turn, text) in texts.iter().enumerate() {
        let part = text.part;
        if !known.iter().any(|known| known == part) {
            let first = new(WordingId::random(), part, &text.before, 0, better.first)?;
            wordings.push(first);
        }
        let id = if turn == 0 { better.id } else { WordingId::random() };
        wordings.push(new(id, part, &text.now, better.revision + 1, (better.by, better.at))?);
    }
    Ok(wordings)
}

/// Keeps these versions, in the transaction that puts the new words where they stand. Past a bound
/// none is kept, and the words stay as they are.
pub async fn keep(work: &mut Work, wordings: &[NewWording]) -> Outcome<()> {
    refuse_past(work, wordings).await?;
    for one in wordings {
        work.run(
            sql!(
                "INSERT INTO wordings \
                 (system_id, id, thing_kind, thing_id, part, revision, words, said_by, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            bind()
                .id(one.system)
                .id(one.id)
                .word(one.kind.word())
                .id(one.thing)
                .word(one.part)
                .number(one.revision)
                .maybe_sealed(one.words.clone())
                .id(one.said_by)
                .moment(one.at),
        )
        .await?;
    }
    Ok(())
}

/// Refuses versions past what a page always shows, and past what one person can say. What stood
/// there first counts for the thing, and not for whoever said it.
async fn refuse_past(look: &mut Look, wordings: &[NewWording]) -> Outcome<()> {
    let Some(last) = wordings.last() else { return Ok(()) };
    let row = look
        .one(
            sql!(
                "SELECT COUNT(*) AS many, \
                 COUNT(CASE WHEN said_by = $2 AND revision > 0 THEN 1 END) AS own \
                 FROM wordings WHERE thing_id = $1"
            ),
            bind().id(last.thing).id(last.said_by),
        )
        .await?;
    let past = |said: i64, more: usize, most: usize| {
        usize::try_from(said).is_ok_and(|said| said + more > most)
    };
    let new = wordings.iter().filter(|one| one.revision > 0).count();
    if past(row.number("own")?, new, MOST_OF_ONE) {
        return Err(Fault::Bound("bound-wordings-own"));
    }
    if past(row.number("many")?, wordings.len(), MOST) {
        return Err(Fault::Bound("bound-wordings"));
    }
    Ok(())
}

/// Refuses a form whose reader read another revision than the one that stands: it was sent before,
/// or somebody put it in other words meanwhile.
pub async fn refuse_stale(
    look: &mut Look,
    (system, id): (SystemId, WordingId),
    (stands, read): (i64, i64),
) -> Outcome<()> {
    if stands == read {
        return Ok(());
    }
    let row = look
        .maybe(
            sql!("SELECT id FROM wordings WHERE system_id = $1 AND id = $2"),
            bind().id(system).id(id),
        )
        .await?;
    Err(if row.is_some() { Fault::Already } else { Fault::Stale })
}

/// Forgets every version of a thing that is taken out whole.
pub async fn forget(work: &mut Work, thing: Uuid) -> Outcome<()> {
    work.run(sql!("DELETE FROM wordings WHERE thing_id = $1"), bind().id(thing)).await?;
    Ok(())
}

/// Which texts of a thing were put in other words before, however long ago.
async fn known_parts(look: &mut Look, thing: Uuid) -> Outcome<Vec<String>> {
    let rows = look
        .all(
            sql!("SELECT DISTINCT part FROM wordings WHERE thing_id = $1 LIMIT 50"),
            bind().id(thing),
        )
        .await?;
    rows.iter().map(|row| row.word("part")).collect()
}

struct Version {
    id: WordingId,
    part: String,
    words: Option<Sealed>,
    said_by: PersonId,
    at: Moment,
    emptied: Option<Emptied>,
}

/// The versions of all texts of a thing, the latest first.
async fn versions(look: &mut Look, thing: Uuid) -> Outcome<Vec<Version>> {
    let rows = look
        .all(
            sql!(
                "SELECT id, part, words, said_by, at, emptied, emptied_by FROM wordings \
                 WHERE thing_id = $1 ORDER BY revision DESC, id LIMIT 200"
            ),
            bind().id(thing),
        )
        .await?;
    let read = |row: &Row| {
        let (id, part, words) = (row.id("id")?, row.word("part")?, row.maybe_sealed("words")?);
        let (said_by, at, emptied) = (row.id("said_by")?, row.moment("at")?, Emptied::read(row)?);
        Ok(Version { id, part, words, said_by, at, emptied })
    };
    rows.iter().map(read).collect()
}

/// Every version of every text of something that a group holds and that was put in other words, for
/// whoever reads it, the latest first.
pub async fn of(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    what: Placed,
) -> Outcome<Vec<Wording>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(what.system))?;
    with_leave(sharing, look, &leave, what).await
}

/// The same of anything, for whoever has leave to read it already.
pub async fn with_leave(
    sharing: &Sharing,
    look: &mut Look,
    leave: &Leave,
    what: Placed,
) -> Outcome<Vec<Wording>> {
    let ring = sharing.store.keys.ring([Keeper::new(what.system)]).await?;
    let mut wordings: Vec<Wording> = Vec::new();
    for version in versions(look, what.thing.id).await? {
        let opening = Opening::new(leave, &ring, what.system, version.id);
        let words = opening.maybe("words", version.words.as_ref())?;
        // They come latest first, so the one met last is the one that took its place.
        let until = wordings.iter().rev().find(|later| later.part == version.part).map(|w| w.at);
        let Version { id, part, said_by, at, emptied, .. } = version;
        wordings.push(Wording { id, part, words, said_by, at, until, emptied });
    }
    Ok(wordings)
}

/// Every version that this person said of any thing of this kind, whatever stands there now.
async fn said_by(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (kind, person): (Kind, PersonId),
) -> Outcome<Vec<(Exported, String)>> {
    let rows = look
        .whole(
            sql!(
                "SELECT system_id, id, thing_id, part, words, at FROM wordings \
                 WHERE said_by = $1 AND thing_kind = $2 AND id > $3 ORDER BY id LIMIT $4"
            ),
            bind().id(person).word(kind.word()),
        )
        .await?;
    let oneself = Matter::Person { id: person, places: Vec::new() };
    let leave = sharing.leave(reader, Action::Know, &oneself)?;
    let mut keepers: Vec<SystemId> =
        rows.iter().map(|row| row.id("system_id")).collect::<Outcome<_>>()?;
    keepers.sort_unstable();
    keepers.dedup();
    let ring = sharing.store.keys.ring(keepers.into_iter().map(Keeper::new)).await?;
    let mut said = Vec::with_capacity(rows.len());
    for row in rows {
        let (system, id): (SystemId, Uuid) = (row.id("system_id")?, row.id("id")?);
        let words = Opening::new(&leave, &ring, system, id);
        let words = words.maybe("words", row.maybe_sealed("words")?.as_ref())?;
        let whole = match words {
            Some(words) => words.whole(),
            None => leave.show(String::new()),
        };
        let (id, at) = (row.id("thing_id")?, row.moment("at")?);
        said.push((Exported { id, part: "wording", at, words: whole }, row.word("part")?));
    }
    said.sort_by_key(|(one, _)| one.at);
    Ok(said)
}

/// What this person wrote of a noun, as it really went: in place of a text that was put in other
/// words since, by whomever, stands every version that was theirs, and none that was not. `parts`
/// holds for each text the column it stands in and the word for it in an export.
pub async fn honest(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (kind, person): (Kind, PersonId),
    (texts, parts): (Vec<Exported>, &[(&'static str, &'static str)]),
) -> Outcome<Vec<Exported>> {
    if reader.person_id() != Some(person) {
        return Ok(texts);
    }
    let mut honest = texts;
    let said = said_by(sharing, look, reader, (kind, person)).await?;
    let word = |column: &str| {
        let found = parts.iter().find(|(known, _)| *known == column);
        found.map_or("wording", |(_, word)| *word)
    };
    honest.retain(|text| {
        !said.iter().any(|(one, column)| one.id == text.id && word(column) == text.part)
    });
    let said = said.into_iter().filter(|(one, _)| !one.words.inner().is_empty());
    honest.extend(said.map(|(one, column)| Exported { part: word(&column), ..one }));
    Ok(honest)
}
