//! Forms as they come back: from our own page, once, with what was typed kept.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header};
use ground::id::Uuid;
use ground::{Fault, Moment, Outcome, Words};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::refusal::Refused;
use crate::visitor::{Visitor, form_token};

/// The most bytes of a form: forty printed pages in any script, with room.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// How long a form may take to come: two minutes, for a poor line.
pub const MOST_TIME: Duration = Duration::from_secs(120);
/// The sentence about a form that came too slowly.
pub(crate) const TOO_SLOW: &str = "bound-slow";

/// What somebody typed into an address, to stand on their own page again: whole, even where it is
/// too long, and without what hides or reorders letters.
#[must_use]
pub fn given_back(typed: &str) -> String {
    Words::parse(typed).map(|words| words.expose().to_owned()).unwrap_or_default()
}

/// A form that says nothing but that its button was pressed.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Pressed {}

/// A form that changes what stands, from the revision on that somebody read.
pub trait Revised: Clone {
    /// The revision from which on it changes.
    fn revision(&mut self) -> &mut i64;
}

/// Such a form as its page shows it, and what stands beside it: where somebody else changed that
/// since what was typed was begun, what stands now. Otherwise both are alike, and nothing is beside.
#[must_use]
pub fn beside_what_stands<F: Revised>(mut stands: F, typed: Option<F>) -> (F, F) {
    let Some(mut typed) = typed else { return (stands.clone(), stands) };
    let revision = *stands.revision();
    let is_stale = std::mem::replace(typed.revision(), revision) != revision;
    let beside = if is_stale { stands } else { typed.clone() };
    (typed, beside)
}

/// The beginning of a day as a form gives it, such as `2026-03-09`, in this time zone. A field that
/// was left empty names no day.
pub fn day(typed: &str, zone: &TimeZone) -> Outcome<Option<Moment>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let day = typed.trim().parse().ok().and_then(|day| Moment::start_of(day, zone));
    day.map(Some).ok_or(Fault::Unfit("unfit-day"))
}

/// A form that was sent: who sent it, what it says, and what keeps it from counting twice.
#[derive(Clone, Debug)]
pub struct Sent<T> {
    /// Who sent it.
    pub visitor: Visitor,
    /// What it says.
    pub form: T,
    /// What keeps it from counting twice.
    pub once: Once,
}

/// Names one filled-in form. The id of what it makes is worked out from it, so that sending it
/// again makes the same id, which the database takes once.
#[derive(Clone, Debug)]
pub struct Once {
    key: String,
    whose: String,
}

impl Once {
    /// The id of what this form makes.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.part("")
    }

    /// The id of one part of what this form makes.
    #[must_use]
    pub fn part<T: From<Uuid>>(&self, part: &str) -> T {
        let mut hasher = blake3::Hasher::new_derive_key("understory once 1");
        for text in [&self.key, &self.whose, part] {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        uuid::Builder::from_random_bytes(bytes).into_uuid().into()
    }
}

#[derive(Deserialize)]
struct Ours {
    #[serde(default)]
    token: String,
    #[serde(default)]
    once: String,
}

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let bytes = whole(body).await?;
        if !from_our_page(&parts.headers, &app.settings().public_url) {
            return Err(Fault::Forged.into());
        }
        if !is_form(&parts.headers) || !is_text(&bytes) {
            return Err(Fault::Unfit("unfit-form").into());
        }
        let ours: Ours = read(&bytes)?;
        if visitor.session.is_some() && ours.token != form_token(app, visitor.session) {
            return Err(Fault::Forged.into());
        }
        let whose = if ours.once.is_empty() { fresh()? } else { visitor.token.clone() };
        let once = Once { key: ours.once, whose };
        Ok(Self { visitor, form: read(&bytes)?, once })
    }
}

/// The whole of a form, within its bound and its time.
pub(crate) async fn whole(body: Body) -> Result<Bytes, Fault> {
    let bytes = axum::body::to_bytes(body, MOST_BYTES);
    match tokio::time::timeout(MOST_TIME, bytes).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_late(&error) => Err(Fault::Bound(TOO_SLOW)),
        Ok(Err(_)) => Err(Fault::Bound("bound-form")),
        Err(_) => Err(Fault::Bound(TOO_SLOW)),
    }
}

/// Whether a body ended because its next piece did not come in time.
fn is_late(error: &(dyn std::error::Error + 'static)) -> bool {
    let late = |error: &std::io::Error| error.kind() == std::io::ErrorKind::TimedOut;
    error.downcast_ref().is_some_and(late) || error.source().is_some_and(is_late)
}

/// Whether what was sent says that it is a form. What says nothing is read as one.
fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// Whether every field is text in UTF-8, as our pages ask for it. Anything else would be kept
/// otherwise than it was written.
fn is_text(form: &[u8]) -> bool {
    let digit = |at: usize| form.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut text = Vec::with_capacity(form.len());
    let mut at = 0;
    while let Some(&byte) = form.get(at) {
        let quoted = (byte == b'%').then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?)).flatten();
        let quoted = quoted.and_then(|byte| u8::try_from(byte).ok());
        text.push(quoted.unwrap_or(byte));
        at += if quoted.is_some() { 3 } else { 1 };
    }
    std::str::from_utf8(&text).is_ok()
}

/// Reads a form's fields. A field that is missing is empty where the form says so.
pub fn read<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Fault> {
    serde_html_form::from_bytes(bytes).map_err(|_| Fault::Unfit("unfit-form"))
}

/// A fresh key for a form that is shown.
pub fn fresh() -> Result<String, Fault> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(Fault::inside)?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}

/// Browsers say where a form comes from. One that says it was elsewhere is refused; a program
/// that says nothing has no session of somebody else's to misuse.
#[must_use]
pub fn from_our_page(headers: &HeaderMap, public_url: &str) -> bool {
    let said = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = said("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = said(header::ORIGIN.as_str()) else { return true };
    let host = said(header::HOST.as_str()).unwrap_or_default();
    let bare = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    origin == public_url || (!host.is_empty() && bare == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    struct Put(i64, &'static str);

    impl Revised for Put {
        fn revision(&mut self) -> &mut i64 {
            &mut self.0
        }
    }

    #[test]
    fn what_stands_is_beside_what_bryn_typed_only_where_asha_changed_it_meanwhile() {
        let stands = Put(2, "as it stands");
        assert_eq!(beside_what_stands(stands, None), (stands, stands));
        let typed = Put(2, "as he typed it");
        assert_eq!(beside_what_stands(stands, Some(typed)), (typed, typed));
        // Having seen both, what he sends from there is kept.
        let before = Put(1, "as he typed it");
        assert_eq!(beside_what_stands(stands, Some(before)), (typed, stands));
    }

    #[test]
    fn a_key_that_carys_reads_over_bryns_shoulder_names_nothing_of_his() {
        let once = |key: &str, whose: &str| Once { key: key.to_owned(), whose: whose.to_owned() };
        let (bryns, again) = (once("k", "bryn").id::<Uuid>(), once("k", "bryn").id::<Uuid>());
        assert_eq!(bryns, again, "a form sent twice makes one thing");
        assert_ne!(bryns, once("k", "carys").id::<Uuid>());
        assert_ne!(bryns, once("l", "bryn").id::<Uuid>());
        assert_ne!(bryns, once("k", "bryn").part::<Uuid>("slip"));
        // Where one text ends and the next begins makes a difference too.
        assert_ne!(once("k", "bryn").id::<Uuid>(), once("kb", "ryn").id::<Uuid>());
    }
}
