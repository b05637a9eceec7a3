//! Who hears what was raised: whoever is on duty now what waits for an answer, and whoever answered
//! or raised it what was answered. What goes on brings along what was said before.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Keeper, KeyRing, Look, Sealed, Spot};
use ground::id::PersonId;
use ground::{After, Moment, Outcome, Stretch};
use sharing::{Action, Leave, Matter, Reader, Sharing, StandingKind, TellingMatter, Waiting};

use super::store::{self, WorryRow};
use super::{PAGE, Worry, WorryId, WorryKind};
use crate::tellings::store::TellingRow;

/// How often something can have been said to go on for all of it to be shown together.
const MOST_BEFORE: usize = 100;
/// For how many days the home page says that there is an answer.
const NEWS_DAYS: i64 = 14;

/// What the policies are asked about something that was raised.
pub(super) fn matter(row: &WorryRow) -> Matter {
    matter_with(row, row.answered.is_none(), row.answered_by.into_iter().collect())
}

/// The same, as if nobody had answered it: for whoever may answer at all.
pub(super) fn still_open(row: &WorryRow) -> Matter {
    matter_with(row, true, Vec::new())
}

fn matter_with(row: &WorryRow, is_open: bool, answered_by: Vec<PersonId>) -> Matter {
    let is_wrong = row.kind == WorryKind::WentWrong;
    let raised_by = row.said_by.filter(|_| row.put_away.is_none());
    Matter::Worry { place: row.system, is_wrong, is_open, raised_by, answered_by }
}

/// What was raised with whoever is on duty, as a page of it stands.
#[derive(Clone, Debug, Default)]
pub struct RaisedWith {
    /// What nobody has answered where this reader is on duty now: what waits longest first, so that
    /// nothing which is raised later can push it off the page.
    pub waiting: Stretch<Worry>,
    /// What they answered themselves, the last answered first; nothing before the last page of what
    /// waits.
    pub answered: Stretch<Worry>,
}

impl RaisedWith {
    /// All that stands on the page.
    pub fn all(&self) -> impl Iterator<Item = &Worry> {
        self.waiting.iter().chain(&self.answered)
    }
}

/// A page of what was raised with this reader: of what waits, after this, and on its last page the
/// last of what they answered.
pub async fn raised_with(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    after: Option<After>,
) -> Outcome<RaisedWith> {
    let Some(person) = reader.person_id() else { return Ok(RaisedWith::default()) };
    let mut waiting = Stretch::of(waiting(look, reader, after).await?, PAGE, store::turn);
    let mut answered = match waiting.next {
        None => store::answered_by(look, person, None).await?,
        Some(_) => Stretch::default(),
    };
    let rows = waiting.take().into_iter().chain(answered.take()).collect();
    let worries = opened(sharing, look, reader, rows).await?;
    let (over, waits) = worries.into_iter().partition(|worry| worry.answered.is_some());
    Ok(RaisedWith { waiting: waiting.with(waits), answered: answered.with(over) })
}

/// What this reader answered before that, the last answered first.
pub async fn answered_before(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    after: After,
) -> Outcome<RaisedWith> {
    let Some(person) = reader.person_id() else { return Ok(RaisedWith::default()) };
    let mut rows = store::answered_by(look, person, Some(after)).await?;
    let here = rows.take();
    let answered = rows.with(opened(sharing, look, reader, here).await?);
    Ok(RaisedWith { waiting: Stretch::default(), answered })
}

/// Whether anything that is raised from now on is raised with this reader in any place.
pub fn may_be_raised_with(sharing: &Sharing, reader: &Reader) -> Outcome<bool> {
    for (standing, is_wrong) in
        [(StandingKind::KeepsSafe, false), (StandingKind::HearsWrongs, true)]
    {
        for place in reader.systems(standing) {
            let (raised_by, answered_by) = (None, Vec::new());
            let matter = Matter::Worry { place, is_wrong, is_open: true, raised_by, answered_by };
            if sharing.leave_or_none(reader, Action::HearWorry, &matter)?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// What waits for an answer of this reader: since when what waits longest does.
pub async fn waits(sharing: &Sharing, look: &mut Look, reader: &Reader) -> Outcome<Vec<Waiting>> {
    let mut longest = None;
    for row in waiting(look, reader, None).await? {
        if sharing.leave_or_none(reader, Action::HearWorry, &matter(&row))?.is_some() {
            longest = Some(row.at);
            break;
        }
    }
    let line = |since| {
        let (sentence, path) = ("waits-worry", "/worries".to_owned());
        Waiting { sentence, about: None, path, since, from: None, put_off: None }
    };
    Ok(longest.map(line).into_iter().collect())
}

/// The next of what nobody has answered where this reader is on duty now, what waits longest first:
/// a page of them, and at least one more where there is one.
async fn waiting(look: &mut Look, reader: &Reader, after: Option<After>) -> Outcome<Vec<WorryRow>> {
    let mut rows = Vec::new();
    for (standing, kinds) in [
        (StandingKind::KeepsSafe, WorryKind::OF_SAFETY),
        (StandingKind::HearsWrongs, WorryKind::OF_WRONGS),
    ] {
        for place in reader.systems(standing) {
            rows.extend(store::open_in(look, place, kinds, after).await?);
        }
    }
    rows.sort_by_key(|row| {
        let turn = store::turn(row);
        (turn.at, turn.id)
    });
    Ok(rows)
}

/// What this reader raised and has not put away, newest first.
pub async fn own(sharing: &Sharing, look: &mut Look, reader: &Reader) -> Outcome<Stretch<Worry>> {
    let Some(person) = reader.person_id() else { return Ok(Stretch::default()) };
    let mut rows = store::raised_by(look, person).await?;
    let here = rows.take();
    Ok(rows.with(opened(sharing, look, reader, here).await?))
}

/// That something which this reader raised was answered lately, and nothing of what.
pub async fn answered_lately(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<Waiting>> {
    let since = now.plus_days(-NEWS_DAYS);
    let own = own(sharing, look, reader).await?;
    let last = own.iter().filter_map(|one| one.answered).filter(|at| *at > since).max();
    Ok(last
        .map(|since| Waiting {
            sentence: "waits-an-answer",
            about: None,
            path: "/worries".to_owned(),
            since,
            from: None,
            put_off: None,
        })
        .into_iter()
        .collect())
}

/// Those of these that the policies let this reader hear, each with what was raised before it. What
/// stands before another that they hear is not listed by itself as well, here or further on.
async fn opened(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    rows: Vec<WorryRow>,
) -> Outcome<Vec<Worry>> {
    let earlier = earlier(look, &rows).await?;
    let later = later(look, &rows).await?;
    let ring = sharing.store.keys.ring(rows.iter().map(|row| Keeper::new(row.system))).await?;
    let mut worries = Vec::new();
    for row in &rows {
        let Some(leave) = sharing.leave_or_none(reader, Action::HearWorry, &matter(row))? else {
            continue;
        };
        if stands_before_another(sharing, reader, row, &later)? {
            continue;
        }
        let mut worry = open(&leave, &ring, row)?;
        worry.goes_on = later.contains_key(&row.id);
        // Whoever hears what goes on hears what it came of.
        let is_open = row.answered.is_none();
        let mut answered_by: Vec<PersonId> = row.answered_by.into_iter().collect();
        let mut next = row.after.and_then(|id| earlier.get(&id));
        while let Some(before) = next.filter(|_| worry.before.len() < MOST_BEFORE) {
            answered_by.extend(before.answered_by);
            let matter = matter_with(before, is_open, answered_by.clone());
            let leave = sharing.leave_or_none(reader, Action::HearWorry, &matter)?;
            let Some(leave) = leave else { break };
            worry.before.insert(0, open(&leave, &ring, before)?);
            worry.more_before = before.after.is_some() && worry.before.len() == MOST_BEFORE;
            next = before.after.and_then(|id| earlier.get(&id));
        }
        worries.push(worry);
    }
    Ok(worries)
}

/// Whether this reader hears what was said again of this, however often.
fn stands_before_another(
    sharing: &Sharing,
    reader: &Reader,
    row: &WorryRow,
    later: &BTreeMap<WorryId, WorryRow>,
) -> Outcome<bool> {
    let mut next = later.get(&row.id);
    while let Some(again) = next {
        if sharing.leave_or_none(reader, Action::HearWorry, &matter(again))?.is_some() {
            return Ok(true);
        }
        next = later.get(&again.id);
    }
    Ok(false)
}

/// What was said again of these, a step at a time, each by what it was said of.
async fn later(look: &mut Look, rows: &[WorryRow]) -> Outcome<BTreeMap<WorryId, WorryRow>> {
    let mut later: BTreeMap<WorryId, WorryRow> = BTreeMap::new();
    let mut step: Vec<WorryId> = rows.iter().map(|row| row.id).collect();
    for _ in 0..MOST_BEFORE {
        step.retain(|id| !later.contains_key(id));
        if step.is_empty() {
            break;
        }
        let found = store::said_again(look, &step).await?;
        step = found.iter().map(|row| row.id).collect();
        later.extend(found.into_iter().filter_map(|row| Some((row.after?, row))));
    }
    Ok(later)
}

/// What was raised before these, a step at a time.
async fn earlier(look: &mut Look, rows: &[WorryRow]) -> Outcome<BTreeMap<WorryId, WorryRow>> {
    let mut earlier: BTreeMap<WorryId, WorryRow> = BTreeMap::new();
    let mut step: BTreeSet<WorryId> = rows.iter().filter_map(|row| row.after).collect();
    for _ in 0..MOST_BEFORE {
        step.retain(|id| !earlier.contains_key(id));
        if step.is_empty() {
            break;
        }
        let ids: Vec<WorryId> = step.into_iter().collect();
        let found = store::by_ids(look, &ids).await?;
        step = found.iter().filter_map(|row| row.after).collect();
        earlier.extend(found.into_iter().map(|row| (row.id, row)));
    }
    Ok(earlier)
}

fn open(leave: &Leave, ring: &KeyRing, row: &WorryRow) -> Outcome<Worry> {
    let keeper = Keeper::new(row.system);
    let open = |sealed: &Option<Sealed>, column| match sealed {
        Some(sealed) => leave.open(ring, keeper, Spot::new(row.id, column), sealed),
        None => Ok(None),
    };
    Ok(Worry {
        words: open(&row.words, "words")?,
        answer: open(&row.answer, "answer")?,
        id: row.id,
        place: row.system,
        kind: row.kind,
        telling: row.telling,
        said_by: row.said_by,
        at: row.at,
        answered: row.answered,
        answered_by: row.answered_by,
        before: Vec::new(),
        more_before: false,
        goes_on: false,
        put_away: row.put_away.is_some(),
    })
}

/// Says in a telling's matter whether those who keep people safe in its place were asked to look at
/// it and have not answered, and who did answer.
pub(crate) async fn fill(
    look: &mut Look,
    row: &TellingRow,
    facts: &mut TellingMatter,
) -> Outcome<()> {
    for (waits, answered_by) in store::about(look, row.place, row.id).await? {
        facts.worried_about |= waits;
        facts.worry_answered_by.extend(answered_by);
    }
    Ok(())
}
