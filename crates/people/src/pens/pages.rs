//! Who holds the pen of a page, asking somebody to, and their answer.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Line};
use serde::Deserialize;
use sharing::Seen;
use web::view::{again, called, on_done};
use web::{
    Access, App, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Visitor, to_saying,
    typed,
};

use super::{OfferId, of_life, offer, take_back, to_reader};
use crate::corner::pages::known;
use crate::frame;
use crate::lives::pages::{life_id, own};

/// The pages of this noun.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/lives/{id}/pens", Access::Own, show)
        .post("/lives/{id}/pens", Access::Own, offered)
        .post("/lives/{id}/pens/{offer}", Access::Offered, answered)
        .post("/lives/{id}/pens/{offer}/back", Access::Own, taken_back)
}

fn offer_id(text: &str) -> Result<OfferId, Fault> {
    OfferId::parse(text).ok_or(Fault::NotFound)
}

/// A pen that somebody is asked to hold, as a page shows it.
pub(crate) struct OfferHere {
    pub(crate) id: OfferId,
    pub(crate) life: SystemId,
    pub(crate) who: String,
    pub(crate) called: Seen<Line>,
}

/// The pens that whoever is here is asked to hold.
pub(crate) async fn asked(
    app: &App,
    look: &mut Look,
    (visitor, page): (&Visitor, &Page),
) -> Result<Vec<OfferHere>, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let offers = to_reader(sharing, look, reader).await?;
    let names = sharing.names(look, reader, offers.iter().map(|one| one.by)).await?;
    let here = offers.into_iter().map(|one| {
        let who = called(&names, &page.t, Some(one.by));
        OfferHere { id: one.id, life: one.life, who, called: one.called }
    });
    Ok(here.collect())
}

/// Somebody to choose.
struct Choice {
    id: String,
    name: String,
    chosen: bool,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    person: String,
    called: String,
}

#[derive(Template)]
#[template(path = "pens/list.html")]
struct List {
    page: Page,
    id: SystemId,
    above: Seen<Line>,
    /// Everybody who holds the pen, whoever is here last.
    holders: Vec<String>,
    waiting: Vec<OfferHere>,
    people: Vec<Choice>,
    form: Form,
}

impl List {
    async fn of(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        typed: Option<Form>,
    ) -> Result<Self, Refused> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let (life, mut look) = own(app, visitor, id).await?;
        let page = Page::new(app, visitor, "pens-title").intimate();
        let offers = of_life(sharing, &mut look, reader, &life).await?;
        let mut people: Vec<PersonId> = life.holders.clone();
        people.extend(offers.iter().map(|one| one.to));
        let names = sharing.names(&mut look, reader, people).await?;
        let others = life.holders.iter().filter(|holder| reader.person_id() != Some(**holder));
        let mut holders: Vec<String> =
            others.map(|holder| called(&names, &page.t, Some(*holder))).collect();
        holders.sort_by_key(|name| name.to_lowercase());
        holders.push(page.t.say("pens-you"));
        let waiting = offers.iter().map(|one| OfferHere {
            id: one.id,
            life: id,
            who: called(&names, &page.t, Some(one.to)),
            called: one.called.clone(),
        });
        let waiting = waiting.collect();
        let form =
            typed.unwrap_or_else(|| Form { called: life.name.to_string(), person: String::new() });
        let all = known(sharing, &mut look, reader, true).await?;
        let all = all.into_iter().filter(|(person, _)| !life.holders.contains(person));
        let people = all.map(|(person, name)| {
            let id = person.to_string();
            Choice { chosen: form.person == id, id, name }
        });
        let people = people.collect();
        Ok(Self { page, id, above: life.name, holders, waiting, people, form })
    }
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    Ok(Shown(List::of(&app, &visitor, life_id(&id)?, None).await?).into_response())
}

async fn offered(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (life, by) = (life_id(&id)?, sent.visitor.person()?);
    let above = own(&app, &sent.visitor, life).await?.0.name.to_string();
    let done = async {
        let nobody = Fault::UnfitIn { field: "person", key: "unfit-nobody-asked" };
        let to = PersonId::parse(&sent.form.person).ok_or(nobody)?;
        let called = typed::maybe_line("called", &sent.form.called)?;
        let called = match called {
            Some(called) => called,
            None => typed::line("called", &above)?,
        };
        offer(app.sharing(), (life, sent.once.id()), (to, &called), by, app.now()).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let list = List::of(&app, &sent.visitor, life, Some(sent.form.clone())).await?;
            let saying = |problem: Problem| List { page: list.page.saying(Some(problem)), ..list };
            again(fault, saying)
        }
        done => on_done(done, &format!("{}/pens", frame::path(life))),
    }
}

async fn taken_back(
    State(app): State<App>,
    Path((id, offer)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, offer_id(&offer)?), sent.visitor.person()?);
    let done = take_back(app.sharing(), of, by, app.now()).await;
    on_done(done, &format!("{}/pens", frame::path(of.0)))
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    answer: String,
}

async fn answered(
    State(app): State<App>,
    Path((id, offer)): Path<(String, String)>,
    sent: Sent<Answer>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, offer_id(&offer)?), sent.visitor.person()?);
    let says_yes = sent.form.answer == "yes";
    match super::answer(app.sharing(), of, says_yes, by, app.now()).await {
        Ok(()) | Err(Fault::Already) if says_yes => Ok(to_saying(&frame::path(of.0), Said::Done)),
        done => on_done(done, "/lives"),
    }
}
