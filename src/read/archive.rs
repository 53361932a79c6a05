//! Archives, read in memory: a member is unpacked, read and let go. Nothing is written to disk, no link is followed, and
//! the names of members are labels.

use std::io::{Cursor, Read};

use encoding_rs::GB18030;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{MAX_BYTES, Reader, walk};
use crate::error::{Error, ErrorKind, Result};

/// An archive in an archive in an archive is the deepest that is read.
const DEEPEST: usize = 3;
/// So many members are read of one file.
const MOST_MEMBERS: usize = 20_000;
/// So much is unpacked of one file, all members together.
const MOST_BYTES: usize = 1 << 30;
/// Text is packed to a tenth; what is packed to less than a hundredth and is no trifle is a bomb.
const MOST_RATIO: usize = 100;
const TRIFLE: usize = 4 << 20;

/// What of one file may still be unpacked.
#[derive(Debug)]
pub(super) struct Budget {
    members: usize,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { members: MOST_MEMBERS, bytes: MOST_BYTES }
    }
}

fn limit(message: String) -> Error {
    Error::new(ErrorKind::Limit, message).remedy("unpack it, and give the files in it")
}

fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::Input, "the archive is damaged or cut off").remedy("get it again").because(cause)
}

impl Reader<'_> {
    /// Unpacks what `packed` gives, which is `size` bytes packed.
    fn unpack(&mut self, packed: impl Read, size: usize) -> Result<Vec<u8>> {
        let most = MAX_BYTES.min(self.budget.bytes).min((size.saturating_mul(MOST_RATIO)).max(TRIFLE));
        let mut bytes = Vec::new();
        packed.take(most as u64 + 1).read_to_end(&mut bytes).map_err(broken)?;
        if bytes.len() > most {
            return Err(limit(format!("{size} bytes unpack to more than {most}")));
        }
        self.budget.bytes -= bytes.len();
        Ok(bytes)
    }

    /// Whether one member more may be read; says so once where not.
    fn may_go_on(&mut self, label: &str, depth: usize) -> bool {
        let message = if depth > DEEPEST {
            format!("archives are nested deeper than {DEEPEST}")
        } else if self.budget.members == 0 {
            format!("more than {MOST_MEMBERS} members")
        } else if self.budget.bytes == 0 {
            format!("more than {} MiB unpacked", MOST_BYTES >> 20)
        } else {
            self.budget.members -= 1;
            return true;
        };
        self.reading.rejected.push(limit(message).at(label));
        false
    }

    pub(super) fn gzip(&mut self, label: &str, hint: &str, bytes: &[u8], depth: usize) {
        if self.may_go_on(label, depth + 1) {
            let unpacked = self.unpack(MultiGzDecoder::new(bytes), bytes.len());
            self.single(label, hint, unpacked, depth);
        }
    }

    pub(super) fn zstd(&mut self, label: &str, hint: &str, bytes: &[u8], depth: usize) {
        if self.may_go_on(label, depth + 1) {
            let unpacked = StreamingDecoder::new(bytes).map_err(broken);
            let unpacked = unpacked.and_then(|decoder| self.unpack(decoder, bytes.len()));
            self.single(label, hint, unpacked, depth);
        }
    }

    /// One packed file: it bears the name of its package.
    fn single(&mut self, label: &str, hint: &str, unpacked: Result<Vec<u8>>, depth: usize) {
        let hint = match hint.rsplit_once('.') {
            Some((stem, ending)) if ending.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
            Some((stem, _)) => stem.to_owned(),
            None => hint.to_owned(),
        };
        match unpacked {
            Ok(bytes) => self.read(label, &hint, &bytes, depth + 1),
            Err(error) => self.reading.rejected.push(error.at(label)),
        }
    }

    pub(super) fn zip(&mut self, label: &str, bytes: &[u8], depth: usize) {
        let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => archive,
            Err(cause) => return self.reading.rejected.push(broken(cause).at(label)),
        };
        for n in 0..archive.len() {
            let (name, link, size) = match archive.by_index_raw(n) {
                Ok(member) if member.is_dir() => continue,
                Ok(member) => {
                    let link = member.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000);
                    (member_name(member.name_raw()), link, member.compressed_size())
                }
                Err(cause) => return self.reading.rejected.push(broken(cause).at(label)),
            };
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            let unpack = |reader: &mut Self| match archive.by_index(n) {
                Ok(member) => reader.unpack(member, size),
                Err(ZipError::UnsupportedArchive(what)) => {
                    let error = Error::new(ErrorKind::Input, format!("cannot be unpacked: {what}"));
                    Err(error.remedy("pack it again without a password, by deflate"))
                }
                Err(cause) => Err(broken(cause)),
            };
            if !self.member(label, &name, link, depth, unpack) {
                return;
            }
        }
    }

    pub(super) fn tar(&mut self, label: &str, bytes: &[u8], depth: usize) {
        let mut archive = tar::Archive::new(bytes);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(cause) => return self.reading.rejected.push(broken(cause).at(label)),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(cause) => return self.reading.rejected.push(broken(cause).at(label)),
            };
            let kind = entry.header().entry_type();
            if kind.is_dir() || kind.is_pax_global_extensions() {
                continue;
            }
            let name = member_name(&entry.path_bytes());
            let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
            if !self.member(label, &name, !kind.is_file(), depth, |reader| reader.unpack(entry, size)) {
                return;
            }
        }
    }

    /// Reads one member; `false` where no further one may be read.
    fn member(
        &mut self,
        archive: &str,
        name: &str,
        link: bool,
        depth: usize,
        unpack: impl FnOnce(&mut Self) -> Result<Vec<u8>>,
    ) -> bool {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        // What a folder would pass over, and what systems put beside files.
        if !walk::is_taken(file) || name.starts_with("__MACOSX") {
            return true;
        }
        if !self.may_go_on(archive, depth + 1) {
            return false;
        }
        let label = format!("{archive}/{name}");
        if link {
            let error = Error::new(ErrorKind::Input, "a link or a device, no file").at(label);
            self.reading.rejected.push(error.remedy("pack the file itself"));
            return true;
        }
        match unpack(self) {
            Ok(bytes) => self.read(&label, file, &bytes, depth + 1),
            Err(error) => self.reading.rejected.push(error.at(label)),
        }
        true
    }
}

/// A member's name as a label: UTF-8, else what Chinese Windows writes; no control characters, and none that leads out.
fn member_name(bytes: &[u8]) -> String {
    let name =
        std::str::from_utf8(bytes).map_or_else(|_| GB18030.decode(bytes).0.into_owned(), str::to_owned);
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/").replace(char::is_control, "")
}
