use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Told {
    Told::read(text, None).expect("short enough").expect("told")
}

fn by(format: &str, text: &str) -> Option<String> {
    let format = Format::parse(format).expect("a format");
    Told::read(text, Some(&format)).expect("short enough").expect("told").iso()
}

#[test]
fn dates_that_can_only_be_one_are_read_in_the_grain_they_were_told() {
    for (text, iso) in [
        ("2024-05-03", "2024-05-03"),
        ("2024/5/3", "2024-05-03"),
        ("2024-05-03T14:30:00Z", "2024-05-03"),
        ("2024-05-03 09:15", "2024-05-03"),
        ("2024-05", "2024-05"),
        (" 2024 ", "2024"),
        ("05/2024", "2024-05"),
        ("3 May 2024", "2024-05-03"),
        ("3rd of May 2024", "2024-05-03"),
        ("May 3rd, 2024", "2024-05-03"),
        ("3-MAY-2024", "2024-05-03"),
        ("Fri, 3 May 2024", "2024-05-03"),
        ("May 2024", "2024-05"),
        ("Sept 2024", "2024-09"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024 2:30 PM", "2024-12-25"),
        ("5.5.2024", "2024-05-05"),
    ] {
        assert_eq!(read(text).iso().as_deref(), Some(iso), "{text}");
    }
}

#[test]
fn what_could_be_two_dates_or_none_stays_words() {
    for text in [
        "03/04/2024",
        "3/4/24",
        "25/12/24",
        "May-24",
        "3-May-24",
        "31/02/2024",
        "2024-13",
        "2024-02-30",
        "Thu 3 May 2024",
        "Monday May 2024",
        "1234",
        "24",
        "2024-05/03",
        "just before Christmas",
        "10:30",
        "ma 2024",
        "٣/٤/٢٠٢٤",
    ] {
        assert!(matches!(read(text), Told::Words(_)), "{text}");
    }
}

#[test]
fn a_format_settles_what_could_be_two() {
    assert_eq!(by("dd/mm/yyyy", "03/04/2024").as_deref(), Some("2024-04-03"));
    assert_eq!(by("MM/DD/YYYY", "3/4/2024").as_deref(), Some("2024-03-04"));
    assert_eq!(by("%d/%m/%y", "03/04/24").as_deref(), Some("2024-04-03"));
    assert_eq!(by("%d.%m.%Y", "03.04.2024").as_deref(), Some("2024-04-03"));
    assert_eq!(by("dd-mmm-yy", "3-May-24").as_deref(), Some("2024-05-03"));
    assert_eq!(by("d mmmm yyyy", "3 May 2024").as_deref(), Some("2024-05-03"));
    assert_eq!(by("dd/mm/yyyy hh:mm", "03/04/2024 14:30").as_deref(), Some("2024-04-03"));
    assert_eq!(by("dd/mm/yyyy", "03/04/2024 14:30:10").as_deref(), Some("2024-04-03"));
    assert_eq!(by("mm/yyyy", "04/2024").as_deref(), Some("2024-04"));
    assert_eq!(by("yyyy", "2024").as_deref(), Some("2024"));
}

#[test]
fn what_does_not_fit_the_format_is_not_bent_to_it() {
    assert_eq!(by("mm/dd/yyyy", "25/12/2024"), None);
    assert_eq!(by("dd/mm/yyyy", "03/04/24"), None);
    assert_eq!(by("dd/mm/yyyy", "some time in spring"), None);
    // Year first, or a month by name, is one date in every file.
    assert_eq!(by("dd/mm/yyyy", "2024-05-03").as_deref(), Some("2024-05-03"));
    assert_eq!(by("dd/mm/yyyy", "May 2024").as_deref(), Some("2024-05"));
}

#[test]
fn a_format_that_cannot_be_read_says_why() {
    for format in
        ["dd/mm", "%d/%Y", "day/month/year", "%Q", "%", "", "dd/mm/yyyy\u{0}", &"y".repeat(99)]
    {
        let refusal = Format::parse(format).expect_err("a refusal");
        assert_eq!(refusal.code(), "format-unread", "{format}");
    }
}

#[test]
fn a_blank_cell_tells_nothing_and_a_long_one_is_too_long() {
    assert_eq!(Told::read("  ", None), Ok(None));
    assert!(Told::read(&"x".repeat(241), None).is_err());
}

proptest! {
    #[test]
    fn a_day_is_read_back_from_its_iso_form(year in 1800i16..=2199, month in 1i8..=12, day in 1i8..=28) {
        let told = Told::day(year, month, day).expect("a day");
        prop_assert_eq!(read(&told.iso().expect("iso")), told);
    }

    #[test]
    fn two_orders_that_differ_are_never_guessed(one in 1i8..=12, two in 1i8..=12) {
        let told = read(&format!("{one}/{two}/2024"));
        prop_assert_eq!(matches!(told, Told::Words(_)), one != two);
    }

    #[test]
    fn any_text_and_any_format_are_answered(text in "\\PC{0,40}", format in "[%a-zA-Z/:. -]{0,20}") {
        let format = Format::parse(&format).ok();
        let _ = Told::read(&text, format.as_ref());
    }
}
