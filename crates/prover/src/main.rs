//! Proves every property of the policies, one after the other, and says of each that it is proved
//! or which request breaks it. `bin/prove` starts it.

use std::process::ExitCode;
use std::time::Instant;

use prover::{Ours, Prover, Trouble, Verdict};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let began = Instant::now();
    match prove_all().await {
        Ok(0) => {
            let (count, seconds) = (prover::all().count(), began.elapsed().as_secs());
            say(&format!("\nAll {count} properties are proved. It took {seconds} s."));
            ExitCode::SUCCESS
        }
        Ok(broken) => {
            say(&format!(
                "\nNot proved: {broken}. Above stands, for each, a request that breaks it."
            ));
            ExitCode::FAILURE
        }
        Err(trouble) => {
            note(&format!("bin/prove stopped: {trouble}."));
            ExitCode::FAILURE
        }
    }
}

/// Proves each; gives how many are broken.
async fn prove_all() -> Result<usize, Trouble> {
    let (ours, mut prover) = (Ours::carried(), Prover::start()?);
    let mut broken = 0;
    for property in prover::all() {
        match prover.prove(&ours, property).await? {
            Verdict::Proved { kinds } => {
                let kinds = if kinds == 1 { "one kind" } else { &format!("{kinds} kinds") };
                say(&format!("proved      {} ({kinds} of request)", property.says));
            }
            Verdict::Broken(found) => {
                broken += 1;
                say(&format!("NOT PROVED  {}", property.says));
                for one in found {
                    say(&one.to_string());
                }
            }
        }
    }
    Ok(broken)
}

#[expect(clippy::print_stdout, reason = "what was proved goes to whoever asked")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "why nothing was proved goes beside it")]
fn note(line: &str) {
    eprintln!("{line}");
}
