//! Files that are packed (.xlsx, .ods, .docx): opened without believing what they say of their own size.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use aho_corasick::AhoCorasick;
use zip::ZipArchive;

/// A packed file.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Why a packed file is not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoArchive {
    /// Its directory cannot be read.
    Damaged,
    /// Unpacked it would come to more than anybody packs.
    TooLarge,
}

/// What stands before the directory of a very large archive, and before the place of that.
const DIRECTORY: &[u8] = b"PK\x06\x06";
const PLACE: &[u8] = b"PK\x06\x07";

/// Opens a packed file.
pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, NoArchive> {
    // The library sets aside what this record says it is long, before it looks whether there is so much.
    let found = |what: &[u8]| {
        let finder = AhoCorasick::new([what]).ok();
        finder.into_iter().flat_map(|finder| finder.find_iter(bytes).collect::<Vec<_>>())
    };
    let longer = |at: usize| {
        let said = bytes.get(at + 4..at + 12).and_then(|said| said.try_into().ok()).map(u64::from_le_bytes);
        said.is_none_or(|said| said > bytes.len() as u64)
    };
    if found(PLACE).next().is_some() && found(DIRECTORY).any(|record| longer(record.start())) {
        return Err(NoArchive::Damaged);
    }
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| NoArchive::Damaged)
}

/// Unpacks every part and throws it away, to see that all of them together come to no more than they may: what an archive says
/// of that may be untrue. `look` sees each part by its name first.
pub(super) fn unpack(
    archive: &mut Archive<'_>,
    most: u64,
    mut look: impl FnMut(&str, &mut dyn Read),
) -> Result<(), NoArchive> {
    let said = (0..archive.len()).filter_map(|at| Some(archive.by_index_raw(at).ok()?.size()));
    if said.fold(0, u64::saturating_add) > most {
        return Err(NoArchive::TooLarge);
    }
    let mut left = most;
    for at in 0..archive.len() {
        // What cannot be read here is complained about by who needs it.
        let Ok(part) = archive.by_index(at) else { continue };
        let name = part.name().map(Cow::into_owned).unwrap_or_default();
        let mut part = part.take(left + 1);
        look(&name, &mut part);
        let _ = std::io::copy(&mut part, &mut std::io::sink());
        left = part.limit().checked_sub(1).ok_or(NoArchive::TooLarge)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// An archive of two parts of a thousand bytes.
    fn packed() -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["甲", "乙"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&[b'x'; 1000]).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn unpacked(bytes: &[u8], most: u64) -> Result<(), NoArchive> {
        unpack(&mut open(bytes)?, most, |_, _| ())
    }

    #[test]
    fn neither_what_is_said_nor_what_comes_out_may_be_too_much() {
        let bytes = packed();
        assert_eq!(unpacked(&bytes, 2000), Ok(()));
        assert_eq!(unpacked(&bytes, 1999), Err(NoArchive::TooLarge));
        // A part that is said to be a disk is not unpacked to see.
        let mut large = bytes;
        let directory = large.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        large[directory + 24..directory + 28].copy_from_slice(&1_500_000_000_u32.to_le_bytes());
        assert_eq!(unpacked(&large, 1_000_000_000), Err(NoArchive::TooLarge));
    }

    #[test]
    fn a_directory_that_says_it_is_longer_than_the_file_is_not_believed() {
        let mut bytes = packed();
        let end = bytes.split_off(bytes.len() - 22);
        let place = bytes.len() as u64;
        bytes.extend_from_slice(DIRECTORY);
        bytes.extend_from_slice(&(100_u64 << 30).to_le_bytes());
        bytes.extend_from_slice(&[0; 44]);
        bytes.extend_from_slice(PLACE);
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&place.to_le_bytes());
        bytes.extend_from_slice(&[1, 0, 0, 0]);
        bytes.extend_from_slice(&end);
        assert_eq!(open(&bytes).err(), Some(NoArchive::Damaged));
    }
}
