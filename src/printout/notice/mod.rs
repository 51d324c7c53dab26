//! The layout of 督办单: a list of all, then a sheet for each with a slip to be sent back.

mod message;

use super::Occasion;
use super::columns::{self, of_rows, table};
use super::labels::{DUE_TODAY, NO_OFFICE, days_late, days_left, month_day, no_deadline, plain_day};
use super::page::{Cell, Column, Level, Line, Opening, Page, Row, Section, Table, Tone};
use crate::core::deadline::Source;
use crate::core::entry::EntryKind;
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::notice::{Cause, Urgency};
use crate::core::repeat::Obligation;
use crate::report::notice::{Notices, Slip};

pub use message::messages;

/// The notices, each on its sheet.
pub fn notice(notices: &Notices<'_>, occasion: Occasion<'_>) -> Page {
    let mut page = occasion.page("督办单");
    match notices.slips.as_slice() {
        [] => page
            .sections
            .push(Section::default().with_line("没有需要督办的任务").with_table(slips(&[], occasion))),
        [one] => {
            page.sections.extend(sheet(one, notices, occasion, Opening::Below));
            page.notes = notes(notices, occasion);
        }
        all => {
            page.sections.push(list(notices, occasion));
            for slip in all {
                page.sections.extend(sheet(slip, notices, occasion, Opening::NewSheet));
            }
        }
    }
    page
}

fn notes(notices: &Notices<'_>, occasion: Occasion<'_>) -> Vec<String> {
    let days = occasion.settings.notice.reply_days;
    let mut notes = vec![format!(
        "逾期天数从时限次日起算，到今日为止，先写日历天，括号内为工作日；反馈期限为{days}个工作日，今日不计。"
    )];
    notes.extend(notices.guessed_year.map(|year| format!("{year}。")));
    notes
}

fn tone(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Red => Tone::Red,
        Urgency::Yellow => Tone::Yellow,
        Urgency::Blue => Tone::Blue,
    }
}

/// 督办清单: all of them at a glance.
fn list(notices: &Notices<'_>, occasion: Occasion<'_>) -> Section {
    let count = |urgency| notices.slips.iter().filter(|slip| slip.cause.urgency() == urgency).count();
    let mut line = Line::from(format!("共{}件", notices.slips.len()));
    let mut lead = "：";
    for (urgency, count) in Urgency::ALL.map(|urgency| (urgency, count(urgency))) {
        if count > 0 {
            line = line.and(lead, None).and(format!("{}色{count}件", urgency.label()), Some(tone(urgency)));
            lead = "，";
        }
    }
    let line = line.and(format!("。请于{}前书面反馈。", plain_day(notices.reply_by)), None);
    let section =
        Section::headed(format!("督办清单{}", occasion.edition())).ranked(Level::Title).with_line(line);
    let section = notes(notices, occasion).into_iter().fold(section, Section::with_line);
    section.with_table(slips(&notices.slips, occasion))
}

fn slips(slips: &[Slip<'_>], occasion: Occasion<'_>) -> Table {
    let number = |slip: &Slip<'_>| {
        let number = slip.numbered.number.as_str();
        let short = number.split_once('〕').map_or(number, |(_, short)| short);
        Cell::new(number).or_brief(short)
    };
    let kind = |slip: &Slip<'_>| {
        let urgency = slip.cause.urgency();
        Cell::new(format!("{}·{}", urgency.label(), slip.cause.label())).toned(tone(urgency))
    };
    let late = |slip: &Slip<'_>| {
        let standing = &slip.judged.standing;
        let late = match (standing.days_overdue, slip.working_days_overdue) {
            (Some(days), Some(working)) => {
                Cell::new(format!("{days}天（{working}）")).or_brief(format!("{days}天"))
            }
            _ => Cell::default(),
        };
        late.toned(standing.is_overdue().then_some(Tone::Red))
    };
    let office = |slip: &Slip<'_>| Cell::new(slip.judged.task.lead.as_deref().unwrap_or(NO_OFFICE));
    let about = vec![columns::id(occasion), columns::task(20).titled("督办事项"), columns::due(occasion)];
    let mut columns = vec![
        Column::short("单号").drawn(number),
        Column::short("类别").drawn(kind),
        Column::text("主送单位", 8).drawn(office),
    ];
    columns.extend(of_rows(about, |slip: &Slip<'_>| &slip.judged));
    columns.extend([
        Column::short("逾期").drawn(late),
        Column::number("次数").drawn(|slip: &Slip<'_>| slip.numbered.times),
    ]);
    table(columns, slips)
}

fn signed(notices: &Notices<'_>, occasion: Occasion<'_>) -> Vec<String> {
    let (issuer, day) = (notices.issuer.to_owned(), plain_day(occasion.today));
    // One line leaves room for the slip below; a long name takes two.
    if issuer.chars().count() > 13 { vec![issuer, day] } else { vec![format!("{issuer}　　{day}")] }
}

/// The notice, and below it the slip to be sent back.
fn sheet(slip: &Slip<'_>, notices: &Notices<'_>, occasion: Occasion<'_>, opens: Opening) -> [Section; 2] {
    let urgency = slip.cause.urgency();
    let title = format!("督办单（{}·{}）{}", urgency.label(), slip.cause.label(), occasion.edition());
    let to = slip.judged.task.lead.as_deref().unwrap_or(NO_OFFICE);
    let section = Section::headed(Line::default().and(title, Some(tone(urgency))))
        .ranked(Level::Title)
        .opening(opens)
        .with_line(format!("主送：{to}　　{}　第{}次督办", slip.numbered.number, slip.numbered.times))
        .with_table(matter(slip, occasion));
    [Section { signed: signed(notices, occasion), ..section }, answer(slip, notices)]
}

fn form(rows: Vec<(&str, Cell)>) -> Table {
    let rows = rows.into_iter().map(|(what, said)| Row::item(vec![Cell::new(what), said])).collect();
    Table::form(vec![Column::short("项目"), Column::text("内容", 30)], rows)
}

/// What the notice is about, row by row; what the ledger does not say has no row.
fn matter(slip: &Slip<'_>, occasion: Occasion<'_>) -> Table {
    let task = slip.judged.task;
    let text = |field: Field| {
        let said = task.get(field).map(|said| said.to_string());
        said.filter(|text| !text.trim().is_empty())
    };
    let person = |field: Field| text(field).filter(|_| !occasion.public);
    let owner = beside(person(Field::Owner), Field::Leader.label(), person(Field::Leader));
    let told = [
        ("督办事项", Some(format!("{}　{}", task.id, task.title))),
        (Field::Basis.label(), text(Field::Basis)),
        (Field::Content.label(), text(Field::Content)),
        (Field::Standard.label(), text(Field::Standard)),
        ("承办单位", beside(text(Field::Lead), "配合", text(Field::Support))),
        (Field::Owner.label(), owner),
    ];
    let mut rows: Vec<(&str, Cell)> =
        told.into_iter().filter_map(|(what, said)| Some((what, Cell::new(said?)))).collect();
    let when = format!("{}，{}", deadline(slip), reason(slip));
    rows.push((Field::Due.label(), Cell::new(when).toned(tone(slip.cause.urgency()))));
    rows.push(("最新进展", Cell::new(progress(slip))));
    rows.push(("督办要求", Cell::new(slip.required()).toned(Tone::Strong)));
    form(rows)
}

/// `综合科（配合：招商科、机关纪委）`: two that belong together in one row, so that a notice and its slip fit one sheet.
fn beside(first: Option<String>, what: &str, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first}（{what}：{second}）")),
        (None, Some(second)) => Some(format!("{what}：{second}")),
        (first, None) => first,
    }
}

/// `2026年7月31日（原时限2026年6月20日，已延期1次）`
fn deadline(slip: &Slip<'_>) -> String {
    let deadline = &slip.judged.standing.deadline;
    let Some(day) = deadline.date else { return no_deadline(&slip.judged).to_owned() };
    let extended =
        slip.judged.task.log.iter().filter(|entry| entry.kind == EntryKind::Verb(Verb::Extend)).count();
    let beside = match (deadline.source, deadline.original) {
        (Some(Source::Extension), Some(original)) if original != day => {
            format!("（原时限{}，已延期{extended}次）", plain_day(original))
        }
        (Some(Source::Phase), _) => "（阶段时限）".to_owned(),
        _ => String::new(),
    };
    format!("{}{beside}", plain_day(day))
}

/// Why the notice was written: `逾期15天（10个工作日）`.
fn reason(slip: &Slip<'_>) -> String {
    let standing = &slip.judged.standing;
    let said = match (slip.cause, standing.days_overdue, standing.days_left) {
        (Cause::Overdue, Some(days), _) => {
            let working = slip.working_days_overdue.unwrap_or(0);
            format!("已{}（{working}个工作日）", days_late(days))
        }
        (Cause::Behind, ..) => {
            let actual = slip.judged.task.progress.unwrap_or(0);
            format!("进度滞后：序时进度{:.0}%，实际{actual}%", slip.expected.unwrap_or(100.0))
        }
        (Cause::Soon, _, Some(0)) => DUE_TODAY.to_owned(),
        (Cause::Soon, _, Some(days)) => format!("临近时限，还{}", days_left(days)),
        (Cause::Asked, ..) => "提醒".to_owned(),
        (cause, ..) => cause.label().to_owned(),
    };
    let (named, all) = slip.named();
    let owed = named.iter().map(|owed: &Obligation| {
        format!("，{}应办{}次、已办{}次", owed.period.label(), owed.times, owed.met())
    });
    let all = all.map(|all| format!("……共{all}个周期欠办")).unwrap_or_default();
    let blocked = if slip.is_blocked() && slip.cause != Cause::Blocked { "，受阻" } else { "" };
    format!("{said}{}{all}{blocked}", owed.collect::<String>())
}

fn progress(slip: &Slip<'_>) -> String {
    let percent = slip.judged.task.progress.filter(|_| slip.judged.task.repeat.is_none());
    let percent = percent.map(|percent| format!("（进度{percent}%）")).unwrap_or_default();
    let Some(entry) = slip.latest else { return format!("尚未报送进展{percent}") };
    let by = entry.by.as_deref().map(|by| format!("　{by}")).unwrap_or_default();
    let kind = if entry.kind == EntryKind::Verb(Verb::Note) { "" } else { entry.kind.label() };
    let said = entry.text.as_deref().unwrap_or_default();
    let colon = if kind.is_empty() { "" } else { "：" };
    format!("{}{by}　{kind}{colon}{said}{percent}", plain_day(entry.date))
}

/// 回执
fn answer(slip: &Slip<'_>, notices: &Notices<'_>) -> Section {
    let high = "\n\n";
    let rows = vec![
        ("督办事项", Cell::new(format!("{}　{}", slip.judged.task.id, slip.judged.task.title))),
        ("办理情况", Cell::new(high)),
        ("存在问题", Cell::new("\n")),
        ("预计完成时间", Cell::new("　　　　年　　月　　日")),
        ("签字（盖章）", Cell::new("经办人：　　　　　　负责人：　　　　　　　月　日")),
    ];
    let by = month_day(slip.reply_by);
    let heading = format!("回执　{}　{by}前送{}", slip.numbered.number, notices.issuer);
    Section::headed(heading).opening(Opening::CutLine).with_table(form(rows))
}
