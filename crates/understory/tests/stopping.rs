//! The program as a process: it begins on an empty folder, and when it is told to stop it ends
//! within ten seconds, with what was under way answered.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The program, serving a folder that was empty.
struct Program {
    child: Child,
    address: String,
    first: String,
    _folder: TempDir,
}

fn begin() -> Program {
    let folder = proving::folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_understory"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let said = BufReader::new(child.stdout.take().expect("its voice"));
    let mut links = said.lines().map_while(Result::ok).filter(|line| line.contains("/first/"));
    let link = links.next().expect("a link to name the place");
    let (address, first) = link.trim_start_matches("http://").split_once('/').expect("a link");
    let (address, first) = (address.to_owned(), format!("/{first}"));
    Program { child, address, first, _folder: folder }
}

impl Program {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(15))).expect("set");
        stream
    }

    fn tell_to_stop(&self) {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().expect("told");
        assert!(told.success());
    }

    /// How long it takes to end from now, which it must do well.
    fn ends(mut self) -> Duration {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("watched") {
                assert!(status.success(), "{status}");
                return begun.elapsed();
            }
            assert!(begun.elapsed() < Duration::from_secs(15), "it does not end");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A form that names the place, of which this much has come.
fn half_sent(program: &Program, body: &str) -> TcpStream {
    let mut stream = program.connect();
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: town.example\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        program.first,
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(&body.as_bytes()[..4]).expect("sent");
    std::thread::sleep(Duration::from_millis(300));
    stream
}

#[test]
fn told_to_stop_it_answers_what_is_under_way_and_takes_nothing_new() {
    let program = begin();
    let body = "name=Pit+Hill&own_name=Asha";
    let mut under_way = half_sent(&program, body);
    let idle = program.connect();
    program.tell_to_stop();
    std::thread::sleep(Duration::from_millis(500));
    assert!(TcpStream::connect(&program.address).is_err(), "nothing new is taken");
    under_way.write_all(&body.as_bytes()[4..]).expect("sent");
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).expect("answered");
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    assert!(answer.contains("/opening") && answer.contains("understory_session="), "{answer}");
    assert!(program.ends() < Duration::from_secs(3));
    drop(idle);
}

#[test]
fn told_to_stop_it_waits_for_nobody_longer_than_ten_seconds() {
    let program = begin();
    let _never_sent = half_sent(&program, "name=Pit+Hill&own_name=Asha");
    program.tell_to_stop();
    let took = program.ends();
    assert!(took < Duration::from_millis(10_500), "{took:?}");
}
