//! `data/organ.toml`: how the organs of a region are named.

use crate::error::{Error, ErrorKind, Result};

const ORGAN_TOML: &str = include_str!("../../data/organ.toml");

#[derive(serde::Deserialize)]
struct Table {
    organ: Vec<Organ>,
}

#[derive(serde::Deserialize)]
struct Organ {
    kind: String,
    suffix: String,
}

/// What stands after a region's name in the name of its standing committee.
///
/// # Errors
/// Where the file is faulty.
pub fn standing_committee_suffix() -> Result<String> {
    let faulty = |message: &str| Error::new(ErrorKind::Resource, message).at("data/organ.toml");
    let table: Table =
        toml::from_str(ORGAN_TOML).map_err(|cause| faulty("not a table of organs").because(cause))?;
    let organ = table.organ.into_iter().find(|organ| organ.kind == "standing-committee");
    organ.map(|organ| organ.suffix).ok_or_else(|| faulty("no row of the kind standing-committee"))
}
