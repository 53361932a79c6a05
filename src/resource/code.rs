//! Where a code stands in an ascending table of regions.

use crate::model::RegionCode;

/// How many numbers four digits make.
const CITIES: usize = 10_000;

/// Codes, ascending. The city that a code begins with leads to the few among which it is looked for: tables of regions are
/// asked for each name, so that a tree of all codes would cost more than what is done with the answer.
#[derive(Debug, Default)]
pub(super) struct Codes {
    codes: Vec<RegionCode>,
    /// For the number of each city, and one more, how many codes stand before it.
    cities: Vec<usize>,
}

impl Codes {
    /// Takes the codes in ascending order.
    pub(super) fn new(codes: Vec<RegionCode>) -> Self {
        let before = |city: usize| codes.partition_point(|code| code.city() < city);
        let cities = (0..=CITIES).map(before).collect();
        Self { codes, cities }
    }

    /// At which place the code stands.
    pub(super) fn place(&self, code: &RegionCode) -> Option<usize> {
        let city = code.city();
        let from = *self.cities.get(city)?;
        let near = &self.codes[from..self.cities[city + 1]];
        near.binary_search(code).ok().map(|place| from + place)
    }
}
