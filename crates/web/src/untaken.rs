//! A small form that could not be taken, on a page that has others: its page stands again, with
//! what was typed where it was typed, and what is to be mended above and beside it.

use std::fmt::Display;
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use ground::{Fault, Outcome};

use crate::page::{Page, Problem};
use crate::refusal::{Refused, refused};

/// What somebody typed into the one field of a small form that could not be taken, and why not.
#[derive(Clone, Debug)]
pub struct Untaken {
    field: String,
    typed: String,
    chosen: String,
    problem: Problem,
    fault: Arc<Fault>,
}

impl Untaken {
    /// What was typed in the field with this id, where a person can do something about this fault
    /// on the form's page; other faults stay.
    pub fn of(fault: Fault, field: &str, typed: &str) -> Outcome<Self> {
        let Some(problem) = Problem::in_a_form(&fault) else { return Err(fault) };
        let (field, typed) = (field.to_owned(), typed.to_owned());
        let (problem, fault) = (problem.in_the_field(&field), Arc::new(fault));
        Ok(Self { field, typed, chosen: String::new(), problem, fault })
    }

    /// The same, with what was chosen beside it.
    #[must_use]
    pub fn choosing(mut self, chosen: &str) -> Self {
        chosen.clone_into(&mut self.chosen);
        self
    }

    /// The form's page, as the answer to it. Where the form stands on that page no more, since
    /// somebody did meanwhile what it is for, the refusal gives back what was typed.
    pub fn shown(&self, page: &impl Template) -> Result<Response, Refused> {
        let page = page.render().map_err(Fault::inside)?;
        if !page.contains(&format!(" id=\"{}\"", self.field)) {
            return Ok(refused(self.fault.clone()));
        }
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
    }
}

/// The id of a field of which a page has one for each of several things.
#[must_use]
pub fn field_of(form: &str, of: impl Display) -> String {
    format!("{form}-{of}")
}

impl Page {
    /// The same page, with what one of its small forms held that could not be taken.
    #[must_use]
    pub fn keeping(mut self, untaken: Option<&Untaken>) -> Self {
        if let Some(untaken) = untaken {
            self.problem = Some(untaken.problem.clone());
            self.untaken = Some(untaken.clone());
        }
        self
    }

    /// Whether what was typed in the field with this id could not be taken: then it stands open.
    #[must_use]
    pub fn keeps(&self, field: &str) -> bool {
        self.kept_in(field).is_some()
    }

    /// What was typed in the field with this id, where it could not be taken.
    #[must_use]
    pub fn typed_in(&self, field: &str) -> &str {
        self.kept_in(field).map_or("", |untaken| &untaken.typed)
    }

    /// What was chosen beside the field with this id, where that form could not be taken.
    #[must_use]
    pub fn chosen_by(&self, field: &str) -> &str {
        self.kept_in(field).map_or("", |untaken| &untaken.chosen)
    }

    fn kept_in(&self, field: &str) -> Option<&Untaken> {
        self.untaken.as_ref().filter(|untaken| untaken.field == field)
    }
}
