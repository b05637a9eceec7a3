//! docs/promises.md names the tests that hold each promise. A test that was renamed or removed
//! must not live on there.

use std::collections::HashSet;

use crate::tree::Source;

/// The page that names them.
pub const PAGE: &str = "docs/promises.md";

/// How many promises there are.
const PROMISES: usize = 10;

/// Names of tests on the page that no test has, and promises that no test is named for.
#[must_use]
pub fn unkept(page: &str, tree: &[Source]) -> Vec<String> {
    let tests: HashSet<&str> = tree
        .iter()
        .filter(|source| source.is("rs"))
        .flat_map(|source| tests(&source.text))
        .collect();
    let mut wrong: Vec<String> = named(page)
        .filter(|name| !tests.contains(name))
        .map(|name| format!("{PAGE} names the test {name}, and there is none"))
        .collect();
    let told: Vec<&str> = page.split("\n## ").skip(1).take(PROMISES).collect();
    if told.len() < PROMISES {
        wrong.push(format!("{PAGE} tells of {} promises, not {PROMISES}", told.len()));
    }
    for promise in told {
        let heading = promise.lines().next().unwrap_or_default();
        if named(promise).next().is_none() && !promise.contains("Not kept yet") {
            wrong.push(format!("{PAGE} names no test for “{heading}”"));
        }
    }
    wrong
}

/// What stands between backquotes and reads like a sentence with underscores.
fn named(page: &str) -> impl Iterator<Item = &str> {
    let quoted = page.split('`').skip(1).step_by(2);
    quoted.filter(|name| {
        name.matches('_').count() >= 3
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    })
}

/// The names of the functions in a file; a sentence of a name is only ever a test's.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    text.split("fn ").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        rest[end..].starts_with('(').then_some(&rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_is_gone_and_a_promise_without_one_are_caught() {
        let tree = [Source::new(
            "crates/a/src/lib.rs",
            "#[test]\nfn nobody_looks_without_a_mark() {}\n#[tokio::test]\nasync fn dev_sees_none_of_it() {}",
        )];
        let promise = |n: usize| format!("\n## {n}\n`dev_sees_none_of_it`\n");
        let whole: String = (1..=10).map(promise).collect();
        assert_eq!(unkept(&whole, &tree), Vec::<String>::new());
        let gone = whole.replacen("dev_sees_none_of_it", "asha_sees_all_of_it", 1);
        assert_eq!(unkept(&gone, &tree).len(), 1);
        let bare = whole.replacen("`dev_sees_none_of_it`", "", 1);
        assert_eq!(unkept(&bare, &tree).len(), 1);
        assert!(!unkept("", &tree).is_empty());
    }
}
