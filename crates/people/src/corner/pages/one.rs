//! One who is in the corner: narrowing or widening what they read, and ending it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::Fault;
use ground::id::SystemId;
use web::view::on_done;
use web::{App, Page, Pressed, Refused, Sent, Shown, Visitor};

use super::corner_id;
use super::list::{BesideHere, called};
use super::terms::Form;
use crate::frame::{self, SectionHere};
use crate::lives::pages::{life_id, own};
use crate::{corner, sections};

#[derive(Template)]
#[template(path = "corner/one.html")]
struct One {
    page: Page,
    id: SystemId,
    one: BesideHere,
    is_over: bool,
    form: Form,
    sections: Vec<SectionHere>,
}

pub(super) async fn show(
    State(app): State<App>,
    Path((id, corner)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let (id, corner) = (life_id(&id)?, corner_id(&corner)?);
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let (life, mut look) = own(&app, &visitor, id).await?;
    let all = corner::of_life(sharing, &mut look, reader, &life).await?;
    let one = all.iter().find(|one| one.id == corner).ok_or(Fault::NotFound)?;
    let called = called(sharing, &mut look, reader, &[one.to]).await?;
    let page = Page::new(&app, &visitor, "corner-one-title").intimate();
    let parts = sections::of_life(sharing, &mut look, reader, &life).await?;
    let parts = parts.iter().filter(|section| !section.put_away);
    let mut sections: Vec<SectionHere> = parts.map(|part| SectionHere::new(part, &page)).collect();
    let needed = sections::not_laid_out(&mut look, id).await?;
    sections.extend(needed.into_iter().map(|kind| SectionHere::to_come(kind, id, &page)));
    let left = || page.t.say("somebody-who-left");
    let who = called.get(&one.to).cloned().unwrap_or_else(left);
    let reads = one.given.iter().map(|given| given.section.to_string());
    let writes = one.given.iter().filter(|given| given.may_write);
    let form = Form {
        read: reads.collect(),
        write: writes.map(|given| given.section.to_string()).collect(),
        ..Form::default()
    };
    let is_over = one.is_over(app.now());
    let one = BesideHere::new(one, (who, app.now()), &sections);
    Ok(Shown(One { page, id, one, is_over, form, sections }).into_response())
}

pub(super) async fn changed(
    State(app): State<App>,
    Path((id, corner)): Path<(String, String)>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, corner_id(&corner)?), sent.visitor.person()?);
    let given = sent.form.given();
    let done = corner::change(app.sharing(), of, &given, by, app.now()).await;
    on_done(done, &format!("{}/corner", frame::path(of.0)))
}

pub(super) async fn ended(
    State(app): State<App>,
    Path((id, corner)): Path<(String, String)>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let (of, by) = ((life_id(&id)?, corner_id(&corner)?), sent.visitor.person()?);
    let done = corner::end(app.sharing(), of, by, app.now()).await;
    on_done(done, &format!("{}/corner", frame::path(of.0)))
}
