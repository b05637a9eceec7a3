use std::time::Instant;

use axum::body::Bytes;
use axum::routing::{get, post};

use super::*;

/// A server with bounds that a test can wait for.
struct Here {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    ended: tokio::task::JoinHandle<()>,
}

const QUICK: Limits = Limits {
    headers: Duration::from_millis(300),
    piece: Duration::from_millis(300),
    connection: Duration::from_secs(60),
    most: 20,
    most_from_one: 20,
};

async fn here(limits: Limits, trusted: &[&str]) -> Here {
    let router = Router::new()
        .route("/", get(|origin: Origin| async move { origin.household().to_owned() }))
        .route(
            "/slow",
            get(|| async {
                tokio::time::sleep(Duration::from_millis(600)).await;
                "late"
            }),
        )
        .route("/form", post(|body: Bytes| async move { format!("{} bytes", body.len()) }));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let address = listener.local_addr().expect("an address");
    let texts: Vec<String> = trusted.iter().map(ToString::to_string).collect();
    let trusted = Trusted::parse(&texts).expect("a list");
    let (stop, stopping) = watch::channel(false);
    let ended = tokio::spawn(listen(listener, router, trusted, limits, stopping));
    Here { address, stop, ended }
}

impl Here {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("connected")
    }

    /// All that comes back for what was sent, until the connection is closed.
    async fn says(&self, sent: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(sent.as_bytes()).await.expect("sent");
        all(stream).await
    }
}

async fn all(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(5), read).await.expect("it ends");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn headers_that_never_end_are_not_waited_for_nor_is_somebody_who_says_nothing() {
    let here = here(QUICK, &[]).await;
    for sent in ["", "GET", "GET / HTTP/1.1\r\nHost: town.example\r\n"] {
        let begun = Instant::now();
        assert_eq!(here.says(sent).await, "", "{sent:?}");
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
    // Whoever sends one header after another, each in time, gains nothing by it.
    let mut stream = here.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\n").await.expect("sent");
    let begun = Instant::now();
    for number in 0..20 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if stream.write_all(format!("X-{number}: a\r\n").as_bytes()).await.is_err() {
            break;
        }
    }
    let _ = all(stream).await;
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_request_that_comes_in_time_is_answered_and_so_is_the_next_one() {
    let here = here(QUICK, &[]).await;
    let asked =
        "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let said = here.says(asked).await;
    assert_eq!(said.matches("200 OK").count(), 2, "{said}");
}

#[tokio::test]
async fn a_body_that_stops_coming_is_not_waited_for() {
    let here = here(QUICK, &[]).await;
    let begun = Instant::now();
    let said = here.says("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf").await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{said}");
    assert!(!said.contains("200 OK"), "{said}");
    let whole =
        "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhalf";
    assert!(here.says(whole).await.contains("4 bytes"));
}

#[tokio::test]
async fn headers_past_their_bound_are_refused() {
    let here = here(QUICK, &[]).await;
    let large = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "a".repeat(64 * 1024));
    let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: a\r\n".repeat(100));
    for asked in [large, many] {
        let said = here.says(&asked).await;
        assert!(said.starts_with("HTTP/1.1 431 "), "{said}");
    }
}

#[tokio::test]
async fn past_the_most_connections_one_is_told_so_and_let_in_when_another_goes() {
    let limits = Limits { most_from_one: 3, ..Limits::USUAL };
    let here = here(limits, &[]).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(here.connect().await);
    }
    let asked = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let refused = here.says(asked).await;
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("try again"), "{refused}");
    held.clear();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(here.says(asked).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_trusted_proxy_is_not_held_to_what_one_household_may_and_is_believed() {
    let limits = Limits { most_from_one: 1, ..Limits::USUAL };
    let asked =
        "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n";
    let ours = here(limits, &["127.0.0.1"]).await;
    let _held = [ours.connect().await, ours.connect().await];
    assert!(ours.says(asked).await.ends_with("203.0.113.9"));
    let nobodys = here(Limits::USUAL, &[]).await;
    assert!(nobodys.says(asked).await.ends_with("127.0.0.1"));
}

#[tokio::test]
async fn when_it_is_told_to_stop_what_is_under_way_is_answered_and_nothing_new_is_taken() {
    let here = here(Limits::USUAL, &[]).await;
    let idle = here.connect().await;
    let mut busy = here.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("sent");
    tokio::time::sleep(Duration::from_millis(100)).await;
    here.stop.send(true).expect("told");
    assert!(all(busy).await.ends_with("late"));
    assert_eq!(all(idle).await, "");
    tokio::time::timeout(Duration::from_secs(2), here.ended).await.expect("it ends").expect("well");
    assert!(TcpStream::connect(here.address).await.is_err());
}
