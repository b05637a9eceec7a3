//! Because of what: why one thing led to another, as somebody says. It is never a duty: it may
//! be a hunch, it may have just happened, and it can be said later, or never.

pub(crate) mod besides;
pub mod pages;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use ::store::{KeyRing, Look};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Moment, Outcome, Words};
use serde::Deserialize;
use sharing::lineage::{self, Because, BecauseId, Cause, Placed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Leave, Names, Nouns, Opening, Reader, Sealing, Seen, Sharing};
use web::Page;

use crate::kept;
use crate::past;
use crate::spoken::Signed;

/// Because of what, as somebody says it.
#[derive(Clone, Debug)]
pub struct BecauseOf {
    /// Another thing, a hunch, or that it just happened.
    pub cause: Cause,
    /// Why they say so.
    pub why: Option<Words>,
}

/// Seals what somebody says, under the key of the system that `what` is at home in.
pub(crate) fn seal(
    ring: &KeyRing,
    what: Placed,
    id: BecauseId,
    given: &BecauseOf,
    by: PersonId,
    at: Moment,
) -> Outcome<Because> {
    let sealing = Sealing::new(ring, what.system, id);
    let why = sealing.maybe("why", given.why.as_ref())?;
    Ok(Because { id, what, cause: given.cause, why, said_by: Some(by), at })
}

/// The links that a new thing begins with: what somebody said, and the question it hangs from,
/// which is a cause whether or not anybody says so.
pub(crate) fn first(
    ring: &KeyRing,
    what: Placed,
    (given, inquiry): (Option<&BecauseOf>, Option<Placed>),
    by: PersonId,
    at: Moment,
) -> Outcome<Vec<Because>> {
    let hung = inquiry.map(Cause::Of).filter(|c| given.is_none_or(|given| given.cause != *c));
    let hung = hung.map(|cause| BecauseOf { cause, why: None });
    let links = given.into_iter().chain(hung.as_ref());
    links.map(|given| seal(ring, what, BecauseId::random(), given, by, at)).collect()
}

/// Says later because of what something is there. Whoever takes part where it is at home may.
pub async fn say(
    sharing: &Sharing,
    reader: &Reader,
    id: BecauseId,
    what: Placed,
    given: &BecauseOf,
    at: Moment,
) -> Outcome<()> {
    if matches!(given.cause, Cause::Of(of) if of.thing == what.thing) {
        return Err(Fault::Unfit("unfit-because-itself"));
    }
    let (by, _) = kept::taking_part(sharing, reader, what.system)?;
    let ring = kept::ring(sharing, what.system).await?;
    let because = seal(&ring, what, id, given, by, at)?;
    ::store::write!(sharing.store.database, |work| {
        kept::still_taking_part(sharing, work, by, what.system).await?;
        lineage::say(work, &because).await?;
        trail::mark(work, Mark::of(what.system, at, Verb::Changed, Some(by), what.thing)).await
    })
}

/// What a form says about because of what; every field may be empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// `hunch`, `just_happened`, `because`, or nothing.
    pub because_how: String,
    /// The other thing, as `kind:id`.
    pub because_of: String,
    /// Why they say so.
    pub because_why: String,
}

impl Typed {
    /// What was chosen, if anything was. Another thing must be one whose page this reader may
    /// open.
    pub async fn given(
        &self,
        nouns: &Nouns,
        look: &mut Look,
        reader: &Reader,
    ) -> Outcome<Option<BecauseOf>> {
        let why = kept::may("because_why", &self.because_why)?;
        let cause = match self.because_how.as_str() {
            "hunch" => Cause::Hunch,
            "just_happened" => Cause::JustHappened,
            "because" => Cause::Of(found(nouns, look, reader, &self.because_of).await?),
            _ if why.is_none() => return Ok(None),
            _ => return Err(Fault::Unfit("unfit-because-why-alone")),
        };
        Ok(Some(BecauseOf { cause, why }))
    }
}

/// A thing named as `kind:id`.
#[must_use]
pub fn parse(text: &str) -> Option<Thing> {
    let (kind, id) = text.split_once(':')?;
    let kind = Kind::parse(kind)?;
    // A page of one's own is on no thread of a group.
    let is_none = matches!(kind, Kind::System | Kind::Person | Kind::Section | Kind::Passage);
    if is_none {
        return None;
    }
    Some(Thing { kind, id: Uuid::try_parse(id).ok()? })
}

/// A thing as it is named in a form.
#[must_use]
pub fn named(thing: Thing) -> String {
    format!("{}:{}", thing.kind.word(), thing.id.simple())
}

async fn found(nouns: &Nouns, look: &mut Look, reader: &Reader, text: &str) -> Outcome<Placed> {
    let gone = || Fault::Unfit("unfit-because-of");
    let thing = parse(text).ok_or_else(gone)?;
    let glimpses = nouns.peek(look, reader, &[thing], &[]).await?;
    let glimpse = glimpses.get(&thing.id).filter(|g| g.path.is_some()).ok_or_else(gone)?;
    Ok(Placed { thing, system: glimpse.system })
}

/// One thing that a form offers as a cause.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) kind: &'static str,
    pub(crate) heading: Seen<String>,
    pub(crate) chosen: bool,
}

/// What the part of a form about because of what needs.
pub(crate) struct Asking {
    pub(crate) how: String,
    pub(crate) why: String,
    pub(crate) choices: Vec<Choice>,
}

/// What the form offers: the thing that a link named, and what this system's people heard again,
/// were asked, or wrote of late. What was typed before stays chosen.
pub(crate) async fn asking(
    sharing: &Sharing,
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    system: SystemId,
    typed: &Typed,
) -> Outcome<Asking> {
    let named_by_link = parse(&typed.because_of);
    let mut lately: Vec<(Moment, Thing, Seen<String>)> = nouns
        .lately(look, reader, system)
        .await?
        .into_iter()
        .map(|one| (one.at, Thing { kind: one.kind, id: one.id }, one.heading))
        .collect();
    let events = past::of_system(sharing, look, reader, system).await?;
    let causes = events.into_iter().filter(past::may_be_a_cause);
    lately.extend(causes.map(|event| (event.at, event.thing, event.heading)));
    lately.sort_by_key(|(at, thing, _)| (Reverse(*at), *thing));
    let mut choices: Vec<Choice> = lately
        .into_iter()
        .map(|(_, thing, heading)| Choice {
            value: named(thing),
            kind: thing.kind.key(),
            heading,
            chosen: named_by_link == Some(thing),
        })
        .collect();
    if let Some(thing) = named_by_link.filter(|_| !choices.iter().any(|c| c.chosen)) {
        let mut glimpses = nouns.peek(look, reader, &[thing], &[]).await?;
        if let Some(glimpse) = glimpses.remove(&thing.id).filter(|g| g.path.is_some()) {
            let (value, kind) = (named(thing), thing.kind.key());
            choices.insert(0, Choice { value, kind, heading: glimpse.heading, chosen: true });
        }
    }
    let chosen = choices.iter().any(|c| c.chosen);
    let how = if typed.because_how.is_empty() && chosen { "because" } else { &typed.because_how };
    Ok(Asking { how: how.to_owned(), why: typed.because_why.clone(), choices })
}

/// The links back from one thing, one step, before they are laid out.
pub(crate) struct Gathered {
    pub(crate) what: Placed,
    links: Vec<Because>,
}

impl Gathered {
    /// Who said so.
    pub(crate) fn people(&self) -> impl Iterator<Item = PersonId> {
        self.links.iter().filter_map(|link| link.said_by)
    }

    /// The things that it is because of.
    pub(crate) fn causes(&self) -> impl Iterator<Item = Thing> {
        self.links.iter().filter_map(cause_of)
    }

    /// The same, with nobody's name beside it.
    #[must_use]
    pub(crate) fn unsigned(mut self) -> Self {
        self.links.iter_mut().for_each(|link| link.said_by = None);
        self
    }
}

/// Why this is there, as far as people said.
pub(crate) async fn gather(look: &mut Look, what: Placed) -> Outcome<Gathered> {
    Ok(Gathered { what, links: lineage::causes(look, what.thing).await? })
}

/// One link back, as a page shows it.
pub(crate) struct Link {
    /// The key of the words for a hunch or what just happened, or for the kind of thing.
    pub(crate) kind: &'static str,
    pub(crate) to: Option<(Seen<String>, Option<String>)>,
    pub(crate) why: Option<Seen<Words>>,
    pub(crate) by: Option<Signed>,
}

/// What the part of a page about because of what needs.
pub(crate) struct Roots {
    pub(crate) links: Vec<Link>,
    pub(crate) add: String,
    pub(crate) thread: String,
}

/// Lays the links out for a reader. What they may not see is left out as if it were not there.
pub(crate) async fn laid_out(
    sharing: &Sharing,
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    with: (&Leave, &Names, &Page),
    gathered: Gathered,
) -> Outcome<Roots> {
    let (leave, names, page) = with;
    let what = gathered.what;
    let causes: BTreeSet<Thing> = gathered.links.iter().filter_map(cause_of).collect();
    let causes: Vec<Thing> = causes.into_iter().collect();
    let glimpses = nouns.peek(look, reader, &causes, &[]).await?;
    let ring = kept::ring(sharing, what.system).await?;
    let mut links = Vec::with_capacity(gathered.links.len());
    for because in gathered.links {
        let (kind, to) = match (because.cause, cause_of(&because)) {
            (_, Some(thing)) => {
                let Some(glimpse) = glimpses.get(&thing.id) else { continue };
                (thing.kind.key(), Some((glimpse.heading.clone(), glimpse.path.clone())))
            }
            (Cause::Hunch, None) => ("because-a-hunch", None),
            (_, None) => ("because-it-just-happened", None),
        };
        let opening = Opening::new(leave, &ring, what.system, because.id);
        let why = opening.maybe("why", because.why.as_ref())?;
        let by = because.said_by.map(|by| Signed::new(page, names, by, because.at));
        links.push(Link { kind, to, why, by });
    }
    let (word, id) = (what.thing.kind.word(), what.thing.id.simple());
    let (add, thread) = (format!("/because?what={word}:{id}"), format!("/thread/{word}/{id}"));
    Ok(Roots { links, add, thread })
}

const fn cause_of(because: &Because) -> Option<Thing> {
    match because.cause {
        Cause::Of(of) => Some(of.thing),
        Cause::Hunch | Cause::JustHappened => None,
    }
}
