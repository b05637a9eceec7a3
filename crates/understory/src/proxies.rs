//! Where a request really comes from, behind proxies that the configuration names. Nobody else's
//! word for it is taken: a header is only what somebody sent.

use std::net::IpAddr;

use axum::http::HeaderMap;

/// How many addresses of a header are looked at, from its end; more proxies than that in a row are
/// nobody's.
const MOST_HOPS: usize = 20;

/// One address, or all that begin with the same bits, such as `10.0.0.0/8`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) if bits.bytes().all(|b| b.is_ascii_digit()) => bits.parse().ok()?,
            Some(_) => return None,
            None => most,
        };
        (bits <= most).then_some(Self { address, bits })
    }

    fn holds(self, other: IpAddr) -> bool {
        let differ = match (self.address, other.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                (ours.to_bits() ^ theirs.to_bits()).leading_zeros()
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                (ours.to_bits() ^ theirs.to_bits()).leading_zeros()
            }
            _ => return false,
        };
        differ >= self.bits
    }
}

/// The proxies whose word is taken.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Trusted(Vec<Network>);

impl Trusted {
    /// Reads a list of addresses and networks; says which one is neither.
    pub(crate) fn parse(texts: &[String]) -> Result<Self, String> {
        let one = |text: &String| Network::parse(text.trim()).ok_or_else(|| text.clone());
        texts.iter().map(one).collect::<Result<_, _>>().map(Self)
    }

    /// Whether this is one of them.
    pub(crate) fn holds(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// Where a request comes from: its peer, or, where that is a trusted proxy, the right-most
    /// address in what it forwards that is no trusted proxy itself. What stands to the left of that
    /// was written by whoever sent it.
    ///
    /// Proxies add to `X-Forwarded-For` or to `Forwarded` (RFC 7239) and pass the other on as it
    /// came. Where both are there and do not agree, one of them is made up, and nobody knows which:
    /// then the proxy's own address stands for all such requests.
    pub(crate) fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.holds(peer) {
            return peer;
        }
        let plain = listed(headers, "x-forwarded-for", plain_address);
        let named = listed(headers, "forwarded", named_address);
        match (plain, named) {
            (Some(plain), Some(named)) => {
                let (plain, named) = (self.walk(peer, &plain), self.walk(peer, &named));
                if plain == named { plain } else { peer }
            }
            (Some(one), None) | (None, Some(one)) => self.walk(peer, &one),
            (None, None) => peer,
        }
    }

    /// Walks from the nearest hop outwards. A hop that cannot be read ends the walk at the proxy
    /// that told of it.
    fn walk(&self, peer: IpAddr, hops: &[Option<IpAddr>]) -> IpAddr {
        let mut nearest = peer;
        for hop in hops {
            let Some(hop) = hop else { return nearest };
            nearest = hop.to_canonical();
            if !self.holds(nearest) {
                return nearest;
            }
        }
        nearest
    }
}

/// The hops in every header of this name, the last first; nothing when there is no such header.
fn listed(
    headers: &HeaderMap,
    name: &str,
    read: fn(&str) -> Option<IpAddr>,
) -> Option<Vec<Option<IpAddr>>> {
    let lines: Vec<&str> =
        headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?")).collect();
    let hops = lines.iter().rev().flat_map(|line| line.rsplit(',')).take(MOST_HOPS);
    (!lines.is_empty()).then(|| hops.map(read).collect())
}

/// An address as `X-Forwarded-For` writes it; some proxies add a port.
fn plain_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix('[') {
        return inner.split_once(']').and_then(|(inner, _)| inner.parse().ok());
    }
    text.parse().ok().or_else(|| match text.rsplit_once(':') {
        Some((host, _)) if !host.contains(':') => host.parse().ok(),
        _ => None,
    })
}

/// The address in one element of `Forwarded`, such as `for="[2001:db8::1]:4711";proto=https`.
fn named_address(text: &str) -> Option<IpAddr> {
    let pairs = text.split(';').filter_map(|pair| pair.split_once('='));
    let mut pairs = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    let (_, value) = pairs.next()?;
    plain_address(value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(texts: &[&str]) -> Trusted {
        let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
        Trusted::parse(&texts).expect("a list")
    }

    fn origin(trusted: &Trusted, peer: &str, headers: &[(&'static str, &str)]) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a header"));
        }
        trusted.origin(peer.parse().expect("a peer"), &map).to_string()
    }

    #[test]
    fn an_address_or_a_network_is_taken_and_nothing_else() {
        for fine in ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "0.0.0.0/0"] {
            assert!(Trusted::parse(&[fine.to_owned()]).is_ok(), "{fine}");
        }
        for unfit in
            ["", "localhost", "10.0.0.0/33", "::/129", "10.0.0/8", "1.2.3.4/", "1.2.3.4/-1"]
        {
            assert_eq!(Trusted::parse(&[unfit.to_owned()]), Err(unfit.to_owned()), "{unfit}");
        }
        let ours = trusted(&["10.1.0.0/16", "2001:db8::/32"]);
        for (address, held) in [
            ("10.1.255.9", true),
            ("10.2.0.1", false),
            ("::ffff:10.1.0.1", true),
            ("2001:db8:9::1", true),
            ("2001:db9::1", false),
        ] {
            assert_eq!(ours.holds(address.parse().expect("an address")), held, "{address}");
        }
    }

    #[test]
    fn whoever_is_no_trusted_proxy_is_believed_in_nothing() {
        let lie = [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=192.0.2.1")];
        for nobody in [trusted(&[]), trusted(&["10.0.0.1"])] {
            assert_eq!(origin(&nobody, "203.0.113.9", &lie), "203.0.113.9");
        }
    }

    #[test]
    fn behind_a_trusted_proxy_the_right_most_address_that_is_not_trusted_counts() {
        let ours = trusted(&["127.0.0.1", "10.0.0.0/8"]);
        let of = |value: &str| origin(&ours, "127.0.0.1", &[("x-forwarded-for", value)]);
        assert_eq!(of("203.0.113.9"), "203.0.113.9");
        // What stands further left was written by whoever sent it.
        assert_eq!(of("192.0.2.1, 203.0.113.9"), "203.0.113.9");
        assert_eq!(of("192.0.2.1, 203.0.113.9, 10.1.2.3"), "203.0.113.9");
        assert_eq!(of("203.0.113.9:5123, 10.1.2.3"), "203.0.113.9");
        assert_eq!(of("[2001:db8::7]:443"), "2001:db8::7");
        assert_eq!(of("10.9.9.9, 10.1.2.3"), "10.9.9.9");
        let lines = [("x-forwarded-for", "192.0.2.1"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(origin(&ours, "127.0.0.1", &lines), "203.0.113.9");
        assert_eq!(origin(&ours, "127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn what_cannot_be_read_ends_at_the_proxy_that_told_of_it() {
        let ours = trusted(&["127.0.0.1", "10.0.0.0/8"]);
        for value in ["unknown", "", "192.0.2.1, nonsense", "192.0.2.1,", "a\u{e9}"] {
            let headers = [("x-forwarded-for", value)];
            assert_eq!(origin(&ours, "127.0.0.1", &headers), "127.0.0.1", "{value}");
        }
        assert_eq!(origin(&ours, "127.0.0.1", &[("x-forwarded-for", "?, 10.1.1.1")]), "10.1.1.1");
    }

    #[test]
    fn the_named_header_is_read_too_and_two_that_do_not_agree_are_not_believed() {
        let ours = trusted(&["127.0.0.1"]);
        let of = |value: &str| origin(&ours, "127.0.0.1", &[("forwarded", value)]);
        assert_eq!(of("for=192.0.2.60;proto=http;by=203.0.113.43"), "192.0.2.60");
        assert_eq!(of("For=\"[2001:db8:cafe::17]:4711\""), "2001:db8:cafe::17");
        assert_eq!(of("for=192.0.2.1, for=203.0.113.9"), "203.0.113.9");
        assert_eq!(of("for=_hidden"), "127.0.0.1");
        let lie = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=192.0.2.1")];
        assert_eq!(origin(&ours, "127.0.0.1", &lie), "127.0.0.1");
        let same = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
        assert_eq!(origin(&ours, "127.0.0.1", &same), "203.0.113.9");
    }
}
