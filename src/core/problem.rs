//! Something amiss in the ledger's folder: where, what, and whether the program can mend it.

use std::fmt;

use serde::Serialize;

/// A finding about a file, as `check` lists it and every reading command reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, seen from the ledger's folder.
    pub file: String,
    /// The line, from 1, where one can be named.
    pub line: Option<usize>,
    /// The column, in characters from 1, where one can be named.
    pub column: Option<usize>,
    /// Which rule was broken, as a stable word.
    pub rule: &'static str,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
    /// Whether `check --fix` mends it.
    pub fixable: bool,
    /// How much it matters.
    pub severity: Severity,
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file, or a part of it, cannot be used.
    Error,
    /// It can be used, but somebody should look.
    Warning,
}

impl Problem {
    /// An error in `file` that keeps it from being read.
    pub fn error(file: &str, rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            column: None,
            rule,
            message: message.into(),
            fixable: false,
            severity: Severity::Error,
        }
    }

    /// Something in `file` that somebody should look at.
    pub fn warning(file: &str, rule: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, rule, message) }
    }

    /// A file that the history has and the folder has not.
    pub fn gone(file: &str) -> Self {
        let message = "文件不见了，历史里还有；运行 ledger check --fix 找回";
        Self { fixable: true, ..Self::error(file, "missing-file", message) }
    }

    /// The same problem at a place in the file.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        (self.line, self.column) = (Some(line), Some(column));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, " 第 {line} 行第 {column} 列")?,
            (Some(line), None) => write!(f, " 第 {line} 行")?,
            _ => {}
        }
        write!(f, "：{}", self.message)
    }
}

impl std::error::Error for Problem {}
