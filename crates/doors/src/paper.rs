//! The place that stands on a card, and on the pages of one's own card.

use ground::Outcome;
use sharing::Reader;
use store::Look;
use web::{App, Spoken, Tongue};

/// The only place in which somebody plays a part. Whoever is part of two may keep the one from
/// those who know them in the other, and a card lies about: then it names neither.
pub(crate) async fn only_place(
    app: &App,
    look: &mut Look,
    reader: &Reader,
    tongue: &Tongue,
) -> Outcome<Option<Spoken>> {
    match reader.places()[..] {
        [place] => app.speaking(look, reader, tongue, place).await,
        _ => Ok(None),
    }
}
