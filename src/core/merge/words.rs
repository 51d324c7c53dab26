//! A conflict in the office's words.

use serde::Deserialize;
use toml::Value;

use super::{Conflict, Side};
use crate::core::calendar::Period;
use crate::core::entry::{LOG, LogEntry};
use crate::core::task_version::{label, words};
use crate::core::text::one_line;

/// How much of a long text is shown.
const SHOWN: usize = 200;

impl Conflict {
    /// The title of its column (栏目): `完成标准`; a key that this version does not know as it stands.
    pub fn label(&self) -> String {
        if self.key.is_empty() {
            return "同一处".to_owned();
        }
        if let Some(period) = self.extended() {
            let named = Period::parse(period).map_or_else(|| period.to_owned(), Period::label);
            return if named.is_empty() { "延期".to_owned() } else { format!("延期（{named}）") };
        }
        one_line(label(&self.key), SHOWN)
    }

    /// What that side has now, as a page would show it: `推进中`, `综合科、机关党委`; none where it has nothing.
    pub fn words(&self, side: Side) -> Option<String> {
        let value = self.of(side)?;
        let words = match self.extended() {
            Some(_) => extension_words(value).unwrap_or_else(|| words(LOG, value)),
            None => words(&self.key, value),
        };
        Some(one_line(&words, SHOWN))
    }

    /// The whole of it in a line: `完成标准：本地“…”，对方“…”`.
    pub fn sentence(&self) -> String {
        let said = |side: Side| match self.words(side) {
            Some(words) => format!("{}“{words}”", side.label()),
            None if self.base.is_some() => format!("{}删去了", side.label()),
            None => format!("{}没有写", side.label()),
        };
        format!("{}：{}，{}", self.label(), said(Side::Ours), said(Side::Theirs))
    }
}

/// `2026-10-15（批准人：王敏；李强 2026-09-18 登记）`
fn extension_words(entry: &Value) -> Option<String> {
    let entry = LogEntry::deserialize(entry.clone()).ok()?;
    let told = |name: &Option<String>| name.as_deref().unwrap_or("没有写").to_owned();
    let (approver, by) = (told(&entry.approved_by), told(&entry.by));
    let on = entry.approved_on.map(|on| format!("，{on} 批准")).unwrap_or_default();
    Some(format!("{}（批准人：{approver}{on}；{by} {} 登记）", entry.to?, entry.date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_told_in_the_words_of_a_page() {
        #[track_caller]
        fn case(key: &str, base: &str, ours: &str, theirs: &str, expected: &str) {
            let value = |text: &str| (!text.is_empty()).then(|| text.parse::<Value>().unwrap());
            let conflict =
                Conflict { key: key.to_owned(), base: value(base), ours: value(ours), theirs: value(theirs) };
            assert_eq!(conflict.sentence(), expected);
        }
        case("standard", "", "\"签到表\"", "\"心得\\n各一份\"", "完成标准：本地“签到表”，对方“心得 各一份”");
        case("status", "'doing'", "'done'", "'cancelled'", "状态：本地“已办结”，对方“已取消”");
        case("status", "'doing'", "'挂起'", "'review'", "状态：本地“挂起”，对方“待核销”");
        case("kind", "", "'issue'", "'risk'", "类别：本地“问题整改”，对方“风险点”");
        case("due", "2026-09-30", "2026-10-31", "", "完成时限：本地“2026-10-31”，对方删去了");
        case("support", "", "['综合科', '工会']", "[]", "配合单位：本地“综合科、工会”，对方“”");
        case("progress", "10", "60", "'三成'", "进度：本地“60%”，对方“三成”");
        case("long_term", "", "true", "false", "长期坚持：本地“是”，对方“否”");
        case("weight", "", "2.5", "3", "考核分值：本地“2.5”，对方“3”");
        case(
            "repeat",
            "",
            "{ every = 'month', times = 2 }",
            "{ every = 'quarter', times = 1, until = 2026-12-31 }",
            "频次：本地“每月2次”，对方“每季1次，至 2026-12-31”",
        );
        case("repeat", "", "{ every = '旬' }", "3", "频次：本地“{ every = \"旬\" }”，对方“3”");
        case("自定.电话", "", "'1'", "'2'", "自定.电话：本地“1”，对方“2”");
        case(
            "log",
            "",
            "'见附件'",
            "[{ date = 2026-05-10 }]",
            "办理记录：本地“见附件”，对方“[{ date = 2026-05-10 }]”",
        );
        let extended = |to: &str, by: &str| {
            format!("{{ date = 2026-09-18, by = '{by}', kind = 'extend', to = {to}, approved_by = '王敏' }}")
        };
        let (ours, theirs) = (extended("2026-10-15", "李强"), extended("2026-09-30", "李娜"));
        let expected = "本地“2026-10-15（批准人：王敏；李强 2026-09-18 登记）”，\
                        对方“2026-09-30（批准人：王敏；李娜 2026-09-18 登记）”";
        case("log.extend", "", &ours, &theirs, &format!("延期：{expected}"));
        case("log.extend.2026-09", "", &ours, &theirs, &format!("延期（2026年9月）：{expected}"));
        let on = |entry: &str| entry.replace(" }", ", approved_on = 2026-09-10 }");
        let expected = expected.replace("王敏；", "王敏，2026-09-10 批准；");
        case("log.extend", "", &on(&ours), &on(&theirs), &format!("延期：{expected}"));
        case("备注", "1", "", "2", "备注：本地删去了，对方“2”");
        case("备注", "", "1", "", "备注：本地“1”，对方没有写");
    }
}
