//! The page's lines, and what each is by itself.

use super::byline::{self, Byline};
use super::date::dates;
use super::mark::{End, end_of, stops_behind, width};
use super::masthead::{Masthead, masthead};
use super::site::{self, Info, Site, site};
use crate::model::Date;
use crate::resource::PageRules;
use crate::text::{Span, fold};

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Prose, a heading or a title: the lines around it tell.
    Text,
    /// Names the author.
    Byline(Byline),
    /// A site's line of date and source.
    Info(Info),
    /// A date alone.
    Date(Date),
    /// `（作者系…）`: the post of the author above.
    Note(String),
    /// A name in brackets: the author of the article above.
    Tail(Byline),
    /// The head of a newspaper page.
    Masthead(Masthead),
    /// The frame of a site, the name of a column.
    Chrome,
    /// The frame of a site behind an article.
    End,
}

/// One line with something on it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Page bytes, blanks at both ends left out.
    pub span: Span,
    /// How many empty lines stand above it.
    pub gap: usize,
    /// Whether it is indented.
    pub indent: bool,
    /// Its columns in print.
    pub width: usize,
    /// How it ends.
    pub end: End,
    /// What it is.
    pub kind: Kind,
    /// Whether a full stop stands inside, before the end.
    pub stop_inside: bool,
}

/// The lines of a page, with the column to which the page as a whole is wrapped.
#[derive(Debug)]
pub(super) struct Lines {
    all: Vec<Line>,
    /// See [`super::paragraph::column`]; kept, since short texts ask for it again and again.
    pub column: Option<usize>,
}

impl std::ops::Deref for Lines {
    type Target = [Line];

    fn deref(&self) -> &[Line] {
        &self.all
    }
}

/// The longest line, in characters, that can be anything but prose.
const MAX_CHARS: usize = 160;
/// A title or a heading has at most so many columns: 40 Chinese characters.
const MAX_HEADING: usize = 80;

impl Line {
    /// Whether the line may be a title or a heading: short, one stretch of words, no closing mark.
    pub(super) fn is_heading_like(&self) -> bool {
        self.kind == Kind::Text
            && self.width <= MAX_HEADING
            && !self.stop_inside
            && matches!(self.end, End::Open | End::Soft)
    }

    /// Whether the line is surely prose: it ends a sentence, or is too long for a heading.
    pub(super) fn is_prose(&self) -> bool {
        self.kind == Kind::Text && !self.is_heading_like()
    }

    pub(super) fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    /// Whether the line stands between others without parting them: chrome, a column's name, a date, a masthead.
    pub(super) fn is_aside(&self) -> bool {
        matches!(self.kind, Kind::Chrome | Kind::End | Kind::Date(_) | Kind::Masthead(_))
    }
}

/// The lines of `page` that are not blank.
pub(super) fn lines(rules: &PageRules, page: &str) -> Lines {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    let mut gap = 0;
    let mut prose_seen = false;
    for raw in page.split('\n') {
        let words = raw.trim();
        if words.is_empty() {
            gap += 1;
        } else {
            let lead = raw.len() - raw.trim_start().len();
            let span = Span::new(at + lead, at + lead + words.len());
            let indent = raw[..lead].chars().map(|c| 1 + usize::from(c == '\u{3000}')).sum::<usize>() >= 2;
            let kind = kind(rules, words, prose_seen);
            let stop_inside = stop_inside(words);
            let line = Line { span, gap, indent, width: width(words), end: end_of(words), kind, stop_inside };
            prose_seen |= line.is_prose();
            lines.push(line);
            gap = 0;
        }
        at += raw.len() + 1;
    }
    speeches(rules, page, &mut lines);
    bare_bylines(rules, page, &mut lines);
    let column = super::paragraph::page_column(&lines);
    Lines { all: lines, column }
}

fn stop_inside(words: &str) -> bool {
    let pairs = words.chars().zip(words.chars().skip(1));
    pairs.clone().any(|(c, _)| c == '。')
        || pairs.clone().zip(pairs.skip(1)).any(|((a, b), _)| stops_behind(b, Some(a)))
}

/// What a line is by itself.
pub(super) fn kind(rules: &PageRules, words: &str, prose_seen: bool) -> Kind {
    // What is longer than any byline or menu is prose, and most of a page is.
    if words.chars().nth(MAX_CHARS).is_some() {
        return Kind::Text;
    }
    let folded = fold(words);
    if let Some(masthead) = masthead(&rules.furniture, words, &folded)
        // 发布日期 is the label of a field, not the issue of a paper.
        .filter(|m| m.doubled || !(prose_seen || site::has_field(rules, &folded)))
        && !starts_as_chrome(rules, &folded)
    {
        return Kind::Masthead(masthead);
    }
    match site(rules, words, &folded) {
        Some(Site::Info(info)) if info.date.is_none() && info.source.is_none() => {
            return info.byline.map_or(Kind::Chrome, Kind::Byline);
        }
        Some(Site::Info(info)) => return Kind::Info(info),
        Some(Site::Date(date)) => return Kind::Date(date),
        Some(Site::Chrome | Site::Column) => return Kind::Chrome,
        Some(Site::End) => return Kind::End,
        None => {}
    }
    if is_caption(rules, words) {
        return Kind::Chrome;
    }
    if let Some(byline) = byline::marked(&rules.byline, words, &folded) {
        return Kind::Byline(byline);
    }
    if let Some(role) = byline::note(&rules.byline, words) {
        return Kind::Note(role);
    }
    byline::tail(&rules.byline, words).map_or(Kind::Text, Kind::Tail)
}

/// `▲某镇代表查看道路。 通讯员 甲 摄` stands below a picture.
fn is_caption(rules: &PageRules, words: &str) -> bool {
    let words = words.trim_end_matches([')', '）']);
    let credit = |end: &String| {
        words
            .strip_suffix(end.as_str())
            .is_some_and(|rest| rest.ends_with(['/', '／']) || rest.ends_with(char::is_whitespace))
    };
    rules.furniture.captions.iter().any(credit)
}

/// `今天是2024年6月24日 星期一` is the day of the visit, not of the page.
fn starts_as_chrome(rules: &PageRules, folded: &str) -> bool {
    let furniture = &rules.furniture;
    furniture.starts.iter().chain(&furniture.ends).any(|w| folded.starts_with(w.as_str()))
}

/// Where and when a speech was held stands between its title and its words, in one line or several; it dates the
/// speech. The words to the audience are no part of its body.
fn speeches(rules: &PageRules, page: &str, lines: &mut [Line]) {
    let speech = &rules.furniture.speech;
    let begins = |words: &str| {
        let first = words.chars().next().map(|c| fold(c.encode_utf8(&mut [0; 4]))).unwrap_or_default();
        speech.salutations.iter().chain(&speech.dash).any(|word| word.starts_with(&first))
    };
    let text: Vec<bool> = lines.iter().map(Line::is_text).collect();
    for i in 0..lines.len() {
        // Few lines begin as these words do: the others are not folded as a whole.
        let words = lines[i].span.of(page);
        if !text[i] || !begins(words) {
            continue;
        }
        let folded = fold(words);
        if speech.salutations.contains(&folded) && lines[..i].iter().all(|l| !l.is_prose()) {
            lines[i].kind = Kind::Chrome;
        }
        if !speech.dash.open(&folded) {
            continue;
        }
        let to = lines.len().min(i + speech.most_lines);
        let ends = |n: &usize| text[*n] && speech.ends.close(&fold(lines[*n].span.of(page)));
        let Some(last) = (i..to).find(ends) else { continue };
        let Some((_, date)) = dates(&rules.furniture.date, lines[i].span.of(page)).into_iter().next() else {
            continue;
        };
        lines[i].kind = Kind::Date(date);
        for line in &mut lines[i + 1..=last] {
            line.kind = Kind::Chrome;
        }
    }
}

/// Names alone are a byline only between a title and prose; a date or a menu may stand between.
fn bare_bylines(rules: &PageRules, page: &str, lines: &mut [Line]) {
    for i in 1..lines.len() {
        if !lines[i].is_heading_like() || lines[i].width > 60 {
            continue;
        }
        let Some(title) = lines[..i]
            .iter()
            .rposition(|l| !l.is_aside() && !matches!(l.kind, Kind::Info(_)))
            .filter(|t| lines[*t].is_heading_like())
        else {
            continue;
        };
        let title_starts = title == 0
            || lines[title - 1].is_aside()
            || lines[title - 1].end == End::Full
            || { title == 1 && lines[0].is_heading_like() };
        let mut below = lines[i + 1..]
            .iter()
            .filter(|l| !l.is_aside() && !matches!(l.kind, Kind::Note(_) | Kind::Info(_)));
        // Wrapped prose looks like headings: where somebody is spoken to, words must follow.
        let spoken = lines.get(i + 1).is_some_and(|l| l.kind == Kind::Chrome && l.end == End::Pause);
        if title_starts
            && (spoken || below.next().is_some_and(Line::is_prose))
            && let Some(found) = byline::bare(&rules.byline, lines[i].span.of(page))
        {
            lines[i].kind = Kind::Byline(found);
        }
    }
}
