//! The policies and their schema as texts, and the same with something put in another's place. What
//! is put in another's place is looked for in the parsed policies, in whatever way it was written.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use cedar_policy::{PolicySet, Schema, SchemaFragment};
use serde_json::Value;

use crate::Trouble;

/// What an attribute's name ends in where a property speaks of how it could otherwise be.
pub const OTHERWISE: &str = "_otherwise";

/// Policies, and what they speak of.
#[derive(Clone, Debug)]
pub struct Ours {
    policies: String,
    schema: String,
}

impl Ours {
    /// Those that the program carries.
    #[must_use]
    pub fn carried() -> Self {
        let policies = sharing::policy::POLICIES.join("\n");
        Self { policies, schema: sharing::policy::SCHEMA.to_owned() }
    }

    /// The same with one text put in another's place; tests break a policy on purpose.
    pub fn but(&self, written: &str, instead: &str) -> Result<Self, Trouble> {
        if self.policies.matches(written).count() != 1 {
            return Err(Trouble::Missing(format!("the policies do not say once: {written}")));
        }
        Ok(Self { policies: self.policies.replacen(written, instead, 1), ..self.clone() })
    }

    /// The policies, with these after them.
    pub fn beside(&self, more: &str) -> Result<PolicySet, Trouble> {
        read(&format!("{}\n{more}", self.policies))
    }

    /// The schema.
    pub fn schema(&self) -> Result<Schema, Trouble> {
        self.schema_otherwise(&[])
    }

    /// The schema with these attributes a second time, as they could otherwise be.
    pub fn schema_otherwise(&self, attributes: &[&str]) -> Result<Schema, Trouble> {
        let unread = Trouble::unread("the schema");
        let (fragment, _) = SchemaFragment::from_cedarschema_str(&self.schema)
            .map_err(Trouble::unread("the schema"))?;
        let mut json = fragment.to_json_value().map_err(Trouble::unread("the schema"))?;
        for attribute in attributes {
            if twice(&mut json, attribute) == 0 {
                return Err(Trouble::Missing(format!("the schema has no attribute {attribute}")));
            }
        }
        Schema::from_json_value(json).map_err(unread)
    }

    /// The policies, asking for these attributes as they could otherwise be.
    pub fn otherwise(&self, attributes: &[&str]) -> Result<PolicySet, Trouble> {
        let mut json = self.json()?;
        for attribute in attributes {
            let renamed = format!("{attribute}{OTHERWISE}");
            rename(&mut json, &|key| key == "attr", attribute, &renamed)?;
        }
        PolicySet::from_json_value(json).map_err(Trouble::unread("a copy of the policies"))
    }

    /// The policies, with two actions in each other's place.
    pub fn swapped(&self, (one, other): (&str, &str)) -> Result<PolicySet, Trouble> {
        let mut json = self.json()?;
        let is_id = |key: &str| key == "id";
        for (from, to) in [(one, "-"), (other, one), ("-", other)] {
            rename(&mut json, &is_id, from, to)?;
        }
        PolicySet::from_json_value(json).map_err(Trouble::unread("a copy of the policies"))
    }

    fn json(&self) -> Result<Value, Trouble> {
        self.beside("")?.to_json().map_err(Trouble::unread("the policies"))
    }
}

/// Policies from their text.
pub(crate) fn read(text: &str) -> Result<PolicySet, Trouble> {
    PolicySet::from_str(text).map_err(Trouble::unread("a text of policies"))
}

/// Adds the attribute once more wherever the schema has it; says how often that was.
fn twice(json: &mut Value, attribute: &str) -> usize {
    let mut found = 0;
    if let Some(attributes) = json.get_mut("attributes").and_then(Value::as_object_mut)
        && let Some(kind) = attributes.get(attribute).cloned()
    {
        attributes.insert(format!("{attribute}{OTHERWISE}"), kind);
        found += 1;
    }
    let deeper: Vec<&mut Value> = match json {
        Value::Object(fields) => fields.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    };
    found + deeper.into_iter().map(|inside| twice(inside, attribute)).sum::<usize>()
}

/// Puts `to` in the place of `from` under the keys that hold such names. It is a trouble when there
/// was none, or when `from` is left anywhere: then something else was meant than what was found,
/// and what is proved of the copy would say nothing.
fn rename(
    json: &mut Value,
    holds_names: &impl Fn(&str) -> bool,
    from: &str,
    to: &str,
) -> Result<(), Trouble> {
    if renamed(json, holds_names, from, to) == 0 {
        return Err(Trouble::Missing(format!("no policy speaks of {from}, so none was changed")));
    }
    let mut left = BTreeSet::new();
    strings(json, &mut left);
    if left.contains(from) {
        return Err(Trouble::Missing(format!("a policy names {from} in a way we do not know")));
    }
    Ok(())
}

fn renamed(json: &mut Value, holds_names: &impl Fn(&str) -> bool, from: &str, to: &str) -> usize {
    match json {
        Value::Object(fields) => fields
            .iter_mut()
            .map(|(key, value)| {
                if holds_names(key) && value.as_str() == Some(from) {
                    *value = Value::from(to);
                    return 1;
                }
                renamed(value, holds_names, from, to)
            })
            .sum(),
        Value::Array(items) => {
            items.iter_mut().map(|item| renamed(item, holds_names, from, to)).sum()
        }
        _ => 0,
    }
}

/// Every string in it, keys too.
fn strings<'a>(json: &'a Value, found: &mut BTreeSet<&'a str>) {
    match json {
        Value::String(text) => {
            found.insert(text);
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => {
            for (key, value) in fields {
                found.insert(key);
                strings(value, found);
            }
        }
        _ => {}
    }
}
