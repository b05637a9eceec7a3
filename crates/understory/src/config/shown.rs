//! The configuration as whoever runs the server reads it: every setting, as it holds and where it
//! was given, or what holds without it. It is TOML, and says the same when it is read again.

use std::path::Path;

use toml::Value;

use super::{Config, FILE, LISTEN, VARIABLES};
use crate::out::{Done, Trouble};
use crate::rooms::{KEYS_FILE, ROWS_FILE, master_key};
use crate::serve::served_at;

/// What stands in place of a secret.
const MASKED: &str = "(masked)";

/// Every setting of this folder.
pub(crate) fn all(data: &Path) -> Done<String> {
    let (config, given) = Config::given(data, &[])?;
    let unset = config.unset(data);
    let table = Value::try_from(config.masked()).map_err(|e| Trouble::new(e.to_string()))?;
    let mut lines = vec![
        format!(
            "# How {} is set up: by {FILE} in it, and then by the environment.",
            data.display()
        ),
        "# A line that begins with # was not set, and says what holds without it.".to_owned(),
        String::new(),
    ];
    for ((_, key), without) in VARIABLES.into_iter().zip(unset) {
        match (given.given_at(key), table.get(key)) {
            (Some(place), Some(value)) => lines.push(format!("{key} = {value}  # {place}")),
            (Some(place), None) => lines.push(format!("# {key}: {without} ({place})")),
            (None, _) => lines.push(format!("# {key}: {without}")),
        }
    }
    Ok(lines.join("\n") + "\n")
}

impl Config {
    /// What holds without each setting, in the order of the variables.
    fn unset(&self, data: &Path) -> [String; VARIABLES.len()] {
        let file = |name: &str| data.join(name).display().to_string();
        let listen = self.listen.as_deref().unwrap_or(LISTEN);
        // Where it was served last, whatever flag said so: the links that are printed lead there.
        let served = served_at(data).unwrap_or_else(|| format!("http://{listen}"));
        [
            format!("{LISTEN}, this machine alone"),
            format!("where it is served, {served}"),
            format!("the file {}", file(ROWS_FILE)),
            format!("the file {}", file(KEYS_FILE)),
            format!("the file {}", master_key(data, &Self::default()).display()),
            "none; no letters are sent".to_owned(),
            "none".to_owned(),
            "none".to_owned(),
            "none; nobody is believed about where a request comes from".to_owned(),
        ]
    }

    /// The same, with every secret masked.
    fn masked(&self) -> Self {
        let mut shown = self.clone();
        for secret in [&mut shown.database, &mut shown.keys_database, &mut shown.mail_server] {
            *secret = secret.as_deref().map(mask_address);
        }
        shown.mail_password = shown.mail_password.map(|_| MASKED.to_owned());
        shown
    }
}

/// An address with whatever stands before its `@` masked, since a password may be there, and each
/// password that stands behind a question mark.
fn mask_address(address: &str) -> String {
    // A question mark before the `@` stands in a password that somebody forgot to write as `%3F`.
    let from = address.rfind('@').unwrap_or(0);
    let (address, query) = match address[from..].find('?') {
        Some(at) => (&address[..from + at], &address[from + at + 1..]),
        None => (address, ""),
    };
    let mut shown = match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{MASKED}@{host}"),
        _ => address.to_owned(),
    };
    for (at, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        shown.push(if at == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((key, _)) if key.to_ascii_lowercase().contains("pass") => {
                shown.push_str(&format!("{key}={MASKED}"));
            }
            _ => shown.push_str(pair),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(FILE), text).expect("written");
        all(folder.path()).expect("shown")
    }

    #[test]
    fn of_a_fresh_folder_every_setting_is_shown_with_what_holds_without_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let shown = all(folder.path()).expect("shown");
        for (variable, key) in VARIABLES {
            let set = std::env::var_os(variable).is_some();
            assert!(set || shown.contains(&format!("\n# {key}: ")), "{key}: {shown}");
        }
        assert!(shown.contains("127.0.0.1:8080") && shown.contains("keys/master.key"), "{shown}");
    }

    #[test]
    fn each_setting_says_where_it_was_given() {
        let shown = of("# ours\nlisten = \"127.0.0.1:9090\"\n");
        assert!(
            shown.contains("listen = \"127.0.0.1:9090\"  # understory.toml, line 2"),
            "{shown}"
        );
        assert!(shown.contains("# public_url: where it is served, http://127.0.0.1:9090"));
    }

    #[test]
    fn where_it_was_served_with_a_flag_is_where_it_is_reached() {
        let folder = tempfile::tempdir().expect("a folder");
        crate::serve::keep_served_at(folder.path(), "http://127.0.0.1:7431").expect("kept");
        let shown = all(folder.path()).expect("shown");
        let set = std::env::var_os("UNDERSTORY_PUBLIC_URL").is_some();
        let says = "# public_url: where it is served, http://127.0.0.1:7431";
        assert!(set || shown.contains(says), "{shown}");
    }

    #[test]
    fn a_password_is_never_shown_and_the_trusted_proxies_are() {
        let shown = of("database = \"postgres://me:hush@db.example/town?sslmode=require\"\n\
             keys_database = \"postgres://db.example/keys?user=me&password=hush\"\n\
             mail_server = \"smtps://me:hush@mail.example\"\nmail_password = \"hush\"\n\
             mail_from = \"letters@town.example\"\ntrusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]");
        assert!(!shown.contains("hush"), "{shown}");
        for says in ["db.example/town?sslmode=require", "user=me&password=(masked)", "10.0.0.0/8"] {
            assert!(shown.contains(says), "{says}: {shown}");
        }
    }

    #[test]
    fn whatever_is_shown_can_be_read_again() {
        let settings = |shown: &str| -> Vec<String> {
            let set = shown.lines().filter(|line| !line.starts_with('#'));
            set.map(|line| line.split("  # ").next().unwrap_or_default().to_owned()).collect()
        };
        let shown = of("listen = \"127.0.0.1:9090\"\ntrusted_proxies = [\"::1\"]\n");
        assert_eq!(settings(&of(&shown)), settings(&shown));
    }
}
