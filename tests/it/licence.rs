//! `deny.toml` held against what cargo would compile: licences, bans, sources. No tool but cargo is needed.

use std::fs;
use std::process::Command;

use toml::{Table, Value};

use crate::support;

struct Dependency {
    name: String,
    licence: String,
    features: Vec<String>,
}

/// What cargo would compile for this machine, tests included.
fn dependencies() -> Vec<Dependency> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(support::root()).args(["tree", "--locked", "--offline", "--prefix", "none"]);
    cargo.args(["--edges", "normal,build,dev", "--format", "{p}|{l}|{f}|"]);
    if cfg!(feature = "rocksdb") {
        cargo.args(["--features", "rocksdb"]);
    }
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let dependencies: Vec<Dependency> = text
        .lines()
        .map(|line| {
            let mut parts = line.split('|');
            let mut part = || parts.next().unwrap_or_default().to_owned();
            let name = part().split(' ').next().unwrap_or_default().to_owned();
            Dependency { name, licence: part(), features: part().split(',').map(str::to_owned).collect() }
        })
        .collect();
    assert!(dependencies.iter().any(|d| d.name == "oxigraph"), "the tree was not read:\n{text}");
    dependencies
}

fn deny() -> Table {
    toml::from_str(&fs::read_to_string(support::root().join("deny.toml")).unwrap()).unwrap()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

/// Whether an SPDX expression can be met. A mix of AND and OR is read as AND of ORs, which is how crates write it;
/// any other mix is judged more strictly than it asks.
fn allowed(expression: &str, allow: &[&str]) -> bool {
    let expression = expression.replace('/', " OR ");
    expression
        .split(" AND ")
        .all(|all| all.split(" OR ").any(|one| allow.contains(&one.trim().trim_matches(['(', ')']))))
}

#[test]
fn expressions_are_read_as_and_of_ors() {
    let allow = ["MIT", "Unicode-3.0"];
    assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &allow));
    assert!(allowed("Unlicense/MIT", &allow));
    assert!(!allowed("MIT AND GPL-3.0-only", &allow) && !allowed("", &allow));
}

#[test]
fn licences_are_those_that_deny_toml_allows() {
    let deny = deny();
    let allow = strings(&deny["licenses"]["allow"]);
    let wrong: Vec<String> = dependencies()
        .into_iter()
        .filter(|d| !allowed(&d.licence, &allow))
        .map(|d| format!("{}: {:?}", d.name, d.licence))
        .collect();
    assert!(wrong.is_empty(), "licences that deny.toml does not allow:\n{}", wrong.join("\n"));
}

#[test]
fn nothing_banned_is_compiled() {
    let deny = deny();
    let dependencies = dependencies();
    for ban in deny["bans"]["deny"].as_array().unwrap() {
        let name = ban["crate"].as_str().unwrap();
        assert!(!dependencies.iter().any(|d| d.name == name), "deny.toml bans {name}");
    }
    for ban in deny["bans"]["features"].as_array().unwrap() {
        let name = ban["crate"].as_str().unwrap();
        for feature in strings(&ban["deny"]) {
            let on = dependencies.iter().any(|d| d.name == name && d.features.iter().any(|f| f == feature));
            assert!(!on, "deny.toml bans feature {feature} of {name}");
        }
    }
}

#[test]
fn every_dependency_comes_from_crates_io() {
    let lock: Table =
        toml::from_str(&fs::read_to_string(support::root().join("Cargo.lock")).unwrap()).unwrap();
    let deny = deny();
    let registries = strings(&deny["sources"]["allow-registry"]);
    for package in lock["package"].as_array().unwrap() {
        let Some(source) = package.get("source").and_then(Value::as_str) else { continue };
        let registry = source.strip_prefix("registry+").unwrap_or(source);
        assert!(registries.contains(&registry), "{} comes from {source}", package["name"]);
    }
}
