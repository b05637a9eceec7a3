//! One line as it is compared with another that looks like it.

use unicode_normalization::UnicodeNormalization;

use crate::Line;

impl Line {
    /// The line as it is compared with others that look like it: capital letters, accents, wide and
    /// narrow forms, what is not shown, and what stands between words make no difference. Letters of
    /// one script that look like those of another do: an `а` of Cyrillic is not an `a`.
    #[must_use]
    pub fn folded(&self) -> String {
        let shown = self.expose().nfkd().filter(|&c| !is_unseen(c) && !is_accent(c));
        // Up and then down, so that the two small sigmas meet, and `ß` meets `ss`.
        let capital = shown.flat_map(char::to_uppercase).collect::<String>();
        let small = capital.chars().flat_map(char::to_lowercase).nfkd();
        let small: String = small.filter(|&c| !is_unseen(c) && !is_accent(c)).collect();
        let words: Vec<&str> =
            small.split(|c| c == ' ' || is_between_words(c)).filter(|w| !w.is_empty()).collect();
        if words.is_empty() { small } else { words.join(" ") }
    }
}

/// What takes no room when it is shown: Unicode's `Default_Ignorable_Code_Point`, control
/// characters, and the blank of Braille.
const fn is_unseen(c: char) -> bool {
    c.is_ascii_control()
        || matches!(c,
            '\u{80}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Accents on letters that are there without them: the blocks of combining marks that belong to no
/// script, and the points of Hebrew and Arabic, which are mostly left out. The vowel signs of other
/// scripts are letters, and stay.
const fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}'
        | '\u{5C4}'..='\u{5C5}' | '\u{5C7}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}')
}

/// Points, dashes, quotation marks and their like. A picture beside a name is part of it.
const fn is_between_words(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '\u{A0}' | '\u{A1}' | '\u{AB}' | '\u{B4}' | '\u{B7}' | '\u{BB}' | '\u{BF}'
            | '\u{2B0}'..='\u{2FF}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3003}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        Line::parse(text).expect("a line").folded()
    }

    #[test]
    fn what_looks_like_asha_is_asha() {
        for text in [
            "asha",
            "ASHA",
            "Asha\u{200B}",
            "A\u{2060}sha",
            "As\u{AD}ha\u{3164}",
            "\u{2800}Asha",
            "Asha\u{E0041}",
            "Ásha",
            "A\u{301}sha",
            "Ａｓｈａ",
            "𝐀𝐬𝐡𝐚",
            "Asha.",
            "“Asha”",
            "- Asha -",
        ] {
            assert_eq!(folded(text), "asha", "{text:?}");
        }
        assert_eq!(folded("Asha   of\u{A0}the\u{2003}Mill"), folded("asha OF the mill"));
        assert_eq!(folded("ΑΣΑΣ"), folded("ασας"));
        assert_eq!(folded("Weiß"), folded("WEISS"));
        assert_eq!(folded("مُحَمَّد"), folded("محمد"));
    }

    #[test]
    fn what_can_be_told_apart_stays_apart() {
        for (one, other) in [
            ("Asha", "Ash"),
            ("Asha", "Asha 2"),
            ("Asha", "Asha 🌻"),
            ("Ann Marie", "Annmarie"),
            ("राम", "रमा"),
            ("か", "が"),
            ("...", "🌻"),
        ] {
            assert_ne!(folded(one), folded(other));
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{1,40}") {
            if let Ok(line) = Line::parse(&text) {
                let once = line.folded();
                prop_assert_eq!(Line::kept(once.clone()).folded(), once);
            }
        }
    }
}
