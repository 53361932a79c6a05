//! The pages: each kind is there, well-formed, safe and in both languages; its links lead somewhere; its data has its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use renda::serve::{Settings, Site, Snapshot, Workers, app};
use renda::store::Reader;
use scraper::{Html, Selector};
use tower::ServiceExt as _;

use crate::support::{renda, root};

pub(crate) const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

/// A page of each kind, over `data/articles`.
const KINDS: &[&str] = &[
    "/",
    "/search?q=票决&all=1",
    "/mechanisms",
    "/regions",
    "/statutes",
    "/documents",
    "/articles",
    "/mechanism/deputy-vote-on-livelihood-projects",
    "/mechanism/legislative-contact-point",
    "/region/141100",
    "/region/330226",
    "/region/110101",
    "/ontology",
    "/conflicts",
    "/audit",
    "/candidates",
    "/compare",
    "/compare?region=330226+141100+141123",
    "/compare?region=330226+宁梅县+鼓楼区&within=140000&transpose=1&differences=1&candidates=1",
    "/status/adopted",
    "/indicator/liaison-stations",
    "/adoption/330226/deputy-vote-on-livelihood-projects",
];

/// A page as it came.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

fn router() -> Router {
    app(site())
}

/// The pages of a store.
pub(crate) fn open(store: &Path) -> Router {
    app(Site::new(Snapshot::new(Reader::open(store).unwrap()), Settings::default(), None))
}

/// A page of each kind, with the article that claims most.
pub(crate) fn kinds() -> Vec<String> {
    let snapshot = site().snapshot();
    let articles = &snapshot.catalogue().unwrap().articles;
    let most = articles.iter().max_by_key(|article| article.claims).unwrap();
    let most = most.text.article.strip_prefix("https://w3id.org/renda").unwrap();
    KINDS.iter().copied().chain([most]).map(str::to_owned).collect()
}

/// The folder of a store of `data/articles`, built once for all tests; nobody writes to it.
pub(crate) fn store() -> &'static Path {
    static STORE: OnceLock<PathBuf> = OnceLock::new();
    STORE.get_or_init(|| {
        let store = tempfile::tempdir().unwrap().keep().join("db");
        build(&root().join("data/articles"), &store);
        store
    })
}

fn build(articles: &Path, store: &Path) {
    let built = renda().arg("build").arg(articles).arg("--store").arg(store).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

fn site() -> Arc<Site> {
    static SITE: OnceLock<Arc<Site>> = OnceLock::new();
    let open = || {
        let program = env!("CARGO_BIN_EXE_renda").into();
        let workers = Workers { program, store: store().to_owned(), ..Workers::default() };
        let settings = Settings { workers, ..Settings::default() };
        Site::new(Snapshot::new(Reader::open(store()).unwrap()), settings, None)
    };
    Arc::clone(SITE.get_or_init(open))
}

fn ask(router: Router, request: Request<Body>) -> Page {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Page {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    })
}

/// Percent-encodes what no address may hold as it stands.
fn encoded(address: &str) -> String {
    address
        .bytes()
        .map(|b| if b.is_ascii_graphic() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

pub(crate) fn get_of(router: Router, address: &str, accept: &str) -> Page {
    let request = Request::get(encoded(address)).header("host", "localhost").header("accept", accept);
    ask(router, request.body(Body::empty()).unwrap())
}

pub(crate) fn get(address: &str) -> Page {
    get_of(router(), address, HTML)
}

pub(crate) fn all<'a>(html: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// The address of a page as another form of it.
pub(crate) fn as_form(address: &str, ending: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = if path == "/" { "/index" } else { path };
    format!("{path}.{ending}{}{query}", if query.is_empty() { "" } else { "?" })
}

#[test]
fn each_kind_of_page_is_there_in_both_languages_and_well_formed() {
    for kind in &kinds() {
        for language in ["zh-Hans", "en"] {
            let lang =
                if language == "en" { if kind.contains('?') { "&lang=en" } else { "?lang=en" } } else { "" };
            let page = get(&format!("{kind}{lang}"));
            assert_eq!(page.status, StatusCode::OK, "{kind}");
            let html = page.html();
            assert!(html.errors.is_empty(), "{kind}: {:?}", html.errors);
            assert_eq!(html.root_element().value().attr("lang"), Some(language), "{kind}");
            for one in ["head > title", "h1", "main", "header", "footer.foot", "a.skip"] {
                assert_eq!(all(&html, one).len(), 1, "{kind}: {one}");
            }
            let ids: Vec<&str> = all(&html, "[id]").iter().filter_map(|e| e.value().attr("id")).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{kind}: an id twice: {ids:?}");
            for labelled in all(&html, "[aria-labelledby]") {
                let id = labelled.value().attr("aria-labelledby").unwrap();
                assert!(ids.contains(&id), "{kind}: nothing has the id {id}");
            }
            for field in all(&html, "input:not([type=hidden]), select") {
                let id = field.value().attr("id");
                let inside =
                    field.ancestors().any(|a| a.value().as_element().is_some_and(|e| e.name() == "label"));
                assert!(
                    inside || id.is_some_and(|id| !all(&html, &format!("label[for={id}]")).is_empty()),
                    "{kind}: a field without label"
                );
            }
        }
    }
}

#[test]
fn no_word_of_a_page_is_missing_in_the_file_of_labels() {
    for kind in &kinds() {
        let page = get(kind);
        let html = page.html();
        for head in all(&html, "th[scope=col], h2, label") {
            let words = head.text().next().unwrap_or_default().trim().to_owned();
            let key =
                !words.is_empty() && words.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_'));
            assert!(!key, "{kind}: {words} has no label");
        }
    }
}

#[test]
fn nothing_stands_inline_and_nothing_is_asked_elsewhere() {
    for kind in &kinds() {
        let page = get(kind);
        let html = page.html();
        assert!(all(&html, "style, [style], script:not([src]), iframe, object, embed").is_empty(), "{kind}");
        for element in all(&html, "*") {
            assert!(element.value().attrs().all(|(name, _)| !name.starts_with("on")), "{kind}");
        }
        for loaded in all(&html, "[src], link[rel=stylesheet], link[rel=icon]") {
            let address = loaded.value().attr("src").or(loaded.value().attr("href")).unwrap();
            assert!(address.starts_with("/asset/"), "{kind}: {address}");
        }
    }
    let script = include_str!("../../src/serve/page/script.js");
    assert!(script.len() < 30_000 && !script.contains("http"));
}

/// Every link of every page leads somewhere. Pages of a kind are many and alike, so the crawl takes a part of each.
#[test]
fn links_lead_somewhere() {
    const OF_A_KIND: usize = 12;
    let mut open: Vec<String> = vec!["/".to_owned(), "/?lang=en".to_owned()];
    let mut seen: BTreeSet<String> = open.iter().cloned().collect();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(address) = open.pop() {
        let page = get(&address);
        assert!(page.status.is_success() || page.status.is_redirection(), "{address}: {}", page.status);
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        for link in all(&page.html(), "a[href], link[href], script[src]") {
            let href = link.value().attr("href").or(link.value().attr("src")).unwrap();
            let href = href.split('#').next().unwrap_or_default();
            // What asks a query has tests of its own.
            let asks = href.starts_with("/sparql") || href.starts_with("/query?");
            if !href.starts_with('/') || asks || !seen.insert(href.to_owned()) {
                continue;
            }
            let path = href.split('?').next().unwrap_or_default();
            let kind = path.split('/').nth(1).unwrap_or_default().to_owned()
                + path.rsplit_once('.').map_or("", |(_, ending)| ending);
            let count = taken.entry(kind).or_default();
            *count += 1;
            if *count <= OF_A_KIND {
                open.push(href.to_owned());
            }
        }
    }
    assert!(seen.len() > 200, "{} addresses", seen.len());
}

#[test]
fn every_page_is_data_with_as_many_rows() {
    for kind in &kinds() {
        let page = get(kind);
        let html = page.html();
        let json: serde_json::Value = serde_json::from_str(&get(&as_form(kind, "json")).body).unwrap();
        let nt = get(&as_form(kind, "nt")).body;
        let triples: Vec<_> = RdfParser::from_format(RdfFormat::NTriples)
            .for_slice(nt.as_bytes())
            .map(Result::unwrap)
            .collect();
        let subjects: BTreeSet<String> = triples.iter().map(|quad| quad.subject.to_string()).collect();
        let mut things = BTreeSet::new();
        for table in json["tables"].as_array().unwrap() {
            let name = table["name"].as_str().unwrap();
            let rows = table["rows"].as_array().unwrap();
            // A matrix has a cell for each row of its data.
            let shown = all(&html, &format!("table[data-table={name}]:not(.matrix) tbody tr:not(.group)"))
                .len()
                + all(&html, &format!("table.matrix[data-table={name}] td")).len();
            assert_eq!(shown, rows.len(), "{kind}: {name} as HTML and JSON");
            assert!(table["total"].as_u64().unwrap() >= rows.len() as u64);
            let address = as_form(kind, "csv");
            let csv =
                get(&format!("{address}{}table={name}", if address.contains('?') { "&" } else { "?" })).body;
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            assert_eq!(reader.records().map(Result::unwrap).count(), rows.len(), "{kind}: {name} as CSV");
            if name == "statements" {
                assert_eq!(
                    triples
                        .iter()
                        .filter(|quad| quad.subject.to_string()
                            == format!("<{}>", json["about"].as_str().unwrap()))
                        .count(),
                    rows.len(),
                    "{kind}: as N-Triples"
                );
            }
            things.extend(rows.iter().map(|row| row["iri"].as_str().unwrap().to_owned()));
        }
        for thing in things {
            let known = subjects.contains(&format!("<{thing}>"));
            assert!(known || thing.is_empty(), "{kind}: {thing} is a row and no subject");
        }
        for ending in ["ttl", "jsonld", "rdf"] {
            let form = get(&as_form(kind, ending));
            let format =
                RdfFormat::from_media_type(form.header("content-type").split(';').next().unwrap()).unwrap();
            let same =
                RdfParser::from_format(format).for_slice(form.body.as_bytes()).map(Result::unwrap).count();
            assert_eq!(same, triples.len(), "{kind}.{ending}");
        }
    }
}

/// What breaks offsets: characters beyond the first plane, marks that join, words that run to the left, two characters
/// for an end of a line.
fn hard_to_count() -> PathBuf {
    let dir = tempfile::tempdir().unwrap().keep();
    std::fs::create_dir(dir.join("articles")).unwrap();
    for file in std::fs::read_dir(root().join("data/articles")).unwrap().map(Result::unwrap) {
        let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
        let text = text.replace('。', "。𠮷e\u{301}\u{202E}אב\u{202C}👩\u{200D}👧").replace('\n', "\r\n");
        std::fs::write(dir.join("articles").join(file.file_name()), text).unwrap();
    }
    build(&dir.join("articles"), &dir.join("db"));
    dir.join("db")
}

/// The words of each claim are marked where they stand, whole, however claims lie across each other; its row leads to
/// them and they to it. All claims of a store are looked at.
#[test]
fn the_marked_words_of_every_claim_are_its_stored_quote() {
    const QUOTES: &str = "PREFIX rd: <https://w3id.org/renda/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?article ?claim ?start ?end ?exact {
          ?claim rd:article ?article ; rd:evidence ?at . ?at oa:start ?start ; oa:end ?end ; oa:exact ?exact }";
    const CLAIMS: &str = "PREFIX rd: <https://w3id.org/renda/ontology#>
        SELECT (COUNT(DISTINCT ?claim) AS ?n) { ?claim rd:article ?article }";
    let open =
        |store: &Path| Site::new(Snapshot::new(Reader::open(store).unwrap()), Settings::default(), None);
    for (site, least) in [
        (site(), 150),
        (open(crate::sample::store()), 8),
        (open(crate::payload::store()), 240),
        (open(&hard_to_count()), 100),
    ] {
        let quotes = renda::query::select(site.snapshot().reader(), QUOTES).unwrap();
        let claims: BTreeSet<&str> = quotes.iter().map(|quote| quote.text("claim").unwrap()).collect();
        let count = renda::query::select(site.snapshot().reader(), CLAIMS).unwrap();
        assert_eq!(count.iter().next().unwrap().number::<usize>("n"), Some(claims.len()));
        assert!(claims.len() >= least, "{} claims", claims.len());
        let mut pages: BTreeMap<String, Html> = BTreeMap::new();
        for quote in quotes.iter() {
            let path = quote.text("article").unwrap().strip_prefix("https://w3id.org/renda").unwrap();
            let page = pages
                .entry(path.to_owned())
                .or_insert_with(|| get_of(app(Arc::clone(&site)), path, HTML).html());
            has_the_words(page, path, &quote);
        }
    }
    let region = get("/region/330226");
    let region = region.html();
    let quotes = all(&region, "blockquote .from a");
    assert!(!quotes.is_empty());
    for quote in quotes {
        let (path, mark) = quote.value().attr("href").unwrap().split_once('#').unwrap();
        assert_eq!(all(&get(path).html(), &format!("[id='{mark}']")).len(), 1, "{path}#{mark}");
    }
}

/// The text of an article's page marks the words of a quote, and row and mark of its claim lead to each other.
fn has_the_words(page: &Html, path: &str, quote: &renda::query::Row<'_>) {
    let claim = quote.text("claim").unwrap().rsplit('/').next().unwrap();
    let (start, end): (usize, usize) = (quote.number("start").unwrap(), quote.number("end").unwrap());
    let place = |mark: &scraper::ElementRef<'_>, name: &str| -> usize {
        mark.value().attr(name).unwrap().parse().unwrap()
    };
    let marked: String = all(page, &format!("mark[data-claims~='{claim}']"))
        .iter()
        .filter(|mark| start <= place(mark, "data-start") && place(mark, "data-end") <= end)
        .flat_map(scraper::ElementRef::text)
        .collect();
    assert_eq!(marked, quote.text("exact").unwrap().replace('\n', ""), "{path}: {claim}");
    for one in [
        format!(".text [id='c-{claim}']"),
        format!("sup a[href='#r-{claim}']"),
        format!("tr[id='r-{claim}'] .from a[href$='#c-{claim}']"),
    ] {
        assert_eq!(all(page, &one).len(), 1, "{path}: {one}");
    }
}

#[test]
fn a_thing_is_what_its_accept_header_asks_for() {
    let of = |accept: &str| {
        let page = get_of(router(), "/region/141100", accept);
        assert!(page.header("vary").contains("accept"));
        page.header("content-type").split(';').next().unwrap().to_owned()
    };
    assert_eq!(of("text/turtle"), "text/turtle");
    assert_eq!(of("application/ld+json"), "application/ld+json");
    assert_eq!(of("application/json"), "application/json");
    assert_eq!(of("application/rdf+xml;q=0.5, text/html;q=0.4"), "application/rdf+xml");
    assert_eq!(of(HTML), "text/html");
    assert_eq!(get_of(router(), "/region/141100", "image/png").status, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let first = get("/mechanisms");
    let again =
        Request::get("/mechanisms").header("accept", HTML).header("if-none-match", first.header("etag"));
    let again = ask(router(), again.body(Body::empty()).unwrap());
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let dark =
        Request::get("/mechanisms").header("accept", HTML).header("if-none-match", first.header("etag"));
    let dark = ask(router(), dark.header("cookie", "a=b; theme=dark").body(Body::empty()).unwrap());
    assert_eq!(dark.status, StatusCode::OK);
    assert_eq!(dark.html().root_element().value().attr("data-theme"), Some("dark"));
}

#[test]
fn colours_are_chosen_without_script_and_lead_back_here_only() {
    let chosen = get("/theme?to=dark&back=%2Fregion%2F141100%3Flang%3Den");
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert_eq!(chosen.header("location"), "/region/141100?lang=en");
    assert!(chosen.header("set-cookie").starts_with("theme=dark;"));
    for elsewhere in [
        "//example.org/",
        "/\\example.org",
        "https://example.org/",
        "/%0d%0aset-cookie:x",
        "%2F%2Fexample.org",
    ] {
        let away = get(&format!("/theme?to=dark&back={elsewhere}"));
        assert_eq!(away.header("location"), "/", "{elsewhere}");
    }
    assert!(get("/theme?to=%22%3E&back=/").header("set-cookie").starts_with("theme=; Path=/; Max-Age=0"));
}

#[test]
fn search_finds_by_name_code_pinyin_label_title_and_words() {
    let leads = |typed: &str| get(&format!("/search?q={typed}")).header("location").to_owned();
    for typed in ["宁海县", "330226", "宁海"] {
        assert_eq!(leads(typed), "/region/330226", "{typed}");
    }
    assert_eq!(leads("基层立法联系点"), "/mechanism/legislative-contact-point");
    assert_eq!(leads("基层立法联系点&lang=en"), "/mechanism/legislative-contact-point?lang=en");
    let found = |typed: &str| -> serde_json::Value {
        serde_json::from_str(&get(&format!("/search.json?q={typed}")).body).unwrap()
    };
    let first = |typed: &str, name: &str| {
        let page = found(typed);
        let table =
            page["tables"].as_array().unwrap().iter().find(|table| table["name"] == name).unwrap().clone();
        table["rows"][0]["iri"].as_str().unwrap_or_default().to_owned()
    };
    for typed in ["nhx", "ninghaixian", "nhai"] {
        assert_eq!(first(typed, "regions"), "https://w3id.org/renda/region/330226", "{typed}");
    }
    assert_eq!(first("宁梅县", "near"), "https://w3id.org/renda/region/330226");
    assert!(first("票决", "mechanisms").ends_with("deputy-vote-on-livelihood-projects"));
    assert!(first("票决", "texts").contains("/article/"));
}

#[test]
fn what_is_not_there_is_told_with_what_is_called_nearly_so() {
    let page = get("/mechanism/legislative-contact-points");
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("/mechanism/legislative-contact-point\""), "{}", page.body);
    let json = get_of(router(), "/region/330227777", "application/json");
    assert_eq!(
        (json.status, json.header("content-type")),
        (StatusCode::NOT_FOUND, "application/problem+json")
    );
}

/// Words of another language say that they are, so that a voice reads them as what they are and they get the right font.
/// Names within a sentence are of the sentence.
#[test]
fn words_of_another_language_say_so() {
    let english = regex::Regex::new("[A-Za-z]{2,}( [A-Za-z]{2,}){2,}").unwrap();
    let chinese = regex::Regex::new(r"^[^A-Za-z]*\p{Han}[^A-Za-z]*$").unwrap();
    for (lang, other) in [("zh", english), ("en", chinese)] {
        for kind in &kinds() {
            let page = get(&format!("{kind}{}lang={lang}", if kind.contains('?') { '&' } else { '?' }));
            let html = page.html();
            for element in all(&html, "body *") {
                let own = element.children().filter_map(|child| child.value().as_text().map(|text| &**text));
                for words in own.filter(|words| other.is_match(words)) {
                    let tag = std::iter::once(element)
                        .chain(element.ancestors().filter_map(scraper::ElementRef::wrap))
                        .find_map(|one| one.value().attr("lang"));
                    let said = tag.is_some_and(|tag| !tag.starts_with(lang));
                    assert!(said, "{kind} in {lang}: {words} stands as {tag:?}");
                }
            }
        }
    }
}
