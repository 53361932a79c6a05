//! Since when a practice runs: the date that its sentence ties to it.

use crate::model::{AsOfBasis, Date, MentionKind, Resolved, Since, SinceKind, Slug, Status};
use crate::resource::{CueKind, Literals};
use crate::text::Span;

use super::super::Source;
use super::super::actor::LEAD;
use super::super::frame::Clause;
use super::aside;
use super::detail::is_duty;
use super::is_name;

/// A date that is tied to a mechanism by a word that begins a practice, with where it stands: before the mechanism in
/// its sentence, with at most two commas between and no other mechanism in an earlier clause, or behind it in its
/// clause (预算联网监督系统2020年建成).
pub(super) fn since(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
    slug: &Slug,
    status: Status,
) -> Option<(Since, Span)> {
    // 去年起以代表联络站为底座，…: where something else began.
    if aside::is_place(source, clause, at) {
        return None;
    }
    let seeker = Seeker { source, clause, at, status, duty: is_duty(source, slug) };
    let (date, span) = seeker.before().or_else(|| seeker.behind())?;
    // What is told of a year to come does not run yet.
    let as_of = source.scene.as_of.filter(|a| a.basis != AsOfBasis::Text);
    let past = as_of.is_none_or(|a| date.year() <= a.latest.year());
    let kind = if status == Status::Piloted { SinceKind::Pilot } else { SinceKind::Start };
    past.then_some((Since { date, kind }, span))
}

/// The marks that part clauses.
const COMMAS: [char; 2] = [',', '\u{FF0C}'];

struct Seeker<'a> {
    source: &'a Source<'a>,
    clause: &'a Clause<'a>,
    at: Span,
    status: Status,
    /// Every congress has a statutory duty: a single inquiry has a day, not a beginning.
    duty: bool,
}

impl Seeker<'_> {
    fn before(&self) -> Option<(Date, Span)> {
        let mentions = &self.source.scene.mentions;
        let to = mentions.partition_point(|m| m.mention.span.start < self.at.start);
        let from = mentions.partition_point(|m| m.mention.span.start < self.clause.sentence.start);
        let mut begun = self.begins_behind();
        for (i, m) in mentions.iter().enumerate().take(to).skip(from).rev() {
            let span = m.mention.span;
            let between = Span::new(span.end.min(self.at.start), self.at.start);
            if self.source.words(between).chars().filter(|c| matches!(c, ',' | '\u{FF0C}')).count() > 2 {
                return None;
            }
            begun |= span.end <= self.at.start && self.begins(m);
            if is_name(m) && !self.clause.span.contains(span) {
                return None;
            }
            let Some(date) = m.date().filter(|_| begun) else { continue };
            if self.ends_a_stretch(span) {
                let first = mentions[..i].last().filter(|first| self.joined(first.mention.span, span))?;
                return first.date().map(|date| (date, first.mention.span));
            }
            return (self.ties(span) && !self.counts(span)).then_some((date, span));
        }
        None
    }

    /// Whether a date of an earlier clause says when something was counted: 今年评议27人，实行“五步”.
    fn counts(&self, date: Span) -> bool {
        let earlier = Span::new(date.end, self.clause.span.start.max(date.end));
        let end = earlier.start + self.source.words(earlier).find(COMMAS).unwrap_or(0);
        self.source.mentions(earlier).iter().any(|m| match &m.mention.kind {
            MentionKind::Quantity(q) => {
                let places = self.source.lexicon.references.place_counters.contains(&q.unit);
                !places && date.end <= m.mention.span.start && m.mention.span.end <= end
            }
            _ => false,
        })
    }

    /// Whether a date with 以来 behind it only says over what time something is told, with no word that begins between
    /// it and the practice: 今年以来，通过“X”促成….
    fn spans_time(&self, date: Span) -> bool {
        let behind = self.source.words(Span::new(date.end, self.clause.sentence.end.max(date.end)));
        let Some(word) = self.source.lexicon.dates.over.iter().find(|w| behind.starts_with(w.as_str()))
        else {
            return false;
        };
        let from = date.end + word.len();
        let until = Span::new(from, self.at.start.max(from));
        let begun =
            self.source.mentions(until).iter().any(|m| until.contains(m.mention.span) && self.begins(m));
        from <= self.at.start && !begun
    }

    /// Whether a date is told of what somebody else does: 该做法2020年起步，乙镇则改成….
    fn of_another(&self, date: Span) -> bool {
        let region = |m: &Resolved| matches!(m.mention.kind, MentionKind::Region { .. });
        let own = self.clause.mentions.iter().find(|m| m.mention.span.end <= self.at.start && region(m));
        let heads = own.filter(|m| m.mention.span.start.saturating_sub(self.clause.span.start) <= LEAD);
        let Some(head) = heads.filter(|m| m.mention.span.start >= date.end) else { return false };
        let told = Span::new(self.clause.sentence.start, head.mention.span.start);
        let practice = |m: &Resolved| match m.mention.kind {
            MentionKind::Cue { rule } => {
                self.source.lexicon.triggers.rules[rule].kind == CueKind::Anaphor
                    || m.mention.span.start > date.end && self.begins(m)
            }
            _ => is_name(m),
        };
        self.clause.span.start > date.end
            && self.source.mentions(told).iter().any(|m| told.contains(m.mention.span) && practice(m))
    }

    /// Whether a date is that of something else, behind which the practice came: 2021年撤县设区后，建立….
    fn follows_event(&self, date: Span) -> bool {
        let behind = self.source.words(Span::new(date.end, self.at.start.max(date.end)));
        let Some(comma) = behind.find(COMMAS) else { return false };
        let event = Span::new(date.end, date.end + comma);
        let begun =
            self.source.mentions(event).iter().any(|m| event.contains(m.mention.span) && self.begins(m));
        let after =
            |w: &String| behind[..comma].strip_suffix(w.as_str()).is_some_and(|rest| !rest.is_empty());
        !begun && self.source.lexicon.dates.after.iter().any(after)
    }

    /// Whether a word that begins follows the mechanism in its clause, no other name between; of words that stand for
    /// a mechanism, whether they begin one themselves (2017年起全面推开).
    fn begins_behind(&self) -> bool {
        let behind = self.clause.mentions.iter().filter(|m| m.mention.span.start >= self.at.end);
        behind.take_while(|m| !is_name(m) && m.date().is_none()).any(|m| self.begins(m))
            || self.clause.mentions.iter().any(|m| m.mention.span == self.at && self.begins(m))
    }

    fn behind(&self) -> Option<(Date, Span)> {
        let behind = self.clause.mentions.iter().skip_while(|m| m.mention.span.start < self.at.end);
        let mut near = behind.take_while(|m| !is_name(m));
        let (date, span) = near.by_ref().find_map(|m| Some((m.date()?, m.mention.span)))?;
        let begun = self.onward(span) || near.take_while(|m| m.date().is_none()).any(|m| self.begins(m));
        (begun && !self.ends_a_stretch(span) && self.ties(span)).then_some((date, span))
    }

    fn begins(&self, m: &Resolved) -> bool {
        let MentionKind::Cue { rule } = m.mention.kind else { return false };
        match self.source.lexicon.triggers.rules[rule].kind {
            CueKind::Start | CueKind::Named | CueKind::First => true,
            CueKind::Piloted => self.status == Status::Piloted,
            _ => false,
        }
    }

    /// Whether a date begins something: no attribute (2009年的10项实事), not the end of a year, at which one counts,
    /// and of a duty with a word for "from then on", "as early as" or "for the first time".
    fn ties(&self, date: Span) -> bool {
        let dates = &self.source.lexicon.dates;
        let sentence = self.clause.sentence;
        let behind = self.source.words(Span::new(date.end, sentence.end.max(date.end)));
        let starts = |words: &Literals| words.open(behind);
        if starts(&dates.attributes)
            || self.spans_time(date)
            || self.follows_event(date)
            || self.of_another(date)
        {
            return false;
        }
        if let Some(end) = dates.ends.iter().find(|w| behind.starts_with(w.as_str())) {
            let behind = date.end + end.len();
            let mut there = self.clause.mentions.iter().filter(|m| m.mention.span.start == behind);
            return there.any(|m| self.begins(m));
        }
        let between = Span::new(date.end.min(self.at.start), self.at.start);
        let before = self.source.words(Span::new(sentence.start, date.start));
        let first = self.clause.cues(CueKind::First).any(|(s, _)| between.contains(s));
        !self.duty || first || self.onward(date) || dates.early.close(before)
    }

    fn onward(&self, date: Span) -> bool {
        let behind = self.source.words(Span::new(date.end, self.clause.sentence.end.max(date.end)));
        self.source.lexicon.dates.onward.open(behind)
    }

    /// Whether a date ends a stretch of time: 截至2023年10月, 2015-2017年.
    fn ends_a_stretch(&self, date: Span) -> bool {
        let before = self.source.words(Span::new(self.clause.sentence.start, date.start)).trim_end();
        let dates = &self.source.lexicon.dates;
        dates.until.iter().chain(&dates.between).any(|w| before.ends_with(w.as_str()))
    }

    fn joined(&self, first: Span, second: Span) -> bool {
        first.end <= second.start
            && self
                .source
                .lexicon
                .dates
                .between
                .iter()
                .any(|w| self.source.words(Span::new(first.end, second.start)).trim() == w.as_str())
    }
}
