//! Pages in, articles out: fixtures of our own, the gold of the corpus, and properties of any text.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use renda::model::{Page, Segmented};
use renda::resource::Lexicon;
use renda::segment::segment;
use renda::text::{Span, fold};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load().unwrap());

fn page(text: &str) -> Page {
    Page { name: "page.txt".to_owned(), text: text.to_owned(), ..Page::default() }
}

/// Checks what must hold of any page, and says what does not.
fn fault(text: &str, found: &Segmented) -> Option<String> {
    let mut seen = vec![0_u8; text.len()];
    for span in &found.furniture {
        for byte in &mut seen[span.start..span.end] {
            *byte += 1;
        }
    }
    for span in &found.spared {
        for byte in &mut seen[span.start..span.end] {
            *byte = 1.max(*byte);
        }
    }
    for article in &found.articles {
        let body = &article.body;
        let mut end = 0;
        for piece in &body.pieces {
            let slice = piece.page.of(text);
            if body.text.get(piece.body..piece.body + slice.len()) != Some(slice) {
                return Some(format!("the piece at {} is not the page's words", piece.body));
            }
            if piece.body != end && !(piece.body == end + 1 && body.text[end..].starts_with('\n')) {
                return Some(format!("between pieces stands more than a LF: {end}..{}", piece.body));
            }
            end = piece.body + slice.len();
            for byte in &mut seen[piece.page.start..piece.page.end] {
                *byte += 1;
            }
        }
        if end != body.text.len() {
            return Some("the pieces are not the whole body".to_owned());
        }
        let paragraphs: Vec<&str> = article.paragraphs.iter().map(|p| p.span.of(&body.text)).collect();
        if paragraphs != body.text.split('\n').collect::<Vec<_>>() {
            return Some(format!("the paragraphs are not the lines of the body: {paragraphs:?}"));
        }
        for paragraph in &article.paragraphs {
            if !tiles(paragraph.span, paragraph.sentences.iter().map(|s| s.span)) {
                return Some("the sentences are not the paragraph".to_owned());
            }
            for sentence in &paragraph.sentences {
                if !tiles(sentence.span, sentence.clauses.iter().copied()) {
                    return Some("the clauses are not the sentence".to_owned());
                }
            }
        }
    }
    for (i, c) in text.char_indices() {
        let expected = u8::from(!c.is_whitespace());
        // White space inside a line goes with its line; at its ends it goes nowhere.
        if (expected == 1 && seen[i] != 1) || seen[i] > 1 {
            return Some(format!("{c:?} at {i} is in {} places", seen[i]));
        }
    }
    if found.diagnostics.iter().any(|d| d.span.is_some_and(|s| text.get(s.start..s.end).is_none())) {
        return Some("a diagnostic points outside the page".to_owned());
    }
    None
}

fn tiles(whole: Span, parts: impl Iterator<Item = Span>) -> bool {
    let mut at = whole.start;
    for part in parts {
        if part.start != at || part.is_empty() {
            return false;
        }
        at = part.end;
    }
    at == whole.end
}

/// What a fixture expects, one line for each thing said.
fn show(text: &str, found: &Segmented) -> String {
    let mut out = String::new();
    for article in &found.articles {
        let mut line = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                writeln!(out, "{key}: {value}").unwrap();
            }
        };
        line("title", Some(article.title.clone().unwrap_or("-".to_owned())));
        line("authors", (!article.authors.is_empty()).then(|| article.authors.join(" + ")));
        line("role", article.author_role.clone());
        line("region", article.byline_region.clone());
        line("source", article.source_line.clone());
        line("issued", article.issued.map(|d| d.to_string()));
        line("event", article.event_date.map(|d| d.to_string()));
        for paragraph in &article.paragraphs {
            let words = paragraph.span.of(&article.body.text).to_owned();
            line(if paragraph.heading { "#" } else { "|" }, Some(words));
        }
        out.push('\n');
    }
    for span in &found.furniture {
        writeln!(out, "x {}", span.of(text)).unwrap();
    }
    for diagnostic in &found.diagnostics {
        writeln!(out, "! {}", diagnostic.code).unwrap();
    }
    out
}

/// `<case>.txt` gives `<case>.out`. With `RENDA_BLESS=1` the latter is written: read it before you commit it.
#[test]
fn fixtures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/segment");
    let mut wrong = Vec::new();
    let mut cases = 0;
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for input in entries.iter().filter(|p| p.extension().is_some_and(|e| e == "txt")) {
        cases += 1;
        let text = fs::read_to_string(input).unwrap();
        let found = segment(&LEXICON, &page(&text));
        assert_eq!(fault(&text, &found), None, "{}", input.display());
        let got = show(&text, &found);
        let output = input.with_extension("out");
        if std::env::var_os("RENDA_BLESS").is_some() {
            fs::write(&output, &got).unwrap();
        }
        let expected = fs::read_to_string(&output).unwrap_or_default();
        if got != expected {
            wrong.push(format!("--- {}: got\n{got}--- expected\n{expected}", input.display()));
        }
    }
    assert!(cases > 0, "no fixtures were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[derive(serde::Deserialize)]
struct Gold {
    doc: Option<String>,
    title: Option<String>,
    authors: Vec<String>,
    author_role: Option<String>,
    byline_region: Option<String>,
    first_words: String,
    last_words: String,
}

/// How the articles of a folder compare with their gold: a line for each, and counts of what is right.
#[derive(Default)]
struct Score {
    lines: Vec<String>,
    gold: usize,
    found: usize,
    right: usize,
    bodies: usize,
}

fn score(sources: &Path, gold: &Path) -> Score {
    let mut by_file: BTreeMap<String, Vec<(String, Gold)>> = BTreeMap::new();
    let mut files: Vec<_> = fs::read_dir(gold).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let article: Gold = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let stem = name.rsplit_once('-').unwrap().0;
        let doc = article.doc.clone().unwrap_or(format!("{stem}.txt"));
        by_file.entry(doc).or_default().push((name, article));
    }
    let mut score = Score::default();
    for (doc, golds) in by_file {
        let text = fs::read_to_string(sources.join(&doc)).unwrap();
        let found = segment(&LEXICON, &page(&text));
        assert_eq!(fault(&text, &found), None, "{doc}");
        score.found += found.articles.len();
        if std::env::var_os("RENDA_SHOW").is_some() {
            println!("{}", show(&text, &found));
        }
        score.lines.push(format!("{doc}: {} articles, gold {}", found.articles.len(), golds.len()));
        for (name, gold) in golds {
            score.gold += 1;
            let holds = |words: &str, body: &str| fold(body).contains(&fold(words));
            let begins = |body: &str| fold(body).starts_with(&fold(&gold.first_words));
            // The first words of one article may stand in the middle of another.
            let article = found.articles.iter().find(|a| begins(&a.body.text));
            let article = article.or(found.articles.iter().find(|a| holds(&gold.first_words, &a.body.text)));
            let Some(article) = article else {
                score.lines.push(format!("  {name}: NO ARTICLE holds its first words {}", gold.first_words));
                continue;
            };
            let same = |a: Option<&str>, b: Option<&str>| a.map(fold) == b.map(fold);
            let title = same(article.title.as_deref(), gold.title.as_deref());
            let author = article.authors.first() == gold.authors.first();
            let starts = begins(&article.body.text);
            let ends = fold(&article.body.text).ends_with(&fold(&gold.last_words));
            let last = holds(&gold.last_words, &article.body.text);
            score.right += usize::from(title && author);
            score.bodies += usize::from(starts && ends);
            let mut line = format!("  {name}: {}", if title && author { "right" } else { "WRONG" });
            for (ok, what) in [
                (title, format!("title {:?}", article.title)),
                (author, format!("authors {:?}", article.authors)),
                (article.authors == gold.authors, format!("all authors {:?}", article.authors)),
                (
                    same(article.author_role.as_deref(), gold.author_role.as_deref()),
                    format!("role {:?}", article.author_role),
                ),
                (
                    same(article.byline_region.as_deref(), gold.byline_region.as_deref()),
                    format!("region {:?}", article.byline_region),
                ),
                (starts, "first words inside".to_owned()),
                (ends, if last { "last words inside" } else { "last words missing" }.to_owned()),
            ] {
                if !ok {
                    write!(line, " · {what}").unwrap();
                }
            }
            score.lines.push(line);
        }
    }
    score
}

#[test]
fn the_shared_corpus() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("corpus").is_dir() {
        println!("SKIPPED: the_shared_corpus: there is no ../shared/corpus");
        return;
    }
    let score = score(&shared.join("corpus"), &shared.join("gold"));
    println!("{}", score.lines.join("\n"));
    println!("{} of {} right, {} bodies whole", score.right, score.gold, score.bodies);
    assert_eq!(score.found, 22, "articles on the four pages");
    assert!(score.right >= 18, "title and first author right for {} of {}", score.right, score.gold);
}

#[test]
fn our_own_articles() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    if !data.join("gold").is_dir() {
        println!("SKIPPED: our_own_articles: there is no data/gold");
        return;
    }
    let score = score(&data.join("articles"), &data.join("gold"));
    println!("{}", score.lines.join("\n"));
    assert_eq!((score.found, score.right, score.bodies), (score.gold, score.gold, score.gold));
}

/// Text as bad as it comes: all that the rules look for, in any order.
fn any_page() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[一-龥]{1,12}",
        1 => "[ -~]{1,6}",
        2 => prop::sample::select(vec!["。", "，", "；", "：", "、", "！", "？", "…", "”", "“", "《", "》", "（", "）", "■", "□", "口", "文/", "🦀", "𠮷", "\u{3000}", "\u{2028}", "\u{FEFF}", ".", ",", "|", ">>"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["兴县人大常委会", "主任", "王大山", "（山西）", "（作者系甲县人大主任）", "2024年1月8日", "20242024年年11月月88日日", "星期一", "来源：", "发布时间:", "上一篇", "当前位置", "编者按", "召开", "湖北省赤壁市人大常委会"]).prop_map(str::to_owned),
        2 => "\n{1,3}",
    ];
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

/// Pages made of whole lines, some of them twice, so that repeats and heads come about.
fn any_lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "在推进工作中，兴县人大常委会坚持问需于民，每年组织代表进站接待选民，把群众的话带到会上，又把会上的话带回去。",
        "湖北省赤壁市人大常委会连着三年开展专题询问8次，请八个部门的负责人到场应询，当场测评，当场公布，当场交办，一件一件办",
        "南漳县给建言的人记上一笔",
        "■ 王大山（山西）",
        "□ 兴县人大常委会主任 李小河",
        "文/张三",
        "（作者系兴县人大常委会主任）",
        "（李四）",
        "夯实基础 建好站点",
        "",
        "",
        "发布时间：2024-01-08 来源：兴县人大",
        "上一篇：没有了",
        "实。",
        "— 3 —",
        "第4页 共9页",
        "人大工作通讯",
        "代代表表每每月月接接待待选选民民两两次次，，当当场场答答复复",
        "二 〇 二 三 年 起 代 表 接 待 选 民 3 7 场",
    ]);
    prop::collection::vec(line, 0..24).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_byte_is_lost_or_doubled(text in prop_oneof![any_page(), any_lines(), ".{0,60}"]) {
        let text = text.replace('\r', "\n");
        let found = segment(&LEXICON, &page(&text));
        prop_assert_eq!(fault(&text, &found), None);
        prop_assert_eq!(&found, &segment(&LEXICON, &page(&text)));
    }

    #[test]
    fn prose_gives_an_article(words in "[一-龥]{2,30}", before in any_lines()) {
        let text = format!("{before}\n\n{words}，{words}。\n");
        prop_assert!(!segment(&LEXICON, &page(&text)).articles.is_empty());
    }
}
