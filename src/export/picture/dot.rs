//! A diagram in the DOT language.

use std::io::{self, Write};

use super::{Diagram, Form, Item, Kind, Line, Link};

pub(super) fn write(out: &mut impl Write, diagram: &Diagram) -> io::Result<()> {
    writeln!(out, "digraph renda {{")?;
    writeln!(out, "  graph [rankdir=LR, ranksep=2, nodesep=0.08, fontname=\"Noto Sans CJK SC\"];")?;
    writeln!(out, "  node [fontname=\"Noto Sans CJK SC\", fontsize=12, height=0.25, margin=\"0.08,0.03\"];")?;
    writeln!(out, "  edge [fontname=\"Noto Sans CJK SC\", fontsize=10, arrowsize=0.6];")?;
    if !diagram.title.is_empty() {
        let legend: Vec<String> =
            diagram.legend.iter().map(|(line, words)| format!("{} {words}", stroke(*line))).collect();
        let label = format!("{}\n{}", diagram.title, legend.join("   "));
        writeln!(out, "  label={}; labelloc=\"t\"; tooltip={};", quoted(&label), quoted(&diagram.about))?;
    }
    for item in &diagram.items {
        writeln!(out, "  {} [{}];", quoted(&item.id), node(item).join(", "))?;
    }
    for link in &diagram.links {
        let [from, to] = [link.from, link.to].map(|at| &diagram.items[at]);
        let mut attributes = edge(link);
        // Graphviz puts the first end on the left; the arrow still points where it should.
        let back = to.column < from.column;
        attributes.extend(back.then(|| "dir=\"back\"".to_owned()));
        let [from, to] = if back { [to, from] } else { [from, to] }.map(|item| quoted(&item.id));
        writeln!(out, "  {from} -> {to} [{}];", attributes.join(", "))?;
    }
    if diagram.form == Form::Columns {
        columns(out, diagram)?;
    }
    writeln!(out, "}}")
}

/// What stands in one column stands on one rank.
fn columns(out: &mut impl Write, diagram: &Diagram) -> io::Result<()> {
    let last = diagram.items.iter().map(|item| item.column).max().unwrap_or_default();
    for column in 0..=last {
        let of: Vec<String> =
            diagram.items.iter().filter(|i| i.column == column).map(|i| quoted(&i.id)).collect();
        if !of.is_empty() {
            writeln!(out, "  {{ rank=same; {}; }}", of.join("; "))?;
        }
    }
    Ok(())
}

fn node(item: &Item) -> Vec<String> {
    let shape = match item.kind {
        Kind::Region => "box",
        Kind::Mechanism | Kind::Candidate => "ellipse",
        Kind::Other => "plaintext",
    };
    let note = if item.note.is_empty() { String::new() } else { format!("\n{}", item.note) };
    let mut attributes =
        vec![format!("shape=\"{shape}\""), format!("label={}", quoted(&format!("{}{note}", item.label)))];
    attributes.extend(item.url.as_ref().map(|url| format!("URL={}", quoted(url))));
    let style = match (item.kind, item.stage) {
        (Kind::Candidate, _) | (_, Some(Line::Piloted)) => Some("dashed"),
        (_, Some(Line::Adopted)) => Some("bold"),
        (_, Some(Line::Planned)) => Some("dotted"),
        _ => None,
    };
    attributes.extend(style.map(|style| format!("style=\"{style}\"")));
    attributes.extend((item.stage == Some(Line::Discontinued)).then(|| "color=\"gray\"".to_owned()));
    attributes
}

fn edge(link: &Link) -> Vec<String> {
    let style = match link.line {
        Line::Adopted | Line::Contains | Line::Learned => "solid",
        Line::Piloted => "dashed",
        Line::Planned | Line::Discontinued => "dotted",
        Line::Together => "bold",
    };
    let mut attributes = vec![format!("style=\"{style}\"")];
    let extra = match link.line {
        Line::Discontinued => Some("color=\"gray\", arrowhead=\"tee\", arrowtail=\"tee\""),
        Line::Piloted => Some("arrowhead=\"onormal\", arrowtail=\"onormal\""),
        Line::Planned => Some("arrowhead=\"open\", arrowtail=\"open\""),
        Line::Contains => Some("color=\"gray\", arrowhead=\"none\""),
        Line::Together => Some("dir=\"both\""),
        Line::Adopted | Line::Learned => None,
    };
    attributes.extend(extra.map(str::to_owned));
    attributes.extend(link.full.then(|| "penwidth=2.5".to_owned()));
    attributes.extend((!link.label.is_empty()).then(|| format!("label={}", quoted(&link.label))));
    attributes
}

/// The line in characters, for a legend that is text.
fn stroke(line: Line) -> &'static str {
    match line {
        Line::Adopted => "——",
        Line::Piloted => "- - -",
        Line::Planned => "· · ·",
        Line::Discontinued => "· · ⊣",
        Line::Contains => "—",
        Line::Learned => "→",
        Line::Together => "↔",
    }
}

/// A quoted string of DOT. A backslash begins an escape of its own there (`\N` is the node's name), so it is doubled.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' | '\0' => {}
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_string_early() {
        assert_eq!(quoted("a\"]; x [URL=\"evil"), r#""a\"]; x [URL=\"evil""#);
        assert_eq!(quoted("\\\""), r#""\\\"""#);
        assert_eq!(quoted("两\n行\\N"), r#""两\n行\\N""#);
    }
}
