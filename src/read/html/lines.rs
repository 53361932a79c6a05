//! A tree of elements → the lines a reader sees, and the part of the page that holds its prose.

use std::collections::{BTreeMap, BTreeSet};

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node, Selector};

use crate::error::{Error, ErrorKind, Result};
use crate::resource::HtmlRules;

/// A line, and the element it stands in.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) within: NodeId,
    /// How many of its characters are links.
    linked: usize,
}

/// Elements that begin and end a line.
const BLOCKS: [&str; 40] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The elements that `selectors` name, in their order. The selectors are of the rule file, whose faults are told.
pub(super) fn select<'a>(html: &'a Html, selectors: &[String]) -> Result<Vec<ElementRef<'a>>> {
    let mut found = Vec::new();
    for selector in selectors {
        let parsed = Selector::parse(selector).map_err(|_| {
            Error::new(ErrorKind::Resource, format!("{selector:?} is no CSS selector"))
                .at("data/document.toml")
        })?;
        found.extend(html.select(&parsed));
    }
    Ok(found)
}

/// The lines of the element `root`, without the elements `skipped`.
pub(super) fn lines(root: NodeRef<'_, Node>, skipped: &BTreeSet<NodeId>) -> Vec<Line> {
    let mut writer = Writer { lines: Vec::new(), text: String::new(), linked: 0, within: root.id() };
    let mut blocks = vec![root.id()];
    let (mut links, mut pre) = (0, 0);
    // The element that is being skipped, if one is.
    let mut skipping: Option<NodeId> = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) if skipping.is_none() => match node.value() {
                Node::Text(text) => writer.push(text, links > 0, pre > 0),
                Node::Element(element) => {
                    let name = element.name();
                    if skipped.contains(&node.id()) && node.id() != root.id() {
                        skipping = Some(node.id());
                    } else if name == "br" {
                        writer.flush();
                    }
                    links += usize::from(name == "a");
                    pre += usize::from(name == "pre");
                    if is_block(node) {
                        writer.flush();
                        blocks.push(node.id());
                        writer.within = node.id();
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                let Node::Element(element) = node.value() else { continue };
                if skipping.is_some_and(|skipped| skipped != node.id()) {
                    continue;
                }
                skipping = None;
                let name = element.name();
                links -= usize::from(name == "a");
                pre -= usize::from(name == "pre");
                if is_block(node) {
                    writer.flush();
                    blocks.pop();
                    writer.within = blocks.last().copied().unwrap_or(root.id());
                }
            }
            Edge::Open(_) => {}
        }
    }
    writer.flush();
    writer.lines
}

/// An element of a site's own make is a block where blocks stand in it (`founder-content`), else words of a line
/// (`founder-author`).
fn is_block(node: NodeRef<'_, Node>) -> bool {
    let named = |node: NodeRef<'_, Node>| match node.value() {
        Node::Element(element) => BLOCKS.binary_search(&element.name()).is_ok(),
        _ => false,
    };
    let own = matches!(node.value(), Node::Element(element) if element.name().contains('-'));
    named(node) || (own && node.children().any(named))
}

struct Writer {
    lines: Vec<Line>,
    text: String,
    linked: usize,
    within: NodeId,
}

impl Writer {
    /// Adds words as a browser shows them: white space of the source is one blank, and none where a line of the source
    /// breaks between two wide characters.
    fn push(&mut self, words: &str, linked: bool, pre: bool) {
        let before = self.text.len();
        let mut rest = words;
        while let Some(c) = rest.chars().next() {
            if c.is_ascii_whitespace() {
                let behind = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
                let blank = &rest[..rest.len() - behind.len()];
                if pre && blank.contains('\n') {
                    self.flush();
                } else {
                    let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2E80}');
                    let torn =
                        blank.contains('\n') && wide(self.text.chars().last()) && wide(behind.chars().next());
                    if !torn && !self.text.is_empty() && !self.text.ends_with(' ') {
                        self.text.push(' ');
                    }
                }
                rest = behind;
            } else {
                let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
                self.text.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        if linked {
            self.linked += self.text.len().saturating_sub(before);
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        if !text.trim().is_empty() {
            let text = text.trim_end_matches(' ').to_owned();
            self.lines.push(Line { text, within: self.within, linked });
        }
    }
}

impl Line {
    /// How many characters of prose it has: none for titles, menus and links.
    fn prose(&self) -> usize {
        let length = self.text.chars().count();
        let stops = |c: char| matches!(c, '。' | '，' | '；' | '：' | '、' | '？' | '！' | ',');
        if length < 15 || !self.text.contains(stops) || self.linked * 2 > self.text.len() {
            0
        } else {
            length
        }
    }
}

/// The part of the page that holds its article, and whether a known container names it: the first of the known ones that
/// holds a good part of the prose, else the smallest element that holds most of it.
pub(super) fn main<'a>(
    rules: &HtmlRules,
    html: &'a Html,
    lines: &[Line],
) -> Result<Option<(ElementRef<'a>, bool)>> {
    let mut weights: BTreeMap<NodeId, usize> = BTreeMap::new();
    let mut total = 0;
    for line in lines {
        let prose = line.prose();
        total += prose;
        let mut node = html.tree.get(line.within).filter(|_| prose > 0);
        while let Some(here) = node {
            *weights.entry(here.id()).or_default() += prose;
            node = here.parent();
        }
    }
    let weight = |element: &ElementRef<'_>| weights.get(&element.id()).copied().unwrap_or(0);
    for element in select(html, &rules.main)? {
        if weight(&element) > 0 && weight(&element) * 3 >= total {
            return Ok(Some((element, true)));
        }
    }
    if total == 0 {
        return Ok(None);
    }
    let mut here = html.root_element();
    while let Some(smaller) = here.child_elements().find(|child| weight(child) * 10 >= total * 7) {
        here = smaller;
    }
    Ok(Some((here, false)))
}
