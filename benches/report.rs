//! How long each named query takes, whole and with each of its parameters, beside the cheapest one-pattern query over the
//! same store in the same run. `README.md` says how to read the figures.

#![expect(clippy::unwrap_used, reason = "in a benchmark the panic is the report")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, criterion_group};
use renda::build::{Options, build};
use renda::query::{ParamKind, REPORTS, fill, parameters, select};
use renda::resource::Lexicon;
use renda::store::Reader;

/// The query that all are held against: one pattern, whose rows are the graph's direct edges.
const ONE_PATTERN: &str =
    "SELECT ?region ?mechanism WHERE { ?region <https://w3id.org/renda/ontology#adopts> ?mechanism }";
/// What it is called among the results.
const YARDSTICK: &str = "one pattern";

/// A store of the pages of a folder, made anew; `None` where there is none.
fn store(folder: &str, scratch: &Path) -> Option<Reader> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    if !folder.is_dir() {
        return None;
    }
    let options = Options { inputs: vec![folder], store: scratch.to_owned(), ..Options::default() };
    build(&Lexicon::load().unwrap(), &options, &|_| ()).unwrap();
    Some(Reader::open(scratch).unwrap())
}

/// A value that each of the stores has.
fn value(reader: &Reader, kind: ParamKind) -> Option<String> {
    let first = |query: &str| select(reader, query).unwrap().iter().next().map(|row| row.owned("value"));
    match kind {
        ParamKind::Region => Some("山西省".to_owned()),
        ParamKind::Mechanism => Some("民生实事项目人大代表票决制".to_owned()),
        ParamKind::Indicator => Some("代表联络站数".to_owned()),
        ParamKind::Statute => first(
            "SELECT ?value { ?s a <https://w3id.org/renda/ontology#Statute> ; <http://purl.org/dc/terms/title> ?value }
             ORDER BY ?value LIMIT 1",
        ),
        ParamKind::Iri | ParamKind::Integer | ParamKind::Text => None,
    }
}

const STORES: [(&str, &str); 2] = [("own", "data/articles"), ("shared", "../shared/corpus")];

fn reports(criterion: &mut Criterion) {
    let scratch = tempfile::tempdir().unwrap();
    for (name, folder) in STORES {
        let Some(reader) = store(folder, &scratch.path().join(name)) else { continue };
        let mut group = criterion.benchmark_group(format!("report {name}"));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_millis(800));
        let mut measure = |id: &str, sparql: &str| {
            group.bench_function(id, |b| b.iter(|| select(&reader, sparql).unwrap().rows.len()));
        };
        measure(YARDSTICK, ONE_PATTERN);
        for query in REPORTS {
            measure(query.name, query.sparql);
            for parameter in parameters(query.sparql) {
                let Some(value) = value(&reader, parameter.kind) else { continue };
                let filled = fill(&reader, query.sparql, &[(parameter.name, &value)]).unwrap();
                measure(&format!("{} {}", query.name, parameter.name), &filled.sparql);
            }
        }
        group.finish();
    }
}

/// The medians that criterion has kept of a group, in microseconds, by query.
fn medians(group: &str) -> Vec<(String, f64)> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let Ok(folder) = std::fs::read_dir(target.join("criterion").join(group)) else { return Vec::new() };
    let median = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("new/estimates.json")).ok()?;
        let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
        let name = folder.file_name()?.to_string_lossy().into_owned();
        Some((name, estimates["median"]["point_estimate"].as_f64()? / 1000.0))
    };
    folder.filter_map(|entry| median(entry.ok()?.path())).collect()
}

/// The table that the promise is read from: each query as so many times the yardstick, slowest first.
fn ratios() {
    for (name, _) in STORES {
        let mut medians = medians(&format!("report {name}"));
        let Some((_, least)) = medians.iter().find(|(query, _)| query == YARDSTICK).cloned() else {
            continue;
        };
        medians.sort_by(|a, b| b.1.total_cmp(&a.1));
        println!("\n{name}: times the one pattern ({least:.0} µs)");
        for (query, median) in medians {
            println!("{:>10.1}  {:>10.0} µs  {query}", median / least, median);
        }
    }
}

criterion_group!(benches, reports);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    ratios();
}
