//! Where a report goes, and in which format.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::ValueEnum;
use serde::Serialize;

use super::context::Context;
use super::ui::{say_all, tell};
use super::{Misuse, Outcome};
use crate::core::provenance::Provenance;
use crate::core::settings::Settings;
use crate::core::unread::Unread;
use crate::folder::atomic;
use crate::printout::{Occasion, Page};
use crate::render;
use crate::store::Reading;

/// Where a report goes, and as what.
#[derive(Debug, clap::Args)]
pub(super) struct OutputArgs {
    /// 输出格式；不写则随 -o 的文件名，再不然是终端表格
    #[arg(long, value_name = "格式", visible_alias = "格式")]
    format: Option<Format>,
    /// 写入文件，已有的整个换掉；格式随文件名的结尾，如 周报.docx、台账.xlsx
    #[arg(short, long, value_name = "文件", visible_alias = "输出")]
    output: Option<PathBuf>,
    /// 公开版：不含人员姓名和不公开的任务
    #[arg(long, visible_alias = "公开版")]
    pub(super) public: bool,
    /// 看当时的台账：一天结束时历史里的样子，并把那一天当作今天；写日期，或提交、标签
    #[arg(long, value_name = "日期或提交", visible_alias = "截至")]
    pub(super) as_of: Option<String>,
}

impl OutputArgs {
    /// Whether anything was asked for.
    pub(super) fn is_given(&self) -> bool {
        self.format.is_some() || self.output.is_some() || self.public || self.as_of.is_some()
    }

    /// Refuses the public edition of a report that would have nothing left to say in it.
    pub(super) fn refuse_public(&self, why: &str) -> Result<()> {
        if self.public {
            return Err(Misuse(format!("{why}，没有公开版；请去掉 --public")).into());
        }
        Ok(())
    }

    /// In which format the report is wanted.
    pub(super) fn format(&self) -> Result<Format> {
        match (self.format, &self.output) {
            (Some(format), _) => Ok(format),
            (None, Some(file)) => Format::of_file(file),
            (None, None) => Ok(Format::Terminal),
        }
    }

    /// Whether it goes on paper, or into a file that somebody may print: such a page names the commit it was drawn from.
    pub(super) fn on_paper(&self, format: Format) -> bool {
        !matches!((format, &self.output), (Format::Terminal, None) | (Format::Csv | Format::Json, _))
    }
}

/// The formats a report can be drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Terminal,
    Json,
    Csv,
    Md,
    Html,
    Xlsx,
    Docx,
    Svg,
    Ics,
}

impl Format {
    const ENDINGS: [(&'static str, Self); 11] = [
        ("html", Self::Html),
        ("htm", Self::Html),
        ("xlsx", Self::Xlsx),
        ("docx", Self::Docx),
        ("svg", Self::Svg),
        ("ics", Self::Ics),
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
            let what = match ending.as_str() {
                "pdf" => {
                    "不直接写 pdf；请先写成 .docx 或 .html，再用 WPS、Word 或浏览器另存为 pdf".to_owned()
                }
                "doc" => "不写旧格式 .doc；请改用 .docx".to_owned(),
                "xls" | "et" => format!("不写 .{ending}；请改用 .xlsx，WPS 和 Excel 都能打开"),
                "wps" => "不写 .wps；请改用 .docx，WPS 能打开".to_owned(),
                _ => {
                    let all: Vec<String> =
                        Self::ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
                    format!("不知道要写成什么格式；文件名请以 {} 结尾，或加 --format", all.join(" "))
                }
            };
            Misuse(format!("“{}”：{what}", file.display())).into()
        })
    }
}

impl Context {
    /// Draws a report, `layout` as a page or `facts` as JSON, and puts it where it was asked for.
    pub(super) fn emit<'s>(
        &self,
        args: &OutputArgs,
        of: impl Into<Source<'s>>,
        layout: impl FnOnce(Occasion<'_>) -> Page,
        facts: &impl Facts,
    ) -> Result<()> {
        self.draw(args, of, layout, facts)?.deliver()
    }

    /// Draws a report.
    pub(super) fn draw<'a, 's>(
        &self,
        args: &'a OutputArgs,
        of: impl Into<Source<'s>>,
        layout: impl FnOnce(Occasion<'_>) -> Page,
        facts: &impl Facts,
    ) -> Result<Drawn<'a>> {
        let provenance =
            if args.on_paper(args.format()?) { Some(self.workspace.provenance(self.latest)?) } else { None };
        self.draw_from(args, of, provenance, layout, facts)
    }

    /// Draws a report that is not of the ledger, and so names no commit of it, or of what `provenance` says.
    pub(super) fn draw_from<'a, 's>(
        &self,
        args: &'a OutputArgs,
        of: impl Into<Source<'s>>,
        provenance: Option<&Provenance>,
        layout: impl FnOnce(Occasion<'_>) -> Page,
        facts: &impl Facts,
    ) -> Result<Drawn<'a>> {
        let Source { settings, unread } = of.into();
        let page = || {
            let page = layout(Occasion {
                provenance,
                is_given_day: self.is_given_day,
                public: args.public,
                unread: unread.unwrap_or_default(),
                ..Occasion::of(settings, self.today)
            });
            if args.public { page.without_people() } else { page }
        };
        let bytes = match args.format()? {
            Format::Json => facts.json(unread)?,
            Format::Csv => render::csv::render(&page())?.into_bytes(),
            Format::Md => render::markdown::render(&page()).into_bytes(),
            Format::Html => render::html::render(&page()).into_bytes(),
            Format::Xlsx => render::xlsx::render(&page())?,
            Format::Docx => render::docx::render(&page())?,
            Format::Svg => render::svg::render(&page())
                .ok_or_else(|| Misuse("只有挂图能画成 svg，如 ledger board -o 挂图.svg".to_owned()))?
                .into_bytes(),
            Format::Ics => {
                return Err(Misuse("只有时限能写成日历，如 ledger due -o 时限.ics".to_owned()).into());
            }
            Format::Terminal => {
                let colour = self.terminal.colour && args.output.is_none();
                let terminal = render::terminal::Terminal { colour, ..self.terminal };
                render::terminal::render(&page(), terminal).into_bytes()
            }
        };
        self.drawn(args, bytes)
    }

    /// What was drawn, ready to be put where it was asked for: whatever can keep it from there is said now.
    pub(super) fn drawn<'a>(&self, args: &'a OutputArgs, bytes: Vec<u8>) -> Result<Drawn<'a>> {
        match &args.output {
            Some(file) => {
                // Putting a new file in its place would be allowed; whoever made it read-only did not want that.
                if file.metadata().is_ok_and(|known| known.permissions().readonly()) {
                    bail!("“{}”是只读的，没有换掉；请换一个文件名", file.display());
                }
                Ok(Drawn::File(file, atomic::stage(file, &bytes)?))
            }
            None if self.shows && matches!(args.format()?, Format::Xlsx | Format::Docx) => {
                Err(Misuse("这种格式不能显示在屏幕上；请加 -o 文件名".to_owned()).into())
            }
            None => Ok(Drawn::Screen(bytes)),
        }
    }
}

/// A report that was drawn and not yet delivered.
pub(super) enum Drawn<'a> {
    /// For standard output.
    Screen(Vec<u8>),
    /// For a file.
    File(&'a Path, atomic::Staged),
}

impl Drawn<'_> {
    /// Puts it where it was asked for.
    pub(super) fn deliver(self) -> Result<()> {
        match self {
            Self::Screen(bytes) => say_all(&bytes),
            Self::File(file, staged) => {
                staged.put()?;
                tell(&format!("已写入 {}", file.display()));
                Ok(())
            }
        }
    }
}

/// The outcome of a report: whether something was found, unless files were missing from it.
pub(super) fn outcome(reading: &Reading, found: bool) -> Outcome {
    match (reading.problems.is_empty() && reading.unread.is_empty(), found) {
        (false, _) => Outcome::Incomplete,
        (true, true) => Outcome::Found,
        (true, false) => Outcome::Done,
    }
}

/// What a report is drawn from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    settings: &'a Settings,
    /// The tasks that are missing from it; none where the report is not of the folder's tasks.
    unread: Option<&'a [Unread]>,
}

impl<'a> From<&'a Reading> for Source<'a> {
    fn from(reading: &'a Reading) -> Self {
        Self { settings: &reading.ledger.settings, unread: Some(&reading.unread) }
    }
}

impl<'a> From<&'a Settings> for Source<'a> {
    fn from(settings: &'a Settings) -> Self {
        Self { settings, unread: None }
    }
}

/// What a report is as data.
pub(super) trait Facts {
    /// As JSON. A list stays a list; an object has what is missing from it in its `unread`.
    fn json(&self, unread: Option<&[Unread]>) -> Result<Vec<u8>>;
}

impl<T: Serialize> Facts for Vec<T> {
    fn json(&self, _unread: Option<&[Unread]>) -> Result<Vec<u8>> {
        written(self)
    }
}

/// Facts that are one object.
pub(super) struct Object<T>(pub(super) T);

impl<T: Serialize> Facts for Object<T> {
    fn json(&self, unread: Option<&[Unread]>) -> Result<Vec<u8>> {
        #[derive(Serialize)]
        struct Whole<'a, T> {
            #[serde(flatten)]
            facts: &'a T,
            #[serde(skip_serializing_if = "Option::is_none")]
            unread: Option<&'a [Unread]>,
        }
        written(&Whole { facts: &self.0, unread })
    }
}

fn written(facts: &impl Serialize) -> Result<Vec<u8>> {
    render::json::render(facts)
}
