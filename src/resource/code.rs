//! Where a code stands in an ascending table of regions.

use crate::model::RegionCode;

/// How many numbers four digits make.
const CITIES: u32 = 10_000;

/// Codes, ascending. The city that a code begins with leads to the few among which it is looked for: tables of regions are
/// asked for each name, so that a tree of all codes would cost more than what is done with the answer.
#[derive(Debug, Default)]
pub(super) struct Codes {
    numbers: Vec<u32>,
    /// For the number of each city, and one more, how many codes stand before it.
    cities: Vec<usize>,
}

impl Codes {
    /// Takes the codes in ascending order.
    pub(super) fn new<'a>(codes: impl Iterator<Item = &'a RegionCode>) -> Self {
        let numbers: Vec<u32> = codes.map(RegionCode::number).collect();
        let before = |city: u32| numbers.partition_point(|number| number / RegionCode::CITY < city);
        let cities = (0..=CITIES).map(before).collect();
        Self { numbers, cities }
    }

    /// At which place the code stands.
    pub(super) fn place(&self, code: &RegionCode) -> Option<usize> {
        let number = code.number();
        let city = (number / RegionCode::CITY) as usize;
        let from = *self.cities.get(city)?;
        let near = &self.numbers[from..self.cities[city + 1]];
        near.binary_search(&number).ok().map(|place| from + place)
    }
}
