//! Writes a corpus of generated articles with its truth: `cargo run --example generate -- SIZE SEED OUT` writes pages of
//! about SIZE bytes, or of `1000a` so many articles, to `OUT/pages`, in folders of a thousand, and what they say to
//! `OUT/gold`, for `renda eval`. With `-` for OUT the pages go to stdout as JSON Lines, for `renda extract -`, and nothing
//! is kept.

mod corpus;

use std::error::Error;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::{env, fs};

use corpus::GeneratedPage;
use renda::resource::Lexicon;
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [size, seed, out] = args.as_slice() else { return Err("generate SIZE|COUNTa SEED OUT".into()) };
    let (size, in_articles) = match size.strip_suffix('a') {
        Some(count) => (count.parse()?, true),
        None => (size.parse::<usize>()?, false),
    };
    let lexicon = Lexicon::load()?;
    let pages = corpus::pages(&lexicon, seed.parse()?).scan(0, |written, page| {
        let goes = *written < size;
        *written += if in_articles { page.gold.len() } else { page.text.len() };
        goes.then_some(page)
    });
    if out == "-" { print(pages) } else { write(pages, Path::new(out)) }
}

fn print(pages: impl Iterator<Item = GeneratedPage>) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    for page in pages {
        writeln!(out, "{}", json!({ "name": page.name, "text": page.text }))?;
    }
    Ok(out.flush()?)
}

fn write(pages: impl Iterator<Item = GeneratedPage>, out: &Path) -> Result<(), Box<dyn Error>> {
    let gold = out.join("gold");
    fs::create_dir_all(&gold)?;
    for (n, page) in pages.enumerate() {
        let folder = out.join(format!("pages/{:03}", n / 1000));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(&page.name), &page.text)?;
        for (n, article) in (1..).zip(&page.gold) {
            let stem = page.name.trim_end_matches(".txt");
            fs::write(gold.join(format!("{stem}-{n}.json")), format!("{article:#}\n"))?;
        }
    }
    Ok(())
}
