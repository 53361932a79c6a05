//! What a web page says of itself in its head: meta tags, JSON-LD, its title.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::resource::HtmlRules;

/// What a web page says of itself.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) issued: Option<String>,
    pub(super) author: Option<String>,
    pub(super) source: Option<String>,
    pub(super) site: Option<String>,
}

/// So deep objects of JSON-LD are looked into.
const DEEP: usize = 6;

pub(super) fn said(rules: &HtmlRules, html: &Html) -> Said {
    let mut metas: Vec<(String, &str)> = Vec::new();
    let mut said = Said::default();
    for element in elements(html, "meta") {
        let key = ["name", "property", "itemprop"].into_iter().find_map(|key| element.attr(key));
        if let (Some(key), Some(content)) = (key, element.attr("content").filter(|c| !c.trim().is_empty())) {
            metas.push((key.trim().to_lowercase(), content.trim()));
        }
    }
    let meta = |names: &[String]| {
        names
            .iter()
            .find_map(|name| metas.iter().find(|(key, _)| key == name).map(|(_, value)| (*value).to_owned()))
    };
    for element in elements(html, "script[type='application/ld+json']") {
        let text: String = element.text().collect();
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            said.of_json(&value, 0);
        }
    }
    let names = &rules.meta;
    let canonical =
        || elements(html, "link[rel='canonical']").first().and_then(|e| e.attr("href")).map(str::to_owned);
    said.title = meta(&names.title).or(said.title);
    said.url = meta(&names.url).or(said.url).or_else(canonical).filter(|url| url.starts_with("http"));
    said.issued = meta(&names.issued).or(said.issued);
    said.author = meta(&names.author).or(said.author);
    said.source = meta(&names.source).or(said.source);
    said.site = meta(&names.site).or(said.site);
    said
}

/// The words of the page's `title`.
pub(super) fn window_title(html: &Html) -> Option<String> {
    let title: String = elements(html, "title").first()?.text().collect();
    Some(title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty())
}

/// A page's title without the names of the site and its columns behind it.
pub(super) fn without_site(rules: &HtmlRules, title: &str) -> String {
    let cut = rules.title_ends.iter().filter_map(|end| title.find(end.as_str())).filter(|at| *at > 0).min();
    title[..cut.unwrap_or(title.len())].trim().to_owned()
}

fn elements<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("the selectors of this file are right");
    html.select(&selector).collect()
}

impl Said {
    fn of_json(&mut self, value: &Value, depth: usize) {
        if depth > DEEP {
            return;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.of_json(value, depth + 1)),
            Value::Object(object) => {
                let get = |key: &str| object.get(key).and_then(words);
                if object.contains_key("headline") || object.contains_key("datePublished") {
                    self.title = self.title.take().or_else(|| get("headline"));
                    self.issued = self.issued.take().or_else(|| get("datePublished"));
                    self.author = self.author.take().or_else(|| get("author"));
                    self.site = self.site.take().or_else(|| get("publisher"));
                    self.url = self.url.take().or_else(|| get("url"));
                }
                if let Some(graph) = object.get("@graph") {
                    self.of_json(graph, depth + 1);
                }
            }
            _ => {}
        }
    }
}

/// A string, the name of a thing, or the names of several.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()),
        Value::Object(thing) => thing.get("name").and_then(Value::as_str).map(str::to_owned),
        Value::Array(values) => {
            let names: Vec<String> = values.iter().filter(|v| !v.is_array()).filter_map(words).collect();
            (!names.is_empty()).then(|| names.join(" "))
        }
        _ => None,
    }
}
