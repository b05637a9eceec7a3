//! What can be set on the command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::Done;

/// Measures Understory beside a bare server that sends pages of the same size.
#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Command {
    #[command(subcommand)]
    pub(crate) what: Option<What>,
    #[command(flatten)]
    pub(crate) bench: Bench,
}

#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// Be the bare server; the bench starts this itself.
    #[command(hide = true)]
    Bare(Bare),
}

#[derive(Args, Debug)]
pub(crate) struct Bare {
    /// The file of its rows.
    #[arg(long, value_name = "FILE")]
    pub(crate) rows: PathBuf,
    /// How many bytes its list has.
    #[arg(long)]
    pub(crate) list_bytes: usize,
    /// How many bytes its page of one story has.
    #[arg(long)]
    pub(crate) story_bytes: usize,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Bench {
    /// The program to measure; without it the one that was built beside the bench.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// The folder in which the data are kept while measuring: choose one on the disk that is to
    /// be measured. Without it, the one that the bench was built into.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Where to write what was found.
    #[arg(long, value_name = "FILE")]
    pub(crate) results: Option<PathBuf>,
    /// Only see whether everything answers: a small place and short rounds. Its numbers say nothing.
    #[arg(long)]
    pub(crate) quick: bool,
    /// How many tellings there are in the place.
    #[arg(long, value_name = "NUMBER")]
    tellings: Option<usize>,
    /// How many rounds each server has in each comparison.
    #[arg(long, value_name = "NUMBER")]
    rounds: Option<usize>,
    /// How many seconds a round lasts.
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<f64>,
}

/// How many connections ask at once.
pub(crate) const CLIENTS: usize = 8;

impl Bench {
    pub(crate) fn tellings(&self) -> usize {
        self.tellings.unwrap_or(if self.quick { 300 } else { 10_000 })
    }

    pub(crate) fn rounds(&self) -> usize {
        self.rounds.unwrap_or(if self.quick { 3 } else { 7 }).max(1)
    }

    /// How often the program is started to see how long that takes.
    pub(crate) const fn starts(&self) -> usize {
        if self.quick { 3 } else { 7 }
    }

    pub(crate) fn round(&self) -> Duration {
        Duration::from_secs_f64(self.seconds.unwrap_or(if self.quick { 0.3 } else { 3.0 }))
    }

    /// How long each server is asked before the first round, so that what it keeps is warm.
    pub(crate) fn warming(&self) -> Duration {
        self.round() / 2
    }

    /// How long the program does nothing before its memory is read.
    pub(crate) const fn idle(&self) -> Duration {
        Duration::from_millis(if self.quick { 300 } else { 3_000 })
    }

    pub(crate) fn program(&self) -> Done<PathBuf> {
        let program = match &self.program {
            Some(program) => program.clone(),
            None => std::env::current_exe()?.with_file_name("understory"),
        };
        if program.is_file() {
            Ok(program)
        } else {
            Err(format!("{} is not there; build it first", program.display()).into())
        }
    }

    pub(crate) fn folder(&self) -> Done<PathBuf> {
        match &self.folder {
            Some(folder) => Ok(folder.clone()),
            None => {
                let own = std::env::current_exe()?;
                Ok(own.parent().ok_or("the bench is in no folder")?.to_owned())
            }
        }
    }
}
