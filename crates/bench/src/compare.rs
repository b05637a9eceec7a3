//! The whole run: build the data, see how the program starts, compare, and see that nothing that
//! was acknowledged is missing.

use std::path::Path;

use ground::id::SystemId;
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use crate::client::{self, Ask, ONCE, encoded};
use crate::machine::Machine;
use crate::made_up;
use crate::report::{self, Found};
use crate::rounds::{Comparison, Side, Spread, spread, take_turns};
use crate::seed::{self, Seeded};
use crate::server::Server;
use crate::settings::Bench;
use crate::{Done, note, say};

/// Measures everything, and says what was found.
pub(crate) async fn run(set: &Bench) -> Done {
    let program = set.program()?;
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(set.folder()?)?;
    let machine = Machine::look(folder.path())?;
    note(&format!("Telling {} made-up stories …", set.tellings()));
    let data = folder.path().join("data");
    let seeded = seeded(&data, set).await?;
    note(&format!("… took {:.1} s. Starting the program …", seeded.seconds));
    let starting = starts(&program, &data, set).await?;
    let server = Server::program(&program, &data).await?;
    tokio::time::sleep(set.idle()).await;
    let idle = server.memory()?;
    let pages = Pages::of(&server, &seeded).await?;
    let bare = Server::bare(&data, pages.list_bytes, pages.story_bytes).await?;
    let comparisons = vec![
        list(&server, &bare, &seeded, &pages, set).await?,
        narrow(&server, &bare, &seeded, &pages, set).await?,
        telling(&server, &bare, &seeded, &pages, set).await?,
    ];
    let loaded = server.memory()?;
    server.stop().await?;
    bare.stop().await?;
    let (told, read) = (comparisons[2].sides[0].answers, comparisons[1].sides[0].answers);
    // One reading was the page whose bytes were counted.
    kept(&data, set.tellings() + 1 + told, read + 1).await?;
    let binary = std::fs::metadata(&program)?.len();
    let seeding = seeded.seconds;
    let found = Found { machine, seeding, starting, idle, loaded, binary, comparisons };
    let text = report::text(&found, set);
    say(&text);
    if let Some(results) = &set.results {
        if let Some(parent) = results.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(results, text + "\n")?;
    }
    Ok(())
}

/// Builds the data in memory where there is room for it, since every telling waits for the disk
/// twice, and copies the closed files to the disk that is measured.
async fn seeded(data: &Path, set: &Bench) -> Done<Seeded> {
    let memory = Path::new("/dev/shm");
    if !memory.is_dir() {
        return seed::build(data, set.tellings()).await;
    }
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(memory)?;
    let seeded = seed::build(folder.path(), set.tellings()).await?;
    copy(folder.path(), data)?;
    Ok(seeded)
}

fn copy(from: &Path, to: &Path) -> Done {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (here, there) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&here, &there)?;
        } else {
            std::fs::copy(&here, &there)?;
            // On disk before anything is measured, so that no round pays for it.
            std::fs::File::open(&there)?.sync_all()?;
        }
    }
    Ok(())
}

/// How long the program takes until it is ready, in milliseconds.
async fn starts(program: &Path, data: &Path, set: &Bench) -> Done<Spread> {
    let mut took = Vec::with_capacity(set.starts());
    for _ in 0..set.starts() {
        let server = Server::program(program, data).await?;
        took.push(server.starting.as_secs_f64() * 1_000.0);
        server.stop().await?;
    }
    Ok(spread(took))
}

/// The program's pages, as they are before anything is measured.
struct Pages {
    list_bytes: usize,
    story_bytes: usize,
    /// What forms of this session bring back.
    token: String,
}

impl Pages {
    async fn of(server: &Server, seeded: &Seeded) -> Done<Self> {
        let page = async |path: String| {
            client::once(server.address, Ask::page(&path, Some(&seeded.session))).await
        };
        let list = page(list_path(seeded.team)).await?;
        let story = page(format!("/stories/{}", seeded.narrow)).await?;
        let tell = page(tell_path(seeded.team)).await?;
        let opening = |words: &str| words.chars().take(60).collect::<String>();
        let cards = list.matches("<li class=\"card\">").count();
        if cards != 20 || !list.contains(&opening(&seeded.newest_words)) {
            return Err(format!("the list shows {cards} stories, or not the newest").into());
        }
        if !story.contains(&opening(&seeded.narrow_words)) {
            return Err("the page of one story does not show its words".into());
        }
        let token = tell
            .split_once("name=\"token\" value=\"")
            .and_then(|(_, after)| after.split_once('"'))
            .ok_or("the form for telling has no token")?;
        let token = token.0.to_owned();
        Ok(Self { list_bytes: list.len(), story_bytes: story.len(), token })
    }
}

fn list_path(team: SystemId) -> String {
    format!("/systems/{team}/stories")
}

fn tell_path(team: SystemId) -> String {
    format!("/systems/{team}/tell")
}

async fn list(
    server: &Server,
    bare: &Server,
    seeded: &Seeded,
    pages: &Pages,
    set: &Bench,
) -> Done<Comparison> {
    note("The list …");
    let bytes = pages.list_bytes;
    let ours = Ask::page(&list_path(seeded.team), Some(&seeded.session)).of_bytes(bytes);
    let theirs = Ask::page(&format!("/list/{}", seeded.team), None).of_bytes(bytes);
    let sides = [
        Side { name: "ours", server, ask: ours },
        Side { name: "bare", server: bare, ask: theirs },
    ];
    Ok(Comparison {
        title: "The signed-in story list",
        about: format!(
            "20 of {} stories, authorised and unsealed. Bare: 20 rows by an index. \
             Both pages have {bytes} bytes.",
            set.tellings()
        ),
        sides: take_turns(&sides, set).await?,
    })
}

async fn narrow(
    server: &Server,
    bare: &Server,
    seeded: &Seeded,
    pages: &Pages,
    set: &Bench,
) -> Done<Comparison> {
    note("One story that is narrower than its system …");
    let (bytes, id) = (pages.story_bytes, seeded.narrow);
    let ours = Ask::page(&format!("/stories/{id}"), Some(&seeded.session)).of_bytes(bytes);
    let sides = [
        Side { name: "ours", server, ask: ours },
        Side {
            name: "bare",
            server: bare,
            ask: Ask::page(&format!("/story/{id}"), None).of_bytes(bytes),
        },
        Side {
            name: "bare that writes",
            server: bare,
            ask: Ask::page(&format!("/marked/{id}"), None).of_bytes(bytes),
        },
    ];
    Ok(Comparison {
        title: "One story that is narrower than its system",
        about: format!(
            "Every reading is marked in the trail, on disk, before the words are shown. Bare: one \
             row read. Bare that writes: one row written to disk, then one read. All pages have \
             {bytes} bytes."
        ),
        sides: take_turns(&sides, set).await?,
    })
}

async fn telling(
    server: &Server,
    bare: &Server,
    seeded: &Seeded,
    pages: &Pages,
    set: &Bench,
) -> Done<Comparison> {
    note("Telling …");
    let words = made_up::story(3).words;
    let form = format!(
        "token={}&once={ONCE}&words={}&title=Tuesdays&heard_by={}&named=yes",
        pages.token,
        encoded(&words),
        encoded(&format!("system:{}", seeded.team)),
    );
    let ours = Ask::form(&tell_path(seeded.team), Some(&seeded.session), &form);
    let sides = [
        Side { name: "ours", server, ask: ours },
        Side { name: "bare", server: bare, ask: Ask::form("/tell", None, &form) },
    ];
    Ok(Comparison {
        title: "Durable tellings",
        about: format!(
            "A form of {} bytes, {} of them words: a key in its own database, then the telling, \
             its wishes, its audience and its trail in one transaction. Bare: the same form, one \
             row, one transaction.",
            form.len(),
            words.len()
        ),
        sides: take_turns(&sides, set).await?,
    })
}

/// Counts the rows after the program has stopped: every telling that was acknowledged is there,
/// and every reading left its mark.
async fn kept(data: &Path, tellings: usize, readings: usize) -> Done {
    let options = SqliteConnectOptions::new().filename(data.join(seed::ROWS_FILE)).read_only(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let counts = [
        ("tellings", "SELECT COUNT(*) AS found FROM tellings", tellings),
        ("marks of reading", "SELECT COUNT(*) AS found FROM trail WHERE verb = 'read'", readings),
    ];
    for (what, sql, expected) in counts {
        let found: i64 = sqlx::query(sql).fetch_one(&pool).await?.try_get("found")?;
        if usize::try_from(found)? != expected {
            return Err(format!("{expected} {what} were acknowledged, {found} are there").into());
        }
    }
    pool.close().await;
    Ok(())
}
