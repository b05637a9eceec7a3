//! Odd texts and odd addresses: what a person may type in good faith, and what nobody would.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

use super::access::{Wrong, sent, tried};
use super::browser::{Answer, send};
use super::cast::Persona;
use super::forms::{TYPED, filled};
use super::pages::{amiss_in_page, amiss_in_refusal};
use super::store::differing;
use super::table::let_in;
use super::town::Town;

/// Whether an answer leads on, or is a page that is no fault of ours.
fn is_sound(answer: &Answer) -> bool {
    let refused = answer.status.is_client_error() && answer.is_page();
    answer.status == StatusCode::SEE_OTHER || answer.status == StatusCode::OK || refused
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_too_long_is_given_back_whole_and_nothing_is_written() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    let long = format!("{TYPED} ").repeat(100_001 / TYPED.len() + 1);
    let long = long.trim();
    let mut before = town.holding().await;
    for (who, aim) in sent(&town) {
        let form = filled(&town.things, &aim);
        for (at, _) in form.iter().enumerate().filter(|(_, (_, value))| value == TYPED) {
            let mut form = form.clone();
            form[at].1 = long.to_owned();
            let what = format!("{who:?} POST {} with a long {}", aim.pattern, form[at].0);
            let answer = town.fill(who, &aim, &form).await;
            wrong.unless(answer.status == StatusCode::UNPROCESSABLE_ENTITY, || {
                format!("{what}: got {}", answer.status)
            });
            wrong.unless(answer.body.contains(long), || format!("{what}: it is lost"));
            for one in amiss_in_page(&answer.body).into_iter().chain(amiss_in_refusal(&answer)) {
                wrong.say(format!("{what}: {one}"));
            }
            let after = town.holding().await;
            for table in differing(&before, &after) {
                wrong.say(format!("{what}: something changed in {table}"));
            }
            before = after;
        }
    }
    wrong.none();
}

/// A NUL, a bell, an escape, marks that reorder what stands around them, another script, joined
/// emoji, and what would be a tag.
const ODD: &str = "Tea\0\u{7} \u{202E}with\u{2066} \u{1F469}\u{200D}\u{1F467} \u{645}\u{631} at\u{1b}[31m <b onclick=x>six\u{FEFF}";
/// Those of them that no page shows.
const GONE: [char; 6] = ['\0', '\u{7}', '\u{1b}', '\u{202E}', '\u{2066}', '\u{FEFF}'];

#[tokio::test(flavor = "multi_thread")]
async fn odd_letters_are_taken_without_what_hides_or_reorders_and_are_never_a_tag() {
    let (mut town, mut wrong) = (Town::new().await, Wrong::default());
    for (who, aim) in sent(&town) {
        let odd = |(name, value): (&'static str, String)| {
            (name, if value == TYPED { ODD.to_owned() } else { value })
        };
        let mut form: Vec<_> = filled(&town.things, &aim).into_iter().map(odd).collect();
        form.push(("something_else", ODD.to_owned()));
        let what = format!("{who:?} POST {} ({:?})", aim.pattern, aim.about);
        let answer = town.fill(who, &aim, &form).await;
        let (status, to) = (answer.status, answer.header("location").to_owned());
        let done = matches!(status, StatusCode::SEE_OTHER | StatusCode::OK);
        wrong.unless(done, || format!("{what}: got {status}"));
        let page = if to.is_empty() { answer } else { town.get(who, &to).await };
        wrong.unless(!page.body.contains(GONE), || format!("{what}: hidden letters are shown"));
        if page.is_page() {
            for one in amiss_in_page(&page.body) {
                wrong.say(format!("{what}: {one}"));
            }
        }
        town = Town::new().await;
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_in_any_field_is_no_fault_of_ours() {
    let (mut town, mut wrong) = (Town::new().await, Wrong::default());
    for (who, aim) in sent(&town) {
        let form = filled(&town.things, &aim);
        for at in 0..form.len() {
            for nonsense in [ODD, "", "-1", "9999999999999999999999", "person:", "system:x,anyone"]
            {
                let mut form = form.clone();
                form[at].1 = nonsense.to_owned();
                let answer = town.fill(who, &aim, &form).await;
                let (pattern, name, status) = (aim.pattern, form[at].0, answer.status);
                wrong.unless(is_sound(&answer), || {
                    format!("{who:?} POST {pattern} with {name} = {nonsense:?}: got {status}")
                });
                for one in amiss_in_refusal(&answer) {
                    wrong.say(format!("{who:?} POST {pattern} with {name} = {nonsense:?}: {one}"));
                }
                if !status.is_client_error() {
                    town = Town::new().await;
                }
            }
        }
    }
    wrong.none();
}

/// What cannot be an id, a token or a code.
fn nonsense() -> [String; 5] {
    let long = "a".repeat(5_000);
    ["nonsense".to_owned(), "%FF%FE".to_owned(), "%00".to_owned(), "..%2F..%2Fetc".to_owned(), long]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_one_is_answered_like_one_where_nothing_is() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    for method in ["GET", "POST"] {
        for (declared, aim) in tried(&town, method) {
            let inside = let_in(declared.access, aim.about).first().copied();
            let who = inside.unwrap_or(Persona::Bryn);
            let form = filled(&town.things, &aim);
            for odd in nonsense().iter().flat_map(|odd| aim.malformed(odd)) {
                let path = odd.path();
                let answer = match method {
                    "GET" => town.get(who, &path).await,
                    _ => town.fill(who, &odd, &form).await,
                };
                let mut shown = path.clone();
                shown.truncate(80);
                let nothing = town.get(who, "/nothing/here").await.bare();
                // A link that never was is answered as one that was used.
                let spent = answer.status == StatusCode::GONE && answer.is_page();
                let same = answer.status == nothing.status && answer.is_page();
                let same = same && (method == "POST" || answer.clone().bare() == nothing);
                wrong.unless(same || spent, || {
                    format!("{who:?} {method} {shown}: {}", answer.status)
                });
            }
        }
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_odd_question_behind_an_address_is_no_fault_of_ours() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    for (declared, aim) in tried(&town, "GET") {
        let Some(&who) = let_in(declared.access, aim.about).first() else { continue };
        for question in [
            "next=a&next=b",
            "next=%FF%00&after=%FF&because=%00&what=%00&new=%00&inquiry=%FF",
            "after=1.2.3&because=lesson%3Anonsense&inquiry=nonsense",
            "after=99999999999999999999.00000000000000000000000000000000",
            "after=9223372036854775807.00000000000000000000000000000000",
            "because=telling%3A00000000000000000000000000000000&inquiry=00000000000000000000000000000000",
        ] {
            let path = aim.path();
            let joint = if path.contains('?') { '&' } else { '?' };
            let answer = town.get(who, &format!("{path}{joint}{question}")).await;
            let (pattern, status) = (aim.pattern, answer.status);
            wrong.unless(is_sound(&answer), || {
                format!("{who:?} GET {pattern} {question}: {status}")
            });
        }
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_an_address_does_not_have_is_answered_with_a_page() {
    let (town, mut wrong) = (Town::new().await, Wrong::default());
    for (declared, aim) in tried(&town, "GET").into_iter().chain(tried(&town, "POST")) {
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let who = let_in(declared.access, aim.about).first().copied();
            let request = Request::builder().method(method.clone()).uri(aim.path());
            let request = town.request(who.unwrap_or(Persona::Bryn), request);
            let answer = send(&town.router, request.body(Body::empty()).expect("a request")).await;
            let fits = answer.status == StatusCode::METHOD_NOT_ALLOWED
                && answer.is_page()
                && answer.header("allow").contains(declared.method);
            let (pattern, status) = (aim.pattern, answer.status);
            wrong.unless(fits, || format!("{method} {pattern}: {status}"));
        }
    }
    wrong.none();
}
