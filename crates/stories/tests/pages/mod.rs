//! The pages of this room as a browser meets them, without the rest of the program around them.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::{Extension, Router};
use cast::{MONDAY, Town};
use ground::Clock;
use sharing::{Nouns, Reader};
use tower::ServiceExt as _;
use web::visitor::Visit;
use web::{App, Settings, Tongues};

/// What every page can reach, where nothing is known by what it came of.
pub(crate) fn app(town: &Town) -> App {
    app_with(town, Nouns::default())
}

/// What every page can reach.
pub(crate) fn app_with(town: &Town, nouns: Nouns) -> App {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales/en");
    let files = std::fs::read_dir(folder).expect("locales").map(|file| {
        ("en", std::fs::read_to_string(file.expect("a file").path()).expect("a locale file"))
    });
    let tongues = Tongues::read(files).expect("tongues");
    let public_url = "http://town.example".to_owned();
    let settings = Settings { public_url, made_up: false, can_mail: false };
    let clock = Arc::new(Clock::standing_at(MONDAY));
    App::new(town.sharing.clone(), clock, tongues, nouns, settings)
}

/// What this visitor is answered.
pub(crate) async fn answered(app: &App, visit: Visit, request: Request<Body>) -> Response {
    let router: Router = stories::routes()
        .into_router()
        .layer(from_fn_with_state(app.clone(), web::refusal::refusals))
        .layer(Extension(visit))
        .with_state(app.clone());
    router.oneshot(request).await.expect("answered")
}

/// A page as this reader's browser gets it, without the marks that keep names apart.
pub(crate) async fn page(town: &Town, reader: &Reader, path: &str) -> (StatusCode, String) {
    let visit = Visit { reader: reader.clone(), session: None };
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let response = answered(&app(town), visit, request).await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1_000_000).await.expect("a body");
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (status, text.replace(['\u{2068}', '\u{2069}'], ""))
}
