//! What goes through the pipes: frames of a length and bytes, so that a torn one is noticed.

use std::io::{self, Read, Write};

/// The longest frame: no request or piece of an answer is larger.
pub(super) const LONGEST: usize = 256 << 20;

/// What the child says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is prepared, and waits for a request.
    Ready,
    /// What comes is of this kind: stands before all chunks.
    Head,
    /// A piece.
    Chunk,
    /// The answer is complete.
    End,
    /// The request is not answered, for this reason.
    Refused,
    /// The handler panicked, with this message; the child ends.
    Panicked,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Ready, Self::Head, Self::Chunk, Self::End, Self::Refused, Self::Panicked];
}

/// Writes what the child says.
pub(super) fn say(out: &mut impl Write, kind: Kind, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&[kind as u8])?;
    out.write_all(&length(bytes)?)?;
    out.write_all(bytes)?;
    out.flush()
}

/// Reads what the child says.
pub(super) fn hear(from: &mut impl Read) -> io::Result<(Kind, Vec<u8>)> {
    let mut kind = [0];
    from.read_exact(&mut kind)?;
    let kind = Kind::ALL.into_iter().find(|known| *known as u8 == kind[0]).ok_or_else(torn)?;
    Ok((kind, body(from)?))
}

/// Writes a request, with the seconds of processor time it may take.
pub(super) fn ask(out: &mut impl Write, seconds: u32, request: &[u8]) -> io::Result<()> {
    out.write_all(&seconds.to_le_bytes())?;
    out.write_all(&length(request)?)?;
    out.write_all(request)?;
    out.flush()
}

/// Reads a request with its seconds; `None` where there will be none any more.
pub(super) fn asked(from: &mut impl Read) -> io::Result<Option<(u32, Vec<u8>)>> {
    let mut seconds = [0; 4];
    match from.read_exact(&mut seconds) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    Ok(Some((u32::from_le_bytes(seconds), body(from)?)))
}

fn length(bytes: &[u8]) -> io::Result<[u8; 4]> {
    let length = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= LONGEST).ok_or_else(torn)?;
    Ok(length.to_le_bytes())
}

fn body(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_le_bytes(length)).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(torn)?;
    // Taken as it comes: a length that lies takes no memory.
    let mut bytes = Vec::with_capacity(length.min(64 << 10));
    from.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn torn() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "this is no frame of a worker")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_torn_is_noticed() {
        let mut bytes = Vec::new();
        say(&mut bytes, Kind::Chunk, b"words").unwrap();
        assert_eq!(hear(&mut bytes.as_slice()).unwrap(), (Kind::Chunk, b"words".to_vec()));
        for end in 0..bytes.len() {
            assert!(hear(&mut &bytes[..end]).is_err(), "{end}");
        }
        assert!(hear(&mut [2, 255, 255, 255, 255, 0].as_slice()).is_err());
        assert!(hear(&mut [9, 0, 0, 0, 0].as_slice()).is_err());

        let mut bytes = Vec::new();
        ask(&mut bytes, 7, b"words").unwrap();
        assert_eq!(asked(&mut bytes.as_slice()).unwrap(), Some((7, b"words".to_vec())));
        assert_eq!(asked(&mut [].as_slice()).unwrap(), None);
        assert!(asked(&mut &bytes[..6]).is_err());
    }
}
