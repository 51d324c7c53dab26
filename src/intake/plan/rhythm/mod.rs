//! How often and how many (频次): 每季度至少一次, 每月一指导一谈心, 年内不少于*次.

mod count;

use std::ops::Range;

use super::numeral;
use super::prose;
use crate::core::calendar::Every;
use count::{COUNTED, count};

/// A recurring duty's rhythm, found in a text in one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rhythm {
    /// From 每 to the end of what is said of how often.
    pub(super) range: Range<usize>,
    /// The period; none where a ledger knows no such period (每旬, 每日).
    pub(super) every: Option<Every>,
    /// How many occurrences a period owes.
    pub(super) times: u32,
    /// The number is not told (*次).
    pub(super) is_gap: bool,
    /// The duty in a word, where the rhythm is of the kind 每月一指导: 指导.
    pub(super) deed: Option<String>,
}

/// The periods, longest words first.
const PERIODS: [(&str, Option<Every>); 27] = [
    ("个工作日", None),
    ("工作日", None),
    ("个星期", Some(Every::Week)),
    ("星期", Some(Every::Week)),
    ("周", Some(Every::Week)),
    ("两个月", None),
    ("两月", None),
    ("双月", None),
    ("两周", None),
    ("半个月", None),
    ("半月", None),
    ("半年", Some(Every::Half)),
    ("个月", Some(Every::Month)),
    ("月度", Some(Every::Month)),
    ("月", Some(Every::Month)),
    ("个季度", Some(Every::Quarter)),
    ("季度", Some(Every::Quarter)),
    ("季", Some(Every::Quarter)),
    ("个学期", Some(Every::Half)),
    ("学期", Some(Every::Half)),
    ("旬", None),
    ("年度", Some(Every::Year)),
    ("年", Some(Every::Year)),
    ("两年", None),
    ("三年", None),
    ("天", None),
    ("日", None),
];

/// Without one of these, or a number of times, 每年 speaks of a quantity and of no duty.
const DEEDS: &str = "开展 组织 召开 举办 报送 上报 报告 通报 调度 督查 \
    督导 检查 考核 考评 评估 总结 更新 公布 公开 发布 \
    巡查 排查 研究 听取 学习 培训 会商 调研 走访 汇总 \
    梳理 评选 演练 宣传 分析 研判 例会 会议 汇报 监测 \
    抽查 暗访 巡检 自查 报 统计 讲评 点评 座谈 交流 \
    晾晒 排名 评价 盘点 下发 印发 提交 党课 完成 轮值 \
    体检 公示 评议 开放 例行 举行 讲";

fn deeds_of_office() -> impl Iterator<Item = &'static str> {
    DEEDS.split_ascii_whitespace()
}

/// Every rhythm of the text.
pub(super) fn find(text: &str) -> Vec<Rhythm> {
    let mut found: Vec<Rhythm> = Vec::new();
    for clause in prose::clauses(text) {
        let words = prose::part(text, clause.clone());
        for (at, c) in words.char_indices() {
            let done = found.last().is_some_and(|last| last.range.end > clause.start + at);
            if done
                || !matches!(c, '每' | '年' | '全' | '半' | '一' | '按' | '逐' | '周' | '月' | '季' | '工')
            {
                continue;
            }
            found.extend(read_at(words, at).into_iter().map(|rhythm| Rhythm {
                range: clause.start + rhythm.range.start..clause.start + rhythm.range.end,
                ..rhythm
            }));
        }
    }
    found
}

/// Whether a clause says how often and nothing else: 每半年不少于2次.
pub(super) fn is_bare(clause: &str) -> bool {
    let words = clause.trim_matches(|c: char| !c.is_alphanumeric() && c != '*');
    let Some(rest) = words.strip_prefix('每').or_else(|| words.strip_prefix("年内")) else { return false };
    let period = PERIODS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
    let rest = rest.get(period.map_or(0, |(word, _)| word.len())..).unwrap_or_default();
    let rest = rest.get(anchor(rest)..).unwrap_or_default();
    let fillers =
        ["不得少于", "不少于", "不低于", "至少", "及以上", "以上", "要", "应", "须", "均", "各", "左右"];
    let rest = fillers.iter().chain(&COUNTED).fold(rest.to_owned(), |rest, word| rest.replace(word, ""));
    rest.chars().all(|c| c.is_ascii_digit() || numeral::is_chinese(c) || !c.is_alphanumeric())
}

fn read_at(clause: &str, at: usize) -> Vec<Rhythm> {
    // How often is said near by, so that a clause of any length costs the same.
    let near = prose::part(clause, at..clause.len()).char_indices().nth(80);
    let clause = prose::part(clause, 0..near.map_or(clause.len(), |(near, _)| at + near));
    let here = clause.get(at..).unwrap_or_default();
    if let Some(behind) = here.strip_prefix('每') {
        return each(clause, at, behind);
    }
    let before = clause.get(..at).unwrap_or_default().chars().next_back();
    let opens = before.is_none_or(|c| !c.is_alphanumeric());
    // 半年一调研一党课, 年终一述考一问效, 一月一调度
    let bare = [
        ("半年一", Every::Half, "半年"),
        ("年终一", Every::Year, "年终"),
        ("年度一", Every::Year, "年度"),
        ("一周一", Every::Week, "一周"),
        ("一月一", Every::Month, "一月"),
        ("一季一", Every::Quarter, "一季"),
        ("一年一", Every::Year, "一年"),
        ("月一", Every::Month, "月"),
        ("季一", Every::Quarter, "季"),
        ("周一", Every::Week, "周"),
    ];
    if opens && let Some((_, every, word)) = bare.into_iter().find(|(word, ..)| here.starts_with(word)) {
        let deeds = deeds(here.get(word.len()..).unwrap_or_default());
        // 周一 by itself is Monday.
        if (word.len() > 3 || deeds.len() > 1) && !deeds.is_empty() {
            return of_deeds(at, word.len(), Some(every), deeds);
        }
    }
    // 年内至少一次, 全年不少于4次
    let within = ["年内", "全年", "本年度"].into_iter().find(|word| here.starts_with(word));
    if let Some(word) = within {
        let numbered = before.is_some_and(|c| c.is_ascii_digit() || numeral::is_chinese(c) || c == '半');
        if let Some(count) = count(here).filter(|count| count.is_plain && !numbered) {
            return vec![count.rhythm(at, Some(Every::Year), word.len())];
        }
    }
    // 半年考评一次
    if opens
        && here.starts_with("半年")
        && let Some(count) = count(here).filter(|count| count.is_plain)
    {
        return vec![count.rhythm(at, Some(Every::Half), "半年".len())];
    }
    // 工作日每日 is met at 每; 按月调度, 逐月通报
    let paced = ["按月", "逐月", "按季度", "按季", "按周", "按半年", "按年度"];
    if let Some(word) = paced.into_iter().find(|word| here.starts_with(word)) {
        let period = word.chars().skip(1).collect::<String>();
        let every = PERIODS.iter().find(|(known, _)| *known == period).and_then(|(_, every)| *every);
        let behind = here.get(word.len()..).unwrap_or_default();
        if every.is_some() && deeds_of_office().any(|deed| behind.starts_with(deed)) {
            return vec![Rhythm { range: at..at + word.len(), every, times: 1, is_gap: false, deed: None }];
        }
    }
    series(clause, at)
}

/// 周调度、月通报、季推进、年考评: at least two of them side by side.
fn series(clause: &str, at: usize) -> Vec<Rhythm> {
    let mut found = Vec::new();
    let mut from = at;
    while let Some(here) = clause.get(from..) {
        let periods = [
            ("周", Every::Week),
            ("月", Every::Month),
            ("季度", Every::Quarter),
            ("季", Every::Quarter),
            ("半年", Every::Half),
            ("年", Every::Year),
        ];
        let Some((word, every)) = periods.into_iter().find(|(word, _)| here.starts_with(word)) else { break };
        let behind = here.get(word.len()..).unwrap_or_default();
        let end = behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len());
        let deed = behind.get(..end).unwrap_or_default();
        if !(2..=3).contains(&prose::letters(deed)) {
            break;
        }
        let end = from + word.len() + end;
        found.push(Rhythm {
            range: from..end,
            every: Some(every),
            times: 1,
            is_gap: false,
            deed: Some(deed.to_owned()),
        });
        from = end
            + clause
                .get(end..)
                .map_or(0, |rest| rest.chars().next().filter(|c| *c == '、').map_or(0, char::len_utf8));
        if from == end {
            break;
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// 每月…, 每季一研讨一点评.
fn each(clause: &str, at: usize, behind: &str) -> Vec<Rhythm> {
    let Some((word, every)) =
        PERIODS.into_iter().filter(|(word, _)| behind.starts_with(word)).max_by_key(|(word, _)| word.len())
    else {
        return Vec::new();
    };
    let head = '每'.len_utf8() + word.len();
    let rest = behind.get(word.len()..).unwrap_or_default();
    let deeds = deeds(rest);
    if !deeds.is_empty() {
        return of_deeds(at, head, every, deeds);
    }
    let here = clause.get(at..).unwrap_or_default();
    if let Some(count) = count(here) {
        return vec![count.rhythm(at, every, head)];
    }
    // 每年3月底前, 每月25日前, 每季度末
    let anchored = if word.ends_with(['周', '期']) { weekday(rest) } else { anchor(rest) };
    // 每年 may speak of a quantity, 每月 hardly ever.
    let often = !matches!(every, Some(Every::Year) | None);
    let goes_on = rest.chars().next().is_some_and(|c| {
        c.is_alphanumeric() && !c.is_ascii() && !numeral::is_chinese(c) && !"的平各个均可共约".contains(c)
    });
    let acts = often && goes_on && prose::letters(rest) >= 4;
    if anchored == 0 && !acts && !deeds_of_office().any(|deed| rest.contains(deed)) {
        return Vec::new();
    }
    vec![Rhythm { range: at..at + head + anchored, every, times: 1, is_gap: false, deed: None }]
}

/// How many bytes behind 每周 name a day of it. 每周一 may be 每周一次 cut short.
fn weekday(rest: &str) -> usize {
    let day = rest.chars().next().filter(|c| "二三四五六日天".contains(*c));
    let counted = ["次", "场", "期", "个", "轮", "篇"];
    let len = day.map_or(0, char::len_utf8);
    let behind = rest.get(len..).unwrap_or_default();
    if counted.iter().any(|unit| behind.starts_with(unit)) { 0 } else { len }
}

/// How many bytes behind a period say when in it: 25日前, 3月底前, 末, 第一周.
fn anchor(rest: &str) -> usize {
    let end = rest.char_indices().take(14).find(|(_, c)| {
        !(c.is_ascii_digit()
            || "年月日底末初前上中下旬第个周一二三四五六七八九十号 以之季度最后的".contains(*c))
    });
    let end = end.map_or_else(|| rest.char_indices().nth(14).map_or(rest.len(), |(at, _)| at), |(at, _)| at);
    let words = rest.get(..end).unwrap_or_default();
    let last = ["前", "底", "末", "初", "日", "号", "旬"]
        .iter()
        .filter_map(|word| words.rfind(word).map(|at| at + word.len()))
        .max();
    last.unwrap_or(0)
}

/// 一指导一谈心: what is done once each, if the words up to the next sign are nothing else.
fn deeds(text: &str) -> Vec<String> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let words = text.get(..end).unwrap_or_default();
    if !words.starts_with('一') {
        return Vec::new();
    }
    let deeds: Vec<String> = words.split('一').skip(1).map(str::to_owned).collect();
    let fits = |deed: &String| {
        (2..=4).contains(&prose::letters(deed)) && !COUNTED.iter().any(|unit| deed.starts_with(unit))
    };
    if deeds.iter().all(fits) { deeds } else { Vec::new() }
}

fn of_deeds(at: usize, head: usize, every: Option<Every>, deeds: Vec<String>) -> Vec<Rhythm> {
    let mut end = at + head;
    deeds
        .into_iter()
        .map(|deed| {
            let start = end;
            end += '一'.len_utf8() + deed.len();
            Rhythm { range: start..end, every, times: 1, is_gap: false, deed: Some(deed) }
        })
        .enumerate()
        .map(|(nth, rhythm)| if nth == 0 { Rhythm { range: at..rhythm.range.end, ..rhythm } } else { rhythm })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Every::{Half, Month, Quarter, Week, Year};

    #[track_caller]
    fn case(text: &str, expected: &[(Option<Every>, u32)]) {
        let found: Vec<_> = find(text).into_iter().map(|rhythm| (rhythm.every, rhythm.times)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn rhythms_are_read_with_their_counts() {
        case("每月组织读书*次以上。", &[(Some(Month), 1)]);
        case("每季度至少召开2次例会", &[(Some(Quarter), 2)]);
        case("每个季度召开例会", &[(Some(Quarter), 1)]);
        case("每半年考评一次", &[(Some(Half), 1)]);
        case("每半年不少于两次", &[(Some(Half), 2)]);
        case("年内至少演练一次", &[(Some(Year), 1)]);
        case("全年走访不少于12次", &[(Some(Year), 12)]);
        case("每年3月底前报送总结", &[(Some(Year), 1)]);
        case("每周报送进展", &[(Some(Week), 1)]);
        case("于每季度末报告进展", &[(Some(Quarter), 1)]);
        case("按月调度", &[(Some(Month), 1)]);
        case("每旬巡查一次", &[(None, 1)]);
        case("工作日每日发布一期", &[(None, 1)]);
    }

    #[test]
    fn a_rhythm_keeps_the_day_in_its_period() {
        #[track_caller]
        fn words(text: &str, expected: &str) {
            let found = find(text);
            assert_eq!(found.first().map(|rhythm| &text[rhythm.range.clone()]), Some(expected));
        }
        words("每月25日前报送报表", "每月25日前");
        words("每周三开展巡查", "每周三");
        words("每季度最后一个月的30日前,报送进展", "每季度最后一个月的30日前");
        words("每周两次巡查", "每周两次");
    }

    #[test]
    fn a_clause_may_say_how_often_and_nothing_else() {
        for (clause, expected) in [
            ("每半年不少于2次。", true),
            ("每季度最后一个月的30日前,", true),
            ("每月一次", true),
            ("每月组织集中学习*次以上", false),
            ("每周开放一次文化室", false),
            ("组织宣讲", false),
        ] {
            assert_eq!(is_bare(clause), expected, "{clause}");
        }
    }

    #[test]
    fn each_deed_of_a_string_is_a_duty() {
        case(
            "做到“每月一读书一谈话、每季一走访,半年一小结、年终一总评一复看”",
            &[
                (Some(Month), 1),
                (Some(Month), 1),
                (Some(Quarter), 1),
                (Some(Half), 1),
                (Some(Year), 1),
                (Some(Year), 1),
            ],
        );
        case("实行周调度、月通报、季推进", &[(Some(Week), 1), (Some(Month), 1), (Some(Quarter), 1)]);
        case("周调度、月通报、季推进", &[(Some(Week), 1), (Some(Month), 1), (Some(Quarter), 1)]);
        case("一月一调度", &[(Some(Month), 1)]);
    }

    #[test]
    fn quantities_and_names_are_no_rhythm() {
        for text in [
            "每个村修一条路",
            "每年新增五千亩",
            "每人一把伞",
            "三年内建成",
            "每周一",
            "一网通办",
            "年终奖",
            "全年收入",
        ] {
            case(text, &[]);
        }
    }
}
