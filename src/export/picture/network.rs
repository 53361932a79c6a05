//! Who went where to learn, and who works together with whom.

use std::collections::BTreeMap;

use super::{Diagram, Form, Item, Kind, Line, Link, Say};
use crate::query::tie::{Tie, TieKind};

/// Who acts on the left, the other on the right; a region that is both stands on both sides.
pub fn network(ties: &[Tie], title: &str, say: Say<'_>) -> Diagram {
    let mut items: Vec<Item> = Vec::new();
    let mut place: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut put = |column: usize, code: Option<&str>, name: &str| {
        let key = (column, code.unwrap_or(name).to_owned());
        *place.entry(key).or_insert_with(|| {
            items.push(Item {
                id: format!("{}{}", if column == 0 { "" } else { "to " }, code.unwrap_or(name)),
                label: name.to_owned(),
                kind: if code.is_some() { Kind::Region } else { Kind::Other },
                column,
                url: code.map(|code| format!("{}region/{code}", crate::query::BASE)),
                ..Item::default()
            });
            items.len() - 1
        })
    };
    let mut links: Vec<Link> = Vec::new();
    for tie in ties {
        let from = put(0, Some(&tie.code), &tie.name);
        let to = put(1, tie.other_code.as_deref(), &tie.other);
        let line = if tie.kind == TieKind::Learning { Line::Learned } else { Line::Together };
        let label = tie.about.clone().or_else(|| tie.time.clone()).unwrap_or_default();
        let known = links.iter().any(|l| (l.from, l.to, l.line, &l.label) == (from, to, line, &label));
        if !known {
            links.push(Link { from, to, line, full: false, label });
        }
    }
    let about = say("picture", "about-network").replace("{ties}", &links.len().to_string());
    Diagram::new(title, about, Form::Columns, items, links, say)
}
