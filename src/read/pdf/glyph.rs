//! A page of a PDF → its characters with their places.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};

use super::UNKNOWN;

/// A character in print; `y` grows downward, and of a line that is written downward x and y are exchanged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Character {
    pub(super) words: String,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) vertical: bool,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    pub(super) characters: Vec<Character>,
    pub(super) has_image: bool,
}

/// A page with more characters is no page.
const MOST: usize = 200_000;

/// The characters of a page, each once: bold type is often one glyph set twice, a hair apart.
pub(super) fn glyphs(page: &Page<'_>) -> Glyphs {
    let cache = InterpreterCache::new();
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let transform: [f64; 6] = page.initial_transform(true).as_coeffs();
    let area = Rect::new(0.0, 0.0, width, height);
    let settings = InterpreterSettings::default();
    let mut context = Context::new(Affine::new(transform), area, &cache, page.xref(), settings);
    let mut collector = Collector { area: area.inflate(2.0, 2.0), glyphs: Glyphs::default() };
    interpret_page(page, &mut context, &mut collector);
    collector.glyphs
}

struct Collector {
    area: Rect,
    glyphs: Glyphs,
}

impl Device<'_> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        let vertical = run.writing_mode() == WritingMode::Vertical;
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let at = place * Point::ZERO;
            // A glyph is drawn in a square of a thousand units.
            let size = (place * Point::new(0.0, 1000.0)).distance(at);
            let words = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(words)) => words,
                None => UNKNOWN.to_string(),
            };
            // What lies outside the page, or is too small to be read, is not in print.
            let shown = self.area.contains(at) && size > 1.0 && size.is_finite();
            let words: String = words.chars().filter(|c| !c.is_control()).collect();
            if !shown || words.is_empty() || self.glyphs.characters.len() >= MOST {
                continue;
            }
            let (x, y) = if vertical { (at.y, -at.x) } else { (at.x, at.y) };
            let character = Character { words, x, y, size, vertical };
            let recent = self.glyphs.characters.iter().rev().take(RECENT);
            if !recent.into_iter().any(|other| is_same(other, &character)) {
                self.glyphs.characters.push(character);
            }
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.glyphs.has_image = true;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// The second print of a line follows the first within so many characters.
const RECENT: usize = 120;

fn is_same(one: &Character, other: &Character) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < one.size * 0.12;
    one.words == other.words && near(one.x, other.x) && near(one.y, other.y) && near(one.size, other.size)
}
