//! Authors where no line of their own names them: at the head of a report, or behind its date.

use super::byline::{Byline, has_surname, is_han, names};
use crate::resource::BylineRules;

/// In so many characters at the head of a report stands who wrote it.
const REPORT: usize = 12;
/// The longest bracket that names the authors, in characters.
const MAX_CHARS: usize = 40;

/// Who is named in brackets at the head of a report: `本报讯（记者 甲 通讯员 乙）`.
pub(super) fn reporter(rules: &BylineRules, body: &str) -> Vec<String> {
    let near = |text: &str, chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(i, _)| i);
    let head = &body[..near(body, REPORT)];
    let Some(open) = head.find(['（', '(']) else { return Vec::new() };
    let inner = &body[open..][head[open..].chars().next().map_or(0, char::len_utf8)..];
    let inner = &inner[..near(inner, MAX_CHARS)];
    let Some(inner) = inner.find(['）', ')']).map(|end| inner[..end].trim()) else { return Vec::new() };
    let named = rules.reporters.open(inner).then(|| names(rules, inner));
    named.flatten().map(|b| b.authors).filter(|a| a.iter().all(|a| has_surname(rules, a))).unwrap_or_default()
}

/// Reads what stands behind a date on its line: `周某`, `林某某包某某`, `人民之声 记者 马某`; gives a source too.
pub(super) fn behind_date(rules: &BylineRules, rest: &str) -> Option<(Byline, Option<String>)> {
    let rest = rest.trim();
    let mut tokens = rest.split_whitespace().peekable();
    let mut source = Vec::new();
    while let Some(token) = tokens.peek().filter(|t| !rules.spaced.iter().any(|w| w == *t)) {
        source.push(*token);
        tokens.next();
    }
    if tokens.next().is_some() {
        let named = names(rules, &tokens.collect::<Vec<_>>().join(" "))?;
        let source = Some(source.join(" ")).filter(|s| !s.is_empty());
        return named.authors.iter().all(|a| has_surname(rules, a)).then_some((named, source));
    }
    let authors: Option<Vec<Vec<String>>> = source.iter().map(|token| parted(rules, token)).collect();
    let authors = authors.filter(|a| !a.is_empty())?.concat();
    Some((Byline { authors, ..Byline::default() }, None))
}

/// Names glued together: three characters each, or what is left.
fn parted(rules: &BylineRules, token: &str) -> Option<Vec<String>> {
    if token.is_empty() {
        return Some(Vec::new());
    }
    [3, 2].into_iter().find_map(|count| {
        let end = token.char_indices().nth(count).map_or(token.len(), |(i, _)| i);
        let (name, rest) = token.split_at(end);
        if name.chars().count() != count || !is_han(name) || !has_surname(rules, name) {
            return None;
        }
        let mut names = vec![name.to_owned()];
        names.extend(parted(rules, rest)?);
        Some(names)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::PageRules;

    #[test]
    fn reports_and_dated_lines() {
        let rules = PageRules::load().unwrap().byline;
        assert_eq!(reporter(&rules, "本报讯(记者 方小琴 通讯员乔松)上周，县人大"), ["方小琴", "乔松"]);
        assert!(reporter(&rules, "县人大(常委会)").is_empty());
        let behind = |rest| behind_date(&rules, rest).map_or("-".to_owned(), |(b, _)| b.authors.join("+"));
        assert_eq!(behind("方小琴"), "方小琴");
        assert_eq!(behind("方小琴乔松年"), "方小琴+乔松年");
        assert_eq!(behind("某某之声　记者 方小琴"), "方小琴");
        assert_eq!(behind("第三版面世"), "-");
    }
}
