//! The layout of 审计: what is still to be explained, and what has been.

use std::collections::BTreeMap;

use super::Occasion;
use super::columns::table;
use super::diff::sections as difference;
use super::labels::{id_cell, plain_day};
use super::page::{Cell, Column, Page, Paper, Section, Table, Tone};
use crate::core::audit::Rule;
use crate::core::provenance::short;
use crate::report::audit::{Audit, FindingCount, Judged, Printed, Summary};
use crate::report::diff::Diff;

/// The findings on a page.
pub fn audit(audit: &Audit, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("历史审计") };
    let (open, explained) = (audit.open().count(), audit.explained().count());
    page.sections.push(Section::default().with_line(verdict(audit)));
    if open > 0 {
        let heading = format!("需要说明的（{open} 条）");
        page.sections.push(Section::headed(heading).with_table(findings(audit.open(), false, occasion)));
    }
    if explained > 0 {
        let heading = format!("已经说明的（{explained} 条）");
        page.sections.push(Section::headed(heading).with_table(findings(audit.explained(), true, occasion)));
    }
    let found = |rule: &Rule| audit.findings.iter().any(|judged| judged.finding.rule == *rule);
    page.notes = Rule::ALL.into_iter().filter(found).map(meaning).collect();
    page.notes.extend(how_to_explain(audit));
    page
}

/// What an inspector takes away: how much was found of what, about whom, and what of it changed most of what was reported.
pub fn audit_summary(audit: &Audit, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("历史审计结论") };
    page.sections.push(Section::default().with_line(verdict(audit)));
    if audit.findings.is_empty() {
        return page;
    }
    let Summary { rules, people, first } = audit.summary();
    let columns = vec![
        Column::short("规则").drawn(|(rule, _): (Rule, FindingCount)| rule.label()),
        Column::number("条数").drawn(|(_, tally): (Rule, FindingCount)| tally.found),
        Column::number("需要说明").drawn(|(_, tally): (Rule, FindingCount)| tally.open),
        Column::text("查的是什么", 24).drawn(|(rule, _): (Rule, FindingCount)| rule.words().what),
        Column::text("为什么要问", 16).drawn(|(rule, _): (Rule, FindingCount)| rule.words().why),
    ];
    page.sections.push(Section::headed("按规则").with_table(table(columns, rules)));
    let labels = |rules: &[Rule]| rules.iter().map(|rule| rule.label()).collect::<Vec<_>>().join("、");
    let columns = vec![
        Column::short("人员").drawn(|(name, ..): &(&str, Vec<Rule>, FindingCount)| (*name).to_owned()),
        Column::number("条数").drawn(|(.., tally): &(&str, Vec<Rule>, FindingCount)| tally.found),
        Column::number("需要说明").drawn(|(.., tally): &(&str, Vec<Rule>, FindingCount)| tally.open),
        Column::text("规则", 30).drawn(|(_, rules, _): &(&str, Vec<Rule>, FindingCount)| labels(rules)),
    ];
    page.sections.push(Section::headed("按人员").with_table(table(columns, people.iter())));
    let open = audit.open().count();
    if open > 0 {
        let heading = match open - first.len() {
            0 => format!("要问的（{open} 条）"),
            others => format!("先要问的（{} 条，另有 {others} 条见 ledger audit）", first.len()),
        };
        let table = findings(first.into_iter(), false, occasion);
        page.sections.push(Section::headed(heading).with_table(table));
    }
    page.notes.push("“灯变好”的排在前面：改动以后，原来逾期的不再逾期。".to_owned());
    page.notes.extend(how_to_explain(audit));
    page
}

/// How many commits were looked at, and what was found in them.
fn verdict(audit: &Audit) -> String {
    let (open, explained) = (audit.open().count(), audit.explained().count());
    let found = match (open, explained) {
        (0, 0) => "没有发现问题".to_owned(),
        (0, explained) => format!("发现 {explained} 条，都已说明"),
        (open, 0) => format!("发现 {open} 条，需要说明：{}", counts(audit.open())),
        (open, explained) => format!(
            "发现 {} 条，已说明 {explained} 条，还要说明 {open} 条：{}",
            open + explained,
            counts(audit.open())
        ),
    };
    format!("查了 {} 次提交，{found}", audit.commits)
}

fn how_to_explain(audit: &Audit) -> Option<String> {
    let how = "说明一条：ledger audit --explain 提交/规则/编号 \"说明\"；只写提交，就是说明那次提交的全部。说明也存入历史，只增不改；要由别人来说明，本人说的不算。";
    audit.open().next().map(|_| how.to_owned())
}

/// `补记 2 条、手工修改 1 条`
fn counts<'a>(judged: impl Iterator<Item = &'a Judged>) -> String {
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    for judged in judged {
        *counts.entry(judged.finding.rule).or_default() += 1;
    }
    counts.iter().map(|(rule, count)| format!("{} {count} 条", rule.label())).collect::<Vec<_>>().join("、")
}

fn findings<'a>(judged: impl Iterator<Item = &'a Judged>, explained: bool, occasion: Occasion<'_>) -> Table {
    let tone = if explained { Tone::Grey } else { Tone::Red };
    let about = |judged: &Judged| match judged.finding.task {
        Some(id) => id_cell(id, occasion.settings),
        None => Cell::new(place(judged)),
    };
    let explanation = |judged: &Judged| {
        let explanation = judged.explanation.as_ref();
        explanation.map(|told| format!("{}（{} {}）", told.text, told.by, told.date))
    };
    let what = |judged: &Judged| {
        let bright = if judged.finding.brightens { "（灯变好）" } else { "" };
        let own = judged.own.as_ref().filter(|_| judged.explanation.is_none());
        let own = own.map(|own| format!("；本人说明：{}（{} {}）", own.text, own.by, own.date));
        format!("{}{bright}{}", judged.finding.detail, own.unwrap_or_default())
    };
    let mut columns = vec![
        Column::short("日期").drawn(|judged: &Judged| judged.finding.date),
        Column::short("人员").drawn(|judged: &Judged| judged.finding.author()),
        Column::short("提交").drawn(|judged: &Judged| short(&judged.finding.commit)),
        Column::short("规则").drawn(|judged: &Judged| Cell::new(judged.finding.rule.label()).toned(tone)),
        Column::short("编号").drawn(about),
        Column::text("情况", 20).drawn(what),
    ];
    columns.extend(explained.then(|| Column::text("说明", 14).drawn(explanation)));
    table(columns, judged)
}

/// What a finding is about where that is no one task.
fn place(judged: &Judged) -> String {
    match (judged.finding.tasks.len(), judged.finding.rule) {
        (count, _) if count > 1 => format!("{count} 项"),
        (_, Rule::ByHand | Rule::Clock) => "提交".to_owned(),
        (_, Rule::TipLost) => "历史".to_owned(),
        (_, Rule::Unsigned) => "签名".to_owned(),
        _ => "设置".to_owned(),
    }
}

/// What a rule looks for, why that is asked about, and what would explain it.
fn meaning(rule: Rule) -> String {
    let words = rule.words();
    format!("{}：{}。{}。要说明的：{}。", words.label, words.what, words.why, words.remedy)
}

/// Whether a printed page can be trusted, on a page.
pub fn printed(printed: &Printed, since: &Diff, occasion: Occasion<'_>) -> Page {
    let mut page = Page { paper: Paper::A4Landscape, ..occasion.page("核对印件") };
    let commit = short(&printed.commit);
    let line = match (&printed.found, printed.is_kept) {
        (Some(revision), true) => format!(
            "属实：提交 {commit} 仍在历史里（{} {}：{}），此后又有 {} 次提交",
            plain_day(revision.day),
            revision.author(),
            revision.sentence,
            printed.later
        ),
        (Some(revision), false) => format!(
            "不符：提交 {commit}（{} {}：{}）已经不在现在的历史里，历史被改写过，或来自还没有同步的另一个台账",
            plain_day(revision.day),
            revision.author(),
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
