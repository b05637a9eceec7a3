//! What pages share: the layout, forms, refusals, languages, and the list of routes with whom
//! each is for. Only rooms' `pages.rs` and this crate know that there is such a thing as HTTP.

pub mod app;
pub mod assets;
pub mod earlier;
pub mod form;
pub mod further;
pub mod page;
pub mod refusal;
pub mod routes;
pub mod thread;
pub mod tongue;
pub mod typed;
pub mod untaken;
pub mod vest;
pub mod view;
pub mod visitor;

pub use app::{App, Places, Settings, Speaking, Spoken};
pub use earlier::Earlier;
pub use form::{Once, Pressed, Revised, Sent, beside_what_stands};
pub use further::{Further, Onward};
pub use page::{Page, Problem, Said, Shown, to, to_quietly, to_saying};
pub use refusal::Refused;
pub use routes::{Access, Routes};
pub use tongue::{Tongue, Tongues};
pub use untaken::{Untaken, field_of};
pub use visitor::Visitor;
