//! Whoever writes articles wants scripts in pages: what `fixtures/page/payloads.toml` holds stands as title, author, name of
//! a mechanism, gloss, number, statute, source and text, and is words in every page and in every form of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;
use renda::model::{Record, Relation, Status};
use renda::serve::{Settings, Site, Snapshot, app};
use renda::store::Reader;
use scraper::{ElementRef, Html};

use crate::browser;
use crate::explorer::{HTML, Page, all, as_form, get_of};
use crate::sample::{Draft, write};
use crate::support::fixture_text;

/// The payloads, each with the address of the article that is made of it.
fn payloads() -> &'static [(String, String)] {
    static PAYLOADS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    PAYLOADS.get_or_init(|| {
        let table: BTreeMap<String, Vec<String>> =
            toml::from_str(&fixture_text("page/payloads.toml")).unwrap();
        let payloads = table.into_values().flatten();
        payloads.map(|payload| (format!("/article/{}", article(&payload).id), payload)).collect()
    })
}

fn article(payload: &str) -> Record {
    let body = format!("吕梁市推行“{payload}制”。\n{payload}\n全市有{payload}120个。");
    let words = format!("推行“{payload}制”");
    Draft::new(payload, "141100", "2024-01-08", &body)
        .by(payload)
        .found_in(payload)
        .adopts("141100", ("", payload), Status::Adopted, &words, |claim| {
            claim.gloss = Some(payload.to_owned());
            claim.topic = Some(payload.to_owned());
            claim.region_as_printed = Some(payload.to_owned());
        })
        .counts("141100", payload, 120, payload, &format!("全市有{payload}120个"))
        .acts("141100", Relation::Inspected, payload, &words)
        .done()
}

/// A store of articles made of them; nobody writes to it.
pub(crate) fn store() -> &'static std::path::Path {
    static STORE: OnceLock<std::path::PathBuf> = OnceLock::new();
    STORE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap().keep().join("db");
        write(&dir, &payloads().iter().map(|(_, payload)| article(payload)).collect::<Vec<_>>());
        dir
    })
}

fn get(address: &str) -> Page {
    static SITE: OnceLock<Arc<Site>> = OnceLock::new();
    let open = || Site::new(Snapshot::new(Reader::open(store()).unwrap()), Settings::default(), None);
    get_of(app(Arc::clone(SITE.get_or_init(open))), address, HTML)
}

fn typed(payload: &str) -> String {
    form_urlencoded::byte_serialize(payload.as_bytes()).collect()
}

/// Two regions side by side, with all that is told of one of them.
const COMPARED: &str = "/compare?region=141100&region=141123&candidates=1";

/// Pages over the store: lists, whatever they lead to, what is typed into fields, and addresses of nothing.
fn pages() -> Vec<String> {
    let lists =
        ["/", "/mechanisms?page=all", "/statutes?page=all", "/articles?page=all", "/region/141100", COMPARED];
    let more = ["/candidates?page=all", "/conflicts", "/audit", "/documents", "/regions"];
    let mut pages: BTreeSet<String> = lists.iter().chain(&more).map(|path| (*path).to_owned()).collect();
    for list in lists {
        for link in all(&get(list).html(), "main a[href]") {
            let href = link.value().attr("href").unwrap().split('#').next().unwrap();
            let own = ["/mechanism/", "/statute/", "/indicator/", "/article/", "/adoption/"];
            pages.extend(own.iter().any(|kind| href.starts_with(kind)).then(|| href.to_owned()));
        }
    }
    for (article, payload) in payloads() {
        assert!(pages.contains(article), "{payload}: a list leads to its article");
        pages.extend(
            ["/search?all=1&q=", "/search?in=texts&q=", "/mechanisms?name="]
                .map(|path| path.to_owned() + &typed(payload)),
        );
        pages.insert(format!("/no/{}", typed(payload)));
    }
    for path in [
        "/regions?within=",
        "/mechanism/deputies-home?since=",
        "/region/141100?page=",
        "/articles?lang=",
        "/theme?to=",
        "/compare?region=",
        "/compare?region=141100&function=&within=",
    ] {
        pages.insert(path.to_owned() + &typed("\"'><script>alert(1)</script>"));
    }
    pages.into_iter().collect()
}

/// The elements that pages are made of; of scripts the one of the head.
const ELEMENTS: &str = "html head meta title link script body a header div strong span form label input button nav ul ol \
    li main h1 h2 h3 p section table thead tbody tr th td blockquote footer details summary dl dt dd time mark sup \
    article select option code pre i svg line text g circle path textarea fieldset legend \
    caption colgroup col br small";

/// Nothing in a page but what pages are made of.
fn is_harmless(address: &str, html: &Html) {
    let known: BTreeSet<&str> = ELEMENTS.split_whitespace().collect();
    for element in html.root_element().descendants().filter_map(ElementRef::wrap) {
        let name = element.value().name();
        assert!(known.contains(name), "{address}: {}", element.html());
        for (attribute, value) in element.value().attrs() {
            let acts = attribute.starts_with("on")
                || ["style", "srcdoc", "formaction", "http-equiv", "ping", "data", "xlink:href", "autofocus"]
                    .contains(&attribute);
            assert!(!acts, "{address}: {}", element.html());
            let loads = attribute == "src" || name == "link" && attribute == "href";
            if loads && element.value().attr("rel") != Some("alternate") {
                assert!(value.starts_with("/asset/"), "{address}: {}", element.html());
            } else if ["href", "action", "cite"].contains(&attribute) {
                let ours = value.starts_with('/') && !value[1..].starts_with(['/', '\\']);
                let elsewhere = value.starts_with("http://") || value.starts_with("https://");
                assert!(
                    ours || value.starts_with('#') || attribute == "href" && elsewhere,
                    "{address}: {}",
                    element.html()
                );
            }
        }
    }
    assert_eq!(all(html, "script").len(), 1, "{address}");
    assert_eq!(all(html, "head > script[src]:empty").len(), 1, "{address}");
}

#[test]
fn hostile_words_are_words_in_every_page() {
    assert!(payloads().len() >= 60);
    let pages = pages();
    for address in &pages {
        let page = get(address);
        // Some of what is typed ends as the name of a form does: no browser takes data for a page.
        if page.header("content-type").starts_with("text/html") {
            is_harmless(address, &page.html());
        } else {
            assert!(page.status.is_redirection() || address.contains('.'), "{address}");
        }
    }
    for (address, payload) in payloads() {
        let html = get(address).html();
        let title: String = all(&html, "h1")[0].text().collect();
        assert_eq!(&title, payload);
        let lines: Vec<String> = all(&html, ".text p").iter().map(|p| p.text().collect()).collect();
        assert!(lines.contains(payload), "{payload} is a line of {lines:?}");
        let about: Vec<String> = all(&html, ".about dd").iter().map(|dd| dd.text().collect()).collect();
        assert_eq!(about.iter().filter(|words| *words == payload).count(), 2, "author and source: {about:?}");
        let english = get(&format!("{address}?lang=en")).html();
        is_harmless(address, &english);
    }
}

/// What a program reads out of the forms of a page are the words as they were written; what a spreadsheet takes for a
/// formula is made harmless only where that is asked for, by `--excel` on the command line.
#[test]
fn hostile_words_come_unchanged_out_of_every_form_of_a_page() {
    for (address, payload) in payloads() {
        let json: serde_json::Value = serde_json::from_str(&get(&as_form(address, "json")).body).unwrap();
        assert_eq!(json["title"], format!("《{payload}》"));
        assert_eq!(json["tables"][0]["rows"][0]["quote"][0]["quote"], format!("推行“{payload}制”"));
        let csv = get(&as_form(address, "csv"));
        let mut reader = csv::Reader::from_reader(csv.body.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let cells: Vec<&str> = rows.iter().flat_map(csv::StringRecord::iter).collect();
        for words in [payload.clone(), format!("推行“{payload}制”")] {
            assert!(cells.contains(&words.as_str()), "{words} is in none of {cells:?}");
        }
        for ending in ["nt", "ttl", "jsonld", "rdf"] {
            let page = get(&as_form(address, ending));
            let format =
                RdfFormat::from_media_type(page.header("content-type").split(';').next().unwrap()).unwrap();
            let triples = RdfParser::from_format(format).for_slice(page.body.as_bytes());
            let told: BTreeSet<String> = triples
                .filter_map(|triple| match triple.unwrap().object {
                    Term::Literal(words) => Some(words.value().to_owned()),
                    _ => None,
                })
                .collect();
            for words in [payload.clone(), article(payload).body] {
                assert!(told.contains(&words), "{address}.{ending}: {words}");
            }
        }
    }
}

#[test]
fn a_browser_runs_nothing_of_them() {
    let articles = payloads().iter().map(|(address, _)| address.clone());
    let found = payloads().iter().map(|(_, payload)| format!("/search?all=1&q={}", typed(payload)));
    let lists = [
        "/",
        "/mechanisms?page=all",
        "/statutes?page=all",
        "/articles?page=all",
        "/region/141100",
        "/candidates?page=all",
        COMPARED,
    ];
    let pages: Vec<String> = articles.chain(found).chain(lists.map(str::to_owned)).collect();
    browser::done_with_all_of(store(), "nothing_leaves", &pages);
}
