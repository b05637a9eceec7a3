//! The rest of a list: that there is more than a page shows, and the links that lead there. Where
//! a list goes on says to the microsecond when the thing stood there that was shown last, and pages
//! say no more than the day. So an address holds it sealed, and nobody can make one up to find out
//! between which moments something lies.

use std::fmt::Display;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use ground::{After, Outcome, Stretch};
use serde::Deserialize;
use store::Keys;

use crate::app::App;
use crate::refusal::Refused;
use crate::visitor::Visitor;

/// Where in a list an address goes on, as in `?after=…`. It opens for the reader to whom the link
/// was shown, and in the list in which it stood; anything else is the beginning of the list.
#[derive(Clone, Debug)]
pub struct Onward {
    keys: Keys,
    reader: String,
    path: String,
    list: &'static str,
    carried: String,
    opened: Option<String>,
}

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    after: String,
}

impl Onward {
    /// The beginning of the list on the page at this path, for a page that a form answers with.
    #[must_use]
    pub fn first(app: &App, visitor: &Visitor, path: &str) -> Self {
        Self::new(app, visitor, String::new(), path)
    }

    fn new(app: &App, visitor: &Visitor, carried: String, path: &str) -> Self {
        let reader = visitor.reader.person_id().map(|person| person.to_string());
        let beginning = Self {
            keys: app.store().keys.clone(),
            reader: reader.unwrap_or_default(),
            path: String::new(),
            list: "",
            carried,
            opened: None,
        };
        beginning.on(path)
    }

    /// The same address, where it is that of a form on the page at this path.
    #[must_use]
    pub fn on(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self.opening()
    }

    /// The same address, for another of the lists on the page: it opens in the one in which the
    /// link stood, and every other list begins at its beginning.
    #[must_use]
    pub fn of(&self, list: &'static str) -> Self {
        Self { list, ..self.clone() }.opening()
    }

    fn opening(mut self) -> Self {
        self.opened = self.keys.open_carried(&self.whose(), &self.carried);
        self
    }

    /// For whom it opens, and where.
    fn whose(&self) -> String {
        let list = if self.list.is_empty() { "" } else { "#" };
        format!("{} {}{list}{}", self.reader, self.path, self.list)
    }

    /// After what the page goes on; nothing where the list begins.
    #[must_use]
    pub fn after(&self) -> Option<After> {
        After::parse(self.text()?)
    }

    /// The same for a list that goes on after something else than a moment and an id.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.opened.as_deref()
    }

    /// What the address said, for a form that comes back to this page; nothing where the list
    /// begins.
    #[must_use]
    pub fn here(&self) -> Option<&str> {
        self.opened.as_ref().map(|_| self.carried.as_str())
    }
}

impl FromRequestParts<App> for Onward {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let asked = parts.uri.query().unwrap_or_default();
        let asked: Asked = serde_html_form::from_str(asked).unwrap_or_default();
        Ok(Self::new(app, &visitor, asked.after, parts.uri.path()))
    }
}

/// What `further.html` says and links to below a stretch of a list.
#[derive(Clone, Debug)]
pub struct Further {
    /// The page that the list is on.
    pub path: String,
    /// Where the next page begins, if there is one: sealed, as an address holds it.
    pub next: Option<String>,
    /// Whether this is not the first page.
    pub is_further: bool,
    /// The id of the part of the page that the list is in.
    pub part: &'static str,
}

impl Further {
    /// Whether the page shows the list from its beginning to its end: only then is a page on which
    /// nothing stands an empty list.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        !self.is_further && self.next.is_none()
    }

    /// The way on from a stretch of a list.
    pub fn of<T>(stretch: &Stretch<T>, onward: &Onward, part: &'static str) -> Outcome<Self> {
        Self::after(stretch.next, onward, part)
    }

    /// The same, where what the list goes on after is said in another way.
    pub fn after(next: Option<impl Display>, onward: &Onward, part: &'static str) -> Outcome<Self> {
        let seal = |next: String| onward.keys.seal_carried(&onward.whose(), &next);
        let next = next.map(|next| seal(next.to_string())).transpose()?;
        Ok(Self { path: onward.path.clone(), next, is_further: onward.opened.is_some(), part })
    }
}
