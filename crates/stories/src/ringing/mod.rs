//! Asking to be rung: the number, when it is safe, and what became of it. The number lies under
//! the telling's own key, only whoever rings sees it, each look leaves a mark, and it goes as soon
//! as the ringing is over.

pub mod pages;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod waiting;

use ::store::{Keeper, Look, Spot, Work};
use ground::id::{PersonId, Uuid};
use ground::{Fault, Line, Moment, Outcome, Words};
use places::opening;
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Exported, Matter, Reader, Seen, Sharing};

pub use waiting::{After, Listed, PAGE, Waits, place_of, waiting};
pub(crate) use waiting::{answered, waits};

use crate::tellings::form::{line, text, words};
use crate::tellings::store as telling_rows;
use crate::tellings::{TellingId, hear, tell};

/// How somebody asks to be rung.
#[derive(Clone)]
pub struct Asked {
    /// A number or another way, and whom to ask for.
    pub on: Line,
    /// When it is safe to ring.
    pub safe: Option<Words>,
    /// Whether a message may be left, and something said to whoever picks up.
    pub message: bool,
}

impl Asked {
    /// Reads what was typed; nothing typed asks for nothing.
    pub fn parse(on: &str, safe: &str, message: bool) -> Outcome<Option<Self>> {
        let safe = words("ring_safe", safe)?;
        match (line("ring_on", on)?, safe) {
            (Some(on), safe) => Ok(Some(Self { on, safe, message })),
            (None, None) => Ok(None),
            // Times without a number would wait for ever.
            (None, Some(_)) => Err(text("ring_on", ground::words::NotTaken::Empty)),
        }
    }
}

/// What whoever rings answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnswerKind {
    /// They rang.
    Rang,
    /// Nobody was reached; they try again on a day that they name.
    NotReached,
    /// Nobody will ring, and why.
    Nobody,
}

impl AnswerKind {
    /// The word under which it is stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rang => "rang",
            Self::NotReached => "not_reached",
            Self::Nobody => "nobody",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Rang, Self::NotReached, Self::Nobody].into_iter().find(|kind| kind.word() == word)
    }

    /// The key of the sentence that says it to whoever asked.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rang => "ringing-rang",
            Self::NotReached => "ringing-not-reached",
            Self::Nobody => "ringing-nobody",
        }
    }
}

/// How many answers to one who asked to be rung are shown to them: the latest.
pub const MOST_ANSWERS: usize = 100;

/// An answer about to be given.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Which.
    pub kind: AnswerKind,
    /// More, in their words.
    pub words: Option<&'a Words>,
    /// When they try again.
    pub try_on: Option<Moment>,
    /// Which asking it answers: [`ToRing::revision`] as it was shown.
    pub revision: i64,
}

/// An answer, as whoever asked sees it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which.
    pub kind: AnswerKind,
    /// More, in their words.
    pub words: Option<Seen<Words>>,
    /// When they try again.
    pub try_on: Option<Moment>,
    /// Who answered.
    pub said_by: PersonId,
    /// When; only the week where nobody signed.
    pub at: Moment,
}

/// A ringing, as whoever asked sees it. The number is not shown to them again: somebody may be
/// looking over their shoulder.
#[derive(Clone, Debug)]
pub struct Ringing {
    /// When it was asked for.
    pub at: Moment,
    /// Whether it is over, and the number gone.
    pub over: bool,
    /// Whether anybody rings here now.
    pub somebody_rings: bool,
    /// What was answered lately, oldest first; at most [`MOST_ANSWERS`].
    pub answers: Vec<Answer>,
    /// Whether more was answered before.
    pub more: bool,
}

/// What whoever rings needs, and no more: nothing of what was told.
#[derive(Clone, Debug)]
pub struct ToRing {
    /// In the list.
    pub waits: Waits,
    /// The number or way.
    pub on: Seen<Line>,
    /// When it is safe.
    pub safe: Option<Seen<Words>>,
    /// Whether a message may be left.
    pub message: bool,
    /// How often they asked, so that an answer ends the number that was shown and no later one.
    pub revision: i64,
}

/// Asks to be rung, or changes how. Whoever told it may, while somebody rings here.
pub async fn ask(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    asked: &Asked,
    now: Moment,
) -> Outcome<()> {
    let row = tell::own(sharing, reader, id, Action::Narrow).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let asks = store::Asks::seal(&ring, &row, asked, now)?;
    ::store::write!(sharing.store.database, |work| {
        tell::still_own(sharing, work, reader, id, Action::Narrow).await?;
        keep(work, &asks).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Changed)).await
    })
}

/// Writes that somebody asks, in the transaction of whoever calls. A telling that was erased
/// meanwhile is not found, so no number outlives it.
pub(crate) async fn keep(work: &mut Work, asks: &store::Asks) -> Outcome<()> {
    telling_rows::one(work, asks.telling).await?;
    if !opening::rings_back(work, asks.place).await? {
        return Err(Fault::Unfit("unfit-nobody-rings"));
    }
    store::put(work, asks).await
}

/// Takes it back: nobody rings any more, and the number goes.
pub async fn take_back(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    now: Moment,
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let row = tell::still_own(sharing, work, reader, id, Action::Narrow).await?;
        store::delete(work, id).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Changed)).await
    })
}

/// Whether anybody rings people back in the place where this was told.
pub(crate) async fn offered(look: &mut Look, id: TellingId) -> Outcome<bool> {
    let place = telling_rows::one(look, id).await?.place;
    opening::rings_back(look, place).await
}

/// What became of asking to be rung, for whoever told it; nothing where nobody asked.
pub async fn of_telling(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<Option<Ringing>> {
    let row = telling_rows::one(look, id).await?;
    let matter = Matter::Telling(hear::matter(&row));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let Some(asked) = store::one(look, id).await? else { return Ok(None) };
    let somebody_rings = opening::rings_back(look, asked.place).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let rows = store::answers(look, id).await?;
    let (mut answers, more) = (Vec::new(), rows.next.is_some());
    for row in rows {
        let spot = Spot::new(row.id, "words");
        let words = match &row.words {
            Some(sealed) => leave.open(&ring, Keeper::new(id), spot, sealed)?,
            None => None,
        };
        let (kind, try_on, said_by, at) = (row.kind, row.try_on, row.said_by, row.at);
        answers.push(Answer { kind, words, try_on, said_by, at });
    }
    let over = asked.ended.is_some();
    Ok(Some(Ringing { at: asked.at, over, somebody_rings, answers, more }))
}

/// The number of somebody who waits, for whoever is on duty. The look is marked first, for the
/// person whose number it is.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<ToRing> {
    let asked = store::one(look, id).await?.filter(|a| a.ended.is_none());
    let asked = asked.ok_or(Fault::NotFound)?;
    let row = telling_rows::one(look, id).await?;
    let concerns = row.teller.or(row.pen());
    let read = (Verb::Read, reader.person_id(), tell::thing(id));
    let mark = Mark::of(row.system, sharing.now(), read.0, read.1, read.2);
    let matter = Matter::system(asked.place, asked.place);
    let mark = Mark { concerns, ..mark };
    let leave = sharing.leave_with_mark(reader, Action::RingBack, &matter, mark).await?;
    let keeper = Keeper::new(id);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let on = row.ring_on.as_ref().ok_or(Fault::NotFound)?;
    let on = leave.open_line(&ring, keeper, Spot::new(id, "ring_on"), on)?;
    let safe = match &asked.safe {
        Some(sealed) => leave.open(&ring, keeper, Spot::new(id, "safe"), sealed)?,
        None => None,
    };
    let answers = store::answers(look, id).await?;
    let try_on = answers.last().and_then(|a| a.try_on);
    let (unsigned, revision) = (row.slip.is_some(), asked.revision);
    let waits = Waits { telling: id, place: asked.place, at: asked.at, unsigned, try_on };
    Ok(ToRing { waits, on: on.ok_or(Fault::NotFound)?, safe, message: asked.message, revision })
}

/// Answers somebody who waits; the same answer sent twice is [`Fault::Already`], and one that
/// somebody else made needless says so, so that what was typed is not lost. Once they were rung, or nobody will, the number is gone.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    answer: Uuid,
    given: Given<'_>,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    match (given.kind, given.try_on, given.words) {
        (AnswerKind::NotReached, None, _) => return Err(Fault::Unfit("unfit-try-on")),
        (AnswerKind::Nobody, _, None) => {
            return Err(text("words", ground::words::NotTaken::Empty));
        }
        _ => {}
    }
    let mut look = sharing.store.database.look().await?;
    let place = place_of(sharing, &mut look, reader, id).await?;
    let row = telling_rows::one(&mut look, id).await?;
    drop(look);
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let spot = Spot::new(answer, "words");
    let words = given.words.map(|w| ring.seal(Keeper::new(id), spot, w)).transpose()?;
    let answer = store::AnswerRow {
        place,
        id: answer,
        telling: id,
        kind: given.kind,
        words,
        try_on: given.try_on.filter(|_| given.kind == AnswerKind::NotReached),
        said_by: by,
        at: tell::kept_at(&row, now),
    };
    ::store::write!(sharing.store.database, |work| {
        let now_stands = Reader::person(work, by).await?;
        let matter = Matter::system(answer.place, answer.place);
        sharing.leave(&now_stands, Action::RingBack, &matter)?;
        if store::was_answered(work, answer.place, answer.id).await? {
            return Err(Fault::Already);
        }
        let asked = store::one(work, id).await?;
        let over = asked.as_ref().is_none_or(|a| a.ended.is_some());
        if asked.is_some_and(|a| a.revision != given.revision) {
            // They asked anew since this number was shown.
            return Err(Fault::Stale);
        }
        if over {
            // Somebody else on duty was first, or whoever asked took it back.
            return Err(Fault::Unfit("unfit-ringing-over"));
        }
        store::insert_answer(work, &answer).await?;
        if answer.kind != AnswerKind::NotReached {
            store::end(work, id, answer.at).await?;
        }
        trail::mark(work, tell::acted(&row, &Reader::nobody(), now, Verb::Changed)).await
    })
}

/// What this person gave to be rung, while it waits, and what was answered to them.
pub(crate) async fn export(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    person: PersonId,
) -> Outcome<Vec<Exported>> {
    let mut texts = Vec::new();
    for row in store::of_teller(look, person).await? {
        let matter = Matter::Telling(hear::matter(&row));
        let leave = sharing.leave(reader, Action::Narrow, &matter)?;
        let keeper = Keeper::new(row.id);
        let ring = sharing.store.keys.ring([keeper]).await?;
        let Some(asked) = store::one(look, row.id).await? else { continue };
        let (id, at) = (row.id.0, asked.at);
        if let Some(sealed) = &row.ring_on
            && let Some(on) = leave.open_line(&ring, keeper, Spot::new(id, "ring_on"), sealed)?
        {
            texts.push(Exported { id, part: "ring_on", at, words: on.heading() });
        }
        if let Some(sealed) = &asked.safe
            && let Some(safe) = leave.open(&ring, keeper, Spot::new(id, "safe"), sealed)?
        {
            texts.push(Exported { id, part: "ring_safe", at, words: safe.whole() });
        }
        for answer in store::all_answers(look, row.id).await? {
            if let Some(sealed) = &answer.words
                && let Some(words) =
                    leave.open(&ring, keeper, Spot::new(answer.id, "words"), sealed)?
            {
                let (part, at) = ("ringing_answer", answer.at);
                texts.push(Exported { id, part, at, words: words.whole() });
            }
        }
    }
    Ok(texts)
}
