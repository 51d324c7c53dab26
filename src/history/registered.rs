//! Which task was registered when (登记日期): the file does not say, its history does.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::git::{git, run};
use super::repository::Repository;
use crate::core::id::TaskId;

impl Repository {
    /// The day each task's file was first kept, as the commit's own clock wrote it. What was never kept is not there; where
    /// there is no history, or git cannot tell, nothing is. Asked of the history up to `commit`, or all of it.
    pub fn registered(&self, commit: Option<&str>) -> HashMap<TaskId, NaiveDate> {
        // A line for each commit, marked so that it is no path, and below it the files that it made. Newest first.
        let command = git(
            &self.folder,
            [
                "log",
                "--no-renames",
                "--diff-filter=A",
                "--format=@%cs",
                "--name-only",
                "--relative",
                commit.unwrap_or("HEAD"),
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
                // What states no day was kept by the day of the commit behind it.
                Some(date) => day = date.parse().ok().or(day),
                None => days.extend(TaskId::of_path(line).zip(day)),
            }
        }
        days
    }
}
