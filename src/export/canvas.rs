//! What SVG pictures are made of: words, frames, lines, marks. All lengths are whole pixels, so that the bytes are the
//! same everywhere.

use std::io::{self, Write};

use super::picture::Line;
use super::xml::Xml;

/// The usual size of letters.
pub(super) const FONT: i32 = 13;
/// The families in which Chinese is there, of the usual systems.
const FAMILY: &str =
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

pub(super) const INK: &str = "#222222";
pub(super) const GREY: &str = "#767676";
pub(super) const FAINT: &str = "#cccccc";

/// A picture that is being written.
pub(super) struct Canvas<W: Write>(Xml<W>);

/// At which end of its words a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl<W: Write> Canvas<W> {
    /// Begins a picture with its title and a description for who cannot see it.
    pub(super) fn new(
        out: W,
        (width, height): (i32, i32),
        (title, about, language): (&str, &str, &str),
    ) -> io::Result<Self> {
        let mut xml = Xml::new(out)?;
        let [w, h] = [width, height].map(|n| n.to_string());
        let view = format!("0 0 {w} {h}");
        xml.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("width", &w),
                ("height", &h),
                ("viewBox", &view),
                ("role", "img"),
                ("aria-labelledby", "title about"),
                ("xml:lang", language),
                ("font-family", FAMILY),
                ("font-size", &FONT.to_string()),
                ("fill", INK),
            ],
        )?;
        xml.text("title", &[("id", "title")], title)?;
        xml.text("desc", &[("id", "about")], about)?;
        xml.empty("rect", &[("width", &w), ("height", &h), ("fill", "#ffffff")])?;
        Ok(Self(xml))
    }

    /// Ends the picture.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.close("svg")?;
        self.0.finish()
    }

    /// Begins a group of shapes of which `title` is shown where a pointer rests.
    pub(super) fn open(&mut self, title: &str, url: Option<&str>) -> io::Result<()> {
        match url {
            Some(url) => self.0.open("a", &[("href", url)])?,
            None => self.0.open("g", &[])?,
        }
        self.0.text("title", &[], title)
    }

    /// Ends it.
    pub(super) fn close(&mut self, url: Option<&str>) -> io::Result<()> {
        self.0.close(if url.is_some() { "a" } else { "g" })
    }

    /// Words whose middle line is at `y`.
    pub(super) fn words(
        &mut self,
        (x, y): (i32, i32),
        size: i32,
        anchor: Anchor,
        colour: &str,
        words: &str,
    ) -> io::Result<()> {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        // Letters sit on a line a third of their height below the middle; the attribute for that is not known everywhere.
        let [x, y, size] = [x, y + size * 35 / 100, size].map(|n| n.to_string());
        let place =
            [("x", &*x), ("y", &*y), ("font-size", &*size), ("text-anchor", anchor), ("fill", colour)];
        self.0.text("text", &place, words)
    }

    /// A frame; `round` is the radius of its corners.
    pub(super) fn frame(
        &mut self,
        (x, y, width, height): (i32, i32, i32, i32),
        round: i32,
        fill: &str,
        (colour, dashes): (&str, &str),
    ) -> io::Result<()> {
        let lengths = [x, y, width, height, round].map(|n| n.to_string());
        let names = ["x", "y", "width", "height", "rx"];
        let mut all: Vec<(&str, &str)> = names.into_iter().zip(lengths.iter().map(String::as_str)).collect();
        all.extend([("fill", fill), ("stroke", colour)]);
        if !dashes.is_empty() {
            all.push(("stroke-dasharray", dashes));
        }
        self.0.empty("rect", &all)
    }

    /// A line along a path, in the manner of what it means.
    pub(super) fn path(&mut self, path: &str, line: Line, heavy: bool, opacity: &str) -> io::Result<()> {
        let width = if heavy { "2.5" } else { "1.2" };
        let mut all = vec![("d", path), ("fill", "none"), ("stroke", colour(line)), ("stroke-width", width)];
        if !dashes(line).is_empty() {
            all.push(("stroke-dasharray", dashes(line)));
        }
        if opacity != "1" {
            all.push(("stroke-opacity", opacity));
        }
        self.0.empty("path", &all)
    }

    /// A thin straight line.
    pub(super) fn rule(&mut self, [x1, y1, x2, y2]: [i32; 4], colour: &str) -> io::Result<()> {
        let path = format!("M{x1} {y1}L{x2} {y2}");
        self.0.empty("path", &[("d", &path), ("fill", "none"), ("stroke", colour)])
    }

    /// The mark of a stage around a point: full, half full, empty, crossed out. Others have a small dot.
    pub(super) fn mark(&mut self, (x, y): (i32, i32), line: Line) -> io::Result<()> {
        let r = 5;
        let (cx, cy) = (x.to_string(), y.to_string());
        let colour = colour(line);
        let circle = |fill: &'static str, r: &'static str| {
            [("cx", cx.clone()), ("cy", cy.clone()), ("r", r.to_owned()), ("fill", fill.to_owned())]
        };
        let put = |xml: &mut Xml<W>, circle: [(&str, String); 4]| {
            let mut all: Vec<(&str, &str)> = circle.iter().map(|(k, v)| (*k, v.as_str())).collect();
            all.extend([("stroke", colour), ("stroke-width", "1.5")]);
            xml.empty("circle", &all)
        };
        match line {
            Line::Adopted => put(&mut self.0, circle(colour, "5")),
            Line::Piloted => {
                put(&mut self.0, circle("#ffffff", "5"))?;
                let half = format!("M{x} {}A{r} {r} 0 0 0 {x} {}Z", y - r, y + r);
                self.0.empty("path", &[("d", &half), ("fill", colour)])
            }
            Line::Planned => put(&mut self.0, circle("#ffffff", "5")),
            Line::Discontinued => {
                let cross = format!(
                    "M{} {}L{} {}M{} {}L{} {}",
                    x - 4,
                    y - 4,
                    x + 4,
                    y + 4,
                    x - 4,
                    y + 4,
                    x + 4,
                    y - 4
                );
                self.0.empty("path", &[("d", &cross), ("stroke", colour), ("stroke-width", "2")])
            }
            Line::Contains | Line::Learned | Line::Together => put(&mut self.0, circle(colour, "2")),
        }
    }

    /// What lines and marks mean, on one line from `x` on.
    pub(super) fn legend(&mut self, (x, y): (i32, i32), legend: &[(Line, String)]) -> io::Result<()> {
        let mut x = x;
        for (line, words) in legend {
            self.path(&format!("M{x} {y}L{} {y}", x + 28), *line, false, "1")?;
            self.mark((x + 34, y), *line)?;
            self.words((x + 46, y), FONT - 1, Anchor::Start, INK, words)?;
            x += 46 + width(words, FONT - 1) + 24;
        }
        Ok(())
    }
}

/// How wide a legend is.
pub(super) fn legend_width(legend: &[(Line, String)]) -> i32 {
    legend.iter().map(|(_, words)| 70 + width(words, FONT - 1)).sum()
}

/// Colours that stay apart for the colour-blind (Okabe and Ito).
pub(super) fn colour(line: Line) -> &'static str {
    match line {
        Line::Adopted | Line::Learned => "#0072b2",
        Line::Piloted => "#d55e00",
        Line::Planned => "#007a5a",
        Line::Discontinued | Line::Contains => GREY,
        Line::Together => "#a8487d",
    }
}

fn dashes(line: Line) -> &'static str {
    match line {
        Line::Piloted => "7 4",
        Line::Planned => "2 3",
        Line::Discontinued => "2 6",
        Line::Adopted | Line::Contains | Line::Learned | Line::Together => "",
    }
}

/// How wide words are at a size: Chinese characters, and the marks that Chinese fonts draw like them, are as wide as
/// high, Latin letters about half.
pub(super) fn width(words: &str, size: i32) -> i32 {
    let tenths: i32 = words.chars().map(tenths).sum();
    tenths * size / 10
}

/// How wide a character is, in tenths of its height.
fn tenths(c: char) -> i32 {
    match c {
        '\u{B7}'
        | '\u{D7}'
        | '\u{2014}'..='\u{201F}'
        | '\u{2026}'
        | '\u{2190}'..='\u{22FF}'
        | '\u{2E80}'.. => 10,
        _ if c.is_uppercase() => 7,
        _ => 6,
    }
}

/// The words cut to a width, with dots where something is left out.
pub(super) fn cut(words: &str, size: i32, widest: i32) -> String {
    if width(words, size) <= widest {
        return words.to_owned();
    }
    let mut short = String::new();
    for c in words.chars() {
        short.push(c);
        if width(&short, size) + size > widest {
            short.pop();
            break;
        }
    }
    short.push('…');
    short
}
