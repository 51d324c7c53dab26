//! Reading the folder: every task in parallel, and one bad file never hides the others.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use anyhow::{Result, anyhow};
use rayon::prelude::*;

use super::diagnose::{settings_problems, task_problems};
use super::file_source::Found;
use super::text::decode;
use super::{Lost, SETTINGS, Store};
use crate::core::id::TaskId;
use crate::core::ledger::Ledger;
use crate::core::limits;
use crate::core::problem::{Problem, Severity};
use crate::core::settings::Settings;
use crate::core::task::Task;
use crate::core::unread::{Unread, Why};
use crate::folder::{Confined, Kind};

/// A task's id and its file, seen from the folder.
type TaskFile = (TaskId, String);

/// What could be read, and what could not.
#[derive(Debug, Default)]
pub struct Reading {
    /// The ledger without the files that could not be read.
    pub ledger: Ledger,
    /// Those files and why, and what else lies where it should not.
    pub problems: Vec<Problem>,
    /// The tasks that are missing from the ledger.
    pub unread: Vec<Unread>,
    /// Those of them that the history has and the folder has not.
    pub lost: Vec<Lost>,
    /// The bytes that all of this was read from, by the files' paths.
    pub sources: Vec<(String, Vec<u8>)>,
}

impl Store {
    /// Reads the settings and every task.
    pub fn read(&self) -> Result<Reading> {
        let source = self.bytes(SETTINGS)?.into_owned();
        let settings = self.parse_settings(&source)?;
        let (files, mut problems) = self.task_files()?;
        // A folder is opened once, and not for each of its files.
        let mut folders: HashMap<&str, Confined> = HashMap::new();
        for (folder, _) in files.iter().filter_map(|(_, file)| file.rsplit_once('/')) {
            if self.reads_folder() && !folders.contains_key(folder) {
                folders.extend(self.folder()?.folder(folder).ok().map(|opened| (folder, opened)));
            }
        }
        let read = |(id, file): &TaskFile| {
            let opened = file.rsplit_once('/').and_then(|(folder, name)| Some((folders.get(folder)?, name)));
            let bytes = match opened {
                Some((folder, name)) => folder.read_at_most(name, limits::TEXT).map_err(anyhow::Error::from),
                None => self.bytes(file).map(Cow::into_owned),
            };
            let task = read_task(*id, file, bytes.as_deref());
            (task, bytes.ok())
        };
        let read: Vec<(_, Option<Vec<u8>>)> = files.par_iter().map(read).collect();
        let (mut tasks, mut unread) = (Vec::with_capacity(read.len()), Vec::new());
        let mut sources = vec![(SETTINGS.to_owned(), source)];
        for ((id, file), (outcome, bytes)) in files.iter().zip(read) {
            sources.extend(bytes.map(|bytes| (file.clone(), bytes)));
            match outcome {
                Ok(task) => tasks.push(task),
                Err(found) => {
                    problems.extend(found);
                    unread.push(Unread { id: Some(*id), why: Why::Unreadable });
                }
            }
        }
        Ok(Reading { ledger: Ledger::of(settings, tasks), problems, unread, lost: Vec::new(), sources })
    }

    /// Reads `ledger.toml`, without which nothing can be judged.
    pub fn settings(&self) -> Result<Settings> {
        self.parse_settings(&self.bytes(SETTINGS)?)
    }

    /// The settings that these bytes would be.
    pub fn parse_settings(&self, bytes: &[u8]) -> Result<Settings> {
        parse_settings(bytes)
    }

    /// Keys of `ledger.toml` that nobody knows.
    pub fn unknown_settings(&self) -> Vec<Problem> {
        self.text_of(SETTINGS).map(|text| settings_problems(SETTINGS, &text)).unwrap_or_default()
    }

    /// The task that these bytes would be.
    pub fn parse(&self, id: TaskId, file: &str, bytes: &[u8]) -> Result<Task> {
        parse_task(id, file, bytes).map_err(first_of)
    }

    /// Reads one task; `None` where there is no such file.
    pub fn task(&self, id: TaskId) -> Result<Option<Task>> {
        match self.file_of(id) {
            None => Ok(None),
            Some(file) => self.read_task(id, &file).map(Some).map_err(first_of),
        }
    }

    /// Every id that has a file, in order, whether or not the file can be read.
    pub fn ids(&self) -> Result<Vec<TaskId>> {
        Ok(self.task_files()?.0.into_iter().map(|(id, _)| id).collect())
    }

    /// Every id that has a file, and that file.
    pub(super) fn files(&self) -> Result<HashMap<TaskId, String>> {
        Ok(self.task_files()?.0.into_iter().collect())
    }

    /// The number after the highest one in the year's folder.
    pub fn next_id(&self, year: i32) -> Result<TaskId> {
        let taken = self.ids()?.into_iter().filter(|id| id.year == year).map(|id| id.number);
        Ok(TaskId { year, number: taken.max().unwrap_or(0).saturating_add(1) })
    }

    /// A file's text as it stands, where it is UTF-8.
    pub fn text_of(&self, file: &str) -> Result<String> {
        Ok(decode(file, &self.bytes(file)?)?.to_owned())
    }

    /// The file of a task, seen from the folder: the name the program gives, or the one a person gave (`14.toml`).
    pub fn file_of(&self, id: TaskId) -> Option<String> {
        let usual = id.path();
        if self.has(&usual) {
            return Some(usual);
        }
        let (files, _) = self.task_files().ok()?;
        files.into_iter().find(|(other, _)| *other == id).map(|(_, file)| file)
    }

    fn read_task(&self, id: TaskId, file: &str) -> Result<Task, Vec<Problem>> {
        read_task(id, file, self.bytes(file).as_deref())
    }

    /// The files under `tasks/`, each id once, in the order of the ids; what does not belong there is a problem.
    fn task_files(&self) -> Result<(Vec<TaskFile>, Vec<Problem>)> {
        let mut found: HashMap<TaskId, String> = HashMap::new();
        let mut problems = Vec::new();
        for found_folder in self.entries("tasks")? {
            let (is_folder, kind) = (found_folder.is_folder(), found_folder.kind);
            let folder = found_folder.name;
            if is_leftover(&folder) || !is_folder && !is_toml(&folder) {
                continue;
            }
            if let Some(problem) = irregular(&format!("tasks/{folder}"), kind) {
                problems.push(problem);
                continue;
            }
            let year = folder.parse().ok().filter(|_| folder.len() == 4);
            let Some(year) = year.filter(|_| is_folder) else {
                problems
                    .push(stray(&format!("tasks/{folder}"), "任务放在以年份命名的文件夹里，如 tasks/2026"));
                continue;
            };
            for Found { name, kind } in self.entries(&format!("tasks/{folder}"))? {
                // What Windows and WPS leave behind is nobody's task.
                if is_leftover(&name) || !is_toml(&name) {
                    continue;
                }
                let file = format!("tasks/{folder}/{name}");
                if let Some(problem) = irregular(&file, kind) {
                    problems.push(problem);
                    continue;
                }
                let id = name.strip_suffix(".toml").and_then(|number| TaskId::parse(number, year));
                let Some(id) = id.filter(|id| id.year == year) else {
                    problems.push(stray(&file, "任务文件以编号命名，如 014.toml"));
                    continue;
                };
                if let Some(first) = found.get(&id) {
                    let (kept, other) =
                        if *first == id.path() { (first.clone(), file) } else { (file, first.clone()) };
                    problems.push(duplicate(id, &kept, &other));
                    found.insert(id, kept);
                } else {
                    found.insert(id, file);
                }
            }
        }
        let mut files: Vec<_> = found.into_iter().collect();
        files.sort_unstable();
        problems.sort_by(|a, b| a.file.cmp(&b.file));
        Ok((files, problems))
    }
}

fn read_task<E>(id: TaskId, file: &str, bytes: Result<&[u8], E>) -> Result<Task, Vec<Problem>> {
    let unreadable = |_| vec![Problem::error(file, "unreadable", "读不了；请看看它是不是文件、有没有权限")];
    parse_task(id, file, bytes.map_err(unreadable)?)
}

/// What is said of a link, a device, a pipe: it is not read, whatever it leads to.
fn irregular(file: &str, kind: Kind) -> Option<Problem> {
    let what = match kind {
        Kind::File | Kind::Folder => return None,
        Kind::Link => "是链接，没有读取：台账里只放文件本身；请把它换成文件",
        Kind::Other => "不是文件（是设备或管道），没有读取；请把它移走",
    };
    Some(Problem::error(file, "file-name", what))
}

/// The settings that these bytes are.
pub(super) fn parse_settings(bytes: &[u8]) -> Result<Settings> {
    let text = decode(SETTINGS, bytes)?;
    let settings = toml::from_str::<Settings>(text);
    let wrong = |problem: &Problem| problem.severity == Severity::Error;
    match settings {
        Ok(settings) if settings.lights.soon_days >= 0 && settings.score.is_sound() => Ok(settings),
        refused => Err(match settings_problems(SETTINGS, text).into_iter().find(wrong) {
            Some(problem) => problem.into(),
            None => anyhow!(
                "{SETTINGS} 的内容不合要求{}",
                refused.err().map(|e| format!("（{}）", e.message())).unwrap_or_default()
            ),
        }),
    }
}

/// A task from its file's bytes, or everything that keeps it from being read.
pub(super) fn parse_task(id: TaskId, file: &str, bytes: &[u8]) -> Result<Task, Vec<Problem>> {
    let text = decode(file, bytes).map_err(|problem| vec![problem])?;
    match toml::from_str::<Task>(text) {
        Ok(task) if !task.title.trim().is_empty() => Ok(Task { id, file: file.to_owned(), ..task }),
        Ok(_) => Err(task_problems(file, text, "title")),
        Err(error) => Err(task_problems(file, text, error.message())),
    }
}

pub(super) fn first_of(problems: Vec<Problem>) -> anyhow::Error {
    match problems.into_iter().next() {
        Some(problem) => problem.into(),
        None => anyhow::anyhow!("读不了任务文件"),
    }
}

pub(super) fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

fn stray(file: &str, remedy: &str) -> Problem {
    Problem::error(file, "file-name", format!("不是任务文件，没有读取；{remedy}"))
}

fn duplicate(id: TaskId, kept: &str, other: &str) -> Problem {
    Problem::error(
        other,
        "duplicate-id",
        format!("编号 {id} 与 {kept} 重复，没有读取；请把其中一个改成没有用过的编号"),
    )
}

/// Hidden files and editors' leftovers are nobody's business.
pub(super) fn is_leftover(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || Path::new(name).extension().is_some_and(|ending| ending == "bak")
}

/// What `tests/fuzz` reads without a folder.
#[cfg(fuzzing)]
pub mod fuzzing {
    use super::{SETTINGS, Settings, TaskId, decode, parse_task, settings_problems};

    /// A task, from any bytes.
    pub fn task(bytes: &[u8]) {
        let _ = parse_task(TaskId::default(), "tasks/2026/001.toml", bytes);
    }

    /// Settings, from any bytes, and what is said of them.
    pub fn settings(bytes: &[u8]) {
        if let Ok(text) = decode(SETTINGS, bytes) {
            let _ = toml::from_str::<Settings>(text);
            settings_problems(SETTINGS, text);
        }
    }
}
