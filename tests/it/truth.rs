//! Generated articles: the same seed gives the same pages, no two are alike, and what they say is found.

use std::collections::BTreeSet;
use std::fs;

use renda::build::{Options, build};
use renda::evaluate::{Figures, evaluate};
use renda::query;
use renda::resource::Lexicon;
use renda::store::Reader;

use crate::corpus;

#[test]
fn a_seed_gives_the_same_pages_again() {
    let lexicon = Lexicon::load().unwrap();
    let of = |seed: u64| -> Vec<(String, String)> {
        let pages = corpus::pages(&lexicon, seed).take(40);
        pages.map(|page| (page.text, serde_json::to_string(&page.gold).unwrap())).collect()
    };
    assert!(of(1) == of(1));
    let texts: BTreeSet<String> = of(1).into_iter().chain(of(2)).map(|(text, _)| text).collect();
    assert_eq!(texts.len(), 80, "pages of two seeds are alike");
}

#[test]
fn what_generated_articles_say_is_found() {
    let lexicon = Lexicon::load().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let [pages, gold, store] = ["pages", "gold", "renda.db"].map(|name| dir.path().join(name));
    fs::create_dir(&pages).unwrap();
    fs::create_dir(&gold).unwrap();
    let mut articles = 0;
    for page in corpus::pages(&lexicon, 3).take(33) {
        fs::write(pages.join(&page.name), &page.text).unwrap();
        for article in &page.gold {
            fs::write(gold.join(format!("{articles:03}.json")), article.to_string()).unwrap();
            articles += 1;
        }
    }
    assert!(articles > 80, "{articles}");
    let options = Options { inputs: vec![pages], store: store.clone(), ..Options::default() };
    build(&lexicon, &options, &|_| ()).unwrap();
    let reader = Reader::open(&store).unwrap();
    let reprints = "SELECT ?a { GRAPH ?g { ?a <https://w3id.org/renda/ontology#reprintOf> ?b } }";
    assert!(query::select(&reader, reprints).unwrap().rows.is_empty(), "two articles are near reprints");
    let report = evaluate(&reader, &gold, None).unwrap();
    println!("{report}");
    assert_eq!(report.article.right, articles);
    let enough = |figures: &Figures, floor: f64| figures.recall >= floor && figures.precision >= floor;
    assert!(enough(&report.adoption.figures, 0.95), "{report}");
    assert!(enough(&report.observation, 0.98), "{report}");
    assert!(enough(&report.statute, 0.9), "{report}");
}
