//! Web archives (WARC): the pages that a crawler kept, each with its address and its day.

use super::{Reader, when};
use crate::error::{Error, ErrorKind};

impl Reader<'_> {
    /// Reads the web pages of an archive's records; what is no answer with a page is passed over.
    pub(super) fn warc(&mut self, label: &str, bytes: &[u8]) {
        let mut rest = bytes;
        let mut n = 0;
        while let Some(start) = rest.iter().position(|b| !b.is_ascii_whitespace()) {
            n += 1;
            let place = format!("{label}:{n}");
            rest = &rest[start..];
            let record = Record::at_start(rest);
            let Some(record) = record.filter(|record| record.end <= rest.len()) else {
                let error = Error::new(ErrorKind::Input, "the web archive is damaged or cut off").at(place);
                return self.reading.rejected.push(error.remedy("get it again"));
            };
            if record.is("warc-type", "response") && is_page(&rest[record.start..record.end]) {
                let before = self.reading.pages.len();
                self.text(&place, "", &rest[record.start..record.end]);
                for page in &mut self.reading.pages[before..] {
                    page.url = record.get("warc-target-uri").or(page.url.take());
                    let fetched = record.get("warc-date").and_then(|date| when::date(&date));
                    // The day it was fetched is no day of issue: nothing is said later than that.
                    page.issued =
                        page.issued.filter(|issued| fetched.is_none_or(|fetched| *issued <= fetched));
                }
            }
            rest = &rest[record.end..];
        }
    }
}

/// The head of a record, and where its content stands.
struct Record {
    head: Vec<(String, String)>,
    start: usize,
    end: usize,
}

impl Record {
    fn at_start(bytes: &[u8]) -> Option<Self> {
        let blank = b"\r\n\r\n";
        let end = bytes.windows(4).take(64 << 10).position(|w| w == blank)?;
        let head = std::str::from_utf8(&bytes[..end]).ok().filter(|head| head.starts_with("WARC/"))?;
        let fields = head.lines().filter_map(|line| line.split_once(':'));
        let head = fields.map(|(key, value)| (key.to_ascii_lowercase(), value.trim().to_owned())).collect();
        let record = Self { head, start: end + 4, end: end + 4 };
        let length: usize = record.get("content-length")?.parse().ok()?;
        Some(Self { end: record.start.checked_add(length)?, ..record })
    }

    fn get(&self, key: &str) -> Option<String> {
        let value = self.head.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())?;
        Some(value.trim_matches(['<', '>']).to_owned())
    }

    fn is(&self, key: &str, value: &str) -> bool {
        self.get(key).is_some_and(|found| found.eq_ignore_ascii_case(value))
    }
}

/// Whether a server's answer is a web page that was found.
fn is_page(answer: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&answer[..answer.len().min(8 << 10)]).to_ascii_lowercase();
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    head.starts_with("http/") && head.split(' ').nth(1) == Some("200") && head.contains("text/html")
}
