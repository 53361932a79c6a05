//! `data/organ.toml`: how the organs of a region are named.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Organ;

const ORGAN_TOML: &str = include_str!("../../data/organ.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    organ: Vec<Row>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: String,
    #[serde(default)]
    prefix: String,
    suffix: String,
}

/// What stands around a region's name in the name of one of its organs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganName {
    prefix: String,
    suffix: String,
}

impl OrganName {
    /// The organ's name in a region of this name.
    pub fn of(&self, region: &str) -> String {
        format!("{}{region}{}", self.prefix, self.suffix)
    }
}

/// How each organ is named.
///
/// # Errors
/// Where the file is faulty, or leaves an organ out.
pub fn organ_names() -> Result<BTreeMap<Organ, OrganName>> {
    let faulty = |message: String| Error::new(ErrorKind::Resource, message).at("data/organ.toml");
    let table: Table = toml::from_str(ORGAN_TOML)
        .map_err(|cause| faulty("not a table of organs".to_owned()).because(cause))?;
    let mut names = BTreeMap::new();
    for Row { kind, prefix, suffix } in table.organ {
        let organ =
            kind.parse().map_err(|cause| faulty(format!("no organ is called {kind}")).because(cause))?;
        names.insert(organ, OrganName { prefix, suffix });
    }
    match Organ::ALL.iter().find(|organ| !names.contains_key(*organ)) {
        Some(organ) => Err(faulty(format!("no row of the kind {organ}"))),
        None => Ok(names),
    }
}
