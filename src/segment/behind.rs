//! Pages whose titles and bylines stand behind the bodies: a body is known by the unit that the byline names.

use std::collections::BTreeSet;
use std::ops::Range;

use super::byline::unit_of;
use super::head::Head;
use super::layout::Draft;
use super::line::Lines;
use super::paragraph::paragraphs;
use crate::resource::{BylineRules, PageRules};
use crate::text::fold;

/// A body names its region early; later mentions may be of neighbours.
const EARLY: usize = 60;

/// Whether the heads of the page stand behind their bodies.
///
/// The regions that the bylines name decide; where none does, the page's end: a head with nothing below it has its
/// body above.
pub(super) fn is_behind(rules: &PageRules, page: &str, lines: &Lines, heads: &[Head]) -> bool {
    let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return false };
    if !(0..first.first).any(|i| lines[i].is_prose()) {
        return false;
    }
    let (mut above, mut below) = (0, 0);
    for group in groups(lines, heads) {
        let before: String = words(page, lines, group.before.clone());
        let after: String = words(page, lines, group.after.clone()).chars().take(4 * EARLY).collect();
        for head in &heads[group.heads] {
            let names = names(&rules.byline, head);
            let said = |text: &str| names.iter().any(|n| text.contains(n.as_str()));
            match (said(&before), said(&after)) {
                (true, false) => above += 1,
                (false, true) => below += 1,
                _ => {}
            }
        }
    }
    let nothing_below = !(last.last + 1..lines.len()).any(|i| lines[i].is_text());
    above > below || (above == below && nothing_below)
}

/// Heads with no text between them, and the lines before and behind.
struct Group {
    heads: Range<usize>,
    before: Range<usize>,
    after: Range<usize>,
}

fn groups(lines: &Lines, heads: &[Head]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (n, head) in heads.iter().enumerate() {
        let next = heads.get(n + 1).map_or(lines.len(), |h| h.first);
        match groups.last_mut() {
            Some(group) if !group.after.clone().any(|i| lines[i].is_text()) => {
                group.heads.end = n + 1;
                group.after = head.last + 1..next;
            }
            last => {
                let from = last.map_or(0, |g| g.after.start);
                groups.push(Group { heads: n..n + 1, before: from..head.first, after: head.last + 1..next });
            }
        }
    }
    groups
}

/// The words of a stretch of lines, folded.
fn words(page: &str, lines: &Lines, range: Range<usize>) -> String {
    range.filter(|i| lines[*i].is_text()).map(|i| fold(lines[i].span.of(page))).collect()
}

/// What a body by this author may call its region: the whole unit, or its last part.
fn names(rules: &BylineRules, head: &Head) -> Vec<String> {
    let Some(byline) = &head.byline else { return Vec::new() };
    let mut names: Vec<String> = byline.region.iter().map(|r| fold(r)).collect();
    if let Some(unit) = byline.role.as_deref().and_then(|r| unit_of(rules, r)) {
        let unit = fold(unit);
        // `甲市乙县` → `乙县` too.
        let inner: Vec<usize> = unit
            .char_indices()
            .filter(|(_, c)| rules.unit.contains(*c))
            .map(|(i, c)| i + c.len_utf8())
            .filter(|end| *end < unit.len())
            .collect();
        names.extend(inner.last().map(|cut| unit[*cut..].to_owned()).filter(|n| n.chars().count() > 1));
        names.push(unit);
    }
    names
}

/// The articles of such a page: the run of text above each group of heads is shared out among them.
pub(super) fn drafts(
    rules: &PageRules,
    page: &str,
    lines: &Lines,
    heads: &[Head],
    dropped: &BTreeSet<usize>,
) -> Vec<Draft> {
    let text = |range: Range<usize>| -> Vec<usize> {
        range.filter(|i| lines[*i].is_text() && !dropped.contains(i)).collect()
    };
    let mut drafts = Vec::new();
    let mut rest = 0..lines.len();
    for group in groups(lines, heads) {
        drafts.extend(share_out(&rules.byline, page, lines, &heads[group.heads], &text(group.before)));
        rest = group.after;
    }
    drafts.push(Draft { lines: text(rest), ..Draft::default() });
    drafts
}

/// Shares the lines `run` out among `heads`; gives the articles in the order of their bodies.
fn share_out(rules: &BylineRules, page: &str, lines: &Lines, heads: &[Head], run: &[usize]) -> Vec<Draft> {
    let paragraphs = paragraphs(lines, run);
    let texts: Vec<String> =
        paragraphs.iter().map(|g| g.lines.iter().map(|i| fold(lines[*i].span.of(page))).collect()).collect();
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut unknown: Vec<usize> = Vec::new();
    for (n, head) in heads.iter().enumerate() {
        let start = first_mention(rules, &names(rules, head), &texts);
        match start.filter(|s| starts.iter().all(|(taken, _)| taken != s)) {
            Some(start) => starts.push((start, n)),
            None => unknown.push(n),
        }
    }
    starts.sort_unstable();
    // Paragraphs before the first that names a unit: of the head that no body named, else of the first body.
    match (starts.first().copied(), unknown.len()) {
        (None, _) => starts = unknown.drain(..1.min(unknown.len())).map(|n| (0, n)).collect(),
        (Some((start, _)), 1..) if start > 0 => starts.insert(0, (0, unknown.remove(0))),
        _ => starts[0].0 = 0,
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for (k, (start, n)) in starts.iter().enumerate() {
        let end = starts.get(k + 1).map_or(paragraphs.len(), |s| s.0);
        let body = paragraphs[*start..end].iter().flat_map(|g| g.lines.iter().copied()).collect();
        drafts.push(draft(&heads[*n], body));
    }
    drafts.extend(unknown.iter().map(|n| draft(&heads[*n], Vec::new())));
    drafts
}

fn draft(head: &Head, lines: Vec<usize>) -> Draft {
    Draft { displaced: !head.title.is_empty(), head: head.clone(), lines, has_head: true, note: None }
}

/// The first paragraph that speaks of one of `names`; the surest sign that is found anywhere decides.
fn first_mention(rules: &BylineRules, names: &[String], texts: &[String]) -> Option<usize> {
    let early = |text: &str| text.char_indices().nth(EARLY).map_or(text.len(), |(i, _)| i);
    let organ = |rest: &str| rules.body.open(rest);
    // By name in the first words: `兴县人大…`, or `兴县…` where no word runs into it as in 振兴县域.
    let called = |text: &str, name: &str| {
        text.match_indices(name).take_while(|(at, _)| *at < early(text)).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            organ(&text[at + name.len()..])
                || before.is_none_or(|c| !c.is_alphanumeric() || rules.unit.contains(c))
        })
    };
    // Without its last character anywhere: `石楼人大`, `“五新石楼”`.
    let stem_of = |name: &str| -> Option<String> {
        let cut = name.char_indices().next_back().filter(|(_, c)| rules.unit.contains(*c))?.0;
        (name[..cut].chars().count() > 1).then(|| name[..cut].to_owned())
    };
    let stem_organ = |text: &str, name: &str| {
        [Some(name.to_owned()), stem_of(name)]
            .into_iter()
            .flatten()
            .any(|stem| text.match_indices(stem.as_str()).any(|(at, _)| organ(&text[at + stem.len()..])))
    };
    let stem = |text: &str, name: &str| stem_of(name).is_some_and(|s| text.contains(s.as_str()));
    let first = |sign: &dyn Fn(&str, &str) -> bool| {
        texts.iter().position(|text| names.iter().any(|name| sign(text, name)))
    };
    first(&called).or_else(|| first(&stem_organ)).or_else(|| first(&stem))
}
