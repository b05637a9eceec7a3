//! The language of what is told: a short code, or one of a few names that a form offers.

use ground::{Fault, Outcome};

/// The code of what is told where no other language is named.
pub(crate) const ENGLISH: &str = "en";

/// What a form offers: the code, the name in the language itself, and the one in English. Any
/// other language can be given by its code.
pub(crate) const OFFERED: [(&str, &str, &str); 7] = [
    (ENGLISH, "English", "English"),
    ("cy", "Cymraeg", "Welsh"),
    ("ur", "اردو", "Urdu"),
    ("pl", "Polski", "Polish"),
    ("ar", "العربية", "Arabic"),
    ("ro", "Română", "Romanian"),
    ("uk", "Українська", "Ukrainian"),
];

/// A language as a short code of two or three letters; English where nothing is said.
pub(crate) fn parse(typed: &str) -> Outcome<String> {
    let said = typed.trim().to_lowercase();
    if said.is_empty() {
        return Ok(ENGLISH.to_owned());
    }
    let named = |name: &str| name.to_lowercase() == said;
    if let Some((code, ..)) = OFFERED.iter().find(|(_, own, english)| named(own) || named(english))
    {
        return Ok((*code).to_owned());
    }
    let fits = (2..=3).contains(&said.len()) && said.bytes().all(|b| b.is_ascii_lowercase());
    if fits { Ok(said) } else { Err(Fault::Unfit("unfit-language")) }
}

#[cfg(test)]
mod tests {
    use ground::Fault;

    use super::parse;

    #[test]
    fn polish_is_polish_however_it_is_written_and_what_is_not_known_is_asked_again() {
        for typed in ["pl", " PL ", "Polish", "polski", "POLSKI"] {
            assert_eq!(parse(typed).expect("known"), "pl", "{typed}");
        }
        assert_eq!(parse("").expect("nothing said"), "en");
        assert_eq!(parse("gd").expect("a code"), "gd");
        assert_eq!(parse("українська").expect("listed"), "uk");
        for typed in ["the one my gran spoke", "Klingon", "e1"] {
            assert!(matches!(parse(typed), Err(Fault::Unfit("unfit-language"))), "{typed}");
        }
    }
}
