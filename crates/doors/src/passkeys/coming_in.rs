//! Coming in by a passkey. Nobody types a name, so the page tells a stranger nothing of who is known
//! here; each refusal says the same.

use ::store::{Store, Token, Work};
use ground::id::PersonId;
use ground::{Fault, Moment, Outcome};
use webauthn_rs::prelude::{
    AttestationFormat, Credential, DiscoverableAuthentication, ParsedAttestation,
    PublicKeyCredential, WebauthnError,
};

use super::party::kept;
use super::store::unread;
use super::{
    ASKED_SECONDS, Key, MOST_ASKS_FROM_ONE, MOST_ASKS_IN_ALL, MOST_WRONG_FROM_ONE, Party,
    PasskeyId, handle, hash, presented, store,
};
use crate::news::{self, NewsKind};
use crate::sessions::{Opening, Way};
use crate::tries::{Counted, Origin};

/// What a browser is asked to have signed.
#[derive(Debug)]
pub struct Asked {
    /// What is handed to it as `publicKey`.
    pub options: String,
    /// What its page brings back with the answer.
    pub token: Token,
}

/// Asks the browser of whoever wants to come in. How often is counted, so that what waits has a
/// bound.
pub async fn ask(store: &Store, party: &Party, origin: &Origin, now: Moment) -> Outcome<Asked> {
    let asked = party.0.start_discoverable_authentication().map_err(unread)?;
    let mut options = serde_json::to_value(&asked.0).map_err(unread)?;
    let (state, token) = (kept(&asked.1)?, Token::random()?);
    let from = Counted::new(&store.keys, "passkey asks", origin.household(), MOST_ASKS_FROM_ONE);
    let in_all = Counted::new(&store.keys, "passkey asks in all", "", MOST_ASKS_IN_ALL);
    ::store::write!(store.database, |work| {
        for counted in [from, in_all] {
            counted.refuse_past(work, "bound-passkey-asks", now).await?;
            counted.add(work, now).await?;
        }
        store::ask(work, &token.hash(), &state, now.plus_seconds(ASKED_SECONDS)).await
    })?;
    Ok(Asked { options: options["publicKey"].take().to_string(), token })
}

/// Opens a session for whoever answered with their passkey, unlocked by them. Wrong answers are
/// counted by origin, in the transaction that found them wrong. They are not counted in all, as those
/// with a card's words are: a signature cannot be guessed, and whoever gave many wrong ones would only
/// shut others out. What was asked is spent by any answer that can be read.
pub async fn sign_in(
    store: &Store,
    party: &Party,
    (asked, answer): (&Token, &str),
    origin: &Origin,
    now: Moment,
    day: Moment,
) -> Outcome<Token> {
    let unfit = || Fault::Unfit("unfit-passkey");
    let answer: PublicKeyCredential = presented(answer).ok_or_else(unfit)?;
    let from = Counted::new(&store.keys, "passkey tries", origin.household(), MOST_WRONG_FROM_ONE);
    let opening = Opening::prepare(now)?;
    let is_in = ::store::write!(store.database, |work| {
        from.refuse_past(work, "bound-tries", now).await?;
        let is_in = match right(work, store, party, (asked, &answer), now).await? {
            Some((id, person, key)) => {
                store::used(work, id, &key, day).await?;
                opening.keep(work, person, Way::Passkey).await?;
                true
            }
            None => {
                from.add(work, now).await?;
                false
            }
        };
        Ok(is_in)
    })?;
    if is_in { Ok(opening.into_token()) } else { Err(unfit()) }
}

/// Whose passkey answered rightly what was asked, which it is, and what its device says of it now.
/// Where its counter did not go on there may be two of it, so its person is told and nobody is let in.
async fn right(
    work: &mut Work,
    store: &Store,
    party: &Party,
    (asked, answer): (&Token, &PublicKeyCredential),
    now: Moment,
) -> Outcome<Option<(PasskeyId, PersonId, Key)>> {
    let Some(state) = store::take(work, &asked.hash(), now).await? else { return Ok(None) };
    let found = store::by_hash(work, &hash(&store.keys, answer.get_credential_id())).await?;
    let Some((id, person, key)) = found else { return Ok(None) };
    if !is_of(store, answer, person) {
        return Ok(None);
    }
    match checked(party, answer, &state, &key)? {
        Checked::Right(key) => Ok(Some((id, person, key))),
        Checked::Copied => {
            news::keep(work, person, NewsKind::PasskeyCopied, now).await?;
            Ok(None)
        }
        Checked::Wrong => Ok(None),
    }
}

/// Whether the device says that it is of the person whose passkey this is.
fn is_of(store: &Store, answer: &PublicKeyCredential, person: PersonId) -> bool {
    answer.get_user_unique_id() == Some(&handle(&store.keys, person)[..])
}

/// What an answer is, held against the key.
enum Checked {
    Right(Key),
    /// It is rightly signed, but its counter did not go on: there may be two of this passkey.
    Copied,
    Wrong,
}

fn checked(
    party: &Party,
    answer: &PublicKeyCredential,
    state: &[u8],
    key: &Key,
) -> Outcome<Checked> {
    let state: DiscoverableAuthentication = serde_json::from_slice(state).map_err(unread)?;
    let known = credential(answer.get_credential_id(), key)?;
    match party.0.finish_discoverable_authentication_v2(answer, state, &known) {
        Ok(said) if said.user_verified() => Ok(Checked::Right(Key {
            counter: i64::from(said.counter()),
            may_be_copied: said.backup_eligible(),
            is_copied: said.backup_state(),
            ..key.clone()
        })),
        Err(WebauthnError::CredentialPossibleCompromise) => Ok(Checked::Copied),
        Ok(_) | Err(_) => Ok(Checked::Wrong),
    }
}

/// What is kept of a passkey, as the library wants it: unlocked by its person each time.
fn credential(number: &[u8], key: &Key) -> Outcome<Credential> {
    Ok(Credential {
        cred_id: number.to_vec(),
        cred: serde_json::from_slice(&key.public_key).map_err(unread)?,
        counter: u32::try_from(key.counter).map_err(unread)?,
        transports: None,
        user_verified: true,
        backup_eligible: key.may_be_copied,
        backup_state: key.is_copied,
        // The default is that it must be unlocked: the library knows no other that is kept to.
        registration_policy: Default::default(),
        extensions: Default::default(),
        attestation: ParsedAttestation::default(),
        attestation_format: AttestationFormat::None,
    })
}
