//! Whose a number is: the area it is said to be of, the region that stands at it, or those who act in its clause.

use crate::model::{Entity, MentionKind, RegionCode};
use crate::resource::Literals;
use crate::text::Span;

use super::super::Source;
use super::super::actor::list;
use super::super::frame::Clause;
use super::phrase::strip_fillers;
use super::{Drop, Number};

/// Every region that has what the number says.
pub(super) fn regions(
    source: &Source<'_>,
    number: &Number<'_>,
    of_area: Option<RegionCode>,
) -> Result<Vec<RegionCode>, Drop> {
    if let Some(region) = of_area.or_else(|| of_item(source, number)) {
        return Ok(vec![region]);
    }
    let at_it = at_it(source, number);
    let clause = number.clause;
    let acting: Vec<RegionCode> =
        if at_it.is_empty() { clause.subject.iter().chain(&clause.others).cloned().collect() } else { at_it };
    match acting.len() {
        0 => Err(("drop.no-region", "no region is said to have it")),
        1 => Ok(acting),
        _ => shared(source, number, acting),
    }
}

/// The regions of a list that stands at the number, with nothing but a filler between: 新县和罗山县各1件.
pub(super) fn at_it(source: &Source<'_>, number: &Number<'_>) -> Vec<RegionCode> {
    let mentions = number.clause.mentions;
    let last = mentions.iter().rposition(|m| {
        let at = m.mention.span;
        let region = matches!((&m.mention.kind, &m.entity), (MentionKind::Region { .. }, Entity::Region(_)));
        region && at.end <= number.span.start && at.start >= number.around.start && {
            let between = source.folded(Span::new(at.end, number.span.start));
            strip_fillers(&source.lexicon.units, between).is_empty()
        }
    });
    let Some(last) = last else { return Vec::new() };
    let lists = (0..=last).filter(|&i| matches!(mentions[i].mention.kind, MentionKind::Region { .. }));
    let Entity::Region(code) = &mentions[last].entity else { return Vec::new() };
    lists
        .map(|i| list(source.lexicon, &source.article.body.text, &mentions[..=last], i))
        .find(|list| list.last() == Some(code))
        .unwrap_or_default()
}

/// What several regions have: each of them the same (甲县、乙县各3件), each its own in their order (分别为3件和5件), or all of
/// them together, which is no region's.
fn shared(
    source: &Source<'_>,
    number: &Number<'_>,
    acting: Vec<RegionCode>,
) -> Result<Vec<RegionCode>, Drop> {
    let rules = &source.lexicon.units.shared;
    let before = source.words(Span::new(number.clause.span.start, number.span.start));
    let said = |words: &Literals| words.are_in(before);
    if said(&rules.in_order) {
        let counts: Vec<Span> = number.clause.quantities().map(|(span, _)| span).collect();
        let own =
            counts.iter().position(|span| *span == number.span).filter(|_| counts.len() == acting.len());
        if let Some(region) = own.and_then(|n| acting.get(n)) {
            return Ok(vec![region.clone()]);
        }
    }
    if said(&rules.each) {
        return Ok(acting);
    }
    Err(("drop.joint", "of several regions together, and of none of them alone"))
}

/// The region that begins the number's own item of an enumeration: 甲县在14个乡镇、乙县在3个镇.
fn of_item(source: &Source<'_>, number: &Number<'_>) -> Option<RegionCode> {
    let (clause, span) = (number.clause, number.span);
    let named =
        clause.mentions.iter().rev().find(|m| {
            matches!(m.mention.kind, MentionKind::Region { .. }) && m.mention.span.end <= span.start
        })?;
    let before = source.words(Span::new(clause.span.start, named.mention.span.start));
    let counted = clause.quantities().any(|(at, _)| at.end <= named.mention.span.start);
    match &named.entity {
        Entity::Region(code) if counted && before.ends_with('\u{3001}') => Some(code.clone()),
        _ => None,
    }
}

/// The last word before the number that says of what area it is, and that area where it is not the subject's own.
pub(super) fn scope(
    source: &Source<'_>,
    clause: &Clause<'_>,
    span: Span,
) -> Option<(String, Option<RegionCode>)> {
    let before = source.folded(Span::new(clause.span.start, span.start));
    let scope = &source.lexicon.units.scope;
    let word = scope.places(before).map(|(at, n)| (at.start, &scope[n])).max()?.1;
    let region = clause.mentions.iter().rev().find_map(|m| match (&m.entity, &m.mention.kind) {
        (Entity::Region(code), MentionKind::SelfReference { whole: true, .. })
            if m.mention.span.end <= span.start =>
        {
            Some(code.clone())
        }
        _ => None,
    });
    Some((word.clone(), region))
}
