//! How a request wants its page: in which language and colours, in which form, and where it stands.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};

use super::super::{Form, Problem, Wish, choose, without_ending};
use crate::query::BASE;
use crate::text::is_han;
use crate::words::Words;

/// The forms of a page, the one for people first.
const FORMS: &[Form] =
    &[Form::Html, Form::Json, Form::Csv, Form::Turtle, Form::NTriples, Form::RdfXml, Form::JsonLd];

/// How a request wants its page.
#[derive(Debug, Clone)]
pub(in crate::serve) struct View {
    /// The language, from `lang=`.
    pub(in crate::serve) words: Words,
    /// The colours, from a cookie; `None` follows the system.
    pub(in crate::serve) theme: Option<&'static str>,
    path: String,
    pairs: Vec<(String, String)>,
    accept: Option<String>,
    ending: Option<String>,
}

/// The tag of Chinese as articles are written in it: simplified, so that no font of another country is taken.
pub(super) const CHINESE: &str = "zh-Hans";

/// The colours that may be chosen instead of the system's.
pub(super) const THEMES: [&str; 2] = ["light", "dark"];
/// The cookie that keeps the choice.
pub(super) const THEME: &str = "theme";

impl<S: Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self::new(parts.uri.path(), query, &parts.headers))
    }
}

impl View {
    /// Of an address and the headers sent to it.
    pub(in crate::serve) fn new(path: &str, query: &str, headers: &HeaderMap) -> Self {
        let mut pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let language = pairs.iter().find(|(name, _)| name == "lang").map(|(_, value)| value.as_str());
        let words =
            Words::ALL.iter().copied().find(|words| Some(words.tag()) == language).unwrap_or_default();
        pairs.retain(|(name, value)| name != "lang" && !value.is_empty());
        let accepts: Vec<&str> =
            headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
        let (path, ending) = without_ending(path);
        Self {
            words,
            theme: theme(headers),
            path: if path == "/index" { "/".to_owned() } else { path.to_owned() },
            pairs,
            accept: (!accepts.is_empty()).then(|| accepts.join(",")),
            ending: ending.map(str::to_owned),
        }
    }

    /// The path without the ending that names a form.
    pub(in crate::serve) fn path(&self) -> &str {
        &self.path
    }

    /// What the address says for a name; `None` where it says nothing or nothing but blanks.
    pub(in crate::serve) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    }

    /// What the address says for a name that may stand in it several times.
    pub(in crate::serve) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Of names in Chinese and in English, the one of this language.
    pub(in crate::serve) fn name<'a>(&self, names: &'a [String; 2]) -> &'a str {
        &names[usize::from(self.words == Words::En)]
    }

    /// The language of words that stand in Chinese on a page that does not; `None` where the page's own will do.
    pub(in crate::serve) fn foreign(&self, words: &str) -> Option<&'static str> {
        (self.words == Words::En && words.chars().any(is_han)).then_some(CHINESE)
    }

    /// The form that is wanted.
    ///
    /// # Errors
    /// 406 where none of ours will do.
    pub(in crate::serve) fn form(&self) -> Result<Form, Problem> {
        let wish = Wish { accept: self.accept.as_deref(), named: self.ending.as_deref() };
        choose(FORMS, wish).ok_or_else(|| {
            Problem::new(
                StatusCode::NOT_ACCEPTABLE,
                "a page comes as HTML, JSON, CSV, Turtle, N-Triples, RDF/XML or JSON-LD",
            )
        })
    }

    /// The address of a path in this language.
    pub(in crate::serve) fn to(&self, path: &str) -> String {
        self.address(path, &[], self.words)
    }

    /// The address of a path with what it is asked.
    pub(in crate::serve) fn ask(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        self.address(path, pairs, self.words)
    }

    /// This address with other values for some names; an empty value takes the name out.
    pub(in crate::serve) fn with(&self, changed: &[(&str, &str)]) -> String {
        self.changed(&self.path, changed, self.words)
    }

    /// This address as another form.
    pub(in crate::serve) fn form_address(&self, form: Form, changed: &[(&str, &str)]) -> String {
        let stem = if self.path == "/" { "/index" } else { &self.path };
        let ending = form.names().first().copied().unwrap_or_default();
        self.changed(&format!("{stem}.{ending}"), changed, self.words)
    }

    /// This address in another language.
    pub(super) fn in_language(&self, words: Words) -> String {
        self.changed(&self.path, &[], words)
    }

    /// Where a thing of the graph has its page: here if it is ours, else where its IRI leads.
    pub(in crate::serve) fn thing(&self, iri: &str) -> String {
        match iri.strip_prefix(BASE) {
            Some(path) => self.to(&format!("/{path}")),
            None => iri.to_owned(),
        }
    }

    fn changed(&self, path: &str, changed: &[(&str, &str)], words: Words) -> String {
        let kept = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = kept.filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
        let pairs: Vec<_> =
            kept.chain(changed.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
        self.address(path, &pairs, words)
    }

    /// `path?pairs#fragment`, where the path may end in a fragment.
    #[expect(clippy::unused_self, reason = "reads as the view's own address")]
    fn address(&self, path: &str, pairs: &[(&str, &str)], words: Words) -> String {
        let (path, fragment) = path.split_once('#').map_or((path, None), |(path, at)| (path, Some(at)));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        if words != Words::default() {
            query.append_pair("lang", words.tag());
        }
        let query = query.finish();
        let mut address = path.to_owned();
        if !query.is_empty() {
            address = format!("{address}?{query}");
        }
        if let Some(fragment) = fragment {
            address = format!("{address}#{fragment}");
        }
        address
    }
}

fn theme(headers: &HeaderMap) -> Option<&'static str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let chosen = cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == THEME)
        .map(|(_, value)| value.to_owned())?;
    THEMES.into_iter().find(|theme| *theme == chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(path: &str, query: &str) -> View {
        View::new(path, query, &HeaderMap::new())
    }

    #[test]
    fn the_language_stays_on_every_address_and_the_fragment_comes_last() {
        let view = view("/region/141100", "lang=en&page=2&status=adopted");
        assert_eq!(view.to("/mechanisms"), "/mechanisms?lang=en");
        assert_eq!(view.thing("https://w3id.org/renda/article/ab#char=1,2"), "/article/ab?lang=en#char=1,2");
        assert_eq!(view.with(&[("page", "")]), "/region/141100?status=adopted&lang=en");
        assert_eq!(view.in_language(Words::Zh), "/region/141100?page=2&status=adopted");
        assert_eq!(view.thing("https://example.org/"), "https://example.org/");
    }

    #[test]
    fn chinese_words_are_told_apart_on_an_english_page_only() {
        let english = view("/", "lang=en");
        assert_eq!((english.foreign("兴县 county"), english.foreign("county 1·2")), (Some("zh-Hans"), None));
        assert_eq!(view("/", "").foreign("兴县"), None);
    }

    #[test]
    fn what_is_typed_is_escaped() {
        let view = view("/search.json", "q=%3Cb%3E%26+x");
        assert_eq!((view.path(), view.get("q")), ("/search", Some("<b>& x")));
        assert_eq!(view.form().unwrap(), Form::Json);
        assert_eq!(view.with(&[("page", "2")]), "/search?q=%3Cb%3E%26+x&page=2");
        assert_eq!(view.form_address(Form::Csv, &[]), "/search.csv?q=%3Cb%3E%26+x");
    }
}
