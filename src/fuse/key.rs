//! Under what claims are fused.

use std::collections::BTreeSet;

use crate::model::{AdoptionClaim, Bound, ClaimKind, Record, RegionCode, Role, Slug};

/// What is fused together, and apart from everything else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A region and a mechanism: gives the fact and the conflicts among its claims.
    Practice(RegionCode, Slug),
    /// A mechanism and the region within which somebody says to be the first: gives conflicts.
    First(Slug, RegionCode),
    /// What is counted, of whom, how: gives conflicts.
    Value {
        /// Whose.
        region: RegionCode,
        /// Of what.
        indicator: Slug,
        /// In which unit.
        unit: String,
        /// Over which time.
        period: Option<String>,
    },
}

impl Key {
    /// The keys of a claim: none where nothing is fused of it.
    ///
    /// Numbers compare only where the indicator is known and the number is meant exactly: of two phrases nobody can
    /// say whether they count the same.
    pub fn of(kind: &ClaimKind) -> BTreeSet<Self> {
        match kind {
            ClaimKind::Adoption(c) if makes_fact(c) => {
                let first = c.first_within.clone().map(|scope| Self::First(c.mechanism.clone(), scope));
                [Self::Practice(c.region.clone(), c.mechanism.clone())].into_iter().chain(first).collect()
            }
            ClaimKind::Observation(c) if c.bound == Bound::Exact => {
                let key = c.indicator.clone().map(|indicator| Self::Value {
                    region: c.region.clone(),
                    indicator,
                    unit: c.unit.clone(),
                    period: c.period.clone(),
                });
                key.into_iter().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    /// The keys of all that a record says: what must be fused again when it comes, changes or goes.
    pub fn of_record(record: &Record) -> BTreeSet<Self> {
        record.claims.iter().flat_map(|claim| Self::of(claim.kind())).collect()
    }
}

/// Who takes part in another's practice, or names others for it, does not practise by that.
fn makes_fact(claim: &AdoptionClaim) -> bool {
    !matches!(claim.role, Role::Partner | Role::Designator)
}
