//! The door-keeper: makes the reader of every request, once, from the session's cookie.

use ::store::Token;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ground::Outcome;
use sharing::Reader;
use web::visitor::Visit;
use web::{App, Refused};

use super::cookie;

/// Puts who is asking with the request. A cookie that is over, or never was ours, is nobody's.
pub async fn visit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let visit = match cookie::presented(app.settings(), request.headers()) {
        None => Ok(nobody()),
        Some(token) => by_token(&app, &token).await,
    };
    match visit {
        Ok(visit) => {
            request.extensions_mut().insert(visit);
            next.run(request).await
        }
        Err(fault) => {
            tracing::error!(code = fault.code(), "a session could not be looked up");
            Refused(fault).into_response()
        }
    }
}

const fn nobody() -> Visit {
    Visit { reader: Reader::nobody(), session: None }
}

async fn by_token(app: &App, token: &Token) -> Outcome<Visit> {
    let (hash, now) = (token.hash(), app.now());
    let (session, reader) = {
        let mut look = app.store().database.look().await?;
        let Some(session) = super::find(&mut look, &hash, now).await? else { return Ok(nobody()) };
        (session, Reader::person(&mut look, session.person).await?)
    };
    if let Err(fault) = super::seen(app.store(), &hash, &session, now).await {
        // The visit is written down by the next request instead.
        tracing::warn!(code = fault.code(), "a visit could not be written down");
    }
    Ok(Visit { reader, session: Some(hash) })
}
