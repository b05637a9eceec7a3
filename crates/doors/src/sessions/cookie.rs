//! The cookie that holds a session's token. Where the place is reached by https its name begins
//! with `__Host-`, so that no other server of the same domain can set it (RFC 6265bis, 4.1.3.2).

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use store::Token;
use web::Settings;

use super::DAYS;

const NAME: &str = "understory_session";
/// The name of the cookie that says that somebody left. It holds nothing else.
const LEFT: &str = "understory_left";
/// For how long it says so: twelve hours, so that a slip can be shown by its picture the next day.
const LEFT_SECONDS: i64 = 12 * 3_600;
/// The name of the cookie that holds a card's code, from its picture to the button that signs in.
const CARD: &str = "understory_card";
/// For how long it does: ten minutes.
const CARD_SECONDS: i64 = 600;

fn is_https(settings: &Settings) -> bool {
    settings.public_url.starts_with("https://")
}

fn name(settings: &Settings, plain: &str) -> String {
    if is_https(settings) { format!("__Host-{plain}") } else { plain.to_owned() }
}

fn written(settings: &Settings, plain: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if is_https(settings) { "; Secure" } else { "" };
    let name = name(settings, plain);
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(text).ok()
}

/// The cookie that gives a browser its session.
pub(crate) fn set(settings: &Settings, token: &Token) -> Option<HeaderValue> {
    written(settings, NAME, token.expose(), DAYS * 86_400)
}

/// The cookie that takes it away.
pub(crate) fn clear(settings: &Settings) -> Option<HeaderValue> {
    written(settings, NAME, "", 0)
}

/// The cookie of a browser in which somebody has just left.
pub(crate) fn left(settings: &Settings) -> Option<HeaderValue> {
    written(settings, LEFT, "yes", LEFT_SECONDS)
}

/// The cookie of one in which somebody has come back on purpose.
pub(crate) fn came_back(settings: &Settings) -> Option<HeaderValue> {
    written(settings, LEFT, "", 0)
}

/// Whether somebody has left in this browser, and not come back since.
pub(crate) fn has_left(settings: &Settings, headers: &HeaderMap) -> bool {
    value(settings, LEFT, headers).is_some()
}

/// The cookie that keeps a card's code out of the browser's history: the address of the page with
/// the button says nothing.
pub(crate) fn card(settings: &Settings, code: &Token) -> Option<HeaderValue> {
    written(settings, CARD, code.expose(), CARD_SECONDS)
}

/// The cookie that takes it away.
pub(crate) fn no_card(settings: &Settings) -> Option<HeaderValue> {
    written(settings, CARD, "", 0)
}

/// The code of the card whose picture this browser opened a moment ago.
pub(crate) fn presented_card(settings: &Settings, headers: &HeaderMap) -> Option<Token> {
    value(settings, CARD, headers).map(Token::presented)
}

/// The token that a browser presents.
pub(crate) fn presented(settings: &Settings, headers: &HeaderMap) -> Option<Token> {
    value(settings, NAME, headers).map(Token::presented)
}

fn value<'a>(settings: &Settings, plain: &str, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = name(settings, plain);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> Settings {
        Settings { public_url: url.to_owned(), made_up: false, can_mail: false }
    }

    #[test]
    fn the_cookie_is_closed_to_scripts_and_over_https_to_everybody_else() {
        let token = Token::presented("abc");
        let set = set(&settings("https://town.example"), &token).expect("cookie");
        let text = set.to_str().expect("text");
        assert!(text.starts_with("__Host-understory_session=abc; Path=/; "));
        assert!(text.contains("HttpOnly; SameSite=Lax; Secure"));
        let plain = clear(&settings("http://127.0.0.1:8000")).expect("cookie");
        assert!(!plain.to_str().expect("text").contains("Secure"));
        assert!(plain.to_str().expect("text").contains("Max-Age=0"));
    }

    #[test]
    fn only_our_own_cookie_is_read() {
        let mut headers = HeaderMap::new();
        let text = "a=b; understory_session=; understory_session=abc; c";
        headers.insert(COOKIE, HeaderValue::from_static(text));
        let token = presented(&settings("http://127.0.0.1"), &headers).expect("token");
        assert_eq!(token.expose(), "abc");
        assert!(presented(&settings("https://town.example"), &headers).is_none());
    }
}
