//! Page repair: what printing and saving did to a text is taken back, and the text says what it said before.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use rayon::prelude::*;
use renda::model::{Claim, Evidence, Page};
use renda::pipeline::extract_page;
use renda::resource::Lexicon;

use crate::format::said;
use crate::support::{fixture, renda, root};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load().unwrap());

/// What a repair says.
const CODES: [&str; 4] = ["segment.doubled", "segment.spaced", "segment.page-break", "segment.repeat"];

/// What a text says, and what was noticed of it.
struct Told {
    claims: Vec<Claim>,
    codes: Vec<String>,
}

impl Told {
    fn of(text: &str) -> Self {
        let page = Page { name: "page.txt".to_owned(), text: text.to_owned(), ..Page::default() };
        let found = extract_page(&LEXICON, &page);
        let claims = found.articles.into_iter().flat_map(|(record, _)| record.claims).collect();
        Self { claims, codes: found.diagnostics.into_iter().map(|d| d.code).collect() }
    }

    fn said(&self) -> BTreeSet<String> {
        self.claims.iter().map(said).collect()
    }

    fn repairs(&self) -> BTreeSet<&str> {
        self.codes.iter().map(String::as_str).filter(|code| CODES.contains(code)).collect()
    }
}

/// The pages of a folder, in order.
fn pages(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let name = |file: &Path| file.strip_prefix(root()).unwrap().display().to_string();
    files.iter().map(|file| (name(file), fs::read_to_string(file).unwrap())).collect()
}

fn our_own() -> Vec<(String, String)> {
    let folders = ["data/articles", "tests/fixtures/pages/tuned", "tests/fixtures/pages/unseen"];
    folders.iter().flat_map(|folder| pages(&root().join(folder))).collect()
}

/// `NAME.txt` is the damaged twin of `NAME.clean`: both say the same, and the damaged one tells of its repair, which is
/// the first part of its name. Where a page ends inside a quote, the words differ: a quote stands in one piece.
#[test]
fn damaged_twins_say_the_same() {
    let twins = pages(&fixture("repair"));
    assert!(twins.len() >= CODES.len(), "the fixtures are gone");
    for (name, damaged) in twins {
        let clean = fs::read_to_string(root().join(&name).with_extension("clean")).unwrap();
        let (clean, damaged) = (Told::of(&clean), Told::of(&damaged));
        assert!(!clean.claims.is_empty(), "{name}: says nothing");
        assert_eq!(damaged.said(), clean.said(), "{name}");
        let words = |told: &Told| -> BTreeSet<String> {
            let quotes = told.claims.iter().flat_map(Claim::evidence).map(Evidence::exact);
            quotes.map(str::to_owned).collect()
        };
        let torn = name.contains("page-break");
        assert!(torn || words(&damaged) == words(&clean), "{name}: {:?}", words(&damaged));
        let code = CODES.into_iter().chain(["segment.wrapped"]).find(|code| {
            let kind = code.trim_start_matches("segment.");
            Path::new(&name).file_name().unwrap().to_str().unwrap().starts_with(kind)
        });
        let code = code.unwrap_or_else(|| panic!("{name} begins with no code"));
        assert!(damaged.codes.iter().any(|c| c == code), "{name}: {:?}", damaged.codes);
        assert!(clean.repairs().is_empty(), "{name}: {:?}", clean.codes);
    }
}

/// `build --explain` shows each repair: where, what stands there, and how it is read.
#[test]
fn repairs_are_shown() {
    for lang in ["zh", "en"] {
        let page = fixture("repair/doubled.txt");
        let output = renda().args(["build", "--lang", lang, "--explain"]).arg(page).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let shown = told.lines().skip_while(|line| !line.contains("segment.doubled")).nth(1);
        let shown = shown.unwrap_or_else(|| panic!("{told}"));
        assert!(shown.contains("票票箱箱搬搬到到村村口口 \u{2192} 票箱搬到村口"), "{told}");
    }
}

/// Pages that are printed badly already, by design.
const BAD: [&str; 2] = ["data/articles/02-displaced.txt", "data/articles/06-blanks.txt"];
/// With a reading in brackets behind every fifth character, which no printer would tear off.
const READINGS: &str = "tests/fixtures/pages/tuned/23.txt";

#[test]
fn pages_without_damage_are_left_alone() {
    for (name, text) in our_own().into_iter().filter(|(name, _)| !BAD.contains(&name.as_str())) {
        assert_eq!(Told::of(&text).repairs(), BTreeSet::new(), "{name}");
    }
}

type Damage = fn(&str, &mut Dice) -> String;

/// Each kind of damage to each of our own pages: the same claims. The dice of a page are always the same.
#[test]
fn damaged_pages_say_what_they_said() {
    let kinds: [(&str, Damage); 5] =
        [("doubled", doubled), ("spaced", spaced), ("wrapped", wrapped), ("paged", paged), ("twice", twice)];
    let seed = std::env::var("RENDA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let left_out = |name: &str| BAD.contains(&name) || name == READINGS;
    let wrapped = |text: &str| Told::of(text).codes.iter().any(|code| code == "segment.wrapped");
    let pages: Vec<_> =
        our_own().into_iter().filter(|(name, text)| !left_out(name) && !wrapped(text)).collect();
    assert!(pages.len() > 40, "{} pages stand a paragraph a line", pages.len());
    let faults: Vec<String> = (0_u64..)
        .zip(&pages)
        .collect::<Vec<_>>()
        .into_par_iter()
        .flat_map_iter(|(n, (name, text))| {
            let clean = Told::of(text);
            let claims = clean.said();
            let each = kinds.iter().filter_map(move |(kind, damage)| {
                let mut dice = Dice { state: seed + n, torn: Vec::new() };
                let damaged = damage(text, &mut dice);
                let got = Told::of(&damaged).said();
                // What stood across the end of a page cannot be quoted in one piece: it may be lost, or lose a date.
                let torn = |claim: &&Claim| {
                    claim
                        .evidence()
                        .iter()
                        .any(|quote| dice.torn.iter().any(|words| quote.exact().contains(words)))
                };
                let quoted: BTreeSet<String> = clean.claims.iter().filter(torn).map(said).collect();
                let lost: Vec<_> = claims.difference(&got).filter(|claim| !quoted.contains(*claim)).collect();
                let won: Vec<_> = got.difference(&claims).collect();
                let may_win = claims.difference(&got).count() - lost.len();
                let fault = !lost.is_empty() || won.len() > may_win;
                fault.then(|| format!("{kind} {name}: lost {lost:#?}, won {won:#?}"))
            });
            each.collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Throws that can be thrown again.
struct Dice {
    state: u64,
    /// The words around the ends of pages.
    torn: Vec<String>,
}

impl Dice {
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap() % n
    }
}

/// Bold type whose characters come out twice: whole lines.
fn doubled(text: &str, dice: &mut Dice) -> String {
    let twice = |c: char| std::iter::repeat_n(c, if c.is_whitespace() { 1 } else { 2 });
    each_line(
        text,
        |line| {
            if dice.below(2) == 0 { line.chars().flat_map(twice).collect() } else { line.to_owned() }
        },
    )
}

/// Lines of prose set with a blank between all characters.
fn spaced(text: &str, dice: &mut Dice) -> String {
    let apart = |line: &str| line.trim().chars().flat_map(|c| [c, ' ']).collect::<String>();
    each_line(text, |line| if is_prose(line) && dice.below(2) == 0 { apart(line) } else { line.to_owned() })
}

/// A text broken off at a column from its first paragraph on, with or without blanks at the break.
fn wrapped(text: &str, dice: &mut Dice) -> String {
    let (column, blanks) = (20 + dice.below(30), ["", " ", "  "][dice.below(3)]);
    let mut begun = false;
    each_line(text, |line| {
        begun |= is_prose(line);
        let chars: Vec<char> = line.chars().collect();
        if !begun || chars.is_empty() {
            return line.to_owned();
        }
        chars.chunks(column).map(String::from_iter).collect::<Vec<_>>().join(&format!("{blanks}\n"))
    })
}

/// Pages of paper: a head over each, a number below each, and ends that tear sentences.
fn paged(text: &str, dice: &mut Dice) -> String {
    let forms: [fn(usize, usize) -> String; 5] = [
        |n, _| format!("- {n} -"),
        |n, all| format!("第{n}页 共{all}页"),
        |n, all| format!("{n}/{all}"),
        |n, _| format!("— {n} —"),
        |n, _| n.to_string(),
    ];
    let form = forms[dice.below(forms.len())];
    let head = ["河畔人大工作通讯", "人大工作通讯 2024年第3期", "河畔县人大常委会办公室编印"][dice.below(3)];
    let pages = text.lines().filter(|line| is_prose(line)).count();
    let mut page = 0;
    let told = each_line(text, |line| {
        let commas = line.match_indices('，').map(|(at, comma)| at + comma.len());
        let cuts: Vec<usize> = commas.filter(|at| *at < line.len()).collect();
        if cuts.is_empty() || !is_prose(line) {
            return line.to_owned();
        }
        let (above, below) = line.split_at(cuts[dice.below(cuts.len())]);
        let (before, after) = (above.chars().next_back().unwrap(), below.chars().take(4).collect::<String>());
        dice.torn.push(format!("{before}{after}"));
        page += 1;
        format!("{above}\n\n{}\n\n{head}\n\n{below}", form(page, pages))
    });
    format!("{head}\n\n{told}")
}

/// A page saved twice, or some of its paragraphs.
fn twice(text: &str, dice: &mut Dice) -> String {
    if dice.below(2) == 0 {
        return format!("{text}\n{text}");
    }
    each_line(text, |line| {
        if is_prose(line) && dice.below(2) == 0 { format!("{line}\n{line}") } else { line.to_owned() }
    })
}

fn each_line(text: &str, mut damage: impl FnMut(&str) -> String) -> String {
    text.lines().map(|line| damage(line) + "\n").collect()
}

/// Whether a line is a paragraph.
fn is_prose(line: &str) -> bool {
    line.chars().count() > 60
}
