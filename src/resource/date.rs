//! `data/date.toml`: dates told from another date, and the words around a date.

use crate::error::Result;
use crate::model::Relative;

use super::literals::Literals;
use super::trigger::parse;
use super::words::WordTable;

const FILE: &str = "data/date.toml";
const TEXT: &str = include_str!("../../data/date.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    attributes: Literals,
    ends: Literals,
    onward: Literals,
    early: Literals,
    over: Literals,
    after: Literals,
    until: Literals,
    between: Literals,
    part: char,
    relative: Vec<RelativeRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RelativeRow {
    years: i16,
    from: From,
    words: Vec<String>,
    not_after: Literals,
    not_before: Literals,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum From {
    Article,
    Told,
}

/// A word that tells a year from another.
#[derive(Debug, Clone)]
pub struct RelativeRule {
    /// The year it tells.
    pub year: Relative,
    /// Behind these it is another word.
    pub not_after: Literals,
    /// Before these it is another word.
    pub not_before: Literals,
}

/// Dates inside a body.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct Dates {
    pub relative: WordTable<RelativeRule>,
    pub attributes: Literals,
    pub ends: Literals,
    pub onward: Literals,
    pub early: Literals,
    pub over: Literals,
    pub after: Literals,
    pub until: Literals,
    pub between: Literals,
    pub part: char,
}

impl Dates {
    /// Reads the embedded rows.
    ///
    /// # Errors
    /// Where the file is faulty.
    pub fn load() -> Result<Self> {
        let file: File = parse(FILE, TEXT)?;
        let mut relative = Vec::new();
        for row in file.relative {
            let year = match row.from {
                From::Article => Relative::ToArticle { years: row.years },
                From::Told => Relative::ToTold { years: row.years },
            };
            let rule = RelativeRule { year, not_after: row.not_after, not_before: row.not_before };
            relative.extend(row.words.into_iter().map(|word| (word, rule.clone())));
        }
        Ok(Self {
            relative: WordTable::new(
                FILE,
                relative.iter().map(|(word, rule)| (word.as_str(), rule.clone())),
            )?,
            attributes: file.attributes,
            ends: file.ends,
            onward: file.onward,
            early: file.early,
            over: file.over,
            after: file.after,
            until: file.until,
            between: file.between,
            part: file.part,
        })
    }
}
