//! The stylesheet, the icon and the one script, under names that hold their own hash, so that a
//! browser may keep them and never keeps an old one.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("../assets/understory.css");
const ICON: &str = include_str!("../assets/icon.svg");
const PASSKEYS: &str = include_str!("../assets/passkeys.js");

/// Where each asset is.
#[derive(Clone, Debug)]
pub struct Assets {
    style: String,
    icon: String,
    passkeys: String,
}

impl Assets {
    /// The assets that the program carries.
    #[must_use]
    pub fn ours() -> Self {
        Self {
            style: hashed("style", STYLE, "css"),
            icon: hashed("icon", ICON, "svg"),
            passkeys: hashed("passkeys", PASSKEYS, "js"),
        }
    }

    /// The address of the stylesheet.
    #[must_use]
    pub fn style(&self) -> &str {
        &self.style
    }

    /// The address of the icon.
    #[must_use]
    pub fn icon(&self) -> &str {
        &self.icon
    }

    /// The address of the script that asks a browser for a passkey; only pages that do have it.
    #[must_use]
    pub fn passkeys(&self) -> &str {
        &self.passkeys
    }
}

fn hashed(name: &str, text: &str, ending: &str) -> String {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    format!("/assets/{name}-{}.{ending}", &hash[..12])
}

/// Gives an asset to anybody.
pub async fn show(Path(name): Path<String>) -> Response {
    let ours = Assets::ours();
    let asked = format!("/assets/{name}");
    let (text, kind) = if asked == ours.style {
        (STYLE, "text/css; charset=utf-8")
    } else if asked == ours.icon {
        (ICON, "image/svg+xml")
    } else if asked == ours.passkeys {
        (PASSKEYS, "text/javascript; charset=utf-8")
    } else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = "public, max-age=31536000, immutable";
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)], text).into_response()
}
