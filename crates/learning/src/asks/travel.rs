//! Passing on, answering and taking back. Each is decided inside the transaction that writes it.

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Moment, Outcome, Words};
use places::systems::{self, Scale, System};
use sharing::lineage::{self, Placed};
use sharing::reader::standing_in;
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sealing, Sharing, StandingKind};

use super::{AskAnswerId, AskAnswerKind, AskId, MOST_WAITING, Put, What, store, thing};
use crate::{because, kept, lessons};

/// The systems that this one's group can pass something on to: those it lies in or overlaps, and
/// those that lie in it. Nobody's own life is one: what a group wants of somebody, somebody says
/// to them.
pub(crate) async fn within_reach(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    from: SystemId,
) -> Outcome<Vec<System>> {
    let from = systems::find(sharing, look, reader, from).await?;
    if from.scale == Scale::Life {
        return Ok(Vec::new());
    }
    let around = systems::around(sharing, look, reader, from.id).await?;
    let mut within_reach = around.systems();
    within_reach.retain(|system| system.scale != Scale::Life);
    Ok(within_reach)
}

/// Passes something on to another system's group. Those do who are part of this group's talk:
/// whoever holds its money or manages in it speaks for themselves, and not for the group.
pub async fn pass_on(
    sharing: &Sharing,
    reader: &Reader,
    id: AskId,
    put: &Put,
    at: Moment,
) -> Outcome<()> {
    let (by, _) = kept::taking_part(sharing, reader, put.from)?;
    let ring = kept::ring(sharing, put.from).await?;
    let words = Sealing::new(&ring, put.from, id).maybe("words", put.what.words())?;
    let row = store::AskRow {
        id,
        kind: put.what.kind(),
        from: put.from,
        to: put.to,
        lesson: put.what.lesson(),
        words,
        said_by: Some(by),
        at,
        taken_back: None,
        taken_back_by: None,
    };
    let what = Placed { thing: thing(id), system: put.from };
    let because = because::first(&ring, what, (put.because.as_ref(), None), by, at)?;
    ::store::write!(sharing.store.database, |work| {
        let reader = speaking_for(sharing, work, by, put.from).await?;
        may_be_said(sharing, work, &reader, put).await?;
        store::insert(work, &row).await?;
        for because in &because {
            lineage::say(work, because).await?;
        }
        mark(work, (put.from, Some(by)), put.to, (id, Verb::Wrote), at).await
    })
}

/// Whoever speaks for a group to others, with where they stand now.
async fn speaking_for(
    sharing: &Sharing,
    look: &mut Look,
    by: PersonId,
    from: SystemId,
) -> Outcome<Reader> {
    let reader = Reader::person(look, by).await?;
    sharing.leave(&reader, Action::TakePart, &Matter::held(from))?;
    if !speaks_for(sharing, &reader, from)? {
        return Err(Fault::NotAllowed("not-allowed-ask-outside-the-talk"));
    }
    Ok(reader)
}

/// Whether this reader may say something in this group's name.
pub(crate) fn speaks_for(sharing: &Sharing, reader: &Reader, from: SystemId) -> Outcome<bool> {
    let talk = Matter::held(from);
    Ok(sharing.leave_or_none(reader, Action::JoinTalk, &talk)?.is_some())
}

/// Whether the other system is within reach, the lesson is theirs to pass on, and not too much
/// waits there already.
async fn may_be_said(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    put: &Put,
) -> Outcome<()> {
    let within_reach = within_reach(sharing, look, reader, put.from).await?;
    if !within_reach.iter().any(|system| system.id == put.to) {
        return Err(Fault::Unfit("unfit-ask-to"));
    }
    match put.what {
        What::Ask(_) | What::Obstacle(_) => {
            let waiting = usize::try_from(store::waiting(look, put.from, put.to).await?);
            let room = waiting.is_ok_and(|waiting| waiting < MOST_WAITING);
            if room { Ok(()) } else { Err(Fault::Bound("bound-asks-waiting")) }
        }
        What::Lesson(lesson, _) => {
            let lesson = lessons::find(sharing, look, reader, lesson).await?;
            let ours = lesson.system == put.from;
            if ours { Ok(()) } else { Err(Fault::Unfit("unfit-ask-lesson")) }
        }
    }
}

/// Answers what was passed on, for the group that it was said to; as often as there is something
/// to say. *Nothing yet* and *we cannot, and why* are answers.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    id: AskAnswerId,
    ask: AskId,
    (kind, words): (AskAnswerKind, &Words),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let asked = super::find(sharing, &mut look, reader, ask).await?;
    drop(look);
    let (from, to) = (asked.from, asked.to);
    let ring = kept::ring(sharing, to).await?;
    let words = Sealing::new(&ring, to, id).words("words", words)?;
    let row = store::AnswerRow { system: to, id, ask, from: to, kind, words, said_by: by, at };
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, to).await?;
        let rows = store::find(work, ask).await?;
        if rows.first().ok_or(Fault::NotFound)?.taken_back.is_some() {
            return Err(Fault::Unfit("unfit-ask-taken-back"));
        }
        store::insert_answer(work, &row, from).await?;
        mark(work, (to, Some(by)), from, (ask, Verb::Changed), at).await
    })
}

/// Whether this reader may take it back: whoever wrote it, while they play a part in its group. When
/// they no longer do, anybody may who is part of its talk: nothing is beyond recall because somebody
/// left, and nobody makes the words of another go who is there to be asked.
async fn may_take_back(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ask: &store::AskRow,
) -> Outcome<bool> {
    if ask.said_by.is_some() && ask.said_by == reader.person_id() {
        let held = Matter::held(ask.from);
        return Ok(sharing.leave_or_none(reader, Action::TakePart, &held)?.is_some());
    }
    if !speaks_for(sharing, reader, ask.from)? {
        return Ok(false);
    }
    let here = standing_in(look, ask.from, StandingKind::Part).await?;
    Ok(!ask.said_by.is_some_and(|writer| here.contains(&writer)))
}

/// Whether its page offers this reader to take it back.
pub(super) async fn is_theirs_to_take_back(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ask: AskId,
) -> Outcome<bool> {
    let rows = store::find(look, ask).await?;
    match rows.first() {
        Some(row) if row.taken_back.is_none() => may_take_back(sharing, look, reader, row).await,
        _ => Ok(false),
    }
}

/// Takes back what a group said: its words go, in both systems, and a lesson is no longer read
/// there. What was answered stays, and so does who took it back.
pub async fn take_back(sharing: &Sharing, reader: &Reader, ask: AskId, at: Moment) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| {
        let rows = store::find(work, ask).await?;
        let row = rows.first().ok_or(Fault::NotFound)?;
        let reader = Reader::person(work, by).await?;
        if !may_take_back(sharing, work, &reader, row).await? {
            // Whoever is not part of the talk is not told either whose it would be to do.
            sharing.leave(&reader, Action::JoinTalk, &Matter::held(row.from))?;
            return Err(Fault::NotAllowed("not-allowed-ask-take-back"));
        }
        store::take_back(work, row, by, at).await?;
        mark(work, (row.from, Some(by)), row.to, (ask, Verb::Erased), at).await
    })
}

/// Marks it in both systems. In the one that does not say it, nobody is named.
async fn mark(
    work: &mut ::store::Work,
    (says, by): (SystemId, Option<PersonId>),
    other: SystemId,
    (ask, verb): (AskId, Verb),
    at: Moment,
) -> Outcome<()> {
    let thing = Thing::new(Kind::Ask, ask);
    trail::mark(work, Mark::of(says, at, verb, by, thing)).await?;
    trail::mark(work, Mark::of(other, at, verb, None, thing)).await
}
