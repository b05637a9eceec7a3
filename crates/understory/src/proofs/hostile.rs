//! Forms that are broken, forged, too large or half sent: each is answered with a page that says
//! so, and writes nothing.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::access::{Wrong, sent};
use super::browser::{Answer, FORM, send};
use super::cast::Persona;
use super::forms::{TYPED, filled};
use super::pages::{amiss_in_headers, amiss_in_page, amiss_in_refusal};
use super::paths::Aim;
use super::store::differing;
use super::things::made::{UPLOAD, upload};
use super::town::Town;

/// Sends each form in a way that must be refused with one of these statuses; nothing may change.
async fn refused(
    statuses: &[StatusCode],
    gives_back: bool,
    how: impl AsyncFn(&Town, Persona, &Aim, String) -> Option<Answer>,
) {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    let mut before = town.holding().await;
    for (who, aim) in sent(&town) {
        let form = filled(&town.things, &aim);
        let body = town.body(who, &form);
        let Some(answer) = how(&town, who, &aim, body).await else { continue };
        let what = format!("{who:?} POST {} ({:?})", aim.pattern, aim.about);
        wrong.unless(statuses.contains(&answer.status) && answer.is_page(), || {
            format!("{what}: got {}", answer.status)
        });
        let amiss = amiss_in_headers(&answer).into_iter().chain(amiss_in_page(&answer.body));
        for one in amiss.chain(amiss_in_refusal(&answer)) {
            wrong.say(format!("{what}: {one}"));
        }
        let typed = form.iter().any(|(_, value)| value == TYPED);
        wrong.unless(!gives_back || !typed || answer.body.contains(TYPED), || {
            format!("{what}: what was typed is lost")
        });
        let after = town.holding().await;
        for table in differing(&before, &after) {
            wrong.say(format!("{what}: something changed in {table}"));
        }
        before = after;
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_not_utf_8_is_refused() {
    let status = [StatusCode::UNPROCESSABLE_ENTITY];
    refused(&status, true, async |town, who, aim, body| {
        let quoted = format!("{body}&also=%C3%28%FF");
        Some(town.send_body(who, &aim.path(), FORM, quoted).await)
    })
    .await;
    refused(&status, false, async |town, who, aim, body| {
        let bytes = [body.as_bytes(), b"&also=\xC3\x28\xFF"].concat();
        Some(town.send_body(who, &aim.path(), FORM, bytes).await)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_three_mebibytes_is_refused_whatever_it_says_it_is() {
    for kind in [FORM, "text/plain"] {
        refused(&[StatusCode::PAYLOAD_TOO_LARGE], false, async |town, who, aim, body| {
            // A file may be larger than a form; what it says it is must be a form with a file.
            if aim.pattern == "/systems/{id}/import" && kind != FORM {
                return None;
            }
            let large = format!("{body}&also={}", "a".repeat(3 * 1024 * 1024));
            Some(town.send_body(who, &aim.path(), kind, large).await)
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_somebody_elses_token_is_refused_and_given_back() {
    refused(&[StatusCode::FORBIDDEN], true, async |town, who, aim, body| {
        let (ours, theirs) = (town.form_token(who), town.form_token(Persona::Dev));
        // Whoever is not signed in has no session that somebody could misuse.
        town.session(who)?;
        if aim.pattern == "/systems/{id}/import" {
            let forged = upload(&theirs, "What happened?,Where\nIt rained.,Flats\n");
            return Some(town.send_body(who, &aim.path(), UPLOAD, forged).await);
        }
        let forged = body.replace(&ours, if ours == theirs { "none" } else { &theirs });
        Some(town.send_body(who, &aim.path(), FORM, forged).await)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused_and_given_back() {
    for (name, value) in [
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        refused(&[StatusCode::FORBIDDEN], true, async |town, who, aim, body| {
            let request = town.request(who, Request::post(aim.path()));
            let request = request.header(header::CONTENT_TYPE, FORM).header(name, value);
            Some(send(&town.router, request.body(Body::from(body)).expect("a request")).await)
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_say_that_it_is_a_form_is_refused() {
    let statuses = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNSUPPORTED_MEDIA_TYPE];
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x", "nonsense"] {
        refused(&statuses, false, async |town, who, aim, body| {
            Some(town.send_body(who, &aim.path(), kind, body).await)
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_comes_twice_is_refused_and_given_back() {
    refused(&[StatusCode::UNPROCESSABLE_ENTITY], true, async |town, who, aim, body| {
        let first = filled(&town.things, aim).into_iter().next();
        // Each part that is ticked comes by itself, under one name.
        let (name, _) = first.filter(|(name, _)| *name != "read")?;
        Some(town.send_body(who, &aim.path(), FORM, format!("{body}&{name}=1")).await)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_breaks_off_writes_nothing_and_the_next_one_is_read() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let address = listener.local_addr().expect("an address");
    let serving = tokio::spawn(axum::serve(listener, town.router.clone()).into_future());
    let before = town.holding().await;
    for (who, aim) in sent(&town) {
        let body = town.body(who, &filled(&town.things, &aim));
        let cookie = town.session(who).unwrap_or_default();
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: town.example\r\nCookie: understory_session={cookie}\r\n\
             Content-Type: {FORM}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            aim.path(),
            body.len() + 1
        );
        let mut connection = TcpStream::connect(address).await.expect("connected");
        connection.write_all(head.as_bytes()).await.expect("sent");
        connection.shutdown().await.expect("broken off");
        let mut answer = Vec::new();
        // However the connection ends, it may not have been taken as sent.
        let _ = connection.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        let done = ["HTTP/1.1 2", "HTTP/1.1 3", "HTTP/1.1 5"];
        wrong.unless(!done.iter().any(|status| answer.starts_with(status)), || {
            format!("{who:?} POST {}: {}", aim.pattern, answer.lines().next().unwrap_or_default())
        });
    }
    for table in differing(&before, &town.holding().await) {
        wrong.say(format!("something changed in {table}"));
    }
    serving.abort();
    wrong.none();
}
