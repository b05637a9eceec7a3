//! One PostgreSQL server of a test process's own, which goes when the process goes.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::find::{self, Account};

/// Making a cluster takes about a second; a busy machine gets a minute.
const PATIENCE: Duration = Duration::from_secs(60);
/// A free port can be taken by a neighbour before the server gets to it; then another is tried.
const TRIES: usize = 5;
/// How many lines of the server's notes a stopped test shows.
const LAST_WORDS: usize = 20;

/// A running server. The pipe is what ties the server's life to ours: see `keeper.sh`.
pub(crate) struct Cluster {
    pub(crate) port: u16,
    pub(crate) folder: PathBuf,
    keeper: Child,
    _alive: Option<ChildStdin>,
}

impl Cluster {
    /// Makes and starts a server, and waits until it answers.
    ///
    /// # Errors
    /// A sentence that says what to do about it.
    pub(crate) fn start() -> Result<Self, String> {
        let programs = find::programs()?;
        let account = find::account_to_step_down_to()?;
        let mut last = String::new();
        for _ in 0..TRIES {
            let cluster = Self::launch(&programs, account)?;
            match cluster.wait_until_ready() {
                Ok(()) => return Ok(cluster),
                Err(why) => last = why,
            }
            cluster.clear_away();
        }
        Err(format!(
            "PostgreSQL would not start for the tests, tried {TRIES} times. It said:\n{last}"
        ))
    }

    fn launch(programs: &Path, account: Option<Account>) -> Result<Self, String> {
        let folder = fresh_folder(account).map_err(|why| {
            format!("A folder for the tests' PostgreSQL could not be made: {why}.")
        })?;
        let port = free_port().map_err(|why| format!("This machine has no free port: {why}."))?;
        let mut keeper = match account {
            None => Command::new("sh"),
            Some(Account { person, group }) => {
                let mut step_down = Command::new("setpriv");
                step_down.arg(format!("--reuid={person}")).arg(format!("--regid={group}"));
                step_down.args(["--clear-groups", "--", "sh"]);
                step_down
            }
        };
        // A group of its own: an interrupt from the keyboard ends the tests, and the keeper then
        // clears away in its own time.
        let mut keeper = keeper
            .args(["-c", include_str!("keeper.sh"), "keeper"])
            .args([folder.as_os_str(), programs.as_os_str()])
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|why| {
                format!("PostgreSQL could not be started ({why}). Run bin/setup, then try again.")
            })?;
        let alive = keeper.stdin.take();
        Ok(Self { port, folder, keeper, _alive: alive })
    }

    /// The server writes its state on the last line of its own note.
    fn wait_until_ready(&self) -> Result<(), String> {
        let began = Instant::now();
        let read = |name: &str| fs::read_to_string(self.folder.join(name)).unwrap_or_default();
        loop {
            let state = read("data/postmaster.pid");
            if state.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            let log = read("postgres.log");
            if self.folder.join("failed").exists() || log.contains("FATAL") {
                return Err(format!("{}{log}", read("initdb.log")));
            }
            if began.elapsed() > PATIENCE {
                return Err(format!("It was not ready after {} s.\n{log}", PATIENCE.as_secs()));
            }
            sleep(Duration::from_millis(10));
        }
    }

    /// The end of what the server has noted, for a test that stops because of it.
    pub(crate) fn last_words(&self) -> String {
        let log = fs::read_to_string(self.folder.join("postgres.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(LAST_WORDS)..].join("\n")
    }

    /// Stops this server and waits for its folder to be gone.
    fn clear_away(self) {
        let Self { mut keeper, _alive: alive, .. } = self;
        drop(alive);
        // Whatever the keeper ends with, we have let go of it.
        let _ = keeper.wait();
    }
}

/// A folder that the server's account owns and nobody else may enter.
fn fresh_folder(account: Option<Account>) -> std::io::Result<PathBuf> {
    let folder =
        tempfile::Builder::new().prefix("understory-pg-").tempdir_in(find::shared_folder())?;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700))?;
    if let Some(Account { person, group }) = account {
        chown(folder.path(), Some(person), Some(group))?;
    }
    // The keeper removes it: values kept for a whole process are never dropped.
    Ok(folder.keep())
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
