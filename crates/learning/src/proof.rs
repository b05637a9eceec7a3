//! The standing cast and both databases, for the tests of every noun here. Asha, Bryn and Carys
//! play a part in the team; Carys holds its money. Dev plays a part in the town and none in the
//! team, so what the team holds is never his to find.

use std::path::Path;
use std::sync::Arc;

use ::store::{Database, Keys, Look, Store, migrations};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use ground::id::{PersonId, SystemId};
use ground::{Clock, Line, Moment, Words};
use places::systems::{Drawn, Edge, Scale, draw_inside};
use sharing::people::NewPerson;
use sharing::reader::{Given, give};
use sharing::{Nouns, Reader, Sharing, StandingId, StandingKind};
use tower::ServiceExt as _;
use web::visitor::Visit;
use web::{App, Settings, Tongues};

use crate::heard::Heard;
use crate::inquiries::{self, InquiryId, Opened};
use crate::lessons::Written;

/// A Monday in March 2026, at nine.
pub(crate) const MONDAY: Moment = Moment(1_772_442_000_000_000);

/// A town with its cast, on one of the two databases.
pub(crate) struct Town {
    pub(crate) sharing: Sharing,
    pub(crate) app: App,
    pub(crate) place: SystemId,
    pub(crate) team: SystemId,
    pub(crate) other_team: SystemId,
    pub(crate) asha: PersonId,
    pub(crate) bryn: PersonId,
    pub(crate) carys: PersonId,
    pub(crate) dev: PersonId,
}

/// Runs one story on SQLite and then on PostgreSQL.
pub(crate) async fn both(story: impl AsyncFn(Town)) {
    let folder = proving::folder();
    let rows = Database::sqlite(&folder.path().join("rows.db")).await.expect("rows");
    let keys = Database::sqlite(&folder.path().join("keys.db")).await.expect("keys");
    story(town(rows, keys, folder.path()).await).await;

    let folder = proving::folder();
    let server = proving::postgres();
    let rows = Database::postgres(&server.database().await).await.expect("rows");
    let keys = Database::postgres(&server.database().await).await.expect("keys");
    story(town(rows, keys, folder.path()).await).await;
}

async fn town(rows: Database, keys: Database, folder: &Path) -> Town {
    migrations::migrate(&rows, migrations::ROWS, MONDAY).await.expect("migrated");
    migrations::migrate(&keys, migrations::KEYS, MONDAY).await.expect("migrated");
    let keys = Keys::open(keys, &folder.join("master")).await.expect("keys");
    let clock = Arc::new(Clock::standing_at(MONDAY));
    let sharing = Sharing::begin(Store { database: rows, keys }).expect("sharing");
    let sharing = sharing.with_clock(clock.clone());
    let begun = places::beginning::begin_place(
        &sharing.store,
        &clock,
        line("Pit Hill"),
        line("Asha"),
        "Europe/London",
        true,
    );
    let (place, asha) = begun.await.expect("a place");
    let [team, other_team] = [SystemId::random(), SystemId::random()];
    for (id, name) in [(team, "The Tuesday team"), (other_team, "The Rows team")] {
        let edge = Edge { name: line(name), theme: None, area: None, why: None };
        let drawn = Drawn { scale: Scale::Team, edge };
        draw_inside(&sharing, place, id, asha, &drawn, MONDAY).await.expect("a team");
    }
    let mut cast = Vec::new();
    for name in ["Bryn", "Carys", "Dev"] {
        cast.push(newcomer(&sharing.store, &clock, name).await);
    }
    let [bryn, carys, dev] = cast[..] else { panic!("three people") };
    let app = app(&sharing, clock);
    let town = Town { sharing, app, place, team, other_team, asha, bryn, carys, dev };
    for (person, system, kind) in [
        (bryn, place, StandingKind::Part),
        (bryn, team, StandingKind::Part),
        (carys, place, StandingKind::Part),
        (carys, team, StandingKind::Part),
        (carys, team, StandingKind::Money),
        (dev, place, StandingKind::Part),
    ] {
        town.give(person, system, kind).await;
    }
    town
}

fn app(sharing: &Sharing, clock: Arc<Clock>) -> App {
    let locales = [
        include_str!("../../../locales/en/web.ftl"),
        include_str!("../../../locales/en/learning.ftl"),
    ];
    let tongues = Tongues::read(locales.map(|text| ("en", text.to_owned()))).expect("locale");
    let public_url = "http://town.example".to_owned();
    let settings = Settings { public_url, made_up: true, can_mail: false };
    App::new(sharing.clone(), clock, tongues, Nouns::new(crate::nouns(sharing)), settings)
}

pub(crate) async fn newcomer(store: &Store, clock: &Clock, name: &str) -> PersonId {
    let person = NewPerson::prepare(&store.keys, clock, &line(name), false).await.expect("person");
    let kept = ::store::write!(store.database, |work| person.keep(work).await);
    kept.expect("kept");
    person.id
}

pub(crate) fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

pub(crate) fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

impl Town {
    pub(crate) async fn look(&self) -> Look {
        self.sharing.store.database.look().await.expect("look")
    }

    pub(crate) async fn reader(&self, person: PersonId) -> Reader {
        Reader::person(&mut self.look().await, person).await.expect("reader")
    }

    pub(crate) async fn give(&self, person: PersonId, system: SystemId, kind: StandingKind) {
        let (place, began) = (self.place, MONDAY);
        let id = StandingId::random();
        let given = Given { id, system, place, person, kind, by: None, began };
        let kept = ::store::write!(self.sharing.store.database, |work| give(work, given).await);
        kept.expect("given");
    }

    /// Asha asks a question in the team.
    pub(crate) async fn question(&self, text: &str) -> InquiryId {
        let id = InquiryId::random();
        let asked = Opened { system: self.team, question: line(text), why: None, because: None };
        let asha = self.reader(self.asha).await;
        inquiries::open(&self.sharing, &asha, id, &asked, MONDAY).await.expect("opened");
        id
    }

    /// A page as this person's browser gets it.
    pub(crate) async fn page(&self, person: PersonId, path: &str) -> (StatusCode, String) {
        let (status, _, body) = self.answer(person, Request::get(path), String::new()).await;
        (status, body)
    }

    /// Sends a form: the status, where it leads, and the page if it was given back.
    pub(crate) async fn send(
        &self,
        person: PersonId,
        path: &str,
        form: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        let body = serde_html_form::to_string(form).expect("a form");
        self.answer(person, request, body).await
    }

    async fn answer(
        &self,
        person: PersonId,
        request: axum::http::request::Builder,
        body: String,
    ) -> (StatusCode, String, String) {
        let reader = self.reader(person).await;
        let request = request.extension(Visit { reader, session: None });
        let request = request.body(Body::from(body)).expect("a request");
        let refusals =
            axum::middleware::from_fn_with_state(self.app.clone(), web::refusal::refusals);
        let router: Router =
            crate::routes().into_router().layer(refusals).with_state(self.app.clone());
        let response = router.oneshot(request).await.expect("an answer");
        let status = response.status();
        let to = response.headers().get(header::LOCATION).cloned();
        let to = to.map(|to| to.to_str().expect("an address").to_owned()).unwrap_or_default();
        // What the next page says of the form is no part of where it leads.
        let to = to.split("?said=").next().unwrap_or_default().to_owned();
        let bytes = axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        // Sentences wrap what stands in them in marks of direction, which nobody sees.
        (status, to, text.replace(['\u{2068}', '\u{2069}'], ""))
    }
}

/// Something that the team learned.
pub(crate) fn knock_twice(town: &Town) -> Written {
    Written {
        system: town.team,
        inquiry: None,
        learned: words("Knock twice."),
        held_where: None,
        held_when: None,
        context: None,
        heard: Heard::default(),
        look_again: None,
        because: None,
    }
}
