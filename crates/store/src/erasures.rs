//! The list of erasures: which keepers' keys were thrown away, in a plain file beside the data and
//! beside the backups of keys. After an old backup is restored, everything on it is erased again.
//! It holds ids, and of the time only the week, since some of what is erased was told unsigned.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ground::id::Uuid;
use ground::{Fault, Moment, Outcome};

use crate::ask::bind;
use crate::keys::{Keeper, Keys};
use crate::sql;

/// How many erasures are read from the database at once.
const TOGETHER: usize = 500;

/// The file in which erasures are listed, one a line: the keeper's id, and the week in which it
/// was erased, as the microseconds at which that week began. Lines are only ever added.
#[derive(Clone, Debug)]
pub struct Ledger(Arc<PathBuf>);

impl Ledger {
    /// The list in this file, which is made when it is first added to.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(path.into()))
    }

    /// Adds these keepers, on disk before it comes back. The file is there afterwards, even when
    /// there is nothing to add.
    pub fn add(&self, keepers: &[Keeper], now: Moment) -> Outcome<()> {
        let week = now.week().begins().0;
        let mut lines = String::new();
        for keeper in keepers {
            lines.push_str(&format!("{} {week}\n", keeper.0));
        }
        self.append(&lines).map_err(|error| {
            Fault::Inside(format!("the list of erasures cannot be written: {error}"))
        })
    }

    fn append(&self, lines: &str) -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file = options.create(true).append(true).read(true).mode(0o600).open(&*self.0)?;
        let broken_off = if ends_with_a_line(&mut file)? { "" } else { "\n" };
        file.write_all(format!("{broken_off}{lines}").as_bytes())?;
        file.sync_all()
    }
}

/// Whether a file ends with a whole line: a machine that stopped in the middle of one leaves it
/// broken, and the next must not be joined to it.
fn ends_with_a_line(file: &mut File) -> std::io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0_u8; 1];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// What a list of erasures says.
#[derive(Clone, Debug, Default)]
pub struct Erasures {
    /// Whose keys were thrown away, each once.
    pub keepers: BTreeSet<Uuid>,
    /// How many lines could not be read. The erasure that was being written when a machine
    /// stopped was never confirmed to anybody, and may leave one.
    pub unread: usize,
}

impl Erasures {
    /// Reads a list.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let mut erasures = Self::default();
        for line in BufReader::new(File::open(path)?).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            match line.split_whitespace().next().map(Uuid::parse_str) {
                Some(Ok(keeper)) => _ = erasures.keepers.insert(keeper),
                Some(Err(_)) => erasures.unread += 1,
                None => {}
            }
        }
        Ok(erasures)
    }
}

impl Keys {
    /// The same, which also lists what is thrown away.
    #[must_use]
    pub fn with_ledger(mut self, ledger: Ledger) -> Self {
        self.ledger = Some(ledger);
        self
    }

    /// The next keepers, in order of their ids, whose keys were thrown away: at most 500.
    pub async fn thrown_away_after(&self, after: Uuid) -> Outcome<Vec<Uuid>> {
        let rows = self
            .database
            .look()
            .await?
            .all(
                sql!(
                    "SELECT keeper_id FROM thrown_away WHERE keeper_id > $1 \
                     ORDER BY keeper_id LIMIT 500"
                ),
                bind().id(after),
            )
            .await?;
        rows.iter().map(|row| row.id("keeper_id")).collect()
    }

    /// Those of these keepers who have a key.
    pub async fn still_there(&self, ids: &[Uuid]) -> Outcome<Vec<Keeper>> {
        let held = sql!("SELECT keeper_id FROM keys WHERE keeper_id IN ({many})");
        let mut look = self.database.look().await?;
        let rows = look.all_of(held, bind(), ids.iter().copied()).await?;
        let mut held: Vec<Uuid> =
            rows.iter().map(|row| row.id("keeper_id")).collect::<Outcome<_>>()?;
        held.sort_unstable();
        held.dedup();
        Ok(held.into_iter().map(Keeper).collect())
    }

    /// Those of these keepers whose keys were thrown away.
    pub async fn thrown_among(&self, ids: &[Uuid]) -> Outcome<BTreeSet<Uuid>> {
        let gone = sql!("SELECT keeper_id FROM thrown_away WHERE keeper_id IN ({many})");
        let mut look = self.database.look().await?;
        let rows = look.all_of(gone, bind(), ids.iter().copied()).await?;
        rows.iter().map(|row| row.id("keeper_id")).collect()
    }

    /// How many of these keepers have no key, though none of theirs was thrown away: a backup of the
    /// keys that is older than the rows. A keeper is named once.
    pub async fn lost(&self, ids: &[Uuid]) -> Outcome<usize> {
        let (held, gone) = (self.still_there(ids).await?, self.thrown_among(ids).await?);
        let is_known = |id: &Uuid| gone.contains(id) || held.contains(&Keeper(*id));
        Ok(ids.iter().filter(|id| !is_known(id)).count())
    }

    /// Adds to a list whatever was thrown away and does not stand in it yet, so that a list beside
    /// a backup is whole. Says how many it added.
    pub async fn list_erasures(&self, path: &Path, now: Moment) -> Outcome<usize> {
        let listed = match Erasures::read(path) {
            Ok(erasures) => erasures.keepers,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeSet::new(),
            Err(error) => return Err(Fault::inside(error)),
        };
        let (ledger, mut added, mut after) = (Ledger::at(path), 0, Uuid::nil());
        loop {
            let some = self.thrown_away_after(after).await?;
            let new: Vec<Keeper> =
                some.iter().filter(|id| !listed.contains(id)).copied().map(Keeper).collect();
            ledger.add(&new, now)?;
            added += new.len();
            match some.last() {
                Some(&last) if some.len() == TOGETHER => after = last,
                _ => return Ok(added),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_772_442_000_000_000);

    #[test]
    fn a_line_broken_off_by_a_stop_spoils_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("erasures.log");
        let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
        Ledger::at(&path).add(&[Keeper(first)], NOW).expect("added");
        let mut file = OpenOptions::new().append(true).open(&path).expect("opened");
        file.write_all(b"0f8e").expect("broken off");
        drop(file);
        Ledger::at(&path).add(&[Keeper(second)], NOW).expect("added");
        let erasures = Erasures::read(&path).expect("read");
        assert_eq!(erasures.keepers, BTreeSet::from([first, second]));
        assert_eq!(erasures.unread, 1);
    }

    #[test]
    fn the_list_says_which_week_and_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("erasures.log");
        Ledger::at(&path).add(&[Keeper(Uuid::nil())], NOW).expect("added");
        let text = std::fs::read_to_string(&path).expect("read");
        assert_eq!(text, format!("{} {}\n", Uuid::nil(), NOW.week().begins().0));
    }
}
