//! Drafts: what somebody began to tell and keeps for later. A draft is one sealed piece under its
//! writer's own key. It asks for nothing, and it is gone thirty days after it was last touched.

pub mod pages;
pub(crate) mod store;

use ::store::{Keeper, Look, Spot, Store, Work};
use ground::id::{PersonId, SystemId};
use ground::{Fault, Moment, Outcome, Words};
use sharing::{Action, Exported, Leave, Matter, Reader, Seen, Sharing, Waiting};

use crate::imports;
use crate::tellings::form::{TellForm, text};
use crate::tellings::tell::Where;

ground::id!(
    /// Names one draft.
    DraftId
);

/// Days for which a draft is kept after it was last touched.
pub const KEPT_DAYS: i64 = 30;
/// How many drafts somebody keeps at once.
pub const MOST_DRAFTS: usize = 20;
/// How many drafts one sweep clears away.
const SWEPT: i64 = 100;

/// A draft, as whoever wrote it sees it.
#[derive(Clone)]
pub struct Draft {
    /// Which one.
    pub id: DraftId,
    /// Where it was begun.
    pub system: SystemId,
    /// Its first words.
    pub opening: Seen<String>,
    /// Everything that was typed and chosen.
    pub form: TellForm,
    /// When it was last touched.
    pub touched: Moment,
    /// The day after which it is gone.
    pub until: Moment,
    leave: Leave,
}

impl Draft {
    /// All that was written, for somebody who can no longer tell it there.
    #[must_use]
    pub fn whole(&self) -> Seen<String> {
        self.leave.show(self.form.words.clone())
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({})", self.id)
    }
}

/// Keeps what was typed until later. Where it was taken up from a draft, it takes that draft's
/// place; where that draft was changed or thrown away meanwhile, it is kept beside it, so that
/// nothing is lost. Says which draft it is now.
pub async fn keep(
    sharing: &Sharing,
    reader: &Reader,
    place: Where,
    id: DraftId,
    form: &TellForm,
    now: Moment,
) -> Outcome<DraftId> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    // The same bounds as for telling: what is kept here can be told.
    Words::parse(&form.words).map_err(|why| text("words", why))?;
    let before = DraftId::parse(&form.draft);
    let bare = TellForm { draft: String::new(), later: None, ..form.clone() };
    let bytes = serde_json::to_vec(&bare).map_err(Fault::inside)?;
    let keeper = Keeper::new(by);
    let ring = sharing.store.keys.ring([keeper]).await?;
    let seal = |id: DraftId| ring.seal_bytes(keeper, Spot::new(id, "form"), &bytes);
    let again = before.map(|id| Ok::<_, Fault>((id, seal(id)?))).transpose()?;
    let (system, place) = (place.system, place.place);
    let row = store::DraftRow { system, id, place, by, form: seal(id)?, touched: now, revision: 1 };
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        sharing.leave(&reader, Action::Belong, &Matter::system(system, place))?;
        if let Some((id, form)) = &again
            && store::update(work, (*id, by, form.clone()), form_revision(&bare), now).await?
        {
            return Ok(*id);
        }
        if store::of_person(work, by, Moment(i64::MIN)).await?.len() >= MOST_DRAFTS {
            return Err(Fault::Bound("bound-drafts"));
        }
        store::insert(work, &row).await?;
        Ok(row.id)
    })
}

fn form_revision(form: &TellForm) -> i64 {
    form.draft_revision.parse().unwrap_or_default()
}

/// Every draft that this reader keeps, the newest first.
pub async fn of_reader(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<Draft>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let rows = store::of_person(look, person, now.plus_days(-KEPT_DAYS)).await?;
    let ring = sharing.store.keys.ring([Keeper::new(person)]).await?;
    let mut drafts = Vec::with_capacity(rows.len());
    for row in rows {
        let leave = leave(sharing, reader, &row)?;
        let spot = Spot::new(row.id, "form");
        let Some(bytes) = leave.open_bytes(&ring, Keeper::new(row.by), spot, &row.form)? else {
            continue;
        };
        // The reader of JSON quotes what it stumbles over, and that would be somebody's words.
        let form: TellForm = serde_json::from_slice(bytes.inner())
            .map_err(|_| Fault::Inside("a draft that cannot be read".to_owned()))?;
        let opening = leave.show(opening(&form.words));
        let form = TellForm {
            draft: row.id.to_string(),
            draft_revision: row.revision.to_string(),
            ..form
        };
        let (touched, until) = (row.touched, row.touched.plus_days(KEPT_DAYS));
        let (id, system) = (row.id, row.system);
        drafts.push(Draft { id, system, opening, form, touched, until, leave });
    }
    Ok(drafts)
}

/// One draft, to be taken up again by whoever wrote it.
pub async fn find(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: DraftId,
    now: Moment,
) -> Outcome<Draft> {
    let drafts = of_reader(sharing, look, reader, now).await?;
    drafts.into_iter().find(|draft| draft.id == id).ok_or(Fault::NotFound)
}

/// Leave for whoever wrote it, as the policies give it to a writer.
fn leave(sharing: &Sharing, reader: &Reader, row: &store::DraftRow) -> Outcome<Leave> {
    sharing.leave(reader, Action::Narrow, &imports::matter(row.id, row.place, row.by))
}

fn opening(words: &str) -> String {
    let mut flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = flat.char_indices().nth(70) {
        flat.truncate(end);
        flat.push('…');
    }
    flat
}

/// Throws a draft away, if it is this reader's.
pub async fn throw_away(sharing: &Sharing, reader: &Reader, id: DraftId) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    ::store::write!(sharing.store.database, |work| store::delete(work, id, by).await)
}

/// What stands on the home page: one line, however many drafts there are, and no words.
pub(crate) async fn waits(look: &mut Look, reader: &Reader, now: Moment) -> Outcome<Vec<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(Vec::new()) };
    let rows = store::of_person(look, person, now.plus_days(-KEPT_DAYS)).await?;
    let path = "/drafts".to_owned();
    let newest = rows.first().map(|row| Waiting {
        sentence: "waits-draft",
        about: None,
        path,
        since: row.touched,
        from: None,
        put_off: None,
    });
    Ok(newest.into_iter().collect())
}

/// This person's own drafts, for taking away.
pub(crate) async fn export(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Vec<Exported>> {
    let mut texts = Vec::new();
    for draft in of_reader(sharing, look, reader, now).await? {
        let (id, at, form) = (draft.id.0, draft.touched, &draft.form);
        for (part, typed) in [
            ("draft", &form.words),
            ("draft_title", &form.title),
            ("draft_for_name", &form.for_name),
            ("draft_happened", &form.happened),
            ("draft_about_what", &form.about_what),
            ("draft_felt", &form.felt),
            ("draft_matters", &form.matters),
            ("draft_ring_on", &form.ring_on),
            ("draft_ring_safe", &form.ring_safe),
            ("draft_could", &form.could_words),
        ] {
            if !typed.trim().is_empty() {
                texts.push(Exported { id, part, at, words: draft.leave.show(typed.clone()) });
            }
        }
    }
    Ok(texts)
}

/// Clears away drafts that nobody touched for thirty days; at most a hundred, and the next run
/// goes on.
pub async fn sweep(kept: &Store, now: Moment) -> Outcome<()> {
    let before = now.plus_days(-KEPT_DAYS);
    ::store::write!(kept.database, |work| store::delete_before(work, before, SWEPT).await)
}

/// Lets go of the next drafts of somebody who is erased. Says how many went.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<usize> {
    store::forget(work, person).await
}
