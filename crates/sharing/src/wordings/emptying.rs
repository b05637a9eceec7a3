//! Emptying a version that was said before: a slander, or a name that should never have stood
//! there. The words go for good; that something was said, by whom and when, stays, so that nobody
//! wipes out that they said it. Whoever said it may, at once; for what somebody else said, whoever
//! runs the server, when asked. What stands now is put in other words first.

use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Fault, Moment, Outcome, Words};
use store::{Keeper, Look, Sealed, Work, bind, sql};

use super::{Emptied, WordingId};
use crate::lineage::Placed;
use crate::policy::{Action, Matter};
use crate::sealing::Opening;
use crate::seen::Seen;
use crate::trail::{self, Mark, Verb};
use crate::{Reader, Sharing};

/// One version, for whoever would have it emptied.
#[derive(Clone, Debug)]
pub struct OneWording {
    /// Of which thing.
    pub what: Placed,
    /// What it said; nothing where nothing stood there, or it was emptied.
    pub words: Option<Seen<Words>>,
    /// Who said it.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
    /// Whether it stands there now.
    pub stands: bool,
    /// When it was emptied, and by whom.
    pub emptied: Option<Emptied>,
}

/// A version as it is kept.
struct Kept {
    system: SystemId,
    id: WordingId,
    thing: Thing,
    part: String,
    revision: i64,
    words: Option<Sealed>,
    said_by: PersonId,
    at: Moment,
    emptied: Option<Emptied>,
}

async fn kept(look: &mut Look, id: WordingId) -> Outcome<Kept> {
    let row = look
        .maybe(
            sql!(
                "SELECT system_id, thing_kind, thing_id, part, revision, words, said_by, at, \
                 emptied, emptied_by FROM wordings WHERE id = $1"
            ),
            bind().id(id),
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let kind = Kind::parse(&row.word("thing_kind")?);
    let kind = kind.ok_or_else(|| Fault::Inside("a version of no kind of thing".to_owned()))?;
    Ok(Kept {
        system: row.id("system_id")?,
        id,
        thing: Thing::new(kind, row.id::<Uuid>("thing_id")?),
        part: row.word("part")?,
        revision: row.number("revision")?,
        words: row.maybe_sealed("words")?,
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
        emptied: Emptied::read(&row)?,
    })
}

impl Kept {
    /// Whether nothing took its place since.
    async fn stands(&self, look: &mut Look) -> Outcome<bool> {
        let later = sql!(
            "SELECT id FROM wordings WHERE thing_id = $1 AND part = $2 AND revision > $3 LIMIT 1"
        );
        let of = bind().id(self.thing.id).word(&self.part).number(self.revision);
        Ok(look.maybe(later, of).await?.is_none())
    }

    /// Refuses what cannot be emptied: it was, nothing stood there, or it stands there now.
    async fn can_be_emptied(&self, look: &mut Look) -> Outcome<()> {
        match (&self.words, self.emptied) {
            (_, Some(_)) => Err(Fault::Already),
            (None, None) => Err(Fault::NotFound),
            (Some(_), None) if self.stands(look).await? => Err(Fault::Unfit(STANDS)),
            (Some(_), None) => Ok(()),
        }
    }

    async fn empty(&self, work: &mut Work, by: Option<PersonId>, at: Moment) -> Outcome<()> {
        work.run(
            sql!(
                "UPDATE wordings SET words = NULL, emptied = $3, emptied_by = $4 \
                 WHERE system_id = $1 AND id = $2"
            ),
            bind().id(self.system).id(self.id).moment(at).maybe_id(by),
        )
        .await?;
        // No index ever held it, so machine readers have nothing to forget.
        let version = Thing::new(self.thing.kind, self.id);
        let mark = Mark::of(self.system, at, Verb::Erased, by, version);
        trail::mark(work, Mark { changed: None, ..mark }).await
    }
}

/// The key of the sentence that says what is done first with what stands now.
pub const STANDS: &str = "unfit-wording-stands";

/// One version, for whoever reads what it is of. What is unseen and what is absent look the same.
pub async fn one(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: WordingId,
) -> Outcome<OneWording> {
    let kept = kept(look, id).await?;
    let leave = sharing.leave(reader, Action::Read, &Matter::held(kept.system))?;
    let ring = sharing.store.keys.ring([Keeper::new(kept.system)]).await?;
    let opening = Opening::new(&leave, &ring, kept.system, id);
    Ok(OneWording {
        what: Placed { thing: kept.thing, system: kept.system },
        words: opening.maybe("words", kept.words.as_ref())?,
        said_by: kept.said_by,
        at: kept.at,
        stands: kept.stands(look).await?,
        emptied: kept.emptied,
    })
}

/// A version that this person said and that can be emptied. What somebody else said is not found.
async fn own(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    (id, by): (WordingId, PersonId),
) -> Outcome<Kept> {
    let kept = kept(look, id).await?;
    sharing.leave(reader, Action::Read, &Matter::held(kept.system))?;
    if kept.said_by != by {
        return Err(Fault::NotFound);
    }
    kept.can_be_emptied(look).await?;
    Ok(kept)
}

/// Empties a version that this reader said themselves.
pub async fn empty(sharing: &Sharing, reader: &Reader, id: WordingId, at: Moment) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    own(sharing, &mut look, reader, (id, by)).await?;
    drop(look);
    list(sharing, id, at).await?;
    store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        let kept = own(sharing, work, &reader, (id, by)).await?;
        kept.empty(work, Some(by), at).await
    })?;
    // The words are gone already; this keeps their old bytes from lingering in a log.
    let _ = sharing.store.database.settle().await;
    Ok(())
}

/// Empties a version for whoever runs the server, who was asked to by somebody it is about.
pub async fn empty_by_operator(sharing: &Sharing, id: WordingId, at: Moment) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    kept(&mut look, id).await?.can_be_emptied(&mut look).await?;
    drop(look);
    list(sharing, id, at).await?;
    store::write!(sharing.store.database, |work| {
        let kept = kept(work, id).await?;
        kept.can_be_emptied(work).await?;
        kept.empty(work, None, at).await
    })
}

/// Puts it on the list of erasures, before anything is emptied: an erasure that a restore would undo
/// is no erasure. It has no key of its own, so nothing else comes of it.
async fn list(sharing: &Sharing, id: WordingId, at: Moment) -> Outcome<()> {
    sharing.store.keys.throw_away(&[Keeper::new(id)], at).await
}

/// What came back of versions that were emptied, when an old backup of the rows was restored.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct CameBack {
    /// How many were emptied again.
    pub emptied: usize,
    /// How many of them stand again as what their group says now, where only the group can put them
    /// in other words.
    pub standing: usize,
}

/// Empties again those of these ids, at most 500, that are versions whose words came back.
pub async fn again(sharing: &Sharing, ids: &[Uuid], at: Moment) -> Outcome<CameBack> {
    let back = sql!("SELECT id FROM wordings WHERE id IN ({many}) AND words IS NOT NULL");
    let mut look = sharing.store.database.look().await?;
    let rows = look.all_of(back, bind(), ids.iter().copied()).await?;
    let mut came_back = CameBack::default();
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let kept = kept(&mut look, row.id("id")?).await?;
        came_back.standing += usize::from(kept.stands(&mut look).await?);
        all.push(kept);
    }
    drop(look);
    came_back.emptied = all.len();
    for some in all.chunks(100) {
        store::write!(sharing.store.database, |work| {
            for kept in some {
                kept.empty(work, None, at).await?;
            }
            Ok(())
        })?;
    }
    Ok(came_back)
}
