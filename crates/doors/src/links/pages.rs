//! Pages of the door: signing in by a letter or by a card's words, and what a link opens.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::id::PersonId;
use ground::{Fault, Outcome, Stretch};
use serde::Deserialize;
use sharing::Names;
use store::Token;
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor, to_quietly};

use super::{By, Link, MadeForYou};
use crate::Told;
use crate::addresses::Address;
use crate::arrival::arrive;
use crate::cards;
use crate::letters::{Asked, Letters};
use crate::news::{self, News};
use crate::passkeys::Party;
use crate::sessions;
use crate::tries::Origin;
use crate::way_on::WayOn;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Open, door)
        .post("/sign-in/mail", Access::Open, mail)
        .post("/sign-in/card", Access::Holder, card)
        .get("/in/{token}", Access::Holder, show)
        .post("/in/{token}", Access::Holder, spend)
        .get("/sign-in/links", Access::SignedIn, made)
        .post("/sign-in/links", Access::SignedIn, told)
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "links/sign-in.html")]
struct Door {
    page: Page,
    next: String,
    can_mail: bool,
    /// Where the script is that asks for a passkey; nothing where browsers have none.
    passkeys: Option<String>,
    address: String,
    words: String,
}

impl Door {
    /// It names the place that strangers come to here, and no other. Where it stands in the way of
    /// another page it names none: the back button leads there after *Leave*, and whoever picks up
    /// the phone is not told where somebody was.
    async fn find(app: &App, visitor: &Visitor, next: &str) -> Outcome<Self> {
        let next = WayOn::parse(next);
        let place = if next == WayOn::home() {
            let mut look = app.store().database.look().await?;
            app.at_the_door(&mut look, &visitor.reader, &visitor.tongue).await?
        } else {
            None
        };
        Ok(Self {
            page: Page::new(app, visitor, "sign-in-title").spoken(place.as_ref()),
            next: next.path().to_owned(),
            can_mail: app.settings().can_mail,
            passkeys: Party::of(&app.settings().public_url)
                .map(|_| app.assets().passkeys().to_owned()),
            address: String::new(),
            words: String::new(),
        })
    }

    /// The same page, saying what could not be done.
    fn refusing(mut self, fault: Fault) -> Result<Response, Refused> {
        self.page = self.page.saying(Some(Problem::of(fault)?));
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Shown(self)).into_response())
    }
}

async fn door(
    State(app): State<App>,
    visitor: Visitor,
    Query(ask): Query<Next>,
) -> Result<Shown<Door>, Refused> {
    Ok(Shown(Door::find(&app, &visitor, &ask.next).await?))
}

#[derive(Deserialize)]
struct MailForm {
    #[serde(default)]
    address: String,
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "links/asked.html")]
struct AskedPage {
    page: Page,
    can_mail: bool,
}

/// Answers with the same page at the same cost, whoever asks: nothing is looked up here.
async fn mail(
    State(app): State<App>,
    letters: Option<Extension<Letters>>,
    sent: Sent<MailForm>,
) -> Result<Response, Refused> {
    let address = match Address::parse(&sent.form.address) {
        Ok(address) => address,
        Err(fault) => {
            let door = Door::find(&app, &sent.visitor, &sent.form.next).await?;
            return Door { address: sent.form.address, ..door }.refusing(fault);
        }
    };
    if let Some(Extension(letters)) = letters {
        let on = WayOn::parse(&sent.form.next);
        letters.ask(Asked::SignIn { address, on, tongue: sent.visitor.tongue.clone() });
    }
    let page = Page::new(&app, &sent.visitor, "sign-in-asked-title");
    Ok(Shown(AskedPage { page, can_mail: app.settings().can_mail }).into_response())
}

#[derive(Deserialize)]
struct CardForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    next: String,
}

async fn card(
    State(app): State<App>,
    origin: Origin,
    sent: Sent<CardForm>,
) -> Result<Response, Refused> {
    match cards::sign_in_by_words(app.store(), &sent.form.words, &origin, app.now()).await {
        Ok(token) => Ok(arrive(&app, &sent.visitor, &token, &WayOn::parse(&sent.form.next)).await?),
        Err(fault) => {
            let door = Door::find(&app, &sent.visitor, &sent.form.next).await?;
            Door { words: sent.form.words, ..door }.refusing(fault)
        }
    }
}

#[derive(Template)]
#[template(path = "links/link.html")]
struct LinkPage {
    page: Page,
    token: String,
    next: String,
    link: Link,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(ask): Query<Next>,
) -> Result<Shown<LinkPage>, Refused> {
    let token = Token::presented(&token);
    let mut look = app.store().database.look().await?;
    let link = super::find(&mut look, &token, app.now()).await?;
    let page = Page::new(&app, &visitor, "link-title");
    let next = WayOn::parse(&ask.next).path().to_owned();
    Ok(Shown(LinkPage { page, token: token.expose().to_owned(), next, link }))
}

async fn spend(
    State(app): State<App>,
    Path(token): Path<String>,
    sent: Sent<Next>,
) -> Result<Response, Refused> {
    let token = Token::presented(&token);
    let session = super::spend(app.store(), &token, sent.once.id(), app.now()).await?;
    Ok(arrive(&app, &sent.visitor, &session, &WayOn::parse(&sent.form.next)).await?)
}

#[derive(Template)]
#[template(path = "links/notice.html")]
struct Notice {
    page: Page,
    next: String,
    links: Stretch<MadeForYou>,
    news: Stretch<News>,
    /// From which to which the news went, sealed: pages say no more than the day.
    shown: String,
    /// The same of the links.
    shown_links: String,
    names: Names,
}

/// For whom that opens which stood on a notice: the news, or the links.
fn whose(person: PersonId, which: &str) -> String {
    format!("{person} /sign-in/links{which}")
}

/// The news of a notice, and its links.
const NEWS: &str = "";
const LINKS: &str = "#links";

async fn made(
    State(app): State<App>,
    visitor: Visitor,
    Query(ask): Query<Next>,
) -> Result<Shown<Notice>, Refused> {
    let hash = visitor.session.ok_or(Fault::SignedOut)?;
    let mut look = app.store().database.look().await?;
    let session = sessions::find(&mut look, &hash, app.now()).await?.ok_or(Fault::SignedOut)?;
    let links = super::untold(&mut look, &session).await?;
    let news = news::untold(&mut look, session.person).await?;
    let by = news.iter().filter_map(|one| one.kind.by());
    let names = app.sharing().names(&mut look, &visitor.reader, by).await?;
    let page = Page::new(&app, &visitor, "link-notice-title");
    let next = WayOn::parse(&ask.next).path().to_owned();
    let keys = &app.store().keys;
    let carried = |told: Option<Told>, which| match told {
        Some(told) => keys.seal_carried(&whose(session.person, which), &told.to_string()),
        None => Ok(String::new()),
    };
    let shown = carried(Told::of(&news, News::turn), NEWS)?;
    let shown_links = carried(Told::of(&links, |link| link.turn), LINKS)?;
    Ok(Shown(Notice { page, next, links, news, shown, shown_links, names }))
}

#[derive(Deserialize)]
struct ToldForm {
    #[serde(default)]
    next: String,
    #[serde(default)]
    shown: String,
    #[serde(default)]
    links: String,
}

/// Somebody was told of what stood on the notice, and of nothing that did not: the rest is shown
/// to them next.
async fn told(State(app): State<App>, sent: Sent<ToldForm>) -> Result<Response, Refused> {
    let hash = sent.visitor.session.ok_or(Fault::SignedOut)?;
    let mut look = app.store().database.look().await?;
    let session = sessions::find(&mut look, &hash, app.now()).await?.ok_or(Fault::SignedOut)?;
    drop(look);
    let opened = |which, carried: &str| {
        let told = app.store().keys.open_carried(&whose(session.person, which), carried)?;
        Told::parse(&told)
    };
    if let Some(told) = opened(LINKS, &sent.form.links) {
        super::tell(app.store(), &session, told, app.now()).await?;
    }
    if let Some(told) = opened(NEWS, &sent.form.shown) {
        news::tell(app.store(), session.person, told, app.now()).await?;
    }
    let on = WayOn::parse(&sent.form.next);
    let mut look = app.store().database.look().await?;
    let more = !super::untold(&mut look, &session).await?.is_empty()
        || !news::untold(&mut look, session.person).await?.is_empty();
    Ok(to_quietly(&if more { on.behind("/sign-in/links") } else { on.path().to_owned() }))
}
