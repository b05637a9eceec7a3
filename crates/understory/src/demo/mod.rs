//! The made-up town: months of life in it, told from files through the verbs that people use, so
//! that what nobody could do is not in it either. It lasts as long as the program runs.

mod asks;
mod because;
mod bettering;
mod experiments;
mod four_words;
mod inquiries;
mod leaving;
mod lessons;
mod lives;
mod past;
mod patterns;
mod people;
mod place;
mod stories;
mod systems;
mod telling_it;
#[cfg(test)]
mod tests;
mod town;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::store::Store;
use doors::links::{self, By};
use ground::{Clock, Moment};
use serde::Serialize;

use self::telling_it::TellingIt;
use self::town::Town;
use crate::config::Config;
use crate::out::{Done, Trouble, say};
use crate::rooms;
use crate::serve::{Server, keep_served_at};

/// Where to look, and through whose eyes.
#[derive(Serialize)]
struct Ready {
    url: String,
    cast: Vec<Member>,
    /// The folder that holds the town while it lasts, for commands beside it.
    data: PathBuf,
}

/// Somebody of the town whom one may sign in as.
#[derive(Serialize)]
struct Member {
    name: String,
    role: String,
    sign_in: String,
}

/// Opens the town in a folder of its own, which is gone when the program ends.
pub(crate) async fn run(listen: String, json: bool) -> Done {
    let folder = tempfile::Builder::new()
        .prefix("understory-demo-")
        .tempdir()
        .map_err(|error| Trouble::new(format!("A folder for the town cannot be made: {error}.")))?;
    let config = Config { listen: Some(listen), ..Config::default() };
    let town = Town::read()?;
    let now = Clock::Machine.now();
    let past = past::of(&town, now)?;
    let clock = Arc::new(Clock::standing_at(past.first().map_or(now, |(at, _)| *at)));
    let store = rooms::open(folder.path(), &config, &clock).await?;
    // Bound before the telling, so that an address that is taken says so at once.
    let server = Server::bind(store.clone(), Arc::new(Clock::Machine), config, true).await?;
    let told = tell(store.clone(), clock, &town, past).await?;
    // So that a link made beside it leads here.
    keep_served_at(folder.path(), &server.url)?;
    let ready = ready(&store, &server.url, &town, &told, folder.path()).await?;
    if json {
        say(&serde_json::to_string(&ready).map_err(|error| Trouble::new(error.to_string()))?);
    } else {
        announce(&town, &ready);
    }
    server.serve().await
}

/// Lets everything in the town happen, oldest first.
async fn tell<'a>(
    store: Store,
    clock: Arc<Clock>,
    town: &'a Town,
    past: Vec<(Moment, past::Event<'a>)>,
) -> Done<TellingIt<'a>> {
    let mut it = TellingIt::begin(store, clock)?;
    for (at, event) in past {
        it.move_to(at);
        event.happen(&mut it, town).await.map_err(|fault| {
            Trouble::new(format!("The made-up town cannot be told: {fault}, at {event:?}."))
        })?;
    }
    Ok(it)
}

/// A sign-in link for each of the cast.
async fn ready(
    store: &Store,
    url: &str,
    town: &Town,
    told: &TellingIt<'_>,
    data: &Path,
) -> Done<Ready> {
    let mut cast = Vec::new();
    for person in town.person.iter().filter(|person| person.cast) {
        let id = told.people.get(&person.key)?;
        let token = links::make(store, id, By::First, Clock::Machine.now()).await?;
        cast.push(Member {
            name: person.name.clone(),
            role: person.role.clone(),
            sign_in: format!("{url}/in/{}", token.expose()),
        });
    }
    Ok(Ready { url: url.to_owned(), cast, data: data.to_owned() })
}

fn announce(town: &Town, ready: &Ready) {
    say(&format!("{} is at {}", town.place.name, ready.url));
    say("Made up, every bit of it: nobody in it is real. What you do there is gone when it stops.");
    say("");
    say("Open one of these links to look through somebody's eyes. Each works once, within a day.");
    for member in &ready.cast {
        say(&format!("{}  {}: {}", member.sign_in, member.name, member.role));
    }
    if let Some(member) = ready.cast.first() {
        let program = std::env::args().next().unwrap_or_else(|| "understory".to_owned());
        say("");
        say("For a new one, while this runs, in another terminal, with any name from above:");
        say(&another_link(&program, &member.name, &ready.data));
    }
}

/// The command that prints a new sign-in link for somebody of the town, as a shell takes it.
fn another_link(program: &str, name: &str, data: &Path) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    let word = |text: &str| if text.chars().all(plain) { text.to_owned() } else { quoted(text) };
    let data = word(&data.display().to_string());
    format!("{} sign-in {} --data {data}", word(program), quoted(name))
}
