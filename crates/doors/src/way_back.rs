//! Whether somebody could come back by themselves, once they have left. Whoever joined by an
//! invitation is in by this visit alone: the invitation is spent, and *Leave* ends the visit.

use ground::Outcome;
use ground::id::PersonId;
use store::Look;
use web::App;

use crate::passkeys::{self, Party};
use crate::{addresses, cards};

/// Somebody has no way back in yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoWayBack {
    /// Whether an e-mail address would be one: this place can send letters.
    pub can_mail: bool,
}

/// Whether somebody has no way back in: no card that holds, no passkey where browsers have them, and
/// no confirmed address that a letter can reach. An address is none where no letters are sent.
pub async fn none(app: &App, look: &mut Look, person: PersonId) -> Outcome<Option<NoWayBack>> {
    let can_mail = app.settings().can_mail;
    if cards::made(look, person).await?.is_some() {
        return Ok(None);
    }
    if can_mail && addresses::is_confirmed(look, person).await? {
        return Ok(None);
    }
    let has_passkeys = Party::of(&app.settings().public_url).is_some();
    if has_passkeys && passkeys::has_one(look, person).await? {
        return Ok(None);
    }
    Ok(Some(NoWayBack { can_mail }))
}
