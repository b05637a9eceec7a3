//! A teller's wishes, and the audience that follows from them.

use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome};
use sharing::Audience;

use crate::second_readings::Asks;

/// The field in which a day to come back on is chosen.
pub(crate) const COME_BACK_ON: &str = "come_back_on";
/// How many may be named at once.
pub const MOST_NAMED: usize = 50;

/// What a teller wishes for a telling. Nothing chosen means only the teller.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Wishes {
    /// Who may hear it, besides the teller.
    pub heard_by: Vec<Audience>,
    /// Whether their name is shown.
    pub named: bool,
    /// Whether it may be quoted.
    pub quoted: bool,
    /// Whether it may be laid beside other tellings.
    pub laid_beside: bool,
    /// Whether a machine may compare it with others.
    pub compared: bool,
    /// Whether somebody may come back and ask how things are now.
    pub come_back: bool,
    /// When to come back. Where nobody may any more, the day on which that was answered: nothing
    /// else asks its teller on it.
    pub come_back_on: Option<Moment>,
}

impl Wishes {
    /// Holds the wishes to their bounds.
    pub fn check(&self) -> Outcome<()> {
        if self.heard_by.len() > MOST_NAMED { Err(Fault::Bound("bound-audience")) } else { Ok(()) }
    }

    /// Refuses a day to come back on that is over: nobody could come then. Today will do. A day that
    /// stood there before has come, and may stay; its page may have been in another time zone.
    pub fn check_day(&self, stands: Option<Moment>, now: Moment) -> Outcome<()> {
        let stood = |day: Moment| {
            stands.is_some_and(|was| was.plus_days(-1) < day && day < was.plus_days(1))
        };
        match self.come_back_on {
            Some(day) if day.plus_days(1) <= now && !stood(day) => {
                Err(Fault::UnfitIn { field: COME_BACK_ON, key: "unfit-day-over" })
            }
            _ => Ok(()),
        }
    }

    /// What can be wished without an account: where it is told hears it, or anyone. Nobody can be
    /// named.
    #[must_use]
    pub fn without_an_account(mut self, home: SystemId) -> Self {
        self.heard_by.retain(|to| *to == Audience::Anyone || *to == Audience::System(home));
        self
    }

    /// Whether it is offered to more than people chosen one by one, but for those for whom it waits.
    #[must_use]
    pub(crate) fn reaches_a_group(&self, waits: &[Audience]) -> bool {
        self.heard_by.iter().any(|to| !matches!(to, Audience::Person(_)) && !waits.contains(to))
    }

    /// Whether these ask for nothing that stands not already: nobody else hears it, and nothing
    /// else may be done with it. Such wishes hold at any moment, whatever was on the page.
    #[must_use]
    pub fn only_narrow(&self, stands: &Self) -> bool {
        let allowed = |w: &Self| [w.named, w.quoted, w.laid_beside, w.compared, w.come_back];
        let same_day = !self.come_back || self.come_back_on == stands.come_back_on;
        same_day
            && self.heard_by.iter().all(|to| stands.reaches(to))
            && allowed(self).into_iter().zip(allowed(stands)).all(|(asked, is)| is || !asked)
    }

    /// These, as a page sent them that was made before the wishes that stand. Where it takes something
    /// away and asks for nothing else, that holds at once, and coming back stays as it stands: what was
    /// on the page is older than what was answered since.
    #[must_use]
    pub(crate) fn of_an_older_page(self, stands: &Self) -> Self {
        let come_back = self.come_back && stands.come_back;
        let come_back_on = stands.come_back_on.filter(|_| come_back);
        let kept = Self { come_back, come_back_on, ..self.clone() };
        if kept.only_narrow(stands) && !stands.only_narrow(&kept) { kept } else { self }
    }

    /// Whether it is offered to this audience.
    #[must_use]
    pub fn reaches(&self, audience: &Audience) -> bool {
        self.heard_by.contains(audience)
    }
}

/// What a teller wishes from now on, and what they say to whoever reads it before it goes further.
#[derive(Clone, Default)]
pub struct Wished {
    /// The wishes.
    pub wishes: Wishes,
    /// What is said with them.
    pub asks: Asks,
}

/// Wishes with which nothing is said.
impl From<Wishes> for Wished {
    fn from(wishes: Wishes) -> Self {
        Self { wishes, asks: Asks::default() }
    }
}

/// What keeps a telling from travelling, whatever was wished.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Held {
    /// It is about somebody not present and was not read back.
    pub waits_to_be_read_back: bool,
    /// Somebody said "I am in this", and a person is looking.
    pub somebody_is_looking: bool,
    /// Those of whom the wishes name for whom it waits until a second reader said that it is fine
    /// to go further.
    pub waits_for_second_reader: Vec<Audience>,
}

/// Who hears a telling as things stand: whoever told it, whoever wrote it down, and then whom the
/// wishes name, as far as nothing holds it back. The policies say the same of each reader; a test
/// with random worlds holds the two equal.
#[must_use]
pub fn audience(
    teller: Option<PersonId>,
    writer: Option<PersonId>,
    wishes: &Wishes,
    held: &Held,
) -> Vec<Audience> {
    let mut audience: Vec<Audience> =
        [teller, writer].into_iter().flatten().map(Audience::Person).collect();
    if !held.somebody_is_looking {
        audience.extend(wishes.heard_by.iter().copied().filter(|wished| {
            let by_name = matches!(wished, Audience::Person(_));
            (by_name || !held.waits_to_be_read_back)
                && !held.waits_for_second_reader.contains(wished)
        }));
    }
    audience.sort_unstable();
    audience.dedup();
    audience
}
