//! The town as its files tell it. The files are read as one: each holds lists of the field's
//! nouns, and a list that stands in several files goes on from one to the next.

use rust_embed::RustEmbed;
use serde::Deserialize;

use super::asks::{Ask, AskAnswer};
use super::because::Because;
use super::bettering::{Better, Carrying};
use super::experiments::{Entry, Experiment, Next};
use super::four_words::{Come, FourWords};
use super::inquiries::{AskedIn, Inquiry, Stage, Talk};
use super::leaving::{Draft, Quotation, Ringing, RingingAnswer, Translation};
use super::lessons::{Conversation, Lesson, LookedAgain};
use super::lives::{Beside, Life, Passage, Reworded};
use super::patterns::{Answer, Pattern, Saying};
use super::people::{Part, Person};
use super::place::{Place, Purpose};
use super::stories::{CameOfNothing, Chapter, Story};
use super::systems::{LostCard, Recall, Steward, System};
use crate::out::{Done, Trouble};

#[derive(RustEmbed)]
#[folder = "demo/"]
struct Files;

/// Everything that the files tell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Town {
    pub(super) place: Place,
    pub(super) purpose: Vec<Purpose>,
    pub(super) system: Vec<System>,
    pub(super) steward: Vec<Steward>,
    pub(super) recall: Vec<Recall>,
    pub(super) lost_card: Vec<LostCard>,
    pub(super) person: Vec<Person>,
    pub(super) part: Vec<Part>,
    pub(super) story: Vec<Story>,
    pub(super) chapter: Vec<Chapter>,
    pub(super) came_of_nothing: Vec<CameOfNothing>,
    pub(super) ringing: Vec<Ringing>,
    pub(super) ringing_answer: Vec<RingingAnswer>,
    pub(super) quotation: Vec<Quotation>,
    pub(super) translation: Vec<Translation>,
    pub(super) draft: Vec<Draft>,
    pub(super) pattern: Vec<Pattern>,
    pub(super) reading: Vec<Saying>,
    pub(super) dispute: Vec<Saying>,
    pub(super) answer: Vec<Answer>,
    pub(super) inquiry: Vec<Inquiry>,
    pub(super) asked_in: Vec<AskedIn>,
    pub(super) talk: Vec<Talk>,
    pub(super) stage: Vec<Stage>,
    pub(super) experiment: Vec<Experiment>,
    pub(super) observation: Vec<Entry>,
    pub(super) made_of_it: Vec<Entry>,
    pub(super) next: Vec<Next>,
    pub(super) lesson: Vec<Lesson>,
    pub(super) looked_again: Vec<LookedAgain>,
    pub(super) ask: Vec<Ask>,
    pub(super) ask_answer: Vec<AskAnswer>,
    pub(super) because: Vec<Because>,
    pub(super) better: Vec<Better>,
    pub(super) carrying: Vec<Carrying>,
    pub(super) four_words: Vec<FourWords>,
    pub(super) come: Vec<Come>,
    pub(super) conversation: Vec<Conversation>,
    pub(super) life: Vec<Life>,
    pub(super) passage: Vec<Passage>,
    pub(super) reworded: Vec<Reworded>,
    pub(super) beside: Vec<Beside>,
}

impl Town {
    /// Reads the files that the program carries. Whatever they say that is not known is refused.
    pub(super) fn read() -> Done<Self> {
        let mut names: Vec<_> = Files::iter().filter(|name| name.ends_with(".toml")).collect();
        names.sort_unstable();
        let mut whole = toml::Table::new();
        for name in names {
            let wrong = |why: String| Trouble::new(format!("The made-up town's {name}: {why}"));
            let Some(file) = Files::get(&name) else { continue };
            let text = std::str::from_utf8(&file.data).map_err(|e| wrong(e.to_string()))?;
            let table: toml::Table =
                text.parse().map_err(|e: toml::de::Error| wrong(e.to_string()))?;
            for (noun, told) in table {
                add(&mut whole, noun, told).map_err(wrong)?;
            }
        }
        whole
            .try_into()
            .map_err(|error| Trouble::new(format!("The made-up town does not fit: {error}")))
    }
}

fn add(whole: &mut toml::Table, noun: String, told: toml::Value) -> Result<(), String> {
    match (whole.get_mut(&noun), told) {
        (None, told) => {
            whole.insert(noun, told);
            Ok(())
        }
        (Some(toml::Value::Array(list)), toml::Value::Array(more)) => {
            list.extend(more);
            Ok(())
        }
        (Some(_), _) => Err(format!("{noun} is told twice.")),
    }
}
