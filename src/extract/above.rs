//! What no town does: a clause that has a standing committee act, or counts towns, is told of the county again.

use super::Source;
use super::actor::Until;
use crate::model::{Entity, MentionKind, RegionCode, Resolved, Tier};
use crate::resource::Level;
use crate::text::Span;

/// The county instead of the town that `here` acts, where the clause does not name that town and speaks of what only a
/// county has; and for how long: 常委会首次就… goes on, 已在7个乡镇推开 does not.
pub(super) fn county(
    source: &Source<'_>,
    clause: Span,
    mentions: &[Resolved],
    here: &[RegionCode],
) -> Option<(Vec<RegionCode>, Until)> {
    let [town] = here else { return None };
    let lexicon = source.lexicon;
    lexicon.regions.get(town).filter(|unit| unit.level == Level::Township)?;
    if mentions.iter().any(|m| m.entity == Entity::Region(town.clone())) {
        return None;
    }
    let until = if begins(source, clause) {
        Until::Paragraph
    } else if mentions.iter().any(|m| towns(source, m)) {
        Until::Clause
    } else {
        return None;
    };
    let county = lexicon.regions.lineage(town).find(|unit| unit.level < Level::Township)?;
    Some((vec![county.code.clone()], until))
}

/// Whether a clause begins with a standing committee, or with the towns of a county: 乡镇52件….
fn begins(source: &Source<'_>, clause: Span) -> bool {
    let words = source.folded(clause).trim_start_matches(|c: char| !c.is_alphanumeric());
    // 其中市人大代表2名，县人大代表20名: persons.
    let references = &source.lexicon.references;
    let persons = |n: usize| references.organ_not_before.open(&words[references.of_county[n].len()..]);
    references.of_county.opening(words).any(|n| !persons(n))
}

/// Whether a number counts several townships or streets; 两镇 are the two just named.
fn towns(source: &Source<'_>, mention: &Resolved) -> bool {
    let MentionKind::Quantity(quantity) = &mention.mention.kind else { return false };
    let references = &source.lexicon.references;
    let behind = source.folded(Span::new(mention.mention.span.end, source.article.body.text.len()));
    let counted = references.unit_words.opening(behind).next().and_then(|n| references.units_below[n].1);
    references.place_counters.contains(&quantity.unit)
        && quantity.value > rust_decimal::Decimal::ONE
        && counted.is_some_and(|tier| matches!(tier, Tier::Township | Tier::Street))
}
