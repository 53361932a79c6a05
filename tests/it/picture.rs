//! Pictures: what is drawn is the graph, the bytes are the same, and other programs read them.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use renda::export::chart;
use renda::export::picture::{Diagram, Kind, Line, neighbourhood, overview, spread};
use renda::graph::{Graph, Mechanism, Node, Scope, adoptions, similar};
use renda::query::adopted::Practice;
use renda::query::compare::{self, spoken};
use renda::query::network::{Unit, Units};
use renda::query::{mechanism, region, timeline};
use renda::store::Reader;

use crate::support::{fixture_text, has, skipped};
use crate::{generated, sample};

/// Words of pictures as their keys, with the places that are filled in.
fn say(group: &str, key: &str) -> String {
    format!("{group}.{key}")
}

fn svg(diagram: &Diagram) -> String {
    let mut bytes = Vec::new();
    diagram.svg(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn dot(diagram: &Diagram) -> String {
    let mut bytes = Vec::new();
    diagram.dot(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn sample_graph() -> (Reader, Graph, Units) {
    let reader = Reader::open(sample::store()).unwrap();
    let graph = adoptions(&reader, &Scope::default(), "zh").unwrap();
    let units = Units::read(&reader).unwrap();
    (reader, graph, units)
}

/// Names that end strings, lines and elements where a writer lets them.
fn nasty() -> Graph {
    let mut graph = Graph::new();
    for (i, name) in
        ["a\"]; x [URL=\"b", "{}|<f0>\\N\\l", "</text><script>'&amp;", "两\n行\r\n", "“双”[三]", "\u{0}"]
            .iter()
            .enumerate()
    {
        let unit = Unit { code: format!("{i:06}"), name: (*name).to_owned(), level: None, parent: None };
        let region = graph.add_node(Node::Region(unit));
        let mechanism =
            Mechanism { iri: format!("m/x{i}"), label: (*name).to_owned(), ..Mechanism::default() };
        let mechanism = graph.add_node(Node::Mechanism(mechanism));
        graph.add_edge(
            region,
            mechanism,
            Practice { since: Some((*name).to_owned()), ..Practice::default() },
        );
    }
    graph
}

#[test]
fn the_picture_of_the_sample_is_as_drawn() {
    let (_, graph, units) = sample_graph();
    let diagram = overview(&graph, &units, "样例", &say);
    assert_eq!(dot(&diagram), fixture_text("export/sample.dot"));
    assert_eq!(svg(&diagram), fixture_text("export/sample.svg"));
}

#[test]
fn each_fact_is_a_line_and_its_stage_is_more_than_a_colour() {
    let (_, graph, units) = sample_graph();
    let diagram = overview(&graph, &units, "样例", &say);
    assert_eq!(diagram.links.len(), graph.edge_count());
    assert_eq!(diagram.items.len(), graph.node_count());
    let stages: BTreeSet<Line> = diagram.links.iter().map(|link| link.line).collect();
    assert_eq!(
        stages,
        diagram.legend.iter().map(|(line, _)| *line).collect(),
        "the legend tells all that occurs"
    );
    let picture = svg(&diagram);
    assert!(picture.contains("<title id=\"title\">样例</title>") && picture.contains("<desc id=\"about\">"));
    assert!(picture.contains("stroke-dasharray=\"7 4\"") && picture.contains("stroke-dasharray=\"2 3\""));
    assert!(diagram.items.iter().any(|item| item.kind == Kind::Candidate));
}

#[test]
fn a_neighbourhood_shows_the_region_and_its_peers() {
    let (reader, graph, units) = sample_graph();
    let found = region(&reader, "兴县").unwrap();
    let question = similar::Question { limit: 5, language: "zh", ..similar::Question::default() };
    let peers = similar::similar(&reader, &found, &question).unwrap().peers;
    let diagram = neighbourhood(&graph, &units.named("141123"), &peers, "兴县", &say);
    let names: Vec<&str> = diagram.items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(names, ["兴县", "民生实事项目人大代表票决制", "板凳会", "吕梁市"]);
    assert_eq!(diagram.links.len(), 3);
}

#[test]
fn a_spread_stands_on_the_tree_of_regions() {
    let (_, graph, units) = sample_graph();
    let voting: Vec<Practice> =
        graph.edge_weights().filter(|fact| fact.fact.ends_with("projects")).cloned().collect();
    let diagram = spread(&voting, &units, "票决制", &say);
    let told: Vec<(&str, usize, Option<Line>)> =
        diagram.items.iter().map(|item| (item.label.as_str(), item.column, item.stage)).collect();
    assert_eq!(
        told,
        [
            ("山西省", 0, None),
            ("吕梁市", 1, Some(Line::Adopted)),
            ("兴县", 2, Some(Line::Adopted)),
            ("石楼县", 2, Some(Line::Planned)),
        ]
    );
}

#[test]
fn pictures_of_many_things_are_whole_and_the_same_each_time() {
    let (_, _, units) = sample_graph();
    for (regions, mechanisms) in [(8, 12), (60, 90), (200, 300)] {
        let graph = generated::graph(regions, mechanisms, 5, (12, 1));
        let diagram = overview(&graph, &units, "生成", &say);
        let picture = svg(&diagram);
        assert_eq!(picture, svg(&overview(&graph, &units, "生成", &say)));
        assert_eq!(picture.matches("<a href=").count(), regions + mechanisms);
        // Each line has its path; marks of what is on trial are a path too.
        assert!(picture.matches("<path ").count() >= graph.edge_count());
        if let Some(folder) = std::env::var_os("RENDA_PICTURES") {
            let path = std::path::Path::new(&folder).join(format!("generated-{}.svg", regions + mechanisms));
            std::fs::write(path, picture).unwrap();
        }
    }
}

#[test]
fn graphviz_accepts_every_dot() {
    if !has("dot", "-V") {
        return skipped("command dot");
    }
    let (_, graph, units) = sample_graph();
    let generated = generated::graph(60, 90, 5, (12, 1));
    let large = generated::graph(200, 300, 5, (12, 1));
    for graph in [&graph, &generated, &large, &nasty()] {
        let text = dot(&overview(graph, &units, "“题”\n\\N\"]", &say));
        let mut child = Command::new("dot")
            .args(["-Tsvg"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // From a thread of its own: a program that answers before it has read all would wait for us, and we for it.
        let mut stdin = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !words.contains("syntax error"), "{words}");
        let drawn = String::from_utf8(output.stdout).unwrap();
        assert_eq!(drawn.matches("class=\"node\"").count(), graph.node_count());
        assert_eq!(drawn.matches("class=\"edge\"").count(), graph.edge_count());
    }
}

#[test]
fn svg_of_any_name_is_well_formed() {
    let (_, _, units) = sample_graph();
    let picture = svg(&overview(&nasty(), &units, "</title>\u{0}<x>", &say));
    let mut reader = quick_xml::Reader::from_str(&picture);
    let mut texts = String::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Text(text) => texts += &text.unescape().unwrap(),
            quick_xml::events::Event::Start(element) => {
                assert_ne!(element.name().as_ref(), b"script");
            }
            _ => {}
        }
    }
    assert!(texts.contains("a\"]; x [URL=\"b") && texts.contains("</text><script>'&amp;"));
}

#[test]
fn charts_show_every_region_and_cell() {
    let (reader, _, _) = sample_graph();
    let found = mechanism(&reader, "票决制").unwrap();
    let question = timeline::Question { mechanism: found, within: None, exact: false, language: "zh" };
    let answer = timeline::timeline(&reader, &question).unwrap();
    let draw = || {
        let mut bytes = Vec::new();
        chart::timeline(&mut bytes, &answer, "时间", &say).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let picture = draw();
    assert_eq!(picture, draw());
    for words in
        ["吕梁市", "兴县", "石楼县", "2023-03 since.start", "2024-05-20 since.reported", ">2023<", ">2024<"]
    {
        assert!(picture.contains(words), "{words}: {picture}");
    }

    let regions = spoken(&reader, None, None).unwrap();
    let question = compare::Question {
        regions,
        mechanisms: vec![],
        functions: Vec::new(),
        known: false,
        language: "zh",
    };
    let answer = compare::compare(&reader, &question).unwrap();
    let mut bytes = Vec::new();
    chart::matrix(&mut bytes, &answer, "对照", &say).unwrap();
    let picture = String::from_utf8(bytes).unwrap();
    assert_eq!(picture.matches("<g>").count(), answer.regions.len() * answer.mechanisms.len());
    assert!(
        picture.contains("石楼县 民生实事项目人大代表票决制 status.planned empty.only-planned"),
        "{picture}"
    );
}
