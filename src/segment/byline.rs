//! Lines that name the author: `■ 甲（山西）`, `□ 某县人大常委会主任 甲`, `文/甲`, `（作者系…）`, `（甲 本报通讯员）`.

use crate::resource::BylineRules;
use crate::text::fold;

/// Who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Byline {
    /// Names in order.
    pub authors: Vec<String>,
    /// Post and body of the (first) author.
    pub role: Option<String>,
    /// The region in brackets behind the names.
    pub region: Option<String>,
    /// Whether the mark before it was misread.
    pub misread: bool,
}

/// The longest line that can be a byline, in characters.
const MAX_CHARS: usize = 80;

/// Reads a line, given folded too, with a mark or a label before the names.
pub(super) fn marked(rules: &BylineRules, line: &str, folded: &str) -> Option<Byline> {
    if line.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    if rules.marks.contains(first) {
        let byline = names(rules, rest)?;
        // `■ 主要做法` is a heading with a bullet: without region or post, only surnames tell names from words.
        let sure = byline.region.is_some()
            || byline.role.is_some()
            || byline.authors.iter().all(|a| has_surname(rules, a));
        return sure.then_some(byline);
    }
    if rules.misread.contains(first) && rest.starts_with(char::is_whitespace) {
        let byline = names(rules, rest).filter(|b| b.role.is_some())?;
        return Some(Byline { misread: true, ..byline });
    }
    labelled(rules, line, folded).or_else(|| spaced(rules, line))
}

/// Reads `文 甲`: a label with a blank behind it, and nothing but names.
fn spaced(rules: &BylineRules, line: &str) -> Option<Byline> {
    let (label, rest) = line.split_once(char::is_whitespace)?;
    let named = rules.spaced.iter().any(|w| w == label).then(|| names(rules, rest))??;
    named.authors.iter().all(|a| has_surname(rules, a)).then_some(named)
}

/// Reads `文/甲`, `作者:甲`, with blanks anywhere.
fn labelled(rules: &BylineRules, line: &str, folded: &str) -> Option<Byline> {
    let label = rules.labels.iter().find(|label| folded.starts_with(label.as_str()))?;
    names(rules, after_folded(line, label)?)
}

/// What stands in `line` behind `label`, which is compared folded; `None` where the line begins otherwise.
pub(super) fn after_folded<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let mut wanted = label.chars().peekable();
    for (i, c) in line.char_indices() {
        if wanted.peek().is_none() {
            return Some(&line[i..]);
        }
        if c.is_ascii_alphanumeric() || crate::text::is_han(c) {
            if wanted.next() != Some(c) {
                return None;
            }
            continue;
        }
        for folded in fold(c.encode_utf8(&mut [0; 4])).chars() {
            if wanted.next() != Some(folded) {
                return None;
            }
        }
    }
    wanted.peek().is_none().then_some("")
}

/// Reads the note at an article's end: gives what the author is.
pub(super) fn note(rules: &BylineRules, line: &str) -> Option<String> {
    let inner = bracketed(line)?;
    let role =
        rules.notes.iter().find_map(|note| after_folded(inner, note)).or_else(|| address(rules, inner))?;
    let role = role.trim_start_matches([':', '：', ' ']).trim();
    (!role.is_empty()).then(|| role.to_owned())
}

/// `江苏省启东市人大常委会,江苏启东,226200`: a body with its address and postcode, as journals print it.
fn address<'a>(rules: &BylineRules, inner: &'a str) -> Option<&'a str> {
    let is_postcode = |t: &str| t.len() == 6 && t.chars().all(|c| c.is_ascii_digit());
    let (body, rest) = inner.split_once([',', '，', ';', '；', ' '])?;
    (is_office(rules, body) && rest.split([',', '，', ' ', '：', ':']).any(is_postcode)).then_some(body)
}

/// Reads a line that is nothing but a name in brackets, with or without a post: `（甲 本报通讯员）`.
pub(super) fn tail(rules: &BylineRules, line: &str) -> Option<Byline> {
    if line.chars().nth(MAX_CHARS / 2).is_some() {
        return None;
    }
    let byline = names(rules, bracketed(line)?)?;
    byline.authors.iter().all(|a| has_surname(rules, a)).then_some(byline)
}

/// Reads a line that has neither mark nor label: names alone, a post and names, or a body that wrote it together. The
/// caller must know from the lines around it that an author is to be expected here.
pub(super) fn bare(rules: &BylineRules, line: &str) -> Option<Byline> {
    if line.chars().nth(MAX_CHARS / 2).is_some() || bracketed(line).is_some() {
        return None;
    }
    let byline = names(rules, line).or_else(|| collective(rules, line))?;
    byline.authors.iter().all(|a| has_surname(rules, a)).then_some(byline)
}

/// Reads `某市人大常委会考察组`: a body, and whose it is.
fn collective(rules: &BylineRules, line: &str) -> Option<Byline> {
    let body = is_han(line) && unit_of(rules, line).is_some() && rules.collective.close(line);
    body.then(|| Byline { role: Some(line.to_owned()), ..Byline::default() })
}

/// What stands between a pair of round brackets around the whole line.
fn bracketed(line: &str) -> Option<&str> {
    let inner = line.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    (!inner.contains(['（', '(', '）', ')'])).then_some(inner)
}

/// Reads names, with what stands before them as a post and what stands in brackets behind them as a region.
pub(super) fn names(rules: &BylineRules, text: &str) -> Option<Byline> {
    let text = text.trim();
    let (text, region) = match text.strip_suffix(['）', ')']).and_then(|t| t.rsplit_once(['（', '('])) {
        Some((before, inner)) if !inner.trim().is_empty() => {
            (before.trim_end(), Some(inner.trim().to_owned()))
        }
        _ => (text, None),
    };
    let tokens: Vec<&str> = text
        .split([' ', '\u{3000}', '\t', '、', '，', ',', '；', ';', '/'])
        .filter(|t| !t.is_empty())
        .collect();
    let mut byline = Byline { region, ..Byline::default() };
    let mut posts: Vec<&str> = Vec::new();
    let mut singles: Vec<&str> = Vec::new();
    for (n, token) in tokens.iter().copied().enumerate() {
        // `□ 甲县 人大常委会主任 乙`: the unit stands apart from its body.
        let unit = posts.is_empty()
            && byline.authors.is_empty()
            && token.ends_with(|c| rules.unit.contains(c))
            && tokens.get(n + 1).is_some_and(|next| is_office(rules, next));
        if unit {
            posts.push(token);
        } else if is_office(rules, token) {
            let (role, name) = glued(rules, token);
            posts.push(role);
            byline.authors.extend(name.map(str::to_owned));
        } else if token.chars().count() == 1 && is_han(token) {
            singles.push(token);
            // Names of two characters are spaced to the width of three: `王　平`.
            if let [first, second] = singles[..] {
                byline.authors.push(format!("{first}{second}"));
                singles.clear();
            }
        } else if is_name(token) {
            byline.authors.push(token.to_owned());
        } else if byline.authors.is_empty() && posts.is_empty() && token.ends_with(|c| rules.unit.contains(c))
        {
            posts.push(token);
        } else {
            return None;
        }
    }
    byline.authors.extend(singles.into_iter().map(str::to_owned));
    if byline.authors.is_empty() || byline.authors.len() > 12 {
        return None;
    }
    byline.role = (!posts.is_empty()).then(|| posts.join(" "));
    Some(byline)
}

/// Cuts a name off that is glued to its post: `某县人大常委会主任甲乙` → the post and `甲乙`.
fn glued<'a>(rules: &BylineRules, token: &'a str) -> (&'a str, Option<&'a str>) {
    let end =
        rules.post.iter().filter_map(|p| token.rfind(p.as_str()).map(|i| i + p.len())).max().unwrap_or(0);
    let (role, rest) = token.split_at(end);
    if !role.is_empty() && is_name(rest) && has_surname(rules, rest) {
        (role, Some(rest))
    } else {
        (token, None)
    }
}

fn is_office(rules: &BylineRules, token: &str) -> bool {
    rules.office.are_in(token)
}

/// Two to four Chinese characters, or a longer name with its parts joined by a dot.
fn is_name(token: &str) -> bool {
    let count = token.chars().count();
    let dotted = token.contains(['·', '•', '・', '．']);
    let letters = |t: &str| t.chars().all(|c| is_han_char(c) || matches!(c, '·' | '•' | '・' | '．'));
    letters(token) && ((2..=4).contains(&count) || (dotted && count <= 24))
}

pub(super) fn is_han(token: &str) -> bool {
    token.chars().all(is_han_char)
}

fn is_han_char(c: char) -> bool {
    matches!(u32::from(c), 0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x3134F)
}

pub(super) fn has_surname(rules: &BylineRules, name: &str) -> bool {
    name.contains('·')
        || rules.double.open(name)
        || (name.chars().count() <= 3 && name.chars().next().is_some_and(|c| rules.surnames.contains(&c)))
}

/// The unit whose body a post belongs to: `宁海县力洋镇人大主席团` → `宁海县力洋镇`.
pub(super) fn unit_of<'a>(rules: &BylineRules, role: &'a str) -> Option<&'a str> {
    let end = rules.body.iter().filter_map(|w| role.find(w.as_str())).min()?;
    let unit = role[..end].trim();
    (!unit.is_empty()).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::PageRules;

    fn show(byline: Option<Byline>) -> String {
        byline.map_or("-".to_owned(), |b| {
            let role = b.role.map_or(String::new(), |r| format!(" [{r}]"));
            let region = b.region.map_or(String::new(), |r| format!(" ({r})"));
            format!("{}{role}{region}", b.authors.join("+"))
        })
    }

    fn check(line: &str, expected: &str) {
        assert_eq!(show(marked(&PageRules::load().unwrap().byline, line, &fold(line))), expected, "{line}");
    }

    #[test]
    fn marks_and_labels() {
        check("■ 白小川（山西）", "白小川 (山西)");
        check("■程砚 (湖北)", "程砚 (湖北)");
        check("■ 许南汀　罗青岚　丁一舟（广东）", "许南汀+罗青岚+丁一舟 (广东)");
        check("□ 甲县人大常委会主任 王 平", "王平 [甲县人大常委会主任]");
        check("□ 甲县人大常委会主任王平", "王平 [甲县人大常委会主任]");
        check("□ 甲县 人大常委会副主任 王平", "王平 [甲县 人大常委会副主任]");
        check("口 甲县人大常委会主任 齐望山", "齐望山 [甲县人大常委会主任]");
        check("□ 汪可期", "汪可期");
        check("文 / 乔松年", "乔松年");
        check("作者：：张三", "张三");
        check("文 李偉光", "李偉光");
        check("文 化下乡", "-");
        check("□ 阿不都·买买提（新疆）", "阿不都·买买提 (新疆)");
    }

    #[test]
    fn what_is_no_byline() {
        for line in [
            "■ 主要做法",
            "口 齐望山",
            "口头询问 主任",
            "■",
            "■ 抓好代表工作 提升履职水平，走在前列",
            "文/",
            "着眼中心大局 以立法促进发展",
            "",
        ] {
            check(line, "-");
        }
    }

    #[test]
    fn notes_and_tails() {
        let rules = PageRules::load().unwrap().byline;
        assert_eq!(note(&rules, "（作者系甲县人大常委会主任）").as_deref(), Some("甲县人大常委会主任"));
        assert_eq!(note(&rules, "(作者单位：甲县人大)").as_deref(), Some("甲县人大"));
        assert_eq!(note(&rules, "(甲市人大常委会,江苏甲市,226200)").as_deref(), Some("甲市人大常委会"));
        assert_eq!(note(&rules, "（试行）"), None);
        assert_eq!(show(tail(&rules, "（贺知春 本报通讯员）")), "贺知春 [本报通讯员]");
        assert_eq!(show(tail(&rules, "（2025年7月）")), "-");
        assert_eq!(show(tail(&rules, "（试行）")), "-");
        assert_eq!(show(bare(&rules, "甲市人大常委会考察组")), " [甲市人大常委会考察组]");
        assert_eq!(show(bare(&rules, "人大常委会办公室")), "-");
        assert_eq!(show(bare(&rules, "推进甲市人大工作")), "-");
        assert_eq!(unit_of(&rules, "宁海县力洋镇人大主席团"), Some("宁海县力洋镇"));
    }
}
