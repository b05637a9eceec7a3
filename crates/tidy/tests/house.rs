//! Every house rule, held to the real tree.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

use serde_json::Value;
use tidy::exceptions::{self, Exception};
use tidy::locales::Asked;
use tidy::tables::Table;
use tidy::tree::{self, Source};
use tidy::{
    arrows, bounds, leave, licences, locales, mentions, names, promises, sql, tables, templates,
};

static TREE: LazyLock<Vec<Source>> =
    LazyLock::new(|| tree::read(&tree::top()).expect("the project's files can be read"));

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let migrations: Vec<&Source> =
        TREE.iter().filter(|source| source.is("sql") && !source.only_tests).collect();
    tables::read(&migrations)
});

/// Fails with every breach on a line of its own.
fn holds(rule: &str, breaches: impl IntoIterator<Item = String>) {
    let breaches: Vec<String> = breaches.into_iter().collect();
    assert!(breaches.is_empty(), "\n{rule}:\n  {}\n", breaches.join("\n  "));
}

fn list(name: &str, parts: usize) -> Vec<Exception> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = fs::read_to_string(path).expect("the list is there");
    exceptions::read(name, &text, parts).unwrap_or_else(|wrong| panic!("{}", wrong.join("\n")))
}

fn english() -> Vec<&'static Source> {
    let ours = |source: &&Source| source.path.starts_with("locales/en/") && source.is("ftl");
    TREE.iter().filter(ours).collect()
}

#[test]
fn the_tree_is_really_walked() {
    let there = |path: &str| TREE.iter().any(|source| source.path == path);
    assert!(there("Cargo.toml") && there("crates/tidy/tests/house.rs"));
    assert!(!TREE.iter().any(|source| source.path.contains("node_modules/")));
}

#[test]
fn arrows_between_crates_run_down() {
    let manifests: Vec<arrows::Manifest<'_>> = TREE
        .iter()
        .filter_map(|source| {
            let folder = source.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
            (!folder.contains('/')).then_some(arrows::Manifest { folder, text: &source.text })
        })
        .collect();
    assert!(!manifests.is_empty());
    holds("Arrows run down", arrows::wrong_arrows(&manifests));
}

#[test]
fn ground_sense_and_exchange_do_no_io() {
    holds("Pure crates touch nothing outside", TREE.iter().flat_map(arrows::reaches_outside));
}

#[test]
fn time_is_passed_in() {
    holds("One file reads the time", TREE.iter().flat_map(arrows::reads_the_time));
}

#[test]
fn files_are_short_enough_to_read() {
    holds("Files are short", TREE.iter().filter_map(tree::too_long));
}

#[test]
fn sql_stands_only_in_store_files() {
    holds("SQL stands in store.rs", TREE.iter().flat_map(sql::sql_elsewhere));
}

#[test]
fn sealed_words_are_opened_only_by_leave() {
    holds("Only sharing opens sealed words", TREE.iter().flat_map(leave::opened_elsewhere));
}

#[test]
fn sql_is_one_whole_text_that_nothing_is_put_into() {
    holds("SQL is marked by sql!", TREE.iter().flat_map(sql::sql_put_together));
}

#[test]
fn every_question_that_could_grow_has_a_bound() {
    let grows = TREE.iter().flat_map(|source| bounds::unbounded(source, &TABLES));
    holds("A SELECT has a LIMIT, or names a whole key", grows);
}

#[test]
fn leave_is_made_only_where_the_policies_are_asked() {
    let there = TREE.iter().any(|source| source.path == leave::MAKES_LEAVE.0);
    assert!(there, "{} makes leave no longer", leave::MAKES_LEAVE.0);
    holds("Leave is made in sharing", TREE.iter().filter_map(leave::made_elsewhere));
}

#[test]
fn axum_stands_only_in_pages() {
    holds("axum stands in pages.rs", TREE.iter().filter_map(sql::axum_elsewhere));
}

#[test]
fn both_databases_share_every_text_of_sql() {
    holds("One SQL text serves both databases", TREE.iter().flat_map(sql::not_shared));
}

#[test]
fn both_databases_share_every_type_of_column() {
    holds("Column types are shared", tables::unshared_types(&TABLES));
}

#[test]
fn every_table_can_be_spread_by_system() {
    holds("Primary keys begin with system_id", tables::keys_without_system(&TABLES));
}

#[test]
fn what_people_type_is_sealed() {
    let plain = list("plain-columns.txt", 1);
    holds("Plain text is on the list", tables::unlisted_text(&TABLES, &plain));
}

#[test]
fn nothing_is_named_as_a_target_would_be() {
    let mut named = names::in_tables(&TABLES);
    named.extend(TREE.iter().flat_map(names::in_pages));
    let locales = TREE.iter().filter(|source| source.is("ftl"));
    named.extend(locales.flat_map(names::in_locale));
    // Words that only the rule of plain words knows are its own to judge.
    let allowed = list("allowed-words.txt", 2);
    let (ours, _): (Vec<_>, Vec<_>) =
        allowed.into_iter().partition(|exception| names::is_kept_out(&exception.what[1]));
    holds("Nothing can become a target", names::target_like_names(&named, &ours));
}

#[test]
fn templates_hold_nothing_that_the_security_policy_refuses() {
    holds("No inline style or script", TREE.iter().flat_map(templates::refused));
}

#[test]
fn templates_put_nothing_in_unescaped() {
    holds("What is filled in is escaped", TREE.iter().flat_map(templates::unescaped));
}

#[test]
fn templates_hold_no_words_of_their_own() {
    holds("Words live in locales/", TREE.iter().flat_map(templates::own_words));
}

#[test]
fn every_sentence_asked_for_is_there_and_every_one_there_is_asked_for() {
    holds("Keys match", locales::unmatched_keys(&Asked::by(&TREE), &english()));
}

#[test]
fn sentences_are_short_and_keep_nobody_at_a_distance() {
    let allowed = list("allowed-words.txt", 2);
    let hard = english().into_iter().flat_map(|source| locales::hard_words(source, &allowed));
    holds("Words are plain", hard);
}

#[test]
fn no_file_mentions_a_machine_or_a_registry() {
    holds("The project speaks of itself", TREE.iter().flat_map(mentions::unwanted));
}

#[test]
fn every_promise_names_the_tests_that_hold_it() {
    let page = TREE.iter().find(|source| source.path == promises::PAGE).expect("the page is there");
    holds("Promises have tests", promises::unkept(&page.text, &TREE));
}

#[test]
fn no_test_is_set_aside() {
    holds("Every test runs", TREE.iter().flat_map(promises::set_aside));
}

#[test]
fn every_licence_we_depend_on_is_allowed() {
    let lock = TREE.iter().find(|source| source.path == "browser/package-lock.json");
    let npm = lock.map(|lock| serde_json::from_str(&lock.text).expect("the lock file is JSON"));
    let npm = npm.as_ref().map(licences::npm_offenders).unwrap_or_default();
    holds("Licences are allowed", licences::cargo_offenders(&metadata()).into_iter().chain(npm));
}

/// What cargo knows of the packages that this machine's builds use.
fn metadata() -> Value {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new("rustc").arg("-vV").output().expect("rustc answers");
    let told = String::from_utf8(told.stdout).expect("text");
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let answer = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--filter-platform", host])
        .current_dir(tree::top())
        .output()
        .expect("cargo answers");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).expect("cargo metadata is JSON")
}
