//! The policies as a whole: they fit the schema, each says in a sentence what it does, and each
//! matters.

use std::str::FromStr as _;

use cedar_policy::{PolicySet, Schema, ValidationMode, Validator};
use sharing::policy::{POLICIES, SCHEMA};

#[test]
fn every_policy_fits_the_schema_and_none_can_ask_for_what_is_not_there() {
    let schema = Schema::from_str(SCHEMA).expect("the schema parses");
    let policies = PolicySet::from_str(&POLICIES.join("\n")).expect("the policies parse");
    let result = Validator::new(schema).validate(&policies, ValidationMode::default());
    let found: Vec<String> = result
        .validation_errors()
        .map(ToString::to_string)
        .chain(result.validation_warnings().map(ToString::to_string))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_policy_says_in_a_sentence_what_it_does() {
    let policies = PolicySet::from_str(&POLICIES.join("\n")).expect("the policies parse");
    for policy in policies.policies() {
        let says = policy.annotation("says").unwrap_or_default();
        assert!(says.ends_with('.') && says.len() > 20, "policy {} says {says:?}", policy.id());
    }
}
