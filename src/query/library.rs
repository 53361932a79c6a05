//! The named queries: `queries/report/*.rq` for users, `queries/check/*.rq` for `renda validate`, `queries/view/*.rq`
//! for the library itself. All are plain SPARQL 1.1 that runs on any store; a header of comments describes them.

/// A query with its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedQuery<'a> {
    /// The file name without its ending.
    pub name: &'a str,
    /// The file.
    pub sparql: &'a str,
}

macro_rules! queries {
    ($(#[$doc:meta])* $vis:vis $list:ident in $folder:literal: $($name:literal),+ $(,)?) => {
        $(#[$doc])*
        $vis const $list: &[NamedQuery<'static>] = &[$(NamedQuery {
            name: $name,
            sparql: include_str!(concat!("../../queries/", $folder, "/", $name, ".rq")),
        }),+];
    };
}

queries! {
    /// What `renda query` lists.
    pub REPORTS in "report":
    "adopted", "region", "mechanism", "movers", "firsts", "tiers", "provinces", "together",
    "observations", "indicator", "statutes", "statute", "inspected", "documents", "topics", "partners", "learning",
    "committees", "authors", "events", "reprint", "sources", "coverage", "candidates", "glosses",
    "conflicts", "audit", "audit-below", "audit-share", "hardness",
}

queries! {
    /// What must give no row.
    pub(super) CHECKS in "check":
    "evidence-missing", "quote-of-another-article", "article-without-body", "article-without-source",
    "claim-without-article", "claim-outside-its-article", "claim-without-region-description",
    "claim-without-mechanism-description", "claim-without-fact", "statute-without-title", "adoption-without-claim",
    "fact-incomplete", "fact-of-another-key", "fact-with-status-nobody-claims", "fact-with-two-statuses",
    "two-facts-for-a-key", "adopts-without-fact", "conflict-of-one", "dataset-miscounted",
}

/// One of the library's own queries.
macro_rules! view {
    ($name:literal) => {
        include_str!(concat!("../../queries/view/", $name, ".rq"))
    };
}
pub(super) use view;

/// The named query of this name.
pub fn named(name: &str) -> Option<&'static NamedQuery<'static>> {
    REPORTS.iter().find(|q| q.name == name)
}

impl<'a> NamedQuery<'a> {
    /// What it is about, in a language (`zh`, `en`), else in the other.
    pub fn title(&self, language: &str) -> &'a str {
        self.told("title", language).unwrap_or(self.name)
    }

    /// A question that it answers, as a user would ask it; in a language, else in the other.
    pub fn question(&self, language: &str) -> Option<&'a str> {
        self.told("question", language)
    }

    /// Its columns in their order.
    pub fn columns(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        header(self.sparql, "columns").flat_map(|names| names.split(',')).map(str::trim)
    }

    fn told(&self, what: &str, language: &str) -> Option<&'a str> {
        let keys = [language, "zh", "en"].map(|language| format!("{what}-{language}"));
        keys.iter().find_map(|key| header(self.sparql, key).next())
    }
}

/// What a parameter is, and so how a value that a user typed becomes a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// A region by name or code.
    Region,
    /// A mechanism by any label.
    Mechanism,
    /// An indicator by any label.
    Indicator,
    /// A statute by its title; several where several regions have one of that title.
    Statute,
    /// An IRI.
    Iri,
    /// An integer.
    Integer,
    /// Words.
    Text,
}

impl ParamKind {
    /// All kinds, with their words in headers.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("region", Self::Region),
        ("mechanism", Self::Mechanism),
        ("indicator", Self::Indicator),
        ("statute", Self::Statute),
        ("iri", Self::Iri),
        ("integer", Self::Integer),
        ("text", Self::Text),
    ];

    /// The kind of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
    }
}

/// A parameter of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter<'a> {
    /// The variable.
    pub name: &'a str,
    /// What it is.
    pub kind: ParamKind,
}

/// The parameters that a query's header declares: lines `# param NAME: KIND`.
///
/// ```
/// use renda::query::{ParamKind, named, parameters};
/// let region = parameters(named("region").unwrap().sparql).next().unwrap();
/// assert_eq!((region.name, region.kind), ("region", ParamKind::Region));
/// ```
pub fn parameters(sparql: &str) -> impl Iterator<Item = Parameter<'_>> {
    sparql.lines().filter_map(|line| line.strip_prefix("# param ")).filter_map(|line| {
        let (name, kind) = line.split_once(':')?;
        let kind = ParamKind::of(kind.trim()).unwrap_or(ParamKind::Text);
        Some(Parameter { name: name.trim(), kind })
    })
}

/// A query without the comments at its top.
pub fn body(sparql: &str) -> &str {
    let header = sparql.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
    &sparql[header..]
}

fn header<'a>(sparql: &'a str, key: &str) -> impl Iterator<Item = &'a str> {
    sparql
        .lines()
        .take_while(|line| line.starts_with('#'))
        .filter_map(move |line| line.strip_prefix("# ")?.strip_prefix(key)?.strip_prefix(": "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::bind;
    use oxigraph::model::{NamedNode, Term};
    use oxigraph::sparql::SparqlEvaluator;

    #[test]
    fn every_query_is_sparql_and_takes_the_parameters_it_declares() {
        let any = || vec![Term::from(NamedNode::new("https://example.org/x").unwrap())];
        for query in REPORTS.iter().chain(CHECKS) {
            let all: Vec<_> = parameters(query.sparql).map(|p| (p.name, any())).collect();
            let bound = bind(query.sparql, &all).unwrap();
            for text in [query.sparql, &bound] {
                if let Err(error) = SparqlEvaluator::new().parse_query(text) {
                    panic!("{}: {error}", query.name);
                }
            }
            assert_ne!(query.title("zh"), query.name, "a title in Chinese");
            assert_ne!(query.title("en"), query.name, "a title in English");
        }
        for query in REPORTS {
            assert_ne!(
                query.question("zh"),
                query.question("en"),
                "{}: a question in both languages",
                query.name
            );
        }
    }

    #[test]
    fn every_file_is_in_a_list() {
        for (folder, list) in [("report", REPORTS), ("check", CHECKS)] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("queries").join(folder);
            let mut files: Vec<_> = std::fs::read_dir(folder)
                .unwrap()
                .map(|f| f.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            let mut names: Vec<_> = list.iter().map(|q| q.name.to_owned()).collect();
            files.sort();
            names.sort();
            assert_eq!(files, names);
        }
    }
}
