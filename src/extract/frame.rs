//! Clauses with who acts in them: the region of the sentence, inherited in the paragraph, else the home.

use super::Source;
use super::above;
use super::actor::{LEAD, Until, actor, destination};
use super::cue::{Listed, section_rules, title_rules, void};
use crate::model::{Article, MentionKind, Quantity, RegionCode, Resolved};
use crate::resource::{CueKind, CueRule, Lexicon, Reach};
use crate::text::{Span, fold};

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
    /// The cue words among them.
    cues: Vec<Cue<'a>>,
    /// Cue rules that reach it from elsewhere in its sentence.
    pub(super) from_sentence: Vec<&'a CueRule>,
    /// Whether its article gives somebody's thoughts.
    pub(super) essay: bool,
}

/// A cue word.
#[derive(Debug, Clone)]
struct Cue<'a> {
    span: Span,
    rule: &'a CueRule,
    /// Whether something around takes its sense away.
    void: bool,
}

impl<'a> Clause<'a> {
    /// Whether a cue word of a kind, with nothing that takes its sense away, stands before the byte `at`.
    pub(super) fn is_led(&self, kind: CueKind, at: usize) -> bool {
        self.sound(kind).any(|(cue, _)| cue.end <= at)
    }

    /// The cue words of a kind in this clause, in order, each with its rule.
    pub(super) fn cues(&self, kind: CueKind) -> impl Iterator<Item = (Span, &'a CueRule)> {
        self.of_kind(kind).map(|cue| (cue.span, cue.rule))
    }

    /// Those of [`Clause::cues`] whose sense nothing around takes away.
    pub(super) fn sound(&self, kind: CueKind) -> impl Iterator<Item = (Span, &'a CueRule)> {
        self.of_kind(kind).filter(|cue| !cue.void).map(|cue| (cue.span, cue.rule))
    }

    fn of_kind(&self, kind: CueKind) -> impl Iterator<Item = &Cue<'a>> {
        // What only heads of sentences and headings say is no word of the clause.
        let of_clause = |rule: &CueRule| !matches!(rule.reach, Reach::Head | Reach::Section);
        self.cues.iter().filter(move |cue| self.says(cue.rule) == kind && of_clause(cue.rule))
    }

    /// The numbers in this clause, in order.
    pub(super) fn quantities(&self) -> impl Iterator<Item = (Span, &Quantity)> {
        self.mentions.iter().filter_map(|m| match &m.mention.kind {
            MentionKind::Quantity(quantity) => Some((m.mention.span, quantity)),
            _ => None,
        })
    }

    /// What a cue does here: what an essay demands is what ought to be.
    pub(super) fn says(&self, rule: &CueRule) -> CueKind {
        if self.essay && rule.demand { CueKind::Normative } else { rule.kind }
    }
}

/// The clauses of all paragraphs but headings, in order.
pub(super) fn clauses<'a>(source: &Source<'a>) -> Vec<Clause<'a>> {
    let &Source { lexicon, article, scene, .. } = source;
    let body = article.body.text.as_str();
    let established = scene.home.as_ref().filter(|h| h.established).map(|h| h.region.clone());
    let essay = is_essay(lexicon, article);
    let study = is_study(lexicon, article);
    let sentences = article.paragraphs.iter().flat_map(|p| &p.sentences);
    let mut clauses = Vec::with_capacity(sentences.map(|s| s.clauses.len()).sum());
    // A plan by its title is one in all its parts.
    let plan: Vec<&CueRule> = title_rules(source);
    let mut section: Vec<&CueRule> = plan.clone();
    let mut listed = Listed::default();
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        if paragraph.heading {
            section = section_rules(source, paragraph.span);
            section.extend(&plan);
            listed = Listed::default();
            continue;
        }
        // A paragraph of a study that names nobody is told of no region, whoever wrote it.
        let general = study && !names_somebody(source.mentions(paragraph.span));
        let own = scene.labels.get(&number).or(established.as_ref().filter(|_| !general));
        let mut actors: Vec<RegionCode> = own.into_iter().cloned().collect();
        // A paragraph whose sentences began with a demand to oneself goes on planning until something done is told.
        let mut planning: Vec<&CueRule> = Vec::new();
        let mut by_the_way: Option<Vec<RegionCode>> = None;
        for sentence in &paragraph.sentences {
            let told = |m: &&Resolved| match m.mention.kind {
                MentionKind::Cue { rule } => lexicon.triggers.rules[rule].kind == CueKind::Past,
                MentionKind::Region { .. } => true,
                _ => false,
            };
            if source.mentions(sentence.span).iter().any(|m| told(&m)) {
                planning.clear();
            }
            let words = sentence.span.of(body);
            let of_list = listed.of(lexicon, words, sentence.span.start == paragraph.span.start);
            let mut from_sentence: Vec<&CueRule> =
                section.iter().chain(&planning).chain(of_list).copied().collect();
            let known = from_sentence.len();
            // 2005年乙市首创…。此后该做法扩展至全市: still told of those who were told of by the way.
            let goes_on = || lexicon.references.goes_on.open(&fold(words));
            let mut of_sentence: Option<Vec<RegionCode>> = by_the_way.take().filter(|_| goes_on());
            // A superior whose clause tells nothing yet: 县人大常委会准备总结经验，出台….
            let mut begun: Option<Vec<RegionCode>> = None;
            // The superior of the clause before: 省人大常委会将听取报告，并结合审议进行专题询问.
            let mut superior: Option<Vec<RegionCode>> = None;
            let first = clauses.len();
            for &span in &sentence.clauses {
                let mentions = source.mentions(span);
                let (mut here, mut ahead) = (None, Vec::new());
                let before =
                    superior.take().filter(|_| lexicon.references.and_also.open(&fold(span.of(body))));
                match actor(source, span, mentions, established.as_ref()) {
                    Some((codes, Until::Clause)) => {
                        let heads = mentions.first().is_some_and(|m| m.mention.span.start == span.start);
                        let tells = told_before(source, span.start, span.end);
                        begun = (heads && !tells).then(|| codes.clone());
                        superior = Some(codes.clone());
                        here = Some(codes);
                    }
                    Some((codes, Until::Sentence)) => of_sentence = Some(codes),
                    // …，木垒县依托…: behind what the paragraph told first of its own, one of the own counties is an
                    // example.
                    Some((codes, Until::Paragraph))
                        if example(lexicon, established.as_ref(), &codes)
                            && (told_before(source, sentence.span.start, span.start)
                                || (established.as_ref() == actors.first()
                                    && told_before(source, paragraph.span.start, span.start))) =>
                    {
                        of_sentence = Some(codes);
                    }
                    Some((codes, Until::Paragraph)) => {
                        actors = codes;
                        of_sentence = None;
                    }
                    None => {
                        if let Some(codes) = destination(lexicon, body, span, mentions, established.as_ref())
                        {
                            actors = codes;
                            of_sentence = None;
                        } else {
                            here = begun.take().or(before);
                            superior.clone_from(&here);
                        }
                    }
                }
                // 回去后要建好联络站: those who travelled, and not their hosts.
                if lexicon.references.returns.are_in(source.words(span)) {
                    here = Some(established.iter().cloned().collect());
                }
                let acting = here.as_deref().or(of_sentence.as_deref()).unwrap_or(&actors);
                match above::county(source, span, mentions, acting) {
                    Some((county, Until::Clause)) => here = Some(county),
                    Some((county, _)) => (here, of_sentence, actors) = (None, None, county),
                    None => {}
                }
                let here = here.as_deref().or(of_sentence.as_deref()).unwrap_or(&actors);
                let (subject, others) = here.split_first().unzip();
                let cues = cues(source, sentence.span, span, mentions);
                for &Cue { span: cue, rule, void } in &cues {
                    let head = cue.start == sentence.span.start;
                    if void {
                        continue;
                    }
                    if rule.reach == Reach::Back && says_back(lexicon, body, span, mentions, cue) {
                        for clause in back(body, sentence.span, &mut clauses[first..], span) {
                            clause.from_sentence.push(rule);
                        }
                    }
                    // 大连将推动A，研究出台B: who will do the first will do the next.
                    let goes_on = rule.goes_on && cue.start.saturating_sub(named(span, mentions)) <= LEAD;
                    if rule.reach == Reach::Head && head {
                        from_sentence.push(rule);
                        planning = vec![rule];
                    }
                    if rule.reach == Reach::Sentence || goes_on {
                        // 代表联络站要设立意见箱: a plan in its own clause is one of what stands behind it.
                        let of = if rule.kind == CueKind::Planned { &mut ahead } else { &mut from_sentence };
                        of.push(rule);
                    }
                }
                clauses.push(Clause {
                    span,
                    sentence: sentence.span,
                    subject: subject.cloned(),
                    others: others.map(<[_]>::to_vec).unwrap_or_default(),
                    mentions,
                    cues,
                    from_sentence: from_sentence.clone(),
                    essay,
                });
                from_sentence.append(&mut ahead);
            }
            heads(lexicon, body, &mut clauses[first..]);
            by_the_way = of_sentence;
            listed.told(lexicon, words, &from_sentence[known..]);
        }
    }
    clauses
}

/// Where the name of who acts ends, if a clause begins with it; else where the clause begins.
fn named(clause: Span, mentions: &[Resolved]) -> usize {
    let names = mentions.first().filter(|m| {
        m.mention.span.start == clause.start
            && matches!(m.mention.kind, MentionKind::Region { .. } | MentionKind::Organ { .. })
    });
    names.map_or(clause.start, |m| m.mention.span.end)
}

/// Whether an article gives somebody's thoughts: its title says so, or its first paragraphs do.
fn is_essay(lexicon: &Lexicon, article: &Article) -> bool {
    const OPENING: usize = 3;
    let rules = &lexicon.asides.essay;
    let title = article.title.as_deref().map(fold).unwrap_or_default();
    let opening = article.paragraphs.iter().take(OPENING);
    rules.title.are_in(&title)
        || opening.into_iter().any(|p| rules.opening.are_in(&fold(p.span.of(&article.body.text))))
}

/// Whether an article is a study: with an abstract and keywords, or by a group of authors.
fn is_study(lexicon: &Lexicon, article: &Article) -> bool {
    const OPENING: usize = 4;
    let words = &lexicon.asides.essay.study;
    let of_authors = article.author_role.as_deref().is_some_and(|role| words.are_in(&fold(role)));
    let opening = article.paragraphs.iter().take(OPENING);
    of_authors || opening.into_iter().any(|p| words.are_in(&fold(p.span.of(&article.body.text))))
}

/// Whether mentions name a region, or point at one.
fn names_somebody(mentions: &[Resolved]) -> bool {
    mentions.iter().any(|m| matches!(m.entity, crate::model::Entity::Region(_)))
}

/// 政府债务监督上，甲县…: what heads a sentence as its subject is told of those who act behind it.
fn heads(lexicon: &Lexicon, body: &str, clauses: &mut [Clause<'_>]) {
    for i in 1..clauses.len() {
        let (before, behind) = clauses.split_at_mut(i);
        let (head, next) = (&mut before[i - 1], &behind[0]);
        let region = |m: &Resolved| matches!(m.mention.kind, MentionKind::Region { .. });
        let begins =
            next.mentions.first().is_some_and(|m| region(m) && m.mention.span.start == next.span.start);
        if begins && is_head(lexicon, body, head) {
            head.subject.clone_from(&next.subject);
            head.others.clone_from(&next.others);
        }
    }
}

/// Whether a clause only names what its sentence is about.
fn is_head(lexicon: &Lexicon, body: &str, clause: &Clause<'_>) -> bool {
    let Some(m) = clause.mentions.iter().find(|m| matches!(m.mention.kind, MentionKind::Mechanism(_))) else {
        return false;
    };
    let letters = |span: Span| span.of(body).chars().any(char::is_alphabetic);
    let front = Span::new(clause.span.start, m.mention.span.start);
    let tail = fold(&body[m.mention.span.end..clause.span.end.max(m.mention.span.end)]);
    let tail = tail.trim_end_matches(|c: char| !c.is_alphanumeric());
    !letters(front) && lexicon.asides.heading.tails.has(tail)
}

/// Whether a cue speaks of what its sentence told before: near the head of its clause, with no subject of its own.
fn says_back(lexicon: &Lexicon, body: &str, clause: Span, mentions: &[Resolved], cue: Span) -> bool {
    let own = |m: &&Resolved| {
        let kind = &m.mention.kind;
        let names = matches!(
            kind,
            MentionKind::Region { .. }
                | MentionKind::SelfReference { .. }
                | MentionKind::Organ { .. }
                | MentionKind::Quantity(_)
                | MentionKind::Mechanism(_)
                | MentionKind::Candidate { .. }
        );
        names && m.mention.span.end <= cue.start
    };
    let lead = &body[clause.start..cue.start];
    let tier = lexicon.reaches.level.are_in(lead);
    lead.len() <= LEAD && !tier && !mentions.iter().any(|m| own(&m))
}

/// The clauses of a sentence before `clause`, as far back as no semicolon parts them.
fn back<'s, 'a>(
    body: &str,
    sentence: Span,
    before: &'s mut [Clause<'a>],
    clause: Span,
) -> impl Iterator<Item = &'s mut Clause<'a>> {
    let words = &body[sentence.start..clause.start.max(sentence.start)];
    let from = words.rfind([';', '\u{FF1B}']).map_or(sentence.start, |i| sentence.start + i);
    before.iter_mut().filter(move |c| c.span.start >= from)
}

/// Whether one unit below the home acts, in an article whose home has counties of its own.
fn example(lexicon: &Lexicon, home: Option<&RegionCode>, codes: &[RegionCode]) -> bool {
    !codes.is_empty()
        && home.is_some_and(|home| codes.iter().all(|c| c != home && lexicon.regions.is_within(c, home)))
}

/// Whether a sentence told of a practice or a number before the byte `to`.
fn told_before(source: &Source<'_>, from: usize, to: usize) -> bool {
    source.mentions(Span::new(from, to)).iter().any(|m| {
        matches!(
            m.mention.kind,
            MentionKind::Mechanism(_) | MentionKind::Candidate { .. } | MentionKind::Quantity(_)
        )
    })
}

/// The cue words of a clause, in order.
fn cues<'a>(source: &Source<'a>, sentence: Span, clause: Span, mentions: &[Resolved]) -> Vec<Cue<'a>> {
    let cue = |m: &Resolved| {
        let MentionKind::Cue { rule } = m.mention.kind else { return None };
        let (span, rule) = (m.mention.span, &source.lexicon.triggers.rules[rule]);
        Some(Cue { span, rule, void: void(source, sentence, clause, span, rule) })
    };
    mentions.iter().filter_map(cue).collect()
}
