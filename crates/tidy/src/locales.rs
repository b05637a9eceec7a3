//! Words on pages: every one that is asked for is there, every one that is there is asked for, and
//! all of them read plainly.

use std::collections::{BTreeMap, BTreeSet};

use crate::exceptions::Exception;
use crate::fluent::{self, Message};
use crate::rust::Rust;
use crate::tree::Source;

/// The longest sentence, in words. Plain-English guides put the line at 15 to 20 words on average;
/// ours is for a reader of about ten, so the average is lower still.
const LONGEST: usize = 28;
/// The most words a sentence may have on average over one file.
const AVERAGE: usize = 14;

/// Words that put somebody at a distance, and what to say instead.
const NOT_ON_PAGES: &[(&str, &str)] = &[
    ("user", "people"),
    ("users", "people"),
    ("client", "person"),
    ("clients", "people"),
    ("case", "person, or what happened"),
    ("cases", "people, or what happened"),
    ("vulnerable", "what could happen, and to whom"),
    ("hard to reach", "whom we have not reached"),
    ("hard-to-reach", "whom we have not reached"),
    ("complex needs", "what somebody wants and what stands in the way"),
    ("stakeholder", "who it is"),
    ("stakeholders", "who they are"),
    ("utilise", "use"),
    ("utilises", "uses"),
    ("utilised", "used"),
];

/// What asks for a sentence by its key.
const ASKS: &[&str] = &[".say(", ".with(", ".count("];

/// The keys that pages ask for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Keys asked for outright, with the place that asks.
    pub outright: BTreeMap<String, String>,
    /// Every text in quotes: a key may be handed on before it is asked for.
    pub mentioned: BTreeSet<String>,
    /// Beginnings of keys that are put together, such as `scale-` in `"scale-{}"`.
    pub beginnings: BTreeSet<String>,
}

impl Asked {
    /// Gathers what the program's Rust and templates ask for.
    #[must_use]
    pub fn by(sources: &[Source]) -> Self {
        let mut asked = Self::default();
        for source in sources {
            if source.is_program() {
                asked.note(&Rust::without_tests(&source.text), &source.path, 0);
            } else if source.is("html") {
                asked.in_template(source);
            }
        }
        asked
    }

    fn note(&mut self, read: &Rust, path: &str, lines_before: usize) {
        for ask in ASKS {
            for (at, _) in read.code.match_indices(ask) {
                if let Some(key) = read.literal_after(at + ask.len()) {
                    let place = format!("{path}:{}", key.line + lines_before);
                    self.outright.insert(key.text.clone(), place);
                }
            }
        }
        for literal in &read.literals {
            match literal.text.split_once('{') {
                Some((beginning, _)) if beginning.len() > 2 && beginning.ends_with('-') => {
                    self.beginnings.insert(beginning.to_owned());
                }
                _ => {
                    self.mentioned.insert(literal.text.clone());
                }
            }
        }
    }

    /// What a template fills in is Rust.
    fn in_template(&mut self, source: &Source) {
        for (open, close) in [("{{", "}}"), ("{%", "%}")] {
            let mut from = 0;
            while let Some(at) = source.text[from..].find(open).map(|at| from + at) {
                let end = source.text[at..].find(close).map_or(source.text.len(), |end| at + end);
                let lines_before = crate::line_of(&source.text, at) - 1;
                self.note(&Rust::read(&source.text[at + 2..end]), &source.path, lines_before);
                from = end;
            }
        }
    }
}

/// Keys asked for that no English file has, and keys that nothing asks for.
#[must_use]
pub fn unmatched_keys(asked: &Asked, english: &[&Source]) -> Vec<String> {
    let messages: Vec<(&Source, Message)> = english
        .iter()
        .flat_map(|source| fluent::read(&source.text).into_iter().map(move |m| (*source, m)))
        .collect();
    let keys: BTreeSet<&str> = messages.iter().map(|(_, message)| message.key.as_str()).collect();
    let brought: BTreeSet<String> = messages.iter().flat_map(|(_, m)| m.brings_in()).collect();
    let missing = asked
        .outright
        .iter()
        .filter(|(key, _)| !key.contains('{') && !keys.contains(key.as_str()))
        .map(|(key, place)| format!("{place} asks for “{key}”, and locales/en has no such key"));
    let used = |key: &str| {
        asked.mentioned.contains(key)
            || asked.beginnings.iter().any(|beginning| key.starts_with(beginning.as_str()))
            || brought.contains(key)
    };
    let unused = messages
        .iter()
        // A message that only holds attributes says nothing by itself.
        .filter(|(_, message)| !message.value.is_empty() && !used(&message.key))
        .map(|(source, m)| format!("{}:{} “{}” is asked for nowhere", source.path, m.line, m.key));
    missing.chain(unused).chain(twice(&messages)).collect()
}

fn twice(messages: &[(&Source, Message)]) -> Vec<String> {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (source, message) in messages {
        let place = format!("{}:{}", source.path, message.line);
        if let Some(first) = seen.insert(&message.key, place.clone()) {
            wrong.push(format!("{place} “{}” is already in {first}", message.key));
        }
    }
    wrong
}

/// Where an English file does not read plainly.
#[must_use]
pub fn hard_words(source: &Source, allowed: &[Exception]) -> Vec<String> {
    let (mut wrong, mut lengths) = (Vec::new(), Vec::new());
    for message in fluent::read(&source.text) {
        let place = format!("{}:{} “{}”", source.path, message.line, message.key);
        let excepted = |word: &str| {
            let what = [format!("text:{}", message.key), word.to_owned()];
            allowed.iter().any(|exception| exception.what == what)
        };
        for saying in message.sayings() {
            for sentence in sentences(&saying) {
                if sentence.len() > LONGEST {
                    wrong.push(format!(
                        "{place} has a sentence of {} words; the most is {LONGEST}",
                        sentence.len()
                    ));
                }
                lengths.push(sentence.len());
            }
            let distant =
                NOT_ON_PAGES.iter().filter(|(word, _)| says(&saying, word) && !excepted(word));
            wrong.extend(
                distant.map(|(word, instead)| format!("{place} says “{word}”; say {instead}")),
            );
        }
    }
    let words: usize = lengths.iter().sum();
    if words > AVERAGE * lengths.len() {
        wrong.push(format!(
            "{}: sentences have {} words on average; the most is {AVERAGE}",
            source.path,
            words.div_ceil(lengths.len())
        ));
    }
    wrong.dedup();
    wrong
}

/// The sentences of a text, each as its words.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let ends = |letter: char| matches!(letter, '.' | '!' | '?' | ':' | ';' | '\n');
    text.split(ends).map(words).filter(|words| !words.is_empty()).collect()
}

fn words(text: &str) -> Vec<&str> {
    let part =
        |letter: char| letter.is_alphanumeric() || letter == '’' || letter == '\'' || letter == '-';
    let split = text.split(move |letter: char| !part(letter));
    split.filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}

/// Whether a text says a word; “in case” and “in any case” are about no person.
fn says(text: &str, word: &str) -> bool {
    let small = text.to_lowercase();
    let (all, wanted) = (words(&small), words(word));
    let about_nobody =
        |at: usize| at > 0 && ["in", "any", "which", "either"].contains(&all[at - 1]);
    let mut runs = all.windows(wanted.len()).enumerate();
    runs.any(|(at, said)| said == wanted && !(word == "case" && about_nobody(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(text: &str) -> Source {
        Source::new("locales/en/a.ftl", text)
    }

    fn asked(path: &str, text: &str) -> Asked {
        Asked::by(&[Source::new(path, text)])
    }

    #[test]
    fn a_key_that_is_missing_and_one_that_nobody_asks_for_are_caught() {
        let template =
            "<h1>{{ page.t.say(\"a-title\") }}</h1>\n<p>{{ t.with(\"gone\", [(\"n\", n)]) }}</p>";
        let asked = asked("crates/web/templates/a.html", template);
        let wrong = unmatched_keys(&asked, &[&english("a-title = Title\nspare = Spare\n")]);
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].starts_with("crates/web/templates/a.html:2 asks for “gone”"), "{wrong:?}");
        assert!(wrong[1].contains("“spare” is asked for nowhere"), "{wrong:?}");
    }

    #[test]
    fn keys_handed_on_put_together_or_brought_in_count_as_asked_for() {
        let rust = "fn key() -> &'static str { \"handed-on\" }\n\
                    fn scale(t: &T) { t.say(&format!(\"scale-{x}\")); t.count(\n \"broken\", 1) }";
        let asked = asked("crates/web/src/a.rs", rust);
        let text = "handed-on = A\nscale-life = { word }\nword = B\nbroken = C\n";
        assert_eq!(unmatched_keys(&asked, &[&english(text)]), Vec::<String>::new());
        assert_eq!(unmatched_keys(&asked, &[&english("word = B\nword = C\n")]).len(), 4);
    }

    #[test]
    fn a_long_sentence_and_long_ones_on_average_are_caught() {
        let long = |words: usize| format!("a = {}.\n", vec!["word"; words].join(" "));
        assert_eq!(hard_words(&english(&long(29)), &[]).len(), 2);
        assert_eq!(hard_words(&english(&long(15)), &[]).len(), 1);
        assert_eq!(hard_words(&english(&long(14)), &[]).len(), 0);
    }

    #[test]
    fn a_word_that_puts_somebody_at_a_distance_is_caught() {
        assert_eq!(hard_words(&english("a = Each user has a case.\n"), &[]).len(), 2);
        assert_eq!(hard_words(&english("a = Ring us, just in case.\n"), &[]).len(), 0);
        for planted in [
            "vulnerable people",
            "people who are hard to reach",
            "the Hard-to-reach",
            "people with complex needs",
            "every stakeholder",
            "utilise it",
        ] {
            let said = format!("a = We speak of {planted}.\n");
            assert_eq!(hard_words(&english(&said), &[]).len(), 1, "{planted}");
        }
        assert_eq!(hard_words(&english("a = It was hard, but we reach you.\n"), &[]).len(), 0);
        let allowed =
            [Exception { what: vec!["text:a".into(), "user".into()], why: String::new() }];
        assert_eq!(hard_words(&english("a = Each user has a name.\n"), &allowed).len(), 0);
    }
}
