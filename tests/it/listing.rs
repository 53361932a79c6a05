//! Manifests: what they say goes with the articles, what is wrong in them is told, and a row costs the work for its file.

use std::fs;
use std::path::Path;

use renda::build::{Options, Summary, build};
use renda::store::Reader;

use crate::build::{Desk, LEXICON};
use crate::support;

/// Builds `folder` with the real stages.
fn built(folder: &Path, store: &Path) -> Summary {
    let options = Options { inputs: vec![folder.to_owned()], store: store.to_owned(), ..Options::default() };
    build(&LEXICON, &options, &|_| ()).unwrap()
}

/// What of an article's graph a manifest bears on.
const TOLD: [&str; 8] =
    ["dc/terms/source", "issued", "homeRegion", "asOfBasis", "issuedBy", "paper", "printedPage", "licence"];

/// `tests/fixtures/manifest/in` → `expected.txt`: what was rejected, what was noticed, and what the articles are told of.
#[test]
fn what_a_manifest_says_goes_with_the_articles() {
    let (folder, store) = (support::fixture("manifest/in"), tempfile::tempdir().unwrap());
    let store = store.path().join("renda.db");
    let summary = built(&folder, &store);
    let root = format!("{}/", fs::canonicalize(&folder).unwrap().display());
    let mut lines: Vec<String> =
        summary.rejected.iter().map(|error| error.to_string().replace(&root, "")).collect();
    let reader = Reader::open(&store).unwrap();
    for notice in reader.diagnostics().unwrap() {
        if ["read.unlisted", "resolve.manifest-region"].contains(&notice.code.as_str()) {
            lines.push(format!("{} {}: {}", notice.source, notice.code, notice.message));
        }
    }
    for line in reader.lines().unwrap() {
        let mut terms = line.split(' ');
        let (article, property) = (terms.next().unwrap(), terms.next().unwrap());
        let told = TOLD.iter().find(|name| property.trim_end_matches('>').ends_with(*name));
        if let Some(told) = told.filter(|_| article.contains("/article/")) {
            let value = line.split_once(property).unwrap().1.rsplit_once(" <").unwrap().0;
            let article = article.rsplit('/').next().unwrap().trim_end_matches('>');
            lines.push(format!("{article} {told}{value}"));
        }
    }
    let got = lines.join("\n") + "\n";
    let path = support::fixture("manifest/expected.txt");
    if std::env::var_os("RENDA_BLESS").is_some() {
        fs::write(&path, &got).unwrap();
    }
    assert_eq!(got, fs::read_to_string(&path).unwrap(), "RENDA_BLESS=1 writes {}", path.display());
}

#[test]
fn a_changed_row_reads_its_file_only() {
    let desk = Desk::new();
    for name in ["a.txt", "b.txt", "one/c.txt"] {
        desk.put(name, format!("{name}\n141100 adopted 双清单\n"));
    }
    let manifest = |rows: &str| desk.put("manifest.csv", format!("file,url,paper\n{rows}"));
    manifest("a.txt,,甲报\nb.txt,,乙报\n");
    let first = desk.build_all();
    assert_eq!((first.listed, first.read, first.articles, first.rejected.len()), (3, 3, 3, 0));
    assert_eq!(desk.build_all().read, 0);
    let as_fresh = |read: usize, rows: &str| {
        manifest(rows);
        let summary = desk.build_all();
        assert_eq!((summary.read, summary.articles, summary.rejected.len()), (read, 3, 0), "{rows}");
        let incremental = desk.bytes();
        build_fresh(&desk);
        assert!(incremental == desk.bytes(), "{rows}");
    };
    as_fresh(1, "a.txt,,甲报\nb.txt,https://example.org/b,乙报\n");
    as_fresh(1, "b.txt,https://example.org/b,乙报\na.txt,,甲报\none/c.txt,,丙报\n");
    as_fresh(2, "b.txt,https://example.org/b,乙报\n");
    // Without a manifest nothing is said of any file, not even that it is not listed.
    fs::remove_file(desk.dir.path().join("in/manifest.csv")).unwrap();
    assert_eq!(desk.build_all().read, 3);
}

/// Builds everything anew.
fn build_fresh(desk: &Desk) {
    let fresh = Options {
        inputs: vec![desk.dir.path().join("in")],
        store: desk.store(),
        fresh: true,
        ..Options::default()
    };
    renda::build::build_with(&desk.engine(), &fresh, &|_| ()).unwrap();
}

/// Two files of one name and the same bytes, of which the manifest says two things, are two sources of one article.
#[test]
fn files_alike_may_be_listed_apart() {
    let desk = Desk::new();
    for folder in ["one", "two"] {
        desk.put(&format!("{folder}/a.txt"), "甲文\n?\n141100 adopted 双清单\n");
    }
    desk.put("manifest.csv", "file,url\none/a.txt,https://example.org/1\ntwo/a.txt,https://example.org/2\n");
    let both = desk.build_all();
    assert_eq!((both.read, both.sources, both.articles, both.diagnostics), (2, 2, 1, 2));
    desk.remove("https://example.org/1");
    let incremental = desk.bytes();
    fs::remove_dir_all(desk.dir.path().join("in/one")).unwrap();
    desk.put("manifest.csv", "file,url\ntwo/a.txt,https://example.org/2\n");
    build_fresh(&desk);
    assert!(incremental == desk.bytes());
}

/// Who quotes an article names the paper and the page it was printed on; the address is in the table of quotes.
#[test]
fn quotes_name_the_paper_of_the_manifest() {
    let desk = tempfile::tempdir().unwrap();
    let (folder, store) = (desk.path().join("in"), desk.path().join("db"));
    fs::create_dir(&folder).unwrap();
    let text =
        "票箱搬到村口\n\n兴县人大常委会2023年3月起推行民生实事项目人大代表票决制，全县15个乡镇全部推开。\n";
    fs::write(folder.join("a.txt"), text).unwrap();
    let manifest = "file,url,paper,date,page\na.txt,https://example.org/a,河畔日报,2024-05-08,A3\n";
    fs::write(folder.join("manifest.csv"), manifest).unwrap();
    built(&folder, &store);
    let run = |arguments: &[&str]| {
        let output = support::renda().arg("--store").arg(&store).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run(&["adopted", "民生实事项目人大代表票决制"]).contains("河畔日报 A3 版，2024-05-08"));
    assert!(
        run(&["show", "141123", "--format", "md", "--lang", "en"]).contains("河畔日报, page A3, 2024-05-08")
    );
    let json: serde_json::Value =
        serde_json::from_str(&run(&["adopted", "民生实事项目人大代表票决制", "--format", "json"])).unwrap();
    let claim = &json["regions"][0]["claims"][0];
    let told = ["source", "paper", "page", "issued"].map(|key| claim[key].as_str().unwrap_or_default());
    assert_eq!(told, ["https://example.org/a", "河畔日报", "A3", "2024-05-08"]);
}
