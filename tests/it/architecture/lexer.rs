//! A small reader of Rust: enough to tell code from comments, strings and test modules.

/// A source file, with its code apart from its words.
pub(super) struct Source {
    /// Its path below `src/`, with `/`.
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
    /// Of the same length as the text, with comments, literals and test modules blanked out.
    code: String,
    literals: Vec<Literal>,
}

/// A string or character literal outside test modules.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Literal {
    /// Its line, from 1.
    pub(super) line: usize,
    /// What stands between the quotes, escapes as written.
    pub(super) text: String,
}

impl Source {
    /// Reads a file's text.
    pub(super) fn new(name: String, text: String) -> Self {
        let (code, literals) = split(&text);
        let tests = test_spans(&code);
        let inside = |at: usize| tests.iter().any(|&(from, to)| from <= at && at < to);
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let literals = literals
            .into_iter()
            .filter(|&(from, _)| !inside(from))
            .map(|(from, to)| Literal { line: line(from), text: text[from..to].to_owned() })
            .collect();
        let code = code.char_indices().map(|(at, c)| if inside(at) && c != '\n' { ' ' } else { c }).collect();
        Self { name, text, code, literals }
    }

    /// The top module it belongs to: `fuse` for `fuse/mod.rs`, `rdf` for `rdf.rs`.
    pub(super) fn module(&self) -> &str {
        let first = self.name.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The path from the crate's root where `super::` climbs that far: in `fuse/mod.rs` by one step, in
    /// `fuse/key.rs` by two.
    fn absolute(&self, path: String) -> String {
        let depth = self.name.split('/').filter(|part| *part != "mod.rs").count();
        match path.strip_prefix(&"super::".repeat(depth)) {
            Some(rest) => format!("crate::{rest}"),
            None => path,
        }
    }

    /// The literals outside test modules.
    pub(super) fn literals(&self) -> &[Literal] {
        &self.literals
    }

    /// Every path of code such as `crate::model::Page` or `oxigraph::model`, with its line; braces of `use` are opened.
    pub(super) fn paths(&self) -> Vec<(usize, String)> {
        let mut paths = Vec::new();
        let bytes = self.code.as_bytes();
        let word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let mut at = 0;
        let mut line = 1;
        while at < bytes.len() {
            if bytes[at] == b'\n' {
                line += 1;
            }
            if !word(at) {
                at += 1;
                continue;
            }
            let start = at;
            while word(at) {
                at += 1;
            }
            let is_root = !self.code[..start].trim_end().ends_with("::");
            if is_root && self.code[at..].trim_start().starts_with("::") {
                open(&self.code[start..], "", &mut |path| paths.push((line, self.absolute(path))));
            }
        }
        paths
    }
}

/// Follows a path from its first word; at `{a, b::c}` every branch.
fn open(code: &str, before: &str, give: &mut impl FnMut(String)) {
    let code = code.trim_start();
    if let Some(inner) = code.strip_prefix('{') {
        let mut depth = 0;
        let mut from = 0;
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    if !inner[from..at].trim().is_empty() {
                        open(&inner[from..at], before, give);
                    }
                    from = at + 1;
                    if c == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    let path = if before.is_empty() { code[..end].to_owned() } else { format!("{before}::{}", &code[..end]) };
    match code[end..].trim_start().strip_prefix("::") {
        Some(rest) => open(rest, &path, give),
        None => give(path),
    }
}

/// The text with comments and literals blanked, and the byte spans of what stands inside literals.
fn split(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut code = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let mut at = 0;
    let blank = |code: &mut String, part: &str| {
        code.extend(part.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
    };
    while at < text.len() {
        let rest = &text[at..];
        let whole = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some((open, inner, whole)) = literal(rest, code.chars().next_back()) {
            literals.push((at + open, at + open + inner));
            whole
        } else {
            let c = rest.chars().next().unwrap();
            // A letter outside ASCII can only be part of a name; its bytes are kept as so many blanks.
            if c.is_ascii() {
                code.push(c);
            } else {
                blank(&mut code, &rest[..c.len_utf8()]);
            }
            at += c.len_utf8();
            continue;
        };
        blank(&mut code, &rest[..whole]);
        at += whole;
    }
    (code, literals)
}

/// The length of a block comment; they nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// A literal at the start of `text`: bytes before its words, of its words, and of the whole.
fn literal(text: &str, before: Option<char>) -> Option<(usize, usize, usize)> {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if !in_word {
        for prefix in ["br", "cr", "r"] {
            let Some(rest) = text.strip_prefix(prefix) else { continue };
            let hashes = rest.bytes().take_while(|&b| b == b'#').count();
            if rest[hashes..].starts_with('"') {
                let open = prefix.len() + hashes + 1;
                let close = format!("\"{}", "#".repeat(hashes));
                let inner = text[open..].find(&close)?;
                return Some((open, inner, open + inner + close.len()));
            }
        }
    }
    if let Some(rest) = text.strip_prefix('"') {
        let inner = escaped_end(rest, '"')?;
        return Some((1, inner, inner + 2));
    }
    let rest = text.strip_prefix('\'')?;
    let first = rest.chars().next()?;
    // `'a'` is a character, `'a` a lifetime.
    if first == '\\' || rest[first.len_utf8()..].starts_with('\'') {
        let inner = escaped_end(rest, '\'')?;
        return Some((1, inner, inner + 2));
    }
    None
}

/// Where the closing quote stands, escapes passed over.
fn escaped_end(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// The byte spans of what `#[cfg(test)]` governs: from the attribute to the end of its block or statement.
fn test_spans(code: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(start) = code[from..].find("#[cfg(test)]").map(|at| from + at) {
        let mut depth = 0;
        let mut end = code.len();
        for (at, c) in code[start + "#[cfg(test)]".len()..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 && (c == '}' || c == ';') {
                end = start + "#[cfg(test)]".len() + at + 1;
                break;
            }
        }
        spans.push((start, end));
        from = end;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("fuse/mod.rs".to_owned(), text.to_owned())
    }

    #[test]
    fn literals_are_told_from_comments_lifetimes_and_tests() {
        let text = r##"//! "甲"
/* "乙" /* nested */ "丙" */
fn f<'a>(x: &'a str) -> char { let _ = ("丁 \" 戊", r#"己 " 庚"#, b"x", '\'', '\u{4E00}'); '辛' }
#[cfg(test)]
mod tests { const X: &str = "壬 }"; fn g() {} }
const Y: &str = "癸"; // "子"
"##;
        let found: Vec<(usize, String)> =
            source(text).literals().iter().map(|l| (l.line, l.text.clone())).collect();
        let expected = [
            (3, "丁 \\\" 戊"),
            (3, "己 \" 庚"),
            (3, "x"),
            (3, "\\'"),
            (3, "\\u{4E00}"),
            (3, "辛"),
            (6, "癸"),
        ];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn paths_are_opened_to_their_branches() {
        let text = "use crate::{error::Result, model::{Page, Claim as C}};\nuse super::x::y;\n\
                    fn f() { let _ = crate::rdf::quads(); Vec::<u8>::new(); \"crate::cli\"; } // crate::store\n\
                    #[cfg(test)]\nuse crate::query;\n";
        let source = source(text);
        let paths: Vec<(usize, String)> = source.paths();
        let expected = [
            (1, "crate::error::Result"),
            (1, "crate::model::Page"),
            (1, "crate::model::Claim"),
            (2, "crate::x::y"),
            (3, "crate::rdf::quads"),
            (3, "Vec"),
        ];
        for (line, path) in expected {
            assert!(paths.iter().any(|(l, p)| *l == line && p.starts_with(path)), "{path}: {paths:?}");
        }
        assert!(!paths.iter().any(|(_, p)| p.contains("cli") || p.contains("store") || p.contains("query")));
        assert_eq!(source.module(), "fuse");
    }
}
