//! Any bytes, read as a task file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| taizhang::store::fuzzing::task(bytes));
