//! The lines of a title → one title.

use super::line::Line;
use crate::resource::jieba;

/// A title of so many characters that stands twice is the same.
const SURE: usize = 6;

/// Joins the lines with a blank; without one where the break tears a word (`推动新时 / 代人大工作`).
/// What one of `labels` calls a title is without the label.
pub(super) fn join(labels: &[String], page: &str, lines: &[Line], title: &[usize]) -> Option<String> {
    let parts: Vec<&str> =
        title.iter().map(|i| without_label(labels, trim(lines[*i].span.of(page)))).collect();
    // A site prints the title twice, once with its own name behind: 选票_甲县人大网.
    let again = |n: usize| {
        let shorter = |m: usize| parts[n].starts_with(parts[m]) && (parts[m].len() < parts[n].len() || m < n);
        (0..parts.len()).any(|m| m != n && parts[m].chars().count() >= SURE && shorter(m))
    };
    let mut parts = (0..parts.len()).filter(|n| !again(*n)).map(|n| parts[n]);
    let mut joined = parts.next()?.to_owned();
    for part in parts {
        if !tears_a_word(&joined, part) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    Some(joined)
}

/// The title without the bars of the table it stood in.
fn trim(line: &str) -> &str {
    line.trim_matches(|c: char| c == '|' || c.is_whitespace())
}

/// The title behind its label, which may be spaced out: `标    题：关于…`.
fn without_label<'t>(labels: &[String], line: &'t str) -> &'t str {
    let Some((label, title)) = line.split_once([':', '\u{FF1A}']) else { return line };
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    if labels.contains(&label) { title.trim_start() } else { line }
}

/// Whether a word of the dictionary lies across the break.
fn tears_a_word(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().last(), after.chars().next()) else { return false };
    if !last.is_alphanumeric() || !first.is_alphanumeric() || last.is_ascii() != first.is_ascii() {
        return false;
    }
    let together = format!("{before}{after}");
    let at = before.len();
    jieba().cut(&together, false).iter().any(|token| token.byte_start < at && at < token.byte_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_no_part_of_a_title() {
        let labels = ["标题".to_owned()];
        assert_eq!(without_label(&labels, "标    题：关于印发要点的通知"), "关于印发要点的通知");
        assert_eq!(without_label(&labels, "选票：从村口到人大"), "选票：从村口到人大");
    }

    #[test]
    fn words_are_not_torn() {
        assert!(tears_a_word("把联络站办成新时", "代的会客厅"));
        assert!(tears_a_word("盯住不放的监督才", "能换来落地的实事"));
        assert!(!tears_a_word("选票发到村口", "路灯亮到门前"));
        assert!(!tears_a_word("十年", "——写在设站之后"));
    }
}
