//! A server as a process of its own: started, watched through `/proc`, and stopped.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::{self, Ask};
use crate::{Done, bare};

/// Clock ticks in a second, as `/proc` counts them; every Linux that we know of says 100.
const TICKS: f64 = 100.0;
/// How long a server may take to stop after it was told to.
const STOPPING: Duration = Duration::from_secs(15);

/// A server that answers.
pub(crate) struct Server {
    child: Child,
    /// Kept open, so that the server can go on writing.
    _said: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
    /// From its start until it said that it is ready.
    pub(crate) starting: Duration,
}

/// How much memory a process holds, in bytes.
#[derive(Clone, Copy)]
pub(crate) struct Memory {
    /// All that is in memory for it (RSS).
    pub(crate) resident: u64,
    /// The same, where what several processes share is counted in parts (PSS).
    pub(crate) share: u64,
}

impl Server {
    /// Starts the program on a folder.
    pub(crate) async fn program(program: &Path, data: &Path) -> Done<Self> {
        let mut command = Command::new(program);
        // Nothing but what is said here sets it up.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("UNDERSTORY_") {
                command.env_remove(name);
            }
        }
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        Self::start(command).await
    }

    /// Starts the bare server, whose pages have this many bytes.
    pub(crate) async fn bare(data: &Path, list_bytes: usize, story_bytes: usize) -> Done<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare").arg("--rows").arg(data.join(bare::ROWS_FILE));
        command.args(["--list-bytes", &list_bytes.to_string()]);
        command.args(["--story-bytes", &story_bytes.to_string()]);
        Self::start(command).await
    }

    async fn start(mut command: Command) -> Done<Self> {
        let began = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut said = BufReader::new(child.stdout.take().ok_or("a server without a voice")?);
        let mut line = String::new();
        said.read_line(&mut line)?;
        let address = line.trim().rsplit_once("http://").map(|(_, address)| address.parse());
        let Some(Ok(address)) = address else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("a server did not say where it is, but “{}”", line.trim()).into());
        };
        let mut server = Self { child, _said: said, address, starting: Duration::ZERO };
        client::once(address, Ask::page("/ready", None)).await?;
        server.starting = began.elapsed();
        Ok(server)
    }

    /// The processor's time that it has used so far, in seconds.
    pub(crate) fn worked(&self) -> Done<f64> {
        worked(&self.child.id().to_string())
    }

    /// How much memory it holds now.
    pub(crate) fn memory(&self) -> Done<Memory> {
        let path = format!("/proc/{}/smaps_rollup", self.child.id());
        let text = std::fs::read_to_string(path)?;
        let of = |name: &str| -> Done<u64> {
            let line =
                text.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
            let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
            Ok(kilobytes * 1_024)
        };
        Ok(Memory { resident: of("Rss:")?, share: of("Pss:")? })
    }

    /// Waits until it has done what was left over, such as sealing the trail.
    pub(crate) async fn settle(&self) -> Done {
        let most = Instant::now() + Duration::from_secs(60);
        while Instant::now() < most {
            let before = self.worked()?;
            // Longer than the second after which the trail is sealed.
            tokio::time::sleep(Duration::from_millis(1_100)).await;
            if self.worked()? - before < 0.015 {
                return Ok(());
            }
        }
        Err("a server was still at work a minute after a round".into())
    }

    /// Stops it as an operator would, and waits until it is gone.
    pub(crate) async fn stop(mut self) -> Done {
        let id = self.child.id();
        Command::new("sh").args(["-c", &format!("kill -TERM {id}")]).status()?;
        let most = Instant::now() + STOPPING;
        while Instant::now() < most {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("a server did not stop".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only when the run failed before it was stopped.
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The processor's time that a process has used so far, in seconds: its own and the kernel's for
/// it, the 14th and 15th field of `/proc/PID/stat` (proc(5)).
pub(crate) fn worked(id: &str) -> Done<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The second field is a name in brackets that may hold spaces.
    let (_, after) = stat.rsplit_once(')').ok_or("a process without a name")?;
    let mut fields = after.split_whitespace().skip(11);
    let mut ticks = 0.0;
    for _ in 0..2 {
        ticks += fields.next().ok_or("a process without times")?.parse::<f64>()?;
    }
    Ok(ticks / TICKS)
}
