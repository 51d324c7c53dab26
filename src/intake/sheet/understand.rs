//! From cells to rows proposed for the ledger.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::super::column_titles::plain;
use super::book::{Book, Line, Sheet};
use super::cell::Cell;
use super::column::{Columns, settle};
use super::contents::weigh;
use super::kept::entries;
use super::lines::{Kind, group_name, kind};
use super::notes::Notes;
use super::row::{Reader, row};
use super::table::{Table, tables};
use super::{Hints, asides};
use crate::core::change::Value;
use crate::core::entry::LogEntry;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::import_proposal::{Heading, Holds, Place, Proposal, Row, Skipped};
use crate::core::typed_date::Context;

/// A table with what its columns hold.
struct Found<'a> {
    sheet: &'a Sheet,
    table: Table,
    columns: Columns,
}

/// Understands the sheets of a file: all of them, or the one that is named.
pub fn understand(book: &Book, only: Option<&str>, hints: Hints<'_>) -> Proposal {
    let mut proposal = Proposal { remarks: book.remarks.clone(), ..Proposal::default() };
    let known: BTreeSet<String> =
        hints.mapping.keys().chain(hints.settings.import.columns.keys()).map(|title| plain(title)).collect();
    let wanted = |sheet: &&Sheet| only.is_none_or(|name| *sheet.name == *name);
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut unread: Vec<&Sheet> = Vec::new();
    for sheet in book.sheets.iter().filter(wanted) {
        let all = tables(sheet, &known);
        if all.is_empty() && !sheet.rows.is_empty() {
            unread.push(sheet);
        }
        for table in all {
            if asides::is_log(&table.titles) {
                read_log(sheet, &table, hints, &mut proposal);
                continue;
            }
            if asides::is_phases(&sheet.name, &table.titles) {
                asides::phases(sheet, &table, hints, &mut proposal);
                continue;
            }
            let mut columns = settle(&table.titles, hints.mapping, &hints.settings.import.columns);
            weigh(&mut columns, &table.titles, &sheet.rows[table.rows.clone()], hints.today);
            found.push(Found { sheet, table, columns });
        }
    }
    for sheet in unread {
        let titles: Vec<&str> = sheet.rows.iter().take(3).flat_map(super::table::distinct).take(6).collect();
        if !titles.is_empty() {
            proposal.remarks.push(format!(
                "工作表“{}”没有找到表头，没有读（开头是：{}）；表头要有“任务名称、牵头单位、完成时限”这样的标题，或用 --map 说明哪个标题是任务名称，如 --map \"{}=任务名称\"",
                sheet.name,
                titles.join("、"),
                super::table::likely_title(sheet).unwrap_or("标题")
            ));
        }
    }
    let names = sheet_names(&found, hints);
    let mut notes = Notes::default();
    for Found { sheet, table, columns } in &found {
        tell_columns(sheet, table, columns, &mut proposal);
        let domain = names.get(&*sheet.name);
        read_rows(sheet, table, columns, domain, hints, &mut proposal, &mut notes);
    }
    proposal.remarks.extend(notes.remarks());
    proposal
}

/// What the columns were taken for.
fn tell_columns(sheet: &Sheet, table: &Table, columns: &Columns, proposal: &mut Proposal) {
    let headings = table.titles.iter().zip(&columns.holds).enumerate();
    let headings = headings.filter(|(_, (title, _))| !title.is_empty());
    proposal.columns.extend(headings.map(|(column, (title, holds))| Heading {
        sheet: sheet.name.clone(),
        column,
        title: title.clone(),
        holds: holds.clone(),
    }));
    for remark in &columns.remarks {
        if !proposal.remarks.contains(remark) {
            proposal.remarks.push(remark.clone());
        }
    }
    if !columns.has(Field::Title) {
        let titles: Vec<&str> =
            table.titles.iter().map(String::as_str).filter(|title| !title.is_empty()).collect();
        proposal.remarks.push(format!(
            "工作表“{}”里看不出哪一列是任务名称（表头：{}）；请用 --map 说明，如 --map \"{}=任务名称\"",
            sheet.name,
            titles.join("、"),
            titles.first().unwrap_or(&"标题")
        ));
    }
}

/// What the names of several sheets of one shape say: each a field of work, or an office.
fn sheet_names(found: &[Found<'_>], hints: Hints<'_>) -> HashMap<String, (Field, String)> {
    let mut names = HashMap::new();
    let sheets: BTreeSet<&str> = found.iter().map(|one| &*one.sheet.name).collect();
    for Found { sheet, table, columns } in found {
        let name: &str = sheet.name.trim();
        let is_domain = hints.settings.domains.iter().any(|domain| domain.name == name);
        let is_office = hints.settings.offices.iter().any(|office| office.name == name);
        let alike =
            found.iter().filter(|other| other.table.titles == table.titles && other.sheet.name != sheet.name);
        let several = sheets.len() > 1 && alike.count() > 0;
        if is_general(name) || !(several || is_domain || is_office) {
            continue;
        }
        let unit = is_office
            || !is_domain && name.ends_with(['局', '科', '室', '处', '办', '委', '部', '站', '所', '院']);
        let field = if unit { Field::Lead } else { Field::Domain };
        if !columns.has(field) {
            names.insert(sheet.name.to_string(), (field, group_name(name)));
        }
    }
    names
}

/// A name that says nothing of the work: Sheet1, 台账, 3月, 2026年.
fn is_general(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = ["sheet", "工作表", "台账", "清单", "汇总", "总表", "明细", "计划", "全部", "任务表", "附件"];
    let months = name
        .trim_end_matches(['月', '年', '周', '份', '度', '季', '半'])
        .chars()
        .all(|c| c.is_ascii_digit() || "第一二三四五六七八九十上下.-".contains(c));
    months || words.iter().any(|word| lower.contains(word)) || name.chars().count() > 20
}

/// The year that a date without one means here: the one that stands above the table, or in the sheet's name.
fn year(sheet: &Sheet, table: &Table, hints: Hints<'_>) -> i32 {
    let mut above = table.above.iter().map(String::as_str).chain([&*sheet.name]);
    above.find_map(year_of).unwrap_or(hints.settings.year)
}

fn year_of(text: &str) -> Option<i32> {
    text.match_indices('年').find_map(|(at, _)| {
        let digits = text.get(at.checked_sub(4)?..at)?;
        digits.parse().ok().filter(|year| (2000..2100).contains(year))
    })
}

fn read_rows(
    sheet: &Sheet,
    table: &Table,
    columns: &Columns,
    named: Option<&(Field, String)>,
    hints: Hints<'_>,
    proposal: &mut Proposal,
    notes: &mut Notes,
) {
    let Some(title) = columns.find(&Holds::Field(Field::Title)) else { return };
    let lines = &sheet.rows[table.rows.clone()];
    let serial = columns.find(&Holds::Serial);
    let dates = Context { year: year(sheet, table, hints), ..hints.settings.dates(hints.today) };
    let reader = Reader::new(table, columns, lines, dates);
    let wide = wide(sheet);
    let mut group: Option<String> = None;
    for line in lines {
        let place = Place { sheet: sheet.name.clone(), row: line.number };
        if let Some(fault) = &line.fault {
            proposal.skipped.push(Skipped::at(&place, fault));
            continue;
        }
        match kind(line, table, serial, title) {
            Kind::Blank | Kind::Sum | Kind::Note => continue,
            Kind::Group(name) => {
                group = Some(group_name(&name));
                continue;
            }
            Kind::Task => {}
        }
        let line = narrow(line, &wide, notes);
        match row(&reader, &line, place.clone(), notes) {
            Ok((mut read, faults)) => {
                proposal.skipped.extend(faults.into_iter().map(|fault| Skipped::at(&place, fault)));
                belong(&mut read, columns, group.as_deref(), named);
                if let (Some(kind), None) = (&columns.kind, read.id) {
                    read.put(Field::Kind, Some(Value::Text(kind.key().to_owned())));
                }
                asides::phase_of(&reader, &line, &read, proposal);
                proposal.rows.push(read);
            }
            Err(reason) => proposal.skipped.push(Skipped::at(&place, reason)),
        }
    }
}

/// The columns that merged cells cover sideways, by the number of the row.
fn wide(sheet: &Sheet) -> HashMap<u32, Vec<Range<usize>>> {
    let mut wide: HashMap<u32, Vec<Range<usize>>> = HashMap::new();
    for area in sheet.merged.iter().filter(|area| area.left < area.right) {
        let first = sheet.rows.partition_point(|line| line.number <= area.top);
        for line in sheet.rows[first..].iter().take_while(|line| line.number <= area.bottom + 1) {
            wide.entry(line.number).or_default().push(area.left as usize..area.right as usize + 1);
        }
    }
    wide
}

/// A task's row in which a cell merged over several columns says what it says once: in the first of them.
fn narrow<'a>(line: &'a Line, wide: &HashMap<u32, Vec<Range<usize>>>, notes: &mut Notes) -> Cow<'a, Line> {
    let mut narrow = Cow::Borrowed(line);
    for columns in wide.get(&line.number).into_iter().flatten() {
        let said = line.cell(columns.start).clone();
        if said.is_empty() {
            continue;
        }
        for at in columns.clone().skip(1) {
            if *line.cell(at) == said {
                narrow.to_mut().cells[at] = Cell::Empty;
            }
        }
        notes.spread(line.number);
    }
    narrow
}

/// What a row says of itself only by where it stands.
fn belong(row: &mut Row, columns: &Columns, group: Option<&str>, named: Option<&(Field, String)>) {
    if let (Some(group), None) = (group, row.text(Field::Domain)) {
        row.put(Field::Domain, Some(Value::Text(group.to_owned())));
    }
    if let Some((field, name)) = named
        && !columns.has(*field)
        && row.text(*field).is_none()
    {
        row.put(*field, Some(Value::Text(name.clone())));
    }
}

/// 办理记录 on a sheet of its own.
fn read_log(sheet: &Sheet, table: &Table, hints: Hints<'_>, proposal: &mut Proposal) {
    let at: BTreeMap<String, usize> =
        table.titles.iter().enumerate().map(|(at, title)| (plain(title), at)).collect();
    for line in &sheet.rows[table.rows.clone()] {
        let place = Place { sheet: sheet.name.clone(), row: line.number };
        let cell = |title: &str| at.get(title).map_or(&Cell::Empty, |at| line.cell(*at));
        let id = cell("编号").shown();
        let Some(id) = TaskId::parse(&id, hints.settings.year) else {
            if line.own > 1 {
                proposal
                    .skipped
                    .push(Skipped::at(&place, format!("办理记录的编号“{id}”看不懂，应如 2026-014")));
            }
            continue;
        };
        match asides::entry(&cell, hints.today) {
            Ok(entry) => proposal.logs.entry(id).or_default().push(entry),
            Err(reason) => proposal.skipped.push(Skipped::at(&place, reason)),
        }
    }
}

/// The log of a task out of one cell, as `export` writes it.
pub(super) fn log_of(cell: &Cell) -> Result<Vec<LogEntry>, String> {
    let text = cell.shown();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let read = serde_json::from_str(&text).ok().and_then(|json| entries(&json));
    read.ok_or_else(|| "办理记录这一格不是 export 写出的样子，没有导入".to_owned())
}
