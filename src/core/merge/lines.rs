//! Joining two texts line by line, as git does: for whatever has no columns of its own. Three texts go in and one comes out; no
//! repository is looked at.

use git2::{Buf, FileFavor, MergeFileInput, MergeFileOptions, merge_file};

use super::Side;

/// What joining makes of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The text; where both sides changed the same lines, the favoured side's.
    pub bytes: Vec<u8>,
    /// Whether both changed the same lines.
    pub is_contested: bool,
}

/// A line that all three texts begin with, and no other is like: the library hands out nothing that is empty.
const FIRST: &[u8] = b"\x01\n";

/// How far git looks for a byte of nought, which no text has.
const LOOKED_AT: usize = 8000;

/// Joins `ours` and `theirs`, which grew out of `base` where both sides knew the file; where both changed the same lines,
/// `favoured` stands. What is no text cannot be joined: one of the two stands whole.
pub fn join_lines(base: Option<&[u8]>, ours: &[u8], theirs: &[u8], favoured: Side) -> Lines {
    let base = base.unwrap_or_default();
    let whole = || if favoured == Side::Ours { ours } else { theirs }.to_owned();
    let is_text = |bytes: &[u8]| memchr::memchr(0, &bytes[..bytes.len().min(LOOKED_AT)]).is_none();
    if ![base, ours, theirs].into_iter().all(is_text) {
        return Lines { bytes: whole(), is_contested: true };
    }
    match joined(base, ours, theirs, FileFavor::Normal) {
        Some(lines) if !lines.is_contested => lines,
        _ => {
            let favour = if favoured == Side::Ours { FileFavor::Ours } else { FileFavor::Theirs };
            let bytes = joined(base, ours, theirs, favour).map_or_else(whole, |lines| lines.bytes);
            Lines { bytes, is_contested: true }
        }
    }
}

fn joined(base: &[u8], ours: &[u8], theirs: &[u8], favour: FileFavor) -> Option<Lines> {
    // Whatever the library makes anew starts it up; what follows does not.
    drop(Buf::new());
    let texts = [base, ours, theirs].map(|text| [FIRST, text].concat());
    let [base, ours, theirs] = texts.each_ref().map(|text| {
        let mut input = MergeFileInput::new();
        input.content(text);
        input
    });
    let mut options = MergeFileOptions::new();
    options.favor(favour).simplify_alnum(true);
    let joined = merge_file(&base, &ours, &theirs, Some(&mut options)).ok()?;
    let bytes = joined.content().strip_prefix(FIRST)?.to_owned();
    Some(Lines { bytes, is_contested: !joined.is_automergeable() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_changed_apart_is_joined_and_the_same_lines_are_contested() {
        #[track_caller]
        fn case(base: &str, ours: &str, theirs: &str, expected: [(&str, bool); 2]) {
            for (favoured, (text, is_contested)) in [Side::Ours, Side::Theirs].into_iter().zip(expected) {
                let joined = join_lines(Some(base.as_bytes()), ours.as_bytes(), theirs.as_bytes(), favoured);
                assert_eq!(String::from_utf8(joined.bytes).unwrap(), text);
                assert_eq!(joined.is_contested, is_contested);
            }
        }
        let both = |text: &'static str| [(text, false); 2];
        case("甲\n乙\n丙\n", "一\n乙\n丙\n", "甲\n乙\n三\n", both("一\n乙\n三\n"));
        case("甲\n乙\n丙\n", "乙\n丙\n", "甲\n乙\n", both("乙\n"));
        case("甲\n", "", "甲\n", both(""));
        case("", "甲\n", "甲\n", both("甲\n"));
        case("甲\n乙\n", "甲\n", "甲\n乙\n", both("甲\n"));
        case("甲\n", "一\n", "1\n", [("一\n", true), ("1\n", true)]);
        case("甲\n", "", "1\n", [("", true), ("1\n", true)]);
        case(
            "甲\0\n乙\n丙\n",
            "甲\0\n乙\n丙\n",
            "1\0\n乙\n丙\n",
            [("甲\0\n乙\n丙\n", true), ("1\0\n乙\n丙\n", true)],
        );
    }
}
