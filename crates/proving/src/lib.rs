//! What tests stand on: a throwaway PostgreSQL, throwaway folders, and a device that keeps passkeys. Only tests depend on this
//! crate, so what goes wrong here stops the test with a sentence that says how to mend it.
//!
//! ```no_run
//! # async fn a_test() {
//! let url = proving::postgres().database().await;
//! let folder = proving::folder();
//! # }
//! ```

mod cluster;
mod databases;
mod device;
mod find;

pub use databases::{Postgres, postgres};
pub use device::{Answering, Device};

/// A new empty folder, removed with all it holds when the value is dropped.
///
/// # Panics
/// When the machine's folder for temporary files cannot be written to.
#[must_use]
pub fn folder() -> tempfile::TempDir {
    match tempfile::Builder::new().prefix("understory-").tempdir() {
        Ok(folder) => folder,
        Err(why) => stop(&format!("A folder for a test could not be made: {why}.")),
    }
}

/// How often something random is tried: as often as usual, and ten times as often where
/// `UNDERSTORY_SLOW` is set, as `bin/check --slow` does.
#[must_use]
pub fn times(usual: u32) -> u32 {
    let many = if std::env::var_os("UNDERSTORY_SLOW").is_some() { 10 } else { 1 };
    usual.saturating_mul(many)
}

/// Ends a test with a plain sentence.
fn stop(sentence: &str) -> ! {
    panic!("{sentence}")
}
