//! Nobody's words are opened but by leave, and leave is given by the policies alone.

use crate::line_of;
use crate::rust::Rust;
use crate::tree::Source;

/// The file that makes leave, and how the verb that makes it begins.
pub const MAKES_LEAVE: (&str, &str) = ("crates/sharing/src/seen.rs", "const fn granted() -> Self");

/// Calls that open something sealed.
const OPENS: &[&str] = &[".open(", ".open_line(", ".open_bytes("];

/// What may stand before such a call outside `sharing` and the store: leave, and a file that is
/// being made for its owner alone.
const MAY_OPEN: &[&str] = &["leave", ".mode(0o600)"];

/// Sealed words opened outside `sharing`, which asks the policies first: everywhere else a text is
/// opened by a `Leave`, under that name.
#[must_use]
pub fn opened_elsewhere(source: &Source) -> Vec<String> {
    let may = source.krate().is_some_and(|name| ["sharing", "store"].contains(&name));
    if may || !source.is_program() {
        return Vec::new();
    }
    let code = Rust::without_tests(&source.text).code;
    let opened = OPENS.iter().flat_map(|call| code.match_indices(call));
    let by_itself = opened.filter(|(at, _)| {
        let before = code[..*at].trim_end();
        !MAY_OPEN.iter().any(|name| before.ends_with(name))
    });
    let past = code.match_indices("KeyRing::open");
    let lines = by_itself.chain(past).map(|(at, _)| line_of(&source.text, at));
    lines.map(|line| format!("{}:{line} opens sealed words by itself", source.path)).collect()
}

/// Whether leave could be made outside the crate that asks the policies.
#[must_use]
pub fn made_elsewhere(source: &Source) -> Option<String> {
    let (path, verb) = MAKES_LEAVE;
    if source.path != path {
        return None;
    }
    let code = Rust::without_tests(&source.text).code;
    let made = code.split_once(verb).map(|(before, _)| before.trim_end());
    let within = made.is_some_and(|before| before.ends_with("pub(crate)"));
    let bare = code.contains("pub struct Leave(());") && code.contains("pub struct Seen<T>(T);");
    (!within || !bare).then(|| format!("{path}: leave and what is seen are made within sharing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_words_opened_without_leave_are_caught() {
        let verb = "crates/places/src/systems/mod.rs";
        let caught = |path: &str, text: &str| opened_elsewhere(&Source::new(path, text)).len();
        for planted in [
            "fn peek() { ring.open(keeper, spot, &row.words) }",
            "fn peek(r: &KeyRing) { r.open(keeper, spot, &row.words) }",
            "fn peek() { it.ring()\n    .open_line(keeper, spot, &row.name) }",
            "fn peek() { keys.open_bytes(keeper, spot, &row.piece) }",
            "fn peek() { KeyRing::open(&keys, keeper, spot, &row.words) }",
        ] {
            assert_eq!(caught(verb, planted), 1, "{planted}");
            assert_eq!(caught("crates/sharing/src/seen.rs", planted), 0);
        }
        assert_eq!(caught(verb, "self.leave\n    .open(&ring, keeper, spot, &row.words)"), 0);
        assert_eq!(caught(verb, "options.mode(0o600).open(path)"), 0);
        assert_eq!(caught(verb, "steward.open_recalls().count()"), 0);
    }

    #[test]
    fn leave_that_anybody_could_make_is_caught() {
        let (path, verb) = MAKES_LEAVE;
        let said = |leave: &str, public: &str| {
            let text = format!("{leave}\npub struct Seen<T>(T);\nimpl Leave {{ {public} {verb} }}");
            made_elsewhere(&Source::new(path, &text)).is_some()
        };
        assert!(!said("pub struct Leave(());", "pub(crate)"));
        assert!(said("pub struct Leave(());", "pub"));
        assert!(said("pub struct Leave(pub ());", "pub(crate)"));
    }
}
