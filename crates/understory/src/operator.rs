//! What whoever runs the server does from the command line. None of it shows anybody's words.

use std::path::Path;

use ground::id::{PersonId, SystemId};
use ground::{Clock, Fault, Line, Outcome};
use jiff::tz::TimeZone;
use places::beginning::{Beginning, Begun};
use places::systems;
use sharing::wordings::WordingId;
use sharing::wordings::emptying::empty_by_operator;
use sharing::{Sharing, reader};
use store::{Look, Store};
use stories::tellings::{TellingId, tell};

use crate::command::Data;
use crate::config::Config;
use crate::out::{Done, Trouble, note, say};
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

/// At most this many people of one name are told apart.
const MOST_OF_A_NAME: usize = 20;

pub(crate) fn line(text: &str, field: &'static str) -> Outcome<Line> {
    Line::parse(text).map_err(|why| Fault::Text { field, why })
}

/// Where the place is reached, for a link that is handed over. Where nothing settles that yet, it is
/// said beside the link.
pub(crate) fn url(data: &Path, config: &Config) -> Done<String> {
    let (url, doubt) = address(data, config)?;
    if let Some(doubt) = doubt {
        note(&doubt);
    }
    Ok(url)
}

/// As it is set up, or else where it was last served; and otherwise where it would be, with what
/// is to be said of that.
pub(crate) fn address(data: &Path, config: &Config) -> Done<(String, Option<String>)> {
    if let Some(url) = config.public_url.clone().or_else(|| serve::served_at(data)) {
        return Ok((url, None));
    }
    let url = format!("http://{}", config.address()?);
    let doubt = format!(
        "This place was not served from this folder yet, so the link begins with {url}. If people \
         will reach it elsewhere, set public_url, or serve it first, and make the link again."
    );
    Ok((url, Some(doubt)))
}

/// Begins a place, and prints its steward's link.
pub(crate) async fn new_place(
    data: &Data,
    name: &str,
    steward: &str,
    zone: &str,
    same_name: bool,
) -> Done {
    if !places::beginning::is_zone(zone) {
        // Before anything is made: a folder begun for nothing would be taken for a place.
        return Err(Trouble::new(format!(
            "There is no time zone called {zone}. Say it as in this example: --zone Europe/London. \
             Nothing was made."
        )));
    }
    let (config, store) = open_or_begin(data, Config::read(&data.data)?).await?;
    let (name, steward) = (line(name, "name of the place")?, line(steward, "steward's name")?);
    if !same_name {
        refuse_same_name(&store, &name).await?;
    }
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

/// Two places of one name are told apart by nobody who reads it.
async fn refuse_same_name(store: &Store, name: &Line) -> Done {
    let sharing = Sharing::begin(store.clone())?;
    let mut look = store.database.look().await?;
    if systems::places_named(&sharing, &mut look, name).await?.is_empty() {
        return Ok(());
    }
    Err(Trouble::new(
        "There is a place of that name already. Nothing was made. Give it another name, or say \
         --same-name if there are to be two.",
    ))
}

/// The place with this number, or of this name: where none is called exactly so, capital letters,
/// accents and the like make no difference.
pub(crate) async fn place(sharing: &Sharing, look: &mut Look, text: &str) -> Done<SystemId> {
    if let Some(id) = SystemId::parse(text)
        && systems::is_place(look, id).await?
    {
        return Ok(id);
    }
    match systems::places_alike(sharing, look, &line(text, "name of the place")?).await?.as_slice()
    {
        [place] => Ok(*place),
        [] => Err(Trouble::new("There is no place by that name here.")),
        several => {
            let numbers: Vec<_> = several.iter().map(|id| format!("\n  {id}")).collect();
            Err(Trouble::new(format!(
                "Several places have that name, or one like it. Say which by its number, which \
                 also stands in the address of its page, after /systems/:{}",
                numbers.concat()
            )))
        }
    }
}

/// The person with this number, with this e-mail address, or else of this name: where nobody is
/// called exactly so, capital letters, accents and the like make no difference.
pub(crate) async fn person(sharing: &Sharing, who: &str) -> Done<PersonId> {
    match numbered(sharing, who).await? {
        Some(person) => Ok(person),
        None => {
            only(sharing, sharing.people_alike(&line(who, "name")?, MOST_OF_A_NAME).await?).await
        }
    }
}

/// The same, for what cannot be undone: a name counts only as it was given.
pub(crate) async fn person_exactly(sharing: &Sharing, who: &str) -> Done<PersonId> {
    match numbered(sharing, who).await? {
        Some(person) => Ok(person),
        None => {
            only(sharing, sharing.people_named(&line(who, "name")?, MOST_OF_A_NAME).await?).await
        }
    }
}

/// The person with this number or e-mail address.
async fn numbered(sharing: &Sharing, who: &str) -> Done<Option<PersonId>> {
    let store = &sharing.store;
    let mut look = store.database.look().await?;
    if let Some(person) = PersonId::parse(who)
        && sharing::erasing::is_here(&mut look, person).await?
    {
        return Ok(Some(person));
    }
    match doors::addresses::Address::parse(who) {
        Ok(address) => Ok(doors::addresses::find(&mut look, &store.keys, &address).await?),
        Err(_) => Ok(None),
    }
}

/// The one of these people, if it is one.
async fn only(sharing: &Sharing, people: Vec<PersonId>) -> Done<PersonId> {
    match people.as_slice() {
        [person] => Ok(*person),
        [] => Err(Trouble::new("Nobody here has that address or name.")),
        several => Err(which_of(sharing, several).await?),
    }
}

/// The people of one name: in which places, and since when, and nothing else of them.
async fn which_of(sharing: &Sharing, people: &[PersonId]) -> Outcome<Trouble> {
    let mut lines = vec![
        "Several people have that name, or one like it. Use their e-mail address, or one of these \
         numbers. Beside each stands in which places they are: the number in the address of \
         its page, after /systems/."
            .to_owned(),
    ];
    let mut look = sharing.store.database.look().await?;
    for &person in people {
        lines.push(format!("  {person}"));
        for (place, since) in reader::in_places_since(&mut look, person).await? {
            lines.push(format!("    in {place} since {}", since.day_in(&TimeZone::UTC)));
        }
    }
    Ok(Trouble::new(lines.join("\n")))
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

/// Erases the words of one version that was said before.
pub(crate) async fn erase_wording(data: &Data, id: &str) -> Done {
    let (_, store) = open(data).await?;
    let id = WordingId::parse(id).ok_or(Fault::NotFound)?;
    let sharing = Sharing::begin(store)?;
    match empty_by_operator(&sharing, id, Clock::Machine.now()).await {
        Ok(()) | Err(Fault::Already) => {}
        Err(Fault::Unfit(_)) => {
            return Err(Trouble::new(
                "These words stand there now. Nothing was changed. Somebody of the group has to \
                 put them in other words first.",
            ));
        }
        Err(fault) => return Err(fault.into()),
    }
    sharing.store.database.settle().await?;
    say("The words are erased. That something was said, by whom and when, still stands there.");
    say("Backups of the rows from before still hold them: throw those away when you can.");
    Ok(())
}
