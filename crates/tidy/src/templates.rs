//! What templates may hold: nothing that the content security policy would refuse, nothing from
//! another host, and no words of their own.

use crate::line_of;
use crate::rust::Rust;
use crate::tree::Source;

/// An opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The line it begins on.
    pub line: usize,
    /// Its name, in small letters.
    pub name: String,
    /// Its attributes, names in small letters. What a template fills in is a `¤`.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What stands for a piece that the template fills in.
const FILLED: char = '¤';

/// Attributes whose value a person reads or hears.
const READ_ALOUD: &[&str] = &["alt", "aria-description", "aria-label", "placeholder", "title"];

/// Every opening tag of a template or of a piece of HTML.
#[must_use]
pub fn tags(text: &str) -> Vec<Tag> {
    pieces(text)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Tag(tag) => Some(tag),
            Piece::Text(..) => None,
        })
        .collect()
}

/// What a template must not hold, and what a piece of HTML in Rust must not.
#[must_use]
pub fn refused(source: &Source) -> Vec<String> {
    let breaches: Vec<(usize, String)> = if source.is("html") || source.is("svg") {
        refused_in(&source.text, 0)
    } else if source.is_program() {
        let read = Rust::without_tests(&source.text);
        read.literals.iter().flat_map(|text| refused_in(&text.text, text.line - 1)).collect()
    } else {
        Vec::new()
    };
    breaches.into_iter().map(|(line, what)| format!("{}:{line} {what}", source.path)).collect()
}

fn refused_in(text: &str, lines_before: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for tag in tags(text) {
        let mut note = |what: String| found.push((tag.line + lines_before, what));
        if tag.name == "style" {
            note("has a <style>; styles live in the stylesheet".to_owned());
        }
        if tag.name == "script" && tag.attribute("src").is_none() {
            note("has a script of its own; scripts live in files".to_owned());
        }
        for (name, value) in &tag.attributes {
            let value = value.trim().to_lowercase();
            let fetched = name == "src" || (name == "href" && tag.name == "link");
            let sent = name == "action" || name == "formaction";
            let elsewhere = value.contains("://") || value.starts_with("//");
            if name == "style" {
                note("has an inline style".to_owned());
            } else if name.len() > 2 && name.starts_with("on") {
                note(format!("has an inline {name}"));
            } else if value.starts_with("javascript:") {
                note(format!("has a script in its {name}"));
            } else if fetched && elsewhere {
                note(format!("fetches {value} from another host"));
            } else if sent && elsewhere {
                note(format!("sends a form to {value}, another host"));
            } else if name == "http-equiv" {
                note("says by <meta> what a header says".to_owned());
            }
        }
    }
    found
}

/// Templates that may put in what was made by another template, each with its reason.
const MAY_PUT_IN: &[(&str, &str)] = &[
    ("crates/places/src/systems/list.html", "a branch of the tree is its own template"),
    ("crates/places/src/systems/branch.html", "a branch holds other branches"),
];

/// Where a template puts something in as it is. Everything else is escaped, so that nobody's words
/// can become marks of the page.
#[must_use]
pub fn unescaped(source: &Source) -> Vec<String> {
    if !source.is("html") || MAY_PUT_IN.iter().any(|(path, _)| *path == source.path) {
        return Vec::new();
    }
    let passes = |filter: &str| {
        let filter = filter.trim_start();
        ["safe", "escape"].iter().any(|name| filter.starts_with(name))
    };
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.split('|').skip(1).any(passes))
        .map(|(at, _)| format!("{}:{} puts something in unescaped", source.path, at + 1))
        .collect()
}

/// Words that stand in a template itself rather than in the locales.
#[must_use]
pub fn own_words(source: &Source) -> Vec<String> {
    if !source.is("html") {
        return Vec::new();
    }
    let is_worded = |text: &str| {
        let text = without_entities(text);
        text.split(|letter: char| !letter.is_alphabetic()).any(|word| word.chars().count() > 1)
    };
    // A language's own name for itself is the same in every locale; such an element says its lang.
    let mut names_itself = false;
    let found = pieces(&source.text).into_iter().flat_map(|piece| match piece {
        Piece::Text(line, text) if is_worded(&text) && !names_itself => vec![(line, text)],
        Piece::Text(..) => Vec::new(),
        Piece::Tag(tag) => {
            names_itself = tag.attribute("lang").is_some_and(|lang| !lang.contains(FILLED));
            let heard = tag
                .attributes
                .into_iter()
                .filter(|(name, value)| READ_ALOUD.contains(&name.as_str()) && is_worded(value));
            heard.map(|(_, value)| (tag.line, value)).collect()
        }
    });
    found
        .map(|(line, text)| {
            format!("{}:{line} says “{}”; words live in locales/", source.path, text.trim())
        })
        .collect()
}

fn without_entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = match after.split_once(';') {
            Some((entity, later)) if entity.len() < 12 && !entity.contains(' ') => later,
            _ => after,
        };
    }
    out + rest
}

enum Piece {
    Tag(Tag),
    Text(usize, String),
}

/// Takes HTML apart into tags and what stands between them. Closing tags and comments are dropped.
fn pieces(text: &str) -> Vec<Piece> {
    let filled = fill(text);
    let (mut pieces, mut at) = (Vec::new(), 0);
    while at < filled.len() {
        let rest = &filled[at..];
        let line = line_of(&filled, at);
        let after_mark = rest.strip_prefix('<').and_then(|after| after.chars().next());
        let length = if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else if after_mark.is_some_and(|next| next.is_ascii_alphabetic()) {
            let end = tag_length(rest);
            pieces.push(Piece::Tag(tag(&rest[1..end], line)));
            end
        } else if after_mark.is_some_and(|next| next == '/' || next == '!') {
            rest.find('>').map_or(rest.len(), |end| end + 1)
        } else {
            let end = text_length(rest);
            pieces.push(Piece::Text(line, rest[..end].to_owned()));
            end
        };
        at += length;
    }
    pieces
}

/// The length of the text up to the next `<` that it does not itself begin with.
fn text_length(text: &str) -> usize {
    text.char_indices().skip(1).find(|(_, letter)| *letter == '<').map_or(text.len(), |(at, _)| at)
}

/// Replaces whatever a template fills in or decides by a mark, keeping lines as they were.
fn fill(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('{') {
        let close = match rest[at..].chars().nth(1) {
            Some('{') => "}}",
            Some('%') => "%}",
            Some('#') => "#}",
            _ => {
                out.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
                continue;
            }
        };
        out.push_str(&rest[..at]);
        let end = rest[at + 2..].find(close).map_or(rest.len(), |end| at + 2 + end + close.len());
        if close == "}}" {
            out.push(FILLED);
        }
        out.extend(rest[at..end].chars().filter(|letter| *letter == '\n'));
        rest = &rest[end..];
    }
    out + rest
}

/// The length of a tag, up to the first `>` that is not in quotes.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    let end = text.char_indices().find(|(_, letter)| {
        match quote {
            Some(open) if open == *letter => quote = None,
            None if *letter == '"' || *letter == '\'' => quote = Some(*letter),
            _ => {}
        }
        quote.is_none() && *letter == '>'
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// Reads what stands between `<` and `>`.
fn tag(inside: &str, line: usize) -> Tag {
    let inside = inside.trim_end_matches('>').trim_end_matches('/');
    let name_ends = inside.find(|letter: char| letter.is_whitespace()).unwrap_or(inside.len());
    let mut tag = Tag { line, name: inside[..name_ends].to_lowercase(), attributes: Vec::new() };
    let mut rest = inside[name_ends..].trim_start();
    while !rest.is_empty() {
        let ends = rest.find(|l: char| l.is_whitespace() || l == '=').unwrap_or(rest.len());
        let name = rest[..ends].to_lowercase();
        let after = rest[ends..].trim_start();
        let (value, later) = match after.strip_prefix('=').map(str::trim_start) {
            Some(given) => value(given),
            None => ("", after),
        };
        tag.attributes.push((name, value.to_owned()));
        // A stray mark would hold us here for ever.
        let later = if later.len() == rest.len() {
            &later[later.chars().next().map_or(0, char::len_utf8)..]
        } else {
            later
        };
        rest = later.trim_start();
    }
    tag
}

fn value(given: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = given.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    given.split_once(char::is_whitespace).unwrap_or((given, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> Source {
        Source::new("crates/web/templates/a.html", text)
    }

    #[test]
    fn what_the_policy_would_refuse_is_caught() {
        for planted in [
            "<p style=\"color: red\">",
            "<style>p { color: red }</style>",
            "<button onclick='x()'>",
            "<script>x()</script>",
            "<a href=\"javascript:x()\">",
            "<img src=\"https://elsewhere.example/a.png\">",
            "<link rel=stylesheet href=//elsewhere.example/a.css>",
            "<form method=\"post\" action=\"https://elsewhere.example/\">",
            "<button formaction=//elsewhere.example/>",
            "<meta http-equiv=\"refresh\" content=\"0;url=https://elsewhere.example\">",
            "<svg><rect {% if x > 1 %}style='fill:red'{% endif %}/></svg>",
        ] {
            assert_eq!(refused(&html(planted)).len(), 1, "{planted}");
            let rust = format!("fn f() {{ push(r##\"{planted}\"##) }}");
            assert_eq!(
                refused(&Source::new("crates/web/src/chart.rs", &rust)).len(),
                1,
                "{planted}"
            );
        }
    }

    #[test]
    fn what_belongs_in_a_page_is_fine() {
        let fine = "{# style= #}<!-- <style> --><script src=\"{{ page.script }}\" defer></script>\n\
                    <link rel=\"stylesheet\" href=\"{{ page.style }}\">\
                    <a href=\"https://elsewhere.example\" rel=\"{{ t.say(\"on-x\") }}\">{{ on }}</a>\
                    {% if a < b && c > d %}<p class=\"style\">{% endif %}";
        assert_eq!(refused(&html(fine)), Vec::<String>::new());
    }

    #[test]
    fn what_is_put_in_unescaped_is_caught() {
        for planted in ["{{ name|safe }}", "{{ name | safe }}", "{{ name|escape(\"none\") }}"] {
            assert_eq!(unescaped(&html(planted)).len(), 1, "{planted}");
        }
        assert!(unescaped(&html("{% if a || is_safe %}{{ safe|lower }}{% endif %}")).is_empty());
        assert!(unescaped(&Source::new(MAY_PUT_IN[0].0, "{{ one|safe }}")).is_empty());
    }

    #[test]
    fn words_in_a_template_are_caught_with_their_line() {
        let caught = own_words(&html("<p>{{ t.say(\"x\") }}</p>\n<p>Hello {{ name }}</p>"));
        assert_eq!(caught.len(), 1);
        assert!(caught[0].contains("a.html:2 "), "{caught:?}");
        assert_eq!(own_words(&html("<img alt=\"A tree\">")).len(), 1);
        assert_eq!(own_words(&html("<option value=\"cy\">Cymraeg</option>")).len(), 1);
        assert_eq!(own_words(&html("<option value=\"cy\" lang=\"cy\">Cymraeg</option>")).len(), 0);
    }

    #[test]
    fn marks_and_filled_pieces_are_not_words() {
        let fine = "<p title=\"{{ t.say(\"a\") }}\">{{ one }} · {{ two }}&nbsp;→ 3 x</p>\n\
                    {% for word in words %}<li class=\"word\">{{ word }}</li>{% endfor %}";
        assert_eq!(own_words(&html(fine)), Vec::<String>::new());
    }
}
