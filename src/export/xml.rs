//! Elements of XML, written so that every parser reads back what was meant: no character that XML forbids, line breaks
//! in attributes kept.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

/// Writes elements, two blanks deeper each.
pub(super) struct Xml<W: Write>(Writer<W>);

impl<W: Write> Xml<W> {
    /// Begins a document in UTF-8.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(writer))
    }

    /// Begins an element.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// Writes an element that holds text only.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))?;
        // A carriage return as it stands would be read as a line feed.
        let escaped = quick_xml::escape::escape(&*legal(text)).replace('\r', "&#13;");
        self.0.write_event(Event::Text(BytesText::from_escaped(escaped)))?;
        self.close(name)
    }

    /// Ends the document.
    pub(super) fn finish(self) -> io::Result<()> {
        writeln!(self.0.into_inner())
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        // Line breaks and tabs in an attribute are read as blanks unless they are written as references.
        let value = quick_xml::escape::escape(&*legal(value))
            .replace('\n', "&#10;")
            .replace('\r', "&#13;")
            .replace('\t', "&#9;");
        start.push_attribute(Attribute { key: QName(key.as_bytes()), value: Cow::Owned(value.into_bytes()) });
    }
    start
}

/// The text without the characters that no XML 1.0 document may hold.
fn legal(text: &str) -> Cow<'_, str> {
    let forbidden =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.contains(forbidden) { Cow::Owned(text.replace(forbidden, "\u{FFFD}")) } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_nothing_and_keeps_its_lines() {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out).unwrap();
        xml.text("a", &[("b", "\"><x/>\n&")], "]]> <y>\u{0}\r").unwrap();
        xml.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        let element = r#"<a b="&quot;&gt;&lt;x/&gt;&#10;&amp;">]]&gt; &lt;y&gt;�&#13;</a>"#;
        assert!(text.ends_with(&format!("{element}\n")), "{text}");
    }
}
