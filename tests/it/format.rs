//! The same twelve articles of our own in every format: the same articles, the same claims.
//!
//! `fixtures/format/article.jsonl` has the articles, `html/` the structure of ten families of sites, `one/` and `two/`
//! PDFs of one and two columns; everything else is made here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use encoding_rs::{BIG5, GB18030};
use renda::model::{Claim, ClaimKind, Evidence, Page, Record};
use renda::pipeline::extract_page;
use renda::read::{self, FieldMap};
use renda::resource::Lexicon;
use renda::text::fold;
use zip::write::SimpleFileOptions;

use crate::support::{fixture, fixture_text, root};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load().unwrap());

#[derive(Debug, Clone, serde::Deserialize, serde::Serialize)]
struct Article {
    name: String,
    title: String,
    author: String,
    issued: String,
    source: String,
    text: String,
}

fn articles() -> Vec<Article> {
    fixture_text("format/article.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

impl Article {
    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    fn info(&self) -> String {
        format!("发布时间：{} 来源：{} 作者：{}", self.issued, self.source, self.author)
    }

    /// As plain text.
    fn plain(&self) -> String {
        let text: Vec<String> = self.paragraphs().map(|p| format!("　　{p}\n")).collect();
        format!("{}\n\n{}\n\n{}", self.title, self.info(), text.concat())
    }

    /// In the structure of a family of sites: the lines with `{{paragraph}}`, and the tags around them, once for each.
    fn html(&self, family: &str) -> Vec<u8> {
        let mut page = String::new();
        let template = fixture_text(format!("format/html/{family}.html"));
        let mut lines = template.lines().peekable();
        while let Some(line) = lines.next() {
            let mut block = vec![line];
            // An opening tag alone on its line goes with the paragraph in it.
            if lines.peek().is_some_and(|next| next.contains("{{paragraph}}")) && line.starts_with("<p ") {
                block.push(lines.next().unwrap());
                block.push(lines.next().unwrap());
            }
            let block = block.join("\n");
            if block.contains("{{paragraph}}") {
                for p in self.paragraphs() {
                    page += &block.replace("{{paragraph}}", &escaped(p));
                    page.push('\n');
                }
            } else {
                page += &block;
                page.push('\n');
            }
        }
        let mut date = self.issued.split('-');
        let mut part = || date.next().unwrap();
        let zh = format!("{}年{}月{}日", part(), part(), part());
        let lines: Vec<String> = self.paragraphs().map(|p| format!("　　{}<br />", escaped(p))).collect();
        for (key, value) in [
            ("name", self.name.as_str()),
            ("title", &escaped(&self.title)),
            ("issued", &self.issued),
            ("date_zh", &zh),
            ("source", &self.source),
            ("author", &self.author),
            ("br", &lines.join("\n")),
        ] {
            page = page.replace(&format!("{{{{{key}}}}}"), value);
        }
        let legacy = page.contains("charset=GB2312") || page.contains("charset=gbk");
        if legacy { GB18030.encode(&page).0.into_owned() } else { page.into_bytes() }
    }

    fn docx(&self) -> Vec<u8> {
        let lines = [self.title.clone(), self.info()];
        let lines = lines.iter().map(String::as_str).chain(self.paragraphs());
        let body: Vec<String> = lines
            .map(|line| {
                // Word parts a line into runs wherever somebody has typed again.
                let (one, two) = line.split_at(line.floor_char_boundary(line.len() / 2));
                let run = |words: &str| {
                    format!(
                        "<w:r><w:rPr><w:sz w:val=\"32\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
                        escaped(words)
                    )
                };
                format!("<w:p><w:pPr><w:ind w:firstLine=\"640\"/></w:pPr>{}{}</w:p>", run(one), run(two))
            })
            .collect();
        docx(&body.concat())
    }
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A document of Word with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml.as_bytes())])
}

pub(crate) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

/// In traditional characters that Big5 has.
fn traditional(words: &str) -> String {
    static TABLE: LazyLock<BTreeMap<char, Vec<char>>> = LazyLock::new(|| {
        let mut table: BTreeMap<char, Vec<char>> = BTreeMap::new();
        let text = std::fs::read_to_string(root().join("data/traditional.tsv")).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t').map(|cell| cell.chars().next());
            if let (Some(Some(traditional)), Some(Some(simple))) = (cells.next(), cells.next()) {
                table.entry(simple).or_default().push(traditional);
            }
        }
        table
    });
    let has = |c: char| !BIG5.encode(&c.to_string()).2;
    // What simplified script shares with it stays; of several, the common one.
    let common = |c: &char| BIG5.encode(&c.to_string()).0.first().is_some_and(|lead| *lead <= 0xC6);
    let one = |c: char| {
        let all = TABLE.get(&c).map_or(&[][..], Vec::as_slice);
        let found = all.iter().copied().filter(|c| has(*c)).collect::<Vec<_>>();
        let best = found.iter().copied().find(common).or(found.first().copied());
        if has(c) { c } else { best.unwrap_or_else(|| panic!("Big5 has no {c}")) }
    };
    words.chars().map(one).collect()
}

fn utf16(words: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    words.encode_utf16().flat_map(order).collect()
}

fn csv(articles: &[Article]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["序号", "标题", "作者", "来源", "发布日期", "正文"]).unwrap();
    for a in articles {
        writer.write_record([&a.name, &a.title, &a.author, &a.source, &a.issued, &a.text]).unwrap();
    }
    writer.into_inner().unwrap()
}

/// A file's name and bytes.
type File = (String, Vec<u8>);

/// Each format: its name, and the documents it has for these articles, each with its file name.
fn formats(articles: &[Article]) -> Vec<(String, Vec<File>)> {
    let mut formats: Vec<(String, Vec<File>)> = Vec::new();
    let mut each = |format: &str, ending: &str, write: &dyn Fn(&Article) -> Vec<u8>| {
        let files = articles.iter().map(|a| (format!("{}.{ending}", a.name), write(a)));
        formats.push((format.to_owned(), files.collect()));
    };
    each("txt", "txt", &|a| a.plain().into_bytes());
    each("txt, CRLF and BOM", "txt", &|a| {
        format!("\u{FEFF}{}", a.plain().replace('\n', "\r\n")).into_bytes()
    });
    each("GB18030", "txt", &|a| GB18030.encode(&a.plain()).0.into_owned());
    each("Big5", "txt", &|a| BIG5.encode(&traditional(&a.plain())).0.into_owned());
    each("UTF-16LE", "txt", &|a| utf16(&a.plain(), u16::to_le_bytes));
    each("UTF-16BE, BOM", "txt", &|a| utf16(&format!("\u{FEFF}{}", a.plain()), u16::to_be_bytes));
    for family in
        ["people", "npc", "gov", "wechat", "sina", "netease", "sohu", "epaper", "discuz", "wordpress"]
    {
        each(&format!("html {family}"), "html", &|a| a.html(family));
    }
    each("docx", "docx", &Article::docx);
    each("pdf one", "pdf", &|a| std::fs::read(fixture(format!("format/one/{}.pdf", a.name))).unwrap());
    each("pdf two", "pdf", &|a| std::fs::read(fixture(format!("format/two/{}.pdf", a.name))).unwrap());
    each("gz", "txt.gz", &|a| gzipped(a.plain().as_bytes()));
    let texts: Vec<(String, String)> =
        articles.iter().map(|a| (format!("人大/{}.txt", a.name), a.plain())).collect();
    let members: Vec<(&str, &[u8])> = texts.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    let lines: Vec<String> = articles.iter().map(|a| serde_json::to_string(a).unwrap()).collect();
    let mut all = |format: &str, name: &str, bytes: Vec<u8>| {
        formats.push((format.to_owned(), vec![(name.to_owned(), bytes)]));
    };
    all("zip", "all.zip", zipped(&members));
    all("tar.gz", "all.tar.gz", gzipped(&tarred(&members)));
    all("jsonl", "all.jsonl", lines.join("\n").into_bytes());
    all("json", "all.json", format!("[{}]", lines.join(",")).into_bytes());
    all("csv", "all.csv", csv(articles));
    all(
        "csv, GB18030",
        "all.csv",
        GB18030.encode(std::str::from_utf8(&csv(articles)).unwrap()).0.into_owned(),
    );
    formats
}

fn pages(name: &str, bytes: &[u8]) -> Vec<Page> {
    let reading = read::pages(&LEXICON.document, &FieldMap::default(), name, bytes);
    assert!(reading.rejected.is_empty(), "{name}: {:?}", reading.rejected);
    reading.pages
}

/// The simplified character for each traditional one.
fn simplified(words: &str) -> String {
    static TABLE: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
        let text = std::fs::read_to_string(root().join("data/traditional.tsv")).unwrap();
        let pairs = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let mut cells = line.split('\t').map(|cell| cell.chars().next());
            Some((cells.next()??, cells.next()??))
        });
        pairs.collect()
    });
    words.chars().map(|c| *TABLE.get(&c).unwrap_or(&c)).collect()
}

/// What a claim says, without its words.
pub(crate) fn said(claim: &Claim) -> String {
    let mut told = format!("{} ", claim.region().as_str());
    let written = match claim.kind() {
        ClaimKind::Adoption(c) => write!(
            told,
            "{:?}",
            (
                &c.mechanism,
                c.status,
                c.role,
                c.tier,
                c.coverage,
                c.covered,
                c.coverable,
                c.since,
                &c.topic,
                &c.first_within
            )
        ),
        ClaimKind::Observation(c) => {
            write!(
                told,
                "{:?}",
                (&c.indicator, &c.indicator_text, c.value, &c.unit, c.bound, &c.period, &c.scope)
            )
        }
        ClaimKind::Statute(c) => write!(told, "{:?}", (c.paper.title(), c.relation, c.time)),
        ClaimKind::Learning(c) => write!(told, "{:?}", (&c.from, c.time)),
    };
    written.unwrap();
    fold(&told)
}

/// What a claim says with its words, without their places.
fn told(claim: &Claim) -> String {
    let words: String = claim.evidence().iter().map(Evidence::exact).collect();
    simplified(&fold(&(said(claim) + &words)))
}

/// Differences that are as they must be: format, article, why.
const EXPLAINED: &[(&str, &str, &str)] =
    &[("Big5", "03", TOPIC), ("Big5", "04", TOPIC), ("Big5", "08", TOPIC)];

const TOPIC: &str = "what an inquiry or appraisal was about is read in simplified characters only";

#[test]
fn each_format_gives_the_same_claims() {
    let articles = articles();
    let records = |bytes: &[(String, Vec<u8>)]| -> Vec<Vec<Record>> {
        let pages: Vec<Page> = bytes.iter().flat_map(|(name, bytes)| pages(name, bytes)).collect();
        let records =
            pages.iter().map(|p| extract_page(&LEXICON, p).articles.into_iter().map(|(r, _)| r).collect());
        records.collect()
    };
    let names: Vec<String> = articles.iter().map(|a| format!(" {:>4}", a.name)).collect();
    let mut table = format!(
        "{:20}{}
",
        "",
        names.concat()
    );
    let mut faults = String::new();
    let mut text: Vec<Vec<Record>> = Vec::new();
    for (format, files) in formats(&articles) {
        let found = records(&files);
        if text.is_empty() {
            text.clone_from(&found);
        }
        write!(table, "{format:20}").unwrap();
        for (n, article) in articles.iter().enumerate() {
            let [expected] = &text[n][..] else {
                panic!("{}: {} articles as text", article.name, text[n].len())
            };
            let Some([got]) = found.get(n).map(|r| &r[..]) else {
                write!(table, " {:>4}", "none").unwrap();
                writeln!(faults, "{format} {}: {:?} articles", article.name, found.get(n).map(Vec::len))
                    .unwrap();
                continue;
            };
            let (a, b): (BTreeSet<_>, BTreeSet<_>) =
                (expected.claims.iter().map(told).collect(), got.claims.iter().map(told).collect());
            // The same article, the same claims at other places, or so many differences.
            let mark = match a.symmetric_difference(&b).count() {
                0 if expected.id == got.id && expected.claims == got.claims => format!("={}", a.len()),
                0 => format!("~{}", a.len()),
                differ => format!("!{differ}"),
            };
            write!(table, " {mark:>4}").unwrap();
            let explained = EXPLAINED.iter().any(|(f, n, _)| *f == format && *n == article.name);
            if mark.starts_with('!') && !explained {
                writeln!(
                    faults,
                    "{format} {}: as text only {:?}\n  here only {:?}",
                    article.name,
                    a.difference(&b).collect::<Vec<_>>(),
                    b.difference(&a).collect::<Vec<_>>()
                )
                .unwrap();
            }
            let provenance = |r: &Record| {
                (
                    fold(r.title.as_deref().unwrap_or_default()).replace(' ', ""),
                    r.authors.clone(),
                    r.issued,
                    r.home_region.clone(),
                )
            };
            if provenance(expected) != provenance(got) && !format.starts_with("Big5") {
                writeln!(
                    faults,
                    "{format} {}: {:?} is {:?}",
                    article.name,
                    provenance(got),
                    provenance(expected)
                )
                .unwrap();
            }
        }
        table.push('\n');
    }
    for (format, article, why) in EXPLAINED {
        writeln!(table, "{format} {article}: {why}").unwrap();
    }
    println!("{table}");
    assert!(faults.is_empty(), "{table}\n{faults}");
}

#[test]
fn a_printed_page_is_read_column_by_column() {
    let bytes = std::fs::read(fixture("format/page.pdf")).unwrap();
    let page = &pages("page.pdf", &bytes)[0];
    let articles = articles();
    for n in [3, 4, 8, 12] {
        let article = &articles[n - 1];
        for paragraph in article.paragraphs() {
            let wanted = paragraph.replace(' ', "");
            assert!(
                page.text.lines().any(|line| line.replace(' ', "") == wanted),
                "{n}: {paragraph}\n{}",
                page.text
            );
        }
    }
    let found = extract_page(&LEXICON, page).articles;
    assert_eq!(found.len(), 4);
}

#[test]
fn scans_and_encrypted_pdfs_say_so() {
    for (name, expected) in [
        (
            "scan.pdf",
            "scan.pdf: a scan: its pages are images without text (run character recognition (OCR) over it)",
        ),
        (
            "encrypted.pdf",
            "encrypted.pdf: the PDF is encrypted and asks for a password (save it without a password)",
        ),
    ] {
        let bytes = std::fs::read(fixture(format!("format/{name}"))).unwrap();
        let reading = read::pages(&LEXICON.document, &FieldMap::default(), name, &bytes);
        assert!(reading.pages.is_empty());
        assert_eq!(reading.rejected[0].to_string(), expected);
    }
}

#[test]
fn columns_of_any_name_are_mapped() {
    let csv = "kop,tekst,bron\n选票,甲县代表投票选出十件实事。,甲报\n";
    let fields: FieldMap = "title=kop,text=tekst,source=bron".parse().unwrap();
    let reading = read::pages(&LEXICON.document, &fields, "a.csv", csv.as_bytes());
    let page = &reading.pages[0];
    assert_eq!(
        (page.text.as_str(), page.source.as_deref()),
        ("选票\n\n甲县代表投票选出十件实事。", Some("甲报"))
    );
    assert_eq!(page.name, "a.csv:2");
    let reading = read::pages(&LEXICON.document, &FieldMap::default(), "a.csv", csv.as_bytes());
    assert_eq!(
        reading.rejected[0].to_string(),
        "a.csv:2: no text; the columns are kop, tekst, bron (say which holds it: --map text=COLUMN)"
    );
}

#[test]
fn web_archives_give_their_pages() {
    let article = &articles()[5];
    let page = article.html("people");
    let record = |kind: &str, content: &[u8]| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://example.org/6>\r\nWARC-Date: 2024-07-01T00:00:00Z\r\nContent-Length: {}\r\n\r\n",
            content.len()
        );
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    };
    let answer =
        [b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gb2312\r\n\r\n".as_slice(), &page].concat();
    let warc = [record("warcinfo", b"software: ours"), record("response", &answer)].concat();
    let page = &pages("crawl.warc.gz", &gzipped(&warc))[0];
    assert_eq!(page.url.as_deref(), Some("https://example.org/6"));
    assert_eq!(page.issued.unwrap().to_string(), "2024-06-24");
    assert!(page.text.starts_with("县人大常委会赴宁海取经\n"), "{}", page.text);
}
