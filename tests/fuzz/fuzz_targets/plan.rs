//! Any bytes, read as a plan, with the tasks that it asks for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use taizhang::core::workday::Holidays;
use taizhang::intake::document;
use taizhang::intake::plan::{Hints, draft};

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = document::read("md", bytes) else { return };
    let holidays = Holidays::default();
    draft(&document.plan, Hints { year: 2026, holidays: &holidays });
});
