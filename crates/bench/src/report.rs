//! What was found, as one page of Markdown: printed, and written beside the project.

use std::fmt::Write as _;

use crate::machine::Machine;
use crate::rounds::{Comparison, Measured, Spread, ratio, spread};
use crate::server::Memory;
use crate::settings::{Bench, CLIENTS};

/// Everything that was found.
pub(crate) struct Found {
    pub(crate) machine: Machine,
    /// How long it took to tell all stories, in seconds.
    pub(crate) seeding: f64,
    /// How long the program took to be ready, in milliseconds.
    pub(crate) starting: Spread,
    pub(crate) idle: Memory,
    pub(crate) loaded: Memory,
    /// The program's size, in bytes.
    pub(crate) binary: u64,
    pub(crate) comparisons: Vec<Comparison>,
}

/// The whole page.
pub(crate) fn text(found: &Found, set: &Bench) -> String {
    let mut out = String::new();
    // Writing to a string never fails.
    let _ = write_all(&mut out, found, set);
    out.trim_end().to_owned()
}

fn write_all(out: &mut String, found: &Found, set: &Bench) -> std::fmt::Result {
    writeln!(out, "# What it costs\n")?;
    writeln!(
        out,
        "Written by `bin/bench`. Each number is the middle of all rounds, with the least and the \
         most in brackets. A bare axum and SQLite server, without sign-in, policies, sealing or \
         trail, sends pages of the same size; both took turns in one run on one machine. Only the \
         ratios mean anything elsewhere.\n"
    )?;
    machine(out, found, set)?;
    for comparison in &found.comparisons {
        compared(out, comparison)?;
    }
    standing(out, found, set)
}

fn machine(out: &mut String, found: &Found, set: &Bench) -> std::fmt::Result {
    let machine = &found.machine;
    writeln!(out, "## The machine and the run\n")?;
    writeln!(out, "- {} cores, {:.0} GiB of memory", machine.cores, gibi(machine.memory))?;
    writeln!(out, "- 4 KiB are on its disk after {:.2} ms", machine.durable_ms)?;
    writeln!(out, "- Load in the minute before: {:.2}", machine.busy)?;
    writeln!(
        out,
        "- {} rounds of {:.1} s for each server, in turn; {CLIENTS} connections that are kept, \
         from one process on the same machine",
        set.rounds(),
        set.round().as_secs_f64()
    )?;
    writeln!(
        out,
        "- {} made-up stories, told through the program's own verb in {:.1} s",
        set.tellings(),
        found.seeding
    )?;
    if set.quick {
        writeln!(out, "- Quick: these numbers only show that everything answers")?;
    }
    writeln!(out)
}

fn compared(out: &mut String, comparison: &Comparison) -> std::fmt::Result {
    writeln!(out, "## {}\n\n{}\n", comparison.title, comparison.about)?;
    writeln!(
        out,
        "| | Answers in a second | Middle wait, ms | 99 of 100 within, ms | Server's work for \
         each, ms | Clients' work for each, ms |"
    )?;
    writeln!(out, "| --- | ---: | ---: | ---: | ---: | ---: |")?;
    for side in &comparison.sides {
        row(out, side)?;
    }
    writeln!(out)?;
    let Some((ours, others)) = comparison.sides.split_first() else { return Ok(()) };
    for other in others {
        let by_wall = ratio(ours, other);
        let work = |side: &Measured| spread(side.rounds.iter().map(|r| r.work_ms)).middle;
        writeln!(
            out,
            "- **ours / {} = {:.3}** ({:.3} to {:.3}); aim: at least a third. By the servers' work \
             alone: {:.3}",
            other.name,
            by_wall.middle,
            by_wall.least,
            by_wall.most,
            work(other) / work(ours)
        )?;
    }
    writeln!(out)
}

fn row(out: &mut String, side: &Measured) -> std::fmt::Result {
    let of = |what: fn(&crate::rounds::Round) -> f64| spread(side.rounds.iter().map(what));
    writeln!(
        out,
        "| {} | {} | {} | {} | {} | {} |",
        side.name,
        shown(&of(|r| r.per_second), 0),
        shown(&of(|r| r.middle_ms), 2),
        shown(&of(|r| r.late_ms), 2),
        shown(&of(|r| r.work_ms), 3),
        shown(&of(|r| r.client_ms), 3),
    )
}

fn shown(spread: &Spread, digits: usize) -> String {
    let Spread { middle, least, most } = spread;
    format!("{middle:.digits$} ({least:.digits$} to {most:.digits$})")
}

fn standing(out: &mut String, found: &Found, set: &Bench) -> std::fmt::Result {
    writeln!(out, "## Starting, memory, size\n")?;
    writeln!(out, "| | Found | Aim |\n| --- | ---: | ---: |")?;
    writeln!(
        out,
        "| From start to ready, ms, {} times, on the same folder | {} | under 300 |",
        set.starts(),
        shown(&found.starting, 0)
    )?;
    for (when, memory) in [("idle", found.idle), ("after the load", found.loaded)] {
        let (resident, share) = (mega(memory.resident), mega(memory.share));
        let aim = if when == "idle" { "under 60" } else { "" };
        writeln!(out, "| Memory {when}, MB (RSS; PSS) | {resident:.1}; {share:.1} | {aim} |")?;
    }
    let size = mega(found.binary);
    writeln!(out, "| The program's file, MB | {size:.1} ({} bytes) | under 60 |", found.binary)
}

/// In millions of bytes.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 bytes")]
fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// In 1,024³ bytes.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 bytes")]
fn gibi(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 30)
}
