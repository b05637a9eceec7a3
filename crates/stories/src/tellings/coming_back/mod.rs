//! Coming back: a teller who lets us is asked how things are now, when their day has come. They
//! tell more, or nothing, or say *not now* or *not again*, and nobody else learns which.

pub(super) mod pages;
mod store;

use ::store::Look;
use ground::{Moment, Outcome};
use jiff::tz::TimeZone;
use sharing::trail::{self, Verb};
use sharing::{Action, Reader, Sharing, Waiting};

use super::store::{self as rows, TellingRow};
use super::{Telling, TellingId, Wishes, hear, tell};

/// Days after which a teller who lets us come back is asked how things are now, where they named
/// no day themselves.
const ASK_AGAIN_AFTER: i64 = 60;

/// For how many days they are asked; then it rests, and the page of the telling asks alone.
const ASK_FOR: i64 = 28;

/// For how many days *not now* holds: a month, as its button says.
const NOT_NOW_FOR: i64 = 30;

/// What somebody answers who does not want to say how things are now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PutOff {
    /// Not now, but in a month.
    InAMonth,
    /// Not again.
    NotAgain,
}

impl PutOff {
    /// The answer with this word, as the buttons of a page send it.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "in-a-month" => Some(Self::InAMonth),
            "not-again" => Some(Self::NotAgain),
            _ => None,
        }
    }

    /// The wishes that stand after it; nothing where those that stand say as much already, so that
    /// the same answer sent twice moves no day, and an older page never asks anybody again.
    fn over(self, row: &TellingRow, zone: &TimeZone, now: Moment) -> Option<Wishes> {
        let stands = &row.wishes;
        let waits = stands.come_back_on.is_some_and(|day| day > now);
        let come_back_on = match self {
            _ if !stands.come_back => return None,
            Self::InAMonth if waits => return None,
            Self::InAMonth => {
                // The day alone, and of what nobody signed not even that: it would tell when they
                // looked at this page.
                let day = tell::kept_at(row, now).plus_days(NOT_NOW_FOR);
                Some(Moment::start_of(day.day_in(zone), zone).unwrap_or(day))
            }
            Self::NotAgain => None,
        };
        Some(Wishes { come_back: come_back_on.is_some(), come_back_on, ..stands.clone() })
    }
}

/// Answers that somebody does not want to be asked now, or not again, and says which of them holds
/// after that. It is a wish like any other: whoever may narrow the telling says it, and it holds at
/// once, whatever was on the page.
pub async fn put_off(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    answer: PutOff,
    (zone, now): (&TimeZone, Moment),
) -> Outcome<PutOff> {
    ::store::write!(sharing.store.database, |work| {
        let row = tell::still_own(sharing, work, reader, id, Action::Narrow).await?;
        let Some(wishes) = answer.over(&row, zone, now) else {
            return Ok(if row.wishes.come_back { answer } else { PutOff::NotAgain });
        };
        rows::update_wishes(work, &row, row.revision, &wishes).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Changed)).await?;
        Ok(answer)
    })
}

/// The newest of this person's own tellings whose day to be asked again has come: on the day they
/// chose, or some time after they last told more. After [`ASK_FOR`] days nobody is asked any more, so
/// that what waits neither piles up nor nags.
pub(crate) async fn asks(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let quiet_since = now.plus_days(-ASK_AGAIN_AFTER);
    let due = store::due(look, person, (now, quiet_since), ASK_FOR).await?;
    let ids: Vec<TellingId> = due.iter().map(|(id, _)| *id).collect();
    let tellings = hear::some(sharing, look, reader, &ids).await?;
    let told_more = |id| due.iter().find(|(one, _)| *one == id).and_then(|(_, at)| *at);
    Ok(tellings
        .into_iter()
        .take(1)
        .map(|telling| Waiting {
            sentence: "waits-how-now",
            about: Some(telling.heading()),
            path: format!("/stories/{}#more", telling.id),
            // The day on which it is asked: that it was told long ago is no day that anybody missed.
            since: due_on(&telling, told_more(telling.id)),
            put_off: Some(format!("/stories/{}/come-back", telling.id)),
        })
        .collect())
}

/// The day on which a teller is asked: the one they chose, or some time after they last told.
fn due_on(telling: &Telling, told_more: Option<Moment>) -> Moment {
    let last = told_more.unwrap_or(telling.at);
    telling.wishes.come_back_on.unwrap_or(last.plus_days(ASK_AGAIN_AFTER))
}

/// Whether the slip's page asks how things are now: its holder let us come back, their day has
/// come, or some time has passed, and they have told no more since. Nobody can come to them, so
/// this ask waits until they do.
pub(crate) fn slip_asks(telling: &Telling, now: Moment) -> bool {
    let due = due_on(telling, None);
    let told = telling.chapters.iter().any(|chapter| chapter.at >= due.week().begins());
    telling.wishes.come_back && due <= now && !told
}
