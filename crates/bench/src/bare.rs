//! The bare server: axum, SQLite with the same settings as the program's, and pages pushed
//! together from strings. No sign-in, no policies, no sealing, no trail: what a page costs when
//! none of that is asked of it.

use std::path::Path;
use std::time::Duration;

use axum::extract::{Path as In, State};
use axum::http::StatusCode;
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use axum::{Form, Router};
use ground::Moment;
use ground::id::{SystemId, Uuid};
use serde::Deserialize;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row as _, SqlitePool};
use stories::tellings::TellingId;

use crate::made_up::Story;
use crate::{Done, say, settings};

/// The file of its rows.
pub(crate) const ROWS_FILE: &str = "bare.db";

/// How many letters of a story stand in a list, as in the program's own.
const OPENING: usize = 220;

const TABLES: [&str; 4] = [
    "CREATE TABLE stories (place_id BLOB NOT NULL, at INTEGER NOT NULL, id BLOB NOT NULL, \
     title TEXT, words TEXT NOT NULL, said_by TEXT, PRIMARY KEY (place_id, at, id)) WITHOUT ROWID",
    "CREATE UNIQUE INDEX stories_id ON stories (id)",
    "CREATE TABLE marks (id BLOB NOT NULL PRIMARY KEY, story_id BLOB NOT NULL, \
     at INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE told (id BLOB NOT NULL PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID",
];

/// One of its rows.
pub(crate) struct Row {
    place: Uuid,
    at: i64,
    id: Uuid,
    title: Option<String>,
    pub(crate) words: String,
    said_by: Option<String>,
}

impl Row {
    pub(crate) fn of(place: SystemId, id: TellingId, at: Moment, story: Story, name: &str) -> Self {
        let said_by = story.named.then(|| name.to_owned());
        Self { place: place.0, at: at.0, id: id.0, title: story.title, words: story.words, said_by }
    }
}

/// Writes its rows to a new file.
pub(crate) async fn build(file: &Path, rows: &[Row]) -> Done {
    let pool = pool(file, 1).await?;
    let mut work = pool.begin().await?;
    for table in TABLES {
        sqlx::query(table).execute(&mut *work).await?;
    }
    for row in rows {
        sqlx::query(
            "INSERT INTO stories (place_id, at, id, title, words, said_by) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(row.place)
        .bind(row.at)
        .bind(row.id)
        .bind(&row.title)
        .bind(&row.words)
        .bind(&row.said_by)
        .execute(&mut *work)
        .await?;
    }
    work.commit().await?;
    pool.close().await;
    Ok(())
}

/// Connections set up as `store::Database::sqlite` sets them up.
async fn pool(file: &Path, most: u32) -> Done<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .busy_timeout(Duration::from_secs(5));
    let pool = SqlitePoolOptions::new().max_connections(most).test_before_acquire(false);
    Ok(pool.connect_with(options).await?)
}

#[derive(Clone)]
struct Bare {
    readers: SqlitePool,
    writer: SqlitePool,
    list_bytes: usize,
    story_bytes: usize,
}

type Answer<T = Html<String>> = Result<T, StatusCode>;

/// Serves until it is stopped.
pub(crate) async fn serve(set: settings::Bare) -> Done {
    let bare = Bare {
        readers: pool(&set.rows, 8).await?,
        writer: pool(&set.rows, 1).await?,
        list_bytes: set.list_bytes,
        story_bytes: set.story_bytes,
    };
    let router = Router::new()
        .route("/ready", get(|| async { "ready" }))
        .route("/list/{place}", get(list))
        .route("/story/{id}", get(story))
        .route("/marked/{id}", get(marked))
        .route("/tell", post(tell))
        .with_state(bare);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    say(&format!("The bare server is at http://{}", listener.local_addr()?));
    Ok(axum::serve(listener, router).await?)
}

async fn list(State(bare): State<Bare>, In(place): In<Uuid>) -> Answer {
    let rows = sqlx::query(
        "SELECT id, title, words, said_by FROM stories WHERE place_id = ? \
         ORDER BY at DESC, id DESC LIMIT 20",
    )
    .bind(place)
    .fetch_all(&bare.readers)
    .await
    .map_err(wrong)?;
    let mut page = begun(bare.list_bytes);
    page.push_str("<ul class=\"cards\">\n");
    for row in rows {
        let id: Uuid = row.try_get("id").map_err(wrong)?;
        let title: Option<&str> = row.try_get("title").map_err(wrong)?;
        let words: &str = row.try_get("words").map_err(wrong)?;
        let said_by: Option<&str> = row.try_get("said_by").map_err(wrong)?;
        let end = words.char_indices().nth(OPENING).map_or(words.len(), |(at, _)| at);
        page.push_str("<li class=\"card\"><h2><a href=\"/story/");
        page.push_str(&id.to_string());
        page.push_str("\">");
        escape(&mut page, title.unwrap_or("A story"));
        page.push_str("</a></h2>\n<blockquote class=\"voice\">");
        escape(&mut page, &words[..end]);
        page.push_str("</blockquote>\n<p class=\"said-by\">");
        escape(&mut page, said_by.unwrap_or("Somebody"));
        page.push_str("</p></li>\n");
    }
    page.push_str("</ul>");
    ended(page, bare.list_bytes)
}

async fn story(State(bare): State<Bare>, In(id): In<Uuid>) -> Answer {
    let row = sqlx::query("SELECT title, words, said_by FROM stories WHERE id = ?")
        .bind(id)
        .fetch_one(&bare.readers)
        .await
        .map_err(wrong)?;
    let title: Option<&str> = row.try_get("title").map_err(wrong)?;
    let words: &str = row.try_get("words").map_err(wrong)?;
    let said_by: Option<&str> = row.try_get("said_by").map_err(wrong)?;
    let mut page = begun(bare.story_bytes);
    page.push_str("<h1>");
    escape(&mut page, title.unwrap_or("A story"));
    page.push_str("</h1>\n<blockquote class=\"voice\">");
    escape(&mut page, words);
    page.push_str("</blockquote>\n<p class=\"said-by\">");
    escape(&mut page, said_by.unwrap_or("Somebody"));
    page.push_str("</p>");
    ended(page, bare.story_bytes)
}

/// The same page, after one row was written and is on disk.
async fn marked(State(bare): State<Bare>, In(id): In<Uuid>) -> Answer {
    let at = ground::Clock::Machine.now().0;
    sqlx::query("INSERT INTO marks (id, story_id, at) VALUES (?, ?, ?)")
        .bind(Uuid::new_v4())
        .bind(id)
        .bind(at)
        .execute(&bare.writer)
        .await
        .map_err(wrong)?;
    story(State(bare), In(id)).await
}

#[derive(Deserialize)]
struct Told {
    once: Uuid,
    words: String,
}

async fn tell(State(bare): State<Bare>, Form(told): Form<Told>) -> Answer<Redirect> {
    sqlx::query("INSERT INTO told (id, words) VALUES (?, ?)")
        .bind(told.once)
        .bind(told.words)
        .execute(&bare.writer)
        .await
        .map_err(wrong)?;
    Ok(Redirect::to(&format!("/story/{}", told.once)))
}

fn wrong(error: sqlx::Error) -> StatusCode {
    crate::note(&format!("The bare server: {error}"));
    StatusCode::INTERNAL_SERVER_ERROR
}

fn begun(bytes: usize) -> String {
    let mut page = String::with_capacity(bytes);
    page.push_str("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.push_str("<title>Stories</title></head>\n<body><main>\n");
    page
}

/// Ends a page, filled up with spaces to exactly this many bytes: the cheapest filling there is.
fn ended(mut page: String, bytes: usize) -> Answer {
    page.push_str("\n</main></body></html>\n");
    let missing = bytes.checked_sub(page.len()).ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
    page.extend(std::iter::repeat_n(' ', missing));
    Ok(Html(page))
}

fn escape(page: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            plain => page.push(plain),
        }
    }
}
