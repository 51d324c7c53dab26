//! The layout of 周报、月报、通报: a 简报 that is read out on Monday, with the whole working list as its annex.

mod overview;
mod progress;
mod words;

use super::Occasion;
use super::columns::{self, TaskColumn, of_rows, table};
use super::labels::{body_line, day_cell, days_late, month_day, plain_day, standards};
use super::page::{Cell, Column, Level, Masthead, Opening, Page, Section, Table, Tone};
use crate::core::field::Field;
use crate::core::settings::Settings;
use crate::report::bulletin::{Blocked, Bulletin};
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
    notes.extend(standards(bulletin.standards, "本期"));
    notes
}

/// 三、逾期和临期事项
fn pressing(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Vec<Section> {
    let most = bulletin.overdue.iter().filter_map(|judged| judged.standing.days_overdue).max();
    let late = match (bulletin.overdue.len(), most) {
        (0, _) | (_, None) => "没有逾期的任务。".to_owned(),
        (count, Some(days)) => format!("逾期{count}项，最长{}。", days_late(days)),
    };
    let within = words::within(occasion.settings);
    let soon = match bulletin.soon.len() {
        0 => format!("{within}没有到期的任务。"),
        count => format!("{within}到期{count}项。"),
    };
    let late_days = columns::days_overdue();
    let days_left = columns::days_left(Some(Tone::Yellow));
    vec![
        Section::headed("三、逾期和临期事项"),
        Section::headed("（一）逾期").ranked(Level::Second).with_line(late).with_table(by_deadline(
            late_days,
            &bulletin.overdue,
            occasion,
        )),
        Section::headed("（二）临期").ranked(Level::Second).with_line(soon).with_table(by_deadline(
            days_left,
            &bulletin.soon,
            occasion,
        )),
    ]
}

/// Tasks by deadline, with a column of days and what was last said of them.
fn by_deadline<'a>(days: TaskColumn<'a>, tasks: &'a [Judged<'a>], occasion: Occasion<'a>) -> Table {
    let mut columns = whose(occasion);
    columns.extend([
        columns::due(occasion).titled(Field::Due.label()),
        days,
        columns::news(|title| Column::spare(title, 16), occasion),
    ]);
    table(columns, tasks)
}

/// Which task it is and whose.
fn whose(occasion: Occasion<'_>) -> Vec<TaskColumn<'_>> {
    columns::whose(12, occasion)
}

/// 四、存在问题和需协调事项
fn problems(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Vec<Section> {
    let line = match bulletin.blocked.len() {
        0 => "没有受阻的任务。".to_owned(),
        count => format!("受阻{count}项，需要协调："),
    };
    let mut sections = vec![
        Section::headed("四、存在问题和需协调事项").with_line(line).with_table(blocked(bulletin, occasion)),
    ];
    let undecided: Vec<&Judged<'_>> =
        bulletin.open.iter().filter(|judged| judged.standing.is_undecided(&judged.task.status)).collect();
    if !undecided.is_empty() {
        let line = format!("时限待定{}项，请牵头单位明确完成时限：", undecided.len());
        let table = table(whose(occasion), undecided);
        sections.push(Section::default().with_line(line).with_table(table));
    }
    sections
}

fn blocked(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Table {
    let reason = |blocked: &Blocked<'_>| {
        let reason = blocked.entry.and_then(|entry| entry.text.as_deref());
        Cell::new(reason.unwrap_or("没有写明原因"))
    };
    let since = |blocked: &Blocked<'_>| {
        blocked.entry.map(|entry| day_cell(entry.date, occasion.settings)).unwrap_or_default()
    };
    let mut columns = of_rows(whose(occasion), |blocked: &Blocked<'_>| &blocked.judged);
    columns.extend([
        Column::text("受阻原因", 12).drawn(reason),
        Column::spare("受阻日期", 10).drawn(since),
        Column::number("受阻天数").drawn(|blocked: &Blocked<'_>| blocked.days),
    ]);
    table(columns, &bulletin.blocked)
}

/// 五、下周重点
fn coming(bulletin: &Bulletin<'_>, words: &Words, occasion: Occasion<'_>) -> Section {
    let until = month_day(bulletin.span.next().to);
    let line = match bulletin.coming.len() {
        0 => format!("到{until}为止没有到期的任务。"),
        count => format!("到{until}为止到期{count}项，请牵头单位按时限办结："),
    };
    let mut columns = whose(occasion);
    columns.extend([
        columns::due(occasion).titled(Field::Due.label()),
        columns::days_left(None),
        columns::progress(),
    ]);
    let heading = format!("五、{}重点", words.next);
    Section::headed(heading).with_line(line).with_table(table(columns, &bulletin.coming))
}

/// Every task that is not closed, on a sheet of its own.
fn annex(bulletin: &Bulletin<'_>, occasion: Occasion<'_>) -> Section {
    let mut columns = whose(occasion);
    columns.extend([
        columns::due(occasion),
        columns::light(occasion),
        columns::progress(),
        columns::news(|title| Column::spare(title, 16), occasion),
    ]);
    let section = Section::headed(ANNEX).opening(Opening::NewSheet);
    let line = match bulletin.open.len() {
        0 => "没有尚未销号的任务。".to_owned(),
        count => format!("尚未销号的{count}项："),
    };
    section.with_line(line).with_table(table(columns, &bulletin.open))
}
