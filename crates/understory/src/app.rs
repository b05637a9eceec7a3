//! The program put together: what pages reach, and the layers around them.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use doors::Letters;
use ground::id::Uuid;
use ground::{Clock, Fault, Moment, Outcome};
use sharing::Sharing;
use store::{Keeper, Store, TokenHash};
use web::{App, Refused, Settings};

use crate::{locales, rooms};

/// Puts the program together.
pub(crate) fn app(store: Store, clock: Arc<Clock>, settings: Settings) -> Outcome<App> {
    let sharing = Sharing::begin(store)?.with_clock(clock.clone());
    let nouns = rooms::nouns(&sharing);
    let places = Arc::new(places::opening::Voices::new(sharing.clone()));
    Ok(App::new(sharing, clock, locales::tongues()?, nouns, settings).with_places(places))
}

/// Every page with the layers around it: who visits, what is refused and how, and the headers
/// that keep a page from being framed, sniffed, kept or scripted.
pub(crate) fn router(app: App, letters: Option<Letters>) -> Router {
    let mut pages = rooms::routes()
        .into_router()
        .fallback(nothing_here)
        .layer(middleware::from_fn_with_state(app.clone(), web::refusal::refusals))
        .layer(middleware::from_fn_with_state(app.clone(), doors::visit));
    if let Some(letters) = letters {
        pages = pages.layer(axum::Extension(letters));
    }
    Router::new()
        .route("/alive", get(|| async { "alive" }))
        .route("/ready", get(ready))
        .merge(pages)
        .layer(middleware::from_fn(headers))
        .with_state(app)
}

async fn nothing_here() -> Refused {
    Refused(Fault::NotFound)
}

/// How long both databases may take to answer whoever watches the server.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// Whether both databases answer, for whoever watches the server. Each is really asked: a connection
/// that was open before can be had of a database that is gone.
async fn ready(State(app): State<App>) -> Response {
    let asked = tokio::time::timeout(READY_WITHIN, both_answer(app.store(), app.now())).await;
    match asked {
        Ok(Ok(())) => "ready".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response(),
    }
}

async fn both_answer(store: &Store, now: Moment) -> Outcome<()> {
    let mut look = store.database.look().await?;
    doors::sessions::find(&mut look, &TokenHash([0; 32]), now).await?;
    store.keys.ring([Keeper::new(Uuid::nil())]).await?;
    Ok(())
}

/// No inline script or style, no other host, nothing framed, nothing kept.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // A form sent from our own page says so; other sites learn nothing.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
