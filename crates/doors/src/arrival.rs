//! What happens when any of the doors has opened.

use axum::http::header::SET_COOKIE;
use axum::response::Response;
use ground::Outcome;
use store::Token;
use web::{App, Visitor, to_quietly};

use crate::sessions::cookie;
use crate::way_on::WayOn;
use crate::{links, news, sessions};

/// Lets somebody in who has a new session: the browser is given it, an earlier visit in the same
/// browser is over, and if the operator made links for this person, or others did something at
/// their doors, they are told first.
pub async fn arrive(app: &App, visitor: &Visitor, token: &Token, on: &WayOn) -> Outcome<Response> {
    if let Some(earlier) = visitor.session {
        sessions::end_this(app.store(), &earlier).await?;
    }
    let mut look = app.store().database.look().await?;
    let path = match sessions::find(&mut look, &token.hash(), app.now()).await? {
        Some(session)
            if !links::untold(&mut look, &session).await?.is_empty()
                || !news::untold(&mut look, session.person).await?.is_empty() =>
        {
            on.behind("/sign-in/links")
        }
        _ => on.path().to_owned(),
    };
    Ok(with_cookie(app, token, &path))
}

/// Goes on to a path with the session's cookie.
pub(crate) fn with_cookie(app: &App, token: &Token, path: &str) -> Response {
    let mut response = to_quietly(path);
    if let Some(cookie) = cookie::set(app.settings(), token) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
