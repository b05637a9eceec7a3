//! Columns that look like an identifier or a score. They are held back from an import and named,
//! each with the reason: an identifier would let tellers be found, and a score would put a number
//! where a person's words belong.
//!
//! A column is looked at twice: by its heading (`heading`) and by the shape of most of its filled
//! cells (`shape`). The columns that were chosen for something are judged more gently, see
//! [`Part`]; running text under a long heading is an open question, and stays.

mod heading;
mod shape;

/// Why a column is held back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum Looks {
    /// The heading says that it identifies somebody.
    #[error("its heading says that it identifies people")]
    IdentifierHeading,
    /// The heading says that it is people's names.
    #[error("its heading says that it holds people's names")]
    NameHeading,
    /// The heading says that it is a score.
    #[error("its heading says that it is a score")]
    ScoreHeading,
    /// Mostly e-mail addresses.
    #[error("it holds mostly e-mail addresses")]
    Emails,
    /// Mostly telephone numbers.
    #[error("it holds mostly telephone numbers")]
    Telephones,
    /// Mostly NHS numbers, whose last digit checks the others.
    #[error("it holds mostly NHS numbers")]
    NhsNumbers,
    /// Mostly National Insurance numbers.
    #[error("it holds mostly National Insurance numbers")]
    NationalInsuranceNumbers,
    /// Mostly full postcodes, which about fifteen homes share.
    #[error("it holds mostly full postcodes")]
    Postcodes,
    /// Mostly UUIDs.
    #[error("it holds mostly UUIDs")]
    Uuids,
    /// Mostly addresses of machines on a network.
    #[error("it holds mostly network addresses")]
    NetworkAddresses,
    /// Codes that are nearly all different.
    #[error("it holds codes that are nearly all different")]
    UniqueCodes,
    /// Mostly whole numbers from a short line, as marks and answers from nought to ten are.
    #[error("it holds mostly small numbers, as scores are")]
    SmallNumbers,
    /// Mostly grades, such as colours, high and low, or `4 - good`.
    #[error("it holds mostly grades, as scores are")]
    Grades,
}

impl Looks {
    /// The code by which pages find their own sentence. It never changes once released.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::IdentifierHeading => "identifier-heading",
            Self::NameHeading => "name-heading",
            Self::ScoreHeading => "score-heading",
            Self::Emails => "emails",
            Self::Telephones => "telephones",
            Self::NhsNumbers => "nhs-numbers",
            Self::NationalInsuranceNumbers => "national-insurance-numbers",
            Self::Postcodes => "postcodes",
            Self::Uuids => "uuids",
            Self::NetworkAddresses => "network-addresses",
            Self::UniqueCodes => "unique-codes",
            Self::SmallNumbers => "small-numbers",
            Self::Grades => "grades",
        }
    }
}

/// What a column was chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The words: held back only when the cells themselves are identifiers, or the heading says so
    /// and they are no running text. Short answers and marks are words too, if somebody says so.
    Words,
    /// The title: as the words.
    Title,
    /// When it happened: as the words, and a column of years is no column of codes.
    When,
    /// The teller: names are what it is for; other identifiers are held back.
    Teller,
    /// Chosen for nothing: everything counts.
    Beside,
}

/// Why this column is to be held back, if it is.
///
/// `cells` are walked a few times, so it should be cheap to clone.
pub fn look<'a>(
    heading: &str,
    cells: impl Iterator<Item = &'a str> + Clone,
    part: Part,
) -> Option<Looks> {
    let cells = cells.map(str::trim).filter(|cell| !cell.is_empty());
    let running = shape::is_running_text(cells.clone());
    let by_heading = heading::look(heading).filter(|&looks| match (looks, part) {
        (Looks::ScoreHeading, Part::Beside) => !running,
        (Looks::ScoreHeading, _) | (Looks::NameHeading, Part::Teller) => false,
        (_, Part::Words | Part::Title) => !running,
        _ => !(running && heading::is_question(heading)),
    });
    by_heading.or_else(|| shape::identifies(cells.clone())).or_else(|| match part {
        Part::Beside => shape::small_numbers(cells.clone()).or_else(|| shape::unique_codes(cells)),
        Part::Teller => shape::unique_codes(cells),
        Part::Words | Part::Title | Part::When => None,
    })
}

#[cfg(test)]
mod tests;
