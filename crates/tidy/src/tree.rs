//! Walking the project's own files.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::arrows::FOR_TESTS;
use crate::rust;

/// The deepest folder we follow; the tree is nowhere near it.
const DEEPEST: usize = 16;
/// Folders that hold what was built or fetched, not what was written.
const NOT_OURS: [&str; 4] = ["target", "node_modules", "dist", "pictures"];

/// One text file of the project.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path from the top of the project, with `/` between parts.
    pub path: String,
    /// What it says.
    pub text: String,
    /// True for a file compiled only into tests or benches.
    pub only_tests: bool,
}

impl Source {
    /// A file that says `text`. Where it lies tells whether it is a test.
    #[must_use]
    pub fn new(path: &str, text: &str) -> Self {
        let test_folder = ["tests", "benches", "examples"];
        let only_tests = path.split('/').any(|part| test_folder.contains(&part))
            || path.ends_with("/tests.rs")
            || path.ends_with(".test.ts");
        let mut source = Self { path: path.to_owned(), text: text.to_owned(), only_tests };
        source.only_tests |= source.krate().is_some_and(|name| FOR_TESTS.contains(&name));
        source
    }

    /// Whether the file's name ends in `.` and this.
    #[must_use]
    pub fn is(&self, kind: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| end == kind)
    }

    /// The last part of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The crate whose source this is, if it is under `crates/`.
    #[must_use]
    pub fn krate(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Whether this is Rust that the program itself is made of.
    #[must_use]
    pub fn is_program(&self) -> bool {
        self.is("rs") && !self.only_tests
    }
}

/// The top of the project.
#[must_use]
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_owned).unwrap_or_default()
}

/// Every text file of the project, in order of path. Hidden folders other than `.ci` are left out,
/// and so is what is not UTF-8.
///
/// # Errors
/// When a folder cannot be listed or a file cannot be read.
pub fn read(top: &Path) -> io::Result<Vec<Source>> {
    let mut found = Vec::new();
    gather(top, "", 0, &mut found)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    mark_declared_tests(&mut found);
    Ok(found)
}

fn gather(top: &Path, within: &str, deep: usize, found: &mut Vec<Source>) -> io::Result<()> {
    if deep > DEEPEST {
        return Err(io::Error::other(format!("{within} is over {DEEPEST} folders deep")));
    }
    for entry in fs::read_dir(top.join(within))? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if within.is_empty() { name.clone() } else { format!("{within}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let hidden = name.starts_with('.') && name != ".ci";
            if !hidden && !NOT_OURS.contains(&name.as_str()) {
                gather(top, &path, deep + 1, found)?;
            }
        } else if kind.is_file() {
            // A file may go while we walk: somebody is at work. What is there is what is judged.
            if let Ok(text) = fs::read_to_string(entry.path()) {
                found.push(Source::new(&path, &text));
            }
        }
    }
    Ok(())
}

/// Marks the files that another file declares as a module for tests.
fn mark_declared_tests(sources: &mut [Source]) {
    let declared: HashSet<String> = sources
        .iter()
        .filter(|source| source.is("rs"))
        .flat_map(|source| {
            let folder = module_folder(&source.path);
            rust::test_modules(&source.text)
                .into_iter()
                .flat_map(move |name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/")])
        })
        .collect();
    for source in sources {
        let within = |folder: &String| folder.ends_with('/') && source.path.starts_with(folder);
        source.only_tests |= declared.contains(&source.path) || declared.iter().any(within);
    }
}

/// Where a Rust file's own modules live.
fn module_folder(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder,
        _ => path.strip_suffix(".rs").unwrap_or(path),
    }
}

/// Files longer than a reader's patience: 400 lines, or 800 for the stylesheet, which reads as a
/// list.
#[must_use]
pub fn too_long(source: &Source) -> Option<String> {
    let most = match source.path.rsplit_once('.').map(|(_, end)| end) {
        Some("rs" | "ts" | "html") => 400,
        Some("css") => 800,
        _ => return None,
    };
    let lines = source.text.lines().count();
    (lines > most).then(|| format!("{} has {lines} lines; the most is {most}", source.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_caught_and_a_long_stylesheet_has_more_room() {
        let long = "x\n".repeat(401);
        assert!(too_long(&Source::new("crates/web/src/page.rs", &long)).is_some());
        assert!(too_long(&Source::new("crates/web/assets/style.css", &long)).is_none());
        assert!(too_long(&Source::new("docs/long.md", &long)).is_none());
        assert!(too_long(&Source::new("crates/web/src/page.rs", "x\n")).is_none());
    }

    #[test]
    fn a_file_declared_for_tests_counts_as_a_test() {
        let mut sources = [
            Source::new("crates/doors/src/lib.rs", "#[cfg(test)]\nmod testing;\nmod cards;\n"),
            Source::new("crates/doors/src/testing.rs", ""),
            Source::new("crates/doors/src/cards.rs", "#[cfg(test)]\npub(crate) mod cast;"),
            Source::new("crates/doors/src/cards/cast/mod.rs", ""),
            Source::new("crates/doors/src/cards/tests.rs", ""),
        ];
        mark_declared_tests(&mut sources);
        let tests: Vec<bool> = sources.iter().map(|source| source.only_tests).collect();
        assert_eq!(tests, [false, true, false, true, true]);
    }

    #[test]
    fn a_source_knows_its_crate_and_kind() {
        let source = Source::new("crates/web/src/page.rs", "");
        assert_eq!(source.krate(), Some("web"));
        assert_eq!(source.name(), "page.rs");
        assert!(source.is("rs") && source.is_program());
        assert_eq!(Source::new("docs/a.md", "").krate(), None);
    }
}
