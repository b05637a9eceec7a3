//! Letters in a picture: SVG breaks no lines by itself, so they are broken here, by about how wide
//! letters are. A guess that is a little too wide is a line that breaks a word early.

/// Breaks a text into at most `most` lines of at most `room` units, for letters of 16 units. What
/// does not fit ends in an ellipsis.
#[must_use]
pub fn lines(text: &str, room: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text.split_whitespace().flat_map(|word| pieces(word, room)).peekable();
    while let Some(word) = words.next() {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if width(&longer) <= room {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word));
        }
        if lines.len() == most {
            shorten(&mut lines, room);
            return lines;
        }
        if words.peek().is_none() {
            lines.push(std::mem::take(&mut line));
        }
    }
    lines
}

/// Ends the last line in an ellipsis, within its room.
fn shorten(lines: &mut [String], room: i32) {
    let Some(last) = lines.last_mut() else { return };
    while width(last) + width("…") > room && last.pop().is_some() {}
    last.truncate(last.trim_end().len());
    last.push('…');
}

/// A word, or the pieces of one that is wider than a line.
fn pieces(word: &str, room: i32) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut so_far = 0;
    for letter in word.chars() {
        let wide = width_of(letter);
        if so_far + wide > room && so_far > 0 {
            pieces.push(String::new());
            so_far = 0;
        }
        so_far += wide;
        if let Some(last) = pieces.last_mut() {
            last.push(letter);
        }
    }
    pieces
}

/// About how wide a text is, in units.
pub(super) fn width(text: &str) -> i32 {
    text.chars().map(width_of).fold(0, i32::saturating_add)
}

/// About how wide one letter is: broad scripts fill the square, a few letters are slim.
const fn width_of(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ';' | ':' | '\'' | '’' | '‘' | '|' | '!' | ' ' => 5,
        'f' | 't' | 'r' | '(' | ')' | '-' => 6,
        'm' | 'w' | 'M' | 'W' | '—' | '…' => 14,
        'A'..='Z' => 11,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}' => 0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' => 16,
        '\u{ff00}'..='\u{ff60}' | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 18,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{lines, width};

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_room(text in "\\PC{0,200}", most in 1_usize..4) {
            let broken = lines(&text, 200, most);
            prop_assert!(broken.len() <= most);
            prop_assert!(broken.iter().all(|line| width(line) <= 200 && !line.is_empty()));
        }

        #[test]
        fn what_fits_is_kept_whole(words in prop::collection::vec("[a-z]{1,12}", 1..6)) {
            let text = words.join(" ");
            prop_assert_eq!(lines(&text, 200, 9).join(" "), text);
        }
    }

    #[test]
    fn what_does_not_fit_says_so() {
        let broken = lines(&"word ".repeat(50), 120, 2);
        assert_eq!(broken.len(), 2);
        assert!(broken[1].ends_with('…') && !broken[0].ends_with('…'));
    }
}
