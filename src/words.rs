//! The words that users read, from `data/label.toml`, read when the first one is needed.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::OnceLock;

const LABEL_TOML: &str = include_str!("../data/label.toml");

/// A word in each language.
#[derive(serde::Deserialize)]
struct Label {
    zh: String,
    en: String,
}

type Groups = BTreeMap<String, BTreeMap<String, Label>>;

/// The language of what users read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Words {
    /// Chinese
    #[default]
    Zh,
    /// English
    En,
}

impl Words {
    /// All languages.
    pub const ALL: &'static [Self] = &[Self::Zh, Self::En];

    /// The language's tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The word for `key` in `group`; the key itself where the file has none, so that a new word of the vocabulary is
    /// shown as it stands.
    pub fn get<'a>(self, group: &str, key: &'a str) -> &'a str {
        match groups().get(group).and_then(|words| words.get(key)) {
            Some(label) if self == Self::Zh => &label.zh,
            Some(label) => &label.en,
            None => key,
        }
    }

    /// All keys of a group with their words, ascending.
    pub(crate) fn group(self, group: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        groups().get(group).into_iter().flatten().map(move |(key, label)| {
            (key.as_str(), if self == Self::Zh { label.zh.as_str() } else { label.en.as_str() })
        })
    }

    /// The head of a column.
    pub fn head(self, key: &str) -> String {
        self.get("head", key).to_owned()
    }

    /// Words of a group, joined.
    pub fn all(self, group: &str, keys: &[String]) -> String {
        let words: Vec<_> = keys.iter().map(|key| self.get(group, key)).collect();
        words.join(self.get("text", "list-comma"))
    }

    /// A sentence with its places filled in.
    pub fn say(self, key: &str, places: &[(&str, &dyn Display)]) -> String {
        let mut text = self.get("text", key).to_owned();
        for (name, value) in places {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        text
    }
}

fn groups() -> &'static Groups {
    static GROUPS: OnceLock<Groups> = OnceLock::new();
    GROUPS.get_or_init(|| toml::from_str(LABEL_TOML).expect("a test reads the embedded file"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Coverage, Relation, Role, Status, Tier};

    #[test]
    fn every_word_of_the_vocabulary_has_its_label() {
        let known = |group: &str, word: &str| assert!(groups()[group].contains_key(word), "{group}.{word}");
        for word in Status::ALL {
            known("status", word.as_str());
        }
        for word in Coverage::ALL {
            known("coverage", word.as_str());
        }
        for word in Tier::ALL {
            known("tier", word.as_str());
        }
        for word in Role::ALL {
            known("role", word.as_str());
        }
        for word in Relation::ALL {
            known("relation", word.as_str());
        }
    }

    #[test]
    fn sentences_have_the_same_places_in_both_languages() {
        let places = |text: &str| {
            let mut names: Vec<_> = text
                .split('{')
                .skip(1)
                .filter_map(|t| t.split_once('}'))
                .map(|(n, _)| n.to_owned())
                .collect();
            names.sort();
            names
        };
        for (key, label) in &groups()["text"] {
            assert_eq!(places(&label.zh), places(&label.en), "{key}");
        }
    }
}
