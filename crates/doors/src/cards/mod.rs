//! Cards for people without e-mail: a code for a phone's camera and four words to type. Both are
//! kept as hashes, shown once, and end together.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
pub mod words;

use ::store::{Keys, Look, Store, Token, TokenHash, Work};
use ground::id::{Kind, PersonId, Thing};
use ground::{Fault, Moment, Outcome};
use sharing::trail::{self, Mark, Verb};
use sharing::{Action, Matter, Reader, Sharing};

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

/// A card as it is shown, once.
#[derive(Debug)]
pub struct CardShown {
    /// What the picture opens.
    pub code: Token,
    /// The four words.
    pub words: [String; words::ON_A_CARD],
}

/// Makes a card for somebody. The one they had ends.
pub async fn make(store: &Store, person: PersonId, now: Moment) -> Outcome<CardShown> {
    let card = CardShown { code: Token::random()?, words: words::draw()? };
    let words_hash = words_hash(&store.keys, &card.words.join(" "))
        .ok_or_else(|| Fault::Inside("a card's words are not words".to_owned()))?;
    let id = CardId::random();
    ::store::write!(store.database, |work| {
        if store::by_words(work, &words_hash).await?.is_some() {
            // Somebody else was dealt the same four words: once in 10^15 cards. Ask for others.
            return Err(Fault::Busy);
        }
        store::end(work, person, now).await?;
        store::keep(work, id, person, &card.code.hash(), &words_hash, now).await
    })?;
    Ok(card)
}

/// When somebody's card was made, if they have one.
pub async fn made(look: &mut Look, person: PersonId) -> Outcome<Option<Moment>> {
    store::made(look, person).await
}

/// Ends somebody's own card. Sessions that it opened end when they are ended.
pub async fn end(store: &Store, person: PersonId, now: Moment) -> Outcome<()> {
    ::store::write!(store.database, |work| store::end(work, person, now).await.map(|_| ()))
}

/// Ends the card of somebody who rang because they lost it, and signs them out everywhere, since
/// whoever found it may be in. Only somebody who looks after a place they play a part in can; to
/// anybody else they are not found.
pub async fn end_for(
    sharing: &Sharing,
    steward: &Reader,
    person: PersonId,
    now: Moment,
) -> Outcome<()> {
    let mut look = sharing.store.database.look().await?;
    let places = Reader::person(&mut look, person).await?.places();
    drop(look);
    let mut tended = None;
    for place in places {
        let matter = Matter::system(place, place);
        if sharing.leave_or_none(steward, Action::Tend, &matter)?.is_some() {
            tended = Some(place);
            break;
        }
    }
    let place = tended.ok_or(Fault::NotFound)?;
    ::store::write!(sharing.store.database, |work| {
        store::end(work, person, now).await?;
        crate::sessions::forget(work, person).await?;
        let whose = Thing::new(Kind::Person, person);
        let mark = Mark::of(place, now, Verb::Changed, steward.person_id(), whose);
        trail::mark(work, mark).await
    })
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
    let from = Counted::new(&store.keys, "card tries", origin.text(), MOST_WRONG_FROM_ONE);
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
