//! What every page has, and what every answer says to the browser.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::access::{Wrong, tried};
use super::browser::Answer;
use super::cast::Persona;
use super::table::let_in;
use super::town::Town;

/// What is not as it must be in the headers of an answer.
pub(super) fn amiss_in_headers(answer: &Answer) -> Vec<String> {
    let mut amiss = Vec::new();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-store"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        let is_asset = name == "cache-control" && answer.header(name).contains("immutable");
        if answer.header(name) != value && !is_asset {
            amiss.push(format!("{name} is {:?}", answer.header(name)));
        }
    }
    let policy = answer.header("content-security-policy");
    let says = |part: &str| policy.split("; ").any(|one| one == part);
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
        if !says(part) {
            amiss.push(format!("the policy does not say {part}"));
        }
    }
    if policy.contains("unsafe") || policy.contains('*') || policy.contains("http") {
        amiss.push(format!("the policy is too wide: {policy}"));
    }
    amiss
}

/// What is not as it must be in a page.
pub(super) fn amiss_in_page(page: &str) -> Vec<String> {
    let mut amiss = Vec::new();
    let once =
        ["<!doctype html>", "<html lang=\"", "<title>", "<h1", "<main id=\"main\"", "</html>"];
    for part in once {
        let times = page.matches(part).count();
        if times != 1 {
            amiss.push(format!("{part} stands there {times} times"));
        }
    }
    for part in ["<title></title>", "<title> ", "<html lang=\"\"", "<style", "javascript:"] {
        if page.contains(part) {
            amiss.push(format!("{part} stands there"));
        }
    }
    for tag in tags(page) {
        let inline = |name: &str| name == "style" || name.starts_with("on");
        for name in names(tag).into_iter().filter(|name| inline(name)) {
            amiss.push(format!("<{tag}> has {name}"));
        }
        if tag.starts_with("script") && !tag.contains("src=\"/") {
            amiss.push(format!("<{tag}> is written into the page"));
        }
    }
    let (_, main) = page.split_once("<main").unwrap_or_default();
    let said = |link: &str| Some(link.split_once('>')?.1.trim_start().starts_with("Back"));
    let back = main.split("<a ").skip(1).filter_map(said).filter(|is_back| *is_back).count();
    if back > 1 {
        amiss.push(format!("{back} links lead back"));
    }
    amiss.extend(amiss_in_ids(page));
    amiss.extend(page.split("<form").skip(1).filter_map(amiss_in_form));
    amiss
}

/// What is not as it must be in a page that answers a form which was not taken: its title says so,
/// and so does what stands first on it, with a way to the field.
pub(super) fn amiss_in_refusal(answer: &Answer) -> Vec<String> {
    let page = answer.body.as_str();
    if !answer.status.is_client_error() || page.contains("<h1>That did not work</h1>") {
        return Vec::new();
    }
    let mut amiss = amiss_in_ids(page);
    if !page.contains("<title>One thing to mend: ") {
        amiss.push("its title does not say that something is to be mended".to_owned());
    }
    let (_, main) = page.split_once("<main id=\"main\" tabindex=\"-1\">").unwrap_or_default();
    let first = main.trim_start().split("</section>").next().unwrap_or_default();
    if !first.starts_with("<section class=\"problem\" role=\"alert\"") {
        amiss.push("it does not say first what is to be mended".to_owned());
    }
    if let Some((_, field)) = first.split_once("<a href=\"#") {
        let field = field.split('"').next().unwrap_or_default();
        if !main.contains(&format!("id=\"{field}\"")) {
            amiss.push(format!("it leads to {field}, which is not there"));
        }
    }
    amiss
}

/// Each id stands once, and whatever is a label, a heading or a hint by an id finds it: a label
/// that belongs to no field is heard by nobody who needs it.
fn amiss_in_ids(page: &str) -> Vec<String> {
    let (mut once, mut amiss) = (BTreeSet::new(), Vec::new());
    for id in tags(page).filter_map(|tag| attribute(tag, "id")) {
        if !once.insert(id) {
            amiss.push(format!("the id {id} stands there twice"));
        }
    }
    for name in ["for", "aria-labelledby", "aria-describedby"] {
        let named = tags(page).filter_map(|tag| attribute(tag, name));
        for id in named.flat_map(str::split_whitespace).filter(|id| !once.contains(id)) {
            amiss.push(format!("{name} leads to {id}, which is not there"));
        }
    }
    amiss
}

/// What an attribute of a tag says, if it has it.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// A form that writes brings back its token, and the key that keeps it from counting twice.
fn amiss_in_form(form: &str) -> Option<String> {
    let form = form.split("</form>").next().unwrap_or_default();
    let head = form.split('>').next().unwrap_or_default();
    // Leaving twice is leaving once.
    let once = head.contains("action=\"/leave\"") || form.contains("name=\"once\" value=\"");
    let whole = form.contains("name=\"token\" value=\"") && once;
    (head.contains("method=\"post\"") && !whole).then(|| format!("a form has no key:{head}"))
}

/// What stands between `<` and `>`.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag)
}

/// The names of a tag's attributes.
fn names(tag: &str) -> Vec<&str> {
    // What stands in quotes is every second piece.
    let bare = tag.split('"').step_by(2);
    bare.flat_map(|piece| piece.split([' ', '\n', '=']))
        .filter(|name| !name.is_empty())
        .skip(1)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_whole_and_tells_the_browser_to_keep_run_and_frame_nothing() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    for (declared, aim) in tried(&town, "GET") {
        let inside = let_in(declared.access, aim.about);
        for &who in inside.iter().chain([&Persona::Stranger, &Persona::Dev]) {
            let answer = town.get(who, &aim.path()).await;
            let mut amiss = amiss_in_headers(&answer);
            if answer.is_page() {
                amiss.extend(amiss_in_page(&answer.body));
            }
            let is_page = answer.is_page() || aim.pattern == "/you/everything.json";
            let is_page = is_page || aim.pattern == "/assets/{name}";
            wrong.unless(is_page || answer.status != StatusCode::OK, || {
                format!("{who:?} GET {}: not a page", aim.pattern)
            });
            for one in amiss {
                wrong.say(format!("{who:?} GET {} ({:?}): {one}", aim.pattern, aim.about));
            }
        }
    }
    wrong.none();
}

#[test]
fn a_page_that_hides_why_its_form_was_not_taken_is_caught() {
    let whole = "<title>One thing to mend: A</title><main id=\"main\" tabindex=\"-1\">\n\
                 <section class=\"problem\" role=\"alert\"><a href=\"#words\">B</a></section>\
                 <textarea id=\"words\"></textarea></main>";
    let amiss =
        |body: String, status| amiss_in_refusal(&Answer { status, headers: Vec::new(), body });
    assert_eq!(amiss(whole.to_owned(), StatusCode::CONFLICT), Vec::<String>::new());
    assert_eq!(amiss(String::new(), StatusCode::OK), Vec::<String>::new());
    for (part, instead) in [
        ("One thing to mend: ", ""),
        (" role=\"alert\"", ""),
        ("<section", "<h1>A</h1><section"),
        ("id=\"words\"", ""),
    ] {
        let page = whole.replace(part, instead);
        assert!(!amiss(page, StatusCode::UNPROCESSABLE_ENTITY).is_empty(), "{part} {instead}");
    }
}

#[test]
fn a_page_whose_label_belongs_to_no_field_or_to_two_is_caught() {
    let whole =
        "<h2 id=\"a\">A</h2><label for=\"b\">B</label><input id=\"b\" aria-describedby=\"a\">";
    assert_eq!(amiss_in_ids(whole), Vec::<String>::new());
    for (part, instead) in [("id=\"a\"", "id=\"b\""), ("for=\"b\"", "for=\"c\""), ("id=\"a\"", "")]
    {
        assert!(!amiss_in_ids(&whole.replace(part, instead)).is_empty(), "{part} {instead}");
    }
}

#[test]
fn a_page_that_lacks_something_is_caught() {
    let whole = "<!doctype html><html lang=\"en\"><title>A</title><main id=\"main\"><h1>A</h1>\
                 <form method=\"post\" action=\"/a\"><input name=\"token\" value=\"1\">\
                 <input name=\"once\" value=\"2\"></form></main></html>";
    assert_eq!(amiss_in_page(whole), Vec::<String>::new());
    for (part, instead) in [
        (" lang=\"en\"", ""),
        ("<h1>A</h1>", ""),
        ("<h1>", "<h1 style=\"color: red\">"),
        ("<h1>", "<h1 id=\"a\" onclick=\"b()\">"),
        ("<h1>", "<script>b()</script><h1>"),
        ("<input name=\"token\" value=\"1\">", ""),
        ("<input name=\"once\" value=\"2\">", ""),
        ("main", "div"),
    ] {
        assert!(!amiss_in_page(&whole.replace(part, instead)).is_empty(), "{part} {instead}");
    }
}
