//! A phone or computer that keeps passkeys, in software: it makes real keys and signs for real, as
//! <https://www.w3.org/TR/webauthn-3/> says in sections 6.1 and 6.5, and can be told to do it wrongly.

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A device with one passkey on it.
#[derive(Clone, Debug)]
pub struct Device {
    /// How often it says that its passkey was used; none where it does not count.
    pub counter: u32,
    /// Whether it says that other devices can have a copy, and do.
    pub is_copied: bool,
    key: SigningKey,
    number: [u8; 32],
    whose: Vec<u8>,
}

/// How a device and its browser answer.
#[derive(Clone, Copy, Debug)]
pub struct Answering<'a> {
    /// The page that asks, as the browser knows it.
    pub origin: &'a str,
    /// Whether its person unlocked it.
    pub unlocked: bool,
}

impl<'a> Answering<'a> {
    /// Rightly, on a page of this origin.
    #[must_use]
    pub const fn at(origin: &'a str) -> Self {
        Self { origin, unlocked: true }
    }
}

impl Device {
    /// Makes a passkey, as `navigator.credentials.create` is asked for one: the device, and what its
    /// browser answers.
    ///
    /// # Panics
    /// When the options are not such as a browser is given.
    #[must_use]
    pub fn make(options: &str, answering: Answering<'_>) -> (Self, String) {
        let options = parsed(options);
        let whose = decoded(&options["user"]["id"]);
        let device = Self { counter: 0, is_copied: false, key: key(), number: random(), whose };
        let mut said = device.said(text(&options["rp"]["id"]), answering.unlocked, 0x40);
        // Whose make it is stays unsaid: sixteen times nothing.
        said.extend([0; 16]);
        said.extend([0, 32]);
        said.extend(device.number);
        said.extend(device.public_key());
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x64);
        object.extend(b"none");
        object.push(0x67);
        object.extend(b"attStmt");
        object.extend([0xa0, 0x68]);
        object.extend(b"authData");
        object.push(0x58);
        object.push(u8::try_from(said.len()).unwrap_or_else(|_| crate::stop("It is too long.")));
        object.extend(said);
        let seen = seen("webauthn.create", text(&options["challenge"]), answering.origin);
        let answer = json!({
            "id": encoded(&device.number), "rawId": encoded(&device.number), "type": "public-key",
            "response": { "attestationObject": encoded(&object), "clientDataJSON": encoded(&seen) },
        });
        (device, answer.to_string())
    }

    /// Uses its passkey, as `navigator.credentials.get` is asked to: what its browser answers. A
    /// device that counts counts this.
    ///
    /// # Panics
    /// When the options are not such as a browser is given.
    #[must_use]
    pub fn answer(&mut self, options: &str, answering: Answering<'_>) -> String {
        let options = parsed(options);
        if self.counter > 0 {
            self.counter += 1;
        }
        let said = self.said(text(&options["rpId"]), answering.unlocked, 0);
        let seen = seen("webauthn.get", text(&options["challenge"]), answering.origin);
        let signed = [&said[..], &Sha256::digest(&seen)].concat();
        let signature: Signature = self.key.sign(&signed);
        let answer = json!({
            "id": encoded(&self.number), "rawId": encoded(&self.number), "type": "public-key",
            "response": {
                "authenticatorData": encoded(&said), "clientDataJSON": encoded(&seen),
                "signature": encoded(signature.to_der().as_bytes()),
                "userHandle": encoded(&self.whose),
            },
        });
        answer.to_string()
    }

    /// The same device, saying that it has the passkey of another.
    #[must_use]
    pub fn passing_for(&self, other: &Self) -> Self {
        Self { number: other.number, whose: other.whose.clone(), ..self.clone() }
    }

    /// What it says with each answer: for which place, and whether its person was there and unlocked
    /// it.
    fn said(&self, place: &str, unlocked: bool, more: u8) -> Vec<u8> {
        let copied = if self.is_copied { 0x18 } else { 0 };
        let flags = 0x01 | if unlocked { 0x04 } else { 0 } | copied | more;
        let mut said = Sha256::digest(place.as_bytes()).to_vec();
        said.push(flags);
        said.extend(self.counter.to_be_bytes());
        said
    }

    /// Its public key in COSE (RFC 9053, 7.1.1): ES256 over P-256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32];
        key.extend(x);
        key.extend([0x22, 0x58, 32]);
        key.extend(y);
        key
    }
}

/// What the browser adds of its own, which the device signs too.
fn seen(what: &str, challenge: &str, origin: &str) -> Vec<u8> {
    let seen =
        json!({ "type": what, "challenge": challenge, "origin": origin, "crossOrigin": false });
    seen.to_string().into_bytes()
}

fn key() -> SigningKey {
    let key = SigningKey::from_slice(&random());
    key.unwrap_or_else(|_| crate::stop("A key could not be drawn."))
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    if getrandom::fill(&mut bytes).is_err() {
        crate::stop("There is no randomness.");
    }
    bytes
}

fn parsed(options: &str) -> Value {
    serde_json::from_str(options).unwrap_or_else(|_| crate::stop("These are no options."))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| crate::stop("The options lack something."))
}

fn decoded(value: &Value) -> Vec<u8> {
    let bytes = BASE64URL_NOPAD.decode(text(value).as_bytes());
    bytes.unwrap_or_else(|_| crate::stop("The options hold something else than bytes."))
}

fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}
