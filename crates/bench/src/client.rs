//! A small HTTP/1.1 client that costs as little as can be: a request is bytes made beforehand,
//! a connection is kept, and of an answer only the status and the number of bytes are read.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Done;
use crate::settings::CLIENTS;

/// Where a form's once-key stands until a request is sent: 32 hex digits.
pub(crate) const ONCE: &str = "00000000000000000000000000000000";
/// How long an answer may take before the run fails.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most bytes of an answer's head.
const MOST_HEAD: usize = 16 * 1024;

/// The last once-key that was used: no two forms of a run have the same.
static ONCES: AtomicU64 = AtomicU64::new(1);

/// A request made beforehand, and what its answer must be.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    bytes: Vec<u8>,
    once_at: Option<usize>,
    status: u16,
    body: Option<usize>,
}

impl Ask {
    /// A page, with the cookie of a session if there is one.
    pub(crate) fn page(path: &str, session: Option<&str>) -> Self {
        let cookie = cookie(session);
        let bytes = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n").into_bytes();
        Self { bytes, once_at: None, status: 200, body: None }
    }

    /// A form, whose [`ONCE`] is replaced by a fresh key each time it is sent.
    pub(crate) fn form(path: &str, session: Option<&str>, form: &str) -> Self {
        let (cookie, length) = (cookie(session), form.len());
        let bytes = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\
             Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{form}"
        );
        let once_at = bytes.find(ONCE);
        Self { bytes: bytes.into_bytes(), once_at, status: 303, body: None }
    }

    /// The same, whose answer must have this many bytes.
    pub(crate) const fn of_bytes(mut self, bytes: usize) -> Self {
        self.body = Some(bytes);
        self
    }

    fn freshen(&mut self) {
        if let Some(at) = self.once_at {
            let once = format!("{:032x}", ONCES.fetch_add(1, Ordering::Relaxed));
            self.bytes[at..at + ONCE.len()].copy_from_slice(once.as_bytes());
        }
    }
}

fn cookie(session: Option<&str>) -> String {
    session.map(|token| format!("Cookie: understory_session={token}\r\n")).unwrap_or_default()
}

/// A connection that is kept.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Done<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 128 * 1024] })
    }

    /// Sends a request and reads its whole answer; gives back where in the buffer its body is.
    async fn ask(&mut self, ask: &mut Ask) -> Done<std::ops::Range<usize>> {
        ask.freshen();
        self.stream.write_all(&ask.bytes).await?;
        let (mut filled, mut whole) = (0, None);
        loop {
            let read = self.stream.read(&mut self.buffer[filled..]).await?;
            if read == 0 {
                return Err("a server hung up in the middle of an answer".into());
            }
            filled += read;
            if whole.is_none()
                && let Some(head) = head_end(&self.buffer[..filled])
            {
                let (status, length) = heading(&self.buffer[..head])?;
                if status != ask.status || ask.body.is_some_and(|bytes| bytes != length) {
                    let line = String::from_utf8_lossy(&ask.bytes);
                    let line = line.lines().next().unwrap_or_default().to_owned();
                    return Err(format!("{line} was answered {status} with {length} bytes").into());
                }
                whole = Some(head..head + length);
                if self.buffer.len() < head + length {
                    self.buffer.resize(head + length, 0);
                }
            }
            match &whole {
                Some(body) if filled == body.end => return Ok(body.clone()),
                Some(body) if filled > body.end => return Err("an answer was too long".into()),
                None if filled > MOST_HEAD => return Err("an answer has no head".into()),
                _ => {}
            }
        }
    }
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

/// The status of an answer, and how many bytes its body has.
fn heading(head: &[u8]) -> Done<(u16, usize)> {
    let head = std::str::from_utf8(head)?;
    let status = head.get(9..12).ok_or("an answer without a status")?.parse()?;
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .ok_or("an answer does not say how long it is")?;
    Ok((status, length.1.trim().parse()?))
}

/// Asks once, on a connection of its own, and gives back the body.
pub(crate) async fn once(address: SocketAddr, mut ask: Ask) -> Done<String> {
    let asked = async {
        let mut connection = Connection::open(address).await?;
        let body = connection.ask(&mut ask).await?;
        Ok(String::from_utf8(connection.buffer[body].to_vec())?)
    };
    tokio::time::timeout(PATIENCE, asked).await?
}

/// What a load came to.
pub(crate) struct Load {
    /// How many answers came.
    pub(crate) answers: usize,
    /// From the first request to the last answer.
    pub(crate) seconds: f64,
    /// How long each answer took, in microseconds, the quickest first.
    pub(crate) waits: Vec<u32>,
}

/// Asks the same over and over for this long, on all connections at once.
pub(crate) async fn load(address: SocketAddr, ask: &Ask, lasting: Duration) -> Done<Load> {
    let mut connections = Vec::with_capacity(CLIENTS);
    for _ in 0..CLIENTS {
        connections.push(Connection::open(address).await?);
    }
    let began = Instant::now();
    let until = began + lasting;
    let asking: Vec<_> = connections
        .into_iter()
        .map(|connection| tokio::spawn(keep_asking(connection, ask.clone(), until)))
        .collect();
    let mut waits = Vec::new();
    for one in asking {
        waits.extend(tokio::time::timeout(lasting + PATIENCE, one).await???);
    }
    let seconds = began.elapsed().as_secs_f64();
    waits.sort_unstable();
    Ok(Load { answers: waits.len(), seconds, waits })
}

async fn keep_asking(mut connection: Connection, mut ask: Ask, until: Instant) -> Done<Vec<u32>> {
    let mut waits = Vec::new();
    loop {
        let asked = Instant::now();
        if asked >= until {
            return Ok(waits);
        }
        connection.ask(&mut ask).await?;
        waits.push(u32::try_from(asked.elapsed().as_micros())?);
    }
}

/// A form's text as it travels: everything but letters, digits and a few signs as `%` and hex.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_its_status_and_length() {
        let text = b"HTTP/1.1 303 See Other\r\nlocation: /a\r\ncontent-length: 12\r\n\r\nbody";
        let end = head_end(text).expect("a head");
        assert_eq!(&text[end..], b"body");
        assert_eq!(heading(&text[..end]).expect("read"), (303, 12));
    }

    #[test]
    fn every_form_that_is_sent_has_a_key_of_its_own() {
        let mut ask = Ask::form("/tell", None, &format!("once={ONCE}&words=a"));
        let mut bytes = Vec::new();
        for _ in 0..2 {
            ask.freshen();
            bytes.push(ask.bytes.clone());
        }
        assert_ne!(bytes[0], bytes[1]);
        assert!(bytes[1].ends_with(b"&words=a"));
    }

    #[test]
    fn what_is_typed_travels_whole() {
        assert_eq!(encoded("a b&c=\u{e9}\n"), "a+b%26c%3D%C3%A9%0A");
    }
}
