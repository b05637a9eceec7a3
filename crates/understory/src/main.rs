//! Understory: a place that hears what matters to each person, learns together from it, and can
//! show anybody what came of what they said. This crate is the program: its commands, its
//! configuration, and the wiring of the rooms.

mod app;
mod backup;
mod command;
#[cfg(test)]
mod command_tests;
mod config;
mod demo;
mod erasing;
#[cfg(test)]
mod erasing_tests;
mod home;
mod import;
mod letters;
mod listening;
mod locales;
mod operator;
mod out;
#[cfg(test)]
mod proofs;
mod proxies;
mod rooms;
mod search;
mod serve;
mod verifying;
mod you;

use std::process::ExitCode;

use clap::Parser as _;

/// A page is made of many small texts, and asking the system's own allocator for each of them took
/// a fifth of a page's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = command::Command::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("UNDERSTORY_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return out::failed(&format!("The program could not start: {error}.")),
    };
    match runtime.block_on(command.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => out::failed(&trouble.to_string()),
    }
}
