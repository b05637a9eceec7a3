//! The bench itself, small and short. It needs the program built beside it, so it runs only when
//! asked; `bin/check --slow` builds both for release and runs the same through `bin/bench --quick`.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

use std::path::Path;
use std::process::Command;

#[test]
#[ignore = "needs the built program, and starts servers"]
fn every_comparison_answers_and_prints_its_ratio() {
    let bench = Path::new(env!("CARGO_BIN_EXE_bench"));
    let answer = Command::new(bench).arg("--quick").output().expect("the bench runs");
    let (said, noted) =
        (String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
    assert!(answer.status.success(), "{noted}");
    assert_eq!(said.matches("**ours / ").count(), 4, "{said}");
    assert!(said.contains("From start to ready"), "{said}");
}
