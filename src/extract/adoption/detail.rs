//! What else is told of a practice: what its name means, who takes part, whom it guides.

use std::ops::RangeInclusive;

use crate::model::{MentionKind, OrganKind, Resolved, Slug};
use crate::resource::CueKind;
use crate::text::{Span, fold, is_quotation_mark};

use super::super::Source;
use super::super::actor::follows_cue;
use super::super::frame::Clause;

/// How many code points an explanation has: one that is longer tells a story.
const GLOSS: RangeInclusive<usize> = 4..=120;
/// How many code points behind a word of guidance its object may take.
const GUIDED: usize = 12;
/// Whether every congress has it by law.
pub(super) fn is_duty(source: &Source<'_>, slug: &Slug) -> bool {
    let form = || source.lexicon.mechanisms.get(slug)?.form.as_deref();
    !slug.is_candidate() && form() == Some("statutory-duty")
}

/// The words with which the text itself explains a name, and where they stand: “四有”，即有制度、有卡片….
pub(super) fn gloss(source: &Source<'_>, clause: &Clause<'_>, name: Span) -> Option<(String, Span)> {
    let body = source.article.body.text.as_str();
    let after = &body[name.end..clause.sentence.end.max(name.end)];
    let from = name.end + (after.len() - after.trim_start_matches(is_quotation_mark).len());
    let after = &body[from..clause.sentence.end.max(from)];
    let lead = source.lexicon.candidates.glosses.iter().find(|w| after.starts_with(w.as_str()))?;
    let start = from + lead.len();
    let rest = &body[start..clause.sentence.end];
    // Brackets of pinyin, which a converter left behind a character, close nothing.
    let closes = |(i, c): (usize, char)| match c {
        ')' | '\u{FF09}' => !rest[..i].ends_with(char::is_lowercase),
        c => matches!(c, '\u{3002}' | '\u{FF1B}' | ';'),
    };
    let end = start + rest.char_indices().find(|&at| closes(at)).map_or(rest.len(), |(i, _)| i);
    let span = Span::new(start, end);
    let gloss = source.words(span).trim();
    let length = gloss.chars().count();
    (GLOSS.contains(&length) && !gloss.starts_with(char::is_lowercase)).then(|| (gloss.to_owned(), span))
}

/// Who takes part, as printed: 与白河县人大常委会联合开展…, 会同县人民检察院开展….
pub(super) fn partner(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<String> {
    let congress = clause.mentions.iter().enumerate().find_map(|(i, m)| {
        let region = m.mention.span;
        let named = matches!(m.mention.kind, MentionKind::Region { .. }) && region.end <= at.start;
        let organ = clause.mentions[i + 1..].iter().find(|o| {
            matches!(o.mention.kind, MentionKind::Organ { kind: OrganKind::Congress, .. })
                && o.mention.span.start == region.end
        })?;
        let partner = named && follows_cue(source.lexicon, clause.mentions, i, &[CueKind::Partner]);
        partner.then(|| fold(source.words(Span::new(region.start, organ.mention.span.end))))
    });
    congress.or_else(|| {
        let cues = clause.cues(CueKind::Partner).filter(|(span, _)| span.end <= at.start);
        let rules = &source.lexicon.references.partner;
        let joint = |text: &str| rules.joint.are_in(text);
        let mut found = cues.filter_map(|(cue, _)| {
            let text = source.words(Span::new(cue.end, at.start));
            let end = organs(source, text)?;
            let with = rules.with.has(source.words(cue)) || joint(&text[end..]);
            with.then(|| fold(&text[..end]))
        });
        found.next()
    })
}

/// Where the list of organs beside congresses ends with which `text` begins, each perhaps with the letter of its level.
fn organs(source: &Source<'_>, text: &str) -> Option<usize> {
    let rules = &source.lexicon.references.partner;
    let mut end = None;
    let mut rest = text;
    loop {
        let level = rest.chars().next().filter(|c| source.lexicon.references.level_letters.contains(c));
        let bare = &rest[level.map_or(0, char::len_utf8)..];
        let found = [rest, bare].into_iter().find_map(|text| rules.organs.strip_prefix(text));
        let Some(behind) = found else { break };
        end = Some(text.len() - behind.len());
        let Some(next) = rules.joiners.strip_prefix(behind) else { break };
        rest = next;
    }
    end
}

/// The word of guidance in its sentence, at most one comma before, that says that units below are guided in it:
/// 指导4个县和145个乡镇, 试点开展…. Guidance as a noun (加强监督指导,) and guidance of stations guides no units, and what
/// has its practice before the comma (指导N个乡镇实施A, 召开B) guides in no other.
pub(super) fn guide(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Span> {
    let guides = |m: &&Resolved| match m.mention.kind {
        MentionKind::Cue { rule } => source.lexicon.triggers.rules[rule].kind == CueKind::Guided,
        _ => false,
    };
    let before = |m: &&Resolved| clause.sentence.contains(m.mention.span) && m.mention.span.end <= at.start;
    let mut words =
        source.mentions(clause.sentence).iter().filter(before).filter(guides).map(|m| m.mention.span);
    words.find(|word| {
        let behind = source.words(Span::new(word.end, at.start));
        let commas = behind.chars().filter(|c| matches!(c, ',' | '\u{FF0C}')).count();
        let object: String = behind.chars().take(GUIDED).collect();
        let object = object.split([',', '\u{FF0C}', '\u{3002}']).next().unwrap_or_default();
        let practised = |m: &Resolved| {
            let named = matches!(m.mention.kind, MentionKind::Mechanism(_) | MentionKind::Candidate { .. });
            named && m.mention.span.start >= word.end && m.mention.span.end <= clause.span.start
        };
        commas <= 1
            && source.lexicon.references.unit_words.are_in(object)
            && !source.mentions(Span::new(word.end, clause.span.start.max(word.end))).iter().any(practised)
    })
}
