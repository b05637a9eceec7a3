//! Lists of exceptions kept beside the rules, one a line, each with its reason.

/// One exception: what it is for and why it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// What is excepted: one or more words without spaces, as the list's own head explains.
    pub what: Vec<String>,
    /// Why, in a few words at least.
    pub why: String,
}

/// The fewest words that can be a reason.
const FEWEST: usize = 3;

/// Reads a list: `parts` words that say what, then the reason. Lines that begin with `#` explain.
///
/// # Errors
/// Sentences that name each line with no reason, or that stands there twice.
pub fn read(name: &str, text: &str, parts: usize) -> Result<Vec<Exception>, Vec<String>> {
    let mut wrong = Vec::new();
    let mut read: Vec<Exception> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace().map(str::to_owned);
        let what: Vec<String> = words.by_ref().take(parts).collect();
        let why: Vec<String> = words.collect();
        if why.len() < FEWEST {
            wrong.push(format!("{name}:{} gives no reason", number + 1));
        }
        if read.iter().any(|other| other.what == what) {
            wrong.push(format!("{name}:{} is there twice", number + 1));
        }
        read.push(Exception { what, why: why.join(" ") });
    }
    if wrong.is_empty() { Ok(read) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_has_a_reason() {
        let list = "# what it is\n\nparts.kind  one of a fixed few words\n";
        let read = read("list", list, 1).unwrap();
        assert_eq!(read[0].what, ["parts.kind"]);
        assert_eq!(read[0].why, "one of a fixed few words");
    }

    #[test]
    fn one_without_a_reason_or_twice_is_caught() {
        assert_eq!(read("list", "parts.kind  because\n", 1).unwrap_err().len(), 1);
        let twice = "parts.kind  a fixed few words\nparts.kind  a fixed few words\n";
        assert_eq!(read("list", twice, 1).unwrap_err().len(), 1);
    }
}
