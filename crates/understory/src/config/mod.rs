//! How the program is set up: by a file, by the environment, by flags; the later wins. A key that
//! is not known is refused, since it is most often a known one misspelt.

mod given;
pub(crate) mod shown;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use self::given::Given;
use crate::letters;
use crate::out::{Done, Trouble};
use crate::proxies::Trusted;

/// The name of the file in the data folder.
pub(crate) const FILE: &str = "understory.toml";
/// Every variable of the environment that is read.
const VARIABLES: [(&str, &str); 9] = [
    ("UNDERSTORY_LISTEN", "listen"),
    ("UNDERSTORY_PUBLIC_URL", "public_url"),
    ("UNDERSTORY_DATABASE", "database"),
    ("UNDERSTORY_KEYS_DATABASE", "keys_database"),
    ("UNDERSTORY_MASTER_KEY_FILE", "master_key_file"),
    ("UNDERSTORY_MAIL_SERVER", "mail_server"),
    ("UNDERSTORY_MAIL_PASSWORD", "mail_password"),
    ("UNDERSTORY_MAIL_FROM", "mail_from"),
    ("UNDERSTORY_TRUSTED_PROXIES", LIST),
];
/// Variables that are read elsewhere.
const OTHER_VARIABLES: [&str; 2] = ["UNDERSTORY_DATA", "UNDERSTORY_LOG"];

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
    /// The proxies in front, as addresses and networks: what they forward is believed, and nothing
    /// that anybody else says of where a request comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) trusted_proxies: Vec<String>,
}

/// The address to listen on unless another is named.
const LISTEN: &str = "127.0.0.1:8080";
/// The key that holds a list.
const LIST: &str = "trusted_proxies";

impl Config {
    /// Reads the file in this folder, if there is one, and then the environment.
    pub(crate) fn read(data: &Path) -> Done<Self> {
        Self::read_with(data, &[])
    }

    /// The same, and then flags: each with the key that it stands for.
    pub(crate) fn read_with(data: &Path, flags: &[(&'static str, Option<&String>)]) -> Done<Self> {
        Ok(Self::given(data, flags)?.0)
    }

    /// The configuration, and where each key of it was given.
    fn given(data: &Path, flags: &[(&'static str, Option<&String>)]) -> Done<(Self, Given)> {
        let mut given = Given::read(&data.join(FILE))?;
        for (variable, key) in VARIABLES {
            match std::env::var(variable) {
                Ok(value) => given.put(key, &value, variable.to_owned()),
                Err(std::env::VarError::NotPresent) => {}
                Err(std::env::VarError::NotUnicode(_)) => {
                    return Err(Trouble::new(format!("{variable} is not written in UTF-8.")));
                }
            }
        }
        for (key, value) in flags {
            if let Some(value) = value {
                given.put(key, value, format!("--{}", key.replace('_', "-")));
            }
        }
        let config = given.config()?;
        config.check(&given)?;
        Ok((config, given))
    }

    /// Holds every value to its form, and says where one stands that does not have it.
    fn check(&self, given: &Given) -> Done {
        let wrong = |key: &str, sentence: &str| {
            Err(Trouble::new(format!("{}: {key} {sentence}", given.place(key))))
        };
        if self.address().is_err() {
            return wrong("listen", "is not an address to listen on, like 127.0.0.1:8080.");
        }
        if self.public_url.as_deref().is_some_and(|url| !is_web(url)) {
            return wrong(
                "public_url",
                "begins with https:// or http://, names a host, and ends there without a slash.",
            );
        }
        for (key, value) in [("database", &self.database), ("keys_database", &self.keys_database)] {
            let postgres = |v: &str| v.starts_with("postgres://") || v.starts_with("postgresql://");
            if value.as_deref().is_some_and(|v| !postgres(v)) {
                return wrong(key, "begins with postgres://.");
            }
        }
        if self.keys_database.is_some() && self.keys_database == self.database {
            return wrong(
                "keys_database",
                "is the database of the rows. Keys need one of their own.",
            );
        }
        if self.trusted().is_err() {
            let what = "is a list of addresses and networks, like [\"127.0.0.1\", \"10.0.0.0/8\"].";
            return wrong("trusted_proxies", what);
        }
        self.check_mail(wrong)
    }

    fn check_mail(&self, wrong: impl Fn(&str, &str) -> Done) -> Done {
        match (&self.mail_server, &self.mail_from) {
            (None, _) if self.mail_password.is_some() => {
                wrong("mail_password", "is of no use without mail_server.")
            }
            (None, _) => Ok(()),
            (Some(server), _) if !letters::is_server(server) => {
                wrong("mail_server", "is written like smtps://name@mail.example.")
            }
            (Some(_), None) => {
                wrong("mail_server", "needs mail_from, the address letters come from.")
            }
            (Some(_), Some(from)) if !letters::is_sender(from) => {
                wrong("mail_from", "is an address, like letters@town.example.")
            }
            (Some(_), Some(_)) => Ok(()),
        }
    }

    /// The proxies whose word is taken on where a request comes from.
    pub(crate) fn trusted(&self) -> Done<Trusted> {
        Trusted::parse(&self.trusted_proxies).map_err(|wrong| {
            Trouble::new(format!("{wrong} is neither an address nor a network of addresses."))
        })
    }

    /// The address to listen on.
    pub(crate) fn address(&self) -> Done<SocketAddr> {
        let listen = self.listen.as_deref().unwrap_or(LISTEN);
        listen.parse().map_err(|_| {
            Trouble::new(format!("{listen} is not an address to listen on, like 127.0.0.1:8080."))
        })
    }
}

/// Whether this is where a place can be reached: a scheme and a host, and nothing behind it.
fn is_web(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(fits))
}

/// Variables of the environment that look like ours and are not, most often one misspelt.
pub(crate) fn unknown_variables() -> Vec<String> {
    let known = |name: &str| {
        VARIABLES.iter().any(|(variable, _)| *variable == name) || OTHER_VARIABLES.contains(&name)
    };
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let mut unknown: Vec<String> =
        names.filter(|name| name.starts_with("UNDERSTORY_") && !known(name)).collect();
    unknown.sort();
    unknown
}
