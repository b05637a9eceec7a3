//! A browser, as far as these tests need one.

use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt as _;

use super::cast::Persona;
use super::paths::Aim;
use super::things::made::{UPLOAD, upload};
use super::town::Town;

/// What a form is sent as.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// An answer, whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Every header but the date, in order of name.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Answer {
    /// The header with this name, or an empty text.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// Whether it is a page of ours.
    pub(super) fn is_page(&self) -> bool {
        self.header("content-type").starts_with("text/html")
    }

    /// The same without what differs between any two answers: the keys of forms, and the address
    /// that the door leads back to.
    pub(super) fn bare(mut self) -> Self {
        for field in ["name=\"token\" value=\"", "name=\"once\" value=\""] {
            self.body = without(&self.body, field);
        }
        for (name, value) in &mut self.headers {
            if name == "location" && value.starts_with("/sign-in?next=") {
                *value = "/sign-in?next=".to_owned();
            }
        }
        self
    }
}

/// The text without what stands in quotes after each `mark`.
fn without(text: &str, mark: &str) -> String {
    let mut parts = text.split(mark);
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push_str(mark);
        bare.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    bare
}

/// Sends a request to a router.
pub(super) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.expect("an answer");
    let status = response.status();
    let mut headers: Vec<(String, String)> = response
        .headers()
        .iter()
        .filter(|(name, _)| *name != header::DATE)
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
        .collect();
    headers.sort();
    let bytes = axum::body::to_bytes(response.into_body(), 20_000_000).await.expect("a body");
    Answer { status, headers, body: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
}

/// The fields of a form as a browser writes them.
pub(super) fn encoded<K: AsRef<str>, V: AsRef<str>>(fields: &[(K, V)]) -> String {
    let pair =
        |(name, value): &(K, V)| format!("{}={}", quoted(name.as_ref()), quoted(value.as_ref()));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// A text as it stands in a form or an address.
pub(super) fn quoted(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

impl Town {
    /// A request of this persona.
    pub(super) fn request(&self, who: Persona, builder: Builder) -> Builder {
        match self.session(who) {
            Some(session) => {
                builder.header(header::COOKIE, format!("understory_session={session}"))
            }
            None => builder,
        }
    }

    /// A page as this persona's browser gets it.
    pub(super) async fn get(&self, who: Persona, path: &str) -> Answer {
        let request = self.request(who, Request::get(path)).body(Body::empty());
        send(&self.router, request.expect("a request")).await
    }

    /// A form as this persona's browser sends it from our own page: with its hidden fields.
    pub(super) async fn post(&self, who: Persona, path: &str, form: &[(&str, String)]) -> Answer {
        self.send_body(who, path, FORM, self.body(who, form)).await
    }

    /// A form filled in for this path; where a file belongs to it, with one.
    pub(super) async fn fill(&self, who: Persona, aim: &Aim, form: &[(&str, String)]) -> Answer {
        let (path, mut form) = (aim.path(), form.to_vec());
        if aim.pattern == "/systems/{id}/import" {
            let file = "What happened?,Where\nThe tap drips.,Flats\n";
            let body = upload(&self.form_token(who), file);
            return self.send_body(who, &path, UPLOAD, body).await;
        }
        if aim.pattern == "/sign-in/links" {
            // What stood on the notice comes back sealed, so it is looked at first.
            let notice = self.get(who, &path).await.body;
            let shown = ["shown", "links"].into_iter();
            form.extend(shown.filter_map(|name| Some((name, hidden(&notice, name)?))));
        }
        self.post(who, &path, &form).await
    }

    /// The body of a form from our own page.
    pub(super) fn body(&self, who: Persona, form: &[(&str, String)]) -> String {
        let once = ground::id::Uuid::new_v4().simple().to_string();
        let mut fields = vec![("token", self.form_token(who)), ("once", once)];
        fields.extend(form.iter().cloned());
        encoded(&fields)
    }

    /// Any body at all.
    pub(super) async fn send_body(
        &self,
        who: Persona,
        path: &str,
        kind: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let request = self.request(who, Request::post(path)).header(header::CONTENT_TYPE, kind);
        send(&self.router, request.body(body.into()).expect("a request")).await
    }
}

/// What stands in a hidden field of a page.
pub(super) fn hidden(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}
