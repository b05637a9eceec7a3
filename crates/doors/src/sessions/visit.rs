//! The door-keeper: makes the reader of every request, once, from the session's cookie.

use std::sync::Arc;

use ::store::Token;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use ground::Outcome;
use sharing::Reader;
use web::visitor::{Unknown, Visit};
use web::{App, to_quietly};

use super::cookie;

/// Where the address alone opens what somebody told, so that the back button would.
const BY_ADDRESS: &str = "/slip/";

/// Puts who is asking with the request. A cookie that is over, or never was ours, is nobody's.
/// Where somebody has left, no slip is shown by its address: whoever wants it types its code.
pub async fn visit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let shows = request.method() != Method::POST && request.uri().path().starts_with(BY_ADDRESS);
    if shows && cookie::has_left(app.settings(), request.headers()) {
        return to_quietly("/slip");
    }
    let visit = match cookie::presented(app.settings(), request.headers()) {
        None => Ok(nobody()),
        Some(token) => by_token(&app, &token).await,
    };
    let visit = visit.unwrap_or_else(|fault| {
        tracing::error!(code = fault.code(), "a session could not be looked up");
        // Nobody knows who is asking, so no page is asked. The layer of refusals answers instead,
        // and gives back what was typed.
        request.extensions_mut().insert(Unknown(Arc::new(fault)));
        nobody()
    });
    request.extensions_mut().insert(visit);
    next.run(request).await
}

const fn nobody() -> Visit {
    Visit { reader: Reader::nobody(), session: None }
}

async fn by_token(app: &App, token: &Token) -> Outcome<Visit> {
    let (hash, now) = (token.hash(), app.now());
    let (session, reader) = {
        let mut look = app.store().database.look().await?;
        match super::find_with_reader(&mut look, &hash, now).await? {
            Some(found) => found,
            None => return Ok(nobody()),
        }
    };
    if let Err(fault) = super::seen(app.store(), &hash, &session, now).await {
        // The visit is written down by the next request instead.
        tracing::warn!(code = fault.code(), "a visit could not be written down");
    }
    Ok(Visit { reader, session: Some(hash) })
}
