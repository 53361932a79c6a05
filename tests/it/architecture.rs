//! The rules that hold for the code as a whole: who may use whom, no rules in code, files that say what they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use crate::support;

mod lexer;

use lexer::{Literal, Source};

/// Who may use whom: module, modules of ours, outside crates. What is not here is forbidden.
///
/// `serde` and `serde_json` are allowed everywhere: plain values say themselves how they are written.
const IMPORTS: &[(&str, &[&str], &[&str])] = &[
    ("error", &[], &["thiserror"]),
    ("text", &["error"], &["unicode_normalization"]),
    ("model", &["error", "text"], &["thiserror", "rust_decimal", "sha2", "jiff"]),
    // `sha2`: the rules have a fingerprint.
    (
        "resource",
        &["error", "text", "model"],
        &["toml", "csv", "daachorse", "regex", "jieba_rs", "oxttl", "oxrdf", "rust_decimal", "sha2"],
    ),
    // Knows nothing of what is worked on.
    ("worker", &["error"], &["thiserror", "rustix"]),
    // Each format is read by a crate of its own.
    (
        "read",
        STAGE,
        &[
            "chardetng",
            "csv",
            "ego_tree",
            "encoding_rs",
            "flate2",
            "hayro_interpret",
            "html5ever",
            "quick_xml",
            "ruzstd",
            "scraper",
            "tar",
            "zip",
        ],
    ),
    ("segment", STAGE, STAGE_CRATES),
    ("annotate", STAGE, STAGE_CRATES),
    ("resolve", STAGE, STAGE_CRATES),
    ("extract", STAGE, STAGE_CRATES),
    // `rust_decimal`: the share that two texts have in common is a value of the graph.
    ("reprint", STAGE, &["rayon", "rust_decimal"]),
    ("fuse", STAGE, STAGE_CRATES),
    (
        "pipeline",
        &["error", "text", "model", "resource", "read", "segment", "annotate", "resolve", "extract", "fuse"],
        &["rayon"],
    ),
    ("vocab", &["error", "text", "model", "resource"], &["oxigraph"]),
    ("rdf", &["error", "text", "model", "resource", "vocab"], &["oxigraph", "rust_decimal", "sha2"]),
    // `sha2`: a generation carries the hashes of its files, and is checked by them.
    // `rayon`: large graphs are parsed and compared.
    ("store", &["error", "text", "model", "resource", "vocab", "rdf"], &["oxigraph", "rayon", "sha2"]),
    (
        "build",
        &[
            "error", "text", "model", "resource", "read", "pipeline", "reprint", "fuse", "vocab", "rdf",
            "store",
        ],
        &["oxigraph", "rayon", "sha2"],
    ),
    ("query", ANSWERS, &["oxigraph"]),
    // The only one with a client: `serve` and `worker`, which run the queries of strangers, cannot name it. `rustls`: the
    // encryption of `ureq`.
    (
        "remote",
        ANSWERS,
        &["oxigraph", "spargebra", "ureq", "rustls", "digest_auth", "base64", "form_urlencoded"],
    ),
    // `toml` and `unicode_normalization`: the words of the scoring are data, and names are folded as Python folds them.
    ("evaluate", ANSWERS, &["oxigraph", "toml", "unicode_normalization"]),
    ("graph", OUTPUTS, &["oxigraph", "petgraph"]),
    ("export", OUTPUTS, &["oxigraph", "petgraph", "csv", "quick_xml", "rust_xlsxwriter", "zip"]),
    // `toml`: the words are data.
    ("words", &["error", "model"], &["toml"]),
    // All that a page may show. Never a stage: what is served was built. `form_urlencoded`, `mediatype`,
    // `percent_encoding`: what clients send.
    (
        "serve",
        &["error", "text", "model", "vocab", "rdf", "store", "query", "graph", "export", "words", "worker"],
        &[
            "oxigraph",
            "axum",
            "hyper",
            "hyper_util",
            "jiff",
            "maud",
            "tokio",
            "tokio_io_timeout",
            "tower",
            "form_urlencoded",
            "mediatype",
            "percent_encoding",
            // Tables, and names that are typed.
            "csv",
            "pinyin",
            "strsim",
        ],
    ),
];

const STAGE: &[&str] = &["error", "text", "model", "resource"];
const STAGE_CRATES: &[&str] =
    &["daachorse", "regex", "jieba_rs", "jiff", "rust_decimal", "unicode_normalization"];
const ANSWERS: &[&str] = &["error", "text", "model", "vocab", "rdf", "store", "query"];
const OUTPUTS: &[&str] = &["error", "text", "model", "vocab", "rdf", "store", "query", "graph"];

/// What any module may name: the language, and how values are written.
const ALWAYS: &[&str] = &["std", "core", "alloc", "serde", "serde_json"];
/// Modules that may use anything, and that nobody may use.
const TOP: &[&str] = &["cli", "main", "lib"];

/// The longest file that still holds one idea.
const MOST_LINES: usize = 600;

fn sources() -> Vec<Source> {
    let mut folders = vec![support::root().join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push(read(path));
            }
        }
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(sources.len() > 20, "the sources were not found");
    sources
}

fn read(path: PathBuf) -> Source {
    let name = path.strip_prefix(support::root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
    Source::new(name, fs::read_to_string(path).unwrap())
}

/// The crates that Cargo.toml names, as code names them.
fn outside_crates() -> BTreeSet<String> {
    let manifest: toml::Table =
        toml::from_str(&fs::read_to_string(support::root().join("Cargo.toml")).unwrap()).unwrap();
    let mut names: BTreeSet<String> =
        manifest["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_")).collect();
    names.extend(ALWAYS.iter().map(|&name| name.to_owned()));
    names
}

#[test]
fn each_module_uses_only_what_the_table_allows() {
    let table: BTreeMap<&str, (&[&str], &[&str])> =
        IMPORTS.iter().map(|&(module, ours, crates)| (module, (ours, crates))).collect();
    let outside = outside_crates();
    let mut faults = Vec::new();
    for source in sources() {
        let module = source.module();
        if TOP.contains(&module) {
            continue;
        }
        let Some((ours, crates)) = table.get(module) else {
            faults.push(format!("src/{}: module {module} is not in the table", source.name));
            continue;
        };
        for (line, path) in source.paths() {
            let (root, next) = path.split_once("::").unwrap_or((&path, ""));
            let used = next.split("::").next().unwrap_or_default();
            let allowed = match root {
                "crate" => used == module || ours.contains(&used),
                _ if outside.contains(root) => ALWAYS.contains(&root) || crates.contains(&root),
                _ => true,
            };
            if !allowed {
                faults.push(format!("src/{}:{line}: {module} may not use {root}::{used}", source.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_read_and_the_outer_modules_touch_files() {
    let mut faults = Vec::new();
    for source in sources() {
        let inner = [
            "text", "model", "segment", "annotate", "resolve", "extract", "reprint", "fuse", "pipeline",
            "vocab", "rdf",
        ];
        if inner.contains(&source.module()) {
            for (line, path) in source.paths() {
                if ["std::fs", "std::net", "std::process", "std::time", "std::env"]
                    .iter()
                    .any(|p| path.starts_with(p))
                {
                    faults.push(format!("src/{}:{line}: {path} in a pure stage", source.name));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0x2_0000..=0x3_FFFF)
}

#[test]
fn no_rule_in_chinese_stands_in_code() {
    let mut faults = Vec::new();
    for source in sources() {
        for Literal { line, text } in source.literals() {
            if text.chars().any(is_han) {
                faults.push(format!("src/{}:{line}: {text:?} belongs in data/ or ontology/", source.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_file_says_first_what_it_is_for_and_is_of_readable_length() {
    let mut faults = Vec::new();
    for source in sources() {
        if !source.text.starts_with("//! ") || source.text.starts_with("//! .\n") {
            faults.push(format!("src/{} does not start with `//!` and what it is for", source.name));
        }
        let lines = source.text.lines().count();
        if lines > MOST_LINES {
            faults.push(format!("src/{} has {lines} lines: two ideas live in it", source.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn unsafe_code_is_forbidden() {
    let manifest: toml::Table =
        toml::from_str(&fs::read_to_string(support::root().join("Cargo.toml")).unwrap()).unwrap();
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}

#[test]
fn each_table_of_data_can_be_read_and_opens_with_a_comment() {
    for entry in fs::read_dir(support::root().join("data")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            text.parse::<toml::Table>().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert!(text.starts_with('#'), "{} does not say what it is", path.display());
        }
    }
}

#[test]
fn each_file_of_data_is_described_and_packed() {
    let readme = fs::read_to_string(support::root().join("data/README.md")).unwrap();
    for entry in fs::read_dir(support::root().join("data")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name == "README.md" || readme.contains(&name), "data/README.md does not speak of {name}");
    }
}
