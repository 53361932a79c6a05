//! What no town does: a clause that has a standing committee act, or counts towns, is told of the county again.

use super::actor::Until;
use crate::model::{Entity, MentionKind, RegionCode, Resolved, Tier};
use crate::resource::{Level, Lexicon};
use crate::text::{Normalised, Span};

/// How many characters behind a number are looked at for what it counts.
const LONGEST: usize = 12;

/// The county instead of the town that `here` acts, where the clause does not name that town and speaks of what only a
/// county has; and for how long: 常委会首次就… goes on, 已在7个乡镇推开 does not.
pub(super) fn county(
    lexicon: &Lexicon,
    body: &str,
    clause: Span,
    mentions: &[Resolved],
    here: &[RegionCode],
) -> Option<(Vec<RegionCode>, Until)> {
    let [town] = here else { return None };
    lexicon.regions.get(town).filter(|unit| unit.level == Level::Township)?;
    if mentions.iter().any(|m| m.entity == Entity::Region(town.clone())) {
        return None;
    }
    let until = if begins(lexicon, body, clause) {
        Until::Paragraph
    } else if mentions.iter().any(|m| towns(lexicon, body, m)) {
        Until::Clause
    } else {
        return None;
    };
    let county = lexicon.regions.lineage(town).find(|unit| unit.level < Level::Township)?;
    Some((vec![county.code.clone()], until))
}

/// Whether a clause begins with a standing committee, or with the towns of a county: 乡镇52件….
fn begins(lexicon: &Lexicon, body: &str, clause: Span) -> bool {
    let words = Normalised::new(clause.of(body)).text;
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    lexicon.references.of_county.open(words)
}

/// Whether a number counts several townships or streets; 两镇 are the two just named.
fn towns(lexicon: &Lexicon, body: &str, mention: &Resolved) -> bool {
    let MentionKind::Quantity(quantity) = &mention.mention.kind else { return false };
    let references = &lexicon.references;
    let behind = body[mention.mention.span.end..].chars().take(LONGEST).collect::<String>();
    let behind = Normalised::new(&behind).text;
    let counted = references.unit_words.opening(&behind).next().and_then(|n| references.units_below[n].1);
    references.place_counters.contains(&quantity.unit)
        && quantity.value > rust_decimal::Decimal::ONE
        && counted.is_some_and(|tier| matches!(tier, Tier::Township | Tier::Street))
}
