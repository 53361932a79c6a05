//! `data/byline.toml` and `data/furniture.toml`: how a page prints authors, dates and what belongs to no article.

use std::collections::BTreeSet;

use super::literals::Literals;
use crate::error::{Error, ErrorKind, Result};

const BYLINE_TOML: &str = include_str!("../../data/byline.toml");
const FURNITURE_TOML: &str = include_str!("../../data/furniture.toml");

/// The rules by which a page is taken apart.
#[derive(Debug, Clone)]
pub struct PageRules {
    /// How authors are printed.
    pub byline: BylineRules,
    /// What belongs to no article, and how dates are printed.
    pub furniture: FurnitureRules,
}

/// `data/byline.toml`; the comments there say what each list is for.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct BylineRules {
    pub marks: String,
    pub misread: String,
    pub labels: Vec<String>,
    pub spaced: Literals,
    pub reporters: Literals,
    pub notes: Vec<String>,
    pub office: Literals,
    pub press: Literals,
    pub post: Literals,
    pub body: Literals,
    pub collective: Literals,
    pub unit: String,
    #[serde(deserialize_with = "characters")]
    pub surnames: BTreeSet<char>,
    pub double: Literals,
}

/// `data/furniture.toml`; the comments there say what each list is for.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct FurnitureRules {
    pub starts: Literals,
    pub ends: Literals,
    pub contains: Literals,
    pub hosts: Literals,
    pub links: Literals,
    pub captions: Literals,
    pub columns: Literals,
    pub field: FieldRules,
    pub folio: FolioRules,
    pub masthead: MastheadRules,
    pub speech: SpeechRules,
    pub intro: IntroRules,
    pub date: DateRules,
    pub organ: OrganRules,
}

/// Labels of the line under a web page's title.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct FieldRules {
    pub date: Vec<String>,
    pub source: Vec<String>,
    pub author: Vec<String>,
    pub title: Vec<String>,
    pub other: Vec<String>,
}

/// The numbers of pages.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct FolioRules {
    pub number: String,
    pub forms: Vec<String>,
}

/// The head of a newspaper page.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct MastheadRules {
    pub weekdays: Literals,
    pub sunday: String,
    pub words: Literals,
}

/// Where a speech was held, and whom it speaks to.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct SpeechRules {
    pub dash: Literals,
    pub ends: Literals,
    pub most_lines: usize,
    pub salutations: Literals,
}

/// Introductions by the editors.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct IntroRules {
    pub cues: Literals,
    pub events: Literals,
}

/// Dates in words.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct DateRules {
    pub year: char,
    pub month: char,
    pub day: String,
    pub digits: String,
    pub zero: String,
    pub ten: char,
}

impl DateRules {
    /// The value of a digit, in figures or in characters.
    pub fn digit(&self, c: char) -> Option<i16> {
        if let Some(digit) = c.to_digit(10) {
            return i16::try_from(digit).ok();
        }
        if self.zero.contains(c) {
            return Some(0);
        }
        self.digits.chars().zip(0..).find(|(d, _)| *d == c).map(|(_, n)| n)
    }

    /// The number below one hundred with which `text` begins, as a month or a day is written, and its length in bytes.
    ///
    /// ```
    /// let rules = renda::resource::PageRules::load()?.furniture.date;
    /// assert_eq!(rules.number("12月"), Some((12, 2)));
    /// assert_eq!(rules.number("三十一日"), Some((31, 9)));
    /// # Ok::<(), renda::error::Error>(())
    /// ```
    pub fn number(&self, text: &str) -> Option<(i8, usize)> {
        let is_part = |c: char| c == self.ten || self.digit(c).is_some();
        let written = &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())];
        let digit = |c: char| self.digit(c).and_then(|n| i8::try_from(n).ok());
        let chars: Vec<char> = written.chars().collect();
        let ten = self.ten;
        let value = match *chars.as_slice() {
            [c] if c == ten => 10,
            [c, d] if c == ten => 10 + digit(d)?,
            [c] => digit(c)?,
            [c, d] if d == ten => 10 * digit(c)?,
            [c, d, e] if d == ten => 10 * digit(c)? + digit(e)?,
            [c, d] if c.is_ascii_digit() && d.is_ascii_digit() => 10 * digit(c)? + digit(d)?,
            _ => return None,
        };
        Some((value, written.len()))
    }
}

/// How a page names its region.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct OrganRules {
    pub words: Literals,
}

impl PageRules {
    /// Reads the embedded rules.
    ///
    /// # Errors
    /// Where a file is faulty, with its name and what the reader says.
    pub fn load() -> Result<Self> {
        let mut rules = Self {
            byline: parse("data/byline.toml", BYLINE_TOML)?,
            furniture: parse("data/furniture.toml", FURNITURE_TOML)?,
        };
        if rules.furniture.masthead.weekdays.len() != 7 {
            return Err(Error::new(ErrorKind::Resource, "masthead.weekdays does not have seven days")
                .at("data/furniture.toml")
                .remedy("list the days, Monday first"));
        }
        // The longest label first, so that a shorter one does not cut it.
        let fields = &mut rules.furniture.field;
        for list in [
            &mut rules.byline.labels,
            &mut rules.byline.notes,
            &mut fields.date,
            &mut fields.source,
            &mut fields.author,
            &mut fields.other,
        ] {
            list.sort_by_key(|label| std::cmp::Reverse(label.len()));
        }
        Ok(rules)
    }
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        Error::new(ErrorKind::Resource, "not the rules it should be").at(format!("{name}:{line}")).because(e)
    })
}

/// A string read as the set of its characters.
fn characters<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<char>, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(deserializer)?;
    Ok(text.chars().filter(|c| !c.is_whitespace()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rules_are_rules() {
        let rules = PageRules::load().unwrap();
        assert!(rules.byline.surnames.contains(&'欧'));
        assert!(rules.byline.notes.iter().is_sorted_by_key(|n| std::cmp::Reverse(n.len())));
    }

    #[test]
    fn a_faulty_file_is_named_with_its_line() {
        let error = parse::<OrganRules>("data/x.toml", "# one\nword = 1").unwrap_err();
        assert!(error.to_string().starts_with("data/x.toml:"), "{error}");
    }
}
