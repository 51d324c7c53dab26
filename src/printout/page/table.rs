//! Tables: columns, rows, and the groups that several tables of a page make.

use super::cell::Cell;

/// A table. The sections of one page may share one: same columns, one header.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Row>,
    /// Where several tables of a page are groups of one: what they are grouped by (阶段), and which group this is.
    pub group: Option<(&'static str, String)>,
    /// A form (表单) rather than a list: two columns, of which the first names what the second says. Paper draws no header
    /// above it.
    pub form: bool,
}

impl Table {
    /// A list: no group of several, no form.
    pub fn list(columns: Vec<Column>, rows: Vec<Row>) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    /// A form of what is asked and what is said.
    pub fn form(columns: Vec<Column>, rows: Vec<Row>) -> Self {
        Self { form: true, ..Self::list(columns, rows) }
    }

    /// The same table as one group of several.
    #[must_use]
    pub fn grouped(self, by: &'static str, name: impl Into<String>) -> Self {
        Self { group: Some((by, name.into())), ..self }
    }
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
    /// Whether it holds people's names, which the public edition leaves out.
    pub personal: bool,
    /// The texts a person may fill in, where they are known: a spreadsheet offers them as a list.
    pub choices: Vec<String>,
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
        Self { title: title.to_owned(), above: None, align, width, personal: false, choices: Vec::new() }
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

    /// The same column, holding people's names.
    #[must_use]
    pub fn of_people(self) -> Self {
        Self { personal: true, ..self }
    }

    /// The same column, to be filled in with one of these.
    #[must_use]
    pub fn among<T: Into<String>>(self, choices: impl IntoIterator<Item = T>) -> Self {
        Self { choices: choices.into_iter().map(Into::into).collect(), ..self }
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
