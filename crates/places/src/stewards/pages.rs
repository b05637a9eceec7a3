//! The page of who looks after a system, what they did, and every call that they should stop.

mod change;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use ground::id::{PersonId, SystemId};
use ground::{Fault, Line, Moment, Outcome, Words};
use sharing::{Action, Names, Seen, StandingId, StandingKind};
use web::{Access, App, Further, Onward, Page, Refused, Routes, Sent, Shown, Visitor};

use super::{Done, Recall, RecallId, Steward, Wanted, among, done};
use crate::may::may;
use crate::parts;
use crate::view::{Choice, Within, called, choices, on, system_id};

/// The pages of looking after a system.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/stewards", Access::SignedIn, show)
        .post("/systems/{id}/stewards", Access::Steward, change::ask)
        .post("/systems/{id}/stewards/take", Access::Belonging, change::take)
        .post("/systems/{id}/stewards/{standing}/confirm", Access::Belonging, change::confirmed)
        .post("/systems/{id}/stewards/{standing}/recall", Access::Belonging, change::called_on)
        .post("/systems/{id}/stewards/{standing}/end", Access::Own, change::stop)
        .post("/systems/{id}/recalls/{recall}/answer", Access::Own, change::answered)
        .post("/systems/{id}/recalls/{recall}/end", Access::Belonging, change::ended)
}

struct StewardHere {
    standing: StandingId,
    name: String,
    began: Moment,
    ended: Option<Moment>,
    /// What is still wanted, as the key of a sentence; nothing where they are confirmed.
    wanted: Option<&'static str>,
    confirmed: Vec<By>,
    recalls: Vec<RecallHere>,
    mine: bool,
    may_confirm: bool,
    may_call: bool,
}

struct By {
    name: String,
    at: Moment,
    brought_in: bool,
}

struct RecallHere {
    id: RecallId,
    by: String,
    why: Option<Seen<Words>>,
    at: Moment,
    answer: Option<Seen<Words>>,
    answered: Option<Moment>,
    may_answer: bool,
    may_end: bool,
}

struct DoneHere {
    sentence: String,
    words: Option<Seen<Words>>,
    at: Moment,
}

#[derive(Template)]
#[template(path = "stewards/list.html")]
struct List {
    page: Page,
    system: SystemId,
    name: Seen<Line>,
    may_speak: bool,
    may_tend: bool,
    stewards: Vec<StewardHere>,
    before: Vec<StewardHere>,
    people: Vec<Choice>,
    done: Vec<DoneHere>,
    further: Further,
}

/// What the names and buttons on this page depend on.
struct Eyes<'a> {
    names: &'a Names,
    page: &'a Page,
    me: Option<PersonId>,
    may_speak: bool,
}

impl Eyes<'_> {
    fn steward(&self, steward: &Steward) -> StewardHere {
        let mine = self.me == Some(steward.person);
        let others = self.may_speak && !mine && steward.ended.is_none();
        let confirmed = steward.confirmed.iter().any(|one| self.me == Some(one.person));
        let called_already = steward.open_recalls().any(|r| self.me == Some(r.said_by));
        StewardHere {
            standing: steward.standing,
            name: called(self.names, &self.page.t, Some(steward.person)),
            began: steward.began,
            ended: steward.ended,
            wanted: wanted(steward),
            confirmed: steward
                .confirmed
                .iter()
                .map(|one| By {
                    name: called(self.names, &self.page.t, Some(one.person)),
                    at: one.at,
                    brought_in: one.brought_in,
                })
                .collect(),
            recalls: steward.recalls.iter().map(|r| self.recall(r, steward)).collect(),
            mine: mine && steward.ended.is_none(),
            may_confirm: others && !confirmed,
            may_call: others && !called_already,
        }
    }

    fn recall(&self, recall: &Recall, steward: &Steward) -> RecallHere {
        let mine = self.me == Some(steward.person);
        let called_it = self.me == Some(recall.said_by);
        RecallHere {
            id: recall.id,
            by: called(self.names, &self.page.t, Some(recall.said_by)),
            why: recall.why.clone(),
            at: recall.at,
            answer: recall.answer.clone(),
            answered: recall.answered,
            may_answer: mine && recall.answered.is_none(),
            may_end: self.may_speak && !mine && !called_it && steward.ended.is_none(),
        }
    }

    fn done(&self, done: Done) -> DoneHere {
        let t = &self.page.t;
        let (by, about) = (called(self.names, t, done.by), called(self.names, t, done.about));
        let sentence = t.with(done.key(), &[("by", by), ("about", about)]);
        DoneHere { sentence, words: done.words, at: done.at }
    }
}

fn wanted(steward: &Steward) -> Option<&'static str> {
    match steward.wanted() {
        Wanted::Nothing => None,
        Wanted::OneOrTwo => Some("steward-acting-explain"),
        Wanted::OneMore => Some("steward-acting-one-more"),
    }
}

fn people_of(stewards: &[Steward], done: &[Done]) -> Vec<PersonId> {
    let mut people: Vec<PersonId> =
        done.iter().flat_map(|one| [one.by, one.about]).flatten().collect();
    for steward in stewards {
        people.push(steward.person);
        people.extend(steward.confirmed.iter().map(|one| one.person));
        people.extend(steward.recalls.iter().map(|recall| recall.said_by));
    }
    people
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Shown<List>, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let within = Within::find(&app, &mut look, &visitor, system_id(&id)?).await?;
    let page = within.page(&app, &visitor, "stewards-title");
    let system = within.system;
    let parts = parts::of_system(sharing, &mut look, reader, &system).await?;
    let all = among(sharing, &mut look, reader, &system, &parts).await?;
    let done = done(sharing, &mut look, reader, &system, onward.after()).await?;
    let further = Further::of(&done, &onward, "done")?;
    let names = sharing.names(&mut look, reader, people_of(&all, &done)).await?;
    let may_speak = may(sharing, reader, Action::Belong, &system)?;
    let may_tend = may(sharing, reader, Action::Tend, &system)?;
    let people = if may_tend { could_be_asked(&parts, &all) } else { Vec::new() };
    let people = choices(sharing, &mut look, reader, &people, None).await?;
    let eyes = Eyes { names: &names, page: &page, me: reader.person_id(), may_speak };
    let (now, before): (Vec<&Steward>, Vec<&Steward>) =
        all.iter().partition(|steward| steward.ended.is_none());
    let stewards = now.into_iter().map(|steward| eyes.steward(steward)).collect();
    let before = before.into_iter().map(|steward| eyes.steward(steward)).collect();
    let done = done.into_iter().map(|one| eyes.done(one)).collect();
    let (system, name) = (system.id, system.name);
    Ok(Shown(List {
        page,
        system,
        name,
        may_speak,
        may_tend,
        stewards,
        before,
        people,
        done,
        further,
    }))
}

/// Those who are part of the system and do not look after it.
fn could_be_asked(parts: &[parts::Part], stewards: &[Steward]) -> Vec<PersonId> {
    let looks_after = |person| stewards.iter().any(|s| s.person == person && s.ended.is_none());
    let mut people: Vec<PersonId> = parts
        .iter()
        .filter(|part| part.standing == StandingKind::Part && part.ended.is_none())
        .map(|part| part.person)
        .filter(|&person| !looks_after(person))
        .collect();
    people.sort_unstable();
    people.dedup();
    people
}
