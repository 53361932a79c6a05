//! A store over weeks: files come, change, are renamed and go, and a build does the work for what changed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use renda::build::{Engine, Options, Summary, build_with};
use renda::model::{Page, Record};
use renda::pipeline::Extracted;

use crate::arbitrary;
use crate::build::{Desk, LEXICON, bytes, read};

/// Writes a file that was written a while ago, so that its looks can be trusted.
fn put(desk: &Desk, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = desk.put(name, text);
    let then = SystemTime::now() - Duration::from_mins(1);
    File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
    path
}

fn folder(desk: &Desk) -> PathBuf {
    desk.dir.path().join("in")
}

fn build(desk: &Desk, options: &Options) -> Summary {
    let options = Options { inputs: vec![folder(desk)], store: desk.store(), ..options.clone() };
    build_with(&desk.engine(), &options, &|_| ()).unwrap()
}

fn prune(desk: &Desk) -> Summary {
    build(desk, &Options { prune: true, ..Options::default() })
}

#[test]
fn one_file_of_ten_thousand_costs_the_work_for_one() {
    const FILES: usize = 10_000;
    let desk = Desk::new();
    let codes: Vec<_> = LEXICON.regions.iter().map(|r| r.code.as_str()).filter(|c| c.len() == 6).collect();
    let text = |n: usize, words: &str| {
        format!("第{n}篇\nissued 2024-03\n{} adopted {words}{}\n", codes[n * 7 % codes.len()], n % 10)
    };
    for n in 0..FILES {
        put(&desk, &format!("{}/{n}.txt", n % 100), text(n, "双清单"));
    }
    let first = desk.build_all();
    assert_eq!((first.listed, first.read, first.articles_anew), (FILES, FILES, FILES));

    let again = desk.build_all();
    assert_eq!((again.listed, again.unopened, again.read), (FILES, FILES, 0));
    assert_eq!((again.articles_anew, again.keys, again.named), (0, 0, false));

    put(&desk, "7/4207.txt", text(4207, "三联系"));
    let one = desk.build_all();
    assert_eq!((one.listed, one.unopened, one.read, one.replaced), (FILES, FILES - 1, 1, 1));
    // The key of what it said before, and of what it says now.
    assert_eq!((one.articles_anew, one.keys, one.named), (1, 2, true));
    assert_eq!((one.articles, one.adoptions), (FILES, FILES));

    let incremental = desk.bytes();
    build(&desk, &Options { fresh: true, ..Options::default() });
    assert!(incremental == desk.bytes(), "a fresh build differs");
}

#[test]
fn looks_that_deceive() {
    let desk = Desk::new();
    let path = put(&desk, "a.txt", "甲文\n141100 adopted 双清单\n");
    desk.build_all();
    assert_eq!(desk.build_all().unopened, 1);
    // Other bytes, as many, and the time of writing set back: what the system keeps of it is not set back.
    let then = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "甲文\n141100 adopted 双清册\n").unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
    assert_eq!(desk.build_all().read, usize::from(cfg!(unix)));
    assert_eq!(build(&desk, &Options { rehash: true, ..Options::default() }).unopened, 0);
    // A file just written may be written again within the grain of the clock: it is opened.
    desk.put("a.txt", "甲文\n141100 adopted 双清本\n");
    assert_eq!(desk.build_all().read, 1);
    assert_eq!(desk.build_all().unopened, 0);
    // Hints are no data.
    put(&desk, "a.txt", "甲文\n");
    desk.build_all();
    let before = desk.bytes();
    for damage in [&b"{\"place\": 1}\nrubbish"[..], b"\xFF"] {
        fs::write(desk.store().join("hints.jsonl"), damage).unwrap();
        let summary = desk.build_all();
        assert_eq!((summary.unopened, summary.unchanged, summary.named), (0, 1, false));
    }
    fs::remove_file(desk.store().join("hints.jsonl")).unwrap();
    desk.build_all();
    assert_eq!(desk.bytes(), before);
}

#[test]
fn a_renamed_file_leaves_no_trace_of_its_old_name() {
    let desk = Desk::new();
    let path = put(&desk, "one/a.txt", "甲文\n141100 adopted 双清单\n");
    put(&desk, "b.txt", "乙文\n");
    desk.build_all();
    fs::rename(&path, folder(&desk).join("one/c.txt")).unwrap();
    let summary = desk.build_all();
    assert_eq!((summary.moved, summary.sources, summary.articles, summary.gone.len()), (1, 2, 2, 0));
    // Into another folder, under its name: nothing is read, for name and bytes are known.
    fs::create_dir(folder(&desk).join("two")).unwrap();
    fs::rename(folder(&desk).join("one/c.txt"), folder(&desk).join("two/c.txt")).unwrap();
    let summary = desk.build_all();
    assert_eq!((summary.moved, summary.read, summary.sources), (1, 0, 2));
    let incremental = desk.bytes();
    build(&desk, &Options { fresh: true, ..Options::default() });
    assert_eq!(incremental, desk.bytes());
}

#[test]
fn what_is_gone_is_said_and_pruned_when_asked() {
    let desk = Desk::new();
    for name in ["a.txt", "one/b.txt", "one/c.txt", "two/d.txt"] {
        put(&desk, name, format!("{name}\n141100 adopted 双清单\n"));
    }
    desk.build_all();
    let at = |name: &str| folder(&desk).join(name);
    fs::remove_file(at("one/b.txt")).unwrap();
    let summary = desk.build_all();
    assert_eq!((summary.gone.len(), summary.articles, summary.named), (1, 4, false));
    assert!(Path::new(&summary.gone[0]).ends_with("one/b.txt"), "{:?}", summary.gone);
    let summary = prune(&desk);
    assert_eq!((summary.pruned, summary.gone.len(), summary.articles), (1, 0, 3));
    // An empty folder looks like one that is not mounted: what stood there is kept, and said.
    fs::remove_file(at("one/c.txt")).unwrap();
    let summary = prune(&desk);
    assert_eq!((summary.pruned, summary.gone.len(), summary.articles), (0, 1, 3));
    // A folder that was deleted is believed, for the folder above holds something.
    fs::remove_dir(at("one")).unwrap();
    assert_eq!((prune(&desk).pruned, prune(&desk).articles), (1, 2));
    // All gone: nothing is done.
    fs::remove_dir_all(at("two")).unwrap();
    fs::remove_file(at("a.txt")).unwrap();
    let summary = prune(&desk);
    assert_eq!((summary.pruned, summary.generation), (0, None));
    assert_eq!(desk.remove("a.txt").articles, 1);
}

/// Whether a file of the store holds these words, whatever it is for.
fn is_written(folder: &Path, words: &str) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return is_written(&path, words);
        }
        fs::read(path).unwrap().windows(words.len()).any(|bytes| bytes == words.as_bytes())
    })
}

#[test]
fn only_a_fresh_build_erases_words() {
    let desk = Desk::new();
    put(&desk, "a.txt", "甲文\n141100 adopted 双清单\n");
    let path = put(&desk, "b.txt", "乙文\n141123 planned 槐树下谈心\n");
    desk.build_all();
    fs::remove_file(path).unwrap();
    desk.remove("b.txt");
    assert!(!desk.bytes().iter().any(|text| text.contains("槐树下谈心")));
    assert!(is_written(&desk.store(), "槐树下谈心"), "the generation before keeps them");
    build(&desk, &Options { fresh: true, ..Options::default() });
    assert!(is_written(&desk.store(), "双清单") && !is_written(&desk.store(), "槐树下谈心"));
}

/// What a user does to a folder.
#[derive(Debug, Clone)]
enum Step {
    /// Writes a file of these articles, with or without the time of writing set back.
    Write(usize, Vec<usize>, bool),
    /// Gives a file another name.
    Rename(usize, usize),
    /// Deletes a file.
    Delete(usize),
    /// Builds the folder.
    Build,
}

const NAMES: [&str; 5] = ["one/a.txt", "two/a.txt", "one/b.txt", "two/c.txt", "d.txt"];

fn step() -> impl Strategy<Value = Step> {
    let name = 0..NAMES.len();
    prop_oneof![
        4 => (name.clone(), proptest::collection::vec(0..6_usize, 0..4), any::<bool>())
            .prop_map(|(name, articles, old)| Step::Write(name, articles, old)),
        1 => (name.clone(), name.clone()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => name.prop_map(Step::Delete),
        3 => Just(Step::Build),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    /// After each build the store is what a fresh build of the folder makes: graph, sources, diagnostics, description.
    #[test]
    fn a_build_after_changes_is_a_fresh_build(
        articles in proptest::collection::vec(arbitrary::record(), 6),
        steps in proptest::collection::vec(step(), 2..12),
    ) {
        // A page is the numbers of its articles.
        let extract = |pages: &[Page]| -> Vec<Extracted> {
            let records = |page: &Page| -> Vec<(Record, Vec<_>)> {
                let numbers = page.text.split_whitespace().filter_map(|word| word.parse::<usize>().ok());
                numbers.map(|n| (articles[n].clone(), Vec::new())).collect()
            };
            pages.iter().map(|page| Extracted { articles: records(page), ..Extracted::default() }).collect()
        };
        let engine = Engine { lexicon: &LEXICON, rules: "rules".to_owned(), read: &read, extract: &extract };
        let desk = Desk::new();
        put(&desk, "one/kept.txt", "0 x");
        put(&desk, "two/kept.txt", "x");
        let build = |store: PathBuf| {
            let options = Options { inputs: vec![folder(&desk)], store, prune: true, ..Options::default() };
            build_with(&engine, &options, &|_| ()).unwrap()
        };
        for step in steps.into_iter().chain([Step::Build]) {
            match step {
                Step::Write(name, articles, old) => {
                    let text = articles.iter().fold("x".to_owned(), |text, n| format!("{text} {n}"));
                    let put = if old { put } else { |desk: &Desk, name: &str, text| desk.put(name, text) };
                    put(&desk, NAMES[name], text);
                }
                Step::Rename(from, to) => drop(fs::rename(folder(&desk).join(NAMES[from]), folder(&desk).join(NAMES[to]))),
                Step::Delete(name) => drop(fs::remove_file(folder(&desk).join(NAMES[name]))),
                Step::Build => {
                    build(desk.store());
                    let fresh = tempfile::tempdir().unwrap();
                    build(fresh.path().join("renda.db"));
                    let (incremental, fresh) = (bytes(&desk.store()), bytes(&fresh.path().join("renda.db")));
                    for (incremental, fresh) in incremental.iter().zip(&fresh) {
                        let lines: [BTreeSet<&str>; 2] = [incremental, fresh].map(|text| text.lines().collect());
                        prop_assert_eq!(lines[0].difference(&lines[1]).next(), lines[1].difference(&lines[0]).next());
                    }
                    prop_assert_eq!(incremental, fresh);
                }
            }
        }
    }
}
