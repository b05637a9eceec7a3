//! Who is in somebody's corner now, and who was.

use std::collections::HashMap;

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::{PersonId, SystemId};
use ground::{Line, Moment, Outcome};
use sharing::{Reader, Seen, Sharing};
use web::{App, Page, Refused, Shown, Visitor};

use crate::corner::{self, Beside, CornerId, To};
use crate::frame::SectionHere;
use crate::lives::pages::{life_id, own};
use crate::sections;

/// Somebody in the corner, as a page shows them.
pub(super) struct BesideHere {
    pub(super) id: CornerId,
    pub(super) who: String,
    pub(super) is_group: bool,
    pub(super) purpose: Option<Seen<Line>>,
    pub(super) meeting: Option<Seen<Line>>,
    pub(super) began: Moment,
    pub(super) until: Option<Moment>,
    pub(super) ended: Option<Moment>,
    /// Whether it is still to come.
    pub(super) to_come: bool,
    /// The headings of what they read, and whether they may write there.
    pub(super) reads: Vec<(String, bool)>,
}

impl BesideHere {
    pub(super) fn new(
        one: &Beside,
        (who, now): (String, Moment),
        sections: &[SectionHere],
    ) -> Self {
        let given = one.given.iter().filter_map(|given| {
            let section = sections.iter().find(|section| section.id == given.section)?;
            Some((section.heading.clone(), given.may_write))
        });
        Self {
            id: one.id,
            who,
            is_group: matches!(one.to, To::Group(_)),
            purpose: one.purpose.clone(),
            meeting: one.meeting.clone(),
            began: one.began,
            until: one.until,
            ended: one.ended,
            to_come: one.began > now,
            reads: given.collect(),
        }
    }
}

/// What those are called who are let in, as far as this reader may know it.
pub(crate) async fn called(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    to: &[To],
) -> Outcome<HashMap<To, String>> {
    let people = to.iter().filter_map(|to| match to {
        To::Person(person) => Some(*person),
        To::Group(_) => None,
    });
    let people: Vec<PersonId> = people.collect();
    let groups = to.iter().filter_map(|to| match to {
        To::Group(group) => Some(*group),
        To::Person(_) => None,
    });
    let groups: Vec<SystemId> = groups.collect();
    let names = sharing.names(look, reader, people.iter().copied()).await?;
    let systems = places::systems::find_many(sharing, look, reader, &groups).await?;
    let mut called = HashMap::new();
    for person in people {
        called.extend(names.of(person).map(|name| (To::Person(person), name.to_string())));
    }
    called.extend(systems.iter().map(|one| (To::Group(one.id), one.name.to_string())));
    Ok(called)
}

#[derive(Template)]
#[template(path = "corner/list.html")]
struct List {
    page: Page,
    id: SystemId,
    name: Seen<Line>,
    now: Vec<BesideHere>,
    over: Vec<BesideHere>,
    /// Whether more was over long ago than stands here.
    is_cut: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let id = life_id(&id)?;
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let (life, mut look) = own(&app, &visitor, id).await?;
    let all = corner::of_life(sharing, &mut look, reader, &life).await?;
    let page = Page::new(&app, &visitor, "corner-title").intimate();
    let parts = sections::of_life(sharing, &mut look, reader, &life).await?;
    let parts: Vec<SectionHere> = parts.iter().map(|part| SectionHere::new(part, &page)).collect();
    let is_cut = all.len() >= corner::MOST_SHOWN;
    let to: Vec<To> = all.iter().map(|one| one.to).collect();
    let called = called(sharing, &mut look, reader, &to).await?;
    let moment = app.now();
    let (over, now): (Vec<&Beside>, Vec<&Beside>) = all.iter().partition(|one| one.is_over(moment));
    let here = |one: &Beside| {
        let left = || page.t.say("somebody-who-left");
        let who = called.get(&one.to).cloned().unwrap_or_else(left);
        BesideHere::new(one, (who, moment), &parts)
    };
    let now = now.into_iter().map(here).collect();
    let over = over.into_iter().map(here).collect();
    Ok(Shown(List { id, name: life.name, now, over, is_cut, page }).into_response())
}
