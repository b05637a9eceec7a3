//! What is known about a part of somebody's own page when it is asked for.

use ground::id::{PersonId, SystemId};

/// One part of somebody's own page, or the whole of it, with those who are let in as things stand
/// at this moment.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SectionMatter {
    /// Whose page it is: the life.
    pub life: SystemId,
    /// Whether the page rests, so that nobody else sees it.
    pub rests: bool,
    /// Who was let in by name.
    pub people: Vec<PersonId>,
    /// The groups that were let in.
    pub groups: Vec<SystemId>,
    /// Those of `people` who may write in it.
    pub writing_people: Vec<PersonId>,
    /// Those of `groups` that may write in it.
    pub writing_groups: Vec<SystemId>,
}

impl SectionMatter {
    /// A part, or a page, to which nobody else is let in.
    #[must_use]
    pub const fn of(life: SystemId) -> Self {
        Self {
            life,
            rests: false,
            people: Vec::new(),
            groups: Vec::new(),
            writing_people: Vec::new(),
            writing_groups: Vec::new(),
        }
    }
}
