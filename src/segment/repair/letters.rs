//! Characters that a line prints twice, as bold type comes out of some PDF (人人大大代代表表), and lines whose characters
//! stand apart (民 主 监 督 工 作).

use std::collections::BTreeMap;

use super::Print;
use crate::segment::masthead::undouble;
use crate::text::{Span, is_han};

/// So many characters printed twice one behind the other, with no mark printed once between, are no idiom: 踏踏实实 has
/// two, 高高兴兴热热闹闹 four.
const SURE: usize = 6;
/// On a page that has such a run, so many are enough.
const ENOUGH: usize = 4;
/// On such a page, of a line that is printed twice as a whole.
const WHOLE: usize = 2;
/// A line has at least so many characters that stand apart: 工 作 报 告 is how a title is set, and a line of a narrow column
/// is spread to its width; there blanks are printed as they are, and matching passes over them.
const APART: usize = 32;

/// What is left out of lines: spans of the page for each line that has some.
pub(super) struct Letters(BTreeMap<usize, Vec<Span>>);

impl Letters {
    /// The second printings of characters that are printed twice.
    pub(super) fn twice(page: &str, lines: &[Print<'_>]) -> Self {
        let runs = |line: &Print<'_>, least: usize| {
            let words = line.raw.of(page);
            if pairs(words) < if least < SURE { WHOLE } else { SURE } {
                return Vec::new();
            }
            let mut runs = doubled(words, least);
            let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
            if runs.is_empty() && least < SURE {
                runs = doubled(words, WHOLE);
                runs.retain(|run| run.pairs * 2 == letters);
            }
            let in_runs: usize = runs.iter().map(|run| run.pairs * 2).sum();
            // 20242024年年 at the head of a paper is read by rules of its own: there a date may have lost a figure.
            if runs.is_empty() || in_runs < letters && undouble(&line.words).is_some() {
                return Vec::new();
            }
            let start = line.raw.start;
            runs.into_iter()
                .flat_map(|run| run.second)
                .map(|span| Span::new(start + span.start, start + span.end))
                .collect()
        };
        let found = |least: usize| -> BTreeMap<usize, Vec<Span>> {
            let spans = lines.iter().enumerate().map(|(i, line)| (i, runs(line, least)));
            spans.filter(|(_, spans)| !spans.is_empty()).collect()
        };
        let sure = found(SURE);
        if sure.is_empty() { Self(sure) } else { Self(found(ENOUGH)) }
    }

    /// The blanks between characters of lines that set all of them apart. A wider blank parts words and stays.
    pub(super) fn apart(page: &str, lines: &[Print<'_>]) -> Self {
        let whole = lines.iter().enumerate().filter(|(_, line)| line.slices == [line.raw]);
        Self(whole.filter_map(|(i, line)| Some((i, blanks(line.raw.of(page), line.raw.start)?))).collect())
    }

    /// Leaves it out of `lines`; gives the lines that stand together, and how many characters were left out of them.
    pub(super) fn apply(self, page: &str, lines: &mut [Print<'_>]) -> Vec<(Vec<usize>, usize)> {
        let mut told: Vec<(Vec<usize>, usize)> = Vec::new();
        for (i, spans) in self.0 {
            match told.last_mut() {
                Some((block, count)) if block.last() == Some(&(i - 1)) => {
                    block.push(i);
                    *count += spans.len();
                }
                _ => told.push((vec![i], spans.len())),
            }
            let line = &mut lines[i];
            let mut slices = Vec::new();
            for &slice in &line.slices {
                let mut at = slice.start;
                for span in spans.iter().filter(|span| slice.contains(**span)) {
                    slices.extend((at < span.start).then(|| Span::new(at, span.start)));
                    at = span.end;
                }
                slices.extend((at < slice.end).then(|| Span::new(at, slice.end)));
            }
            let words: String = slices.iter().map(|slice| slice.of(page)).collect();
            line.words = words.trim().to_owned().into();
            line.slices = slices;
        }
        told
    }
}

/// How often a letter, digit or character stands behind its like. Most lines have few of that, and no run.
fn pairs(words: &str) -> usize {
    words.chars().zip(words.chars().skip(1)).filter(|(a, b)| a == b && a.is_alphanumeric()).count()
}

/// A stretch of a line that is printed twice, character by character.
struct Run {
    /// How many letters, digits and characters it has.
    pairs: usize,
    /// The second of each two.
    second: Vec<Span>,
}

/// The runs of at least `least` characters. Marks and blanks inside may stand once.
fn doubled(words: &str, least: usize) -> Vec<Run> {
    let chars: Vec<(usize, char)> = words.char_indices().collect();
    let same = |j: usize| chars.get(j + 1).is_some_and(|next| next.1 == chars[j].1);
    let span = |j: usize| Span::new(chars[j].0, chars[j].0 + chars[j].1.len_utf8());
    let mut runs = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !same(i) || !chars[i].1.is_alphanumeric() {
            i += 1;
            continue;
        }
        let (mut letters, mut marks, mut once) = (Vec::new(), Vec::new(), false);
        let (mut stretch, mut longest) = (0, 0);
        // ■■ before the author is the head of the run where nothing else stands before.
        let head = chars[..i].iter().all(|(_, c)| !c.is_alphanumeric());
        let mut j = if head { chars[..i].iter().take_while(|(_, c)| c.is_whitespace()).count() } else { i };
        while let Some(&(_, c)) = chars.get(j) {
            if c.is_alphanumeric() {
                if !same(j) {
                    break;
                }
                letters.push(j + 1);
                stretch += 1;
                longest = longest.max(stretch);
                j += 2;
            } else if same(j) && !c.is_whitespace() {
                marks.push(j + 1);
                j += 2;
            } else {
                once |= !c.is_whitespace();
                stretch = 0;
                j += 1;
            }
        }
        let han = letters.iter().filter(|at| is_han(chars[**at].1)).count();
        let mut kinds: Vec<char> = letters.iter().map(|at| chars[*at].1).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let words = if least == WHOLE { han > 0 && !once } else { han * 2 > letters.len() };
        if longest >= least && words && kinds.len() >= least.min(ENOUGH) {
            let pairs = letters.len();
            // Where one mark stands once, a dash of two signs is one dash.
            letters.extend(marks.into_iter().filter(|_| !once));
            letters.sort_unstable();
            runs.push(Run { pairs, second: letters.into_iter().map(span).collect() });
        }
        i = j.max(i + 1);
    }
    runs
}

#[cfg(test)]
fn without(words: &str, runs: &[Run]) -> String {
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    for span in runs.iter().flat_map(|run| &run.second) {
        out.push_str(&words[at..span.start]);
        at = span.end;
    }
    out.push_str(&words[at..]);
    out
}

/// The blanks of a line in which nearly each character stands alone; the line starts at `start` of the page.
fn blanks(line: &str, start: usize) -> Option<Vec<Span>> {
    let words = line.trim();
    // Most lines have far fewer blanks than characters.
    let inner = words.chars().filter(|c| c.is_whitespace()).count();
    let all = words.chars().count() - inner;
    if all < APART || inner * 3 < all * 2 {
        return None;
    }
    let mut at = start + (line.len() - line.trim_start().len());
    let (mut gaps, mut alone, mut han) = (Vec::new(), 0, 0);
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let token = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
        let behind = rest[token.len()..].trim_start();
        let gap = Span::new(at + token.len(), at + rest.len() - behind.len());
        gaps.extend((!gap.is_empty()).then_some(gap));
        if token.chars().skip(1).all(|c| !c.is_alphanumeric()) {
            alone += 1;
            han += usize::from(is_han(first));
        }
        (at, rest) = (gap.end, behind);
    }
    let usual = gaps.iter().map(|gap| gap.len()).min()?;
    let apart = alone >= APART && alone * 5 >= (gaps.len() + 1) * 4 && han * 4 >= alone;
    apart.then(|| gaps.into_iter().filter(|gap| gap.len() == usual).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let runs = doubled(line, SURE);
        let once = without(line, &runs);
        let gaps = blanks(line, 0).unwrap_or_default();
        let apart = without(line, &[Run { pairs: 0, second: gaps }]);
        assert_eq!(if runs.is_empty() { apart } else { once }, expected);
    }

    #[test]
    fn characters_printed_twice_are_read_once() {
        check("人人大大代代表表每每月月接接待待选选民民。。", "人大代表每月接待选民。");
        check(
            "　　一一是是建建站站，，22002233年年起起每每月月接接待待。。其余照旧。",
            "　　一是建站，2023年起每月接待。其余照旧。",
        );
        check("天天天天向向上上，，学学习习代代表表法法。。再说", "天天向上，学习代表法。再说");
        check(
            "踏踏实实、认认真真办事，试试看，人人都说好好好",
            "踏踏实实、认认真真办事，试试看，人人都说好好好",
        );
        check("高高兴兴热热闹闹过大年", "高高兴兴热热闹闹过大年");
        check("1122334455667788", "1122334455667788");
        check("哈哈哈哈哈哈哈哈哈哈哈哈哈哈", "哈哈哈哈哈哈哈哈哈哈哈哈哈哈");
    }

    #[test]
    fn lines_set_apart_are_read_together() {
        let words = "县人大常委会听取报告23项，组织代表视察31次，督促整改问题48个，满意率97.5%";
        let spread: String = words.chars().flat_map(|c| [c, ' ']).collect();
        check(spread.trim_end(), words);
        check(&format!("{spread} {spread}"), &format!("{words}  {words} "));
        check("工 作 报 告", "工 作 报 告");
        check("系 统 ， 积 极 探 索 建 立 代 表 履 职", "系 统 ， 积 极 探 索 建 立 代 表 履 职");
        check("乙县也设。一 追 到 底 。", "乙县也设。一 追 到 底 。");
        check(
            "召集代表大会 7 次,举行会议 45 次、主任会议 75 次",
            "召集代表大会 7 次,举行会议 45 次、主任会议 75 次",
        );
    }
}
