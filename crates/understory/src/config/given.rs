//! What was given, key by key, and where each stands: so that whoever misspelt one is told the line.

use std::collections::HashMap;
use std::path::Path;

use toml::{Table, Value};

use super::{Config, FILE, LIST, VARIABLES};
use crate::out::{Done, Trouble};

/// What was given so far; what comes later wins.
#[derive(Debug, Default)]
pub(super) struct Given {
    table: Table,
    places: HashMap<String, String>,
}

impl Given {
    /// Reads the file, if there is one.
    pub(super) fn read(path: &Path) -> Done<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(Trouble::new(format!("{} cannot be read: {error}.", path.display())));
            }
        };
        let table: Table = toml::from_str(&text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            let what = error.message().replace('\n', ", ");
            Trouble::new(format!("{FILE}, line {line}: this is not written as TOML: {what}."))
        })?;
        let places = table.keys().map(|key| (key.clone(), place_in(&text, key))).collect();
        let given = Self { table, places };
        given.refuse_unknown()?;
        Ok(given)
    }

    fn refuse_unknown(&self) -> Done {
        let known = |key: &str| VARIABLES.iter().any(|(_, known)| *known == key);
        let Some(key) = self.table.keys().find(|key| !known(key)) else { return Ok(()) };
        let keys: Vec<&str> = VARIABLES.iter().map(|(_, key)| *key).collect();
        Err(Trouble::new(format!(
            "{}: {key} is not a key that is known. Known are {}.",
            self.place(key),
            keys.join(", ")
        )))
    }

    /// Takes one value from the environment or from a flag.
    pub(super) fn put(&mut self, key: &str, value: &str, place: String) {
        let text = |text: &str| Value::String(text.trim().to_owned());
        let value = match key {
            LIST => {
                Value::Array(value.split(',').filter(|v| !v.trim().is_empty()).map(text).collect())
            }
            _ => Value::String(value.to_owned()),
        };
        self.table.insert(key.to_owned(), value);
        self.places.insert(key.to_owned(), place);
    }

    /// Where a key was given, if it was.
    pub(super) fn given_at(&self, key: &str) -> Option<&str> {
        self.table.contains_key(key).then(|| self.place(key))
    }

    /// Where a key stands.
    pub(super) fn place(&self, key: &str) -> &str {
        self.places.get(key).map_or(FILE, String::as_str)
    }

    /// All of it, once every value has its kind.
    pub(super) fn config(&self) -> Done<Config> {
        for (key, value) in &self.table {
            let texts = |list: &Vec<Value>| list.iter().all(Value::is_str);
            let (fits, what) = match key.as_str() {
                LIST => (value.as_array().is_some_and(texts), "a list of texts, in [ ]"),
                _ => (value.is_str(), "one text, in quotes"),
            };
            if !fits {
                return Err(Trouble::new(format!("{}: {key} is {what}.", self.place(key))));
            }
        }
        Value::Table(self.table.clone())
            .try_into()
            .map_err(|error: toml::de::Error| Trouble::new(error.message().to_owned()))
    }
}

/// The file and the line on which a key stands.
fn place_in(text: &str, key: &str) -> String {
    let stands = |line: &str| {
        let rest = line.trim_start().trim_start_matches(['"', '\'', '[']).strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start().starts_with(['=', '"', '\'', ']', '.']))
    };
    match text.lines().position(stands) {
        Some(line) => format!("{FILE}, line {}", line + 1),
        None => FILE.to_owned(),
    }
}
