//! `renda build --explain FILE`: a page with what the rules make of it, for people who tune them.
//!
//! For each article its head; each sentence with its mentions marked, under it the claims that rest on it (`+`), what
//! became no claim (`-`) and what was noticed (`!`), each with its code; at the end what belongs to no article.

use std::io::{self, Write};
use std::path::Path;

use super::Context;
use super::document::DocumentReader;
use super::exit::Exit;
use super::mark::{KINDS, Marker};
use super::out::{say, width};
use super::paint::{Canvas, Ink, Text, coloured, measure};
use super::words::Words;
use crate::model::{
    AdoptionClaim, Article, Bound, Claim, ClaimKind, Diagnostic, Imprint, LearningContact, Listing,
    Observation, Page, StatuteAction,
};
use crate::pipeline::{Explained, ExplainedPage, explain_page};
use crate::read::{self, Input, Manifests, Reading};
use crate::resource::Lexicon;
use crate::text::{CodePoints, Span};

pub(super) fn run(
    context: &mut Context,
    lexicon: &Lexicon,
    reader: &DocumentReader<'_>,
    file: &Path,
    words: Words,
) -> anyhow::Result<Exit> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let input = Input { name: read::name_of(file), path: file.to_owned() };
    let (manifests, faults) = Manifests::load(lexicon, &[], &[input]);
    for error in &faults {
        say(super::full(error));
    }
    let reading = reader.read(&read::name_of(file), &read::bytes(file)?);
    let Reading { pages, rejected } = reading.listed(manifests.of(file).as_ref());
    let told = !pages.is_empty();
    for page in &pages {
        tell(context, lexicon, page, words)?;
    }
    for error in rejected {
        let error = error.below(folder);
        if !told {
            return Err(error.into());
        }
        say(super::full(&error));
    }
    Ok(Exit::Done)
}

fn tell(context: &mut Context, lexicon: &Lexicon, page: &Page, words: Words) -> io::Result<()> {
    let canvas = Canvas { width: usize::from(width()), colour: coloured() };
    let marker = Marker { lexicon, words, colour: canvas.colour };
    let teller = Teller { page, words, canvas, marker, out: &mut context.out };
    teller.tell(&explain_page(lexicon, page))
}

/// How far the lines under a sentence stand in, and where they go on.
const UNDER: (usize, usize) = (4, 6);
/// The longest stretch of a page that a drop repeats.
const MOST: usize = 24;

struct Teller<'a, W> {
    page: &'a Page,
    words: Words,
    canvas: Canvas,
    marker: Marker<'a>,
    out: &'a mut W,
}

impl<W: Write> Teller<'_, W> {
    fn tell(mut self, page: &ExplainedPage) -> io::Result<()> {
        let count = self.words.say("articles", &[("n", &page.articles.len())]);
        let head = Text::new(Ink::Head, &self.page.name).and(Ink::Plain, &format!("  {count}"));
        self.canvas.write(self.out, &head, 0, 2)?;
        if self.canvas.colour {
            self.legend()?;
        }
        for (n, article) in (1..).zip(&page.articles) {
            self.article(n, article)?;
        }
        self.noticed(&page.diagnostics, &page.spared)?;
        self.furniture(&page.furniture)
    }

    /// Which ink is what.
    fn legend(&mut self) -> io::Result<()> {
        let mut text = Text::default();
        for (kind, ink) in KINDS {
            text.push(ink, self.words.get("mention", kind));
            text.push(Ink::Plain, "  ");
        }
        for (ink, sign, key) in
            [(Ink::Claim, "+ ", "claim"), (Ink::Drop, "- ", "drop"), (Ink::Notice, "! ", "notice")]
        {
            text.push(ink, &format!("{sign}{}  ", self.words.get("mention", key)));
        }
        self.canvas.write(self.out, &text, 0, 0)
    }

    fn article(&mut self, n: usize, explained: &Explained) -> io::Result<()> {
        let Explained { article, scene, .. } = explained;
        let untitled = self.words.get("text", "untitled");
        writeln!(self.out)?;
        let rule = "\u{2500}".repeat(self.canvas.width.min(100));
        self.canvas.write(self.out, &Text::new(Ink::Dim, &rule), 0, 0)?;
        let title = article.title.as_deref().unwrap_or(untitled);
        self.canvas.write(self.out, &Text::new(Ink::Head, &format!("{n}  {title}")), 0, 3)?;
        for (key, value) in self.head(explained) {
            let key = self.words.get("mention", key).to_owned();
            let gap = " ".repeat(8_usize.saturating_sub(measure(&key)));
            self.canvas.write(
                self.out,
                &Text::new(Ink::Dim, &format!("{key}{gap} ")).and(Ink::Plain, &value),
                3,
                12,
            )?;
        }
        for notice in scene.diagnostics.iter().filter(|d| d.span.is_none()) {
            self.canvas.write(self.out, &notice_line(notice), 3, 5)?;
        }
        self.body(explained)
    }

    /// What the head of an article says: keys of the label file with their values.
    fn head(&self, explained: &Explained) -> Vec<(&'static str, String)> {
        let Explained { article, scene, .. } = explained;
        let joined = |parts: Vec<Option<String>>| parts.into_iter().flatten().collect::<Vec<_>>().join("  ");
        let authors = article.authors.join(self.words.get("text", "list-comma"));
        let byline = article.byline_region.as_ref().map(|region| format!("({region})"));
        let home = scene.home.as_ref().map(|home| {
            let hold = if home.established { "" } else { self.words.get("text", "home-below") };
            let why = self.words.get("home", home.basis.as_str());
            format!("{} {}  {why}{hold}", self.marker.region(&home.region), home.region)
        });
        let as_of = scene.as_of.map(|as_of| {
            let until =
                if as_of.latest == as_of.earliest { String::new() } else { format!("/{}", as_of.latest) };
            let basis = self.words.get("as-of", as_of.basis.as_str());
            format!("{}{until}  {basis}", as_of.earliest)
        });
        let none = || self.words.get("text", "unknown").to_owned();
        let authors =
            joined(vec![Some(authors).filter(|a| !a.is_empty()), article.author_role.clone(), byline]);
        let mut lines = vec![("author", if authors.is_empty() { none() } else { authors })];
        lines.extend(article.source_line.clone().map(|line| ("source-line", line)));
        if let Some(listing) = &self.page.listing {
            lines.push(("manifest", self.listing(listing)));
        }
        lines.push(("home", home.unwrap_or_else(none)));
        lines.push(("as-of", as_of.unwrap_or_else(none)));
        lines
    }

    /// What the manifest says of the page's file.
    fn listing(&self, listing: &Listing) -> String {
        let Imprint { issuer, paper, page, licence } = &listing.imprint;
        let parts = [
            ("paper", paper.clone()),
            ("issued", listing.issued.map(|date| date.to_string())),
            ("printed-page", page.clone()),
            ("issued-by", issuer.clone()),
            ("region", listing.region.as_ref().map(|code| code.as_str().to_owned())),
            ("licence", licence.clone()),
            ("url", listing.url.clone()),
        ];
        let told = parts.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let told: Vec<String> =
            told.map(|(key, value)| format!("{} {value}", self.words.get("listing", key))).collect();
        if told.is_empty() { self.words.get("text", "unlisted").to_owned() } else { told.join("  ") }
    }

    fn body(&mut self, explained: &Explained) -> io::Result<()> {
        let Explained { article, scene, .. } = explained;
        let body = article.body.text.as_str();
        let lines = under(self, explained);
        let mut sentences = 0;
        for paragraph in &article.paragraphs {
            writeln!(self.out)?;
            if paragraph.heading {
                let text = Text::new(Ink::Head, paragraph.span.of(body).trim());
                self.canvas.write(self.out, &text, 2, 2)?;
            }
            for sentence in &paragraph.sentences {
                if !paragraph.heading {
                    let span = trimmed(body, sentence.span);
                    let text = self.marker.mark(body, span, &scene.mentions);
                    self.canvas.write(self.out, &text, 2, 2)?;
                }
                for (_, line) in lines.iter().filter(|(at, _)| *at == sentences) {
                    self.canvas.write(self.out, line, UNDER.0, UNDER.1)?;
                }
                sentences += 1;
            }
        }
        Ok(())
    }

    /// What was noticed of the page, with the line where it stands; where characters were left out inside the line, as
    /// it is printed and as it is read.
    fn noticed(&mut self, diagnostics: &[Diagnostic], spared: &[Span]) -> io::Result<()> {
        if diagnostics.is_empty() {
            return Ok(());
        }
        self.section("noticed", diagnostics.len())?;
        for diagnostic in diagnostics {
            let line =
                diagnostic.span.map_or_else(|| " ".repeat(4), |span| format!("{:>4}", self.line(span)));
            let text = Text::new(Ink::Dim, &format!("{line} ")).and(Ink::Notice, &diagnostic.code);
            self.canvas.write(self.out, &text.and(Ink::Plain, &format!(" {}", diagnostic.message)), 0, 5)?;
            let read = diagnostic.span.and_then(|span| as_read(&self.page.text, span, spared));
            if let Some((printed, read)) = read {
                let text = Text::new(Ink::Dim, &printed).and(Ink::Plain, &format!(" \u{2192} {read}"));
                self.canvas.write(self.out, &text, 5, 5)?;
            }
        }
        Ok(())
    }

    /// What belongs to no article, a line each.
    fn furniture(&mut self, furniture: &[Span]) -> io::Result<()> {
        let spans: Vec<Span> =
            furniture.iter().copied().filter(|span| !span.of(&self.page.text).trim().is_empty()).collect();
        if spans.is_empty() {
            return Ok(());
        }
        self.section("furniture", spans.len())?;
        for span in spans {
            let words = span.of(&self.page.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let text = Text::new(Ink::Dim, &format!("{:>4} {words}", self.line(span))).cut(self.canvas.width);
            self.canvas.write(self.out, &text, 0, 5)?;
        }
        Ok(())
    }

    fn section(&mut self, key: &str, n: usize) -> io::Result<()> {
        let head = self.words.say(key, &[("n", &n)]);
        writeln!(self.out)?;
        self.canvas.write(self.out, &Text::new(Ink::Head, &head), 0, 2)
    }

    /// The line of the page on which a span starts, counted from 1.
    fn line(&self, span: Span) -> usize {
        self.page.text[..span.start].matches('\n').count() + 1
    }

    fn claim(&self, claim: &Claim) -> Text {
        let parts = match claim.kind() {
            ClaimKind::Adoption(c) => self.adoption(c),
            ClaimKind::Observation(c) => self.observation(c),
            ClaimKind::Statute(c) => self.statute(c),
            ClaimKind::Learning(c) => self.learning(c),
        };
        let text = Text::new(Ink::Claim, "+ ").and(Ink::Claim, &self.marker.region(claim.region()));
        parts.into_iter().fold(text, |text, part| text.and(Ink::Dim, " \u{00B7} ").and(Ink::Plain, &part))
    }

    fn learning(&self, c: &LearningContact) -> Vec<String> {
        let from = format!("{} {}", self.words.get("mention", "learned-from"), self.marker.region(&c.from));
        std::iter::once(from).chain(c.time.map(|time| time.to_string())).collect()
    }

    fn mechanism(&self, c: &AdoptionClaim) -> String {
        let known = self.marker.lexicon.mechanisms.get(&c.mechanism);
        let candidate = self.words.get("mention", "candidate");
        known.map_or_else(|| format!("{} ({candidate})", c.surface_form), |concept| concept.label.clone())
    }

    fn adoption(&self, c: &AdoptionClaim) -> Vec<String> {
        let words = self.words;
        let with = |key: &str, value: &str| format!("{} {value}", words.get("mention", key));
        let title = |title: &str| {
            format!("{}{title}{}", words.get("text", "title-open"), words.get("text", "title-close"))
        };
        let mut parts = vec![
            self.mechanism(c),
            words.get("status", c.status.as_str()).to_owned(),
            words.get("role", c.role.as_str()).to_owned(),
        ];
        parts.extend(c.tier.map(|tier| words.get("tier", tier.as_str()).to_owned()));
        let covered = c.covered.map(|n| {
            let all = c.coverable.map(|all| format!("/{all}")).unwrap_or_default();
            format!("{n}{all}{}", c.coverage_unit.as_deref().unwrap_or_default())
        });
        let coverage = c.coverage.map(|coverage| words.get("coverage", coverage.as_str()).to_owned());
        let coverage: Vec<String> = coverage.into_iter().chain(covered).collect();
        parts.extend((!coverage.is_empty()).then(|| coverage.join(" ")));
        parts.extend(c.since.map(|since| {
            let kind = words.get("since", since.kind.as_str());
            with("since", &format!("{} ({kind})", since.date))
        }));
        parts.extend(c.basis.as_ref().map(|document| with("basis", &title(document.title()))));
        parts.extend(c.topic.as_ref().map(|topic| with("topic", topic)));
        parts.extend(c.partner.as_ref().map(|partner| with("partner", partner)));
        parts.extend(c.first_within.as_ref().map(|region| with("first", &self.marker.region(region))));
        parts.extend(c.region_as_printed.as_ref().map(|name| with("as-printed", name)));
        parts.extend(c.gloss.as_ref().map(|gloss| with("gloss", &shortened(gloss))));
        parts.extend(c.trigger.as_ref().map(|cue| with("trigger", cue.exact())));
        parts
    }

    fn observation(&self, c: &Observation) -> Vec<String> {
        let bound = if c.bound == Bound::Exact { "" } else { self.words.get("bound", c.bound.as_str()) };
        let concept = c.indicator.as_ref().and_then(|slug| self.marker.lexicon.indicators.get(slug));
        let concept = concept.map_or_else(
            || self.words.get("mention", "no-indicator").to_owned(),
            |concept| format!("{} {}", self.words.get("head", "indicator"), concept.label),
        );
        let mut parts = vec![format!("{} = {bound}{}{}", c.indicator_text, c.value, c.unit), concept];
        for (key, value) in [("period", &c.period), ("scope", &c.scope)] {
            parts.extend(value.as_ref().map(|value| format!("{} {value}", self.words.get("head", key))));
        }
        parts
    }

    fn statute(&self, c: &StatuteAction) -> Vec<String> {
        let (open, close) = (self.words.get("text", "title-open"), self.words.get("text", "title-close"));
        let mut parts = vec![
            self.words.get("relation", c.relation.as_str()).to_owned(),
            format!("{open}{}{close}", c.paper.title()),
        ];
        let owner = c.paper.owner().filter(|owner| **owner != c.region);
        parts.extend(owner.map(|o| format!("{} {}", self.words.get("head", "owner"), self.marker.region(o))));
        parts.extend(c.time.map(|time| time.to_string()));
        parts
    }

    /// What became no claim: the words, why, and the code to look for in the rules.
    fn drop(&self, drop: &Diagnostic) -> Text {
        let code = drop.code.strip_prefix("drop.").unwrap_or(&drop.code);
        let why = match self.words.get("drop", code) {
            unknown if unknown == code => drop.message.as_str(),
            why => why,
        };
        let words = drop.span.map(|span| shortened(span.of(&self.page.text))).unwrap_or_default();
        Text::new(Ink::Drop, &format!("- {words}")).and(Ink::Dim, &format!(" {why} {}", drop.code))
    }
}

/// What stands under each sentence, counted through the article: claims by their first quote, then drops and notices
/// by their place. A further quote of a claim says so.
fn under<W: Write>(teller: &Teller<'_, W>, explained: &Explained) -> Vec<(usize, Text)> {
    let Explained { article, scene, claims, drops } = explained;
    let points = CodePoints::new(&article.body.text);
    let spans: Vec<Span> = article.paragraphs.iter().flat_map(|p| &p.sentences).map(|s| s.span).collect();
    let sentence_at = |byte: usize| spans.iter().position(|s| s.start <= byte && byte < s.end);
    let mut lines = Vec::new();
    let mut again = Vec::new();
    let mut claims: Vec<&Claim> = claims.iter().collect();
    claims.sort_by_key(|claim| place_in_quote(claim));
    for claim in claims {
        let mut shown: Vec<usize> = Vec::new();
        for quote in claim.evidence() {
            let span = points.span(quote.start(), quote.end());
            let Some(at) = span.and_then(|span| sentence_at(span.start)) else { continue };
            if shown.is_empty() {
                lines.push((at, teller.claim(claim)));
            } else if !shown.contains(&at)
                && let ClaimKind::Adoption(c) = claim.kind()
            {
                let region = teller.marker.region(&c.region);
                let words = format!("= {region} \u{00B7} {}", teller.mechanism(c));
                again.push((at, Text::new(Ink::Dim, &words)));
            }
            shown.push(at);
        }
    }
    lines.extend(again);
    let last = spans.len().saturating_sub(1);
    let place = |d: &Diagnostic| d.span.and_then(|span| on_page(article, &spans, span)).unwrap_or(last);
    lines.extend(drops.iter().map(|drop| (place(drop), teller.drop(drop))));
    let notices = scene.diagnostics.iter().filter(|d| d.span.is_some());
    lines.extend(notices.map(|notice| (place(notice), notice_line(notice))));
    lines
}

/// Kind by kind, in the order in which a sentence speaks of them.
fn place_in_quote(claim: &Claim) -> (usize, Option<usize>, &str) {
    let (rank, words) = match claim.kind() {
        ClaimKind::Adoption(c) => (0, c.surface_form.as_str()),
        ClaimKind::Observation(c) => (1, c.indicator_text.as_str()),
        ClaimKind::Statute(c) => (2, c.paper.title()),
        ClaimKind::Learning(_) => (3, ""),
    };
    (rank, claim.evidence().first().and_then(|quote| quote.exact().find(words)), claim.id())
}

/// The sentence of the body that holds the start of a page span.
fn on_page(article: &Article, sentences: &[Span], span: Span) -> Option<usize> {
    let holds = |sentence: &Span| {
        let slices = article.body.page_spans(*sentence);
        slices.iter().any(|slice| slice.start <= span.start && span.start < slice.end)
    };
    sentences.iter().position(holds)
}

fn notice_line(notice: &Diagnostic) -> Text {
    Text::new(Ink::Notice, "! ").and(Ink::Plain, &notice.message).and(Ink::Dim, &format!(" {}", notice.code))
}

/// The beginning of what is printed at `span`, and what is read of it without the characters that were `spared`; `None`
/// where that is the same.
fn as_read(page: &str, span: Span, spared: &[Span]) -> Option<(String, String)> {
    let start = page[..span.start].rfind('\n').map_or(0, |feed| feed + 1);
    let printed: Vec<(usize, char)> = page[start..]
        .char_indices()
        .map(|(at, c)| (start + at, c))
        .take_while(|(_, c)| *c != '\n')
        .take(2 * MOST)
        .collect();
    let left_out = |at: usize| {
        let after = spared.partition_point(|span| span.start <= at);
        after > 0 && spared[after - 1].end > at
    };
    let words = |all: &mut dyn Iterator<Item = char>| all.collect::<String>().trim().to_owned();
    let read = words(&mut printed.iter().filter(|(at, _)| !left_out(*at)).map(|(_, c)| *c));
    let printed = words(&mut printed.iter().map(|(_, c)| *c));
    (printed != read).then_some((printed, read))
}

/// Without the blanks around it: a paragraph may begin with two wide ones.
fn trimmed(body: &str, span: Span) -> Span {
    let words = span.of(body);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, (span.start + words.trim_end().len()).max(start))
}

/// On one line, and no longer than serves to find it.
fn shortened(words: &str) -> String {
    let words: Vec<char> = words.chars().filter(|c| !matches!(c, '\n' | '\u{3000}')).collect();
    let head: String = words.iter().take(MOST).collect();
    if words.len() > MOST { head + "\u{2026}" } else { head }
}
