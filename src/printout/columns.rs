//! Columns as values: what stands at the head of a column and how its cell is drawn from a row, in one place. A layout names its
//! columns and its rows, and has no two lists that must agree by position.

use super::Occasion;
use super::labels::{deadline_cell, id_cell, light_cell, progress_cell};
use super::page::{Cell, Column, Row, Table, Tone};
use crate::core::field::Field;
use crate::report::facts::Judged;

/// A column of a table that has a row for each `R`.
pub(super) struct ColumnOf<'a, R> {
    head: Column,
    cell: Box<dyn Fn(R) -> Cell + 'a>,
}

/// A column of a table that has a row for each task.
pub(super) type TaskColumn<'a> = ColumnOf<'a, &'a Judged<'a>>;

impl Column {
    /// The column with how its cell is drawn from a row.
    pub(super) fn drawn<'a, R, C: Into<Cell>>(self, cell: impl Fn(R) -> C + 'a) -> ColumnOf<'a, R> {
        ColumnOf { head: self, cell: Box::new(move |row| cell(row).into()) }
    }
}

impl<'a, R: 'a> ColumnOf<'a, R> {
    /// The same column under another title.
    pub(super) fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.head.title);
        self
    }

    /// The same column, to be filled in with one of these.
    pub(super) fn among<T: Into<String>>(self, choices: impl IntoIterator<Item = T>) -> Self {
        Self { head: self.head.among(choices), ..self }
    }

    /// The same column in a table of other rows, each of which leads to one of these. Where it leads to none, the cell is empty.
    pub(super) fn of<S>(self, row: impl Fn(S) -> Option<R> + 'a) -> ColumnOf<'a, S> {
        self.head.drawn(move |other| row(other).map(&self.cell).unwrap_or_default())
    }
}

/// A list with a row for each of these.
pub(super) fn table<R: Copy>(columns: Vec<ColumnOf<'_, R>>, rows: impl IntoIterator<Item = R>) -> Table {
    let row = |row| Row::item(columns.iter().map(|column| (column.cell)(row)).collect());
    let rows = rows.into_iter().map(row).collect();
    Table::list(columns.into_iter().map(|column| column.head).collect(), rows)
}

/// These columns in a table of other rows, each of which leads to a task.
pub(super) fn of_rows<'a, S: 'a>(
    columns: Vec<TaskColumn<'a>>,
    judged: impl Fn(S) -> &'a Judged<'a> + Copy + 'a,
) -> Vec<ColumnOf<'a, S>> {
    columns.into_iter().map(|column| column.of(move |row| Some(judged(row)))).collect()
}

/// 编号
pub(super) fn id(occasion: Occasion<'_>) -> TaskColumn<'_> {
    Column::short("编号").drawn(move |judged: &Judged<'_>| id_cell(judged.task.id, occasion.settings))
}

/// The title of the task.
pub(super) fn task<'a>(least: u16) -> TaskColumn<'a> {
    Column::text("任务", least).drawn(|judged: &Judged<'_>| judged.task.title.as_str())
}

/// 牵头单位
pub(super) fn lead<'a>() -> TaskColumn<'a> {
    field(Field::Lead, |title| Column::text(title, 8))
}

/// 责任人
pub(super) fn owner<'a>() -> TaskColumn<'a> {
    field(Field::Owner, |title| Column::text(title, 6).of_people())
}

/// 时限: the day, or what stands in its place.
pub(super) fn due(occasion: Occasion<'_>) -> TaskColumn<'_> {
    Column::short("时限").drawn(move |judged| deadline_cell(judged, occasion.settings))
}

/// 逾期天数
pub(super) fn days_overdue<'a>() -> TaskColumn<'a> {
    let days = |judged: &Judged<'_>| Cell::new(judged.standing.days_overdue.unwrap_or(0)).toned(Tone::Red);
    Column::number("逾期天数").drawn(days)
}

/// 剩余天数
pub(super) fn days_left<'a>(tone: Option<Tone>) -> TaskColumn<'a> {
    let days = move |judged: &Judged<'_>| Cell::new(judged.standing.days_left.unwrap_or(0)).toned(tone);
    Column::number("剩余天数").drawn(days)
}

/// The light with its word and the reason.
pub(super) fn light(occasion: Occasion<'_>) -> TaskColumn<'_> {
    Column::short("灯").drawn(move |judged| light_cell(judged, occasion.settings))
}

/// 状态
pub(super) fn status<'a>() -> TaskColumn<'a> {
    let label = Field::Status.label();
    Column::spare(label, 6).drawn(|judged: &Judged<'_>| judged.task.status.label())
}

/// 进度
pub(super) fn progress<'a>() -> TaskColumn<'a> {
    Column::number(Field::Progress.label()).drawn(progress_cell)
}

/// 最新进展 with its day.
pub(super) fn news(head: impl FnOnce(&str) -> Column, occasion: Occasion<'_>) -> TaskColumn<'_> {
    let latest = move |judged: &Judged<'_>| {
        let entry = judged.task.latest(occasion.today);
        entry.and_then(|entry| Some(format!("{} {}", entry.date, entry.text.as_deref()?))).unwrap_or_default()
    };
    head("最新进展").drawn(latest)
}

/// What the task says under a field, under the title of that field.
pub(super) fn field<'a>(field: Field, head: impl FnOnce(&str) -> Column) -> TaskColumn<'a> {
    let said = move |judged: &Judged<'_>| judged.task.get(field).map(|said| said.to_string());
    head(field.label()).drawn(said)
}

/// Which task it is and whose.
pub(super) fn whose(least: u16, occasion: Occasion<'_>) -> Vec<TaskColumn<'_>> {
    vec![id(occasion), task(least), lead(), owner()]
}
