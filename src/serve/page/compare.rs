//! Regions side by side: what each does of a mechanism by stage, tier and beginning, or why nothing stands there.
//!
//! Takes a [`Choice`]. Gives a page whose rows are the cells of the matrix, the same in each form.

use axum::response::Response;
use maud::{Markup, html};
use oxigraph::model::NamedNode;

use super::super::{Form, Problem, Snapshot};
use super::choice::{Choice, FEW, REGIONS};
use super::data::Page;
use super::table::{Cell, Row, Table, Thing};
use super::view::View;
use super::{choosing, list, matrix, practice, region};
use crate::model::Role;
use crate::query::BASE;
use crate::query::catalogue::Catalogue;
use crate::query::compare::{Comparison, Line, Question, of_facts};

/// How many cells a page shows; of more the last lines are left out.
const CELLS: usize = 30_000;
/// How many lines, which may stand in columns.
const LINES: usize = 1000;
/// Up to how many regions stand in the title by their names.
const TITLED: usize = 4;

/// The page of a choice; without one the page that asks for it.
pub(super) fn page(view: &View, snapshot: &Snapshot) -> Result<Response, Problem> {
    let catalogue = snapshot.catalogue()?;
    let (choice, told) = Choice::read(view, snapshot)?;
    let (regions, over) = choice.regions(catalogue);
    if regions.is_empty() {
        return choosing::page(view, snapshot, &choice, &told);
    }
    let shown = Shown::read(view, snapshot, choice, &regions, over)?;
    let page = Page {
        title: title(view, &shown.answer),
        tables: vec![cells(view, catalogue, &shown.answer), numbers(view, catalogue, &shown.answer)],
        notes: shown.notes(view),
        sparql: shown.question.sparql()?,
        ..Page::default()
    };
    page.reply(view, snapshot, || {
        html! {
            h1 { (page.title) }
            (choosing::unclear(view, catalogue, &shown.choice, &told))
            (shown.main(view, catalogue, &page))
        }
    })
}

/// What is compared.
struct Shown {
    choice: Choice,
    question: Question,
    answer: Comparison,
    /// How many lines there are, alike or not, and how many are left out, since there are too many cells.
    lines: usize,
    left_out: usize,
    /// How many regions are left out.
    over: usize,
}

impl Shown {
    fn read(
        view: &View,
        snapshot: &Snapshot,
        choice: Choice,
        regions: &[String],
        over: usize,
    ) -> Result<Self, Problem> {
        let iri = |code: &String| NamedNode::new_unchecked(format!("{BASE}region/{code}"));
        let question = Question {
            regions: regions.iter().map(iri).collect(),
            mechanisms: Vec::new(),
            functions: choice.functions.iter().copied().collect(),
            known: !choice.candidates || regions.len() > FEW,
            language: view.words.tag(),
        };
        let mut answer = of_facts(snapshot.reader(), &question, &snapshot.catalogue()?.facts)?;
        let lines = answer.mechanisms.len();
        if choice.differences {
            answer.mechanisms.retain(|line| !line.is_level());
        }
        let most = (CELLS / regions.len()).min(LINES);
        let left_out = answer.mechanisms.len().saturating_sub(most);
        answer.mechanisms.truncate(most);
        Ok(Self { choice, question, answer, lines, left_out, over })
    }

    fn notes(&self, view: &View) -> Vec<String> {
        let words = view.words;
        let mut notes = vec![words.get("text", "empty-cells").to_owned()];
        if self.over > 0 {
            notes.push(words.say("compare-over", &[("n", &REGIONS), ("over", &self.over)]));
        }
        notes.extend((self.left_out > 0).then(|| words.say("left-out", &[("n", &self.left_out)])));
        notes
    }

    fn main(&self, view: &View, catalogue: &Catalogue, page: &Page) -> Markup {
        let words = view.words;
        let numbers = page.table("observations");
        html! {
            details.choice open[self.answer.mechanisms.is_empty()] {
                summary { (words.get("page", "compare-change")) }
                (choosing::form(view, catalogue, &self.choice))
                (choosing::beside(view, catalogue, &self.choice))
            }
            @for note in &page.notes[1..] { p.soft { (note) } }
            section aria-labelledby="comparison" {
                h2.hidden #comparison { (words.get("table", "comparison")) }
                @if self.answer.mechanisms.is_empty() {
                    p { (words.get("page", if self.lines == 0 { "nothing-matches" } else { "compare-alike" })) }
                }
                (self.turns(view))
                @if !self.answer.mechanisms.is_empty() {
                    (matrix::html(view, &self.answer, self.choice.transposed))
                    (matrix::key(view))
                    p.soft.small { (page.notes[0]) }
                }
            }
            (numbers.section(view, &html! { p.soft { (words.get("text", "not-ranked")) } }))
        }
    }

    /// The ways to set it out otherwise.
    fn turns(&self, view: &View) -> Markup {
        let words = view.words;
        let choice = &self.choice;
        let many = self.question.regions.len();
        let differences = Choice { differences: !choice.differences, ..choice.clone() };
        let transposed = Choice { transposed: !choice.transposed, ..choice.clone() };
        let candidates = Choice { candidates: !choice.candidates, ..choice.clone() };
        let turn = |choice: &Choice, key: &'static str| html! { a.button href=(choice.address(view)) { (words.get("page", key)) } };
        html! {
            p.turns {
                @if many > 1 { (turn(&differences, if choice.differences { "compare-all-lines" } else { "compare-differences" })) }
                (turn(&transposed, "compare-transpose"))
                @if many <= FEW && choice.functions.is_empty() {
                    (turn(&candidates, if choice.candidates { "compare-known" } else { "compare-candidates" }))
                }
                a.button href=(view.form_address(Form::Csv, &[])) type="text/csv" { (words.get("page", "compare-download")) }
            }
        }
    }
}

fn title(view: &View, answer: &Comparison) -> String {
    let names: Vec<&str> = answer.regions.iter().map(|region| region.name.as_str()).collect();
    let names = if names.len() > TITLED {
        view.words.say("found", &[("n", &names.len())])
    } else {
        names.join(view.words.get("text", "list-comma"))
    };
    view.words.say("compared", &[("names", &names)])
}

/// The columns of a cell.
const CELL: &[&str] =
    &["mechanism", "region", "status", "tier", "role", "coverage", "since", "via", "empty", "quote"];

/// A row a cell, in the order of the matrix.
fn cells(view: &View, catalogue: &Catalogue, answer: &Comparison) -> Table {
    let place = |code: &str, name: &str| Cell::thing(practice::region(&catalogue.units, code, name));
    let word = |group: &'static str, word: &Option<String>| {
        word.as_ref().map_or(Cell::Empty, |word| Cell::Words(group, vec![word.clone()]))
    };
    let mut rows = Vec::new();
    for line in &answer.mechanisms {
        for (cell, column) in line.cells.iter().zip(&answer.regions) {
            let unusual = unusual(&cell.roles);
            rows.push(Row {
                iri: cell.fact.clone().unwrap_or_default(),
                group: Some(category(view, line).to_owned()),
                cells: vec![
                    Cell::thing(Thing::new(line.iri.clone(), line.label.clone())),
                    place(&column.code, &column.name),
                    cell.status.clone().map_or(Cell::Empty, |status| Cell::Stage(status, None)),
                    if cell.tier.is_empty() { Cell::Empty } else { Cell::Words("tier", cell.tier.clone()) },
                    if unusual.is_empty() { Cell::Empty } else { Cell::Words("role", unusual) },
                    word("coverage", &cell.coverage),
                    Cell::figures(cell.since.clone()),
                    cell.via
                        .as_ref()
                        .map_or(Cell::Empty, |iri| Cell::thing(region::mechanism(view, catalogue, iri))),
                    cell.empty.map_or(Cell::Empty, |why| Cell::Words("empty", vec![why.as_str().to_owned()])),
                    Cell::quotes(cell.claims.clone()),
                ],
            });
        }
    }
    Table::new("comparison", CELL, rows)
}

/// What stands over the lines of a function.
pub(super) fn category<'a>(view: &View, line: &'a Line) -> &'a str {
    line.category.as_deref().unwrap_or_else(|| view.words.get("text", "no-function"))
}

/// What a region is to a practice beside practising it.
pub(super) fn unusual(roles: &[String]) -> Vec<String> {
    roles.iter().filter(|role| *role != Role::Practitioner.as_str()).cloned().collect()
}

/// A row a number.
fn numbers(view: &View, catalogue: &Catalogue, answer: &Comparison) -> Table {
    let mut rows = Vec::new();
    for measure in &answer.observations {
        for (values, column) in measure.cells.iter().zip(&answer.regions) {
            rows.extend(values.values.iter().map(|number| Row {
                iri: number.quote.iri.clone(),
                group: Some(measure.label.clone()),
                cells: vec![
                    Cell::thing(practice::region(&catalogue.units, &column.code, &column.name)),
                    Cell::Figures(region::value(view, number)),
                    Cell::text(number.period.clone()),
                    Cell::text(number.scope.clone()),
                    Cell::Quotes(vec![number.quote.clone()]),
                ],
            }));
        }
    }
    list::part(view, Table::new("observations", &["region", "value", "period", "scope", "quote"], rows))
}
