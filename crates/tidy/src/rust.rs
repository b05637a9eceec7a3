//! Just enough of Rust's grammar to tell code from comments and texts in quotes. Offsets in what
//! comes out are offsets in what went in.

use std::ops::Range;

use crate::line_of;

/// A Rust file taken apart.
#[derive(Clone, Debug, Default)]
pub struct Rust {
    /// The code, with comments and whatever stood in quotes blanked out.
    pub code: String,
    /// The texts in quotes.
    pub literals: Vec<Literal>,
}

/// A text in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// Where it begins, in bytes.
    pub at: usize,
    /// The line it begins on, counted from one.
    pub line: usize,
    /// What it says.
    pub text: String,
}

impl Rust {
    /// Takes apart what is not tests: modules of tests in the file are blanked out, wherever they
    /// stand in it.
    #[must_use]
    pub fn without_tests(text: &str) -> Self {
        let mut read = Self::read(text);
        for tests in tests_in(&read.code) {
            let blank = |letter: u8| if letter == b'\n' { '\n' } else { ' ' };
            let blanked: String = read.code[tests.clone()].bytes().map(blank).collect();
            read.code.replace_range(tests.clone(), &blanked);
            read.literals.retain(|literal| !tests.contains(&literal.at));
        }
        read
    }

    /// Takes apart a whole file.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut reading = Reading { text, at: 0, out: Self::default() };
        while reading.at < text.len() {
            reading.step();
        }
        reading.out
    }

    /// The text in quotes that begins at or just after `at`, with only spaces between.
    #[must_use]
    pub fn literal_after(&self, at: usize) -> Option<&Literal> {
        let next = self.literals.iter().find(|literal| literal.at >= at)?;
        self.code[at..next.at].trim().is_empty().then_some(next)
    }
}

/// The names of modules declared as `#[cfg(test)] mod name;`.
#[must_use]
pub fn test_modules(text: &str) -> Vec<String> {
    text.split("#[cfg(test)]")
        .skip(1)
        .filter_map(|after| {
            let declared = after.trim_start();
            let (before, rest) = declared.split_once("mod ")?;
            let name = rest.split_once(';')?.0;
            let plain = |name: &str| name.chars().all(|l| l.is_alphanumeric() || l == '_');
            (before.is_empty() || before.starts_with("pub")).then_some(())?;
            (plain(name) && !before.contains('\n')).then(|| name.to_owned())
        })
        .collect()
}

/// Where modules of tests stand, up to the brace that closes each.
fn tests_in(code: &str) -> Vec<Range<usize>> {
    let marked = code.match_indices("#[cfg(test)]");
    let begins =
        marked.filter(|(at, mark)| code[at + mark.len()..].trim_start().starts_with("mod tests {"));
    begins.map(|(at, _)| at..at + block(&code[at..])).collect()
}

/// The length of code up to the brace that closes the first one in it.
fn block(code: &str) -> usize {
    let mut deep = 0_usize;
    let closes = code.char_indices().find(|(_, letter)| {
        match letter {
            '{' => deep += 1,
            '}' => deep = deep.saturating_sub(1),
            _ => {}
        }
        *letter == '}' && deep == 0
    });
    closes.map_or(code.len(), |(at, _)| at + 1)
}

struct Reading<'a> {
    text: &'a str,
    at: usize,
    out: Rust,
}

impl Reading<'_> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        if rest.starts_with("//") {
            self.blank(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.blank(comment_length(rest));
        } else if let Some(raw) = raw_start(rest).filter(|_| !self.inside_a_word()) {
            self.raw(raw);
        } else if rest.starts_with('"') {
            self.quoted();
        } else if rest.starts_with('\'') {
            self.blank(letter_length(rest));
        } else if let Some(letter) = rest.chars().next() {
            self.out.code.push(letter);
            self.at += letter.len_utf8();
        }
    }

    /// So that the `r` at the end of a word is not taken for the start of a raw text.
    fn inside_a_word(&self) -> bool {
        self.out.code.ends_with(|last: char| last.is_alphanumeric() || last == '_')
    }

    fn blank(&mut self, length: usize) {
        let blanked = &self.text[self.at..self.at + length];
        // Every byte becomes one space, so that offsets stay what they were.
        self.out.code.extend(blanked.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        self.at += length;
    }

    fn raw(&mut self, (open, hashes): (usize, usize)) {
        let close = format!("\"{}", "#".repeat(hashes));
        let body = &self.text[self.at + open..];
        let length = body.find(&close).unwrap_or(body.len());
        self.keep(self.at, body[..length].to_owned());
        self.blank((open + length + close.len()).min(self.text.len() - self.at));
    }

    fn quoted(&mut self) {
        let body = &self.text[self.at + 1..];
        let mut escaped = false;
        let length = body
            .find(|letter| {
                let closes = letter == '"' && !escaped;
                escaped = letter == '\\' && !escaped;
                closes
            })
            .unwrap_or(body.len());
        self.keep(self.at, unescape(&body[..length]));
        self.blank((length + 2).min(self.text.len() - self.at));
    }

    fn keep(&mut self, at: usize, text: String) {
        self.out.literals.push(Literal { at, line: line_of(self.text, at), text });
    }
}

/// The length of a comment that may hold others.
fn comment_length(text: &str) -> usize {
    let (mut deep, mut at) = (0_usize, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (deep, at) = (deep + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (deep, at) = (deep - 1, at + 2);
            if deep == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// For a raw text such as `r#"`: the length of its opening and how many hashes it has.
fn raw_start(text: &str) -> Option<(usize, usize)> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then(|| (text.len() - after.len() + hashes + 1, hashes))
}

/// The length of a letter in quotes, or of the mark alone when it begins a lifetime.
fn letter_length(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    match (letters.next(), letters.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let from = at + escaped.len_utf8();
            text[from..].find('\'').map_or(1, |more| from + more + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('\n')) => while letters.next_if(|next| next.is_whitespace()).is_some() {},
            ('\\', Some('n')) => {
                letters.next();
                out.push('\n');
            }
            ('\\', Some(_)) => out.extend(letters.next()),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        Rust::read(source).literals.into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn comments_are_not_code_and_quotes_in_them_are_not_texts() {
        let read = Rust::read("a(); // \"no\" axum\n/* \"no\" /* axum */ */ b(\"yes\");");
        assert_eq!(read.literals.len(), 1);
        assert_eq!(read.literals[0].text, "yes");
        assert_eq!(read.literals[0].line, 2);
        assert!(!read.code.contains("axum") && read.code.contains("b("));
    }

    #[test]
    fn every_way_of_quoting_is_read() {
        let source = r##"["a \"b\"", r"c\d", r#"e "f""#, b"g", '"', '\'', "h\
            i", '\u{1F331}', "é"]; fn x<'a>(y: &'a str) { "z" }"##;
        assert_eq!(texts(source), ["a \"b\"", "c\\d", "e \"f\"", "g", "hi", "é", "z"]);
    }

    #[test]
    fn offsets_are_those_of_the_file() {
        let source = "/* é */ t.say(\n    \"a-key\")";
        let read = Rust::read(source);
        assert_eq!(read.code.len(), source.len());
        let after = read.code.find(".say(").map(|at| at + ".say(".len());
        assert_eq!(after.and_then(|at| read.literal_after(at)).map(|l| &*l.text), Some("a-key"));
    }

    #[test]
    fn tests_are_left_out_and_what_follows_them_is_not() {
        let tests = "#[cfg(test)]\nmod tests {\n fn a() { b(\"left { out\", '}'); } }";
        let source = format!("\"kept\";\n{tests}\nfn later() {{ \"kept too\" }}");
        let read = Rust::without_tests(&source);
        let kept: Vec<&str> = read.literals.iter().map(|literal| &*literal.text).collect();
        assert_eq!(kept, ["kept", "kept too"]);
        assert_eq!(read.code.len(), source.len());
        assert!(read.code.contains("later") && !read.code.contains("fn a"));
    }

    #[test]
    fn modules_for_tests_are_known_by_name() {
        let source = "#[cfg(test)]\nmod testing;\n#[cfg(test)]\npub(crate) mod cast;\n\
                      #[cfg(test)]\nmod tests {\n}\nmod other;";
        assert_eq!(test_modules(source), ["testing", "cast"]);
    }
}
