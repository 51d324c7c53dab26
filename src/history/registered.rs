//! Which task was registered when (登记日期): the file does not say, its history does.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::git::{git, run};
use super::repository::Repository;
use crate::core::id::TaskId;

impl Repository {
    /// The day each task's file was first kept, as its author's own clock wrote it. What was never kept is not there; where
    /// there is no history, or git cannot tell, nothing is.
    pub fn registered(&self) -> HashMap<TaskId, NaiveDate> {
        // A line for each commit, marked so that it is no path, and below it the files that it made. Newest first.
        let command = git(
            &self.folder,
            [
                "log",
                "--no-renames",
                "--diff-filter=A",
                "--format=@%as",
                "--name-only",
                "--relative",
                "--",
                "tasks",
            ],
        );
        let Some(output) = run(command).ok().filter(|output| output.status.success()) else {
            return HashMap::new();
        };
        let (mut days, mut day) = (HashMap::new(), None);
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            match line.strip_prefix('@') {
                Some(date) => day = date.parse().ok(),
                None => days.extend(task_of(line).zip(day)),
            }
        }
        days
    }
}

/// The task whose file this is; none for anything else that lies among them.
fn task_of(path: &str) -> Option<TaskId> {
    let (year, number) = path.strip_prefix("tasks/")?.strip_suffix(".toml")?.split_once('/')?;
    TaskId::parse(&format!("{year}-{number}"), 0).filter(|id| id.path() == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_of_tasks_are_tasks() {
        #[track_caller]
        fn case(path: &str, expected: Option<&str>) {
            assert_eq!(task_of(path).map(|id| id.to_string()).as_deref(), expected);
        }
        case("tasks/2026/014.toml", Some("2026-014"));
        case("tasks/2026/14.toml", None);
        case("tasks/2026/014.toml.bak", None);
        case("evidence/2026-014/014.toml", None);
    }
}
