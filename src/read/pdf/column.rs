//! Characters with places → lines in reading order: a page is cut along the white stripes between its columns.

use super::glyph::Character;

/// A printed line of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) y: f64,
    pub(super) size: f64,
}

/// The lines of one column, downward.
pub(super) type Column = Vec<Line>;

/// Characters of a line stand no farther apart, in parts of their size.
const APART: f64 = 0.9;
/// A stripe between columns is at least so wide, in parts of the size of most characters.
const STRIPE: f64 = 0.8;
/// A column has at least so many lines, and they are at least so wide.
const FEW: usize = 2;
const NARROW: f64 = 8.0;
/// Columns are cut no deeper into columns.
const DEEPEST: usize = 24;

/// The columns of a page in reading order; what is written downward stands behind, from right to left.
pub(super) fn columns(characters: Vec<Character>) -> Vec<Column> {
    let (down, across): (Vec<_>, Vec<_>) = characters.into_iter().partition(|c| c.vertical);
    let mut columns = Vec::new();
    for characters in [across, down] {
        let pieces = pieces(characters);
        let size = usual_size(&pieces);
        order(pieces, size, 0, &mut columns);
    }
    columns
}

/// The size of most characters.
pub(super) fn usual_size<'a>(lines: impl IntoIterator<Item = &'a Line>) -> f64 {
    let mut sizes: Vec<(f64, usize)> = lines.into_iter().map(|l| (l.size, l.text.chars().count())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|s| s.1).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, count)| {
        seen += count;
        seen > half
    });
    middle.map_or(0.0, |s| s.0)
}

/// What stands on one height, from the first of it on.
fn rows<T>(mut things: Vec<T>, place: impl Fn(&T) -> (f64, f64, f64)) -> Vec<Vec<T>> {
    things.sort_by(|a, b| place(a).1.total_cmp(&place(b).1));
    let mut rows: Vec<(f64, Vec<T>)> = Vec::new();
    for thing in things {
        let (_, y, size) = place(&thing);
        match rows.last_mut() {
            Some((top, row)) if y - *top < size * 0.35 => row.push(thing),
            _ => rows.push((y, vec![thing])),
        }
    }
    let rows = rows.into_iter().map(|(_, mut row)| {
        row.sort_by(|a, b| place(a).0.total_cmp(&place(b).0));
        row
    });
    rows.collect()
}

/// Stretches of characters that stand close together.
fn pieces(characters: Vec<Character>) -> Vec<Line> {
    let mut pieces: Vec<Line> = Vec::new();
    for row in rows(characters, |c| (c.x, c.y, c.size)) {
        let mut open: Option<Line> = None;
        let mut blank = false;
        for character in row {
            if character.words.trim().is_empty() {
                blank = true;
                continue;
            }
            let right = character.x + width(&character);
            match &mut open {
                Some(piece)
                    if character.x - piece.right <= APART * piece.size.max(character.size)
                        && (0.6..1.7).contains(&(piece.size / character.size)) =>
                {
                    if blank || words_apart(piece, &character) {
                        piece.text.push(' ');
                    }
                    piece.text.push_str(&character.words);
                    piece.right = right.max(piece.right);
                    piece.size = piece.size.max(character.size);
                }
                _ => {
                    let piece = Line {
                        text: character.words.clone(),
                        left: character.x,
                        right,
                        y: character.y,
                        size: character.size,
                    };
                    pieces.extend(open.replace(piece));
                }
            }
            blank = false;
        }
        pieces.extend(open);
    }
    pieces
}

/// How wide a character is: those of Chinese fill their square.
fn width(character: &Character) -> f64 {
    let one = |c: char| if c >= '\u{2E80}' { 1.0 } else { 0.5 };
    character.size * character.words.chars().map(one).sum::<f64>()
}

/// Whether two Latin words stand apart without a blank between them.
fn words_apart(piece: &Line, character: &Character) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    character.x - piece.right > 0.45 * character.size
        && latin(piece.text.chars().last())
        && latin(character.words.chars().next())
}

/// Adds the columns of `pieces`: what stands above a stripe, the columns on its sides, what stands below.
fn order(pieces: Vec<Line>, size: f64, depth: usize, columns: &mut Vec<Column>) {
    if pieces.is_empty() {
        return;
    }
    let mut rows = rows(pieces, |line| (line.left, line.y, line.size));
    let band = if depth < DEEPEST { widest_band(&rows, size) } else { None };
    let Some(Band { first, last, stripes }) = band else {
        columns.push(rows.into_iter().map(join).collect());
        return;
    };
    let below = rows.split_off(last + 1);
    let between = rows.split_off(first);
    order(rows.into_iter().flatten().collect(), size, depth + 1, columns);
    let mut parts: Vec<Vec<Line>> = vec![Vec::new(); stripes.len() + 1];
    for piece in between.into_iter().flatten() {
        parts[stripes.iter().filter(|stripe| **stripe < piece.left).count()].push(piece);
    }
    for part in parts {
        order(part, size, depth + 1, columns);
    }
    order(below.into_iter().flatten().collect(), size, depth + 1, columns);
}

/// Rows that white stripes run through, and where these are.
struct Band {
    first: usize,
    last: usize,
    stripes: Vec<f64>,
}

/// The band of most rows. A heading that stands alone ends it, even where it is narrower than the column below.
fn widest_band(rows: &[Vec<Line>], size: f64) -> Option<Band> {
    let walls = walls(rows, size);
    let mut best: Option<Band> = None;
    for first in 0..rows.len() {
        let most = best.as_ref().map_or(0, |band| band.last + 1 - band.first);
        if rows.len() - first <= most {
            break;
        }
        // What is covered by print, as stretches from left to right, with the rows that have print in each.
        let mut covered: Vec<(f64, f64, usize)> = Vec::new();
        for (last, row) in rows.iter().enumerate().skip(first) {
            if walls[last] {
                break;
            }
            for piece in row {
                cover(&mut covered, piece.left, piece.right, size * STRIPE);
            }
            let stripes = stripes(&covered, size);
            let longer = best.as_ref().is_none_or(|band| last - first > band.last - band.first);
            if longer && last + 1 - first >= FEW && !stripes.is_empty() {
                best = Some(Band { first, last, stripes });
            }
        }
    }
    best
}

/// Which rows are headings over all columns, or stand under one: alone on their height, the first of them large.
fn walls(rows: &[Vec<Line>], size: f64) -> Vec<bool> {
    let alone = |n: usize| {
        let [line] = &rows[n][..] else { return false };
        let near =
            |row: &Vec<Line>| row.iter().any(|l| l.y > line.y - line.size && l.y < line.y + size * 0.5);
        let others = rows[n.saturating_sub(3)..n].iter().chain(rows.iter().skip(n + 1).take(3));
        !others.into_iter().any(near)
    };
    let mut walls: Vec<bool> = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        let large = row.iter().all(|line| line.size > size * 1.15);
        walls.push(alone(n) && (large || walls.last() == Some(&true)));
    }
    walls
}

/// Adds a stretch, and joins those that it leaves no stripe between.
fn cover(covered: &mut Vec<(f64, f64, usize)>, left: f64, right: f64, stripe: f64) {
    let mut joined = (left, right, 1);
    covered.retain(|&(l, r, rows)| {
        let apart = l - joined.1 >= stripe || joined.0 - r >= stripe;
        if !apart {
            joined = (joined.0.min(l), joined.1.max(r), joined.2 + rows);
        }
        apart
    });
    let at = covered.partition_point(|stretch| stretch.0 < joined.0);
    covered.insert(at, joined);
}

/// The middles of the stripes between stretches that are columns.
fn stripes(covered: &[(f64, f64, usize)], size: f64) -> Vec<f64> {
    let is_column = |&(left, right, rows): &(f64, f64, usize)| rows >= FEW && right - left >= size * NARROW;
    if covered.len() < 2 || !covered.iter().all(is_column) {
        return Vec::new();
    }
    covered.windows(2).map(|pair| f64::midpoint(pair[0].1, pair[1].0)).collect()
}

/// One line of the pieces of a row.
fn join(row: Vec<Line>) -> Line {
    let mut pieces = row.into_iter();
    let mut line = pieces.next().expect("a row has a piece");
    for piece in pieces {
        line.text.push(' ');
        line.text.push_str(&piece.text);
        line.right = line.right.max(piece.right);
        line.size = line.size.max(piece.size);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of print as (left, y, size, words).
    fn check(lines: &[(f64, f64, f64, &str)], expected: &[&str]) {
        let mut characters = Vec::new();
        for &(left, y, size, words) in lines {
            let mut x = left;
            for c in words.chars() {
                characters.push(Character { words: c.to_string(), x, y, size, vertical: false });
                x += size;
            }
        }
        let got: Vec<String> = columns(characters)
            .into_iter()
            .map(|column| column.into_iter().map(|line| line.text).collect::<Vec<_>>().join("/"))
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn columns_follow_each_other() {
        let mut page = vec![(100.0, 20.0, 20.0, "一条题目横跨两栏之上")];
        for n in 0..4 {
            let y = 50.0 + 15.0 * f64::from(n);
            page.push((50.0, y, 10.0, "左边栏里的一行字共十二"));
            page.push((175.0, y + 2.0, 10.0, "右边栏里的一行字共十二"));
        }
        page.push((50.0, 120.0, 10.0, "页脚横跨两栏之下的一行说明文字很长很长很长"));
        let left = ["左边栏里的一行字共十二"; 4].join("/");
        let right = ["右边栏里的一行字共十二"; 4].join("/");
        check(&page, &["一条题目横跨两栏之上", &left, &right, "页脚横跨两栏之下的一行说明文字很长很长很长"]);
    }

    #[test]
    fn a_narrow_heading_over_the_columns_parts_them() {
        let mut page = Vec::new();
        for (top, words) in [(0.0, "上篇十个字的一行文字"), (200.0, "下篇十个字的一行文字")]
        {
            page.push((180.0, top + 20.0, 20.0, "窄题"));
            page.push((185.0, top + 35.0, 8.0, "来源：甲"));
            for n in 0..4 {
                for column in 0..3 {
                    page.push((150.0 * f64::from(column), top + 60.0 + 15.0 * f64::from(n), 10.0, words));
                }
            }
        }
        let (one, two) = (["上篇十个字的一行文字"; 4].join("/"), ["下篇十个字的一行文字"; 4].join("/"));
        let head = "窄题/来源：甲";
        check(&page, &[head, &one, &one, &one, head, &two, &two, &two]);
    }

    #[test]
    fn a_wide_space_in_a_line_is_no_stripe() {
        check(
            &[
                (0.0, 0.0, 10.0, "一二三四五六"),
                (80.0, 0.0, 10.0, "七八九十一二"),
                (0.0, 15.0, 10.0, "一二三四五六七八九十一二三四"),
            ],
            &["一二三四五六 七八九十一二/一二三四五六七八九十一二三四"],
        );
    }
}
