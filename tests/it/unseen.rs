//! A page that nobody has seen: for each real page, every mechanism that the page's gold names is taken out of the
//! list, and the page is read without them. What is then found was found by form.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use renda::build::{Options, build};
use renda::evaluate::{Figures, GoldAdoption, GoldArticle, SystemRows, comparable, score};
use renda::query;
use renda::resource::{Concept, Lexicon};
use renda::store::Reader;

use crate::support;

/// What makes a name one that can be known by form, beside quotation marks.
const ENDINGS: [&str; 14] =
    ["制", "制度", "机制", "模式", "工作法", "办法", "平台", "架构", "行动", "站", "点", "日", "室", "清单"];

fn names(fact: &GoldAdoption) -> impl Iterator<Item = &str> {
    std::iter::once(&fact.mechanism).chain(&fact.aliases).map(String::as_str)
}

fn has_form(name: &str) -> bool {
    name.contains('\u{201C}') || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// The gold of each page.
fn gold_by_page(dir: &Path) -> BTreeMap<String, Vec<GoldArticle>> {
    let mut pages: BTreeMap<String, Vec<GoldArticle>> = BTreeMap::new();
    for article in GoldArticle::read(dir).unwrap() {
        pages.entry(article.doc.clone()).or_default().push(article);
    }
    pages
}

/// What a store of one page says when the rules are `lexicon`.
fn rows(lexicon: &Lexicon, page: &Path) -> SystemRows {
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    let options = Options { inputs: vec![page.to_owned()], store: store.clone(), ..Options::default() };
    let summary = build(lexicon, &options, &|_| ()).unwrap();
    assert!(summary.rejected.is_empty(), "{}", page.display());
    let reader = Reader::open(&store).unwrap();
    SystemRows::ask(|sparql| query::select(&reader, sparql)).unwrap()
}

/// Reads a page without the mechanisms of its gold and prints what came of it. Gives the figures of the candidates:
/// against the names taken out that can be known by form, whose recall counts, and against all gold, whose precision
/// counts.
fn unseen(page: &Path, gold: &[GoldArticle]) -> (Figures, Figures) {
    let given: BTreeSet<String> =
        gold.iter().flat_map(|article| &article.adoptions).flat_map(names).map(comparable).collect();
    let unknown = |concept: &Concept| concept.names.iter().any(|name| given.contains(&comparable(name)));
    let known = Lexicon::load().unwrap();
    let taken: Vec<&Concept> = known.mechanisms.iter().map(|(_, c)| c).filter(|c| unknown(c)).collect();
    let taken_names: BTreeSet<String> = taken.iter().flat_map(|c| &c.names).map(|n| comparable(n)).collect();
    let mut formed = gold.to_vec();
    for article in &mut formed {
        let asked = |fact: &GoldAdoption| {
            names(fact).any(|name| taken_names.contains(&comparable(name))) && names(fact).any(has_form)
        };
        article.adoptions.retain(asked);
        article.adoptions.iter_mut().for_each(|fact| fact.core = true);
    }

    let rows = rows(&Lexicon::load_without(unknown).unwrap(), page);
    let candidate = |mechanism: &str| mechanism.contains("/mechanism/c-");
    let mut only = rows.clone();
    only.adoption.retain(|row| candidate(&row.mechanism));
    only.fact.retain(|row| candidate(&row.mechanism));

    let all = score(&rows, gold, None).adoption.figures;
    let report = score(&only, &formed, None);
    let against_all = score(&only, gold, None);
    let (found, claimed) = (report.adoption.figures, against_all.adoption.figures);
    println!(
        "{}: {} mechanisms taken out; core recall {:.3} of {}, precision {:.3} of {}\n  \
         of {} names with a form {:.3} are candidates; of {} candidates {:.3} are right",
        page.file_name().unwrap().display(),
        taken.len(),
        all.recall,
        all.gold,
        all.precision,
        all.system,
        found.gold,
        found.recall,
        claimed.system,
        claimed.precision,
    );
    for miss in report.misses.iter().filter(|miss| miss.kind == "adoption-") {
        println!("  not found: {}", miss.columns[1..].join(" | "));
    }
    for miss in against_all.misses.iter().filter(|miss| miss.kind == "adoption+") {
        println!("  not right: {}", miss.columns.join(" | "));
    }
    (found, claimed)
}

#[test]
fn pages_are_read_with_their_mechanisms_unknown() {
    let Some(shared) = support::shared() else { return };
    let share = |parts: &[(f64, usize)]| {
        let weight = |n: usize| f64::from(u32::try_from(n).unwrap());
        let whole: f64 = parts.iter().map(|&(_, n)| weight(n)).sum();
        parts.iter().map(|&(part, n)| part * weight(n)).sum::<f64>() / whole
    };
    let (mut recalls, mut precisions) = (Vec::new(), Vec::new());
    for (doc, gold) in gold_by_page(&shared.join("gold")) {
        let (found, claimed) = unseen(&shared.join("corpus").join(&doc), &gold);
        recalls.push((found.recall, found.gold));
        precisions.push((claimed.precision, claimed.system));
    }
    let (recall, precision) = (share(&recalls), share(&precisions));
    println!("over all pages: {recall:.3} of the names with a form, {precision:.3} of the candidates right");
    assert!(recall >= 0.66 && precision >= 0.9, "recall {recall:.3}, precision {precision:.3}");
}
