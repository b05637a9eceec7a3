//! Letters with a sign-in link. At the door nobody is looked up: what was asked goes into a queue,
//! whoever asks, so the answer is the same at the same cost. Only behind the queue is it found
//! out whether anybody has the address.

use ground::{Line, Outcome};
use sharing::Seen;
use tokio::sync::mpsc;
use web::{App, Tongue};

use crate::addresses::Address;
use crate::links;
use crate::way_on::WayOn;

/// How many letters wait at most; past that they are dropped, and the log says so.
const WAITING: usize = 100;

/// A link that somebody asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The address as it was typed.
    pub address: Address,
    /// Where they were going.
    pub on: WayOn,
    /// Their language.
    pub tongue: Tongue,
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
    let Some(mailed) = links::mailed_link(app.sharing(), &asked.address, app.now()).await? else {
        return Ok(None);
    };
    let path = asked.on.behind(&format!("/in/{}", mailed.token.expose()));
    let (url, t) = (&app.settings().public_url, &asked.tongue);
    // The link stands on a line of its own, without marks around it, so that mail programs find it.
    let text = format!("{}\n\n{url}{path}\n\n{}\n", t.say("letter-before"), t.say("letter-after"));
    Ok(Some(Letter { to: mailed.to, subject: t.say("letter-subject"), text }))
}
