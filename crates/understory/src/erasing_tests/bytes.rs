//! Searching bytes, whatever file they lie in.

use std::fs;
use std::path::{Path, PathBuf};

/// What every planted text holds. Small letters and figures only, so that nothing that folds case
/// can hide it.
const CORE: &str = "qz8vwk3xjn5t7rm2";

/// A text for one field that stands nowhere else in the world.
pub(super) fn planted(field: &str) -> String {
    format!("{CORE}{}{field}", ground::id::Uuid::new_v4().simple())
}

/// Every file under these paths, or the paths themselves.
fn files(paths: &[&Path]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder that can be listed");
            left.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found
}

/// The files under these paths that hold these bytes.
pub(super) fn holding(paths: &[&Path], bytes: &[u8]) -> Vec<PathBuf> {
    let mut found = files(paths);
    // A database may take a file away while we walk; then nothing is in it.
    found.retain(|file| fs::read(file).is_ok_and(|read| holds(&read, bytes)));
    found
}

/// The files under these paths that hold anything planted, as UTF-8 or as UTF-16 either way.
pub(super) fn telling_tales(paths: &[&Path]) -> Vec<PathBuf> {
    let wide =
        |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { CORE.encode_utf16().flat_map(bytes).collect() };
    let spellings = [CORE.into(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)];
    let mut found: Vec<PathBuf> =
        spellings.iter().flat_map(|spelling| holding(paths, spelling)).collect();
    found.sort();
    found.dedup();
    found
}

/// Whether `needle` stands in `hay`: steps over what cannot match (Horspool, "Practical fast
/// searching in strings", 1980), since these trees are large.
fn holds(hay: &[u8], needle: &[u8]) -> bool {
    let last = needle.len() - 1;
    let mut steps = [needle.len(); 256];
    for (at, &byte) in needle[..last].iter().enumerate() {
        steps[usize::from(byte)] = last - at;
    }
    let mut end = last;
    while let Some(&byte) = hay.get(end) {
        if byte == needle[last] && &hay[end - last..=end] == needle {
            return true;
        }
        end += steps[usize::from(byte)];
    }
    false
}

#[test]
fn the_search_finds_what_is_there_in_each_spelling() {
    let folder = proving::folder();
    let text = planted("words");
    let wide =
        |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(bytes).collect() };
    let filling = vec![b'q'; 5_003];
    let spellings = [text.clone().into_bytes(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)];
    for (turn, spelling) in spellings.iter().enumerate() {
        let within = folder.path().join(format!("{turn}"));
        fs::create_dir(&within).expect("a folder");
        fs::write(within.join("page"), [&filling[..], spelling, &filling].concat())
            .expect("written");
        assert_eq!(telling_tales(&[&within]), [within.join("page")]);
    }
    fs::write(folder.path().join("other"), filling).expect("written");
    assert_eq!(telling_tales(&[folder.path()]).len(), 3);
}
