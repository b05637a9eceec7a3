//! Sentences of a text, so that a span can be chosen by ticking the first and the last.

use ground::{Fault, Outcome};

/// How many sentences are offered to choose from; what comes after stands in the last.
const MOST_SENTENCES: usize = 500;

/// One sentence: from which character to which, with the space after it left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// The first character.
    pub begins: usize,
    /// The character after the last.
    pub ends: usize,
    /// The sentence itself.
    pub text: String,
}

/// Whether a sentence may end with this, in the scripts that people here are likely to write.
const fn ends_one(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
}

/// Whether this may stand between the end of a sentence and the space after it.
const fn closes(letter: char) -> bool {
    matches!(letter, '"' | '\'' | ')' | ']' | '”' | '’' | '»')
}

/// The sentences of a text, in order. A line break ends one too.
#[must_use]
pub fn sentences(text: &str) -> Vec<Sentence> {
    let letters: Vec<char> = text.chars().collect();
    let (mut found, mut begins, mut ended) = (Vec::new(), 0, false);
    for (at, &letter) in letters.iter().enumerate() {
        if (ended && letter.is_whitespace()) || letter == '\n' {
            if found.len() + 1 < MOST_SENTENCES {
                found.extend(sentence(&letters, begins, at));
                begins = at + 1;
            }
            ended = false;
        } else {
            ended = ends_one(letter) || (ended && closes(letter));
        }
    }
    found.extend(sentence(&letters, begins, letters.len()));
    found
}

fn sentence(letters: &[char], begins: usize, ends: usize) -> Option<Sentence> {
    let some = letters.get(begins..ends)?;
    let first = some.iter().position(|letter| !letter.is_whitespace())?;
    let last = some.iter().rposition(|letter| !letter.is_whitespace())?;
    let text = some.get(first..=last)?.iter().collect();
    Some(Sentence { begins: begins + first, ends: begins + last + 1, text })
}

/// The span from the first ticked sentence to the last, with all between them.
pub fn chosen(text: &str, ticked: &[usize]) -> Outcome<(usize, usize)> {
    let sentences = sentences(text);
    let first = ticked.iter().min().and_then(|at| sentences.get(*at));
    let last = ticked.iter().max().and_then(|at| sentences.get(*at));
    let (first, last) = first.zip(last).ok_or(Fault::Unfit("unfit-span"))?;
    Ok((first.begins, last.ends))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        sentences(text).into_iter().map(|s| s.text).collect()
    }

    #[test]
    fn a_text_falls_into_its_sentences_in_any_script() {
        assert_eq!(
            texts("It rained in. Nobody came!\nI rang"),
            ["It rained in.", "Nobody came!", "I rang"]
        );
        assert_eq!(texts("He said “No.” Then he left."), ["He said “No.”", "Then he left."]);
        assert_eq!(texts("دیوار روئی۔ میں نے سنا۔"), ["دیوار روئی۔", "میں نے سنا۔"]);
        assert_eq!(texts("At 7.40 it left."), ["At 7.40 it left."]);
    }

    #[test]
    fn what_is_ticked_goes_from_the_first_to_the_last() {
        let text = "One. Two. Three. Four.";
        let (begins, ends) = chosen(text, &[2, 1]).expect("a span");
        let span: String = text.chars().skip(begins).take(ends - begins).collect();
        assert_eq!(span, "Two. Three.");
        assert!(chosen(text, &[]).is_err() && chosen(text, &[9]).is_err());
    }

    proptest! {
        #[test]
        fn every_sentence_stands_where_it_says(text in "(\\PC|\n|\\. ){0,80}") {
            for one in sentences(&text) {
                let there: String =
                    text.chars().skip(one.begins).take(one.ends - one.begins).collect();
                prop_assert_eq!(there, one.text);
            }
        }
    }
}
