//! Articles made by a rule, as many as asked, each with its truth: the form and length of real ones, real regions and
//! their towns, mechanisms of the ontology and coined ones, and no two alike. The sentences stand in `text.toml`.
//!
//! Takes the lexicon and a seed. Gives pages without end: the same seed gives the same pages, and page n needs no other.
//! Never asks the rules of extraction what a sentence says: that stands beside the sentence.

use renda::resource::{Level, Lexicon, Region};
use serde::Deserialize;
use serde_json::{Value, json};

/// A page, and what each of its articles says in the form that `renda eval` reads.
pub(crate) struct GeneratedPage {
    /// What its file is called.
    pub(crate) name: String,
    pub(crate) text: String,
    /// One value an article, in the order of the page.
    pub(crate) gold: Vec<Value>,
}

/// All pages of a seed.
pub(crate) fn pages(lexicon: &Lexicon, seed: u64) -> impl Iterator<Item = GeneratedPage> {
    let stock = Stock::load(lexicon);
    (0_u64..).map(move |n| page(&stock, seed, n))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    surnames: String,
    given: Vec<String>,
    topics: Vec<String>,
    matters: Vec<String>,
    /// Coined names: a first part, a second, and what stands behind the marks.
    coined: [Vec<String>; 3],
    joined: [Vec<String>; 3],
    titles: Vec<String>,
    openings: Vec<String>,
    fillers: Vec<String>,
    facts: Vec<String>,
    city_facts: Vec<String>,
    closings: Vec<String>,
}

/// What is drawn from.
struct Stock<'a> {
    text: Text,
    lexicon: &'a Lexicon,
    homes: Vec<(&'a Region, Vec<&'a str>)>,
}

impl<'a> Stock<'a> {
    fn load(lexicon: &'a Lexicon) -> Self {
        let text = toml::from_str(include_str!("text.toml")).expect("text.toml stands beside this file");
        let mut homes: Vec<(&Region, Vec<&str>)> = Vec::new();
        for region in lexicon.regions.iter().filter(|region| !region.zone) {
            match region.level {
                // Units stand behind those they lie in: a town behind its county.
                Level::Township => homes.last_mut().expect("a county").1.push(&region.name),
                Level::Prefecture | Level::County => homes.push((region, Vec::new())),
                Level::Province => {}
            }
        }
        // 盟, 地区 and zones have no congress of their own or no plain word for 我县.
        homes.retain(|(region, _)| region.name.ends_with(['县', '市', '区', '旗']) && !region.everyday);
        homes.retain(|(region, towns)| region.level == Level::Prefecture || towns.len() > 2);
        Self { text, lexicon, homes }
    }
}

/// Numbers that are the same everywhere (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % end as u64).expect("below a usize")
    }

    fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    fn pick<'a>(&mut self, all: &'a [impl AsRef<str>]) -> &'a str {
        all[self.below(all.len())].as_ref()
    }
}

/// How the pages of a kind look.
struct Look {
    /// A page of a web site, with one article; else of a newspaper, with several.
    web: bool,
    /// Where lines end within paragraphs, as in texts taken out of PDF; `None`: they do not.
    width: Option<usize>,
}

fn page(stock: &Stock<'_>, seed: u64, n: u64) -> GeneratedPage {
    let mut chance = Chance(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ n.wrapping_mul(0xA24B_AED4_963E_E407));
    let date = [chance.between(2014, 2025), chance.between(1, 12), chance.between(1, 28)];
    let web = chance.below(2) == 0;
    let look = Look { web, width: (!web && chance.below(3) == 0).then(|| chance.between(21, 28)) };
    let name = format!("{n:06}.txt");
    let mut text = if web {
        "当前位置：首页 >> 人大工作 >> 工作动态 >> 正文\n\n".to_owned()
    } else {
        let [year, month, day] = date;
        format!("地方人大专版　{year}年{month}月{day}日　第{}版\n\n", chance.between(2, 8))
    };
    let articles = if web { 1 } else { chance.between(3, 6) };
    let mut gold = Vec::new();
    for _ in 0..articles {
        let mut article = Article::new(stock, &mut chance, date[0]);
        let printed = article.print(&look, date);
        text.push_str(&printed);
        gold.push(article.truth(&name, gold.len() + 1));
    }
    if web {
        text.push_str("上一篇：没有了\n下一篇：返回列表\n版权所有：地方人大网\n");
    }
    GeneratedPage { name, text, gold }
}

/// An article on its way.
struct Article<'a> {
    stock: &'a Stock<'a>,
    chance: &'a mut Chance,
    home: &'a Region,
    towns: &'a [&'a str],
    /// The units above the home, the nearest first.
    above: Vec<&'a Region>,
    matter: &'a str,
    year: usize,
    title: String,
    person: String,
    /// Names that were told of: each once.
    told: Vec<String>,
    adoptions: Vec<Value>,
    observations: Vec<Value>,
    statutes: Vec<Value>,
}

/// What a sentence says, to be joined with its words when they are whole.
type Said = Vec<(&'static str, Value)>;

impl<'a> Article<'a> {
    fn new(stock: &'a Stock<'a>, chance: &'a mut Chance, year: usize) -> Self {
        let (home, towns) = &stock.homes[chance.below(stock.homes.len())];
        let above = stock.lexicon.regions.lineage(&home.code).skip(1).collect();
        let matter = chance.pick(&stock.text.matters);
        let (title, person, told) = Default::default();
        let (adoptions, observations, statutes) = Default::default();
        Self {
            stock,
            chance,
            home,
            towns,
            above,
            matter,
            year,
            title,
            person,
            told,
            adoptions,
            observations,
            statutes,
        }
    }

    fn province(&self) -> &'a Region {
        self.above.last().expect("a province above")
    }

    /// Title, byline and body as a page prints them.
    fn print(&mut self, look: &Look, [year, month, day]: [usize; 3]) -> String {
        let text = &self.stock.text;
        let title = self.chance.pick(&text.titles);
        self.title = self.sentence(title);
        self.person = self.name();
        let (person, home, province) = (&self.person, &self.home.name, self.province());
        let byline = if look.web {
            let (minute, hits) = (self.chance.between(10, 59), self.chance.between(20, 4000));
            format!(
                "发布时间：{year}-{month:02}-{day:02} 09:{minute} 来源：{home}人大常委会 作者：{person} 浏览次数：{hits}"
            )
        } else {
            format!("■ {person}（{}）", province.short.first().unwrap_or(&province.name))
        };
        let mut printed = format!("{}\n\n{byline}\n\n", self.title);
        for paragraph in self.paragraphs() {
            let chars: Vec<char> = paragraph.chars().collect();
            for line in chars.chunks(look.width.unwrap_or(chars.len())) {
                printed.extend(line);
                printed.push_str("\n\n");
            }
        }
        printed
    }

    /// The body: as long as real ones are, from 8 sentences to 44, somewhat less than half of which say something.
    fn paragraphs(&mut self) -> Vec<String> {
        let text = &self.stock.text;
        let city: &[String] = if self.home.level == Level::Prefecture { &text.city_facts } else { &[] };
        let mut facts: Vec<&str> = text.facts.iter().chain(city).map(String::as_str).collect();
        let mut fillers: Vec<&str> = text.fillers.iter().map(String::as_str).collect();
        let opening = self.chance.pick(&text.openings);
        let mut paragraphs = vec![self.sentence(opening)];
        let mut left = self.chance.between(7, 43);
        while left > 0 {
            let mut paragraph = String::new();
            for _ in 0..self.chance.between(2, 6).min(left) {
                let pool = if self.chance.below(100) < 36 { &mut facts } else { &mut fillers };
                if !pool.is_empty() {
                    let sentence = pool.swap_remove(self.chance.below(pool.len()));
                    paragraph.push_str(&self.sentence(sentence));
                }
                left -= 1;
            }
            paragraphs.extend((!paragraph.is_empty()).then_some(paragraph));
        }
        let closing = self.chance.pick(&text.closings);
        paragraphs.push(self.sentence(closing));
        paragraphs
    }

    /// A sentence with its places filled; what it says is noted.
    fn sentence(&mut self, form: &str) -> String {
        let (mut sentence, mut said, mut rest) = (String::new(), Said::new(), form);
        while let Some(at) = rest.find(['{', '<', '[', '(']) {
            sentence.push_str(&rest[..at]);
            let end = at + rest[at..].find(['}', '>', ']', ')']).expect("a place ends");
            let place = &rest[at + 1..end];
            match rest.as_bytes()[at] {
                b'{' => sentence.push_str(&self.words(place)),
                b'<' => self.number(place, &mut sentence, &mut said),
                b'[' => self.mechanism(place, &mut sentence, &mut said),
                _ => self.statute(place, &mut sentence, &mut said),
            }
            rest = &rest[end + 1..];
        }
        sentence.push_str(rest);
        for (kind, mut value) in said {
            value["region"] = json!({"name": self.home.name, "code": self.home.code.as_str()});
            value["evidence"] = json!(sentence);
            value["core"] = json!(true);
            match kind {
                "adoption" => self.adoptions.push(value),
                "observation" => self.observations.push(value),
                _ => self.statutes.push(value),
            }
        }
        sentence
    }

    fn words(&mut self, place: &str) -> String {
        let unit = self.home.name.chars().next_back().expect("a name");
        match place {
            "home" => self.home.name.clone(),
            "full" => {
                let above = self.above.iter().rev().map(|region| region.name.as_str());
                above.chain([self.home.name.as_str()]).collect()
            }
            "unit" => unit.to_string(),
            "we大" => match self.chance.below(4) {
                0 => format!("{}人大常委会", self.home.name),
                1 => format!("我{unit}人大常委会"),
                _ => format!("{unit}人大常委会"),
            },
            "town" => {
                self.towns.get(self.chance.below(self.towns.len().max(1))).unwrap_or(&"城关街道").to_string()
            }
            "year" => self.chance.between(self.year - 8, self.year - 1).to_string(),
            "month" => self.chance.between(1, 12).to_string(),
            "matter" if self.chance.below(4) > 0 => self.matter.to_owned(),
            "matter" => self.chance.pick(&self.stock.text.matters).to_owned(),
            "person" => self.name(),
            choice => {
                let choices: Vec<&str> = choice.split('/').collect();
                self.chance.pick(&choices).to_owned()
            }
        }
    }

    /// An invented name.
    fn name(&mut self) -> String {
        let surnames: Vec<char> = self.stock.text.surnames.chars().collect();
        let surname = surnames[self.chance.below(surnames.len())];
        format!("{surname}{}", self.chance.pick(&self.stock.text.given))
    }

    /// `3-90|个|代表联络站`
    fn number(&mut self, place: &str, sentence: &mut String, said: &mut Said) {
        let [range, unit, what] = *place.split('|').collect::<Vec<_>>() else { panic!("{place}") };
        let (first, last) = range.split_once('-').expect("a range");
        let value = self.chance.between(first.parse().expect("a number"), last.parse().expect("a number"));
        sentence.push_str(&value.to_string());
        sentence.push_str(unit);
        said.push(("observation", json!({"indicator": what, "value": value, "unit": unit})));
    }

    /// `adopted:procedure`, `adopted=代表联络站`
    fn mechanism(&mut self, place: &str, sentence: &mut String, said: &mut Said) {
        let (status, form) = place.split_once([':', '=']).expect("a status and a form");
        let (printed, name) = loop {
            let named = match form {
                "new" => self.coin(),
                _ if place.contains('=') => break (form.to_owned(), form.to_owned()),
                _ => self.known(form),
            };
            if !self.told.contains(&named.1) {
                break named;
            }
        };
        sentence.push_str(&printed);
        said.push(("adoption", json!({"mechanism": printed, "aliases": [name], "status": status})));
        self.told.push(name);
    }

    /// A mechanism of the ontology, as printed and by name.
    fn known(&mut self, form: &str) -> (String, String) {
        let of_form: Vec<&str> = (self.stock.lexicon.mechanisms.iter())
            .filter(|(_, concept)| concept.form.as_deref() == Some(form))
            .map(|(_, concept)| concept.label.as_str())
            .collect();
        let name = self.chance.pick(&of_form);
        (name.to_owned(), name.to_owned())
    }

    /// A mechanism that nobody has heard of, as printed and by name.
    fn coin(&mut self) -> (String, String) {
        let text = &self.stock.text;
        let [first, second, tails] = match self.chance.below(2) {
            0 => &text.coined,
            _ => &text.joined,
        };
        let mut name = self.chance.pick(first).to_owned();
        name.push_str(self.chance.pick(second));
        (format!("“{name}”{}", self.chance.pick(tails)), name)
    }

    /// `inspected:province`
    fn statute(&mut self, place: &str, sentence: &mut String, said: &mut Said) {
        let (relation, owner) = place.split_once(':').expect("a relation and an owner");
        let owner = if owner == "home" { self.home } else { self.province() };
        let title = format!("{}{}条例", owner.name, self.chance.pick(&self.stock.text.topics));
        sentence.extend(["《", &title, "》"]);
        said.push(("statute", json!({"statute": title, "relation": relation})));
    }

    /// What it says, as `renda eval` reads it.
    fn truth(self, page: &str, n: usize) -> Value {
        json!({
            "doc": page, "n": n, "title": self.title, "authors": [self.person], "kind": "practice",
            "home_region": {"name": self.home.name, "code": self.home.code.as_str()},
            "adoptions": self.adoptions, "observations": self.observations, "statutes": self.statutes,
        })
    }
}
