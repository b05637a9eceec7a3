//! Starts a throwaway PostgreSQL with one empty database, says where it is, and keeps it until
//! standard input ends. For looking around by hand, and for the test of what happens when the
//! holder is killed.

use std::io::{Read, Write, stdin, stdout};

fn main() -> std::io::Result<()> {
    let url = proving::postgres().database_blocking();
    let folder = proving::postgres().folder().display();
    let mut out = stdout();
    writeln!(out, "{url}\n{folder}")?;
    out.flush()?;
    stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
