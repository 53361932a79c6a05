//! Clauses with who acts in them: the region of the sentence, inherited in the paragraph, else the home.

use crate::model::{Article, Entity, MentionKind, OrganKind, RegionCode, Resolved, Scene};
use crate::resource::{CueKind, CueRule, Lexicon, Reach};
use crate::text::Span;

/// How many bytes at the head of a clause may stand before its subject: a short adverb or date.
const LEAD: usize = 30;
/// How many bytes may stand between a region and its organ: a term of office.
const BETWEEN: usize = 24;

/// A clause with its surroundings and the region that acts in it.
#[derive(Debug, Clone)]
pub(super) struct Clause<'a> {
    /// Body bytes.
    pub(super) span: Span,
    /// Its sentence.
    pub(super) sentence: Span,
    /// Who acts, where that can be told.
    pub(super) subject: Option<RegionCode>,
    /// The mentions that start in it, in order.
    pub(super) mentions: &'a [Resolved],
    /// Cue rules that reach it from elsewhere in its sentence.
    pub(super) from_sentence: Vec<&'a CueRule>,
}

impl Clause<'_> {
    /// The cue words of a kind in this clause, in order, each with its rule.
    pub(super) fn cues<'s>(
        &'s self,
        lexicon: &'s Lexicon,
        kind: CueKind,
    ) -> impl Iterator<Item = (Span, &'s CueRule)> + 's {
        self.mentions
            .iter()
            .filter_map(move |m| match m.mention.kind {
                MentionKind::Cue { rule } => Some((m.mention.span, &lexicon.triggers.rules[rule])),
                _ => None,
            })
            .filter(move |(_, rule)| rule.kind == kind)
    }
}

/// The clauses of all paragraphs but headings, in order.
pub(super) fn clauses<'a>(lexicon: &'a Lexicon, article: &Article, scene: &'a Scene) -> Vec<Clause<'a>> {
    let body = article.body.text.as_str();
    let established = scene.home.as_ref().filter(|h| h.established).map(|h| h.region.clone());
    let mut clauses = Vec::new();
    for paragraph in article.paragraphs.iter().filter(|p| !p.heading) {
        let mut subject = established.clone();
        // A paragraph whose sentences began with a demand to oneself goes on planning until something done is told.
        let mut planning: Vec<&CueRule> = Vec::new();
        for sentence in &paragraph.sentences {
            let told = |m: &&Resolved| match m.mention.kind {
                MentionKind::Cue { rule } => lexicon.triggers.rules[rule].kind == CueKind::Past,
                MentionKind::Region { .. } => true,
                _ => false,
            };
            if within(&scene.mentions, sentence.span).iter().any(|m| told(&m)) {
                planning.clear();
            }
            let mut from_sentence = planning.clone();
            for &span in &sentence.clauses {
                let mentions = within(&scene.mentions, span);
                let (here, onward) =
                    actor(lexicon, body, span, mentions, subject.as_ref(), established.as_ref());
                subject = onward;
                for m in mentions {
                    let MentionKind::Cue { rule } = m.mention.kind else { continue };
                    let rule = &lexicon.triggers.rules[rule];
                    let head = m.mention.span.start == sentence.span.start;
                    if rule.reach == Reach::Sentence || (rule.reach == Reach::Head && head) {
                        from_sentence.push(rule);
                        if rule.reach == Reach::Head {
                            planning = vec![rule];
                        }
                    }
                }
                clauses.push(Clause {
                    span,
                    sentence: sentence.span,
                    subject: here,
                    mentions,
                    from_sentence: from_sentence.clone(),
                });
            }
        }
    }
    clauses
}

/// The mentions that start inside `span`; mentions are ascending by start.
fn within(mentions: &[Resolved], span: Span) -> &[Resolved] {
    let from = mentions.partition_point(|m| m.mention.span.start < span.start);
    let to = mentions.partition_point(|m| m.mention.span.start < span.end);
    &mentions[from..to]
}

/// Who acts in a clause, and who acts from there on.
///
/// A region (its congress named, or alone) at the head of a clause takes over until another does or the paragraph
/// ends. A region behind 与, 赴, 到 does not: it takes part, or was visited. A superior's congress at the head acts in
/// its clause only.
fn actor(
    lexicon: &Lexicon,
    body: &str,
    clause: Span,
    mentions: &[Resolved],
    inherited: Option<&RegionCode>,
    home: Option<&RegionCode>,
) -> (Option<RegionCode>, Option<RegionCode>) {
    for (i, m) in mentions.iter().enumerate() {
        let span = m.mention.span;
        let lead = span.start.saturating_sub(clause.start);
        if lead > LEAD {
            break;
        }
        let Entity::Region(code) = &m.entity else { continue };
        if follows_cue(
            lexicon,
            mentions,
            i,
            &[CueKind::Partner, CueKind::Travel, CueKind::Visited, CueKind::Guided],
        ) {
            break;
        }
        match &m.mention.kind {
            MentionKind::Region { .. } => {
                let congress = organ_behind(body, mentions, i) == Some(OrganKind::Congress);
                let is_home = home == Some(code);
                let inner = home.is_some_and(|h| lexicon.regions.is_within(code, h));
                let outer = home.is_some_and(|h| !is_home && lexicon.regions.is_within(h, code));
                if outer {
                    return (
                        congress.then(|| code.clone()).or_else(|| inherited.cloned()),
                        inherited.cloned(),
                    );
                }
                // Only a congress takes over from the home for good; a place at the head may be mere circumstance.
                if congress || is_home || inner || home.is_none() {
                    return (Some(code.clone()), Some(code.clone()));
                }
                break;
            }
            MentionKind::Organ { kind: OrganKind::Congress, level: Some(_) } => {
                let outer = home.is_some_and(|h| h != code && lexicon.regions.is_within(h, code));
                if outer {
                    return (Some(code.clone()), inherited.cloned());
                }
                return (Some(code.clone()), Some(code.clone()));
            }
            MentionKind::SelfReference { whole: false, .. } => {
                return (Some(code.clone()), Some(code.clone()));
            }
            _ => {}
        }
    }
    (inherited.cloned(), inherited.cloned())
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
