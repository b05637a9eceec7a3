//! What every page can reach.

use std::pin::Pin;
use std::sync::Arc;

use finding::Finder;
use ground::id::SystemId;
use ground::{Clock, Line, Moment, Outcome, Words};
use jiff::tz::TimeZone;
use sharing::{Nouns, Reader, Seen, Sharing};
use store::{Look, Store};

use crate::assets::Assets;
use crate::tongue::{Tongue, Tongues};

/// How this server is set up, as far as pages need to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the place is reached from outside, such as `https://town.example`, without a slash.
    pub public_url: String,
    /// Whether everything here is made up: every page says so.
    pub made_up: bool,
    /// Whether letters can be sent; without that the operator hands sign-in links over.
    pub can_mail: bool,
}

/// How a place speaks on pages and on paper.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// What it is called.
    pub name: Seen<Line>,
    /// The language, with its own word for a story.
    pub tongue: Tongue,
    /// The time zone in which its days are shown.
    pub zone: TimeZone,
    /// Whom to ring now, as the place says it.
    pub ring_now: Option<Seen<Words>>,
}

/// How a place speaks, once that is found out; nothing where this reader may not know of it.
pub type Speaking<'a> = Pin<Box<dyn Future<Output = Outcome<Option<Spoken>>> + Send + 'a>>;

/// Whoever knows how places speak. The room that keeps places is above some that need this, so it
/// is handed to the program's pages when they are put together.
pub trait Places: Send + Sync + std::fmt::Debug {
    /// How this place speaks to this reader, in this language.
    fn speaking<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        tongue: &'a Tongue,
        place: SystemId,
    ) -> Speaking<'a>;

    /// How the place speaks whose door stands open to anybody, if it is the only one that is shown
    /// to strangers.
    fn at_the_door<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        tongue: &'a Tongue,
    ) -> Speaking<'a>;
}

/// What every page can reach. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>, Option<Arc<dyn Places>>);

#[derive(Debug)]
struct Inner {
    store: Store,
    sharing: Sharing,
    clock: Arc<Clock>,
    tongues: Tongues,
    nouns: Nouns,
    finder: Finder,
    assets: Assets,
    settings: Settings,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        sharing: Sharing,
        clock: Arc<Clock>,
        tongues: Tongues,
        nouns: Nouns,
        settings: Settings,
    ) -> Self {
        let store = sharing.store.clone();
        let assets = Assets::ours();
        let finder = Finder::new(sharing.clone(), nouns.clone());
        let inner = Inner { store, sharing, clock, tongues, nouns, finder, assets, settings };
        Self(Arc::new(inner), None)
    }

    /// The same, where places speak on every page. Without this, pages stand in no place.
    #[must_use]
    pub fn with_places(self, places: Arc<dyn Places>) -> Self {
        Self(self.0, Some(places))
    }

    /// How this place speaks to this reader; nothing where they may not know of it.
    pub async fn speaking(
        &self,
        look: &mut Look,
        reader: &Reader,
        tongue: &Tongue,
        place: SystemId,
    ) -> Outcome<Option<Spoken>> {
        match &self.1 {
            Some(places) => places.speaking(look, reader, tongue, place).await,
            None => Ok(None),
        }
    }

    /// How the place speaks that a stranger comes to here; nothing where no place shows itself to
    /// strangers, or more than one does. What is not shown to them changes nothing of the answer.
    pub async fn at_the_door(
        &self,
        look: &mut Look,
        reader: &Reader,
        tongue: &Tongue,
    ) -> Outcome<Option<Spoken>> {
        match &self.1 {
            Some(places) => places.at_the_door(look, reader, tongue).await,
            None => Ok(None),
        }
    }

    /// Where everything is kept.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The one who is asked for leave.
    #[must_use]
    pub fn sharing(&self) -> &Sharing {
        &self.0.sharing
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The moment now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }

    /// The languages that pages speak.
    #[must_use]
    pub fn tongues(&self) -> &Tongues {
        &self.0.tongues
    }

    /// Every noun of the program.
    #[must_use]
    pub fn nouns(&self) -> &Nouns {
        &self.0.nouns
    }

    /// What finds things by their words.
    #[must_use]
    pub fn finder(&self) -> &Finder {
        &self.0.finder
    }

    /// The stylesheet, the icon and the script for passkeys.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// How this server is set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The time zone in which days are shown where no place says otherwise.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
    }
}
