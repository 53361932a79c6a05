//! Punctuation: what ends a sentence, what ends a clause, what closes behind it. None of it is a rule of the domain.

/// Whether the mark ends a sentence.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '｡')
}

/// Whether a half-width full stop, or its full-width twin, ends a sentence behind `before`: `3.5` and `1.` do not.
pub(super) fn stops_behind(c: char, before: Option<char>) -> bool {
    matches!(c, '.' | '．') && before.is_some_and(|b| matches!(u32::from(b), 0x4E00..=0x9FFF) || closes(b))
}

/// Whether the mark ends a clause.
pub(super) fn ends_clause(c: char) -> bool {
    matches!(c, '，' | ',' | '；' | ';' | '：' | ':')
}

/// Whether the mark may follow the end of a sentence and still belong to it.
pub(super) fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '\'' | '」' | '』' | '）' | ')' | '】' | ']' | '》' | '〉' | '〕' | '＂')
}

/// What closes a quotation, a title or a bracket that this mark opens; nothing inside parts clauses.
pub(super) fn closer_of(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '〈' => '〉',
        _ => return None,
    })
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a full stop or its like: a sentence ends here.
    Full,
    /// With a closing quote or bracket: a sentence may end here, or a heading.
    Soft,
    /// With a semicolon or a colon: a paragraph may end here, a heading not.
    Pause,
    /// With a comma or an opening mark: something is sure to follow.
    Comma,
    /// With a word.
    Open,
}

/// How `line`, trimmed, ends.
pub(super) fn end_of(line: &str) -> End {
    let mut closed = false;
    let mut chars = line.chars().rev().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if c.is_whitespace() => {}
            _ if closes(c) => closed = true,
            _ if ends_sentence(c) || stops_behind(c, chars.peek().copied()) => return End::Full,
            _ if closed => return End::Soft,
            '；' | ';' | '：' | ':' => return End::Pause,
            '，' | ',' | '、' | '（' | '(' | '《' | '“' | '‘' | '「' | '『' => return End::Comma,
            _ => return End::Open,
        }
    }
    if closed { End::Soft } else { End::Open }
}

/// Columns that a line takes in print: two for a Chinese character, one for a Latin letter.
pub(super) fn width(line: &str) -> usize {
    line.chars()
        .map(|c| 1 + usize::from(u32::from(c) >= 0x1100 || matches!(c, '“' | '”' | '‘' | '’' | '…')))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends() {
        for (line, end) in [
            ("说完了。", End::Full),
            ("“说完了。”", End::Full),
            ("真的吗？）", End::Full),
            ("说完了.", End::Full),
            ("共3.", End::Open),
            ("分三步：", End::Pause),
            ("叫作“双清单”", End::Soft),
            ("牢牢把握，", End::Comma),
            ("牢牢把握", End::Open),
            ("”", End::Soft),
        ] {
            assert_eq!(end_of(line), end, "{line}");
        }
    }
}
