//! Reading something with four words, as a form asks it and a page shows it. Rooms put the pages
//! around it, and ask who may.

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
    /// Who read it like this; nothing for whoever left, or is not known here.
    pub by: Option<Seen<Line>>,
    /// When.
    pub at: Moment,
    /// What was said: the key of the word, and the words.
    pub said: Vec<(&'static str, Seen<Words>)>,
    /// What the teller answered.
    pub answer: Option<Seen<Words>>,
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
                at: one.at,
                said: Vest::<Words>::WORDS.into_iter().filter_map(under).collect(),
                answer: one.answer,
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
