//! `data/region.csv`: every unit from province to township, with its code, parent and short names.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{RegionCode, Tier};

const REGION_CSV: &str = include_str!("../../data/region.csv");

/// How high a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Provinces, autonomous regions, municipalities.
    Province,
    /// Cities with districts, prefectures, leagues.
    Prefecture,
    /// Counties, districts, county-level cities, banners.
    County,
    /// Townships, towns, streets.
    Township,
}

impl Level {
    /// The word in the region file and in the graph.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Prefecture => "prefecture",
            Self::County => "county",
            Self::Township => "township",
        }
    }

    /// The tier at which a congress of this level practises.
    pub fn tier(self) -> Tier {
        match self {
            Self::Province => Tier::Province,
            Self::Prefecture => Tier::City,
            Self::County => Tier::County,
            Self::Township => Tier::Township,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its code.
    pub code: RegionCode,
    /// Its full name.
    pub name: String,
    /// How high it stands.
    pub level: Level,
    /// The unit it lies in; `None` for provinces.
    pub parent: Option<RegionCode>,
    /// Its short names, most usual first.
    pub short: Vec<String>,
    /// A zone of the statistics without a code of GB/T 2260: known, never resolved to.
    pub zone: bool,
    /// Its short name is also an everyday word, so it counts only beside an organ's name.
    pub everyday: bool,
}

/// All units, by code.
#[derive(Debug)]
pub struct Regions {
    units: BTreeMap<RegionCode, Region>,
}

#[derive(serde::Deserialize)]
struct Row {
    code: String,
    name: String,
    level: String,
    parent: String,
    short: String,
    note: String,
}

impl Regions {
    /// Reads the embedded table.
    ///
    /// # Errors
    /// Where a row is faulty, with its line.
    pub fn load() -> Result<Self> {
        let mut units = BTreeMap::new();
        for row in csv::Reader::from_reader(REGION_CSV.as_bytes()).deserialize::<Row>() {
            let row = row.map_err(|e| {
                Error::new(ErrorKind::Resource, "not a row of regions").at("data/region.csv").because(e)
            })?;
            let faulty = |what: &str| {
                Error::new(ErrorKind::Resource, format!("{what} in the row of {}", row.code))
                    .at("data/region.csv")
            };
            let code = RegionCode::new(&row.code).ok_or_else(|| faulty("no code of 6 or 9 digits"))?;
            let level = match row.level.as_str() {
                "province" => Level::Province,
                "prefecture" => Level::Prefecture,
                "county" => Level::County,
                "township" => Level::Township,
                _ => return Err(faulty("unknown level")),
            };
            let parent = match row.parent.as_str() {
                "" => None,
                text => Some(RegionCode::new(text).ok_or_else(|| faulty("no code of the parent"))?),
            };
            let short = row.short.split('|').filter(|s| !s.is_empty()).map(str::to_owned).collect();
            let mut notes = row.note.split(';').map(str::trim);
            let zone = notes.clone().any(|n| n == "zone");
            let everyday = notes.any(|n| n == "word");
            units.insert(code.clone(), Region { code, name: row.name, level, parent, short, zone, everyday });
        }
        Ok(Self { units })
    }

    /// The unit of this code.
    pub fn get(&self, code: &RegionCode) -> Option<&Region> {
        self.units.get(code)
    }

    /// All units, ascending by code.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.units.values()
    }

    /// The unit and those it lies in, from the unit upward.
    pub fn lineage(&self, code: &RegionCode) -> impl Iterator<Item = &Region> {
        std::iter::successors(self.get(code), |r| r.parent.as_ref().and_then(|p| self.get(p)))
    }

    /// Whether `code` is `area` or lies in it.
    pub fn is_within(&self, code: &RegionCode, area: &RegionCode) -> bool {
        self.lineage(code).any(|r| r.code == *area)
    }
}
