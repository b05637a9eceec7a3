//! The room of people: pages of their own. Somebody's life is a system that they themselves hold
//! the pen of: its parts, what stands in them, who is let in to which of them and for how long, and
//! who looked. It stands in no list of a place, and nobody makes one for somebody else.
//!
//! Whose it is, is a standing ([`sharing::StandingKind::Pen`]) in the life itself, so it ends with
//! nothing that a place or a group decides. Everything else follows from who is let in at this
//! moment ([`corner`]), which the policies in `lives.cedar` are asked about at every reading.

pub mod corner;
pub mod ending;
pub mod erasing;
mod frame;
pub mod keeping;
pub mod lives;
mod may;
pub mod meetings;
pub mod notes;
mod noun;
pub mod passages;
pub mod pens;
pub mod sections;
pub mod visits;

pub use noun::PassageNoun;

/// Every page of this room.
#[must_use]
pub fn routes() -> web::Routes {
    lives::pages::routes()
        .and(sections::pages::routes())
        .and(passages::pages::routes())
        .and(corner::pages::routes())
        .and(pens::pages::routes())
        .and(visits::pages::routes())
        .and(meetings::pages::routes())
        .and(notes::pages::routes())
        .and(ending::pages::routes())
        .and(keeping::pages::routes())
}
