//! A calendar as iCalendar (RFC 5545).
//!
//! Written out here: the crates at hand ask the clock and a random number for every reminder, or fold at 76 octets.

use chrono::NaiveDate;

use crate::core::change::printable;
use crate::printout::{Agenda, AgendaEntry};

/// How many octets a line may have, its end not counted (3.1).
const LINE: usize = 75;

/// The calendar as a file that desks and telephones read.
pub fn render(agenda: &Agenda) -> String {
    let mut out = Lines(String::new());
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//taizhang//ledger//ZH");
    out.line("CALSCALE", "GREGORIAN");
    out.line("METHOD", "PUBLISH");
    out.text("X-WR-CALNAME", &agenda.name);
    for entry in &agenda.entries {
        out.event(entry, agenda.made);
    }
    out.line("END", "VCALENDAR");
    out.0
}

struct Lines(String);

impl Lines {
    fn event(&mut self, entry: &AgendaEntry, made: NaiveDate) {
        self.line("BEGIN", "VEVENT");
        self.text("UID", &entry.uid);
        self.line("DTSTAMP", &format!("{}T000000Z", made.format("%Y%m%d")));
        self.line("DTSTART;VALUE=DATE", &entry.day.format("%Y%m%d").to_string());
        // The end is not included (3.6.1).
        let end = entry.day.succ_opt().unwrap_or(entry.day);
        self.line("DTEND;VALUE=DATE", &end.format("%Y%m%d").to_string());
        self.line("SEQUENCE", &entry.revision.to_string());
        self.text("SUMMARY", &entry.summary);
        self.text("DESCRIPTION", &entry.description);
        self.text("CATEGORIES", &entry.category);
        // A deadline takes nobody's time.
        self.line("TRANSP", "TRANSPARENT");
        self.line("BEGIN", "VALARM");
        self.line("ACTION", "DISPLAY");
        // Fifteen hours before midnight: nine o'clock on the day before, wherever the reader is.
        self.line("TRIGGER", "-PT15H");
        self.text("DESCRIPTION", &entry.reminder);
        self.line("END", "VALARM");
        self.line("END", "VEVENT");
    }

    /// A line whose value is somebody's text (3.3.11).
    fn text(&mut self, name: &str, text: &str) {
        let mut value = String::with_capacity(text.len());
        for c in printable(text).chars() {
            match c {
                '\n' => value.push_str("\\n"),
                '\\' | ';' | ',' => value.extend(['\\', c]),
                c => value.push(c),
            }
        }
        self.line(name, &value);
    }

    /// A line, folded where it is too long and never within a character (3.1).
    fn line(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if used + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters_and_read_back_whole() {
        for text in ["时限".repeat(60), format!("a{}", "限".repeat(100)), "x".repeat(300), String::new()] {
            let mut lines = Lines(String::new());
            lines.text("SUMMARY", &text);
            assert!(lines.0.split("\r\n").all(|line| line.len() <= LINE), "{}", lines.0);
            assert_eq!(lines.0.replace("\r\n ", ""), format!("SUMMARY:{text}\r\n"));
        }
    }

    #[test]
    fn what_the_format_would_take_for_its_own_is_escaped() {
        let mut lines = Lines(String::new());
        lines.text("SUMMARY", "甲,乙;丙\\丁\r\nEND:VEVENT\u{1b}[31m");
        assert_eq!(lines.0, "SUMMARY:甲\\,乙\\;丙\\\\丁\\nEND:VEVENT[31m\r\n");
    }
}
