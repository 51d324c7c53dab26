//! The page: titles, sections, tables of typed cells, notes.

use chrono::NaiveDate;

/// A printed page, before anybody knows on what.
#[derive(Debug, Clone)]
pub struct Page {
    /// The title.
    pub title: String,
    /// Short lines under the title: who, when.
    pub subtitle: Vec<String>,
    /// What it says, in order.
    pub sections: Vec<Section>,
    /// What stands at its foot: the legend, the rule.
    pub notes: Vec<String>,
}

/// A part of a page.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its heading.
    pub heading: Option<Line>,
    /// Sentences above its table.
    pub lines: Vec<Line>,
    /// Its table.
    pub table: Option<Table>,
    /// The sum of the table, below it.
    pub total: Option<Line>,
}

impl Section {
    /// A section under this heading.
    pub fn headed(heading: impl Into<Line>) -> Self {
        Self { heading: Some(heading.into()), ..Self::default() }
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

/// A table. The sections of one page may share one: same columns, one header.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Row>,
    /// Where several tables of a page are groups of one: what they are grouped by (阶段), and which group this is.
    pub group: Option<(&'static str, String)>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// For a column of a calendar over several years, the year above its title.
    pub above: Option<String>,
    /// How its cells stand.
    pub align: Align,
    /// How it behaves when room is short.
    pub width: Width,
}

/// How a cell stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// How a column behaves when room is short. Widths are in half-width characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// As wide as its widest cell, or as its widest brief one where room is short.
    Natural,
    /// As wide as its widest cell, but wrapped before it leaves the page, down to this width.
    AtLeast(u16),
    /// A column of the calendar: all of them equal.
    Slot,
    /// Like `AtLeast`, and left out of a narrow terminal: every other format has the room.
    Spare(u16),
    /// Only in spreadsheets, which scroll.
    Sheet,
}

impl Column {
    fn new(title: &str, align: Align, width: Width) -> Self {
        Self { title: title.to_owned(), above: None, align, width }
    }

    /// A column of texts that may wrap.
    pub fn text(title: &str, least: u16) -> Self {
        Self::new(title, Align::Left, Width::AtLeast(least))
    }

    /// A column of short texts that never wrap.
    pub fn short(title: &str) -> Self {
        Self::new(title, Align::Left, Width::Natural)
    }

    /// A column of numbers.
    pub fn number(title: &str) -> Self {
        Self::new(title, Align::Right, Width::Natural)
    }

    /// A column of texts that a narrow terminal can do without.
    pub fn spare(title: &str, least: u16) -> Self {
        Self::new(title, Align::Left, Width::Spare(least))
    }

    /// A column that only a spreadsheet has room for.
    pub fn sheet(title: &str) -> Self {
        Self::new(title, Align::Left, Width::Sheet)
    }

    /// A column of a calendar.
    pub fn slot(title: &str, above: Option<String>) -> Self {
        Self { above, ..Self::new(title, Align::Left, Width::Slot) }
    }

    /// Its whole title, where it stands alone.
    pub fn whole_title(&self) -> String {
        format!("{}{}", self.above.as_deref().unwrap_or_default(), self.title)
    }
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// What it is for.
    pub role: Role,
}

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One thing of the table.
    Item,
    /// A row that explains the columns, such as the phases above a calendar.
    Scale,
}

impl Row {
    /// A row of one thing.
    pub fn item(cells: Vec<Cell>) -> Self {
        Self { cells, role: Role::Item }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// The same in fewer characters, for a column that has no room.
    pub brief: Option<String>,
    /// Its colour, which never carries the meaning alone.
    pub tone: Option<Tone>,
}

impl Cell {
    /// A cell with this value.
    pub fn new(value: impl Into<Value>) -> Self {
        Self { value: value.into(), brief: None, tone: None }
    }

    /// The same cell with a shorter form.
    #[must_use]
    pub fn or_brief(mut self, brief: impl Into<String>) -> Self {
        self.brief = Some(brief.into());
        self
    }

    /// The same cell in a colour.
    #[must_use]
    pub fn toned(mut self, tone: impl Into<Option<Tone>>) -> Self {
        self.tone = tone.into();
        self
    }
}

/// What a cell holds, typed so that a spreadsheet can reckon with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A share, 0 to 100.
    Percent(f64),
    /// A day.
    Date(NaiveDate),
    /// A stretch of a calendar.
    Slot(Slot),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, Self::from)
    }
}

impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Self::Date(day)
    }
}

impl From<Slot> for Value {
    fn from(slot: Slot) -> Self {
        Self::Slot(slot)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl Value {
    /// The value as text, for formats that have nothing else.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Percent(share) if share.fract() == 0.0 => format!("{share:.0}%"),
            Self::Percent(share) => format!("{share:.1}%"),
            Self::Date(day) => day.to_string(),
            Self::Slot(slot) => slot.plain(),
        }
    }
}

/// A stretch of a calendar, with what lies in it. Positions are shares of the stretch, 0 to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slot {
    /// The planned days: from, to.
    pub bar: Option<(f64, f64)>,
    /// Marks on single days, in order.
    pub marks: Vec<(f64, Mark)>,
    /// Where today is, if it is here.
    pub today: Option<f64>,
    /// How much of the stretch is past.
    pub past: f64,
}

/// A mark on a day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// 原时限: the deadline before it was extended.
    OriginalDeadline,
    /// An occurrence still owed.
    Owed,
    /// An occurrence done.
    Met,
    /// An occurrence done after it was due.
    MetLate,
    /// An occurrence missed.
    Missed,
    /// The deadline.
    Deadline,
    /// 办结
    Finished,
}

impl Mark {
    /// Its sign in formats of plain characters. All are one half-width character.
    pub fn sign(self) -> char {
        match self {
            Self::OriginalDeadline => '△',
            Self::Owed => '○',
            Self::Met => '✓',
            Self::MetLate => '≈',
            Self::Missed => '✗',
            Self::Deadline => '▲',
            Self::Finished => '★',
        }
    }
}

impl Slot {
    /// The stretch in one or two characters, for formats without a calendar: its last mark, or its bar.
    pub fn plain(&self) -> String {
        match (self.marks.iter().map(|(_, mark)| mark).max(), self.bar) {
            (Some(mark), _) => mark.sign().to_string(),
            (None, Some((from, _))) if from < self.past => "━".to_owned(),
            (None, Some(_)) => "─".to_owned(),
            (None, None) => String::new(),
        }
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
