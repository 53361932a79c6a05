//! Adoptions: pairs of region and mechanism, their status and coverage.

use std::collections::{BTreeMap, BTreeSet};

use super::gold::{GoldArticle, GoldStatus};
use super::name::{Name, head};
use super::ratio;
use super::report::{AdoptionFigures, Figures, Miss, round};
use super::rows::SystemRows;

/// Statuses with fewer gold cases do not enter the macro-F1.
const FEWEST_CASES: usize = 5;

/// A pair of region and mechanism in the gold, over all articles.
struct GoldPair {
    code: String,
    names: BTreeSet<String>,
    keys: Vec<Name>,
    status: Vec<GoldStatus>,
    core: bool,
    /// The system's pair that it was matched with.
    hit: Option<usize>,
    doc: String,
    evidence: String,
}

/// A pair of region and mechanism in the system, over all claims.
struct SystemPair {
    code: String,
    mechanism: String,
    names: BTreeSet<String>,
    keys: Vec<Name>,
    status: String,
    coverage: Option<String>,
    quote: String,
    hit: bool,
}

/// Scores adoptions; gives the figures and the confusion table, and adds what was missed.
pub(super) fn score(
    rows: &SystemRows,
    gold: &[GoldArticle],
    misses: &mut Vec<Miss>,
) -> (AdoptionFigures, BTreeMap<(String, String), usize>) {
    let mut system = system_pairs(rows);
    let mut gold = gold_pairs(gold);
    assign(&mut gold, &mut system);
    accept_restatements(&gold, &mut system, misses);

    let core = || gold.iter().filter(|pair| pair.core);
    for pair in core().filter(|pair| pair.hit.is_none()) {
        let names = join(pair.names.iter().take(2));
        let status = join(pair.status.iter().map(|status| word(*status)));
        let columns = [&pair.doc, &pair.code, &names, &status, head(&pair.evidence, 60)];
        misses.push(Miss::new("adoption-", columns));
    }

    let cases = status_cases(&gold, &system, misses);
    let right = cases.iter().filter(|(want, got)| want == got).count();
    let full: Vec<&SystemPair> = gold
        .iter()
        .filter(|pair| pair.status == [GoldStatus::FullCoverage])
        .filter_map(|pair| Some(&system[pair.hit?]))
        .collect();
    let said = full.iter().filter(|pair| pair.coverage.as_deref() == Some("full")).count();
    let figures = AdoptionFigures {
        figures: Figures::new(
            core().filter(|pair| pair.hit.is_some()).count(),
            core().count(),
            system.iter().filter(|pair| pair.hit).count(),
            system.len(),
        ),
        status_accuracy: if cases.is_empty() { 0.0 } else { round(ratio(right, cases.len())) },
        status_macro_f1: macro_f1(&cases),
        coverage: format!("{said} of {}", full.len()),
    };
    let mut confusion = BTreeMap::new();
    for case in cases {
        *confusion.entry(case).or_default() += 1;
    }
    (figures, confusion)
}

/// The pairs of the system, ascending by code and IRI. Township codes count as their county's, status and coverage
/// are the fact's where there is one.
fn system_pairs(rows: &SystemRows) -> Vec<SystemPair> {
    let mut pairs: BTreeMap<(&str, &str), SystemPair> = BTreeMap::new();
    for row in &rows.adoption {
        let code = head(&row.code, 6);
        let pair = pairs.entry((code, &row.mechanism)).or_insert_with(|| SystemPair {
            code: code.to_owned(),
            mechanism: row.mechanism.clone(),
            names: BTreeSet::new(),
            keys: Vec::new(),
            status: row.status.clone(),
            coverage: None,
            quote: row.quote.clone().unwrap_or_default(),
            hit: false,
        });
        pair.names
            .extend([&row.label, &row.surface].into_iter().flatten().filter(|n| !n.is_empty()).cloned());
    }
    // The county's own fact stands over those of its townships, so it comes last.
    let mut facts: Vec<_> = rows.fact.iter().collect();
    facts.sort_by_key(|fact| (std::cmp::Reverse(fact.code.chars().count()), fact.code.as_str()));
    for fact in facts {
        if let Some(pair) = pairs.get_mut(&(head(&fact.code, 6), fact.mechanism.as_str())) {
            pair.status.clone_from(&fact.status);
            pair.coverage.clone_from(&fact.coverage);
        }
    }
    let mut pairs: Vec<_> = pairs.into_values().collect();
    for pair in &mut pairs {
        pair.keys = keys(&pair.names);
    }
    pairs
}

/// The pairs of the gold in the order of the files; one that several articles give counts once, with the highest
/// status.
fn gold_pairs(gold: &[GoldArticle]) -> Vec<GoldPair> {
    let mut pairs: Vec<GoldPair> = Vec::new();
    let mut places: BTreeMap<(String, Name), usize> = BTreeMap::new();
    for article in gold {
        for adoption in &article.adoptions {
            let code = head(&adoption.region.code, 6);
            let place =
                *places.entry((code.to_owned(), Name::new(&adoption.mechanism))).or_insert_with(|| {
                    pairs.push(GoldPair {
                        code: code.to_owned(),
                        names: BTreeSet::new(),
                        keys: Vec::new(),
                        status: adoption.status.clone(),
                        core: false,
                        hit: None,
                        doc: article.doc.clone(),
                        evidence: adoption.evidence.clone(),
                    });
                    pairs.len() - 1
                });
            let pair = &mut pairs[place];
            pair.names.insert(adoption.mechanism.clone());
            pair.names.extend(adoption.aliases.iter().cloned());
            pair.core |= adoption.core;
            if adoption.status.iter().max() > pair.status.iter().max() {
                pair.status.clone_from(&adoption.status);
            }
        }
    }
    for pair in &mut pairs {
        pair.keys = keys(&pair.names);
    }
    pairs
}

fn keys(names: &BTreeSet<String>) -> Vec<Name> {
    let keys: BTreeSet<Name> = names.iter().map(|name| Name::new(name)).collect();
    keys.into_iter().collect()
}

/// Matches gold with system: equal names freely, then contained ones, each pair of the system for one of the gold.
/// Core gold chooses first.
fn assign(gold: &mut [GoldPair], system: &mut [SystemPair]) {
    let mut order: Vec<usize> = (0..gold.len()).collect();
    order.sort_by_key(|&place| !gold[place].core);
    for exact in [true, false] {
        let alike = |x: &Name, y: &Name| if exact { x == y } else { x.contained(y) };
        for &place in &order {
            let wanted = &mut gold[place];
            if wanted.hit.is_some() {
                continue;
            }
            let found = system.iter_mut().enumerate().find(|(_, pair)| {
                pair.code == wanted.code
                    && (exact || !pair.hit)
                    && wanted.keys.iter().any(|x| pair.keys.iter().any(|y| alike(x, y)))
            });
            if let Some((at, pair)) = found {
                wanted.hit = Some(at);
                pair.hit = true;
            }
        }
    }
}

/// A name of the system that contains a gold name restates it and is right; a fragment of one is not.
fn accept_restatements(gold: &[GoldPair], system: &mut [SystemPair], misses: &mut Vec<Miss>) {
    for pair in system.iter_mut().filter(|pair| !pair.hit) {
        pair.hit = gold.iter().filter(|wanted| wanted.code == pair.code).any(|wanted| {
            wanted.keys.iter().any(|name| pair.keys.iter().any(|other| name.is_restated_by(other)))
        });
        if !pair.hit {
            let names = join(pair.names.iter().take(3));
            let columns = [pair.code.as_str(), &names, &pair.status, head(&pair.quote, 60)];
            misses.push(Miss::new("adoption+", columns));
        }
    }
}

/// For each gold pair that was found: the status it has, and the one that was given.
fn status_cases(gold: &[GoldPair], system: &[SystemPair], misses: &mut Vec<Miss>) -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for pair in gold {
        let Some(found) = pair.hit.map(|at| &system[at]) else { continue };
        let want: Vec<String> = pair.status.iter().map(|status| stage(word(*status))).collect();
        let got = stage(&found.status);
        if want.contains(&got) {
            cases.push((got.clone(), got));
        } else {
            let columns =
                [found.code.as_str(), &found.mechanism, &join(&want), &got, head(&pair.evidence, 60)];
            misses.push(Miss::new("status", columns));
            cases.push((want.into_iter().next().unwrap_or_default(), got));
        }
    }
    cases
}

/// The mean F1 over the statuses of the gold, in the order in which they occur.
fn macro_f1(cases: &[(String, String)]) -> Option<f64> {
    let mut statuses: Vec<&str> = Vec::new();
    for (want, _) in cases {
        if !statuses.contains(&want.as_str()) {
            statuses.push(want);
        }
    }
    let count = |test: &dyn Fn(&str, &str) -> bool| cases.iter().filter(|(w, g)| test(w, g)).count();
    let all: Vec<f64> = statuses
        .iter()
        .filter_map(|&status| {
            let gold = count(&|want, _| want == status);
            let right = count(&|want, got| want == status && got == status);
            let wrong = count(&|want, got| got == status && want != status);
            let f1 = if right > 0 { ratio(2 * right, right + wrong + gold) } else { 0.0 };
            (gold >= FEWEST_CASES).then_some(f1)
        })
        .collect();
    (!all.is_empty()).then(|| round(all.iter().sum::<f64>() / ratio(all.len(), 1)))
}

/// The status that is compared: full coverage is a matter of coverage, and adopted.
fn stage(status: &str) -> String {
    match status.to_lowercase().replace('_', "-").as_str() {
        "full-coverage" | "adopted" => "adopted".to_owned(),
        "pilot" | "piloted" => "piloted".to_owned(),
        other => other.to_owned(),
    }
}

fn word(status: GoldStatus) -> &'static str {
    match status {
        GoldStatus::Discontinued => "discontinued",
        GoldStatus::Planned => "planned",
        GoldStatus::Piloted => "piloted",
        GoldStatus::Adopted => "adopted",
        GoldStatus::FullCoverage => "full_coverage",
    }
}

fn join(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    words.into_iter().map(|word| word.as_ref().to_owned()).collect::<Vec<_>>().join(" | ")
}
