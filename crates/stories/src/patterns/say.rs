//! Naming a pattern, laying tellings in it, saying something on it, and a teller's answer.

use ::store::{Keeper, KeyRing, Look, Spot, Work};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome, Words};
use sharing::lineage::{self, Because, BecauseId, Cause, Placed};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sharing, changes};

use super::{
    MOST_LAID, MOST_LAID_IN, MOST_SAID_BY_ONE, Named, PatternId, SayingId, SayingKind, store, thing,
};
use crate::tellings::store as telling_rows;
use crate::tellings::{TellingId, hear, tell};

/// Names a pattern and lays tellings in it. Each must be one that its teller lets be laid beside
/// others and that whoever names it may hear.
pub async fn name(
    sharing: &Sharing,
    reader: &Reader,
    (system, place): (SystemId, SystemId),
    id: PatternId,
    named: &Named,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    sharing.leave(reader, Action::TakePart, &Matter::held(system))?;
    if named.tellings.len() > MOST_LAID {
        return Err(Fault::Bound("bound-laid"));
    }
    let keeper = Keeper::new(system);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let words = |text: &Option<Words>, column| {
        text.as_ref().map(|w| ring.seal(keeper, Spot::new(id, column), w)).transpose()
    };
    let row = store::PatternRow {
        system,
        id,
        place,
        name: ring.seal_line(keeper, Spot::new(id, "name"), &named.name)?,
        goes_well: named.goes_well,
        observation: words(&named.observation, "observation")?,
        ideas: words(&named.ideas, "ideas")?,
        said_by: by,
        at,
        revision: 1,
    };
    let reading = named
        .reading
        .as_ref()
        .map(|words| {
            let (first, kind) = (SayingId::random(), SayingKind::Reading);
            let said = Said { id: first, kind, words, said_by: Some(by), telling: None, at };
            said.seal(&ring, (system, id))
        })
        .transpose()?;
    ::store::write!(sharing.store.database, |work| {
        let fresh = super::still_taking_part(sharing, work, by, system).await?;
        let tellings = may_be_laid(sharing, work, &fresh, &named.tellings).await?;
        store::insert(work, &row).await?;
        for &(telling, home) in &tellings {
            lay_one(work, (system, id), (telling, home), by, at).await?;
        }
        if let Some(reading) = &reading {
            store::say(work, reading).await?;
        }
        trail::mark(work, Mark::of(system, at, Verb::Wrote, Some(by), thing(id))).await
    })
}

/// Lays one more telling in a pattern.
pub async fn lay(
    sharing: &Sharing,
    reader: &Reader,
    id: PatternId,
    telling: TellingId,
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let row = held(sharing, reader, id, Action::TakePart).await?;
    ::store::write!(sharing.store.database, |work| {
        let fresh = super::still_taking_part(sharing, work, by, row.system).await?;
        let tellings = may_be_laid(sharing, work, &fresh, &[telling]).await?;
        let laid = store::laid_in(work, id).await?;
        match laid.iter().find(|l| l.telling == telling) {
            // What its teller took out stays out; the page says no more than of any other.
            Some(l) if l.taken_out.is_some() => return Err(Fault::Unfit("unfit-not-laid-beside")),
            Some(_) => return Err(Fault::Already),
            None if laid.len() >= MOST_LAID => return Err(Fault::Bound("bound-laid")),
            None => {}
        }
        for &(telling, home) in &tellings {
            lay_one(work, (row.system, id), (telling, home), by, at).await?;
        }
        trail::mark(work, Mark::of(row.system, at, Verb::Changed, Some(by), thing(id))).await
    })
}

async fn lay_one(
    work: &mut Work,
    (system, id): (SystemId, PatternId),
    (telling, home): (TellingId, SystemId),
    by: PersonId,
    at: Moment,
) -> Outcome<()> {
    if store::laid_of(work, telling).await?.len() >= MOST_LAID_IN {
        return Err(Fault::Bound("bound-laid-in"));
    }
    let row =
        store::LaidRow { system, pattern: id, telling, telling_system: home, at, taken_out: None };
    store::lay(work, row, by).await?;
    let because = Because {
        id: BecauseId::random(),
        what: Placed { thing: thing(id), system },
        cause: Cause::Of(Placed { thing: tell::thing(telling), system: home }),
        why: None,
        said_by: Some(by),
        at,
    };
    lineage::say(work, &because).await
}

/// Those tellings whose tellers let them be laid beside others, as things stand in this write; one
/// that may not be is refused, without saying whether it is there.
async fn may_be_laid(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
) -> Outcome<Vec<(TellingId, SystemId)>> {
    let rows = telling_rows::by_ids(look, ids).await?;
    let mut tellings = Vec::with_capacity(rows.len());
    for row in &rows {
        let matter = Matter::Telling(hear::matter(row));
        sharing
            .leave_or_none(reader, Action::LayBeside, &matter)?
            .ok_or(Fault::Unfit("unfit-not-laid-beside"))?;
        tellings.push((row.id, row.system));
    }
    if tellings.len() == ids.len() {
        Ok(tellings)
    } else {
        Err(Fault::Unfit("unfit-not-laid-beside"))
    }
}

/// Says something on a pattern: a reading beside the others, or a dispute.
pub async fn say(
    sharing: &Sharing,
    reader: &Reader,
    id: PatternId,
    saying: SayingId,
    (kind, words): (SayingKind, &Words),
    at: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let row = held(sharing, reader, id, Action::TakePart).await?;
    let ring = sharing.store.keys.ring([Keeper::new(row.system)]).await?;
    let said = Said { id: saying, kind, words, said_by: Some(by), telling: None, at };
    let said = said.seal(&ring, (row.system, id))?;
    ::store::write!(sharing.store.database, |work| {
        super::still_taking_part(sharing, work, by, row.system).await?;
        refuse_more_than_enough(work, &said).await?;
        store::say(work, &said).await?;
        trail::mark(work, Mark::of(row.system, at, Verb::Wrote, Some(by), thing(id))).await
    })
}

/// A teller answers: that is not what I meant; or takes theirs out. Either shows on the pattern,
/// without their name. The id of what is said comes from the form, so that a form sent twice says it
/// once.
pub async fn answer(
    sharing: &Sharing,
    reader: &Reader,
    (id, answered): (PatternId, SayingId),
    telling: TellingId,
    (kind, words): (SayingKind, &Words),
    at: Moment,
) -> Outcome<()> {
    tell::own(sharing, reader, telling, Action::Narrow).await?;
    let mut look = sharing.store.database.look().await?;
    let laid = store::laid_of(&mut look, telling).await?;
    let laid = laid.iter().find(|l| l.pattern == id).ok_or(Fault::NotFound)?;
    let system = laid.system;
    if store::is_said(&mut look, system, answered).await? {
        return Err(Fault::Already);
    }
    if laid.taken_out.is_some() {
        return Err(Fault::NotFound);
    }
    drop(look);
    let ring = sharing.store.keys.ring([Keeper::new(system)]).await?;
    let said = Said { id: answered, kind, words, said_by: None, telling: Some(telling), at };
    let said = said.seal(&ring, (system, id))?;
    ::store::write!(sharing.store.database, |work| {
        tell::still_own(sharing, work, reader, telling, Action::Narrow).await?;
        if kind == SayingKind::TookItOut {
            store::take_out(work, id, telling, at).await?;
            lineage::untie_between(work, thing(id), tell::thing(telling)).await?;
        } else {
            refuse_more_than_enough(work, &said).await?;
        }
        store::say(work, &said).await?;
        // A teller's answer stands on no trail; only what machines read again is told.
        changes::note(work, system, thing(id), at).await
    })
}

/// Nobody says so much on one pattern that what others say falls off its page.
async fn refuse_more_than_enough(work: &mut Work, said: &store::SayingRow) -> Outcome<()> {
    let whose = (said.said_by, said.telling);
    if store::said_by_one(work, said.pattern, whose).await? >= MOST_SAID_BY_ONE {
        return Err(Fault::Bound("bound-said-by-one"));
    }
    Ok(())
}

/// A saying on its way to the rows.
struct Said<'a> {
    id: SayingId,
    kind: SayingKind,
    words: &'a Words,
    said_by: Option<PersonId>,
    telling: Option<TellingId>,
    at: Moment,
}

impl Said<'_> {
    fn seal(
        &self,
        ring: &KeyRing,
        (system, pattern): (SystemId, PatternId),
    ) -> Outcome<store::SayingRow> {
        let spot = Spot::new(self.id, "words");
        Ok(store::SayingRow {
            system,
            id: self.id,
            pattern,
            kind: self.kind,
            words: ring.seal(Keeper::new(system), spot, self.words)?,
            said_by: self.said_by,
            telling: self.telling,
            at: self.at,
        })
    }
}

async fn held(
    sharing: &Sharing,
    reader: &Reader,
    id: PatternId,
    action: Action,
) -> Outcome<store::PatternRow> {
    let mut look = sharing.store.database.look().await?;
    let row = store::by_ids(&mut look, &[id]).await?.pop().ok_or(Fault::NotFound)?;
    sharing.leave(reader, action, &Matter::held(row.system))?;
    Ok(row)
}
