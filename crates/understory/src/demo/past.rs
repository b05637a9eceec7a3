//! The town's past in the order in which it happened: every day from the oldest on, and on each
//! day people before what they do, at some plausible hour.

use std::cmp::Reverse;

use ::stories::patterns::SayingKind;
use ground::{Fault, Moment, Outcome};
use jiff::{ToSpan as _, tz::TimeZone};
use learning::experiments::EntryKind;

use super::asks::{self, Ask, AskAnswer};
use super::because::{self, Because};
use super::bettering::{self, Better, Carrying};
use super::experiments::{self, Entry, Experiment, Next};
use super::four_words::{self, Come, FourWords};
use super::inquiries::{self, AskedIn, Inquiry, Stage, Talk};
use super::leaving::{self, Draft, Quotation, Ringing, RingingAnswer, Translation};
use super::lessons::{self, Conversation, Lesson, LookedAgain};
use super::lives::{self, Beside, Life, Passage, Reworded};
use super::patterns::{self, Answer, Pattern, Saying};
use super::people::{self, Part, Person};
use super::place::{self, Purpose};
use super::stories::{self, CameOfNothing, Chapter, Story};
use super::systems::{self, LostCard, Recall, Steward, System};
use super::telling_it::TellingIt;
use super::town::Town;

/// The hour at which a day in the town begins, and how many seconds of it are told.
const DAY_BEGINS: i64 = 8 * 3_600;
const DAY_LASTS: i64 = 13 * 3_600;

/// One thing that happened.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event<'a> {
    Arrived(&'a Person),
    Drawn(&'a System),
    Took(&'a Part),
    Overlapped(&'a System, &'a str),
    Ended(&'a Part),
    Opened,
    Tended(&'a Steward),
    Purpose(&'a Purpose),
    Told(&'a Story),
    ReadBack(&'a Story),
    More(&'a Chapter),
    AskedToBeRung(&'a Ringing),
    RingingAnswered(&'a RingingAnswer),
    Quoted(&'a Quotation),
    Translated(&'a Translation),
    Began(&'a Draft),
    Named(&'a Pattern),
    Said(SayingKind, &'a Saying),
    Answered(&'a Answer),
    Inquiry(&'a Inquiry),
    AskedIn(&'a AskedIn),
    Talked(&'a Talk),
    Entered(&'a Stage),
    Planned(&'a Experiment),
    Entry(EntryKind, &'a Entry),
    Decided(&'a Next),
    Learned(&'a Lesson),
    LookedAgain(&'a LookedAgain),
    PassedOn(&'a Ask),
    AskAnswered(&'a AskAnswer),
    Because(&'a Because),
    Better(&'a Better),
    Carried(&'a Carrying),
    FourWords(&'a FourWords),
    Come(&'a Come),
    Nothing(&'a CameOfNothing),
    Spoke(&'a Conversation),
    Called(&'a Recall),
    CallAnswered(&'a Recall),
    CardLost(&'a LostCard),
    LifeBegan(&'a Life),
    SaidOnAPage(&'a Passage),
    Reworded(&'a Reworded),
    LetIn(&'a Beside),
    LetInEnded(&'a Beside),
}

impl<'a> Event<'a> {
    /// Lets it happen, through the verb that people would use.
    pub(super) async fn happen(self, it: &mut TellingIt<'a>, town: &'a Town) -> Outcome<()> {
        match self {
            Self::Arrived(person) => people::arrive(it, &town.place, person).await,
            Self::Drawn(system) => systems::draw(it, system).await,
            Self::Took(part) => people::take(it, part).await,
            Self::Overlapped(system, outer) => systems::overlap(it, system, outer).await,
            Self::Ended(part) => people::end(it, part).await,
            Self::Opened => place::open(it, &town.place).await,
            Self::Tended(steward) => systems::tend(it, steward).await,
            Self::Purpose(purpose) => place::say_purpose(it, purpose).await,
            Self::Told(story) => stories::told(it, story).await,
            Self::ReadBack(story) => stories::read_back(it, story).await,
            Self::More(chapter) => stories::more(it, town, chapter).await,
            Self::AskedToBeRung(told) => leaving::asked(it, told).await,
            Self::RingingAnswered(told) => leaving::answered(it, told).await,
            Self::Quoted(told) => leaving::quoted(it, told).await,
            Self::Translated(told) => leaving::translated(it, told).await,
            Self::Began(told) => leaving::begun(it, told).await,
            Self::Named(pattern) => patterns::named(it, pattern).await,
            Self::Said(kind, saying) => patterns::said(it, kind, saying).await,
            Self::Answered(answer) => patterns::answered(it, answer).await,
            Self::Inquiry(inquiry) => inquiries::opened(it, inquiry).await,
            Self::AskedIn(asked) => inquiries::asked_in(it, asked).await,
            Self::Talked(talk) => inquiries::talked(it, talk).await,
            Self::Entered(stage) => inquiries::entered(it, stage).await,
            Self::Planned(experiment) => experiments::planned(it, town, experiment).await,
            Self::Entry(kind, entry) => experiments::entered(it, kind, entry).await,
            Self::Decided(next) => experiments::decided(it, next).await,
            Self::Learned(lesson) => lessons::learned(it, lesson).await,
            Self::LookedAgain(told) => lessons::looked_again(it, told).await,
            Self::PassedOn(ask) => asks::said(it, ask).await,
            Self::AskAnswered(answer) => asks::answered(it, answer).await,
            Self::Because(told) => because::said(it, told).await,
            Self::Better(told) => bettering::better(it, told).await,
            Self::Carried(told) => bettering::carried(it, told).await,
            Self::FourWords(told) => four_words::read(it, told).await,
            Self::Come(told) => four_words::asked(it, told).await,
            Self::Nothing(told) => stories::nothing(it, told).await,
            Self::Spoke(told) => lessons::spoke(it, told).await,
            Self::Called(recall) => systems::call(it, recall).await,
            Self::CallAnswered(recall) => systems::answer(it, recall).await,
            Self::CardLost(told) => systems::lose_card(it, told).await,
            Self::LifeBegan(told) => lives::begun(it, told).await,
            Self::SaidOnAPage(told) => lives::said(it, told).await,
            Self::Reworded(told) => lives::reworded(it, told).await,
            Self::LetIn(told) => lives::let_in(it, told).await,
            Self::LetInEnded(told) => lives::ended(it, told).await,
        }
    }
}

/// Everything that happened in the town, oldest first, each with its moment.
pub(super) fn of(town: &Town, now: Moment) -> Outcome<Vec<(Moment, Event<'_>)>> {
    let zone = TimeZone::get(&town.place.zone).map_err(Fault::inside)?;
    let mut events = events(town);
    events.sort_by_key(|(days_ago, _)| Reverse(*days_ago));
    let mut past = Vec::with_capacity(events.len());
    for day in events.chunk_by(|one, other| one.0 == other.0) {
        let Some((days_ago, _)) = day.first() else { continue };
        let date = now.day_in(&zone).checked_sub(days_ago.days()).map_err(Fault::inside)?;
        let midnight = Moment::start_of(date, &zone).ok_or(Fault::Unfit("unfit-zone"))?;
        let slot = DAY_LASTS / i64::try_from(day.len()).map_err(Fault::inside)?;
        for (turn, (_, event)) in (0..).zip(day) {
            // Nobody does things on the stroke of the hour: each comes somewhere in its slot.
            let into = slot * ((days_ago * 37 + turn * 53) % 100) / 100;
            let at = midnight.plus_seconds(DAY_BEGINS + slot * turn + into);
            past.push((at.min(now), *event));
        }
    }
    Ok(past)
}

/// Everything that happened, with how many days ago; what can happen on one day stands in the
/// order in which it has to.
fn events(town: &Town) -> Vec<(i64, Event<'_>)> {
    let mut events = standing(town);
    events.extend(said(town));
    events.extend(beside(town));
    events.extend(tried(town));
    events.extend(on_pages_of_their_own(town));
    events
}

fn standing(town: &Town) -> Vec<(i64, Event<'_>)> {
    let mut events = Vec::new();
    events.extend(town.person.iter().map(|told| (told.days_ago, Event::Arrived(told))));
    events.extend(town.system.iter().map(|told| (told.days_ago, Event::Drawn(told))));
    events.extend(town.part.iter().map(|told| (told.days_ago, Event::Took(told))));
    for told in &town.system {
        for outer in told.within.iter().skip(1) {
            let drawn = town.system.iter().find(|other| other.key == *outer);
            let drawn = drawn.map_or(told.days_ago, |other| other.days_ago);
            events.push((told.days_ago.min(drawn), Event::Overlapped(told, outer)));
        }
    }
    // Whoever leaves the place leaves everything in it, so that comes last.
    let (last, first): (Vec<&Part>, Vec<&Part>) =
        town.part.iter().partition(|part| part.system == town.place.key);
    for part in first.into_iter().chain(last) {
        events.extend(part.ended_days_ago.map(|days_ago| (days_ago, Event::Ended(part))));
    }
    events.push((town.place.opened_days_ago, Event::Opened));
    events.extend(town.steward.iter().map(|told| (told.days_ago, Event::Tended(told))));
    events.extend(town.purpose.iter().map(|told| (told.days_ago, Event::Purpose(told))));
    events
}

fn said(town: &Town) -> Vec<(i64, Event<'_>)> {
    let mut events = Vec::new();
    events.extend(town.story.iter().map(|told| (told.days_ago, Event::Told(told))));
    for story in &town.story {
        let why_not = story.not_read_back_why.as_ref().map(|_| story.days_ago);
        let days_ago = story.read_back_days_ago.or(why_not);
        events.extend(days_ago.map(|days_ago| (days_ago, Event::ReadBack(story))));
    }
    events.extend(town.chapter.iter().map(|told| (told.days_ago, Event::More(told))));
    events.extend(town.pattern.iter().map(|told| (told.days_ago, Event::Named(told))));
    let (reading, dispute) = (SayingKind::Reading, SayingKind::Dispute);
    events.extend(town.reading.iter().map(|told| (told.days_ago, Event::Said(reading, told))));
    events.extend(town.dispute.iter().map(|told| (told.days_ago, Event::Said(dispute, told))));
    events.extend(town.answer.iter().map(|told| (told.days_ago, Event::Answered(told))));
    events
}

fn beside(town: &Town) -> Vec<(i64, Event<'_>)> {
    let mut events = Vec::new();
    events.extend(town.ringing.iter().map(|told| (told.days_ago, Event::AskedToBeRung(told))));
    let answers = town.ringing_answer.iter();
    events.extend(answers.map(|told| (told.days_ago, Event::RingingAnswered(told))));
    events.extend(town.quotation.iter().map(|told| (told.days_ago, Event::Quoted(told))));
    events.extend(town.translation.iter().map(|told| (told.days_ago, Event::Translated(told))));
    events.extend(town.draft.iter().map(|told| (told.days_ago, Event::Began(told))));
    events
}

fn tried(town: &Town) -> Vec<(i64, Event<'_>)> {
    let mut events = Vec::new();
    events.extend(town.inquiry.iter().map(|told| (told.days_ago, Event::Inquiry(told))));
    events.extend(town.asked_in.iter().map(|told| (told.days_ago, Event::AskedIn(told))));
    events.extend(town.talk.iter().map(|told| (told.days_ago, Event::Talked(told))));
    events.extend(town.stage.iter().map(|told| (told.days_ago, Event::Entered(told))));
    events.extend(town.experiment.iter().map(|told| (told.days_ago, Event::Planned(told))));
    let (seen, made) = (EntryKind::Observed, EntryKind::MadeOfIt);
    events.extend(town.observation.iter().map(|told| (told.days_ago, Event::Entry(seen, told))));
    events.extend(town.made_of_it.iter().map(|told| (told.days_ago, Event::Entry(made, told))));
    events.extend(town.next.iter().map(|told| (told.days_ago, Event::Decided(told))));
    events.extend(town.lesson.iter().map(|told| (told.days_ago, Event::Learned(told))));
    events.extend(town.looked_again.iter().map(|told| (told.days_ago, Event::LookedAgain(told))));
    events.extend(town.ask.iter().map(|told| (told.days_ago, Event::PassedOn(told))));
    let answered = town.ask_answer.iter();
    events.extend(answered.map(|told| (told.days_ago, Event::AskAnswered(told))));
    events.extend(town.because.iter().map(|told| (told.days_ago, Event::Because(told))));
    events.extend(town.came_of_nothing.iter().map(|told| (told.days_ago, Event::Nothing(told))));
    events.extend(town.better.iter().map(|told| (told.days_ago, Event::Better(told))));
    events.extend(town.carrying.iter().map(|told| (told.days_ago, Event::Carried(told))));
    events.extend(town.four_words.iter().map(|told| (told.days_ago, Event::FourWords(told))));
    events.extend(town.come.iter().map(|told| (told.days_ago, Event::Come(told))));
    events.extend(town.conversation.iter().map(|told| (told.days_ago, Event::Spoke(told))));
    events.extend(town.recall.iter().map(|told| (told.days_ago, Event::Called(told))));
    events.extend(town.lost_card.iter().map(|told| (told.days_ago, Event::CardLost(told))));
    for recall in &town.recall {
        let answered = recall.answered_days_ago;
        events.extend(answered.map(|days_ago| (days_ago, Event::CallAnswered(recall))));
    }
    events
}

fn on_pages_of_their_own(town: &Town) -> Vec<(i64, Event<'_>)> {
    let mut events = Vec::new();
    events.extend(town.life.iter().map(|told| (told.days_ago, Event::LifeBegan(told))));
    events.extend(town.beside.iter().map(|told| (told.days_ago, Event::LetIn(told))));
    events.extend(town.passage.iter().map(|told| (told.days_ago, Event::SaidOnAPage(told))));
    events.extend(town.reworded.iter().map(|told| (told.days_ago, Event::Reworded(told))));
    for told in &town.beside {
        events.extend(told.ended_days_ago.map(|days_ago| (days_ago, Event::LetInEnded(told))));
    }
    events
}
