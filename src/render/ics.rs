//! A calendar as iCalendar (RFC 5545).

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};

use crate::core::text::printable;
use crate::printout::{Agenda, AgendaEntry};

/// Before midnight of the day: nine o'clock on the day before, wherever the reader is.
const REMINDER: TimeDelta = TimeDelta::hours(-15);

/// The calendar as a file that desks and telephones read.
pub fn render(agenda: &Agenda) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//taizhang//ledger//ZH"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.append_property(Property::new("X-WR-CALNAME", printable(&agenda.name)));
    if let Some(said) = &agenda.incomplete {
        calendar.append_property(Property::new("X-WR-CALDESC", printable(said)));
    }
    for entry in &agenda.entries {
        calendar.push(event(entry, agenda.made));
    }
    calendar.to_string()
}

fn event(entry: &AgendaEntry, made: NaiveDate) -> Event {
    // What is left unsaid here the crate would take from the clock and from chance.
    let made = made.and_time(NaiveTime::MIN).and_utc();
    let mut reminder = Alarm::display(&printable(&entry.reminder), REMINDER);
    // Some telephones know hours, but not the 54,000 seconds that the crate would write.
    reminder.add_property("TRIGGER", "-PT15H");
    reminder.uid(&format!("{}.reminder", entry.uid)).timestamp(made);
    Event::new()
        .uid(&entry.uid)
        .timestamp(made)
        .starts(entry.day)
        // The end is not included (3.6.1).
        .ends(entry.day.succ_opt().unwrap_or(entry.day))
        .sequence(u32::try_from(entry.revision).unwrap_or(u32::MAX))
        .summary(&printable(&entry.summary))
        .description(&printable(&entry.description))
        .add_property("CATEGORIES", printable(&entry.category))
        // A deadline takes nobody's time.
        .add_property("TRANSP", "TRANSPARENT")
        .alarm(reminder)
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(summary: &str) -> String {
        let entry = AgendaEntry {
            uid: "2026-001@x".into(),
            revision: 1,
            day: "2026-06-30".parse().unwrap(),
            summary: summary.into(),
            description: String::new(),
            category: "思想, 组织".into(),
            reminder: "明天到期".into(),
        };
        let made = "2026-06-01".parse().unwrap();
        render(&Agenda { name: "时限".into(), incomplete: None, made, entries: vec![entry] })
    }

    #[test]
    fn a_calendar_is_the_same_whenever_it_is_drawn_and_folds_between_characters() {
        for text in ["时限".repeat(60), format!("a{}", "限".repeat(100)), "x".repeat(300)] {
            let calendar = drawn(&text);
            assert_eq!(calendar, drawn(&text));
            assert!(calendar.replace("\r\n ", "").contains(&format!("SUMMARY:{text}\r\n")), "{calendar}");
            assert!(!calendar.replace("\r\n", "").contains('\n'));
        }
    }

    #[test]
    fn what_the_format_would_take_for_its_own_is_escaped() {
        let calendar = drawn("甲,乙;丙\\丁\r\nEND:VEVENT\u{1b}[31m");
        assert!(calendar.contains("SUMMARY:甲\\,乙\\;丙\\\\丁\\nEND:VEVENT[31m\r\n"), "{calendar}");
    }
}
