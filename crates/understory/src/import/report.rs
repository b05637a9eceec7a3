//! What is said of a file that was read: for people in sentences, for other programs as JSON. Of
//! the first rows it says what was found where, so that a column chosen by mistake is noticed; the
//! page shows the words themselves to whoever brings them, and this shows nobody's.

use exchange::Doubt;
use exchange::tellings::{Imported, Short};
use serde::Serialize;
use stories::imports::{NotKept, Report, Undated};

use crate::out::{Done, Trouble, counted, say};

/// What became of every row.
#[derive(Serialize)]
struct Told<'a> {
    rows: usize,
    kept: usize,
    here_already: usize,
    refused: Vec<RowTold>,
    held_back: Vec<ColumnTold<'a>>,
    imported: &'a [String],
    dates_kept_as_words: Dates,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_rows: Option<Vec<First<'a>>>,
    encoding: &'static str,
    comments: &'a [usize],
    short: Vec<RowTold>,
    dry_run: bool,
}

#[derive(Serialize)]
struct RowTold {
    /// As a spreadsheet counts: headings, remarks and blank lines have a number too.
    row: usize,
    why: String,
}

#[derive(Serialize)]
struct ColumnTold<'a> {
    heading: &'a str,
    why: String,
}

/// In how many rows what is told of when stays words, and the first of them.
#[derive(Serialize)]
struct Dates {
    rows: usize,
    first: Vec<RowTold>,
}

/// What was found in one row, and nobody's words.
#[derive(Serialize)]
struct First<'a> {
    row: usize,
    #[serde(skip)]
    nth: usize,
    letters: usize,
    title: bool,
    /// The day, month or year that was read; nothing where none was told, or it stays words.
    when: Option<String>,
    when_as_words: bool,
    teller: bool,
    imported: Vec<&'a str>,
}

impl<'a> First<'a> {
    fn of(one: &'a Imported) -> Self {
        let when = one.when.as_ref().and_then(exchange::Told::iso);
        Self {
            row: one.row,
            nth: one.nth,
            letters: one.words.expose().chars().count(),
            title: one.title.is_some(),
            when_as_words: one.when.is_some() && when.is_none(),
            when,
            teller: one.teller.is_some(),
            imported: one.beside.iter().map(|(heading, _)| &**heading).collect(),
        }
    }

    fn sentence(&self) -> String {
        let mut said = vec![format!("words of {}", counted(self.letters, "letter", "letters"))];
        if self.title {
            said.push("a title".to_owned());
        }
        match &self.when {
            Some(when) => said.push(format!("when: {when}")),
            None if self.when_as_words => said.push("when: stays words".to_owned()),
            None => {}
        }
        if self.teller {
            said.push("a name".to_owned());
        }
        if !self.imported.is_empty() {
            said.push(format!("imported: {}", listed(&self.imported)));
        }
        format!("{}: {}.", row(self.row, self.nth), said.join("; "))
    }
}

/// How a row is found: by the number that a spreadsheet shows beside it, and which of those under
/// the headings it is.
fn row(row: usize, nth: usize) -> String {
    format!("Row {row} of the file (story {nth})")
}

/// Said once, wherever a row was named.
const COUNTED: &str = "A row has the number that a spreadsheet shows beside it. Headings, remarks \
                       and empty lines are counted too.";

fn listed<T: AsRef<str>>(headings: &[T]) -> String {
    let quoted: Vec<_> = headings.iter().map(|one| format!("“{}”", one.as_ref())).collect();
    quoted.join(", ")
}

/// Prints one line of JSON in which every row is accounted for.
pub(super) fn json(report: &Report, first: &[Imported], dry_run: bool) -> Done {
    let told = told(report, first, dry_run);
    say(&serde_json::to_string(&told).map_err(|error| Trouble::new(error.to_string()))?);
    Ok(())
}

fn told<'a>(report: &'a Report, first: &'a [Imported], dry_run: bool) -> Told<'a> {
    let not_kept = |one: &NotKept| RowTold { row: one.row, why: one.why.to_string() };
    let column = |one: &'a exchange::HeldBack| ColumnTold {
        heading: &one.heading,
        why: one.why.to_string(),
    };
    let short = |one: &Short| RowTold { row: one.row, why: ends_early(one) };
    let date = |one: &Undated| RowTold { row: one.row, why: one.doubt.to_string() };
    Told {
        rows: report.rows,
        kept: report.kept,
        here_already: report.already,
        refused: report.refused.iter().map(not_kept).collect(),
        held_back: report.held_back.iter().map(column).collect(),
        imported: &report.beside,
        dates_kept_as_words: Dates {
            rows: report.undated,
            first: report.first_undated.iter().map(date).collect(),
        },
        first_rows: dry_run.then(|| first.iter().map(First::of).collect()),
        encoding: report.encoding,
        comments: &report.comments,
        short: report.short.iter().map(short).collect(),
        dry_run,
    }
}

/// What is said of a kept row that has fewer cells than there are headings.
fn ends_early(one: &Short) -> String {
    format!("it has {} of {} cells", one.cells, one.headings)
}

/// Says it in sentences.
pub(super) fn sentences(report: &Report, first: &[Imported], dry_run: bool) {
    for line in lines(report, first, dry_run) {
        say(&line);
    }
}

fn lines(report: &Report, first: &[Imported], dry_run: bool) -> Vec<String> {
    let (rows, kept, not) = (report.rows, report.kept, report.refused.len());
    let mut lines = vec![
        if dry_run {
            format!("Rows under the headings: {rows}. Would be kept: {kept}. Would not: {not}.")
        } else {
            format!("Rows under the headings: {rows}. Kept: {kept}. Not kept: {not}.")
        },
        format!("It was read as {}.", report.encoding),
    ];
    if report.already > 0 {
        let are = if report.already == 1 { "is" } else { "are" };
        lines.push(format!(
            "{} {are} here already, from this same file, and stay as first kept.",
            counted(report.already, "row", "rows")
        ));
    }
    if !report.comments.is_empty() {
        let rows: Vec<_> = report.comments.iter().map(ToString::to_string).collect();
        lines.push(format!("Lines left out as remarks: {}.", rows.join(", ")));
    }
    if !first.is_empty() {
        lines.push("The first rows, as they would be kept; no words are shown here:".to_owned());
        lines.extend(first.iter().map(|one| format!("  {}", First::of(one).sentence())));
    }
    if rows == 0 {
        lines.push("There is nothing under the headings.".to_owned());
    }
    lines.extend(dates(report));
    if !report.beside.is_empty() {
        let headings = listed(&report.beside);
        lines.push(format!("Stays as imported, under its heading: {headings}."));
    }
    for one in &report.held_back {
        lines.push(format!("The column “{}” is left out: {}.", one.heading, one.why));
    }
    for one in &report.refused {
        lines.push(format!("{} is not kept: {}.", row(one.row, one.nth), one.why));
    }
    for one in &report.short {
        lines.push(format!(
            "{} is kept and ends early: {}.",
            row(one.row, one.nth),
            ends_early(one)
        ));
    }
    if !(first.is_empty() && report.refused.is_empty() && report.undated == 0) {
        lines.push(COUNTED.to_owned());
    }
    if dry_run {
        lines.push("Nothing was kept. Leave --dry-run out to keep it.".to_owned());
    }
    lines
}

/// In how many rows what is told of when stays words, and the first of them with why.
fn dates(report: &Report) -> Vec<String> {
    if report.undated == 0 {
        return Vec::new();
    }
    let rows = counted(report.undated, "row", "rows");
    let unlike = report.first_undated.iter().any(|one| one.doubt == Doubt::UnlikeFormat);
    let why = match (unlike, report.undated) {
        (false, _) => "--when-format says how the file writes dates.",
        (true, 1) => "It does not fit the format that was given.",
        (true, _) => "They do not fit the format that was given.",
    };
    let mut lines = vec![format!("In {rows}, what is told of when stays words. {why}")];
    let one = |one: &Undated| format!("  {}: {}.", row(one.row, one.nth), one.doubt);
    lines.extend(report.first_undated.iter().map(one));
    let more = report.undated - report.first_undated.len();
    if more > 0 {
        lines.push(format!("  And {} more.", counted(more, "row", "rows")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use exchange::{Mapping, read};

    use super::*;

    const FILE: &str = "When,What happened?,Name,Ward,E-mail\n\
        03/04/2024,The damp came back.,Ana,Rows,ana@example.org\n\
        25/12/2024,Nobody rang.,,,bo@example.org\n\
        in the spring,The damp came back.,Bo,Rows,\n\
        ,,,Rows,\n";

    fn report() -> (Report, Vec<Imported>) {
        let mapping = Mapping {
            words: "What happened?".to_owned(),
            when: Some("When".to_owned()),
            teller: Some("Name".to_owned()),
            ..Mapping::default()
        };
        let reading = read(FILE.as_bytes(), &mapping).expect("a reading");
        let refused = reading.refused.iter();
        let report = Report {
            rows: reading.rows,
            kept: reading.kept.len(),
            already: 0,
            refused: refused.map(NotKept::of).collect(),
            held_back: reading.held_back.clone(),
            beside: reading.beside.clone(),
            undated: reading.undated().count(),
            first_undated: reading.undated().map(Undated::of).collect(),
            encoding: reading.encoding.name(),
            comments: reading.comments,
            short: reading.short,
        };
        (report, reading.kept)
    }

    #[test]
    fn asha_is_told_how_each_first_row_is_read_and_reads_nobodys_words() {
        let (report, first) = report();
        let said = lines(&report, &first, true).join("\n");
        for says in [
            "Rows under the headings: 4. Would be kept: 3. Would not: 1.",
            "Row 2 of the file (story 1): words of 19 letters; when: stays words; a name; imported: “Ward”.",
            "Row 3 of the file (story 2): words of 12 letters; when: 2024-12-25.",
            "In 2 rows, what is told of when stays words.",
            "  Row 2 of the file (story 1): it could be two dates.",
            "  Row 4 of the file (story 3): it cannot be read as a date.",
            "Stays as imported, under its heading: “Ward”.",
            "The column “E-mail” is left out",
            "Row 5 of the file (story 4) is not kept: no words in this row.",
            "Headings, remarks and empty lines are counted too.",
        ] {
            assert!(said.contains(says), "{says}\n{said}");
        }
        let json = serde_json::to_string(&told(&report, &first, true)).expect("JSON");
        for words in ["damp", "Nobody", "Ana", "spring", "example.org"] {
            assert!(!said.contains(words) && !json.contains(words), "{words}: {said} {json}");
        }
    }

    #[test]
    fn dates_that_do_not_fit_the_format_that_was_given_are_said_not_to_and_no_format_is_asked_for()
    {
        let (mut report, first) = report();
        let said = lines(&report, &first, true).join("\n");
        assert!(said.contains("--when-format says how"), "{said}");
        report.first_undated.iter_mut().for_each(|one| one.doubt = Doubt::UnlikeFormat);
        let said = lines(&report, &first, true).join("\n");
        assert!(said.contains("They do not fit the format that was given."), "{said}");
        assert!(!said.contains("--when-format"), "{said}");
    }

    #[test]
    fn a_file_with_headings_alone_is_said_to_have_nothing_under_them() {
        let (mut report, _) = report();
        let nothing = "There is nothing under the headings.";
        assert!(!lines(&report, &[], true).join("\n").contains(nothing));
        report.rows = 0;
        assert!(lines(&report, &[], true).join("\n").contains(nothing));
    }

    #[test]
    fn another_program_reads_the_same_and_every_row_is_accounted_for() {
        let (report, first) = report();
        let told = serde_json::to_value(told(&report, &first, true)).expect("JSON");
        assert_eq!(told["rows"], 4);
        assert_eq!(told["kept"], 3);
        assert_eq!(told["refused"][0]["row"], 5, "the number that a spreadsheet shows beside it");
        assert_eq!(told["imported"], serde_json::json!(["Ward"]));
        assert_eq!(told["first_rows"][1]["when"], "2024-12-25");
        let dates = &told["dates_kept_as_words"];
        assert_eq!(dates["rows"], 2);
        assert_eq!(dates["first"][0]["row"], 2);
        assert_eq!(told["comments"], serde_json::json!([]));
        let mut again = report.clone().with_already(2);
        again.comments = vec![1];
        again.short = vec![Short { row: 3, nth: 1, cells: 2, headings: 6 }];
        let told = serde_json::to_value(super::told(&again, &[], false)).expect("JSON");
        assert_eq!((&told["kept"], &told["here_already"]), (&1.into(), &2.into()));
        assert_eq!(told["comments"], serde_json::json!([1]));
        assert_eq!(told["short"][0]["why"], "it has 2 of 6 cells");
        let said = lines(&again, &[], false).join("\n");
        for says in
            ["2 rows are here already", "remarks: 1.", "is kept and ends early: it has 2 of 6"]
        {
            assert!(said.contains(says), "{says}: {said}");
        }
        let kept = serde_json::to_value(super::told(&report, &[], false)).expect("JSON");
        assert_eq!(kept.get("first_rows"), None, "once it is kept, its pages show it");
    }
}
