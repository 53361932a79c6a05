//! What no town does: a clause that has a standing committee act, or counts towns, is told of the county again.

use crate::model::{Entity, MentionKind, RegionCode, Resolved, Tier};
use crate::resource::{Level, Lexicon};
use crate::text::{Normalised, Span};

/// How many characters behind a number are looked at for what it counts.
const LONGEST: usize = 12;

/// The county instead of the town that `here` acts, where the clause does not name that town and speaks of what only a
/// county has: 常委会首次就…, 已在7个乡镇推开.
pub(super) fn county(
    lexicon: &Lexicon,
    body: &str,
    clause: Span,
    mentions: &[Resolved],
    here: &[RegionCode],
) -> Option<Vec<RegionCode>> {
    let [town] = here else { return None };
    lexicon.regions.get(town).filter(|unit| unit.level == Level::Township)?;
    let named = mentions.iter().any(|m| m.entity == Entity::Region(town.clone()));
    let speaks =
        !named && (begins(lexicon, body, clause) || mentions.iter().any(|m| towns(lexicon, body, m)));
    let county = lexicon.regions.lineage(town).find(|unit| unit.level < Level::Township);
    county.filter(|_| speaks).map(|unit| vec![unit.code.clone()])
}

/// Whether a clause begins with a standing committee, or with the towns of a county: 乡镇52件….
fn begins(lexicon: &Lexicon, body: &str, clause: Span) -> bool {
    let words = Normalised::new(clause.of(body)).text;
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    lexicon.references.of_county.iter().any(|w| words.starts_with(w.as_str()))
}

/// Whether a number counts several townships or streets.
fn towns(lexicon: &Lexicon, body: &str, mention: &Resolved) -> bool {
    let MentionKind::Quantity(quantity) = &mention.mention.kind else { return false };
    let references = &lexicon.references;
    let behind = body[mention.mention.span.end..].chars().take(LONGEST).collect::<String>();
    let behind = Normalised::new(&behind).text;
    let counted = references.unit_words.opening(&behind).next().and_then(|n| references.units_below[n].1);
    quantity.value > rust_decimal::Decimal::ONE
        && counted.is_some_and(|tier| matches!(tier, Tier::Township | Tier::Street))
}
