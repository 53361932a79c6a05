//! Who takes over in a clause, and how long a region goes on acting.

use crate::model::{Entity, MentionKind, OrganKind, RegionCode, RegionName, Resolved};
use crate::resource::{CueKind, Level, Lexicon};
use crate::text::Span;

use super::Source;
use super::nobody;

/// How many bytes at the head of a clause may stand before its subject: a short adverb or date.
pub(super) const LEAD: usize = 30;
/// The mark of an enumeration.
const ENUMERATION: char = '\u{3001}';
/// How many bytes may stand between a region and its organ: a term of office.
const BETWEEN: usize = 24;

/// How long a region goes on acting.
pub(super) enum Until {
    /// To the end of the clause: a superior's congress.
    Clause,
    /// To the end of the sentence: another place, told of by the way.
    Sentence,
    /// To the end of the paragraph, or until another takes over.
    Paragraph,
}

/// Who takes over in a clause, and for how long; `None` where all stays as it was. Nobody at all where what is told is no
/// region's doing.
///
/// A region (its congress named, or alone) or a list of regions at the head of a clause takes over. A region behind
/// 与, 赴, 到, 除 does not: it takes part, was visited, or is left out.
pub(super) fn actor(
    source: &Source<'_>,
    clause: Span,
    mentions: &[Resolved],
    home: Option<&RegionCode>,
) -> Option<(Vec<RegionCode>, Until)> {
    let (lexicon, body) = (source.lexicon, source.article.body.text.as_str());
    if let Some(until) = nobody::acts(source, clause, mentions, home) {
        return Some((Vec::new(), until));
    }
    for (i, m) in mentions.iter().enumerate() {
        if m.mention.span.start.saturating_sub(clause.start) > LEAD {
            break;
        }
        let Entity::Region(code) = &m.entity else { continue };
        let asides = [CueKind::Partner, CueKind::Travel, CueKind::Visited, CueKind::Guided, CueKind::Except];
        let lead = &body[clause.start..m.mention.span.start];
        let named = matches!(m.mention.kind, MentionKind::Region { .. });
        let guest = named && lexicon.references.guest.are_in(lead);
        let behind = Span::new(m.mention.span.end, clause.end.max(m.mention.span.end));
        // 重庆高新区金凤街道: a zone is not the city it lies in.
        if named && lead.is_empty() && lexicon.references.zones.open(source.words(behind)) {
            return Some((Vec::new(), Until::Paragraph));
        }
        // 三元区人大常委会一行来我区考察: what follows is told of the hosts.
        let visitor = named && lexicon.references.visitor_comes.are_in(source.folded(behind));
        // 在乙县喜洲镇，大家看到…: the clause says nothing but where.
        let rest = source.words(behind).trim();
        let alone = rest.chars().all(|c| !c.is_alphanumeric()) && !rest.contains(ENUMERATION);
        if named && alone && lexicon.references.within.has(lead.trim()) {
            return Some((list(lexicon, body, mentions, i), Until::Sentence));
        }
        // 在企业、甲镇粮库等处新设…: one of several places, and not who acts.
        let place = named && lead.ends_with(ENUMERATION) && lexicon.references.within.open(lead.trim_start());
        if guest || visitor || place || follows_cue(lexicon, mentions, i, &asides) {
            break;
        }
        let outer = home.is_some_and(|h| h != code && lexicon.regions.is_within(h, code));
        let own = home.is_none_or(|h| lexicon.regions.is_within(code, h));
        match &m.mention.kind {
            MentionKind::Region { name, .. } => {
                let organ = organ_behind(body, mentions, i);
                let congress = organ == Some(OrganKind::Congress);
                let list = list(lexicon, body, mentions, i);
                // 泰和县村里也有代表联络点: in a township's article the county is told of by the way.
                if outer
                    && list.len() == 1
                    && organ.is_none()
                    && lead.is_empty()
                    && heads(lexicon, m, code, source.words(behind))
                {
                    return Some((list, Until::Clause));
                }
                if outer && list.len() == 1 {
                    if is_person(lexicon, body, clause, &mentions[i + 1..], m.mention.span.end) {
                        break;
                    }
                    // 江苏省委出台意见，明确提出要…: theirs to the end.
                    let until = if organ == Some(OrganKind::Party) { Until::Sentence } else { Until::Clause };
                    return organ
                        .filter(|o| matches!(o, OrganKind::Congress | OrganKind::Party))
                        .map(|_| (vec![code.clone()], until));
                }
                if list.len() > 1 {
                    return Some((list, Until::Sentence));
                }
                // 其中剑阁县…: one of those told of, and then of all of them again.
                let among = lexicon.references.among.open(lead.trim_start());
                if (congress || own) && !among {
                    return Some((list, Until::Paragraph));
                }
                // Another place by its full name, or a province: it is spoken of by the way, and not the home's doing.
                let large = lexicon.regions.get(code).is_some_and(|r| r.level < Level::County);
                return (own || large || *name == RegionName::Full).then_some((list, Until::Sentence));
            }
            // 县里的活动，市人大常委会副主任夸赞…: he speaks of what others do.
            MentionKind::Organ { kind: OrganKind::Congress, level: Some(_) }
                if outer && is_person(lexicon, body, clause, &mentions[i..], m.mention.span.start) =>
            {
                break;
            }
            MentionKind::Organ { kind: OrganKind::Congress, level: Some(_) } => {
                let until = if outer { Until::Clause } else { Until::Paragraph };
                return Some((vec![code.clone()], until));
            }
            MentionKind::SelfReference { whole: false, .. } => {
                return Some((vec![code.clone()], Until::Paragraph));
            }
            // 全市共有…: behind one of its counties the city is spoken of again; 全市首个 is the county's.
            MentionKind::SelfReference { whole: true, .. } if m.mention.span.start == clause.start => {
                let after = &body[m.mention.span.end..clause.end];
                let ranks = lexicon.references.ranks.open(after);
                return (!ranks).then(|| (vec![code.clone()], Until::Sentence));
            }
            _ => {}
        }
    }
    None
}

/// Where a travelling party has come to in a clause: 考察组抵达乙县.
pub(super) fn destination(
    lexicon: &Lexicon,
    body: &str,
    clause: Span,
    mentions: &[Resolved],
    home: Option<&RegionCode>,
) -> Option<Vec<RegionCode>> {
    let named = mentions.iter().any(|m| matches!(m.mention.kind, MentionKind::Region { .. }));
    if !named || !lexicon.references.party.are_in(clause.of(body)) {
        return None;
    }
    mentions.iter().enumerate().find_map(|(i, m)| {
        let (Entity::Region(code), MentionKind::Region { .. }) = (&m.entity, &m.mention.kind) else {
            return None;
        };
        let before = &body[clause.start..m.mention.span.start];
        let regions = &lexicon.regions;
        let town = regions.get(code).is_some_and(|r| r.level == Level::Township);
        let foreign = home.is_some_and(|h| !regions.is_within(code, h) && !regions.is_within(h, code));
        let arrived = lexicon.references.arrives.close(before);
        (foreign && arrived && !town).then(|| list(lexicon, body, mentions, i))
    })
}

/// Whether a county or more by its full name, at the head of a clause, does something there; 全省 and its like (江苏省内首家) do not.
fn heads(lexicon: &Lexicon, m: &Resolved, code: &RegionCode, behind: &str) -> bool {
    let full = matches!(m.mention.kind, MentionKind::Region { name: RegionName::Full, .. });
    let unit = lexicon.regions.get(code).is_some_and(|unit| unit.level < Level::Township);
    let references = &lexicon.references;
    full && unit && !references.ranks.open(behind) && !references.no_subject.open(behind)
}

/// Whether the organ behind the byte `from`, the first of `mentions`, is named for a person of it who leads nothing in the
/// clause: 市人大常委会副主任李某夸赞….
fn is_person(lexicon: &Lexicon, body: &str, clause: Span, mentions: &[Resolved], from: usize) -> bool {
    let person = &lexicon.asides.person;
    let organ = mentions.first().filter(|m| {
        matches!(m.mention.kind, MentionKind::Organ { .. }) && m.mention.span.start <= from + BETWEEN
    });
    organ.is_some_and(|m| {
        let behind = &body[m.mention.span.end..clause.end.max(m.mention.span.end)];
        person.behind.open(behind) && !person.unless.open(behind) && !person.leads.are_in(behind)
    })
}

/// The regions of the list that begins with `mentions[i]`: 东莞、深圳、佛山等市, 兴县和临县.
pub(super) fn list(lexicon: &Lexicon, body: &str, mentions: &[Resolved], i: usize) -> Vec<RegionCode> {
    let mut codes = Vec::new();
    let mut end = mentions[i].mention.span.start;
    for m in &mentions[i..] {
        let (Entity::Region(code), MentionKind::Region { .. }) = (&m.entity, &m.mention.kind) else {
            continue;
        };
        let between = body.get(end..m.mention.span.start);
        let joined = between.is_some_and(|b| b.is_empty() || lexicon.references.joins.has(b));
        if !codes.is_empty() && !joined {
            break;
        }
        codes.push(code.clone());
        end = m.mention.span.end;
    }
    codes
}

/// The organ that stands directly behind the region `mentions[i]`, a term of office perhaps between.
pub(super) fn organ_behind(body: &str, mentions: &[Resolved], i: usize) -> Option<OrganKind> {
    let region = mentions[i].mention.span;
    mentions[i + 1..].iter().find_map(|m| match &m.mention.kind {
        MentionKind::Organ { kind, .. }
            if m.mention.span.start >= region.end
                && m.mention.span.start - region.end <= BETWEEN
                && !body[region.end..m.mention.span.start]
                    .contains(['\u{3001}', ',', '\u{FF0C}', '\u{201C}']) =>
        {
            Some(*kind)
        }
        _ => None,
    })
}

/// Whether a cue word of one of these kinds ends where `mentions[i]` starts.
pub(super) fn follows_cue(lexicon: &Lexicon, mentions: &[Resolved], i: usize, kinds: &[CueKind]) -> bool {
    let start = mentions[i].mention.span.start;
    mentions[..i].iter().any(|m| match m.mention.kind {
        MentionKind::Cue { rule } => {
            m.mention.span.end == start && kinds.contains(&lexicon.triggers.rules[rule].kind)
        }
        _ => false,
    })
}
