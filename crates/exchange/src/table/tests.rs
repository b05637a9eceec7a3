use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Table {
    Table::read(text).expect("a table")
}

fn names(table: &Table) -> Vec<&str> {
    table.headings.iter().map(|heading| heading.name.as_str()).collect()
}

fn column(table: &Table, at: usize) -> Vec<&str> {
    table.rows.iter().map(|row| row.cell(at)).collect()
}

fn refused(text: &str) -> Refusal {
    Table::read(text).expect_err("a refusal")
}

#[test]
fn every_delimiter_is_found_even_when_the_words_hold_another() {
    for (mark, delimiter) in [
        (",", Delimiter::Comma),
        (";", Delimiter::Semicolon),
        ("\t", Delimiter::Tab),
        ("|", Delimiter::Bar),
    ] {
        let text =
            "Story^When\n\"It was cold, wet; then | dark\"^2024\nFine^2023\n".replace('^', mark);
        let table = read(&text);
        assert_eq!(table.delimiter, delimiter);
        assert_eq!(names(&table), ["Story", "When"]);
        assert_eq!(table.rows.len(), 2);
    }
    let loose = read("Story;When\nCold, wet, dark;2024\nFine, thanks, all;2023\n");
    assert_eq!((loose.delimiter, loose.rows.len()), (Delimiter::Semicolon, 2));
    let said = read("sep=|\nStory|When\na, b|2024\n");
    assert_eq!((said.delimiter, said.rows[0].row), (Delimiter::Bar, 3));
}

#[test]
fn headings_that_repeat_or_are_missing_get_names_of_their_own() {
    let table = read("Notes, Notes ,,Notes (2),Notes\na,b,c,d,e\n");
    assert_eq!(names(&table), ["Notes", "Notes (3)", "Column 3", "Notes (2)", "Notes (4)"]);
    assert_eq!(table.headings[1].original, "Notes");
    assert_eq!(table.headings[2].original, "");
    let long = read(&format!("{},When\na,b\n", "why ".repeat(100)));
    assert_eq!(long.headings[0].name.chars().count(), 201);
    assert_eq!(long.headings[0].original.chars().count(), 399);
}

#[test]
fn comments_are_left_out_before_the_headings_and_between_rows() {
    let table = read(
        "# Exported in May, by Ana\n; two parts\nStory,When,Where\na,b,c\n# second, part\n; end\nd,e,f\n",
    );
    assert_eq!(column(&table, 0), ["a", "d"]);
    assert_eq!(table.comments, [1, 2, 5, 6]);
    assert_eq!(table.rows[1].row, 7);
}

#[test]
fn a_row_with_an_empty_first_cell_is_no_comment_where_semicolons_divide() {
    let table = read(
        "; exported\n;Story;When\n;all went well;2024\n1;fine;2023\n;;2022\n;short\n; a note\n",
    );
    assert_eq!(names(&table), ["Column 1", "Story", "When"]);
    assert_eq!(column(&table, 1), ["all went well", "fine", "", "short"]);
    assert_eq!(table.comments, [1, 7]);
}

#[test]
fn headings_and_words_may_begin_with_a_hash() {
    let table = read("#,Story\n#1,good\n\"#2\",better\n#hope,\"two\nlines\"\n# aside\n");
    assert_eq!(names(&table), ["#", "Story"]);
    assert_eq!(column(&table, 0), ["#1", "#2", "#hope"]);
    assert_eq!(table.comments, [5], "as a spreadsheet counts: the words have two lines in one row");
}

#[test]
fn rows_are_found_by_the_number_a_spreadsheet_shows_and_by_the_line_of_the_file() {
    let table = read("Story,When\n\n\"a\nb\nc\",2024\n   \nd,2023\n,,\n");
    let found: Vec<_> = table.rows.iter().map(|row| (row.row, row.line)).collect();
    assert_eq!(found, [(3, 3), (5, 7), (6, 8)]);
}

#[test]
fn ragged_rows_stay_and_say_how_far_they_go() {
    let table = read("Story,When,Where\na\nb,c,d,,\ne,f,g,h,i\n");
    assert_eq!(table.rows.iter().map(Row::filled).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!(table.rows[0].cell(2), "");
}

#[test]
fn what_cannot_be_a_table_is_refused_plainly() {
    assert_eq!(refused("Story\nfine\n"), Refusal::OneColumn { line: 1 });
    assert_eq!(refused("# only\n# comments\n").code(), "one-column");
    let wide = ["x"; 61].join(",");
    assert_eq!(refused(&wide), Refusal::TooManyColumns { most: 60, were: 61 });
    assert_eq!(refused("Story,When\na,b\n\"c,d\n"), Refusal::UnclosedQuote { line: 3 });
    assert_eq!(refused("\"Story,When\na,b\n"), Refusal::UnclosedQuote { line: 1 });
    let heading = format!("{},When\n", "x".repeat(100_001));
    assert_eq!(refused(&heading).code(), "long-heading");
    let many = format!("a,b\n{}", "x,y\n".repeat(MOST_ROWS + 1));
    assert_eq!(refused(&many), Refusal::TooManyRows { most: MOST_ROWS });
}

#[test]
fn a_line_of_twenty_mebibytes_is_answered() {
    let most = crate::bytes::MOST_BYTES;
    assert_eq!(refused(&"x".repeat(most)).code(), "one-column");
    assert_eq!(refused(&",".repeat(most)).code(), "too-many-columns");
}

#[test]
fn quotes_and_marks_that_try_to_make_work_are_answered() {
    // Short enough for an unoptimised build; were the work to grow with the square of the length,
    // even this would take minutes.
    let long = 1_000_000;
    assert_eq!(refused(&"\"".repeat(long + 1)).code(), "unclosed-quote");
    assert_eq!(refused(&"#,\"\n".repeat(long / 4)).code(), "one-column");
    assert_eq!(refused(&"\n".repeat(long)).code(), "one-column");
    let opening = format!("a,b\n{}", "#a\"b,\"c\n".repeat(long / 9));
    assert_eq!(refused(&opening).code(), "unclosed-quote");
}

proptest! {
    #[test]
    fn names_differ_and_rows_run_upwards(text in "([a-c#;, |\"]{0,9}\n){0,20}") {
        if let Ok(table) = Table::read(&text) {
            let mut own = names(&table);
            own.sort_unstable();
            own.dedup();
            prop_assert_eq!(own.len(), table.headings.len());
            prop_assert!((2..=MOST_COLUMNS).contains(&table.headings.len()));
            prop_assert!(table.rows.windows(2).all(|two| two[0].row < two[1].row));
            prop_assert!(table.rows.iter().all(|row| row.row <= row.line));
        }
    }

    #[test]
    fn a_well_made_file_keeps_every_cell(
        cells in prop::collection::vec(prop::collection::vec("[a-z,;|\"\n é]{1,12}", 3), 1..9)
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["First", "Second", "Third"]).expect("written");
        for row in &cells {
            // A letter in front keeps the cell from being blank or a comment.
            let marked: Vec<String> = row.iter().map(|cell| format!("x{cell}")).collect();
            writer.write_record(&marked).expect("written");
        }
        let text = String::from_utf8(writer.into_inner().expect("whole")).expect("UTF-8");
        let scanned = Table::read(&text);
        // Words full of another delimiter may look like a table of it; told apart they stay whole.
        if let Some(table) = scanned.ok().filter(|table| table.delimiter == Delimiter::Comma) {
            prop_assert_eq!(table.rows.len(), cells.len());
            for (row, cells) in table.rows.iter().zip(&cells) {
                for (at, cell) in cells.iter().enumerate() {
                    prop_assert_eq!(row.cell(at), format!("x{cell}"));
                }
            }
        }
    }
}
