//! Claims → facts, a pure function per key (region and mechanism).
//!
//! Never loses a claim and never lets the last writer win: claims that differ are kept, and the conflict is said.

use crate::model::{Facts, Record};

/// Fuses the claims of all records. The order of `records` does not matter.
pub fn fuse(records: &[Record]) -> Facts {
    let _ = records;
    unimplemented!("fuse")
}
