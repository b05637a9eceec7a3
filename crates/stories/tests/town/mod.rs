//! A place that has opened, beside the cast's town and in the same databases, for what needs a
//! place's own page: who rings, and when. The same people play a part in it.

use std::sync::Arc;

use cast::{MONDAY, Town, line, words};
use ground::Line;
use ground::id::{PersonId, SystemId};
use places::opening::{self, Said};
use places::parts::{self, PartKind, Taken};
use sharing::{Nouns, Waiting};
use store::TokenHash;
use stories::ringing::Asked;
use stories::tellings::tell::{self, Where};
use stories::tellings::{Teller, TellingId, Told, Wishes};
use stories::{PatternNoun, TellingNoun};

/// Pit Hill, where Asha plays a part and Bryn, Carys and Dev as the story wants.
pub(crate) struct PitHill {
    /// The place.
    pub(crate) place: SystemId,
    /// Whoever began it, and keeps people safe there.
    pub(crate) gwen: PersonId,
}

/// Opens the place; Bryn and Carys play a part in it, and Carys rings if `rings` says so.
pub(crate) async fn pit_hill(town: &Town, rings: bool) -> PitHill {
    let sharing = &town.sharing;
    let (name, gwen) = (line("Pit Hill"), line("Gwen"));
    let begun = places::beginning::begin_place(
        &sharing.store,
        &town.clock,
        name,
        gwen,
        "Europe/London",
        false,
    );
    let (place, gwen) = begun.await.expect("begun");
    for who in [town.bryn, town.carys] {
        plays(town, place, who).await;
    }
    let hill = PitHill { place, gwen };
    hill.says(town, rings.then_some(town.carys)).await;
    opening::open_place(sharing, place, gwen, MONDAY).await.expect("open");
    hill
}

/// Somebody plays a part in the place.
pub(crate) async fn plays(town: &Town, place: SystemId, who: PersonId) {
    let taken = Taken::plain(place, who, PartKind::Resident, MONDAY);
    parts::take(&town.sharing, &taken).await.expect("a part");
}

impl PitHill {
    /// The place says who rings; nobody does where nobody is named.
    pub(crate) async fn says(&self, town: &Town, rings: Option<PersonId>) {
        self.says_with(town, rings, self.gwen).await;
    }

    /// Somebody else is put on duty to keep people safe.
    pub(crate) async fn keeps_safe(&self, town: &Town, who: PersonId) {
        self.says_with(town, None, who).await;
    }

    async fn says_with(&self, town: &Town, rings: Option<PersonId>, keeps_safe: PersonId) {
        let reader = town.reader(self.gwen).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let face = opening::face(&town.sharing, &mut look, &reader, self.place).await;
        let face = face.expect("a face");
        drop(look);
        let said = |text: &str| Some(words(text));
        let said = Said {
            story: None,
            controllers: said("The council."),
            data_protection: said("Ask at the desk."),
            keeping: said("Two years."),
            ring_now: said("999"),
            read_by: said("Gwen, on Tuesdays."),
            ring_back: rings.and_then(|_| said("Carys, on Tuesday evenings.")),
            open_door: true,
            keeps_safe: Some(keeps_safe),
            hears_wrongs: Some(town.bryn),
            rings,
        };
        let done = opening::say(&town.sharing, self.place, self.gwen, face.revision, &said, MONDAY);
        done.await.expect("said");
    }

    /// Somebody tells here.
    pub(crate) async fn tells(&self, town: &Town, teller: Teller, told: &Told) -> TellingId {
        let (id, home) = (TellingId::random(), Where { system: self.place, place: self.place });
        tell::tell(&town.sharing, teller, home, id, told, MONDAY).await.expect("told");
        id
    }
}

/// That something came of what they told, as home says it to this person.
pub(crate) async fn came_of_it(town: &Town, who: PersonId) -> Vec<Waiting> {
    let tellings = Arc::new(TellingNoun(town.sharing.clone()));
    let nouns = Nouns::new(vec![tellings, Arc::new(PatternNoun(town.sharing.clone()))]);
    let (reader, look) = (town.reader(who).await, town.sharing.store.database.look().await);
    stories::came::news(&nouns, &mut look.expect("look"), &reader).await.expect("followed")
}

/// What somebody tells, to be heard by these.
pub(crate) fn told(text: &str, wishes: Wishes) -> Told {
    Told { wishes, ..Told::words(words(text)) }
}

/// How somebody asks to be rung.
pub(crate) fn asks(number: &str) -> Asked {
    let on: Line = line(number);
    Asked { on, safe: Some(words("Only while he is at work.")), message: false }
}

/// A slip.
pub(crate) fn slip() -> TokenHash {
    store::Token::random().expect("a slip").hash()
}
