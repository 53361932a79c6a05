//! Pages as a Word document: a zip of XML parts, with footnotes that Word numbers itself.
//!
//! Own code, because what there is in crates writes notes without their numbers, and neither heads that repeat on each
//! page nor a title: `body.rs` writes what stands on the page, the parts that are always the same lie here as XML.

mod body;

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Document;
use body::{Body, escaped};

/// Parts that are the same in each document.
const FIXED: &[(&str, &str)] = &[
    ("[Content_Types].xml", include_str!("content-types.xml")),
    ("_rels/.rels", include_str!("package-rels.xml")),
    ("word/_rels/document.xml.rels", include_str!("document-rels.xml")),
    ("word/styles.xml", include_str!("styles.xml")),
    ("word/settings.xml", include_str!("settings.xml")),
    ("word/numbering.xml", include_str!("numbering.xml")),
    ("word/footer1.xml", include_str!("footer.xml")),
];

pub(super) fn write(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let Body { page, notes } = body::body(document);
    let own =
        [("docProps/core.xml", core(document)), ("word/document.xml", page), ("word/footnotes.xml", notes)];
    // The day that a zip begins to count from: the same page gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let own = own.iter().map(|(name, part)| (*name, part.as_str()));
    for (name, part) in FIXED.iter().copied().chain(own) {
        zip.start_file(name, options)?;
        zip.write_all(part.as_bytes())?;
    }
    out.write_all(zip.finish()?.get_ref())
}

/// The title and the language, as the properties of a file show them.
fn core(document: &Document) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{}</dc:language>\
         </cp:coreProperties>",
        escaped(&document.title),
        document.language
    )
}
