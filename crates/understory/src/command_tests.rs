//! What the commands do to a folder that holds nothing.

use clap::Parser as _;
use tempfile::tempdir;

use crate::command::Command;
use crate::out::Done;

async fn run(line: &str, data: &std::path::Path) -> Done {
    let words = std::iter::once("understory").chain(line.split(' '));
    let words = words.map(std::ffi::OsString::from);
    let data = [std::ffi::OsString::from("--data"), data.into()];
    Command::try_parse_from(words.chain(data)).expect("a command").run().await
}

/// Every command that works on a place which is there.
const ON_A_PLACE: [&str; 8] = [
    "verify",
    "verify --head",
    "sign-in Bev",
    "confirm-address Bev",
    "erase telling 00000000-0000-4000-8000-000000000000",
    "erase person Bev",
    "erase again",
    "backup --to rows --keys-to keys",
];

#[tokio::test]
async fn asha_mistypes_the_folder_and_no_command_makes_another() {
    let folder = tempdir().expect("a folder");
    let mistyped = folder.path().join("our-palce");
    for line in ON_A_PLACE.into_iter().chain(["config check", "config show"]) {
        let trouble = run(line, &mistyped).await.expect_err(line).to_string();
        assert!(trouble.starts_with("There is no folder"), "{line}: {trouble}");
        assert!(!mistyped.exists(), "{line} made a folder");
    }
}

#[tokio::test]
async fn asha_names_a_folder_without_a_place_and_nothing_is_made_in_it() {
    let folder = tempdir().expect("a folder");
    for line in ON_A_PLACE {
        let trouble = run(line, folder.path()).await.expect_err(line).to_string();
        assert!(trouble.starts_with("There is no place in"), "{line}: {trouble}");
        let made = std::fs::read_dir(folder.path()).expect("read").count();
        assert_eq!(made, 0, "{line} made something");
    }
}

#[tokio::test]
async fn where_there_is_no_chain_nothing_is_said_to_be_proved() {
    let folder = tempdir().expect("a folder");
    let config = crate::config::Config::read(folder.path()).expect("defaults");
    let store = crate::rooms::open(folder.path(), &config, &ground::Clock::Machine).await;
    store.expect("open").database.close().await;
    let trouble = run("verify", folder.path()).await.expect_err("refused").to_string();
    assert!(trouble.contains("no chain"), "{trouble}");
}

#[tokio::test]
async fn a_file_is_not_brought_into_a_folder_that_is_not_there() {
    let folder = tempdir().expect("a folder");
    let (csv, mistyped) = (folder.path().join("told.csv"), folder.path().join("our-palce"));
    std::fs::write(&csv, "words,ward\nThe damp came back.,Rows\n").expect("written");
    let line = format!("import stories {} --place Rows --words words", csv.display());
    let trouble = run(&line, &mistyped).await.expect_err("refused").to_string();
    assert!(trouble.starts_with("There is no folder") && !mistyped.exists(), "{trouble}");
    // What is amiss with the file is beside the point, as long as there is nowhere to bring it.
    std::fs::write(&csv, "no table at all").expect("written");
    let trouble = run(&line, &mistyped).await.expect_err("refused").to_string();
    assert!(trouble.starts_with("There is no folder"), "{trouble}");
    let trouble = run(&line, folder.path()).await.expect_err("refused").to_string();
    assert!(trouble.starts_with("There is no place in"), "{trouble}");
}

#[tokio::test]
async fn a_time_zone_that_is_none_is_named_with_an_example_and_no_folder_is_made() {
    let folder = tempdir().expect("a folder");
    let place = folder.path().join("our-place");
    let line = "place new Rows --steward Asha --zone Mars/Base";
    let trouble = run(line, &place).await.expect_err("refused").to_string();
    assert!(trouble.contains("no time zone called Mars/Base"), "{trouble}");
    assert!(trouble.contains("--zone Europe/London"), "{trouble}");
    assert!(!place.exists(), "a folder was made");
}

#[tokio::test]
async fn the_list_of_erasures_is_there_from_the_beginning_with_nothing_on_it() {
    let folder = tempdir().expect("a folder");
    let config = crate::config::Config::read(folder.path()).expect("defaults");
    let opened = || crate::rooms::open(folder.path(), &config, &ground::Clock::Machine);
    opened().await.expect("open").database.close().await;
    let list = folder.path().join(crate::rooms::ERASURES);
    assert_eq!(std::fs::read(&list).expect("there"), b"");
    std::fs::write(&list, "kept as it is\n").expect("written");
    opened().await.expect("open").database.close().await;
    assert_eq!(std::fs::read(&list).expect("there"), b"kept as it is\n");
}

#[test]
fn a_link_leads_to_where_the_place_was_served_unless_its_address_is_set() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempdir().expect("a folder");
    let mut config = crate::config::Config::default();
    let address = |config: &_| crate::operator::address(folder.path(), config).expect("an address");
    let url = |config: &_| crate::operator::url(folder.path(), config).expect("an address");
    assert_eq!(url(&config), "http://127.0.0.1:8080", "never served");
    let doubt = address(&config).1.expect("it is said that nothing settles it");
    assert!(doubt.contains("was not served") && doubt.contains("public_url"), "{doubt}");
    crate::serve::keep_served_at(folder.path(), "http://127.0.0.1:7431").expect("kept");
    assert_eq!(address(&config), ("http://127.0.0.1:7431".to_owned(), None));
    let kept = std::fs::metadata(folder.path().join(crate::serve::SERVED_AT)).expect("a file");
    assert_eq!(kept.permissions().mode() & 0o777, 0o600, "its owner's only");
    config.public_url = Some("https://town.example".to_owned());
    assert_eq!(address(&config), ("https://town.example".to_owned(), None));
}

#[tokio::test]
async fn two_who_are_both_called_bev_are_told_apart_by_a_number_and_so_are_two_places() {
    let folder = tempdir().expect("a folder");
    let (data, csv) = (folder.path().join("data"), folder.path().join("told.csv"));
    run("place new Rows --steward Bev", &data).await.expect("a place");
    let again = run("place new Rows --steward Bev", &data).await.expect_err("refused").to_string();
    assert!(again.contains("--same-name") && again.contains("Nothing was made"), "{again}");
    run("place new Rows --steward Bev --same-name", &data).await.expect("another");

    let numbers = |said: &str| -> Vec<String> {
        let is_number = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
        said.lines().filter(is_number).map(|line| line.trim().to_owned()).collect()
    };
    let which = run("sign-in Bev", &data).await.expect_err("refused").to_string();
    let bevs = numbers(&which);
    assert_eq!(bevs.len(), 2, "{which}");
    assert_eq!(which.matches(" since ").count(), 2, "{which}");
    for bev in &bevs {
        run(&format!("sign-in {bev}"), &data).await.expect("a link");
        let none = run(&format!("confirm-address {bev}"), &data).await.expect_err("refused");
        assert!(none.to_string().contains("They gave no address"), "{none}");
        run(&format!("erase person {bev}"), &data).await.expect("counted");
    }

    std::fs::write(&csv, "words,ward\nThe damp came back.,Rows\n").expect("written");
    let import = |place: &str| {
        format!("import stories {} --place {place} --words words --dry-run", csv.display())
    };
    let which = run(&import("Rows"), &data).await.expect_err("refused").to_string();
    let places = numbers(&which);
    assert_eq!(places.len(), 2, "{which}");
    run(&import(&places[0]), &data).await.expect("looked at");

    // Whoever is to be erased does more there than play a part, and nobody else does it.
    let config = crate::config::Config::read(&data).expect("defaults");
    let store = crate::rooms::open(&data, &config, &ground::Clock::Machine).await.expect("open");
    let bev = ground::id::PersonId::parse(&bevs[0]).expect("a number");
    let mut look = store.database.look().await.expect("a look");
    let duties = crate::erasing::duties(&mut look, bev).await.expect("duties");
    assert_eq!(duties.len(), 1, "{duties:?}");
    let says =
        duties[0].contains("looks after /systems/") && duties[0].ends_with("nobody else does");
    assert!(says, "{duties:?}");
}

#[tokio::test]
async fn a_name_typed_in_small_letters_is_found_unless_it_is_to_be_erased() {
    let folder = tempdir().expect("a folder");
    let (data, csv) = (folder.path().join("data"), folder.path().join("told.csv"));
    run("place new Rows --steward Dilys", &data).await.expect("a place");
    run("place new Hill --steward DILYS", &data).await.expect("another");
    std::fs::write(&csv, "words,ward\nThe damp came back.,Rows\n").expect("written");
    let import = |place: &str, by: &str| {
        let file = csv.display();
        format!("import stories {file} --place {place} --as {by} --words words --dry-run")
    };
    run(&import("rows", "Dilys"), &data).await.expect("looked at");
    let elsewhere = run(&import("hill", "Dilys"), &data).await.expect_err("refused").to_string();
    assert!(elsewhere.contains("plays no part"), "exactly so comes first: {elsewhere}");
    let both = run("sign-in dilys", &data).await.expect_err("refused").to_string();
    assert!(both.contains("or one like it"), "{both}");
    run("sign-in Dilys", &data).await.expect("a link");
    run("place new Shore --steward Mair", &data).await.expect("a third");
    run("sign-in mair", &data).await.expect("a link");
    let none = run("erase person mair", &data).await.expect_err("refused").to_string();
    assert!(none.contains("Nobody here"), "what cannot be undone takes the name as it is: {none}");
}
