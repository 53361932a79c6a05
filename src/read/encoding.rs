//! Bytes → text, in whatever encoding Chinese text comes.
//!
//! A mark of order (BOM) tells, then what the document declares, then whether it is UTF-8, then its first kilobytes. What
//! was not declared is said in a diagnostic. A malformed sequence is never replaced: the text is rejected with its place.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::{Error, ErrorKind, Result};
use crate::model::Diagnostic;

/// A text and what was noticed when it was decoded.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The detector is slow, and the first kilobytes tell as much as all.
const SAMPLE: usize = 16 << 10;
/// Fewer bytes beyond ASCII do not tell GB18030 from Big5.
const FEW: usize = 60;

/// The text of these bytes: BOM dropped, CRLF and CR made LF. `declared` is the label that the document itself gives.
pub(super) fn decode(name: &str, bytes: &[u8], declared: Option<&str>) -> Result<Decoded> {
    let mut diagnostics = Vec::new();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => strictly(encoding, &bytes[length..]),
        None => without_mark(bytes, declared, &mut diagnostics),
    };
    let text = text.map_err(|fault| fault.error(bytes).at(name))?;
    if let Some(at) = text.find('\0') {
        let line = 1 + text[..at].matches('\n').count();
        let message = format!("a NUL character in line {line}: this is a binary file, no text");
        return Err(Error::new(ErrorKind::Input, message).at(name).remedy("give the text of it"));
    }
    if text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Input, "the file is empty")
            .at(name)
            .remedy("give a file with text"));
    }
    Ok(Decoded { text: line_feeds(text), diagnostics })
}

/// Where a text is none in its encoding.
struct Fault {
    encoding: &'static Encoding,
    at: usize,
    guessed: bool,
}

impl Fault {
    fn error(&self, bytes: &[u8]) -> Error {
        let name = self.encoding.name();
        let (at, line) = (self.at, line_of(bytes, self.at));
        let message = if self.guessed {
            format!("not valid UTF-8, nor {name} from byte {at}, line {line}, on")
        } else {
            format!("not valid {name} at byte {at}, line {line}")
        };
        Error::new(ErrorKind::Input, message)
            .remedy("mend that place, or convert it, e.g. iconv -c -f GB18030 -t UTF-8 FILE > FILE.txt")
    }
}

fn without_mark(
    bytes: &[u8],
    declared: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<String, Fault> {
    let label = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // UTF-16 that declares itself in ASCII letters is none.
    if let Some(encoding) = label.filter(|e| *e != UTF_16LE && *e != UTF_16BE) {
        match strictly(wide(encoding), bytes) {
            Err(fault) if encoding == UTF_8 || std::str::from_utf8(bytes).is_err() => return Err(fault),
            Ok(text) if encoding == UTF_8 || !is_utf8_beyond_ascii(bytes) => return Ok(text),
            _ => {}
        }
        let message = format!("declared as {}, but it is UTF-8", encoding.name());
        diagnostics.push(Diagnostic::warning("read.encoding-contradicted", None, message));
        return strictly(UTF_8, bytes);
    }
    let fault = match std::str::from_utf8(bytes) {
        // Latin letters in UTF-16 are UTF-8 too, with a NUL between any two.
        Ok(text) if utf_16(bytes).is_none() || !bytes.contains(&0) => return Ok(text.to_owned()),
        Ok(_) => Fault { encoding: UTF_8, at: 0, guessed: false },
        Err(e) => Fault { encoding: UTF_8, at: e.valid_up_to(), guessed: false },
    };
    if let Some(encoding) = utf_16(bytes) {
        diagnostics.push(detected(encoding));
        return strictly(encoding, bytes);
    }
    if bytes.contains(&0) {
        // No encoding of bytes has NUL in a text: what it is shows at the first.
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    if is_broken_utf8(bytes) {
        return Err(fault);
    }
    let (encoding, sure) = guess(bytes);
    let text = strictly(encoding, bytes).map_err(|fault| Fault { guessed: true, ..fault })?;
    diagnostics.push(detected(encoding));
    if !sure {
        let other = if encoding == BIG5 { GB18030 } else { BIG5 };
        let message = format!("read as {}, but it could be {}", encoding.name(), other.name());
        diagnostics.push(Diagnostic::warning("read.encoding-doubtful", None, message));
    }
    Ok(text)
}

fn detected(encoding: &'static Encoding) -> Diagnostic {
    let message = format!("no encoding is declared: read as {}", encoding.name());
    Diagnostic::note("read.encoding-detected", None, message)
}

/// GB18030 holds GBK and GB 2312 in it, and real texts that declare one of these use it.
fn wide(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// GB18030 or Big5, and whether the detector, the other encoding and the commonness of the characters agree.
fn guess(bytes: &[u8]) -> (&'static Encoding, bool) {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let said = detector.guess(None, Utf8Detection::Deny);
    let fits = [GB18030, BIG5].map(|encoding| strictly(encoding, bytes).is_ok());
    let common = [share(sample, 0xB0..=0xD7), share(sample, 0xA4..=0xC6)];
    let guess = match fits {
        [true, false] => GB18030,
        [false, true] => BIG5,
        _ if said == BIG5 => BIG5,
        _ if said == GBK || said == GB18030 || common[0] >= common[1] => GB18030,
        _ => BIG5,
    };
    let beyond = sample.iter().filter(|b| **b >= 0x80).count();
    let alone = fits[0] != fits[1];
    let agreed = wide(said) == guess;
    // What no Chinese encoding was guessed for is doubtful even where one fits.
    (guess, (agreed || alone && said != encoding_rs::WINDOWS_1252) && beyond >= FEW)
}

/// The share of two-byte characters whose first byte is in the block of common ones, in a hundred.
fn share(sample: &[u8], block: std::ops::RangeInclusive<u8>) -> usize {
    let (mut all, mut common, mut i) = (0, 0, 0);
    while i < sample.len() {
        if sample[i] >= 0x80 {
            all += 1;
            common += usize::from(block.contains(&sample[i]));
            i += 1;
        }
        i += 1;
    }
    (common * 100_usize).checked_div(all).unwrap_or(0)
}

/// Whether the bytes are UTF-16 without a mark: nearly all units are of Chinese text in one order, and not in the other.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if bytes.len() % 2 == 1 || sample.len() < 4 {
        return None;
    }
    let plain = |unit: u16| {
        matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xB7 | 0x2010..=0x2027 | 0x3000..=0x301F | 0x4E00..=0x9FFF
            | 0xFF00..=0xFF5E)
    };
    let marks = |unit: u16| matches!(unit, 0x0A | 0x20 | 0x3000..=0x3002 | 0xFF0C);
    let units = |order: fn([u8; 2]) -> u16| sample.as_chunks::<2>().0.iter().map(move |pair| order(*pair));
    for (order, encoding) in
        [(u16::from_le_bytes as fn([u8; 2]) -> u16, UTF_16LE), (u16::from_be_bytes, UTF_16BE)]
    {
        let fit = units(order).filter(|unit| plain(*unit)).count();
        if fit * 100 >= sample.len() / 2 * 95 && units(order).any(marks) {
            return Some(encoding);
        }
    }
    None
}

fn is_utf8_beyond_ascii(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

/// Whether the bytes are UTF-8 but for a few places: then those are told, and no other encoding is tried.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let text = String::from_utf8_lossy(sample);
    let (mut good, mut bad) = (0, 0);
    for c in text.chars() {
        match c {
            '\u{FFFD}' => bad += 1,
            '\u{800}'.. => good += 1,
            _ => {}
        }
    }
    good > 0 && good >= bad * 4
}

/// Decodes, or says where the first malformed sequence stands.
fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Fault> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::Malformed(length, behind), read) => {
            let at = read.saturating_sub(usize::from(length) + usize::from(behind));
            Err(Fault { encoding, at, guessed: false })
        }
        _ => Ok(text),
    }
}

/// The line, counted from 1, in which byte `at` stands; a lone CR ends a line too.
fn line_of(bytes: &[u8], at: usize) -> usize {
    let ends = |i: &usize| bytes[*i] == b'\n' || (bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    1 + (0..at.min(bytes.len())).filter(ends).count()
}

/// CRLF and CR made LF.
pub(super) fn line_feeds(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "甲县设立联络站三个，代表每月接待选民。\n乙县推行实事项目票决，代表投票选出十件。\n";

    fn codes(bytes: &[u8], declared: Option<&str>) -> (String, Vec<String>) {
        match decode("a.txt", bytes, declared) {
            Ok(d) => (d.text, d.diagnostics.into_iter().map(|d| d.code).collect()),
            Err(e) => (e.to_string(), vec!["error".to_owned()]),
        }
    }

    fn utf16(words: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        words.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn line_ends_and_marks() {
        assert_eq!(codes("\u{FEFF}甲\r\n乙\r丙\n\r丁".as_bytes(), None).0, "甲\n乙\n丙\n\n丁");
        let marked = [vec![0xFF, 0xFE], utf16(WORDS, u16::to_le_bytes)].concat();
        assert_eq!(codes(&marked, None), (WORDS.to_owned(), vec![]));
    }

    #[test]
    fn what_is_not_declared_is_detected_and_said() {
        let gb = GB18030.encode(WORDS).0;
        let big5 =
            BIG5.encode("甲縣設立聯絡站三個，代表每月接待選民。乙縣推行實事項目票決，代表投票選出十件。");
        for bytes in [gb.to_vec(), utf16(WORDS, u16::to_le_bytes), utf16(WORDS, u16::to_be_bytes)] {
            assert_eq!(codes(&bytes, None), (WORDS.to_owned(), vec!["read.encoding-detected".to_owned()]));
        }
        let (text, said) = codes(&big5.0, None);
        assert!(text.starts_with("甲縣設立"), "{text}");
        assert_eq!(said, ["read.encoding-detected"]);
        assert_eq!(codes(&gb, Some("gb2312")), (WORDS.to_owned(), vec![]));
        assert_eq!(codes(WORDS.as_bytes(), Some("gb2312")).1, ["read.encoding-contradicted"]);
        // Two characters could be either.
        assert!(codes(&gb[..4], None).1.contains(&"read.encoding-doubtful".to_owned()));
    }

    #[test]
    fn no_text_has_a_reason() {
        let starts = |bytes: &[u8], expected: &str| {
            let (got, _) = codes(bytes, None);
            assert!(got.starts_with(expected), "{got}");
        };
        starts(b"", "a.txt: the file is empty");
        starts("\u{FEFF} \r\n\u{3000}".as_bytes(), "a.txt: the file is empty");
        starts(b"PK\x03\x04\x00", "a.txt: a NUL character in line 1");
        let broken = [WORDS.as_bytes(), b"\xE4\xB8", WORDS.as_bytes()].concat();
        starts(&broken, "a.txt: not valid UTF-8 at byte");
        let gb = [&GB18030.encode(WORDS).0[..], b"\xFF\xFF"].concat();
        starts(&gb, "a.txt: not valid UTF-8, nor gb18030 from byte");
        starts(&[&[0xFF, 0xFE][..], &[0x00, 0xD8, 0x41, 0x00]].concat(), "a.txt: not valid UTF-16LE at byte");
    }
}
