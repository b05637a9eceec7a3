//! Hearing: one telling whole, or a page of those that reached a system.

mod glimpses;

use std::collections::{BTreeSet, HashMap};

use ::store::{Keeper, KeyRing, Look, Sealed, Spot};
use ground::id::{Kind, PersonId, SystemId, Uuid};
use ground::{After, Fault, Moment, Outcome, Stretch};
use sharing::audience;
use sharing::{Audience, Leave, Matter, Names, Reader, Sharing, TellingMatter};

pub(crate) use glimpses::{found, glimpsed, told_here};

use super::age::{may_be_named, may_show_chosen};
use super::store::{self, TellingRow};
use super::{Chapter, Manner, Telling, TellingId, Voice, slip_of};
use crate::second_readings::Asked;
use crate::{imports, second_readings, translations, worries};

/// What the policies need to know of a telling.
pub(crate) fn matter(row: &TellingRow) -> TellingMatter {
    let mut people = Vec::new();
    let mut systems = Vec::new();
    let mut anyone = false;
    let waits = &row.held.waits_for_second_reader;
    for audience in &row.wishes.heard_by {
        match audience {
            Audience::Person(person) => people.push(*person),
            Audience::System(system) => systems.push(*system),
            Audience::Anyone => anyone = true,
        }
    }
    TellingMatter {
        id: row.id.0,
        place: row.place,
        teller: row.teller,
        writer: row.writer,
        slip: row.slip.as_ref().map(slip_of),
        handed_over: row.is_handed_over(),
        systems_waiting: systems
            .iter()
            .copied()
            .filter(|system| waits.contains(&Audience::System(*system)))
            .collect(),
        anyone_waits: waits.contains(&Audience::Anyone),
        people,
        systems,
        anyone,
        worried_about: false,
        worry_answered_by: Vec::new(),
        waits_to_be_read_back: row.held.waits_to_be_read_back,
        somebody_is_looking: row.held.somebody_is_looking,
        asked_first: Vec::new(),
        on_duty_first: false,
        lies_unread: false,
        for_an_adult: false,
        waits_for_second_adult: row.under_18 && !row.may_quote,
        may_be_laid_beside: row.wishes.laid_beside,
        may_be_quoted: row.wishes.quoted,
    }
}

/// The same, with whoever was asked to look at it or to read it first.
pub(crate) async fn facts(
    look: &mut Look,
    row: &TellingRow,
    now: Moment,
) -> Outcome<TellingMatter> {
    let mut facts = matter(row);
    worries::fill(look, row, &mut facts).await?;
    let asked = second_readings::asked(look, row.id, row.import, now).await?;
    second_readings::fill(&mut facts, asked);
    Ok(facts)
}

/// The same for words that no second reader has read: everybody further away waits for them.
fn unread(row: &TellingRow, matter: &TellingMatter) -> TellingMatter {
    let mut unread = matter.clone();
    for wider in &row.wider {
        match wider {
            Audience::System(system) if !unread.systems_waiting.contains(system) => {
                unread.systems_waiting.push(*system);
            }
            Audience::Anyone => unread.anyone_waits = true,
            Audience::System(_) | Audience::Person(_) => {}
        }
    }
    unread
}

/// One telling, whole, with its chapters.
pub async fn one(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<Telling> {
    let row = store::one(look, id).await?;
    of_row(sharing, look, reader, row).await
}

/// The same, for whoever fetched its row already.
pub(crate) async fn of_row(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    row: TellingRow,
) -> Outcome<Telling> {
    let id = row.id;
    let facts = facts(look, &row, sharing.now()).await?;
    let asked = Matter::Telling(facts.clone());
    let chapters = store::chapters(look, id).await?;
    // Whoever hears what nobody has read first hears the rest too; so one mark is enough.
    let whole = match chapters.iter().any(|chapter| chapter.waits) {
        true => hear_one(sharing, reader, &row, unread(&row, &facts)).await?,
        false => None,
    };
    let leave = match whole {
        Some(leave) => leave,
        None => hear_one(sharing, reader, &row, facts).await?.ok_or(Fault::NotFound)?,
    };
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let names = sharing.names(look, reader, row.teller).await?;
    let (import, keeper) = (row.import, Keeper::new(id));
    let mut telling = open(&leave, &ring, reader, &names, row)?.ok_or(Fault::NotFound)?;
    if let Some(import) = import {
        let brought = imports::brought(sharing, look, &leave, &ring, id, import).await?;
        telling.brought = Some(brought);
    }
    for chapter in chapters.iter().filter(|chapter| whole.is_some() || !chapter.waits) {
        let spot = Spot::new(chapter.id, "words");
        if let Some(words) = leave.open(&ring, keeper, spot, &chapter.words)? {
            let waits = chapter.waits && !telling.wider.is_empty();
            telling.chapters.push(Chapter { id: chapter.id, words, at: chapter.at, waits });
        }
    }
    for row in translations::shown(sharing, look, reader, (id, &asked)).await? {
        telling.translations.extend(translations::open(&leave, &ring, keeper, row)?);
    }
    Ok(telling)
}

async fn hear_one(
    sharing: &Sharing,
    reader: &Reader,
    row: &TellingRow,
    matter: TellingMatter,
) -> Outcome<Option<Leave>> {
    let leaves = sharing.hear(reader, &[matter], |_| row.system).await?;
    Ok(leaves.into_iter().next().flatten())
}

/// How many of their own tellings somebody sees on one page.
pub const OWN_PAGE: usize = 50;

/// A page of what reached a system and this reader may hear, newest first.
pub async fn list(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<Telling>> {
    let ids = audience::listed(look, reader, system, Kind::Telling, after).await?;
    // It goes on after the last that was asked for, so that a page of which nothing opens any more
    // is not taken for the end.
    let here: Vec<TellingId> = ids.iter().copied().map(TellingId).collect();
    Ok(ids.with(some(sharing, look, reader, &here).await?))
}

/// Those of these tellings that this reader may hear, without their chapters.
pub async fn some(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
) -> Outcome<Vec<Telling>> {
    all(sharing, look, reader, ids, None).await
}

/// The same, with what stood beside them in their file, where somebody was asked to read all of
/// them before they go further.
pub(crate) async fn all(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
    asked: Option<Asked>,
) -> Outcome<Vec<Telling>> {
    let heard = heard(sharing, look, reader, ids, asked).await?;
    let named = heard.iter().filter(|(row, _)| row.wishes.named).filter_map(|(row, _)| row.teller);
    let named: Vec<PersonId> = named.collect::<BTreeSet<_>>().into_iter().collect();
    let keepers = heard.iter().map(|(row, _)| Keeper::new(row.id));
    let keepers = keepers.chain(named.iter().map(|&person| Keeper::new(person)));
    let ring = sharing.store.keys.ring(keepers).await?;
    let names = sharing.names_with(look, reader, &ring, &named).await?;
    let mut tellings = Vec::with_capacity(heard.len());
    for (row, leave) in heard {
        let (id, import) = (row.id, row.import.filter(|_| asked.is_some()));
        let Some(mut telling) = open(&leave, &ring, reader, &names, row)? else { continue };
        if let Some(import) = import {
            let brought = imports::brought(sharing, look, &leave, &ring, id, import).await?;
            telling.brought = Some(brought);
        }
        tellings.push(telling);
    }
    Ok(tellings)
}

/// The rows of those of these that this reader may hear, each with its leave; what leaves a mark is
/// marked before.
async fn heard(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
    asked: Option<Asked>,
) -> Outcome<Vec<(TellingRow, Leave)>> {
    let rows = store::by_ids(look, ids).await?;
    let systems: HashMap<Uuid, SystemId> = rows.iter().map(|r| (r.id.0, r.system)).collect();
    let mut matters: Vec<TellingMatter> = rows.iter().map(matter).collect();
    matters.iter_mut().for_each(|matter| second_readings::fill(matter, asked));
    let home = |m: &TellingMatter| systems.get(&m.id).copied().unwrap_or(m.place);
    let leaves = sharing.hear(reader, &matters, home).await?;
    Ok(rows.into_iter().zip(leaves).filter_map(|(row, leave)| Some((row, leave?))).collect())
}

fn open(
    leave: &Leave,
    ring: &KeyRing,
    reader: &Reader,
    names: &Names,
    row: TellingRow,
) -> Outcome<Option<Telling>> {
    let keeper = Keeper::new(row.id);
    let line = |sealed: &Option<Sealed>, column| match sealed {
        Some(sealed) => leave.open_line(ring, keeper, Spot::new(row.id, column), sealed),
        None => Ok(None),
    };
    let Some(words) = leave.open(ring, keeper, Spot::new(row.id, "words"), &row.words)? else {
        return Ok(None);
    };
    let (own, unsigned) = (row.is_of(reader), row.is_unsigned());
    let may_hold_back = row.is_handed_over() && row.writer == reader.person_id();
    let name = row
        .teller
        .filter(|_| row.wishes.named && may_be_named(&row))
        .and_then(|t| names.of(t))
        .cloned();
    let theirs = row.manner == Manner::Self_ || row.is_handed_over();
    let chosen = if own || may_show_chosen(&row) { line(&row.for_name, "for_name")? } else { None };
    let voice = match (own && theirs, chosen, name) {
        (true, ..) => Voice::You,
        (false, Some(chosen), _) => Voice::Chosen(chosen),
        (false, None, Some(name)) => Voice::Named(name),
        (false, None, None) => Voice::Somebody,
    };
    Ok(Some(Telling {
        id: row.id,
        system: row.system,
        place: row.place,
        manner: row.manner,
        voice,
        writer: row.writer,
        title: line(&row.title, "title")?,
        words,
        happened: line(&row.happened, "happened")?,
        about_what: line(&row.about_what, "about_what")?,
        felt: line(&row.felt, "felt")?,
        matters: line(&row.matters, "matters")?,
        language: row.language,
        waits_to_be_read_back: row.held.waits_to_be_read_back,
        somebody_is_looking: row.held.somebody_is_looking,
        unsigned,
        may_hold_back,
        waits_for_second_reader: row.held.waits_for_second_reader,
        wider: row.wider,
        under_18: row.under_18,
        at: row.at,
        revision: row.revision,
        own,
        wishes: row.wishes,
        brought: None,
        chapters: Vec::new(),
        translations: Vec::new(),
    }))
}

/// Everything this person told or wrote down, newest first, a page at a time.
pub async fn of_teller(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    after: Option<After>,
) -> Outcome<Stretch<Telling>> {
    let Some(person) = reader.person_id() else { return Ok(Stretch::default()) };
    let ids = store::of_teller(look, person, after, OWN_PAGE).await?;
    Ok(ids.with(some(sharing, look, reader, &ids).await?))
}

/// Those of these tellings that are this person's own.
pub(crate) async fn own_among(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
) -> Outcome<Vec<Telling>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let ids = store::own_among(look, person, ids).await?;
    some(sharing, look, reader, &ids).await
}

/// What reached a system and may be laid beside others by this reader, newest first; at most a
/// hundred of the newest that reached it.
pub async fn to_lay(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
) -> Outcome<Vec<Telling>> {
    let mut tellings = Vec::new();
    let mut after = None;
    for _ in 0..5 {
        let listed = audience::listed(look, reader, system, Kind::Telling, after).await?;
        after = listed.next;
        let listed: Vec<TellingId> = listed.into_iter().map(TellingId).collect();
        let mut rows = store::by_ids(look, &listed).await?;
        // What is not shown here is not heard either, or it would be marked as looked at.
        rows.retain(|row| {
            let (wishes, held) = (&row.wishes, &row.held);
            let waits = &held.waits_for_second_reader;
            wishes.laid_beside && wishes.reaches_a_group(waits) && !held.waits_to_be_read_back
        });
        let ids: Vec<TellingId> = rows.iter().map(|row| row.id).collect();
        tellings.extend(some(sharing, look, reader, &ids).await?);
        if after.is_none() {
            break;
        }
    }
    Ok(tellings)
}
