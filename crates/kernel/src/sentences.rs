//! The sentences people read, by code and language, in Fluent (projectfluent.org).

use std::collections::HashMap;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde_json::Value;
use unic_langid::LanguageIdentifier;

use crate::Language;

/// Every sentence of the house. A crate brings its own: `locales/{fr,en}/<crate>.ftl`.
///
/// A code such as `transfer.too_large` is the message `transfer-too_large`: Fluent's identifiers have no dot.
pub struct Sentences {
    bundles: HashMap<Language, FluentBundle<FluentResource>>,
}

#[derive(Debug, thiserror::Error)]
#[error("sentences in {language} do not read: {reason}")]
pub struct BadSentences {
    language: Language,
    reason: String,
}

impl Sentences {
    pub fn new() -> Self {
        let bundles = Language::ALL
            .into_iter()
            .map(|language| {
                let id: LanguageIdentifier = language.code().parse().expect("fr and en are language codes");
                let mut bundle = FluentBundle::new_concurrent(vec![id]);
                // The marks that isolate a parameter from the direction of its sentence show as boxes in plain-text mail.
                bundle.set_use_isolating(false);
                (language, bundle)
            })
            .collect();
        Self { bundles }
    }

    /// Adds a crate's sentences.
    ///
    /// # Errors
    /// When the source does not parse, or says a code again that another crate already has.
    pub fn add(&mut self, language: Language, source: &str) -> Result<(), BadSentences> {
        let bad = |reason: String| BadSentences { language, reason };
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
            bad(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        })?;
        self.bundles
            .get_mut(&language)
            .ok_or_else(|| bad("no such language".to_owned()))?
            .add_resource(resource)
            .map_err(|errors| bad(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))
    }

    /// The sentence of a code, its parameters filled in; `None` when nobody wrote one.
    pub fn say(&self, language: Language, code: &str, params: &Value) -> Option<String> {
        let bundle = self.bundles.get(&language)?;
        let pattern = bundle.get_message(&code.replace('.', "-"))?.value()?;
        let mut args = FluentArgs::new();
        for (name, value) in params.as_object().into_iter().flatten() {
            let value = match value {
                Value::Number(number) => FluentValue::from(number.as_f64().unwrap_or_default()),
                Value::String(text) => FluentValue::from(text.clone()),
                other => FluentValue::from(other.to_string()),
            };
            args.set(name.clone(), value);
        }
        Some(bundle.format_pattern(pattern, Some(&args), &mut vec![]).into_owned())
    }

    /// Whether both languages have a sentence for this code.
    pub fn knows(&self, code: &str) -> bool {
        let id = code.replace('.', "-");
        Language::ALL
            .iter()
            .all(|language| self.bundles[language].get_message(&id).is_some_and(|m| m.value().is_some()))
    }
}

impl Default for Sentences {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_sentence_agrees_with_its_number() {
        let mut sentences = Sentences::new();
        let source = "a-tries = { $left ->\n    [one] Il vous reste un essai.\n   *[other] Il vous reste { $left } essais.\n}\n";
        sentences.add(Language::Fr, source).unwrap();

        assert_eq!(
            sentences.say(Language::Fr, "a.tries", &json!({ "left": 1 })).unwrap(),
            "Il vous reste un essai."
        );
        assert_eq!(
            sentences.say(Language::Fr, "a.tries", &json!({ "left": 4 })).unwrap(),
            "Il vous reste 4 essais."
        );
        assert_eq!(sentences.say(Language::En, "a.tries", &json!({ "left": 4 })), None);
        assert!(!sentences.knows("a.tries"));
    }

    #[test]
    fn the_same_code_twice_is_refused() {
        let mut sentences = Sentences::new();
        sentences.add(Language::Fr, "a-b = Un\n").unwrap();
        assert!(sentences.add(Language::Fr, "a-b = Deux\n").is_err());
    }
}
