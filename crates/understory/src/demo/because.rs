//! Because of what one thing is there, as people of the town say.

use ground::id::Kind;
use ground::{Fault, Outcome};
use learning::because::{self, BecauseOf};
use serde::Deserialize;
use sharing::lineage::{BecauseId, Cause, Placed};

use super::telling_it::{TellingIt, maybe_words};

/// Because of what something is there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Because {
    /// What is there, as `kind:key`.
    what: String,
    /// The other thing, as `kind:key`, where it is one.
    of: Option<String>,
    how: String,
    why: String,
    by: String,
    pub(super) days_ago: i64,
}

/// Somebody says because of what something is there.
pub(super) async fn said(it: &mut TellingIt<'_>, told: &Because) -> Outcome<()> {
    let cause = match (told.how.as_str(), &told.of) {
        ("thing", Some(of)) => Cause::Of(placed(it, of)?),
        ("hunch", None) => Cause::Hunch,
        ("just_happened", None) => Cause::JustHappened,
        _ => return Err(Fault::Unfit("unfit-because-of")),
    };
    let given = BecauseOf { cause, why: maybe_words(&told.why)? };
    let (reader, what) = (it.reader(&told.by).await?, placed(it, &told.what)?);
    because::say(&it.sharing, &reader, BecauseId::random(), what, &given, it.at).await
}

/// The thing that a file names as `kind:key`.
pub(super) fn placed(it: &TellingIt<'_>, named: &str) -> Outcome<Placed> {
    let unknown = || Fault::Inside(format!("{named} is no kind of thing"));
    let (kind, key) = named.split_once(':').ok_or_else(unknown)?;
    let kind = if kind == "story" { Some(Kind::Telling) } else { Kind::parse(kind) };
    it.placed(kind.ok_or_else(unknown)?, key)
}
