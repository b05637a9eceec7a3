//! The commands, and the help that teaches them.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use ground::Clock;

use crate::backup::{Backup, Restore};
use crate::config::{Config, unknown_variables};
use crate::import::Import;
use crate::out::{Done, Trouble, say};
use crate::serve::{Server, keep_served_at};
use crate::verifying::Verify;
use crate::{config, demo, erasing, operator, rooms};

/// Understory hears what matters to people, helps them learn from it together, and shows what
/// came of what they said.
///
/// To look around, run `understory demo` and open one of the links that it prints. To begin a
/// place of your own, run `understory serve --data DIR` and open the link that it prints.
#[derive(Debug, Parser)]
#[command(version, about, long_about, arg_required_else_help = true, after_help = BEGINNING)]
pub(crate) struct Command {
    #[command(subcommand)]
    what: What,
}

/// What somebody new needs, below the list of commands.
const BEGINNING: &str = "\
To look around:        understory demo
To begin a place:      understory serve --data ./our-place
Every day:             understory backup --data ./our-place --to /one/place --keys-to /another
When somebody has no way in, and asks you:
                       understory sign-in \"Bev\" --data ./our-place
Before and after you change how it is set up:
                       understory config check --data ./our-place

--data can also be said once, as UNDERSTORY_DATA. `understory COMMAND --help` says more of each.
How it is set up stands in understory.toml in that folder; README.md lists every key.
No command shows anybody's words.";

const SERVING: &str = "\
Example:  understory serve --data ./our-place --public-url https://town.example

It speaks plain HTTP, for a proxy in front that encrypts. Name that proxy in trusted_proxies. Press
Ctrl-C to stop it, or send SIGTERM: what is under way is answered first, within ten seconds.";

const SIGNING_IN: &str = "\
Example:  understory sign-in \"Bev\" --data ./our-place

Only an address that was confirmed is known here. Whoever opens the link is in as that person, so
hand it to nobody else. It works beside a server that runs.";

const CONFIRMING: &str = "\
Example:  understory confirm-address \"Bev\" --data ./our-place

Say their name: an address that is not confirmed yet finds nobody. With a mail server this is not
needed; the letter goes by itself.";

const VERIFYING: &str = "\
Once a week:           understory verify --head --data ./our-place > heads.txt
                       and give heads.txt to somebody outside.
To prove it later:     understory verify --against heads.txt --data ./our-place

Alone it finds a row that was changed. Only beside heads kept elsewhere does it find a chain that
was made anew from the beginning. It ends with a fault when anything is amiss.";

const BACKING_UP: &str = "\
Example:  understory backup --data ./our-place --to /one/place --keys-to /another/place

Run it every day; it works beside a server that runs. The master key is in neither copy: keep one of
it apart. Whoever has all three can read everything.";

const RESTORING: &str = "\
Example:  understory restore --data ./empty --rows understory-rows-….db --keys understory-keys-….db \\
            --erasures erasures.log --master-key master.key

Take the newest rows, and keys that were copied after them. Where keys are older than the rows, nothing
is restored unless you say --older-keys.";

#[derive(Debug, Subcommand)]
enum What {
    /// Open a made-up town with months of life in it, to look around.
    Demo(Demo),
    /// Serve a place. On an empty folder it prints a link to name the place.
    #[command(after_help = SERVING)]
    Serve(Serve),
    /// Begin a place from the command line.
    #[command(subcommand)]
    Place(Place),
    /// Bring what people told from a file.
    #[command(subcommand)]
    Import(Import),
    /// Print a sign-in link for somebody who asked you for one. They are told that you did.
    #[command(after_help = SIGNING_IN)]
    SignIn(SignIn),
    /// Print a link that confirms the e-mail address somebody gave, where no letters can be sent.
    /// They are told that you did.
    #[command(after_help = CONFIRMING)]
    ConfirmAddress(SignIn),
    /// Work the trail out anew, and say whether anything in it was changed.
    #[command(after_help = VERIFYING)]
    Verify(Verify),
    /// Erase for good what somebody asked you to erase.
    #[command(subcommand)]
    Erase(Erase),
    /// Write down a copy of everything: rows into one folder, keys into another.
    #[command(after_help = BACKING_UP)]
    Backup(Backup),
    /// Bring a backup back into an empty folder, and erase again what was erased since.
    #[command(after_help = RESTORING)]
    Restore(Restore),
    /// Check or show the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
}

/// Where the data are.
#[derive(Args, Clone, Debug)]
pub(crate) struct Data {
    /// The folder that holds, or will hold, everything.
    #[arg(long, value_name = "DIR", env = "UNDERSTORY_DATA")]
    pub(crate) data: PathBuf,
}

#[derive(Args, Debug)]
struct Demo {
    /// The address to listen on.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Print where to look as one line of JSON, once it is ready.
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Serve {
    #[command(flatten)]
    data: Data,
    /// The address to listen on; 127.0.0.1:8080 unless you or understory.toml say another.
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// Where the place is reached from outside, such as https://town.example.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Place {
    /// Begin a new place, with its first (acting) steward, and print the steward's link.
    New {
        /// What the place is called.
        name: String,
        /// What its first steward is called.
        #[arg(long, value_name = "NAME")]
        steward: String,
        /// The place's time zone.
        #[arg(long, value_name = "ZONE", default_value = "Europe/London")]
        zone: String,
        /// Begin it although there is a place of that name already.
        #[arg(long)]
        same_name: bool,
        #[command(flatten)]
        data: Data,
    },
}

#[derive(Args, Debug)]
struct SignIn {
    /// The person's e-mail address, their name, or the number that is printed where several people
    /// have that name. Capital letters make no difference where nobody is called exactly so.
    who: String,
    #[command(flatten)]
    data: Data,
}

#[derive(Debug, Subcommand)]
enum Erase {
    /// Erase one telling: its words, its key, its links. It is done at once, and for good.
    Telling {
        /// The long number at the end of the address of its page, after /stories/.
        id: String,
        #[command(flatten)]
        data: Data,
    },
    /// Erase the words of one version of a pattern, a question or a plan, which was put in other
    /// words since. That somebody said something stays.
    Wording {
        /// The number that stands on its page, which is reached from *Should this stand here?*
        id: String,
        #[command(flatten)]
        data: Data,
    },
    /// Erase somebody whole: all they told, their name, their parts, and every way in.
    Person(erasing::Person),
    /// Erase again what came back when an old backup was restored by other means.
    Again(erasing::Again),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Say whether the configuration fits, and which line does not. Nothing is changed.
    Check(Data),
    /// Show every setting as it holds and where it was set, with secrets masked.
    Show(Data),
}

impl Command {
    /// Does what was asked.
    pub(crate) async fn run(self) -> Done {
        match self.what {
            What::Demo(demo) => demo::run(demo.listen, demo.json).await,
            What::Serve(serve) => serve.run().await,
            What::Place(Place::New { name, steward, zone, same_name, data }) => {
                operator::new_place(&data, &name, &steward, &zone, same_name).await
            }
            What::Import(import) => import.run().await,
            What::SignIn(sign_in) => operator::sign_in(&sign_in.data, &sign_in.who).await,
            What::ConfirmAddress(of) => operator::confirm_address(&of.data, &of.who).await,
            What::Verify(verify) => verify.run().await,
            What::Erase(Erase::Telling { id, data }) => operator::erase_telling(&data, &id).await,
            What::Erase(Erase::Wording { id, data }) => operator::erase_wording(&data, &id).await,
            What::Erase(Erase::Person(person)) => person.run().await,
            What::Erase(Erase::Again(again)) => again.run().await,
            What::Backup(backup) => backup.run().await,
            What::Restore(restore) => restore.run().await,
            What::Config(ConfigCommand::Check(data)) => {
                rooms::refuse_missing(&data.data)?;
                Config::read(&data.data)?;
                if let Some(name) = unknown_variables().first() {
                    return Err(Trouble::new(format!(
                        "{name} is set in the environment, and is not a variable that is read."
                    )));
                }
                say("The configuration fits.");
                Ok(())
            }
            What::Config(ConfigCommand::Show(data)) => {
                rooms::refuse_missing(&data.data)?;
                say(config::shown::all(&data.data)?.trim_end());
                Ok(())
            }
        }
    }
}

impl Serve {
    async fn run(self) -> Done {
        let flags = [("listen", self.listen.as_ref()), ("public_url", self.public_url.as_ref())];
        let config = Config::read_with(&self.data.data, &flags)?;
        let clock = Arc::new(Clock::Machine);
        let store = rooms::open(&self.data.data, &config, &clock).await?;
        let first = doors::first::make(&store, clock.now()).await?;
        let server = Server::bind(store, clock, config, false).await?;
        keep_served_at(&self.data.data, &server.url)?;
        match first {
            Some(token) => {
                say("This folder is empty. Open this link once, to name the place:");
                say(&format!("{}/first/{}", server.url, token.expose()));
            }
            None => say(&format!("Understory is at {}", server.url)),
        }
        server.serve().await
    }
}
