//! A form of wishes that could not be taken: shown again as it was ticked, beside what stands now.

use axum::http::StatusCode;
use ground::{Fault, Outcome};
use sharing::Seen;
use web::Problem;

use crate::tellings::form::WishesForm;

/// A form that was sent and could not be taken, and why.
pub(crate) struct Again {
    pub(crate) form: WishesForm,
    pub(crate) problem: Problem,
    pub(crate) status: StatusCode,
}

impl Again {
    /// The form, where a person can do something about this fault on its page.
    pub(crate) fn of(fault: Fault, form: WishesForm) -> Outcome<Self> {
        let (fault, status) = match fault {
            Fault::Stale => (Fault::Unfit("unfit-wishes-changed"), StatusCode::CONFLICT),
            other => (other, StatusCode::UNPROCESSABLE_ENTITY),
        };
        Ok(Self { form, problem: Problem::of(fault)?, status })
    }
}

/// What the page of a telling shows of its wishes: the form, and what stands where that changed
/// since the form was made.
pub(crate) struct WishesShown {
    pub(crate) form: WishesForm,
    pub(crate) has_changed: bool,
    pub(crate) problem: Option<Problem>,
    pub(crate) status: StatusCode,
}

impl WishesShown {
    pub(crate) fn new(stands: &WishesForm, again: Option<Again>) -> Self {
        let Some(Again { form, problem, status }) = again else {
            let (form, status) = (stands.clone(), StatusCode::OK);
            return Self { form, has_changed: false, problem: None, status };
        };
        let has_changed = form.revision != stands.revision;
        // Sent once more, it is chosen over what was shown beside it.
        let form = WishesForm { revision: stands.revision, ..form };
        Self { form, has_changed, problem: Some(problem), status }
    }
}

/// What stands now, beside a form that was ticked over something else.
pub(crate) struct Meanwhile {
    /// Those who may hear it, by name.
    pub(crate) names: Vec<Seen<String>>,
    /// The keys of who else may, and of what may be done with it.
    pub(crate) keys: Vec<&'static str>,
}

impl Meanwhile {
    pub(crate) fn new(
        stands: &WishesForm,
        names: Vec<Seen<String>>,
        mut keys: Vec<&'static str>,
    ) -> Self {
        let allowed = [
            (stands.chose("anyone"), "wish-anyone"),
            (stands.named.is_some(), "wish-named"),
            (stands.laid_beside.is_some(), "wish-laid-beside"),
            (stands.quoted.is_some(), "wish-quoted"),
            (stands.compared.is_some(), "wish-compared"),
            (stands.come_back.is_some(), "wish-come-back"),
        ];
        keys.extend(allowed.into_iter().filter(|(is, _)| *is).map(|(_, key)| key));
        Self { names, keys }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.keys.is_empty()
    }
}
