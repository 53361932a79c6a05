//! Names in quotation marks that something beside them shows to be practices.

use super::Known;
use crate::model::{Mention, MentionKind};
use crate::resource::{Literals, jieba};
use crate::text::{Normalised, Span};

/// A name with its marks.
pub(super) struct Quote {
    inner: Span,
    /// The same in folded text, where no marks stand.
    folded: Span,
}

/// Names in quotation marks with a telling word behind or before them. Spans stand inside the marks, but reach over them
/// where a word behind belongs to the name: “四色”督办.
pub(super) fn quoted(known: &Known<'_>) -> Vec<Span> {
    let quotes = &known.quotes;
    let verbs: Vec<Span> = known.verbs().collect();
    let mut telling: Vec<bool> = quotes.iter().map(|quote| tells(known, quote, &verbs)).collect();
    // What is said of one name of a list holds for its neighbours: “A”“B”制度.
    let lists = |a: usize| is_joined(known, &quotes[a], &quotes[a + 1]);
    for i in 1..quotes.len() {
        telling[i] |= telling[i - 1] && lists(i - 1);
    }
    for i in (1..quotes.len()).rev() {
        telling[i - 1] |= telling[i] && lists(i - 1);
    }
    // So does what stands before a list: 聚焦“A”“B”.
    let mut topics: Vec<bool> = quotes.iter().map(|quote| is_topic(known, quote)).collect();
    for i in 1..quotes.len() {
        topics[i] |= topics[i - 1] && lists(i - 1);
    }
    let good = quotes.iter().zip(telling).zip(topics).filter(|((quote, telling), topic)| {
        *telling && !topic && is_name(known, quote) && !calls_known(known, quote)
    });
    good.map(|((quote, _), _)| whole(known, quote)).collect()
}

/// Whether a name is what somebody takes up, or what is spoken of: 把“农贸市场改造”作为评议选题, 聚焦“四个创建”.
fn is_topic(known: &Known<'_>, quote: &Quote) -> bool {
    let rules = &known.lexicon.candidates;
    let before = &known.folded.text[..quote.folded.start];
    let taken = || {
        let behind = &known.folded.text[quote.folded.end..];
        let clause = &behind[..behind.find([',', '\u{3002}', ';', '\n']).unwrap_or(behind.len())];
        rules.topic.behind.are_in(clause)
    };
    rules.not_behind.close(before) || rules.topic.before.close(before) && taken()
}

/// Whether what stands between two quotes makes them a list, the second perhaps of another place: “A”、马路镇的“B”.
fn is_joined(known: &Known<'_>, first: &Quote, second: &Quote) -> bool {
    let rules = &known.lexicon.candidates;
    let between = Span::new(first.folded.end, second.folded.start);
    let inner = Span::new(first.inner.end, second.inner.start);
    let words = between.of(&known.folded.text);
    let joined = |words: &str| words.is_empty() || rules.joiners.has(words);
    joined(words)
        || known.within(inner).iter().filter(|m| matches!(m.kind, MentionKind::Region { .. })).any(|m| {
            let place = known.folded.fold(m.span);
            let (before, behind) = (Span::new(between.start, place.start.max(between.start)), place.end);
            let rest = known.folded.text.get(behind..between.end);
            place.start >= between.start
                && !before.is_empty()
                && joined(before.of(&known.folded.text))
                && rest.is_some_and(|rest| rest.is_empty() || rules.of.has(rest))
        })
}

/// The quotes of the body, paragraph by paragraph. A mark that opens begins anew: the one before it was never closed.
pub(super) fn quotes(body: &str, normalised: &Normalised) -> Vec<Quote> {
    let (mut found, mut open, mut straight) = (Vec::new(), None, false);
    for (at, c) in body.char_indices() {
        let opens = matches!(c, '\u{201C}' | '\u{300C}' | '\u{300E}') || c == '"' && !straight;
        let closes = matches!(c, '\u{201D}' | '\u{300D}' | '\u{300F}') || c == '"' && straight;
        straight = (straight ^ (c == '"')) && c != '\n';
        if opens {
            open = Some(at + c.len_utf8());
        } else if c == '\n' {
            open = None;
        } else if let Some(start) = open.take_if(|_| closes) {
            let inner = Span::new(start, at);
            found.push(Quote { inner, folded: normalised.fold(inner) });
        }
    }
    found
}

/// Whether something beside the quote, or its own form, shows that it names a practice.
fn tells(known: &Known<'_>, quote: &Quote, verbs: &[Span]) -> bool {
    let rules = &known.lexicon.candidates;
    let text = &known.folded.text;
    let name = quote.folded.of(text);
    let (before, after) = (&text[..quote.folded.start], &text[quote.folded.end..]);
    let follows = |words: &Literals| words.open(after);
    let behind_verb = || {
        let last = verbs.partition_point(|v| v.end <= quote.inner.start);
        let Some(verb) = last.checked_sub(1).map(|i| known.folded.fold(verbs[i])) else { return false };
        let gap = &text[verb.end..quote.folded.start];
        (gap.is_empty() || rules.between.has(gap))
            && !rules.weak.iter().any(|w| verb.of(text).ends_with(w.as_str()))
    };
    follows(&rules.tails)
        || rules.glosses.iter().any(|w| after.strip_prefix(w.as_str()).is_some_and(explains))
        || rules.verbs.close(before)
        || ends(&rules.endings, name)
        || speaks_of_deputies(known, name)
        || known.lexicon.candidate_forms.is_match(name)
        || behind_verb()
        || counted(known, quote, name)
}

/// Whether what a bracket or comma opens explains, and is no share or score: “没人通知”（27.8%）.
fn explains(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the name ends in one of these words, and has two characters or more before it.
fn ends(endings: &[String], name: &str) -> bool {
    endings.iter().any(|e| name.strip_suffix(e.as_str()).is_some_and(|rest| rest.chars().count() >= 2))
}

/// Whether the name is one of something of the deputies: long enough, with a noun at its end, and no verse.
fn speaks_of_deputies(known: &Known<'_>, name: &str) -> bool {
    let rules = &known.lexicon.candidates;
    name.chars().count() >= rules.deputies_least
        && !name.contains([',', '\u{3001}'])
        && rules.deputies.are_in(name)
        && jieba().tag(name, false).last().is_some_and(|t| t.tag.starts_with(['n', 'x', 'v']))
}

/// Whether the quote only calls by name what is known and stands behind it: “滨河人家”代表联络点.
fn calls_known(known: &Known<'_>, quote: &Quote) -> bool {
    let behind = &known.folded.text[quote.folded.end..];
    let joined = known.lexicon.candidates.of.strip_prefix(behind);
    let at = quote.folded.end + joined.map_or(0, |rest| behind.len() - rest.len());
    known
        .mentions
        .iter()
        .any(|m| matches!(m.kind, MentionKind::Mechanism(_)) && known.folded.fold(m.span).start == at)
}

/// Whether the quote is counted as places are: 122个“民声驿站”, “民声驿站”122个.
fn counted(known: &Known<'_>, quote: &Quote, name: &str) -> bool {
    let rules = &known.lexicon.candidates;
    let touches = |m: &Mention| {
        let at = known.folded.fold(m.span);
        at.end == quote.folded.start || at.start == quote.folded.end
    };
    let counts = |m: &&Mention| match &m.kind {
        MentionKind::Quantity(q) => rules.counters.contains(&q.unit) && touches(m),
        _ => false,
    };
    name.chars().count() >= rules.counted && known.mentions.iter().any(|m| counts(&m))
}

/// Whether the words are fit to be a name: no sentence, no slogan, not too long.
fn is_name(known: &Known<'_>, quote: &Quote) -> bool {
    let rules = &known.lexicon.candidates;
    let text = &known.folded.text;
    let name = quote.folded.of(text);
    let after = &text[quote.folded.end..];
    let behind_of = rules.of.iter().find_map(|w| after.strip_prefix(w.as_str())).unwrap_or(after);
    let sentence = name.contains(['\u{3002}', ';', '?', '!', ':', '>', '=']);
    !sentence
        && !is_congress(known, quote)
        && !lists_steps(name)
        && !rules.not_before.open(after)
        && (!known.lexicon.candidate_numbered.is_match(name) || rules.tails.open(behind_of))
        && !rules.not_ending.close(name)
        && !rules.not_inside.are_in(name)
        && !rules.not_opening.open(name)
        && (rules.least..=rules.most).contains(&name.chars().count())
        && !rules.slogans.iter().any(|s| s == name)
}

/// Whether the quote is a list of two or three verbs of one character: “建、并、撤”工作 are steps of one job.
fn lists_steps(name: &str) -> bool {
    const COMMA: char = '\u{3001}';
    name.contains(COMMA)
        && name.split(COMMA).count() <= 3
        && name.split(COMMA).all(|s| s.chars().count() == 1)
}

/// Whether the quote is a region's congress: “安化人大”小程序.
fn is_congress(known: &Known<'_>, quote: &Quote) -> bool {
    known.within(quote.inner).iter().take_while(|m| m.span.start == quote.inner.start).any(|m| {
        let place = matches!(m.kind, MentionKind::Region { .. });
        let rest = known.body().get(m.span.end..quote.inner.end);
        place && rest.is_some_and(|rest| known.lexicon.candidates.congress.has(rest))
    })
}

/// Whether a stretch begins inside a quote and ends outside (the last item of “提、办、督”工作法) or with it, or only says what
/// a quote before it is.
pub(super) fn cuts_a_quote(known: &Known<'_>, span: Span) -> bool {
    let tails = &known.lexicon.candidates.tails;
    let behind = known.folded.fold(span);
    known.quotes.iter().any(|q| {
        let tail = behind.start == q.folded.end && tails.has(behind.of(&known.folded.text));
        let crosses = q.inner.start < span.start && span.start < q.inner.end && q.inner.end < span.end;
        // “完善为企服务常态机制”: the end of an exhortation in marks is no name.
        let ends = q.inner.start < span.start && q.inner.end == span.end && {
            let inside = q.folded.of(&known.folded.text);
            !inside.contains([',', '\u{FF0C}', '\u{3002}', '\u{3001}'])
        };
        tail || crosses || ends
    })
}

/// The words of the name: those inside the marks, and what behind them belongs to it. A short one is mostly an attribute,
/// and says nothing alone.
fn whole(known: &Known<'_>, quote: &Quote) -> Span {
    let rules = &known.lexicon.candidates;
    let after = &known.folded.text[quote.folded.end..];
    let short = quote.folded.of(&known.folded.text).chars().count() <= rules.attribute;
    let head = rules.heads.iter().filter(|h| short && after.starts_with(h.as_str())).max_by_key(|h| h.len());
    head.map_or(quote.inner, |head| {
        let end = known.folded.span(Span::new(quote.folded.start, quote.folded.end + head.len())).end;
        let mark = known.body()[..quote.inner.start].chars().next_back().map_or(0, char::len_utf8);
        Span::new(quote.inner.start - mark, end)
    })
}
