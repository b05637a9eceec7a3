//! Small forms on pages that have others: one that cannot be taken stands on its page again, with
//! what was typed.

use axum::http::StatusCode;

use super::access::{Wrong, tried};
use super::forms::TYPED;
use super::pages::{amiss_in_page, amiss_in_refusal};
use super::paths::Aim;
use super::store::differing;
use super::table::{is_kept_from, let_in};
use super::town::Town;

/// Each such form, the page that it stands on, and whether words must be in it.
const SMALL: &[(&str, &str, bool)] = &[
    ("/stories/{id}/more", "/stories/{id}", true),
    ("/slip/{code}/more", "/slip/{code}", true),
    ("/stories/{id}/read-back", "/stories/{id}", true),
    ("/stories/{id}/answer", "/stories/{id}", true),
    ("/stories/{id}/patterns/{pattern}", "/stories/{id}/came", true),
    ("/slip/{code}/patterns/{pattern}", "/slip/{code}/came", true),
    ("/stories/{id}/four-words/{reading}", "/stories/{id}", true),
    ("/slip/{code}/four-words/{reading}", "/slip/{code}", true),
    ("/stories/{id}/worry", "/stories/{id}", false),
    ("/stories/{id}/in-this", "/stories/{id}", false),
    ("/tell/{id}/in-this", "/tell/{id}/in-this", true),
    ("/tell/{id}/went-wrong", "/tell/{id}/went-wrong", true),
    ("/slip/{code}/went-wrong", "/slip/{code}/went-wrong", true),
    ("/systems/{id}/went-wrong", "/systems/{id}/went-wrong", true),
    ("/worries/{id}/answer", "/worries", true),
    ("/worries/{id}/goes-on", "/worries", false),
    ("/systems/{id}/differently", "/systems/{id}", true),
    ("/systems/{id}/differently/{dissent}", "/systems/{id}", true),
    ("/systems/{id}/purposes/{purpose}/differently", "/systems/{id}/purposes", true),
];

/// Whether the page has this very form; where it has no address of its own, it is the only one.
fn has(page: &str, path: &str, is_own_page: bool) -> bool {
    page.contains(&format!("action=\"{path}\"")) || (is_own_page && page.contains("name=\"words\""))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_form_that_cannot_be_taken_stands_on_its_page_again_and_writes_nothing() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    let long = format!("{TYPED} ").repeat(100_001 / TYPED.len() + 1);
    let long = long.trim().to_owned();
    let all = tried(&town, "POST");
    for &(pattern, page, must) in SMALL {
        let mut stood = 0;
        for (declared, aim) in all.iter().filter(|(declared, _)| declared.path == pattern) {
            let able = let_in(declared.access, aim.about).iter();
            for &who in able.filter(|who| !is_kept_from(pattern, aim.about, **who)) {
                let (path, on) = (aim.path(), Aim { pattern: page, ..aim.clone() }.path());
                if !has(&town.get(who, &on).await.body, &path, pattern == page) {
                    continue;
                }
                stood += 1;
                let before = town.holding().await;
                let empty = must.then(String::new);
                for typed in empty.into_iter().chain([long.clone()]) {
                    let form = [("revision", "1".to_owned()), ("words", typed.clone())];
                    let answer = town.post(who, &path, &form).await;
                    let what = format!("{who:?} POST {path} with {} bytes", typed.len());
                    let is_page = answer.status == StatusCode::UNPROCESSABLE_ENTITY
                        && has(&answer.body, &path, pattern == page)
                        && answer.body.contains("<p class=\"problem\" id=\"")
                        && answer.body.contains("<a href=\"#")
                        && answer.body.contains(&typed);
                    wrong.unless(is_page, || format!("{what}: got {}", answer.status));
                    for one in
                        amiss_in_page(&answer.body).into_iter().chain(amiss_in_refusal(&answer))
                    {
                        wrong.say(format!("{what}: {one}"));
                    }
                }
                let after = town.holding().await;
                for table in differing(&before, &after) {
                    wrong.say(format!("{who:?} {path}: something changed in {table}"));
                }
            }
        }
        wrong.unless(stood > 0, || format!("{pattern}: nobody has it on a page"));
    }
    wrong.none();
}
