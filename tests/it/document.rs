//! Hostile documents: a folder of them is built, each is named once with its reason, the good ones are in the store, and
//! neither memory nor time grows without bound.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use encoding_rs::GB18030;

use crate::format::{docx, gzipped, tarred, zipped};
use crate::support::{fixture, renda};

const WORDS: &str = "甲县设立联络站三个，代表每月接待选民。\n乙县推行实事项目票决，代表投票选出十件。\n";
/// Unpacks to more than any text may have.
const BOMB: usize = 200 << 20;

/// A file, and what its rejection must say.
type Case = (&'static str, Vec<u8>, &'static str);

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let start = bytes.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        writeln!(tail, "{place:010} 00000 n ").unwrap();
    }
    writeln!(tail, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF", objects.len() + 1)
        .unwrap();
    bytes.extend(tail.bytes());
    bytes
}

/// A PDF of one page, whose content is `content` and whose resources are `resources`.
fn one_page(resources: &str, content: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << {resources} >> /Contents 4 0 R >>"
        ),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    objects.extend(more.iter().cloned());
    pdf(&objects)
}

fn pdfs() -> Vec<Case> {
    let whole = fs::read(fixture("format/one/01.pdf")).unwrap();
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
    let looping = pdf(&[catalog.clone(), "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>".to_owned()]);
    let mut circle =
        String::from_utf8(pdf(&[catalog.clone(), "<< /Type /Pages /Kids [] /Count 0 >>".to_owned()]))
            .unwrap();
    let start = circle.rfind("startxref\n").unwrap();
    let at: usize = circle[start..].lines().nth(1).unwrap().parse().unwrap();
    circle = circle.replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {at}"));
    let form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 5 >>\nstream\n/F Do\nendstream";
    let bomb = zeros(BOMB);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&bomb).unwrap();
    let packed = packed.finish().unwrap();
    let mut flate = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n".to_vec();
    flate.extend(format!("<< /Filter /FlateDecode /Length {} >>\nstream\n", packed.len()).bytes());
    flate.extend(packed);
    flate.extend(b"\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF");
    vec![
        ("cut.pdf", whole[..whole.len() / 4].to_vec(), "PDF"),
        ("looping-pages.pdf", looping, "PDF"),
        ("looping-xref.pdf", circle.into_bytes(), "PDF"),
        (
            "looping-form.pdf",
            one_page("/XObject << /F 5 0 R >>", "/F Do", &[form.to_owned()]),
            "a PDF without text",
        ),
        ("nested-arrays.pdf", one_page("", &"[".repeat(60_000), &[]), "PDF"),
        ("nested-object.pdf", pdf(&[catalog.clone(), "[".repeat(60_000)]), "PDF"),
        ("nested-dictionaries.pdf", pdf(&[catalog.clone(), "<< /A ".repeat(60_000)]), "PDF"),
        ("nested-states.pdf", one_page("", &"q ".repeat(300_000), &[]), "PDF"),
        ("counted.pdf", pdf(&[catalog, "<< /Type /Pages /Kids [] /Count 999999999 >>".to_owned()]), "PDF"),
        ("bomb.pdf", flate, "PDF"),
        ("head.pdf", b"%PDF-1.7\n".to_vec(), "PDF"),
        ("picture.pdf", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(), "an image, no text"),
        ("scan.pdf", fs::read(fixture("format/scan.pdf")).unwrap(), "a scan"),
        ("encrypted.pdf", fs::read(fixture("format/encrypted.pdf")).unwrap(), "asks for a password"),
    ]
}

fn zeros(length: usize) -> Vec<u8> {
    vec![0; length]
}

fn pages() -> Vec<Case> {
    let attributes: Vec<String> = (0..100_000).map(|n| format!("<b a={n}>")).collect();
    let mut large = format!("<html><body><p>{WORDS}</p>");
    large.push_str(&"<p>甲县代表，乙县代表。</p>".repeat(500_000));
    let broken =
        [b"<html><head><meta charset=big5></head><p>".as_slice(), &[0xA4, 0x40, 0xFF, 0xFF, 0xA4], b"</p>"];
    vec![
        ("deep.html", "<div>".repeat(200_000).into_bytes(), "nested deeper"),
        ("deep-tables.html", "<div><table></div>".repeat(50_000).into_bytes(), "nested deeper"),
        ("deep-bold.html", attributes.concat().into_bytes(), "nested deeper"),
        ("large.html", large.into_bytes(), "larger than the 16 MiB"),
        (
            "links.html",
            b"<html><body><a href=x>one</a> <a href=y>two</a></body></html>".to_vec(),
            "without prose",
        ),
        ("broken.html", broken.concat(), "not valid Big5 at byte"),
    ]
}

fn texts() -> Vec<Case> {
    let gb = GB18030.encode(WORDS).0;
    vec![
        ("broken-gbk.txt", [&gb[..30], b"\xFF\xFF", &gb[30..]].concat(), "not valid UTF-8, nor gb18030"),
        (
            "broken-utf8.txt",
            [WORDS.as_bytes(), b"\xE4\xB8", WORDS.as_bytes()].concat(),
            "not valid UTF-8 at byte",
        ),
        ("broken-utf16.txt", b"\xFF\xFE\x00\xD8\x41\x00\x42\x00".to_vec(), "not valid UTF-16LE"),
        ("odd-utf16.txt", b"\xFE\xFF\x4E\x00\x4E".to_vec(), "not valid UTF-16BE"),
        ("binary.txt", b"\x7FELF\x02\x01\x01\0\0\0\0".to_vec(), "a NUL character"),
        ("empty.txt", Vec::new(), "the file is empty"),
        ("blank.txt", "\u{3000}\r\n \n".as_bytes().to_vec(), "the file is empty"),
        ("photo.txt", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "an image, no text"),
        ("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "Word 97"),
        ("rich.txt", b"{\\rtf1\\ansi text}".to_vec(), "RTF"),
    ]
}

fn tables() -> Vec<Case> {
    let million: Vec<String> = (0..1_000_000).map(|n| format!("c{n},")).collect();
    vec![
        ("number.jsonl", b"{\"name\": \"a\", \"text\": 1e999999}\n".to_vec(), "not an object in JSON"),
        (
            "digits.jsonl",
            format!("{{\"text\": {{\"n\": {}}}}}\n", "9".repeat(1_000_000)).into_bytes(),
            "number out of range",
        ),
        ("nested.jsonl", format!("{{\"text\": {}", "[".repeat(100_000)).into_bytes(), "JSON"),
        ("nested.json", "[".repeat(1_000_000).into_bytes(), "JSON"),
        ("wide.csv", format!("text,title,{}\n", million.concat()).into_bytes(), "columns, more than"),
        ("no-text.csv", "甲,乙\n一,二\n".into(), "no text; the columns are"),
        ("open-quote.csv", format!("title,text\n\"{}", "a".repeat(1 << 20)).into_bytes(), "no text"),
    ]
}

fn archives() -> Vec<Case> {
    let bomb = zeros(BOMB);
    let mut nested = zipped(&[("a.txt", WORDS.as_bytes())]);
    for _ in 0..5 {
        nested = zipped(&[("a.zip", &nested)]);
    }
    let mut encrypted = zipped(&[("a.txt", WORDS.as_bytes())]);
    // The flag "encrypted" of the member, in its own head and in the directory.
    encrypted[6] |= 1;
    let at = encrypted.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    encrypted[at + 8] |= 1;
    let link = {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.add_symlink("a.txt", "/etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
        archive.finish().unwrap().into_inner()
    };
    let special = |kind: tar::EntryType| {
        let mut archive = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_path("a.txt").unwrap();
        header.set_link_name("/etc/passwd").unwrap();
        header.set_cksum();
        archive.append(&header, std::io::empty()).unwrap();
        archive.into_inner().unwrap()
    };
    let names: Vec<String> = (0..25_000).map(|n| format!("{n}.md")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    let whole = zipped(&[("a.txt", WORDS.as_bytes())]);
    let packed = gzipped(WORDS.repeat(50).as_bytes());
    let tar = gzipped(&tarred(&[("a.txt", WORDS.repeat(500).as_bytes())]));
    // A frame of zstd: a window of 1 MiB, and blocks that each say one byte 128 KiB times.
    let mut zstd = b"\x28\xB5\x2F\xFD\x00\x50".to_vec();
    for n in 0..1_600 {
        let head: u32 = u32::from(n == 1_599) | 1 << 1 | (128 << 10) << 3;
        zstd.extend(&head.to_le_bytes()[..3]);
        zstd.push(b'a');
    }
    let docx_bomb = zipped(&[("word/document.xml", &bomb)]);
    vec![
        ("bomb.zip", zipped(&[("a.txt", &bomb)]), "unpack to more than"),
        ("bomb.txt.gz", gzipped(&bomb), "unpack to more than"),
        ("bomb.txt.zst", zstd, "unpack to more than"),
        ("bomb.tgz", gzipped(&gzipped(&bomb)), "unpack to more than"),
        ("nested.zip", nested, "nested deeper"),
        ("encrypted.zip", encrypted, "without a password"),
        ("link.zip", link, "a link or a device"),
        ("link.tar", special(tar::EntryType::Symlink), "a link or a device"),
        ("device.tar", special(tar::EntryType::Char), "a link or a device"),
        ("out.zip", zipped(&[("../../out.txt", b"\0")]), "out.zip/out.txt: a NUL character"),
        ("cut.zip", whole[..whole.len() / 2].to_vec(), "damaged or cut off"),
        ("cut.txt.gz", packed[..packed.len() / 2].to_vec(), "damaged or cut off"),
        ("cut.tar.gz", tar[..tar.len() / 2].to_vec(), "damaged or cut off"),
        ("rubbish.zst", b"\x28\xB5\x2F\xFD\xFF\xFF\xFF\xFF\xFF".to_vec(), "damaged or cut off"),
        ("deep.docx", docx(&"<w:p>".repeat(100_000)), "nested deeper"),
        ("bomb.docx", docx_bomb, "unpacks to more than"),
        ("cut.docx", zipped(&[("word/document.xml", b"<w:document><w:p><w:r><w:t>a")]), "damaged"),
        ("entities.docx", docx("<w:p><w:r><w:t>&lol;</w:t></w:r></w:p>"), "damaged"),
        ("pictures.docx", docx("<w:p/>"), "without text"),
        (
            "cut.warc",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1".to_vec(),
            "damaged or cut off",
        ),
        ("many.zip", zipped(&many), "holds nothing that is read"),
        ("archive.rar.zip", b"Rar!\x1A\x07\0".to_vec(), "a RAR archive"),
    ]
}

/// What is no file: pipes, sockets, devices, links to nowhere, a line without end.
fn others(folder: &Path) -> BTreeMap<String, &'static str> {
    let mut expected = BTreeMap::new();
    let mut expect = |name: &str, words| expected.insert(name.to_owned(), words);
    if Command::new("mkfifo").arg(folder.join("pipe.txt")).status().is_ok_and(|status| status.success()) {
        expect("pipe.txt", "no file but a pipe");
    }
    let _ = UnixListener::bind(folder.join("socket.txt")).unwrap();
    assert!(fs::metadata(folder.join("socket.txt")).unwrap().file_type().is_socket());
    expect("socket.txt", "no file but a pipe");
    symlink("/dev/zero", folder.join("zero.txt")).unwrap();
    expect("zero.txt", "no file but a pipe");
    symlink("nowhere", folder.join("nowhere.txt")).unwrap();
    expect("nowhere.txt", "there is no such file");
    for name in ["line.txt", "line.jsonl"] {
        File::create(folder.join(name)).unwrap().set_len(1 << 30).unwrap();
        expect(name, "larger than");
    }
    let secret = folder.join("secret.txt");
    fs::write(&secret, WORDS).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    // Who may read everything reads this too.
    if fs::read(&secret).is_err() {
        expect("secret.txt", "may not be read");
    }
    expected
}

/// The most memory that a process and its children have, in MiB, looked at while it runs.
fn memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let own = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    own.unwrap_or(0) / 1024
        + children.split_whitespace().filter_map(|pid| pid.parse().ok()).map(memory).sum::<u64>()
}

#[test]
fn a_folder_of_hostile_documents_is_built() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("in");
    fs::create_dir(&folder).unwrap();
    let mut expected = others(&folder);
    for (name, bytes, reason) in [pdfs(), pages(), texts(), tables(), archives()].into_iter().flatten() {
        fs::write(folder.join(name), bytes).unwrap();
        expected.insert(name.to_owned(), reason);
    }
    assert!(expected.len() >= 40, "{}", expected.len());
    for n in 1..=12 {
        fs::copy(fixture(format!("format/one/{n:02}.pdf")), folder.join(format!("good-{n:02}.pdf"))).unwrap();
    }

    let started = Instant::now();
    let mut child = renda()
        .args(["build", "--threads", "2", "--store"])
        .arg(dir.path().join("renda.db"))
        .arg(&folder)
        .stderr(Stdio::from(File::create(dir.path().join("words")).unwrap()))
        .spawn()
        .unwrap();
    let mut most = 0;
    let status = loop {
        most = most.max(memory(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(started.elapsed() < Duration::from_mins(5), "the build does not end");
        std::thread::sleep(Duration::from_millis(20));
    };
    let seconds = started.elapsed().as_secs_f64();
    let words = fs::read_to_string(dir.path().join("words")).unwrap();
    println!("{} hostile documents: {seconds:.1} s, at most {most} MiB\n{words}", expected.len());
    assert_eq!(status.code(), Some(3), "{words}");
    assert!(words.contains("articles     1"), "{words}");
    let mut faults = String::new();
    for (name, reason) in &expected {
        let place = format!("{}/{name}", folder.display());
        let said: Vec<&str> = words
            .lines()
            .filter(|line| {
                line.strip_prefix(place.as_str()).is_some_and(|rest| rest.starts_with([':', '/']))
                    || line.strip_prefix("renda: ").is_some_and(|line| line.starts_with(&place))
            })
            .collect();
        if said.len() != 1 || !said[0].contains(reason) {
            writeln!(faults, "{name} should say {reason:?} once: {said:?}").unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(most < 2048, "{most} MiB");
}
