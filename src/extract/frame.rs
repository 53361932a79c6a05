//! Clauses with who acts in them: the region of the sentence, inherited in the paragraph, else the home.

use crate::model::{Article, Entity, MentionKind, OrganKind, RegionCode, RegionName, Resolved, Scene};
use crate::resource::{CueKind, CueRule, Level, Lexicon, Reach, jieba};
use crate::text::{Span, fold, is_quotation_mark};

/// How many bytes at the head of a clause may stand before its subject: a short adverb or date.
const LEAD: usize = 30;
/// How many bytes may stand between a region and its organ: a term of office.
const BETWEEN: usize = 24;

/// A clause with its surroundings and the region that acts in it.
#[derive(Debug, Clone)]
pub(super) struct Clause<'a> {
    /// Body bytes.
    pub(super) span: Span,
    /// Its sentence.
    pub(super) sentence: Span,
    /// Who acts, where that can be told; of a list the first.
    pub(super) subject: Option<RegionCode>,
    /// Who else acts alike: the rest of a list of regions.
    pub(super) others: Vec<RegionCode>,
    /// The mentions that start in it, in order.
    pub(super) mentions: &'a [Resolved],
    /// Cue rules that reach it from elsewhere in its sentence.
    pub(super) from_sentence: Vec<&'a CueRule>,
}

impl Clause<'_> {
    /// Whether a cue word of a kind, with nothing that takes its sense away, stands before the byte `at`.
    pub(super) fn is_led(&self, lexicon: &Lexicon, body: &str, kind: CueKind, at: usize) -> bool {
        self.cues(lexicon, kind)
            .any(|(cue, rule)| cue.end <= at && !void(body, self.sentence, self.span, cue, rule))
    }

    /// The cue words of a kind in this clause, in order, each with its rule.
    pub(super) fn cues<'s>(
        &'s self,
        lexicon: &'s Lexicon,
        kind: CueKind,
    ) -> impl Iterator<Item = (Span, &'s CueRule)> + 's {
        self.mentions
            .iter()
            .filter_map(move |m| match m.mention.kind {
                MentionKind::Cue { rule } => Some((m.mention.span, &lexicon.triggers.rules[rule])),
                _ => None,
            })
            // What only heads of sentences and headings say is no word of the clause.
            .filter(move |(_, rule)| rule.kind == kind && !matches!(rule.reach, Reach::Head | Reach::Section))
    }
}

/// The clauses of all paragraphs but headings, in order.
pub(super) fn clauses<'a>(lexicon: &'a Lexicon, article: &Article, scene: &'a Scene) -> Vec<Clause<'a>> {
    let body = article.body.text.as_str();
    let established = scene.home.as_ref().filter(|h| h.established).map(|h| h.region.clone());
    let mut clauses = Vec::new();
    // A plan by its title is one in all its parts.
    let plan: Vec<&CueRule> = title_rules(lexicon, article);
    let mut section: Vec<&CueRule> = plan.clone();
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        if paragraph.heading {
            section = section_rules(lexicon, body, paragraph.span, within(&scene.mentions, paragraph.span));
            section.extend(&plan);
            continue;
        }
        let own = scene.labels.get(&number).or(established.as_ref());
        let mut actors: Vec<RegionCode> = own.into_iter().cloned().collect();
        // A paragraph whose sentences began with a demand to oneself goes on planning until something done is told.
        let mut planning: Vec<&CueRule> = Vec::new();
        for sentence in &paragraph.sentences {
            let told = |m: &&Resolved| match m.mention.kind {
                MentionKind::Cue { rule } => lexicon.triggers.rules[rule].kind == CueKind::Past,
                MentionKind::Region { .. } => true,
                _ => false,
            };
            if within(&scene.mentions, sentence.span).iter().any(|m| told(&m)) {
                planning.clear();
            }
            let mut from_sentence: Vec<&CueRule> = section.iter().chain(&planning).copied().collect();
            let mut of_sentence: Option<Vec<RegionCode>> = None;
            for &span in &sentence.clauses {
                let mentions = within(&scene.mentions, span);
                let mut here = None;
                match actor(lexicon, body, span, mentions, established.as_ref()) {
                    Some((codes, Until::Clause)) => here = Some(codes),
                    Some((codes, Until::Sentence)) => of_sentence = Some(codes),
                    // …，木垒县依托…: behind what the paragraph told first of its own, one of the own counties is an
                    // example.
                    Some((codes, Until::Paragraph))
                        if example(lexicon, established.as_ref(), &codes)
                            && (told_before(&scene.mentions, sentence.span.start, span.start)
                                || (established.as_ref() == actors.first()
                                    && told_before(&scene.mentions, paragraph.span.start, span.start))) =>
                    {
                        of_sentence = Some(codes);
                    }
                    Some((codes, Until::Paragraph)) => {
                        actors = codes;
                        of_sentence = None;
                    }
                    None => {}
                }
                let here = here.as_deref().or(of_sentence.as_deref()).unwrap_or(&actors);
                let (subject, others) = here.split_first().unzip();
                for m in mentions {
                    let MentionKind::Cue { rule } = m.mention.kind else { continue };
                    let rule = &lexicon.triggers.rules[rule];
                    let head = m.mention.span.start == sentence.span.start;
                    if void(body, sentence.span, span, m.mention.span, rule) {
                        continue;
                    }
                    // 大连将推动A，研究出台B: who will do the first will do the next.
                    let goes_on = rule.goes_on && m.mention.span.start.saturating_sub(span.start) <= LEAD;
                    if rule.reach == Reach::Sentence || goes_on || (rule.reach == Reach::Head && head) {
                        from_sentence.push(rule);
                        if rule.reach == Reach::Head {
                            planning = vec![rule];
                        }
                    }
                }
                clauses.push(Clause {
                    span,
                    sentence: sentence.span,
                    subject: subject.cloned(),
                    others: others.map(<[_]>::to_vec).unwrap_or_default(),
                    mentions,
                    from_sentence: from_sentence.clone(),
                });
            }
        }
    }
    clauses
}

/// Whether one unit below the home acts, in an article whose home has counties of its own.
fn example(lexicon: &Lexicon, home: Option<&RegionCode>, codes: &[RegionCode]) -> bool {
    home.is_some_and(|home| codes.iter().all(|c| c != home && lexicon.regions.is_within(c, home)))
}

/// Whether a sentence told of a practice or a number before the byte `to`.
fn told_before(mentions: &[Resolved], from: usize, to: usize) -> bool {
    within(mentions, Span::new(from, to)).iter().any(|m| {
        matches!(
            m.mention.kind,
            MentionKind::Mechanism(_) | MentionKind::Candidate { .. } | MentionKind::Quantity(_)
        )
    })
}

/// What a title says of the whole article: that it tells of plans.
fn title_rules<'a>(lexicon: &'a Lexicon, article: &Article) -> Vec<&'a CueRule> {
    let title = article.title.as_deref().map(fold).unwrap_or_default();
    let found =
        lexicon.triggers.words.find(&title).flat_map(|(_, rules)| rules.iter().copied()).collect::<Vec<_>>();
    let rules = found.into_iter().map(|rule| &lexicon.triggers.rules[rule]);
    rules.filter(|rule| rule.reach == Reach::Section && rule.kind == CueKind::Planned).collect()
}

/// What a heading says of its section.
fn section_rules<'a>(
    lexicon: &'a Lexicon,
    body: &str,
    heading: Span,
    mentions: &[Resolved],
) -> Vec<&'a CueRule> {
    let rule = |m: &Resolved| match m.mention.kind {
        MentionKind::Cue { rule } => Some((m.mention.span, &lexicon.triggers.rules[rule])),
        _ => None,
    };
    let of_section = mentions.iter().filter_map(rule).filter(|(_, rule)| rule.reach == Reach::Section);
    let mut rules: Vec<_> = of_section
        .filter(|(cue, rule)| !void(body, heading, heading, *cue, rule))
        .map(|(_, rule)| rule)
        .collect();
    // 今后五年工作建议 are plans, 对策建议 are none.
    if rules.iter().any(|rule| rule.kind == CueKind::Planned) {
        rules.retain(|rule| rule.kind == CueKind::Planned);
    }
    rules
}

/// The mentions that start inside `span`; mentions are ascending by start.
fn within(mentions: &[Resolved], span: Span) -> &[Resolved] {
    let from = mentions.partition_point(|m| m.mention.span.start < span.start);
    let to = mentions.partition_point(|m| m.mention.span.start < span.end);
    &mentions[from..to]
}

/// How long a region goes on acting.
enum Until {
    /// To the end of the clause: a superior's congress.
    Clause,
    /// To the end of the sentence: another place, told of by the way.
    Sentence,
    /// To the end of the paragraph, or until another takes over.
    Paragraph,
}

/// Who takes over in a clause, and for how long; `None` where nobody does.
///
/// A region (its congress named, or alone) or a list of regions at the head of a clause takes over. A region behind
/// 与, 赴, 到 does not: it takes part, or was visited.
fn actor(
    lexicon: &Lexicon,
    body: &str,
    clause: Span,
    mentions: &[Resolved],
    home: Option<&RegionCode>,
) -> Option<(Vec<RegionCode>, Until)> {
    for (i, m) in mentions.iter().enumerate() {
        if m.mention.span.start.saturating_sub(clause.start) > LEAD {
            break;
        }
        let Entity::Region(code) = &m.entity else { continue };
        let asides = [CueKind::Partner, CueKind::Travel, CueKind::Visited, CueKind::Guided];
        if follows_cue(lexicon, mentions, i, &asides) {
            break;
        }
        let outer = home.is_some_and(|h| h != code && lexicon.regions.is_within(h, code));
        let own = home.is_none_or(|h| lexicon.regions.is_within(code, h));
        match &m.mention.kind {
            MentionKind::Region { name, .. } => {
                let congress = organ_behind(body, mentions, i) == Some(OrganKind::Congress);
                let list = list(lexicon, body, mentions, i);
                if outer && list.len() == 1 {
                    return congress.then(|| (vec![code.clone()], Until::Clause));
                }
                if list.len() > 1 {
                    return Some((list, Until::Sentence));
                }
                // 其中剑阁县…: one of those told of, and then of all of them again.
                let lead = &body[clause.start..m.mention.span.start];
                let among =
                    lexicon.references.among.iter().any(|w| lead.trim_start().starts_with(w.as_str()));
                if (congress || own) && !among {
                    return Some((list, Until::Paragraph));
                }
                // Another place by its full name, or a province: it is spoken of by the way, and not the home's doing.
                let large = lexicon.regions.get(code).is_some_and(|r| r.level < Level::County);
                return (own || large || *name == RegionName::Full).then_some((list, Until::Sentence));
            }
            MentionKind::Organ { kind: OrganKind::Congress, level: Some(_) } => {
                let until = if outer { Until::Clause } else { Until::Paragraph };
                return Some((vec![code.clone()], until));
            }
            MentionKind::SelfReference { whole: false, .. } => {
                return Some((vec![code.clone()], Until::Paragraph));
            }
            // 全市共有…: behind one of its counties the city is spoken of again; 全市首个 is the county's.
            MentionKind::SelfReference { whole: true, .. } if m.mention.span.start == clause.start => {
                let after = &body[m.mention.span.end..clause.end];
                let ranks = lexicon.references.ranks.iter().any(|w| after.starts_with(w.as_str()));
                return (!ranks).then(|| (vec![code.clone()], Until::Sentence));
            }
            _ => {}
        }
    }
    None
}

/// The regions of the list that begins with `mentions[i]`: 东莞、深圳、佛山等市, 兴县和临县.
pub(super) fn list(lexicon: &Lexicon, body: &str, mentions: &[Resolved], i: usize) -> Vec<RegionCode> {
    let mut codes = Vec::new();
    let mut end = mentions[i].mention.span.start;
    for m in &mentions[i..] {
        let (Entity::Region(code), MentionKind::Region { .. }) = (&m.entity, &m.mention.kind) else {
            continue;
        };
        let between = body.get(end..m.mention.span.start);
        let joined = between.is_some_and(|b| b.is_empty() || lexicon.references.joins.iter().any(|j| j == b));
        if !codes.is_empty() && !joined {
            break;
        }
        codes.push(code.clone());
        end = m.mention.span.end;
    }
    codes
}

/// The organ that stands directly behind the region `mentions[i]`, a term of office perhaps between.
pub(super) fn organ_behind(body: &str, mentions: &[Resolved], i: usize) -> Option<OrganKind> {
    let region = mentions[i].mention.span;
    mentions[i + 1..].iter().find_map(|m| match &m.mention.kind {
        MentionKind::Organ { kind, .. }
            if m.mention.span.start >= region.end
                && m.mention.span.start - region.end <= BETWEEN
                && !body[region.end..m.mention.span.start]
                    .contains(['\u{3001}', ',', '\u{FF0C}', '\u{201C}']) =>
        {
            Some(*kind)
        }
        _ => None,
    })
}

/// Whether a cue word of one of these kinds ends where `mentions[i]` starts.
pub(super) fn follows_cue(lexicon: &Lexicon, mentions: &[Resolved], i: usize, kinds: &[CueKind]) -> bool {
    let start = mentions[i].mention.span.start;
    mentions[..i].iter().any(|m| match m.mention.kind {
        MentionKind::Cue { rule } => {
            m.mention.span.end == start && kinds.contains(&lexicon.triggers.rules[rule].kind)
        }
        _ => false,
    })
}

/// Whether what stands around a cue takes its sense away.
pub(super) fn void(body: &str, sentence: Span, clause: Span, cue: Span, rule: &CueRule) -> bool {
    let before = &body[clause.start..cue.start];
    if rule.not_after.close(before) || rule.unless_before.are_in(before) {
        return true;
    }
    if rule.whole_word && inside_word(body, clause, cue) {
        return true;
    }
    // A cue that holds the comma (要求，要) ends behind its clause.
    let scope = if rule.unless_in_sentence { sentence } else { clause };
    let behind = body.get(cue.end..scope.end).unwrap_or_default();
    if rule.unless.are_in(behind) {
        return true;
    }
    let behind = behind.trim_start();
    if rule.at_end && behind.contains(char::is_alphanumeric) {
        return true;
    }
    if !rule.not_before.is_empty() && (behind.is_empty() || rule.not_before.open(&fold(behind))) {
        return true;
    }
    if behind.is_empty() {
        return false;
    }
    rule.unless_noun && {
        let window: String = behind.chars().take(8).collect();
        let noun = jieba().tag(&window, false).first().is_some_and(|t| t.tag.starts_with(['n', 'r', 'm']));
        noun || window.starts_with(is_quotation_mark)
    }
}

/// How many characters on each side of a cue jieba is shown.
const NEIGHBOURS: usize = 3;

/// Whether a cue is a part of a longer word of its clause.
fn inside_word(body: &str, clause: Span, cue: Span) -> bool {
    let length = |text: &str, chars: &mut dyn Iterator<Item = char>| -> usize {
        chars.take(NEIGHBOURS).map(char::len_utf8).sum::<usize>().min(text.len())
    };
    let before = &body[clause.start..cue.start];
    let behind = body.get(cue.end..clause.end).unwrap_or_default();
    let start = cue.start - length(before, &mut before.chars().rev());
    let end = cue.end + length(behind, &mut behind.chars());
    let (at, window) = (cue.start - start, &body[start..end]);
    jieba().cut(window, false).iter().any(|word| {
        word.byte_start <= at
            && at + cue.len() <= word.byte_end
            && word.byte_end - word.byte_start > cue.len()
    })
}
