//! What websites print around an article: paths, counters, links, and the line of date and source under the title.

use super::byline::{Byline, after_folded, names};
use super::date::dates;
use super::mark::{End, end_of};
use super::reporter::behind_date;
use crate::model::Date;
use crate::resource::{FurnitureRules, Literals, PageRules};
use crate::text::fold;

/// The line under a title: `发布时间:2025-05-30 16:01 来源:某县人大常委会 作者:甲`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Info {
    /// When it was put up.
    pub date: Option<Date>,
    /// The source field as printed.
    pub source: Option<String>,
    /// The author field.
    pub byline: Option<Byline>,
}

/// What a line of a web page is, where it is no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Site {
    /// The line of date and source.
    Info(Info),
    /// A date and nothing else.
    Date(Date),
    /// A menu, a counter, an editor's name.
    Chrome,
    /// The same, where the article is sure to be over.
    End,
    /// The name of a column.
    Column,
}

/// Reads `line`, given folded too, as part of a site's frame.
pub(super) fn site(rules: &PageRules, line: &str, folded: &str) -> Option<Site> {
    let furniture = &rules.furniture;
    // A mark alone on its line is the end of the wrapped one above: 。”, %；
    let stop = line.chars().count() <= 3 && end_of(line) != End::Open;
    if (!line.contains(char::is_alphanumeric) && !stop) || line.chars().all(|c| c.is_ascii_digit()) {
        return Some(Site::Chrome);
    }
    let begins = |words: &Literals| words.open(folded);
    let short = folded.chars().nth(80).is_none() && end_of(line) != End::Full;
    if furniture.columns.has(folded) {
        return Some(Site::Column);
    }
    if short && begins(&furniture.ends) {
        return Some(Site::End);
    }
    if (short || folded.chars().nth(40).is_none()) && begins(&furniture.starts) {
        return Some(Site::Chrome);
    }
    if let Some(date) = lone_date(furniture, line, folded) {
        return Some(Site::Date(date));
    }
    if let Some(info) = dated_byline(rules, line, folded) {
        return Some(Site::Info(info));
    }
    if has_field(rules, folded)
        && let Some(site) = info(rules, line)
    {
        return Some(site);
    }
    if short && (is_menu(folded) || furniture.contains.are_in(folded)) {
        return Some(Site::Chrome);
    }
    None
}

/// A path or a row of menus: `甲县人大>代表工作>正文`. `“1+1>2”` is none, nor the end of a wrapped
/// `《…实施<…法>办法》`, nor a title with bars behind it.
fn is_menu(folded: &str) -> bool {
    let parts = folded.split(['>', '|', '»', '›']).map(str::trim).filter(|p| !p.is_empty());
    let named = parts.filter(|p| !p.starts_with(|c: char| c.is_ascii_digit())).count();
    named > 2
        || (named == 2 && folded.contains(['>', '»', '›']) && !folded.contains(['“', '”', '"', '《', '》']))
}

/// Whether a line of the frame tells whose site it is: a greeting, a path of menus, the way back, a sponsor.
pub(super) fn tells_whose(rules: &PageRules, line: &str) -> bool {
    let folded = fold(line);
    let furniture = &rules.furniture;
    !furniture.links.open(&folded) && (is_menu(&folded) || furniture.hosts.are_in(&folded))
}

/// `[2025-10-24 09:34]`, `2018年11月 12 日`: a line with a date and no other word.
fn lone_date(rules: &FurnitureRules, line: &str, folded: &str) -> Option<Date> {
    let plain = |c: char| {
        !c.is_alphanumeric()
            || c.is_ascii_digit()
            || c == rules.date.year
            || c == rules.date.month
            || rules.date.day.contains(c)
    };
    if folded.chars().nth(24).is_some()
        || !folded.chars().all(plain)
        || !folded.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    dates(&rules.date, line).first().map(|(_, d)| *d).filter(|d| d.precision() > 1)
}

/// `2022-09-15周某某`, `2023 11/14 18:02:35　某某之声　记者 马某`: a date, and behind it who wrote it.
fn dated_byline(rules: &PageRules, line: &str, folded: &str) -> Option<Info> {
    let date = &rules.furniture.date;
    if !folded.starts_with(|c: char| c.is_ascii_digit() || c == '[') || folded.chars().nth(60).is_some() {
        return None;
    }
    let of_date = |c: char| {
        c.is_ascii_digit()
            || !c.is_alphanumeric()
            || c == date.year
            || c == date.month
            || date.day.contains(c)
    };
    let rest = line.trim_start_matches(of_date);
    let said = dates(date, &line[..line.len() - rest.len()]).first().map(|(_, d)| *d)?;
    let (byline, source) = behind_date(&rules.byline, rest).filter(|_| said.precision() == 3)?;
    Some(Info { date: Some(said), source, byline: Some(byline) })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Date,
    Source,
    Author,
    Other,
}

/// Whether a label with its colon stands anywhere: most lines have none, and need not be read.
pub(super) fn has_field(rules: &PageRules, folded: &str) -> bool {
    let labels = &rules.furniture.field;
    let labels = || [&labels.date, &labels.source, &labels.author, &labels.other].into_iter().flatten();
    folded.match_indices(':').any(|(at, _)| labels().any(|label| folded[..at].ends_with(label.as_str())))
}

/// Reads the fields of a line; they may be glued together without a blank.
fn info(rules: &PageRules, line: &str) -> Option<Site> {
    let labels = &rules.furniture.field;
    let kinds = [
        (Field::Date, &labels.date),
        (Field::Source, &labels.source),
        (Field::Author, &labels.author),
        (Field::Other, &labels.other),
    ];
    // Each field: where its label starts, where its value starts.
    let mut fields: Vec<(Field, usize, usize)> = Vec::new();
    let mut next = 0;
    for (i, c) in line.char_indices() {
        if i < next || !c.is_alphanumeric() {
            continue;
        }
        let found = kinds.iter().find_map(|(field, words)| {
            let rest = words.iter().find_map(|w| after_folded(&line[i..], w))?;
            let value = rest.trim_start();
            let value = value.strip_prefix([':', '：'])?.trim_start_matches([':', '：']);
            Some((*field, i, line.len() - value.len()))
        });
        if let Some(field) = found {
            next = field.2;
            fields.push(field);
        }
    }
    let first = fields.first()?.1;
    let before = &line[..first];
    // `资金来源：…` is a heading: in front of the first label stands nothing, or a date.
    let date_before = dates(&rules.furniture.date, before).first().map(|(_, d)| *d);
    if before.contains(char::is_alphanumeric) && date_before.is_none() {
        return None;
    }
    let mut info = Info { date: date_before, ..Info::default() };
    let mut told = date_before.is_some();
    for (n, (field, _, start)) in fields.iter().enumerate() {
        let end = fields.get(n + 1).map_or(line.len(), |f| f.1);
        let value = line[*start..end]
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '\u{4E28}' | '[' | ']'));
        match field {
            Field::Date => {
                let date = dates(&rules.furniture.date, value).first().map(|(_, d)| *d);
                told |= date.is_some();
                info.date = info.date.or(date);
            }
            Field::Source => {
                told = true;
                // `来源: 00:00:00` names nothing.
                let named = value.contains(char::is_alphabetic);
                info.source = info.source.or_else(|| named.then(|| value.to_owned()));
            }
            Field::Author => {
                info.byline = info.byline.or_else(|| names(&rules.byline, before_figures(value)));
            }
            Field::Other => {}
        }
    }
    let editors_only = fields.iter().all(|f| f.0 == Field::Other);
    if editors_only && !told {
        return Some(Site::Chrome);
    }
    (told || info.byline.is_some()).then_some(Site::Info(info))
}

/// The field's words up to a date that stands behind them without a label.
fn before_figures(value: &str) -> &str {
    &value[..value.find(|c: char| c.is_numeric()).unwrap_or(value.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let got = match site(&PageRules::load().unwrap(), line, &fold(line)) {
            None => "-".to_owned(),
            Some(Site::Info(i)) => format!(
                "{} {} {}",
                i.date.map_or("-".to_owned(), |d| d.to_string()),
                i.source.as_deref().unwrap_or("-"),
                i.byline.map_or("-".to_owned(), |b| b.authors.join("+"))
            ),
            Some(Site::Date(d)) => d.to_string(),
            Some(other) => format!("{other:?}"),
        };
        assert_eq!(got, expected, "{line}");
    }

    #[test]
    fn lines_of_date_and_source() {
        check("发布时间：2023-09-20 16:01 来源：甲县人大常委会 浏览次数：326", "2023-09-20 甲县人大常委会 -");
        check(
            "发布时间:2017-07-25 10:30:00作者:简书言来源:某某通讯（广东） |",
            "2017-07-25 某某通讯（广东） 简书言",
        );
        check("[2024-06-24 10:08]  来源: 甲县人大    |     编辑: 谷雨辰", "2024-06-24 甲县人大 -");
        check(
            "来源: 竹山县人大办     |    作者: 张三  |     发布日期: 2025-07-01",
            "2025-07-01 竹山县人大办 张三",
        );
        check("来源: 00:00:00", "- - -");
        check("2022-09-15周小满", "2022-09-15 - 周小满");
        check("2023 11/14 18:02:35　某某之声　记者 马小满", "2023-11-14 某某之声 马小满");
        check("2018年11月 12 日", "2018-11-12");
    }

    #[test]
    fn frames_and_prose() {
        check("您当前的位置:首页> 政务动态> 政务要闻> 内容", "Chrome");
        check("字体大小:[大][中][小]", "Chrome");
        check("责任编辑:符小满", "Chrome");
        check("4874268", "Chrome");
        check("上一篇:没有了    下一篇:返回列表", "End");
        check("主任笔谈", "Column");
        check("资金来源：三个渠道", "-");
        // The end of a wrapped title within a title: the arrow opens and closes it.
        check("民共和国某某法>办法》征求意见", "-");
        check("收藏文物要依法。", "Chrome");
        check("会议时间定在三月：先开预备会。", "-");
    }
}
