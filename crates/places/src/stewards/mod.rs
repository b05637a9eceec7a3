//! Who looks after a system: several people, acting until people of other organisations
//! confirm them, recallable by any member's call, with what they did here listed for all.
//! Looking after a system gives no right to read what people told in it.

mod change;
mod confirming;
pub mod pages;
pub(crate) mod store;

use ::store::{Keeper, KeyRing, Look, Sealed, Spot, Work};
use ground::id::{PersonId, SystemId, Uuid};
use ground::{After, Moment, Outcome, Stretch, Words};
use sharing::acts::{self, Listed};
use sharing::{Leave, Reader, Seen, Sharing, StandingId, StandingKind};

pub use change::{answer, call, end_own, end_together, give, take_on};
pub use confirming::{Confirmed, Wanted, confirm};

use crate::parts::Part;
use crate::systems::{self, System};

/// How many things that were done stand on one page.
pub const PAGE: usize = 50;

ground::id!(
    /// Names one thing that was done in looking after a system.
    ActId
);
ground::id!(
    /// Names one call that somebody should stop looking after a system.
    RecallId
);

/// What was done in looking after a system.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Act {
    /// The system was drawn, and somebody began to look after it.
    Began,
    /// The place changed what it says of itself.
    Said,
    /// Somebody was put on duty for keeping people safe.
    PutToKeepSafe,
    /// Somebody was put on duty for hearing what went wrong.
    PutToHearWrongs,
    /// Somebody was put on duty for ringing people back.
    PutToRing,
    /// The place opened.
    Opened,
    /// The edge was drawn anew; the words are the reason that stood before.
    EdgeDrawn,
    /// It was said that the system lies in a wider one.
    LiesWithin,
    /// It was said that another system lies in this one.
    Holds,
    /// It was said that the system overlaps with another one.
    Overlaps,
    /// It was said that the system no longer lies in another one, or over a part of it.
    NestingEnded,
    /// Whoever would draw the edge differently was answered.
    EdgeAnswered,
    /// Somebody was given a part by those looking after the system.
    PartGiven,
    /// An invitation was made. Whom it is for is not listed.
    Invited,
    /// An invitation was ended before anybody took it.
    InvitationEnded,
    /// Somebody new was let in at a table, with a card.
    Handed,
    /// Somebody's part was ended by those looking after the system.
    PartEnded,
    /// It was said that somebody no longer holds money or manages people.
    StandingOver,
    /// Somebody's lost card was ended for them.
    CardEnded,
    /// It was said that somebody who had asked is 18 now. Who is not listed.
    SaidGrown,
    /// Somebody was asked to look after it too, or took it on when nobody did.
    Given,
    /// Somebody of another organisation confirmed a steward.
    Confirmed,
    /// The same, by somebody whom that steward had brought into the place.
    ConfirmedBroughtIn,
    /// A member called on a steward to stop.
    Called,
    /// The call was answered.
    Answered,
    /// Somebody stopped looking after it; the words say how that was decided.
    Ended,
}

impl Act {
    const ALL: [Self; 26] = [
        Self::Began,
        Self::Said,
        Self::PutToKeepSafe,
        Self::PutToHearWrongs,
        Self::PutToRing,
        Self::Opened,
        Self::EdgeDrawn,
        Self::LiesWithin,
        Self::Holds,
        Self::Overlaps,
        Self::NestingEnded,
        Self::EdgeAnswered,
        Self::PartGiven,
        Self::Invited,
        Self::InvitationEnded,
        Self::Handed,
        Self::PartEnded,
        Self::StandingOver,
        Self::CardEnded,
        Self::SaidGrown,
        Self::Given,
        Self::Confirmed,
        Self::ConfirmedBroughtIn,
        Self::Called,
        Self::Answered,
        Self::Ended,
    ];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Began => "began",
            Self::Said => "said",
            Self::PutToKeepSafe => "put_to_keep_safe",
            Self::PutToHearWrongs => "put_to_hear_wrongs",
            Self::PutToRing => "put_to_ring",
            Self::Opened => "opened",
            Self::EdgeDrawn => "edge",
            Self::LiesWithin => "lies_within",
            Self::Holds => "holds",
            Self::Overlaps => "overlaps",
            Self::NestingEnded => "nesting_ended",
            Self::EdgeAnswered => "edge_answered",
            Self::PartGiven => "part_given",
            Self::Invited => acts::INVITED,
            Self::InvitationEnded => acts::INVITATION_ENDED,
            Self::Handed => acts::HANDED,
            Self::PartEnded => "part_ended",
            Self::StandingOver => "standing_over",
            Self::CardEnded => "card_ended",
            Self::SaidGrown => "said_grown",
            Self::Given => "given",
            Self::Confirmed => "confirmed",
            Self::ConfirmedBroughtIn => "confirmed_brought_in",
            Self::Called => "called",
            Self::Answered => "answered",
            Self::Ended => "ended",
        }
    }

    /// The key of the sentence on pages: who did it (`by`), and to whom (`about`).
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Began => "act-began",
            Self::Said => "act-said",
            Self::PutToKeepSafe => "act-put-to-keep-safe",
            Self::PutToHearWrongs => "act-put-to-hear-wrongs",
            Self::PutToRing => "act-put-to-ring",
            Self::Opened => "act-opened",
            Self::EdgeDrawn => "act-edge",
            Self::LiesWithin => "act-lies-within",
            Self::Holds => "act-holds",
            Self::Overlaps => "act-overlaps",
            Self::NestingEnded => "act-nesting-ended",
            Self::EdgeAnswered => "act-edge-answered",
            Self::PartGiven => "act-part-given",
            Self::Invited => "act-invited",
            Self::InvitationEnded => "act-invitation-ended",
            Self::Handed => "act-handed",
            Self::PartEnded => "act-part-ended",
            Self::StandingOver => "act-standing-over",
            Self::CardEnded => "act-card-ended",
            Self::SaidGrown => "act-said-grown",
            Self::Given => "act-given",
            Self::Confirmed => "act-confirmed",
            Self::ConfirmedBroughtIn => "act-confirmed-brought-in",
            Self::Called => "act-called",
            Self::Answered => "act-answered",
            Self::Ended => "act-ended",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }
}

/// Something done in looking after a system, about to be listed.
#[derive(Clone)]
pub struct NewAct {
    /// Its id.
    pub id: ActId,
    /// In which system.
    pub system: SystemId,
    /// What was done.
    pub act: Act,
    /// Who did it.
    pub by: Option<PersonId>,
    /// To whom, where it was to somebody.
    pub about: Option<PersonId>,
    /// What was said with it, sealed under the system's key.
    pub words: Option<Sealed>,
    /// When.
    pub at: Moment,
}

impl NewAct {
    /// The same, with what was said; the ring holds the system's key.
    pub fn saying(mut self, ring: &KeyRing, words: &Words) -> Outcome<Self> {
        let spot = Spot::new(self.id, "words");
        self.words = Some(ring.seal(Keeper::new(self.system), spot, words)?);
        Ok(self)
    }
}

/// Lists what was done, in the transaction that does it.
pub async fn record(work: &mut Work, act: NewAct) -> Outcome<()> {
    let NewAct { id, system, act, by, about, words, at } = act;
    acts::list(work, Listed { id: id.into(), system, act: act.word(), by, about, words, at }).await
}

/// Somebody who looks after a system, or did.
#[derive(Clone, Debug)]
pub struct Steward {
    /// Their standing.
    pub standing: StandingId,
    /// Who.
    pub person: PersonId,
    /// Who asked them; nothing at the very start.
    pub given_by: Option<PersonId>,
    /// Since when.
    pub began: Moment,
    /// Until when, if it is over.
    pub ended: Option<Moment>,
    /// Who of other organisations confirmed them, and when.
    pub confirmed: Vec<Confirmed>,
    /// Every call that they should stop, earliest first.
    pub recalls: Vec<Recall>,
}

impl Steward {
    /// What is still wanted until they are confirmed.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted::after(&self.confirmed)
    }

    /// Whether they are not confirmed yet.
    #[must_use]
    pub fn is_acting(&self) -> bool {
        self.wanted() != Wanted::Nothing
    }

    /// The calls that wait for an answer: they stay in view until there is one.
    pub fn open_recalls(&self) -> impl Iterator<Item = &Recall> {
        self.recalls.iter().filter(|recall| recall.answered.is_none())
    }
}

/// A member's call that somebody should stop looking after a system.
#[derive(Clone, Debug)]
pub struct Recall {
    /// Which one.
    pub id: RecallId,
    /// Who called.
    pub said_by: PersonId,
    /// Why.
    pub why: Option<Seen<Words>>,
    /// When.
    pub at: Moment,
    /// What was answered.
    pub answer: Option<Seen<Words>>,
    /// When it was answered.
    pub answered: Option<Moment>,
}

/// One thing that was done, as a reader sees it.
#[derive(Clone, Debug)]
pub struct Done {
    /// What.
    pub act: Act,
    /// Who did it.
    pub by: Option<PersonId>,
    /// To whom.
    pub about: Option<PersonId>,
    /// What was said with it.
    pub words: Option<Seen<Words>>,
    /// When.
    pub at: Moment,
}

impl Done {
    /// The key of its sentence; one that leads up to words is for those that have some.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match (self.act, &self.words) {
            (Act::EdgeDrawn, None) => "act-edge-alone",
            (act, _) => act.key(),
        }
    }
}

/// Everybody who looks or looked after a system, from its parts as
/// [`parts::of_system`](crate::parts::of_system) gives them.
pub async fn among(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
    parts: &[Part],
) -> Outcome<Vec<Steward>> {
    let leave = systems::leave(sharing, reader, system)?;
    let confirmed = store::confirmations(look, system.id, system.place).await?;
    let rows = store::recalls(look, system.id).await?;
    let ring = sharing.store.keys.ring([Keeper::new(system.id)]).await?;
    let mut recalls: Vec<(StandingId, Recall)> = Vec::with_capacity(rows.len());
    for row in rows {
        recalls.push((row.steward, open_recall(&leave, &ring, system.id, row)?));
    }
    recalls.sort_by_key(|(_, recall)| (recall.at, recall.id));
    let stewards = parts.iter().filter(|part| part.standing == StandingKind::Steward);
    Ok(stewards
        .map(|part| Steward {
            standing: part.id,
            person: part.person,
            given_by: part.given_by,
            began: part.began,
            ended: part.ended,
            confirmed: confirmed
                .iter()
                .filter(|(steward, _)| *steward == part.id)
                .map(|(_, confirmed)| confirmed.clone())
                .collect(),
            recalls: recalls
                .iter()
                .filter(|(steward, _)| *steward == part.id)
                .map(|(_, recall)| recall.clone())
                .collect(),
        })
        .collect())
}

/// What was done in looking after a system, newest first, a page at a time: whoever does much
/// pushes nothing out of it. What the operator does is not in it.
pub async fn done(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    system: &System,
    after: Option<After>,
) -> Outcome<Stretch<Done>> {
    let leave = systems::leave(sharing, reader, system)?;
    let mut rows = store::acts(look, system.id, after).await?;
    let keeper = Keeper::new(system.id);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let mut done = Vec::with_capacity(rows.len());
    for row in rows.take() {
        let Some(act) = row.act else { continue };
        let words = maybe(&leave, &ring, keeper, row.id.into(), "words", row.words)?;
        done.push(Done { act, by: row.by, about: row.about, words, at: row.at });
    }
    Ok(rows.with(done))
}

fn open_recall(
    leave: &Leave,
    ring: &KeyRing,
    system: SystemId,
    row: store::RecallRow,
) -> Outcome<Recall> {
    let keeper = Keeper::new(system);
    Ok(Recall {
        id: row.id,
        said_by: row.said_by,
        why: maybe(leave, ring, keeper, row.id.into(), "why", row.why)?,
        at: row.at,
        answer: maybe(leave, ring, keeper, row.id.into(), "answer", row.answer)?,
        answered: row.answered,
    })
}

fn maybe(
    leave: &Leave,
    ring: &KeyRing,
    keeper: Keeper,
    row: Uuid,
    column: &'static str,
    sealed: Option<Sealed>,
) -> Outcome<Option<Seen<Words>>> {
    match sealed {
        Some(sealed) => leave.open(ring, keeper, Spot::new(row, column), &sealed),
        None => Ok(None),
    }
}
