//! Nothing here can become a target (promise 4): no such word names a table, a column, a form's
//! field, a route or a sentence. And nothing asks what is wrong with somebody (promise 2): no such
//! word names a table, a column, a field or a route.

use crate::exceptions::Exception;
use crate::fluent;
use crate::rust::Rust;
use crate::tables::Table;
use crate::templates;
use crate::tree::Source;

/// The words, in the forms in which they would turn up.
const WORDS: &[&str] = &[
    "target",
    "targets",
    "targeted",
    "threshold",
    "thresholds",
    "rank",
    "ranks",
    "ranked",
    "ranking",
    "rankings",
    "league",
    "leagues",
    "rag",
    "kpi",
    "kpis",
    "deficit",
    "deficits",
    "score",
    "scores",
    "scored",
    "scoring",
];

/// Words under which somebody would be asked what is wrong with them. Sentences may say them: people
/// speak of what they need.
const WRONG_WITH_SOMEBODY: &[&str] = &[
    "diagnosis",
    "diagnoses",
    "diagnosed",
    "needs",
    "presenting",
    "rating",
    "ratings",
    "rated",
    "risk",
    "risks",
    "severity",
    "severities",
    "triage",
    "vulnerability",
    "vulnerabilities",
    "vulnerable",
];

/// How a name begins or ends that has such a word in it and no mark before or after it.
const JOINED: &[&str] = &[
    "deficit",
    "diagnos",
    "league",
    "ranking",
    "score",
    "severity",
    "target",
    "threshold",
    "vulnerab",
];

/// Names that only look so.
const NOT_JOINED: &[&str] = &["colleague", "underscore"];

/// Crates that read and write other people's formats, whose words are not ours to choose.
const FORMATS: &[&str] = &["exchange", "sense"];

/// Something with a name that people or other programs could see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What and where it is, such as `column:parts.kind`; lists of exceptions use the same words.
    pub place: String,
    /// What is judged: the name, or the words of a sentence.
    pub text: String,
}

/// The first word in `text` by which something would become a target.
#[must_use]
pub fn target_like(text: &str) -> Option<&'static str> {
    let small = text.to_lowercase();
    let mut parts = small.split(|letter: char| !letter.is_alphanumeric());
    parts.find_map(|part| WORDS.iter().copied().find(|word| *word == part))
}

/// The first word in a name by which something would become a target, or somebody would be what is
/// wrong with them: alone, or joined to another.
#[must_use]
pub fn unwelcome(name: &str) -> Option<&'static str> {
    let small = name.to_lowercase();
    let mut parts = small.split(|letter: char| !letter.is_alphanumeric());
    target_like(name).or_else(|| parts.find_map(unwelcome_part))
}

fn unwelcome_part(part: &str) -> Option<&'static str> {
    let alone = WRONG_WITH_SOMEBODY.iter().find(|word| **word == part);
    let at_an_edge = |word: &&&str| part.starts_with(**word) || part.ends_with(**word);
    let joined = JOINED.iter().find(at_an_edge).filter(|_| !NOT_JOINED.contains(&part));
    alone.or(joined).copied()
}

/// Whether this word is one that the rules of names keep out.
#[must_use]
pub fn is_kept_out(word: &str) -> bool {
    WORDS.contains(&word) || WRONG_WITH_SOMEBODY.contains(&word) || JOINED.contains(&word)
}

/// What is wrong with something named: a sentence and its key are judged by the first list alone.
fn judged(name: &Named) -> Option<&'static str> {
    let of_a_sentence = ["text:", "key:"].iter().any(|kind| name.place.starts_with(kind));
    if of_a_sentence { target_like(&name.text) } else { unwelcome(&name.text) }
}

/// Names that hold such a word and stand on no list, and lines of the list that nothing needs.
#[must_use]
pub fn target_like_names(names: &[Named], allowed: &[Exception]) -> Vec<String> {
    let breaks: Vec<(&Named, &str)> =
        names.iter().filter_map(|name| Some((name, judged(name)?))).collect();
    let allows = |exception: &Exception, name: &Named, word: &str| {
        exception.what[0] == name.place && exception.what[1] == word
    };
    let wrong = breaks
        .iter()
        .filter(|(name, word)| !allowed.iter().any(|exception| allows(exception, name, word)))
        .map(|(name, word)| format!("{} says “{word}”: {}", name.place, name.text));
    let stale = allowed
        .iter()
        .filter(|exception| !breaks.iter().any(|(name, word)| allows(exception, name, word)))
        .map(|exception| {
            format!("allowed-words.txt lists {}, and nothing needs it", exception.what.join(" "))
        });
    wrong.chain(stale).collect()
}

/// Names of tables and columns.
#[must_use]
pub fn in_tables(tables: &[Table]) -> Vec<Named> {
    let named = |place: String, text: &str| Named { place, text: text.to_owned() };
    tables
        .iter()
        .flat_map(|table| {
            let columns = table
                .columns
                .iter()
                .map(|(column, _)| named(format!("column:{}.{column}", table.name), column));
            std::iter::once(named(format!("table:{}", table.name), &table.name)).chain(columns)
        })
        .collect()
}

/// Names of fields and routes: in templates, and in the Rust of pages and wire formats.
#[must_use]
pub fn in_pages(source: &Source) -> Vec<Named> {
    if source.krate().is_some_and(|name| FORMATS.contains(&name)) {
        return Vec::new();
    }
    if source.is("html") {
        return in_template(&source.text);
    }
    let speaks = ["pages.rs", "api.rs", "form.rs"].contains(&source.name())
        || source.path.contains("/pages/");
    if speaks && source.is_program() { in_rust(&source.text) } else { Vec::new() }
}

fn in_template(text: &str) -> Vec<Named> {
    let tags = templates::tags(text);
    let attributes = tags.iter().flat_map(|tag| &tag.attributes);
    attributes
        .filter_map(|(name, value)| match name.as_str() {
            "name" => Some(named("field", value)),
            "href" | "action" | "formaction" | "src" if value.starts_with('/') => {
                Some(named("route", value))
            }
            _ => None,
        })
        .collect()
}

fn in_rust(text: &str) -> Vec<Named> {
    let read = Rust::without_tests(text);
    let routes = read.literals.iter().filter(|text| text.text.starts_with('/'));
    routes.map(|text| named("route", &text.text)).chain(fields(&read.code)).collect()
}

/// Identifiers that a single colon follows: fields, and what functions are given.
fn fields(code: &str) -> Vec<Named> {
    let part_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let single = |at: usize| !code[..at].ends_with(':') && !code[at + 1..].starts_with(':');
    code.match_indices(':')
        .filter(|(at, _)| single(*at))
        .filter_map(|(at, _)| code[..at].rsplit(|letter: char| !part_of_name(letter)).next())
        .filter(|name| !name.is_empty())
        .map(|name| named("field", name))
        .collect()
}

fn named(kind: &str, text: &str) -> Named {
    Named { place: format!("{kind}:{text}"), text: text.to_owned() }
}

/// Keys and sentences of a locale. Sentences are judged in English only: the words mean something
/// else elsewhere.
#[must_use]
pub fn in_locale(source: &Source) -> Vec<Named> {
    let english = source.path.starts_with("locales/en/");
    fluent::read(&source.text)
        .into_iter()
        .flat_map(|message| {
            let says = english.then(|| Named {
                place: format!("text:{}", message.key),
                text: message.sayings().join(" / "),
            });
            std::iter::once(named("key", &message.key)).chain(says)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables;

    #[test]
    fn a_word_is_caught_in_any_joining_and_not_inside_another() {
        for planted in ["risk_score", "Target", "league-table", "/x/{id}/rankings", "a KPI."] {
            assert!(target_like(planted).is_some(), "{planted}");
        }
        for fine in ["fragment", "frankly", "storage", "underscore", "colleague", "drag"] {
            assert!(target_like(fine).is_none(), "{fine}");
        }
    }

    fn caught(names: &[Named]) -> Vec<String> {
        names.iter().filter(|name| judged(name).is_some()).map(|n| n.place.clone()).collect()
    }

    #[test]
    fn a_column_or_table_is_caught() {
        let sql = Source::new(
            "migrations/1.sql",
            "CREATE TABLE league (system_id UUID, risk_score BIGINT)",
        );
        let found = caught(&in_tables(&tables::read(&[&sql])));
        assert_eq!(found, ["table:league", "column:league.risk_score"]);
    }

    #[test]
    fn a_field_or_route_is_caught_in_a_template() {
        let html = "<form action=\"/systems/{{ id }}/rank\" target=\"_self\"><input name=\"target\"></form>";
        let found = caught(&in_pages(&Source::new("crates/web/templates/a.html", html)));
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_field_or_route_is_caught_in_rust() {
        let rust = "struct Sent { threshold: u8 }\nroutes.get(\"/league\", Access::Open, page)";
        let path = "crates/places/src/systems/pages.rs";
        assert_eq!(caught(&in_pages(&Source::new(path, rust))).len(), 2);
        assert!(caught(&in_pages(&Source::new("crates/exchange/src/pages.rs", rust))).is_empty());
        assert!(caught(&in_pages(&Source::new(path, "rank::of(x)"))).is_empty());
    }

    #[test]
    fn what_would_ask_what_is_wrong_with_somebody_is_caught_in_names_and_not_in_sentences() {
        let columns = "diagnosis BYTEA, risk_level BIGINT, severity BIGINT, needs BYTEA, \
                       presenting_problem BYTEA, vulnerability BYTEA, rating BIGINT";
        let sql = Source::new("migrations/1.sql", &format!("CREATE TABLE a ({columns})"));
        assert_eq!(caught(&in_tables(&tables::read(&[&sql]))).len(), 7);
        let later = Source::new("migrations/2.sql", "ALTER TABLE a ADD COLUMN risk_level BIGINT");
        let bare = Source::new("migrations/1.sql", "CREATE TABLE a (b BYTEA)");
        assert_eq!(caught(&in_tables(&tables::read(&[&bare, &later]))), ["column:a.risk_level"]);
        let html = "<select name=\"needs\"></select><a href=\"/people/{{ id }}/risks\"></a>";
        let page = Source::new("crates/web/templates/a.html", html);
        assert_eq!(caught(&in_pages(&page)).len(), 2);
        let form = Source::new("crates/stories/src/tellings/form.rs", "struct F { rating: u8 }");
        assert_eq!(caught(&in_pages(&form)), ["field:rating"]);
        let said = "what-you-need = Say what each of you needs, and what the risks are.\n";
        assert!(caught(&in_locale(&Source::new("locales/en/a.ftl", said))).is_empty());
    }

    #[test]
    fn a_word_joined_to_another_is_caught_in_a_name() {
        for planted in ["targetdate", "riskScore", "leaguetable", "savings_target2", "scorecard"] {
            assert!(unwelcome(planted).is_some(), "{planted}");
        }
        for fine in ["colleague", "underscore", "needed", "operating", "asterisk", "storage"] {
            assert!(unwelcome(fine).is_none(), "{fine}");
        }
        assert!(is_kept_out("severity") && is_kept_out("rank") && !is_kept_out("user"));
    }

    #[test]
    fn a_key_or_sentence_is_caught() {
        let text = "risk-score = Fine\nfine = Your rank is { $n }\n";
        assert_eq!(
            caught(&in_locale(&Source::new("locales/en/a.ftl", text))),
            ["key:risk-score", "text:fine"]
        );
        assert_eq!(caught(&in_locale(&Source::new("locales/cy/a.ftl", text))), ["key:risk-score"]);
    }

    #[test]
    fn an_exception_holds_for_its_place_and_word_and_no_longer_than_needed() {
        let names = [Named { place: "text:promise".to_owned(), text: "no target".to_owned() }];
        let allow = |word: &str| {
            [Exception {
                what: vec!["text:promise".to_owned(), word.to_owned()],
                why: String::new(),
            }]
        };
        assert_eq!(target_like_names(&names, &[]).len(), 1);
        assert_eq!(target_like_names(&names, &allow("target")).len(), 0);
        assert_eq!(target_like_names(&names, &allow("rank")).len(), 2);
    }
}
