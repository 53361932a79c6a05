//! Pages and workbooks that people carry into Word and Excel: golden files, sound archives, the same bytes each time.
//!
//! `fixtures/page/<case>.<form>` is what a command prints of the store of `sample.rs`, or of the articles of
//! `data/articles`. `RENDA_BLESS=1` writes it: read it before you commit it.

use std::io::{Cursor, Read as _};

use proptest::prelude::*;
use quick_xml::events::Event;
use renda::export::document::{Block, Document, Row, Run, Text};
use renda::export::workbook::{Rows, xlsx};

use crate::sample;
use crate::support::{self, fixture, renda};

/// The parts of an archive, in their order, each checked to be XML.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(file.last_modified().map(|time| time.year()), Some(1980), "{name}: no clock");
        events(&text);
        parts.push((name, text));
    }
    parts
}

/// What an XML text consists of; that it is XML.
fn events(xml: &str) -> Vec<Event<'static>> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut events = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{xml}")) {
            Event::Eof => return events,
            event => events.push(event.into_owned()),
        }
    }
}

/// The elements of a name: their attributes as written.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let found = events(xml).into_iter().filter_map(|event| match event {
        Event::Start(e) | Event::Empty(e) if e.name().as_ref() == name.as_bytes() => {
            Some(String::from_utf8(e.attributes_raw().to_vec()).unwrap())
        }
        _ => None,
    });
    found.collect()
}

/// The words of an XML text, unescaped.
fn words(xml: &str) -> String {
    let words = events(xml).into_iter().filter_map(|event| match event {
        Event::Text(text) => Some(text.unescape().unwrap().into_owned()),
        _ => None,
    });
    words.collect()
}

fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    &parts.iter().find(|(of, _)| of == name).unwrap_or_else(|| panic!("no part {name}")).1
}

#[track_caller]
fn answer(arguments: &[&str]) -> Vec<u8> {
    let output = renda().arg("--store").arg(sample::store()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn pages_are_the_golden_ones() {
    let cases: [(&str, &[&str]); 7] = [
        ("show-region", &["show", "兴县"]),
        ("show-statute", &["show", "南京市示例条例"]),
        ("compare", &["compare", "吕梁市", "兴县", "石楼县"]),
        ("query", &["query", "adopted"]),
        ("brief-done", &["brief", "兴县", "票决制"]),
        ("brief-planned", &["brief", "石楼县", "票决制", "--lang", "en"]),
        ("brief-none", &["brief", "141130", "票决制"]),
    ];
    let style = std::fs::read_to_string(support::root().join("src/export/document/page.css")).unwrap();
    for (name, command) in cases {
        for form in ["md", "html"] {
            let got = String::from_utf8(answer(&[command, &["--format", form]].concat())).unwrap();
            // The style sheet, the same in all pages, is looked at once.
            assert!(form == "md" || got.contains(style.as_str()), "{name}: the style sheet");
            let got = got.replace(&style, "");
            let path = fixture(format!("page/{name}.{form}"));
            if std::env::var_os("RENDA_BLESS").is_some() {
                std::fs::write(&path, &got).unwrap();
            }
            let want = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(got, want, "RENDA_BLESS=1 writes {}", path.display());
        }
    }
}

#[test]
fn a_word_document_has_each_note_once_and_the_width_of_its_page() {
    let commands: [&[&str]; 4] = [
        &["show", "兴县"],
        &["adopted", "票决制"],
        &["compare", "--all-in", "吕梁市"],
        &["brief", "石楼县", "票决制"],
    ];
    for command in commands {
        let command = [command, &["--format", "docx"]].concat();
        let bytes = answer(&command);
        assert_eq!(bytes, answer(&command), "the same bytes each time");
        let parts = parts(&bytes);
        let (page, notes) = (part(&parts, "word/document.xml"), part(&parts, "word/footnotes.xml"));
        let said = elements(notes, "w:footnote").len() - 2;
        assert_eq!(elements(notes, "w:footnoteRef").len(), said, "each note carries its number");
        let places: Vec<String> = (1..=said).map(|n| format!(" w:id=\"{n}\"")).collect();
        assert_eq!(elements(page, "w:footnoteReference"), places, "in the order of the page");
        let side = |page: &str| -> usize {
            let attributes = elements(page, "w:pgSz").concat();
            attributes.split('"').nth(1).unwrap().parse().unwrap()
        };
        for table in page.split("<w:tbl>").skip(1) {
            let table = format!("<w:tbl>{}", &table[..table.find("</w:tbl>").unwrap() + 8]);
            let columns = elements(&table, "w:gridCol");
            let wide: usize =
                columns.iter().map(|c| c.split('"').nth(1).unwrap().parse::<usize>().unwrap()).sum();
            assert!(wide <= side(page) && wide > side(page) / 2, "{wide} of {}", side(page));
            assert_eq!(elements(&table, "w:tblHeader").len(), 1);
        }
    }
}

#[test]
fn a_workbook_has_its_heads_in_sight_and_its_numbers_as_numbers() {
    let bytes = answer(&["adopted", "票决制", "--format", "xlsx", "--lang", "en"]);
    assert_eq!(bytes, answer(&["adopted", "票决制", "--format", "xlsx", "--lang", "en"]), "the same bytes");
    let parts = parts(&bytes);
    let sheet = part(&parts, "xl/worksheets/sheet1.xml");
    assert!(elements(sheet, "pane").concat().contains("state=\"frozen\""), "{sheet}");
    assert_eq!(elements(sheet, "autoFilter"), [" ref=\"A1:Z4\""]);
    assert!(elements(sheet, "f").is_empty(), "nothing computes");
    let cells = elements(sheet, "c");
    let of = |cell: &str| cells.iter().find(|c| c.contains(&format!("r=\"{cell}\""))).unwrap();
    assert!(of("B2").contains("t=\"s\""), "a code is a name");
    assert!(!of("J2").contains("t=\"s\""), "how many origins is a number");
    let strings = words(part(&parts, "xl/sharedStrings.xml"));
    for text in ["141100", "15个乡镇的人大已经全部采用票决制", "not \"not adopted\""] {
        assert!(strings.contains(text), "{text} is missing in {strings}");
    }
    for command in
        [&["compare", "兴县", "石楼县"][..], &["timeline", "票决制"], &["discover"], &["query", "adopted"]]
    {
        let sheets = self::parts(&answer(&[command, &["--format", "xlsx"]].concat()));
        assert!(!elements(part(&sheets, "xl/worksheets/sheet1.xml"), "c").is_empty(), "{command:?}");
    }
}

/// Words that mean something to one of the forms.
const HOSTILE: [&str; 10] = [
    "=cmd|'/c calc'!A1",
    "+1+1",
    "<script>alert(1)</script>&amp;",
    "]]><w:p/>",
    "a|b`c`*d*_e_[f](g)#h",
    "\"quoted\" 'words' {braces}",
    "line\nbreak\ttab",
    "control\u{1}\u{8}\u{B}\u{1F}\u{FFFE}end",
    "_x0041_",
    "\u{202E}right to left",
];

fn document(text: &str) -> Document {
    let cell =
        || Text::plain(text).and(Run::Strong(text.into())).noted([text.to_owned(), format!("2 {text}")]);
    Document {
        title: text.to_owned(),
        language: "zh",
        notes: text.to_owned(),
        blocks: vec![
            Block::Heading(text.to_owned()),
            Block::Paragraph(cell().and(Run::Faint(text.into()))),
            Block::List(vec![cell(), cell()]),
            Block::Quote { words: text.to_owned(), place: text.to_owned() },
            Block::Table {
                heads: vec![text.to_owned(), text.to_owned()],
                rows: vec![Row::Heading(text.to_owned()), Row::Cells(vec![cell(), cell()])],
            },
        ],
    }
}

/// The text as XML can hold it.
fn holdable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || *c == '\t').collect()
}

fn check(text: &str) {
    let page = document(text);
    let mut bytes = Vec::new();
    page.docx(&mut bytes).unwrap();
    let sound = parts(&bytes);
    assert_eq!(
        words(part(&sound, "docProps/core.xml")).trim_end_matches("zh"),
        format!("\n{}", holdable(text))
    );
    let body = part(&sound, "word/document.xml");
    assert_eq!(elements(body, "w:tc").len(), 5, "no mark of the text is taken for one of the page: {text:?}");
    assert_eq!(elements(part(&sound, "word/footnotes.xml"), "w:footnote").len(), 4, "{text:?}");
    assert!(words(body).contains(holdable(text.lines().next().unwrap_or_default()).as_str()), "{text:?}");

    let mut html = Vec::new();
    page.html(&mut html).unwrap();
    let html = String::from_utf8(html).unwrap();
    assert_eq!(html.matches("<script").count() + html.matches("<td").count(), 1, "{text:?}\n{html}");

    let row = vec![text.to_owned(), text.to_owned()];
    let rows = Rows {
        title: text,
        sheets: ["rows", "notes"],
        heads: &row,
        rows: std::slice::from_ref(&row),
        numbers: &[true],
        notes: &row,
    };
    let mut bytes = Vec::new();
    xlsx(&rows, &mut bytes).unwrap();
    let sheet = parts(&bytes);
    assert!(elements(part(&sheet, "xl/worksheets/sheet1.xml"), "f").is_empty(), "{text:?} computes");
}

#[test]
fn hostile_words_are_words_in_every_form() {
    for text in HOSTILE {
        check(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_words_are_words_in_every_form(text in any::<String>()) {
        check(&text);
    }
}
