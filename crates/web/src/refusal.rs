//! Faults as pages: what happened, what was kept, what can be done, who can help. The page for
//! what is absent and the page for what is not yours are the same page.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use ground::Fault;

use crate::app::App;
use crate::form::{TOO_SLOW, whole};
use crate::page::{Page, Shown};
use crate::visitor::{Unknown, Visitor};

/// How long one answer may take, with the file that is read for it: ten minutes on a poor line.
const MOST_TIME_TO_ANSWER: Duration = Duration::from_secs(600);

/// A fault on its way to a page.
#[derive(Debug)]
pub struct Refused(pub Fault);

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        refused(Arc::new(self.0))
    }
}

/// The answer of which the refusals make a page.
pub(crate) fn refused(fault: Arc<Fault>) -> Response {
    let mut response = status(&fault).into_response();
    response.extensions_mut().insert(fault);
    response
}

fn status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::SignedOut => StatusCode::UNAUTHORIZED,
        Fault::NotAllowed(_) | Fault::Forged => StatusCode::FORBIDDEN,
        Fault::Text { .. } | Fault::Unfit(_) | Fault::UnfitIn { .. } | Fault::Several(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Fault::Bound(TOO_SLOW) => StatusCode::REQUEST_TIMEOUT,
        Fault::Bound(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Fault::Stale | Fault::Already => StatusCode::CONFLICT,
        Fault::Spent => StatusCode::GONE,
        Fault::Unmarked | Fault::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Newer(_) | Fault::WrongKey | Fault::Inside(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What was typed into one field of a form that could not be taken.
struct Kept {
    value: String,
    rows: usize,
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage {
    page: Page,
    what: String,
    way_on: String,
    kept: Vec<Kept>,
    code: &'static str,
}

/// Turns faults into pages, and gives back what was typed. It holds a form's bytes only until
/// the answer is there.
pub async fn refusals(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let unknown = parts.extensions.remove::<Unknown>();
    let visitor = Visitor::from_request_parts(&mut parts, &app).await.ok();
    let is_get = parts.method == Method::GET;
    let path = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let is_form = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let (body, typed) = if is_form {
        match whole(body).await {
            Ok(bytes) => (Body::from(bytes.clone()), bytes),
            Err(fault) => return refuse(&app, visitor, &fault, Bytes::new()),
        }
    } else {
        (body, Bytes::new())
    };
    if let Some(Unknown(fault)) = unknown {
        return refuse(&app, visitor, &fault, typed);
    }
    let answer = next.run(Request::from_parts(parts, body));
    let Ok(response) = tokio::time::timeout(MOST_TIME_TO_ANSWER, answer).await else {
        // What was written whole stays written; what was not is undone.
        tracing::error!(code = "too-slow", "a page took too long");
        return refuse(&app, visitor, &Fault::Busy, typed);
    };
    let Some(fault) = response.extensions().get::<Arc<Fault>>().cloned() else {
        return in_our_words(&app, visitor, response, typed);
    };
    if matches!(*fault, Fault::SignedOut) && is_get {
        let next: String = path.chars().take(300).collect();
        let query = serde_html_form::to_string([("next", next)]).unwrap_or_default();
        return Redirect::to(&format!("/sign-in?{query}")).into_response();
    }
    refuse(&app, visitor, &fault, typed)
}

/// An answer as it is, or our page in place of a refusal that was made before any page was asked:
/// an address that cannot be read, a method that the address does not have.
fn in_our_words(app: &App, visitor: Option<Visitor>, response: Response, typed: Bytes) -> Response {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page || !response.status().is_client_error() {
        return response;
    }
    let (status, fault) = match response.status() {
        // An address that names nothing that could be there, and one that names nothing.
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => (StatusCode::NOT_FOUND, Fault::NotFound),
        StatusCode::PAYLOAD_TOO_LARGE => (response.status(), Fault::Bound("bound-form")),
        StatusCode::METHOD_NOT_ALLOWED => (response.status(), Fault::NotFound),
        other => (other, Fault::Unfit("unfit-form")),
    };
    let mut page = refuse(app, visitor, &fault, typed);
    *page.status_mut() = status;
    if let Some(allow) = response.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allow.clone());
    }
    page
}

fn refuse(app: &App, visitor: Option<Visitor>, fault: &Fault, typed: Bytes) -> Response {
    if let Fault::Inside(inside) = fault {
        tracing::error!(code = fault.code(), inside, "a page could not be made");
    }
    let Some(visitor) = visitor else { return status(fault).into_response() };
    let t = &visitor.tongue;
    let (what, way_on) = match fault {
        Fault::NotAllowed(key)
        | Fault::Unfit(key)
        | Fault::UnfitIn { key, .. }
        | Fault::Bound(key) => (t.say(key), t.say("refused-way-on")),
        _ => (t.say(sentence(fault)), t.say(way_on(fault))),
    };
    let (page, kept) = (Page::new(app, &visitor, "refused-title"), kept(&typed));
    // What somebody wrote stands on it again.
    let page = if kept.is_empty() { page } else { page.intimate() };
    let shown = RefusalPage { page, what, way_on, kept, code: fault.code() };
    let mut response = Shown(shown).into_response();
    *response.status_mut() = status(fault);
    response
}

const fn sentence(fault: &Fault) -> &'static str {
    match fault {
        Fault::NotFound => "refused-not-found",
        Fault::SignedOut => "refused-signed-out",
        Fault::Text { .. } | Fault::Several(_) => "refused-text",
        Fault::Stale => "refused-stale",
        Fault::Already => "refused-already",
        Fault::Spent => "refused-spent",
        Fault::Forged => "refused-forged",
        Fault::Unmarked => "refused-unmarked",
        Fault::Busy => "refused-busy",
        Fault::NotAllowed(_)
        | Fault::Unfit(_)
        | Fault::UnfitIn { .. }
        | Fault::Bound(_)
        | Fault::Newer(_)
        | Fault::WrongKey
        | Fault::Inside(_) => "refused-inside",
    }
}

const fn way_on(fault: &Fault) -> &'static str {
    match fault {
        Fault::NotFound => "refused-not-found-way",
        Fault::SignedOut => "refused-signed-out-way",
        Fault::Spent => "refused-spent-way",
        Fault::Busy | Fault::Unmarked => "refused-busy-way",
        _ => "refused-way-on",
    }
}

/// The words that somebody typed, so that nothing is lost. Short answers and our own hidden
/// fields are left out.
fn kept(typed: &Bytes) -> Vec<Kept> {
    let pairs: Vec<(String, String)> = serde_html_form::from_bytes(typed).unwrap_or_default();
    pairs
        .into_iter()
        .filter(|(name, value)| {
            !matches!(name.as_str(), "token" | "once" | "revision" | "next")
                && (value.contains(' ') || value.chars().count() > 40)
        })
        .take(40)
        .map(|(_, value)| Kept { rows: value.lines().count().clamp(2, 20), value })
        .collect()
}
