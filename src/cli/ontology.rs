//! `renda ontology`: the vocabulary as one document.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::Context;
use super::exit::Exit;
use super::rules::Rules;
use super::words::Words;
use crate::export::document::{Block, Document, Row, Text};
use crate::rdf::vocabulary_quads;
use crate::vocab::{PREFIXES, SHAPES_TTL, dcterms, owl, rd, rdf, rdfs, schema, skos};

/// Print the vocabulary: classes, properties, closed lists of words, mechanisms by function, indicators
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Needs no store. Turtle is the files of the ontology as they stand, one after the other, with those of --ontology DIR;
Markdown and HTML are for reading. SHACL is the shapes that the union of a store's graphs holds to.

Examples:
  renda ontology > renda.ttl
  renda ontology --format html > ontology.html
  renda ontology --format markdown --lang en --ontology my-rules")]
pub(super) struct Args {
    /// The form of the document
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The language of the page
    #[arg(long, value_enum, default_value_t)]
    lang: Words,
    #[command(flatten)]
    rules: Rules,
}

/// The forms of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// For programs
    #[default]
    #[value(alias = "ttl")]
    Turtle,
    /// For reading
    #[value(alias = "md")]
    Markdown,
    /// A page
    Html,
    /// What each thing of a store must say, for validators
    Shacl,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let out = &mut context.out;
    if args.format == Format::Shacl {
        write!(out, "{SHAPES_TTL}")?;
        return Ok(Exit::Done);
    }
    let lexicon = args.rules.lexicon()?;
    if args.format == Format::Turtle {
        for (i, (_, turtle)) in lexicon.ontology.iter().enumerate() {
            let between = if i > 0 { "\n" } else { "" };
            writeln!(out, "{between}{}", turtle.trim_end())?;
        }
        return Ok(Exit::Done);
    }
    let page = Page { things: Things::of(vocabulary_quads(&lexicon)?), words: args.lang }.document();
    match args.format {
        Format::Html => page.html(out)?,
        _ => page.markdown(out)?,
    }
    Ok(Exit::Done)
}

/// What the vocabulary says, by subject.
struct Things(BTreeMap<String, Vec<(String, Term)>>);

impl Things {
    fn of(quads: Vec<Quad>) -> Self {
        let mut things: BTreeMap<String, Vec<(String, Term)>> = BTreeMap::new();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
            things
                .entry(subject.into_string())
                .or_default()
                .push((quad.predicate.into_string(), quad.object));
        }
        Self(things)
    }

    fn values<'a>(&'a self, thing: &str, property: NamedNodeRef<'a>) -> impl Iterator<Item = &'a Term> {
        let said = self.0.get(thing).map_or(&[][..], Vec::as_slice);
        said.iter().filter(move |(p, _)| *p == property.as_str()).map(|(_, value)| value)
    }

    /// The IRIs that are values of a property.
    fn iris<'a>(&'a self, thing: &str, property: NamedNodeRef<'a>) -> BTreeSet<&'a str> {
        let iri = |term: &'a Term| if let Term::NamedNode(iri) = term { Some(iri.as_str()) } else { None };
        self.values(thing, property).filter_map(iri).collect()
    }

    /// The words that are values of a property in a language; where there are none, in any.
    fn words<'a>(&'a self, thing: &str, property: NamedNodeRef<'a>, language: &str) -> Vec<&'a str> {
        let literal = |term: &'a Term| if let Term::Literal(literal) = term { Some(literal) } else { None };
        let all: Vec<_> = self.values(thing, property).filter_map(literal).collect();
        let of = |wanted: Option<&str>| {
            all.iter().filter(|l| l.language() == wanted).map(|l| l.value()).collect::<Vec<_>>()
        };
        [of(Some(language)), of(None), of(Some("en")), of(Some("zh"))]
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// The things for which something holds, in the order of their IRIs.
    fn all(&self, holds: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).filter(move |thing| holds(thing))
    }

    fn is_a(&self, thing: &str, class: NamedNodeRef<'_>) -> bool {
        self.iris(thing, rdf::TYPE).contains(class.as_str())
    }
}

struct Page {
    things: Things,
    words: Words,
}

impl Page {
    fn document(&self) -> Document {
        let ontology = rd::NAMESPACE.trim_end_matches('#');
        let version = self.one(ontology, owl::VERSION_INFO);
        let facts = self.words.say("vocabulary", &[("version", &version), ("namespace", &rd::NAMESPACE)]);
        let mut blocks = vec![
            Block::Paragraph(Text::plain(self.one(ontology, dcterms::DESCRIPTION))),
            Block::Paragraph(Text::plain(facts)),
            Block::Paragraph(Text::plain(self.one(ontology, rdfs::COMMENT))),
        ];
        blocks.extend(self.section("classes", &["name", "term", "meaning", "above"], self.classes()));
        blocks.extend(self.section("properties", &["name", "term", "range", "meaning"], self.properties()));
        blocks.extend(self.section("lists", &["name", "term", "meaning"], self.lists()));
        blocks.extend(self.section(
            "mechanisms-of-functions",
            &["name", "in_other", "term", "form", "also"],
            self.mechanisms(),
        ));
        blocks.extend(self.section(
            "indicators",
            &["name", "in_other", "term", "unit", "meaning"],
            self.indicators(),
        ));
        Document {
            title: self.one(ontology, dcterms::TITLE),
            language: self.words.tag(),
            notes: String::new(),
            blocks,
        }
    }

    fn section(&self, heading: &str, heads: &[&str], rows: Vec<Row>) -> [Block; 2] {
        let heads = heads.iter().map(|head| self.words.head(head)).collect();
        [Block::Heading(self.words.get("text", heading).to_owned()), Block::Table { heads, rows }]
    }

    fn classes(&self) -> Vec<Row> {
        let classes = self.things.all(|thing| self.things.is_a(thing, owl::CLASS));
        classes
            .map(|class| {
                let above = self.names(self.things.iris(class, rdfs::SUB_CLASS_OF));
                row([self.label(class), short(class), self.one(class, rdfs::COMMENT), above])
            })
            .collect()
    }

    /// Properties under the class that bears them; those of several classes, or of none, under a heading of their own.
    fn properties(&self) -> Vec<Row> {
        let is_property = |thing: &str| {
            [owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY].iter().any(|kind| self.things.is_a(thing, *kind))
        };
        let mut by_class: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for property in self.things.all(is_property) {
            let either = |one, several| {
                let mut found = self.things.iris(property, one);
                found.extend(self.things.iris(property, several));
                self.names(found)
            };
            let row = row([
                self.label(property),
                short(property),
                either(rdfs::RANGE, schema::RANGE_INCLUDES),
                self.one(property, rdfs::COMMENT),
            ]);
            by_class.entry(either(rdfs::DOMAIN, schema::DOMAIN_INCLUDES)).or_default().push(row);
        }
        grouped(by_class.into_iter().map(|(class, rows)| {
            (if class.is_empty() { self.words.get("text", "of-any-class").to_owned() } else { class }, rows)
        }))
    }

    /// The lists of words from which values are taken: stages, relations, forms, tiers, roles, levels.
    fn lists(&self) -> Vec<Row> {
        let scheme = |thing: &str| {
            self.things.is_a(thing, skos::CONCEPT_SCHEME)
                && !["/mechanism/", "/indicator/"].iter().any(|folder| thing.contains(folder))
        };
        grouped(self.things.all(scheme).map(|scheme| {
            let rows = self.things.all(|thing| self.things.iris(thing, skos::IN_SCHEME).contains(scheme));
            let cells = |thing| row([self.label(thing), short(thing), self.one(thing, skos::DEFINITION)]);
            (self.one(scheme, dcterms::TITLE), rows.map(cells).collect())
        }))
    }

    /// Each mechanism under its function; one that has two stands under both.
    fn mechanisms(&self) -> Vec<Row> {
        let is_function = |thing: &str| !self.things.iris(thing, skos::TOP_CONCEPT_OF).is_empty();
        let mut functions: Vec<(u32, &str)> = self
            .things
            .all(is_function)
            .map(|function| (self.one(function, skos::NOTATION).parse().unwrap_or(u32::MAX), function))
            .collect();
        functions.sort_unstable();
        grouped(functions.into_iter().map(|(number, function)| {
            let under = |thing: &str| {
                self.things.is_a(thing, rd::MECHANISM_CLASS) && self.lies_under(thing, function)
            };
            let cells = |thing| {
                let form = self.names(self.things.iris(thing, rd::FORM));
                row([self.label(thing), self.other(thing), short(thing), form, self.also(thing)])
            };
            (format!("{number} {}", self.label(function)), self.things.all(under).map(cells).collect())
        }))
    }

    /// Whether a concept has another above it, at any distance. Rules of one's own may go in a circle.
    fn lies_under(&self, thing: &str, above: &str) -> bool {
        let (mut seen, mut next) = (BTreeSet::new(), vec![thing]);
        while let Some(thing) = next.pop() {
            if thing == above {
                return true;
            }
            if seen.insert(thing) {
                next.extend(self.things.iris(thing, skos::BROADER));
            }
        }
        false
    }

    fn indicators(&self) -> Vec<Row> {
        let is_indicator = |thing: &str| {
            self.things.iris(thing, skos::IN_SCHEME).iter().any(|scheme| scheme.contains("/indicator/"))
        };
        let cells = |thing| {
            let units = self.things.words(thing, rd::UNIT, "").join(self.words.get("text", "list-comma"));
            row([
                self.label(thing),
                self.other(thing),
                short(thing),
                units,
                self.one(thing, skos::SCOPE_NOTE),
            ])
        };
        self.things.all(is_indicator).map(cells).collect()
    }

    /// The first words of a property in the page's language.
    fn one(&self, thing: &str, property: NamedNodeRef<'_>) -> String {
        self.things.words(thing, property, self.words.tag()).first().copied().unwrap_or_default().to_owned()
    }

    fn label_in(&self, thing: &str, language: &str) -> String {
        [rdfs::LABEL, skos::PREF_LABEL]
            .iter()
            .find_map(|property| self.things.words(thing, *property, language).first().copied())
            .map_or_else(|| short(thing), str::to_owned)
    }

    fn label(&self, thing: &str) -> String {
        self.label_in(thing, self.words.tag())
    }

    /// The label in the language that the page is not in.
    fn other(&self, thing: &str) -> String {
        self.label_in(thing, if self.words.tag() == "zh" { "en" } else { "zh" })
    }

    /// Further names, all of which are Chinese.
    fn also(&self, thing: &str) -> String {
        self.things.words(thing, skos::ALT_LABEL, "zh").join(self.words.get("text", "list-comma"))
    }

    /// The labels of things, those of other vocabularies by their short IRIs.
    fn names(&self, things: BTreeSet<&str>) -> String {
        let names: Vec<_> = things.into_iter().map(|thing| self.label(thing)).collect();
        names.join(self.words.get("text", "list-comma"))
    }
}

fn row<const N: usize>(cells: [String; N]) -> Row {
    Row::Cells(cells.into_iter().map(Text::plain).collect())
}

/// Rows under their headings.
fn grouped(groups: impl Iterator<Item = (String, Vec<Row>)>) -> Vec<Row> {
    groups.flat_map(|(heading, rows)| std::iter::once(Row::Heading(heading)).chain(rows)).collect()
}

/// An IRI as it is written with the project's prefixes; of renda's own things the path.
fn short(iri: &str) -> String {
    let with_prefix = PREFIXES
        .iter()
        .find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?)));
    with_prefix.unwrap_or_else(|| iri.trim_start_matches(crate::vocab::iri::BASE).to_owned())
}
