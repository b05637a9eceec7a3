//! Asking somebody to read something before it goes further. It is asked within the write that
//! makes it needed, and ends without a word when it is needed no more.

use ::store::{Keeper, KeyRing, Look, Sealed, Spot, Work};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{Fault, Moment, Outcome};
use sharing::{
    Action, Audience, Matter, Reader, Sharing, StandingKind, TellingMatter, reader, trail,
};

use super::store::{self, Asked, ReadingRow};
use super::waits::store as waits;
use super::{About, AskedOf, Asks, Could, ReadingId, What, Whom};
use crate::tellings::store::TellingRow;
use crate::tellings::{TellingId, tell};

/// What is asked, with the words sealed before the write.
#[derive(Clone)]
pub(crate) struct Prepared {
    ids: [ReadingId; 2],
    whom: Whom,
    could: Could,
    words: [Option<Sealed>; 2],
    /// Whether somebody else is to be asked even if one was asked already, or answered.
    anew: bool,
    at: Moment,
}

impl Prepared {
    /// The same, asking nobody new: for a page that is older than what stands, on which whom to
    /// ask may have been chosen since.
    pub(crate) fn of_nobody_new(&self) -> Self {
        Self { whom: Whom::AsBefore, ..self.clone() }
    }
}

/// Makes ready what a teller asks with a write. Of what nobody signed `at` is a week, and nobody
/// can be asked by name.
pub(crate) fn prepare(
    ring: &KeyRing,
    telling: &TellingRow,
    asks: &Asks,
    at: Moment,
) -> Outcome<Prepared> {
    let ids = [ReadingId::random(), ReadingId::random()];
    let seal = |id: ReadingId| {
        let words = asks.words.as_ref();
        words.map(|w| ring.seal(Keeper::new(telling.id), Spot::new(id, "words"), w)).transpose()
    };
    let words = [seal(ids[0])?, seal(ids[1])?];
    let whom = match (asks.whom, telling.slip.is_some()) {
        (Whom::Person(_) | Whom::NotYet, true) => Whom::OnDuty,
        (whom, _) => whom,
    };
    Ok(Prepared { ids, whom, could: asks.could, words, anew: false, at })
}

/// Asks for what a telling waits for, as it stands in this write, and ends what was asked for
/// nothing.
pub(crate) async fn settle(
    sharing: &Sharing,
    work: &mut Work,
    telling: &TellingRow,
    prepared: &Prepared,
) -> Outcome<()> {
    let readings = store::of_telling(work, telling.id).await?;
    for (about, (id, words)) in
        About::ALL.into_iter().zip(prepared.ids.into_iter().zip(&prepared.words))
    {
        let open = readings.iter().find(|row| row.about == about && row.is_open());
        let needed = waits::waits(work, telling.id, about).await?;
        // Whoever is not named any more is asked no more.
        let stays = open.filter(|row| needed && !prepared.anew && is_named(telling, row));
        if let Some(open) = open
            && stays.is_none()
        {
            store::end(work, open, prepared.at).await?;
        }
        if let Some(open) = stays {
            if waits::point_at(work, telling.id, about, open.id).await? > 0 {
                store::revise(work, open, open.revision + 1).await?;
            }
            continue;
        }
        let asks = needed && (prepared.anew || waits::unasked(work, telling.id, about).await?);
        if !asks {
            continue;
        }
        let asked_of = match whom(sharing, work, telling, about, prepared.whom).await? {
            Some(asked_of) => asked_of,
            // Whoever asks anew is told that there is nobody, and what was asked goes on waiting.
            None if prepared.anew => return Err(Fault::Unfit("unfit-second-reader")),
            None => continue,
        };
        let row = ReadingRow {
            system: telling.system,
            id,
            place: telling.place,
            about,
            what: What::Telling(telling.id),
            asked: prepared.at,
            asked_of,
            could: prepared.could,
            words: words.clone(),
            revision: 1,
            ended: None,
            answered: None,
        };
        store::insert(work, &row).await?;
        waits::point_at(work, telling.id, about, id).await?;
    }
    Ok(())
}

fn is_named(telling: &TellingRow, row: &ReadingRow) -> bool {
    row.asked_of.by_name().is_none_or(|person| telling.wishes.reaches(&Audience::Person(person)))
}

/// Who is asked: somebody by name, or those on duty; nobody where there is nobody to ask.
async fn whom(
    sharing: &Sharing,
    look: &mut Look,
    telling: &TellingRow,
    about: About,
    whom: Whom,
) -> Outcome<Option<AskedOf>> {
    let whom = match whom {
        Whom::AsBefore => match store::last_asked_of(look, telling.id).await? {
            None | Some(AskedOf::OnDuty) => Whom::OnDuty,
            Some(AskedOf::Person(person)) if telling.wishes.reaches(&Audience::Person(person)) => {
                Whom::Person(person)
            }
            Some(AskedOf::Person(_)) => Whom::NotYet,
        },
        chosen => chosen,
    };
    match whom {
        Whom::OnDuty => {
            let own = [telling.teller, telling.writer];
            let others = on_duty(sharing, look, telling.place, own, about).await?;
            Ok((!others.is_empty()).then_some(AskedOf::OnDuty))
        }
        Whom::Person(person) => {
            if may_read(sharing, look, telling, about, person).await? {
                Ok(Some(AskedOf::Person(person)))
            } else {
                Err(Fault::Unfit("unfit-second-reader"))
            }
        }
        Whom::AsBefore | Whom::NotYet => Ok(None),
    }
}

/// Those on duty in a place who can read this first.
pub(crate) async fn on_duty(
    sharing: &Sharing,
    look: &mut Look,
    place: SystemId,
    own: [Option<PersonId>; 2],
    about: About,
) -> Outcome<Vec<PersonId>> {
    let asked = Asked { of: AskedOf::OnDuty, about, lies: false };
    let mut able = Vec::new();
    for person in reader::standing_in(look, place, StandingKind::KeepsSafe).await? {
        let reader = Reader::person(look, person).await?;
        if can_read(sharing, &reader, (place, own), asked)? {
            able.push(person);
        }
    }
    Ok(able)
}

/// Whether this reader can be asked to read first what these people told in this place, as the
/// policies say. What holds a telling for a while is left out: whoever is asked waits with it.
fn can_read(
    sharing: &Sharing,
    reader: &Reader,
    (place, [teller, writer]): (SystemId, [Option<PersonId>; 2]),
    asked: Asked,
) -> Outcome<bool> {
    let mut matter = TellingMatter { teller, writer, ..TellingMatter::of(Uuid::nil(), place) };
    store::fill(&mut matter, [asked]);
    Ok(sharing.leave_or_none(reader, Action::ReadFirst, &Matter::Telling(matter))?.is_some())
}

/// Whether somebody whom a teller named can read it first. Nobody whom its own people brought in
/// can, since they may have made them up.
async fn may_read(
    sharing: &Sharing,
    look: &mut Look,
    telling: &TellingRow,
    about: About,
    person: PersonId,
) -> Outcome<bool> {
    if !telling.wishes.reaches(&Audience::Person(person)) {
        return Ok(false);
    }
    let own = [telling.teller, telling.writer];
    let asked = Asked { of: AskedOf::Person(person), about, lies: false };
    let reader = Reader::person(look, person).await?;
    if !can_read(sharing, &reader, (telling.place, own), asked)? {
        return Ok(false);
    }
    Ok(!reader::brought_in_by(look, person, telling.place, own).await?)
}

/// Asks anew, whoever was asked before: after *not like this*, or to ask somebody else.
pub async fn ask_again(
    sharing: &Sharing,
    reader: &Reader,
    id: TellingId,
    asks: &Asks,
    now: Moment,
) -> Outcome<()> {
    let row = tell::own(sharing, reader, id, Action::Narrow).await?;
    let ring = sharing.store.keys.ring([Keeper::new(id)]).await?;
    let asked = prepare(&ring, &row, asks, tell::kept_at(&row, now))?;
    let prepared = Prepared { anew: true, ..asked };
    ::store::write!(sharing.store.database, |work| {
        let fresh = tell::still_own(sharing, work, reader, id, Action::Narrow).await?;
        settle(sharing, work, &fresh, &prepared).await?;
        trail::mark(work, tell::acted(&row, reader, now, trail::Verb::Changed)).await
    })
}
