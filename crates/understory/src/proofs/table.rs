//! The access table: of each kind of thing, who is let in by each kind of access. Everybody else
//! is answered as if the thing were not there.

use web::Access::{self, *};

use super::cast::Persona::{self, *};

/// What the things on a path are to the cast.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum About {
    /// The path names nothing.
    Nothing,
    /// A link, card, slip or file that opens for whoever knows its address.
    Link,
    /// A link that was used already.
    Used,
    /// A link that confirms Bryn's address: for him, and for whoever holds it and is not signed in.
    AddressOfBryn,
    /// The place's own face, which an open door shows to anybody.
    Door,
    /// The place.
    Place,
    /// The team in it.
    Team,
    /// Another system in it, which Ceri alone is part of and nobody looks after.
    Plot,
    /// Bryn's telling, offered to the team; a worry about it was raised with Gwen.
    Telling,
    /// The thread that Bryn's telling began, which a worry about the telling does not open.
    Thread,
    /// The same telling, for those alone whom his wishes let hear it.
    AsWished,
    /// Bryn's telling, offered to Ceri alone.
    Narrow,
    /// A telling without an account, offered to the place.
    Unsigned,
    /// What Lowri wrote down for somebody, offered to nobody.
    Written,
    /// Something that the group of the place holds: a pattern, a question, a lesson.
    HeldByPlace,
    /// Something that the group of the team holds.
    HeldByTeam,
    /// What is said and observed there: whoever holds the money is outside.
    TalkOfTeam,
    /// A worry about somebody's safety.
    Worry,
    /// A worry that something went wrong.
    Wrong,
    /// That Bryn asked to be rung.
    Ringing,
    /// Bryn's telling that waits to be read first, and its second reading, asked of those on duty.
    ReadFirst,
    /// Bryn's part, session, draft or import.
    OfBryn,
    /// Bryn's own page, to which he let in Ceri, by name.
    LifeOfBryn,
    /// What Ceri noted on it, which a danger holds back, for her and those on duty.
    HeldNote,
    /// That Mair looks after the team, and the call that she should stop.
    OfMair,
}

/// Who is let in. The first of each line is who the tests with forms act as.
pub(super) const TABLE: &[(Access, About, &[Persona])] = &[
    (Open, About::Nothing, Persona::ALL),
    (Open, About::Link, Persona::ALL),
    (Open, About::Door, Persona::ALL),
    (Holder, About::Nothing, Persona::ALL),
    (Holder, About::Link, Persona::ALL),
    (Holder, About::Used, &[]),
    (Holder, About::AddressOfBryn, &[Bryn, Stranger]),
    (SignedIn, About::Nothing, Persona::SIGNED_IN),
    (SignedIn, About::Door, Persona::SIGNED_IN),
    (SignedIn, About::Place, Persona::OF_THE_PLACE),
    (SignedIn, About::Team, Persona::OF_THE_PLACE),
    (Belonging, About::Place, Persona::OF_THE_PLACE),
    (Belonging, About::Team, Persona::OF_THE_TEAM),
    (Belonging, About::Plot, &[Ceri]),
    (Steward, About::Place, &[Asha]),
    (Steward, About::Team, &[Mair, Asha]),
    (Named, About::Worry, &[Gwen]),
    (Named, About::Wrong, &[Lowri]),
    (Named, About::ReadFirst, &[Gwen]),
    (Named, About::Ringing, &[Gwen]),
    (Offered, About::Telling, &[Ceri, Bryn, Carys, Mair, Gwen]),
    (Offered, About::Thread, Persona::OF_THE_TEAM),
    (Offered, About::AsWished, Persona::OF_THE_TEAM),
    (Offered, About::Narrow, &[Ceri, Bryn]),
    (Offered, About::Unsigned, Persona::OF_THE_PLACE),
    (Offered, About::Written, &[Lowri]),
    (Offered, About::HeldByPlace, Persona::OF_THE_PLACE),
    (Offered, About::HeldByTeam, Persona::OF_THE_TEAM),
    (Offered, About::TalkOfTeam, Persona::IN_THE_TALK),
    (Own, About::Telling, &[Bryn]),
    (Own, About::Narrow, &[Bryn]),
    (Own, About::Unsigned, &[]),
    (Own, About::Written, &[Lowri]),
    (Own, About::ReadFirst, &[Bryn]),
    (Own, About::Ringing, &[Bryn]),
    (Own, About::OfBryn, &[Bryn]),
    (Own, About::OfMair, &[Mair]),
    (Offered, About::LifeOfBryn, &[Ceri, Bryn]),
    (Own, About::LifeOfBryn, &[Bryn]),
    (Offered, About::HeldNote, &[Ceri, Gwen]),
];

/// Where the rules of a thing say no, in a sentence, to somebody who is let in.
const NOT_BY: &[(&str, About, &[Persona])] = &[
    // Nobody confirms themselves, and only Ceri is of another organisation.
    (
        "/systems/{id}/stewards/{standing}/confirm",
        About::Place,
        &[Asha, Bryn, Carys, Mair, Lowri, Gwen],
    ),
    ("/systems/{id}/stewards/{standing}/confirm", About::Team, &[Bryn, Carys, Mair]),
    // It takes two: Bryn called, and it is about Asha here and about Mair there.
    ("/systems/{id}/recalls/{recall}/end", About::Place, &[Bryn, Asha]),
    ("/systems/{id}/recalls/{recall}/end", About::Team, &[Bryn, Mair]),
    // Only what its teller lets be laid beside others is.
    ("/stories/{id}/lay", About::Written, &[Lowri]),
    // Whoever holds the money asks nobody into the talk.
    ("/patterns/{id}/together", About::HeldByTeam, &[Carys]),
    // A group speaks for itself, and whoever holds its money is outside its talk.
    ("/systems/{id}/asks/new", About::Team, &[Carys]),
    // He asked her, so it is hers to answer.
    ("/lives/{id}/pens/{offer}", About::LifeOfBryn, &[Bryn]),
    // Bryn wrote it, so it is his to take back while he is there.
    ("/asks/{id}/back", About::TalkOfTeam, &[Ceri, Mair]),
    // That the money is no longer hers is said by somebody else.
    ("/systems/{id}/part/{standing}/over", About::Team, &[Carys]),
];

/// Who is let in to a thing of this kind by this kind of access.
pub(super) fn let_in(access: Access, about: About) -> &'static [Persona] {
    let line = TABLE.iter().find(|(a, b, _)| (*a, *b) == (access, about));
    line.map(|(_, _, who)| *who).unwrap_or_else(|| {
        panic!("Nobody has said who is let in by {access:?} to {about:?}: add a line to the table.")
    })
}

/// Whether the thing's own rules keep this person from doing it.
pub(super) fn is_kept_from(path: &str, about: About, who: Persona) -> bool {
    NOT_BY.iter().any(|(of, what, people)| (*of, *what) == (path, about) && people.contains(&who))
}

/// Whether this person sees that a system of the place, or somebody's own page, is there, whatever they may do in it. Then
/// a form that is not theirs to send is refused in a sentence that says whose it is.
pub(super) fn sees_the_system(path: &str, who: Persona) -> bool {
    let of_life = path.starts_with("/lives/{id}") && who == Ceri;
    of_life || path.starts_with("/systems/{id}") && Persona::OF_THE_PLACE.contains(&who)
}
