//! Any bytes, read as a spreadsheet of whatever kind they look like.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = taizhang::intake::sheet::read("表", bytes);
});
