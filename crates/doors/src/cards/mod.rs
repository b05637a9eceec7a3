//! Cards for people without e-mail: a code for a phone's camera and four words to type. Both are
//! kept as hashes, shown once, and end together.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
pub mod words;

use ::store::{Keys, Look, Store, Token, TokenHash, Work};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};

use crate::news::{self, NewsKind};
use crate::sessions::{Opening, Way};
use crate::tries::{Counted, Origin};

ground::id!(
    /// Names one card.
    CardId
);

/// How many wrong tries at four words one origin has in an hour.
pub const MOST_WRONG_FROM_ONE: i64 = 10;
/// How many wrong tries at four words there are in an hour in all. At that pace, with a
/// thousand cards about, it takes some two million years to guess one.
pub const MOST_WRONG_IN_ALL: i64 = 100;

/// How many cards of one person hold at once, while the form that makes one is sent again.
const MOST_AGAIN: i64 = 3;

/// A card as it is shown, once.
#[derive(Debug)]
pub struct CardShown {
    /// What the picture opens.
    pub code: Token,
    /// The four words.
    pub words: [String; words::ON_A_CARD],
}

/// A card about to be kept, in the transaction of whatever gives it.
#[derive(Debug)]
pub(crate) struct NewCard {
    shown: CardShown,
    words_hash: TokenHash,
    id: CardId,
}

impl NewCard {
    /// Draws its code and its words.
    pub(crate) fn prepare(keys: &Keys) -> Outcome<Self> {
        let shown = CardShown { code: Token::random()?, words: words::draw()? };
        let words_hash = words_hash(keys, &shown.words.join(" "))
            .ok_or_else(|| Fault::Inside("a card's words are not words".to_owned()))?;
        Ok(Self { shown, words_hash, id: CardId::random() })
    }

    /// Writes it down, and who sat beside them, if anybody did. The one they had ends.
    pub(crate) async fn keep(
        &self,
        work: &mut Work,
        person: PersonId,
        beside: Option<PersonId>,
        now: Moment,
    ) -> Outcome<()> {
        if store::by_words(work, &self.words_hash).await?.is_some() {
            // Somebody else was dealt the same four words: once in 10^15 cards. Ask for others.
            return Err(Fault::Busy);
        }
        store::end(work, person, now).await?;
        self.keep_again(work, person, beside, now).await
    }

    /// Writes it down while one whose answer may be lost still holds; at most [`MOST_AGAIN`] do.
    pub(crate) async fn keep_again(
        &self,
        work: &mut Work,
        person: PersonId,
        beside: Option<PersonId>,
        now: Moment,
    ) -> Outcome<()> {
        if store::many(work, person).await? >= MOST_AGAIN {
            return Err(Fault::Spent);
        }
        let hashes = (&self.shown.code.hash(), &self.words_hash);
        store::keep(work, self.id, person, hashes, beside, now).await
    }

    /// The card itself, to be shown once.
    pub(crate) fn into_shown(self) -> CardShown {
        self.shown
    }
}

/// Makes a card for somebody. The one they had ends.
pub async fn make(store: &Store, person: PersonId, now: Moment) -> Outcome<CardShown> {
    let card = NewCard::prepare(&store.keys)?;
    ::store::write!(store.database, |work| card.keep(work, person, None, now).await)?;
    Ok(card.into_shown())
}

/// When somebody's card was made, if they have one.
pub async fn made(look: &mut Look, person: PersonId) -> Outcome<Option<Moment>> {
    store::made(look, person).await
}

/// Whether somebody sat beside them when their card was made: they may have seen its words.
pub async fn was_handed(look: &mut Look, person: PersonId) -> Outcome<bool> {
    store::was_handed(look, person).await
}

/// Ends somebody's own card. Sessions that it opened end when they are ended.
pub async fn end(store: &Store, person: PersonId, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| store::end(work, person, now).await.map(|_| ()))
}

/// Ends the card of somebody who rang because they lost it, in the transaction of whoever may do
/// that. They are signed out everywhere, since whoever found it may be in, and an address that
/// waits to be confirmed is let go, and so is one that was confirmed since the card was made:
/// whoever found the card may have given it, or added a passkey: those added since end too. What is
/// earlier stays. They are told. No word of the
/// card is shown, and no new one is made: that would let somebody in as another. Whoever has no
/// card lost none, so then nothing is done.
pub async fn end_for(work: &mut Work, person: PersonId, by: PersonId, now: Moment) -> Outcome<()> {
    let since = store::since(work, person).await?;
    let since = since.ok_or(Fault::NotAllowed("not-allowed-no-card"))?;
    crate::addresses::drop_since(work, person, since).await?;
    crate::passkeys::end_since(work, person, since).await?;
    store::end(work, person, now).await?;
    crate::sessions::forget(work, person).await?;
    crate::addresses::drop_claim(work, person).await?;
    news::keep(work, person, NewsKind::CardEnded(by), now).await
}

/// The card with this code holds; otherwise [`Fault::Spent`].
pub async fn find(look: &mut Look, code: &Token) -> Outcome<PersonId> {
    store::by_code(look, &code.hash()).await?.ok_or(Fault::Spent)
}

/// Opens a session by a card's code. It is too long to guess, so tries are not counted.
pub async fn sign_in_by_code(store: &Store, code: &Token, now: Moment) -> Outcome<Token> {
    let opening = Opening::prepare(now)?;
    ::store::write!(store.database, |work| {
        let person = find(work, code).await?;
        opening.keep(work, person, Way::Card).await
    })?;
    Ok(opening.into_token())
}

/// Opens a session by a card's four words. Wrong ones are counted, by origin and in all, in the
/// same transaction that found them wrong, so that many tries at once are no way round.
pub async fn sign_in_by_words(
    store: &Store,
    typed: &str,
    origin: &Origin,
    now: Moment,
) -> Outcome<Token> {
    let unfit = || Fault::Unfit("unfit-card-words");
    let hash = words_hash(&store.keys, typed).ok_or_else(unfit)?;
    let from = Counted::new(&store.keys, "card tries", origin.household(), MOST_WRONG_FROM_ONE);
    let in_all = Counted::new(&store.keys, "card tries in all", "", MOST_WRONG_IN_ALL);
    let opening = Opening::prepare(now)?;
    let found = ::store::write!(store.database, |work| {
        from.refuse_past(work, "bound-tries", now).await?;
        in_all.refuse_past(work, "bound-tries", now).await?;
        let Some(person) = store::by_words(work, &hash).await? else {
            from.add(work, now).await?;
            in_all.add(work, now).await?;
            return Ok(false);
        };
        opening.keep(work, person, Way::Card).await?;
        Ok(true)
    })?;
    if found { Ok(opening.into_token()) } else { Err(unfit()) }
}

/// Forgets the cards of somebody who is erased.
pub(crate) async fn forget(work: &mut Work, person: PersonId) -> Outcome<()> {
    store::forget(work, person).await
}

fn words_hash(keys: &Keys, typed: &str) -> Option<TokenHash> {
    words::looked_up(typed).map(|words| keys.lookup("card words", &words))
}
