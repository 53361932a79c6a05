//! Files in, pages or reasons out.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use renda::error::ErrorKind;
use renda::read::{self, FieldMap};
use renda::resource::DocumentRules;

fn names(paths: &[PathBuf]) -> (Vec<String>, Vec<String>) {
    let (inputs, errors) = read::list(paths);
    (inputs.into_iter().map(|i| i.name).collect(), errors.iter().map(ToString::to_string).collect())
}

#[test]
fn folders_are_walked_in_order_and_only_documents_are_read() {
    let dir = tempfile::tempdir().unwrap();
    for name in [
        "b.txt",
        "a.txt",
        "sub/c",
        "sub/deep/0.TXT",
        "README",
        "README.txt",
        "x.md",
        "x.png",
        "x.bak",
        ".hidden.txt",
        ".git/d",
    ] {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "正文。").unwrap();
    }
    let (found, errors) = names(&[dir.path().to_path_buf()]);
    assert_eq!(found, ["0.TXT", "a.txt", "b.txt", "c"]);
    assert!(errors.is_empty());
    // What is named itself is read whatever it is called, and once.
    let (found, _) = names(&[dir.path().join("x.md"), dir.path().join("sub/c"), dir.path().join("sub")]);
    assert_eq!(found, ["0.TXT", "c", "x.md"]);
}

#[test]
fn a_missing_path_is_an_error_and_the_rest_is_listed() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "正文。").unwrap();
    let (found, errors) = read::list(&[dir.path().join("nowhere"), dir.path().to_path_buf()]);
    assert_eq!(found.len(), 1);
    assert_eq!(errors[0].kind(), ErrorKind::Input);
    assert!(errors[0].to_string().ends_with("nowhere: there is no such file or folder (check the path)"));
}

#[test]
fn bad_files_say_what_is_wrong() {
    for (bytes, kind) in [
        (b"".as_slice(), ErrorKind::Input),
        (b"\x89PNG\x00", ErrorKind::Input),
        (b"\xD6\xD0\xFF\xFF", ErrorKind::Input),
        (b"\xFE\xFF\xD8\x00", ErrorKind::Input),
    ] {
        assert_eq!(read::page("a", bytes).unwrap_err().kind(), kind);
    }
    let large = vec![b'a'; read::MAX_BYTES + 1];
    assert_eq!(read::page("a", &large).unwrap_err().kind(), ErrorKind::Limit);
}

#[test]
fn bytes_are_read_up_to_the_cap() {
    let dir = tempfile::tempdir().unwrap();
    let (inputs, _) = read::list(&[dir.path().to_path_buf()]);
    assert!(inputs.is_empty());
    let mut input = read::Input { name: "a".to_owned(), path: dir.path().join("a") };
    assert_eq!(read::bytes(&input.path).unwrap_err().kind(), ErrorKind::Input);
    fs::write(&input.path, "正文。").unwrap();
    assert_eq!(read::bytes(&input.path).unwrap(), "正文。".as_bytes());
    input.path = dir.path().join("large");
    fs::File::create(&input.path).unwrap().set_len(read::MAX_FILE as u64 + 1).unwrap();
    assert_eq!(read::bytes(&input.path).unwrap_err().kind(), ErrorKind::Limit);
}

#[test]
fn lines_of_json() {
    let page = read::json_line(
        "-:1",
        r#"{"name":"甲","text":"一\r\n二","url":"https://example.org/","issued":"2024-09","x":1}"#,
    );
    let page = page.unwrap();
    assert_eq!(
        (page.name.as_str(), page.text.as_str(), page.url.as_deref()),
        ("甲", "一\n二", Some("https://example.org/"))
    );
    for line in [
        "",
        "[]",
        r#"{"name":"甲"}"#,
        r#"{"name":"甲","text":""}"#,
        r#"{"name":"甲","text":"乙","issued":"2024-13"}"#,
        r#"{"name":1,"text":"乙"}"#,
        r#"{"name":"甲","text":"a\u0000"}"#,
    ] {
        let error = read::json_line("-:12", line).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{line}");
        assert!(error.to_string().starts_with("-:12: "), "{error}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(page) = read::page("a", &bytes) {
            prop_assert!(!page.text.contains('\r') && !page.text.contains('\0'));
        }
    }

    #[test]
    fn nothing_but_line_ends_and_bom_is_changed(text in "[^\r\0]{1,80}") {
        prop_assume!(!text.trim().is_empty() && !text.starts_with('\u{FEFF}'));
        prop_assert_eq!(&read::page("a", text.as_bytes()).unwrap().text, &text);
        let windows = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
        prop_assert_eq!(&read::page("a", windows.as_bytes()).unwrap().text, &text);
    }

    #[test]
    fn no_line_makes_json_panic(line in ".{0,80}") {
        let _ = read::json_line("-:1", &line);
    }

    #[test]
    fn no_document_makes_it_panic(kind in 0_usize..8, bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let start: &[u8] =
            [b"PK\x03\x04".as_slice(), b"\x1F\x8B\x08", b"\x28\xB5\x2F\xFD", b"WARC/1.0", b"%PDF-1.7\n", b"<html>", b"{\"text\":", b"text,title\n"]
                [kind];
        let bytes = [start, &bytes].concat();
        let rules = DocumentRules::load().unwrap();
        let reading = read::pages(&rules, &FieldMap::default(), "a", &bytes);
        prop_assert!(!reading.pages.is_empty() || !reading.rejected.is_empty());
        prop_assert!(reading.pages.iter().all(|page| !page.text.contains('\r') && !page.text.contains('\0')));
    }
}
