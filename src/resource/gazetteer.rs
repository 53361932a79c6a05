//! Names of regions as they stand in text: full, short and former names, and township names.

use crate::error::{Error, ErrorKind, Result};
use crate::model::RegionCode;

use super::region::{Level, Regions};
use super::words::{WordTable, Words};

const CHANGE_FILE: &str = "data/region_change.csv";
const CHANGE_CSV: &str = include_str!("../../data/region_change.csv");

/// How a name stands for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameKind {
    /// The full name.
    Full,
    /// A short name: counts only with support from its surroundings.
    Short {
        /// Also an everyday word.
        everyday: bool,
    },
    /// A name that the unit, or one that went into it, no longer bears.
    Former {
        /// What became of it: renamed, merged, abolished, upgraded.
        change: String,
        /// In which year.
        year: String,
        /// The province or city it lay in, to tell homonyms apart.
        parent_name: String,
    },
}

/// One reading of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSense {
    /// The unit.
    pub code: RegionCode,
    /// How the name stands for it.
    pub kind: NameKind,
}

/// The names of all units.
#[derive(Debug)]
pub struct Gazetteer {
    /// Provinces, prefectures and counties.
    pub names: Words<NameSense>,
    /// Townships by full name.
    pub townships: WordTable<RegionCode>,
}

#[derive(serde::Deserialize)]
struct ChangeRow {
    name: String,
    parent_name: String,
    kind: String,
    year: String,
    successor: String,
}

/// Whether a short name says what kind of unit it is, and so needs no more support than the full one: that of an
/// autonomous county without its peoples. Two characters alone may be a word.
fn keeps_ending(name: &str, short: &str) -> bool {
    short.chars().count() > 2 && short.chars().last() == name.chars().last()
}

impl Gazetteer {
    /// Collects the names of `regions` and the former names of the embedded table.
    ///
    /// # Errors
    /// Where a row of the table is faulty, or names a successor that is not in `regions`.
    pub(super) fn load(regions: &Regions) -> Result<Self> {
        let mut names: Vec<(String, NameSense)> = Vec::new();
        let mut townships = Vec::new();
        for region in regions.iter().filter(|r| !r.zone) {
            if region.level == Level::Township {
                townships.push((region.name.as_str(), region.code.clone()));
                continue;
            }
            names.push((region.name.clone(), NameSense { code: region.code.clone(), kind: NameKind::Full }));
            // A single character (a province's abbreviation) is no name in running text.
            for short in region.short.iter().filter(|s| s.chars().count() > 1) {
                let kind = if keeps_ending(&region.name, short) {
                    NameKind::Full
                } else {
                    NameKind::Short { everyday: region.everyday }
                };
                names.push((short.clone(), NameSense { code: region.code.clone(), kind }));
            }
        }
        for row in csv::Reader::from_reader(CHANGE_CSV.as_bytes()).deserialize::<ChangeRow>() {
            let row = row.map_err(|e| {
                Error::new(ErrorKind::Resource, "not a row of changes").at(CHANGE_FILE).because(e)
            })?;
            let first = row.successor.split('|').next().unwrap_or_default();
            let code = RegionCode::new(first).filter(|c| regions.get(c).is_some()).ok_or_else(|| {
                Error::new(
                    ErrorKind::Resource,
                    format!("the successor {first} of {} is no known unit", row.name),
                )
                .at(CHANGE_FILE)
            })?;
            let kind = NameKind::Former { change: row.kind, year: row.year, parent_name: row.parent_name };
            names.push((row.name, NameSense { code, kind }));
        }
        Ok(Self {
            names: Words::new("data/region.csv", names.iter().map(|(n, s)| (n.as_str(), s.clone())))?,
            townships: WordTable::new("data/region.csv", townships)?,
        })
    }
}
