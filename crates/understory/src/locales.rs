//! The texts of pages, embedded from `locales/`.

use ground::{Fault, Outcome};
use rust_embed::RustEmbed;
use web::Tongues;

#[derive(RustEmbed)]
#[folder = "../../locales/"]
struct Files;

/// Every language that the program carries.
pub(crate) fn tongues() -> Outcome<Tongues> {
    let mut files = Vec::new();
    for name in Files::iter() {
        let Some((language, _)) = name.split_once('/') else { continue };
        let Some(file) = Files::get(&name) else { continue };
        let text = String::from_utf8(file.data.into_owned()).map_err(Fault::inside)?;
        files.push((language.to_owned(), text));
    }
    Tongues::read(files.iter().map(|(language, text)| (language.as_str(), text.clone())))
}
