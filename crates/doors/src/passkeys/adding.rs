//! Adding a passkey: the browser is asked for one in the session of its person, and what it answers
//! is kept once it is checked.

use ::store::{Keeper, Keys, Store, TokenHash};
use ground::id::{PersonId, Uuid};
use ground::{Fault, Line, Moment, Outcome};
use serde_json::{Value, json};
use webauthn_rs::prelude::{Credential, PasskeyRegistration, RegisterPublicKeyCredential};

use super::party::kept;
use super::store::unread;
use super::{ASKED_SECONDS, Key, MOST, Party, PasskeyId, handle, hash, presented, spot, store};
use crate::news::{self, NewsKind};

/// Asks this session's browser for a new passkey: what is handed to it as `publicKey`. `place` and
/// `name` are what the device shows when it asks which passkey to use; they stay there. What was
/// asked in this session before is over.
pub async fn ask_to_add(
    store: &Store,
    party: &Party,
    (person, session): (PersonId, &TokenHash),
    (place, name): (&str, &str),
    now: Moment,
) -> Outcome<String> {
    let whose = Uuid::from_bytes(handle(&store.keys, person));
    let asked = party.0.start_passkey_registration(whose, name, name, None).map_err(unread)?;
    let (options, state) = (serde_json::to_value(&asked.0).map_err(unread)?, kept(&asked.1)?);
    let hash = of_session(&store.keys, session);
    ::store::write!(store.database, |work| {
        if store::many(work, person).await? >= MOST {
            return Err(Fault::Bound("bound-passkeys"));
        }
        store::ask(work, &hash, &state, now.plus_seconds(ASKED_SECONDS)).await
    })?;
    Ok(for_the_browser(options, place).to_string())
}

/// The device is to keep it so that it finds it by itself, since nobody types a name to sign in.
fn for_the_browser(mut options: Value, place: &str) -> Value {
    let mut options = options["publicKey"].take();
    options["rp"]["name"] = json!(place);
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    options
}

/// Keeps the passkey that this session's browser answered with, and tells its person, since somebody
/// else may hold their phone. A form sent twice keeps one. What was asked is spent by any answer that
/// can be read.
pub async fn add(
    store: &Store,
    party: &Party,
    (person, session): (PersonId, &TokenHash),
    (id, name): (PasskeyId, Option<&Line>),
    answer: &str,
    now: Moment,
) -> Outcome<()> {
    let answer: RegisterPublicKeyCredential =
        presented(answer).ok_or(Fault::Unfit("unfit-passkey-made"))?;
    let asked = of_session(&store.keys, session);
    let name = match name {
        Some(name) => {
            let ring = store.keys.ring([Keeper::new(person)]).await?;
            Some(ring.seal_line(Keeper::new(person), spot(id), name)?)
        }
        None => None,
    };
    ::store::write!(store.database, |work| {
        if store::is_kept(work, person, id).await? {
            return Ok(Ok(()));
        }
        let Some(state) = store::take(work, &asked, now).await? else {
            return Ok(Err(Fault::Unfit("unfit-passkey-late")));
        };
        let Some((number, key)) = checked(party, &answer, &state)? else {
            return Ok(Err(Fault::Unfit("unfit-passkey-made")));
        };
        let hash = hash(&store.keys, &number);
        if store::by_hash(work, &hash).await?.is_some() {
            return Ok(Err(Fault::Unfit("unfit-passkey-made")));
        }
        if store::many(work, person).await? >= MOST {
            return Ok(Err(Fault::Bound("bound-passkeys")));
        }
        store::keep(work, id, person, (&hash, &key), name.clone(), now).await?;
        news::keep(work, person, NewsKind::PasskeyAdded, now).await?;
        Ok(Ok(()))
    })?
}

/// The device's number for a new passkey, and its key, if what it answered is right.
fn checked(
    party: &Party,
    answer: &RegisterPublicKeyCredential,
    state: &[u8],
) -> Outcome<Option<(Vec<u8>, Key)>> {
    let state: PasskeyRegistration = serde_json::from_slice(state).map_err(unread)?;
    let Ok(passkey) = party.0.finish_passkey_registration(answer, &state) else {
        return Ok(None);
    };
    let made = Credential::from(passkey);
    let key = Key {
        public_key: kept(&made.cred)?,
        counter: i64::from(made.counter),
        may_be_copied: made.backup_eligible,
        is_copied: made.backup_state,
    };
    Ok(Some((made.cred_id, key)))
}

/// What is asked in a session is found by it alone.
fn of_session(keys: &Keys, session: &TokenHash) -> TokenHash {
    let text: String = session.0.iter().map(|byte| format!("{byte:02x}")).collect();
    keys.lookup("passkey asked in", &text)
}
