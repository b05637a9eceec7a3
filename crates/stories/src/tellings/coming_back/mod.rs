//! Coming back: a teller who lets us is asked how things are now, when their day has come. They
//! tell more, or nothing, or say *not now* or *not again*, and nobody else learns which.
//!
//! One telling is asked of at a time. The newest that lets us come back is asked of on the day in its
//! wishes, or, where none stands there, [`ASK_AGAIN_AFTER`] days after more was last told of it. An
//! older one is asked of only on a day that stands in its wishes: whoever told something newer has
//! said how things are. A day that came, and since which more was told, stands no more. Whoever
//! answered is asked nothing else that day, whichever answer it was.

pub(super) mod pages;
mod store;

use ::store::Look;
use ground::{Moment, Outcome};
use jiff::tz::TimeZone;
use sharing::trail::{self, Verb};
use sharing::{Action, Reader, Sharing, Waiting};

use self::store::LetsUs;
use super::store::{self as rows, TellingRow};
use super::{Telling, TellingId, Wishes, hear, tell};

/// Days after which a teller who lets us come back is asked how things are now, where they named
/// no day themselves.
const ASK_AGAIN_AFTER: i64 = 60;

/// For how many days they are asked at home; then it rests. How things are now can be told on the
/// page of the telling at any time. The page of a slip asks for as long as it takes its holder to
/// come: nothing else can ask them.
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

    /// The wishes that stand after it. The day alone is kept, and of what nobody signed not even
    /// that: it would tell when they looked at this page.
    fn over(self, row: &TellingRow, zone: &TimeZone, now: Moment) -> Wishes {
        let in_days = |days| {
            let day = tell::kept_at(row, now).plus_days(days);
            Moment::start_of(day.day_in(zone), zone).unwrap_or(day)
        };
        let come_back_on = match self {
            Self::InAMonth => Some(in_days(NOT_NOW_FOR)),
            // On which day they said so, since nothing else asks them on it.
            Self::NotAgain => row.slip.is_none().then(|| in_days(0)),
        };
        Wishes { come_back: self == Self::InAMonth, come_back_on, ..row.wishes.clone() }
    }
}

/// Answers that somebody does not want to be asked now, or not again. It is a wish like any other:
/// whoever may narrow the telling says it, and it holds at once, whatever was on the page. The same
/// answer sent twice moves no day, and an older page never asks anybody again.
pub async fn put_off(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    answer: PutOff,
    (zone, now): (&TimeZone, Moment),
) -> Outcome<()> {
    ::store::write!(sharing.store.database, |work| {
        let row = tell::still_own(sharing, work, reader, id, Action::Narrow).await?;
        if !row.wishes.come_back {
            return Ok(());
        }
        let waits = row.wishes.come_back_on.is_some_and(|day| day > now);
        if waits && answer == PutOff::InAMonth {
            return Ok(());
        }
        let wishes = answer.over(&row, zone, now);
        rows::update_wishes(work, &row, row.revision, &wishes).await?;
        trail::mark(work, tell::acted(&row, reader, now, Verb::Changed)).await
    })
}

/// The one of this person's own tellings of which they are asked how things are now, if any. After
/// [`ASK_FOR`] days nobody is asked any more, so that what waits neither piles up nor nags.
pub(crate) async fn asks(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<Waiting>> {
    let Some((id, since)) = which(look, reader, now).await? else { return Ok(Vec::new()) };
    let telling = hear::some(sharing, look, reader, &[id]).await?;
    Ok(telling
        .into_iter()
        .map(|telling| Waiting {
            sentence: "waits-how-now",
            about: Some(telling.heading()),
            path: format!("/stories/{id}#more"),
            // The day on which it is asked: that it was told long ago is no day that anybody missed.
            since,
            from: None,
            put_off: Some(answered_at(id)),
        })
        .collect())
}

/// Where the two buttons that stand beside the ask send what was answered, if this telling is the
/// one of which this person is asked: its own page asks when home does.
pub(crate) async fn asks_on_its_page(
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
    now: Moment,
) -> Outcome<Option<String>> {
    let asked = which(look, reader, now).await?;
    Ok(asked.filter(|(one, _)| *one == id).map(|_| answered_at(id)))
}

fn answered_at(id: TellingId) -> String {
    format!("/stories/{id}/come-back")
}

/// Of which of their own this person is asked, and since which day.
async fn which(
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Option<(TellingId, Moment)>> {
    let Some(person) = reader.person_id() else { return Ok(None) };
    let own = store::let_us(look, person, now.plus_days(-1)).await?;
    Ok(asked_of(&own, now))
}

/// Which of these is asked of, newest first, and since which day.
fn asked_of(own: &[LetsUs], now: Moment) -> Option<(TellingId, Moment)> {
    if own.iter().any(|one| one.was_answered_today(now)) {
        return None;
    }
    let mut newest = true;
    for one in own.iter().filter(|one| one.come_back) {
        let due = one.due();
        let is_due = due <= now && due > now.plus_days(-ASK_FOR);
        if is_due && (newest || one.day().is_some()) {
            return Some((one.id, due));
        }
        newest = false;
    }
    None
}

/// What the file that somebody takes away says of these, which are theirs and stand newest first:
/// the day on which they are asked how things are now, as far as one is known, or, where they said
/// that they are not to be asked again, the day on which they did. Each with its stable word.
pub(crate) fn days(own: &[Telling]) -> Vec<(TellingId, &'static str, Moment)> {
    let (mut days, mut newest) = (Vec::new(), true);
    for telling in own.iter().filter(|telling| !telling.is_imported()) {
        let (wishes, chapters) = (&telling.wishes, &telling.chapters);
        let lets_us = LetsUs {
            id: telling.id,
            at: telling.at,
            come_back: wishes.come_back,
            come_back_on: wishes.come_back_on,
            told_more: chapters.iter().map(|chapter| chapter.at).max(),
        };
        let day = match wishes.come_back {
            true if newest => Some(("asked_how_now", lets_us.due())),
            true => lets_us.day().map(|day| ("asked_how_now", day)),
            false => wishes.come_back_on.map(|day| ("not_asked_again", day)),
        };
        days.extend(day.map(|(part, day)| (telling.id, part, day)));
        newest &= !wishes.come_back;
    }
    days
}

impl LetsUs {
    /// The day in its wishes, as long as no more was told since it came.
    fn day(&self) -> Option<Moment> {
        self.come_back_on.filter(|day| self.told_more.is_none_or(|at| at < *day))
    }

    /// The day on which its teller is asked.
    fn due(&self) -> Moment {
        let last = self.told_more.unwrap_or(self.at);
        self.day().unwrap_or(last.plus_days(ASK_AGAIN_AFTER))
    }

    /// Whether its teller answered today: they told more, or their day is a month from today, or
    /// they said today that they are not to be asked again.
    fn was_answered_today(&self, now: Moment) -> bool {
        let (yesterday, in_a_month) = (now.plus_days(-1), now.plus_days(NOT_NOW_FOR));
        let (after, until) = match self.come_back {
            true => (in_a_month.plus_days(-1), in_a_month),
            false => (yesterday, now),
        };
        self.told_more.is_some_and(|at| at > yesterday)
            || self.come_back_on.is_some_and(|day| after < day && day <= until)
    }
}

/// Whether the slip's page asks how things are now: its holder let us come back, and the day in its
/// wishes has come, or some time has passed since they last told. Nobody can come to them, so this
/// ask waits until they do. Of what they tell, only the week is known.
pub(crate) fn slip_asks(telling: &Telling, now: Moment) -> bool {
    let told_more = telling.chapters.iter().map(|chapter| chapter.at).max();
    let wishes = &telling.wishes;
    let stands = |day: &Moment| told_more.is_none_or(|at| at < day.week().begins());
    let last = told_more.unwrap_or(telling.at);
    let due = wishes.come_back_on.filter(stands).unwrap_or(last.plus_days(ASK_AGAIN_AFTER));
    wishes.come_back && due <= now
}
