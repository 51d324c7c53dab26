//! What a report knows as JSON.

use std::fmt::Write;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::core::text::is_unprintable;

/// The facts, a key a line. A program reads out of it what was typed, to the letter; whoever looks at it on a terminal gets no
/// character that would do something there: those are written by their numbers, which JSON asks for below U+0020 only.
pub fn render(facts: &impl Serialize) -> Result<Vec<u8>> {
    let text = serde_json::to_string_pretty(facts).context("写不出 json")? + "\n";
    let is_wild = |c: char| c != '\n' && is_unprintable(c);
    if !text.contains(is_wild) {
        return Ok(text.into_bytes());
    }
    let mut tame = String::with_capacity(text.len());
    for c in text.chars() {
        if is_wild(c) {
            // Outside of texts JSON has none of these, and all of them have four digits.
            let _ = write!(tame, "\\u{:04x}", u32::from(c));
        } else {
            tame.push(c);
        }
    }
    Ok(tame.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_by_its_number() {
        let typed = "甲\u{1b}[31m\n\u{7f}\u{9b}31m\u{202e}乙\u{200f}\u{ffff}\u{1f600}";
        let drawn = String::from_utf8(render(&[typed]).unwrap()).unwrap();
        assert_eq!(drawn, "[\n  \"甲\\u001b[31m\\n\\u007f\\u009b31m\\u202e乙\\u200f\\uffff\u{1f600}\"\n]\n");
        assert_eq!(serde_json::from_str::<Vec<String>>(&drawn).unwrap(), [typed]);
    }
}
