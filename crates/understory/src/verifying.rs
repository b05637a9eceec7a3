//! Proving the trail: working every chain out anew, printing its head, and holding the chains
//! against heads that were kept elsewhere. It shows ids and hashes, and nobody's words.

use std::path::{Path, PathBuf};

use clap::Args;
use sharing::heads::{self, Against, Head};
use sharing::trail::{self, Verified};

use crate::command::Data;
use crate::operator;
use crate::out::{Done, Trouble, counted, say};

/// What all this is about, and what it is not.
const PROVED: &str = "Only the trail is proved: who did or read something, as ids. What people \
                      wrote, and the list of what stewards did, are not in the chains.";

/// Work the trail out anew.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    data: Data,
    /// Print the heads alone, one a line, to be kept off the machine.
    #[arg(long, conflicts_with = "against")]
    head: bool,
    /// Prove that every chain goes through the heads in this file, which --head printed earlier.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

impl Verify {
    pub(crate) async fn run(self) -> Done {
        let kept = self.against.as_deref().map(read).transpose()?;
        let (_, store) = operator::open(&self.data).await?;
        let chains = trail::verify(&store.database).await?;
        if chains.is_empty() {
            return Err(Trouble::new("There is no chain here yet, so nothing was proved."));
        }
        for chain in &chains {
            match chain.broken_at {
                Some(number) => {
                    say(&format!("{} does not hold from batch {number} on", chain.system))
                }
                None if self.head => {}
                None => say(&holds(chain)),
            }
        }
        let broken = chains.iter().any(|chain| chain.broken_at.is_some());
        let mut amiss = 0;
        for head in kept.iter().flatten() {
            let (number, system) = (head.number, head.system);
            let what = match heads::against(&store.database, &chains, head).await? {
                Against::Through => continue,
                Against::Another => "another batch stands in its place: the chain was made anew",
                Against::Gone => "it is not there any more: part of the chain was taken away",
                Against::Broken => "the chain does not hold so far",
            };
            amiss += 1;
            say(&format!("{system} does not go through batch {number} as it was kept: {what}"));
        }
        if !self.head {
            say(PROVED);
        }
        if broken {
            return Err(Trouble::new("The trail was changed after it was sealed."));
        }
        if amiss > 0 {
            return Err(Trouble::new("The trail is not the one whose heads you kept."));
        }
        self.conclude(&chains, kept.as_deref());
        Ok(())
    }

    fn conclude(&self, chains: &[Verified], kept: Option<&[Head]>) {
        if self.head {
            say(
                "# Heads of the trail. Keep this off the machine, for understory verify --against.",
            );
            for head in chains.iter().filter_map(Head::of) {
                say(&head.to_string());
            }
            return;
        }
        match kept {
            Some(kept) => say(&format!(
                "Every chain goes through the heads you kept: {}. Up to there nothing was changed.",
                kept.len()
            )),
            None => say(
                "Each chain holds together. That it is the same chain still is proved only by a \
                 head kept elsewhere: see --head and --against.",
            ),
        }
    }
}

fn holds(chain: &Verified) -> String {
    let head: String = chain.head.iter().map(|byte| format!("{byte:02x}")).collect();
    let batches = counted(chain.batches, "batch", "batches");
    format!("{} holds: {batches}, head {head}", chain.system)
}

/// Reads the heads in a file; a line that is none is named, since a head left out proves nothing.
fn read(path: &Path) -> Done<Vec<Head>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Trouble::new(format!("{} cannot be read: {error}.", path.display())))?;
    let mut heads = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let head = Head::parse(line).ok_or_else(|| {
            Trouble::new(format!("{}, line {}: this is no head.", path.display(), at + 1))
        })?;
        heads.push(head);
    }
    if heads.is_empty() {
        return Err(Trouble::new(format!("There is no head in {}.", path.display())));
    }
    Ok(heads)
}
