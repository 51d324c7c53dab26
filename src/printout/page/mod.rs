//! The page: titles, sections, tables of typed cells, notes. What is said here once is drawn by every renderer.

mod calendar;
mod cell;
mod flow;
mod printable;
mod slot;
mod table;

pub use calendar::Calendar;
pub use cell::{Cell, Value};
pub use flow::{Band, Block, Grid};
pub use slot::{Mark, Slot, Stretch};
pub use table::{Align, Column, Role, Row, Table, Width};

/// A printed page, before anybody knows on what.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The title.
    pub title: String,
    /// Short lines under the title: who, when.
    pub subtitle: Vec<String>,
    /// That it is not whole, and what it lacks: the first thing below the head, in every format. A reader who counts has to
    /// know it before he does.
    pub incomplete: Option<String>,
    /// The head of a 简报, drawn instead of the subtitle where paper has room for one.
    pub masthead: Option<Masthead>,
    /// What it says, in order.
    pub sections: Vec<Section>,
    /// What stands at its foot: the legend, the rule.
    pub notes: Vec<String>,
    /// The paper it is made for.
    pub paper: Paper,
    /// What every sheet says of its origin at the bottom, so that it can be checked against git; none on a screen.
    pub foot: Option<String>,
}

/// The paper a page is made for (GB/T 148 sizes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// A4 upright, 210 × 297 mm: texts, notices.
    #[default]
    A4,
    /// A4 on its side: lists.
    A4Landscape,
    /// A3 on its side, 420 × 297 mm: the wall chart.
    A3Landscape,
}

impl Paper {
    /// Width and height in millimetres.
    pub fn size(self) -> (u16, u16) {
        match self {
            Self::A4 => (210, 297),
            Self::A4Landscape => (297, 210),
            Self::A3Landscape => (420, 297),
        }
    }
}

/// The head of a 简报 or 通报: its name in red, the issue below it, who made it left and when right, and a red rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masthead {
    /// 刊头: 清廉机关建设工作周报.
    pub name: String,
    /// 期号: 第26期.
    pub issue: Option<String>,
    /// 编印单位, below the name on the left.
    pub editor: String,
    /// The day, below the name on the right: 2026年6月30日.
    pub date: String,
    /// 版记 at the end: 报：局领导。 送：各科室。, and how many were printed.
    pub sent_to: Vec<String>,
}

/// A part of a page.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its heading.
    pub heading: Option<Line>,
    /// The rank of its heading.
    pub level: Level,
    /// How it begins on paper.
    pub opens: Opening,
    /// Sentences above its table.
    pub lines: Vec<Line>,
    /// Its table.
    pub table: Option<Table>,
    /// The sum of the table, below it.
    pub total: Option<Line>,
    /// 落款: who signs and when, on the right below everything.
    pub signed: Vec<String>,
}

/// The rank of a heading, as official documents dress it (GB/T 9704-2012, 7.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// A title of its own, centred: each 督办单 of several.
    Title,
    /// 一、 in 黑体.
    #[default]
    First,
    /// （一） in 楷体.
    Second,
}

/// How a section begins on paper. A screen knows no sheets and goes on below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opening {
    /// Just below what was before.
    #[default]
    Below,
    /// On a new sheet.
    NewSheet,
    /// Below a dashed line that it is torn off along: 回执.
    CutLine,
}

impl Section {
    /// A section under this heading.
    pub fn headed(heading: impl Into<Line>) -> Self {
        Self { heading: Some(heading.into()), ..Self::default() }
    }

    /// The same section with a heading of this rank.
    #[must_use]
    pub fn ranked(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// The same section beginning in this way.
    #[must_use]
    pub fn opening(self, opens: Opening) -> Self {
        Self { opens, ..self }
    }

    /// The same section with a table.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.table = Some(table);
        self
    }

    /// The same section with one more sentence.
    #[must_use]
    pub fn with_line(mut self, line: impl Into<Line>) -> Self {
        self.lines.push(line.into());
        self
    }
}

/// A line of text, some of it toned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(pub Vec<(String, Option<Tone>)>);

impl Line {
    /// The same line with more text.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>, tone: Option<Tone>) -> Self {
        self.0.push((text.into(), tone));
        self
    }

    /// Its text alone.
    pub fn plain(&self) -> String {
        self.0.iter().map(|(text, _)| text.as_str()).collect()
    }
}

impl<T: Into<String>> From<T> for Line {
    fn from(text: T) -> Self {
        Self(vec![(text.into(), None)])
    }
}

/// A colour. The word or sign beside it says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// 红
    Red,
    /// 黄
    Yellow,
    /// 绿
    Green,
    /// 蓝
    Blue,
    /// 灰
    Grey,
    /// Emphasis without a colour.
    Strong,
}
