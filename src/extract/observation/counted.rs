//! What a number counts: the noun at it, or the one counted before, and the words that govern it.

use rust_decimal::Decimal;

use crate::model::MentionKind;
use crate::resource::UnitRules;
use crate::text::{Normalised, Span, is_quotation_mark};

use super::super::Source;
use super::Number;
use super::indicator::agrees;
use super::phrase::{
    LONGEST, described, is_mark, listed_before, noun_before, noun_behind, strip_fillers, tail,
};
use super::whose;

/// The words on both sides of a number, folded.
pub(super) struct Neighbours<'a> {
    pub(super) before: &'a str,
    pub(super) behind: &'a str,
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
    value: Decimal,
}

/// What `number` counts. A name or a noun that touches it (19个意见征集点, 建成代表联络站747个); else what was counted
/// before it in the paragraph in such a unit (收集问题2.7万件，办结2.1万件); else whatever words stand around it.
pub(super) fn counted(source: &Source<'_>, number: &Number<'_>, earlier: &[Counted]) -> Option<Counted> {
    let rules = &source.lexicon.units;
    let Neighbours { before, behind } = number.neighbours(source);
    let bounds = rules.bound.at_least_after.iter().chain(&rules.bound.at_most_after);
    let behind = bounds.fold(behind, |text, word| text.strip_prefix(word.as_str()).unwrap_or(text));
    let said = behind.split(is_mark).next().unwrap_or_default();
    let found = |noun: String, noun_behind: bool, phrase: String| Counted {
        near: near(rules, number, before, said, earlier.last()),
        noun,
        noun_behind,
        phrase,
        unit: number.quantity.unit.clone(),
        value: number.quantity.value,
    };
    let known = quoted(source, number).or_else(|| name(source, number));
    if let Some((noun, noun_behind)) = known.or_else(|| noun(source, number, before, behind)) {
        return Some(found(noun.clone(), noun_behind, noun));
    }
    if let Some((verb, noun)) = known_before_verb(source, number, before) {
        return Some(found(noun.to_owned(), false, format!("{verb}{noun}")));
    }
    let unit = &number.quantity.unit;
    // 46个建议项目 are told of again as 6项, but no 条 are told of as 个.
    let alike = |c: &&Counted| !c.noun.is_empty() && (c.unit == *unit || c.noun.contains(unit.as_str()));
    // 代表建议143件, 重点督办10件. 143件全部办复: those that were so many.
    let again = |c: &&Counted| alike(c) && c.value == number.quantity.value;
    let adjoins = number.around.start == number.span.start && !number.first && said.is_empty();
    // 宪法宣誓5批39人次: one thing in two units. 办结率分别为74.2%和70.8%: of one thing each.
    let words = source.words(Span::new(number.clause.span.start, number.span.start));
    let in_order = !number.first && rules.shared.in_order.are_in(words);
    if in_order && let Some(first) = earlier.last().filter(|c| c.unit == *unit && *unit == rules.share.unit) {
        return Some(found(first.noun.clone(), false, first.phrase.clone()));
    }
    let one_thing = || earlier.last().filter(|c| adjoins && !c.noun.is_empty());
    let known = earlier.iter().rev().find(again).or_else(|| earlier.iter().rev().find(alike));
    if !rules.happens(unit)
        && *unit != rules.share.unit
        && let Some(known) = one_thing().or(known)
    {
        let whose = !whose::at_it(source, number).is_empty();
        let verb = if whose { String::new() } else { last_verb(rules, strip_fillers(rules, item(before))) };
        let said = if verb.is_empty() && !whose { head(said, LONGEST / 2) } else { String::new() };
        return Some(found(known.noun.clone(), false, format!("{verb}{}{said}", known.noun)));
    }
    // Where no noun touches the number, what is said around it must do: 人大代表提的有46条, 占45.54%.
    let sentence = source.folded(Span::new(number.clause.sentence.start, number.clause.span.start));
    let around = [head(said, LONGEST / 2), tail(before, LONGEST / 2), tail(sentence, LONGEST / 2)];
    let text = around.into_iter().map(|words| words.trim_matches(is_mark).to_owned());
    let phrase = text.into_iter().find(|words| words.chars().count() >= 2)?;
    Some(found(String::new(), false, phrase))
}

/// The noun that touches the number, and whether it stands behind it.
fn noun(source: &Source<'_>, number: &Number<'_>, before: &str, behind: &str) -> Option<(String, bool)> {
    let rules = &source.lexicon.units;
    let happens = rules.happens(&number.quantity.unit);
    let (at_head, only_verbs) = noun_behind(rules, behind);
    let described = described(rules, behind, &at_head);
    let (at_head, only_verbs) = described.map_or((at_head, only_verbs), |noun| (noun, false));
    // 其中固始县3件: whose they are, and not what.
    let whose = !whose::at_it(source, number).is_empty();
    let at_end = if whose { String::new() } else { noun_before(rules, before, happens) };
    let unit_below = source.lexicon.references.unit_words.has(&at_head);
    let long = |noun: &String| noun.chars().count() >= 2;
    // In 五级代表2.1万余人编组进站 a predicate stands behind, in 全年12次视察 what happens.
    let predicate = (only_verbs && !happens && long(&at_end)) || acts(rules, number, before);
    if unit_below || (long(&at_head) && !predicate) {
        return Some((at_head, true));
    }
    if long(&at_end) {
        let list = if happens { None } else { listed_before(rules, before, &at_end) };
        return Some((list.unwrap_or(at_end), false));
    }
    // With no other noun about, a verb before one is part of it: 去年交办的41条审议意见.
    let text = behind.split(is_mark).next().unwrap_or_default();
    let verb = rules.verbs.opening(text).map(|n| rules.verbs[n].as_str()).max_by_key(|v| v.len())?;
    let (rest, only_verbs) = noun_behind(rules, &text[verb.len()..]);
    (!rest.is_empty() && !only_verbs).then(|| (format!("{verb}{rest}"), true))
}

/// Whether the persons that are counted stand directly before their number: what is behind it they do.
fn acts(rules: &UnitRules, number: &Number<'_>, before: &str) -> bool {
    !before.trim_end().ends_with(is_mark)
        && rules.acts(&number.quantity.unit, &noun_before(rules, before, false))
}

/// A verb at the end of `before`, and the known thing before it that is counted in such a unit: 联络站新建3个. Of 代表提出46条
/// nothing: who acts is not counted.
fn known_before_verb<'t>(
    source: &'t Source<'_>,
    number: &Number<'_>,
    before: &'t str,
) -> Option<(&'t str, &'t str)> {
    let rules = &source.lexicon.units;
    let text = strip_fillers(rules, item(before));
    let verb = rules.verbs.closing(text).map(|n| rules.verbs[n].as_str()).max_by_key(|v| v.len())?;
    let text = text.strip_suffix(verb)?;
    let mut labels = source.lexicon.indicator_names.find(text);
    let (at, slugs) = labels.find(|(at, _)| at.end == text.len())?;
    slugs.iter().any(|slug| agrees(source, number, slug)).then(|| (verb, at.of(text)))
}

/// The known name that touches the number, and whether it stands behind it.
fn name(source: &Source<'_>, number: &Number<'_>) -> Option<(String, bool)> {
    let touches = |a: usize, b: usize| {
        a <= b && source.words(Span::new(a, b)).chars().all(|c| c.is_whitespace() || is_quotation_mark(c))
    };
    // 四级代表412人次进站接待群众: the persons stand before, what they do behind.
    let rules = &source.lexicon.units;
    let acts = || acts(rules, number, number.neighbours(source).before);
    number.clause.mentions.iter().find_map(|m| {
        let at = m.mention.span;
        if !matches!(m.mention.kind, MentionKind::Mechanism(_)) {
            return None;
        }
        let behind = touches(number.span.end, at.start) && !acts();
        (behind || touches(at.end, number.span.start)).then(|| (source.folded(at).to_owned(), behind))
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
        let quote = behind.split(is_quotation_mark).nth(1)?;
        // 800个“线上+线下”结合的工作站: what is like that.
        let rest = Normalised::new(behind.splitn(3, is_quotation_mark).nth(2)?).text;
        let noun = described(&source.lexicon.units, &rest, "");
        return Some((noun.or_else(|| name(quote))?, true));
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
    let own = rules.verbs.are_in(item);
    let inherited = previous.filter(|_| !number.first && !own).map_or("", |p| p.near.as_str());
    format!("{inherited}{item}\n{said}")
}

/// What stands before the number, without the marks around.
fn item(before: &str) -> &str {
    before.trim_matches(|c: char| is_mark(c) || c.is_whitespace())
}

/// The end of `text` from its last verb on; without a verb, its end.
fn last_verb(rules: &UnitRules, text: &str) -> String {
    let verbs = rules.verbs.places(text).map(|(at, _)| at.start);
    verbs.max().map_or_else(|| tail(text, LONGEST / 2), |at| text[at..].to_owned())
}

/// The beginning of `text`.
fn head(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
