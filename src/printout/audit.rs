//! The layout of 审计: what is still to be explained, and what has been.

use super::Occasion;
use super::columns::table;
use super::diff::sections as difference;
use super::labels::{id_cell, plain_day};
use super::page::{Cell, Column, Page, Paper, Section, Table, Tone};
use crate::core::audit::Rule;
use crate::core::provenance::short;
use crate::report::audit::{Audit, Judged, Printed};
use crate::report::diff::Diff;

/// How many days an entry may be kept late unless the settings say otherwise.
const BACKDATE_DAYS: i64 = 3;

/// The findings on a page.
pub fn audit(audit: &Audit, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("历史审计") };
    let (open, explained) = (audit.open().count(), audit.explained().count());
    let found = match (open, explained) {
        (0, 0) => "没有发现问题".to_owned(),
        (0, explained) => format!("发现 {explained} 条，都已说明"),
        (open, 0) => format!("发现 {open} 条，需要说明：{}", counts(audit)),
        (open, explained) => format!(
            "发现 {} 条，已说明 {explained} 条，还要说明 {open} 条：{}",
            open + explained,
            counts(audit)
        ),
    };
    let line = format!("查了 {} 次提交，{found}", audit.commits);
    page.sections.push(Section::default().with_line(line));
    if open > 0 {
        let heading = format!("需要说明的（{open} 条）");
        page.sections.push(Section::headed(heading).with_table(findings(audit.open(), false, occasion)));
    }
    if explained > 0 {
        let heading = format!("已经说明的（{explained} 条）");
        page.sections.push(Section::headed(heading).with_table(findings(audit.explained(), true, occasion)));
    }
    // Whoever gave more time would rather not have it said.
    let is_told = |rule: &Rule| *rule == Rule::Backdated && audit.backdate_days != BACKDATE_DAYS;
    let found =
        |rule: &Rule| is_told(rule) || audit.findings.iter().any(|judged| judged.finding.rule == *rule);
    page.notes = Rule::ALL.into_iter().filter(found).map(|rule| meaning(rule, audit.backdate_days)).collect();
    if open > 0 {
        page.notes.push(
            "说明一条：ledger audit --explain 提交/规则/编号 \"说明\"；只写提交，就是说明那次提交的全部。说明也存入历史。".to_owned(),
        );
    }
    page
}

/// `补记 2 条、手工修改 1 条`
fn counts(audit: &Audit) -> String {
    let count = |rule| audit.open().filter(|judged| judged.finding.rule == rule).count();
    let counts = Rule::ALL.into_iter().map(|rule| (rule, count(rule))).filter(|(_, count)| *count > 0);
    counts.map(|(rule, count)| format!("{} {count} 条", rule.label())).collect::<Vec<_>>().join("、")
}

fn findings<'a>(judged: impl Iterator<Item = &'a Judged>, explained: bool, occasion: Occasion<'_>) -> Table {
    let tone = if explained { Tone::Grey } else { Tone::Red };
    let about = |judged: &Judged| match judged.finding.task {
        Some(id) => id_cell(id, occasion.settings),
        None => Cell::new(place(judged.finding.rule)),
    };
    let explanation = |judged: &Judged| {
        let explanation = judged.explanation.as_ref();
        explanation.map(|told| format!("{}（{} {}）", told.text, told.by, told.date))
    };
    let mut columns = vec![
        Column::short("日期").drawn(|judged: &Judged| judged.finding.date),
        Column::short("人员").drawn(|judged: &Judged| judged.finding.author.as_str()),
        Column::short("提交").drawn(|judged: &Judged| short(&judged.finding.commit)),
        Column::short("规则").drawn(|judged: &Judged| Cell::new(judged.finding.rule.label()).toned(tone)),
        Column::short("编号").drawn(about),
        Column::text("情况", 20).drawn(|judged: &Judged| judged.finding.detail.as_str()),
    ];
    columns.extend(explained.then(|| Column::text("说明", 14).drawn(explanation)));
    table(columns, judged)
}

/// What a finding is about where that is no task.
fn place(rule: Rule) -> &'static str {
    match rule {
        Rule::ByHand => "说明",
        _ => "设置",
    }
}

/// What a rule looks for.
fn meaning(rule: Rule, backdate_days: i64) -> String {
    let what = match rule {
        Rule::Backdated => {
            return format!(
                "补记：办结日期或办理记录的日期，比存入历史的日期早 {backdate_days} 天以上（ledger.toml 的 [audit] backdate_days）。"
            );
        }
        Rule::DeadlineMoved => "完成时限、频次或阶段时限改了，同一次修改里没有延期记录",
        Rule::LateExtension => "时限已经过了才登记的延期",
        Rule::Unapproved => "延期没有批准人",
        Rule::Deleted => "任务文件被删除；不办的任务应当用 ledger cancel",
        Rule::LogRewritten => "原有的办理记录被改写或删除；办理记录只增不改",
        Rule::ByHand => "没有经过本程序改的任务、佐证材料或审计说明",
        Rule::SelfAccepted => "报办结的人自己核销",
        Rule::SkippedReview => "台账要求核销，没有核销就成了已办结",
        Rule::Forged => "提交自称是某个命令，改动却不是这个命令做得出来的",
    };
    format!("{}：{what}。", rule.label())
}

/// Whether a printed page can be trusted, on a page.
pub fn printed(printed: &Printed, since: &Diff, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("核对印件") };
    let commit = short(&printed.commit);
    let line = match (&printed.found, printed.is_kept) {
        (Some(revision), true) => format!(
            "属实：提交 {commit} 仍在历史里（{} {}：{}），此后又有 {} 次提交",
            plain_day(revision.day),
            revision.author,
            revision.sentence,
            printed.later
        ),
        (Some(revision), false) => format!(
            "不符：提交 {commit}（{} {}：{}）已经不在现在的历史里，历史被改写过，或来自还没有同步的另一个台账",
            plain_day(revision.day),
            revision.author,
            revision.sentence
        ),
        (None, _) => format!(
            "查无此提交：历史里没有 {commit}；请核对印件上的十位字，再运行 ledger sync 取来别人的修改。如果仍然没有，历史被改写过"
        ),
    };
    page.sections.push(Section::default().with_line(line));
    if printed.is_kept {
        page.sections.extend(difference(since, occasion));
    }
    page
}
