//! `data/region.csv`: every unit from province to township, with its code, parent and short names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::code::Codes;
use super::own::RuleFile;
use crate::error::Result;
use crate::model::{RegionCode, Tier};

pub(super) const FILE: &str = "data/region.csv";
pub(super) const TEXT: &str = include_str!("../../data/region.csv");

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
#[derive(Debug, Default)]
pub struct Regions {
    /// Ascending by code.
    units: Vec<Region>,
    codes: Codes,
    /// In which unit each lies, by their places.
    parents: Vec<Option<usize>>,
    /// Provinces by the one character they are called by.
    letters: BTreeMap<char, RegionCode>,
    /// Cities and counties by full name.
    names: BTreeMap<String, BTreeSet<RegionCode>>,
    /// How many characters the longest of these names has.
    longest_name: usize,
    provinces: Vec<RegionCode>,
}

/// Units while their tables are read.
type Units = BTreeMap<RegionCode, Region>;

const COLUMNS: &str = "the first line is code,name,level,parent,short,note, and each row has these six";

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
    /// Reads these tables, one behind the other. A row of a known code and name adds short names to it.
    ///
    /// # Errors
    /// Where a row is faulty, gives a known code another name, or lies in no known unit; with its line.
    pub(super) fn parse(files: &[RuleFile<'_>]) -> Result<Self> {
        let mut units = Units::new();
        for file in files {
            let mut added = Vec::new();
            let mut reader = csv::Reader::from_reader(file.text.as_bytes());
            let heads = reader.headers().cloned().unwrap_or_default();
            for record in reader.records() {
                let row = record.and_then(|r| {
                    let line = r.position().map_or(1, csv::Position::line);
                    Ok((line, r.deserialize::<Row>(Some(&heads))?))
                });
                let (line, row) = row.map_err(|e| {
                    let line = e.position().map_or(1, csv::Position::line);
                    file.faulty(at(line), "not a row of regions").remedy(COLUMNS).because(e)
                })?;
                added.push((at(line), add(&mut units, file, at(line), row)?));
            }
            // After all rows, for a table may name a part before the whole.
            for (line, code) in added {
                check_parent(&units, file, line, &code)?;
            }
        }
        let codes = Codes::new(units.keys());
        let units: Vec<Region> = units.into_values().collect();
        let parents = units.iter().map(|unit| codes.place(unit.parent.as_ref()?)).collect();
        let mut regions = Self { units, codes, parents, ..Self::default() };
        regions.index();
        Ok(regions)
    }

    /// Fills the tables by letter and by name.
    fn index(&mut self) {
        for unit in &self.units {
            match unit.level {
                Level::Province => {
                    self.provinces.push(unit.code.clone());
                    for short in &unit.short {
                        let mut characters = short.chars();
                        if let (Some(letter), None) = (characters.next(), characters.next()) {
                            self.letters.entry(letter).or_insert_with(|| unit.code.clone());
                        }
                    }
                }
                Level::Prefecture | Level::County => {
                    self.names.entry(unit.name.clone()).or_default().insert(unit.code.clone());
                }
                Level::Township => {}
            }
        }
        self.longest_name = self.names.keys().map(|name| name.chars().count()).max().unwrap_or(0);
    }

    /// The unit of this code.
    pub fn get(&self, code: &RegionCode) -> Option<&Region> {
        Some(&self.units[self.codes.place(code)?])
    }

    /// The province that is called by this one character: 川 is Sichuan.
    pub fn by_letter(&self, letter: char) -> Option<&RegionCode> {
        self.letters.get(&letter)
    }

    /// The cities and counties of this full name.
    pub fn by_name(&self, name: &str) -> Option<&BTreeSet<RegionCode>> {
        self.names.get(name)
    }

    /// How many characters the longest name has that [`Regions::by_name`] knows.
    pub fn longest_name(&self) -> usize {
        self.longest_name
    }

    /// The provinces, ascending by code.
    pub fn provinces(&self) -> impl Iterator<Item = &Region> {
        self.provinces.iter().filter_map(|code| self.get(code))
    }

    /// All units, ascending by code.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.units.iter()
    }

    /// The unit and those it lies in, from the unit upward.
    pub fn lineage(&self, code: &RegionCode) -> impl Iterator<Item = &Region> {
        self.upward(code).map(|place| &self.units[place])
    }

    /// Whether `code` is `area` or lies in it.
    pub fn is_within(&self, code: &RegionCode, area: &RegionCode) -> bool {
        self.codes.place(area).is_some_and(|area| self.upward(code).any(|place| place == area))
    }

    /// The places of the unit and of those it lies in.
    fn upward(&self, code: &RegionCode) -> impl Iterator<Item = usize> {
        std::iter::successors(self.codes.place(code), |place| self.parents[*place])
    }
}

fn add(units: &mut Units, file: &RuleFile<'_>, line: usize, row: Row) -> Result<RegionCode> {
    let faulty = |what: String| file.faulty(line, what);
    let code = RegionCode::new(&row.code)
        .ok_or_else(|| faulty(format!("{} is no code of 6 or 9 digits", row.code)))?;
    let level = match row.level.as_str() {
        "province" => Level::Province,
        "prefecture" => Level::Prefecture,
        "county" => Level::County,
        "township" => Level::Township,
        other => {
            return Err(
                faulty(format!("{other} is no level")).remedy("use province, prefecture, county or township")
            );
        }
    };
    let parent = match row.parent.as_str() {
        "" => None,
        text => Some(RegionCode::new(text).ok_or_else(|| faulty(format!("{text} is no code of a parent")))?),
    };
    if row.name.trim().is_empty() {
        return Err(faulty(format!("{code} has no name")));
    }
    let mut short: Vec<String> =
        row.short.split('|').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect();
    let mut notes = row.note.split(';').map(str::trim);
    let zone = notes.clone().any(|n| n == "zone");
    let everyday = notes.any(|n| n == "word");
    if let Some(known) = units.get_mut(&code) {
        if (&known.name, known.level, &known.parent) != (&row.name, level, &parent) {
            let parent = known.parent.as_ref().map_or("none", RegionCode::as_str);
            let message = format!("{code} is {}, a {} with the parent {parent}", known.name, known.level);
            return Err(faulty(message)
                .remedy("correct the code, or repeat name, level and parent and add short names only"));
        }
        short.retain(|s| !known.short.contains(s));
        known.short.extend(short);
        known.everyday |= everyday;
    } else {
        let unit = Region { code: code.clone(), name: row.name, level, parent, short, zone, everyday };
        units.insert(code.clone(), unit);
    }
    Ok(code)
}

/// A unit without a parent of a higher level would be found by no question about a province.
fn check_parent(units: &Units, file: &RuleFile<'_>, line: usize, code: &RegionCode) -> Result<()> {
    let Some(unit) = units.get(code) else { return Ok(()) };
    let holds = match &unit.parent {
        None => unit.level == Level::Province,
        Some(parent) => units.get(parent).is_some_and(|parent| parent.level < unit.level),
    };
    if holds {
        return Ok(());
    }
    let parent = unit.parent.as_ref().map_or("none", RegionCode::as_str);
    Err(file
        .faulty(
            line,
            format!("the parent of {code} {} is {parent}, no known unit above a {}", unit.name, unit.level),
        )
        .remedy("give the code of the unit it lies in"))
}

/// A line number as messages count.
fn at(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}
