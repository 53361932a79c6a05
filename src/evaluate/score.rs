//! The scoring as a pure function over rows, and its smaller parts; adoptions have their own file.

use std::collections::{BTreeMap, BTreeSet};

use super::adoption;
use super::gold::GoldArticle;
use super::name::{Name, head, length, squeeze, title};
use super::report::{ArticleFigures, EvidenceFigures, Figures, Miss, Report};
use super::rows::{ArticleRow, SystemRows};

/// So many characters of a gold title find an article.
const TITLE_HEAD: usize = 8;
/// Titles of statutes shorter than this are never looked for inside others.
const SHORTEST_STATUTE: usize = 4;
/// Quotes shorter than this prove nothing alone.
const SHORTEST_QUOTE: usize = 6;
/// Quotes longer than this hold several facts.
const LONGEST_QUOTE: usize = 300;

/// Scores `rows` against `gold`; `sources` is the text of all pages, in which the quotes must stand.
///
/// ```
/// use renda::evaluate::{SystemRows, score};
/// let report = score(&SystemRows::default(), &[], None);
/// assert_eq!(report.to_json()["article"]["right"], 0);
/// ```
pub fn score(rows: &SystemRows, gold: &[GoldArticle], sources: Option<&str>) -> Report {
    let mut misses = Vec::new();
    let article = articles(rows, gold, &mut misses);
    let (adoption, confusion) = adoption::score(rows, gold, &mut misses);
    let observation = observations(rows, gold, &mut misses);
    let statute = statutes(rows, gold, &mut misses);
    let evidence = sources.map(|text| evidence(rows, &squeeze(text)));
    Report { article, adoption, observation, statute, evidence, confusion, misses }
}

impl Miss {
    pub(super) fn new<'a>(kind: &'static str, columns: impl IntoIterator<Item = &'a str>) -> Self {
        Self { kind, columns: columns.into_iter().map(str::to_owned).collect() }
    }
}

/// An article of the system, its rows put together.
struct Article<'a> {
    first: &'a ArticleRow,
    title: String,
    authors: BTreeSet<&'a str>,
}

impl<'a> Article<'a> {
    fn code(&self) -> &'a str {
        head(self.first.code.as_deref().unwrap_or_default(), 6)
    }
}

/// Title, first author, home region. Titles match by their first eight characters, or one inside the other.
fn articles(rows: &SystemRows, gold: &[GoldArticle], misses: &mut Vec<Miss>) -> ArticleFigures {
    let mut system: BTreeMap<&str, Article> = BTreeMap::new();
    for row in &rows.article {
        let article = system.entry(&row.iri).or_insert_with(|| Article {
            first: row,
            title: squeeze(&row.title),
            authors: BTreeSet::new(),
        });
        article.authors.extend(row.author.as_deref().filter(|name| !name.is_empty()));
    }
    let (mut right, mut asked) = (0, 0);
    for article in gold {
        let Some(name) = article.title.as_deref().filter(|name| !name.is_empty()) else { continue };
        asked += 1;
        let wanted = squeeze(name);
        let home = article.home_region.as_ref().map(|region| region.code.as_str());
        let found: Vec<&Article> = system
            .values()
            .filter(|s| !s.title.is_empty())
            .filter(|s| s.title.contains(head(&wanted, TITLE_HEAD)) || wanted.contains(&s.title))
            .collect();
        let whole = found.iter().any(|s| {
            article.authors.first().is_none_or(|first| s.authors.contains(first.as_str()))
                && home.is_none_or(|code| s.code() == code)
        });
        if whole {
            right += 1;
            continue;
        }
        let mut columns = vec![article.doc.clone(), name.to_owned(), home.unwrap_or("-").to_owned()];
        columns.extend(found.iter().map(|s| {
            let authors: Vec<&str> = s.authors.iter().copied().collect();
            format!("found: {}, {}, {}", s.first.title, authors.join(" "), s.code())
        }));
        misses.push(Miss { kind: "article", columns });
    }
    ArticleFigures { right, gold: asked, system: system.len() }
}

/// A number of either side.
struct Number {
    code: String,
    text: String,
    name: Name,
    value: f64,
    /// The quote or the evidence, without white space.
    words: String,
}

impl Number {
    fn new(code: &str, text: &str, value: f64, words: &str) -> Self {
        Self {
            code: head(code, 6).to_owned(),
            text: text.to_owned(),
            name: Name::new(text),
            value,
            words: squeeze(words),
        }
    }

    /// Whether the gold says this: region and value, and the indicator's words or the quote.
    fn matches(&self, gold: &Self) -> bool {
        let apart = (self.value - gold.value).abs();
        if self.code != gold.code || apart > 1e-6 * gold.value.abs().max(1.0) {
            return false;
        }
        let telling = (SHORTEST_QUOTE..=LONGEST_QUOTE).contains(&length(&self.words));
        self.name.same(&gold.name)
            || self.name.overlap(&gold.name) >= 0.5
            || telling && (gold.words.contains(&self.words) || self.words.contains(&gold.words))
    }
}

/// Observations: one of the system may stand for several of the gold, and several for one.
fn observations(rows: &SystemRows, gold: &[GoldArticle], misses: &mut Vec<Miss>) -> Figures {
    // Of an observation with several quotes the last counts, as in score.py.
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut system: Vec<Number> = Vec::new();
    for row in &rows.observation {
        let number = Number::new(&row.code, &row.text, row.value, row.quote.as_deref().unwrap_or_default());
        if let Some(&place) = places.get(row.iri.as_str()) {
            system[place] = number;
        } else {
            places.insert(&row.iri, system.len());
            system.push(number);
        }
    }
    let mut wanted: Vec<(Number, bool, &str)> = Vec::new();
    for article in gold {
        for x in &article.observations {
            let Some(value) = x.value else { continue };
            let number = Number::new(&x.region.code, &x.indicator, value, &x.evidence);
            wanted.push((number, x.core, &article.doc));
        }
    }
    let mut hit = vec![false; wanted.len()];
    let mut right = 0;
    for number in &system {
        let mut any = false;
        for (at, (gold, ..)) in wanted.iter().enumerate() {
            if number.matches(gold) {
                hit[at] = true;
                any = true;
            }
        }
        if any {
            right += 1;
        } else {
            let value = number.value.to_string();
            let columns = [number.code.as_str(), &number.text, &value, head(&number.words, 60)];
            misses.push(Miss::new("observation+", columns));
        }
    }
    let (mut found, mut asked) = (0, 0);
    for ((number, core, doc), hit) in wanted.iter().zip(hit) {
        asked += usize::from(*core);
        found += usize::from(*core && hit);
        if *core && !hit {
            let value = number.value.to_string();
            let columns = [*doc, &number.code, &number.text, &value, head(&number.words, 60)];
            misses.push(Miss::new("observation-", columns));
        }
    }
    Figures::new(found, asked, right, system.len())
}

/// A statute of the gold: region, title, the relations that will do, core or not.
struct Statute<'a> {
    code: &'a str,
    title: String,
    relations: BTreeSet<&'a str>,
    core: bool,
}

impl Statute<'_> {
    /// Whether this is the statute of that region by its title.
    fn names(&self, code: &str, title: &str) -> bool {
        let (ours, theirs) = (self.title.as_str(), title);
        self.code == code
            && length(ours).min(length(theirs)) >= SHORTEST_STATUTE
            && (ours.contains(theirs) || theirs.contains(ours))
    }

    /// Whether `relation` is one of those that will do; a draft and its hearing of the public are alike.
    fn accepts(&self, relation: &str) -> bool {
        self.relations.iter().any(|&ours| {
            ours == relation || [ours, relation].iter().all(|r| ["consulted", "drafting"].contains(r))
        })
    }
}

/// Statutes by region, title and relation; what is only cited is not asked for, and right to find.
fn statutes(rows: &SystemRows, gold: &[GoldArticle], misses: &mut Vec<Miss>) -> Figures {
    let system: BTreeSet<(&str, String, &str)> = rows
        .statute
        .iter()
        .map(|row| (head(&row.code, 6), title(&row.title), row.relation.as_str()))
        .collect();
    let wanted: Vec<Statute> = gold
        .iter()
        .flat_map(|article| &article.statutes)
        .map(|x| Statute {
            code: head(&x.region.code, 6),
            title: title(&x.statute),
            relations: [Some(x.relation.as_str()), x.also_relation.as_deref()]
                .into_iter()
                .flatten()
                .collect(),
            core: x.core,
        })
        .collect();
    let right = system
        .iter()
        .filter(|(code, title, relation)| {
            wanted.iter().any(|x| x.names(code, title) && (*relation == "cited" || x.accepts(relation)))
        })
        .count();
    let (mut found, mut asked) = (0, 0);
    for x in wanted.iter().filter(|x| x.core && !x.relations.contains("cited")) {
        asked += 1;
        if system.iter().any(|(code, title, relation)| x.names(code, title) && x.accepts(relation)) {
            found += 1;
        } else {
            let relations = x.relations.iter().copied().collect::<Vec<_>>().join(" | ");
            misses.push(Miss::new("statute-", [x.code, &x.title, &relations]));
        }
    }
    Figures::new(found, asked, right, system.len())
}

/// Whether each quote stands in the sources, both without white space.
fn evidence(rows: &SystemRows, sources: &str) -> EvidenceFigures {
    let adoptions = rows.adoption.iter().map(|row| &row.quote);
    let observations = rows.observation.iter().map(|row| &row.quote);
    let quotes: Vec<&str> = adoptions.chain(observations).map(|q| q.as_deref().unwrap_or_default()).collect();
    // A claim's quote comes again with each name of its mechanism: looked for once.
    let distinct: BTreeSet<&str> = quotes.iter().copied().filter(|quote| !quote.is_empty()).collect();
    let verbatim: BTreeSet<&str> = distinct.into_iter().filter(|q| sources.contains(&squeeze(q))).collect();
    EvidenceFigures {
        verbatim: quotes.iter().filter(|quote| verbatim.contains(*quote)).count(),
        quotes: quotes.len(),
        longest: quotes.iter().map(|quote| length(quote)).max().unwrap_or_default(),
    }
}
