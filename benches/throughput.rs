//! How fast text becomes N-Quads on one core, beside two yardsticks on the same text in the same run: jieba-rs cutting it
//! into words, and one pass of daachorse with our names of mechanisms. `README.md` says how to read the figures.

#![expect(clippy::unwrap_used, reason = "in a benchmark the panic is the report")]

#[expect(dead_code, reason = "a benchmark needs no truth")]
#[path = "../examples/generate/corpus.rs"]
mod corpus;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;
use renda::model::{Annotated, Article, Page, Record, Scene};
use renda::resource::{Lexicon, jieba};
use renda::text::Normalised;
use renda::{annotate, extract, pipeline, rdf, read, resolve, segment};
use rustix::time::{ClockId, clock_gettime};

/// So many bytes of generated articles are read, each article once: no cache is warm from reading the same again.
const GENERATED: usize = 5_000_000;

/// The processor time of the thread, which other work on the machine hardly touches.
struct ProcessorTime;

impl Measurement for ProcessorTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        Duration::try_from(now).unwrap()
    }

    fn end(&self, start: Duration) -> Duration {
        self.start().saturating_sub(start)
    }

    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// The pages of a folder, decoded; empty where there is none.
fn pages(folder: &str) -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    if !folder.is_dir() {
        return Vec::new();
    }
    let (inputs, _) = read::list(&[folder]);
    let page = |input: &read::Input| read::page(&input.name, &read::bytes(&input.path).ok()?).ok();
    inputs.iter().filter_map(page).collect()
}

/// Generated pages, so many bytes of them.
fn generated(lexicon: &Lexicon) -> Vec<Page> {
    let mut size = 0;
    corpus::pages(lexicon, 9)
        .map(|page| Page { text: page.text, name: page.name, ..Page::default() })
        .take_while(|page| {
            let before = size;
            size += page.text.len();
            before < GENERATED
        })
        .collect()
}

fn throughput(criterion: &mut Criterion<ProcessorTime>) {
    let lexicon = Lexicon::load().unwrap();
    let texts = [
        ("own", pages("data/articles")),
        ("shared", pages("../shared/corpus")),
        ("generated", generated(&lexicon)),
    ];
    for (name, pages) in texts {
        if pages.is_empty() {
            continue;
        }
        let mut group = criterion.benchmark_group(name);
        if name == "generated" {
            group.sample_size(10).sampling_mode(SamplingMode::Flat);
        }
        group.throughput(bytes(&pages));
        whole(&mut group, &lexicon, &pages);
        stages(&mut group, &lexicon, &pages);
        group.finish();
    }
}

fn bytes(pages: &[Page]) -> Throughput {
    let bytes: usize = pages.iter().map(|page| page.text.len()).sum();
    Throughput::Bytes(bytes.try_into().unwrap())
}

/// Generated articles on one thread and on two, by the clock: what a second core brings.
fn threads(criterion: &mut Criterion) {
    let lexicon = Lexicon::load().unwrap();
    let pages = generated(&lexicon);
    let mut group = criterion.benchmark_group("threads");
    group.sample_size(10).sampling_mode(SamplingMode::Flat).throughput(bytes(&pages));
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        group.bench_function(format!("text to N-Quads, {threads}"), |b| {
            b.iter(|| pool.install(|| pages.par_iter().map(|page| quads(&lexicon, page)).sum::<usize>()));
        });
    }
    group.finish();
}

/// Text to N-Quads, and the yardsticks.
fn whole(group: &mut BenchmarkGroup<'_, ProcessorTime>, lexicon: &Lexicon, pages: &[Page]) {
    group.bench_function("text to N-Quads", |b| {
        b.iter(|| pages.iter().map(|page| quads(lexicon, page)).sum::<usize>());
    });
    group.bench_function("jieba-rs cut", |b| {
        b.iter(|| pages.iter().map(|page| jieba().cut(&page.text, true).len()).sum::<usize>());
    });
    group.bench_function("one pass of daachorse", |b| {
        b.iter(|| pages.iter().map(|page| lexicon.mechanism_names.find(&page.text).count()).sum::<usize>());
    });
}

/// How many bytes of N-Quads a page makes.
fn quads(lexicon: &Lexicon, page: &Page) -> usize {
    pipeline::extract_page(lexicon, page).articles.iter().map(|(record, _)| lines(record)).sum()
}

/// How many bytes of N-Quads a record makes.
fn lines(record: &Record) -> usize {
    rdf::record_text(record).len()
}

/// Where the time goes: each stage alone, on what the stages before it gave.
fn stages(group: &mut BenchmarkGroup<'_, ProcessorTime>, lexicon: &Lexicon, pages: &[Page]) {
    let articles: Vec<(&Page, Article)> = pages
        .iter()
        .flat_map(|page| segment::segment(lexicon, page).articles.into_iter().map(move |a| (page, a)))
        .collect();
    let annotated: Vec<Annotated> =
        articles.iter().map(|(_, article)| annotate::annotate(lexicon, article)).collect();
    let scenes: Vec<Scene> = articles
        .iter()
        .zip(&annotated)
        .map(|((_, article), annotated)| resolve::resolve(lexicon, article, annotated.clone()))
        .collect();
    let records: Vec<Record> = pages
        .iter()
        .flat_map(|page| pipeline::extract_page(lexicon, page).articles)
        .map(|(record, _)| record)
        .collect();

    group.bench_function("stage: segment", |b| {
        b.iter(|| pages.iter().map(|page| segment::segment(lexicon, page).articles.len()).sum::<usize>());
    });
    group.bench_function("stage: fold", |b| {
        b.iter(|| articles.iter().map(|(_, a)| Normalised::new(&a.body.text).text.len()).sum::<usize>());
    });
    group.bench_function("stage: annotate", |b| {
        b.iter(|| articles.iter().map(|(_, a)| annotate::annotate(lexicon, a).mentions.len()).sum::<usize>());
    });
    group.bench_function("stage: resolve", |b| {
        b.iter(|| {
            for ((_, article), annotated) in articles.iter().zip(&annotated) {
                black_box(resolve::resolve(lexicon, article, annotated.clone()));
            }
        });
    });
    group.bench_function("stage: extract", |b| {
        b.iter(|| {
            for ((page, article), scene) in articles.iter().zip(&scenes) {
                black_box(extract::extract(lexicon, page, article, scene));
            }
        });
    });
    group.bench_function("stage: N-Quads", |b| b.iter(|| records.iter().map(lines).sum::<usize>()));
}

criterion_group! {
    name = per_core;
    config = Criterion::default().with_measurement(ProcessorTime);
    targets = throughput
}
criterion_group!(by_the_clock, threads);
criterion_main!(per_core, by_the_clock);
