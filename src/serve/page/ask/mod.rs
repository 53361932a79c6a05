//! `/query`: a place to write SPARQL, with the named queries to begin with.
//!
//! Takes a query, or the name of one with its parameters, from the address, so that a question can be kept and passed on.
//! Gives the page with the answer of a worker; as any form but HTML it leads to the endpoint. Never shows a part of an
//! answer as the whole.

mod answer;
mod fault;
mod program;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::super::relay::whole;
use super::super::{Form, Problem, Site, origin, sparql};
use super::shell;
use super::view::View;
use crate::query::foreign::Asked;
use crate::query::{Filled, NamedQuery, REPORTS, body, fill, named, parameters};
use crate::vocab::PREFIXES;
use answer::Answer;

/// The longest answer that becomes a page.
const LONGEST: usize = 16 << 20;

/// What stands in the field of who asked nothing yet.
const EXAMPLE: &str = "SELECT ?region ?name ?mechanism ?since WHERE {
  ?fact a rd:Adoption ; rd:region ?region ; rd:mechanism ?mechanism .
  ?region skos:prefLabel ?name .
  OPTIONAL { ?fact rd:since ?since }
}
ORDER BY DESC(?since)
LIMIT 20";

/// What an address asks.
#[derive(Default)]
struct Question {
    named: Option<&'static NamedQuery<'static>>,
    /// The query; `None` where nothing is asked.
    sparql: Option<String>,
    /// Choices that were made for it, such as between homonyms.
    notes: Vec<String>,
}

/// The page, or the way to the same answer in another form.
pub(in crate::serve) async fn page(
    site: &Site,
    view: &View,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let form = view.form()?;
    let (question, mut came) = match question(site, view).await {
        Ok(question) => (question, None),
        Err(problem) if form == Form::Html && problem.status() == StatusCode::BAD_REQUEST => {
            (Question { named: asked_by_name(view), ..Question::default() }, Some(Err(problem)))
        }
        Err(problem) => return Err(problem),
    };
    if form != Form::Html {
        return Ok(elsewhere(question.sparql.as_deref(), form));
    }
    if let Some(text) = &question.sparql {
        came = Some(answer(site, headers, text).await);
    }
    let status = match &came {
        Some(Err(problem)) => problem.status(),
        _ => StatusCode::OK,
    };
    let endpoint = format!("{}/sparql", origin::own(headers)?);
    let main = main(view, &endpoint, &question, came.as_ref());
    let title = match question.named {
        Some(query) => query.title(view.words.tag()),
        None => view.words.get("nav", "query"),
    };
    let page = shell::shell(view, title, Some(&site.snapshot()), &main).into_string();
    let headers =
        [(CONTENT_TYPE, form.content_type()), (VARY, "accept, cookie"), (CACHE_CONTROL, "no-cache")];
    Ok((status, headers, page).into_response())
}

fn asked_by_name(view: &View) -> Option<&'static NamedQuery<'static>> {
    view.get("named").and_then(named)
}

/// What the address asks: a query as it was written, or a named one with its parameters.
async fn question(site: &Site, view: &View) -> Result<Question, Problem> {
    if let Some(sparql) = view.get("query") {
        // Forms send line breaks as two characters, which programs that copy the query should not.
        return Ok(Question { sparql: Some(sparql.replace("\r\n", "\n")), ..Question::default() });
    }
    let Some(name) = view.get("named") else { return Ok(Question::default()) };
    let query = named(name)
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("no query of renda is called {name}")))?;
    let values = parameters(query.sparql).filter_map(|p| Some((p.name, view.get(p.name)?.to_owned())));
    let values: Vec<(&str, String)> = values.collect();
    let Filled { sparql, notes } = site
        .ask(move |snapshot| {
            let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            fill(snapshot.reader(), query.sparql, &values)
        })
        .await?;
    Ok(Question { named: Some(query), sparql: Some(body(&sparql).to_owned()), notes })
}

/// The way to the endpoint, which answers in forms for programs.
fn elsewhere(sparql: Option<&str>, form: Form) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(sparql.map(|sparql| ("query", sparql)));
    query.extend_pairs(form.names().first().map(|name| ("format", name)));
    let headers = [(LOCATION, format!("/sparql?{}", query.finish())), (VARY, "accept".to_owned())];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Has a worker answer.
async fn answer(site: &Site, headers: &HeaderMap, text: &str) -> Result<Answer, Problem> {
    let asked = Asked {
        sparql: text.to_owned(),
        base: Some(sparql::base(site, headers)?),
        rows: Some(Form::ResultsJson.media_type().to_owned()),
        graph: Some(Form::Turtle.media_type().to_owned()),
        ..Asked::default()
    };
    let request = serde_json::to_vec(&asked).map_err(|_| Problem::internal())?;
    let snapshot = site.snapshot();
    let (head, body) = whole(site.pool(&snapshot)?, request, site.settings().timeout, LONGEST).await?;
    let read = tokio::task::spawn_blocking(move || Answer::read(&head, body)).await;
    read.map_err(|_| Problem::internal())?.ok_or_else(Problem::internal)
}

fn main(view: &View, endpoint: &str, question: &Question, came: Option<&Result<Answer, Problem>>) -> Markup {
    let text = |key| view.words.get("ask", key);
    let fault = match came {
        Some(Err(problem)) => Some(problem),
        _ => None,
    };
    let shown = question.sparql.as_deref().unwrap_or(EXAMPLE);
    html! {
        h1 { (view.words.get("nav", "query")) }
        @if let Some(query) = question.named { (by_name(view, query)) } @else { p.lead { (text("lead")) } }
        form.ask action="/query" {
            label for="query" { (text("field")) }
            textarea #query name="query" rows=(shown.lines().count().clamp(8, 20)) spellcheck="false" autocapitalize="off" autocomplete="off" required
                aria-describedby=[fault.map(|_| "fault")] aria-invalid=[fault.map(|_| "true")] {
                // HTML takes the first line break of a field away.
                "\n" (shown)
            }
            (shell::kept_language(view))
            button type="submit" { (text("run")) }
        }
        @if let Some(problem) = fault { (fault::show(view, question.sparql.as_deref(), problem)) }
        (prefixes(view))
        @if let Some(Ok(answer)) = came {
            section.answer aria-labelledby="answer" {
                h2 #answer { (text("answer")) }
                @for note in &question.notes { p.soft { (note) } }
                (answer.show(view))
            }
        }
        @if let (Some(sparql), Some(came)) = (&question.sparql, came) {
            (program::elsewhere(view, endpoint, sparql, came.as_ref()))
        }
        (examples(view))
    }
}

/// A named query with a field for each of its parameters.
fn by_name(view: &View, query: &NamedQuery<'_>) -> Markup {
    let language = view.words.tag();
    let fields: Vec<_> = parameters(query.sparql).collect();
    html! {
        section aria-labelledby="named" {
            h2 #named { (query.title(language)) }
            @if let Some(question) = query.question(language) { p.also { (question) } }
            @if !fields.is_empty() {
                form.filter action="/query" {
                    input type="hidden" name="named" value=(query.name);
                    @for field in fields {
                        label { (view.words.head(field.name)) input name=(field.name) value=[view.get(field.name)] autocomplete="off"; }
                    }
                    (shell::kept_language(view))
                    button type="submit" { (view.words.get("ask", "run")) }
                }
                p.soft.small { (view.words.get("ask", "may-stay-empty")) }
            }
        }
    }
}

fn prefixes(view: &View) -> Markup {
    html! {
        details.small {
            summary { (view.words.get("ask", "prefixes")) }
            dl.prefixes { @for (prefix, space) in PREFIXES { div { dt { code { (prefix) ":" } } dd { code { (space) } } } } }
        }
    }
}

/// The named queries: each runs as it is.
fn examples(view: &View) -> Markup {
    let language = view.words.tag();
    html! {
        section aria-labelledby="examples" {
            h2 #examples { (view.words.get("ask", "examples")) }
            p.soft { (view.words.get("ask", "examples-how")) }
            ul.examples { @for query in REPORTS { li {
                a href=(view.ask("/query", &[("named", query.name)])) rel="nofollow" { (query.title(language)) }
                @if let Some(question) = query.question(language) { span.soft { (question) } }
            } } }
        }
    }
}
