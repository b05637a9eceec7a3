//! For whom a passkey is made: this place, as browsers know it by its address. A browser uses a
//! passkey nowhere else, so a page that only looks like ours is given nothing.

use std::time::Duration;

use ground::Outcome;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

use super::ASKED_SECONDS;
use super::store::unread;

/// This place, for passkeys. What is signed is checked by `webauthn-rs`, as
/// <https://www.w3.org/TR/webauthn-3/> says in sections 7.1 and 7.2.
#[derive(Clone, Debug)]
pub struct Party(pub(super) Webauthn);

impl Party {
    /// The place at this address; nothing where browsers have no passkeys: they ask for `https`, or
    /// for this very computer by its name `localhost`, and for a name rather than a number.
    #[must_use]
    pub fn of(public_url: &str) -> Option<Self> {
        let url = Url::parse(public_url).ok()?;
        let host = url.domain()?.to_owned();
        let is_here = host == "localhost" || host.ends_with(".localhost");
        if url.scheme() != "https" && !is_here {
            return None;
        }
        let waits = u64::try_from(ASKED_SECONDS).ok().map(Duration::from_secs)?;
        let party = WebauthnBuilder::new(&host, &url).ok()?.timeout(waits).build().ok()?;
        Some(Self(party))
    }
}

/// Something of the library's, as it is kept.
pub(super) fn kept<T: serde::Serialize>(value: &T) -> Outcome<Vec<u8>> {
    serde_json::to_vec(value).map_err(unread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passkey_needs_https_and_a_name_or_this_very_computer() {
        for can in ["https://town.example", "https://town.example:8443", "http://localhost:7431"] {
            assert!(Party::of(can).is_some(), "{can}");
        }
        let cannot = ["http://town.example", "http://127.0.0.1:7431", "https://192.0.2.7", "town"];
        for cannot in cannot {
            assert!(Party::of(cannot).is_none(), "{cannot}");
        }
    }
}
