//! Measures the program beside a bare axum and SQLite server that sends pages of the same size,
//! both in one run on one machine, so that what is compared had the same weather. `bin/bench`
//! builds everything and starts it; `README.md` beside this crate says what each number means.

mod bare;
mod client;
mod compare;
mod machine;
mod made_up;
mod report;
mod rounds;
mod seed;
mod server;
mod settings;

use std::process::ExitCode;

use clap::Parser as _;

/// What anything here comes to. A failed request fails the whole run.
pub(crate) type Done<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let command = settings::Command::parse();
    let done = match command.what {
        Some(settings::What::Bare(bare)) => {
            // As many threads as the program itself has.
            runtime(tokio::runtime::Builder::new_multi_thread())
                .and_then(|runtime| runtime.block_on(bare::serve(bare)))
        }
        // The clients share one thread, so that they leave the machine to the servers.
        None => runtime(tokio::runtime::Builder::new_current_thread())
            .and_then(|runtime| runtime.block_on(until_stopped(&command.bench))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            note(&format!("The bench stopped: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs, and stops the servers and clears the folder away when it is itself told to stop.
async fn until_stopped(set: &settings::Bench) -> Done {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        done = compare::run(set) => done,
        _ = tokio::signal::ctrl_c() => Err("told to".into()),
        _ = terminate.recv() => Err("told to".into()),
    }
}

fn runtime(mut builder: tokio::runtime::Builder) -> Done<tokio::runtime::Runtime> {
    Ok(builder.enable_all().build()?)
}

/// Says what was found.
#[expect(clippy::print_stdout, reason = "the report goes to whoever started the bench")]
pub(crate) fn say(line: &str) {
    use std::io::Write as _;
    println!("{line}");
    let _ = std::io::stdout().flush();
}

/// Says how far it came.
#[expect(clippy::print_stderr, reason = "progress goes beside the report")]
pub(crate) fn note(line: &str) {
    eprintln!("{line}");
}
