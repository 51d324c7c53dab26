//! What `check --fix` mends: faults whose remedy cannot be in doubt.

use anyhow::Result;

use super::init::{ATTRIBUTES, ignored};
use super::{NewFile, Store};
use crate::core::problem::Problem;

impl Store {
    /// The folder's own files that are missing or lack what they should say.
    pub fn household(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (file, wanted, why) in [
            (".gitattributes", "merge=ledger", "缺少任务文件的合并方式"),
            (".gitignore", ".lock", "没有排除程序运行时的锁文件"),
        ] {
            let says = self.text_of(file).unwrap_or_default();
            if !says.contains(wanted) {
                let message = format!("{why}；运行 ledger check --fix 补上");
                problems.push(Problem { fixable: true, ..Problem::warning(file, "household", message) });
            }
        }
        problems
    }

    /// The files that mend the fixable ones among `problems` that lie in the text of a file; what the rules mend comes as a
    /// change.
    pub fn mended(&self, problems: &[Problem]) -> Result<Vec<NewFile>> {
        let mut files: Vec<NewFile> = Vec::new();
        for problem in problems.iter().filter(|problem| problem.fixable) {
            let before =
                files.iter().position(|(file, _)| *file == problem.file).map(|at| files.remove(at).1);
            let text = match problem.rule {
                "household" => self.with_household(&problem.file),
                "wrong-type" => self.without_quotes(problem, before)?,
                _ => continue,
            };
            files.push((problem.file.clone(), text.into_bytes()));
        }
        Ok(files)
    }

    fn with_household(&self, file: &str) -> String {
        let mut text = self.text_of(file).unwrap_or_default();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text + &if file == ".gitattributes" { ATTRIBUTES.to_owned() } else { ignored() }
    }

    /// `due = "2026-09-30"` becomes `due = 2026-09-30`. The file is read as it stands: its mark and line endings stay.
    fn without_quotes(&self, problem: &Problem, before: Option<Vec<u8>>) -> Result<String> {
        let bytes = before.map_or_else(|| std::fs::read(self.root().join(&problem.file)), Ok)?;
        let raw = String::from_utf8_lossy(&bytes);
        let unquote = |line: &str| {
            let (head, rest) = line.split_once('=')?;
            let start = rest.find(['"', '\''])?;
            let mark = rest[start..].chars().next()?;
            let end = start + 1 + rest[start + 1..].find(mark)?;
            Some(format!("{head}={}{}{}", &rest[..start], &rest[start + 1..end], &rest[end + 1..]))
        };
        let lines = raw.split('\n').enumerate().map(|(at, line)| {
            if Some(at + 1) == problem.line {
                unquote(line).unwrap_or_else(|| line.to_owned())
            } else {
                line.to_owned()
            }
        });
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }
}
