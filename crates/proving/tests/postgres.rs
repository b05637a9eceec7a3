//! The throwaway PostgreSQL starts, keeps databases apart, and leaves nothing behind.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use sqlx::{Connection, Executor, PgConnection};

async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("the database answers")
}

async fn does_it_know(connection: &mut PgConnection, table: &str) -> bool {
    let found: Option<String> = sqlx::query_scalar("SELECT CAST(to_regclass($1) AS TEXT)")
        .bind(table)
        .fetch_one(connection)
        .await
        .expect("an answer");
    found.is_some()
}

#[tokio::test]
async fn two_databases_know_nothing_of_each_other() {
    let (here, there) =
        (proving::postgres().database().await, proving::postgres().database().await);
    assert_ne!(here, there);
    let mut here = connect(&here).await;
    let mut there = connect(&there).await;
    here.execute("CREATE TABLE seen_here (id BIGINT PRIMARY KEY)").await.expect("a table");
    assert!(does_it_know(&mut here, "seen_here").await);
    assert!(!does_it_know(&mut there, "seen_here").await);
}

#[tokio::test]
async fn a_copy_of_a_template_has_what_the_template_had_and_changes_alone() {
    let server = proving::postgres();
    for _ in 0..2 {
        // The connection is left open on purpose: a migration's pool may still be closing.
        server
            .template("with_a_tree", |url| async move {
                let mut connection = connect(&url).await;
                connection.execute("CREATE TABLE tree (id BIGINT)").await.expect("a table");
                std::mem::forget(connection);
            })
            .await;
    }
    let (here, there) =
        tokio::join!(server.database_from("with_a_tree"), server.database_from("with_a_tree"));
    let (mut here, mut there) = (connect(&here).await, connect(&there).await);
    here.execute("DROP TABLE tree").await.expect("gone");
    assert!(!does_it_know(&mut here, "tree").await);
    assert!(does_it_know(&mut there, "tree").await);
}

#[test]
fn a_database_can_be_had_without_a_runtime() {
    let url = proving::postgres().database_blocking();
    assert!(url.starts_with("postgres://postgres@127.0.0.1:"), "{url}");
}

#[test]
fn nothing_is_left_when_the_process_that_holds_it_is_killed_outright() {
    let mut holder = Command::new(example("hold"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the example starts; `cargo build -p proving --examples` builds it");
    let mut lines = BufReader::new(holder.stdout.take().expect("its output")).lines();
    let mut line = || lines.next().expect("a line").expect("text");
    let (url, folder) = (line(), PathBuf::from(line()));
    let server = server_number(&folder);
    assert!(is_running(&server), "{url} should be running");

    holder.kill().expect("killed");
    holder.wait().expect("gone");

    within_seconds(20, "the server should have stopped", || !is_running(&server));
    within_seconds(20, "its folder should have been removed", || !folder.exists());
}

#[test]
fn the_server_goes_even_when_its_keeper_is_killed_outright() {
    let mut holder = Command::new(example("hold"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the example starts; `cargo build -p proving --examples` builds it");
    let mut lines = BufReader::new(holder.stdout.take().expect("its output")).lines();
    let folder = PathBuf::from(lines.nth(1).expect("two lines").expect("text"));
    let server = server_number(&folder);
    let keeper = parent_of(&server);

    let killed = Command::new("kill").args(["-KILL", &keeper]).status().expect("kill runs");
    assert!(killed.success());

    within_seconds(20, "the server should have stopped", || !is_running(&server));
    drop(holder.stdin.take());
    holder.wait().expect("gone");
    // Nobody was left to remove it but us.
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn a_folder_is_empty_and_goes_when_dropped() {
    let folder = proving::folder();
    let path = folder.path().to_owned();
    assert_eq!(fs::read_dir(&path).expect("a folder").count(), 0);
    drop(folder);
    assert!(!path.exists());
}

/// Examples are built beside the folder that this test's own program is in.
fn example(name: &str) -> PathBuf {
    let me = std::env::current_exe().expect("this program");
    me.ancestors().nth(2).expect("the build's folder").join("examples").join(name)
}

fn server_number(folder: &Path) -> String {
    fs::read_to_string(folder.join("server.pid")).expect("a number").trim().to_owned()
}

fn is_running(process: &str) -> bool {
    let about = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    about.lines().any(|line| line.starts_with("State:") && !line.contains('Z'))
}

fn parent_of(process: &str) -> String {
    let about = fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = about.lines().find_map(|line| line.strip_prefix("PPid:")).expect("a parent");
    line.trim().to_owned()
}

fn within_seconds(seconds: u64, otherwise: &str, so: impl Fn() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < Duration::from_secs(seconds), "{otherwise}");
        thread::sleep(Duration::from_millis(20));
    }
}
