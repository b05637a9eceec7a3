//! docs/promises.md names the tests that hold each promise. A test that was renamed or removed
//! must not live on there.

use std::collections::HashSet;

use crate::has_word;
use crate::rust::Rust;
use crate::tree::Source;

/// The page that names them.
pub const PAGE: &str = "docs/promises.md";

/// How many promises there are.
const PROMISES: usize = 10;

/// Names of tests on the page that no test has, and promises that no test is named for.
#[must_use]
pub fn unkept(page: &str, tree: &[Source]) -> Vec<String> {
    let tests: HashSet<String> = tree
        .iter()
        .filter(|source| source.is("rs"))
        .flat_map(|source| tests(&source.text))
        .collect();
    let mut wrong: Vec<String> = named(page)
        .filter(|name| !tests.contains(*name))
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

/// The names of a file's tests that run: functions with the attribute of a test, and with none that
/// sets them aside.
fn tests(text: &str) -> Vec<String> {
    let (mut found, mut attributes) = (Vec::new(), Vec::new());
    // Comments are blank there, and so may stand between an attribute and its function.
    for line in Rust::read(text).code.lines().map(str::trim) {
        if line.starts_with("#[") {
            attributes.push(line.to_owned());
        } else if !line.is_empty() {
            found.extend(function(line).filter(|_| run(&attributes)).map(str::to_owned));
            attributes.clear();
        }
    }
    found
}

/// The name of the function that begins on this line.
fn function(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("fn ")?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    (rest[end..].starts_with('(') && !before.contains('(')).then_some(&rest[..end])
}

fn run(attributes: &[String]) -> bool {
    let test = |line: &String| line.starts_with("#[test]") || line.contains("::test");
    attributes.iter().any(test) && !attributes.iter().any(|line| is_aside(line))
}

/// Whether an attribute sets a test aside, always or under some condition.
fn is_aside(line: &str) -> bool {
    line.starts_with("#[ignore") || (line.starts_with("#[cfg_attr") && has_word(line, "ignore"))
}

/// Tests that are set aside: they hold nothing, and nobody is told.
#[must_use]
pub fn set_aside(source: &Source) -> Vec<String> {
    if !source.is("rs") {
        return Vec::new();
    }
    let code = Rust::read(&source.text).code;
    let lines = code.lines().enumerate().filter(|(_, line)| is_aside(line.trim()));
    lines.map(|(at, _)| format!("{}:{} sets a test aside", source.path, at + 1)).collect()
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

    #[test]
    fn a_test_counts_only_while_it_runs() {
        let kept = "/// Why.\n#[tokio::test(flavor = \"multi_thread\")]\n// so\nasync fn a_b() {}";
        assert_eq!(tests(kept), ["a_b"]);
        for lost in [
            "async fn a_b() {}",
            "#[ignore]\n#[test]\nfn a_b() {}",
            "#[test]\n#[ignore = \"slow\"]\nfn a_b() {}",
            "#[test]\n#[cfg_attr(unix, ignore)]\nfn a_b() {}",
            "/*\n#[test]\nfn a_b() {}\n*/",
            "#[test]\nfn other() {}\nfn a_b() {}",
        ] {
            assert!(!tests(lost).contains(&"a_b".to_owned()), "{lost}");
        }
    }

    #[test]
    fn a_test_set_aside_is_caught() {
        let aside = |path: &str, text: &str| set_aside(&Source::new(path, text)).len();
        assert_eq!(aside("crates/a/tests/b.rs", "#[test]\n#[ignore]\nfn a() {}"), 1);
        assert_eq!(
            aside("crates/a/tests/b.rs", "#[test]\n#[cfg_attr(unix, ignore)]\nfn a() {}"),
            1
        );
        assert_eq!(aside("crates/a/tests/b.rs", "#[test]\nfn a() { ignore() }"), 0);
        assert_eq!(aside("crates/a/tests/b.rs", "#[ignore = \"needs it\"]\nfn a() {}"), 1);
    }
}
