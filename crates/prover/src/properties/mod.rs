//! The properties, room by room. Each text is a policy of its own, written anew and not copied from
//! what it is held against.

mod groups;
mod lives;
mod tellings;
mod whole;

use crate::claim::Property;

/// All of them, in the order in which they are proved.
pub fn all() -> impl Iterator<Item = &'static Property> {
    [lives::ALL, tellings::ALL, groups::ALL, whole::ALL].into_iter().flatten()
}

/// The one with this short name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Property> {
    all().find(|property| property.name == name)
}
