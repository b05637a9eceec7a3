//! The words of cards. There are 7,776 of them, as for five dice; four are drawn, so a card's
//! words are one of 7,776^4, which is 4 × log2(7,776) = 51.7 bits. They are made by rule and mean
//! nothing: five letters that sound as they are written, easy to read out over a phone. No two
//! words share a sound that English spells in two ways (c and k, s and z, f and ph, i and y), so
//! words written down by ear are still found.

use std::sync::LazyLock;

use ground::{Fault, Outcome};

/// How many words there are.
pub const WORDS: usize = 7_776;
/// How many stand on a card.
pub const ON_A_CARD: usize = 4;

/// 14 × 3 × 12 × 3 × 6 = 9,072 words are made; those with a rude or unkind sound fall out, and the
/// first 7,776 that remain are kept.
const FIRST: &str = "bdfghjklmnprst";
const VOWELS: &str = "aio";
const MIDDLE: &str = "bdfgklmnprst";
const LAST: &str = "lmnrst";

/// Sounds that nobody should have to read out, or to be given. Cards already printed stay good when
/// this list grows: only their hash is kept, and words are looked up by sound.
const RUDE: &[&str] = &[
    "anal", "anis", "arab", "bit", "bogar", "bogir", "bolok", "dago", "dik", "fag", "fani", "fat",
    "gas", "gipo", "gok", "homo", "hor", "jap", "jis", "kafir", "kak", "kil", "kok", "lik",
    "moron", "nasi", "nig", "pak", "pinis", "pis", "rap", "ritar", "satan", "siman", "simin",
    "sisi", "sod", "tit", "tosar", "tosir", "wog",
];

static LIST: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut words = Vec::with_capacity(WORDS);
    for first in FIRST.chars() {
        for (one, middle) in pairs(VOWELS, MIDDLE) {
            for (two, last) in pairs(VOWELS, LAST) {
                words.push(String::from_iter([first, one, middle, two, last]));
            }
        }
    }
    words.retain(|word| !RUDE.iter().any(|rude| word.contains(rude)));
    words.truncate(WORDS);
    words
});

fn pairs<'a>(left: &'a str, right: &'a str) -> impl Iterator<Item = (char, char)> + 'a {
    left.chars().flat_map(move |l| right.chars().map(move |r| (l, r)))
}

/// Draws four words from the operating system's randomness, each as likely as any other.
pub(super) fn draw() -> Outcome<[String; ON_A_CARD]> {
    let mut words = [const { String::new() }; ON_A_CARD];
    for word in &mut words {
        *word = LIST.get(number()?).cloned().ok_or_else(|| broken("a word is missing"))?;
    }
    Ok(words)
}

/// An even draw below [`WORDS`]: what is past the last whole multiple in 16 bits is drawn again.
/// That is 5 in 100, so 64 draws fail for nobody.
fn number() -> Outcome<usize> {
    const WHOLE: usize = (1 << 16) / WORDS * WORDS;
    for _ in 0..64 {
        let mut bytes = [0_u8; 2];
        getrandom::fill(&mut bytes).map_err(Fault::inside)?;
        let drawn = usize::from(u16::from_le_bytes(bytes));
        if drawn < WHOLE {
            return Ok(drawn % WORDS);
        }
    }
    Err(broken("randomness is not even"))
}

fn broken(what: &str) -> Fault {
    Fault::Inside(what.to_owned())
}

/// The one text that a card's words are looked up by, however they were written down: capital
/// letters, commas and spellings by ear make no difference. Nothing if they are not four words.
pub(super) fn looked_up(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(by_sound)
        .take(ON_A_CARD + 1)
        .collect();
    (words.len() == ON_A_CARD).then(|| words.join(" "))
}

fn by_sound(word: &str) -> String {
    let heard = word.to_lowercase().replace("ph", "f").replace("ck", "k");
    let mut sounds = String::with_capacity(heard.len());
    for letter in heard.chars() {
        let sound = match letter {
            'c' | 'q' => 'k',
            'e' | 'y' => 'i',
            'u' => 'o',
            'v' => 'f',
            'z' => 's',
            other => other,
        };
        if !sounds.ends_with(sound) {
            sounds.push(sound);
        }
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_7776_different_words_and_none_is_rude() {
        let mut words = LIST.clone();
        assert_eq!(words.len(), WORDS);
        words.sort();
        words.dedup();
        assert_eq!(words.len(), WORDS);
        assert!(words.iter().all(|w| w.len() == 5 && w.bytes().all(|b| b.is_ascii_lowercase())));
        assert!(!words.iter().any(|w| w.contains("fag") || w.contains("tit")));
    }

    #[test]
    fn every_word_is_found_by_its_own_sound() {
        assert!(LIST.iter().all(|word| by_sound(word) == *word));
    }

    #[test]
    fn words_written_down_by_ear_are_the_same_words() {
        let kept = looked_up("bikot famin dosar lagim").expect("four words");
        for heard in [
            "Bicot, Phamin, Dozar, Lagim",
            "bickot  famin\ndosarr-lagym",
            "BIKOT FAMIN DUSAR LAGEM",
        ] {
            assert_eq!(looked_up(heard).as_deref(), Some(&*kept), "{heard}");
        }
    }

    #[test]
    fn three_words_or_five_are_not_a_card() {
        assert_eq!(looked_up("bikot famin dosar"), None);
        assert_eq!(looked_up("bikot famin dosar lagim bikot"), None);
        assert_eq!(looked_up(" - "), None);
    }

    #[test]
    fn words_are_drawn_from_the_whole_list() {
        let drawn: Vec<usize> = (0..2_000).map(|_| number().expect("number")).collect();
        assert!(drawn.iter().all(|&n| n < WORDS));
        assert!(drawn.iter().any(|&n| n < WORDS / 10) && drawn.iter().any(|&n| n > WORDS / 10 * 9));
    }
}
