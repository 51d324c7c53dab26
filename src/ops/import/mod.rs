//! 导入: the rows of a spreadsheet, compared with the ledger: what is new, what differs, what cannot be taken.

mod create;
mod life;
mod matching;
mod parent;
mod update;

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use crate::core::change::{Addition, Change, Edit, Op, Value};
use crate::core::dedupe::{Names, known};
use crate::core::entry::LogEntry;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::import_proposal::{Holds, Place, Proposal, Row, Skipped};
use crate::core::ledger::Ledger;
use crate::core::phase::Phase;
use crate::core::settings::{Domain, Settings};
use crate::core::status::Status;

use life::aimed;
use matching::{Match, matches};
use parent::parents;

/// What an import needs to know besides the ledger and the rows.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The file's name, for the sentence.
    pub file: &'a str,
    /// The day.
    pub today: NaiveDate,
    /// Who imports.
    pub by: &'a str,
    /// The keys of their own that the tasks have.
    pub own: &'a HashMap<TaskId, toml::Table>,
    /// Every number that was ever given out.
    pub given: &'a BTreeSet<TaskId>,
    /// What the person said of the titles of columns, to be remembered.
    pub mapping: &'a [(String, Holds)],
}

/// What an import comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The change.
    pub change: Change,
    /// What became of each row that is taken and changes something, in the order of the sheets.
    pub taken: Vec<Taken>,
    /// How many rows say what the ledger says already.
    pub unchanged: usize,
    /// What was not taken.
    pub skipped: Vec<Skipped>,
}

/// A row that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Where it stands.
    pub place: Place,
    /// The task.
    pub id: TaskId,
    /// Its name.
    pub title: String,
    /// Whether it is new.
    pub is_new: bool,
}

/// What rows are compared with.
struct Desk<'a> {
    /// The settings with what the import adds to them.
    settings: Settings,
    request: Request<'a>,
    proposal: &'a Proposal,
}

impl Desk<'_> {
    fn log<'r>(&'r self, row: &'r Row) -> &'r [LogEntry] {
        log(self.proposal, row)
    }
}

/// The log that the sheets give a row: its own, or that on the sheet of 办理记录.
fn log<'a>(proposal: &'a Proposal, row: &'a Row) -> &'a [LogEntry] {
    let aside = row.id.and_then(|id| proposal.logs.get(&id));
    if row.log.is_empty() { aside.map_or(&[], Vec::as_slice) } else { &row.log }
}

/// Compares what a spreadsheet proposes with the ledger.
pub fn import(ledger: &Ledger, proposal: &Proposal, request: Request<'_>) -> Import {
    let mut remarks = Vec::new();
    let mut rows = proposal.rows.clone();
    let mut settings = ledger.settings.clone();
    let mut additions = phases(&mut settings, &proposal.phases, &mut remarks);
    additions.extend(name_places(&mut settings, &mut rows));
    let decided = matches(ledger, &rows, |row| log(proposal, row));
    let numbers = numbers(ledger.settings.year, request.given, &rows, &decided);
    let moved = numbers.iter().filter_map(|(at, id)| Some((rows[*at].id?, *id)));
    let renumbered: HashMap<TaskId, TaskId> = moved.filter(|(sheet, here)| sheet != here).collect();
    let mut remarked: Vec<_> = renumbered.iter().collect();
    remarked.sort();
    for (sheet, here) in remarked.iter().take(5) {
        remarks.push(format!("表里的编号 {sheet} 这里用过了，登记为 {here}"));
    }
    let desk = Desk { settings, request, proposal };
    let mut skipped = proposal.skipped.clone();
    skipped.extend(parents(ledger, &mut rows, &decided, &numbers));
    let mut import = Import {
        change: Change::of_many(Op::Import, String::new(), Vec::new()),
        taken: Vec::new(),
        unchanged: 0,
        skipped: Vec::new(),
    };
    for (at, row) in rows.iter().enumerate() {
        let edit = match &decided[at] {
            Match::Refused(reason) => {
                skipped.push(Skipped::at(&row.place, reason));
                continue;
            }
            Match::Older => continue,
            Match::Void(_) if aimed(row) == Some(Status::Void) => {
                import.unchanged += 1;
                continue;
            }
            Match::Void(id) => {
                let reason = format!(
                    "{id} 已作废，没有导入；当初没有登记错的，请先用 ledger reopen {id} 原因 恢复，再导入"
                );
                skipped.push(Skipped::at(&row.place, reason));
                continue;
            }
            Match::New => {
                let Some(id) = numbers.get(&at) else {
                    skipped.push(Skipped::at(&row.place, used_up(ledger.settings.year)));
                    continue;
                };
                create::create(&desk, row, *id)
            }
            Match::Known(task) => {
                let (edit, refused) = update::update(&desk, &ledger.tasks[*task], row);
                skipped.extend(refused.into_iter().map(|reason| Skipped::at(&row.place, reason)));
                edit
            }
        };
        if edit.set.is_empty() && edit.extra.is_empty() && edit.log.is_empty() {
            import.unchanged += 1;
            continue;
        }
        let title = row.text(Field::Title).unwrap_or_default().to_owned();
        import.taken.push(Taken { place: row.place.clone(), id: edit.id, title, is_new: edit.creates });
        import.change.edits.push(edit);
    }
    // What is added to the settings is added for the tasks that are taken.
    let used = used_domains(&import.change.edits);
    additions.retain(|addition| !matches!(addition, Addition::Domain(name) if !used.contains(name.as_str())));
    additions.extend(remembered(&ledger.settings, request.mapping));
    skipped.sort_by(|a, b| (&a.sheet, a.row).cmp(&(&b.sheet, b.row)));
    remarks.extend(retold(&rows, &decided));
    remarks.extend(renamed(ledger, &rows, &decided));
    remarks.extend(proposal.remarks.iter().cloned());
    remarks.extend(undated(&import.change.edits));
    import.skipped = skipped;
    import.change.sentence = sentence(&import, request.file, &additions);
    import.change.additions = additions;
    import.change.remarks = remarks;
    import
}

/// `导入 台账.xlsx：新登记 12 项，更新 3 项`
fn sentence(import: &Import, file: &str, additions: &[Addition]) -> String {
    let new = import.taken.iter().filter(|taken| taken.is_new).count();
    let old = import.taken.len() - new;
    let parts = [("新登记", new), ("更新", old)];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{what} {count} 项"))
        .collect();
    match (parts.is_empty(), additions.is_empty()) {
        (false, _) => format!("导入 {file}：{}", parts.join("，")),
        (true, false) => format!("导入 {file}：任务没有变化，补充台账设置"),
        (true, true) => format!("导入 {file}：没有要改的"),
    }
}

/// Rows whose tasks a later sheet tells again, by sheet.
fn retold(rows: &[Row], decided: &[Match]) -> Option<String> {
    let mut sheets: Vec<(&str, usize)> = Vec::new();
    for (row, _) in rows.iter().zip(decided).filter(|(_, decided)| **decided == Match::Older) {
        match sheets.last_mut() {
            Some((sheet, count)) if **sheet == *row.place.sheet => *count += 1,
            _ => sheets.push((&row.place.sheet, 1)),
        }
    }
    let sheets: Vec<String> = sheets.iter().map(|(sheet, count)| format!("“{sheet}”{count} 行")).collect();
    (!sheets.is_empty())
        .then(|| format!("几张工作表写到同一项任务的，以最后一张为准，前面的没有取：{}", sheets.join("、")))
}

/// Tasks that get another name by the 编号 of a row: whoever imports should look whether they are the same.
fn renamed(ledger: &Ledger, rows: &[Row], decided: &[Match]) -> Vec<String> {
    let pairs = rows.iter().zip(decided).filter_map(|(row, decided)| match decided {
        Match::Known(task) => Some((row.id?, row.text(Field::Title)?, ledger.tasks[*task].title.as_str())),
        _ => None,
    });
    let changed = pairs.filter(|(_, new, old)| new != old);
    let remark = |(id, new, old)| format!("{id} 改名：“{old}”改为“{new}”；不是同一项的，请清空表里的编号");
    changed.take(5).map(remark).collect()
}

/// Tasks that are new and done, of which nobody says when: whether they were late cannot be told.
fn undated(edits: &[Edit]) -> Option<String> {
    let has =
        |edit: &Edit, field: Field| edit.set.iter().any(|(known, value)| *known == field && value.is_some());
    let is_done = |edit: &Edit| {
        let done = Value::Text(Status::Done.key().to_owned());
        edit.creates
            && edit.set.iter().any(|(_, value)| value.as_ref() == Some(&done))
            && !has(edit, Field::DoneOn)
    };
    let ids: Vec<String> =
        edits.iter().filter(|edit| is_done(edit)).map(|edit| edit.id.to_string()).collect();
    let more = if ids.len() > 5 { " 等" } else { "" };
    (!ids.is_empty()).then(|| {
        format!(
            "有 {} 项列为已办结而没有办结日期，判不了是否按时（{}{more}）；请在表里加一列办结日期再导入，或在任务文件里补上 done_on",
            ids.len(),
            ids[..ids.len().min(5)].join("、")
        )
    })
}

/// The phases that the ledger does not have. What it says of those it has stays.
fn phases(settings: &mut Settings, proposed: &[Phase], remarks: &mut Vec<String>) -> Vec<Addition> {
    let mut additions = Vec::new();
    for phase in proposed {
        let names = settings.phases.iter().map(|phase| phase.name.as_str());
        match known(&phase.name, names).and_then(|name| settings.phase(Some(name))) {
            None => {
                settings.phases.push(phase.clone());
                additions.push(Addition::Phase(phase.clone()));
            }
            Some(known) if (known.start, known.end) != (phase.start, phase.end) => {
                let span = |phase: &Phase| {
                    let day =
                        |day: Option<NaiveDate>| day.map_or_else(|| "未定".to_owned(), |day| day.to_string());
                    format!("{} 至 {}", day(phase.start), day(phase.end))
                };
                remarks.push(format!(
                    "阶段“{}”台账里是 {}，表里是 {}，没有改；要改请改 ledger.toml",
                    known.name,
                    span(known),
                    span(phase)
                ));
            }
            Some(_) => {}
        }
    }
    additions
}

/// Gives the fields of work and the phases of the rows the names that the settings know, and adds those they do not.
fn name_places(settings: &mut Settings, rows: &mut [Row]) -> Vec<Addition> {
    let names = |names: Vec<&str>| names.into_iter().map(ToOwned::to_owned).collect::<Vec<String>>();
    let domains = names(settings.domains.iter().map(|domain| domain.name.as_str()).collect());
    let phases = names(settings.phases.iter().map(|phase| phase.name.as_str()).collect());
    let mut additions = Vec::new();
    for name in named_alike(rows, Field::Domain, &domains) {
        settings.domains.push(Domain { name: name.clone() });
        additions.push(Addition::Domain(name));
    }
    for name in named_alike(rows, Field::Phase, &phases) {
        let phase = Phase { name, ..Phase::default() };
        settings.phases.push(phase.clone());
        additions.push(Addition::Phase(phase));
    }
    additions
}

/// Gives the rows the names of `field` that are known; those that are not, in the order of the rows.
fn named_alike(rows: &mut [Row], field: Field, known: &[String]) -> Vec<String> {
    let written: Vec<Option<String>> =
        rows.iter().map(|row| row.text(field).map(ToOwned::to_owned)).collect();
    let mut names = Names::default();
    for name in known {
        names.add(name);
    }
    let mut fresh = Vec::new();
    for (row, name) in rows.iter_mut().zip(&written) {
        let Some(name) = name else { continue };
        match names.find(name) {
            Some(known) if known != name => row.put(field, Some(Value::Text(known.to_owned()))),
            Some(_) => {}
            None => {
                names.add(name);
                fresh.push(name.clone());
            }
        }
    }
    fresh
}

/// The fields of work that these edits name.
fn used_domains(edits: &[Edit]) -> HashSet<&str> {
    let set = edits.iter().flat_map(|edit| &edit.set);
    set.filter_map(|(field, value)| match value {
        Some(Value::Text(name)) if *field == Field::Domain => Some(name.as_str()),
        _ => None,
    })
    .collect()
}

/// What was said of titles and is not remembered yet.
fn remembered(settings: &Settings, mapping: &[(String, Holds)]) -> Vec<Addition> {
    let fresh = mapping.iter().filter_map(|(title, holds)| {
        let key = holds.key().unwrap_or("ignore").to_owned();
        let known = settings.import.columns.get(title) == Some(&key);
        (!known).then(|| Addition::Column { title: title.clone(), key })
    });
    fresh.collect()
}

/// The number of every new task: the one in the sheet where it was never given out, else the next free one.
fn numbers(year: i32, given: &BTreeSet<TaskId>, rows: &[Row], decided: &[Match]) -> HashMap<usize, TaskId> {
    let mut taken: HashSet<TaskId> = HashSet::new();
    let mut numbers = HashMap::new();
    let new = || decided.iter().enumerate().filter(|(_, decided)| **decided == Match::New);
    for (at, _) in new() {
        if let Some(id) = rows[at].id.filter(|id| !given.contains(id))
            && taken.insert(id)
        {
            numbers.insert(at, id);
        }
    }
    let of_year = given.iter().chain(&taken).filter(|id| id.year == year).map(|id| id.number);
    let mut last = of_year.max().unwrap_or(0);
    for (at, _) in new() {
        if last < TaskId::HIGHEST && !numbers.contains_key(&at) {
            last += 1;
            numbers.insert(at, TaskId { year, number: last });
        }
    }
    numbers
}

/// Why a row gets no number.
fn used_up(year: i32) -> String {
    format!("{year} 年度的编号已经用到 {}，登记不了；请改正表里或台账里过大的编号后再导入", TaskId::HIGHEST)
}

#[cfg(test)]
mod tests;
