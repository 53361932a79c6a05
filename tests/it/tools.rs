//! What other people's programs make of the files that renda writes: networkx, pandas, rdflib, Graphviz, R.
//!
//! `RENDA_PYTHON` names a Python that has the packages of `fixtures/tools/requirements.txt`; `.ci/run` makes one.

use std::path::Path;
use std::process::Command;

use renda::model::Status;

use crate::sample::{self, Draft};
use crate::support::{self, fixture, renda};

/// Runs a script of `fixtures/tools/`; gives what it printed.
fn script(mut python: Command, name: &str, argument: &Path) -> String {
    let output = python.arg(fixture("tools").join(name)).arg(argument).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {words}");
    String::from_utf8(output.stdout).unwrap()
}

fn export(store: &Path, arguments: &[&str], out: &Path) {
    let output = renda()
        .arg("export")
        .args(arguments)
        .arg("--store")
        .arg(store)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A store with names that end strings, elements, cells and lines where a writer lets them.
fn nasty(dir: &Path) {
    let names =
        ["“a\"]; x [URL=\"b”", "</data><x y='&amp;'>", "三联,系\"\"", "{}|<f0>\\N\\l", "=cmd|' /C'!A0"];
    let records: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let words = format!("县里办起了{name}，\n共第{i}处，群众都说好");
            Draft::new(&format!("第{i}篇\r\n“副题”"), "141123", "2024-01-01", &format!("{words}。"))
                .adopts("141123", ("", name), Status::Adopted, &words, |_| ())
                .done()
        })
        .chain(sample::records())
        .collect();
    sample::write(dir, &records);
}

#[test]
fn networks_are_read_by_networkx_and_pandas_as_the_same_graph() {
    let Some(python) = support::python_with_packages() else { return };
    let scratch = tempfile::tempdir().unwrap();
    let (store, out) = (scratch.path().join("renda.db"), scratch.path().join("out"));
    nasty(&store);
    export(&store, &["--format", "csv"], &out);
    export(&store, &["--format", "graphml"], &out.join("graph.graphml"));
    export(&store, &["--format", "gexf"], &out.join("graph.gexf"));
    assert_eq!(script(python, "networks.py", &out), "12 nodes, 10 edges\n");
}

#[test]
fn rdf_is_read_by_rdflib_as_the_same_triples() {
    let Some(_) = support::python_with_packages() else { return };
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    nasty(&store);
    for (part, filter) in [
        ("all", vec![]),
        ("region", vec!["--region", "141123"]),
        ("mechanism", vec!["--mechanism", "deputy-vote-on-livelihood-projects"]),
    ] {
        let out = scratch.path().join(part);
        std::fs::create_dir(&out).unwrap();
        for (format, ending) in [
            ("nt", "nt"),
            ("ttl", "ttl"),
            ("rdfxml", "rdf"),
            ("jsonld", "jsonld"),
            ("nq", "nq"),
            ("trig", "trig"),
        ] {
            let arguments: Vec<&str> = ["--format", format].into_iter().chain(filter.clone()).collect();
            export(&store, &arguments, &out.join(format!("graph.{ending}")));
        }
        let python = support::python_with_packages().unwrap();
        let told = script(python, "rdf.py", &out);
        assert!(told.ends_with(" quads\n"), "{part}: {told}");
    }
}

#[test]
fn spid_of_the_real_pages_is_a_cascade_with_its_censoring() {
    let (Some(shared), Some(python)) = (support::shared(), support::python_with_packages()) else { return };
    let scratch = tempfile::tempdir().unwrap();
    let (store, file) = (scratch.path().join("renda.db"), scratch.path().join("spid.csv"));
    let output = renda().arg("build").arg(shared.join("corpus")).arg("--store").arg(&store).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    export(&store, &["--format", "spid", "--mechanism", "票决制", "--region", "141100"], &file);
    let cascade = script(python, "spid.py", &file);
    // The city and 临县 tell when they began, 2023; the papers of the others only show that they had by then.
    let lines: Vec<&str> = cascade.lines().collect();
    assert!(lines.contains(&"141124 2023 0 piloted"), "{cascade}");
    for region in ["141123", "141125", "141129"] {
        assert!(lines.contains(&format!("{region} 2024 1 adopted").as_str()), "{cascade}");
    }
    assert!(lines.iter().any(|line| line.starts_with("141100 2023 0")), "{cascade}");
    assert!(!cascade.contains("141126"), "石楼县 only plans it: {cascade}");
}

/// A block of code of a document: its language and its lines.
fn blocks(document: &str, heading: &str) -> Vec<(String, String)> {
    let section = document.split_once(heading).unwrap().1;
    let section = section.split("\n## ").next().unwrap();
    let mut blocks = Vec::new();
    let mut rest = section;
    while let Some((_, after)) = rest.split_once("```") {
        let (block, after) = after.split_once("```").unwrap();
        let (language, code) = block.split_once('\n').unwrap();
        blocks.push((language.to_owned(), code.to_owned()));
        rest = after;
    }
    blocks
}

/// Each example of a section runs, in order, in one folder that holds the articles.
fn examples_run(document: &str, heading: &str) {
    let Some(_) = support::python_with_packages() else { return };
    let scratch = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(support::root().join("data"), scratch.path().join("data")).unwrap();
    let text = std::fs::read_to_string(support::root().join(document)).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_renda")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let blocks = blocks(&text, heading);
    assert!(blocks.iter().any(|(language, _)| language == "python"), "{document} has examples");
    for (language, code) in blocks {
        let mut command = match language.as_str() {
            "sh" => Command::new("sh"),
            "python" => support::python_with_packages().unwrap(),
            "r" if support::has("Rscript", "--version") => Command::new("Rscript"),
            "r" => {
                support::skipped("command Rscript");
                continue;
            }
            other => panic!("{document}: an example in {other}"),
        };
        let flag = if language == "sh" {
            "-ec"
        } else if language == "r" {
            "-e"
        } else {
            "-c"
        };
        let output = command
            .args([flag, &code])
            .current_dir(scratch.path())
            .env("PATH", &path)
            .env_remove("RENDA_STORE")
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{document}, an example in {language}:\n{code}\n{words}");
    }
}

#[test]
fn the_examples_of_the_documents_run() {
    examples_run("README.md", "\n## In other programs\n");
    examples_run("README.zh.md", "\n## 在其他软件中\n");
    examples_run("data/README.md", "\n## With other programs\n");
}
