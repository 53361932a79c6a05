//! Regions side by side on a page: it says what `renda compare` prints, its cells lead to the words, and its address is
//! all that it depends on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::http::StatusCode;
use renda::query::{region, select};
use renda::serve::{Settings, Site, Snapshot, app};
use renda::store::Reader;
use renda::words::Words;
use scraper::ElementRef;

use crate::explorer::{self, HTML, Page, all, get, get_of};
use crate::support::renda;
use crate::{generated, sample};

/// A site of the sample store.
fn site() -> Arc<Site> {
    Site::new(Snapshot::new(Reader::open(sample::store()).unwrap()), Settings::default(), None)
}

fn of_sample(address: &str) -> Page {
    get_of(app(site()), address, HTML)
}

/// The rows of a table, each by the heads of its columns; of two alike the first counts.
fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    let heads = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let mut row = BTreeMap::new();
        for (head, value) in heads.iter().zip(&record) {
            row.entry(head.to_owned()).or_insert_with(|| value.to_owned());
        }
        row
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// A cell in a line: where it stands, what it says, its words.
fn lines(rows: &[BTreeMap<String, String>], columns: &[&str]) -> Vec<String> {
    rows.iter()
        .map(|row| columns.iter().map(|column| row[*column].as_str()).collect::<Vec<_>>().join("|"))
        .collect()
}

/// What the page gives as CSV and what the command prints are the same cells in the same order, whatever is chosen.
#[test]
fn the_page_says_what_renda_compare_prints() {
    let stores = [
        (explorer::store(), "330226 141100 141123", "140000"),
        (sample::store(), "141123 141126 141130 320106", "141100"),
    ];
    for (store, regions, within) in stores {
        let site = Site::new(Snapshot::new(Reader::open(store).unwrap()), Settings::default(), None);
        let named: Vec<&str> = regions.split(' ').collect();
        let function = |flags: &'static [&'static str]| [&named[..], flags].concat();
        let cases: [(String, Vec<&str>); 5] = [
            (format!("region={regions}"), function(&["--known"])),
            (format!("region={regions}&candidates=1"), function(&[])),
            (format!("region={regions}&differences=1&transpose=1"), function(&["--known", "--differences"])),
            (format!("region={regions}&function=2"), function(&["--function", "2"])),
            (
                format!("within={within}&level=county"),
                vec!["--all-in", within, "--level", "county", "--known"],
            ),
        ];
        for (query, arguments) in cases {
            let mut command = renda();
            command.arg("--store").arg(store).arg("compare").args(&arguments).args(["--format", "csv"]);
            let printed = command.output().unwrap();
            let printed = rows(&String::from_utf8(printed.stdout).unwrap());
            let (cells, numbers): (Vec<_>, Vec<_>) =
                printed.into_iter().partition(|row| row["类别"] == "机制");
            let shown = |table: &str| {
                let page =
                    get_of(app(Arc::clone(&site)), &format!("/compare.csv?{query}&table={table}"), HTML);
                assert_eq!(page.status, StatusCode::OK, "{}", page.body);
                rows(&page.body)
            };
            let of_cell =
                |code, name| ["机制", code, name, "情况", "范围", "始于", "空缺原因", "原文", "出处"];
            let got = lines(&shown("comparison"), &of_cell("地区标识", "地区"));
            assert_eq!(got, lines(&cells, &of_cell("代码", "名称")), "{query}");
            assert!(!got.is_empty() || query.contains("function"), "{query}: nothing to compare");
            let of_number = |code, group| [group, code, "期间", "口径", "原文"];
            let got = lines(&shown("observations"), &of_number("地区标识", "分组"));
            assert_eq!(got, lines(&numbers, &of_number("代码", "机制")), "{query}");
        }
    }
}

/// The text of a cell, its parts apart.
fn told(cell: ElementRef<'_>) -> String {
    cell.text().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Every cell says its stage or its reason in words, and where there are words of a text, leads to their mark.
#[test]
fn every_cell_says_its_stage_or_its_reason_and_leads_to_the_words() {
    for query in [
        "region=330226+141100+141123&candidates=1",
        "within=140000&candidates=1&transpose=1",
        "region=330226+141123&lang=en",
    ] {
        let page = get(&format!("/compare?{query}"));
        let words = if query.contains("lang=en") { Words::En } else { Words::Zh };
        let json: serde_json::Value =
            serde_json::from_str(&get(&format!("/compare.json?{query}")).body).unwrap();
        let rows = json["tables"][0]["rows"].as_array().unwrap();
        let html = page.html();
        let cells = all(&html, "table.matrix td");
        assert_eq!(cells.len(), rows.len());
        let regions = all(&html, ".matrix th a[href^='/region/']").len();
        let across = !query.contains("transpose");
        for (at, cell) in cells.iter().enumerate() {
            let row = if across {
                at
            } else {
                at % (cells.len() / regions) * regions + at / (cells.len() / regions)
            };
            let row = &rows[row];
            let want = match row["status"]["status"].as_str() {
                Some(status) => {
                    let mut want = vec![words.get("status", status).to_owned()];
                    for (group, column) in
                        [("tier", "tier"), ("coverage", "coverage"), ("", "since"), ("role", "role")]
                    {
                        let keys = match &row[column] {
                            serde_json::Value::Array(keys) => {
                                keys.iter().map(|key| key.as_str().unwrap().to_owned()).collect()
                            }
                            serde_json::Value::String(key) => vec![key.clone()],
                            _ => continue,
                        };
                        want.push(words.all(group, &keys));
                    }
                    want.join(" ")
                }
                None => words.get("empty", row["empty"][0].as_str().unwrap()).to_owned(),
            };
            assert!(told(*cell).starts_with(&want), "{query}: {} is not {want}", told(*cell));
            let link = cell.select(&scraper::Selector::parse("a").unwrap()).next();
            assert_eq!(link.is_some(), row["quote"].is_array(), "{query}: {}", cell.html());
            if let Some(link) = link {
                let (path, mark) = link.value().attr("href").unwrap().split_once('#').unwrap();
                let article = get(path).html();
                let claim = mark.strip_prefix("c-").unwrap();
                let marked = all(&article, &format!("mark[data-claims~='{claim}']"));
                assert!(
                    !marked.is_empty() && all(&article, &format!("[id='{mark}']")).len() == 1,
                    "{path}#{mark}"
                );
            }
        }
    }
}

/// Names are understood as the commands understand them, and by pinyin.
#[test]
fn regions_are_named_in_any_way_and_what_is_unclear_is_told() {
    let reader = Reader::open(sample::store()).unwrap();
    let columns = |query: &str| -> Vec<String> {
        let page = of_sample(&format!("/compare?{query}"));
        assert_eq!(page.status, StatusCode::OK);
        let code =
            |link: &ElementRef<'_>| link.value().attr("href").unwrap().rsplit('/').next().unwrap().to_owned();
        all(&page.html(), ".matrix thead a[href^='/region/']").iter().map(code).collect()
    };
    for name in ["兴县", "141123", "吕梁", "吕梁市", "朝阳区", "吕梁市兴县", "山西省石楼县"]
    {
        let meant = region(&reader, name).unwrap().iri;
        assert_eq!(
            columns(&format!("region={name}")),
            [meant.as_str().rsplit('/').next().unwrap()],
            "{name}"
        );
    }
    assert_eq!(
        columns("region=shilou,141123、吕梁市+141123&region=南京市鼓楼区"),
        ["141126", "141123", "141100", "320106"]
    );
    assert_eq!(columns("within=吕梁"), ["141123", "141126"]);
    // Two districts of the name are spoken of; the rest is shown, and each of them is one click away.
    let page = of_sample("/compare?region=兴县+鼓楼区+兴贤&function=2");
    let html = page.html();
    let told: String = all(&html, ".note").iter().flat_map(ElementRef::text).collect();
    assert!(told.contains("鼓楼区") && told.contains("兴贤"), "{told}");
    let links: BTreeSet<&str> = all(&html, ".note a").iter().filter_map(|a| a.value().attr("href")).collect();
    for code in ["320106", "410204"] {
        assert!(links.contains(format!("/compare?region=141123+{code}&function=2").as_str()), "{links:?}");
    }
    assert_eq!(columns("region=兴县+鼓楼区+兴贤"), ["141123"]);
    let nothing = of_sample("/compare?region=无此地方");
    assert_eq!(nothing.status, StatusCode::OK);
    assert!(all(&nothing.html(), ".matrix").is_empty() && nothing.body.contains("无此地方"));
}

/// What is chosen stands in the address alone: each turn leads to one that can be kept, and back.
#[test]
fn a_turn_leads_to_an_address_and_back() {
    let turn = |address: &str, at: usize| -> String {
        let page = of_sample(address);
        all(&page.html(), ".turns a")[at].value().attr("href").unwrap().to_owned()
    };
    let start = "/compare?region=141123+141126&function=2&lang=en";
    for at in [0, 1] {
        let there = turn(start, at);
        assert_ne!(there, start);
        assert_eq!(turn(&there, at), start);
    }
    let size = |address: &str| {
        let page = of_sample(address);
        let html = page.html();
        (all(&html, ".matrix tbody tr:not(.group)").len(), all(&html, ".matrix td").len())
    };
    // 兴县 and 石楼县 differ in one mechanism; of 兴县 and itself nothing differs.
    assert_eq!(size("/compare?region=141123+141126"), (1, 2));
    assert_eq!(size("/compare?region=141123+141126&transpose=1"), (2, 2));
    assert_eq!(size("/compare?region=141123&differences=1"), (0, 0));
}

/// "As SPARQL" gives the facts that the cells show.
#[test]
fn its_query_gives_its_facts() {
    for query in [
        "region=141123+141126+141100",
        "region=141123+141126+141100&candidates=1",
        "region=141123&function=2+1",
    ] {
        let page: serde_json::Value =
            serde_json::from_str(&of_sample(&format!("/compare.json?{query}")).body).unwrap();
        let rows = page["tables"][0]["rows"].as_array().unwrap();
        let told = rows.iter().filter(|row| row["status"].is_object() && row["via"].is_null());
        let told: BTreeSet<String> = told.map(|row| row["iri"].as_str().unwrap().to_owned()).collect();
        let reader = Reader::open(sample::store()).unwrap();
        let asked = select(&reader, page["sparql"].as_str().unwrap()).unwrap();
        let asked: Vec<String> = asked.iter().map(|row| row.owned("fact")).collect();
        assert_eq!(asked.len(), told.len(), "{query}");
        assert_eq!(asked.into_iter().collect::<BTreeSet<_>>(), told, "{query}");
    }
}

/// Many regions are many cells: each takes few bytes, and there is an end to them.
#[test]
fn a_large_matrix_is_small_and_has_an_end() {
    let dir = tempfile::tempdir().unwrap();
    let records = generated::matrix(60, 40);
    sample::write(&dir.path().join("db"), &records);
    let site =
        Site::new(Snapshot::new(Reader::open(&dir.path().join("db")).unwrap()), Settings::default(), None);
    let codes: Vec<&str> =
        records.iter().map(|record| record.home_region.as_ref().unwrap().as_str()).collect();
    let page = get_of(app(Arc::clone(&site)), &format!("/compare?region={}", codes.join("+")), HTML);
    let cells = all(&page.html(), ".matrix td").len();
    assert_eq!(cells, 60 * 40);
    assert!(page.body.len() < 130 * cells, "{} bytes for {cells} cells", page.body.len());
    let counties = renda::resource::Lexicon::load().unwrap();
    let all_counties: Vec<&str> = counties
        .regions
        .iter()
        .filter(|region| !region.zone && region.code.as_str().len() == 6)
        .map(|region| region.code.as_str())
        .take(400)
        .collect();
    let page = get_of(app(site), &format!("/compare?region={}", all_counties.join("+")), HTML);
    let columns = all(&page.html(), ".matrix thead th").len() - 1;
    assert_eq!((page.status, columns), (StatusCode::OK, 300));
    assert!(page.body.contains("最多并列 300 个地区，另有 100 个未列出"));
}

/// Regions and mechanisms lead to comparisons.
#[test]
fn pages_of_regions_and_mechanisms_lead_here() {
    for path in ["/region/141123", "/mechanism/deputy-vote-on-livelihood-projects"] {
        let page = of_sample(path);
        let links: Vec<String> = all(&page.html(), "main a[href^='/compare?']")
            .iter()
            .map(|a| a.value().attr("href").unwrap().to_owned())
            .collect();
        assert!(!links.is_empty(), "{path}");
        for link in links {
            assert_eq!(all(&of_sample(&link).html(), ".matrix").len(), 1, "{path}: {link}");
        }
    }
}
