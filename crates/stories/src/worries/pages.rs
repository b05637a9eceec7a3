//! Raising a worry, and reading what was raised.

mod away;
mod hearers;
mod wrong;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use doors::tries::Origin;
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Line, Outcome, Stretch, Words};
use places::opening::Face;
use sharing::{Names, Seen};
use web::{
    Access, App, Further, Onward, Page, Refused, Routes, Sent, Shown, Untaken, Visitor, field_of,
    to,
};

use super::{InThisId, Raised, Worry, WorryId, WorryKind, say_it_goes_on};
use crate::slips::{self, Whose};
use crate::tellings::form::{text, words};
use crate::tellings::hear;
use crate::tellings::pages::WordsForm;

/// The id of the field on a page that has no other.
const ONLY: &str = "words";

/// The pages of worries.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/stories/{id}/worry", Access::Offered, worry_sent)
        .post("/stories/{id}/in-this", Access::Offered, in_this_sent)
        .get("/tell/{id}/in-this", Access::Open, about_me_page)
        .post("/tell/{id}/in-this", Access::Open, about_me_sent)
        .and(wrong::routes())
        .and(away::routes())
        .get("/worries", Access::SignedIn, list)
        .post("/worries/{id}/answer", Access::Named, answer_sent)
        .post("/worries/{id}/goes-on", Access::Own, goes_on_sent)
}

async fn worry_sent(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let (sharing, reader, id) = (app.sharing(), &whose.reader, sent.once.id::<WorryId>());
    let raised = async {
        let said = words("words", &sent.form.words)?;
        let mut look = app.store().database.look().await?;
        let telling = hear::one(sharing, &mut look, reader, whose.id).await?;
        drop(look);
        let raised = Raised {
            id,
            place: telling.place,
            kind: WorryKind::Safety,
            telling: Some(telling.id),
            words: said.as_ref(),
            at: app.now(),
        };
        super::raise(sharing, reader, raised).await
    };
    let raised = raised.await;
    raised_of(&app, &sent, &whose, (id, "worry-words"), raised).await
}

async fn in_this_sent(
    State(app): State<App>,
    whose: Whose,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let (reader, id) = (&whose.reader, sent.once.id::<InThisId>());
    let said = async {
        let said = words("words", &sent.form.words)?;
        super::say_in_this(app.sharing(), reader, whose.id, id, said.as_ref(), app.now()).await
    };
    let said = said.await;
    raised_of(&app, &sent, &whose, (WorryId(id.0), "in-this-words"), said).await
}

/// Goes on after something was raised about a telling, on whose page what could not be taken stands
/// again.
async fn raised_of(
    app: &App,
    sent: &Sent<WordsForm>,
    whose: &Whose,
    (id, field): (WorryId, &str),
    raised: Outcome<()>,
) -> Result<Response, Refused> {
    match raised {
        Ok(()) | Err(Fault::Already) => away::raised_by(app, &whose.reader, id).await,
        Err(fault) => {
            let untaken = Untaken::of(fault, field, &sent.form.words)?;
            whose.again((app, &sent.visitor), &untaken).await
        }
    }
}

#[derive(Template)]
#[template(path = "worries/about_me.html")]
struct AboutMePage {
    page: Page,
    face: Face,
}

async fn about_me_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refused> {
    let face = slips::pages::open_face(&app, &visitor, SystemId(id)).await?;
    let page = face.page(&app, &visitor, "about-me-title").intimate();
    Ok(Shown(AboutMePage { page, face }).into_response())
}

/// Somebody without an account cannot point at a telling, and need not know that there is one:
/// they say what they think, and a person looks.
async fn about_me_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    origin: Origin,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    let face = slips::pages::open_face(&app, &sent.visitor, SystemId(id)).await?;
    let raised = async {
        let said = Words::parse(&sent.form.words).map_err(|why| text("words", why))?;
        let raised = Raised {
            id: sent.once.id::<WorryId>(),
            place: face.place,
            kind: WorryKind::InThis,
            telling: None,
            words: Some(&said),
            at: app.now(),
        };
        super::raise_unsigned(app.sharing(), &origin, raised).await
    };
    match raised.await {
        Ok(()) | Err(Fault::Already) => Ok(away::raised_unsigned()),
        Err(fault) => {
            let untaken = Untaken::of(fault, ONLY, &sent.form.words)?;
            let page = face.page(&app, &sent.visitor, "about-me-title").keeping(Some(&untaken));
            untaken.shown(&AboutMePage { page: page.intimate(), face })
        }
    }
}

struct WorryShown {
    worry: Worry,
    by: Option<Seen<Line>>,
    answered_by: Option<Seen<Line>>,
    before: Vec<WorryShown>,
}

impl WorryShown {
    fn new(mut worry: Worry, names: &Names) -> Self {
        let name = |person: Option<PersonId>| person.and_then(|p| names.of(p)).cloned();
        let before = std::mem::take(&mut worry.before);
        let before = before.into_iter().map(|one| Self::new(one, names)).collect();
        Self { by: name(worry.said_by), answered_by: name(worry.answered_by), worry, before }
    }

    /// The key of what is said beside an answer of who reads it. Whoever raised it without a name, or
    /// put it away, reads none.
    const fn who_reads(&self) -> &'static str {
        match self.worry.said_by {
            Some(_) if !self.worry.put_away => "worry-answer-read",
            _ => "",
        }
    }
}

#[derive(Template)]
#[template(path = "worries/list.html")]
struct ListPage {
    page: Page,
    /// Whether anything is raised with this reader: else the page is only what they raised.
    hears: bool,
    worries: Vec<WorryShown>,
    /// The way on, if more waits.
    further: Further,
    /// The way on in what they answered.
    more_answered: Further,
    /// Where this page begins, if it is not the first.
    here: Option<String>,
    /// What this reader raised themselves.
    own: Vec<WorryShown>,
    /// Whether they raised more than stands here.
    more_own: bool,
}

/// The page of the list.
const LIST: &str = "/worries";

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    onward: Onward,
) -> Result<Response, Refused> {
    visitor.person()?;
    Ok(Shown(list_page(&app, &visitor, &onward, None).await?).into_response())
}

async fn list_page(
    app: &App,
    visitor: &Visitor,
    onward: &Onward,
    untaken: Option<&Untaken>,
) -> Outcome<ListPage> {
    let (sharing, reader) = (app.sharing(), &visitor.reader);
    let mut look = app.store().database.look().await?;
    // What they answered before stands by itself: on what waits, that page says nothing.
    let of_answered = onward.of("answered");
    let raised = match of_answered.after() {
        Some(after) => super::answered_before(sharing, &mut look, reader, after).await?,
        None => super::raised_with(sharing, &mut look, reader, onward.after()).await?,
    };
    let further = Further::of(&raised.waiting, onward, "main")?;
    let more_answered = Further::of(&raised.answered, &of_answered, "main")?;
    // What they raised themselves stands on the first page, and is not repeated.
    let own = match further.is_further || more_answered.is_further {
        true => Stretch::default(),
        false => super::own(sharing, &mut look, reader).await?,
    };
    let all = raised.all().chain(&own).flat_map(|one| one.before.iter().chain([one]));
    let by: Vec<PersonId> = all.flat_map(|w| [w.said_by, w.answered_by]).flatten().collect();
    let names = sharing.names(&mut look, reader, by).await?;
    let worries = raised.waiting.into_iter().chain(raised.answered);
    let worries: Vec<_> = worries.map(|worry| WorryShown::new(worry, &names)).collect();
    let more_own = own.next.is_some();
    let own = own.into_iter().map(|worry| WorryShown::new(worry, &names)).collect();
    let hears = super::may_be_raised_with(sharing, reader)? || !worries.is_empty();
    let hears = hears || further.is_further || more_answered.is_further;
    let title = if hears { "worries-all" } else { "worries-own" };
    let page = Page::new(app, visitor, title).keeping(untaken).intimate();
    let here = onward.here().map(str::to_owned);
    Ok(ListPage { page, hears, worries, further, more_answered, here, own, more_own })
}

/// Goes back to the list after one of its forms, which keeps what was typed if it was not taken.
async fn back(
    app: &App,
    sent: &Sent<WordsForm>,
    done: Outcome<()>,
    (field, onward): (&str, Onward),
) -> Result<Response, Refused> {
    match done {
        Ok(()) | Err(Fault::Already) => Ok(to(LIST)),
        Err(fault) => {
            let untaken = Untaken::of(fault, field, &sent.form.words)?;
            untaken.shown(&list_page(app, &sent.visitor, &onward, Some(&untaken)).await?)
        }
    }
}

async fn goes_on_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (reader, before) = (&sent.visitor.reader, WorryId(id));
    let new = sent.once.id::<WorryId>();
    let said = async {
        let said = words("words", &sent.form.words)?;
        say_it_goes_on(app.sharing(), reader, before, new, said.as_ref(), app.now()).await
    };
    let onward = Onward::first(&app, &sent.visitor, LIST);
    back(&app, &sent, said.await, (&field_of("goes-on", before), onward)).await
}

async fn answer_sent(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    onward: Onward,
    sent: Sent<WordsForm>,
) -> Result<Response, Refused> {
    sent.visitor.person()?;
    let (reader, id) = (&sent.visitor.reader, WorryId(id));
    let answered = async {
        let said = Words::parse(&sent.form.words).map_err(|why| text("words", why))?;
        super::answer(app.sharing(), reader, id, &said, app.now()).await
    };
    // Its page in the list is the one that they had before them.
    back(&app, &sent, answered.await, (&field_of("answer", id), onward.on(LIST))).await
}
