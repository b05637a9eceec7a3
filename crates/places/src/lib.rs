//! The places room: systems of interest at every scale, where their edges are and why, what they
//! are for and who agreed, who is part of them as what, and who looks after them.
//!
//! Each noun is a folder: `mod.rs` holds its types and verbs, `store.rs` its SQL, `pages.rs` its
//! pages. Verbs ask leave for the person they are given, as that person stands at that moment of
//! the transaction; moments are always passed in.

pub mod ages;
pub mod beginning;
pub mod dissents;
mod indexing;
pub mod knows;
mod leaving;
pub mod lost_cards;
mod may;
mod noun;
pub mod open_parts;
pub mod opening;
pub mod parts;
pub mod purposes;
pub mod stewards;
pub mod systems;
mod view;

pub use noun::SystemNoun;

/// Every page of this room.
#[must_use]
pub fn routes() -> web::Routes {
    beginning::pages::routes()
        .and(opening::pages::routes())
        .and(systems::pages::routes())
        .and(purposes::pages::routes())
        .and(dissents::pages::routes())
        .and(open_parts::pages::routes())
        .and(parts::pages::routes())
        .and(lost_cards::pages::routes())
        .and(ages::pages::routes())
        .and(knows::pages::routes())
        .and(stewards::pages::routes())
}
