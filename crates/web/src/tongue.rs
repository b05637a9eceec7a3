//! The languages of pages. Texts live in `locales/`, in Fluent; the program embeds them and hands
//! them down, so that a changed word rebuilds one crate.

use std::collections::HashMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use ground::{Fault, Outcome};
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

/// Every language that the program speaks. Cheap to clone.
#[derive(Clone)]
pub struct Tongues(Arc<HashMap<String, Bundle>>);

/// The language of pages when nothing else fits.
const FIRST: &str = "en";

impl std::fmt::Debug for Tongues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tongues({})", self.0.len())
    }
}

impl Tongues {
    /// Reads the texts: pairs of a language and one of its files.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, String)>) -> Outcome<Self> {
        let mut tongues: HashMap<String, Bundle> = HashMap::new();
        for (language, text) in files {
            let id: LanguageIdentifier = language.parse().map_err(Fault::inside)?;
            let resource = FluentResource::try_new(text)
                .map_err(|(_, errors)| Fault::Inside(format!("locale {language}: {errors:?}")))?;
            tongues
                .entry(language.to_owned())
                .or_insert_with(|| Bundle::new_concurrent(vec![id]))
                .add_resource(resource)
                .map_err(|errors| Fault::Inside(format!("locale {language}: {errors:?}")))?;
        }
        if !tongues.contains_key(FIRST) {
            return Err(Fault::Inside("there is no English locale".to_owned()));
        }
        Ok(Self(Arc::new(tongues)))
    }

    /// The first of the languages asked for (as in `Accept-Language`) that we speak.
    #[must_use]
    pub fn choose(&self, accepted: &str) -> Tongue {
        let language = accepted
            .split(',')
            .take(20)
            .filter_map(|part| part.split([';', '-']).next())
            .map(|part| part.trim().to_ascii_lowercase())
            .find(|part| self.0.contains_key(part))
            .unwrap_or_else(|| FIRST.to_owned());
        let mut tongue =
            Tongue { tongues: self.clone(), language, story: (String::new(), String::new()) };
        tongue.story = (tongue.plain("word-story"), tongue.plain("word-stories"));
        tongue
    }
}

/// One language, with the place's own word for a story.
#[derive(Clone, Debug)]
pub struct Tongue {
    tongues: Tongues,
    language: String,
    /// What a story is called, and several.
    story: (String, String),
}

impl Tongue {
    /// The same language where a story is called something else: one of them, and many.
    #[must_use]
    pub fn calling_a_story(mut self, one: String, many: String) -> Self {
        self.story = (one, many);
        self
    }

    /// The language's code, for the page's `lang`.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The sentence with this key.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.with::<&str>(key, &[])
    }

    /// The sentence with this key, and what stands in it.
    #[must_use]
    pub fn with<V: std::fmt::Display>(&self, key: &str, values: &[(&str, V)]) -> String {
        let (one, many) = &self.story;
        let mut arguments = FluentArgs::with_capacity(values.len() + 2);
        arguments.set("story", FluentValue::from(one.as_str()));
        arguments.set("stories", FluentValue::from(many.as_str()));
        for (name, value) in values {
            arguments.set(*name, FluentValue::from(value.to_string()));
        }
        self.format(key, Some(&arguments))
    }

    /// The sentence with this key, which counts something.
    #[must_use]
    pub fn count(&self, key: &str, count: usize) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("count", FluentValue::from(count));
        self.format(key, Some(&arguments))
    }

    fn plain(&self, key: &str) -> String {
        self.format(key, None)
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        for language in [self.language.as_str(), FIRST] {
            let Some(bundle) = self.tongues.0.get(language) else { continue };
            let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { continue };
            let mut errors = Vec::new();
            return bundle.format_pattern(pattern, arguments, &mut errors).into_owned();
        }
        // A missing sentence is a fault of ours; a test finds it before anybody else does.
        tracing::error!(key, "no sentence with this key");
        key.to_owned()
    }
}
