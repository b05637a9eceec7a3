//! Whom the group asked in, and who was asked to come, as a question's page shows them.

use ::store::Look;
use ground::Outcome;
use ground::id::PersonId;
use sharing::{Names, Reader, Sharing};
use web::Page;

use crate::convening::coming::Coming;
use crate::convening::{Answer, Convened};
use crate::inquiries::Inquiry;
use crate::inquiries::guests::{self, Guest, GuestId};
use crate::spoken::{Signed, called};

/// Those who are asked in, with whether this reader may end that; and those who were before, for
/// whoever is in the talk.
pub(super) struct Guests {
    now: Vec<(Guest, bool)>,
    before: Vec<Guest>,
    reader: Option<PersonId>,
}

/// The guests of a question, as far as this reader sees.
pub(super) async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (inquiry, in_talk): (&Inquiry, bool),
) -> Outcome<Guests> {
    let mut now = Vec::with_capacity(inquiry.guests.len());
    for guest in &inquiry.guests {
        now.push((*guest, in_talk && guests::may_end(sharing, reader, inquiry, guest)?));
    }
    let before = if in_talk { guests::before(look, inquiry).await? } else { Vec::new() };
    Ok(Guests { now, before, reader: reader.person_id() })
}

impl Guests {
    /// Everybody whose name stands there.
    pub(super) fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        let all = self.now.iter().map(|(guest, _)| guest).chain(&self.before);
        all.flat_map(|guest| {
            let ended_by = guest.ended.map(|(_, by)| by);
            [Some(guest.person), Some(guest.asked_by), ended_by].into_iter().flatten()
        })
    }

    pub(super) fn lay_out(self, page: &Page, names: &Names) -> GuestList {
        let shown = |guest: Guest, may_end| GuestShown {
            id: guest.id,
            name: called(&page.t, names, guest.person),
            asked_by: Signed::new(page, names, guest.asked_by, guest.at),
            ended_by: guest.ended.map(|(at, by)| Signed::new(page, names, by, at)),
            is_reader: self.reader == Some(guest.person),
            may_end,
        };
        GuestList {
            now: self.now.into_iter().map(|(guest, may_end)| shown(guest, may_end)).collect(),
            before: self.before.into_iter().map(|guest| shown(guest, false)).collect(),
        }
    }
}

/// The guests on the page.
pub(super) struct GuestList {
    pub(super) now: Vec<GuestShown>,
    pub(super) before: Vec<GuestShown>,
}

/// One of them.
pub(super) struct GuestShown {
    pub(super) id: GuestId,
    pub(super) name: String,
    pub(super) asked_by: Signed,
    pub(super) ended_by: Option<Signed>,
    pub(super) is_reader: bool,
    pub(super) may_end: bool,
}

/// Somebody who was asked to come.
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) asked_by: Signed,
    /// The key of what they answered, for whoever asked them.
    pub(super) answer: Option<&'static str>,
}

impl Asked {
    pub(super) fn all(
        page: &Page,
        names: &Names,
        (convened, coming): (&[Convened], &Coming),
    ) -> Vec<Self> {
        let said = |answer: &Answer| match answer {
            Answer::Comes => "come-they-will",
            Answer::NotNow => "come-they-not-now",
        };
        let shown = |one: &Convened| Self {
            name: called(&page.t, names, one.person),
            asked_by: Signed::new(page, names, one.asked_by, one.at),
            answer: coming.answers.get(&one.person).map(said),
        };
        convened.iter().map(shown).collect()
    }
}

/// That this reader was asked to come themselves, with what they answered.
pub(super) struct Come {
    pub(super) by: Signed,
    pub(super) answer: Option<Answer>,
    /// The key of the sentence that says what they answered.
    pub(super) said: Option<&'static str>,
    /// Where what was said with it stands, if anything was.
    pub(super) words: Option<String>,
}

impl Come {
    pub(super) fn new(page: &Page, names: &Names, own: &Convened, words: Option<String>) -> Self {
        let answer = own.answer.map(|(answer, _)| answer);
        let said = answer.map(|answer| match answer {
            Answer::Comes => "come-you-will",
            Answer::NotNow => "come-you-not-now",
        });
        Self { by: Signed::new(page, names, own.asked_by, own.at), answer, said, words }
    }
}
