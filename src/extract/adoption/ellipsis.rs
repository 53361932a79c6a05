//! Clauses that leave their object out.

use crate::model::MentionKind;
use crate::resource::CueKind;
use crate::text::Span;

use super::super::Source;
use super::super::frame::Clause;
use super::window::Window;

/// Marks that end a clause.
const CLOSING: [char; 7] = [',', '\u{FF0C}', ';', '\u{FF1B}', '\u{3002}', ':', '\u{FF1A}'];

/// Where a clause that speaks of the practice named before it leaves the name out: at its end. All it says is a date,
/// who, how far, and a verb.
pub(super) fn left_out(source: &Source<'_>, clause: &Clause<'_>) -> Option<Span> {
    let end = clause.span.start + source.words(clause.span).trim_end_matches(CLOSING).len();
    let at = Span::new(end, end);
    if is_trial(source, clause, end) {
        return Some(at);
    }
    if !may_begin(source, clause) {
        return None;
    }
    let window = Window::new(source, Span::new(clause.span.start, end), at);
    let mut told = vec![false; window.text.len()];
    let mut tell = |span: Span| told[span.start..span.end].fill(true);
    let (mut dated, mut begun) = (false, false);
    for (span, m) in &window.mentions {
        match &m.mention.kind {
            MentionKind::Date(_) | MentionKind::RelativeDate { .. } => dated = true,
            MentionKind::Region { .. } | MentionKind::SelfReference { .. } | MentionKind::Organ { .. } => {}
            MentionKind::Cue { rule } => match source.lexicon.triggers.rules[*rule].kind {
                CueKind::Full | CueKind::Start | CueKind::Adopt | CueKind::Piloted => begun = true,
                CueKind::Travel | CueKind::First | CueKind::Past => {}
                _ => continue,
            },
            _ => continue,
        }
        tell(*span);
    }
    let groups = window.groups();
    let tiers = window.tier_words();
    for group in &groups {
        tell(group.span);
    }
    // 次年扩展至全部乡镇, 覆盖10个县: what brings units in is a verb too.
    begun |= groups.iter().any(|g| window.ends(g.span.start, &window.rules().into).is_some());
    for (span, _) in &tiers {
        tell(*span);
    }
    if let Some(cue) = window.full_cue()
        && let Some((start, _)) = window.unit_before(cue.start)
    {
        tell(Span::new(start, cue.start));
    }
    let says = window.full().is_some() || !groups.is_empty() || !tiers.is_empty() || dated;
    if !(says && begun) {
        return None;
    }
    let mut rest: String = window.text.char_indices().filter(|(i, _)| !told[*i]).map(|(_, c)| c).collect();
    for word in &source.lexicon.reaches.ellipsis {
        rest = rest.replace(word.as_str(), "");
    }
    rest.is_empty().then_some(at)
}

/// Whether a clause has a word that begins a practice, or may name units: without them it tells nothing of one.
fn may_begin(source: &Source<'_>, clause: &Clause<'_>) -> bool {
    let begins =
        |kind: CueKind| matches!(kind, CueKind::Full | CueKind::Start | CueKind::Adopt | CueKind::Piloted);
    let told = clause.mentions.iter().any(|m| match m.mention.kind {
        MentionKind::Cue { rule } => begins(source.lexicon.triggers.rules[rule].kind),
        MentionKind::Quantity(_) => true,
        _ => false,
    });
    told || source.lexicon.reaches.all.are_in(source.folded(clause.span))
}

/// Whether a clause says where the practice is on trial, and nothing else: …，在甲、乙两个街道先行试点.
fn is_trial(source: &Source<'_>, clause: &Clause<'_>, end: usize) -> bool {
    let heads = &source.lexicon.reaches.trial_heads;
    let words = source.words(clause.span).trim_start();
    heads.open(words)
        && clause.cues(CueKind::Piloted).any(|(cue, _)| cue.end == end)
        && !clause.mentions.iter().any(super::is_name)
}
