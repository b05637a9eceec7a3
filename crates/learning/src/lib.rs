//! Learning: questions that a group holds open, small things that are tried, what was learned,
//! and conversations about whether it is what was intended. Any of them may say because of what.

pub mod asks;
pub mod because;
pub mod convening;
pub mod conversations;
pub mod experiments;
pub mod heard;
pub mod inquiries;
pub mod lessons;
pub mod past;
pub mod vest;
pub mod wordings;

mod far;
mod frame;
mod held;
mod kept;
mod spoken;

#[cfg(test)]
mod proof;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use sharing::{Noun, Sharing};
use web::Routes;

use held::Held;

/// Every page of this crate.
#[must_use]
pub fn routes() -> Routes {
    inquiries::pages::routes()
        .and(experiments::pages::routes())
        .and(lessons::pages::routes())
        .and(conversations::pages::routes())
        .and(asks::pages::routes())
        .and(because::pages::routes())
        .and(convening::pages::routes())
        .and(vest::pages::routes())
        .and(wordings::pages::routes())
}

/// The nouns of this crate, to be registered once.
#[must_use]
pub fn nouns(sharing: &Sharing) -> Vec<Arc<dyn Noun>> {
    let held = |table| Held { sharing: sharing.clone(), table };
    vec![
        Arc::new(held(&inquiries::store::TABLE)),
        Arc::new(held(&experiments::store::TABLE)),
        Arc::new(lessons::noun::Lessons(held(&lessons::store::TABLE))),
        Arc::new(held(&conversations::store::TABLE)),
        Arc::new(asks::noun::Asks(held(&asks::store::TABLE))),
    ]
}
