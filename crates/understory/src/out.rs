//! What the program says on the command line. Only here does it print.

use std::process::ExitCode;

use ground::Fault;

/// Why a command could not do what was asked, in a sentence for whoever runs it.
#[derive(Debug)]
pub(crate) struct Trouble(String);

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Trouble {
    /// A trouble in these words.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self(match fault {
            Fault::Newer(name) => format!(
                "These data were written by a newer version of the program (it ran {name}). \
                 Nothing was changed. Use that version, or a newer one."
            ),
            Fault::WrongKey => {
                "The master key is missing, or it is not the one that these keys are \
                                kept under. Nothing can be opened without it. Nothing was changed."
                    .to_owned()
            }
            Fault::NotFound => "There is nothing by that name or number here.".to_owned(),
            Fault::Text { field, .. } => format!("The {field} is empty or too long."),
            other => format!("That did not work ({}): {other}.", other.code()),
        })
    }
}

/// What a command comes to.
pub(crate) type Done<T = ()> = Result<T, Trouble>;

/// How many there are of something: "1 key", "3 keys".
pub(crate) fn counted(many: impl std::fmt::Display, one: &str, several: &str) -> String {
    let many = many.to_string();
    let what = if many == "1" { one } else { several };
    format!("{many} {what}")
}

/// Says one line.
#[expect(clippy::print_stdout, reason = "the command line is where this program speaks")]
pub(crate) fn say(line: &str) {
    use std::io::Write as _;
    println!("{line}");
    // Whoever reads the line through a pipe waits for it.
    let _ = std::io::stdout().flush();
}

/// Says beside the answer how far it came.
#[expect(clippy::print_stderr, reason = "the command line is where this program speaks")]
pub(crate) fn note(line: &str) {
    eprintln!("{line}");
}

/// Says why a command failed.
#[expect(clippy::print_stderr, reason = "the command line is where this program speaks")]
pub(crate) fn failed(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::FAILURE
}
