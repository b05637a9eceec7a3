//! Builds the folder that the program then serves, through the verbs that people's pages call,
//! and beside it the bare server's rows with the same words.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use doors::sessions::{self, Way};
use ground::id::{PersonId, SystemId};
use ground::{Clock, Fault, Line, Moment, Words};
use places::beginning::begin_place;
use places::opening::{self, Said};
use places::parts::{self, PartKind, Taken};
use places::systems::{Drawn, Edge, Scale, draw_inside};
use sharing::people::NewPerson;
use sharing::{Audience, Sharing, trail};
use store::migrations::{KEYS, ROWS, migrate};
use store::{Database, Keys, Store};
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wishes};

use crate::made_up::{self, Story};
use crate::{Done, bare};

/// The file of the program's rows, in the folder it serves.
pub(crate) const ROWS_FILE: &str = "understory.db";

/// What was built.
pub(crate) struct Seeded {
    /// The team in which everything is told and heard.
    pub(crate) team: SystemId,
    /// The token of a reader's session, who is part of the team and told nothing.
    pub(crate) session: String,
    /// A telling for that reader alone, and its words.
    pub(crate) narrow: TellingId,
    pub(crate) narrow_words: String,
    /// The words of the newest telling that reached the team.
    pub(crate) newest_words: String,
    /// How long the tellings took, in seconds, through the real verb.
    pub(crate) seconds: f64,
}

/// Builds both servers' data in `folder` with this many tellings, and closes the files.
pub(crate) async fn build(folder: &Path, tellings: usize) -> Done<Seeded> {
    let clock = Arc::new(Clock::Machine);
    let store = open(folder, &clock).await?;
    let sharing = Sharing::begin(store.clone())?.with_clock(clock.clone());
    let (place, reader) = place(&sharing, &clock).await?;
    // A team, since what is offered any wider waits for a second reader.
    let team = team(&sharing, &clock, place, reader).await?;
    let mut people = Vec::with_capacity(made_up::PEOPLE);
    for number in 0..made_up::PEOPLE {
        people.push(person(&sharing, &clock, [place, team], &made_up::name(number)).await?);
    }
    let began = Instant::now();
    let now = clock.now();
    let mut rows = Vec::with_capacity(tellings + 1);
    for number in 0..tellings {
        let story = made_up::story(number);
        let to = Audience::System(team);
        // An hour apart, the last one just now.
        let at = now.plus_seconds(-3_600 * i64::try_from(tellings - number)?);
        let teller = number % people.len();
        let id = keep(&sharing, (team, place), people[teller], &story, to, at).await?;
        rows.push(bare::Row::of(team, id, at, story, &made_up::name(teller)));
    }
    let seconds = began.elapsed().as_secs_f64();
    let newest_words = rows.last().map(|row| row.words.clone()).ok_or("there are no tellings")?;
    let story = made_up::story(5);
    let narrow_words = story.words.clone();
    // Older than all others, so that no list of the newest shows it, and marks it as read.
    let at = now.plus_seconds(-3_600 * i64::try_from(tellings + 1)?);
    let to = Audience::Person(reader);
    let narrow = keep(&sharing, (team, place), people[0], &story, to, at).await?;
    rows.push(bare::Row::of(team, narrow, at, story, &made_up::name(0)));
    let token = sessions::open(&store, reader, Way::Mailed, now).await?;
    while trail::seal(&store.database, clock.now()).await? > 0 {}
    store.database.close().await;
    store.keys.close().await;
    bare::build(&folder.join(bare::ROWS_FILE), &rows).await?;
    let session = token.expose().to_owned();
    Ok(Seeded { team, session, narrow, narrow_words, newest_words, seconds })
}

/// Opens a folder as the program itself does.
async fn open(folder: &Path, clock: &Clock) -> Done<Store> {
    std::fs::create_dir_all(folder.join("keys"))?;
    let database = Database::sqlite(&folder.join(ROWS_FILE)).await?;
    let keys = Database::sqlite(&folder.join("keys/keys.db")).await?;
    migrate(&keys, KEYS, clock.now()).await?;
    migrate(&database, ROWS, clock.now()).await?;
    let keys = Keys::open(keys, &folder.join("keys/master.key")).await?;
    Ok(Store { database, keys })
}

/// A place that has said everything and is open, and the one who looks after it.
async fn place(sharing: &Sharing, clock: &Clock) -> Done<(SystemId, PersonId)> {
    let (name, steward) = (line("Pit Hill")?, line("Iris Rees")?);
    let zone = "Europe/London";
    let (place, person) = begin_place(&sharing.store, clock, name, steward, zone, true).await?;
    let said = Said {
        story: Some((line("story")?, line("stories")?)),
        controllers: Some(words("The council and the health board answer for it together.")?),
        data_protection: Some(words("Write to the hall, for the attention of Iris Rees.")?),
        keeping: Some(words("Six years, or until you erase it.")?),
        ring_now: Some(words("If somebody could be hurt today, ring 999.")?),
        read_by: Some(words("Whoever you choose. We look every Monday.")?),
        ring_back: None,
        open_door: true,
        keeps_safe: Some(person),
        hears_wrongs: Some(person),
        rings: None,
    };
    opening::say(sharing, place, person, 1, &said, clock.now()).await?;
    opening::open_place(sharing, place, person, clock.now()).await?;
    Ok((place, person))
}

/// A team in the place, drawn by whoever looks after it.
async fn team(sharing: &Sharing, clock: &Clock, place: SystemId, by: PersonId) -> Done<SystemId> {
    let edge = Edge { name: line("The Tuesday team")?, theme: None, area: None, why: None };
    let (id, drawn) = (SystemId::random(), Drawn { scale: Scale::Team, edge });
    draw_inside(sharing, place, id, by, &drawn, clock.now()).await?;
    Ok(id)
}

async fn person(
    sharing: &Sharing,
    clock: &Clock,
    systems: [SystemId; 2],
    name: &str,
) -> Done<PersonId> {
    let new = NewPerson::prepare(&sharing.store.keys, clock, &line(name)?, false).await?;
    store::write!(sharing.store.database, |work| new.keep(work).await)?;
    for system in systems {
        let taken = Taken::plain(system, new.id, PartKind::Resident, clock.now());
        parts::take(sharing, &taken).await?;
    }
    Ok(new.id)
}

async fn keep(
    sharing: &Sharing,
    (system, place): (SystemId, SystemId),
    teller: PersonId,
    story: &Story,
    to: Audience,
    at: Moment,
) -> Done<TellingId> {
    let id = TellingId::random();
    let told = Told {
        title: story.title.as_deref().map(line).transpose()?,
        matters: story.matters.as_deref().map(line).transpose()?,
        wishes: Wishes {
            heard_by: vec![to],
            named: story.named,
            laid_beside: true,
            ..Wishes::default()
        },
        ..Told::words(words(&story.words)?)
    };
    let at_home = Where { system, place };
    tell::tell(sharing, Teller::Person(teller), at_home, id, &told, at).await?;
    Ok(id)
}

fn line(text: &str) -> Result<Line, Fault> {
    Line::parse(text).map_err(|why| Fault::Text { field: "made up", why })
}

fn words(text: &str) -> Result<Words, Fault> {
    Words::parse(text).map_err(|why| Fault::Text { field: "made up", why })
}
