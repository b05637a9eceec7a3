//! What the machine is, as far as it bears on the numbers.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use crate::Done;

/// What the machine is.
pub(crate) struct Machine {
    pub(crate) cores: usize,
    /// In bytes.
    pub(crate) memory: u64,
    /// How many processes wanted to run on average in the minute before the bench began.
    pub(crate) busy: f64,
    /// How long 4 KiB take until the disk has them, in milliseconds: the middle of many.
    pub(crate) durable_ms: f64,
}

impl Machine {
    /// Looks at the machine, and at the disk that this folder is on.
    pub(crate) fn look(folder: &Path) -> Done<Self> {
        let busy = fs::read_to_string("/proc/loadavg")?;
        let memory = fs::read_to_string("/proc/meminfo")?;
        let memory = memory
            .lines()
            .find_map(|line| line.strip_prefix("MemTotal:"))
            .ok_or("the machine does not say how much memory it has")?;
        let kilobytes: u64 = memory.trim().trim_end_matches("kB").trim().parse()?;
        Ok(Self {
            cores: std::thread::available_parallelism()?.get(),
            memory: kilobytes * 1_024,
            busy: busy.split(' ').next().unwrap_or_default().parse()?,
            durable_ms: durable(folder)?,
        })
    }
}

fn durable(folder: &Path) -> Done<f64> {
    let path = folder.join("durable");
    let mut file = fs::File::create(&path)?;
    let mut took = Vec::new();
    for _ in 0..101 {
        let began = Instant::now();
        file.write_all(&[7; 4_096])?;
        file.sync_data()?;
        took.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    fs::remove_file(path)?;
    took.sort_by(f64::total_cmp);
    Ok(took[took.len() / 2])
}
