//! Bytes → text: UTF-8 or a reason why not.

use crate::error::{Error, ErrorKind, Result};

/// The text of these bytes: BOM dropped, CRLF and CR made LF.
pub(super) fn text(name: &str, bytes: &[u8]) -> Result<String> {
    if bytes.len() > super::MAX_BYTES {
        return Err(too_large().at(name));
    }
    let fault = |message: String, remedy: &str| Error::new(ErrorKind::Input, message).at(name).remedy(remedy);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(fault(
            "the text is UTF-16, not UTF-8".to_owned(),
            "convert it, e.g. iconv -f UTF-16 -t UTF-8 FILE > FILE.txt",
        ));
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(fault(
            format!("a NUL byte at offset {at}: this is a binary file, no text"),
            "give the text of it",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        let line = line_of(bytes, at);
        fault(
            format!("not valid UTF-8 at byte {at}, line {line}"),
            "convert it, e.g. iconv -f GB18030 -t UTF-8 FILE > FILE.txt",
        )
        .because(e)
    })?;
    if text.trim().is_empty() {
        return Err(fault("the file is empty".to_owned(), "give a file with text"));
    }
    Ok(line_feeds(text))
}

/// The error for what is larger than [`super::MAX_BYTES`].
pub(super) fn too_large() -> Error {
    let most = super::MAX_BYTES >> 20;
    Error::new(ErrorKind::Limit, format!("larger than the {most} MiB that one text may have"))
        .remedy("split it into its pages")
}

/// The line, counted from 1, in which byte `at` stands; a lone CR ends a line too.
fn line_of(bytes: &[u8], at: usize) -> usize {
    let ends = |i: &usize| bytes[*i] == b'\n' || (bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    1 + (0..at).filter(ends).count()
}

/// CRLF and CR made LF.
fn line_feeds(text: &str) -> String {
    if !text.contains('\r') {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let got = text("a.txt", bytes).unwrap_or_else(|e| e.to_string());
        assert!(got.starts_with(expected), "{got}");
    }

    #[test]
    fn line_ends_and_bom() {
        check("\u{FEFF}甲\r\n乙\r丙\n\r丁".as_bytes(), "甲\n乙\n丙\n\n丁");
    }

    #[test]
    fn no_text_has_a_reason() {
        check(b"", "a.txt: the file is empty");
        check("\u{FEFF} \r\n\u{3000}".as_bytes(), "a.txt: the file is empty");
        check(b"PK\x03\x04\x00", "a.txt: a NUL byte at offset 4");
        check(b"\xFF\xFEa\x00", "a.txt: the text is UTF-16");
        check(b"a\r\nb\rc\n\xC8\xCB", "a.txt: not valid UTF-8 at byte 7, line 4");
    }
}
