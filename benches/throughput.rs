//! How fast text becomes N-Quads on one core, beside two yardsticks on the same text in the same run: jieba-rs cutting it
//! into words, and one pass of daachorse with our names of mechanisms. `README.md` says how to read the figures.

#![expect(clippy::unwrap_used, reason = "in a benchmark the panic is the report")]

use std::hint::black_box;
use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use renda::model::{Annotated, Article, Page, Record, Scene};
use renda::resource::{Lexicon, jieba};
use renda::text::Normalised;
use renda::{annotate, extract, pipeline, rdf, read, resolve, segment};

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

fn throughput(criterion: &mut Criterion) {
    let lexicon = Lexicon::load().unwrap();
    for (name, folder) in [("own", "data/articles"), ("shared", "../shared/corpus")] {
        let pages = pages(folder);
        if pages.is_empty() {
            continue;
        }
        let mut group = criterion.benchmark_group(name);
        let bytes: usize = pages.iter().map(|page| page.text.len()).sum();
        group.throughput(Throughput::Bytes(bytes.try_into().unwrap()));
        whole(&mut group, &lexicon, &pages);
        stages(&mut group, &lexicon, &pages);
        group.finish();
    }
}

/// Text to N-Quads, and the yardsticks.
fn whole(group: &mut BenchmarkGroup<'_, WallTime>, lexicon: &Lexicon, pages: &[Page]) {
    group.bench_function("text to N-Quads", |b| {
        b.iter(|| {
            let extracted = pages.iter().map(|page| pipeline::extract_page(lexicon, page));
            let records = extracted.flat_map(|extracted| extracted.articles);
            records.map(|(record, _)| lines(&record)).sum::<usize>()
        });
    });
    group.bench_function("jieba-rs cut", |b| {
        b.iter(|| pages.iter().map(|page| jieba().cut(&page.text, true).len()).sum::<usize>());
    });
    group.bench_function("one pass of daachorse", |b| {
        b.iter(|| pages.iter().map(|page| lexicon.mechanism_names.find(&page.text).count()).sum::<usize>());
    });
}

/// How many bytes of N-Quads a record makes.
fn lines(record: &Record) -> usize {
    rdf::record_lines(record).iter().map(String::len).sum()
}

/// Where the time goes: each stage alone, on what the stages before it gave.
fn stages(group: &mut BenchmarkGroup<'_, WallTime>, lexicon: &Lexicon, pages: &[Page]) {
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

criterion_group!(benches, throughput);
criterion_main!(benches);
