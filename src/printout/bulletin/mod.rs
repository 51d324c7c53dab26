//! The layout of 周报、月报、通报: a 简报 that is read out on Monday, with the whole working list as its annex.

mod overview;
mod progress;
mod words;

use super::Occasion;
use super::labels::{body_line, deadline_cell, id_cell, light_cell, month_day, plain_day, progress_cell};
use super::list::latest;
use super::page::{Cell, Column, Level, Masthead, Opening, Page, Row, Section, Table, Tone};
use crate::core::settings::Settings;
use crate::report::bulletin::Bulletin;
use crate::report::facts::Judged;
use words::Words;

/// What the annex is called.
const ANNEX: &str = "附件：任务进展一览表";

/// The report on a page.
pub fn bulletin(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Page {
    let occasion = Occasion { today: bulletin.day, ..occasion };
    let words = Words::of(bulletin.span);
    let edition = occasion.edition();
    let mut page = Page {
        title: format!("{}工作推进情况", words::days(bulletin.span)),
        masthead: Some(Masthead {
            name: format!("{}{edition}", bulletin.title),
            issue: bulletin.issue.map(|issue| format!("第{issue}期")),
            editor: editor(occasion.settings).to_owned(),
            date: plain_day(bulletin.day),
            sent_to: sent_to(occasion),
        }),
        ..occasion.page("")
    };
    let title = Section::headed(page.title.as_str()).ranked(Level::Title);
    page.sections.push(occasion.settings.bodies.iter().map(body_line).fold(title, Section::with_line));
    page.sections.extend(overview::sections(bulletin, &words, occasion));
    page.sections.extend(progress::sections(bulletin, &words, occasion));
    page.sections.extend(pressing(bulletin, occasion));
    page.sections.extend(problems(bulletin, occasion));
    page.sections.push(coming(bulletin, &words, occasion));
    let mut end = Section::default().with_line(ANNEX);
    end.signed = [editor(occasion.settings).to_owned(), plain_day(bulletin.day)]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect();
    page.sections.push(end);
    page.sections.push(annex(bulletin, occasion));
    page.notes = notes(bulletin);
    page
}

/// 编印单位
fn editor(settings: &Settings) -> &str {
    settings.report.editor.as_deref().unwrap_or(&settings.unit)
}

/// 版记. Whom the office itself sends it to is nobody else's business.
fn sent_to(occasion: Occasion<'_>) -> Vec<String> {
    let report = &occasion.settings.report;
    if occasion.public {
        return Vec::new();
    }
    let to =
        |sign: &str, whom: &[String]| (!whom.is_empty()).then(|| format!("{sign}：{}。", whom.join("、")));
    let copies = report.copies.map(|copies| format!("（共印{copies}份）"));
    [to("报", &report.to), to("送", &report.cc), copies].into_iter().flatten().collect()
}

fn notes(bulletin: &Bulletin<'_>) -> Vec<String> {
    let mut notes = vec![
        "办结率＝已办结÷（任务数－已取消）；按时办结率＝时限当日及以前办完的÷已办结；逾期按日历天计算"
            .to_owned(),
    ];
    if bulletin.added_since > 0 {
        let day = month_day(bulletin.day);
        notes.push(format!("台账建于{day}之后，{}项任务一并计入", bulletin.added_since));
    }
    notes
}

/// 三、逾期和临期事项
fn pressing(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Vec<Section> {
    let most = bulletin.overdue.iter().filter_map(|judged| judged.standing.days_overdue).max();
    let late = match (bulletin.overdue.len(), most) {
        (0, _) | (_, None) => "没有逾期的任务。".to_owned(),
        (count, Some(days)) => format!("逾期{count}项，最长逾期{days}天。"),
    };
    let within = words::within(occasion.settings);
    let soon = match bulletin.soon.len() {
        0 => format!("{within}没有到期的任务。"),
        count => format!("{within}到期{count}项。"),
    };
    let days_late =
        |judged: &Judged<'_>| Cell::new(judged.standing.days_overdue.unwrap_or(0)).toned(Tone::Red);
    let days_left =
        |judged: &Judged<'_>| Cell::new(judged.standing.days_left.unwrap_or(0)).toned(Tone::Yellow);
    vec![
        Section::headed("三、逾期和临期事项"),
        Section::headed("（一）逾期").ranked(Level::Second).with_line(late).with_table(counted(
            "逾期天数",
            &bulletin.overdue,
            days_late,
            occasion,
        )),
        Section::headed("（二）临期").ranked(Level::Second).with_line(soon).with_table(counted(
            "剩余天数",
            &bulletin.soon,
            days_left,
            occasion,
        )),
    ]
}

/// Tasks by deadline, with a column of days and what was last said of them.
fn counted(
    days: &str,
    tasks: &[Judged<'_>],
    cell: impl Fn(&Judged<'_>) -> Cell,
    occasion: Occasion<'_>,
) -> Table {
    let mut columns = task_columns();
    columns.extend([Column::short("完成时限"), Column::number(days), Column::spare("最新进展", 16)]);
    let rows = tasks.iter().map(|judged| {
        let mut cells = task_cells(judged, occasion);
        cells.extend([
            deadline_cell(judged, occasion.settings),
            cell(judged),
            Cell::new(latest(judged.task, occasion.today)),
        ]);
        Row::item(cells)
    });
    Table::list(columns, rows.collect())
}

/// 四、存在问题和需协调事项
fn problems(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Vec<Section> {
    let line = match bulletin.blocked.len() {
        0 => "没有受阻的任务。".to_owned(),
        count => format!("受阻{count}项，需要协调："),
    };
    let mut columns = task_columns();
    columns.extend([Column::text("受阻原因", 12), Column::spare("受阻日期", 10), Column::number("受阻天数")]);
    let rows = bulletin.blocked.iter().map(|blocked| {
        let mut cells = task_cells(&blocked.judged, occasion);
        let reason = blocked.entry.and_then(|entry| entry.text.as_deref());
        let since = blocked.entry.map(|entry| super::labels::day_cell(entry.date, occasion.settings));
        cells.extend([
            Cell::new(reason.unwrap_or("没有写明原因")),
            since.unwrap_or_default(),
            blocked.days.map(Cell::new).unwrap_or_default(),
        ]);
        Row::item(cells)
    });
    let table = Table::list(columns, rows.collect());
    let mut sections = vec![Section::headed("四、存在问题和需协调事项").with_line(line).with_table(table)];
    let undecided: Vec<&Judged<'_>> =
        bulletin.open.iter().filter(|judged| judged.standing.is_undecided(&judged.task.status)).collect();
    if !undecided.is_empty() {
        let line = format!("时限待定{}项，请牵头单位明确完成时限：", undecided.len());
        let rows = undecided.iter().map(|judged| Row::item(task_cells(judged, occasion))).collect();
        sections.push(Section::default().with_line(line).with_table(Table::list(task_columns(), rows)));
    }
    sections
}

/// 五、下周重点
fn coming(bulletin: &Bulletin<'_>, words: &Words, occasion: Occasion<'_>) -> Section {
    let until = month_day(bulletin.span.next().to);
    let line = match bulletin.coming.len() {
        0 => format!("到{until}为止没有到期的任务。"),
        count => format!("到{until}为止到期{count}项，请牵头单位按时限办结："),
    };
    let mut columns = task_columns();
    columns.extend([Column::short("完成时限"), Column::number("剩余天数"), Column::number("进度")]);
    let rows = bulletin.coming.iter().map(|judged| {
        let mut cells = task_cells(judged, occasion);
        cells.extend([
            deadline_cell(judged, occasion.settings),
            Cell::new(judged.standing.days_left.unwrap_or(0)),
            progress_cell(judged),
        ]);
        Row::item(cells)
    });
    let heading = format!("五、{}重点", words.next);
    Section::headed(heading).with_line(line).with_table(Table::list(columns, rows.collect()))
}

/// Every task that is not closed, on a sheet of its own.
fn annex(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Section {
    let mut columns = task_columns();
    columns.extend([
        Column::short("时限"),
        Column::short("灯"),
        Column::number("进度"),
        Column::spare("最新进展", 16),
    ]);
    let rows = bulletin.open.iter().map(|judged| {
        let mut cells = task_cells(judged, occasion);
        cells.extend([
            deadline_cell(judged, occasion.settings),
            light_cell(judged, occasion.settings),
            progress_cell(judged),
            Cell::new(latest(judged.task, occasion.today)),
        ]);
        Row::item(cells)
    });
    let section = Section::headed(ANNEX).opening(Opening::NewSheet);
    let line = match bulletin.open.len() {
        0 => "没有尚未销号的任务。".to_owned(),
        count => format!("尚未销号的{count}项："),
    };
    section.with_line(line).with_table(Table::list(columns, rows.collect()))
}

/// Which task it is and whose.
fn task_columns() -> Vec<Column> {
    vec![
        Column::short("编号"),
        Column::text("任务", 12),
        Column::text("牵头单位", 8),
        Column::text("责任人", 6).of_people(),
    ]
}

fn task_cells(judged: &Judged<'_>, occasion: Occasion<'_>) -> Vec<Cell> {
    let task = judged.task;
    vec![
        id_cell(task.id, occasion.settings),
        Cell::new(task.title.as_str()),
        Cell::new(task.lead.as_deref()),
        Cell::new(task.owner.as_deref()),
    ]
}
