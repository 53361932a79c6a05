//! Questions to a store: names, answers and their JSON, SPARQL.

use renda::error::ErrorKind;
use renda::query::adopted::{Answer, Question, adopted};
use renda::query::compare::{self, compare, spoken};
use renda::query::timeline::{self, timeline};
use renda::query::{bind, check, indicator, mechanism, named, profile, region, select, statute};
use renda::store::Reader;

use crate::sample;
use crate::support::fixture_text;

fn reader() -> Reader {
    Reader::open(sample::store()).unwrap()
}

fn ask(reader: &Reader, name: &str, change: impl FnOnce(&mut Question)) -> Answer {
    let mut question = Question {
        mechanism: mechanism(reader, name).unwrap(),
        within: None,
        status: vec![],
        since: None,
        exact: false,
        language: "zh",
    };
    change(&mut question);
    adopted(reader, &question).unwrap()
}

fn codes(list: &[renda::query::adopted::Practice]) -> Vec<&str> {
    list.iter().map(|practice| practice.code.as_str()).collect()
}

#[test]
fn the_json_of_adopted_is_the_contract() {
    let answer = ask(&reader(), "票决制", |_| ());
    let mut got = serde_json::to_value(&answer).unwrap();
    // The ontology grows: which narrower mechanisms there are is no part of the contract.
    let includes = got["mechanism"]["includes"].take();
    assert!(includes.as_array().unwrap().iter().all(|iri| iri.as_str().unwrap().contains("/mechanism/")));
    let want: serde_json::Value = serde_json::from_str(&fixture_text("query/adopted.json")).unwrap();
    assert_eq!(got, want, "{}", serde_json::to_string_pretty(&got).unwrap());
}

#[test]
fn planned_stands_apart_and_silence_is_counted() {
    let answer = ask(&reader(), "票决制", |_| ());
    assert_eq!(codes(&answer.regions), ["141100", "141123"]);
    assert_eq!(codes(&answer.planned), ["141126"]);
    assert_eq!((answer.silent.regions, answer.silent.articles), (3, 3));
}

#[test]
fn a_place_bounds_the_answer_and_its_silence() {
    let reader = reader();
    let within = region(&reader, "兴县").unwrap().iri;
    let answer = ask(&reader, "票决制", |q| q.within = Some(within));
    assert_eq!(codes(&answer.regions), ["141123"]);
    assert!(answer.planned.is_empty());
    assert_eq!((answer.silent.regions, answer.silent.articles), (0, 0));
}

#[test]
fn stages_and_years_select() {
    let reader = reader();
    let planned = ask(&reader, "票决制", |q| q.status = vec![renda::model::Status::Planned]);
    assert!(planned.regions.is_empty());
    assert_eq!(codes(&planned.planned), ["141126"]);
    assert_eq!(codes(&ask(&reader, "票决制", |q| q.since = Some(2023)).regions), ["141100"]);
    assert!(ask(&reader, "票决制", |q| q.since = Some(2024)).is_empty());
}

#[test]
fn a_region_is_found_by_name_short_name_and_code() {
    let reader = reader();
    for name in ["吕梁市", "吕梁", "141100", " 吕 梁 市 ", "山西吕梁市", "山西省吕梁"] {
        assert_eq!(region(&reader, name).unwrap().label, "吕梁市", "{name}");
    }
}

#[test]
fn of_homonyms_the_only_one_spoken_of_is_taken_and_said() {
    let found = region(&reader(), "朝阳区").unwrap();
    assert!(found.iri.as_str().ends_with("/220104"));
    let note = found.note.unwrap();
    assert!(note.contains("220104") && note.contains("110105"), "{note}");
}

#[test]
fn homonyms_that_are_both_spoken_of_are_left_to_the_user() {
    let error = region(&reader(), "鼓楼区").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    let words = error.to_string();
    for part in ["320106", "南京市", "410204", "开封市"] {
        assert!(words.contains(part), "{words}");
    }
    assert!(region(&reader(), "开封市鼓楼区").unwrap().iri.as_str().ends_with("/410204"));
}

#[test]
fn an_unknown_name_is_an_error_that_helps() {
    let reader = reader();
    assert_eq!(region(&reader, "无此县").unwrap_err().kind(), ErrorKind::Usage);
    let error = mechanism(&reader, "实事项目票决会").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("票决"), "{error}");
}

#[test]
fn a_mechanism_is_found_by_any_label_and_by_its_slug() {
    let reader = reader();
    for name in [
        "票决制",
        "deputy-vote-on-livelihood-projects",
        "https://w3id.org/renda/mechanism/deputy-vote-on-livelihood-projects",
    ] {
        assert!(
            mechanism(&reader, name).unwrap().iri.as_str().ends_with("/deputy-vote-on-livelihood-projects"),
            "{name}"
        );
    }
    let candidate = mechanism(&reader, "“板凳会”").unwrap();
    assert_eq!(candidate.label, "板凳会");
    assert!(profile::mechanism(&reader, &candidate, "zh").unwrap().candidate);
}

#[test]
fn names_never_become_part_of_a_query() {
    let reader = reader();
    for name in ["x\" } UNION { ?s ?p ?o", "x\\\" } #", "}", "'", "\"\"\"", "x\n} ASK {", "票决制\" } #"] {
        for error in [region(&reader, name).unwrap_err(), mechanism(&reader, name).unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::Usage, "{name:?}: {error}");
            assert!(error.to_string().contains("is called"), "{name:?}: {error}");
        }
        assert!(statute(&reader, name).unwrap().is_empty());
    }
}

#[test]
fn a_profile_has_mechanisms_by_function_numbers_and_statutes() {
    let reader = reader();
    let county = profile::region(&reader, &region(&reader, "兴县").unwrap(), "zh").unwrap();
    assert_eq!(county.within, ["山西省", "吕梁市"]);
    let heads: Vec<_> = county.functions.iter().map(|f| f.label.as_deref()).collect();
    assert_eq!(heads, [Some("重大事项决定与民生实事票决"), None], "candidates stand under no function");
    let city = profile::region(&reader, &region(&reader, "吕梁").unwrap(), "zh").unwrap();
    assert_eq!(
        (city.observations[0].value.as_str(), city.observations[0].bound.as_deref()),
        ("120", Some("at-least"))
    );
    let law = statute(&reader, "《南京市示例条例》").unwrap();
    let law = profile::statute(&reader, &law[0]).unwrap();
    assert_eq!((law.acts[0].relation.as_str(), law.acts[0].code.as_str()), ("inspected", "320106"));
}

#[test]
fn the_default_graph_is_the_union_unless_the_query_names_its_dataset() {
    let reader = reader();
    let count = |from: &str| {
        let sparql = format!(
            "PREFIX rd: <https://w3id.org/renda/ontology#> SELECT (COUNT(*) AS ?n) {from} WHERE {{ ?c a rd:AdoptionClaim }}"
        );
        select(&reader, &sparql).unwrap().iter().next().unwrap().number::<usize>("n").unwrap()
    };
    assert_eq!(count(""), 5);
    assert_eq!(count("FROM <https://example.org/none>"), 0);
}

#[test]
fn a_bound_value_selects_as_a_constant_does() {
    let reader = reader();
    let query = "PREFIX rd: <https://w3id.org/renda/ontology#>
        SELECT ?f { VALUES ?r { UNDEF } ?f a rd:Adoption ; rd:region ?r }";
    let one = bind(query, &[("r", vec![region(&reader, "兴县").unwrap().iri.into()])]).unwrap();
    assert_eq!(select(&reader, query).unwrap().rows.len(), 5);
    assert_eq!(select(&reader, &one).unwrap().rows.len(), 2);
}

#[test]
fn faulty_queries_are_bad_use_and_long_ones_hit_a_limit() {
    let reader = reader();
    assert_eq!(select(&reader, "SELECT").unwrap_err().kind(), ErrorKind::Usage);
    assert_eq!(select(&reader, "ASK {}").unwrap_err().kind(), ErrorKind::Usage);
    let long = format!("ASK {{}} #{}", "x".repeat(70_000));
    assert_eq!(select(&reader, &long).unwrap_err().kind(), ErrorKind::Limit);
}

#[test]
fn the_sample_passes_its_checks_but_for_the_name_it_lacks() {
    let checked = check::check(&reader()).unwrap();
    assert_eq!(checked.quotes, 8);
    let findings: Vec<_> = checked.findings.iter().map(|f| f.check.as_str()).collect();
    // The sample uses a slug that no ontology knows, on purpose.
    assert_eq!(findings, ["claim-without-mechanism-description"], "{:?}", checked.findings);
}

fn side_by_side(reader: &Reader, regions: &[&str], mechanisms: &[&str]) -> compare::Comparison {
    let question = compare::Question {
        regions: regions.iter().map(|name| region(reader, name).unwrap().iri).collect(),
        mechanisms: mechanisms.iter().map(|name| mechanism(reader, name).unwrap()).collect(),
        functions: Vec::new(),
        known: false,
        language: "zh",
    };
    compare(reader, &question).unwrap()
}

#[test]
fn the_json_of_compare_is_the_contract() {
    let reader = reader();
    let answer = side_by_side(&reader, &["吕梁市", "兴县"], &[]);
    let got = serde_json::to_value(&answer).unwrap();
    let want: serde_json::Value = serde_json::from_str(&fixture_text("query/compare.json")).unwrap();
    assert_eq!(got, want, "{}", serde_json::to_string_pretty(&got).unwrap());
}

#[test]
fn an_empty_cell_says_why() {
    let reader = reader();
    // Of 交口县 no article reports; its city claims the vote for all below. 鼓楼区 of Nanjing is reported on and silent.
    let answer = side_by_side(&reader, &["兴县", "石楼县", "交口县", "320106", "宁海县"], &["票决制"]);
    let cells = &answer.mechanisms[0].cells;
    let why: Vec<_> = cells.iter().map(|cell| cell.empty.map(compare::Empty::as_str)).collect();
    assert_eq!(
        why,
        [None, Some("only-planned"), Some("covered-by-superior"), Some("nothing-found"), Some("no-document"),]
    );
    assert!(cells[2].claims[0].quote.contains("全市推行票决制"), "the superior's words: {:?}", cells[2]);
    assert!(cells[3].claims.is_empty() && cells[4].claims.is_empty());
}

#[test]
fn regions_of_a_place_and_level_are_those_the_store_speaks_of() {
    let reader = reader();
    let code = |iri: &oxigraph::model::NamedNode| iri.as_str().rsplit('/').next().unwrap().to_owned();
    let within = region(&reader, "吕梁市").unwrap().iri;
    let codes: Vec<_> = spoken(&reader, Some(&within), None).unwrap().iter().map(code).collect();
    assert_eq!(codes, ["141123", "141126"], "not the city itself");
    assert!(spoken(&reader, Some(&within), Some("township")).unwrap().is_empty());
}

#[test]
fn beginnings_stand_by_date_and_what_has_none_apart() {
    let reader = reader();
    let question = timeline::Question {
        mechanism: mechanism(&reader, "票决制").unwrap(),
        within: None,
        exact: false,
        language: "zh",
    };
    let answer = timeline(&reader, &question).unwrap();
    let line = |e: &timeline::Event| (e.time.clone().unwrap_or_default(), e.code.clone(), e.kind.clone());
    let dated: Vec<_> = answer.events.iter().map(line).collect();
    assert_eq!(dated, [("2023-03".to_owned(), "141100".to_owned(), "start".to_owned())]);
    let undated: Vec<_> = answer.undated.iter().map(line).collect();
    let reported = |time: &str, code: &str| (time.to_owned(), code.to_owned(), "reported".to_owned());
    assert_eq!(undated, [reported("2023-12-01", "141126"), reported("2024-05-20", "141123")]);
    assert!(answer.events[0].claims[0].quote.contains("2023年3月起"));
}

/// The rows of a report, the named columns only.
fn report(reader: &Reader, name: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let rows = select(reader, named(name).unwrap().sparql).unwrap();
    let cells = |row: renda::query::Row<'_>| columns.iter().map(|c| row.owned(c)).collect();
    rows.iter().map(cells).collect()
}

#[test]
fn numbers_of_units_are_held_against_the_code_table() {
    let rows = report(&reader(), "audit", &["code", "said", "counted", "table", "verdict"]);
    assert_eq!(rows, [["141123", "15", "乡镇", "15", "holds"]]);
}

#[test]
fn full_coverage_is_held_against_the_words_of_those_below() {
    let rows = report(&reader(), "audit-below", &["code", "below_code", "verdict"]);
    assert_eq!(rows, [["141100", "141123", "agrees"], ["141100", "141126", "planned"]]);
}

#[test]
fn a_share_is_held_against_its_numbers() {
    let scratch = tempfile::tempdir().unwrap();
    let share = |title: &str, words: [&str; 3], numbers: [(u32, &str); 3]| {
        let body = format!("兴县人大常委会{}。", words.join("，"));
        let mut draft = sample::Draft::new(title, "141123", "2024-01-08", &body);
        for (words, (value, unit)) in words.into_iter().zip(numbers) {
            draft = draft.counts("141123", "建议", value, unit, words);
        }
        draft.done()
    };
    let records = [
        share("合", ["收到建议200件", "代表提出150件", "占75%"], [(200, "件"), (150, "件"), (75, "%")]),
        share("不合", ["收到意见200条", "代表提出150条", "占74%"], [(200, "条"), (150, "条"), (74, "%")]),
        share("无关", ["收到来信200封", "走访150户", "占20%"], [(200, "封"), (150, "户"), (20, "%")]),
    ];
    let store = scratch.path().join("share.db");
    sample::write(&store, &records);
    let rows = report(&Reader::open(&store).unwrap(), "audit-share", &["part", "whole", "share", "verdict"]);
    assert_eq!(rows, [["150", "200", "74", "differs"], ["150", "200", "75", "holds"]]);
}

#[test]
fn every_report_runs_and_has_the_columns_it_declares() {
    let reader = reader();
    for query in renda::query::REPORTS {
        let rows = select(&reader, query.sparql).unwrap_or_else(|e| panic!("{}: {e}", query.name));
        let declared = query.sparql.lines().find_map(|line| line.strip_prefix("# columns: "));
        let declared: Vec<&str> = declared.unwrap_or_else(|| panic!("{}", query.name)).split(", ").collect();
        assert_eq!(rows.columns, declared, "{}", query.name);
        let again = select(&reader, query.sparql).unwrap();
        assert_eq!(rows, again, "{}: the same rows in the same order", query.name);
    }
}

#[test]
fn an_indicator_is_found_by_its_labels() {
    let reader = reader();
    for name in ["代表联络站数", "代表联络站", "liaison-stations", "liaison stations"] {
        assert_eq!(indicator(&reader, name).unwrap().label, "代表联络站数", "{name}");
    }
    assert_eq!(indicator(&reader, "什么都不是").unwrap_err().kind(), ErrorKind::Usage);
}

/// A number is proved by its digits or its characters: the digits of another number in the quote prove nothing.
#[test]
fn a_number_stands_in_its_quote() {
    let scratch = tempfile::tempdir().unwrap();
    let told = |name: &str, value: u32, words: &str| {
        let body = format!("兴县人大常委会{words}。");
        let record = sample::Draft::new("数", "141123", "2024-01-08", &body)
            .counts("141123", "报告", value, "个", words)
            .done();
        let store = scratch.path().join(name);
        sample::write(&store, &[record]);
        check::check(&Reader::open(&store).unwrap()).unwrap().findings
    };
    assert_eq!(told("digits", 15, "听取报告15个，满意度80%"), []);
    assert_eq!(told("characters", 2, "对满意度不达80%的两个报告要求再办理"), []);
    assert_eq!(told("tens", 19, "听取报告十九个，满意度80%"), []);
    assert_eq!(told("scaled", 27000, "收到报告2.7万个"), []);
    let wrong = told("wrong", 3, "对满意度不达80%的两个报告要求再办理");
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert_eq!(wrong[0].check, "subject-not-in-quote");
}
