//! Marks of reading. What is narrower than its system leaves a mark for the person whose words
//! they are, and if the mark cannot be written, the words are not shown. Marks that arrive
//! together are written together: up to 256, or what came within 5 ms.

use std::time::Duration;

use ground::{Fault, Outcome};
use store::Database;
use tokio::sync::{mpsc, oneshot};

use crate::trail::{self, Mark};

/// The most marks in one write.
const TOGETHER: usize = 256;
/// How long the first mark waits for others.
const WAIT: Duration = Duration::from_millis(5);
/// How many readings can wait in line; past that the place is too busy to show narrow words.
const LINE: usize = 4_096;

type Waiting = (Vec<Mark>, oneshot::Sender<bool>);

/// Where readings are marked. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Marks(mpsc::Sender<Waiting>);

impl Marks {
    /// Begins the task that writes marks; it ends when every `Marks` is gone.
    #[must_use]
    pub fn begin(database: Database) -> Self {
        let (sender, receiver) = mpsc::channel(LINE);
        tokio::spawn(write_marks(database, receiver));
        Self(sender)
    }

    /// Writes these marks, and comes back when they are on disk.
    pub async fn write(&self, marks: Vec<Mark>) -> Outcome<()> {
        if marks.is_empty() {
            return Ok(());
        }
        let (answer, answered) = oneshot::channel();
        self.0.try_send((marks, answer)).map_err(|_| Fault::Unmarked)?;
        match answered.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(Fault::Unmarked),
        }
    }
}

async fn write_marks(database: Database, mut receiver: mpsc::Receiver<Waiting>) {
    while let Some(first) = receiver.recv().await {
        let mut together = vec![first];
        let deadline = tokio::time::Instant::now() + WAIT;
        while together.iter().map(|(marks, _)| marks.len()).sum::<usize>() < TOGETHER {
            match tokio::time::timeout_at(deadline, receiver.recv()).await {
                Ok(Some(next)) => together.push(next),
                Ok(None) | Err(_) => break,
            }
        }
        let written: Outcome<()> = store::write!(database, |work| {
            for mark in together.iter().flat_map(|(marks, _)| marks) {
                trail::mark(work, *mark).await?;
            }
            Ok(())
        });
        if let Err(fault) = &written {
            tracing::error!(code = fault.code(), "marks of reading could not be written");
        }
        for (_, answer) in together {
            // Whoever asked may have gone; their page was never shown.
            let _ = answer.send(written.is_ok());
        }
    }
}
