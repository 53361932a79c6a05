//! What a number counts: the noun at it, or the one counted before, and the words that govern it.

use jieba_rs::Tag;

use crate::model::MentionKind;
use crate::resource::{UnitRules, jieba};
use crate::text::{Normalised, Span, is_quotation_mark};

use super::super::Source;
use super::Number;

/// Most characters of the words that say what was counted.
const LONGEST: usize = 24;

/// The words on both sides of a number, folded.
pub(super) struct Neighbours {
    pub(super) before: String,
    pub(super) behind: String,
}

/// What a number counts, in folded words.
pub(super) struct Counted {
    /// The noun; empty where only a verb says it.
    pub(super) noun: String,
    /// Whether it stands behind the number.
    pub(super) noun_behind: bool,
    /// The noun, with the verb that governs it where the noun was counted before: 修改 + 地方性法规.
    pub(super) phrase: String,
    /// Where the verb stands that governs it.
    pub(super) near: String,
    unit: String,
}

/// What `number` counts. A name or a noun that touches it (19个意见征集点, 建成代表联络站747个); else what was counted
/// before it in the paragraph in such a unit (收集问题2.7万件，办结2.1万件); else whatever words stand around it.
pub(super) fn counted(source: &Source<'_>, number: &Number<'_>, earlier: &[Counted]) -> Option<Counted> {
    let rules = &source.lexicon.units;
    let Neighbours { before, behind } = number.neighbours(source);
    let bounds = rules.bound.at_least_after.iter().chain(&rules.bound.at_most_after);
    let behind = bounds.fold(behind.as_str(), |text, word| text.strip_prefix(word.as_str()).unwrap_or(text));
    let said = behind.split(is_mark).next().unwrap_or_default();
    let found = |noun: String, noun_behind: bool, phrase: String| Counted {
        near: near(rules, number, &before, said, earlier.last()),
        noun,
        noun_behind,
        phrase,
        unit: number.quantity.unit.clone(),
    };
    let known = quoted(source, number).or_else(|| name(source, number));
    if let Some((noun, noun_behind)) = known.or_else(|| noun(source, number, &before, behind)) {
        return Some(found(noun.clone(), noun_behind, noun));
    }
    let unit = &number.quantity.unit;
    let alike = |c: &&Counted| !c.noun.is_empty() && rules.agree(&c.unit, unit);
    if !rules.happens(unit)
        && *unit != rules.share.unit
        && let Some(known) = earlier.iter().rev().find(alike)
    {
        let verb = tail(strip_fillers(rules, item(&before)), LONGEST / 2);
        let said = if verb.is_empty() { head(said, LONGEST / 2) } else { String::new() };
        return Some(found(known.noun.clone(), false, format!("{verb}{}{said}", known.noun)));
    }
    // Where no noun touches the number, what is said around it must do: 人大代表提的有46条, 占45.54%.
    let sentence = source.words(Span::new(number.clause.sentence.start, number.clause.span.start));
    let around = [
        head(said, LONGEST / 2),
        tail(&before, LONGEST / 2),
        tail(&Normalised::new(sentence).text, LONGEST / 2),
    ];
    let text = around.into_iter().map(|words| words.trim_matches(is_mark).to_owned());
    let phrase = text.into_iter().find(|words| words.chars().count() >= 2)?;
    Some(found(String::new(), false, phrase))
}

/// The noun that touches the number, and whether it stands behind it.
fn noun(source: &Source<'_>, number: &Number<'_>, before: &str, behind: &str) -> Option<(String, bool)> {
    let rules = &source.lexicon.units;
    let happens = rules.happens(&number.quantity.unit);
    let (at_head, only_verbs) = noun_behind(rules, behind);
    let at_end = noun_before(rules, before, happens);
    let unit_below = source.lexicon.references.units_below.iter().any(|(word, _)| *word == at_head);
    let long = |noun: &String| noun.chars().count() >= 2;
    // In 五级代表2.1万余人编组进站 a predicate stands behind, in 全年12次视察 what happens.
    let predicate = only_verbs && !happens && long(&at_end);
    if unit_below || (long(&at_head) && !predicate) {
        return Some((at_head, true));
    }
    long(&at_end).then_some((at_end, false))
}

/// The known name that touches the number, and whether it stands behind it.
fn name(source: &Source<'_>, number: &Number<'_>) -> Option<(String, bool)> {
    let touches = |a: usize, b: usize| {
        a <= b && source.words(Span::new(a, b)).chars().all(|c| c.is_whitespace() || is_quotation_mark(c))
    };
    number.clause.mentions.iter().find_map(|m| {
        let at = m.mention.span;
        let behind = touches(number.span.end, at.start);
        (matches!(m.mention.kind, MentionKind::Mechanism(_))
            && (behind || touches(at.end, number.span.start)))
        .then(|| (Normalised::new(source.words(at)).text, behind))
    })
}

/// What stands in quotation marks that touch the number, and whether behind it: “智慧联络站”9个.
fn quoted(source: &Source<'_>, number: &Number<'_>) -> Option<(String, bool)> {
    let before = source.words(Span::new(number.around.start, number.span.start)).trim_end();
    let behind = source.words(Span::new(number.span.end, number.around.end)).trim_start();
    let name = |text: &str| {
        let name = Normalised::new(text).text;
        (2..=LONGEST).contains(&name.chars().count()).then_some(name)
    };
    if behind.starts_with(is_quotation_mark) {
        return Some((name(behind.split(is_quotation_mark).nth(1)?)?, true));
    }
    if before.ends_with(is_quotation_mark) {
        return Some((name(before.rsplit(is_quotation_mark).nth(1)?)?, false));
    }
    None
}

/// The words among which the governing verb stands: before the number, and behind it up to a mark. An item of a list
/// without a verb of its own has that of the item before.
fn near(
    rules: &UnitRules,
    number: &Number<'_>,
    before: &str,
    said: &str,
    previous: Option<&Counted>,
) -> String {
    let item = item(before);
    let own = rules.verbs.iter().any(|verb| item.contains(verb.as_str()));
    let inherited = previous.filter(|_| !number.first && !own).map_or("", |p| p.near.as_str());
    format!("{inherited}{item}\n{said}")
}

/// What stands before the number, without the marks around.
fn item(before: &str) -> &str {
    before.trim_matches(|c: char| is_mark(c) || c.is_whitespace())
}

/// `text` without the words that stand between a noun and its number.
fn strip_fillers<'t>(rules: &UnitRules, mut text: &'t str) -> &'t str {
    while let Some(rest) = rules.fillers.iter().find_map(|f| text.strip_suffix(f.as_str())) {
        text = rest;
    }
    text
}

/// The beginning of `text`.
fn head(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The end of `text`, without the mark at its end.
fn tail(text: &str, most: usize) -> String {
    let text = text.trim_end_matches(is_mark);
    let skip = text.chars().count().saturating_sub(most);
    text.chars().skip(skip).collect()
}

/// Whether `c` parts phrases.
pub(super) fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2014}' | '\u{3002}' | '\u{FF0C}' | '\u{3001}' | '\u{FF1B}' | '\u{FF1A}' | '\n')
}

/// Whether a word of jieba's ends a noun phrase. A verb inside a name does not (立法 in 立法联系点): what follows decides.
fn ends_phrase(tags: &[Tag<'_>], i: usize) -> bool {
    match tags[i].tag {
        "p" | "d" | "c" | "ul" | "uj" | "vd" => true,
        "v" => tags
            .get(i + 1)
            .is_none_or(|next| !next.tag.starts_with(['n', 'v']) || tags[i].word.chars().count() > 2),
        _ => false,
    }
}

/// The noun phrase at the head of `text`, up to its first verb or mark, and whether it is made of verbs only.
fn noun_behind(rules: &UnitRules, text: &str) -> (String, bool) {
    let text = &text[..text.find(is_mark).unwrap_or(text.len())];
    let text = rules.lead.iter().fold(text, |t, lead| t.strip_prefix(lead.as_str()).unwrap_or(t));
    let tags = jieba().tag(text, false);
    let mut phrase = String::new();
    let mut only_verbs = true;
    for (i, tag) in tags.iter().enumerate() {
        // A letter behind a verb makes a name of it: 接待室.
        let name = tags.get(i + 1).is_some_and(|next| next.tag == "n" && next.word.chars().count() == 1);
        if ends_phrase(&tags, i) || (rules.governs(tag.word) && !name) {
            break;
        }
        only_verbs &= tag.tag.starts_with('v');
        phrase.push_str(tag.word);
        if phrase.chars().count() >= LONGEST {
            break;
        }
    }
    // 46条意见中: of those.
    let noun = rules.within.iter().find_map(|w| phrase.strip_suffix(w.as_str())).unwrap_or(&phrase);
    (noun.trim().to_owned(), only_verbs)
}

/// The noun phrase at the end of `text`; of what happens (累计召开12次), with the verb in which it ends. Else a verb at
/// the end says that nothing stands there: 办结, 征集到.
fn noun_before(rules: &UnitRules, text: &str, happens: bool) -> String {
    let text = text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    let from = text.char_indices().rev().find(|(_, c)| is_mark(*c) && !matches!(c, '(' | ')'));
    let text = strip_fillers(rules, &text[from.map_or(0, |(i, c)| i + c.len_utf8())..]);
    let tags = jieba().tag(text, false);
    let mut words: Vec<&str> = Vec::new();
    for (i, tag) in tags.iter().enumerate().rev() {
        let length: usize = words.iter().map(|w| w.chars().count()).sum();
        let verb = rules.governs(tag.word);
        let stop = ends_phrase(&tags, i) || tag.tag == "r" || verb;
        if stop && (length >= 2 || (verb && !happens)) {
            break;
        }
        words.push(tag.word);
    }
    words.reverse();
    let phrase = words.concat();
    let phrase =
        rules.lead.iter().fold(phrase.as_str(), |t, lead| t.strip_prefix(lead.as_str()).unwrap_or(t));
    tail(phrase, LONGEST)
}
