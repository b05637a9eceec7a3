//! The pages of their own that some people of the town keep, and whom they let in.

use ground::id::{Kind, PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use people::corner::{self, CornerId, Given, Terms, To};
use people::lives;
use people::passages::{self, PassageId, Said, Voice, reword};
use people::sections::{self, SectionId, SectionKind};
use serde::Deserialize;
use sharing::wordings::WordingId;

use super::telling_it::{TellingIt, line, maybe_line, words};

/// A page of one's own, under the key of whoever it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Life {
    person: String,
    pub(super) days_ago: i64,
    above: String,
}

/// Something said on such a page, in an offered part or in one of its person's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Passage {
    /// By which it is put better later, where it is.
    #[serde(default)]
    key: String,
    life: String,
    part: String,
    /// Who wrote it down, where that is not whoever's page it is.
    #[serde(default)]
    by: String,
    #[serde(default)]
    together: bool,
    pub(super) days_ago: i64,
    words: String,
}

/// Something on such a page that was put better.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reworded {
    passage: String,
    by: String,
    pub(super) days_ago: i64,
    words: String,
}

/// Somebody, or a group, that is let in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Beside {
    life: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    group: String,
    purpose: String,
    meeting: String,
    pub(super) days_ago: i64,
    /// For how many days, where it has an end from the beginning.
    for_days: Option<i64>,
    /// When it was ended before that.
    pub(super) ended_days_ago: Option<i64>,
    reads: Vec<String>,
    #[serde(default)]
    writes: Vec<String>,
}

/// Somebody begins a page of their own.
pub(super) async fn begun<'a>(it: &mut TellingIt<'a>, told: &'a Life) -> Outcome<()> {
    let id = SystemId::random();
    let by = it.people.get(&told.person)?;
    lives::begin(&it.sharing, id, &line(&told.above)?, by, it.at).await?;
    it.lives.put(&told.person, id)
}

/// Somebody says something on a page, and lays out a part of their own for it where there is none.
pub(super) async fn said<'a>(it: &mut TellingIt<'a>, told: &'a Passage) -> Outcome<()> {
    let (life, id) = (it.lives.get(&told.life)?, PassageId::random());
    let by = if told.by.is_empty() { &told.life } else { &told.by };
    let section = part(it, &told.life, &told.part).await?;
    let voice = if told.together { Voice::Together } else { Voice::Own };
    let said = Said { words: &words(&told.words)?, voice };
    passages::say(&it.sharing, (life, section, id), said, it.people.get(by)?, it.at).await?;
    if told.key.is_empty() { Ok(()) } else { it.keep(&told.key, (Kind::Passage, id.0), life) }
}

/// Somebody puts what they said better.
pub(super) async fn reworded(it: &TellingIt<'_>, told: &Reworded) -> Outcome<()> {
    let placed = it.placed(Kind::Passage, &told.passage)?;
    let reader = it.reader(&told.by).await?;
    let of = (placed.system, placed.thing.id.into());
    let from = (WordingId::random(), 0);
    reword::reword(&it.sharing, &reader, of, from, &words(&told.words)?, it.at).await
}

/// The part of this person's page that a file names: by its word where it is an offered one, or by
/// its heading.
async fn part(it: &TellingIt<'_>, life: &str, called: &str) -> Outcome<SectionId> {
    let (reader, by) = (it.reader(life).await?, it.people.get(life)?);
    let id = it.lives.get(life)?;
    if let Some(section) = find(it, (&reader, id), called).await? {
        return Ok(section);
    }
    let new = SectionId::random();
    sections::add(&it.sharing, (id, new), &line(called)?, by, it.at).await?;
    Ok(new)
}

async fn find(
    it: &TellingIt<'_>,
    (reader, life): (&sharing::Reader, SystemId),
    called: &str,
) -> Outcome<Option<SectionId>> {
    let mut look = it.look().await?;
    let life = lives::find(&it.sharing, &mut look, reader, life).await?;
    let all = sections::of_life(&it.sharing, &mut look, reader, &life).await?;
    let kind = SectionKind::parse(called);
    let is_it = |one: &&sections::Section| match &one.heading {
        Some(heading) => heading.to_string() == called,
        None => Some(one.kind) == kind,
    };
    Ok(all.iter().find(is_it).map(|one| one.id))
}

/// Somebody lets somebody in.
pub(super) async fn let_in<'a>(it: &mut TellingIt<'a>, told: &'a Beside) -> Outcome<()> {
    let (life, by) = (it.lives.get(&told.life)?, it.people.get(&told.life)?);
    let mut given = Vec::new();
    for (parts, may_write) in [(&told.reads, false), (&told.writes, true)] {
        for called in parts {
            given.push(Given { section: part(it, &told.life, called).await?, may_write });
        }
    }
    let terms = Terms {
        to: told.to(it)?,
        purpose: maybe_line(&told.purpose)?,
        meeting: maybe_line(&told.meeting)?,
        began: it.at,
        until: told.for_days.map(|days| later(it.at, days)),
        given,
    };
    let id = CornerId::random();
    corner::let_in(&it.sharing, (life, id), &terms, by, it.at).await?;
    it.corners.insert((&told.life, told.whom()), id);
    Ok(())
}

impl Beside {
    fn whom(&self) -> &str {
        if self.person.is_empty() { &self.group } else { &self.person }
    }

    fn to(&self, it: &TellingIt<'_>) -> Outcome<To> {
        match self.person.as_str() {
            "" => it.systems.get(&self.group).map(To::Group),
            person => it.people.get(person).map(To::Person),
        }
    }
}

fn later(at: Moment, days: i64) -> Moment {
    at.plus_seconds(days * 86_400)
}

/// Somebody ends that somebody is let in.
pub(super) async fn ended(it: &TellingIt<'_>, told: &Beside) -> Outcome<()> {
    let life = it.lives.get(&told.life)?;
    let by: PersonId = it.people.get(&told.life)?;
    let of = (told.life.as_str(), told.whom());
    let id = it.corners.get(&of).copied().ok_or(Fault::NotFound)?;
    corner::end(&it.sharing, (life, id), by, it.at).await
}
