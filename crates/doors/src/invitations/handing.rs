//! Handing a card over: somebody who is with a steward now, and has neither e-mail nor a phone,
//! begins to play a part and gets a card, on the steward's own screen. It opens no session there.
//!
//! Whoever looks on could note the words, so the newcomer is told who sat beside them when they
//! first use the card, and can make another that nobody else saw.

use ::store::{Keeper, Token};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Clock, Fault, Moment, Outcome};
use sharing::acts;
use sharing::people::NewPerson;
use sharing::{Reader, Sharing, StandingId};

use super::taking::begin;
use super::{Invitation, InvitationId, Newcomer, list, store, tending};
use crate::cards::{CardShown, NewCard};
use crate::links::AGAIN_SECONDS;
use crate::news::{self, NewsKind};
use crate::tries::Counted;

/// How many cards one steward hands over in an hour.
pub const MOST_HANDED: i64 = 20;

/// Lets somebody new begin to play a part in a system that the reader looks after, with a card as
/// their way in. `form` names the form that was sent: sent again within ten minutes, it is the same
/// person, with another card beside the one whose answer may be lost.
pub async fn hand(
    sharing: &Sharing,
    clock: &Clock,
    by: PersonId,
    system: SystemId,
    newcomer: &Newcomer,
    form: Uuid,
) -> Outcome<CardShown> {
    let handing = Handing { sharing, by, system, form, now: clock.now() };
    if let Some(card) = handing.again().await? {
        return Ok(card);
    }
    let keys = &sharing.store.keys;
    let mut look = sharing.store.database.look().await?;
    tending(sharing, &Reader::person(&mut look, by).await?, system)?;
    drop(look);
    let person = NewPerson::prepare(keys, clock, &newcomer.name, newcomer.under_18).await?;
    match handing.first(&person).await {
        Ok(card) => Ok(card),
        Err(fault) => {
            // Nobody came, so nothing was sealed under this key.
            keys.throw_away(&[Keeper::new(person.id)], handing.now).await?;
            match fault {
                // Another press of the same button came first.
                Fault::Already => handing.again().await?.ok_or(Fault::Already),
                other => Err(other),
            }
        }
    }
}

struct Handing<'a> {
    sharing: &'a Sharing,
    by: PersonId,
    system: SystemId,
    form: Uuid,
    now: Moment,
}

impl Handing<'_> {
    async fn first(&self, person: &NewPerson) -> Outcome<CardShown> {
        let store = &self.sharing.store;
        let (card, token) = (NewCard::prepare(&store.keys)?, Token::random()?);
        let whose = self.by.to_string();
        let handed = Counted::new(&store.keys, "cards handed", &whose, MOST_HANDED);
        ::store::write!(store.database, |work| {
            let reader = Reader::person(work, self.by).await?;
            let (_, place) = tending(self.sharing, &reader, self.system)?;
            handed.refuse_past(work, "bound-cards-handed", self.now).await?;
            handed.add(work, self.now).await?;
            let (as_given, form, now) = (self.invitation(place), self.form, self.now);
            store::keep_taken(work, &as_given, &token.hash(), person.id, form, now).await?;
            // After the row of the form: sent twice, it is nobody else's name but theirs.
            let (wanted, sentence) = (person.wanted(), "unfit-name-of-somebody-here");
            let sharing = self.sharing;
            sharing.refuse_somebody_elses(work, &reader, (wanted, &[place]), sentence).await?;
            person.keep(work).await?;
            begin(work, &as_given, person.id, (self.system, form.into()), now).await?;
            if place != self.system {
                let there = (place, StandingId::random());
                begin(work, &as_given, person.id, there, now).await?;
            }
            card.keep(work, person.id, Some(self.by), now).await?;
            list(work, self.system, acts::HANDED, self.by, now).await?;
            news::keep(work, person.id, NewsKind::CardHanded(self.by), now).await
        })?;
        Ok(card.into_shown())
    }

    async fn again(&self) -> Outcome<Option<CardShown>> {
        let store = &self.sharing.store;
        let card = NewCard::prepare(&store.keys)?;
        let since = self.now.plus_seconds(-AGAIN_SECONDS);
        let again = ::store::write!(store.database, |work| {
            let reader = Reader::person(work, self.by).await?;
            let (_, place) = tending(self.sharing, &reader, self.system)?;
            let as_given = self.invitation(place);
            match store::handed_by_form(work, &as_given, self.form, since).await? {
                Some(person) => {
                    card.keep_again(work, person, Some(self.by), self.now).await?;
                    Ok(true)
                }
                None => Ok(false),
            }
        })?;
        Ok(again.then(|| card.into_shown()))
    }

    fn invitation(&self, place: SystemId) -> Invitation {
        let id: InvitationId = self.form.into();
        Invitation { id, system: self.system, place, given_by: self.by, words: None }
    }
}
