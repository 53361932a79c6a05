//! Which articles are one text: reprints under another headline, excerpts, OCR twins.
//!
//! Takes the bodies, dates and names of all articles, in any order. Gives for each reprint its original. Never joins two
//! articles by a chain of resemblances: each member was compared with the longest, or with one that was. Never depends
//! on how articles came: the result is a function of the set.
//!
//! Texts are taken from the longest to the shortest. Each looks among the texts that speak for a cluster for those with
//! which it shares fingerprints, is compared with the likeliest, and joins the cluster of the one that it is most like, if
//! it is like enough; else it opens one. The longest speaks for its cluster, and few others that say what it lacks: an
//! edited reprint may be the longest and lack what another excerpt is of. So a wire report printed a thousand times costs
//! a few thousand comparisons and no million. How like two are is told by the two alone: by the share of the shorter that
//! the longer says too, word for word, and by whether both tell the same numbers and places. Neither would do: two
//! counties fill in one form, and two reporters tell one event. The numbers stand in `data/reprint.toml`.

mod folded;
mod align;
mod telling;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::model::{ArticleId, Date, Record, Reprint};
use crate::resource::{Lexicon, ReprintRules};
use align::align;
use folded::{Folded, pairs};

/// An article as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// Which.
    pub id: &'a ArticleId,
    /// Its date.
    pub issued: Option<Date>,
    /// Its text.
    pub body: &'a str,
}

impl<'a> Text<'a> {
    /// What `record` prints.
    pub fn of(record: &'a Record) -> Self {
        Self { id: &record.id, issued: record.issued, body: &record.body }
    }
}

/// The original of each article that is a reprint. The order of `articles` does not matter.
///
/// ```
/// use renda::{pipeline::extract_page, model::Page, reprint::{Text, originals}, resource::Lexicon};
/// let lexicon = Lexicon::load()?;
/// let report = "3月12日，临泽县人大常委会在沙河镇启动“家门口的议事桌”，14名县人大代表轮流坐班，\
///     一个上午听到群众反映的事情23件，当场答复9件，其余转交镇政府和水务、交通部门，限一个月内办完。";
/// let page = |head: &str| {
///     let text = format!("{head}\n{report}\n");
///     Page { name: "a.txt".to_owned(), text, ..Page::default() }
/// };
/// let records = ["代表坐班听民声\n2024-03-13", "一张议事桌\n2024-03-20"]
///     .map(|head| extract_page(&lexicon, &page(head)).articles.remove(0).0);
/// let originals = originals(&lexicon, &records.each_ref().map(Text::of));
/// assert_eq!(originals.get(&records[1].id), Some(&records[0].id));
/// # Ok::<(), renda::error::Error>(())
/// ```
pub fn originals(lexicon: &Lexicon, articles: &[Text<'_>]) -> BTreeMap<ArticleId, ArticleId> {
    originals_telling(lexicon, articles, &|_| ())
}

/// What [`originals`] gives; `tell` hears from time to time how many articles were compared.
pub fn originals_telling(
    lexicon: &Lexicon,
    articles: &[Text<'_>],
    tell: &dyn Fn(usize),
) -> BTreeMap<ArticleId, ArticleId> {
    let mut originals = BTreeMap::new();
    for mut cluster in clusters(lexicon, articles, tell) {
        // An excerpt, dated or not, is no original of the whole; of those that are nearly whole the first printed is.
        #[expect(clippy::cast_precision_loss, reason = "no body has 2^52 characters")]
        let nearly = |length: usize, longest: usize| length as f64 >= lexicon.reprints.whole * longest as f64;
        let longest = cluster.first().map_or(0, |member| member.length);
        let whole = cluster.iter().filter(|member| nearly(member.length, longest));
        let first = whole.min_by_key(|Member { article, length }| {
            (article.issued.is_none(), article.issued, Reverse(*length), article.id)
        });
        let Some(original) = first.map(|member| member.article.id) else { continue };
        cluster.retain(|member| member.article.id != original);
        originals.extend(cluster.into_iter().map(|member| (member.article.id.clone(), original.clone())));
    }
    originals
}

/// Why `reprint` prints again what `original` says: how much of the shorter text stands in the longer, and which figures
/// of the reprint the original has.
///
/// ```
/// use renda::{model::ArticleId, reprint::explain, resource::Lexicon};
/// let lexicon = Lexicon::load()?;
/// let id = ArticleId::new("00000000000000a1").unwrap();
/// let report = "临泽县沙河镇14名县人大代表轮流坐班，一个上午听到群众反映的事情二十三件，当场答复9件。";
/// let again = explain(&lexicon, id, report, &report.replace("9件", "8件").replace("二十三", "23"));
/// assert!(again.share.to_string().starts_with("0.9"));
/// assert_eq!(again.figures, ["14", "23"]);
/// assert_eq!(again.other_figures, ["8"]);
/// # Ok::<(), renda::error::Error>(())
/// ```
pub fn explain(lexicon: &Lexicon, of: ArticleId, original: &str, reprint: &str) -> Reprint {
    let (original, reprint) = (Folded::new(lexicon, original), Folded::new(lexicon, reprint));
    let (whole, part) =
        if original.len() < reprint.len() { (&reprint, &original) } else { (&original, &reprint) };
    let covered = align(&lexicon.reprints, &whole.characters, &part.characters).covered();
    // A text of nothing but marks is all in any other.
    let hundredths = (covered * 100).checked_div(part.len()).unwrap_or(100);
    let known = telling::figures(&original);
    let (figures, other_figures) =
        telling::figures(&reprint).into_iter().partition(|figure| known.contains(figure));
    Reprint { of, share: Decimal::new(i64::try_from(hundredths).unwrap_or(100), 2), figures, other_figures }
}

/// An article of a cluster.
struct Member<'a> {
    article: Text<'a>,
    length: usize,
}

/// Articles that are one text, the longest first.
fn clusters<'a>(lexicon: &Lexicon, articles: &[Text<'a>], tell: &dyn Fn(usize)) -> Vec<Vec<Member<'a>>> {
    let rules = &lexicon.reprints;
    let fold = |article: &Text<'a>| (Folded::new(lexicon, article.body), *article);
    let mut texts: Vec<(Folded, Text<'a>)> = articles.par_iter().map(fold).collect();
    texts.retain(|(text, _)| text.len() >= rules.least);
    texts.sort_by(|(a, of_a), (b, of_b)| (Reverse(a.len()), of_a.id).cmp(&(Reverse(b.len()), of_b.id)));

    let mut clusters = Clusters::new(rules);
    for (n, batch) in texts.chunks(BATCH).enumerate() {
        tell(n * BATCH);
        // A text looks among the voices of those before it. Most of them spoke before its batch, so that a batch is
        // compared with these all at once, and in turn only with what it says itself.
        let before: Vec<Compared> = batch.par_iter().map(|(text, _)| clusters.compare(text, &[])).collect();
        for ((text, article), before) in batch.iter().zip(before) {
            let compared = clusters.compare(text, &before);
            clusters.take(text, *article, &compared);
        }
    }
    clusters.all.into_iter().map(|cluster| cluster.members).collect()
}

/// So many texts are compared at once.
const BATCH: usize = 256;

/// Voices, the likeliest first, and how like a text is to each, where that is enough.
type Compared = Vec<(usize, Option<Likeness>)>;

/// Articles that are one text.
struct Cluster<'a> {
    /// The longest, by its place among the voices.
    first: usize,
    /// How many texts speak for it.
    voices: usize,
    /// All of them, the longest first.
    members: Vec<Member<'a>>,
}

/// What was found to be one text so far.
struct Clusters<'a, 't> {
    rules: &'t ReprintRules,
    all: Vec<Cluster<'a>>,
    /// The texts that others are compared with, and the cluster of each.
    voices: Vec<(&'t Folded, usize)>,
    /// Which voices bear a fingerprint.
    bearers: BTreeMap<u64, Vec<usize>>,
}

impl<'a, 't> Clusters<'a, 't> {
    fn new(rules: &'t ReprintRules) -> Self {
        Self { rules, all: Vec::new(), voices: Vec::new(), bearers: BTreeMap::new() }
    }

    /// Compares `text` with its candidates, but for those of which it is `known` already.
    fn compare(&self, text: &Folded, known: &[(usize, Option<Likeness>)]) -> Compared {
        let likeness = |voice: usize| match known.iter().find(|(known, _)| *known == voice) {
            Some(&known) => known,
            None => (voice, compare(self.rules, self.voices[voice].0, text)),
        };
        self.candidates(text).into_iter().map(likeness).collect()
    }

    /// The voices that share most fingerprints with `text`, the likeliest first.
    fn candidates(&self, text: &Folded) -> Vec<usize> {
        let few = text.fingerprints.iter().filter_map(|fingerprint| self.bearers.get(fingerprint));
        let mut shared: Vec<usize> =
            few.filter(|bearers| bearers.len() <= self.rules.crowd).flatten().copied().collect();
        shared.sort_unstable();
        let shared = shared.chunk_by(|one, other| one == other).map(|voice| (Reverse(voice.len()), voice[0]));
        let mut likely: Vec<_> = shared.filter(|(Reverse(n), _)| *n >= self.rules.shared).collect();
        likely.sort_unstable();
        likely.into_iter().take(self.rules.tries).map(|(_, voice)| voice).collect()
    }

    /// Puts a text where it belongs.
    fn take(&mut self, text: &'t Folded, article: Text<'a>, compared: &[(usize, Option<Likeness>)]) {
        let alike = compared.iter().filter_map(|&(voice, likeness)| Some((likeness?, voice)));
        // Of equally like ones the first.
        let joined = alike.reduce(|best, next| if next.0.alike > best.0.alike { next } else { best });
        let cluster = joined.map_or(self.all.len(), |(_, voice)| self.voices[voice].1);
        if joined.is_none() {
            self.all.push(Cluster { first: self.voices.len(), voices: 0, members: Vec::new() });
        }
        let own = &mut self.all[cluster];
        own.members.push(Member { article, length: text.len() });
        // One that is like the longest speaks for the cluster too, if it says much that the longest lacks.
        let speaks = joined.is_none_or(|(likeness, voice)| {
            voice == own.first && 1.0 - likeness.said >= self.rules.fresh && own.voices < self.rules.voices
        });
        if speaks {
            own.voices += 1;
            for fingerprint in &text.fingerprints {
                let bearers = self.bearers.entry(*fingerprint).or_default();
                if bearers.len() <= self.rules.crowd {
                    bearers.push(self.voices.len());
                }
            }
            self.voices.push((text, cluster));
        }
    }
}

/// How like two texts are.
#[derive(Debug, Clone, Copy)]
struct Likeness {
    /// The share of the shorter that the longer says too.
    said: f64,
    /// That and what both tell, as one figure.
    alike: f64,
}

/// How like `part` is to `whole`, which is as long or longer, where that is enough for one text.
fn compare(rules: &ReprintRules, whole: &Folded, part: &Folded) -> Option<Likeness> {
    let (place, found) = stretch(rules, whole, part);
    let said = share(found, part.pairs.len());
    if said < rules.said {
        return None;
    }
    let whole =
        if place.len() < whole.len() { Cow::Owned(whole.stretch(place)) } else { Cow::Borrowed(whole) };
    let alignment = align(rules, &whole.characters, &part.characters);
    let told = telling::agreement(rules, &whole, part, &alignment);
    let alike = rules.words * said + (1.0 - rules.words) * told;
    (alike >= rules.alike).then_some(Likeness { said, alike })
}

/// Where `whole` says most of `part`, and how many of its pairs of characters it has there.
///
/// What is printed again stands together, at most `stretch` times as long as it is here: a yearly report of the same
/// field has most words and numbers somewhere.
fn stretch(rules: &ReprintRules, whole: &Folded, part: &Folded) -> (Range<usize>, usize) {
    let longest = part.len().saturating_mul(rules.stretch);
    // Where each pair begins in the list of the part's, and how many there are equal.
    let listed = |pair: [char; 2]| {
        let first = part.pairs.partition_point(|&p| p < pair);
        (first, part.pairs[first..].partition_point(|&p| p <= pair))
    };
    let places: Vec<(usize, usize)> = pairs(&whole.characters).map(listed).collect();
    let mut within = vec![0; part.pairs.len()];
    let (mut found, mut best) = (0, (0, 0));
    for (place, &(first, count)) in places.iter().enumerate() {
        if count > 0 {
            within[first] += 1;
            found += usize::from(within[first] <= count);
        }
        let passed = place.checked_sub(longest).map(|place| places[place]);
        if let Some((first, count)) = passed.filter(|&(_, count)| count > 0) {
            found -= usize::from(within[first] <= count);
            within[first] -= 1;
        }
        best = best.max((found, place));
    }
    let end = if whole.len() <= longest { whole.len() } else { best.1 + 2 };
    (end.saturating_sub(longest + 1)..end, best.0)
}

/// `n` of `all`; of none none.
#[expect(clippy::cast_precision_loss, reason = "no body has 2^52 characters")]
fn share(n: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { n as f64 / all as f64 }
}
