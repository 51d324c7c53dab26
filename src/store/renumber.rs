//! 改编号: a task's file under another number, with everything that points to it.

use anyhow::Result;

use super::edit::repointed;
use super::{NewFile, Store};
use crate::core::id::TaskId;

/// What gets another place.
#[derive(Debug, Clone, Default)]
pub struct Moves {
    /// Tasks, from one number to another.
    pub tasks: Vec<(TaskId, TaskId)>,
    /// Files of evidence, from one place to another, seen from the ledger's folder.
    pub evidence: Vec<(String, String)>,
}

impl Moves {
    fn number(&self, id: TaskId) -> Option<TaskId> {
        self.tasks.iter().find(|(from, _)| *from == id).map(|(_, to)| *to)
    }

    /// Where a file of evidence goes, if it goes anywhere.
    fn place(&self, path: &str) -> Option<String> {
        if let Some((_, to)) = self.evidence.iter().find(|(from, _)| from == path) {
            return Some(to.clone());
        }
        self.tasks.iter().find_map(|(from, to)| {
            let rest = path.strip_prefix(&from.evidence_folder())?;
            rest.starts_with('/').then(|| format!("{}{rest}", to.evidence_folder()))
        })
    }
}

impl Store {
    /// The files as they shall be: those that move, and those of every task that points to one of them. Says which tasks'
    /// files these are, old numbers and new.
    pub fn moved(&self, moves: &Moves) -> Result<(Vec<NewFile>, Vec<TaskId>)> {
        let (mut files, mut ids): (Vec<NewFile>, Vec<TaskId>) = (Vec::new(), Vec::new());
        for task in self.read()?.ledger.kept() {
            let new = moves.number(task.id);
            let parent = task.parent_id().and_then(|parent| moves.number(parent));
            let points = task.evidence().any(|path| moves.place(path).is_some());
            if new.is_none() && parent.is_none() && !points {
                continue;
            }
            let raw = self.bytes(&task.file)?;
            let text =
                repointed(&task.file, &String::from_utf8_lossy(&raw), parent, |path| moves.place(path))?;
            ids.push(task.id);
            let file = match new {
                Some(new) => {
                    files.push((task.file.clone(), None));
                    ids.push(new);
                    new.path()
                }
                None => task.file.clone(),
            };
            files.push((file, Some(text.into_bytes())));
        }
        let folders = moves.tasks.iter().map(|(from, _)| from.evidence_folder());
        let mut evidence: Vec<String> = moves.evidence.iter().map(|(from, _)| from.clone()).collect();
        for folder in folders {
            self.files_under(&folder, &mut evidence)?;
        }
        for from in evidence {
            let Some(to) = moves.place(&from) else { continue };
            let bytes = self.whole(&from)?;
            files.push((from, None));
            files.push((to, Some(bytes)));
        }
        Ok((files, ids))
    }

    /// A place beside `path` where no file lies here and none of `taken` will.
    pub fn free_beside(&self, path: &str, taken: impl Fn(&str) -> bool) -> String {
        let (stem, ending) = match path.rsplit_once('.') {
            Some((stem, ending)) if !ending.contains('/') => (stem, format!(".{ending}")),
            _ => (path, String::new()),
        };
        let places = (2_u32..).map(|number| format!("{stem}-{number}{ending}"));
        let mut free = places.filter(|place| !self.has(place) && !taken(place));
        free.next().unwrap_or_else(|| path.to_owned())
    }

    fn files_under(&self, folder: &str, found: &mut Vec<String>) -> Result<()> {
        for entry in self.entries(folder)? {
            let path = format!("{folder}/{}", entry.name);
            if entry.is_folder() {
                self.files_under(&path, found)?;
            } else if !found.contains(&path) {
                found.push(path);
            }
        }
        Ok(())
    }
}
