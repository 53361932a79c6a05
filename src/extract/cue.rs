//! Cue words: what titles and headings say of all below them, and what takes a cue's sense away.

use crate::model::{MentionKind, Resolved};
use crate::resource::{CueKind, CueRule, Lexicon, Reach, jieba};
use crate::text::{Span, fold, in_simplified, is_quotation_mark};

use super::Source;

/// What a title says of the whole article: that it tells of plans.
pub(super) fn title_rules<'a>(source: &Source<'a>) -> Vec<&'a CueRule> {
    let lexicon = source.lexicon;
    let title = source.article.title.as_deref().map(fold).unwrap_or_default();
    // …监督工作计划(2026年1月19日主任会议通过): what stands in brackets behind it is no part of it.
    let bracket = title.strip_suffix(')').and_then(|t| t.rfind('(')).filter(|at| *at > 0);
    let title = &title[..bracket.unwrap_or(title.len())];
    let whole = Span::new(0, title.len());
    let found =
        lexicon.triggers.words.find(title).flat_map(|(at, rules)| rules.iter().map(move |n| (at, *n)));
    let rules = found.map(|(at, n)| (at, &lexicon.triggers.rules[n]));
    let planned = rules.filter(|(at, rule)| {
        rule.reach == Reach::Section
            && rule.kind == CueKind::Planned
            && !(rule.at_end && takes_away(title, &in_simplified(title), [whole, whole, *at], rule))
    });
    planned.map(|(_, rule)| rule).collect()
}

/// What is said of a list in prose for all its items: 下一步做好三件事：一是…。二是….
#[derive(Debug, Default)]
pub(super) struct Listed<'a> {
    rules: Vec<&'a CueRule>,
    /// Whether the list goes on in the next paragraph: a colon opens it, or an item stood last.
    open: bool,
}

impl<'a> Listed<'a> {
    /// What holds for a sentence where it is an item; `first` of its paragraph.
    pub(super) fn of(&mut self, lexicon: &Lexicon, words: &str, first: bool) -> &[&'a CueRule] {
        if !is_item(lexicon, words) || first && !self.open {
            self.rules.clear();
        }
        &self.rules
    }

    /// Takes what a sentence brought up: what is no item itself holds for those behind it.
    pub(super) fn told(&mut self, lexicon: &Lexicon, words: &str, brought: &[&'a CueRule]) {
        let item = is_item(lexicon, words);
        if !item {
            self.rules.extend(brought.iter().filter(|rule| rule.kind == CueKind::Planned));
        }
        self.open = item || words.trim_end().ends_with([':', '\u{FF1A}']);
    }
}

fn is_item(lexicon: &Lexicon, words: &str) -> bool {
    lexicon.references.items.open(words.trim_start())
}

/// What a heading says of its section.
pub(super) fn section_rules<'a>(source: &Source<'a>, heading: Span) -> Vec<&'a CueRule> {
    let lexicon = source.lexicon;
    let rule = |m: &Resolved| match m.mention.kind {
        MentionKind::Cue { rule } => Some((m.mention.span, &lexicon.triggers.rules[rule])),
        _ => None,
    };
    let of_section =
        source.mentions(heading).iter().filter_map(rule).filter(|(_, rule)| rule.reach == Reach::Section);
    let mut rules: Vec<_> = of_section
        .filter(|(cue, rule)| !void(source, heading, heading, *cue, rule))
        .map(|(_, rule)| rule)
        .collect();
    // 今后五年工作建议 are plans, 对策建议 are none.
    if rules.iter().any(|rule| rule.kind == CueKind::Planned) {
        rules.retain(|rule| rule.kind == CueKind::Planned);
    }
    rules
}

/// Whether what stands around a cue takes its sense away.
pub(super) fn void(source: &Source<'_>, sentence: Span, clause: Span, cue: Span, rule: &CueRule) -> bool {
    takes_away(&source.article.body.text, &source.simplified, [sentence, clause, cue], rule)
}

/// [`void`], in any text.
fn takes_away(printed: &str, simplified: &str, [sentence, clause, cue]: [Span; 3], rule: &CueRule) -> bool {
    let before = &simplified[clause.start..cue.start];
    if rule.not_after.close(before) || rule.unless_before.are_in(before) {
        return true;
    }
    if rule.whole_word && inside_word(printed, clause, cue) {
        return true;
    }
    // A cue that holds the comma (要求，要) ends behind its clause.
    let scope = if rule.unless_in_sentence { sentence } else { clause };
    let behind = simplified.get(cue.end..scope.end).unwrap_or_default();
    if rule.unless.are_in(behind) {
        return true;
    }
    let behind = behind.trim_start();
    if rule.at_end && behind.contains(char::is_alphanumeric) {
        return true;
    }
    if !rule.not_before.is_empty() && (behind.is_empty() || rule.not_before.open(&fold(behind))) {
        return true;
    }
    if behind.is_empty() {
        return false;
    }
    rule.unless_noun && {
        let window: String = behind.chars().take(8).collect();
        let noun = jieba().tag(&window, false).first().is_some_and(|t| t.tag.starts_with(['n', 'r', 'm']));
        noun || window.starts_with(is_quotation_mark)
    }
}

/// How many characters on each side of a cue jieba is shown.
const NEIGHBOURS: usize = 3;

/// Whether a cue is a part of a longer word of its clause.
fn inside_word(body: &str, clause: Span, cue: Span) -> bool {
    let length = |text: &str, chars: &mut dyn Iterator<Item = char>| -> usize {
        chars.take(NEIGHBOURS).map(char::len_utf8).sum::<usize>().min(text.len())
    };
    let before = &body[clause.start..cue.start];
    let behind = body.get(cue.end..clause.end).unwrap_or_default();
    let start = cue.start - length(before, &mut before.chars().rev());
    let end = cue.end + length(behind, &mut behind.chars());
    let (at, window) = (cue.start - start, &body[start..end]);
    jieba().cut(window, false).iter().any(|word| {
        word.byte_start <= at
            && at + cue.len() <= word.byte_end
            && word.byte_end - word.byte_start > cue.len()
    })
}
