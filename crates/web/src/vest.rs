//! Reading something with four words, as a form asks it and a page shows it. Rooms put the pages
//! around it, and ask who may.

use ground::id::PersonId;
use ground::{Fault, Line, Moment, Outcome, Words};
use serde::Deserialize;
use sharing::vest::{Vest, VestId, VestReading};
use sharing::{Reader, Seen, Sharing};
use store::Look;

/// What was typed under each of the four words; every field may be empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct VestForm {
    /// Variety.
    pub variety: String,
    /// Empathy.
    pub empathy: String,
    /// Strengths.
    pub strengths: String,
    /// Trust.
    pub trust: String,
}

impl VestForm {
    /// What was said, as far as anything was.
    pub fn said(&self) -> Outcome<Vest<Words>> {
        let said =
            |field, text| Words::parse_optional(text).map_err(|why| Fault::Text { field, why });
        Ok(Vest {
            variety: said("variety", &self.variety)?,
            empathy: said("empathy", &self.empathy)?,
            strengths: said("strengths", &self.strengths)?,
            trust: said("trust", &self.trust)?,
        })
    }
}

/// One reading with four words, as a page shows it.
#[derive(Clone, Debug)]
pub struct VestShown {
    /// Which one.
    pub id: VestId,
    /// Who read it like this; nothing for whoever left, and for a reader who knows nobody by name.
    pub by: Option<Seen<Line>>,
    /// The key of what stands where no name does.
    pub unnamed: &'static str,
    /// When.
    pub at: Moment,
    /// Whether only the week is known in which it was said.
    pub is_week: bool,
    /// What was said: the key of the word, and the words.
    pub said: Vec<(&'static str, Seen<Words>)>,
    /// What was answered for the teller.
    pub answer: Option<Seen<Words>>,
    /// Who answered; nobody where it was answered with a slip.
    pub answered_by: Option<PersonId>,
    /// The key of the words that say who answered.
    pub whose_answer: &'static str,
    /// Whether this reader may answer it.
    pub may_answer: bool,
    /// Whether this reader may take it away, though it is not theirs.
    pub may_remove: bool,
    /// Whether this reader wrote it, and so can take it back.
    pub is_own: bool,
}

impl VestShown {
    /// These readings, with the names that this reader may know.
    pub async fn of(
        sharing: &Sharing,
        look: &mut Look,
        reader: &Reader,
        readings: Vec<VestReading>,
    ) -> Outcome<Vec<Self>> {
        let names = sharing.names(look, reader, readings.iter().map(|one| one.said_by)).await?;
        let shown = |one: VestReading| {
            let under = |word| one.words.under(word).map(|said| (key(word), said.clone()));
            Self {
                id: one.id,
                by: names.of(one.said_by).cloned(),
                // A slip knows nobody by name: whoever said it need not have left.
                unnamed: match reader.person_id() {
                    Some(_) => "somebody-who-left",
                    None => "vest-somebody",
                },
                at: one.at,
                is_week: false,
                said: Vest::<Words>::WORDS.into_iter().filter_map(under).collect(),
                answer: one.answer,
                answered_by: one.answered_by,
                whose_answer: "vest-answered",
                may_answer: false,
                may_remove: false,
                is_own: reader.person_id() == Some(one.said_by),
            }
        };
        Ok(readings.into_iter().map(shown).collect())
    }
}

/// The key of a word's name on pages.
fn key(word: &str) -> &'static str {
    match word {
        "variety" => "vest-variety",
        "empathy" => "vest-empathy",
        "strengths" => "vest-strengths",
        _ => "vest-trust",
    }
}
