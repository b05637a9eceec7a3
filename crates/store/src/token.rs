//! Tokens that open something for whoever holds them: a session, an invitation, a slip. The
//! holder has the token; the database has only its hash.

use data_encoding::BASE32_NOPAD;
use ground::{Fault, Outcome};
use zeroize::Zeroizing;

/// 160 random bits, written in lower-case letters and digits.
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

/// What is kept of a token or of a looked-up text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TokenHash(pub [u8; 32]);

impl Token {
    /// A new token from the operating system's randomness.
    pub fn random() -> Outcome<Self> {
        let mut bytes = [0_u8; 20];
        getrandom::fill(&mut bytes).map_err(Fault::inside)?;
        Ok(Self(Zeroizing::new(BASE32_NOPAD.encode(&bytes).to_lowercase())))
    }

    /// A token as it came back in an address, a cookie or a form.
    #[must_use]
    pub fn presented(text: &str) -> Self {
        Self(Zeroizing::new(text.trim().chars().take(64).collect::<String>().to_lowercase()))
    }

    /// The token's own text, for the one place that hands it over.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is kept of it. A fast hash is enough: 160 bits cannot be guessed.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(*blake3::hash(self.0.as_bytes()).as_bytes())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}
