//! What pages say of a file, a row or a column that is not taken.

use exchange::suspect::Looks;
use exchange::{Doubt, Refusal, Why as FileWhy};
use web::Tongue;

use super::Why;

/// Why a whole file or a choice of columns is not taken.
pub(super) fn refusal(t: &Tongue, refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooManyBytes { .. } => t.say("import-no-too-many-bytes"),
        Refusal::Empty => t.say("import-no-empty"),
        Refusal::Spreadsheet => t.say("import-no-spreadsheet"),
        Refusal::NotATable => t.say("import-no-not-a-table"),
        Refusal::Damaged { encoding } => {
            t.with("import-no-damaged", &[("encoding", encoding.name())])
        }
        Refusal::UnclosedQuote { line } => t.with("import-no-unclosed-quote", &[("line", line)]),
        Refusal::OneColumn { line } => t.with("import-no-one-column", &[("line", line)]),
        Refusal::TooManyColumns { most, were } => {
            t.with("import-no-too-many-columns", &[("most", most), ("were", were)])
        }
        Refusal::TooManyRows { most } => t.with("import-no-too-many-rows", &[("most", most)]),
        Refusal::LongHeading { column, most, were } => {
            let values = [("column", column), ("most", most), ("were", were)];
            t.with("import-no-long-heading", &values)
        }
        Refusal::HeadingNotThere { wanted, .. } if wanted.is_empty() => {
            t.say("import-no-words-chosen")
        }
        Refusal::HeadingNotThere { wanted, .. } => {
            t.with("import-no-heading-not-there", &[("heading", wanted)])
        }
        Refusal::HeadingTwice { heading } => {
            t.with("import-no-heading-twice", &[("heading", heading)])
        }
        Refusal::FormatWithoutWhen => t.say("import-no-format-without-when"),
        Refusal::FormatUnread { format, .. } => {
            t.with("import-no-format-unread", &[("format", format)])
        }
        Refusal::MappingUnread { why } => t.with("import-no-mapping-unread", &[("why", why)]),
        Refusal::WordsHeldBack { heading, why } => {
            let values = [("heading", heading.clone()), ("why", looks(t, *why))];
            t.with("import-no-words-held-back", &values)
        }
    }
}

/// Why one row is not kept.
pub(super) fn why(t: &Tongue, why: &Why) -> String {
    match why {
        Why::Erased => t.say("import-row-erased"),
        Why::File(FileWhy::NoWords) => t.say("import-row-no-words"),
        Why::File(FileWhy::TooLong { heading, most, were }) => {
            let values = [
                ("heading", heading.clone()),
                ("most", most.to_string()),
                ("were", were.to_string()),
            ];
            t.with("import-row-too-long", &values)
        }
        Why::File(FileWhy::TooManyCells { headings, were }) => {
            t.with("import-row-too-many-cells", &[("headings", headings), ("were", were)])
        }
    }
}

/// Why nothing of a column is kept.
pub(super) fn looks(t: &Tongue, looks: Looks) -> String {
    t.say(match looks {
        Looks::IdentifierHeading => "import-held-identifier-heading",
        Looks::NameHeading => "import-held-name-heading",
        Looks::ScoreHeading => "import-held-marks-heading",
        Looks::Emails => "import-held-emails",
        Looks::Telephones => "import-held-telephones",
        Looks::NhsNumbers => "import-held-nhs-numbers",
        Looks::NationalInsuranceNumbers => "import-held-national-insurance",
        Looks::Postcodes => "import-held-postcodes",
        Looks::Uuids | Looks::UniqueCodes => "import-held-codes",
        Looks::NetworkAddresses => "import-held-network-addresses",
        Looks::SmallNumbers => "import-held-small-numbers",
        Looks::Grades => "import-held-grades",
    })
}

/// Why what is told of when stays words.
pub(super) fn doubt(t: &Tongue, doubt: Doubt) -> String {
    t.say(match doubt {
        Doubt::TwoDates => "import-date-two",
        Doubt::NoDate => "import-date-none",
        Doubt::UnlikeFormat => "import-date-unlike",
    })
}
