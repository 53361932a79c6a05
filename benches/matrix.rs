//! How long the page takes that compares 200 regions by 100 mechanisms, in each form, and how many bytes it has, as they
//! are and as gzip would send them.

#![expect(clippy::unwrap_used, reason = "in a benchmark the panic is the report")]
#![expect(dead_code, reason = "the makers of stores are those of the tests, which need more of them")]

#[path = "../tests/it/generated.rs"]
mod generated;
#[path = "../tests/it/sample.rs"]
mod sample;
#[path = "../tests/it/support.rs"]
mod support;

use std::io::Write as _;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use criterion::{Criterion, criterion_group, criterion_main};
use flate2::write::GzEncoder;
use renda::serve::{Settings, Site, Snapshot, app};
use renda::store::Reader;
use tower::ServiceExt as _;

const REGIONS: usize = 200;
const MECHANISMS: usize = 100;
const FORMS: [&str; 5] = ["html", "json", "csv", "ttl", "nt"];

fn matrix(criterion: &mut Criterion) {
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("matrix.db");
    let records = generated::matrix(REGIONS, MECHANISMS);
    sample::write(&dir, &records);
    let codes: Vec<&str> =
        records.iter().filter_map(|record| Some(record.home_region.as_ref()?.as_str())).collect();
    let site = Site::new(Snapshot::new(Reader::open(&dir).unwrap()), Settings::default(), None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let get = |address: &str| {
        let request = Request::get(address).header("accept", "text/html").body(Body::empty()).unwrap();
        runtime.block_on(async {
            let answer = app(Arc::clone(&site)).oneshot(request).await.unwrap();
            assert!(answer.status().is_success(), "{}", answer.status());
            to_bytes(answer.into_body(), usize::MAX).await.unwrap()
        })
    };
    // The lists of the generation are read once, by the first page.
    get("/compare");
    let mut group = criterion.benchmark_group(format!("matrix {REGIONS} x {MECHANISMS}"));
    group.sample_size(10);
    for form in FORMS {
        let ending = if form == "html" { String::new() } else { format!(".{form}") };
        let address = format!("/compare{ending}?region={}", codes.join("+"));
        let bytes = get(&address);
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(&bytes).unwrap();
        let (packed, cells) = (packed.finish().unwrap().len(), REGIONS * MECHANISMS);
        println!("{form}: {} bytes, {} a cell; gzip {packed}", bytes.len(), bytes.len() / cells);
        group.bench_function(form, |b| b.iter(|| get(&address).len()));
    }
}

criterion_group!(benches, matrix);
criterion_main!(benches);
