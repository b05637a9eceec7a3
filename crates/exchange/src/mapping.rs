//! Which heading holds what. A mapping can be saved as TOML and used again for the next file that
//! was made the same way:
//!
//! ```toml
//! words = "What happened?"
//! title = "In a few words"
//! when = "Date"
//! when_format = "dd/mm/yyyy"
//! teller = "Name"
//! ```
//!
//! Only `words` is needed. A heading that repeats is chosen by its own name, `Notes (2)`.

use serde::{Deserialize, Serialize};

use crate::{refusal::Refusal, suspect::Part, table::Heading, told::Format};

/// The most bytes of a saved mapping: five headings of the longest kind fit many times over.
pub const MOST_BYTES: usize = 1024 * 1024;

/// Which heading holds what.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The heading of the column in which people say what happened.
    pub words: String,
    /// The heading of the column with a title for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The heading of the column that says when it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// How that column writes its dates, such as `dd/mm/yyyy` or `%d/%m/%Y`; see [`Format`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_format: Option<String>,
    /// The heading of the column that says who told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teller: Option<String>,
}

impl Mapping {
    /// A mapping that chooses the words and nothing else.
    #[must_use]
    pub fn words(heading: impl Into<String>) -> Self {
        Self { words: heading.into(), ..Self::default() }
    }

    /// Reads a saved mapping.
    ///
    /// # Errors
    /// [`Refusal::MappingUnread`] when it is too long, is no TOML, has no `words`, or has a key
    /// that is not known here.
    pub fn from_toml(text: &str) -> Result<Self, Refusal> {
        if text.len() > MOST_BYTES {
            let why = format!("it has {} bytes; at most {MOST_BYTES} are taken", text.len());
            return Err(Refusal::MappingUnread { why });
        }
        toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .map(|span| 1 + text.get(..span.start).unwrap_or("").matches('\n').count());
            let place = line.map_or_else(String::new, |line| format!("line {line}: "));
            Refusal::MappingUnread { why: format!("{place}{}", error.message().trim()) }
        })
    }

    /// The mapping as TOML, for saving.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut table = toml::Table::new();
        let named = [
            ("words", Some(&self.words)),
            ("title", self.title.as_ref()),
            ("when", self.when.as_ref()),
            ("when_format", self.when_format.as_ref()),
            ("teller", self.teller.as_ref()),
        ];
        for (key, heading) in named {
            if let Some(heading) = heading {
                table.insert(key.to_owned(), toml::Value::String(heading.clone()));
            }
        }
        table.to_string()
    }

    /// Finds the chosen columns among these headings.
    ///
    /// A heading is found by its own name, else as it stands in the file, else without regard to
    /// capital letters, each only when it is the only one.
    ///
    /// # Errors
    /// A heading that is not there, or was chosen for two things; a format without a heading for
    /// when, or one that cannot be read.
    pub fn choose(&self, headings: &[Heading]) -> Result<Chosen, Refusal> {
        let find = |wanted: &Option<String>| {
            wanted.as_deref().map(|wanted| find(wanted, headings)).transpose()
        };
        let format = self.when_format.as_deref().map(Format::parse).transpose()?;
        if format.is_some() && self.when.is_none() {
            return Err(Refusal::FormatWithoutWhen);
        }
        let chosen = Chosen {
            words: self::find(&self.words, headings)?,
            title: find(&self.title)?,
            when: find(&self.when)?,
            teller: find(&self.teller)?,
            format,
        };
        for (at, heading) in headings.iter().enumerate() {
            if chosen.all().into_iter().flatten().filter(|&column| column == at).count() > 1 {
                return Err(Refusal::HeadingTwice { heading: heading.name.clone() });
            }
        }
        Ok(chosen)
    }
}

/// The chosen columns, counted from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// The words.
    pub words: usize,
    /// The title.
    pub title: Option<usize>,
    /// When it happened.
    pub when: Option<usize>,
    /// Who told it.
    pub teller: Option<usize>,
    /// How dates are written.
    pub format: Option<Format>,
}

impl Chosen {
    const fn all(&self) -> [Option<usize>; 4] {
        [Some(self.words), self.title, self.when, self.teller]
    }

    /// What the column with this index was chosen for.
    #[must_use]
    pub fn part(&self, column: usize) -> Part {
        let parts = [Part::Words, Part::Title, Part::When, Part::Teller];
        let mut chosen = self.all().into_iter().zip(parts);
        chosen.find(|(at, _)| *at == Some(column)).map_or(Part::Beside, |(_, part)| part)
    }
}

fn find(wanted: &str, headings: &[Heading]) -> Result<usize, Refusal> {
    let tidy = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = tidy.to_lowercase();
    only(headings, |heading| heading.name == tidy)
        .or_else(|| only(headings, |heading| heading.original == tidy))
        .or_else(|| only(headings, |heading| heading.name.to_lowercase() == folded))
        .ok_or_else(|| Refusal::HeadingNotThere {
            wanted: tidy.chars().take(ground::Line::MOST).collect(),
            there: headings.iter().map(|heading| heading.name.clone()).collect(),
        })
}

/// The index of the only heading that fits.
fn only(headings: &[Heading], fits: impl Fn(&Heading) -> bool) -> Option<usize> {
    let mut found = headings.iter().enumerate().filter(|(_, heading)| fits(heading));
    let first = found.next().map(|(at, _)| at);
    if found.next().is_some() { None } else { first }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headings(names: &[&str]) -> Vec<Heading> {
        let one = |name: &&str| Heading { name: (*name).to_owned(), original: (*name).to_owned() };
        names.iter().map(one).collect()
    }

    #[test]
    fn a_mapping_is_saved_and_used_again() {
        let mapping = Mapping {
            words: "What \"happened\"?".to_owned(),
            when: Some("Date".to_owned()),
            when_format: Some("dd/mm/yyyy".to_owned()),
            ..Mapping::default()
        };
        assert_eq!(Mapping::from_toml(&mapping.to_toml()), Ok(mapping));
    }

    #[test]
    fn a_key_that_is_not_known_is_refused_by_name() {
        let refusal =
            Mapping::from_toml("words = \"Story\"\nwhos = \"Ana\"\n").expect_err("refused");
        assert!(refusal.to_string().contains("line 2") && refusal.to_string().contains("whos"));
        assert!(Mapping::from_toml("title = \"Story\"").is_err());
        assert!(Mapping::from_toml("not toml at all").is_err());
    }

    #[test]
    fn headings_are_found_by_name_and_then_without_capitals() {
        let there = headings(&["Story", "When", "Notes", "Notes (2)"]);
        let chosen =
            |wanted: &str| Mapping::words(wanted).choose(&there).map(|chosen| chosen.words);
        assert_eq!(chosen("Notes (2)"), Ok(3));
        assert_eq!(chosen(" story "), Ok(0));
        let refusal = chosen("Tale").expect_err("refused");
        assert!(refusal.to_string().contains("“Story”, “When”, “Notes”, “Notes (2)”"));
    }

    #[test]
    fn one_heading_serves_one_thing_and_a_format_needs_its_heading() {
        let there = headings(&["Story", "When"]);
        let mut mapping = Mapping::words("Story");
        mapping.title = Some("story".to_owned());
        assert_eq!(mapping.choose(&there).map_err(|refusal| refusal.code()), Err("heading-twice"));
        mapping.title = None;
        mapping.when_format = Some("dd/mm/yyyy".to_owned());
        assert_eq!(mapping.choose(&there), Err(Refusal::FormatWithoutWhen));
        mapping.when = Some("When".to_owned());
        assert_eq!(mapping.choose(&there).map(|chosen| chosen.part(1)), Ok(Part::When));
    }

    proptest! {
        #[test]
        fn any_heading_survives_being_saved(words in "\\PC{0,40}", title in prop::option::of(any::<String>())) {
            let mapping = Mapping { words, title, ..Mapping::default() };
            prop_assert_eq!(Mapping::from_toml(&mapping.to_toml()), Ok(mapping));
        }

        #[test]
        fn any_text_is_a_mapping_or_a_refusal(text in "[a-z =\"\n\\[\\]é]{0,80}") {
            let _ = Mapping::from_toml(&text);
        }
    }
}
