use super::*;

fn of(text: &str) -> Done<Config> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(FILE), text).expect("written");
    Config::read(folder.path())
}

#[test]
fn each_mistake_is_said_in_a_sentence_with_its_line() {
    for (text, line, says) in [
        ("publik_url = \"https://town.example\"", 1, "publik_url is not a key"),
        ("# ours\n\n[mail]\nserver = \"x\"", 3, "mail is not a key"),
        ("listen = \"127.0.0.1:80\"\nlisten = \"127.0.0.1:81\"", 2, "not written as TOML"),
        ("# ours\nlisten = 127.0.0.1", 2, "not written as TOML"),
        ("listen = \"127.0.0.1:8080\"\npublic_url = \"https://town.example", 2, "not written"),
        ("\nlisten = 8080", 2, "listen is one text, in quotes"),
        ("listen = \"town.example\"", 1, "an address to listen on"),
        ("public_url = \"https://town.example/\"", 1, "without a slash"),
        ("public_url = \"town.example\"", 1, "https:// or http://"),
        ("public_url = \"https://\"", 1, "names a host"),
        ("public_url = \"https://town.example/here\"", 1, "ends there"),
        ("database = \"mysql://x\"", 1, "database begins with postgres://"),
        ("keys_database = \"keys.db\"", 1, "keys_database begins with postgres://"),
        ("database = \"postgres://a/b\"\nkeys_database = \"postgres://a/b\"", 2, "of their own"),
        ("mail_server = \"smtps://a@mail.example\"", 1, "needs mail_from"),
        ("mail_from = \"a@b.example\"\nmail_server = \"mail.example\"", 2, "smtps://"),
        ("mail_server = \"smtps://a@b.example\"\nmail_from = \"nobody\"", 2, "is an address"),
        ("mail_password = \"hush\"", 1, "of no use without mail_server"),
        ("trusted_proxies = \"10.0.0.1\"", 1, "a list of texts, in [ ]"),
        ("trusted_proxies = [10]", 1, "a list of texts, in [ ]"),
        ("\n\ntrusted_proxies = [\"proxy.example\"]", 3, "addresses and networks"),
    ] {
        let trouble = of(text).expect_err(text).to_string();
        assert!(trouble.starts_with(&format!("{FILE}, line {line}: ")), "{text}: {trouble}");
        assert!(trouble.contains(says), "{text}: {trouble}");
        assert!(!trouble.contains('\n'), "one sentence: {trouble}");
        assert!(!trouble.contains("hush"), "{trouble}");
    }
}

#[test]
fn a_flag_that_does_not_fit_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let slash = "https://town.example/".to_owned();
    let trouble = Config::read_with(folder.path(), &[("public_url", Some(&slash))]);
    let trouble = trouble.expect_err("refused").to_string();
    assert!(trouble.starts_with("--public-url: "), "{trouble}");
}
