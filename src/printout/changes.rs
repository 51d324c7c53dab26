//! How a page tells what changed: `完成时限 2026-09-30 → 2026-10-31`, `增加阶段“集中建设”（截止 2026-11-30）`.

use serde::Deserialize;
use toml::Value;

use crate::core::entry::LOG;
use crate::core::phase::PhaseExtension;
use crate::core::task_version::{FieldChange, label, words};
use crate::core::text::one_line;

/// How much of a long text is shown of what it was and of what it is.
const GLIMPSE: usize = 40;

/// How much of an entry of the log is shown: who approved an extension stands at its end.
const ENTRY: usize = 120;

/// What stands for nothing.
const NOTHING: &str = "（空）";

/// What changed in a task, a line each. `reads` says whether its file could be read before and after.
pub(super) fn task_words(changes: &[FieldChange], reads: [bool; 2]) -> Vec<String> {
    match reads {
        [true, true] => changes.iter().map(change_words).collect(),
        [true, false] => vec!["改得读不了".to_owned()],
        [false, true] => vec!["修好了，原来读不了".to_owned()],
        [false, false] => vec!["仍然读不了".to_owned()],
    }
}

/// What changed under one key of a task.
pub(super) fn change_words(change: &FieldChange) -> String {
    let side = |value: &Option<Value>| {
        value.as_ref().map_or_else(
            || NOTHING.to_owned(),
            |value| {
                let limit = if change.key == LOG { ENTRY } else { GLIMPSE };
                let told = one_line(&words(&change.key, value), limit);
                if told.is_empty() { NOTHING.to_owned() } else { told }
            },
        )
    };
    let (from, to) = (side(&change.from), side(&change.to));
    match (change.key.as_str(), &change.from, &change.to) {
        (LOG, None, Some(_)) => format!("增加记录：{to}"),
        (LOG, Some(_), None) => format!("删去记录：{from}"),
        (key, ..) => format!("{} {from} → {to}", label(key)),
    }
}

/// What changed in the settings. A section that came or went is told once, with what it said.
pub(super) fn settings_words(changes: &[FieldChange]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let mut rest = changes;
    while let [first, ..] = rest {
        let section = named_section(&first.key);
        let same = |change: &FieldChange| section.is_some() && named_section(&change.key) == section;
        let count = rest.iter().take_while(|change| same(change)).count().max(1);
        let (these, others) = rest.split_at(count);
        rest = others;
        let Some((kind, name)) = section else {
            told.push(plain_change(&settings_label(&first.key), first));
            continue;
        };
        let named = these.iter().find(|change| part(&change.key) == "name");
        match named.map(|change| (&change.from, &change.to)) {
            Some((None, Some(_))) => {
                told.push(format!("增加{kind}“{name}”{}", said(these, |change| &change.to)));
            }
            Some((Some(_), None)) => {
                told.push(format!("删除{kind}“{name}”{}", said(these, |change| &change.from)));
            }
            _ => told.extend(these.iter().map(|change| {
                plain_change(&format!("{kind}“{name}”{}", part_label(part(&change.key))), change)
            })),
        }
    }
    told
}

/// `phase.集中建设.end` is of the phase 集中建设.
fn named_section(key: &str) -> Option<(&'static str, &str)> {
    let (section, rest) = key.split_once('.')?;
    let (name, _) = rest.rsplit_once('.')?;
    let kind = match section {
        "phase" => "阶段",
        "domain" => "重点任务",
        "office" => "科室",
        "body" => "机构",
        _ => return None,
    };
    Some((kind, name))
}

/// `phase.集中建设.end` is its `end`.
fn part(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or_default()
}

/// `（截止 2026-11-30）`: what a section says besides its name.
fn said(changes: &[FieldChange], side: impl Fn(&FieldChange) -> &Option<Value>) -> String {
    let parts: Vec<String> = changes
        .iter()
        .filter(|change| part(&change.key) != "name")
        .filter_map(|change| {
            let value = one_line(&words("", side(change).as_ref()?), GLIMPSE);
            Some(format!("{} {value}", part_label(part(&change.key))))
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("，")) }
}

fn plain_change(label: &str, change: &FieldChange) -> String {
    let side = |value: &Option<Value>| {
        let told = value.as_ref().map(|value| extensions(value).unwrap_or_else(|| words("", value)));
        let told = told.map(|told| one_line(&told, GLIMPSE)).unwrap_or_default();
        if told.is_empty() { NOTHING.to_owned() } else { told }
    };
    format!("{label} {} → {}", side(&change.from), side(&change.to))
}

/// `2026-12-15（批准人：王敏）`: to where a phase was extended, the last time last.
fn extensions(value: &Value) -> Option<String> {
    let entries = value.as_array()?.iter().map(|entry| PhaseExtension::deserialize(entry.clone()).ok());
    let entries: Vec<PhaseExtension> = entries.collect::<Option<_>>()?;
    let told = entries.iter().map(|entry| match &entry.approved_by {
        Some(name) => format!("{}（批准人：{name}）", entry.to),
        None => entry.to.to_string(),
    });
    (!entries.is_empty()).then(|| told.collect::<Vec<_>>().join("、"))
}

/// What a part of a section is called on paper.
fn part_label(key: &str) -> &str {
    match key {
        "start" => "开始",
        "end" => "截止",
        "extended" => "延期记录",
        "people" => "人员",
        "head" => "负责人",
        "members" => "成员",
        other => other,
    }
}

/// What a setting is called on paper; one that is better known by its key keeps it.
fn settings_label(key: &str) -> String {
    match key {
        "name" => "台账名称",
        "unit" => "编制单位",
        "year" => "年度",
        "closing.review" => "办结后要他人核销",
        "closing.evidence" => "核销要有佐证材料",
        "lights.soon_days" => "临期天数",
        "audit.backdate_days" => "补记宽限天数",
        "audit.signatures" => "要求签名",
        "git.commit" => "修改存入历史",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::task_version::{changes, settings_changes};

    fn table(text: &str) -> toml::Table {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn settings_are_told_in_the_offices_words() {
        #[track_caller]
        fn case(before: &str, after: &str, expected: &[&str]) {
            let told = settings_words(&settings_changes(Some(&table(before)), Some(&table(after))));
            assert_eq!(told, expected);
        }
        let phase = |name: &str, end: &str| format!("[[phase]]\nname = '{name}'\nend = {end}\n");
        case(
            &phase("甲.一", "2026-03-31"),
            &phase("甲.一", "2026-04-30"),
            &["阶段“甲.一”截止 2026-03-31 → 2026-04-30"],
        );
        case("", &phase("甲", "2026-03-31"), &["增加阶段“甲”（截止 2026-03-31）"]);
        case("[[domain]]\nname = '甲'", "", &["删除重点任务“甲”"]);
        case(
            "[[office]]\nname = '甲'\npeople = ['一']",
            "[[office]]\nname = '乙'\npeople = ['一', '二']\n[closing]\nreview = true",
            &["办结后要他人核销 （空） → 是", "删除科室“甲”（人员 一）", "增加科室“乙”（人员 一、二）"],
        );
        case(
            "year = 2026",
            "year = 2027\n[lights]\nwords = { red = '急' }",
            &["lights.words.red （空） → 急", "年度 2026 → 2027"],
        );
    }

    #[test]
    fn what_came_and_went_is_told_as_such() {
        let log = |text: &str| {
            format!("title = '甲'\n[[log]]\ndate = 2026-05-10\nby = '李强'\nkind = 'note'\ntext = '{text}'\n")
        };
        let changes =
            changes(Some(&table(&log("一"))), Some(&table(&("owner = '赵蕾'\n".to_owned() + &log("二")))));
        assert_eq!(
            changes.iter().map(change_words).collect::<Vec<_>>(),
            [
                "责任人 （空） → 赵蕾",
                "删去记录：2026-05-10 李强 进展：一",
                "增加记录：2026-05-10 李强 进展：二",
            ]
        );
    }
}
