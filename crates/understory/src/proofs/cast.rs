//! The standing cast of these tests.

/// Somebody who tries every route. Whoever holds a link, a card or a slip knows its address, and
/// is for the rest whoever else they are; so each of these tries those addresses too.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Persona {
    /// Nobody signed in; perhaps somebody who holds a slip.
    Stranger,
    /// Looks after another place, and plays no part in this one.
    Dev,
    /// Played a part in the place and in the team; both are over.
    Eve,
    /// Looks after the place and the team, and plays no part in the team.
    Asha,
    /// Plays a part in the place and the team. The tellings are Bryn's, who also brought a file.
    Bryn,
    /// Plays a part in both, and holds the team's money.
    Carys,
    /// Plays a part in both. One telling is offered to Ceri alone.
    Ceri,
    /// Plays a part in both, and looks after the team.
    Mair,
    /// Plays a part in the place, and wrote something down there for somebody who was with them;
    /// hears what goes wrong here.
    Lowri,
    /// Keeps people safe in the place.
    Gwen,
}

use Persona::*;

impl Persona {
    /// Everybody.
    pub(super) const ALL: &[Self] =
        &[Stranger, Dev, Eve, Asha, Bryn, Carys, Ceri, Mair, Lowri, Gwen];
    /// Everybody who has an account, wherever.
    pub(super) const SIGNED_IN: &[Self] = &[Bryn, Dev, Eve, Asha, Carys, Ceri, Mair, Lowri, Gwen];
    /// Everybody who plays a part in the place.
    pub(super) const OF_THE_PLACE: &[Self] = &[Ceri, Bryn, Asha, Carys, Mair, Lowri, Gwen];
    /// Everybody who plays a part in the team.
    pub(super) const OF_THE_TEAM: &[Self] = &[Ceri, Bryn, Carys, Mair];
    /// Those of the team who are part of its talk: whoever holds its money is not, unless asked in.
    pub(super) const IN_THE_TALK: &[Self] = &[Ceri, Bryn, Mair];
}
