//! The doors: how somebody comes in, and how they leave. Sessions, links that open once, cards
//! for people without e-mail, passkeys of their own devices, invitations into a system, and the one link of an empty folder.
//! Every token is kept as its hash; whoever holds it is let in, and nobody else.

mod arrival;
mod paper;
pub mod picture;
mod told;
mod way_on;

pub mod addresses;
pub mod cards;
pub mod first;
pub mod invitations;
pub mod letters;
pub mod links;
pub mod names;
pub mod news;
pub mod passkeys;
pub mod sessions;
pub mod tries;
pub mod way_back;

#[cfg(test)]
mod journeys;
#[cfg(test)]
mod testing;

use ::store::{Store, Work};
use ground::id::PersonId;
use ground::{Moment, Outcome};
use web::Routes;

pub use arrival::arrive;
pub use letters::{Asks, Letter, Letters};
pub use sessions::{came_back, visit};
pub use told::Told;
pub use tries::Origin;
pub use way_back::NoWayBack;
pub use way_on::WayOn;

/// Every page and form of the doors.
#[must_use]
pub fn routes() -> Routes {
    sessions::pages::routes()
        .and(links::pages::routes())
        .and(addresses::pages::routes())
        .and(names::pages::routes())
        .and(cards::pages::routes())
        .and(passkeys::pages::routes())
        .and(invitations::pages::routes())
}

/// Clears away what is over: sessions, links, what passkeys were asked for, and counted tries. Meant to run about once an hour;
/// each kind takes at most 500 rows at a time, and the next run goes on.
pub async fn sweep(store: &Store, now: Moment) -> Outcome<()> {
    sessions::sweep(store, now).await?;
    links::sweep(store, now).await?;
    addresses::sweep(store, now).await?;
    news::sweep(store, now).await?;
    passkeys::sweep(store, now).await?;
    tries::sweep(store, now).await
}

/// Shuts every door of somebody who is erased, in the transaction that erases them.
pub async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    sessions::forget(work, person).await?;
    links::forget(work, person).await?;
    addresses::forget(work, person).await?;
    first::forget(work, person).await?;
    news::forget(work, person).await?;
    passkeys::forget(work, person).await?;
    cards::forget(work, person).await
}
