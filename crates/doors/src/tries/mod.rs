//! Tries that are counted by the hour, so that guessing gets nobody in.

mod store;

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use ::store::{Keys, Look, Store, TokenHash, Work};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use ground::{Fault, Moment, Outcome};

/// Microseconds in an hour.
const HOUR: i64 = 3_600_000_000;

/// Something that is bound by the hour: of what kind, and whose, as a keyed hash.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    hash: TokenHash,
    most: i64,
}

impl Counted {
    /// Something bound to `most` tries an hour. `purpose` and `whose` are kept as a hash only.
    #[must_use]
    pub fn new(keys: &Keys, purpose: &str, whose: &str, most: i64) -> Self {
        Self { hash: keys.lookup(purpose, whose), most }
    }

    /// Refuses when there were as many tries in this hour as are allowed; `sentence` says so.
    pub async fn refuse_past(
        self,
        look: &mut Look,
        sentence: &'static str,
        now: Moment,
    ) -> Outcome<()> {
        let so_far = store::so_far(look, &self.hash, hour(now)).await?;
        if so_far < self.most { Ok(()) } else { Err(Fault::Bound(sentence)) }
    }

    /// Counts one try.
    pub async fn add(self, work: &mut Work, now: Moment) -> Outcome<()> {
        store::add(work, &self.hash, hour(now)).await
    }
}

/// Clears away the tries of hours that are over.
pub(crate) async fn sweep(store: &Store, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| store::sweep(work, hour(now)).await)
}

const fn hour(now: Moment) -> i64 {
    now.0.div_euclid(HOUR)
}

/// Where a request comes from, for counting wrong tries: never kept but as a keyed hash. Behind a
/// proxy the server puts the right one into the request's extensions; otherwise it is the peer's
/// address, and without one all requests are counted together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin(String);

impl Origin {
    /// Nobody knows from where.
    #[must_use]
    pub fn unknown() -> Self {
        Self("unknown".to_owned())
    }

    /// From this address. One household has a whole IPv6 network of 64 bits, so that is one origin.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(four) => Self(four.to_string()),
            IpAddr::V6(six) => {
                let [a, b, c, d, ..] = six.segments();
                Self(format!("{a:x}:{b:x}:{c:x}:{d:x}"))
            }
        }
    }

    /// The text that is hashed, the same for one household.
    #[must_use]
    pub fn household(&self) -> &str {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let told = parts.extensions.get::<Self>().cloned();
        let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| Self::of(c.0.ip()));
        Ok(told.or_else(peer).unwrap_or_else(Self::unknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_origin() {
        let origin = |text: &str| Origin::of(text.parse().expect("address"));
        assert_eq!(origin("2001:db8:1:2::5"), origin("2001:db8:1:2:ffff::9"));
        assert_ne!(origin("2001:db8:1:2::5"), origin("2001:db8:1:3::5"));
        assert_eq!(origin("::ffff:192.0.2.1"), origin("192.0.2.1"));
    }
}
