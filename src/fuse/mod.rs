//! Claims → facts, a pure function per [`Key`].
//!
//! Takes what articles say, in any order. Gives one fact for each region and mechanism, and the conflicts. Never loses
//! a claim and never lets the last writer win: claims that differ are kept, and the conflict is said. What is fused of
//! a key depends on the claims of that key alone, so that a change recomputes only the keys it touches, and a cluster
//! may fuse each key where its claims came together.

mod key;
mod time;
mod adoption;
mod conflict;

use std::collections::{BTreeMap, BTreeSet};

pub use key::Key;

use crate::model::{Facts, Record, Testimony};

/// Fuses the claims of all records. The order of `records` does not matter.
///
/// ```
/// assert_eq!(renda::fuse::fuse(&[]), renda::model::Facts::default());
/// ```
pub fn fuse(records: &[Record]) -> Facts {
    fuse_testimonies(records.iter().flat_map(Testimony::of))
}

/// Fuses claims as heard, in any order. A claim that is heard twice counts once.
pub fn fuse_testimonies<'a>(testimonies: impl IntoIterator<Item = Testimony<'a>>) -> Facts {
    let mut keys: BTreeMap<Key, BTreeSet<Testimony<'a>>> = BTreeMap::new();
    for testimony in testimonies {
        for key in Key::of(&testimony.kind) {
            keys.entry(key).or_default().insert(testimony.clone());
        }
    }
    let mut facts = Facts::default();
    for (key, testimonies) in &keys {
        facts.extend(fuse_key(key, testimonies));
    }
    facts
}

/// Fuses what is said under one key; claims of other keys are passed over.
pub fn fuse_key<'a, 'b: 'a>(key: &Key, testimonies: impl IntoIterator<Item = &'a Testimony<'b>>) -> Facts {
    let mut claims: Vec<&Testimony<'b>> =
        testimonies.into_iter().filter(|t| Key::of(&t.kind).contains(key)).collect();
    claims.sort();
    claims.dedup_by(|a, b| a.claim == b.claim);
    match key {
        Key::Practice(..) => adoption::fuse(&claims),
        Key::First(..) => conflict::first(&claims).into_iter().collect(),
        Key::Value { .. } => conflict::value(&claims).into_iter().collect(),
    }
}
