//! The program as a user runs it: exit codes, stdout and stderr, forms.

use std::process::{Output, Stdio};

use renda::model::{Coverage, Role, Status};

use crate::sample;
use crate::support::renda;

fn run(arguments: &[&str]) -> Output {
    renda().arg("--store").arg(sample::store()).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn check(arguments: &[&str], code: i32) -> (String, String) {
    let output = run(arguments);
    let (out, err) = (stdout(&output), stderr(&output));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n--- stdout\n{out}--- stderr\n{err}");
    (out, err)
}

#[test]
fn adopted_prints_regions_with_their_words() {
    let (out, err) = check(&["adopted", "票决制"], 0);
    for part in [
        "吕梁市",
        "已开展",
        "全覆盖",
        "15/15乡镇",
        "2023-03",
        "计划中",
        "石楼县",
        "《一票一票定实事》",
        "没有记载不等于没有开展",
    ] {
        assert!(out.contains(part), "{part} is missing in\n{out}");
    }
    assert!(err.is_empty(), "{err}");
    for line in out.lines() {
        let width: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        // “ ” … — are one column wide in most terminals and counted as two here.
        assert!(width <= 108, "{width} columns: {line}");
    }
}

#[test]
fn english_heads_on_request() {
    let (out, _) = check(&["adopted", "deputy-vote-on-livelihood-projects", "--lang", "en"], 0);
    assert!(
        out.contains("evidence") && out.contains("adopted") && out.contains("not \"not adopted\""),
        "{out}"
    );
}

#[test]
fn nothing_found_is_exit_1_with_words() {
    let (out, err) = check(&["adopted", "票决制", "--since", "2050"], 1);
    assert!(!out.contains("吕梁"), "{out}");
    assert!(err.contains("没有记载不等于没有开展"), "{err}");
    check(&["show", "西藏自治区"], 1);
}

#[test]
fn unknown_and_ambiguous_names_are_exit_2() {
    let (out, err) = check(&["adopted", "没有这种做法"], 2);
    assert!(out.is_empty() && err.contains("no mechanism is called"), "{err}");
    let (_, err) = check(&["show", "鼓楼区"], 2);
    assert!(err.contains("320106") && err.contains("410204"), "{err}");
    let (_, err) = check(&["adopted", "票决制", "--within", "鼓楼"], 2);
    assert!(err.contains("ambiguous"), "{err}");
    check(&["adopted"], 2);
    check(&["adopted", "票决制", "--status", "begun"], 2);
    let (_, err) = check(&["adopted", "票决制", "--since", "去年"], 2);
    assert!(err.contains("such as 2020"), "{err}");
    check(&["export", "--format", "wav"], 2);
    check(&["query", "no-such-query"], 2);
    let (_, err) = check(&["query", "region", "--param", "nonsense=1"], 2);
    assert!(err.contains("it takes region"), "{err}");
    check(&["query", "-e", "SELECT nonsense"], 2);
    check(&["brief", "兴县"], 2);
    let (out, err) = check(&["brief", "=1+1\"} #<x>\n", "票决制"], 2);
    assert!(out.is_empty() && err.contains("no region is called"), "{err}");
    let (out, err) = check(&["brief", "兴县", "'} UNION { ?s ?p ?o"], 2);
    assert!(out.is_empty() && err.contains("no mechanism is called"), "{err}");
}

#[test]
fn a_store_that_is_not_there_is_exit_1_with_a_remedy() {
    let output = renda().args(["--store", "/nowhere/renda.db", "status"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("renda build"), "{}", stderr(&output));
}

#[test]
fn the_store_may_stand_in_the_environment() {
    let output = renda().env("RENDA_STORE", sample::store()).args(["status", "--json"]).output().unwrap();
    let status: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&status["adoption_claims"], &status["facts"]), (&5.into(), &5.into()));
}

#[test]
fn csv_is_rfc_4180_and_excel_gets_its_mark() {
    let (plain, _) = check(&["adopted", "票决制", "--format", "csv", "--lang", "en"], 0);
    assert!(plain.starts_with("list,code,region") || plain.starts_with("list,code,name"), "{plain}");
    assert_eq!(plain.matches("\r\n").count(), 4, "a head and three rows");
    let (excel, _) = check(&["adopted", "票决制", "--format", "csv", "--lang", "en", "--excel"], 0);
    assert_eq!(excel.strip_prefix('\u{FEFF}'), Some(plain.as_str()));
}

#[test]
fn every_form_of_rows_comes_out() {
    for command in [
        &["adopted", "票决制"][..],
        &["show", "兴县"],
        &["show", "票决制"],
        &["query", "coverage"],
        &["query"],
    ] {
        for format in ["table", "csv", "tsv", "md", "html"] {
            let (out, _) = check(&[command, &["--format", format]].concat(), 0);
            assert!(out.lines().count() > 2, "{command:?} {format}\n{out}");
        }
    }
}

#[test]
fn query_json_is_sparql_results_json() {
    let (out, _) = check(&["query", "region", "--param", "region=兴县", "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["results"]["bindings"].as_array().unwrap().len(), 2);
    assert_eq!(json["results"]["bindings"][0]["code"]["value"], "141123");
    let (out, _) = check(&["query", "-e", "ASK { ?s ?p ?o }", "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["boolean"], true);
    let construct = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        CONSTRUCT { ?s skos:prefLabel ?l } { VALUES ?l { UNDEF } ?s skos:prefLabel ?l }";
    let (out, _) = check(&["query", "-e", construct, "--param", "l=\"兴县\"@zh"], 0);
    assert!(out.contains("region:141123 skos:prefLabel \"兴县\"@zh"), "{out}");
}

#[test]
fn deep_brackets_do_not_end_the_process() {
    let deep = format!("ASK {}{}", "{".repeat(5000), "}".repeat(5000));
    let output = run(&["query", "-e", &deep]);
    assert!(matches!(output.status.code(), Some(0 | 2)), "{:?}", output.status);
}

#[test]
fn a_closed_pipe_is_no_error() {
    for command in
        [&["export", "--format", "nq"][..], &["query", "-e", "SELECT * { ?s ?p ?o }", "--format", "csv"]]
    {
        let mut child = renda()
            .arg("--store")
            .arg(sample::store())
            .args(command)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", stderr(&output));
        assert!(output.stderr.is_empty(), "{command:?}: {}", stderr(&output));
    }
}

#[test]
fn claims_through_a_pipe_fuse_to_the_facts_of_the_store() {
    use std::io::Write as _;
    let (nq, _) = check(&["export", "--format", "nq"], 0);
    let mut child = renda().args(["fuse", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(nq.as_bytes()).unwrap();
    let fused = stdout(&child.wait_with_output().unwrap());
    assert!(fused.contains("/adoption/141123/deputy-vote-on-livelihood-projects>"), "{fused}");
    for line in fused.lines() {
        assert!(nq.lines().any(|known| known == line), "{line} is not in the store");
    }
}

#[test]
fn validate_names_what_does_not_hold() {
    let (out, err) = check(&["validate"], 1);
    assert!(out.starts_with("claim-without-mechanism-description\t"), "{out}");
    assert!(err.contains("8 quotes compared"), "{err}");
}

#[test]
fn help_goes_to_stdout_with_examples() {
    for command in
        ["build", "adopted", "show", "query", "export", "extract", "fuse", "validate", "eval", "remove"]
    {
        let (out, _) = check(&[command, "--help"], 0);
        assert!(out.contains("Example"), "{command}\n{out}");
    }
}

#[test]
fn a_bad_file_among_good_ones_is_exit_3_and_the_rest_is_built() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    std::fs::write(at("good.txt"), "实事票决\n□ 甲（山西）\n兴县推行民生实事项目人大代表票决制。\n").unwrap();
    std::fs::write(at("bad.bin"), b"\0\x01\xff\xfe\0").unwrap();
    let build = |paths: &[&str]| {
        let paths = paths.iter().map(|name| at(name));
        renda().arg("--store").arg(at("s.db")).arg("build").args(paths).output().unwrap()
    };
    let nothing = build(&["bad.bin", "missing.txt"]);
    assert_eq!(nothing.status.code(), Some(1), "{}", stderr(&nothing));
    assert!(!at("s.db").join("CURRENT").exists(), "no store is made of nothing");
    let mixed = build(&["good.txt", "bad.bin"]);
    assert_eq!(mixed.status.code(), Some(3), "{}", stderr(&mixed));
    let place = at("bad.bin").display().to_string();
    assert!(stderr(&mixed).starts_with(&place), "the whole path: {}", stderr(&mixed));
    assert!(mixed.stdout.is_empty());
    let adopted = renda().arg("--store").arg(at("s.db")).args(["adopted", "票决制"]).output().unwrap();
    assert!(stdout(&adopted).contains("兴县"), "{}", stderr(&adopted));
}

#[test]
fn a_bad_line_among_good_ones_is_named_and_the_rest_is_read() {
    use std::io::Write as _;
    let mut child = renda()
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let good =
        "{\"name\":\"a.txt\",\"text\":\"实事票决\\n□ 甲（山西）\\n兴县推行民生实事项目人大代表票决制。\"}\n";
    let lines = [b"{\"name\": \"\xff\xfe\"}\n", good.as_bytes()].concat();
    child.stdin.take().unwrap().write_all(&lines).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("-:1: not valid UTF-8"), "{}", stderr(&output));
    assert!(stdout(&output).contains("deputy-vote-on-livelihood-projects"), "{}", stdout(&output));
}

#[test]
fn extracting_from_nothing_that_can_be_read_fails() {
    let output = renda().args(["extract", "/nowhere/a.txt"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

/// Who only guides what others practise is told apart, and of two quotes the more telling one is shown.
#[test]
fn the_most_telling_quote_is_shown_and_who_only_guides_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let voting = ("deputy-vote-on-livelihood-projects", "票决制");
    let short = sample::Draft::new("短讯", "141123", "2024-01-01", "兴县推行票决制。")
        .adopts("141123", voting, Status::Adopted, "兴县推行票决制", |_| ())
        .done();
    let full = "按照《兴县票决制办法》，15个乡镇都已采用票决制来定当年的事";
    let long = sample::Draft::new("长文", "141123", "2024-05-01", &format!("{full}。市人大指导票决制。"))
        .adopts("141123", voting, Status::Adopted, full, |c| c.coverage = Some(Coverage::Full))
        .adopts("141100", voting, Status::Adopted, "市人大指导票决制", |c| c.role = Role::Instructor)
        .done();
    sample::write(&dir.path().join("s.db"), &[short, long]);
    let output =
        renda().arg("--store").arg(dir.path().join("s.db")).args(["adopted", "票决制"]).output().unwrap();
    let out = stdout(&output);
    for part in ["2 个地区（其中 1 个仅指导", "仅指导方", "15个乡镇", "《长文》", "另有 1 处，2 个独立来源"]
    {
        assert!(out.contains(part), "{part} is missing in\n{out}");
    }
    assert!(!out.contains("《短讯》"), "{out}");
}

#[test]
fn a_trailer_tells_what_stands_before_it() {
    use std::io::Write as _;
    let mut child = renda()
        .args(["extract", "-", "--trailer"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let line = r#"{"name":"a.txt","text":"实事票决\n□ 甲（山西）\n兴县推行民生实事项目人大代表票决制。"}"#;
    child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    let out = stdout(&child.wait_with_output().unwrap());
    let (quads, trailer) = out.split_at(out.find("# renda-trailer").unwrap());
    let lines = quads.lines().count();
    let sha256 = renda::store::sha256(quads.as_bytes());
    assert_eq!(trailer, format!("# renda-trailer articles=1 quads={lines} sha256={sha256}\n"));
}

#[test]
fn compare_shows_regions_side_by_side() {
    let (out, err) = check(&["compare", "兴县", "石楼县", "320106"], 0);
    for part in ["民生实事项目人大代表票", "已开展 全覆盖", "计划", "未见记载", "不等于没有开展"]
    {
        assert!(out.contains(part), "{part} is missing in\n{out}");
    }
    assert!(err.contains("--format"), "where the quotes are: {err}");
    let (page, _) = check(&["compare", "--all-in", "吕梁市", "--format", "html"], 0);
    assert!(page.contains("<a href=\"#n1\">1</a>") && page.contains("<li id=\"n1\">"), "{page}");
    let (rows, _) = check(&["compare", "兴县", "石楼县", "--format", "csv", "--mechanism", "票决制"], 0);
    assert_eq!(rows.lines().count(), 3, "a head and a row for each cell: {rows}");
}

#[test]
fn compare_leaves_out_what_is_not_asked_for() {
    let (all, _) = check(&["compare", "兴县", "141126"], 0);
    let (known, _) = check(&["compare", "兴县", "141126", "--known"], 0);
    assert!(all.contains("板凳会") && !known.contains("板凳会"), "{known}");
    let (function, _) = check(&["compare", "兴县", "141126", "--function", "1"], 1);
    assert!(!function.contains("票决制"), "{function}");
    check(&["compare"], 2);
    check(&["compare", "--all-in", "宁海县"], 2);
}

#[test]
fn timeline_tells_when_and_where_it_began() {
    let (out, _) = check(&["timeline", "票决制"], 0);
    assert!(out.contains("2023-03") && out.contains("起始时间不明"), "{out}");
    let (json, _) = check(&["timeline", "票决制", "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["events"][0]["time"], "2023-03");
    let (page, _) = check(&["timeline", "票决制", "--format", "html"], 0);
    assert!(page.contains("<th scope=\"row\">2023-03</th>"), "{page}");
    check(&["timeline", "执法检查"], 1);
}

#[test]
fn discover_lists_names_outside_the_ontology() {
    let (out, err) = check(&["discover"], 0);
    assert!(out.contains("板凳会") && !out.contains("票决制"), "{out}");
    assert!(err.contains("未必是同一机制"), "{err}");
    let (json, _) = check(&["discover", "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let names: Vec<_> = json["candidates"].as_array().unwrap().iter().map(|c| &c["label"]).collect();
    assert_eq!(names, ["板凳会"]);
    let (rows, _) = check(&["discover", "--within", "吕梁市", "--format", "csv"], 0);
    assert!(rows.contains("板凳会"), "{rows}");
    let (elsewhere, _) = check(&["discover", "--within", "吉林省", "--format", "csv"], 0);
    assert_eq!(elsewhere.lines().count(), 1, "a head alone: {elsewhere}");
    let (none, _) = check(&["discover", "--least", "2", "--format", "csv"], 0);
    assert_eq!(none.lines().count(), 1, "a head alone: {none}");
}
