//! What an item's words betray: a list of ones (六个一), a mere topic, an aside.

use super::date_scan;
use super::prose;
use super::rhythm;

/// The name of a list of ones: 六个一.
pub(super) fn ones(plain: &str) -> Option<String> {
    plain.match_indices("个一").find_map(|(at, _)| {
        let number = plain.get(..at)?.chars().next_back()?;
        let behind = plain.get(at + "个一".len()..)?.chars().next();
        let closes = behind.is_none_or(|c| !c.is_alphanumeric() || "规活工载系行主任要".contains(c));
        ("二三四五六七八九十".contains(number) && closes).then(|| format!("{number}个一"))
    })
}

/// Whether a name counts one of something: 制定一个方案, 选树一批典型.
pub(super) fn counts_one(title: &str) -> bool {
    let letters: Vec<char> = title.chars().collect();
    let whole =
        ["第一", "统一", "一体", "一致", "一步", "一律", "一般", "一定", "一些", "一流", "一线", "专一"];
    let first = letters.iter().position(|c| *c == '一');
    first.is_some_and(|at| (1..=5).contains(&at) && at + 2 < letters.len())
        && !whole.iter().any(|word| title.contains(word))
}

/// Whether the words only name a topic: 服务收费情况；
pub(super) fn is_topic(plain: &str) -> bool {
    let words = plain.trim().trim_end_matches(['。', ';', ',']);
    let ends = ["情况", "事项", "问题", "行为", "原则", "情形", "的", "标准", "范围", "对象", "方式", "条件"];
    prose::letters(words) <= 40
        && !words.contains(['。', ':', ';', ','])
        && ends.iter().any(|end| words.ends_with(end))
        && !asks(words)
        && rhythm::find(words).is_empty()
        && date_scan::find(words).is_empty()
        && !words.contains('(')
}

/// Whether the words introduce what something must be like: 符合下列条件的…, 有下列情形之一的…, …应具备: what follows is no task.
pub(super) fn introduces_criteria(plain: &str) -> bool {
    let words = plain.trim_end_matches([' ', '。', ';', ':']);
    let last = words.rfind(['。', ';']).map_or(words, |at| words.get(at..).unwrap_or_default());
    let kinds = ["条件", "要求的", "情形", "情况之一", "问题的", "问题之一", "行为", "之一", "资格", "标准"];
    let listed = ["下列", "以下", "如下"].iter().filter_map(|word| last.find(word)).any(|at| {
        let clause = last.get(at..).unwrap_or_default().split(',').next().unwrap_or_default();
        kinds.iter().any(|kind| clause.contains(kind))
    });
    listed
        || ["应具备", "须具备", "应符合", "还应具备", "必须具备", "应当具备", "应当符合", "重点是", "包括"]
            .iter()
            .any(|end| words.ends_with(end))
}

/// 本意见所称…，是指…: said of a word, and nothing to be done.
pub(super) fn defines(plain: &str) -> bool {
    let kinds = ["意见", "方案", "办法", "通知", "规定", "细则", "计划", "规划", "制度"];
    plain.trim_start().strip_prefix('本').is_some_and(|rest| {
        kinds.iter().any(|kind| rest.strip_prefix(kind).is_some_and(|rest| rest.starts_with("所称")))
    })
}

/// Whether the words begin with a verb that asks for something.
pub(super) fn asks(plain: &str) -> bool {
    ASKING.split_ascii_whitespace().any(|verb| plain.starts_with(verb))
}

/// What a task begins with, where it says what is asked for.
pub(super) const ASKING: &str = "制定 建立 完善 健全 开展 解决 整治 排查 查处 规范 落实 加强 强化 推进 推动 做好 抓好 组织 明确 修订 \
    编制 优化 创新 实施 统一 梳理 研究 提高 提升 清理 纠治 防范 化解 严查 打击 纠正 整改 掌握 通报 公开 报送 汇总";

/// Whether a line is a date and nothing else: 活动时间 stands above it, and it asks for nothing.
pub(super) fn is_date_only(words: &str) -> bool {
    let words = words.trim().trim_end_matches(['。', ';']);
    date_scan::find(words).first().is_some_and(|date| date.range == (0..words.len()))
}

/// Where the time ends that a heading consists of: 8月份重点工作 is 8月份. What stands below is to be done then.
pub(super) fn heading_time(words: &str) -> Option<usize> {
    let trimmed = words.trim_end_matches([':', '。', ' ']);
    let date = date_scan::find(trimmed).into_iter().next().filter(|date| date.range.start == 0)?;
    let kinds = [
        "重点工作",
        "主要工作",
        "工作安排",
        "工作重点",
        "工作任务",
        "工作",
        "活动",
        "安排",
        "任务",
        "活动安排",
        "",
    ];
    let rest = trimmed.get(date.range.end..)?.trim_start_matches([' ', '的']);
    kinds.contains(&rest).then_some(date.range.end)
}

/// Whether the whole is one bracket, such as the years under a title.
pub(super) fn is_aside_only(words: &str) -> bool {
    let words = words.trim();
    words.starts_with('(') && prose::bracket(words, 0) == Some(words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_and_definitions_ask_for_nothing() {
        for words in [
            "对符合下列条件的村予以补助:",
            "有下列情形之一的,取消补助。",
            "申报的村还应具备:",
            "对村里的路进行检查。重点是:",
        ] {
            assert!(introduces_criteria(words), "{words}");
        }
        for words in
            ["按照统一标准的要求,做好以下工作:", "完成下列任务:", "修好村里的路。", "应具备的条件另行通知"]
        {
            assert!(!introduces_criteria(words), "{words}");
        }
        assert!(defines("本办法所称村路,是指村内的路。"));
        assert!(!defines("本村所称的路。"));
    }

    #[test]
    fn a_heading_may_only_say_when() {
        assert_eq!(heading_time("8月份重点工作"), Some("8月份".len()));
        assert_eq!(heading_time("九月:"), Some("九月".len()));
        assert_eq!(heading_time("8月修路"), None);
        assert_eq!(heading_time("修路"), None);
    }
}
