//! Bounds and bad days, with the real pages behind them: what comes too slowly, where tries come
//! from behind a proxy, and databases that are gone.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::browser::{FORM, encoded};
use super::cast::Persona::{Bryn, Stranger};
use super::forms::TYPED;
use super::pages::{amiss_in_headers, amiss_in_page};
use super::store::differing;
use super::town::Town;
use crate::listening::{Limits, listen};
use crate::proxies::Trusted;

/// The town behind a real socket, with a proxy in front whose word is taken.
async fn listening(town: &Town, limits: Limits) -> (SocketAddr, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let address = listener.local_addr().expect("an address");
    let trusted = Trusted::parse(&["127.0.0.1".to_owned()]).expect("a list");
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(listen(listener, town.router.clone(), trusted, limits, stopping));
    (address, stop)
}

async fn says(address: SocketAddr, sent: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("connected");
    stream.write_all(sent.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(10), read).await.expect("it ends");
    String::from_utf8_lossy(&answer).into_owned()
}

fn form(path: &str, headers: &str, length: usize, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: town.example\r\nContent-Type: {FORM}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_stops_coming_is_answered_with_a_page_and_writes_nothing() {
    let town = Town::new().await;
    let limits = Limits { piece: Duration::from_millis(300), ..Limits::USUAL };
    let (address, _stop) = listening(&town, limits).await;
    let before = town.holding().await;
    let path = format!("/systems/{}/tell", town.things.of("team"));
    let cookie = format!("Cookie: understory_session={}\r\n", town.session(Bryn).expect("one"));
    let body = town.body(Bryn, &[("words", TYPED.to_owned())]);
    let said = says(address, &form(&path, &cookie, body.len() + 9, &body)).await;
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
    let (_, page) = said.split_once("\r\n\r\n").expect("a page");
    assert!(page.contains("came in too slowly"), "{page}");
    assert_eq!(amiss_in_page(page), Vec::<String>::new());
    assert_eq!(differing(&before, &town.holding().await), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_trusted_proxy_wrong_tries_are_counted_for_whoever_made_them() {
    let town = Town::new().await;
    let (address, _stop) = listening(&town, Limits::USUAL).await;
    let try_from = async |forwarded: &str, words: &str| {
        let body = encoded(&[("words", words)]);
        let header = format!("X-Forwarded-For: {forwarded}\r\n");
        let said = says(address, &form("/sign-in/card", &header, body.len(), &body)).await;
        said.lines().next().unwrap_or_default().to_owned()
    };
    let right = town.things.of("card words");
    for number in 0..doors::cards::MOST_WRONG_FROM_ONE {
        // What stands further left is made up, and makes no difference.
        let from = format!("198.51.100.{number}, 203.0.113.9");
        assert!(try_from(&from, "bikot famin dosar lagim").await.contains(" 422 "));
    }
    assert!(!try_from("203.0.113.9", &right).await.contains(" 303 "), "shut for the hour");
    assert!(!try_from("192.0.2.1, 203.0.113.9", &right).await.contains(" 303 "));
    assert!(try_from("203.0.113.10", &right).await.contains(" 303 "), "open for a neighbour");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_rows_are_gone_a_page_says_so_and_gives_back_what_was_typed() {
    let town = Town::new().await;
    assert_eq!(town.get(Stranger, "/ready").await.status, StatusCode::OK);
    town.app.store().database.close().await;
    let answer = town.get(Bryn, "/").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(amiss_in_headers(&answer), Vec::<String>::new());
    assert_eq!(amiss_in_page(&answer.body), Vec::<String>::new());
    let path = format!("/systems/{}/tell", town.things.of("team"));
    let sent = town.post(Bryn, &path, &[("words", TYPED.to_owned())]).await;
    assert_eq!(sent.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(sent.is_page() && sent.body.contains(TYPED), "{}", sent.body);
    assert_eq!(town.get(Stranger, "/ready").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(town.get(Stranger, "/alive").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_only_the_keys_are_gone_it_is_not_ready_either() {
    let town = Town::new().await;
    town.app.store().keys.close().await;
    assert_eq!(town.get(Stranger, "/ready").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(town.get(Stranger, "/alive").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_that_is_gone_is_told_the_same_way() {
    let town = Town::on_postgres().await;
    assert_eq!(town.get(Stranger, "/ready").await.status, StatusCode::OK);
    town.app.store().database.close().await;
    let answer = town.get(Bryn, "/").await;
    assert!(answer.status == StatusCode::INTERNAL_SERVER_ERROR && answer.is_page());
    assert_eq!(town.get(Stranger, "/ready").await.status, StatusCode::SERVICE_UNAVAILABLE);
}
