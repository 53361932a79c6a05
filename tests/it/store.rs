//! The store on disk: naming, reading while writing, damage, and a kill at any moment.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use renda::error::ErrorKind;
use renda::model::{ArticleId, Diagnostic};
use renda::store::{ArticleEntry, Backend, Contents, Notice, Reader, SourceEntry, Writer, rollback, sha256};
use renda::text::{Piece, Span};

/// The backends that this test binary has.
fn backends() -> Vec<Backend> {
    [Backend::Memory, Backend::RocksDb].into_iter().filter(|b| b.is_available()).collect()
}

/// A graph of `articles` articles with the kinds of terms that renda writes; `edition` makes it differ.
fn contents(edition: usize, articles: usize) -> Contents {
    let mut lines = BTreeSet::new();
    let mut sources = Vec::new();
    for n in 0..articles {
        let id = ArticleId::of(Some("标题"), &[], &format!("{edition} {n}"));
        let graph = format!("https://w3id.org/renda/article/{id}");
        for (property, value) in [
            ("body", format!("\"甲县人大常委会\\n第 {n} 次\\\"票决\\\"，𠮷县。\"")),
            ("label", "\"民生实事项目人大代表票决制\"@zh".to_owned()),
            ("covered", format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer>")),
            ("value", format!("\"{n}.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>")),
            ("since", "\"2016-04\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>".to_owned()),
            ("year", "\"2016\"^^<http://www.w3.org/2001/XMLSchema#gYear>".to_owned()),
            ("issued", "\"2016-04-28\"^^<http://www.w3.org/2001/XMLSchema#date>".to_owned()),
            ("edition", format!("\"{edition}\"")),
        ] {
            lines.insert(format!(
                "<{graph}> <https://w3id.org/renda/ontology#{property}> {value} <{graph}> ."
            ));
        }
        lines.insert(format!("<{graph}#char=0,6> <http://www.w3.org/ns/oa#hasSource> <{graph}> ."));
        sources.push(SourceEntry {
            name: format!("{n:05}.txt"),
            file: None,
            fields: None,
            sha256: sha256(format!("{edition} {n}").as_bytes()),
            bytes: 7,
            listing: None,
            url: (n % 2 == 0).then(|| format!("https://example.org/{n}")),
            places: BTreeSet::from([format!("/elsewhere/{n:05}.txt")]),
            rules: "rules".to_owned(),
            articles: vec![ArticleEntry::new(id, &[Piece { body: 0, page: Span::new(3, 10) }])],
        });
    }
    let diagnostics = vec![
        Notice::new("00000.txt", "00", Diagnostic::warning("segment.no-byline", None, "no byline")),
        Notice::new(
            "00001.txt",
            "00",
            Diagnostic::note("read.bom", Some(Span::new(0, 3)), "a mark was dropped"),
        ),
    ];
    Contents {
        lines: lines.into_iter().collect(),
        added: None,
        sources,
        diagnostics,
        rules: "rules".to_owned(),
    }
}

fn name(dir: &Path, contents: &Contents, backend: Backend) -> u64 {
    Writer::lock(dir).unwrap().name(contents, backend).unwrap()
}

/// Every file of the current generation as bytes, for stores that must be equal.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let current = fs::read_to_string(dir.join("CURRENT")).unwrap();
    let folder = dir.join(current.lines().next().unwrap());
    ["graph.nq", "sources.jsonl", "diagnostics.jsonl", "meta.json"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), fs::read(folder.join(name)).ok()?)))
        .collect()
}

fn entries(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_named_is_read_back() {
    for backend in backends() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("renda.db");
        let written = contents(1, 30);
        assert_eq!(name(&store, &written, backend), 1);
        let reader = Reader::open(&store).unwrap();
        assert_eq!(reader.generation(), 1);
        assert_eq!(reader.graph().len().unwrap(), written.lines.len());
        assert_eq!(reader.lines().unwrap(), written.lines);
        assert_eq!(reader.sources().unwrap(), written.sources);
        assert_eq!(reader.diagnostics().unwrap(), written.diagnostics);
        assert_eq!(reader.meta().backend, backend);
        assert_eq!((reader.meta().articles, reader.meta().sources), (30, 30));
        reader.verify().unwrap();
        assert_eq!(entries(&store), ["CURRENT", "gen-000001", "lock"]);
    }
}

#[test]
fn an_empty_graph_is_a_graph() {
    for backend in backends() {
        let dir = tempfile::tempdir().unwrap();
        name(dir.path(), &Contents::default(), backend);
        let reader = Reader::open(dir.path()).unwrap();
        assert!(reader.graph().is_empty().unwrap());
        reader.verify().unwrap();
    }
}

#[test]
fn equal_contents_name_no_new_generation() {
    for backend in backends() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(name(dir.path(), &contents(1, 5), backend), 1);
        assert_eq!(name(dir.path(), &contents(1, 5), backend), 1);
        assert_eq!(name(dir.path(), &contents(2, 5), backend), 2);
        let mut places = contents(2, 5);
        places.sources[0].places.insert("/another/00000.txt".to_owned());
        assert_eq!(name(dir.path(), &places, backend), 3);
    }
}

#[test]
fn equal_contents_repair_a_damaged_generation() {
    let dir = tempfile::tempdir().unwrap();
    name(dir.path(), &contents(1, 5), Backend::Memory);
    let graph = dir.path().join("gen-000001/graph.nq");
    let mut bytes = fs::read(&graph).unwrap();
    let at = bytes.iter().position(|&b| b == b'2').unwrap();
    bytes[at] = b'3';
    fs::write(&graph, bytes).unwrap();
    let error = Reader::open(dir.path()).unwrap().verify().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.to_string().contains("graph.nq"), "{error}");
    assert_eq!(name(dir.path(), &contents(1, 5), Backend::Memory), 2);
    Reader::open(dir.path()).unwrap().verify().unwrap();
}

#[test]
fn both_backends_give_the_same_lines() {
    let written = contents(3, 40);
    let mut seen = Vec::new();
    for backend in backends() {
        let dir = tempfile::tempdir().unwrap();
        name(dir.path(), &written, backend);
        let reader = Reader::open(dir.path()).unwrap();
        seen.push((reader.lines().unwrap(), reader.meta().graph_sha256.clone()));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_second_writer_is_told_at_once_and_readers_are_not() {
    let dir = tempfile::tempdir().unwrap();
    name(dir.path(), &contents(1, 2), Backend::Memory);
    let first = Writer::lock(dir.path()).unwrap();
    let started = Instant::now();
    let error = Writer::lock(dir.path()).unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(error.kind(), ErrorKind::Busy);
    Reader::open(dir.path()).unwrap();
    drop(first);
    Writer::lock(dir.path()).unwrap();
}

#[test]
fn a_reader_keeps_its_generation_while_others_are_named() {
    for backend in backends() {
        let dir = tempfile::tempdir().unwrap();
        name(dir.path(), &contents(1, 5), backend);
        let reader = Reader::open(dir.path()).unwrap();
        for edition in 2..=4 {
            name(dir.path(), &contents(edition, 5), backend);
        }
        // 2 is gone, 1 is held, 3 is the one before.
        assert_eq!(entries(dir.path()), ["CURRENT", "gen-000001", "gen-000003", "gen-000004", "lock"]);
        assert_eq!(reader.generation(), 1);
        assert_eq!(reader.lines().unwrap(), contents(1, 5).lines);
        reader.verify().unwrap();
        drop(reader);
        name(dir.path(), &contents(5, 5), backend);
        assert_eq!(entries(dir.path()), ["CURRENT", "gen-000004", "gen-000005", "lock"]);
    }
}

#[test]
fn readers_open_whole_generations_while_a_writer_names_many() {
    for backend in backends() {
        let dir = tempfile::tempdir().unwrap();
        name(dir.path(), &contents(0, 5), backend);
        let writer = std::thread::spawn({
            let dir = dir.path().to_owned();
            move || {
                for edition in 1..=15 {
                    name(&dir, &contents(edition, 5), backend);
                }
            }
        });
        let mut opened = 0;
        while !writer.is_finished() {
            let reader = Reader::open(dir.path()).unwrap();
            assert_eq!(reader.lines().unwrap(), contents(edition_of(&reader), 5).lines);
            opened += 1;
        }
        writer.join().unwrap();
        assert!(opened > 0);
    }
}

fn edition_of(reader: &Reader) -> usize {
    usize::try_from(reader.generation()).unwrap() - 1
}

#[test]
fn rollback_goes_back_once_and_says_when_it_cannot() {
    for backend in backends() {
        let dir = tempfile::tempdir().unwrap();
        name(dir.path(), &contents(1, 5), backend);
        let error = rollback(dir.path()).unwrap_err();
        assert!(error.to_string().contains("no generation before gen-000001"), "{error}");
        name(dir.path(), &contents(2, 5), backend);
        assert_eq!(rollback(dir.path()).unwrap(), 1);
        assert_eq!(Reader::open(dir.path()).unwrap().lines().unwrap(), contents(1, 5).lines);
        assert!(rollback(dir.path()).is_err());
        // The number of what was rolled back is never used again, and it is not what the next rollback goes to.
        assert_eq!(name(dir.path(), &contents(3, 5), backend), 3);
        assert_eq!(rollback(dir.path()).unwrap(), 1);
    }
}

#[test]
fn what_is_no_store_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let error = |path: &Path| match Reader::open(path) {
        Ok(_) => panic!("{} opened", path.display()),
        Err(e) => {
            assert_eq!(e.kind(), ErrorKind::Store);
            e.to_string()
        }
    };
    assert!(error(&dir.path().join("nowhere")).contains("there is no store here"));
    assert!(error(dir.path()).contains("no renda store"));
    drop(Writer::lock(dir.path()).unwrap());
    assert!(error(dir.path()).contains("no build has finished"));
    assert!(Writer::lock(dir.path()).unwrap().current().unwrap().is_none());
    assert!(rollback(&dir.path().join("nowhere")).unwrap_err().to_string().contains("there is no store"));
    assert!(!dir.path().join("nowhere").exists());
}

#[test]
fn a_damaged_store_is_said_and_can_be_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let old = contents(1, 5);
    name(dir.path(), &old, Backend::Memory);
    let current = dir.path().join("CURRENT");
    let meta = dir.path().join("gen-000001/meta.json");
    let graph = dir.path().join("gen-000001/graph.nq");
    let said = || Reader::open(dir.path()).err().expect("a damaged store does not open").to_string();

    for text in ["", "gen-1\n", "gen-000001\ngen-000000\nmore\n", "\u{FFFD}", "/etc/passwd\n"] {
        fs::write(&current, text).unwrap();
        assert!(said().contains("does not name a generation"), "{}", said());
        assert!(said().contains("gen-000001"), "the remedy names what is there: {}", said());
    }
    fs::write(&current, [0xFF, 0xFE]).unwrap();
    assert!(said().contains("does not name a generation"));
    fs::write(&current, "gen-000007\n").unwrap();
    assert!(said().contains("names gen-000007, which is not there"), "{}", said());
    assert!(Writer::lock(dir.path()).unwrap().current().is_err());
    fs::write(&current, "gen-000001\n").unwrap();

    let good = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, &good[..20]).unwrap();
    assert!(said().contains("meta.json: the description is damaged"), "{}", said());
    fs::write(&meta, good.replace("\"format\": 1", "\"format\": 2")).unwrap();
    assert!(said().contains("layout 2"), "{}", said());
    fs::write(&meta, &good).unwrap();

    let lines = fs::read_to_string(&graph).unwrap();
    fs::write(&graph, lines.split_inclusive('\n').skip(1).collect::<String>()).unwrap();
    assert!(said().contains("holds 44 quads, meta.json speaks of 45"), "{}", said());
    fs::write(&graph, "half a li").unwrap();
    assert!(said().contains("is no N-Quads"), "{}", said());
    fs::remove_file(&graph).unwrap();
    assert!(said().contains("graph.nq"), "{}", said());

    fs::write(&current, "rubbish").unwrap();
    assert_eq!(name(dir.path(), &old, Backend::Memory), 2);
    assert_eq!(Reader::open(dir.path()).unwrap().lines().unwrap(), old.lines);
}

#[test]
fn a_folder_with_other_things_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("thesis.txt"), "precious").unwrap();
    fs::create_dir(dir.path().join("work")).unwrap();
    let error = Writer::lock(dir.path()).unwrap_err();
    assert!(error.to_string().contains("thesis.txt"), "{error}");
    assert_eq!(entries(dir.path()), ["thesis.txt", "work"]);
    let file = dir.path().join("thesis.txt");
    assert_eq!(Writer::lock(&file).unwrap_err().kind(), ErrorKind::Store);
    // A store in which a user put a note is still a store.
    let store = dir.path().join("renda.db");
    name(&store, &contents(1, 1), Backend::Memory);
    fs::write(store.join("README"), "mine").unwrap();
    name(&store, &contents(2, 1), Backend::Memory);
    assert!(store.join("README").exists());
}

#[test]
fn a_line_that_the_engine_changes_is_refused_before_it_is_named() {
    let dir = tempfile::tempdir().unwrap();
    name(dir.path(), &contents(1, 2), Backend::Memory);
    let mut changed = contents(2, 2);
    changed.lines = vec![
        "<https://e.org/s> <https://e.org/p> \"007\"^^<http://www.w3.org/2001/XMLSchema#integer> ."
            .to_owned(),
    ];
    let error = Writer::lock(dir.path()).unwrap().name(&changed, Backend::Memory).unwrap_err();
    assert!(error.to_string().contains("does not come back as written"), "{error}");
    assert_eq!(Reader::open(dir.path()).unwrap().lines().unwrap(), contents(1, 2).lines);
}

#[test]
fn a_store_of_another_backend_names_the_remedy() {
    if Backend::RocksDb.is_available() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let error = Writer::lock(dir.path()).unwrap().name(&contents(1, 1), Backend::RocksDb).unwrap_err();
    assert!(error.to_string().contains("--features rocksdb"), "{error}");
    name(dir.path(), &contents(1, 1), Backend::Memory);
    let meta = dir.path().join("gen-000001/meta.json");
    let text = fs::read_to_string(&meta).unwrap().replace("\"memory\"", "\"rocksdb\"");
    fs::write(&meta, text).unwrap();
    let error = Reader::open(dir.path()).err().unwrap();
    assert!(error.to_string().contains("--features rocksdb"), "{error}");
}

/// Not a test of its own: the process that [`a_kill_at_any_moment`] kills.
#[test]
fn writer_process() {
    let Some(dir) = std::env::var_os("RENDA_TEST_WRITER") else { return };
    let backend = std::env::var("RENDA_TEST_BACKEND").unwrap().parse().unwrap();
    name(Path::new(&dir), &contents(2, KILL_ARTICLES), backend);
}

/// So many that naming takes long enough to be met at each of its steps.
const KILL_ARTICLES: usize = 400;

fn spawn_writer(dir: &Path, backend: Backend) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::writer_process"])
        .env("RENDA_TEST_WRITER", dir)
        .env("RENDA_TEST_BACKEND", backend.as_str())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_or_the_new() {
    let (old, new) = (contents(1, KILL_ARTICLES), contents(2, KILL_ARTICLES));
    for backend in backends() {
        let dir = tempfile::tempdir().unwrap();
        let undisturbed: PathBuf = dir.path().join("undisturbed");
        name(&undisturbed, &old, backend);
        let started = Instant::now();
        assert!(spawn_writer(&undisturbed, backend).wait().unwrap().success());
        let whole = started.elapsed();
        let expected = files(&undisturbed);

        let (mut found_old, mut found_new) = (0_u32, 0_u32);
        // At 20 moments spread over the run, and on until the run is over before the kill.
        let mut moment = 0_u32;
        while moment < 20 || (found_new == 0 && moment < 100) {
            let store = dir.path().join(format!("killed-{moment}"));
            name(&store, &old, backend);
            let mut writer = spawn_writer(&store, backend);
            std::thread::sleep(whole * moment / 18);
            moment += 1;
            writer.kill().unwrap();
            writer.wait().unwrap();

            let reader = Reader::open(&store).unwrap();
            reader.verify().unwrap();
            let lines = reader.lines().unwrap();
            if lines == old.lines {
                found_old += 1;
            } else {
                assert!(lines == new.lines, "neither the old nor the new generation after {moment}/18");
                found_new += 1;
            }
            drop(reader);

            name(&store, &new, backend);
            assert!(files(&store) == expected, "the next run does not converge after {moment}/18");
            assert!(Reader::open(&store).unwrap().lines().unwrap() == new.lines);
            let left: Vec<_> =
                entries(&store).into_iter().filter(|n| n == "work" || n.contains(".tmp")).collect();
            assert!(left.is_empty(), "left over: {left:?}");
        }
        eprintln!("{backend}: {whole:?} undisturbed, {found_old} old and {found_new} new generations met");
        assert!(found_old > 0 && found_new > 0, "the kills did not cover the run");
    }
}
