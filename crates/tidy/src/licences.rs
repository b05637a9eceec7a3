//! Licences of what we depend on, read as SPDX licence expressions (SPDX specification 2.3,
//! annex D): `OR`, `AND`, `WITH` and brackets, `AND` binding tighter.

use serde_json::Value;

/// Licences allowed in the program, as ARCHITECTURE.md decides.
pub const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Whether we may depend on something under this licence: some way of reading it must hold only
/// allowed licences. What cannot be read is not allowed. An exception after `WITH` only adds
/// freedom, so the licence before it decides.
#[must_use]
pub fn allowed(expression: &str) -> bool {
    // Older manifests wrote a slash for OR.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest).is_some_and(|allowed| allowed && rest.is_empty())
}

fn any_of(rest: &mut &[&str]) -> Option<bool> {
    let mut allowed = all_of(rest)?;
    while take(rest, "OR") {
        allowed |= all_of(rest)?;
    }
    Some(allowed)
}

fn all_of(rest: &mut &[&str]) -> Option<bool> {
    let mut allowed = one(rest)?;
    while take(rest, "AND") {
        allowed &= one(rest)?;
    }
    Some(allowed)
}

fn one(rest: &mut &[&str]) -> Option<bool> {
    if take(rest, "(") {
        let allowed = any_of(rest)?;
        return take(rest, ")").then_some(allowed);
    }
    let (first, after) = rest.split_first()?;
    *rest = after;
    let keyword = ["AND", "OR", "WITH", ")"].contains(first);
    if take(rest, "WITH") {
        *rest = rest.split_first()?.1;
    }
    (!keyword).then(|| ALLOWED.contains(first))
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    let found = rest.first() == Some(&word);
    if found {
        *rest = &rest[1..];
    }
    found
}

/// Packages in the answer of `cargo metadata` whose licence is not allowed.
#[must_use]
pub fn cargo_offenders(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let used: Vec<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .map(|nodes| nodes.iter().filter_map(|node| node["id"].as_str()).collect())
        .unwrap_or_default();
    packages
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| used.contains(&id)))
        .filter_map(|package| offender(&package["name"], &package["license"]))
        .collect()
}

/// Packages in npm's lock file whose licence is not allowed.
#[must_use]
pub fn npm_offenders(lock: &Value) -> Vec<String> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    packages
        .filter(|(path, _)| !path.is_empty())
        .filter_map(|(path, about)| offender(&Value::from(path.as_str()), &about["license"]))
        .collect()
}

fn offender(name: &Value, licence: &Value) -> Option<String> {
    let name = name.as_str().unwrap_or("a package without a name");
    match licence.as_str() {
        Some(licence) if allowed(licence) => None,
        Some(licence) => Some(format!("{name} is under {licence}, which is not on our list")),
        None => Some(format!("{name} does not say its licence")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn expressions_are_read_as_spdx_says() {
        for fine in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "Unlicense OR MIT",
            "Apache-2.0 AND ISC",
            "(MIT OR GPL-3.0-only) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
            "GPL-3.0-only OR MIT AND ISC",
        ] {
            assert!(allowed(fine), "{fine}");
        }
        for wrong in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "(MIT OR Apache-2.0) AND GPL-3.0-only",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "MIT OR",
            "(MIT",
            "MIT Apache-2.0",
            "mit-ish",
        ] {
            assert!(!allowed(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_package_under_another_licence_or_none_is_caught() {
        let metadata = json!({
            "packages": [
                { "id": "a", "name": "fine", "license": "MIT" },
                { "id": "b", "name": "other", "license": "AGPL-3.0-only" },
                { "id": "c", "name": "silent", "license": null },
                { "id": "d", "name": "unused", "license": null }
            ],
            "resolve": { "nodes": [{ "id": "a" }, { "id": "b" }, { "id": "c" }] }
        });
        assert_eq!(cargo_offenders(&metadata).len(), 2);
        let lock = json!({ "packages": { "": {}, "node_modules/a": { "license": "GPL-3.0" } } });
        assert_eq!(npm_offenders(&lock).len(), 1);
    }
}
