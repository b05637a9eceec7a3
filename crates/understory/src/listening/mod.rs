//! Listening: connections are taken one by one, each with a bound on how many there are, how large
//! its headers are, how long they and a body may take to come, and how long it lasts.
//!
//! It speaks HTTP/1.1 alone. The proxy in front speaks whatever browsers speak.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::ConnectInfo;
use axum::http::Request;
use doors::Origin;
use futures_util::{StreamExt as _, stream};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::proxies::Trusted;

/// The bounds of connections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How long the headers of a request may take, and how long a connection may stay idle.
    pub(crate) headers: Duration,
    /// How long may pass between two pieces of a body.
    pub(crate) piece: Duration,
    /// After how long a connection ends once its request is answered; it is cut off after twice
    /// that, so that nobody holds one open by reading slowly.
    pub(crate) connection: Duration,
    /// How many connections there are at once.
    pub(crate) most: usize,
    /// How many of them one household has; a trusted proxy has as many as there are.
    pub(crate) most_from_one: usize,
}

impl Limits {
    /// The bounds of a server.
    pub(crate) const USUAL: Self = Self {
        headers: Duration::from_secs(20),
        piece: Duration::from_secs(20),
        connection: Duration::from_secs(15 * 60),
        most: 1_000,
        most_from_one: 100,
    };
}

/// The most bytes of a request's line and headers together.
const MOST_HEADER_BYTES: usize = 32 * 1024;
/// The most headers of a request.
const MOST_HEADERS: usize = 64;
/// How many connections are told at once that there is no room; past that they are closed.
const MOST_TURNED_AWAY: usize = 100;
/// What is said where there is no room for another connection.
const NO_ROOM: &str = "There is too much going on just now. Please try again in a minute.\n";

/// Serves pages until it is told to stop, and then until every answer under way is given.
pub(crate) async fn listen(
    listener: TcpListener,
    router: Router,
    trusted: Trusted,
    limits: Limits,
    mut stopping: watch::Receiver<bool>,
) {
    let seats = Seats::default();
    let turned_away = Arc::new(Semaphore::new(MOST_TURNED_AWAY));
    let trusted = Arc::new(trusted);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, peer)) = accepted else {
            // Most often there are too many open files; some will be closed in a moment.
            tracing::warn!(code = "not-accepted", "a connection could not be taken");
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let most_here = if trusted.holds(peer.ip()) { limits.most } else { limits.most_from_one };
        let Some(seat) = seats.take(peer.ip(), limits.most, most_here) else {
            if let Ok(permit) = turned_away.clone().try_acquire_owned() {
                connections.spawn(async move {
                    turn_away(stream).await;
                    drop(permit);
                });
            }
            continue;
        };
        let one = One { peer, router: router.clone(), trusted: trusted.clone(), limits };
        let stopping = stopping.clone();
        connections.spawn(async move {
            one.serve(stream, stopping).await;
            drop(seat);
        });
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// One connection.
struct One {
    peer: SocketAddr,
    router: Router,
    trusted: Arc<Trusted>,
    limits: Limits,
}

impl One {
    async fn serve(self, stream: TcpStream, mut stopping: watch::Receiver<bool>) {
        // Pages are written whole; waiting for more only makes them late.
        let _ = stream.set_nodelay(true);
        let limits = self.limits;
        let service = service_fn(move |request: Request<hyper::body::Incoming>| {
            let mut request = request.map(|body| unhurried(Body::new(body), limits.piece));
            let origin = self.trusted.origin(self.peer.ip(), request.headers());
            request.extensions_mut().insert(Origin::of(origin));
            request.extensions_mut().insert(ConnectInfo(self.peer));
            self.router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.headers)
            .max_buf_size(MOST_HEADER_BYTES)
            .max_headers(MOST_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        tokio::select! {
            // How a connection ended is for nobody to know.
            _ = connection.as_mut() => return,
            _ = stopping.wait_for(|stop| *stop) => {}
            () = tokio::time::sleep(limits.connection) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = tokio::time::timeout(limits.connection, connection).await;
    }
}

/// A body of which each piece must come in time. What comes late is an error that says so.
fn unhurried(body: Body, piece: Duration) -> Body {
    if body.is_end_stream() {
        return body;
    }
    let pieces = stream::unfold(Some(body.into_data_stream()), move |rest| async move {
        let mut rest = rest?;
        match tokio::time::timeout(piece, rest.next()).await {
            Ok(Some(Ok(bytes))) => Some((Ok(bytes), Some(rest))),
            Ok(Some(Err(error))) => Some((Err(std::io::Error::other(error)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(std::io::ErrorKind::TimedOut.into()), None)),
        }
    });
    Body::from_stream(pieces)
}

/// Says that there is no room, and waits a moment for it to be read.
async fn turn_away(mut stream: TcpStream) {
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {}\r\nRetry-After: 60\r\nConnection: close\r\n\r\n{NO_ROOM}",
        NO_ROOM.len()
    );
    let said = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        let mut unread = [0_u8; 1_024];
        while stream.read(&mut unread).await? > 0 {}
        Ok::<_, std::io::Error>(())
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), said).await;
}

/// Who is connected, as how many connections each household has.
#[derive(Clone, Default)]
struct Seats(Arc<Mutex<HashMap<String, usize>>>);

/// A place among the connections, given back when it is dropped.
struct Seat {
    seats: Seats,
    whose: String,
}

impl Seats {
    fn take(&self, peer: IpAddr, most: usize, most_here: usize) -> Option<Seat> {
        let whose = Origin::of(peer).household().to_owned();
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.values().sum::<usize>() >= most {
            return None;
        }
        let here = taken.entry(whose.clone()).or_default();
        if *here >= most_here {
            return None;
        }
        *here += 1;
        Some(Seat { seats: self.clone(), whose })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = taken.get_mut(&self.whose) {
            *here -= 1;
            if *here == 0 {
                taken.remove(&self.whose);
            }
        }
    }
}
