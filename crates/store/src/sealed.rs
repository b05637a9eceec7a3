//! Sealed words: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) under the keeper's key, bound to
//! the row and the column they stand in, so that a moved text does not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ground::id::Uuid;
use ground::{Fault, Outcome};
use zeroize::Zeroizing;

/// Says how the bytes are laid out, should that ever change: version, nonce, text with its tag.
const VERSION: u8 = 1;
/// Bytes of an XChaCha nonce; random ones do not meet in any lifetime.
const NONCE: usize = 24;

/// Words that nobody can read without their keeper's key. It has no `Display`, no `Debug` that
/// shows bytes and no `Serialize`.
///
/// ```compile_fail
/// fn page(sealed: store::Sealed) -> String {
///     format!("{sealed}")
/// }
/// ```
/// ```compile_fail
/// fn log(sealed: store::Sealed) -> String {
///     format!("{sealed:?}")
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    pub(crate) const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Where a sealed text stands: its row and its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The id of the row.
    pub row: Uuid,
    /// The name of the column.
    pub column: &'static str,
}

impl Spot {
    /// The spot in this column of this row.
    pub fn new(row: impl Into<Uuid>, column: &'static str) -> Self {
        Self { row: row.into(), column }
    }

    fn bytes(self) -> Vec<u8> {
        [self.row.as_bytes().as_slice(), self.column.as_bytes()].concat()
    }
}

/// One key of 32 bytes, wiped when it is dropped.
#[derive(Clone)]
pub(crate) struct Key(pub(crate) Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn random() -> Outcome<Self> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut()).map_err(Fault::inside)?;
        Ok(Self(bytes))
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Outcome<Self> {
        let bytes = <[u8; 32]>::try_from(bytes)
            .map_err(|_| Fault::Inside("a key has 32 bytes".to_owned()))?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    pub(crate) fn seal(&self, spot: Spot, plain: &[u8]) -> Outcome<Sealed> {
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(Fault::inside)?;
        let payload = Payload { msg: plain, aad: &spot.bytes() };
        let text = XChaCha20Poly1305::new((&*self.0).into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Fault::Inside("sealing failed".to_owned()))?;
        let mut bytes = Vec::with_capacity(1 + NONCE + text.len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&text);
        Ok(Sealed(bytes))
    }

    pub(crate) fn open(&self, spot: Spot, sealed: &Sealed) -> Outcome<Zeroizing<Vec<u8>>> {
        let broken = || Fault::Inside(format!("sealed text does not open ({})", spot.column));
        let (&version, rest) = sealed.0.split_first().ok_or_else(broken)?;
        if version != VERSION || rest.len() < NONCE {
            return Err(broken());
        }
        let (nonce, text) = rest.split_at(NONCE);
        let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_| broken())?;
        let payload = Payload { msg: text, aad: &spot.bytes() };
        XChaCha20Poly1305::new((&*self.0).into())
            .decrypt(&XNonce::from(nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| broken())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_opens_only_in_the_row_and_column_it_was_sealed_in() {
        let key = Key::random().expect("key");
        let spot = Spot::new(Uuid::new_v4(), "words");
        let sealed = key.seal(spot, b"the damp is back").expect("sealed");
        assert_eq!(&**key.open(spot, &sealed).expect("opens"), b"the damp is back");
        assert!(key.open(Spot::new(Uuid::new_v4(), "words"), &sealed).is_err());
        assert!(key.open(Spot::new(spot.row, "title"), &sealed).is_err());
        assert!(Key::random().expect("key").open(spot, &sealed).is_err());
    }

    #[test]
    fn a_changed_byte_does_not_open() {
        let key = Key::random().expect("key");
        let spot = Spot::new(Uuid::new_v4(), "words");
        let sealed = key.seal(spot, b"seven o'clock").expect("sealed");
        for at in 0..sealed.0.len() {
            let mut bytes = sealed.0.clone();
            bytes[at] ^= 1;
            assert!(key.open(spot, &Sealed(bytes)).is_err(), "byte {at}");
        }
    }
}
