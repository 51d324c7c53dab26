//! Where a report goes, and in which format.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use serde::Serialize;

use super::context::Context;
use super::voice::{say_all, tell};
use super::{Misuse, Outcome};
use crate::core::settings::Settings;
use crate::printout::{Occasion, Page};
use crate::render;
use crate::store::{Reading, atomic};

/// Where a report goes, and as what.
#[derive(Debug, clap::Args)]
pub(super) struct OutputArgs {
    /// 输出格式；不写则随 -o 的文件名，再不然是终端表格
    #[arg(long, value_name = "格式", visible_alias = "格式")]
    format: Option<Format>,
    /// 写入文件，已有的整个换掉；格式随结尾：.json .csv .md .txt
    #[arg(short, long, value_name = "文件", visible_alias = "输出")]
    output: Option<PathBuf>,
}

impl OutputArgs {
    /// Whether anything was asked for.
    pub(super) fn is_given(&self) -> bool {
        self.format.is_some() || self.output.is_some()
    }
}

/// The formats a report can be drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Terminal,
    Json,
    Csv,
    Md,
}

impl Format {
    const ENDINGS: [(&'static str, Self); 5] = [
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("md", Self::Md),
        ("markdown", Self::Md),
        ("txt", Self::Terminal),
    ];

    fn of_file(file: &Path) -> Result<Self> {
        let ending =
            file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let known = Self::ENDINGS.iter().find(|(known, _)| *known == ending);
        known.map(|(_, format)| *format).ok_or_else(|| {
            let all: Vec<String> = Self::ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
            Misuse(format!(
                "不知道“{}”要写成什么格式；文件名请以 {} 结尾，或加 --format",
                file.display(),
                all.join(" ")
            ))
            .into()
        })
    }
}

impl Context {
    /// Draws a report: `layout` as a page, or `facts` as JSON.
    pub(super) fn emit(
        &self,
        args: &OutputArgs,
        settings: &Settings,
        layout: impl FnOnce(Occasion<'_>) -> Page,
        facts: &impl Serialize,
    ) -> Result<()> {
        let format = match (args.format, &args.output) {
            (Some(format), _) => format,
            (None, Some(file)) => Format::of_file(file)?,
            (None, None) => Format::Terminal,
        };
        let page = || layout(Occasion { settings, today: self.today });
        let text = match format {
            Format::Json => serde_json::to_string_pretty(facts).context("写不出 json")? + "\n",
            Format::Csv => render::csv::render(&page())?,
            Format::Md => render::markdown::render(&page()),
            Format::Terminal => {
                let colour = self.terminal.colour && args.output.is_none();
                render::terminal::render(&page(), render::terminal::Terminal { colour, ..self.terminal })
            }
        };
        match &args.output {
            Some(file) => {
                atomic::replace(file, text.as_bytes())?;
                tell(&format!("已写入 {}", file.display()));
                Ok(())
            }
            None => say_all(&text),
        }
    }
}

/// The outcome of a report: whether something was found, unless files were missing from it.
pub(super) fn outcome(reading: &Reading, found: bool) -> Outcome {
    match (reading.problems.is_empty(), found) {
        (false, _) => Outcome::Incomplete,
        (true, true) => Outcome::Found,
        (true, false) => Outcome::Done,
    }
}
