//! How far below a region a practice reaches: in how many of which units, in all of them, at which tiers.

use crate::model::{MentionKind, Tier};
use crate::resource::{CueKind, Literals};
use crate::text::Span;

use super::super::Source;
use super::super::frame::Clause;
use super::tier;
use super::window::{Unit, Window};

/// What a clause says about the units of one kind below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// In all of them.
    pub(super) full: bool,
    /// In how many.
    pub(super) covered: Option<u32>,
    /// Of how many.
    pub(super) coverable: Option<u32>,
    /// Their word.
    pub(super) unit: Option<String>,
    /// Their tier.
    pub(super) tier: Option<Tier>,
}

/// What the clause, and the words of guidance before it, say of the reach of what stands at `at`; one for each kind of
/// unit, at least one. Numbers of places of a single inquiry or inspection (`duty`) are no reach.
pub(super) fn reaches(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
    guide: Option<Span>,
    duty: bool,
) -> Vec<Reach> {
    let start = guide.map_or(clause.span.start, |guide| guide.end.min(clause.span.start));
    let window = Window::new(source, Span::new(start, clause.span.end.max(at.end)), at);
    let mut reaches: Vec<Reach> = window.counted(guide.is_some());
    let full = window.full();
    if let Some(unit) = &full {
        // 在15个乡镇实现全覆盖, but N units beside the fullness of others stay N.
        let meant = |r: &&mut Reach| unit.as_ref().is_none_or(|(_, tier)| r.tier == *tier);
        for reach in reaches.iter_mut().filter(meant) {
            reach.full = true;
            reach.coverable = reach.covered;
        }
    }
    if duty {
        reaches.retain(|reach| reach.full);
    }
    let known: Vec<Option<Tier>> = reaches.iter().map(|r| r.tier).collect();
    let with_unit = full.as_ref().and_then(Option::as_ref).filter(|unit| !known.contains(&unit.1));
    reaches.extend(with_unit.map(|(unit, tier)| Reach {
        full: true,
        unit: Some(unit.clone()),
        tier: *tier,
        ..Reach::default()
    }));
    let session = tier::of_session(source, clause, at).map(|tier| (tier, false));
    for (tier, all) in window.tiers().into_iter().chain(session) {
        if !reaches.iter().any(|r| r.tier == Some(tier)) {
            reaches.push(Reach { full: all || full == Some(None), tier: Some(tier), ..Reach::default() });
        }
    }
    if reaches.is_empty() {
        reaches.push(Reach { full: full.is_some(), ..Reach::default() });
    }
    reaches
}

/// Units below as a list names them: 全县15个乡镇, 所有街道.
pub(super) struct Group {
    pub(super) span: Span,
    count: Option<u32>,
    unit: String,
    tier: Option<Tier>,
    all: bool,
}

impl Window<'_> {
    /// All lists of units in the stretch.
    pub(super) fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (span, m) in &self.mentions {
            let MentionKind::Quantity(quantity) = &m.mention.kind else { continue };
            let place = self.source.lexicon.references.place_counters.contains(&quantity.unit);
            let Some((end, (unit, tier))) = self.unit_at(span.end).filter(|_| place) else { continue };
            let whole = self.mentions.iter().find(|(s, m)| {
                s.end == span.start
                    && matches!(m.mention.kind, MentionKind::SelfReference { whole: true, .. })
            });
            let all = self.ends(span.start, &self.rules().all).map(|w| span.start - w.len());
            let start = all.or(whole.map(|(s, _)| s.start));
            groups.push(Group {
                span: Span::new(start.unwrap_or(span.start), end),
                count: quantity.value.try_into().ok(),
                unit: unit.clone(),
                tier: *tier,
                all: start.is_some(),
            });
        }
        for (word, _) in self.rules().all.places(self.text) {
            let Some((end, (unit, tier))) = self.unit_at(word.end) else { continue };
            let span = Span::new(word.start, end);
            groups.push(Group { span, count: None, unit: unit.clone(), tier: *tier, all: true });
        }
        groups.sort_by_key(|g| g.span.start);
        groups
    }

    /// What the lists of units before the mechanism, and those behind it that it is brought to, say.
    fn counted(&self, guided: bool) -> Vec<Reach> {
        let groups = self.groups();
        let joined = |a: &Group, b: &Group| {
            let between = &self.text[a.span.end..b.span.start];
            self.rules().joiners.has(between)
        };
        let mut lists: Vec<&[Group]> = groups.chunk_by(joined).collect();
        lists.retain(|list| self.concerns(list, guided));
        lists.iter().flat_map(|list| self.read(list)).collect()
    }

    /// Whether a list of units is where the practice stands.
    fn concerns(&self, list: &[Group], guided: bool) -> bool {
        let span = Span::new(list[0].span.start, list[list.len() - 1].span.end);
        let into = self.ends(span.start, &self.rules().into).is_some();
        if span.start >= self.at.end {
            return into;
        }
        if span.end > self.at.start || (!into && self.ends(span.start, &self.rules().visited).is_some()) {
            return false;
        }
        // 11个乡镇（其中3个由议事会讨论）: what a bracket tells is not told of what stands before it.
        let between = &self.text[span.end..self.at.start];
        if between.matches('(').count() > between.matches(')').count() {
            return false;
        }
        // Another item of an enumeration is another matter: 覆盖全市253个乡镇的联络站、预算联网监督系统.
        !between.contains('\u{3001}') && between.matches(',').count() <= usize::from(guided)
    }

    fn read(&self, list: &[Group]) -> Vec<Reach> {
        let end = list[list.len() - 1].span.end;
        let hedged = self.hedged(end);
        let part = self.begins(end, &self.rules().among).is_some();
        let among = if list.len() == 1 { self.among(end) } else { None };
        if part && among.is_none() {
            // 481个街道中有98.5%设立了: not all, and nobody says how many.
            return Vec::new();
        }
        let all = !hedged && !part && (list[0].all || self.each_behind(end));
        let reach = |g: &Group| Reach {
            full: all,
            covered: among.or(g.count),
            coverable: g.count.filter(|_| all || among.is_some()),
            unit: Some(g.unit.clone()),
            tier: g.tier,
        };
        list.iter().map(reach).filter(|r| r.full || r.covered.is_some()).collect()
    }

    /// Whether behind units it is said that each of them is meant.
    fn each_behind(&self, end: usize) -> bool {
        let rules = self.rules();
        let skip = |at: usize, words: &Literals| at + self.begins(at, words).map_or(0, str::len);
        let mut at = skip(end, &rules.of);
        if at == self.at.start {
            at = self.at.end;
        }
        self.begins(skip(at, &rules.already), &rules.each).is_some()
    }

    /// M of `N units, of them M`.
    fn among(&self, end: usize) -> Option<u32> {
        let at = end + self.begins(end, &self.rules().among)?.len();
        let places = &self.source.lexicon.references.place_counters;
        self.mentions.iter().find_map(|(span, m)| match &m.mention.kind {
            MentionKind::Quantity(q) if span.start == at && places.contains(&q.unit) => {
                q.value.try_into().ok()
            }
            _ => None,
        })
    }

    fn hedged(&self, before: usize) -> bool {
        self.cues(CueKind::Hedged).any(|hedge| hedge.end <= before)
    }

    /// The word that says that the practice is everywhere.
    pub(super) fn full_cue(&self) -> Option<Span> {
        self.cues(CueKind::Full).find(|cue| {
            // Before a name such a word belongs to its own item of a list.
            let own_item = cue.end > self.at.start || !self.text[cue.end..self.at.start].contains('\u{3001}');
            !self.at.contains(*cue) && !self.hedged(cue.start) && own_item
        })
    }

    /// That the practice is everywhere, with the units it is everywhere in where they stand before the word: 镇街全覆盖.
    /// Persons and papers covered are none: 代表培训全覆盖.
    #[expect(
        clippy::option_option,
        reason = "full of a unit, full without one, and not full are three answers"
    )]
    pub(super) fn full(&self) -> Option<Option<Unit>> {
        let cue = self.full_cue()?;
        let unit = self.unit_before(cue.start).map(|(_, unit)| unit.clone());
        let other = self.ends(cue.start, &self.rules().other).is_some() && cue.start != self.at.end;
        (unit.is_some() || !other).then_some(unit)
    }
}
