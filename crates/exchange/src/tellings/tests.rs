use proptest::prelude::*;

use super::*;

fn by(text: &str, words: &str) -> Reading {
    read(text.as_bytes(), &Mapping::words(words)).expect("a reading")
}

fn full() -> Mapping {
    Mapping {
        words: "What happened?".to_owned(),
        title: Some("Title".to_owned()),
        when: Some("When".to_owned()),
        when_format: Some("dd/mm/yyyy".to_owned()),
        teller: Some("Name".to_owned()),
    }
}

/// One file with every oddity at once, as Windows saved it.
const ODD: &str = "# Exported from the listening week; two halves\r\n\
    Case no;Name;Title;What happened?;When;Notes;Notes;Score;E-mail;\r\n\
    1042;Zoë;The boiler;\"It was cold.\r\n\r\nThen \"\"Ana\"\" came; it was fixed.\";03/04/2024;by phone;in Welsh;4;zoe@example.org;\r\n\
    ; second half\r\n\
    1043;;;=SUM(A1:A9) is what the form said;just before Christmas;;;5;bo@example.org;kept\r\n\
    \r\n\
    1044;Bo;Nothing;   ;25/12/2023;;;3;;\r\n\
    1045;Ana;;They listened, and rang back the same day;2023\r\n\
    1046;Siân;;Fell; apart; here;2023;a;b;2;c@example.org;d;e\r\n";

fn odd(bytes: &[u8], encoding: Encoding) -> Reading {
    let reading = read(bytes, &full()).expect("a reading");
    assert_eq!(reading.encoding, encoding);
    reading
}

#[test]
fn every_row_of_an_odd_file_is_accounted_for() {
    let reading = odd(ODD.as_bytes(), Encoding::Utf8);
    assert_eq!((reading.rows, reading.comments.len()), (5, 2));
    assert_eq!(reading.delimiter, Delimiter::Semicolon);
    let kept: Vec<_> = reading.kept.iter().map(|one| (one.row, one.line)).collect();
    assert_eq!(kept, [(3, 3), (5, 7), (8, 10)]);
    let refused: Vec<_> = reading.refused.iter().map(|one| (one.row, one.why.code())).collect();
    assert_eq!(refused, [(7, "no-words"), (9, "too-many-cells")]);
    let held: Vec<_> =
        reading.held_back.iter().map(|one| (one.heading.as_str(), one.why.code())).collect();
    assert_eq!(
        held,
        [
            ("Case no", "identifier-heading"),
            ("Score", "score-heading"),
            ("E-mail", "identifier-heading")
        ]
    );
}

#[test]
fn words_keep_their_breaks_and_the_rest_stands_beside() {
    let reading = odd(ODD.as_bytes(), Encoding::Utf8);
    let first = &reading.kept[0];
    assert_eq!(first.words.expose(), "It was cold.\n\nThen \"Ana\" came; it was fixed.");
    assert_eq!(first.title.as_ref().map(Line::expose), Some("The boiler"));
    assert_eq!(first.teller.as_ref().map(Line::expose), Some("Zoë"));
    assert_eq!(first.when.as_ref().and_then(Told::iso).as_deref(), Some("2024-04-03"));
    let beside: Vec<_> = first.beside.iter().map(|(name, text)| (&**name, text.expose())).collect();
    assert_eq!(beside, [("Notes", "by phone"), ("Notes (2)", "in Welsh")]);
    let second = &reading.kept[1];
    assert_eq!(second.words.expose(), "=SUM(A1:A9) is what the form said");
    assert!(
        matches!(&second.when, Some(Told::Words(words)) if words.expose() == "just before Christmas")
    );
    assert_eq!(second.beside.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["Column 10"]);
}

#[test]
fn the_same_file_reads_the_same_in_every_encoding() {
    let plain = odd(ODD.as_bytes(), Encoding::Utf8);
    let little: Vec<u8> = "\u{FEFF}"
        .chars()
        .chain(ODD.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let older = encoding_rs::WINDOWS_1252.encode(ODD).0;
    assert_eq!(odd(&little, Encoding::Utf16Le).kept, plain.kept);
    assert_eq!(odd(&older, Encoding::Windows1252).kept, plain.kept);
}

#[test]
fn every_time_that_stays_words_is_named_with_why() {
    let file = "Story,When,Ward\nfine,03/04/2024,Rows\nfine,25/12/2024,Rows\n\
                fine,just before Christmas,\nfine,,\n,03/04/2024,\nfine,3.4.24,\n\
                fine,31/02/2024,\nfine,5/5/2024,\n";
    let mut mapping = Mapping::words("Story");
    mapping.when = Some("When".to_owned());
    let undated = |mapping: &Mapping| {
        let reading = read(file.as_bytes(), mapping).expect("a reading");
        assert_eq!(reading.beside, ["Ward"]);
        reading.undated().map(|(one, doubt)| (one.row, doubt)).collect::<Vec<_>>()
    };
    let (two, none) = (Doubt::TwoDates, Doubt::NoDate);
    assert_eq!(undated(&mapping), [(2, two), (4, none), (7, two), (8, none)]);
    mapping.when_format = Some("dd/mm/yyyy".to_owned());
    let unlike = Doubt::UnlikeFormat;
    assert_eq!(undated(&mapping), [(4, unlike), (7, unlike), (8, unlike)]);
}

#[test]
fn a_text_past_its_bound_is_refused_with_the_bound() {
    let long = "long ".repeat(20_001);
    let reading = by(&format!("Story,Notes\n{long},fine\nfine,{long}\nfine,fine\n"), "Story");
    assert_eq!(reading.kept.len(), 1);
    assert_eq!(
        reading.refused[1].why.to_string(),
        "the text under “Notes” has 100004 characters; at most 100000 are taken"
    );
}

#[test]
fn a_title_too_long_for_a_title_is_kept_beside() {
    let mut mapping = Mapping::words("Story");
    mapping.title = Some("Title".to_owned());
    let file = format!("Story,Title\nfine,{}\n", "so it went ".repeat(30));
    let reading = read(file.as_bytes(), &mapping).expect("a reading");
    assert_eq!(reading.kept[0].title, None);
    assert_eq!(&*reading.kept[0].beside[0].0, "Title");
}

#[test]
fn identifiers_chosen_for_the_words_are_refused_and_for_the_teller_held_back() {
    let file = "Who,Story\nana@example.org,fine\nbo@example.org,good\n";
    let refusal = read(file.as_bytes(), &Mapping::words("Who")).expect_err("refused");
    assert_eq!(refusal.code(), "words-held-back");
    let mut mapping = Mapping::words("Story");
    mapping.teller = Some("Who".to_owned());
    let reading = read(file.as_bytes(), &mapping).expect("a reading");
    assert_eq!(reading.held_back[0].why, Looks::Emails);
    assert!(reading.kept.iter().all(|one| one.teller.is_none() && one.beside.is_empty()));
}

#[test]
fn a_file_that_is_no_csv_is_refused_plainly() {
    let refused = |bytes: &[u8]| read(bytes, &full()).map_err(|refusal| refusal.code());
    assert_eq!(refused(b"PK\x03\x04rest"), Err("spreadsheet"));
    assert_eq!(refused(b"%PDF-1.7\n\xB5\xED\xAE\xFB\0\0"), Err("not-a-table"));
    assert_eq!(refused(b"just some words"), Err("one-column"));
    assert_eq!(refused(b"Story,When\nfine,May\n"), Err("heading-not-there"));
}

#[test]
fn headings_without_rows_are_a_reading_of_no_rows() {
    let reading = by("Story,When\n", "Story");
    assert_eq!((reading.rows, reading.kept.len()), (0, 0));
}

proptest! {
    #[test]
    fn any_bytes_are_a_reading_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes, &Mapping::words("Column 1"));
    }

    #[test]
    fn every_row_is_kept_or_refused(body in "([a-z#;,\\t| \"=é0-9]{0,14}\r?\n){0,30}") {
        let file = format!("Story,When,Notes\n{body}");
        let mut mapping = Mapping::words("Story");
        mapping.when = Some("When".to_owned());
        if let Ok(reading) = read(file.as_bytes(), &mapping) {
            prop_assert_eq!(reading.rows, reading.kept.len() + reading.refused.len());
            let mut rows: Vec<usize> = reading.kept.iter().map(|one| one.row).collect();
            rows.extend(reading.refused.iter().map(|one| one.row));
            rows.sort_unstable();
            rows.dedup();
            prop_assert_eq!(rows.len(), reading.rows);
        }
    }

    #[test]
    fn what_is_held_back_appears_nowhere(tails in prop::collection::vec("[a-z]{6,9}", 3..9)) {
        let mut file = "Story,E-mail,Code,Mood\n".to_owned();
        for (at, tail) in tails.iter().enumerate() {
            file.push_str(&format!("it was fine,{tail}@example.org,QX{tail}{at},{}\n", at % 5));
        }
        let reading = by(&file, "Story");
        prop_assert_eq!(reading.held_back.len(), 3);
        prop_assert!(reading.kept.iter().all(|one| one.beside.is_empty()));
    }
}

#[test]
fn a_row_is_found_by_the_number_beside_it_in_a_spreadsheet_whatever_stands_around_it() {
    // Remarks, blank lines and headings have numbers there; a line break in a cell has none.
    let text = "# brought in May\n\nStory,Where\n\"One\nin two lines\",Flats\n# between\n\n\
                ,Rows\nThree,Rows\n\"\",\"Hill\nand dale\"\nFive,Hill\n";
    let reading = read(text.as_bytes(), &Mapping::words("Story")).expect("a reading");
    let kept: Vec<_> = reading.kept.iter().map(|one| (one.row, one.nth)).collect();
    let refused: Vec<_> = reading.refused.iter().map(|one| (one.row, one.nth)).collect();
    assert_eq!((kept, refused), (vec![(4, 1), (8, 3), (10, 5)], vec![(7, 2), (9, 4)]));
    assert_eq!(reading.rows, 5);
}
