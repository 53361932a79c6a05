//! The facts made by hand: one JSON file an article, as the guidelines describe it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};

use super::rows::number;
use crate::error::{Error, ErrorKind, Result};

/// One article and what it says; fields that are not scored are passed over.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldArticle {
    /// The page it stands on.
    #[serde(default)]
    pub doc: String,
    /// Its title; without one it is not asked for.
    pub title: Option<String>,
    /// Its authors; the first is asked for.
    #[serde(default, deserialize_with = "or_default")]
    pub authors: Vec<String>,
    /// The region whose congress it reports on; `None` for essays.
    #[serde(default)]
    pub home_region: Option<GoldRegion>,
    /// Who does what.
    #[serde(default)]
    pub adoptions: Vec<GoldAdoption>,
    /// How much.
    #[serde(default)]
    pub observations: Vec<GoldObservation>,
    /// Which statutes, and what was done with them.
    #[serde(default)]
    pub statutes: Vec<GoldStatute>,
}

/// A region, of which only the code is compared.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldRegion {
    /// The code of GB/T 2260.
    pub code: String,
}

/// A mechanism in a region.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldAdoption {
    /// Whose practice it is.
    pub region: GoldRegion,
    /// The name that the text gives it.
    pub mechanism: String,
    /// Other names in the same article.
    #[serde(default, deserialize_with = "or_default")]
    pub aliases: Vec<String>,
    /// How far it has come; several where the readers disagree and either will do.
    #[serde(deserialize_with = "one_or_more")]
    pub status: Vec<GoldStatus>,
    /// Whether both readers gave it.
    #[serde(default = "yes")]
    pub core: bool,
    /// The words that say so.
    #[serde(default, deserialize_with = "or_default")]
    pub evidence: String,
}

/// How far a practice has come, the lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoldStatus {
    /// Given up.
    Discontinued,
    /// Said, not done.
    Planned,
    /// On trial.
    Piloted,
    /// Done.
    Adopted,
    /// Done in every unit below.
    FullCoverage,
}

/// A number.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldObservation {
    /// Whose number it is.
    pub region: GoldRegion,
    /// What is counted.
    pub indicator: String,
    /// How many; without a value it is not scored.
    #[serde(default, deserialize_with = "maybe_number")]
    pub value: Option<f64>,
    /// Whether both readers gave it.
    #[serde(default = "yes")]
    pub core: bool,
    /// The words that say so.
    #[serde(default, deserialize_with = "or_default")]
    pub evidence: String,
}

/// What was done with a statute.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldStatute {
    /// Who did it.
    pub region: GoldRegion,
    /// The statute's name.
    pub statute: String,
    /// What was done.
    pub relation: String,
    /// What the other reader says was done; either will do.
    #[serde(default)]
    pub also_relation: Option<String>,
    /// Whether both readers gave it.
    #[serde(default = "yes")]
    pub core: bool,
}

impl GoldArticle {
    /// Reads the `*.json` files of a folder, ascending by name.
    ///
    /// # Errors
    /// Where the folder cannot be read, holds no such file, or one of them is no gold article.
    pub fn read(dir: &Path) -> Result<Vec<Self>> {
        let unreadable = |e: std::io::Error| {
            Error::new(ErrorKind::Input, "the gold folder cannot be read").at(dir.display()).because(e)
        };
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if !hidden && path.extension().is_some_and(|extension| extension == "json") {
                paths.push(path);
            }
        }
        if paths.is_empty() {
            return Err(Error::new(ErrorKind::Input, "no gold here")
                .at(dir.display())
                .remedy("give the folder that holds the *.json files"));
        }
        paths.sort();
        paths.iter().map(|path| Self::read_one(path)).collect()
    }

    fn read_one(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| {
            Error::new(ErrorKind::Input, "the file cannot be read").at(path.display()).because(e)
        })?;
        serde_json::from_str(&text).map_err(|e| {
            Error::new(ErrorKind::Input, format!("no gold article: {e}"))
                .at(path.display())
                .remedy("data/articles/README.md names the guidelines of the form")
                .because(e)
        })
    }
}

fn yes() -> bool {
    true
}

/// `null` is as good as absent.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

fn maybe_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    #[derive(Deserialize)]
    struct Number(#[serde(deserialize_with = "number")] f64);
    Ok(Option::<Number>::deserialize(from)?.map(|Number(value)| value))
}

fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<GoldStatus>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(GoldStatus),
        More(Vec<GoldStatus>),
    }
    match OneOrMore::deserialize(from)? {
        OneOrMore::One(status) => Ok(vec![status]),
        OneOrMore::More(all) if all.is_empty() => Err(serde::de::Error::custom("a status list is empty")),
        OneOrMore::More(all) => Ok(all),
    }
}
