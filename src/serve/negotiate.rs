//! Which of the forms on offer a client gets.
//!
//! Takes what a client asks for: `Accept`, and a name from `format=` or from the ending of an address. Gives one of the
//! forms on offer. Never gives one that the client refused; a header that is not understood counts as none.

use mediatype::{MediaTypeList, Name, ReadParams as _};

use super::form::Form;

/// What a client asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wish<'a> {
    /// The header `Accept`; several are joined by commas.
    pub accept: Option<&'a str>,
    /// A name or media type that the address carries, which says more than a header that a program always sends.
    pub named: Option<&'a str>,
}

/// Chooses among forms, of which the first is ours where the client has no wish; `None` where none will do (406).
///
/// Of forms that are wanted equally (RFC 9110, 12.5.1), the one that is named most exactly is taken, then the one that
/// the client names first, then the one that we name first. A name that only belongs to forms that are not on offer is
/// no wish here: clients add `format=json` to every query, though a graph has no such form.
///
/// ```
/// use renda::serve::{Form, Wish, choose};
/// let wish = Wish { accept: Some("text/csv;q=0.5, application/sparql-results+xml"), named: None };
/// assert_eq!(choose(Form::RESULTS, wish), Some(Form::ResultsXml));
/// assert_eq!(choose(Form::RESULTS, Wish { named: Some("tsv"), ..wish }), Some(Form::Tsv));
/// assert_eq!(choose(Form::GRAPH, wish), None);
/// ```
pub fn choose(offered: &[Form], wish: Wish<'_>) -> Option<Form> {
    if let Some(word) = wish.named {
        if let Some(form) = offered.iter().find(|form| form.is_named(word)) {
            return Some(*form);
        }
        if !Form::ALL.iter().any(|form| form.is_named(word)) {
            return None;
        }
    }
    let ranges = wish.accept.map(ranges).unwrap_or_default();
    if ranges.is_empty() {
        return offered.first().copied();
    }
    let mut best: Option<(Weight, Form)> = None;
    for &form in offered {
        if let Some(weight) = weigh(&ranges, form)
            && best.is_none_or(|(before, _)| weight > before)
        {
            best = Some((weight, form));
        }
    }
    best.map(|(_, form)| form)
}

/// An address without the ending that names a form, and that form's name; an address without such an ending as it is.
///
/// ```
/// use renda::serve::without_ending;
/// assert_eq!(without_ending("region/141100.ttl"), ("region/141100", Some("ttl")));
/// assert_eq!(without_ending("region/1.4"), ("region/1.4", None));
/// ```
pub fn without_ending(path: &str) -> (&str, Option<&str>) {
    match path.rsplit_once('.') {
        Some((stem, word)) if Form::ALL.iter().any(|form| form.names().contains(&word)) => (stem, Some(word)),
        _ => (path, None),
    }
}

/// How much a form is wanted: thousandths, how exactly it was named, how early. The later field decides only between
/// equals of the one before.
type Weight = (u16, Exactness, std::cmp::Reverse<usize>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exactness {
    Anything,
    Type,
    OtherName,
    OwnName,
}

/// A range of media types and how much it is wanted.
struct Range {
    media_type: String,
    thousandths: u16,
}

impl Range {
    fn fits(&self, form: Form) -> Option<Exactness> {
        let own = form.media_type();
        if self.media_type == "*/*" {
            Some(Exactness::Anything)
        } else if let Some(kind) = self.media_type.strip_suffix("/*") {
            own.split_once('/')
                .is_some_and(|(own, _)| own.eq_ignore_ascii_case(kind))
                .then_some(Exactness::Type)
        } else if own.eq_ignore_ascii_case(&self.media_type) {
            Some(Exactness::OwnName)
        } else {
            form.is(&self.media_type).then_some(Exactness::OtherName)
        }
    }
}

/// The weight of a form by the range that names it most exactly; `None` where none does, or that one refuses it.
fn weigh(ranges: &[Range], form: Form) -> Option<Weight> {
    let fitting = ranges
        .iter()
        .enumerate()
        .filter_map(|(place, range)| Some((range.fits(form)?, std::cmp::Reverse(place), range.thousandths)));
    let (exactness, place, thousandths) = fitting.max()?;
    (thousandths > 0).then_some((thousandths, exactness, place))
}

/// The ranges of a header; parts that are no media range are passed over.
fn ranges(accept: &str) -> Vec<Range> {
    MediaTypeList::new(accept)
        .flatten()
        .map(|media| Range {
            media_type: media.essence().to_string(),
            thousandths: media.get_param(Q).map_or(1000, |value| thousandths(value.as_str())),
        })
        .collect()
}

const Q: Name<'_> = Name::new_unchecked("q");

/// A weight in thousandths, from its at most three decimals; what is no weight is the full one.
fn thousandths(quality: &str) -> u16 {
    let (whole, decimals) = quality.split_once('.').unwrap_or((quality, ""));
    match (whole, format!("{decimals:0<3}").parse::<u16>()) {
        ("0", Ok(thousandths @ 0..1000)) => thousandths,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_accept(offered: &[Form], accept: &str) -> Option<Form> {
        choose(offered, Wish { accept: Some(accept), named: None })
    }

    #[test]
    fn who_has_no_wish_gets_ours() {
        for accept in ["*/*", "", ",", "nonsense", "*/*;q=0.1", "application/*"] {
            assert_eq!(by_accept(Form::RESULTS, accept), Some(Form::ResultsJson), "{accept}");
        }
        assert_eq!(choose(Form::GRAPH, Wish::default()), Some(Form::Turtle));
    }

    #[test]
    fn quality_exactness_and_order_decide() {
        for (accept, form) in [
            ("text/csv", Form::Csv),
            ("TEXT/CSV", Form::Csv),
            ("text/csv; charset=utf-8", Form::Csv),
            ("text/csv;q=0.3, text/tab-separated-values;q=0.4", Form::Tsv),
            ("text/csv, */*", Form::Csv),
            ("text/csv;q=0.1, */*;q=0.9", Form::ResultsJson),
            ("application/*;q=0.9, application/sparql-results+json;q=0.1", Form::ResultsXml),
            ("text/tab-separated-values, text/csv", Form::Tsv),
            ("application/json", Form::ResultsJson),
            ("application/xml", Form::ResultsXml),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Form::ResultsXml),
            ("text/csv;q=1.000", Form::Csv),
            ("image/png, text/csv;q=0.001", Form::Csv),
            ("*/*, application/sparql-results+json;q=0", Form::ResultsXml),
            ("a=\"b,c\", text/csv", Form::Csv),
        ] {
            assert_eq!(by_accept(Form::RESULTS, accept), Some(form), "{accept}");
        }
    }

    #[test]
    fn what_is_refused_is_never_given() {
        for accept in
            ["image/png", "text/csv;q=0", "image/*, */*;q=0", "application/sparql-results+json;q=0.000"]
        {
            assert_eq!(by_accept(Form::RESULTS, accept), None, "{accept}");
        }
    }

    /// What `SPARQLWrapper`, rdflib, Jena and browsers send.
    #[test]
    fn clients_get_what_they_can_read() {
        for (offered, accept, form) in [
            (Form::RESULTS, "application/sparql-results+xml", Form::ResultsXml),
            (
                Form::RESULTS,
                "application/sparql-results+json,application/json,text/javascript,application/javascript",
                Form::ResultsJson,
            ),
            (Form::GRAPH, "application/turtle,text/turtle", Form::Turtle),
            (
                Form::GRAPH,
                "text/rdf+n3,application/n-triples,application/turtle,application/n3",
                Form::NTriples,
            ),
            (
                Form::GRAPH,
                "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7",
                Form::Turtle,
            ),
            (Form::GRAPH, "application/ld+json,application/x-json+ld", Form::JsonLd),
            (
                Form::GRAPH,
                "application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted\"",
                Form::JsonLd,
            ),
            (
                &[Form::Html, Form::Turtle],
                "text/html,application/xhtml+xml,application/xml;q=0.9",
                Form::Html,
            ),
            (&[Form::Html, Form::Turtle], "text/turtle", Form::Turtle),
        ] {
            assert_eq!(by_accept(offered, accept), Some(form), "{accept}");
        }
    }

    #[test]
    fn a_name_in_the_address_goes_before_the_header() {
        let wish = |named| Wish { accept: Some("text/csv"), named: Some(named) };
        assert_eq!(choose(Form::RESULTS, wish("json")), Some(Form::ResultsJson));
        assert_eq!(choose(Form::GRAPH, wish("json")), Some(Form::JsonLd));
        assert_eq!(choose(Form::RESULTS, wish("application/sparql-results+xml")), Some(Form::ResultsXml));
        assert_eq!(choose(Form::RESULTS, wish("turtle")), Some(Form::Csv), "of another kind: no wish");
        assert_eq!(choose(Form::RESULTS, wish("excel")), None, "known to nobody");
    }
}
