//! Whose a mechanism is where the words directly before it say so.

use crate::model::{Entity, MentionKind, OrganKind, RegionCode, Resolved};
use crate::resource::{CueKind, Literals};
use crate::text::{Span, is_quotation_mark};

use super::super::Source;
use super::super::actor::{follows_cue, organ_behind};
use super::super::frame::Clause;

/// How many bytes may stand between a region and the organ behind it: two characters and a quotation mark.
const NEAR: usize = 9;

/// Whom the words directly before a mechanism make it belong to.
pub(super) enum Owner {
    /// Regions other than the subject: 离石区“家站合一”, 甲县、乙县的“两官”评议.
    Has(Vec<RegionCode>),
    /// A unit above the subject, whose point or platform stands on the subject's ground: 省人大常委会基层立法联系点.
    Superior(RegionCode),
}

pub(super) fn owner(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Owner> {
    let lexicon = source.lexicon;
    let body = source.article.body.text.as_str();
    let i = clause.mentions.partition_point(|m| m.mention.span.start < at.start);
    let gap = |from: usize, allowed: &Literals| {
        // 通榆县的“风电企业代表之家”: the front of a quoted name is of the name.
        let whole = &body[from..at.start];
        let quoted = whole.rfind(is_quotation_mark).filter(|open| {
            let front = whole[*open..].trim_start_matches(is_quotation_mark);
            !front.is_empty() && front.chars().all(char::is_alphanumeric)
        });
        let mut between = quoted.map_or(whole, |open| &whole[..open]).trim_matches(is_quotation_mark);
        while let Some(rest) = allowed.strip_prefix(between) {
            between = rest.trim_matches(is_quotation_mark);
        }
        between.is_empty() || in_quote(&body[from..at.start], between)
    };
    for (j, m) in clause.mentions[..i].iter().enumerate().rev() {
        let (Entity::Region(code), span) = (&m.entity, m.mention.span) else { continue };
        if span.end > at.start || at.start - span.end > 4 * NEAR {
            continue;
        }
        let above = clause.subject.as_ref().is_some_and(|s| s != code && lexicon.regions.is_within(s, code));
        match &m.mention.kind {
            MentionKind::Organ { kind: OrganKind::Congress, .. }
                if gap(span.end, &lexicon.references.owner_gap) =>
            {
                let named =
                    clause.mentions[..j].iter().enumerate().rev().find_map(|(k, r)| match &r.entity {
                        Entity::Region(named)
                            if matches!(r.mention.kind, MentionKind::Region { .. })
                                && organ_behind(body, clause.mentions, k).is_some()
                                && r.mention.span.end <= span.start
                                && span.start - r.mention.span.end <= NEAR =>
                        {
                            Some((k, named.clone()))
                        }
                        _ => None,
                    });
                let (k, code) = named.unwrap_or_else(|| (j, code.clone()));
                let at_head = clause.mentions[k].mention.span.start == clause.span.start;
                let above = clause
                    .subject
                    .as_ref()
                    .is_some_and(|s| *s != code && lexicon.regions.is_within(s, &code));
                let home_below = source
                    .scene
                    .home
                    .as_ref()
                    .is_some_and(|h| h.region != code && lexicon.regions.is_within(&h.region, &code));
                if (above || home_below) && !at_head {
                    return Some(Owner::Superior(code));
                }
            }
            MentionKind::Region { .. }
                if !above
                    && clause.subject.as_ref() != Some(code)
                    && gap(span.end, &lexicon.references.possessive_gap)
                    && !follows_cue(lexicon, clause.mentions, j, &[CueKind::Partner]) =>
            {
                return Some(Owner::Has(listed(source, clause, j)));
            }
            _ => {}
        }
    }
    None
}

/// The regions of the list that ends with `clause.mentions[last]`, in order.
fn listed(source: &Source<'_>, clause: &Clause<'_>, last: usize) -> Vec<RegionCode> {
    let joins = &source.lexicon.references.joins;
    let mut codes: Vec<RegionCode> = Vec::new();
    let mut start = None;
    for m in clause.mentions[..=last].iter().rev() {
        let (Entity::Region(code), MentionKind::Region { .. }) = (&m.entity, &m.mention.kind) else { break };
        let joined = start.is_none_or(|start| {
            let between = source.words(Span::new(m.mention.span.end, start));
            joins.has(between)
        });
        if !joined {
            break;
        }
        codes.push(code.clone());
        start = Some(m.mention.span.start);
    }
    codes.reverse();
    codes
}

/// Whose a quoted name is where its paragraph said so before: 甲县“马背站”、乙县“田间会”各有特色。其中“马背站”….
pub(super) fn of_the_name(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Owner> {
    let body = source.article.body.text.as_str();
    let name = source.words(at);
    let quoted =
        body[..at.start].ends_with(is_quotation_mark) && body[at.end..].starts_with(is_quotation_mark);
    let region = |m: &Resolved| matches!(m.mention.kind, MentionKind::Region { .. });
    let named_here = clause.mentions.iter().any(|m| region(m) && m.mention.span.end <= at.start);
    if !quoted || named_here {
        return None;
    }
    let from = body[..at.start].rfind('\n').map_or(0, |i| i + 1);
    let first = from + body[from..at.start].find(name)?;
    let before = body[from..first].strip_suffix(is_quotation_mark)?;
    let before = from + before.strip_suffix('\u{7684}').unwrap_or(before).len();
    let owner = source.scene.mentions.iter().find(|m| region(m) && m.mention.span.end == before)?;
    match &owner.entity {
        Entity::Region(code) if clause.subject.as_ref() != Some(code) => Some(Owner::Has(vec![code.clone()])),
        _ => None,
    }
}

/// Whether all that is left before a name is the beginning of the quotation it ends: 通榆县的“风电企业|代表之家”.
fn in_quote(gap: &str, left: &str) -> bool {
    let quoted = gap.strip_suffix(left).is_some_and(|before| before.ends_with(is_quotation_mark));
    quoted && !left.is_empty() && left.chars().all(char::is_alphabetic)
}

/// The region below `superior` that a clause names or points at: 市人大将我县确定为…
pub(super) fn named_below(
    source: &Source<'_>,
    clause: &Clause<'_>,
    superior: &RegionCode,
) -> Option<RegionCode> {
    clause.mentions.iter().find_map(|m| match (&m.entity, &m.mention.kind) {
        (Entity::Region(code), MentionKind::Region { .. } | MentionKind::SelfReference { .. })
            if code != superior && source.lexicon.regions.is_within(code, superior) =>
        {
            Some(code.clone())
        }
        _ => None,
    })
}
