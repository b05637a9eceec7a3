//! What a heading says about its column: lists of words and of phrases, read as whole words, so
//! that "video" holds no "id".

use super::Looks;

/// Phrases anywhere in a heading that speak of an identifier.
const IDENTIFIER: &[&str] = &[
    "id",
    "ids",
    "uid",
    "uuid",
    "guid",
    "identifier",
    "nino",
    "ni number",
    "ni no",
    "national insurance",
    "n i",
    "upn",
    "uprn",
    "usrn",
    "urn",
    "mrn",
    "passport",
    "licence number",
    "driving licence",
    "post code",
    "postcode",
    "postcodes",
    "postal code",
    "zip",
    "zip code",
    "phone",
    "phones",
    "telephone",
    "tel",
    "mobile",
    "mob",
    "landline",
    "fax",
    "whatsapp",
    "email",
    "emails",
    "e mail",
    "mail address",
    "contact details",
    "contact number",
    "address",
    "addresses",
    "house number",
    "dob",
    "d o b",
    "date of birth",
    "birth date",
    "birthdate",
    "birthday",
    "year of birth",
    "ip",
    "latitude",
    "longitude",
    "lat",
    "lng",
    "easting",
    "northing",
    "geolocation",
    "sort code",
    "iban",
    "account number",
    "account no",
    "bank account",
    "card number",
    "payroll",
    "username",
    "user name",
    "login",
    "next of kin",
    "serial",
    "barcode",
];
/// Headings that, whole, speak of an identifier. "NHS trust" does not.
const IDENTIFIER_WHOLE: &[&str] = &["nhs", "street"];
/// Words that make an identifier of a short heading when they come last: "Case no".
const IDENTIFIER_AT_END: &[&str] = &["no", "nr", "num", "number", "ref", "reference", "code"];
/// Phrases anywhere in a heading that speak of people's names.
const NAME: &[&str] = &[
    "first name",
    "firstname",
    "last name",
    "lastname",
    "surname",
    "surnames",
    "forename",
    "forenames",
    "full name",
    "fullname",
    "given name",
    "family name",
    "middle name",
    "maiden name",
    "preferred name",
    "known as",
    "your name",
    "client name",
    "patient name",
    "person name",
    "child name",
    "parent name",
    "carer name",
    "worker name",
    "tenant name",
    "resident name",
    "customer name",
    "staff name",
    "contact name",
    "member name",
    "service user",
    "name of client",
    "name of patient",
    "name of person",
    "name of child",
    "name of worker",
];
/// Headings that, whole, speak of people's names.
const NAME_WHOLE: &[&str] =
    &["name", "names", "client", "patient", "teller", "author", "respondent", "initials"];
/// Words anywhere in a heading that speak of a score.
const SCORE: &[&str] = &[
    "score",
    "scores",
    "scored",
    "scoring",
    "rating",
    "ratings",
    "risk",
    "risks",
    "level",
    "levels",
    "rag",
    "nps",
    "rank",
    "ranking",
    "ranks",
    "grade",
    "grades",
    "grading",
    "banding",
    "severity",
    "priority",
    "csat",
    "phq",
    "phq9",
    "phq 9",
    "gad",
    "gad7",
    "gad 7",
    "wemwbs",
    "swemwbs",
    "core10",
    "core 10",
    "eq5d",
    "eq 5d",
    "honos",
    "stars",
    "points",
    "percentile",
    "quintile",
    "quartile",
    "decile",
    "threshold",
    "tier",
    "likelihood",
    "how likely",
    "triage",
    "acuity",
    "rated",
    "marks out of",
    "out of 10",
];

/// What the heading says, if it says anything.
pub(super) fn look(heading: &str) -> Option<Looks> {
    let words = words(heading);
    let phrase = words.join(" ");
    let held = |phrases: &[&str]| phrases.iter().any(|one| holds(&phrase, one));
    let whole = |phrases: &[&str]| phrases.contains(&phrase.as_str());
    // A heading of signs alone, such as "#", stands over a column of numbers.
    let is_sign = words.is_empty() && !heading.trim().is_empty();
    if is_sign || held(IDENTIFIER) || whole(IDENTIFIER_WHOLE) || ends_as_identifier(&words) {
        Some(Looks::IdentifierHeading)
    } else if held(NAME) || whole(NAME_WHOLE) {
        Some(Looks::NameHeading)
    } else if held(SCORE) {
        Some(Looks::ScoreHeading)
    } else {
        None
    }
}

/// Whether the heading is long enough to be a question that somebody asked.
pub(super) fn is_question(heading: &str) -> bool {
    words(heading).len() > 6
}

fn ends_as_identifier(words: &[String]) -> bool {
    let asks = words.iter().any(|word| word == "yes");
    let last = words.last().is_some_and(|last| IDENTIFIER_AT_END.contains(&last.as_str()));
    last && !asks && words.len() <= 4
}

/// Whether the phrase is part of the text, at the edges of words.
fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before =
            text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(' '));
        let after = text.get(at + phrase.len()..).unwrap_or("");
        before && (after.is_empty() || after.starts_with(' '))
    })
}

/// The words of a heading in small letters; `clientId` and `NHS_No` are two words each.
fn words(heading: &str) -> Vec<String> {
    let mut spaced = String::new();
    let mut small_before = false;
    // A bound on the work: what decides stands at the front of even the longest question.
    for letter in heading.chars().take(400) {
        if letter.is_uppercase() && small_before {
            spaced.push(' ');
        }
        small_before = letter.is_lowercase();
        match letter {
            '\'' | '’' => spaced.push('\''),
            _ if letter.is_alphanumeric() => spaced.extend(letter.to_lowercase()),
            _ => spaced.push(' '),
        }
    }
    let bare = |word: &str| word.strip_suffix("'s").unwrap_or(word).replace('\'', "");
    spaced.split_whitespace().map(bare).collect()
}
