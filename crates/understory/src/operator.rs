//! What whoever runs the server does from the command line. None of it shows anybody's words.

use std::path::Path;

use ground::id::PersonId;
use ground::{Clock, Fault, Line, Outcome};
use places::beginning::{Beginning, Begun};
use sharing::Sharing;
use store::Store;
use stories::tellings::{TellingId, tell};

use crate::command::Data;
use crate::config::Config;
use crate::out::{Done, Trouble, say};
use crate::{rooms, serve};

/// Opens what is kept already; a folder that holds nothing is refused, and nothing is made in it.
pub(crate) async fn open(data: &Data) -> Done<(Config, Store)> {
    rooms::refuse_missing(&data.data)?;
    let config = Config::read(&data.data)?;
    rooms::refuse_without_rows(&data.data, &config)?;
    open_or_begin(data, config).await
}

async fn open_or_begin(data: &Data, config: Config) -> Done<(Config, Store)> {
    let store = rooms::open(&data.data, &config, &Clock::Machine).await?;
    Ok((config, store))
}

pub(crate) fn line(text: &str, field: &'static str) -> Outcome<Line> {
    Line::parse(text).map_err(|why| Fault::Text { field, why })
}

/// Where the place is reached: as it is set up, or else where it was last served.
pub(crate) fn url(data: &Path, config: &Config) -> Done<String> {
    if let Some(url) = &config.public_url {
        return Ok(url.clone());
    }
    match serve::served_at(data) {
        Some(url) => Ok(url),
        None => Ok(format!("http://{}", config.address()?)),
    }
}

/// Begins a place, and prints its steward's link.
pub(crate) async fn new_place(data: &Data, name: &str, steward: &str, zone: &str) -> Done {
    if !places::beginning::is_zone(zone) {
        // Before anything is made: a folder begun for nothing would be taken for a place.
        return Err(Trouble::new(format!(
            "There is no time zone called {zone}. Say it as in this example: --zone Europe/London. \
             Nothing was made."
        )));
    }
    let (config, store) = open_or_begin(data, Config::read(&data.data)?).await?;
    let (name, steward) = (line(name, "name of the place")?, line(steward, "steward's name")?);
    let clock = Clock::Machine;
    let begun = Begun { name, steward_name: steward, zone: zone.to_owned(), made_up: false };
    let beginning = Beginning::prepare(&store, &clock, &begun).await?;
    let (_, person) = store::write!(store.database, |work| {
        // There is a place now, so the one link of an empty folder opens nothing any more.
        doors::first::close(work, clock.now()).await?;
        beginning.keep(work).await
    })?;
    let token = doors::links::make(&store, person, doors::links::By::First, clock.now()).await?;
    say("The place is there. Its first steward signs in here, once, within a day:");
    say(&format!("{}/in/{}", url(&data.data, &config)?, token.expose()));
    Ok(())
}

/// The person with this e-mail address, or else with exactly this name.
pub(crate) async fn person(sharing: &Sharing, who: &str) -> Done<PersonId> {
    let store = &sharing.store;
    let mut look = store.database.look().await?;
    let found = match doors::addresses::Address::parse(who) {
        Ok(address) => doors::addresses::find(&mut look, &store.keys, &address).await?,
        Err(_) => None,
    };
    drop(look);
    if let Some(person) = found {
        return Ok(person);
    }
    match sharing.people_named(&line(who, "name")?, 2).await?.as_slice() {
        [person] => Ok(*person),
        [] => Err(Trouble::new("Nobody here has that address or name.")),
        _ => Err(Trouble::new("Several people have that name. Use their e-mail address.")),
    }
}

/// Prints a sign-in link for somebody. They are told of it when they sign in.
pub(crate) async fn sign_in(data: &Data, who: &str) -> Done {
    let (config, store) = open(data).await?;
    let clock = Clock::Machine;
    let person = person(&Sharing::begin(store.clone())?, who).await?;
    let by = doors::links::By::Operator;
    let token = doors::links::make(&store, person, by, clock.now()).await?;
    say("Hand this link over. It works once, within a day, and they are told that you made it:");
    say(&format!("{}/in/{}", url(&data.data, &config)?, token.expose()));
    Ok(())
}

/// Prints a link that confirms the address somebody gave. They are told of it too.
pub(crate) async fn confirm_address(data: &Data, who: &str) -> Done {
    let (config, store) = open(data).await?;
    let person = person(&Sharing::begin(store.clone())?, who).await?;
    let made = doors::addresses::made_by_operator(&store, person, Clock::Machine.now()).await?;
    let token = made.ok_or_else(|| {
        Trouble::new("They gave no address that waits to be confirmed. They do that on their page.")
    })?;
    say("Hand this link over. It works once, within a day, and they are told that you made it:");
    say(&format!("{}/address/{}", url(&data.data, &config)?, token.expose()));
    Ok(())
}

/// Erases one telling.
pub(crate) async fn erase_telling(data: &Data, id: &str) -> Done {
    let (_, store) = open(data).await?;
    let id = TellingId::parse(id).ok_or(Fault::NotFound)?;
    let sharing = Sharing::begin(store)?;
    tell::erase_by_operator(&sharing, id, Clock::Machine.now()).await?;
    sharing.store.database.settle().await?;
    say("It is erased. Backups of the keys still hold its key until they are seven days old.");
    Ok(())
}
