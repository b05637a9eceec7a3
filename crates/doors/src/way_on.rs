//! Where somebody goes on to once they are in. It comes from an address or a form, so it could be
//! anybody's: only a path of this server is taken.

/// A path of this server, safe to redirect to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WayOn(String);

/// The longest path that is taken.
const MOST: usize = 300;

impl WayOn {
    /// Takes a path that starts with one slash. `//host` and `/\host` lead elsewhere, and browsers
    /// drop tabs and line breaks before they look, so only plain visible letters pass. Anything
    /// else leads home.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let plain = text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        let local = text.starts_with('/') && !text.starts_with("//");
        if plain && local && text.len() <= MOST { Self(text.to_owned()) } else { Self::home() }
    }

    /// The home page.
    #[must_use]
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// The path itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0
    }

    /// This way on as a question at the end of another path; home needs none.
    #[must_use]
    pub fn behind(&self, path: &str) -> String {
        if self.0 == "/" {
            return path.to_owned();
        }
        // A pair of plain texts always encodes.
        let query = serde_html_form::to_string([("next", &self.0)]).unwrap_or_default();
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_of_ours_is_followed_and_nothing_else_is() {
        for ours in ["/", "/tell", "/systems/12?page=2#top", "/you/card"] {
            assert_eq!(WayOn::parse(ours).path(), ours);
        }
        let elsewhere = [
            "",
            "tell",
            "https://elsewhere.example",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "/\t/elsewhere.example",
            "/\n/elsewhere.example",
            "\\\\elsewhere.example",
            " //x",
            "/a\\b",
            "javascript:alert(1)",
            "/caf\u{e9}",
        ];
        for path in elsewhere {
            assert_eq!(WayOn::parse(path).path(), "/", "{path:?}");
        }
    }

    #[test]
    fn a_way_on_stays_whole_behind_another_path() {
        let on = WayOn::parse("/patterns/7?page=2&all=yes");
        assert_eq!(on.behind("/in/abc"), "/in/abc?next=%2Fpatterns%2F7%3Fpage%3D2%26all%3Dyes");
    }

    proptest! {
        #[test]
        fn whatever_is_asked_the_way_on_is_a_path_of_ours(text in "[/\\\\a-z:.\\t\\n@ ]{0,12}") {
            let on = WayOn::parse(&text);
            let mut letters = on.path().chars();
            prop_assert_eq!(letters.next(), Some('/'));
            prop_assert!(!matches!(letters.next(), Some('/' | '\\' | '\t' | '\n')));
        }
    }
}
