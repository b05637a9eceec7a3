//! Asks: what a group says to the group of a system that lies in its own, around it or beside it.
//! Across scales only asks, obstacles and lessons travel, in words written for it; what people
//! told, and what the group said to itself, stays where it is.

pub(crate) mod noun;
pub mod pages;
pub(crate) mod store;
mod travel;

#[cfg(test)]
mod tests;

use ::store::Look;
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{After, Fault, Moment, Outcome, Stretch, Words};
use sharing::lineage::{self, Placed};
use sharing::{Action, Leave, Matter, Opening, Reader, Seen, Sharing};

use crate::because::BecauseOf;
use crate::lessons::LessonId;

pub(crate) use travel::speaks_for;
pub use travel::{answer, pass_on, take_back};

ground::id!(
    /// Names one ask, obstacle or lesson passed on.
    AskId
);
ground::id!(
    /// Names one answer to it.
    AskAnswerId
);

/// How much of what groups said to each other stands on one page.
pub const PAGE: usize = 50;
/// The most that one group can wait for from another at once.
pub const MOST_WAITING: usize = 20;
/// For how many days a home page speaks of what waits; then it only stands in its list.
const SPOKEN_OF: i64 = 60;
/// For how many days it speaks of a lesson, or of an answer.
const SPOKEN_OF_BRIEFLY: i64 = 14;

/// Which of the three it is, as it is kept and shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AskKind {
    /// We ask you to do something.
    Ask,
    /// Something stands in our way.
    Obstacle,
    /// Something that we learned.
    Lesson,
}

impl AskKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Ask, Self::Obstacle, Self::Lesson];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Obstacle => "obstacle",
            Self::Lesson => "lesson",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of the words that say what it is.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ask => "ask-kind-ask",
            Self::Obstacle => "ask-kind-obstacle",
            Self::Lesson => "ask-kind-lesson",
        }
    }
}

/// What kind of answer somebody gives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AskAnswerKind {
    /// Plain words.
    Words,
    /// Nothing yet.
    NothingYet,
    /// We cannot, and why.
    Cannot,
}

impl AskAnswerKind {
    /// Every kind, in the order of choices in a form.
    pub const ALL: [Self; 3] = [Self::Words, Self::NothingYet, Self::Cannot];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::NothingYet => "nothing_yet",
            Self::Cannot => "cannot",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of the words that say it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Words => "ask-answer-words",
            Self::NothingYet => "ask-answer-nothing-yet",
            Self::Cannot => "ask-answer-cannot",
        }
    }
}

/// What is passed on, in words written for it.
#[derive(Clone, Debug)]
pub enum What {
    /// What they are asked to do.
    Ask(Words),
    /// What stands in the way.
    Obstacle(Words),
    /// Which lesson, and a few words to go with it, if there are any.
    Lesson(LessonId, Option<Words>),
}

impl What {
    const fn kind(&self) -> AskKind {
        match self {
            Self::Ask(_) => AskKind::Ask,
            Self::Obstacle(_) => AskKind::Obstacle,
            Self::Lesson(..) => AskKind::Lesson,
        }
    }

    const fn words(&self) -> Option<&Words> {
        match self {
            Self::Ask(words) | Self::Obstacle(words) => Some(words),
            Self::Lesson(_, words) => words.as_ref(),
        }
    }

    const fn lesson(&self) -> Option<LessonId> {
        match self {
            Self::Lesson(lesson, _) => Some(*lesson),
            Self::Ask(_) | Self::Obstacle(_) => None,
        }
    }
}

/// Something to be passed on, as somebody puts it.
#[derive(Clone, Debug)]
pub struct Put {
    /// Whose group says it.
    pub from: SystemId,
    /// To whose group.
    pub to: SystemId,
    /// What they say.
    pub what: What,
    /// Because of what, if they say. It stays with their own group.
    pub because: Option<BecauseOf>,
}

/// What was passed on, as this reader sees it.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which one.
    pub id: AskId,
    /// What it is.
    pub kind: AskKind,
    /// Whose group said it.
    pub from: SystemId,
    /// To whose group.
    pub to: SystemId,
    /// In their words; nothing once they were taken back.
    pub words: Option<Seen<Words>>,
    /// The lesson, where it is one.
    pub lesson: Option<LessonId>,
    /// Who wrote it, for those who are part of the talk it came out of and for nobody else.
    pub said_by: Option<PersonId>,
    /// When.
    pub at: Moment,
    /// When it was taken back, if it was.
    pub taken_back: Option<Moment>,
    /// Who took it back, for the same people.
    pub taken_back_by: Option<PersonId>,
    /// Whether this reader belongs to the group that said it.
    pub sent: bool,
    /// Whether this reader belongs to the group that it was said to.
    pub received: bool,
}

impl Ask {
    /// It as a thing with a home: that of the group that said it.
    #[must_use]
    pub fn placed(&self) -> Placed {
        Placed { thing: thing(self.id), system: self.from }
    }
}

/// One answer, as this reader sees it.
#[derive(Clone, Debug)]
pub struct AskAnswer {
    /// Which one.
    pub id: AskAnswerId,
    /// To what.
    pub ask: AskId,
    /// Which kind.
    pub kind: AskAnswerKind,
    /// In their words.
    pub words: Seen<Words>,
    /// Who answers: whoever decides is named.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
}

/// An ask as a thing.
pub(crate) fn thing(id: AskId) -> Thing {
    Thing::new(Kind::Ask, id)
}

/// What was passed on under this id, as this reader sees it: whoever reads what either group
/// holds, since it stands in both.
pub async fn find(sharing: &Sharing, look: &mut Look, reader: &Reader, id: AskId) -> Outcome<Ask> {
    let rows = store::find(look, id).await?;
    open_all(sharing, reader, rows).await?.pop().ok_or(Fault::NotFound)
}

/// What a system's group said to others, and what others said to it; newest first, a page at
/// a time.
pub async fn of_system(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<Ask>> {
    sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let mut rows = store::of_system(look, system, after).await?;
    let here = rows.take();
    Ok(rows.with(open_all(sharing, reader, here).await?))
}

/// The answers to these, oldest first.
pub async fn answers(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    asks: &[Ask],
) -> Outcome<Vec<AskAnswer>> {
    let ids: Vec<AskId> = asks.iter().map(|ask| ask.id).collect();
    let rows = store::answers(look, &ids).await?;
    let keepers = asks.iter().map(|ask| ::store::Keeper::new(ask.to));
    let ring = sharing.store.keys.ring(keepers).await?;
    let mut answers = Vec::with_capacity(rows.len());
    for row in rows {
        // Each stands in both systems, so one of its rows may be read and the other not.
        let matter = Matter::held(row.system);
        let Some(leave) = sharing.leave_or_none(reader, Action::Read, &matter)? else { continue };
        if answers.iter().any(|answer: &AskAnswer| answer.id == row.id) {
            continue;
        }
        let opening = Opening::new(&leave, &ring, row.from, row.id);
        let Some(words) = opening.words("words", &row.words)? else { continue };
        let (id, ask, kind, said_by, at) = (row.id, row.ask, row.kind, row.said_by, row.at);
        answers.push(AskAnswer { id, ask, kind, words, said_by, at });
    }
    Ok(answers)
}

/// Which of these the other group took up as a question of its own, and when. The question itself
/// stays theirs.
pub async fn taken_up(look: &mut Look, asks: &[Ask]) -> Outcome<Vec<(AskId, Moment)>> {
    let things: Vec<Thing> = asks.iter().map(|ask| thing(ask.id)).collect();
    let links = lineage::led_to(look, &things).await?;
    let mut taken_up = Vec::new();
    for ask in asks {
        let theirs = links.iter().find(|link| {
            link.comes_of(thing(ask.id))
                && link.what.thing.kind == Kind::Inquiry
                && link.what.system == ask.to
        });
        taken_up.extend(theirs.map(|link| (ask.id, link.at)));
    }
    Ok(taken_up)
}

/// Leave to read a lesson that was passed on to a group this reader belongs to, if it was.
pub(crate) async fn leave_to_lesson(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    lesson: LessonId,
) -> Outcome<Option<Leave>> {
    for (_, system) in store::lessons_passed_on(look, &[lesson.0]).await? {
        let leave = sharing.leave_or_none(reader, Action::Read, &Matter::held(system))?;
        if leave.is_some() {
            return Ok(leave);
        }
    }
    Ok(None)
}

/// Opens rows for this reader, each of two that are the same thing once.
async fn open_all(
    sharing: &Sharing,
    reader: &Reader,
    rows: Vec<store::AskRow>,
) -> Outcome<Vec<Ask>> {
    let keepers = rows.iter().map(|row| ::store::Keeper::new(row.from));
    let ring = sharing.store.keys.ring(keepers).await?;
    let mut asks: Vec<Ask> = Vec::with_capacity(rows.len());
    for row in rows {
        if asks.iter().any(|ask| ask.id == row.id) {
            continue;
        }
        let reads = |system| sharing.leave_or_none(reader, Action::Read, &Matter::held(system));
        let (sent, received) = (reads(row.from)?, reads(row.to)?);
        let Some(leave) = sent.or(received) else { continue };
        let talk = Matter::held(row.from);
        let in_the_talk = sharing.leave_or_none(reader, Action::ReadTalk, &talk)?.is_some();
        let opening = Opening::new(&leave, &ring, row.from, row.id);
        asks.push(Ask {
            words: opening.maybe("words", row.words.as_ref())?,
            id: row.id,
            kind: row.kind,
            from: row.from,
            to: row.to,
            lesson: row.lesson,
            said_by: row.said_by.filter(|_| in_the_talk),
            at: row.at,
            taken_back: row.taken_back,
            taken_back_by: row.taken_back_by.filter(|_| in_the_talk),
            sent: sent.is_some(),
            received: received.is_some(),
        });
    }
    Ok(asks)
}
