//! Who hears what went wrong, and what else they do here: whoever is about to say it reads that
//! first, so that nobody tells somebody about that one's own work without knowing.

use ::store::Look;
use ground::id::{PersonId, SystemId};
use ground::{Fault, Line, Outcome, Words};
use places::opening;
use sharing::reader::{self, Standing};
use sharing::{Reader, Seen, Sharing, StandingKind};

/// Somebody who hears it.
pub(super) struct Hearer {
    /// Their name, where the reader may know it.
    pub(super) name: Option<Seen<Line>>,
    /// What else they do here: the keys of sentences about somebody with a name, and without.
    pub(super) also: Vec<(&'static str, &'static str)>,
}

/// Who hears what went wrong in a place, and to whom else one can turn.
#[derive(Default)]
pub(super) struct Hearers {
    pub(super) all: Vec<Hearer>,
    /// Whoever keeps people safe there, and hears none of it.
    pub(super) others: Vec<Seen<Line>>,
    /// Whom the place names to be asked about what it holds.
    pub(super) contact: Option<Seen<Words>>,
}

impl Hearers {
    /// For this reader, who says it on a page of this system of the place.
    pub(super) async fn of(
        sharing: &Sharing,
        look: &mut Look,
        reader: &Reader,
        (system, place): (SystemId, SystemId),
    ) -> Outcome<Self> {
        let people = reader::standing_in(look, place, StandingKind::HearsWrongs).await?;
        let keeps_safe = reader::standing_in(look, place, StandingKind::KeepsSafe).await?;
        let both = people.iter().chain(&keeps_safe).copied();
        let names = sharing.names(look, reader, both).await?;
        let name = |person: PersonId| names.of(person).cloned();
        let mut all = Vec::new();
        for &person in &people {
            let stands = Reader::person(look, person).await?;
            let also = also(stands.standings(), system, place);
            all.push(Hearer { name: name(person), also });
        }
        let others = keeps_safe.into_iter().filter(|person| !people.contains(person));
        // Whoever holds a slip may not know the place any more, when its door was shut.
        let contact = match opening::face(sharing, look, reader, place).await {
            Ok(face) => face.data_protection,
            Err(Fault::NotFound) => None,
            Err(fault) => return Err(fault),
        };
        Ok(Self { all, others: others.filter_map(name).collect(), contact })
    }

    /// Whether anybody hears it.
    pub(super) const fn is_heard(&self) -> bool {
        !self.all.is_empty()
    }

    /// Whether all who hear it do nothing else here.
    pub(super) fn are_outside(&self) -> bool {
        self.all.iter().all(|one| one.also.is_empty())
    }
}

/// What somebody does in a place besides hearing what went wrong there. To play a part in the place
/// itself is to live or work there, as everybody does who can be asked.
fn also(
    standings: &[Standing],
    system: SystemId,
    place: SystemId,
) -> Vec<(&'static str, &'static str)> {
    let here = |kind| standings.iter().filter(move |s| s.place == place && s.kind == kind);
    let mut also = Vec::new();
    if here(StandingKind::Steward).any(|s| s.system == place || s.system == system) {
        also.push(("hearer-steward", "hearer-steward-unnamed"));
    }
    if here(StandingKind::KeepsSafe).any(|_| true) {
        also.push(("hearer-keeps-safe", "hearer-keeps-safe-unnamed"));
    }
    if here(StandingKind::Money).any(|_| true) {
        also.push(("hearer-money", "hearer-money-unnamed"));
    }
    if here(StandingKind::Manages).any(|_| true) {
        also.push(("hearer-manages", "hearer-manages-unnamed"));
    }
    let mut in_groups = here(StandingKind::Part).filter(|s| s.system != place);
    if system != place && in_groups.clone().any(|s| s.system == system) {
        also.push(("hearer-in-this-group", "hearer-in-this-group-unnamed"));
    } else if in_groups.next().is_some() {
        also.push(("hearer-in-a-group", "hearer-in-a-group-unnamed"));
    }
    also
}
