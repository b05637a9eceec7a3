//! Tokens that open something for whoever holds them: a session, an invitation, a slip. The
//! holder has the token; the database has only its hash.

use data_encoding::BASE32_NOPAD;
use ground::{Fault, Outcome};
use zeroize::Zeroizing;

/// 160 random bits, written in lower-case letters and digits of which no two are easily taken for
/// each other: there is no `i`, `l`, `o` or `u`. Those made before are written with these four, and
/// without `0`, `1`, `8` and `9`.
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
        Ok(Self::of_bytes(&bytes))
    }

    /// A token worked out from a keyed hash, for what has to be the same again when it is asked for
    /// again.
    #[must_use]
    pub fn of_hash(hash: &TokenHash) -> Self {
        Self::of_bytes(&hash.0[..20])
    }

    /// Each letter of the encoding that looks like another is written as a digit it does not use, so
    /// that no bit is lost.
    fn of_bytes(bytes: &[u8]) -> Self {
        let written = BASE32_NOPAD.encode(bytes).to_lowercase();
        Self(Zeroizing::new(
            written.chars().map(|one| instead(one, ['0', '1', '8', '9'])).collect(),
        ))
    }

    /// A token as it came back in an address, a cookie or a form.
    #[must_use]
    pub fn presented(text: &str) -> Self {
        Self(Zeroizing::new(text.trim().chars().take(64).collect::<String>().to_lowercase()))
    }

    /// What somebody may have meant who typed a token from paper: as it stands, as it is written now,
    /// and as it was written before. Capitals, spaces and dashes do not matter, nor whether a letter was
    /// taken for one that looks like it: `o` for `0`, `i` or `l` for `1`, `u` for `v`.
    #[must_use]
    pub fn typed(text: &str) -> [Self; 3] {
        let letters = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let stands = Self::presented(&letters);
        let read =
            |how: fn(char) -> char| Self(Zeroizing::new(stands.0.chars().map(how).collect()));
        let now = read(|one| instead(one, ['1', '1', '0', 'v']));
        let before = read(|one| match one {
            '0' => 'o',
            '1' => 'l',
            '8' => 'b',
            other => other,
        });
        [stands, now, before]
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

/// What stands in place of `i`, `l`, `o` and `u`, in this order; every other letter stays.
const fn instead(letter: char, [i, l, o, u]: [char; 4]) -> char {
    match letter {
        'i' => i,
        'l' => l,
        'o' => o,
        'u' => u,
        other => other,
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Token, TokenHash};

    /// As somebody types it who takes each letter for another that looks like it, `which` of them,
    /// in capitals or not, in fours with a dash between.
    fn mistaken(token: &Token, which: usize) -> String {
        let looks = |one: char| -> &[char] {
            match one {
                '0' => &['0', 'o', 'O'],
                '1' => &['1', 'l', 'I', 'i', 'L'],
                'v' => &['v', 'u', 'U', 'V'],
                _ => &[],
            }
        };
        let mut typed = String::new();
        for (at, one) in token.expose().chars().enumerate() {
            if at % 4 == 0 {
                typed.push_str(if which.is_multiple_of(2) { " " } else { " - " });
            }
            let alike = looks(one);
            match alike.get((which + at) % alike.len().max(1)) {
                Some(other) => typed.push(*other),
                None if which.is_multiple_of(3) => typed.push(one.to_ascii_uppercase()),
                None => typed.push(one),
            }
        }
        typed
    }

    #[test]
    fn every_code_is_read_whichever_letters_were_taken_for_those_that_look_like_them() {
        for which in 0..2_000 {
            let token = Token::random().expect("a token");
            let read = Token::typed(&mistaken(&token, which));
            assert!(read.iter().any(|one| one.hash() == token.hash()), "{}", token.expose());
        }
    }

    #[test]
    fn a_code_is_written_without_look_alikes_and_loses_nothing_by_it() {
        let mut used = BTreeSet::new();
        for first in 0..=u8::MAX {
            let mut hash = TokenHash([0; 32]);
            hash.0[0] = first;
            let (token, same) = (Token::of_hash(&hash), Token::of_hash(&hash));
            assert_eq!((token.expose().len(), token.hash()), (32, same.hash()));
            assert!(!token.expose().contains(['i', 'l', 'o', 'u']), "{}", token.expose());
            used.insert(token.expose().to_owned());
        }
        assert_eq!(used.len(), 256, "no two codes are one");
        let tokens = (0..200).map(|_| Token::random().expect("a token"));
        let letters: BTreeSet<char> =
            tokens.flat_map(|t| t.expose().chars().collect::<Vec<_>>()).collect();
        assert_eq!(letters.len(), 32, "each of five bits has a letter of its own");
    }

    #[test]
    fn a_code_that_was_printed_before_is_read_as_it_stands_and_with_a_digit_for_its_letter() {
        let before = "ioulz234abcdefghijklmnopqrstuv57";
        for typed in
            [before, "IOUL Z234 ABCD EFGH IJKL MNOP QRST UV57", "i0ulz234abcdefghijklmn0pqrstuv57"]
        {
            let meant = Token::presented(before).hash();
            assert!(Token::typed(typed).iter().any(|one| one.hash() == meant), "{typed}");
        }
    }
}
