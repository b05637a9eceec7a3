//! Pages of passkeys: one's own, and coming in by one. A browser is asked by our one script, and
//! what it answers comes back by an ordinary form.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::{Fault, Line, Moment, Outcome};
use serde::Deserialize;
use store::Token;
use web::form::given_back;
use web::{
    Access, App, Page, Pressed, Problem, Refused, Routes, Said, Sent, Shown, Visitor, to, to_saying,
};

use super::{Asked, MOST, Party, Passkey, PasskeyId};
use crate::arrival::arrive;
use crate::tries::Origin;
use crate::way_on::WayOn;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/you/passkeys", Access::SignedIn, show)
        .post("/you/passkeys/ask", Access::SignedIn, ask_to_add)
        .post("/you/passkeys", Access::SignedIn, add)
        .post("/you/passkeys/{passkey}/end", Access::Own, end)
        .post("/sign-in/passkey/ask", Access::Open, ask)
        .post("/sign-in/passkey", Access::Holder, sign_in)
}

/// Our place, for passkeys; where browsers have none, their forms are on no page.
fn party(app: &App) -> Outcome<Party> {
    Party::of(&app.settings().public_url).ok_or(Fault::Unfit("passkey-not-here"))
}

fn script(app: &App) -> String {
    app.assets().passkeys().to_owned()
}

#[derive(Template)]
#[template(path = "passkeys/own.html")]
struct OwnPage {
    page: Page,
    passkeys: Vec<Passkey>,
    is_full: bool,
    /// Where the script is; nothing where browsers have no passkeys.
    script: Option<String>,
    typed: String,
}

impl OwnPage {
    async fn new(app: &App, visitor: &Visitor) -> Result<Self, Refused> {
        visitor.person()?;
        let passkeys = super::own(app.sharing(), &visitor.reader).await?;
        let is_full = i64::try_from(passkeys.len()).is_ok_and(|many| many >= MOST);
        let script = party(app).is_ok().then(|| script(app));
        let page = Page::new(app, visitor, "passkey-title");
        Ok(Self { page, passkeys, is_full, script, typed: String::new() })
    }

    fn refusing(mut self, typed: String, fault: Fault) -> Result<Response, Refused> {
        self.page = self.page.saying(Some(Problem::of(fault)?));
        let shown = Shown(Self { typed, ..self });
        Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
    }
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Shown<OwnPage>, Refused> {
    Ok(Shown(OwnPage::new(&app, &visitor).await?))
}

#[derive(Deserialize)]
struct NameForm {
    #[serde(default)]
    name: String,
}

#[derive(Template)]
#[template(path = "passkeys/add.html")]
struct AddPage {
    page: Page,
    options: String,
    name: String,
    script: String,
}

/// Shows what the browser is asked as the answer: it holds for this session and five minutes, so
/// there is no page to go on to.
async fn ask_to_add(State(app): State<App>, sent: Sent<NameForm>) -> Result<Response, Refused> {
    let visitor = &sent.visitor;
    let whose = (visitor.person()?, &visitor.session.ok_or(Fault::SignedOut)?);
    let asked = async {
        let name = named(&sent.form.name)?;
        let brand = visitor.tongue.say("brand");
        let shown = name.as_ref().map_or(&*brand, Line::expose);
        let (party, texts) = (party(&app)?, (&*brand, shown));
        super::ask_to_add(app.store(), &party, whose, texts, app.now()).await
    };
    match asked.await {
        Ok(options) => {
            let page = Page::new(&app, visitor, "passkey-add");
            let (name, script) = (given_back(&sent.form.name), script(&app));
            Ok(Shown(AddPage { page, options, name, script }).into_response())
        }
        Err(fault) => OwnPage::new(&app, visitor).await?.refusing(sent.form.name, fault),
    }
}

fn named(typed: &str) -> Outcome<Option<Line>> {
    Line::parse_optional(typed).map_err(|why| Fault::Text { field: "name", why })
}

#[derive(Deserialize)]
struct AddForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    answer: String,
}

async fn add(State(app): State<App>, sent: Sent<AddForm>) -> Result<Response, Refused> {
    let visitor = &sent.visitor;
    let whose = (visitor.person()?, &visitor.session.ok_or(Fault::SignedOut)?);
    let added = async {
        let (id, name) = (sent.once.id(), named(&sent.form.name)?);
        let kept = (id, name.as_ref());
        super::add(app.store(), &party(&app)?, whose, kept, &sent.form.answer, app.now()).await
    };
    match added.await {
        Ok(()) => Ok(to("/you/passkeys")),
        Err(fault) => OwnPage::new(&app, visitor).await?.refusing(sent.form.name, fault),
    }
}

async fn end(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Pressed>,
) -> Result<Response, Refused> {
    let person = sent.visitor.person()?;
    let id = PasskeyId::parse(&id).ok_or(Fault::NotFound)?;
    super::end(app.store(), person, id).await?;
    Ok(to_saying("/you/passkeys", Said::Done))
}

#[derive(Deserialize)]
struct NextForm {
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "passkeys/come-in.html")]
struct ComeIn {
    page: Page,
    /// What the browser is asked; nothing where it has to be asked anew.
    asked: Option<Asked>,
    next: String,
    back: String,
    script: String,
}

impl ComeIn {
    fn new(app: &App, visitor: &Visitor, on: &WayOn, asked: Option<Asked>) -> Self {
        let page = Page::new(app, visitor, "passkey-come-in-title");
        let (next, back) = (on.path().to_owned(), on.behind("/sign-in"));
        Self { page, asked, next, back, script: script(app) }
    }

    fn refusing(mut self, fault: Fault) -> Result<Response, Refused> {
        self.page = self.page.saying(Some(Problem::of(fault)?));
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(self)).into_response())
    }
}

/// Shows what the browser is asked as the answer, to whoever wants to come in: what it brings back
/// stands on this page alone.
async fn ask(
    State(app): State<App>,
    origin: Origin,
    sent: Sent<NextForm>,
) -> Result<Response, Refused> {
    let on = WayOn::parse(&sent.form.next);
    let asked = async { super::ask(app.store(), &party(&app)?, &origin, app.now()).await };
    match asked.await {
        Ok(asked) => Ok(Shown(ComeIn::new(&app, &sent.visitor, &on, Some(asked))).into_response()),
        Err(fault) => ComeIn::new(&app, &sent.visitor, &on, None).refusing(fault),
    }
}

#[derive(Deserialize)]
struct ComeInForm {
    #[serde(default)]
    asked: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(
    State(app): State<App>,
    origin: Origin,
    sent: Sent<ComeInForm>,
) -> Result<Response, Refused> {
    let on = WayOn::parse(&sent.form.next);
    let (asked, now) = (Token::presented(&sent.form.asked), app.now());
    let come = async {
        let answered = (&asked, &*sent.form.answer);
        super::sign_in(app.store(), &party(&app)?, answered, &origin, now, day(&app, now)).await
    };
    match come.await {
        Ok(token) => Ok(arrive(&app, &sent.visitor, &token, &on).await?),
        Err(fault) => ComeIn::new(&app, &sent.visitor, &on, None).refusing(fault),
    }
}

/// The beginning of this day: of when a passkey was used, no more is kept.
fn day(app: &App, now: Moment) -> Moment {
    let zone = app.zone();
    Moment::start_of(now.day_in(&zone), &zone).unwrap_or(now)
}
