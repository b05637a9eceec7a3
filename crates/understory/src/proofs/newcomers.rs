//! What somebody new meets: a way back in before they leave, and nothing that one press undoes for
//! good without a word of what will happen.

use ::store::Token;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use web::App;

use super::browser::{Answer, FORM, encoded, send};
use super::cast::Persona::*;
use super::town::Town;

const NO_WAY_BACK: &str = "You have no way back in yet";

/// The browser of somebody new, with the cookie that let them in.
pub(super) struct Newcomer<'a> {
    app: &'a App,
    router: &'a Router,
    session: Option<Token>,
}

impl<'a> Newcomer<'a> {
    pub(super) fn new(app: &'a App, router: &'a Router) -> Self {
        Self { app, router, session: None }
    }

    fn cookie(&self) -> String {
        let session = self.session.as_ref().map_or("", Token::expose);
        format!("understory_session={session}")
    }

    async fn get(&self, path: &str) -> String {
        let request = Request::get(path).header(header::COOKIE, self.cookie()).body(Body::empty());
        let answer = send(self.router, request.expect("a request")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.body
    }

    pub(super) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let hash = self.session.as_ref().map(Token::hash);
        let token = web::visitor::form_token(self.app, hash);
        let once = ground::id::Uuid::new_v4().simple().to_string();
        let own = [("token", token.as_str()), ("once", once.as_str())];
        let request = Request::post(path)
            .header(header::COOKIE, self.cookie())
            .header(header::CONTENT_TYPE, FORM)
            .body(Body::from(encoded(&[&own[..], form].concat())));
        let answer = send(self.router, request.expect("a request")).await;
        let given = answer.header("set-cookie").split(';').next().unwrap_or_default();
        if let Some(session) = given.strip_prefix("understory_session=") {
            self.session = Some(Token::presented(session));
        }
        answer
    }
}

/// Where a text begins on a page.
fn at(page: &str, text: &str) -> usize {
    page.find(text).unwrap_or_else(|| panic!("{text} is not on the page"))
}

/// Whether every form that leads to an address with this end is folded away behind a question.
fn is_folded(page: &str, ends: &str) -> bool {
    let leads = format!("{ends}\">");
    let mut forms = page.match_indices(&leads).map(|(at, _)| &page[..at]).peekable();
    assert!(forms.peek().is_some(), "there is no form that leads to {ends}");
    forms.all(|before| before.rfind("<details>") > before.rfind("</details>"))
}

#[tokio::test(flavor = "multi_thread")]
async fn efa_who_took_an_invitation_is_offered_a_card_at_once_and_on_her_home_page_until_she_has_one()
 {
    let town = Town::new().await;
    let mut efa = Newcomer::new(&town.app, &town.router);
    let invited = format!("/invited/{}", town.things.of("invited into place"));
    let joined = efa.post(&invited, &[("name", "Efa")]).await;
    let part = efa.get(joined.header("location")).await;
    assert!(at(&part, NO_WAY_BACK) < at(&part, "name=\"words\""), "before she types");
    let home = efa.get("/").await;
    let first = home.split_once("</h1>").expect("a heading").1.trim_start();
    assert!(
        first.starts_with("<section class=\"waiting\" aria-labelledby=\"way-back\">"),
        "{first}"
    );
    assert!(home.contains("href=\"/you/card\""));
    assert_eq!(efa.post("/you/card", &[]).await.status, StatusCode::OK);
    for path in ["/", "/sign-out", joined.header("location")] {
        assert!(!efa.get(path).await.contains(NO_WAY_BACK), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asha_who_begins_a_place_is_told_each_thing_once_and_then_to_invite_somebody() {
    let (app, router, _folder) = Town::empty().await;
    let made = doors::first::make(app.store(), app.now()).await.expect("made");
    let mut asha = Newcomer::new(&app, &router);
    let first = format!("/first/{}", made.expect("an empty folder").expose());
    let empty = asha.post(&first, &[("name", " "), ("own_name", "")]).await;
    for (field, says) in [("name", "what the place is called"), ("own_name", "what you are called")]
    {
        let link = format!("<a href=\"#{field}\">Please say {says}.</a>");
        assert!(empty.body.contains(&link), "each field by its name: {}", empty.body);
    }
    let begun = asha.post(&first, &[("name", "Pennyworth"), ("own_name", "Asha")]).await;
    let opening = begun.header("location").to_owned();
    let page = asha.get(&opening).await;
    assert!(page.contains(NO_WAY_BACK) && page.contains("Still missing"));
    let home = asha.get("/").await;
    assert_eq!(home.matches("not open yet").count(), 1, "{home}");
    assert!(!home.contains("/invite"), "first it opens");

    let option = page.split("<option value=\"").find(|one| one.contains(">Asha<"));
    let id = option.and_then(|one| one.split('"').next()).expect("Asha can be chosen");
    let said = ["ring_now", "read_by", "controllers", "data_protection", "keeping"];
    let mut form = vec![("revision", "1"), ("keeps_safe", id)];
    form.extend(said.map(|field| (field, "As we said.")));
    assert_eq!(asha.post(&opening, &form).await.status, StatusCode::SEE_OTHER);
    let page = asha.get(&opening).await;
    assert!(page.contains("Everything is said") && !page.contains("Still missing"));
    let place = opening.trim_end_matches("/opening").to_owned();
    form[0] = ("revision", "2");
    form.push(("opens", "yes"));
    assert_eq!(asha.post(&opening, &form).await.status, StatusCode::SEE_OTHER);
    let home = asha.get("/").await;
    assert!(home.contains(&format!("href=\"{place}/invite\"")) && !home.contains("not open yet"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_finds_how_to_invite_above_everybody_and_where_many_are_home_does_not_ask() {
    let town = Town::new().await;
    let place = format!("/systems/{}", town.things.of("place"));
    let invite = format!("href=\"{place}/invite\"");
    let people = town.get(Asha, &format!("{place}/people")).await.body;
    assert!(at(&people, &invite) < at(&people, "<ul class=\"cards\">"));
    let system = town.get(Asha, &place).await.body;
    let who = at(&system, "id=\"people\"");
    assert!(system[who..].find(&invite) < system[who..].find("<ul class=\"people\">"));
    assert!(!town.get(Asha, "/").await.body.contains(&invite));
    for path in [place.clone(), format!("{place}/people"), "/".to_owned()] {
        assert!(!town.get(Bryn, &path).await.body.contains(&invite), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_puts_somebody_out_or_says_they_are_under_18_is_asked_before_it_is_done() {
    let town = Town::new().await;
    let people = format!("/systems/{}/people", town.things.of("place"));
    let page = town.get(Asha, &people).await.body;
    assert!(is_folded(&page, "/end"), "{page}");
    assert!(page.contains("they are out, and only an invitation lets them back"));
    let page = town.get(Ceri, "/you/age").await.body;
    assert!(is_folded(&page, "action=\"/you/age") && page.contains("This hides your name"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bryn_leaves_empty_on_a_pattern_comes_back_on_its_page_with_what_he_chose() {
    let town = Town::new().await;
    let path = format!("/patterns/{}", town.things.of("pattern of place"));
    let form = [("kind", "dispute".to_owned()), ("words", String::new())];
    let answer = town.post(Bryn, &format!("{path}/sayings"), &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = &answer.body;
    assert!(page.contains("<h2>One thing to mend</h2>"), "{page}");
    assert!(
        page.contains("<a href=\"#words\">") && page.contains("id=\"words-problem\""),
        "{page}"
    );
    assert!(page.contains("value=\"dispute\" checked"), "{page}");
    assert!(page.contains(&format!("action=\"{path}/sayings\"")), "it is the pattern's own page");
}
