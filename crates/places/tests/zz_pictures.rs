#![allow(clippy::expect_used)]
mod town;
use std::sync::Arc;
use axum::body::Body;
use axum::http::Request;
use axum::{Extension, Router};
use ground::Clock;
use places::parts::{self,*};
use places::purposes::{self,PurposeId};
use places::stewards::{self,RecallId};
use places::systems::Scale;
use sharing::Nouns;
use town::*;
use tower::ServiceExt as _;
use web::visitor::Visit;
use web::{App, Settings, Tongues};
#[tokio::test]
async fn pictures() {
    both(async |town| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales/en");
        let files = ["web.ftl", "places.ftl"].map(|name| ("en", std::fs::read_to_string(format!("{folder}/{name}")).expect("f")));
        let app = App::new(town.sharing.clone(), Arc::new(Clock::standing_at(MONDAY)), Tongues::read(files).expect("t"), Nouns::default(), Settings{public_url:"http://x".into(), made_up:true, can_mail:false});
        let team = town.draw(town.asha, Scale::Team, "Damp homes").await;
        let ward = town.draw(town.asha, Scale::Neighbourhood, "The Rows").await;
        places::systems::overlap(&town.sharing, team, ward, town.asha, MONDAY).await.expect("o");
        let p = PurposeId::random();
        purposes::say(&town.sharing, town.place, p, town.asha, &words("Homes that are dry, and people who ask each other.\nNobody tells it twice."), MONDAY).await.expect("p");
        purposes::agree(&town.sharing, town.place, p, town.bryn, MONDAY).await.expect("a");
        let t = Taken{ words: Some(line("I mend bikes and live at number 9")), fits: Some(words("I see who comes in wet, and I ask.")), money:true, ..Taken::plain(town.place, town.bryn, PartKind::Volunteer, MONDAY)};
        parts::give(&town.sharing, town.bryn, &t).await.expect("g");
        let s = town.stewards(town.bryn, town.place).await.remove(0);
        let w = words("She decides alone, and we hear of it later.");
        stewards::call(&town.sharing, town.place, RecallId::random(), s.standing, (town.bryn,&w), MONDAY).await.expect("c");
        stewards::confirm(&town.sharing, town.place, s.standing, town.carys, MONDAY).await.expect("c");
        let pl = town.place;
        let mine = town.parts(town.asha, team).await.iter().find(|p| p.person==town.asha).expect("p").id;
        for (name, path) in [("systems","/systems".to_owned()),("show",format!("/systems/{pl}")),("opening",format!("/systems/{pl}/opening")),("stewards",format!("/systems/{pl}/stewards")),("people",format!("/systems/{pl}/people")),("own",format!("/systems/{team}/part/{mine}")),("add",format!("/systems/{team}/people/add")),("edge",format!("/systems/{team}/edge")),("purposes",format!("/systems/{pl}/purposes"))] {
            let router: Router = places::routes().into_router().layer(Extension(Visit { reader: town.reader(if name=="stewards" {town.carys} else {town.asha}).await, session: None })).with_state(app.clone());
            let r = router.oneshot(Request::get(&path).body(Body::empty()).expect("r")).await.expect("a");
            let b = axum::body::to_bytes(r.into_body(), 1<<22).await.expect("b");
            let css = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../web/assets/understory.css")).expect("css");
            let html = String::from_utf8(b.to_vec()).expect("u").replace("</head>", &format!("<style>{css}</style></head>"));
            std::fs::create_dir_all("/tmp/places-pictures").expect("d");
            std::fs::write(format!("/tmp/places-pictures/{name}.html"), html).expect("w");
        }
    }).await;
}
