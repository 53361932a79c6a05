//! Printed lines → paragraphs: a line that fills its column goes on in the next, unless that is indented, set off or of
//! another size. What the print does not show is left as lines.

use super::column::{Column, Line, usual_size};

/// Adds the text of a page's columns, a paragraph a line; an empty line where size or distance sets something off.
pub(super) fn write(columns: &[Column], text: &mut String) {
    let body = usual_size(columns.iter().flatten());
    let mut before: Option<Before> = None;
    for column in columns {
        let frame = Frame::of(column, body);
        for (n, line) in column.iter().enumerate() {
            let above = n.checked_sub(1).map(|n| &column[n]);
            text.push_str(match &before {
                None => "",
                Some(before) if frame.goes_on(before, above, line) => blank_between(text, &line.text),
                Some(before) if frame.is_set_off(before, above, line) => "\n\n",
                Some(_) => "\n",
            });
            text.push_str(&line.text);
            before = Some(Before {
                full: frame.tells && line.right >= frame.right - body * 1.6,
                size: line.size,
                stops: line.text.ends_with(['。', '！', '？', '”', '）']),
            });
        }
    }
    if before.is_some() {
        text.push('\n');
    }
}

/// Latin words that a line break parted.
fn blank_between(before: &str, after: &str) -> &'static str {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(before.chars().last()) && latin(after.chars().next()) { " " } else { "" }
}

/// The line before.
struct Before {
    full: bool,
    size: f64,
    stops: bool,
}

/// How a column is set.
struct Frame {
    body: f64,
    left: f64,
    right: f64,
    leading: f64,
    indents: bool,
    /// Whether there are lines enough to tell where it ends on the right.
    tells: bool,
}

impl Frame {
    fn of(column: &[Line], body: f64) -> Self {
        let of_body: Vec<&Line> = column.iter().filter(|line| !is_larger(line.size, body)).collect();
        let left = of_body.iter().map(|line| line.left).min_by(f64::total_cmp).unwrap_or(0.0);
        let right = of_body.iter().map(|line| line.right).max_by(f64::total_cmp).unwrap_or(f64::MAX);
        let mut steps: Vec<f64> = column.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
        steps.sort_by(f64::total_cmp);
        let leading = steps.get(steps.len() / 2).copied().unwrap_or(body * 1.5).max(body);
        let tells = of_body.len() > 1;
        let mut frame = Self { body, left, right, leading, indents: false, tells };
        frame.indents = of_body.iter().any(|line| frame.is_indented(line));
        frame
    }

    fn is_indented(&self, line: &Line) -> bool {
        line.left > self.left + self.body * 1.2
    }

    /// Whether `line` goes on with the paragraph before; `above` is the line over it in its column.
    fn goes_on(&self, before: &Before, above: Option<&Line>, line: &Line) -> bool {
        let even = !is_larger(line.size, self.body) && is_like(line.size, before.size);
        let near = above.is_none_or(|above| line.y - above.y <= self.leading * 1.6);
        // At the head of a column only an indent tells that a paragraph begins; without indents, the stop before does.
        let begins = self.is_indented(line) || (above.is_none() && !self.indents && before.stops);
        before.full && even && near && !begins
    }

    fn is_set_off(&self, before: &Before, above: Option<&Line>, line: &Line) -> bool {
        !is_like(line.size, before.size) || above.is_none_or(|above| line.y - above.y > self.leading * 1.6)
    }
}

fn is_like(one: f64, other: f64) -> bool {
    (0.87..1.15).contains(&(one / other))
}

fn is_larger(size: f64, body: f64) -> bool {
    size > body * 1.15
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: f64, y: f64, size: f64, words: &str) -> Line {
        let width = f64::from(u32::try_from(words.chars().count()).unwrap()) * size;
        Line { text: words.to_owned(), left, right: left + width, y, size }
    }

    #[test]
    fn lines_that_fill_the_column_go_on() {
        let first = vec![
            line(30.0, 0.0, 20.0, "题目"),
            line(20.0, 30.0, 10.0, "第一段的头一行字"),
            line(0.0, 45.0, 10.0, "第一段的第二行文字。"),
            line(20.0, 60.0, 10.0, "第二段到栏底没完"),
        ];
        let second =
            vec![line(200.0, 30.0, 10.0, "在下一栏里接着说。"), line(220.0, 45.0, 10.0, "第三段只有一行。")];
        let mut text = String::new();
        write(&[first, second], &mut text);
        assert_eq!(
            text,
            "题目\n\n第一段的头一行字第一段的第二行文字。\n第二段到栏底没完在下一栏里接着说。\n第三段只有一行。\n"
        );
    }
}
