//! Learning: questions that a group holds open, small things that are tried, what was learned,
//! and conversations about whether it is what was intended. Any of them may say because of what.

pub mod asks;
pub mod because;
pub mod conversations;
pub mod experiments;
pub mod inquiries;
pub mod lessons;
pub mod past;

mod far;
mod frame;
mod indexing;
mod kept;
mod spoken;

#[cfg(test)]
mod proof;

use std::sync::Arc;

use sharing::{Noun, Sharing};
use web::Routes;

/// Every page of this crate.
#[must_use]
pub fn routes() -> Routes {
    inquiries::pages::routes()
        .and(experiments::pages::routes())
        .and(lessons::pages::routes())
        .and(conversations::pages::routes())
        .and(asks::pages::routes())
        .and(because::pages::routes())
}

/// The nouns of this crate, to be registered once.
#[must_use]
pub fn nouns(sharing: &Sharing) -> Vec<Arc<dyn Noun>> {
    vec![
        Arc::new(inquiries::noun::Inquiries(sharing.clone())),
        Arc::new(experiments::noun::Experiments(sharing.clone())),
        Arc::new(lessons::noun::Lessons(sharing.clone())),
        Arc::new(conversations::noun::Conversations(sharing.clone())),
        Arc::new(asks::noun::Asks(sharing.clone())),
    ]
}
