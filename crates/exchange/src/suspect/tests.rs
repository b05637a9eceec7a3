use proptest::prelude::*;

use super::*;

fn beside(heading: &str, cells: &[&str]) -> Option<Looks> {
    look(heading, cells.iter().copied(), Part::Beside)
}

const PROSE: &[&str] = &[
    "They rang me back the same day and it was sorted",
    "Nobody knew who was meant to come round",
];

#[test]
fn headings_that_name_an_identifier_are_held_back() {
    for heading in [
        "ID",
        "clientId",
        "ResponseID",
        "NHS No.",
        "nhs_number",
        "NI number",
        "Case no",
        "Case Ref",
        "Reference",
        "Postcode",
        "Post Code",
        "Phone",
        "Tel.",
        "E-mail address",
        "DOB",
        "Date of birth",
        "IP Address",
        "NHS",
        "#",
        "No.",
        "Latitude",
    ] {
        assert_eq!(beside(heading, &["one", "two"]), Some(Looks::IdentifierHeading), "{heading}");
    }
    for heading in ["Name", "First name", "Surname", "Client's name", "Name of child"] {
        assert_eq!(beside(heading, &["one", "two"]), Some(Looks::NameHeading), "{heading}");
    }
}

#[test]
fn headings_that_name_a_score_are_held_back_unless_people_speak_under_them() {
    for heading in ["Score", "Overall rating", "Risk", "Risk level", "RAG", "NPS", "PHQ-9", "Grade"]
    {
        assert_eq!(beside(heading, &["one", "two"]), Some(Looks::ScoreHeading), "{heading}");
        assert_eq!(beside(heading, PROSE), None, "{heading}");
    }
}

#[test]
fn ordinary_headings_stay() {
    for heading in [
        "Video",
        "What happened",
        "Where",
        "Kind of place",
        "How long",
        "Been before? Yes/No",
        "Number of visits by bus",
        "Idea",
        "Project",
        "Street party",
        "NHS trust",
        "Scale",
        "Gender identity",
        "Beth ddigwyddodd i chi?",
    ] {
        assert_eq!(beside(heading, &["one", "two"]), None, "{heading}");
    }
}

#[test]
fn an_open_question_may_hold_such_a_word() {
    let asked = "If you had no ID card with you, what did they do?";
    assert_eq!(beside(asked, PROSE), None);
    assert_eq!(beside("ID notes", PROSE), Some(Looks::IdentifierHeading));
}

#[test]
fn cells_that_identify_are_held_back_whatever_the_heading() {
    for (cells, looks) in [
        (["ana@example.org", "b.o@example.co.uk", "none"], Looks::Emails),
        (["0191 498 0000", "+44 7700 900123", "ask"], Looks::Telephones),
        // Made up; 999 is never given out.
        (["999 000 0018", "9990000026", "-"], Looks::NhsNumbers),
        (["QQ 12 34 56 C", "qq123457a", ""], Looks::NationalInsuranceNumbers),
        (["NE8 1AA", "sw1a 2aa", "?"], Looks::Postcodes),
        (["192.0.2.1", "2001:db8::1", "x"], Looks::NetworkAddresses),
        (
            ["9b2f3a52-1c55-4d0e-9a83-0d3f6d0c1e11", "9B2F3A521C554D0E9A830D3F6D0C1E12", "x"],
            Looks::Uuids,
        ),
        (["C-1042", "C-1043", "C-1044"], Looks::UniqueCodes),
        (["100234", "100235", "100236"], Looks::UniqueCodes),
    ] {
        assert_eq!(beside("More", &cells), Some(looks), "{cells:?}");
    }
}

#[test]
fn marks_and_grades_are_held_back() {
    assert_eq!(beside("Feeling", &["3", "7", "10", "7"]), Some(Looks::SmallNumbers));
    assert_eq!(beside("Feeling", &["3/10", "7 / 10", "fine"]), Some(Looks::SmallNumbers));
    assert_eq!(beside("Feeling", &["Red", "amber", "GREEN"]), Some(Looks::Grades));
    assert_eq!(beside("Feeling", &["4 - fairly happy", "5 - very happy"]), Some(Looks::Grades));
    assert_eq!(beside("Feeling", &["★★★", "★★★★☆"]), Some(Looks::Grades));
}

#[test]
fn dates_amounts_years_and_plain_answers_stay() {
    for cells in [
        ["03/04/2024", "04/04/2024", "05/04/2024"],
        ["2024-05-03", "2024-05-04", "2024-05-05"],
        ["2019", "2020", "2021"],
        ["10.50", "11.75", "13.00"],
        ["34", "56", "71"],
        ["yes", "no", "yes"],
        ["NE8", "SR1", "DH1"],
        ["The library", "The hall", "At home"],
    ] {
        assert_eq!(beside("More", &cells), None, "{cells:?}");
    }
}

#[test]
fn chosen_columns_are_held_back_only_as_identifiers() {
    let names = ["Ana", "Bo"].into_iter();
    assert_eq!(look("Name", names.clone(), Part::Teller), None);
    assert_eq!(look("Client ID", names.clone(), Part::Teller), Some(Looks::IdentifierHeading));
    let mails = ["ana@example.org", "bo@example.org"].into_iter();
    assert_eq!(look("Who", mails.clone(), Part::Teller), Some(Looks::Emails));
    assert_eq!(look("Said", mails, Part::Words), Some(Looks::Emails));
    assert_eq!(look("Reference", PROSE.iter().copied(), Part::Words), None);
    assert_eq!(look("ID", ["a1", "a2"].into_iter(), Part::Words), Some(Looks::IdentifierHeading));
    assert_eq!(look("Rating", ["3", "4"].into_iter(), Part::Words), None);
    let years = ["2019", "2020", "2021"].into_iter();
    assert_eq!(look("Year", years, Part::When), None);
    assert_eq!(look("Date of birth", names, Part::When), Some(Looks::IdentifierHeading));
}

proptest! {
    #[test]
    fn any_column_is_answered(heading in "\\PC{0,30}", cells in prop::collection::vec("\\PC{0,20}", 0..8)) {
        let _ = look(&heading, cells.iter().map(String::as_str), Part::Beside);
    }
}
