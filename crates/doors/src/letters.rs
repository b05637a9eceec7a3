//! Letters: one with a link that signs in, one with a link that confirms an address, and one that
//! tells a former address that another took its place. At the door nobody is
//! looked up: what was asked goes into a queue, whoever asks, so the answer is the same at the same
//! cost. Only behind the queue is it found out whether anybody has the address.

use ground::id::PersonId;
use ground::{Line, Outcome};
use sharing::Seen;
use tokio::sync::mpsc;
use web::{App, Tongue};

use crate::addresses::{self, Address, Former};
use crate::links::{self, Mailed};
use crate::way_on::WayOn;

/// How many letters wait at most; past that they are dropped, and the log says so.
const WAITING: usize = 100;

/// A letter that somebody asked for.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A link that signs in whoever has an address.
    SignIn {
        /// The address as it was typed.
        address: Address,
        /// Where they were going.
        on: WayOn,
        /// Their language.
        tongue: Tongue,
    },
    /// A link that confirms the address somebody gave.
    Confirm {
        /// Who gave it.
        person: PersonId,
        /// Their language.
        tongue: Tongue,
    },
    /// Word to an address that another one took the place of. It holds no link.
    Changed {
        /// The former address.
        former: Former,
        /// Their language.
        tongue: Tongue,
    },
}

/// Where asked-for letters go in: an `Extension` of the server, where letters can be sent.
#[derive(Clone, Debug)]
pub struct Letters(mpsc::Sender<Asked>);

/// Where letters come out, to be sent.
#[derive(Debug)]
pub struct Asks(mpsc::Receiver<Asked>);

/// A letter to be sent.
#[derive(Debug)]
pub struct Letter {
    /// To whom.
    pub to: Seen<Line>,
    /// Its subject.
    pub subject: String,
    /// Its words.
    pub text: String,
}

/// Both ends of a queue for letters.
#[must_use]
pub fn queue() -> (Letters, Asks) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Letters(sender), Asks(receiver))
}

impl Letters {
    /// Asks for a letter. When too many wait, this one is dropped.
    pub fn ask(&self, asked: Asked) {
        if self.0.try_send(asked).is_err() {
            tracing::warn!(code = "letters-full", "a letter was dropped");
        }
    }
}

impl Asks {
    /// The next letter to send; waits for one, and ends with the server.
    pub async fn next(&mut self, app: &App) -> Option<Letter> {
        loop {
            let asked = self.0.recv().await?;
            match letter(app, &asked).await {
                Ok(Some(letter)) => return Some(letter),
                Ok(None) => {}
                Err(fault) => tracing::error!(code = fault.code(), "a letter could not be made"),
            }
        }
    }
}

async fn letter(app: &App, asked: &Asked) -> Outcome<Option<Letter>> {
    let (sharing, now) = (app.sharing(), app.now());
    match asked {
        Asked::SignIn { address, on, tongue } => {
            let mailed = links::mailed_link(sharing, address, now).await?;
            let path = |token: &str| on.behind(&format!("/in/{token}"));
            let says = ["letter-subject", "letter-before", "letter-after"];
            Ok(mailed.map(|mailed| written(app, tongue, mailed, path, says)))
        }
        Asked::Confirm { person, tongue } => {
            let mailed = addresses::confirming_link(sharing, *person, now).await?;
            let path = |token: &str| format!("/address/{token}");
            let says = ["letter-confirm-subject", "letter-confirm-before", "letter-confirm-after"];
            Ok(mailed.map(|mailed| written(app, tongue, mailed, path, says)))
        }
        Asked::Changed { former, tongue: t } => {
            let text = format!("{}\n", t.say("letter-changed"));
            let subject = t.say("letter-changed-subject");
            let to = addresses::former(sharing, former).await?;
            Ok(to.map(|to| Letter { to, subject, text }))
        }
    }
}

/// The letter itself. Its link stands on a line of its own, without marks around it, so that mail
/// programs find it.
fn written(
    app: &App,
    t: &Tongue,
    mailed: Mailed,
    path: impl Fn(&str) -> String,
    [subject, before, after]: [&str; 3],
) -> Letter {
    let (url, path) = (&app.settings().public_url, path(mailed.token.expose()));
    let text = format!("{}\n\n{url}{path}\n\n{}\n", t.say(before), t.say(after));
    Letter { to: mailed.to, subject: t.say(subject), text }
}
