//! Stories: what people tell or bring in files, and how things are later; patterns that people
//! name and dispute; worries; and the thread from a voice to a change.

pub mod alike;
pub mod came;
pub mod drafts;
pub mod erasing;
pub mod imports;
mod indexing;
mod leaving;
pub mod nouns;
pub mod patterns;
pub mod quotations;
pub mod ringing;
pub mod second_readings;
pub mod slips;
pub mod taken;
pub mod tellings;
pub mod translations;
pub mod vest;
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
        .and(alike::pages::routes())
        .and(second_readings::pages::routes())
        .and(ringing::pages::routes())
        .and(quotations::pages::routes())
        .and(taken::pages::routes())
        .and(drafts::pages::routes())
        .and(translations::pages::routes())
        .and(vest::pages::routes())
}
