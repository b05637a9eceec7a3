//! Carrying a lesson further: into a next question, to other people, into a rule, a computer
//! system or a role. Whoever carries it says so themselves, says on which day they look, and how it
//! went; what they hand on waits for somebody who says that they take it. Nobody gives it to
//! anybody.

pub(super) mod pages;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use ::store::Look;
use ground::id::{Kind, PersonId, Thing};
use ground::{Fault, Moment, Outcome, Stretch, Words};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Opening, Reader, Sealing, Seen, Sharing};

use super::{Lesson, LessonId, find};
use crate::kept;

ground::id!(
    /// Names one time that somebody carries a lesson further.
    CarryingId
);
ground::id!(
    /// Names one thing that they say of how it went.
    CarriedId
);

/// The most that are carried of one lesson, in all.
pub const MOST: usize = 100;
/// The most of them that are one person's, so that nobody leaves no room for others.
pub const MOST_OF_ONE: usize = 10;
/// How much of how it went with all of them stands on the lesson's page: the latest, and that there
/// is more.
pub const MOST_CARRIED: usize = 500;
/// For how many days from the day they look a home page speaks of it; then it stands with the
/// lesson alone.
const SPOKEN_OF: i64 = 14;

/// Into what a lesson is carried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whither {
    /// A next question, or the next thing that is tried.
    Next,
    /// Other people.
    People,
    /// A rule, or how something is done here.
    Rule,
    /// A computer system, or a form.
    Computer,
    /// A role, or what a job is for.
    Role,
    /// Something else.
    Elsewhere,
}

impl Whither {
    /// Every one, in the order of choices in a form.
    pub const ALL: [Self; 6] =
        [Self::Next, Self::People, Self::Rule, Self::Computer, Self::Role, Self::Elsewhere];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::People => "people",
            Self::Rule => "rule",
            Self::Computer => "computer",
            Self::Role => "role",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The key of its words on pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Next => "carrying-next",
            Self::People => "carrying-people",
            Self::Rule => "carrying-rule",
            Self::Computer => "carrying-computer",
            Self::Role => "carrying-role",
            Self::Elsewhere => "carrying-elsewhere",
        }
    }
}

/// How it went, as whoever carries it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// It goes on.
    Going,
    /// It is done, as far as it went.
    Done,
    /// They hand it on.
    HandedOn,
}

impl How {
    /// Every one, in the order of choices in a form.
    pub const ALL: [Self; 3] = [Self::Going, Self::Done, Self::HandedOn];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Going => "going",
            Self::Done => "done",
            Self::HandedOn => "handed_on",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The key of its words on pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Going => "carried-going",
            Self::Done => "carried-done",
            Self::HandedOn => "carried-handed-on",
        }
    }
}

/// What somebody takes upon themselves.
#[derive(Clone, Debug)]
pub enum Taken {
    /// Into what they carry it, and in their words how.
    Anew(Whither, Words),
    /// What somebody else handed on, with a few words if they like.
    Over(CarryingId, Option<Words>),
}

/// One time that somebody carries a lesson further, as a reader of its group sees it.
#[derive(Clone, Debug)]
pub struct Carrying {
    /// Which one.
    pub id: CarryingId,
    /// Into what.
    pub whither: Whither,
    /// In their words; somebody who took it over may leave them out.
    pub words: Option<Seen<Words>>,
    /// Whoever carries it.
    pub said_by: PersonId,
    /// Since when.
    pub at: Moment,
    /// On which day they look how it goes.
    pub look_on: Option<Moment>,
    /// Whether they said that it is over.
    pub ended: bool,
    /// What they took over.
    pub taken_from: Option<CarryingId>,
    /// How it went, oldest first.
    pub carried: Vec<Carried>,
}

impl Carrying {
    /// Whether it was handed on.
    fn is_handed_on(&self) -> bool {
        self.carried.iter().any(|one| one.how == How::HandedOn)
    }
}

/// How it went, at one time.
#[derive(Clone, Debug)]
pub struct Carried {
    /// Which one.
    pub id: CarriedId,
    /// How.
    pub how: How,
    /// In their words.
    pub words: Option<Seen<Words>>,
    /// Who says it.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

/// Takes it upon oneself to carry a lesson further. Anybody who plays a part in the system may,
/// for themselves.
pub async fn carry(
    sharing: &Sharing,
    reader: &Reader,
    id: CarryingId,
    lesson: LessonId,
    (taken, look_on): (&Taken, Option<Moment>),
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let lesson = find(sharing, &mut look, reader, lesson).await?;
    drop(look);
    let system = lesson.system;
    let (by, _) = kept::taking_part(sharing, reader, system)?;
    let ring = kept::ring(sharing, system).await?;
    let (words, from) = match taken {
        Taken::Anew(_, words) => (Some(words), None),
        Taken::Over(from, words) => (words.as_ref(), Some(*from)),
    };
    let words = Sealing::new(&ring, system, id).maybe("words", words)?;
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, system).await?;
        let others = store::of_lesson(work, lesson.id).await?;
        if others.iter().any(|other| other.id == id) {
            return Err(Fault::Already);
        }
        if others.iter().filter(|other| other.said_by == by).count() >= MOST_OF_ONE {
            return Err(Fault::Bound("bound-carryings-own"));
        }
        if others.len() >= MOST {
            return Err(Fault::Bound("bound-carryings"));
        }
        let whither = match taken {
            Taken::Anew(whither, _) => *whither,
            Taken::Over(from, _) => {
                let from = others.iter().find(|other| other.id == *from);
                let over = from.filter(|other| other.handed_on).ok_or(Fault::NotFound)?;
                if others.iter().any(|other| other.taken_from == Some(over.id)) {
                    return Err(Fault::Unfit("unfit-carrying-taken"));
                }
                over.whither
            }
        };
        let (words, lesson, taken_from) = (words.clone(), lesson.id, from);
        let new =
            store::NewCarrying { system, id, lesson, whither, words, look_on, taken_from, by, at };
        store::insert(work, &new).await?;
        let thing = Thing::new(Kind::Lesson, lesson);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// Says how it went, and on which day one looks again. Only whoever carries it does, as long as
/// they do.
pub async fn say(
    sharing: &Sharing,
    reader: &Reader,
    id: CarriedId,
    (lesson, carrying): (LessonId, CarryingId),
    (how, words, next): (How, Option<&Words>, Option<Moment>),
    at: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let lesson = find(sharing, &mut look, reader, lesson).await?;
    drop(look);
    let system = lesson.system;
    let (by, _) = kept::taking_part(sharing, reader, system)?;
    let ring = kept::ring(sharing, system).await?;
    let words = Sealing::new(&ring, system, id).maybe("words", words)?;
    let lesson = lesson.id;
    let new = store::NewCarried { system, id, lesson, carrying, how, words, by, at };
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, system).await?;
        let all = store::of_lesson(work, lesson).await?;
        all.iter().find(|one| one.id == carrying && one.said_by == by).ok_or(Fault::NotFound)?;
        store::insert_carried(work, &new).await?;
        let ended = (how != How::Going).then_some(at);
        let next = next.filter(|_| ended.is_none());
        store::look_next(work, (system, carrying), next, ended).await?;
        let thing = Thing::new(Kind::Lesson, lesson);
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing)).await
    })
}

/// Who carries a lesson further, oldest first, for those of the group that learned it. Beside them
/// stands the latest of how it went, and the stretch says whether more was said before.
pub async fn of_lesson(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    lesson: &Lesson,
) -> Outcome<Stretch<Carrying>> {
    let leave = sharing.leave(reader, Action::Read, &Matter::held(lesson.system))?;
    let ring = kept::ring(sharing, lesson.system).await?;
    let rows = store::of_lesson(look, lesson.id).await?;
    let mut said: Vec<(CarryingId, Carried)> = Vec::new();
    let mut went = store::carried(look, lesson.id).await?;
    for row in went.take() {
        let opening = Opening::new(&leave, &ring, lesson.system, row.id);
        let words = opening.maybe("words", row.words.as_ref())?;
        let (id, how, said_by, at) = (row.id, row.how, row.said_by, row.at);
        said.push((row.carrying, Carried { id, how, words, said_by, at }));
    }
    let mut carryings = Vec::with_capacity(rows.len());
    for row in rows {
        let opening = Opening::new(&leave, &ring, lesson.system, row.id);
        let of_this = said.iter().filter(|(carrying, _)| *carrying == row.id);
        carryings.push(Carrying {
            id: row.id,
            whither: row.whither,
            words: opening.maybe("words", row.words.as_ref())?,
            said_by: row.said_by,
            at: row.at,
            look_on: row.look_on,
            ended: row.ended,
            taken_from: row.taken_from,
            carried: of_this.map(|(_, one)| one.clone()).collect(),
        });
    }
    Ok(went.with(carryings))
}

/// What this reader said they would carry and look at about now: which lesson, in their words, and
/// the day. It is spoken of for a fortnight and no longer, and nothing is ever late.
pub(crate) async fn to_look_at(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<(LessonId, CarryingId, Option<Seen<Words>>, Moment)>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let since = now.plus_days(-SPOKEN_OF);
    let mut waits = Vec::new();
    for row in store::to_look_at(look, person, (since, now)).await? {
        let matter = Matter::held(row.system);
        let Some(leave) = sharing.leave_or_none(reader, Action::Read, &matter)? else { continue };
        let ring = kept::ring(sharing, row.system).await?;
        let opening = Opening::new(&leave, &ring, row.system, row.id);
        let words = opening.maybe("words", row.words.as_ref())?;
        waits.push((row.lesson, row.id, words, row.look_on.unwrap_or(row.at)));
    }
    Ok(waits)
}
