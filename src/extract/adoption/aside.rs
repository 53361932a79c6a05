//! Whether a name stands where nobody is said to practise it: a meeting about it, a person of it, a body that acts,
//! what a superior asked for.

use crate::model::{MentionKind, OrganKind};
use crate::resource::{AskedWords, CueKind, Literals, Side};
use crate::text::{Span, is_quotation_mark};

use super::super::Source;
use super::super::frame::Clause;

/// Whether in the sentence, up to `at`, somebody speaks for the government (王某代表县政府表态说，…) or something is asked of it.
pub(super) fn of_government(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    let rules = &source.lexicon.asides.government;
    let before = Span::new(clause.sentence.start, at.start.max(clause.sentence.start));
    rules.asked.are_in(source.folded(before))
        || source.mentions(clause.sentence).iter().any(|m| {
            let government = matches!(m.mention.kind, MentionKind::Organ { kind: OrganKind::Government, .. });
            let span = m.mention.span;
            government
                && clause.sentence.contains(span)
                && span.end <= at.start
                && rules.speaks.close(source.words(Span::new(clause.sentence.start, span.start)))
        })
}

/// The reason code and the reason, where the name at `at` is an aside.
pub(super) fn aside(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
) -> Option<(&'static str, &'static str)> {
    let rules = &source.lexicon.asides;
    let paragraphs = &source.article.paragraphs;
    let paragraph = paragraphs.partition_point(|p| p.span.start <= clause.span.start).checked_sub(1);
    let done = || rules.rule.does.are_in(source.words(clause.span));
    if in_rule(source, clause) && !(done() && in_force(source)) {
        return Some(("drop.rule", "an article of a rule says what shall be"));
    }
    let ends = |words: &Literals, text: &str| words.close(text);
    let begins = |words: &Literals, text: &str| words.open(text);
    let folded = |span: Span| source.folded(span);
    let name = folded(at);
    let before = folded(Span::new(clause.span.start, at.start.max(clause.span.start)));
    let behind = folded(Span::new(at.end, clause.span.end.max(at.end)));
    let past = rules.event.between.iter().filter_map(|w| behind.strip_prefix(w.as_str()));
    if begins(&rules.event.behind, behind) || past.into_iter().any(|rest| begins(&rules.event.behind, rest)) {
        return Some(("drop.event", "a meeting about it"));
    }
    let stranger = rules.company.iter().filter(|c| c.words.has(name)).any(|company| {
        company.not_before.open(behind)
            || company.not_after.close(before)
            || !company.near.is_empty()
                && !paragraph.is_some_and(|n| company.near.are_in(folded(paragraphs[n].span)))
            || !company.away.is_empty()
                && paragraph.is_some_and(|n| company.away.are_in(folded(paragraphs[n].span)))
    });
    if stranger {
        return Some(("drop.company", "in this company the words mean something else"));
    }
    if ends(&rules.actor.endings, name) {
        if begins(&rules.person.behind, behind) {
            return Some(("drop.person", "a person of that body"));
        }
        let set_up = [CueKind::Adopt, CueKind::Start, CueKind::Full];
        let told = set_up.into_iter().any(|kind| {
            clause.cues(kind).any(|(cue, _)| cue.end <= at.start || at.contains(cue) || kind == CueKind::Full)
        });
        if !told {
            return Some(("drop.actor", "a body that acts; nobody is said to set it up"));
        }
    }
    if ends(&rules.passive, before) {
        return Some(("drop.person", "those to whom it was done"));
    }
    if ends(&rules.definition, before) {
        return Some(("drop.likeness", "what something is said to be like"));
    }
    if likens(source, before, behind) {
        return Some(("drop.likeness", "something else is like it"));
    }
    if is_asked(source, clause, at) {
        return Some(("drop.question", "asked, and not told"));
    }
    if rules.heading.leads.close(before) && behind.trim_start().starts_with([',', ':']) {
        return Some(("drop.heading", "only what the words behind it are about"));
    }
    if rules.survey.before.are_in(before) && rules.survey.behind.open(behind) {
        return Some(("drop.survey", "what somebody set out to learn of"));
    }
    if is_heading(source, clause, at) {
        return Some(("drop.heading", "only what the words behind it are about"));
    }
    let asks = |words: &AskedWords| words.before.are_in(before) && words.behind.are_in(behind);
    if asks(&rules.asked) || asks(&rules.suggested) {
        return Some(("drop.asked", "what somebody asked for"));
    }
    if is_general(source, clause, before, behind) {
        return Some(("drop.definition", "what it is in general"));
    }
    None
}

/// Whether a sentence without a region says what a practice is, wherever it is: 述职评议是加强监督的重要举措.
fn is_general(source: &Source<'_>, clause: &Clause<'_>, before: &str, behind: &str) -> bool {
    let rules = &source.lexicon.asides.general;
    let between = rules.between.iter().filter_map(|w| behind.strip_prefix(w.as_str()));
    // A clause may leave the rest to the next: 推进票决制，意义重大.
    let rest = source.words(Span::new(clause.span.end, clause.sentence.end.max(clause.span.end)));
    let next = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is = |rest: &str| rules.is.open(rest) && rules.such.are_in(rest);
    // 进站听民声是代表联系选民的好办法.
    let as_such = rules.is.close(before) && rules.such.are_in(behind);
    let general = as_such
        || std::iter::once(behind).chain(between).any(is)
        || rules.matters.are_in(behind)
        || rules.matters.open(next)
        || rules.is.open(next) && rules.such.are_in(next);
    general
        && !source.mentions(clause.sentence).iter().any(|m| {
            clause.sentence.contains(m.mention.span)
                && matches!(m.mention.kind, MentionKind::Region { .. } | MentionKind::SelfReference { .. })
        })
}

/// Whether a clause stands in an article of a rule.
fn in_rule(source: &Source<'_>, clause: &Clause<'_>) -> bool {
    let paragraphs = &source.article.paragraphs;
    let paragraph = paragraphs.partition_point(|p| p.span.start <= clause.span.start).checked_sub(1);
    let rule = &source.lexicon.asides.rule.paragraph;
    paragraph.is_some_and(|n| rule.is_match(source.words(paragraphs[n].span)))
}

/// Whether the text is that of a rule which it says to be in force: …现印发给你们, 自…起施行.
fn in_force(source: &Source<'_>) -> bool {
    let title = source.article.title.as_deref().unwrap_or_default();
    source.lexicon.asides.rule.force.are_in(&source.article.body.text)
        && !source.lexicon.titles.is_draft(title)
}

/// Whether what an article of a rule demands is done, since the rule is in force.
pub(super) fn is_law(source: &Source<'_>, clause: &Clause<'_>) -> bool {
    in_rule(source, clause) && in_force(source)
}

/// Whether a sentence asks: 联络站归属怎么接？ A question that somebody else puts behind the name is another.
fn is_asked(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    let behind = source.words(Span::new(at.end, clause.sentence.end.max(at.end)));
    let said = behind.trim_start_matches(is_quotation_mark);
    let said = said.trim_end_matches(|c: char| is_quotation_mark(c) || c.is_whitespace());
    said.ends_with(['?', '\u{FF1F}']) && !said.contains(is_quotation_mark)
}

/// Whether something else is told to be like the practice: 参照票决制的办法.
fn likens(source: &Source<'_>, before: &str, behind: &str) -> bool {
    let rules = &source.lexicon.asides.likeness;
    rules.before.close(before) && rules.behind.open(behind)
}

/// Whether a sentence says nothing but what is told next: （一）预算审查监督方面。
fn is_heading(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    alone(source, clause, at).is_some_and(|tail| source.lexicon.asides.heading.tails.has(tail))
}

/// Whether a plan says nothing but what is planned next: 6.规范性文件备案审查。
pub(super) fn is_bare(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    alone(source, clause, at) == Some("")
}

/// What stands behind a name before which its sentence has nothing but a number.
fn alone<'s>(source: &'s Source<'_>, clause: &Clause<'_>, at: Span) -> Option<&'s str> {
    let front = source.words(Span::new(clause.sentence.start, at.start.max(clause.sentence.start)));
    let tail = source.words(Span::new(at.end, clause.sentence.end.max(at.end)));
    let tail = tail.trim_matches(|c: char| !c.is_alphanumeric());
    let numbered = |c: char| !c.is_alphabetic() || source.lexicon.references.ordinals.contains(c);
    front.chars().all(numbered).then_some(tail)
}

/// Whether a plan is about something of the practice: 把联络站的触角伸到….
pub(super) fn is_there(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    source.lexicon.asides.place.attribute.open(source.words(Span::new(at.end, clause.span.end.max(at.end))))
}

/// The word for a plan directly behind the practice, where it tells that it will be there: 代表联络站将于年底前挂牌, but
/// not 代表联络站要设立意见箱.
pub(super) fn is_to(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Span> {
    let behind = source.words(Span::new(at.end, clause.span.end.max(at.end)));
    let mut plans = clause.sound(CueKind::Planned);
    let plan = plans.find(|(span, rule)| span.start == at.end && rule.side == Side::Before);
    plan.filter(|_| source.lexicon.asides.place.comes.are_in(behind)).map(|(span, _)| span)
}

/// Whether the practice is only where something else is to be done: 打算在10处代表联络站设立…, 铺到所有联络站.
pub(super) fn is_place(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    let rules = &source.lexicon.asides.place;
    let words = source.words(Span::new(clause.span.start, at.start.max(clause.span.start)));
    let mut end = clause.span.start + words.len();
    loop {
        let before = source.words(Span::new(clause.span.start, end));
        let mention = clause.mentions.iter().find(|m| {
            let counts = matches!(
                m.mention.kind,
                MentionKind::Quantity(_) | MentionKind::Region { .. } | MentionKind::SelfReference { .. }
            );
            counts && m.mention.span.end == end
        });
        let word = rules.between.iter().find(|w| before.ends_with(w.as_str()));
        let start = mention.map(|m| m.mention.span.start).or(word.map(|w| end - w.len()));
        let Some(start) = start.filter(|start| *start >= clause.span.start) else {
            return rules.before.close(before);
        };
        end = start;
    }
}
