//! Writes a corpus of generated articles with its truth: `cargo run --example generate -- SIZE SEED OUT` writes pages of
//! about SIZE bytes to `OUT/pages`, in folders of a thousand, and what they say to `OUT/gold`, for `renda eval`.

mod corpus;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use renda::resource::Lexicon;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [size, seed, out] = args.as_slice() else { return Err("generate SIZE SEED OUT".into()) };
    write(size.parse()?, seed.parse()?, Path::new(out))
}

fn write(size: usize, seed: u64, out: &Path) -> Result<(), Box<dyn Error>> {
    let gold = out.join("gold");
    fs::create_dir_all(&gold)?;
    let mut written = 0;
    for (n, page) in corpus::pages(&Lexicon::load()?, seed).enumerate() {
        if written >= size {
            break;
        }
        written += page.text.len();
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
