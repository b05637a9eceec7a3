//! Quotations: a span of a telling in a pattern, as a place in the words and never a copy of them.
//! Each time a page shows one, the telling is heard by that reader and the policies are asked
//! whether they may quote it; so what its teller narrows or erases is gone from every page at once.

pub mod pages;
mod spans;
pub(crate) mod store;

use std::collections::{BTreeSet, HashMap};

use ::store::Look;
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Nouns, Reader, Seen, Sharing};

pub use spans::{Sentence, chosen, sentences};

use crate::patterns::{self, Pattern, PatternId, SayingId};
use crate::tellings::store::{self as telling_rows, TellingRow};
use crate::tellings::{ChapterId, Telling, TellingId, hear};

ground::id!(
    /// Names one quotation.
    QuotationId
);

/// How many quotations stand in one pattern. What somebody took out again counts for them still:
/// nobody fills the list of where a teller's words have gone by quoting and taking out.
pub const MOST_QUOTED: usize = 30;
/// How many quotations stand from one telling in all patterns, so that its teller reads each.
pub const MOST_FROM_ONE: usize = 100;
/// How many characters one quotation has at the most; more would be the telling itself.
pub const MOST_SPAN: usize = 1_000;

/// Where a quotation stands in a telling.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Which telling.
    pub telling: TellingId,
    /// Which of its chapters; nothing for what was told first.
    pub chapter: Option<ChapterId>,
    /// The first character.
    pub begins: usize,
    /// The character after the last.
    pub ends: usize,
}

/// What somebody wants to quote: a span as it stands, or the sentences of one text that they
/// ticked.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// From one character to another.
    Span(Span),
    /// From the first ticked sentence to the last, counted from nought.
    Sentences {
        /// Of which telling.
        telling: TellingId,
        /// Of which of its chapters; nothing for what was told first.
        chapter: Option<ChapterId>,
        /// Which sentences.
        ticked: Vec<usize>,
    },
}

impl From<Span> for Wanted {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl Wanted {
    const fn telling(&self) -> TellingId {
        match self {
            Self::Span(span) => span.telling,
            Self::Sentences { telling, .. } => *telling,
        }
    }

    /// The span in what was heard, within its bounds.
    fn span(&self, heard: &Telling) -> Outcome<Span> {
        let span = match self {
            Self::Span(span) => *span,
            Self::Sentences { telling, chapter, ticked } => {
                let words = text(heard, *chapter).ok_or(Fault::Unfit("unfit-span"))?;
                let (begins, ends) = chosen(words.inner(), ticked)?;
                Span { telling: *telling, chapter: *chapter, begins, ends }
            }
        };
        cut(heard, span).ok_or(Fault::Unfit("unfit-span"))?;
        if span.ends - span.begins > MOST_SPAN {
            return Err(Fault::Bound("bound-span"));
        }
        Ok(span)
    }
}

/// A quotation as this reader sees it.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Which one.
    pub id: QuotationId,
    /// The words, opened for this reader.
    pub words: Seen<String>,
    /// What it stands beside: a saying of the pattern, or what is seen in all of them.
    pub beside: Option<SayingId>,
    /// The telling, for whose voice it is.
    pub telling: Telling,
    /// Who quoted it.
    pub said_by: PersonId,
    /// In which pattern.
    pub pattern: PatternId,
    /// Whether this reader quoted it, and so can take it out again.
    pub own: bool,
}

/// What is quoted in a pattern, as this reader sees it.
#[derive(Clone, Debug, Default)]
pub struct Quoted {
    /// The quotations, oldest first.
    pub quotations: Vec<Quotation>,
    /// Somebody took their words back, and this reader still hears them: then to say so tells
    /// nothing that they do not see anyway. To anybody else nothing is said.
    pub taken_back: bool,
}

/// A quotation from one's own words, for the list of where they have gone.
#[derive(Clone, Debug)]
pub struct QuotedWhere {
    /// The words.
    pub words: Seen<String>,
    /// The pattern's name, if its teller may see it, and where it is, if they may open it.
    pub pattern: Option<(Seen<String>, Option<String>)>,
    /// Who quoted it.
    pub said_by: PersonId,
    /// When.
    pub at: Moment,
    /// Until when, where whoever quoted it took it out again.
    pub until: Option<Moment>,
}

/// Quotes a span in a pattern, beside one of its sayings or beside what is seen. Only what lies in
/// the pattern can be quoted there, and only by somebody who hears it and may quote it.
pub async fn quote(
    sharing: &Sharing,
    reader: &Reader,
    (pattern, beside): (PatternId, Option<SayingId>),
    id: QuotationId,
    wanted: impl Into<Wanted>,
    now: Moment,
) -> Outcome<()> {
    let wanted = wanted.into();
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let found = patterns::find(sharing, &mut look, reader, pattern).await?;
    if beside.is_some_and(|saying| found.sayings.iter().all(|s| s.id != saying)) {
        return Err(Fault::NotFound);
    }
    // What does not lie there and what cannot be heard are refused in the same words.
    let span = match to_quote_from(sharing, &mut look, reader, &found, wanted.telling()).await {
        Err(Fault::NotFound) => return Err(Fault::Unfit("unfit-not-quoted")),
        heard => wanted.span(&heard?.0)?,
    };
    drop(look);
    let row = store::QuotationRow {
        system: found.system,
        id,
        pattern,
        beside,
        span,
        said_by: by,
        at: now,
        ended: None,
    };
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        sharing.leave(&reader, Action::TakePart, &Matter::held(row.system))?;
        // Wishes may have changed since the page was shown.
        if may_quote(sharing, work, &reader, &[span.telling]).await?.is_empty() {
            return Err(Fault::Unfit("unfit-not-quoted"));
        }
        let standing = store::of_pattern(work, pattern).await?.len();
        if standing >= MOST_QUOTED {
            return Err(Fault::Bound("bound-quoted"));
        }
        if standing + store::taken_out_by(work, pattern, by).await? >= MOST_QUOTED {
            return Err(Fault::Bound("bound-quoted-again"));
        }
        if store::standing_from(work, span.telling).await? >= MOST_FROM_ONE {
            return Err(Fault::Bound("bound-quoted-from-one"));
        }
        store::insert(work, &row).await?;
        trail::mark(
            work,
            Mark::of(row.system, now, Verb::Wrote, Some(by), patterns::thing(pattern)),
        )
        .await
    })
}

/// Takes a quotation out of a pattern again, by whoever quoted it. It shows on no page from this
/// write on; its teller goes on reading that it was there, and from when to when.
pub async fn take_out(
    sharing: &Sharing,
    reader: &Reader,
    pattern: PatternId,
    id: QuotationId,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let system = patterns::find(sharing, &mut look, reader, pattern).await?.system;
    drop(look);
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        sharing.leave(&reader, Action::TakePart, &Matter::held(system))?;
        let row = store::one(work, (system, pattern), id).await?;
        if row.said_by != by {
            return Err(Fault::NotFound);
        }
        if row.ended.is_some() {
            return Err(Fault::Already);
        }
        store::end(work, &row, now).await?;
        let thing = patterns::thing(pattern);
        trail::mark(work, Mark::of(system, now, Verb::Changed, Some(by), thing)).await
    })
}

/// Leave to quote each of these tellings, where the policies give it to this reader as things
/// stand, with its row. It opens nothing that was not heard, and so marked, before.
async fn may_quote(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    ids: &[TellingId],
) -> Outcome<HashMap<TellingId, (Leave, TellingRow)>> {
    let mut may = HashMap::with_capacity(ids.len());
    for row in telling_rows::by_ids(look, ids).await? {
        let matter = Matter::Telling(hear::matter(&row));
        if let Some(leave) = sharing.leave_or_none(reader, Action::Quote, &matter)? {
            may.insert(row.id, (leave, row));
        }
    }
    Ok(may)
}

/// The tellings of a pattern that this reader may quote.
pub async fn to_quote(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    pattern: &Pattern,
) -> Outcome<Vec<Telling>> {
    let mut tellings = hear::some(sharing, look, reader, &pattern.laid).await?;
    let may = may_quote(sharing, look, reader, &pattern.laid).await?;
    tellings.retain(|telling| may.contains_key(&telling.id));
    Ok(tellings)
}

/// One telling of a pattern, whole, if this reader may quote it there.
pub async fn to_quote_from(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    pattern: &Pattern,
    id: TellingId,
) -> Outcome<(Telling, Leave)> {
    if !pattern.laid.contains(&id) {
        return Err(Fault::NotFound);
    }
    let may = may_quote(sharing, look, reader, &[id]).await?.remove(&id);
    let (leave, row) = may.ok_or(Fault::NotFound)?;
    Ok((hear::of_row(sharing, look, reader, row).await?, leave))
}

/// What is quoted in a pattern, for this reader. `heard` are those of its tellings that they were
/// given to hear on the same page.
pub async fn of_pattern(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    pattern: PatternId,
    heard: &[Telling],
) -> Outcome<Quoted> {
    let mut quoted = Quoted::default();
    let rows = store::of_pattern(look, pattern).await?;
    let ids: BTreeSet<TellingId> = rows.iter().map(|row| row.span.telling).collect();
    let ids: Vec<TellingId> = ids.into_iter().collect();
    let may = may_quote(sharing, look, reader, &ids).await?;
    // Heard whole, with its chapters, once for all that is quoted of them.
    let mut whole: HashMap<TellingId, Telling> = HashMap::new();
    for row in rows {
        let Some(telling) = heard.iter().find(|t| t.id == row.span.telling) else { continue };
        let Some((leave, found)) = may.get(&telling.id) else {
            quoted.taken_back |= !telling.wishes.quoted;
            continue;
        };
        let telling = match (row.span.chapter, whole.get(&telling.id)) {
            (None, _) => telling.clone(),
            (Some(_), Some(telling)) => telling.clone(),
            (Some(_), None) => {
                let one = hear::of_row(sharing, look, reader, found.clone()).await?;
                whole.insert(one.id, one.clone());
                one
            }
        };
        let Some(words) = cut(&telling, row.span) else { continue };
        quoted.quotations.push(Quotation {
            id: row.id,
            words: leave.show(words),
            beside: row.beside,
            telling,
            said_by: row.said_by,
            pattern,
            own: reader.person_id() == Some(row.said_by),
        });
    }
    Ok(quoted)
}

/// Where one's own words are quoted: what stands first, and each newest first.
pub async fn of_telling(
    sharing: &Sharing,
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    telling: &Telling,
) -> Outcome<Vec<QuotedWhere>> {
    let row = telling_rows::one(look, telling.id).await?;
    let matter = Matter::Telling(hear::matter(&row));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let rows = store::of_telling(look, telling.id).await?;
    let things: Vec<_> = rows.iter().map(|row| patterns::thing(row.pattern)).collect();
    let patterns = nouns.peek(look, reader, &things, &[reader.who()]).await?;
    let gone = rows.into_iter().filter_map(|row| {
        let words = leave.show(cut(telling, row.span)?);
        let pattern = patterns.get(&row.pattern.0).map(|p| (p.heading.clone(), p.path.clone()));
        let (said_by, at, until) = (row.said_by, row.at, row.ended);
        Some(QuotedWhere { words, pattern, said_by, at, until })
    });
    Ok(gone.collect())
}

/// What was told first, or one chapter that waits for no second reader.
fn text(telling: &Telling, chapter: Option<ChapterId>) -> Option<Seen<String>> {
    match chapter {
        None => Some(telling.words.whole()),
        Some(id) => {
            let found = telling.chapters.iter().find(|c| c.id == id && !c.waits);
            found.map(|chapter| chapter.words.whole())
        }
    }
}

/// The characters of a span, if the telling has them and they wait for no second reader.
fn cut(telling: &Telling, span: Span) -> Option<String> {
    let words = text(telling, span.chapter)?;
    let length = span.ends.checked_sub(span.begins).filter(|length| *length > 0)?;
    let text: String = words.inner().chars().skip(span.begins).take(length).collect();
    (text.chars().count() == length).then_some(text)
}
