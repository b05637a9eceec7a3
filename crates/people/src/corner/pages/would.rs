//! *What would happen if I share this?* Before anybody is let in, the page shows exactly what they
//! would read, by the same way on which they would read it. It keeps nothing and leaves no mark.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::SystemId;
use ground::{Fault, Moment};
use web::view::{again, on};
use web::{App, Page, Refused, Sent, Shown};

use super::list::called;
use super::terms::{Form, New};
use crate::corner::{self, Terms, To};
use crate::frame::{self, SectionHere};
use crate::lives::pages::{life_id, own};

#[derive(Template)]
#[template(path = "corner/would.html")]
struct Would {
    page: Page,
    id: SystemId,
    form: Form,
    who: String,
    is_group: bool,
    began: Option<Moment>,
    until: Option<Moment>,
    /// What they would read, as it would stand on their page.
    sections: Vec<SectionHere>,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (id, visitor) = (life_id(&id)?, &sent.visitor);
    let by = visitor.person()?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let (life, mut look) = own(&app, visitor, id).await?;
    let fit = async {
        let terms = sent.form.terms(app.now(), &app.zone())?;
        corner::refuse(sharing, &mut look, (reader, by), &terms).await?;
        Ok::<Terms, Fault>(terms)
    };
    let terms = match fit.await {
        Ok(terms) => terms,
        Err(fault) => {
            drop(look);
            let new = New::of(&app, visitor, id, (sent.form.clone(), None)).await?;
            return again(fault, |problem| new.saying(problem));
        }
    };
    let page = Page::new(&app, visitor, "corner-would-title").intimate();
    let (theirs, seen) = corner::would_read(sharing, &mut look, reader, (&life, &terms)).await?;
    let sections = frame::parts(sharing, &mut look, (&theirs, &page), (&life, &seen)).await?;
    let called = called(sharing, &mut look, reader, &[terms.to]).await?;
    let who = called.get(&terms.to).cloned().ok_or(Fault::NotFound)?;
    let is_group = matches!(terms.to, To::Group(_));
    let began = Some(terms.began).filter(|began| *began > app.now());
    let (form, until) = (sent.form.clone().given_back(), terms.until);
    Ok(Shown(Would { page, id, form, who, is_group, began, until, sections }).into_response())
}

pub(super) async fn sent(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (life, by) = (life_id(&id)?, sent.visitor.person()?);
    let done = async {
        let terms = sent.form.terms(app.now(), &app.zone())?;
        corner::let_in(app.sharing(), (life, sent.once.id()), &terms, by, app.now()).await
    };
    match done.await {
        Err(fault) if !matches!(fault, Fault::Already) => {
            let new = New::of(&app, &sent.visitor, life, (sent.form.clone(), None)).await?;
            again(fault, |problem| new.saying(problem))
        }
        done => on(done, &format!("{}/corner", frame::path(life))),
    }
}
