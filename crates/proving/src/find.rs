//! Finding PostgreSQL's programs, and the account that they may run as.

use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Said when a test needs PostgreSQL and it is not there. Such a test fails: half of what we
/// promise is kept by that database, so leaving it out would prove nothing.
const MISSING: &str = "These tests need PostgreSQL and this machine has none that can be found. \
                       Run bin/setup, which installs it, then try again.";

/// The folder that holds `initdb` and `postgres`, or the sentence to fail with.
pub(crate) fn programs() -> Result<PathBuf, String> {
    told_by_pg_config()
        .into_iter()
        .chain(kept_by_debian())
        .chain(on_the_path())
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .ok_or_else(|| MISSING.to_owned())
}

fn told_by_pg_config() -> Option<PathBuf> {
    let told = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(told.stdout).ok()?.trim()))
}

/// Debian keeps each release in a numbered folder; the newest comes first.
fn kept_by_debian() -> Vec<PathBuf> {
    let mut releases: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let release = entry.file_name().to_str()?.parse().ok()?;
            Some((release, entry.path().join("bin")))
        })
        .collect();
    releases.sort_by_key(|(release, _)| std::cmp::Reverse(*release));
    releases.into_iter().map(|(_, folder)| folder).collect()
}

fn on_the_path() -> Vec<PathBuf> {
    env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default()
}

/// A number for the account and one for its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) person: u32,
    pub(crate) group: u32,
}

/// The account to step down to: PostgreSQL refuses to run as root. `None` when we are somebody
/// ordinary already.
pub(crate) fn account_to_step_down_to() -> Result<Option<Account>, String> {
    let root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    if !root {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    account_named("postgres", &accounts).map(Some).ok_or_else(|| MISSING.to_owned())
}

/// Reads one account from text in the form of passwd(5).
fn account_named(name: &str, accounts: &str) -> Option<Account> {
    let mut fields = accounts.lines().map(|line| line.split(':')).find_map(|mut fields| {
        let found = fields.next() == Some(name);
        found.then_some(fields)
    })?;
    let person = fields.nth(1)?.parse().ok()?;
    let group = fields.next()?.parse().ok()?;
    Some(Account { person, group })
}

/// A folder that the stepped-down account can reach: a private one, such as root's own, would shut
/// it out.
pub(crate) fn shared_folder() -> PathBuf {
    let usual = env::temp_dir();
    let open_to_all = |folder: &Path| {
        fs::metadata(folder).is_ok_and(|about| about.is_dir() && about.mode() & 0o007 == 0o007)
    };
    if usual.ancestors().skip(1).all(passable) && open_to_all(&usual) {
        usual
    } else {
        PathBuf::from("/tmp")
    }
}

fn passable(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|about| about.mode() & 0o001 == 0o001)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_by_its_whole_name() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\n\
                        postgresql:x:1:2::/:/bin/sh\n\
                        postgres:x:113:120:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(account_named("postgres", accounts), Some(Account { person: 113, group: 120 }));
        assert_eq!(account_named("nobody", accounts), None);
        assert_eq!(account_named("postgres", "postgres:x:many:few"), None);
    }
}
