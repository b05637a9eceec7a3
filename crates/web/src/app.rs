//! What every page can reach.

use std::sync::Arc;

use finding::Finder;
use ground::{Clock, Moment};
use jiff::tz::TimeZone;
use sharing::{Nouns, Sharing};
use store::Store;

use crate::assets::Assets;
use crate::tongue::Tongues;

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

/// What every page can reach. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

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
        Self(Arc::new(Inner { store, sharing, clock, tongues, nouns, finder, assets, settings }))
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

    /// The stylesheet and the icon.
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
