//! Files → generations: what a build keeps, replaces, takes out, and that none of its history can be seen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;
use std::time::Instant;

use proptest::prelude::*;
use renda::build::{Engine, Options, Summary, build_with, remove_with};
use renda::error::ErrorKind;
use renda::model::{
    ArticleId, Claim, ClaimKind, Diagnostic, Evidence, Imprint, Page, Record, RegionCode, Slug, Source,
    Status,
};
use renda::pipeline::Extracted;
use renda::read::{FieldMap, Reading, pages};
use renda::resource::Lexicon;
use renda::store::{Backend, Reader, Writer};
use renda::text::{Body, CodePoints, Span};

use crate::sample::bare_adoption;
use crate::support;

pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load().unwrap());

pub(crate) fn read(name: &str, bytes: &[u8]) -> Reading {
    pages(&LEXICON.document, &FieldMap::default(), name, bytes)
}

/// A reader of a tiny form, so that these tests stand on no rule of the real stages. Articles are parted by `===`; the
/// first line is the title, `issued …` the date; a line `CODE STATUS WORDS` is a claim, `?` a diagnostic.
fn extract(pages: &[Page]) -> Vec<Extracted> {
    pages.iter().map(extract_page).collect()
}

fn extract_page(page: &Page) -> Extracted {
    let mut extracted = Extracted::default();
    let (mut title, mut issued, mut body) = (None, None, Body::default());
    let mut start = 0;
    for line in page.text.split_inclusive('\n').chain(["==="]) {
        let words = line.trim_end();
        let span = Span::new(start, start + words.len());
        start += line.len();
        if words == "===" {
            let body = std::mem::take(&mut body);
            extracted.articles.push((record(page, title.take(), issued.take(), &body.text), body.pieces));
        } else if words == "?" {
            extracted.diagnostics.push(Diagnostic::warning("test.question", Some(span), "a question"));
        } else if let Some(date) = words.strip_prefix("issued ") {
            issued = Some(date.parse().unwrap());
        } else if title.is_none() {
            title = Some(words.to_owned());
        } else {
            body.push(&page.text, span, true);
        }
    }
    extracted
}

fn record(page: &Page, title: Option<String>, issued: Option<renda::model::Date>, body: &str) -> Record {
    let points = CodePoints::new(body);
    let mut claims = BTreeSet::new();
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        let parts: Vec<_> = line.trim_end().splitn(3, ' ').collect();
        let [code, status, words] = parts[..] else { continue };
        let (Some(region), Ok(status)) = (RegionCode::new(code), status.parse::<Status>()) else { continue };
        let quote = Evidence::cut(body, &points, span);
        let claim = bare_adoption(region, Slug::candidate(words), status, words, quote);
        claims.extend(Claim::new(ClaimKind::Adoption(claim)));
    }
    Record {
        id: ArticleId::of(title.as_deref(), &[], body),
        title,
        authors: Vec::new(),
        issued,
        sources: BTreeSet::from([Source { name: page.name.clone() }]),
        home_region: None,
        as_of: None,
        event: None,
        imprint: Imprint::default(),
        reprint_of: None,
        body: body.to_owned(),
        claims,
    }
}

/// A folder of inputs and a store beside it.
pub(crate) struct Desk {
    pub(crate) dir: tempfile::TempDir,
    rules: &'static str,
    backend: Backend,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), rules: "rules 1", backend: Backend::Memory }
    }

    pub(crate) fn put(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.dir.path().join("renda.db")
    }

    pub(crate) fn engine(&self) -> Engine<'static> {
        Engine { lexicon: &LEXICON, rules: self.rules.to_owned(), read: &read, extract: &extract }
    }

    pub(crate) fn try_build(&self, inputs: &[PathBuf]) -> renda::error::Result<Summary> {
        let options = Options {
            inputs: inputs.to_vec(),
            store: self.store(),
            backend: Some(self.backend),
            ..Options::default()
        };
        build_with(&self.engine(), &options, &|_| ())
    }

    pub(crate) fn build(&self, inputs: &[PathBuf]) -> Summary {
        self.try_build(inputs).unwrap()
    }

    pub(crate) fn build_all(&self) -> Summary {
        self.build(&[self.dir.path().join("in")])
    }

    pub(crate) fn remove(&self, name: &str) -> Summary {
        remove_with(&self.engine(), &self.store(), &[name.to_owned()]).unwrap()
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.store()).unwrap()
    }

    /// Graph and side files, byte by byte; only the generation's number is not in them.
    pub(crate) fn bytes(&self) -> Vec<String> {
        bytes(&self.store())
    }

    fn quads_with(&self, words: &str) -> usize {
        self.reader().lines().unwrap().iter().filter(|line| line.contains(words)).count()
    }
}

pub(crate) fn bytes(store: &Path) -> Vec<String> {
    let reader = Reader::open(store).unwrap();
    reader.verify().unwrap();
    let folder = store.join(format!("gen-{:06}", reader.generation()));
    let mut all = vec![reader.lines().unwrap().join("\n")];
    for name in ["sources.jsonl", "diagnostics.jsonl", "meta.json"] {
        all.push(fs::read_to_string(folder.join(name)).unwrap());
    }
    all
}

const A: &str = "甲文\nissued 2024-03\n141100 adopted 双清单\n其余\n?\n";
const B: &str = "乙文\n141123 planned 三联系\n";

#[test]
fn building_twice_names_one_generation() {
    let desk = Desk::new();
    desk.put("a.txt", A);
    desk.put("b.txt", B);
    let first = desk.build_all();
    assert_eq!((first.generation, first.named), (Some(1), true));
    assert_eq!((first.read, first.unchanged, first.articles, first.claims()), (2, 0, 2, 2));
    assert_eq!((first.regions, first.diagnostics), (2, 1));
    assert_eq!(first.bytes, (A.len() + B.len()) as u64);
    let second = desk.build_all();
    assert_eq!((second.generation, second.named), (Some(1), false));
    assert_eq!((second.read, second.unchanged, second.articles, second.quads), (0, 2, 2, first.quads));
}

#[test]
fn adding_and_removing_is_the_identity() {
    let desk = Desk::new();
    let a = desk.put("a.txt", A);
    desk.build(&[a]);
    let before = desk.bytes();
    // The second file speaks of a region and of an article that the first speaks of too, and dates the article.
    let b = desk.put("b.txt", format!("{B}===\n{}", A.replace("2024-03", "2024-03-05")));
    desk.build(&[b]);
    assert_ne!(desk.bytes(), before);
    let summary = desk.remove("b.txt");
    assert_eq!((summary.removed, summary.articles, summary.generation), (1, 1, Some(3)));
    assert_eq!(desk.bytes(), before);
}

#[test]
fn what_is_not_there_cannot_be_removed() {
    let desk = Desk::new();
    let path = desk.put("a.txt", A);
    let missing = remove_with(&desk.engine(), &desk.store(), &["a.txt".to_owned()]).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Store);
    assert!(!desk.store().exists());
    desk.build_all();
    let names = ["a.txt".to_owned(), "c.txt".to_owned()];
    let error = remove_with(&desk.engine(), &desk.store(), &names).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("no source named c.txt"), "{error}");
    assert_eq!(desk.reader().generation(), 1);
    assert_eq!(desk.remove(path.to_str().unwrap()).articles, 0);
}

#[test]
fn a_changed_file_replaces_only_what_rested_on_it() {
    let desk = Desk::new();
    desk.put("a.txt", format!("{A}===\n{B}"));
    desk.put("b.txt", B);
    desk.build_all();
    desk.put("a.txt", "丙文\n141100 piloted 四有\n");
    let summary = desk.build_all();
    assert_eq!((summary.read, summary.unchanged, summary.replaced, summary.sources), (1, 1, 1, 2));
    assert_eq!(desk.quads_with("双清单"), 0);
    assert!(desk.quads_with("四有") > 0);
    // 乙文 stood in the changed file too, but rests on the other.
    assert!(desk.quads_with("三联系") > 0);
    assert_eq!(desk.quads_with("\"a.txt\""), 1);

    let fresh = Desk::new();
    fs::rename(desk.dir.path().join("in"), fresh.dir.path().join("in")).unwrap();
    fresh.build_all();
    assert_eq!(desk.bytes()[0], fresh.bytes()[0]);
}

#[test]
fn one_article_in_two_files_is_one_with_two_sources() {
    let desk = Desk::new();
    desk.put("a.txt", A);
    desk.put("z.txt", A);
    let summary = desk.build_all();
    assert_eq!((summary.sources, summary.articles, summary.adoptions), (2, 1, 1));
    assert_eq!(desk.quads_with("http://purl.org/dc/terms/source> \""), 2);
    desk.remove("a.txt");
    assert!(desk.quads_with("双清单") > 0);
    desk.remove("z.txt");
    assert_eq!(desk.quads_with("双清单"), 0);
}

#[test]
fn of_two_readings_of_an_article_the_one_that_knows_more_stands() {
    let undated = A.replace("issued 2024-03\n", "");
    for names in [["a.txt", "z.txt"], ["z.txt", "a.txt"]] {
        let desk = Desk::new();
        let dated_alone = {
            let desk = Desk::new();
            desk.put(names[0], A);
            desk.build_all();
            desk.bytes()[0].clone()
        };
        desk.put(names[0], A);
        desk.put(names[1], &undated);
        desk.build_all();
        assert_eq!(desk.quads_with("terms/issued> \""), 1);
        desk.remove(names[1]);
        assert_eq!(desk.bytes()[0], dated_alone);
        fs::remove_file(desk.dir.path().join("in").join(names[0])).unwrap();
        desk.build_all();
        desk.remove(names[0]);
        assert_eq!(desk.quads_with("terms/issued> \""), 0);
        assert!(desk.quads_with("双清单") > 0);
    }
}

#[test]
fn one_name_in_two_folders_is_told_apart_by_bytes() {
    let desk = Desk::new();
    desk.put("one/page.txt", A);
    desk.put("two/page.txt", B);
    desk.put("three/page.txt", A);
    let summary = desk.build_all();
    assert_eq!((summary.sources, summary.articles), (2, 2));
    // One of two places changes: the source stands as long as the other has its bytes.
    desk.put("three/page.txt", "丁文\n");
    let summary = desk.build_all();
    assert_eq!((summary.sources, summary.articles, summary.replaced), (3, 3, 0));
    desk.put("one/page.txt", "戊文\n");
    let summary = desk.build_all();
    assert_eq!((summary.sources, summary.articles, summary.replaced), (3, 3, 1));
    assert_eq!(desk.quads_with("双清单"), 0);
}

#[test]
fn the_order_of_files_and_of_builds_cannot_be_seen() {
    let texts = [("a.txt", A), ("b.txt", B), ("c.txt", "甲文\n141100 adopted 双清单\n其余\n")];
    let desk = Desk::new();
    let paths: Vec<_> = texts.iter().map(|(name, text)| desk.put(name, text)).collect();
    desk.build(&paths);
    let once = desk.bytes();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        fs::remove_dir_all(desk.store()).unwrap();
        for n in order {
            desk.build(&paths[n..=n]);
        }
        assert_eq!(desk.bytes(), once, "{order:?}");
    }
}

#[test]
fn a_bad_file_is_named_and_the_rest_is_built() {
    let desk = Desk::new();
    desk.put("a.txt", A);
    desk.put("bad.txt", [0x00, 0xFF, 0xFE, 0x00]);
    desk.put("empty.txt", "");
    let missing = desk.dir.path().join("nowhere.txt");
    let summary = desk.build(&[desk.dir.path().join("in"), missing]);
    let said: Vec<_> = summary.rejected.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 3, "{said:#?}");
    for name in ["bad.txt", "empty.txt", "nowhere.txt"] {
        assert!(said.iter().any(|words| words.contains(name)), "{name} in {said:#?}");
    }
    assert_eq!((summary.read, summary.articles), (1, 1));
    // A file that was good and is broken now: what it said stays until it can be read again or is removed.
    desk.put("a.txt", [0x00, 0xFF]);
    let summary = desk.build_all();
    assert_eq!((summary.rejected.len(), summary.articles, summary.named), (3, 1, true));
    // Why it could not is kept until it can.
    let kept = || -> Vec<String> {
        let notices = Reader::open(&desk.store()).unwrap().diagnostics().unwrap();
        notices.into_iter().filter(|n| n.code == "read.rejected").map(|n| n.source).collect()
    };
    assert_eq!(kept(), ["a.txt", "bad.txt", "empty.txt"]);
    desk.put("bad.txt", B);
    fs::remove_file(desk.dir.path().join("in/empty.txt")).unwrap();
    desk.build(&[desk.dir.path().join("in/bad.txt")]);
    assert_eq!(kept(), ["a.txt"]);
}

#[test]
fn nothing_to_read_leaves_no_store_behind() {
    let desk = Desk::new();
    let summary = desk.build(&[desk.dir.path().join("nowhere.txt")]);
    assert_eq!((summary.rejected.len(), summary.generation), (1, None));
    assert!(!desk.store().exists());
}

#[test]
fn other_rules_read_again_what_is_still_there() {
    let mut desk = Desk::new();
    let a = desk.put("a.txt", A);
    let b = desk.put("b.txt", B);
    let c = desk.put("c.txt", "丙文\n");
    desk.build_all();
    fs::remove_file(&b).unwrap();
    fs::write(&a, "甲文改了\n").unwrap();
    desk.rules = "rules 2";
    let summary = desk.build(&[c]);
    // c is given; a has other bytes and was not given, b is gone: their records stay, and this is said.
    assert_eq!((summary.read, summary.stale.clone()), (1, vec!["a.txt".to_owned(), "b.txt".to_owned()]));
    assert_eq!(summary.articles, 3);
    // When the file is back, it is read although its name and bytes are known.
    fs::write(&b, B).unwrap();
    let summary = desk.build(std::slice::from_ref(&b));
    assert_eq!((summary.read, summary.unchanged, summary.stale), (1, 0, vec!["a.txt".to_owned()]));
}

#[test]
fn a_store_keeps_its_backend() {
    let mut desk = Desk::new();
    desk.put("a.txt", A);
    desk.build_all();
    desk.backend = Backend::RocksDb;
    let error = desk.try_build(&[desk.dir.path().join("in")]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("kept in backend memory"), "{error}");
    let lock = Writer::lock(&desk.store()).unwrap();
    assert_eq!(desk.try_build(&[desk.dir.path().join("in")]).unwrap_err().kind(), ErrorKind::Busy);
    drop(lock);
}

#[test]
fn fresh_forgets_and_heals() {
    let desk = Desk::new();
    let a = desk.put("a.txt", A);
    desk.build(&[a]);
    let b = desk.put("b.txt", B);
    fs::write(desk.store().join("CURRENT"), "rubbish").unwrap();
    assert_eq!(desk.try_build(std::slice::from_ref(&b)).unwrap_err().kind(), ErrorKind::Store);
    let options = Options { inputs: vec![b], store: desk.store(), fresh: true, ..Options::default() };
    let summary = build_with(&desk.engine(), &options, &|_| ()).unwrap();
    assert_eq!((summary.articles, summary.generation), (1, Some(2)));
    assert_eq!(desk.quads_with("双清单"), 0);
}

#[test]
fn both_backends_hold_the_same() {
    let mut seen = Vec::new();
    for backend in [Backend::Memory, Backend::RocksDb].into_iter().filter(|b| b.is_available()) {
        let mut desk = Desk::new();
        desk.backend = backend;
        desk.put("a.txt", A);
        desk.build_all();
        desk.put("b.txt", format!("{B}===\n{A}"));
        desk.build_all();
        desk.remove("a.txt");
        seen.push(desk.bytes()[0].clone());
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

/// What a user does between two looks at the store.
#[derive(Debug, Clone)]
enum Step {
    /// Writes a file and builds it.
    Put(usize, usize),
    /// Deletes the files of a name, and removes them from the store.
    Remove(usize),
}

const PLACES: [&str; 4] = ["one/a.txt", "two/a.txt", "one/b.txt", "c.txt"];
const TEXTS: [&str; 5] = [
    A,
    B,
    "甲文\n141100 adopted 双清单\n其余\n?\n",
    "甲文\nissued 2024-03-05\n141100 adopted 双清单\n其余\n===\n乙文\n141123 planned 三联系\n",
    "丙文\n141100 discontinued 双清单\n===\n丙文\n141100 discontinued 双清单\n",
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..PLACES.len(), 0..TEXTS.len()).prop_map(|(place, text)| Step::Put(place, text)),
        1 => (0..PLACES.len()).prop_map(Step::Remove),
    ]
}

proptest! {
    // Each case builds a handful of stores with all regions of the country; each run of the tests draws other cases.
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_history_can_be_seen(steps in proptest::collection::vec(step(), 1..6)) {
        let desk = Desk::new();
        for step in steps {
            match step {
                Step::Put(place, text) => {
                    let path = desk.put(PLACES[place], TEXTS[text]);
                    desk.build(&[path]);
                }
                Step::Remove(place) => {
                    let name = PLACES[place].rsplit('/').next().unwrap();
                    let same = PLACES.iter().filter(|p| p.ends_with(name));
                    let gone = same.filter(|p| fs::remove_file(desk.dir.path().join("in").join(p)).is_ok());
                    if gone.count() > 0 {
                        desk.remove(name);
                    }
                }
            }
        }
        let left = PLACES.iter().map(|p| desk.dir.path().join("in").join(p)).filter(|p| p.exists());
        let left: Vec<_> = left.collect();
        if !left.is_empty() {
            let incremental = desk.bytes();
            fs::remove_dir_all(desk.store()).unwrap();
            desk.build(&left);
            prop_assert_eq!(incremental, desk.bytes());
        }
    }
}

/// The program itself, on real articles: two files, then four, killed on the way.
fn kill_builds(backend: Backend) {
    let dir = tempfile::tempdir().unwrap();
    let (store, saved, inputs) =
        (dir.path().join("renda.db"), dir.path().join("saved"), dir.path().join("in"));
    let mut articles: Vec<_> = fs::read_dir(support::root().join("data/articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    articles.sort();
    // Few files, so that the kills fall on the storing and not on the reading, which leaves nothing behind.
    articles.truncate(4);
    let half = articles.len() / 2;
    let give = |articles: &[PathBuf]| {
        fs::create_dir_all(&inputs).unwrap();
        for path in articles {
            fs::copy(path, inputs.join(path.file_name().unwrap())).unwrap();
        }
    };
    let build = |store: &Path| {
        let mut command = support::renda();
        command
            .arg("build")
            .arg(&inputs)
            .arg("--store")
            .arg(store)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.args(["--backend", backend.as_str()]).spawn().unwrap()
    };

    give(&articles[..half]);
    assert!(build(&saved).wait().unwrap().success());
    let old = bytes(&saved);
    give(&articles[half..]);
    // The shorter of two runs: the first may have waited for a cold disk, and the kills would come too late.
    let timed = || {
        let _ = fs::remove_dir_all(&store);
        copy(&saved, &store);
        let started = Instant::now();
        assert!(build(&store).wait().unwrap().success());
        started.elapsed()
    };
    let whole = timed().min(timed());
    let new = bytes(&store);
    assert!(old != new);

    let untouched = tree(&saved);
    // At 20 moments spread over the run, and on until the run is over before the kill.
    let (mut met, mut moment) = ([0_u32, 0], 0_u32);
    while moment < 20 || (met[1] == 0 && moment < 100) {
        moment += 1;
        fs::remove_dir_all(&store).unwrap();
        copy(&saved, &store);
        let mut process = build(&store);
        std::thread::sleep(whole * moment / 20);
        process.kill().unwrap();
        process.wait().unwrap();
        let touched = tree(&store) != untouched;
        let found = bytes(&store);
        assert!(found == old || found == new, "neither the old nor the new after {moment}/20");
        met[usize::from(found == new)] += 1;
        // A run that had not written a byte yet leaves the store that `whole` was measured on, which converged.
        if !touched {
            continue;
        }
        assert!(build(&store).wait().unwrap().success());
        assert!(bytes(&store) == new, "the next run does not converge after {moment}/20");
    }
    eprintln!("{backend}: {whole:?} undisturbed, {met:?} old and new generations met");
    assert!(met[0] > 0 && met[1] > 0, "the kills did not cover the run");
}

// A test each, so that they run side by side.
#[test]
fn a_killed_build_converges() {
    kill_builds(Backend::Memory);
}

#[cfg(feature = "rocksdb")]
#[test]
fn a_killed_build_on_disk_converges() {
    kill_builds(Backend::RocksDb);
}

/// Every file and folder below `dir`, with the bytes of the files.
fn tree(dir: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = (!path.is_dir()).then(|| fs::read(&path).unwrap());
            if bytes.is_none() {
                folders.push(path.clone());
            }
            found.insert(path.strip_prefix(dir).unwrap().to_path_buf(), bytes);
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = {
            let e = entry.unwrap();
            (e.path(), to.join(e.file_name()))
        };
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
