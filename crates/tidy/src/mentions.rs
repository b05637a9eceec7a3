//! What no file may mention: folders of somebody's machine, and hosts of package registries.

use crate::line_of;
use crate::tree::Source;

/// Spelled in pieces, so that this file does not breach its own rule.
const UNWANTED: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a folder of somebody's machine"),
    (concat!("/ro", "ot/"), "a folder of somebody's machine"),
    (concat!("registry.", "npmjs"), "a registry's host"),
    (concat!("index.", "crates.io"), "a registry's host"),
    (concat!("static.", "crates.io"), "a registry's host"),
    (concat!("://", "crates.io"), "a registry's host"),
    (concat!("pypi", ".org"), "a registry's host"),
    (concat!("deb.", "debian.org"), "a registry's host"),
    (concat!("security.", "debian.org"), "a registry's host"),
];

/// Every unwanted mention. Cargo's own lock file is left out: cargo writes it, and it names the
/// registry on every other line.
#[must_use]
pub fn unwanted(source: &Source) -> Vec<String> {
    if source.path == "Cargo.lock" {
        return Vec::new();
    }
    UNWANTED
        .iter()
        .flat_map(|(what, why)| source.text.match_indices(what).map(move |(at, _)| (at, what, why)))
        .map(|(at, what, why)| {
            format!("{}:{} mentions {what}, {why}", source.path, line_of(&source.text, at))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_folder_and_a_registry_host_are_caught() {
        let text = format!("see {}main\nand https://{}.org", UNWANTED[0].0, UNWANTED[2].0);
        let found = unwanted(&Source::new("docs/a.md", &text));
        assert_eq!(found.len(), 2);
        assert!(found[1].starts_with("docs/a.md:2 "), "{found:?}");
    }

    #[test]
    fn a_path_inside_the_project_is_fine() {
        assert!(
            unwanted(&Source::new("docs/a.md", "crates/web/src, homework/, artwork/x")).is_empty()
        );
        assert!(unwanted(&Source::new("Cargo.lock", UNWANTED[3].0)).is_empty());
    }
}
