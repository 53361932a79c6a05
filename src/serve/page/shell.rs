//! What every page has around it: head, search, ways to go, foot.

use maud::{DOCTYPE, Markup, html};

use super::super::{Form, Snapshot};
use super::asset;
use super::view::{CHINESE, THEMES, View};
use crate::query::body;
use crate::words::Words;

/// The ways that stand in the head: address and word.
const WAYS: &[(&str, &str)] = &[
    ("/mechanisms", "mechanisms"),
    ("/regions", "regions"),
    ("/statutes", "statutes"),
    ("/documents", "documents"),
    ("/articles", "articles"),
    ("/compare", "compare"),
    ("/conflicts", "conflicts"),
    ("/audit", "audit"),
    ("/candidates", "candidates"),
    ("/query", "query"),
];

/// The forms that the foot of a page offers.
const OFFERED: &[(Form, &str)] = &[
    (Form::Json, "JSON"),
    (Form::Csv, "CSV"),
    (Form::Turtle, "Turtle"),
    (Form::JsonLd, "JSON-LD"),
    (Form::RdfXml, "RDF/XML"),
    (Form::NTriples, "N-Triples"),
];

/// A whole page around its main part. The snapshot is what it speaks of; without one the foot says nothing of data.
pub(in crate::serve) fn shell(
    view: &View,
    title: &str,
    snapshot: Option<&Snapshot>,
    main: &Markup,
) -> Markup {
    let words = view.words;
    let text = |key| words.get("page", key);
    let [style, script, icon] = asset::addresses();
    html! {
        (DOCTYPE)
        html lang=(language(words)) data-theme=[view.theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content=(view.theme.unwrap_or("light dark"));
                title { @if view.path() != "/" { (title) " · " } (text("name")) }
                link rel="icon" href=(icon) type="image/svg+xml";
                link rel="stylesheet" href=(style);
                @for other in Words::ALL {
                    link rel="alternate" hreflang=(language(*other)) href=(view.in_language(*other));
                }
                script src=(script) defer {}
            }
            body {
                a.skip href="#main" { (text("skip")) }
                header.top { div.wrap {
                    a.brand href=(view.to("/")) { strong { "renda" } span { (text("name-short")) } }
                    @if view.path() != "/" && view.path() != "/search" { (search(view, "", false)) }
                    (choices(view))
                    nav.row aria-label=(text("ways")) { ul.ways {
                        @for (path, word) in WAYS {
                            li { a href=(view.to(path)) aria-current=[(view.path() == *path).then_some("page")] { (words.get("nav", word)) } }
                        }
                    } }
                } }
                main #main { div.wrap { (main) } }
                footer.foot { div.wrap {
                    p { (text("what-it-is")) }
                    p { (text("what-it-is-not")) }
                    @if let Some(snapshot) = snapshot {
                        p { (words.say("page-generation", &[("n", &snapshot.reader().generation())])) }
                    }
                    p { (text("licence")) }
                } }
            }
        }
    }
}

/// The tag of the language as a page carries it.
pub(super) fn language(words: Words) -> &'static str {
    match words {
        Words::Zh => CHINESE,
        Words::En => "en",
    }
}

/// The one field in which everything is looked for.
pub(super) fn search(view: &View, typed: &str, large: bool) -> Markup {
    let words = view.words;
    let text = |key| words.get("page", key);
    html! {
        form.search.large[large] role="search" action="/search" {
            label.hidden for="q" { (text("search")) }
            input #q type="search" name="q" value=(typed) placeholder=(text("search-hint")) autocomplete="off" maxlength="200";
            (kept_language(view))
            button type="submit" { (text("search-button")) }
        }
    }
}

/// Keeps the language through a form.
pub(in crate::serve) fn kept_language(view: &View) -> Markup {
    html! {
        @if view.words != Words::default() { input type="hidden" name="lang" value=(view.words.tag()); }
    }
}

/// The other language, and the next choice of colours. Where the system chooses, the style sheet knows what it chose and
/// offers the other; then light after dark, and the system's own after light.
fn choices(view: &View) -> Markup {
    let other = match view.words {
        Words::Zh => Words::En,
        Words::En => Words::Zh,
    };
    let next: &[&str] = match view.theme {
        None => &THEMES,
        Some(theme) if theme == THEMES[1] => &THEMES[..1],
        Some(_) => &["auto"],
    };
    let here = view.with(&[]);
    html! {
        div.choices {
            a href=(view.in_language(other)) lang=(language(other)) hreflang=(language(other)) { (other.get("page", "own-name")) }
            @for to in next {
                a class={ "to-" (to) } href=(view.ask("/theme", &[("to", to), ("back", &here)])) rel="nofollow" { (view.words.get("theme", to)) }
            }
        }
    }
}

/// Where the data of a page is: its other forms, and the query behind it.
pub(in crate::serve) fn data(view: &View, sparql: &str) -> Markup {
    let words = view.words;
    html! {
        section.data aria-labelledby="data" {
            h2 #data { (words.get("page", "data")) }
            @for (form, name) in OFFERED {
                a href=(view.form_address(*form, &[])) type=(form.media_type()) rel="alternate" { (name) }
            }
            @if !sparql.is_empty() {
                a href=(view.ask("/query", &[("query", body(sparql))])) rel="nofollow" { (words.get("page", "sparql")) }
            }
        }
    }
}
