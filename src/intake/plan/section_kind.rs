//! What a section is about (章节性质), by its heading: work to be done, steps, aims, or how the work is backed.

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// 重点任务: what is to be done.
    Work,
    /// 实施步骤: the phases, and what is to be done in each.
    Steps,
    /// 总体要求, 工作目标: what is aimed at. A date in it is a target and no deadline.
    Aims,
    /// 组织保障, 工作要求: how the work is backed. Only what has a date, a rhythm or an office is a task.
    Backing,
    /// 适用范围, 组织机构, 附则 and what comes before the first section.
    Frame,
}

/// 重点任务 and its like: headings that name no field of work.
const GENERAL: &str = "重点任务 主要任务 工作任务 工作措施 \
    主要措施 工作内容 主要内容 任务措施 \
    重点工作 任务分工 主要举措 重点举措 \
    工作举措 具体任务 具体措施 整治任务 \
    整治内容 工作重点 试点任务 任务清单 \
    重点内容 活动内容 实施内容 行动任务 \
    建设任务 具体内容 整治措施 主要工作 \
    建设内容 重点措施 整治重点 改革任务 \
    实施路径 推进措施 目标任务 任务安排 \
    整改措施 主要做法 重点行动 任务分解 \
    主要项目 重点项目 工作事项 重点事项 \
    工作职责 职责分工 责任分工 部门职责 \
    主要职责 重点关注 重点方向 主攻方向 \
    整改任务 整改内容 整改事项 反馈问题 \
    问题清单 整改清单";

const STEPS: &str = "实施步骤 工作步骤 时间安排 进度安排 \
    工作进度 方法步骤 步骤安排 阶段安排 \
    时间步骤 工作安排 活动安排 时间进度 \
    推进步骤 实施进度 整治步骤 行动步骤 \
    活动步骤 实施阶段 时间节点 日程安排 \
    检查时间 活动时间 整治时间 实施时间 \
    计划安排 进度计划 推进计划 实施计划 阶段划分 \
    推进安排 工作阶段 行动阶段 活动阶段";

const AIMS: &str = "总体要求 指导思想 基本原则 总体思路 \
    工作思路 总体目标 工作目标 主要目标 \
    发展目标 目标要求 行动目标 整治目标 \
    活动目标 预期目标 工作原则 目的意义 \
    重要意义 活动主题 活动目的 工作背景 \
    重大意义 基本思路 编制依据 基本情况 现状 \
    面临形势 发展基础 发展形势 建设目标 \
    实施原则 年度目标 目标定位 目标任务 \
    工作目的";

const BACKING: &str = "组织保障 保障措施 工作要求 有关要求 \
    相关要求 几点要求 工作保障 组织领导 \
    强化保障 实施保障 保障机制 组织实施 \
    组织推进 加强领导 监督保障 措施保障 \
    政策保障 纪律要求 工作机制 推进机制 \
    活动要求 整治要求 组织机制 具体要求";

const FRAME: &str = "附则 附件 名词解释 组织机构 领导机构 \
    机构设置 工作机构 领导小组 适用范围 \
    实施范围 试点范围 整治范围 考评对象 \
    考核对象 考评方式 考评内容 考核方式 \
    结果应用 结果运用 活动对象 参加人员 总则 \
    检查内容 检查范围 检查对象 检查方式 \
    排查范围 时间范围 整治对象 评选范围 \
    评选条件 参与范围";

/// A heading longer than this names something of its own.
const LONGEST: usize = 14;

/// What the heading says of its section; nothing where it names a field of work.
pub(super) fn of(heading: &str, has_children: bool) -> Option<Nature> {
    if let Some(word) = run_on(heading) {
        return of(word, has_children);
    }
    let heading = bare(heading);
    // 充分认识…的重要意义 asks for nothing, however long it is.
    if ["充分认识", "深刻认识", "提高认识", "统一思想认识"].iter().any(|word| heading.starts_with(word))
    {
        return Some(Nature::Aims);
    }
    if heading.is_empty() || heading.chars().count() > LONGEST {
        return None;
    }
    let names = |words| each(words).any(|word| heading.contains(word));
    let first_names = |words| {
        let first = heading.split(['和', '与', '及', '、']).next().unwrap_or_default();
        if words == AIMS && first.ends_with("原则") {
            return true;
        }
        each(words)
            .any(|word| first.ends_with(word) || (first.starts_with(word) && first.chars().count() <= 8))
    };
    // 制定实施方案 is something to be done.
    if names(STEPS) || ["实施方案", "活动方案", "方案实施"].contains(&heading.as_str()) {
        return Some(Nature::Steps);
    }
    if first_names(AIMS) {
        // 目标任务 with items under it is a list of tasks.
        let of_tasks = heading.contains("任务") && has_children;
        return Some(if of_tasks { Nature::Work } else { Nature::Aims });
    }
    if names(GENERAL) {
        return Some(Nature::Work);
    }
    if names(BACKING) || heading.ends_with("要求") {
        return Some(Nature::Backing);
    }
    if names(FRAME) {
        return Some(Nature::Frame);
    }
    None
}

/// What a heading one level down says against its section: under 重点任务, only a plain 组织保障 is no work.
pub(super) fn within(section: Nature, heading: &str, has_children: bool) -> Nature {
    let said = of(heading, has_children);
    match (section, said) {
        (_, Some(Nature::Steps)) => Nature::Steps,
        (Nature::Aims | Nature::Frame, Some(Nature::Work)) if is_general(heading) => Nature::Work,
        (Nature::Aims | Nature::Frame, Some(Nature::Backing)) => Nature::Backing,
        (Nature::Work | Nature::Steps, Some(nature @ (Nature::Aims | Nature::Backing | Nature::Frame)))
            if bare(heading).chars().count() <= 5 || run_on(heading).is_some() =>
        {
            nature
        }
        _ => section,
    }
}

/// Whether the heading names no field of work: 重点任务, 实施步骤.
pub(super) fn is_general(heading: &str) -> bool {
    let heading = bare(heading);
    heading.chars().count() <= LONGEST && each(GENERAL).any(|word| heading.contains(word))
}

/// Whether the heading consists of such words and no more: 省公司重点工作 names whose work it is.
pub(super) fn is_only_general(heading: &str) -> bool {
    let heading = bare(heading);
    let general = each(GENERAL).find_map(|word| heading.split_once(word));
    let more = |words: &str| {
        [
            "和",
            "与",
            "及",
            "、",
            "主要",
            "具体",
            "年度",
            "本年",
            "今年",
            "下步",
            "下一步",
            "近期",
            "各项",
            "分工",
            "安排",
            "清单",
            "要求",
            "任务",
            "措施",
            "工作",
        ]
        .iter()
        .fold(words.to_owned(), |rest, word| rest.replace(word, ""))
        .chars()
        .any(|c| !c.is_ascii_digit() && c != '年')
    };
    general.is_some_and(|(before, behind)| !more(before) && !more(behind))
}

/// Whether a section that begins here is one of the usual: in a text without line breaks, 一、 is believed before these.
pub(super) fn begins(text: &str) -> bool {
    [GENERAL, STEPS, AIMS, BACKING, FRAME].into_iter().flat_map(each).any(|word| text.starts_with(word))
}

/// Whether a line is a usual heading and nothing else.
pub(super) fn is_bare_heading(line: &str) -> bool {
    let line = line.trim_end_matches(':');
    [GENERAL, STEPS, AIMS, BACKING].into_iter().flat_map(each).any(|word| word == line)
}

fn each(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split_ascii_whitespace()
}

/// The usual heading that a text without stops runs on from: 工作目标全县… is about 工作目标.
pub(super) fn run_on(text: &str) -> Option<&'static str> {
    let word = [AIMS, STEPS, BACKING, FRAME, GENERAL]
        .into_iter()
        .flat_map(each)
        .find(|word| text.starts_with(word))?;
    let rest = text.get(word.len()..)?;
    // 工作机制和办法 is a longer name.
    let goes_on = rest.starts_with(['和', '与', '及', '、', '(', ',', ':', '。', '的', ' ']);
    let is_aim = each(AIMS).any(|aim| aim == word);
    let more = rest.contains('。') || (is_aim && rest.chars().count() >= 8);
    (!goes_on && more).then_some(word)
}

/// The heading without its stop and without brackets: 重点任务（10分） is 重点任务.
fn bare(heading: &str) -> String {
    let heading = heading.split('(').next().unwrap_or_default();
    heading.chars().filter(|c| !c.is_whitespace() && !"。:;,".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tell_work_from_what_surrounds_it() {
        #[track_caller]
        fn case(heading: &str, expected: Option<Nature>) {
            assert_eq!(of(heading, true), expected, "{heading}");
        }
        case("总体要求", Some(Nature::Aims));
        case("指导思想和工作目标", Some(Nature::Aims));
        case("主要任务", Some(Nature::Work));
        case("重点任务及分工(20分)", Some(Nature::Work));
        case("目标任务", Some(Nature::Work));
        case("活动内容及时间安排", Some(Nature::Steps));
        case("工作要求。", Some(Nature::Backing));
        case("强化组织领导", Some(Nature::Backing));
        case("附则", Some(Nature::Frame));
        case("充分认识把村里的路修好对于发展的重要意义", Some(Nature::Aims));
        case("修好村里的路", None);
        case("明确各级目标责任并抓好年度落实和督促检查", None);
        assert_eq!(of("目标任务", false), Some(Nature::Aims));
    }

    #[test]
    fn a_part_may_differ_from_its_section() {
        #[track_caller]
        fn case(section: Nature, heading: &str, expected: Nature) {
            assert_eq!(within(section, heading, true), expected, "{heading}");
        }
        case(Nature::Aims, "工作任务", Nature::Work);
        case(Nature::Aims, "基本原则", Nature::Aims);
        case(Nature::Work, "组织保障", Nature::Backing);
        case(Nature::Work, "健全农村养老工作机制", Nature::Work);
        case(Nature::Backing, "实施步骤", Nature::Steps);
        case(Nature::Backing, "严明纪律", Nature::Backing);
    }
}
