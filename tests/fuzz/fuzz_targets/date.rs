//! Any text, read as a date that somebody typed. What is read as one can be read again from how it is shown.
#![no_main]

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use taizhang::core::typed_date::{Context, parse};
use taizhang::core::workday::Holidays;

fuzz_target!(|text: &str| {
    let holidays = Holidays::default();
    let today = NaiveDate::from_ymd_opt(2026, 5, 8).unwrap();
    let context = || Context { today, year: 2026, holidays: &holidays };
    match parse(text, context()) {
        Ok(typed) => {
            let shown = typed.date.to_string();
            assert_eq!(parse(&shown, context()).unwrap().date, typed.date, "{text:?} is {shown}");
        }
        Err(refused) => assert!(!refused.to_string().is_empty()),
    }
});
