//! Quotations: a span of a telling in a pattern, as a place in the words and never a copy of them.
//! Each time a page shows one, the telling is heard by that reader and the policies are asked
//! whether they may quote it; so what its teller narrows or erases is gone from every page at once.

pub mod pages;
mod spans;
pub(crate) mod store;

use ::store::Look;
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Leave, Matter, Nouns, Reader, Seen, Sharing};

pub use spans::{Sentence, chosen, sentences};

use crate::patterns::{self, Pattern, PatternId, SayingId};
use crate::tellings::store as telling_rows;
use crate::tellings::{ChapterId, Telling, TellingId, hear};

ground::id!(
    /// Names one quotation.
    QuotationId
);

/// How many quotations stand in one pattern.
pub const MOST_QUOTED: usize = 30;
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
}

/// Quotes a span in a pattern, beside one of its sayings or beside what is seen. Only what lies in
/// the pattern can be quoted there, and only by somebody who hears it and may quote it.
pub async fn quote(
    sharing: &Sharing,
    reader: &Reader,
    (pattern, beside): (PatternId, Option<SayingId>),
    id: QuotationId,
    span: Span,
    now: Moment,
) -> Outcome<()> {
    let by = reader.person_id().ok_or(Fault::SignedOut)?;
    let mut look = sharing.store.database.look().await?;
    let found = patterns::find(sharing, &mut look, reader, pattern).await?;
    if !found.laid.contains(&span.telling) {
        return Err(Fault::Unfit("unfit-not-quoted"));
    }
    if beside.is_some_and(|saying| found.sayings.iter().all(|s| s.id != saying)) {
        return Err(Fault::NotFound);
    }
    let telling = hear::one(sharing, &mut look, reader, span.telling).await?;
    drop(look);
    cut(&telling, span).ok_or(Fault::Unfit("unfit-span"))?;
    if span.ends - span.begins > MOST_SPAN {
        return Err(Fault::Bound("bound-span"));
    }
    let row = store::QuotationRow {
        system: found.system,
        id,
        pattern,
        beside,
        span,
        said_by: by,
        at: now,
    };
    ::store::write!(sharing.store.database, |work| {
        let reader = Reader::person(work, by).await?;
        sharing.leave(&reader, Action::TakePart, &Matter::held(row.system))?;
        // Wishes may have changed since the page was shown.
        may_quote(sharing, work, &reader, span.telling)
            .await?
            .ok_or(Fault::Unfit("unfit-not-quoted"))?;
        if store::of_pattern(work, pattern).await?.len() >= MOST_QUOTED {
            return Err(Fault::Bound("bound-quoted"));
        }
        store::insert(work, &row).await?;
        trail::mark(
            work,
            Mark::of(row.system, now, Verb::Wrote, Some(by), patterns::thing(pattern)),
        )
        .await
    })
}

/// Leave to quote a telling, if the policies give it to this reader as things stand. It opens
/// nothing that was not heard, and so marked, before.
async fn may_quote(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    id: TellingId,
) -> Outcome<Option<Leave>> {
    let Some(row) = telling_rows::by_ids(look, &[id]).await?.pop() else { return Ok(None) };
    let matter = Matter::Telling(hear::matter(&row, Vec::new()));
    sharing.leave_or_none(reader, Action::Quote, &matter)
}

/// The tellings of a pattern that this reader may quote.
pub async fn to_quote(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    pattern: &Pattern,
) -> Outcome<Vec<Telling>> {
    let mut tellings = hear::some(sharing, look, reader, &pattern.laid).await?;
    let mut may = Vec::with_capacity(tellings.len());
    for telling in &tellings {
        may.push(may_quote(sharing, look, reader, telling.id).await?.is_some());
    }
    let mut may = may.into_iter();
    tellings.retain(|_| may.next().unwrap_or_default());
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
    let leave = may_quote(sharing, look, reader, id).await?.ok_or(Fault::NotFound)?;
    Ok((hear::one(sharing, look, reader, id).await?, leave))
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
    for row in store::of_pattern(look, pattern).await? {
        let Some(telling) = heard.iter().find(|t| t.id == row.span.telling) else { continue };
        let Some(leave) = may_quote(sharing, look, reader, telling.id).await? else {
            quoted.taken_back |= !telling.wishes.quoted;
            continue;
        };
        let telling = match row.span.chapter {
            None => telling.clone(),
            Some(_) => hear::one(sharing, look, reader, telling.id).await?,
        };
        let Some(words) = cut(&telling, row.span) else { continue };
        quoted.quotations.push(Quotation {
            id: row.id,
            words: leave.show(words),
            beside: row.beside,
            telling,
            said_by: row.said_by,
        });
    }
    Ok(quoted)
}

/// Where one's own words are quoted, newest first.
pub async fn of_telling(
    sharing: &Sharing,
    nouns: &Nouns,
    look: &mut Look,
    reader: &Reader,
    telling: &Telling,
) -> Outcome<Vec<QuotedWhere>> {
    let row = telling_rows::one(look, telling.id).await?;
    let matter = Matter::Telling(hear::matter(&row, Vec::new()));
    let leave = sharing.leave(reader, Action::Narrow, &matter)?;
    let rows = store::of_telling(look, telling.id).await?;
    let things: Vec<_> = rows.iter().map(|row| patterns::thing(row.pattern)).collect();
    let patterns = nouns.peek(look, reader, &things, &[reader.who()]).await?;
    let gone = rows.into_iter().filter_map(|row| {
        let words = leave.show(cut(telling, row.span)?);
        let pattern = patterns.get(&row.pattern.0).map(|p| (p.heading.clone(), p.path.clone()));
        Some(QuotedWhere { words, pattern, said_by: row.said_by, at: row.at })
    });
    Ok(gone.collect())
}

/// The characters of a span, if the telling has them and they wait for no second reader.
fn cut(telling: &Telling, span: Span) -> Option<String> {
    let words = match span.chapter {
        None => telling.words.whole(),
        Some(id) => telling.chapters.iter().find(|c| c.id == id && !c.waits)?.words.whole(),
    };
    let length = span.ends.checked_sub(span.begins).filter(|length| *length > 0)?;
    let text: String = words.inner().chars().skip(span.begins).take(length).collect();
    (text.chars().count() == length).then_some(text)
}
