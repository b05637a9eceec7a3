//! The page on which a place says what it has to say before it opens.

mod says;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use doors::picture::Qr;
use ground::id::{PersonId, SystemId};
use ground::{Fault, Line, Moment, Outcome};
use serde::Deserialize;
use sharing::{Action, Matter, StandingKind, reader};
use web::typed::{self, maybe_line, maybe_words};
use web::{Access, App, Page, Problem, Refused, Routes, Sent, Shown, Visitor};

use super::{Face, Missing, Said, face, say, say_and_open};
use crate::view::{self, Choice, again, on, on_done, system_id};

/// The pages of opening a place.
#[must_use]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/systems/{id}/says", Access::Open, says::says)
        .get("/systems/{id}/opening", Access::Steward, show)
        .post("/systems/{id}/opening", Access::Steward, keep)
}

#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
struct Form {
    #[serde(default)]
    revision: i64,
    #[serde(default)]
    keeps_safe: String,
    #[serde(default)]
    hears_wrongs: String,
    #[serde(default)]
    rings: String,
    #[serde(default)]
    ring_back: String,
    #[serde(default)]
    controllers: String,
    #[serde(default)]
    data_protection: String,
    #[serde(default)]
    keeping: String,
    #[serde(default)]
    ring_now: String,
    #[serde(default)]
    read_by: String,
    #[serde(default)]
    story_one: String,
    #[serde(default)]
    story_many: String,
    #[serde(default, deserialize_with = "typed::ticked")]
    open_door: bool,
    /// Pressed to open the place with what is typed here.
    #[serde(default, deserialize_with = "typed::ticked")]
    opens: bool,
}

#[derive(Template)]
#[template(path = "opening/opening.html")]
struct Opening {
    page: Page,
    place: SystemId,
    opened: Option<Moment>,
    missing: Vec<Missing>,
    safe: Vec<Choice>,
    wrongs: Vec<Choice>,
    ringing: Vec<Choice>,
    /// Somebody looks after the place, keeps people safe and hears what went wrong, all at once.
    all_at_once: bool,
    no_way_back: Option<doors::NoWayBack>,
    qr: Option<Qr>,
    address: String,
    form: Form,
    /// What stands now, where somebody else wrote meanwhile.
    now: Form,
}

impl Form {
    fn of(face: &Face) -> Self {
        let text = |words: &Option<sharing::Seen<ground::Words>>| {
            words.as_ref().map(ToString::to_string).unwrap_or_default()
        };
        let person =
            |people: &[PersonId]| people.first().map(ToString::to_string).unwrap_or_default();
        let (one, many) = face
            .story
            .as_ref()
            .map(|(one, many)| (one.to_string(), many.to_string()))
            .unwrap_or_default();
        Self {
            revision: face.revision,
            keeps_safe: person(&face.keeps_safe),
            hears_wrongs: person(&face.hears_wrongs),
            rings: person(&face.rings),
            ring_back: text(&face.ring_back),
            controllers: text(&face.controllers),
            data_protection: text(&face.data_protection),
            keeping: text(&face.keeping),
            ring_now: text(&face.ring_now),
            read_by: text(&face.read_by),
            story_one: one,
            story_many: many,
            open_door: face.open_door,
            opens: false,
        }
    }

    fn said(&self) -> Outcome<Said> {
        Ok(Said {
            story: self.story()?,
            controllers: maybe_words("controllers", &self.controllers)?,
            data_protection: maybe_words("data_protection", &self.data_protection)?,
            keeping: maybe_words("keeping", &self.keeping)?,
            ring_now: maybe_words("ring_now", &self.ring_now)?,
            read_by: maybe_words("read_by", &self.read_by)?,
            ring_back: maybe_words("ring_back", &self.ring_back)?,
            open_door: self.open_door,
            keeps_safe: PersonId::parse(&self.keeps_safe),
            hears_wrongs: PersonId::parse(&self.hears_wrongs),
            rings: PersonId::parse(&self.rings),
        })
    }

    /// The place's own word for a story: one and many, or neither.
    fn story(&self) -> Outcome<Option<(Line, Line)>> {
        let one = maybe_line("story_one", &self.story_one)?;
        let many = maybe_line("story_many", &self.story_many)?;
        match (one, many) {
            (Some(one), Some(many)) => Ok(Some((one, many))),
            (None, None) => Ok(None),
            (one, _) => {
                let field = if one.is_none() { "story_one" } else { "story_many" };
                Err(Fault::UnfitIn { field, key: "unfit-story-word" })
            }
        }
    }
}

impl Opening {
    /// The page as it stands, or with what somebody typed in it.
    async fn new(
        app: &App,
        visitor: &Visitor,
        place: SystemId,
        typed: Option<Form>,
    ) -> Result<Self, Refused> {
        let person = visitor.person()?;
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        sharing.leave(reader, Action::Tend, &Matter::system(place, place))?;
        let mut look = app.store().database.look().await?;
        let no_way_back = doors::way_back::none(app, &mut look, person).await?;
        let face = face(sharing, &mut look, reader, place).await?;
        let people = reader::standing_in(&mut look, place, StandingKind::Part).await?;
        let tending = reader::standing_in(&mut look, place, StandingKind::Steward).await?;
        let (qr, address) = poster(app, face.place, face.has_open_door())?;
        let form = typed.unwrap_or_else(|| Form::of(&face));
        let safe = PersonId::parse(&form.keeps_safe);
        let wrongs = PersonId::parse(&form.hears_wrongs);
        let safe = view::choices(sharing, &mut look, reader, &people, safe).await?;
        let of = |chosen: Option<PersonId>| {
            let one = |one: &Choice| Choice { chosen: chosen == Some(one.id), ..one.clone() };
            safe.iter().map(one).collect()
        };
        let (wrongs, ringing) = (of(wrongs), of(PersonId::parse(&form.rings)));
        Ok(Self {
            page: face.page(app, visitor, "opening-title"),
            place,
            opened: face.opened,
            missing: face.missing(),
            all_at_once: does_all_at_once(&tending, &face),
            no_way_back,
            qr,
            address,
            safe,
            wrongs,
            ringing,
            now: form.clone(),
            form,
        })
    }

    /// Somebody else wrote meanwhile: what stands now beside what was typed. A form that was sent
    /// twice stands there already, with what its button was pressed for.
    async fn stale(
        app: &App,
        visitor: &Visitor,
        place: SystemId,
        typed: Form,
    ) -> Result<Response, Refused> {
        let Self { form: stands, opened, .. } = Self::new(app, visitor, place, None).await?;
        let has_opened = !typed.opens || opened.is_some();
        let form = Form { revision: stands.revision, opens: false, ..typed };
        if has_opened && form == stands {
            return on(Ok(()), &format!("/systems/{place}/opening"));
        }
        let shown = Self::new(app, visitor, place, Some(form)).await?;
        let problem = Problem::of(Fault::Unfit("stale-both-texts"))?;
        let page = shown.page.saying(Some(problem));
        let shown = Shown(Self { page, now: stands, ..shown });
        Ok((StatusCode::CONFLICT, shown).into_response())
    }
}

/// Whether one person looks after the place, keeps people safe and hears what went wrong.
fn does_all_at_once(tending: &[PersonId], face: &Face) -> bool {
    let both = |one: &&PersonId| face.keeps_safe.contains(one) && face.hears_wrongs.contains(one);
    tending.iter().any(|one| both(&one))
}

/// The address at which anybody can tell, and its picture where the door is open.
pub(crate) fn poster(app: &App, place: SystemId, open: bool) -> Outcome<(Option<Qr>, String)> {
    let address = format!("{}/tell/{place}", app.settings().public_url);
    let qr = if open { Some(Qr::of(&address)?) } else { None };
    Ok((qr, address))
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<Opening>, Refused> {
    Ok(Shown(Opening::new(&app, &visitor, system_id(&id)?, None).await?))
}

async fn keep(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (place, by) = (system_id(&id)?, sent.visitor.person()?);
    let path = format!("/systems/{place}");
    let (revision, sharing, now) = (sent.form.revision, app.sharing(), app.now());
    let opens = sent.form.opens;
    let kept = match sent.form.said() {
        Ok(said) if opens => say_and_open(sharing, place, by, revision, &said, now).await,
        Ok(said) => say(sharing, place, by, revision, &said, now).await,
        Err(fault) => Err(fault),
    };
    match kept {
        Ok(()) if opens => on_done(Ok(()), &path),
        Ok(()) => on(Ok(()), &format!("{path}/opening")),
        // Somebody else opened it meanwhile, and what was typed was not kept with it.
        Err(Fault::Stale | Fault::Already) => {
            Opening::stale(&app, &sent.visitor, place, sent.form).await
        }
        Err(fault) => {
            let shown = Opening::new(&app, &sent.visitor, place, Some(sent.form)).await?;
            again(fault, |problem| Opening { page: shown.page.saying(Some(problem)), ..shown })
        }
    }
}
