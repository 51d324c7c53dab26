//! What one row says of one task.

use super::book::Line;
use super::cell::Cell;
use super::column::Columns;
use super::notes::Notes;
use super::table::Table;
use super::understand::log_of;
use super::value::{self, Deadline, Said};
use super::when::{promised, settle_deadline};
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::import_proposal::{Holds, Place, Row, is_own_key, read_value};
use crate::core::office_list::{Units, units};
use crate::core::people_list::people;
use crate::core::status::Status;
use crate::core::typed_date::Context;

/// How long a name may be before its first clause stands for it.
const LONG: usize = 60;

/// How the rows of a table are read.
pub(super) struct Reader<'a> {
    pub(super) columns: &'a Columns,
    pub(super) titles: &'a [String],
    pub(super) dates: Context<'a>,
    /// Whether the column of 进度 counts in percent rather than in shares of one.
    whole: bool,
    /// Whether the column of 编号 holds ids.
    ids: bool,
}

impl<'a> Reader<'a> {
    /// Looks through the columns whose meaning hangs on what they hold.
    pub(super) fn new(table: &'a Table, columns: &'a Columns, lines: &[Line], dates: Context<'a>) -> Self {
        let column = |holds: &Holds| columns.find(holds);
        let numbers = |at: usize| lines.iter().map(move |line| line.cell(at));
        Self {
            whole: column(&Holds::Field(Field::Progress)).is_some_and(|at| value::counts_whole(numbers(at))),
            ids: column(&Holds::Id).is_some_and(|at| numbers(at).any(|cell| id_of(cell).is_some())),
            titles: &table.titles,
            columns,
            dates,
        }
    }
}

/// An id as `export` writes it: with its year, so that a running number of the sheet's own is none.
fn id_of(cell: &Cell) -> Option<TaskId> {
    let Cell::Text(text) = cell else { return None };
    TaskId::parse(text, 0).filter(|id| id.year > 0)
}

/// Why a number is refused that no task can have.
pub(super) fn too_high(id: &str) -> String {
    format!("编号“{id}”太大，序号最大到 {}；请改正，登记为新任务的请清空编号", TaskId::HIGHEST)
}

/// The row, and what of it cannot be taken; or why nothing of it can.
pub(super) fn row(
    reader: &Reader<'_>,
    line: &Line,
    place: Place,
    notes: &mut Notes,
) -> Result<(Row, Vec<String>), String> {
    let mut row = Row { place, ..Row::default() };
    let mut faults = Vec::new();
    let mut led = None;
    let mut helping: Option<Vec<String>> = None;
    let mut deadline: Option<Deadline> = None;
    for (at, holds) in reader.columns.holds.iter().enumerate() {
        let cell = line.cell(at);
        match holds {
            Holds::Id if matches!(cell, Cell::Text(text) if TaskId::is_too_high(text)) => {
                return Err(too_high(&cell.shown()));
            }
            Holds::Id if reader.ids => row.id = id_of(cell),
            Holds::Id => {
                own(&mut row, &reader.titles[at], cell);
            }
            Holds::Field(Field::Title) => title(reader, cell, &mut row, &mut deadline)?,
            Holds::Field(Field::Lead) => match value::marked(Field::Lead, cell) {
                Some(value) => row.put(Field::Lead, value),
                None if reader.columns.person == Some(at) => {
                    let (units, owner) = unit_and_person(cell);
                    led = Some(units);
                    row.put(Field::Owner, owner.map(Value::Text));
                }
                None => led = Some(read_units(cell)),
            },
            Holds::Field(field @ (Field::Owner | Field::Leader)) => {
                let is_marked = value::marked(*field, cell).is_some();
                if !is_marked && people(&cell.shown()).says_more {
                    own(&mut row, &reader.titles[at], cell);
                }
                row.put(*field, value::field(*field, cell, reader.dates, reader.whole).unwrap_or_default());
            }
            Holds::Field(Field::Support) => {
                let names = match value::marked(Field::Support, cell) {
                    Some(Some(Value::List(names))) => names,
                    _ => read_units(cell).all(),
                };
                helping.get_or_insert_default().extend(names);
            }
            Holds::Field(Field::Due) => {
                let read = value::deadline(cell, reader.dates)?;
                deadline = Some(read);
            }
            Holds::Field(Field::Status) => status(reader, cell, &mut row, notes),
            Holds::Field(Field::Progress) => progress(reader, cell, &mut row, &mut faults),
            Holds::Field(field) => match value::field(*field, cell, reader.dates, reader.whole) {
                Ok(value) => row.put(*field, value),
                // A day that does not exist is a mistake that somebody has to look at.
                Err(reason) if *field == Field::Start && reason.contains("不存在") => return Err(reason),
                // 巡察, 审计: an office's own kinds; 五级: its own levels.
                Err(_) if matches!(field, Field::Kind | Field::Level) => {
                    own(&mut row, &reader.titles[at], cell);
                }
                Err(reason) => {
                    let kept = own(&mut row, &reader.titles[at], cell);
                    let what = if kept { "原文存为自有栏目" } else { "这一格没有导入" };
                    faults.push(format!("{reason}；{what}"));
                }
            },
            Holds::Said => said(&mut row, cell),
            Holds::Trouble => row.trouble = text(cell),
            Holds::StruckOff if value::is_yes(cell) => {
                row.put(Field::Status, Some(Value::Text(Status::Done.key().to_owned())));
                row.struck_off = true;
            }
            Holds::Log => match log_of(cell) {
                Ok(log) => row.log = log,
                Err(reason) => faults.push(reason),
            },
            Holds::Own(key) => {
                if let Cell::Broken(what) = cell {
                    faults.push(format!(
                        "“{key}”是{what}；请在 Excel 里算出结果、存盘后再导入，这一格没有导入"
                    ));
                } else {
                    row.own.push((key.clone(), own_value(cell)));
                }
            }
            _ => {}
        }
    }
    lead(&mut row, led.as_ref(), helping);
    if let Some(read) = deadline {
        settle_deadline(reader, line, &mut row, read, notes);
    }
    follow(reader, &mut row);
    promised(reader, line, &mut row);
    instead(reader, line, &mut row)?;
    shorten(reader, &mut row, notes);
    Ok((row, faults))
}

fn text(cell: &Cell) -> Option<String> {
    let shown = cell.shown();
    match read_value(&shown) {
        Some(toml::Value::String(text)) => Some(text),
        _ => Some(shown).filter(|text| !value::is_blank(text) && !matches!(cell, Cell::Broken(_))),
    }
}

/// 最新进展 with its day, as a list of the ledger's prints it: the day is not part of what was said.
fn said(row: &mut Row, cell: &Cell) {
    let Some(text) = text(cell) else { return };
    let text = match text.split_once(' ') {
        Some((day, rest)) if day.len() == 10 && day.parse::<chrono::NaiveDate>().is_ok() => {
            rest.trim().to_owned()
        }
        _ => text,
    };
    row.said = Some(match row.said.take() {
        Some(before) if before != text => format!("{before}；{text}"),
        _ => text,
    });
}

/// The task's name; where the column breaks a task into months, the month before it is its deadline.
fn title(
    reader: &Reader<'_>,
    cell: &Cell,
    row: &mut Row,
    deadline: &mut Option<Deadline>,
) -> Result<(), String> {
    if let Cell::Broken(what) = cell {
        return Err(format!("任务名称是{what}；请在 Excel 里算出结果、存盘后再导入"));
    }
    if reader.columns.by_month
        && let Some((when, what)) = value::month_before(&cell.shown(), reader.dates)
    {
        *deadline = deadline.take().filter(|read| *read != Deadline::default()).or(Some(when));
        row.put(Field::Title, Some(Value::Text(what.split_whitespace().collect::<Vec<_>>().join(" "))));
        return Ok(());
    }
    row.put(Field::Title, value::field(Field::Title, cell, reader.dates, false)?);
    Ok(())
}

/// A cell that cannot be what its column holds, kept as it stands under its title; says whether it was.
pub(super) fn own(row: &mut Row, title: &str, cell: &Cell) -> bool {
    let kept = !cell.is_empty() && !matches!(cell, Cell::Broken(_)) && is_own_key(title);
    if kept {
        row.own.push((title.to_owned(), own_value(cell)));
    }
    kept
}

fn own_value(cell: &Cell) -> Option<toml::Value> {
    Some(match cell {
        Cell::Empty | Cell::Broken(_) => return None,
        Cell::Text(text) => read_value(text).unwrap_or_else(|| toml::Value::String(text.clone())),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be a whole number that both can hold"
        )]
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            toml::Value::Integer(*number as i64)
        }
        Cell::Number(number) => toml::Value::Float(*number),
        Cell::Day(day) => toml::Value::Datetime(crate::core::toml_value::datetime(*day)),
        Cell::Flag(flag) => toml::Value::Boolean(*flag),
    })
}

/// 综合科/李强, 综合科（李强）, 综合科 李强: the units, and who answers in them.
fn unit_and_person(cell: &Cell) -> (Units, Option<String>) {
    let shown = cell.shown();
    if value::is_blank(&shown) || matches!(cell, Cell::Broken(_)) {
        return (Units::default(), None);
    }
    let is_sign = |c: char| c.is_whitespace() || "/、，,；;（）()：:".contains(c);
    let words: Vec<&str> = shown.split(is_sign).filter(|word| !word.is_empty()).collect();
    let (people, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_person(word));
    if names.is_empty() {
        return (read_units(cell), None);
    }
    (units(&names.join("、")), Some(people.join("、")).filter(|people| !people.is_empty()))
}

/// Whether a word is a person's name rather than a unit's: two to four letters that do not end as units do.
fn is_person(word: &str) -> bool {
    let letters = word.chars().count();
    let ends = "局科室处办委部站所院厅队会校府司组股厂团店镇乡村区县市街道社中心公司";
    (2..=4).contains(&letters)
        && word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·')
        && !word.ends_with(|c| ends.contains(c))
}

fn read_units(cell: &Cell) -> Units {
    let shown = cell.shown();
    if value::is_blank(&shown) || matches!(cell, Cell::Broken(_)) { Units::default() } else { units(&shown) }
}

/// The lead and those who help, from however many columns name them.
fn lead(row: &mut Row, led: Option<&Units>, helping: Option<Vec<String>>) {
    let has_support = helping.is_some();
    let (mut first, mut rest) = led.cloned().map(Units::split).unwrap_or_default();
    let mut others = helping.unwrap_or_default();
    // A row that names only who helps has its lead among them.
    if led.is_some() && first.is_none() && !others.is_empty() && row.id.is_none() {
        first = Some(others.remove(0));
    }
    rest.extend(others);
    if led.is_some() {
        row.put(Field::Lead, first.map(Value::Text));
    }
    let first = row.text(Field::Lead).map(ToOwned::to_owned);
    let mut support: Vec<String> = Vec::new();
    for name in rest {
        if Some(&name) != first.as_ref() && !support.contains(&name) {
            support.push(name);
        }
    }
    if has_support || !support.is_empty() {
        row.put(Field::Support, Some(support).filter(|names| !names.is_empty()).map(Value::List));
    }
}

fn status(reader: &Reader<'_>, cell: &Cell, row: &mut Row, notes: &mut Notes) {
    if row.struck_off {
        return;
    }
    // 60% in the column of 完成情况.
    if let (Some(percent), false) = (value::share(cell), reader.columns.has(Field::Progress)) {
        let status = match percent {
            0 => Status::Todo,
            100 => Status::Done,
            _ => Status::Doing,
        };
        row.put(Field::Status, Some(Value::Text(status.key().to_owned())));
        row.put(Field::Progress, Some(Value::Integer(percent)));
        return;
    }
    if reader.columns.scale && cell.shown() == "●" {
        row.put(Field::Status, Some(Value::Text(Status::Done.key().to_owned())));
        return;
    }
    match value::status(cell) {
        Some(Said::Status(status, struck_off)) => {
            row.put(Field::Status, Some(Value::Text(status.key().to_owned())));
            row.struck_off = struck_off;
        }
        Some(Said::Text(status)) => {
            match status {
                Some(status) => {
                    notes.guessed(row.place.row, &cell.shown(), status.label());
                    row.put(Field::Status, Some(Value::Text(status.key().to_owned())));
                }
                None => notes.status(row.place.row, &cell.shown()),
            }
            // 主体完工60% in the column of 完成情况.
            if let (Some(percent), false) =
                (value::percent_among(&cell.shown()), reader.columns.has(Field::Progress))
            {
                row.put(Field::Progress, Some(Value::Integer(percent)));
            }
            said(row, cell);
        }
        None => {}
    }
}

/// Where no column says the status, 进展情况 may, 已完成 and 尚未启动 in so many words; and so may 进度.
fn follow(reader: &Reader<'_>, row: &mut Row) {
    if row.id.is_some() || row.says(Field::Status).is_some() || reader.columns.has(Field::Status) {
        return;
    }
    let told = row.said.as_deref().and_then(|told| match value::status(&Cell::text(told)) {
        Some(Said::Status(status, _)) => Some(status),
        Some(Said::Text(status)) => status.filter(|status| *status == Status::Todo),
        None => None,
    });
    let status = told.or(match row.says(Field::Progress) {
        Some(Some(Value::Integer(100))) => Some(Status::Done),
        Some(Some(Value::Integer(1..))) => Some(Status::Doing),
        _ => None,
    });
    if let Some(status) = status {
        row.put(Field::Status, Some(Value::Text(status.key().to_owned())));
    }
}

/// 进度; offices write what was done into it as well.
fn progress(reader: &Reader<'_>, cell: &Cell, row: &mut Row, faults: &mut Vec<String>) {
    match value::field(Field::Progress, cell, reader.dates, reader.whole) {
        Ok(value) => row.put(Field::Progress, value),
        // 3/9次, as the ledger prints a duty that recurs.
        Err(_) if cell.shown().ends_with('次') && cell.shown().contains('/') => {}
        Err(_) if matches!(cell, Cell::Text(text) if text.chars().any(|c| !c.is_ascii() && c != '％')) => {
            match value::status(cell) {
                // A tick where a number belongs.
                Some(Said::Status(status, _)) if !reader.columns.has(Field::Status) => {
                    row.put(Field::Status, Some(Value::Text(status.key().to_owned())));
                }
                _ => {
                    if let Some(percent) = value::percent_among(&cell.shown()) {
                        row.put(Field::Progress, Some(Value::Integer(percent)));
                    }
                    said(row, cell);
                }
            }
        }
        Err(reason) => faults.push(format!("{reason}；这一格没有导入")),
    }
}

/// A name from the columns next to an empty one: 二级功能 where there is no 三级功能.
fn instead(reader: &Reader<'_>, line: &Line, row: &mut Row) -> Result<(), String> {
    if row.text(Field::Title).is_some() {
        return Ok(());
    }
    let found =
        reader.columns.instead.iter().map(|at| line.cell(*at)).find(|cell| !value::is_blank(&cell.shown()));
    match found {
        Some(cell) => {
            row.put(Field::Title, value::field(Field::Title, cell, reader.dates, false)?);
            Ok(())
        }
        None => Err("没有任务名称；请补上名称再导入这一行".to_owned()),
    }
}

/// The first clause of a name that is a whole paragraph; the paragraph becomes the content.
fn shorten(reader: &Reader<'_>, row: &mut Row, notes: &mut Notes) {
    let Some(title) = row.text(Field::Title).filter(|title| title.chars().count() > LONG) else { return };
    if row.text(Field::Content).is_some()
        || row.id.is_some()
        || reader.titles.iter().any(|title| title == "任务名称")
    {
        return;
    }
    let title = title.to_owned();
    let clause = title.split(['。', '；', ';']).find(|clause| clause.chars().count() >= 4).unwrap_or(&title);
    let clause = if clause.chars().count() > LONG {
        clause.split(['，', ',', '：']).find(|clause| clause.chars().count() >= 6).unwrap_or(clause)
    } else {
        clause
    };
    let short = crate::core::text::one_line(clause, LONG);
    row.put(Field::Title, Some(Value::Text(short)));
    row.put(Field::Content, Some(Value::Text(title)));
    notes.shortened();
}
