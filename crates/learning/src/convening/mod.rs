//! Who could be brought together about something that a group keeps hearing: those who play a part
//! around it, in their own words, and who of them holds money or manages. Everything here stands on
//! the pages of the systems already. Of what was told nothing is asked: nobody is found through this
//! as somebody who told, and the same people stand here whatever lies in a pattern.
//!
//! Asking somebody to come and talk is a row of its own, and lets nobody read more who is in the talk
//! anyway. Whoever holds the money or manages is by it also asked into the talk of that one question,
//! until somebody ends that (`crate::inquiries::guests`). Who was asked stands only where those see
//! it who are in the talk.

pub(crate) mod coming;
pub mod pages;
mod store;
mod waiting;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Look, Work};
use ground::id::{Kind, PersonId, SystemId, Thing};
use ground::{Fault, Line, Moment, Outcome, Words};
use places::open_parts::{self, OpenPart};
use places::parts::{self, Part, PartKind};
use places::systems::{self, Scale, System};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sealing, Seen, Sharing, StandingKind, lineage};

use crate::inquiries::{self, Guest, GuestId, Inquiry, InquiryId, TalkId, Turn, guests};
use crate::kept::{self, with_guests};

pub use coming::{Answer, answer};

pub(crate) use waiting::waits;

/// How many people of one system stand on the page.
const MOST_PEOPLE: usize = 200;
/// How many of a system around it do.
const MOST_FURTHER: usize = 30;
/// How many systems around it are shown.
const MOST_AROUND: usize = 8;
/// How many questions that came of it are shown.
const MOST_QUESTIONS: usize = 20;
/// How many people can be asked at once.
pub const MOST_ASKED: usize = 30;

/// One part that somebody plays, as they say it themselves.
#[derive(Clone, Debug)]
pub struct PartSaid {
    /// The key of the word for it.
    pub key: &'static str,
    /// As what, in their own words.
    pub words: Option<Seen<Line>>,
    /// How their work fits.
    pub fits: Option<Seen<Words>>,
}

/// Somebody who could be asked to come.
#[derive(Clone, Debug)]
pub struct Someone {
    /// Who.
    pub person: PersonId,
    /// The parts they play.
    pub parts: Vec<PartSaid>,
    /// The keys of what they hold besides: the money, managing, looking after it.
    pub holds: Vec<&'static str>,
    /// What they are in wider systems, where they do not stand a second time.
    pub also: Vec<Also>,
}

/// What somebody is in a system that is wider than the one in which they stand.
#[derive(Clone, Debug)]
pub struct Also {
    /// What it is called.
    pub system: Seen<Line>,
    /// The parts they play there.
    pub parts: Vec<PartSaid>,
    /// The keys of what they hold there besides.
    pub holds: Vec<&'static str>,
}

impl Someone {
    /// Whether they hold the money or manage.
    #[must_use]
    pub fn has_sway(&self) -> bool {
        self.holds.iter().any(|key| *key != LOOKS_AFTER)
    }
}

const LOOKS_AFTER: &str = "standing-steward";

/// A system, with who plays a part in it.
#[derive(Clone, Debug)]
pub struct Circle {
    /// Which one.
    pub system: System,
    /// Those who play a part in it: whoever holds money or manages first, and then as they came.
    pub people: Vec<Someone>,
    /// The parts that nobody plays yet.
    pub open: Vec<OpenPart>,
}

/// A question that came of it, with who was asked to come.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question.
    pub inquiry: Inquiry,
    /// Who was asked to come and talk about it, or is asked in, for those who are in the talk; for
    /// whoever is outside it, nobody.
    pub asked: Vec<PersonId>,
    /// Whether this reader may ask people to it.
    pub may_ask: bool,
}

/// Somebody who was asked to come and talk about a question.
#[derive(Clone, Copy, Debug)]
pub struct Convened {
    /// Who.
    pub person: PersonId,
    /// Who asked them.
    pub asked_by: PersonId,
    /// When.
    pub at: Moment,
    /// What was said in the talk with it, if anything was.
    pub words: Option<TalkId>,
    /// What they answered, and when they did.
    pub(crate) answer: Option<(Answer, Moment)>,
}

/// Who could be brought together about a thing.
#[derive(Clone, Debug)]
pub struct Together {
    /// The system whose group holds it.
    pub here: Circle,
    /// The systems that it lies in or overlaps with, the narrowest first: whoever has sway in them,
    /// and whoever says how their work fits. Each person stands once, where it is narrowest.
    pub around: Vec<Circle>,
    /// The questions that came of it.
    pub questions: Vec<Question>,
}

/// Who could be brought together about a thing of this system, as far as this reader sees.
pub async fn together(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (thing, system): (Thing, SystemId),
) -> Outcome<Together> {
    sharing.leave(reader, Action::Read, &Matter::held(system))?;
    let system = systems::find(sharing, look, reader, system).await?;
    let around = systems::around(sharing, look, reader, system.id).await?;
    let wider = around.outer.into_iter().chain(around.overlaps).map(|lying| lying.system);
    // Whose own life something lies in is nobody's business here.
    let mut wider: Vec<System> =
        wider.filter(|one| one.scale != Scale::Life).take(MOST_AROUND).collect();
    wider.sort_by_key(|system| system.scale);
    let questions = questions(sharing, look, reader, (thing, system.id)).await?;
    let mut here = circle(sharing, look, reader, system).await?;
    let mut around: Vec<Circle> = Vec::with_capacity(wider.len());
    for system in wider {
        if around.iter().any(|known| known.system.id == system.id) {
            continue;
        }
        let mut one = circle(sharing, look, reader, system).await?;
        let says = |someone: &Someone| {
            !someone.holds.is_empty() || someone.parts.iter().any(|part| part.fits.is_some())
        };
        one.people.retain(says);
        let narrower = std::iter::once(&mut here).chain(&mut around);
        stand_once(narrower.flat_map(|circle| &mut circle.people).collect(), &mut one);
        one.people.truncate(MOST_FURTHER);
        around.push(one);
    }
    Ok(Together { here, around, questions })
}

/// Lets nobody stand in a wider circle who stands in a narrower one: what they are in the wider one
/// goes to where they stand.
fn stand_once(mut known: Vec<&mut Someone>, wider: &mut Circle) {
    let mut new = Vec::new();
    for someone in std::mem::take(&mut wider.people) {
        match known.iter_mut().find(|known| known.person == someone.person) {
            Some(known) => known.also.push(Also {
                system: wider.system.name.clone(),
                parts: someone.parts,
                holds: someone.holds,
            }),
            None => new.push(someone),
        }
    }
    wider.people = new;
}

async fn circle(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: System,
) -> Outcome<Circle> {
    let parts = parts::of_system(sharing, look, reader, &system).await?;
    let open = open_parts::of_system(sharing, look, reader, &system).await?;
    let mut people = people(parts);
    people.sort_by_key(|someone| !someone.has_sway());
    people.truncate(MOST_PEOPLE);
    Ok(Circle { system, people, open })
}

/// Everybody who plays a part now, in the order in which they came.
fn people(parts: Vec<Part>) -> Vec<Someone> {
    let mut people: Vec<Someone> = Vec::new();
    for part in parts.into_iter().filter(|part| part.ended.is_none()) {
        let at = people.iter().position(|known| known.person == part.person);
        let at = at.unwrap_or_else(|| {
            let (parts, holds, also) = (Vec::new(), Vec::new(), Vec::new());
            people.push(Someone { person: part.person, parts, holds, also });
            people.len() - 1
        });
        let Some(someone) = people.get_mut(at) else { continue };
        match part.standing {
            StandingKind::Part => someone.parts.push(PartSaid {
                key: said_kind(part.kind),
                words: part.words,
                fits: part.fits,
            }),
            StandingKind::Money => someone.holds.push("part-holds-money"),
            StandingKind::Manages => someone.holds.push("part-manages"),
            StandingKind::Steward => someone.holds.push(LOOKS_AFTER),
            // On duty for people's safety is nobody's sway over a snag.
            StandingKind::KeepsSafe
            | StandingKind::HearsWrongs
            | StandingKind::Rings
            | StandingKind::Pen => {}
        }
    }
    people.retain(|someone| !someone.parts.is_empty() || !someone.holds.is_empty());
    people
}

/// The key of the word for what somebody is, where it says something.
fn said_kind(kind: Option<PartKind>) -> &'static str {
    let kind = kind.filter(|kind| *kind != PartKind::Other);
    kind.map_or("standing-part", PartKind::key)
}

/// The questions that came of a thing and that this reader may open, newest first.
async fn questions(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (thing, system): (Thing, SystemId),
) -> Outcome<Vec<Question>> {
    let links = lineage::led_to(look, &[thing]).await?;
    let asked = links.iter().map(|link| link.what.thing).filter(|what| what.kind == Kind::Inquiry);
    let ids: BTreeSet<InquiryId> = asked.map(|what| InquiryId(what.id)).collect();
    let ids = open_to(sharing, look, reader, &ids).await?;
    let speaks = sharing.leave_or_none(reader, Action::JoinTalk, &Matter::held(system))?.is_some();
    let convened = store::of_inquiries(look, ids.iter().copied()).await?;
    let mut questions = Vec::with_capacity(ids.len());
    for inquiry in inquiries::these(sharing, look, reader, &ids).await? {
        let may_ask = speaks && inquiry.system == system && inquiry.closed.is_none();
        let guests = inquiry.asked_in();
        let talk = with_guests(inquiry.system, &guests);
        let mut asked = BTreeSet::new();
        if sharing.leave_or_none(reader, Action::ReadTalk, &talk)?.is_some() {
            asked.extend(guests);
            asked.extend(
                convened.iter().filter(|(of, _)| *of == inquiry.id).map(|(_, one)| one.person),
            );
        }
        questions.push(Question { asked: asked.into_iter().collect(), may_ask, inquiry });
    }
    questions.sort_by_key(|one| std::cmp::Reverse((one.inquiry.at, one.inquiry.id)));
    Ok(questions)
}

/// Which of these questions this reader may open: the newest of them, so that those which they may
/// not open take no room.
async fn open_to(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &BTreeSet<InquiryId>,
) -> Outcome<BTreeSet<InquiryId>> {
    let mut open = Vec::new();
    for (system, id, at) in inquiries::store::homes(look, ids).await? {
        if sharing.leave_or_none(reader, Action::Read, &Matter::held(system))?.is_some() {
            open.push((at, id));
        }
    }
    open.sort_unstable_by_key(|newest| std::cmp::Reverse(*newest));
    Ok(open.into_iter().map(|(_, id)| id).take(MOST_QUESTIONS).collect())
}

/// Asks people to come and talk about a question, with a few words in its talk, if there are any.
/// Only those may ask who are part of the talk themselves, and only whoever plays a part in the
/// system can be asked; somebody who was asked already is not asked again, unless whoever asked them
/// is in the talk no more, so that nobody would read what they answer. The id beside each is that of
/// their being asked in, where they hold the money or manage.
pub async fn ask_to_come(
    sharing: &Sharing,
    reader: &Reader,
    inquiry: InquiryId,
    people: &[(PersonId, GuestId)],
    said: Option<(TalkId, &Words)>,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    if people.is_empty() {
        return Err(Fault::Unfit("unfit-convene-nobody"));
    }
    if people.len() > MOST_ASKED {
        return Err(Fault::Bound("bound-convene"));
    }
    let people: BTreeMap<PersonId, GuestId> = people.iter().copied().collect();
    let mut look = sharing.store.database.look().await?;
    let found = inquiries::find(sharing, &mut look, reader, inquiry).await?;
    drop(look);
    let system = found.system;
    if sharing.leave_or_none(reader, Action::JoinTalk, &Matter::held(system))?.is_none() {
        return Err(Fault::NotAllowed("not-allowed-convene-outside"));
    }
    let ring = kept::ring(sharing, system).await?;
    let seal = |(id, words): (TalkId, &Words)| -> Outcome<inquiries::store::NewTalk> {
        let words = Sealing::new(&ring, system, id).words("words", words)?;
        Ok(inquiries::store::NewTalk { system, id, inquiry, turn: Turn::Talk, words, by, at })
    };
    let talk = said.map(seal).transpose()?;
    ::store::write!(sharing.store.database, |work| {
        kept::still(sharing, work, by, Action::JoinTalk, &Matter::held(system)).await?;
        let (row, here) = inquiries::store::find(work, inquiry).await?;
        if row.closed.is_some() {
            return Err(Fault::Unfit("unfit-convene-closed"));
        }
        let asked = asked_and_read(sharing, work, (system, inquiry), &here).await?;
        let parts = sharing::reader::standing_in(work, system, StandingKind::Part).await?;
        let outside = guests::outside(work, system).await?;
        for (&person, &id) in &people {
            if !parts.contains(&person) {
                return Err(Fault::Unfit("unfit-convene-nobody"));
            }
            if !asked.contains(&person) {
                let words = talk.as_ref().map(|talk| talk.id);
                let one = Convened { person, asked_by: by, at, words, answer: None };
                store::ask(work, (system, inquiry), one).await?;
            }
            let is_guest = here.iter().any(|known| known.person == person);
            if outside.contains(&person) && !is_guest {
                // A form that is sent again lets nobody back in whose being asked in has ended.
                if guests::store::one(work, system, inquiry, id).await?.is_none() {
                    let guest = Guest { id, person, asked_by: by, at, ended: None };
                    guests::store::insert(work, system, inquiry, guest).await?;
                }
            }
        }
        if let Some(talk) = &talk {
            inquiries::store::insert_talk(work, talk).await?;
        }
        let thing = Thing::new(Kind::Inquiry, inquiry);
        trail::mark(work, Mark::of(system, at, Verb::Changed, Some(by), thing)).await
    })
}

/// Those who were asked to come by somebody else who is in the talk still, and reads their answer.
async fn asked_and_read(
    sharing: &Sharing,
    look: &mut Look,
    (system, inquiry): (SystemId, InquiryId),
    guests: &[Guest],
) -> Outcome<BTreeSet<PersonId>> {
    let talk = with_guests(system, &inquiries::people_of(guests));
    let mut asked = asked_to_come(look, inquiry).await?;
    asked.retain(|one| one.asked_by != one.person);
    let askers = Reader::people(look, asked.iter().map(|one| one.asked_by)).await?;
    let mut read = BTreeSet::new();
    for one in asked {
        if let Some(asker) = askers.get(&one.asked_by)
            && coming::is_read(sharing, asker, &talk)?
        {
            read.insert(one.person);
        }
    }
    Ok(read)
}

/// Who was asked to come and talk about a question, earliest first. It stands where those see it who
/// are in the talk.
pub(crate) async fn asked_to_come(look: &mut Look, inquiry: InquiryId) -> Outcome<Vec<Convened>> {
    let asked = store::of_inquiries(look, [inquiry]).await?;
    Ok(asked.into_iter().map(|(_, one)| one).collect())
}

/// Forgets the next times that somebody was asked to come who is erased. Says how many went.
pub async fn forget(work: &mut Work, person: PersonId) -> Outcome<usize> {
    store::forget(work, person).await
}
