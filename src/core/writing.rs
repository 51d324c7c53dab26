//! How people write: several names in one text, full-width letters, the days of the week.

use chrono::{Datelike, NaiveDate};

/// Several names in one text, however offices separate them, each once.
pub fn split_names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split(['、', '，', ',', '；', ';']).map(str::trim).filter(|name| !name.is_empty()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// A full-width letter, digit or sign as the ordinary one, and any dash as a hyphen.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '‐' | '‑' | '–' | '—' | '−' => '-',
        other => other,
    }
}

/// `2026年6月30日`, as official documents write a day (GB/T 9704-2012, 7.3.5.3: no leading zeros).
pub fn plain_day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `星期二`
pub fn weekday(day: NaiveDate) -> String {
    let names = ["一", "二", "三", "四", "五", "六", "日"];
    format!("星期{}", names[day.weekday().num_days_from_monday() as usize])
}
