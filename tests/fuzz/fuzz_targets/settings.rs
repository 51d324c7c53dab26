//! Any bytes, read as `ledger.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| taizhang::store::fuzzing::settings(bytes));
