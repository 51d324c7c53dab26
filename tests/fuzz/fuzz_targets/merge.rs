//! Three task files, each ended by a nothing: what both sides have in common, ours, theirs. Where one side changed nothing
//! the other's file is taken as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use taizhang::store::merge_texts;

const FILE: &str = "tasks/2026/001.toml";

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let (Some(base), Some(ours), Some(theirs)) = (parts.next(), parts.next(), parts.next()) else { return };
    let base = (!base.is_empty()).then_some(base);
    let _ = merge_texts(FILE, base, ours, theirs, &mut |_| None);
    if let Ok(merged) = merge_texts(FILE, Some(ours), ours, theirs, &mut |_| None) {
        assert!(merged.bytes == theirs && merged.conflicts.is_empty());
    }
});
