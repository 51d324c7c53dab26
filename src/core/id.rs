//! The number of a task (编号): the ledger's year and a running number.

use std::fmt;

use serde::{Serialize, Serializer};

use super::writing::half_width;

/// A task's id such as `2026-014`: the ledger's year when it was registered, and its running number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TaskId {
    /// The ledger's year at registration, 4 digits.
    pub year: i32,
    /// The running number within the year, from 1.
    pub number: u32,
}

impl TaskId {
    /// The highest running number: far beyond any year's tasks, and there is always room for one more in a `u32`.
    pub const HIGHEST: u32 = 999_999;

    /// Reads `2026-014`, or `14` / `014` for `default_year`. Full-width digits count as digits.
    pub fn parse(text: &str, default_year: i32) -> Option<Self> {
        let text: String = text.trim().chars().map(half_width).collect();
        let (year, number) = match text.split_once('-') {
            Some((year, number)) if year.len() == 4 => (number_of(year)?.try_into().ok()?, number),
            Some(_) => return None,
            None => (default_year, text.as_str()),
        };
        let number = number_of(number)?;
        (1..=Self::HIGHEST).contains(&number).then_some(Self { year, number })
    }

    /// Whether this is written as an id with its year, and only the number is beyond [`Self::HIGHEST`].
    pub fn is_too_high(text: &str) -> bool {
        let text: String = text.trim().chars().map(half_width).collect();
        let Some((year, number)) = text.split_once('-') else { return false };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        year.len() == 4
            && digits(year)
            && digits(number)
            && number.parse().map_or(true, |number: u32| number > Self::HIGHEST)
    }

    /// Where the task's file lies, seen from the ledger's folder: `tasks/2026/014.toml`.
    pub fn path(self) -> String {
        format!("tasks/{}/{:03}.toml", self.year, self.number)
    }

    /// The task whose file this is, seen from the ledger's folder; none for anything else that lies among them. A person may
    /// have named it `14.toml`.
    pub fn of_path(path: &str) -> Option<Self> {
        let (year, number) = path.strip_prefix("tasks/")?.strip_suffix(".toml")?.split_once('/')?;
        let year = number_of(year).filter(|_| year.len() == 4)?;
        Self::parse(number, year.try_into().ok()?).filter(|_| !number.contains('-'))
    }

    /// Where copies of the task's evidence (佐证材料) lie: `evidence/2026-014`.
    pub fn evidence_folder(self) -> String {
        format!("evidence/{self}")
    }

    /// How a page that speaks of `year` names the task: `014`, or the whole id for another year.
    pub fn short(self, year: i32) -> String {
        if self.year == year { format!("{:03}", self.number) } else { self.to_string() }
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:03}", self.year, self.number)
    }
}

impl Serialize for TaskId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Digits only: `+14` and `1_4`, which `parse` would take or which slip through elsewhere, are not ids.
fn number_of(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_people_type_them() {
        #[track_caller]
        fn case(text: &str, expected: Option<&str>) {
            assert_eq!(TaskId::parse(text, 2026).map(|id| id.to_string()).as_deref(), expected, "{text}");
        }
        case("14", Some("2026-014"));
        case("014", Some("2026-014"));
        case("2025-3", Some("2025-003"));
        case("2026-1234", Some("2026-1234"));
        case("２０２６－０１４", Some("2026-014"));
        case(" 7 ", Some("2026-007"));
        case("0", None);
        case("", None);
        case("+4", None);
        case("26-014", None);
        case("十四", None);
        case("99999999999", None);
        case("2026-999999", Some("2026-999999"));
        case("2026-1000000", None);
    }

    #[test]
    fn a_number_that_no_task_can_have_is_told_from_what_is_no_id() {
        #[track_caller]
        fn case(text: &str, expected: bool) {
            assert_eq!(TaskId::is_too_high(text), expected, "{text}");
        }
        case("2026-4294967295", true);
        case(" ２０２６－１０００００００００００００ ", true);
        case("2026-1000000", true);
        case("2026-999999", false);
        case("2026-", false);
        case("4294967295", false);
        case("2026-01-1000000", false);
    }

    #[test]
    fn only_the_files_of_tasks_are_tasks() {
        #[track_caller]
        fn case(path: &str, expected: Option<&str>) {
            assert_eq!(TaskId::of_path(path).map(|id| id.to_string()).as_deref(), expected);
        }
        case("tasks/2026/014.toml", Some("2026-014"));
        case("tasks/2026/14.toml", Some("2026-014"));
        case("tasks/2026/2025-014.toml", None);
        case("tasks/2026/014.toml.bak", None);
        case("tasks/014.toml", None);
        case("tasks/2026/4294967295.toml", None);
        case("evidence/2026-014/014.toml", None);
    }
}
