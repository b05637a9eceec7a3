//! Just enough of Fluent's grammar (projectfluent.org, syntax 1.0) to list messages and read out
//! what they say.

/// One message, term or attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its key. An attribute's is `message.attribute`; a term's begins with `-`.
    pub key: String,
    /// The line it begins on.
    pub line: usize,
    /// Its value as written.
    pub value: String,
}

/// Reads a file's messages, in order. What is no message is passed over.
#[must_use]
pub fn read(text: &str) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    let mut owner = String::new();
    for (number, line) in text.lines().enumerate() {
        let begins = |key: String, value: &str| Message {
            key,
            line: number + 1,
            value: value.trim().to_owned(),
        };
        if line.starts_with('#') {
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        if let Some((key, value)) = line.split_once('=').filter(|(key, _)| !indented && is_key(key))
        {
            owner = key.trim().to_owned();
            messages.push(begins(owner.clone(), value));
        } else if let Some((name, value)) = attribute(line).filter(|_| indented) {
            messages.push(begins(format!("{owner}.{name}"), value));
        } else if let Some(last) = messages.last_mut() {
            last.value.push('\n');
            last.value.push_str(line.trim());
        }
    }
    for message in &mut messages {
        message.value.truncate(message.value.trim_end().len());
    }
    messages
}

fn is_key(key: &str) -> bool {
    let key = key.trim_end();
    let name = key.strip_prefix('-').unwrap_or(key);
    let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(fits)
}

fn attribute(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim_start().strip_prefix('.')?.split_once('=')?;
    is_key(name).then_some((name.trim(), value))
}

impl Message {
    /// What it can say: one text for each choice it holds, with a name for each variable.
    #[must_use]
    pub fn sayings(&self) -> Vec<String> {
        let most = choices(&self.value);
        (0..most).map(|choice| say(&self.value, choice)).collect()
    }

    /// The keys of other messages that this one brings in.
    #[must_use]
    pub fn brings_in(&self) -> Vec<String> {
        let inside = placeables(&self.value);
        inside
            .into_iter()
            .map(|text| text.trim().to_owned())
            .filter(|text| {
                let key = text.split_once('.').map_or(text.as_str(), |(key, _)| key);
                is_key(key)
            })
            .collect()
    }
}

/// What stands between matching braces at the top level.
fn placeables(value: &str) -> Vec<&str> {
    split(value).into_iter().filter_map(|(inside, text)| inside.then_some(text)).collect()
}

/// Splits a value into plain text (false) and what stands in braces (true).
fn split(value: &str) -> Vec<(bool, &str)> {
    let (mut deep, mut from, mut parts) = (0_usize, 0, Vec::new());
    for (at, letter) in value.char_indices() {
        match letter {
            '{' => {
                if deep == 0 {
                    parts.push((false, &value[from..at]));
                    from = at + 1;
                }
                deep += 1;
            }
            '}' if deep > 0 => {
                deep -= 1;
                if deep == 0 {
                    parts.push((true, &value[from..at]));
                    from = at + 1;
                }
            }
            _ => {}
        }
    }
    parts.push((false, &value[from..]));
    parts
}

/// The variants of a choice such as `$n -> [one] a *[other] b`, or nothing when it is none.
fn variants(inside: &str) -> Vec<&str> {
    let Some((_, list)) = inside.split_once("->") else { return Vec::new() };
    let (mut deep, mut starts) = (0_usize, Vec::new());
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => deep += 1,
            '}' => deep = deep.saturating_sub(1),
            '[' if deep == 0 => starts.push(at),
            _ => {}
        }
    }
    let ends = starts.iter().skip(1).copied().chain([list.len()]);
    let each = starts.iter().zip(ends).filter_map(|(from, to)| list[*from..to].split_once(']'));
    each.map(|(_, text)| text.trim().trim_end_matches('*').trim()).collect()
}

fn choices(value: &str) -> usize {
    let each = placeables(value).into_iter().flat_map(|inside| {
        let variants = variants(inside);
        let within = variants.iter().map(|text| choices(text)).max();
        [variants.len(), within.unwrap_or(1)]
    });
    each.max().unwrap_or(1).max(1)
}

fn say(value: &str, choice: usize) -> String {
    let said = split(value).into_iter().map(|(inside, text)| {
        if !inside {
            return text.to_owned();
        }
        let variants = variants(text);
        match variants.get(choice.min(variants.len().saturating_sub(1))) {
            Some(variant) => say(variant, choice),
            None => spoken(text.trim()),
        }
    });
    said.collect::<String>().trim().to_owned()
}

/// What a variable, a quoted text or another message is read out as.
fn spoken(inside: &str) -> String {
    let quoted = inside.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.map_or_else(|| "Something".to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_attributes_and_terms_are_listed() {
        let text = "# head\nfirst = One\n    two\n\n-brand = Name\nthird =\n    .title = Four\n";
        let read = read(text);
        let keys: Vec<(&str, usize)> = read.iter().map(|m| (m.key.as_str(), m.line)).collect();
        assert_eq!(keys, [("first", 2), ("-brand", 5), ("third", 6), ("third.title", 7)]);
        assert_eq!(read[0].value, "One\ntwo");
        assert_eq!(read[3].value, "Four");
    }

    #[test]
    fn each_choice_is_read_out() {
        let text = "n = { $name } told { $count ->\n    [one] one story\n   *[other] { $count } stories\n} here.\n";
        let sayings = read(text)[0].sayings();
        assert_eq!(
            sayings,
            ["Something told one story here.", "Something told Something stories here."]
        );
    }

    #[test]
    fn what_is_brought_in_is_known() {
        let text = "a = { -brand } and { other } and { $variable } and { \"text\" }\n";
        assert_eq!(read(text)[0].brings_in(), ["-brand", "other"]);
    }
}
