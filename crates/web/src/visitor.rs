//! Who is on a page: the reader, made once from the session by the doors, and their language.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use ground::Fault;
use ground::id::PersonId;
use sharing::Reader;
use store::TokenHash;

use crate::app::App;
use crate::page::Said;
use crate::refusal::Refused;
use crate::tongue::Tongue;

/// What the doors put with a request: who is asking, and by which session.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who is asking.
    pub reader: Reader,
    /// The session, if there is one.
    pub session: Option<TokenHash>,
}

/// What the doors put with a request when who is asking could not be found out: why. Such a request
/// reaches no page.
#[derive(Clone, Debug)]
pub struct Unknown(pub Arc<Fault>);

/// Who is on this page.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who is asking.
    pub reader: Reader,
    /// Their language.
    pub tongue: Tongue,
    /// What their forms must bring back.
    pub token: String,
    /// Their session, if there is one.
    pub session: Option<TokenHash>,
    /// What the form did that led to this page, if a form did.
    pub said: Option<Said>,
}

impl Visitor {
    /// The person signed in; otherwise the door is shown.
    pub fn person(&self) -> Result<PersonId, Refused> {
        self.reader.person_id().ok_or(Refused(Fault::SignedOut))
    }

    /// Whether this person is the one on the page.
    #[must_use]
    pub fn is(&self, person: PersonId) -> bool {
        self.reader.person_id() == Some(person)
    }
}

/// The token that forms of this session bring back: a keyed hash, so nothing is kept for it.
#[must_use]
pub fn form_token(app: &App, session: Option<TokenHash>) -> String {
    let text = session.map(|s| data_encoding::HEXLOWER.encode(&s.0)).unwrap_or_default();
    let hash = app.store().keys.lookup("form token", &text);
    data_encoding::HEXLOWER.encode(&hash.0[..16])
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let accepted =
            parts.headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let tongue = app.tongues().choose(accepted);
        let visit = parts
            .extensions
            .get::<Visit>()
            .cloned()
            .unwrap_or_else(|| Visit { reader: Reader::nobody(), session: None });
        let token = form_token(app, visit.session);
        let said = Said::of(parts.uri.query().unwrap_or_default());
        Ok(Self { reader: visit.reader, tongue, token, session: visit.session, said })
    }
}
