//! `data/date.toml`: dates told from another date, and the words around a date.

use crate::error::Result;
use crate::model::Relative;

use super::trigger::parse;
use super::words::WordTable;

const FILE: &str = "data/date.toml";
const TEXT: &str = include_str!("../../data/date.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    attributes: Vec<String>,
    ends: Vec<String>,
    onward: Vec<String>,
    early: Vec<String>,
    over: Vec<String>,
    after: Vec<String>,
    until: Vec<String>,
    between: Vec<String>,
    part: char,
    relative: Vec<RelativeRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RelativeRow {
    years: i16,
    from: From,
    words: Vec<String>,
    not_after: Vec<String>,
    not_before: Vec<String>,
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
    pub not_after: Vec<String>,
    /// Before these it is another word.
    pub not_before: Vec<String>,
}

/// Dates inside a body.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct Dates {
    pub relative: WordTable<RelativeRule>,
    pub attributes: Vec<String>,
    pub ends: Vec<String>,
    pub onward: Vec<String>,
    pub early: Vec<String>,
    pub over: Vec<String>,
    pub after: Vec<String>,
    pub until: Vec<String>,
    pub between: Vec<String>,
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
