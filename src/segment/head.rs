//! Heads: an article's title with its byline, or with a site's line of date and source.

use super::byline::Byline;
use super::line::{Kind, Line};
use crate::model::Date;

/// A title and what stands with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The title's lines; empty where none stands there.
    pub title: Vec<usize>,
    /// The first line, title included.
    pub first: usize,
    /// The last line.
    pub last: usize,
    /// Who wrote it.
    pub byline: Option<Byline>,
    /// The source field.
    pub source: Option<String>,
    /// The date field.
    pub date: Option<Date>,
}

/// The heads of a page, in order.
pub(super) fn heads(lines: &[Line]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    let mut above = 0;
    let mut i = 0;
    let last_prose = lines.iter().rposition(Line::is_prose).unwrap_or(0);
    // Whether only short lines stand above, and the last of them.
    let mut on_top = true;
    let mut title_like = false;
    while i < lines.len() {
        let starts = match lines[i].kind {
            Kind::Byline(_) | Kind::Info(_) => true,
            // Under an article, a date is its signature's; on top of a page it stands under the title of a site.
            Kind::Date(_) => on_top && title_like && i < last_prose,
            _ => false,
        };
        if !starts {
            if !lines[i].is_aside() {
                title_like = lines[i].is_heading_like();
                on_top &= title_like;
            }
            i += 1;
            continue;
        }
        let mut head = Head { first: i, last: i, ..Head::default() };
        // A byline and a site's line that stand together are of one article; two bylines are not.
        let mut next = i;
        while next < lines.len() {
            match &lines[next].kind {
                Kind::Byline(b) if head.byline.is_none() => head.byline = Some(b.clone()),
                // Date and source may stand in two lines; a second date or source is another article's.
                Kind::Info(info)
                    if !(head.date.is_some() && info.date.is_some()
                        || head.source.is_some() && info.source.is_some()) =>
                {
                    head.date = head.date.or(info.date);
                    head.source = head.source.or_else(|| info.source.clone());
                    head.byline = head.byline.or_else(|| info.byline.clone());
                }
                Kind::Date(date) if head.date.is_none() => head.date = Some(*date),
                // Below a site's line stands when a speech was held.
                Kind::Date(_) if head.byline.is_none() => {}
                Kind::Chrome => {}
                _ => break,
            }
            head.last = next;
            next += 1;
        }
        let byline = matches!(lines[i].kind, Kind::Byline(_));
        head.title = title_above(lines, above, i, byline);
        if head.title.is_empty() && head.byline.is_none() {
            head.title = title_below(lines, head.last + 1);
        }
        head.first = head.title.first().copied().unwrap_or(i).min(head.first);
        head.last = head.title.last().copied().unwrap_or(i).max(head.last);
        above = head.last + 1;
        on_top = false;
        i = above;
        heads.push(head);
    }
    heads
}

/// The title's lines above line `at`: one, or several that stand together; in a paper also two single lines, but on a
/// site the upper of two is a column's name.
fn title_above(lines: &[Line], from: usize, at: usize, byline: bool) -> Vec<usize> {
    let run: Vec<usize> = (from..at)
        .rev()
        .filter(|i| !lines[*i].is_aside())
        .take_while(|i| lines[*i].is_heading_like())
        .take(5)
        .collect();
    // `run` goes upward; the group directly above has no empty line inside.
    let group = 1 + run.windows(2).take_while(|pair| lines[pair[0]].gap == 0).count();
    let mut title: Vec<usize> = match run.len() {
        0 => return run,
        2 if group == 1 && byline => run,
        // More short lines than a title has are wrapped prose that was torn off, or a list.
        _ if group > 3 => run[..1].to_vec(),
        _ => run[..group].to_vec(),
    };
    title.reverse();
    title
}

/// A site may print its line of date and source above the title.
fn title_below(lines: &[Line], from: usize) -> Vec<usize> {
    let mut below = (from..lines.len()).filter(|i| !lines[*i].is_aside());
    let Some(first) = below.next().filter(|i| lines[*i].is_heading_like()) else { return Vec::new() };
    let mut title = vec![first];
    title.extend(below.take_while(|i| lines[*i].is_heading_like() && lines[*i].gap == 0).take(2));
    title
}
