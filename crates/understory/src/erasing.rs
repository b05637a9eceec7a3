//! Erasing somebody whole, and erasing again after an old backup was restored. Each room erases
//! its own; here they are called in order. Nothing of anybody is shown but how much there is.

use std::path::{Path, PathBuf};

use clap::Args;
use ground::id::{PersonId, Uuid};
use ground::{Clock, Moment, Outcome};
use jiff::tz::TimeZone;
use sharing::wordings::emptying::{self, CameBack};
use sharing::{Reader, Sharing, StandingKind, reader};
use store::erasures::Erasures;
use store::look::MANY;
use store::{Keeper, Look};

use crate::command::Data;
use crate::operator;
use crate::out::{Done, Trouble, counted, note, say};

/// Erase somebody whole.
#[derive(Args, Debug)]
pub(crate) struct Person {
    /// Their e-mail address, their name exactly as they gave it, or their number: it is printed
    /// where several people have that name, and by an erasure that was broken off.
    who: String,
    #[command(flatten)]
    data: Data,
    /// Do it. Without this it only says how much would go, and nothing is changed.
    #[arg(long)]
    yes: bool,
}

/// Erase again whatever was erased before an old backup was restored.
#[derive(Args, Debug)]
pub(crate) struct Again {
    /// The list of erasures, erasures.log, from beside a backup of keys or from a data folder.
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
    #[command(flatten)]
    data: Data,
}

impl Person {
    pub(crate) async fn run(self) -> Done {
        let (_, store) = operator::open(&self.data).await?;
        let sharing = Sharing::begin(store)?;
        let person = operator::person_exactly(&sharing, &self.who).await?;
        refuse_on_duty(&sharing, person).await?;
        refuse_held(&sharing, person).await?;
        if !self.yes {
            return count(&sharing, person).await;
        }
        note(&format!("Should this stop before it is done, run it again for {person}"));
        whole(&sharing, person, Clock::Machine.now(), &mut |many| {
            note(&format!("{} gone", counted(many, "telling", "tellings")));
        })
        .await?;
        sharing.store.database.settle().await?;
        say("They are erased. What they said in groups stays, as somebody's who left.");
        say("Backups of the keys still hold their keys until they are seven days old.");
        Ok(())
    }
}

impl Again {
    pub(crate) async fn run(self) -> Done {
        let erasures = self.erasures.as_deref().map(read).transpose()?.unwrap_or_default();
        let (_, store) = operator::open(&self.data).await?;
        say_again(again(&Sharing::begin(store)?, erasures).await?);
        Ok(())
    }
}

/// A place cannot be without somebody to bring a worry to.
async fn refuse_on_duty(sharing: &Sharing, person: PersonId) -> Done {
    let mut look = sharing.store.database.look().await?;
    let reader = Reader::person(&mut look, person).await?;
    if reader.systems(StandingKind::KeepsSafe).next().is_none() {
        return Ok(());
    }
    Err(Trouble::new(
        "They are the safeguarding person on duty of a place. Name somebody else there first.",
    ))
}

/// What is held is not erased before that is over.
async fn refuse_held(sharing: &Sharing, person: PersonId) -> Done {
    let mut look = sharing.store.database.look().await?;
    let held = people::erasing::held_until(&mut look, person, Clock::Machine.now()).await?;
    let Some(until) = held else { return Ok(()) };
    let day = until.day_in(&TimeZone::UTC);
    Err(Trouble::new(format!(
        "A page of their own is held until {day}, and nothing of theirs is erased before that. \
         Their page says why; whoever named it there can end it."
    )))
}

/// What goes with somebody, where it is one and where it is not.
const GOES: [(&str, &str); 9] = [
    ("telling of theirs", "tellings of theirs"),
    (
        "telling they wrote down or brought, which nobody else hears",
        "tellings they wrote down or brought, which nobody else hears",
    ),
    ("part, in their own words", "parts, in their own words"),
    (
        "part or duty they have now, which would end",
        "parts and duties they have now, which would end",
    ),
    ("wish that names them", "wishes that name them"),
    ("thing offered to them by name", "things offered to them by name"),
    ("line of who looked, by them or at theirs", "lines of who looked, by them or at theirs"),
    (
        "file they brought, where nothing of it is left",
        "files they brought, where nothing of them is left",
    ),
    ("page of their own", "pages of their own"),
];

/// What somebody does for a system besides playing a part in it, each named, with the number of the
/// system and whether anybody else does it there.
pub(crate) async fn duties(look: &mut Look, person: PersonId) -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    for standing in Reader::person(look, person).await?.standings() {
        let duty = match standing.kind {
            StandingKind::Part | StandingKind::Pen => continue,
            StandingKind::Steward => "looks after",
            StandingKind::Money => "holds the money of",
            StandingKind::Manages => "manages the workers of",
            StandingKind::KeepsSafe => "keeps people safe in",
            StandingKind::HearsWrongs => "hears what went wrong in",
            StandingKind::Rings => "rings people back for",
        };
        let others = reader::standing_in(look, standing.system, standing.kind).await?;
        let alone =
            if others.iter().all(|one| *one == person) { ", and nobody else does" } else { "" };
        lines.push(format!("          {duty} /systems/{}{alone}", standing.system));
    }
    Ok(lines)
}

/// One row of how much goes.
fn row(many: i64, one: &str, several: &str) -> String {
    format!("{many:>8}  {}", if many == 1 { one } else { several })
}

async fn count(sharing: &Sharing, person: PersonId) -> Done {
    let mut look = sharing.store.database.look().await?;
    let here = sharing::erasing::count(&mut look, person).await?;
    let stories = stories::erasing::count(&mut look, person).await?;
    let parts = places::parts::count(&mut look, person).await?;
    let lives = people::erasing::count(&mut look, person).await?;
    say("This would go:");
    let of = [
        stories.told,
        stories.unheard,
        parts,
        here.standings,
        stories.wished,
        here.offered,
        here.looked,
        stories.brought,
        lives,
    ];
    for (many, (one, several)) in of.into_iter().zip(GOES) {
        say(&row(many, one, several));
    }
    for duty in duties(&mut look, person).await? {
        say(&duty);
    }
    say("And their name, address, card, sign-in links and sessions.");
    say("What they said in groups would stay, as somebody's who left.");
    say("Nothing is erased yet. Run it again with --yes to erase it for good.");
    Ok(())
}

/// Erases somebody whole, a bounded piece at a time. Their doors are shut first and their name
/// goes last, so that a run which was broken off is gone on with by the same name or number.
pub(crate) async fn whole(
    sharing: &Sharing,
    person: PersonId,
    now: Moment,
    so_far: &mut (dyn FnMut(usize) + Send),
) -> Outcome<()> {
    let database = &sharing.store.database;
    people::erasing::lives_of(sharing, person, now).await?;
    while people::erasing::withdraw_from(sharing, person).await? > 0 {}
    store::write!(database, |work| {
        doors::forget(work, person).await?;
        places::ages::forget(work, person).await?;
        places::knows::forget(work, person).await?;
        sharing::erasing::end_standings(work, person, now).await
    })?;
    sharing::erasing::seal_all(database, now).await?;
    let mut gone = 0;
    loop {
        match stories::erasing::tellings_of(sharing, person, now).await? {
            0 => break,
            some => gone += some,
        }
        so_far(gone);
    }
    store::write!(database, |work| stories::erasing::asked_of(work, person, now).await)?;
    while store::write!(database, |work| stories::erasing::wishes_for(work, person).await)? > 0 {}
    while store::write!(database, |work| stories::erasing::drafts_of(work, person, now).await)? > 0
    {
    }
    while stories::erasing::files_of(sharing, person, now).await? > 0 {}
    while stories::erasing::dismissed_by(sharing, person).await? > 0 {}
    while store::write!(database, |work| sharing::vest::forget_by(work, person).await)? > 0 {}
    while store::write!(database, |work| learning::convening::forget(work, person).await)? > 0 {}
    while sharing::erasing::withdraw_from(database, person).await? > 0 {}
    while sharing::erasing::forget_looked(database, person).await? > 0 {}
    while store::write!(database, |work| places::parts::forget(work, person).await)? > 0 {}
    sharing.store.keys.throw_away(&[Keeper::new(person)], now).await?;
    sharing::erasing::forget(database, person, now).await
}

/// Reads a list of erasures.
pub(crate) fn read(path: &Path) -> Done<Erasures> {
    let erasures = Erasures::read(path)
        .map_err(|error| Trouble::new(format!("{} cannot be read: {error}.", path.display())))?;
    if erasures.unread > 0 {
        let lines = counted(erasures.unread, "line", "lines");
        note(&format!("{lines} could not be read in {}", path.display()));
    }
    Ok(erasures)
}

/// What was erased again.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct ErasedAgain {
    /// Keys that had come back.
    pub(crate) keys: usize,
    /// Tellings whose rows had come back.
    pub(crate) tellings: usize,
    /// Pages of people's own, and what was taken out of them, whose rows had come back.
    pub(crate) lives: usize,
    /// People whose rows had come back.
    pub(crate) people: usize,
    /// Versions that were emptied, whose words had come back.
    pub(crate) wordings: CameBack,
}

impl ErasedAgain {
    fn sentence(self) -> String {
        let keys = counted(self.keys, "key", "keys");
        let tellings = counted(self.tellings, "telling", "tellings");
        let people = counted(self.people, "person", "people");
        let lives = counted(
            self.lives,
            "thing on pages of people’s own",
            "things on pages of people’s own",
        );
        let wordings = counted(self.wordings.emptied, "earlier wording", "earlier wordings");
        format!("Erased again: {keys}, {tellings}, {lives}, {people}, {wordings}.")
    }
}

/// Says what was erased again.
pub(crate) fn say_again(erased: ErasedAgain) {
    say(&erased.sentence());
    if erased.people > 0 {
        say("See that each place still has a safeguarding person on duty.");
    }
    if erased.wordings.standing > 0 {
        let many = counted(erased.wordings.standing, "wording stands", "wordings stand");
        say(&format!("{many} there again as what a group says now, since the backup is older."));
    }
    say("What was put in other words since the backup says again what it said then.");
    say(
        "Where somebody emptied that, their group has to put it in other words and empty it again.",
    );
}

/// Erases again whatever is on the list, and whatever the keys say was thrown away: first every
/// key, and then the rows that came back.
pub(crate) async fn again(sharing: &Sharing, list: Erasures) -> Outcome<ErasedAgain> {
    let (keys, now) = (&sharing.store.keys, sharing.now());
    let mut erased = ErasedAgain::default();
    let listed: Vec<Uuid> = list.keepers.into_iter().collect();
    for some in listed.chunks(MANY) {
        let back = keys.still_there(some).await?;
        keys.throw_away(&back, now).await?;
        erased.keys += back.len();
    }
    for some in listed.chunks(MANY) {
        rows_again(sharing, some, now, &mut erased).await?;
    }
    let mut after = Uuid::nil();
    loop {
        let some = keys.thrown_away_after(after).await?;
        let Some(&last) = some.last() else { break };
        rows_again(sharing, &some, now, &mut erased).await?;
        after = last;
    }
    sharing.store.database.settle().await?;
    Ok(erased)
}

async fn rows_again(
    sharing: &Sharing,
    ids: &[Uuid],
    now: Moment,
    erased: &mut ErasedAgain,
) -> Outcome<()> {
    erased.tellings += stories::erasing::again(sharing, ids, now).await?;
    erased.lives += people::erasing::again(sharing, ids, now).await?;
    let back = emptying::again(sharing, ids, now).await?;
    erased.wordings.emptied += back.emptied;
    erased.wordings.standing += back.standing;
    let mut look = sharing.store.database.look().await?;
    let people = sharing::erasing::people_among(&mut look, ids).await?;
    drop(look);
    for person in people {
        whole(sharing, person, now, &mut |_| {}).await?;
        erased.people += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_said_rightly_of_one_and_of_several() {
        let back = |emptied| CameBack { emptied, standing: 0 };
        let one = ErasedAgain { keys: 1, tellings: 1, lives: 1, people: 1, wordings: back(1) };
        let said = "Erased again: 1 key, 1 telling, 1 thing on pages of people’s own, 1 person, \
                    1 earlier wording.";
        assert_eq!(one.sentence(), said);
        let some = ErasedAgain { keys: 2, tellings: 0, lives: 0, people: 3, wordings: back(2) };
        let said = "Erased again: 2 keys, 0 tellings, 0 things on pages of people’s own, \
                    3 people, 2 earlier wordings.";
        assert_eq!(some.sentence(), said);
        let (wish, wishes) = GOES[4];
        assert_eq!(row(1, wish, wishes), "       1  wish that names them");
        assert_eq!(row(0, wish, wishes), "       0  wishes that name them");
    }
}
