//! `distributed/spark.py`: the same lines as on one machine, from every form of input; and nothing from a child that dies.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{has, renda, root, skipped};

const RENDA: &str = env!("CARGO_BIN_EXE_renda");

/// A Python with `pyspark`, and a Java for it; `None`, said aloud, where there is none.
///
/// `pyspark` is 456 MB, so `.ci/run` does not fetch it: where it is there already, `RENDA_SPARK_PYTHON` names it.
fn python() -> Option<String> {
    let Ok(python) = std::env::var("RENDA_SPARK_PYTHON") else {
        skipped("network pypi.org (a Python with PySpark, named by RENDA_SPARK_PYTHON)");
        return None;
    };
    if !has("java", "-version") {
        skipped("command java");
        return None;
    }
    Some(python)
}

/// Runs the job in a locale that is not UTF-8.
fn job(python: &str, master: &str, program: &str, input: &Path, form: &str, output: &Path) -> Output {
    let command =
        "import sys, runpy; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')";
    let options = format!(
        "--master {master} --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 \
         --conf spark.ui.enabled=false --conf spark.executor.memory=1g --conf spark.task.maxFailures=1 pyspark-shell"
    );
    Command::new(python)
        .args(["-c", command])
        .arg(root().join("distributed/spark.py"))
        .args(["--renda", program, "--format", form, "--parts", "3", "--input"])
        .arg(input)
        .arg("--output")
        .arg(output)
        .env("PYSPARK_SUBMIT_ARGS", options)
        .env("PYSPARK_PYTHON", python)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .env("LC_ALL", "C")
        .env("LANG", "C")
        .output()
        .unwrap()
}

/// The same pages as a table of columns, written by Spark itself.
fn parquet(python: &str, listing: &Path, folder: &Path) {
    let command = "import sys; from pyspark.sql import SparkSession; \
                   SparkSession.builder.getOrCreate().read.json(sys.argv[1]).write.parquet(sys.argv[2])";
    let options = "--master local[1] --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 \
                   --conf spark.ui.enabled=false pyspark-shell";
    let wrote = Command::new(python)
        .args(["-c", command])
        .args([listing, folder])
        .env("PYSPARK_SUBMIT_ARGS", options)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .output()
        .unwrap();
    assert!(wrote.status.success(), "{}", String::from_utf8_lossy(&wrote.stderr));
}

/// The lines of a folder of parts, in the order of the parts.
fn lines(folder: &Path) -> Vec<String> {
    assert!(folder.join("_SUCCESS").exists(), "{} is not whole", folder.display());
    let mut parts: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    parts.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with("part-"));
    parts.sort();
    parts
        .iter()
        .flat_map(|part| fs::read_to_string(part).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn piped(arguments: &[&str], input: &str) -> String {
    let mut child = renda().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn spark_gives_the_lines_of_one_machine_and_none_of_a_child_that_dies() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().unwrap();
    let (folder, listing) = (dir.path().join("texts"), dir.path().join("pages.jsonl"));
    fs::create_dir(&folder).unwrap();
    let mut pages = String::new();
    for entry in fs::read_dir(root().join("data/articles")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
            let page = serde_json::json!({"name": path.file_name().unwrap().to_string_lossy(), "text": fs::read_to_string(&path).unwrap()});
            pages.push_str(&page.to_string());
            pages.push('\n');
        }
    }
    fs::write(&listing, &pages).unwrap();
    let sorted =
        |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
    let extracted = piped(&["extract", "-"], &pages);
    let (claims, facts) = (sorted(&extracted), sorted(&piped(&["fuse", "-"], &extracted)));
    assert!(claims.len() > 100 && facts.len() > 20);
    let table = dir.path().join("pages.parquet");
    parquet(&python, &listing, &table);

    for (master, form, input) in [
        ("local[2]", "jsonl", &listing),
        ("local[2]", "text", &folder),
        ("local[2]", "parquet", &table),
        ("local-cluster[2,1,1024]", "jsonl", &listing),
    ] {
        let output = dir.path().join(format!("{form}-{}", master.len()));
        let ran = job(&python, master, RENDA, input, form, &output);
        assert!(ran.status.success(), "{master} {form}: {}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(lines(&output.join("claims")), claims, "{master} {form}");
        assert_eq!(lines(&output.join("facts")), facts, "{master} {form}");
    }

    // A child that dies in the middle, and one that ends well without its last lines.
    for (name, script, told) in [
        ("killed", format!("#!/bin/sh\n'{RENDA}' \"$@\" | head -n 3; kill -9 $$\n"), "137"),
        ("cut", format!("#!/bin/sh\n'{RENDA}' \"$@\" | sed '$d'\n"), "no trailer"),
    ] {
        let program = dir.path().join(name);
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let output = dir.path().join(format!("out-{name}"));
        let ran = job(&python, "local[2]", &program.to_string_lossy(), &listing, "jsonl", &output);
        let words = String::from_utf8_lossy(&ran.stderr);
        assert!(!ran.status.success() && (words.contains(told) || words.contains("-9")), "{name}: {words}");
        assert!(!output.join("claims/_SUCCESS").exists(), "{name}: it looks whole");
    }
}
