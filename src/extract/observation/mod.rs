//! Numbers about congress work: whose, of what, how many, over what time.

mod counted;
mod indicator;
mod phrase;
mod whose;

use crate::model::{ClaimKind, Diagnostic, MentionKind, Observation, Quantity, RegionCode, Resolved, Slug};
use crate::resource::{CueKind, Literals};
use crate::text::Span;

use super::Source;
use super::frame::Clause;
use counted::{Counted, Neighbours};

/// Why a number became no claim: its reason code and words.
type Drop = (&'static str, &'static str);

pub(super) fn observations(source: &Source<'_>, clauses: &[Clause<'_>]) -> (Vec<ClaimKind>, Vec<Diagnostic>) {
    let mut claims = Vec::new();
    let mut drops = Vec::new();
    let mut earlier: Vec<Counted> = Vec::new();
    let mut end = 0;
    for clause in clauses {
        if source.words(Span::new(end.min(clause.span.start), clause.span.start)).contains('\n') {
            earlier.clear();
        }
        end = clause.span.end;
        let quantities: Vec<(Span, &Quantity)> = clause.quantities().collect();
        for (i, &(span, quantity)) in quantities.iter().enumerate() {
            let around = Span::new(
                i.checked_sub(1).map_or(clause.span.start, |i| quantities[i].0.end),
                quantities.get(i + 1).map_or(clause.span.end, |(next, _)| next.start),
            );
            let number = Number { clause, span, quantity, around, first: i == 0 };
            let counted = counted::counted(source, &number, &earlier);
            match number.observations(source, counted.as_ref()) {
                Ok(found) => claims.extend(found.into_iter().map(ClaimKind::Observation)),
                Err((code, why)) => drops.push(source.drop(code, span, why)),
            }
            earlier.extend(counted);
        }
    }
    (claims, drops)
}

/// A number in its clause.
struct Number<'a> {
    clause: &'a Clause<'a>,
    span: Span,
    quantity: &'a Quantity,
    /// From the number before it, or the head of the clause, to the one behind it, or the clause's end.
    around: Span,
    /// Whether no other number stands before it in the clause.
    first: bool,
}

impl Number<'_> {
    /// What the number says; of 将693个联络站建成立法联系点 two things.
    fn observations(&self, source: &Source<'_>, counted: Option<&Counted>) -> Result<Vec<Observation>, Drop> {
        self.gate(source)?;
        let (scope, of_area) = whose::scope(source, self.clause, self.span).unzip();
        let regions = whose::regions(source, self, of_area.flatten())?;
        let Some(counted) = counted else {
            return Err(("drop.no-indicator", "no words say what was counted"));
        };
        let said = counted.phrase.trim();
        if source.lexicon.units.skip.empty.has(said) {
            return Err(("drop.no-indicator", "no words say what was counted"));
        }
        let skips = &source.lexicon.units.skip.nouns;
        let no_measure = |ends: &Literals| ends.close(&counted.noun);
        if skips.iter().any(|skip| skip.units.contains(&self.quantity.unit) && no_measure(&skip.ends)) {
            return Err(("drop.no-measure", "counts something else than congress work"));
        }
        let otherwise = self.otherwise(source, &counted.phrase);
        let indicator = if otherwise.is_some() { None } else { indicator::concept(source, self, counted) };
        if indicator.is_none() && self.numbers_a_speech(source, counted) {
            return Err(("drop.no-measure", "numbers the parts of a speech"));
        }
        let Some(evidence) = source.cutter.clause(self.clause.sentence, self.clause.span, self.span) else {
            return Err(("drop.evidence-torn", "no quote around it stands in one piece"));
        };
        let period = period(source, self.clause, self.span);
        let observation = |region: &RegionCode, indicator: Option<Slug>, text: &str| Observation {
            region: region.clone(),
            indicator,
            indicator_text: text.to_owned(),
            value: self.quantity.value,
            unit: self.quantity.unit.clone(),
            bound: self.quantity.bound,
            period: period.clone(),
            scope: scope.clone(),
            evidence: vec![evidence.clone()],
        };
        let text = otherwise.unwrap_or_default() + &counted.phrase;
        let mut found: Vec<_> = regions.iter().map(|r| observation(r, indicator.clone(), &text)).collect();
        if let Some((becomes, noun)) = indicator::becomes(source, self) {
            found.extend(regions.iter().map(|r| observation(r, Some(becomes.clone()), &noun)));
        }
        Ok(found)
    }

    /// The words that make what is counted another thing, where its phrase does not hold them: 撤并站点19个, 5个项目未能
    /// 完工.
    fn otherwise(&self, source: &Source<'_>, phrase: &str) -> Option<String> {
        const LONGEST: usize = 8;
        let skip = &source.lexicon.units.skip;
        let Neighbours { before, behind } = self.neighbours(source);
        let item = before.rsplit(phrase::is_mark).next().unwrap_or_default();
        let said = behind.trim_start().split(phrase::is_mark).next().unwrap_or_default();
        let lacks = |w: &&String| !phrase.contains(w.as_str());
        let closed = skip.closing.iter().filter(lacks).find(|w| item.contains(w.as_str()));
        let denied = skip.denials.iter().filter(lacks).find_map(|w| {
            let front =
                item.strip_suffix('\u{7684}').and_then(|front| Some(&front[front.rfind(w.as_str())?..]));
            if said.starts_with(w.as_str()) { Some(said) } else { front }
        });
        closed.cloned().or_else(|| denied.map(|words| words.chars().take(LONGEST).collect()))
    }

    /// Reasons to say nothing, whatever was counted.
    fn gate(&self, source: &Source<'_>) -> Result<(), Drop> {
        let (lexicon, clause) = (source.lexicon, self.clause);
        let words = source.words(clause.span);
        if lexicon.units.skip.clause.are_in(words) {
            return Err(("drop.no-measure", "counts something else than congress work"));
        }
        let in_title = |m: &Resolved| {
            matches!(m.mention.kind, MentionKind::Title(_)) && m.mention.span.contains(self.span)
        };
        if clause.mentions.iter().any(in_title) {
            return Err(("drop.in-title", "a number inside a title"));
        }
        let normative = clause.is_led(CueKind::Normative, self.span.start)
            || clause.from_sentence.iter().any(|r| r.kind == CueKind::Normative);
        if normative || self.behind_one_of(source, &lexicon.units.bound.norms) {
            return Err(("drop.normative", "said of what ought to be"));
        }
        if self.is_threshold(source) || lexicon.units.bound.conditions.open(words) {
            return Err(("drop.no-measure", "picks out some, and measures none"));
        }
        let said = self.neighbours(source).behind;
        let said = said.split(phrase::is_mark).next().unwrap_or_default();
        if lexicon.units.skip.one_of.iter().any(|w| said.ends_with(w.as_str())) {
            return Err(("drop.no-measure", "of several, one is meant"));
        }
        // 由1个镇扩大到全部乡镇: how it was before.
        let behind = source.words(Span::new(self.span.end, clause.span.end.max(self.span.end)));
        let grows = lexicon.units.skip.grows.are_in(behind);
        if grows && self.behind_one_of(source, &lexicon.units.skip.from) {
            return Err(("drop.no-measure", "how it was before"));
        }
        Ok(())
    }

    /// Whether one of `words` stands directly before the number.
    fn behind_one_of(&self, source: &Source<'_>, words: &Literals) -> bool {
        let before = source.words(Span::new(self.clause.span.start, self.span.start)).trim_end();
        words.close(before)
    }

    /// Whether the number tells which things are meant, and not how many: 积分低于60分的代表, 不满意票超过三成的建议,
    /// 5人以上人大代表的村.
    fn is_threshold(&self, source: &Source<'_>) -> bool {
        let rules = &source.lexicon.units;
        let behind = source.words(Span::new(self.span.end, self.around.end)).trim_start();
        // 5人以上人大代表的村: of so many, and not so many.
        let bounds = rules.bound.at_least_after.iter().chain(&rules.bound.at_most_after);
        let of_so_many = bounds.filter_map(|w| behind.strip_prefix(w.as_str())).any(|rest| {
            let item = rest.split(phrase::is_mark).next().unwrap_or_default();
            rules.relative.open(item)
                || rules.relative.are_in(item) && !phrase::noun_behind(rules, item).0.is_empty()
        });
        of_so_many && self.quantity.unit != rules.share.unit
            || self.behind_one_of(source, &rules.bound.thresholds) && rules.relative.open(behind)
    }

    /// Whether a small number in characters before a noun numbers the parts of a speech: 坚持三个强化.
    fn numbers_a_speech(&self, source: &Source<'_>, counted: &Counted) -> bool {
        let rules = &source.lexicon.units.characters;
        let printed = source.folded(self.span);
        let thing = counted.noun_behind && rules.things.close(&counted.noun);
        let goes_on = self.neighbours(source).behind.starts_with(char::is_alphabetic);
        goes_on
            && !thing
            && printed
                .starts_with(|c| rules.digit.contains_key(&c) || source.lexicon.units.scale.contains_key(&c))
            && self.quantity.value <= rust_decimal::Decimal::TEN
            && rules.loose_units.contains(&self.quantity.unit)
    }

    /// The words on both sides up to the next numbers, for matching.
    fn neighbours<'a>(&self, source: &Source<'a>) -> Neighbours<'a> {
        Neighbours {
            before: source.folded(Span::new(self.around.start, self.span.start)),
            behind: source.folded(Span::new(self.span.end, self.around.end)),
        }
    }
}

/// The time the number covers: the last such words before it in its clause, else in its sentence.
fn period(source: &Source<'_>, clause: &Clause<'_>, span: Span) -> Option<String> {
    let last = |from: usize| {
        let folded = source.folded(Span::new(from, span.start));
        source
            .lexicon
            .period_pattern
            .captures_iter(folded)
            .filter_map(|c| Some(c.get(1)?.as_str().to_owned()))
            .last()
    };
    last(clause.span.start).or_else(|| last(clause.sentence.start))
}
