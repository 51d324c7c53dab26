//! What `check --fix` mends: faults whose remedy cannot be in doubt.

use anyhow::Result;

use super::init::{ATTRIBUTES, IGNORED};
use super::text::Dressed;
use super::{NewFile, Store};
use crate::core::problem::Problem;
use crate::core::task::Task;

impl Store {
    /// The folder's own files that are missing or lack what they should say.
    pub fn household(&self) -> Vec<Problem> {
        let says = |file: &str, wanted: &dyn Fn(&str) -> bool| {
            let bytes = self.bytes(file).unwrap_or_default();
            String::from_utf8_lossy(&bytes).lines().any(|line| wanted(line.trim()))
        };
        let mut problems = Vec::new();
        let mut note = |file: &str, why: &str| {
            let message = format!("{why}；运行 ledger check --fix 补上");
            problems.push(Problem { fixable: true, ..Problem::warning(file, "household", message) });
        };
        if !says(".gitattributes", &|line| {
            line.trim_start_matches('/').starts_with("tasks/") && line.contains("merge=ledger")
        }) {
            note(".gitattributes", "缺少任务文件的合并方式");
        }
        if !says(".gitignore", &|line| line == ".ledger-*") {
            note(".gitignore", "没有排除程序运行时的临时文件");
        }
        problems
    }

    /// The files that mend the fixable ones among `problems` that lie in the text of a file; what the rules mend comes as a
    /// change.
    pub fn mended(&self, problems: &[Problem]) -> Result<Vec<NewFile>> {
        let fixable = |rule: &'static str| {
            problems.iter().filter(move |problem| problem.fixable && problem.rule == rule)
        };
        let mut files: Vec<NewFile> = Vec::new();
        for problem in fixable("household") {
            files.push((problem.file.clone(), Some(self.with_household(&problem.file)?)));
        }
        let mut quoted: Vec<&Problem> = fixable("wrong-type").collect();
        // From the end, so that the places of the others stay what they were.
        quoted.sort_by_key(|problem| std::cmp::Reverse((&problem.file, problem.line, problem.column)));
        for same_file in quoted.chunk_by(|a, b| a.file == b.file) {
            files.extend(self.without_quotes(same_file)?);
        }
        Ok(files)
    }

    /// The file with our lines behind its own, whatever its encoding.
    fn with_household(&self, file: &str) -> Result<Vec<u8>> {
        let mut bytes = self.folder()?.read_if_any(file)?.unwrap_or_default();
        let ours = if file == ".gitattributes" { ATTRIBUTES } else { IGNORED };
        let crlf = bytes.windows(2).any(|pair| pair == b"\r\n");
        let ours = if crlf { ours.replace('\n', "\r\n") } else { ours.to_owned() };
        if bytes.last().is_some_and(|last| *last != b'\n') {
            bytes.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
        }
        bytes.extend_from_slice(ours.as_bytes());
        Ok(bytes)
    }

    /// `due = "2026-09-30"` becomes `due = 2026-09-30`; none where the file would still not read.
    fn without_quotes(&self, problems: &[&Problem]) -> Result<Option<NewFile>> {
        let Some(first) = problems.first() else { return Ok(None) };
        let bytes = self.folder()?.read_if_any(&first.file)?.unwrap_or_default();
        let Ok(raw) = std::str::from_utf8(&bytes) else { return Ok(None) };
        let dressed = Dressed::undress(raw);
        let mut lines: Vec<String> = dressed.text.split('\n').map(ToOwned::to_owned).collect();
        for problem in problems {
            let (Some(line), Some(column)) = (problem.line, problem.column) else { continue };
            if let Some(line) = lines.get_mut(line - 1) {
                *line = unquoted(line, column - 1);
            }
        }
        let text = lines.join("\n");
        let reads = toml::from_str::<Task>(&text).is_ok();
        Ok(reads.then(|| (first.file.clone(), Some(dressed.dress(&text).into_bytes()))))
    }
}

/// The line without the quotes that open at this character and close behind it.
fn unquoted(line: &str, at: usize) -> String {
    let letters: Vec<char> = line.chars().collect();
    let close = letters.get(at).and_then(|mark| (at + 1..letters.len()).find(|end| letters[*end] == *mark));
    let keep = |place: &usize| close.is_none_or(|close| *place != at && *place != close);
    (0..letters.len()).filter(keep).map(|place| letters[place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_quotes_at_the_place_go() {
        #[track_caller]
        fn case(line: &str, at: usize, expected: &str) {
            assert_eq!(unquoted(line, at), expected);
        }
        case("due = \"2026-09-30\" # \"原文\"", 6, "due = 2026-09-30 # \"原文\"");
        case(
            "repeat = { every = \"month\", from = '2026-04-01' }",
            35,
            "repeat = { every = \"month\", from = 2026-04-01 }",
        );
        case("due = \"2026", 6, "due = \"2026");
        case("", 6, "");
    }
}
