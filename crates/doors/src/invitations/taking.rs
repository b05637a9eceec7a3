//! Taking an invitation: somebody new, or somebody signed in, begins to play a part.

use ::store::{Keeper, Token, Work};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Clock, Fault, Line, Moment, Outcome};
use sharing::people::{NewPerson, Wanted};
use sharing::reader::{Given, give};
use sharing::trail::{self, Mark, Verb};
use sharing::{Reader, Sharing, StandingId, StandingKind};

use super::{Invitation, holding, store};
use crate::links::AGAIN_SECONDS;
use crate::sessions::{Opening, Way};
use crate::tries::Counted;

/// How many names are tried with one invitation in an hour. Whoever holds it learns from a refusal
/// what they would read once they took it, and no more than a few at a time.
const MOST_NAMES: i64 = 5;

/// Somebody who comes for the first time.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The name they want to be known by.
    pub name: Line,
    /// Whether they say that they are under eighteen.
    pub under_18: bool,
}

/// Who takes an invitation.
#[derive(Clone, Debug)]
pub enum Taker {
    /// Somebody who comes for the first time.
    Newcomer(Newcomer),
    /// Somebody signed in already.
    Known(PersonId),
}

/// A part that began.
#[derive(Debug)]
pub struct Taken {
    /// Who plays it.
    pub person: PersonId,
    /// In which system.
    pub system: SystemId,
    /// In which place that system is.
    pub place: SystemId,
    /// The standing; a part with the same id holds their own words for it.
    pub standing: StandingId,
    /// The session of somebody who came for the first time.
    pub session: Option<Token>,
}

/// Takes an invitation, exactly once. `form` names the form that was sent: the same form sent
/// again within ten minutes gives the same part, since its first answer may be lost.
pub async fn take(
    sharing: &Sharing,
    clock: &Clock,
    token: &Token,
    taker: Taker,
    form: Uuid,
) -> Outcome<Taken> {
    let now = clock.now();
    if let Some(taken) = again(sharing, token, &taker, form, now).await? {
        return Ok(taken);
    }
    let mut look = sharing.store.database.look().await?;
    holding(&mut look, token, now).await?;
    drop(look);
    let (keys, database) = (&sharing.store.keys, &sharing.store.database);
    let names = Counted::new(keys, "names at an invitation", token.expose(), MOST_NAMES);
    ::store::write!(database, |work| {
        names.refuse_past(work, "bound-invited-names", now).await?;
        names.add(work, now).await
    })?;
    let (person, newcomer) = match taker {
        Taker::Known(person) => (person, None),
        Taker::Newcomer(Newcomer { name, under_18 }) => {
            let newcomer = NewPerson::prepare(keys, clock, &name, under_18).await?;
            (newcomer.id, Some(newcomer))
        }
    };
    let opening = Opening::prepare(now)?;
    let taking = Taking { sharing, token, person, newcomer, opening: &opening, form, now };
    let taken = ::store::write!(database, |work| taking.keep(work).await);
    match taken {
        Ok(invitation) => Ok(Taken {
            person,
            system: invitation.system,
            place: invitation.place,
            standing: form.into(),
            session: taking.newcomer.is_some().then(|| opening.clone().into_token()),
        }),
        Err(fault) => {
            if taking.newcomer.is_some() {
                // Nobody came, so nothing was sealed under this key.
                keys.throw_away(&[Keeper::new(person)], now).await?;
            }
            Err(fault)
        }
    }
}

/// Everything that one taking writes.
struct Taking<'a> {
    sharing: &'a Sharing,
    token: &'a Token,
    person: PersonId,
    newcomer: Option<NewPerson>,
    opening: &'a Opening,
    form: Uuid,
    now: Moment,
}

impl Taking<'_> {
    async fn keep(&self, work: &mut Work) -> Outcome<Invitation> {
        let (invitation, giver) = holding(work, self.token, self.now).await?;
        let (system, place) = (invitation.system, invitation.place);
        let before = Reader::person(work, self.person).await?;
        if before.stands(StandingKind::Part, system) {
            return Err(Fault::Unfit("unfit-already-part"));
        }
        if !before.places().contains(&place) {
            self.refuse_name_of_another(work, &giver, place).await?;
        }
        if !store::take(work, &invitation, self.person, self.form, self.now).await? {
            return Err(Fault::Spent);
        }
        if let Some(newcomer) = &self.newcomer {
            newcomer.keep(work).await?;
        }
        let here = (system, self.form.into());
        begin(work, &invitation, self.person, here, self.now).await?;
        if place != system && !before.stands(StandingKind::Part, place) {
            let there = (place, StandingId::random());
            begin(work, &invitation, self.person, there, self.now).await?;
        }
        if self.newcomer.is_some() {
            self.opening.keep(work, self.person, Way::Invited).await?;
        }
        Ok(invitation)
    }

    /// Nobody comes into a place under a name that somebody of it goes by. It is asked with the eyes
    /// of whoever invites, and about this place only: of other places of theirs nothing is told.
    async fn refuse_name_of_another(
        &self,
        work: &mut Work,
        giver: &Reader,
        place: SystemId,
    ) -> Outcome<()> {
        let (wanted, sentence) = match &self.newcomer {
            Some(newcomer) => (Some(newcomer.wanted()), "unfit-name-of-somebody-here"),
            None => (Wanted::of(work, self.person).await?, "unfit-own-name-of-somebody-here"),
        };
        let Some(wanted) = wanted else { return Ok(()) };
        self.sharing.refuse_somebody_elses(work, giver, (wanted, &[place]), sentence).await
    }
}

/// Begins somebody's part in a system, given by whoever invited them.
pub(super) async fn begin(
    work: &mut Work,
    invitation: &Invitation,
    person: PersonId,
    (system, id): (SystemId, StandingId),
    now: Moment,
) -> Outcome<()> {
    let given = Given {
        id,
        system,
        place: invitation.place,
        person,
        kind: StandingKind::Part,
        by: Some(invitation.given_by),
        began: now,
    };
    give(work, given).await?;
    let whose = Thing::new(Kind::Person, person);
    trail::mark(work, Mark::of(system, now, Verb::Changed, Some(person), whose)).await
}

/// The same form sent again: the part it gave, and for a newcomer another session.
async fn again(
    sharing: &Sharing,
    token: &Token,
    taker: &Taker,
    form: Uuid,
    now: Moment,
) -> Outcome<Option<Taken>> {
    let since = now.plus_seconds(-AGAIN_SECONDS);
    let mut look = sharing.store.database.look().await?;
    let taken = store::taken_by_form(&mut look, &token.hash(), form, since).await?;
    drop(look);
    let Some((person, system, place)) = taken else { return Ok(None) };
    let session = match taker {
        Taker::Known(_) => None,
        Taker::Newcomer(_) => {
            Some(crate::sessions::open(&sharing.store, person, Way::Invited, now).await?)
        }
    };
    Ok(Some(Taken { person, system, place, standing: form.into(), session }))
}
