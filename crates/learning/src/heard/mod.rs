//! Who was heard, who was missing, and how it was decided: said beside a conversation, a lesson,
//! and what comes next of something tried. Each may be left out.

#[cfg(test)]
mod tests;

use ground::{Outcome, Words};
use serde::Deserialize;
use sharing::{Opening, Sealing, Seen};
use store::{Bind, Row, Sealed};

use crate::kept;

/// Who was heard, who was missing and how it was decided, as far as somebody says.
#[derive(Clone, Debug)]
pub struct Heard<T> {
    /// Who was heard?
    pub heard: Option<T>,
    /// Who is missing?
    pub missing: Option<T>,
    /// How was it decided?
    pub decided: Option<T>,
}

impl<T> Default for Heard<T> {
    fn default() -> Self {
        Self { heard: None, missing: None, decided: None }
    }
}

impl<T> Heard<T> {
    /// The questions, by the name of their field and column, in the order of a form.
    pub const QUESTIONS: [&'static str; 3] = ["heard", "missing", "decided"];

    /// The answer to the question with this name.
    #[must_use]
    pub fn to(&self, question: &str) -> Option<&T> {
        match question {
            "heard" => self.heard.as_ref(),
            "missing" => self.missing.as_ref(),
            "decided" => self.decided.as_ref(),
            _ => None,
        }
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Self::QUESTIONS.iter().all(|question| self.to(question).is_none())
    }
}

impl Heard<Words> {
    pub(crate) fn seal(&self, sealing: &Sealing<'_>) -> Outcome<Heard<Sealed>> {
        Ok(Heard {
            heard: sealing.maybe("heard", self.heard.as_ref())?,
            missing: sealing.maybe("missing", self.missing.as_ref())?,
            decided: sealing.maybe("decided", self.decided.as_ref())?,
        })
    }
}

impl Heard<Sealed> {
    /// From the columns of these names.
    pub(crate) fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            heard: row.maybe_sealed("heard")?,
            missing: row.maybe_sealed("missing")?,
            decided: row.maybe_sealed("decided")?,
        })
    }

    /// Bound in the order of the questions.
    pub(crate) fn bound(&self, bind: Bind) -> Bind {
        let (heard, missing) = (self.heard.clone(), self.missing.clone());
        bind.maybe_sealed(heard).maybe_sealed(missing).maybe_sealed(self.decided.clone())
    }

    /// Opened for a reader who has leave.
    pub(crate) fn shown(&self, opening: &Opening<'_>) -> Outcome<Heard<Seen<Words>>> {
        Ok(Heard {
            heard: opening.maybe("heard", self.heard.as_ref())?,
            missing: opening.maybe("missing", self.missing.as_ref())?,
            decided: opening.maybe("decided", self.decided.as_ref())?,
        })
    }
}

/// What a form says about it; every field may be empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(crate) heard: String,
    pub(crate) missing: String,
    pub(crate) decided: String,
}

impl Typed {
    /// What was typed, taken as words.
    pub(crate) fn parsed(&self) -> Outcome<Heard<Words>> {
        Ok(Heard {
            heard: kept::may("heard", &self.heard)?,
            missing: kept::may("missing", &self.missing)?,
            decided: kept::may("decided", &self.decided)?,
        })
    }

    /// What was typed in answer to the question with this name.
    pub(crate) fn to(&self, question: &str) -> &str {
        match question {
            "heard" => &self.heard,
            "missing" => &self.missing,
            _ => &self.decided,
        }
    }

    /// Whether anything was typed, so that the form stays open.
    pub(crate) fn is_open(&self) -> bool {
        [&self.heard, &self.missing, &self.decided].iter().any(|text| !text.trim().is_empty())
    }
}
