//! The ground: ids, moments, words and faults. Nothing here reads a file, a clock or a socket;
//! everything above speaks in these types.

pub mod fault;
mod folded;
pub mod id;
pub mod moment;
mod stretch;
pub mod words;

pub use fault::{Fault, Outcome};
pub use moment::{Clock, Moment, Week};
pub use stretch::{After, Stretch};
pub use words::{Line, Words};
