//! The page of one question: why it is open, the cycle as it really went, the talk, what is
//! tried and what was learned.

use ::store::Look;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use ground::id::{Kind, PersonId, Thing, Uuid};
use ground::{After, Fault, Line, Outcome, Stretch, Words};
use places::systems::System;
use sharing::{Action, Matter, Names, Seen, wordings};
use web::{App, Earlier, Further, Onward, Page, Problem, Refused, Sent, Shown, Visitor, to};

use super::guests::{self, Asked, Come, GuestList, Guests};
use super::{TalkForm, reword, status_of};
use crate::because::{self, Gathered, Roots};
use crate::convening::coming::{self, Coming};
use crate::convening::{self, Answer, Convened};
use crate::experiments::{self, Experiment};
use crate::inquiries::knot::{self, Knot};
use crate::inquiries::{self, Inquiry, InquiryId, Remark, Stage, Went};
use crate::kept::with_guests;
use crate::lessons::{self, Lesson};
use crate::spoken::{Signed, Spoken, called};
use crate::{frame, kept};

#[derive(Template)]
#[template(path = "inquiries/show.html")]
struct ShowPage {
    page: Page,
    system: System,
    id: InquiryId,
    path: String,
    named: String,
    question: Seen<Line>,
    why: Option<Seen<Words>>,
    by: Signed,
    closed: Option<String>,
    guests: GuestList,
    /// Nothing for whoever is outside the talk.
    talk: Option<Talk>,
    experiments: Vec<Tried>,
    /// The rest of what is tried.
    more_tried: Further,
    lessons: Vec<Learned>,
    /// Whether more was learned than stands here.
    more_learned: bool,
    roots: Roots,
    earlier: Earlier,
    may_reword: bool,
    form: TalkForm,
    stages: [Stage; 5],
}

/// What those see who are part of the talk.
struct Talk {
    said: Vec<Spoken>,
    further: Further,
    knot: Knot,
    /// Whom this reader may ask in.
    askable: Vec<(String, String)>,
    /// Who was asked to come and talk.
    convened: Vec<Asked>,
    /// That this reader was, as long as the question is open.
    come: Option<Come>,
    /// Where more people can be asked to come, if it came of something that was heard again.
    together: Option<String>,
}

struct Tried {
    path: String,
    name: Seen<Line>,
    state: &'static str,
    by: Signed,
}

struct Learned {
    path: String,
    learned: Seen<String>,
    holds: Option<&'static str>,
    by: Signed,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    onward: Onward,
) -> Result<Response, Refused> {
    visitor.person()?;
    let id = InquiryId::parse(&id).ok_or(Fault::NotFound)?;
    show_page(&app, &visitor, (id, onward), TalkForm::default(), None).await
}

/// Goes back to the page after one of its forms, which keeps what was typed if it did not fit.
pub(super) async fn back(
    app: &App,
    sent: &Sent<TalkForm>,
    id: InquiryId,
    done: Outcome<()>,
) -> Result<Response, Refused> {
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to(&format!("/inquiries/{id}"))),
        Err(fault) => {
            let problem = Problem::of(fault)?;
            let onward = Onward::first(app, &sent.visitor, &format!("/inquiries/{id}"));
            show_page(app, &sent.visitor, (id, onward), sent.form.clone(), Some(problem)).await
        }
    }
}

/// What is found for the page, before it is laid out.
struct Found {
    inquiry: Inquiry,
    guests: Guests,
    talk: Option<(Stretch<Remark>, Went)>,
    /// The way on from this page of the talk.
    further: Option<Further>,
    askable: Vec<PersonId>,
    /// Who was asked to come, for those who are part of the talk.
    convened: Vec<Convened>,
    /// Who of them comes, as far as it is for this reader.
    coming: Coming,
    /// Where what was said stands with which this reader was asked.
    words: Option<String>,
    together: Option<String>,
    experiments: Stretch<Experiment>,
    /// The way on in what is tried.
    more_tried: Further,
    lessons: Stretch<Lesson>,
    may_reword: bool,
}

async fn show_page(
    app: &App,
    visitor: &Visitor,
    id: (InquiryId, Onward),
    form: TalkForm,
    problem: Option<Problem>,
) -> Result<Response, Refused> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    let mut found = find(app, visitor, &mut look, id).await?;
    let gathered = because::gather(&mut look, found.inquiry.placed()).await?;
    if found.talk.is_some() {
        found.together = together(app, visitor, &mut look, &gathered).await?;
    }
    let versions = wordings::of(sharing, &mut look, reader, found.inquiry.placed()).await?;
    let people = found.people().into_iter().chain(gathered.people());
    let people = people.chain(Earlier::people(&versions));
    let names = sharing.names(&mut look, reader, people).await?;
    let (system, manner) = frame::of(app, visitor, &mut look, found.inquiry.system).await?;
    let status = status_of(problem.as_ref());
    let title = found.inquiry.question.to_string();
    let page = manner.page_titled(app, visitor, title).saying(problem);
    let leave = sharing.leave(reader, Action::Read, &Matter::held(found.inquiry.system))?;
    let with = (&leave, &names, &page);
    let nouns = app.nouns();
    let roots = because::laid_out(sharing, nouns, &mut look, reader, with, gathered).await?;
    let earlier = Earlier::new(&page, &names, versions, reword::label);
    let besides = (roots, earlier);
    Ok((status, Shown(lay_out(page, system, names, found, besides, form))).into_response())
}

async fn find(
    app: &App,
    visitor: &Visitor,
    look: &mut Look,
    (id, onward): (InquiryId, Onward),
) -> Outcome<Found> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let inquiry = inquiries::find(sharing, look, reader, id).await?;
    let talk = inquiries::talk(sharing, look, reader, &inquiry, onward.after()).await?;
    let further = talk.as_ref().map(|talk| Further::of(talk, &onward, "talk")).transpose()?;
    // It is drawn from all of the talk, whichever page of it is read.
    let went = inquiries::went(sharing, look, reader, &inquiry).await?;
    let talk = talk.zip(went);
    let of_tried = onward.of("tried");
    let after = of_tried.after();
    let experiments = experiments::of_inquiry(sharing, look, reader, &inquiry, after).await?;
    let more_tried = Further::of(&experiments, &of_tried, "tried")?;
    let lessons = lessons::of_inquiry(sharing, look, reader, &inquiry).await?;
    let matter = Matter::held(inquiry.system);
    let mut askable = Vec::new();
    if sharing.leave_or_none(reader, Action::JoinTalk, &matter)?.is_some() {
        let asked_in = inquiry.asked_in();
        askable = inquiries::guests::outside(look, inquiry.system).await?;
        askable.retain(|person| !asked_in.contains(person));
    }
    let may_reword = inquiries::may_reword(sharing, reader, &inquiry)?;
    let (mut convened, mut coming, mut words) = (Vec::new(), Coming::default(), None);
    if let Some((said, _)) = &talk {
        convened = convening::asked_to_come(look, inquiry.id).await?;
        let in_talk = with_guests(inquiry.system, &inquiry.asked_in());
        coming = coming::of_inquiry(sharing, look, reader, (&in_talk, &convened)).await?;
        words = coming.own.map(|own| said_with(&own, said, &onward)).transpose()?.flatten();
    }
    let seen = (&inquiry, talk.is_some());
    let guests = guests::find(sharing, look, reader, seen).await?;
    Ok(Found {
        inquiry,
        guests,
        talk,
        further,
        askable,
        convened,
        coming,
        words,
        together: None,
        experiments,
        more_tried,
        lessons,
        may_reword,
    })
}

/// Where what was said stands with which somebody was asked to come: on this page of the talk, or on
/// the one that ends with it.
fn said_with(own: &Convened, said: &[Remark], onward: &Onward) -> Outcome<Option<String>> {
    let Some(id) = own.words else { return Ok(None) };
    if said.iter().any(|one| one.id == id) {
        return Ok(Some(format!("#{id}")));
    }
    // It was said in the moment of the asking, and everything of that moment stands there.
    let there = Further::after(Some(After::this(own.at, Uuid::max())), onward, "talk")?;
    Ok(there.next.map(|next| format!("{}?after={next}#{id}", there.path)))
}

/// The page on which more people can be asked to come: that of the first pattern that led here and
/// that this reader may open.
async fn together(
    app: &App,
    visitor: &Visitor,
    look: &mut Look,
    gathered: &Gathered,
) -> Outcome<Option<String>> {
    let patterns: Vec<Thing> =
        gathered.causes().filter(|thing| thing.kind == Kind::Pattern).collect();
    let seen = app.nouns().peek(look, &visitor.reader, &patterns, &[]).await?;
    let path = patterns.iter().find_map(|thing| seen.get(&thing.id)?.path.as_ref());
    Ok(path.map(|path| format!("{path}/together")))
}

impl Found {
    /// Everybody whose name stands on the page.
    fn people(&self) -> Vec<PersonId> {
        let mut people = vec![self.inquiry.said_by];
        people.extend(self.guests.people());
        if let Some((said, went)) = &self.talk {
            people.extend(said.iter().map(|one| one.said_by));
            people.extend(went.latest.iter().map(|one| one.said_by));
        }
        people.extend(self.experiments.iter().map(|e| e.said_by));
        people.extend(self.lessons.iter().map(|l| l.said_by));
        people.extend(self.askable.iter().copied());
        people.extend(self.convened.iter().flat_map(|g| [g.person, g.asked_by]));
        people
    }
}

fn lay_out(
    page: Page,
    system: System,
    names: Names,
    found: Found,
    (roots, earlier): (Roots, Earlier),
    form: TalkForm,
) -> ShowPage {
    let inquiry = found.inquiry;
    let convened = Asked::all(&page, &names, (&found.convened, &found.coming));
    let own = found.coming.own.filter(|_| inquiry.closed.is_none());
    let come = own.map(|own| Come::new(&page, &names, &own, found.words));
    let beside = (found.askable.as_slice(), convened, found.together);
    let talk = found.talk.zip(found.further);
    let talk = talk.map(|talk| Talk { come, ..lay_out_talk(&page, &names, talk, beside) });
    let more_learned = found.lessons.next.is_some();
    let experiments = found
        .experiments
        .into_iter()
        .map(|tried| Tried {
            path: kept::page_of(tried.placed().thing),
            state: tried.state.key(),
            by: Signed::new(&page, &names, tried.said_by, tried.at),
            name: tried.name,
        })
        .collect();
    let lessons = found
        .lessons
        .into_iter()
        .map(|lesson| Learned {
            path: kept::page_of(lesson.placed().thing),
            learned: lesson.learned.opening(160),
            holds: lesson.holds.and_then(lessons::Holds::warning),
            by: Signed::new(&page, &names, lesson.said_by, lesson.at),
        })
        .collect();
    ShowPage {
        system,
        id: inquiry.id,
        path: kept::page_of(inquiry.placed().thing),
        named: because::named(inquiry.placed().thing),
        by: Signed::new(&page, &names, inquiry.said_by, inquiry.at),
        closed: inquiry.closed.map(|closed| page.day(closed)),
        question: inquiry.question,
        why: inquiry.why,
        guests: found.guests.lay_out(&page, &names),
        talk,
        experiments,
        more_tried: found.more_tried,
        lessons,
        more_learned,
        roots,
        earlier,
        may_reword: found.may_reword,
        form,
        stages: Stage::ALL,
        page,
    }
}

fn lay_out_talk(
    page: &Page,
    names: &Names,
    ((said, went), further): ((Stretch<Remark>, Went), Further),
    (askable, convened, together): (&[PersonId], Vec<Asked>, Option<String>),
) -> Talk {
    let here = |id| said.iter().any(|one| one.id == id);
    let knot = knot::draw(page, &went, here, |one| called(&page.t, names, one.said_by));
    let said = said
        .into_iter()
        .map(|one| Spoken {
            anchor: one.id.to_string(),
            kind: one.turn.key(),
            by: Signed::new(page, names, one.said_by, one.at),
            words: Some(one.words),
        })
        .collect();
    let askable = askable.iter().map(|p| (p.to_string(), called(&page.t, names, *p))).collect();
    Talk { said, further, knot, askable, convened, come: None, together }
}
