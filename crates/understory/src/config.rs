//! How the program is set up: by a file, by the environment, by flags; the later wins. A key that
//! is not known is refused, since it is most often a known one misspelt.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::out::{Done, Trouble};

/// The name of the file in the data folder.
pub(crate) const FILE: &str = "understory.toml";
/// Every variable of the environment that is read.
const VARIABLES: [(&str, &str); 8] = [
    ("UNDERSTORY_LISTEN", "listen"),
    ("UNDERSTORY_PUBLIC_URL", "public_url"),
    ("UNDERSTORY_DATABASE", "database"),
    ("UNDERSTORY_KEYS_DATABASE", "keys_database"),
    ("UNDERSTORY_MASTER_KEY_FILE", "master_key_file"),
    ("UNDERSTORY_MAIL_SERVER", "mail_server"),
    ("UNDERSTORY_MAIL_PASSWORD", "mail_password"),
    ("UNDERSTORY_MAIL_FROM", "mail_from"),
];

/// How the program is set up.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// The address to listen on, such as `127.0.0.1:8080`.
    pub(crate) listen: Option<String>,
    /// Where the place is reached from outside, such as `https://town.example`.
    pub(crate) public_url: Option<String>,
    /// A PostgreSQL, as `postgres://…`; without it a file in the data folder.
    pub(crate) database: Option<String>,
    /// A PostgreSQL for the keys, another one than for the rows.
    pub(crate) keys_database: Option<String>,
    /// The file of the master key; without it one in the data folder.
    pub(crate) master_key_file: Option<PathBuf>,
    /// The mail server, as `smtps://name@host`; without it no letters are sent.
    pub(crate) mail_server: Option<String>,
    /// The mail server's password.
    pub(crate) mail_password: Option<String>,
    /// The address that letters come from.
    pub(crate) mail_from: Option<String>,
}

impl Config {
    /// Reads the file in this folder, if there is one, and then the environment.
    pub(crate) fn read(data: &Path) -> Done<Self> {
        let path = data.join(FILE);
        let mut table = match std::fs::read_to_string(&path) {
            Ok(text) => text.parse::<toml::Table>().map_err(|error| {
                Trouble::new(format!("{} is not written as TOML: {error}", path.display()))
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => toml::Table::new(),
            Err(error) => {
                return Err(Trouble::new(format!("{} cannot be read: {error}", path.display())));
            }
        };
        for (variable, key) in VARIABLES {
            if let Ok(value) = std::env::var(variable) {
                table.insert(key.to_owned(), toml::Value::String(value));
            }
        }
        let config: Self = table
            .try_into()
            .map_err(|error| Trouble::new(format!("The configuration does not fit: {error}")))?;
        config.checked()
    }

    /// Holds every value to its form.
    fn checked(self) -> Done<Self> {
        if let Some(url) = &self.public_url {
            let is_web = url.starts_with("https://") || url.starts_with("http://");
            if !is_web || url.ends_with('/') {
                return Err(Trouble::new(
                    "public_url begins with https:// or http:// and ends without a slash.",
                ));
            }
        }
        for (key, value) in [("database", &self.database), ("keys_database", &self.keys_database)] {
            if value.as_ref().is_some_and(|v| !v.starts_with("postgres")) {
                return Err(Trouble::new(format!("{key} begins with postgres://.")));
            }
        }
        if self.mail_server.is_some() && self.mail_from.is_none() {
            return Err(Trouble::new("mail_from is needed when there is a mail_server."));
        }
        self.address()?;
        Ok(self)
    }

    /// The address to listen on.
    pub(crate) fn address(&self) -> Done<SocketAddr> {
        let listen = self.listen.as_deref().unwrap_or("127.0.0.1:8080");
        listen.parse().map_err(|_| {
            Trouble::new(format!("{listen} is not an address to listen on, like 127.0.0.1:8080."))
        })
    }

    /// The configuration as text, with every secret masked.
    pub(crate) fn masked(&self) -> Done<String> {
        let mut shown = self.clone();
        for secret in [&mut shown.database, &mut shown.keys_database, &mut shown.mail_server] {
            *secret = secret.as_deref().map(mask_address);
        }
        shown.mail_password = shown.mail_password.map(|_| "(masked)".to_owned());
        toml::to_string(&shown).map_err(|error| Trouble::new(error.to_string()))
    }
}

/// An address with whatever stands before its `@` masked, since a password may be there.
fn mask_address(address: &str) -> String {
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://(masked)@{host}"),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Done<Config> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(FILE), text).expect("written");
        Config::read(folder.path())
    }

    #[test]
    fn a_misspelt_key_is_refused_by_its_name() {
        let trouble = of("publik_url = \"https://town.example\"").expect_err("refused");
        assert!(trouble.to_string().contains("publik_url"), "{trouble}");
    }

    #[test]
    fn a_password_is_never_shown() {
        let config =
            of("database = \"postgres://me:hush@db.example/town\"\nmail_password = \"hush\"\n")
                .expect("fits");
        let shown = config.masked().expect("shown");
        assert!(!shown.contains("hush"), "{shown}");
        assert!(shown.contains("db.example"), "{shown}");
    }

    #[test]
    fn a_public_url_with_a_slash_at_its_end_says_so() {
        let trouble = of("public_url = \"https://town.example/\"").expect_err("refused");
        assert!(trouble.to_string().contains("slash"), "{trouble}");
    }
}
