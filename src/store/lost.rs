//! What the history has and the folder has not: files that a person deleted, or whose folder he gave another name.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, Result};

use super::file_source::Found;
use super::read::is_leftover;
use super::{Reading, Store};
use crate::core::id::TaskId;
use crate::core::problem::Problem;
use crate::core::unread::{Unread, Why};
use crate::folder::{Kind, Lock};

/// How many files of one year are named each by itself; of more, one line says it.
const FEW: usize = 10;

/// The tasks of one year that the history has and the folder has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The folder they were in, seen from the ledger's: `tasks/2026`.
    pub folder: String,
    /// Their files, as the history names them.
    pub files: Vec<String>,
    /// The folders in which they lie instead. One is the year's under another name; of several, somebody has to choose.
    pub elsewhere: Vec<String>,
    /// Whether nothing of the year is left.
    is_whole: bool,
}

impl Lost {
    /// The folder that only has to get its name back.
    pub fn renamed(&self) -> Option<&str> {
        match self.elsewhere.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// What is said of it.
    pub fn problems(&self) -> Vec<Problem> {
        let Self { folder, files, elsewhere, is_whole } = self;
        let count = files.len();
        let fixable = |file: &str, message: String| {
            vec![Problem { fixable: true, ..Problem::error(file, "missing-file", message) }]
        };
        match elsewhere.as_slice() {
            [] if *is_whole => {
                let message =
                    format!("文件夹不见了，里面的 {count} 项任务历史里还有；运行 ledger check --fix 找回");
                fixable(folder, message)
            }
            [] if count > FEW => {
                let message = format!("少了 {count} 个任务文件，历史里还有；运行 ledger check --fix 找回");
                fixable(folder, message)
            }
            [] => files.iter().map(|file| Problem::gone(file)).collect(),
            [only] => {
                let message = format!(
                    "像是 {folder} 改了名，里面的 {count} 项任务没有读取；请把文件夹名改回来，或运行 ledger check --fix 改回"
                );
                fixable(only, message)
            }
            several => {
                let message = format!(
                    "少了 {count} 个任务文件，{} 里都有；请选定一个，把文件夹名改成 {folder}",
                    several.join("、")
                );
                vec![Problem::error(folder, "missing-file", message)]
            }
        }
    }
}

impl Store {
    /// Adds to `reading` what `kept`, the task files of the history's last commit, has beside it.
    pub fn miss(&self, reading: &mut Reading, kept: &[String]) -> Result<()> {
        let read = reading.ledger.kept().map(|task| task.id);
        let there: HashSet<TaskId> =
            read.chain(reading.unread.iter().filter_map(|unread| unread.id)).collect();
        let mut years: BTreeMap<i32, (usize, Vec<(TaskId, String)>)> = BTreeMap::new();
        for (id, file) in kept.iter().filter_map(|file| Some((TaskId::of_path(file)?, file))) {
            let (all, gone) = years.entry(id.year).or_default();
            *all += 1;
            // A file that has another name now is still that task's.
            if !there.contains(&id) {
                gone.push((id, file.clone()));
            }
        }
        years.retain(|_, (_, gone)| !gone.is_empty());
        if years.is_empty() {
            return Ok(());
        }
        let strays = self.strays()?;
        let one = years.len() == 1;
        for (year, (all, gone)) in years {
            let files: Vec<String> = gone.iter().map(|(_, file)| file.clone()).collect();
            let is_whole = gone.len() == all;
            // A copy that lies beside a folder of which little is missing is no folder that was renamed.
            let mut elsewhere = strays.clone();
            elsewhere.retain(|stray| {
                gone.len() * 2 > all
                    && (stray.contains(&year.to_string()) || one)
                    && self.holds(stray, &files)
            });
            let is_whole = is_whole && self.entries(&format!("tasks/{year}"))?.is_empty();
            let lost = Lost { folder: format!("tasks/{year}"), files, elsewhere, is_whole };
            reading.problems.retain(|problem| !lost.elsewhere.contains(&problem.file));
            reading.problems.extend(lost.problems());
            reading.unread.extend(gone.iter().map(|(id, _)| Unread { id: Some(*id), why: Why::Gone }));
            reading.lost.push(lost);
        }
        Ok(())
    }

    /// The files of a folder that was renamed go back to where they belong, and the folder goes with the last of them. What a
    /// person put there besides stays.
    pub fn give_name_back(&self, _lock: &Lock, lost: &Lost) -> Result<()> {
        let Some(stray) = lost.renamed() else { return Ok(()) };
        let named = |from: &str| format!("“{from}”改不回 {}（请检查权限）", lost.folder);
        let folder = self.folder()?;
        if folder.kind(&lost.folder).is_none() {
            return folder.put(stray, folder, &lost.folder).with_context(|| named(stray));
        }
        for file in &lost.files {
            let from = format!("{stray}/{}", file.rsplit('/').next().unwrap_or(file));
            if folder.kind(&from) == Some(Kind::File) && folder.kind(file).is_none() {
                folder.put(&from, folder, file).with_context(|| named(&from))?;
            }
        }
        // A folder that holds anything else stays.
        folder.remove_empty(&format!("{stray}/"));
        Ok(())
    }

    /// Folders among those of the years that are none.
    fn strays(&self) -> Result<Vec<String>> {
        let is_year = |name: &str| name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
        let found = self.entries("tasks")?.into_iter();
        let found =
            found.filter(|found| found.is_folder() && !is_leftover(&found.name) && !is_year(&found.name));
        Ok(found.map(|Found { name, .. }| format!("tasks/{name}")).collect())
    }

    /// Whether each of these files lies in `folder` under the same name.
    fn holds(&self, folder: &str, files: &[String]) -> bool {
        let Ok(found) = self.entries(folder) else { return false };
        let names: HashSet<&str> = found.iter().map(|found| found.name.as_str()).collect();
        files.iter().all(|file| file.rsplit('/').next().is_some_and(|name| names.contains(name)))
    }
}
