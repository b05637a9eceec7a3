//! Stories: what people tell or bring in files, and how things are later; patterns that people
//! name and dispute; worries; and the thread from a voice to a change.

pub mod came;
pub mod erasing;
pub mod imports;
pub mod nouns;
pub mod patterns;
pub mod slips;
pub mod tellings;
pub mod worries;

pub use nouns::{PatternNoun, TellingNoun};

/// Every page of this room.
#[must_use]
pub fn routes() -> web::Routes {
    tellings::pages::routes()
        .and(slips::pages::routes())
        .and(patterns::pages::routes())
        .and(worries::pages::routes())
        .and(came::pages::routes())
        .and(imports::pages::routes())
}
