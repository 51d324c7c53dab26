//! Statuses that are put together of parts (已全部整改到位, 暂未开展), and what a longer text begins with.

use crate::core::status::Status;

/// What stands before the word that tells, and says nothing of the status by itself.
const BEFORE: [&str; 30] = [
    "已经",
    "已于",
    "已",
    "均已",
    "均",
    "现已",
    "目前",
    "全部",
    "全面",
    "全",
    "按期",
    "按时",
    "按要求",
    "按计划",
    "如期",
    "提前",
    "顺利",
    "逾期",
    "整改",
    "工作",
    "任务",
    "问题",
    "该项",
    "此项",
    "项目",
    "也",
    "都",
    "并",
    "并已",
    "现",
];

/// What stands behind it.
const BEHIND: [&str; 14] = [
    "了",
    "完毕",
    "整改",
    "任务",
    "工作",
    "到位",
    "验收",
    "办理",
    "年度目标",
    "目标",
    "解决",
    "通过",
    "销号",
    "归档",
];

/// Words for what is finished.
const FINISHED: [&str; 22] = [
    "完成", "办结", "完工", "竣工", "销号", "办毕", "办理", "落实", "整改", "解决", "闭环", "完结", "结案",
    "建成", "交付", "验收", "核销", "销项", "归档", "完", "到位", "投用",
];

/// Words for what somebody would do.
const DEEDS: [&str; 19] = [
    "解决", "落实", "开展", "开始", "启动", "整改", "办理", "处理", "推进", "实施", "进行", "动工", "开工",
    "处置", "行动", "安排", "部署", "动", "开",
];

/// A status that its parts tell for sure.
pub(super) fn of_parts(word: &str) -> Option<Status> {
    let has = |words: &[&str]| words.iter().any(|known| word.contains(known));
    let plain = without_remarks(word);
    let first = plain.split(['，', ',', '；', ';', '。', '、']).next().unwrap_or_default();
    let first = first.split('并').next().unwrap_or_default();
    let first = undated(first);
    let checked = ["验收", "销号", "审核", "核查", "复核", "核销", "审定", "确认"];
    if has(&["完成", "办结", "整改到位"])
        && checked.iter().any(|what| has(&[&format!("待{what}"), &format!("申请{what}")]))
    {
        return Some(Status::Review);
    }
    if ["不再推进", "不再实施", "不再开展", "不再执行", "已中止", "中止", "不再办理", "已废止"]
        .contains(&first)
    {
        return Some(Status::Cancelled);
    }
    if first.ends_with("暂停")
        || first.ends_with("停工")
        || first.ends_with("受阻")
        || first.ends_with("搁置")
    {
        return Some(Status::Blocked);
    }
    if is_untouched(first) {
        return Some(Status::Todo);
    }
    let under_way = [
        "序时",
        "进展顺利",
        "进展正常",
        "进展缓慢",
        "超期",
        "不达标",
        "没有完成",
        "未能完成",
        "尚未完成",
        "还未完成",
        "未按期完成",
        "未按时完成",
        "基本完成",
        "接近完成",
        "即将完成",
        "部分完成",
        "初步完成",
    ];
    if under_way.iter().any(|known| first.contains(known)) {
        return Some(Status::Doing);
    }
    is_finished(first).then_some(Status::Done)
}

/// 待解决, 暂未开展, 还没有启动: nobody has begun.
fn is_untouched(word: &str) -> bool {
    let not_yet = ["暂未", "还未", "尚未", "仍未", "一直未", "暂没有", "还没有", "没有", "还没", "未", "待"];
    let rest = not_yet.iter().find_map(|before| word.strip_prefix(before));
    rest.is_some_and(|rest| DEEDS.contains(&rest))
}

/// 已全部整改完成, 按期办结, 办理完毕: one of the words for an end, and nothing that takes it back.
fn is_finished(word: &str) -> bool {
    let mut rest = word;
    while let Some(shorter) =
        BEFORE.iter().filter_map(|before| rest.strip_prefix(before)).find(|rest| !rest.is_empty())
    {
        rest = shorter;
    }
    let begun = word.starts_with(['已', '均', '全', '按', '如', '提', '顺', '现'])
        || word.contains('完')
        || word.contains("办毕");
    loop {
        let ends = FINISHED.contains(&rest) || rest == "竣工";
        // 整改 alone is what is to be done; 已整改 is done.
        if ends && (begun || ["办结", "竣工", "销号", "办毕", "闭环"].contains(&rest)) {
            return true;
        }
        match BEHIND.iter().find_map(|behind| rest.strip_suffix(behind)).filter(|rest| !rest.is_empty()) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
}

/// A text without what stands in brackets.
fn without_remarks(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = |c: &char| {
        match c {
            '（' | '(' | '【' | '[' => depth += 1,
            '）' | ')' | '】' | ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    text.chars().filter(outside).collect()
}

/// A clause without the day before it: 2026.6.15已完成, 于6月15日完成.
fn undated(clause: &str) -> &str {
    let clause = clause.trim_start_matches('于');
    let rest =
        clause.trim_start_matches(|c: char| c.is_ascii_digit() || "年月日号.-/初中上下旬底".contains(c));
    if rest.is_empty() { clause } else { rest }
}

/// What a longer text begins with: 已完成全部档案更新 is done, 已完成60% and 已完成初稿，正在征求意见 are under way.
pub(super) fn tendency(word: &str) -> Option<Status> {
    let under_way =
        ["正在", "待", "尚", "未", "%", "％", "下一步", "初稿", "部分", "阶段", "推进", "次", "人"];
    let begun = ["已", "正在", "完成", "开展", "组织", "推进", "制定", "召开", "启动"];
    if under_way.iter().any(|known| word.contains(known)) {
        let untouched = ["未启动", "未开展", "尚未", "未开始"].iter().any(|known| word.starts_with(known));
        return Some(if untouched { Status::Todo } else { Status::Doing });
    }
    begun.iter().any(|known| word.starts_with(known)).then_some(Status::Doing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_of_parts_is_understood() {
        #[track_caller]
        fn case(status: Option<&Status>, words: &str) {
            for word in words.split_whitespace() {
                assert_eq!(of_parts(word).as_ref(), status, "{word}");
            }
        }
        case(
            Some(&Status::Done),
            "已完成（6月15日） 已完成整改 已整改完成 已经完成 完成了 已完成，已销号 已完成并长期坚持 完成(100%) 已完工 已竣工验收 \
             全面完成 按期办结 办理完毕 办毕 竣工 2026.6.15已完成 均已落实到位 已全部整改到位",
        );
        case(Some(&Status::Todo), "待解决 待落实 暂未开展 还未开始 尚未启动 没有启动");
        case(Some(&Status::Doing), "达到序时进度 超序时进度 进展顺利 超期 不达标 没有完成 基本完成");
        case(Some(&Status::Review), "整改完成待销号 已完成，待验收");
        case(Some(&Status::Cancelled), "不再推进 已中止");
        case(Some(&Status::Blocked), "因疫情暂停");
        case(None, "整改 已召开专题会议 已完成60% 已完成初稿，正在征求意见 办理 已开展3次检查 完成方案");
    }
}
