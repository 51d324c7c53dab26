//! What the title of a column (表头) says it holds: the titles that offices use, and the words they are made of.

mod titles;
mod words;

use crate::core::field::Field;
use crate::core::import_proposal::{Holds, ours};
use crate::core::task::Kind;
use crate::core::writing::half_width;
use titles::{known, level};
use words::{PEOPLE, UNITS, guessed};

/// What a title alone says. Which column becomes the task's title is settled among all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// 编号
    Id,
    /// 序号
    Serial,
    /// What the task is called, or could be: the lower the number, the nearer to one task.
    Title(u8),
    /// 一级任务, 二级功能: the rank of a tree.
    Level(u8),
    /// A field.
    Field(Field),
    /// 责任单位: the lead, unless another column is 牵头单位.
    Responsible,
    /// 进展情况
    Said,
    /// 完成情况: the status in a word, or what was done in many.
    Finish,
    /// 存在问题
    Trouble,
    /// 是否销号
    StruckOff,
    /// 办理记录
    Log,
    /// 阶段开始
    PhaseStart,
    /// 阶段截止
    PhaseEnd,
    /// 灯, 逾期天数
    Reckoned,
}

/// How sure a title is of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// It contains a word that tells.
    Guessed,
    /// It is one that offices use.
    Known,
    /// It is the ledger's own.
    Exact,
}

/// The nearness of the ledger's own title, 任务名称.
pub(super) const TITLE: u8 = 1;
/// 具体任务, 任务分解
pub(super) const PART: u8 = 2;
/// 工作任务, 督办事项
pub(super) const WORK: u8 = 3;
/// 工作内容
pub(super) const CONTENT: u8 = 4;
/// 具体举措
pub(super) const MEASURE: u8 = 5;
/// 重点任务
pub(super) const DOMAIN: u8 = 6;

/// What a title says; none where nobody knows.
pub(super) fn sense(title: &str) -> Option<(Sense, Sure)> {
    let whole = plain(title);
    if whole.is_empty() || whole.chars().count() > 20 {
        return None;
    }
    if let Some(sense) = own(&whole) {
        return Some((sense, Sure::Exact));
    }
    let (base, inside) = parts(&whole);
    // Under a group's title, the inner one says what the column holds; how to reach somebody is no part of who it is.
    let base = base.rsplit('·').next().unwrap_or_default();
    let ways = [
        "及联系方式",
        "和联系方式",
        "及联系电话",
        "和联系电话",
        "、联系电话",
        "/联系电话",
        "及电话",
        "/电话",
    ];
    let base = ways.iter().find_map(|way| base.strip_suffix(way)).unwrap_or(base).to_owned();
    let known = [whole.as_str(), base.as_str()].into_iter().find_map(known);
    if let Some(sense) = known {
        return Some((refined(sense, &inside), Sure::Known));
    }
    if let Some(sense) = level(&base) {
        return Some((sense, Sure::Known));
    }
    guessed(&base).map(|sense| (refined(sense, &inside), Sure::Guessed))
}

/// A title without blanks, in half width, without what decorates it.
pub(super) fn plain(title: &str) -> String {
    let half = title.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').map(half_width);
    let text: String = half.collect();
    text.trim_matches([':', '*', '#', '、', '。', '.']).to_lowercase()
}

/// A title without its brackets, and what stands in them: 完成时限（年月日）.
fn parts(title: &str) -> (String, String) {
    let (mut base, mut inside) = (String::new(), String::new());
    let mut depth = 0_u32;
    for c in title.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth > 0 => inside.push(c),
            c => base.push(c),
        }
    }
    (base, inside)
}

/// 责任单位（牵头） is the lead, 责任单位（配合） helps.
fn refined(sense: Sense, inside: &str) -> Sense {
    match sense {
        Sense::Responsible if inside.contains("牵头") || inside.contains("主办") => {
            Sense::Field(Field::Lead)
        }
        Sense::Responsible if inside.contains("配合") || inside.contains("协办") => {
            Sense::Field(Field::Support)
        }
        other => other,
    }
}

/// The ledger's own titles and keys. Which of those that could name the task does is settled among them.
fn own(title: &str) -> Option<Sense> {
    let holds = ours(title)?;
    match holds {
        Holds::Field(Field::Title) => Some(Sense::Title(TITLE)),
        Holds::Field(Field::Content) => Some(Sense::Title(CONTENT)),
        Holds::Field(Field::Measure) => Some(Sense::Title(MEASURE)),
        Holds::Field(Field::Domain) => Some(Sense::Title(DOMAIN)),
        other => sense_of(&other),
    }
}

/// Whether a title names a unit and somebody in it: 责任部门/责任人, 责任单位及负责人.
pub(super) fn names_unit_and_person(title: &str) -> bool {
    let title = plain(title);
    let parts: Vec<&str> = title.split(['/', '、', '及', '和', '与', '(', ')', ',']).collect();
    let person =
        |part: &&str| *part == "人" || *part == "人员" || PEOPLE.iter().any(|word| part.ends_with(word));
    let unit = |part: &&str| UNITS.iter().any(|word| part.ends_with(word));
    parts.iter().any(unit) && parts.iter().any(person)
}

/// Whether a title may be that of the unit in charge, where no other is: 归口部门, 主管单位.
pub(super) fn may_lead(title: &str) -> bool {
    let title = plain(title);
    let others = ["填报", "监督", "检查", "验收", "采集", "来源", "服务", "上报", "审核", "配合", "协办"];
    UNITS.iter().any(|word| title.ends_with(word)) && !others.iter().any(|word| title.contains(word))
}

/// Whether a title may name the tasks, where no other does: 企业名称, 存在问题.
pub(super) fn may_name(title: &str) -> bool {
    let title = plain(title);
    title.ends_with("名称") || matches!(sense(&title), Some((Sense::Trouble, _)))
}

/// What the tasks are, by the title of the column that names them: 问题描述, 风险点.
pub(super) fn kind_of(title: &str) -> Option<Kind> {
    if title.contains("风险") {
        Some(Kind::Risk)
    } else if title.contains("问题") || title.contains("隐患") {
        Some(Kind::Issue)
    } else {
        None
    }
}

/// What a mapping, typed or remembered, says of a title.
pub(super) fn sense_of(holds: &Holds) -> Option<Sense> {
    Some(match holds {
        Holds::Field(field) => Sense::Field(*field),
        Holds::Id => Sense::Id,
        Holds::Said => Sense::Said,
        Holds::Trouble => Sense::Trouble,
        Holds::StruckOff => Sense::StruckOff,
        Holds::Log => Sense::Log,
        Holds::PhaseStart => Sense::PhaseStart,
        Holds::PhaseEnd => Sense::PhaseEnd,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_however_offices_dress_them() {
        #[track_caller]
        fn case(title: &str, expected: Sense) {
            assert_eq!(sense(title).map(|(sense, _)| sense), Some(expected), "{title}");
        }
        case("任务名称", Sense::Title(TITLE));
        case("工作任务\n(任务名称)", Sense::Title(WORK));
        case("完成时限（年月日）", Sense::Field(Field::Due));
        case("完 成 时 限", Sense::Field(Field::Due));
        case("责任单位（牵头）", Sense::Field(Field::Lead));
        case("牵头（责任）单位", Sense::Field(Field::Lead));
        case("责任单位", Sense::Responsible);
        case("承办单位(部门)", Sense::Responsible);
        case("责任单位及科室", Sense::Responsible);
        case("市级牵头单位", Sense::Field(Field::Lead));
        case("具体责任人：", Sense::Field(Field::Owner));
        case("实际结束时间", Sense::Field(Field::DoneOn));
        case("预计结束时间", Sense::Field(Field::Due));
        case("６月底前进展情况", Sense::Said);
        case("完成情况", Sense::Finish);
        case("序号", Sense::Serial);
        case("任务分解/时序进度", Sense::Title(PART));
        case("二级功能", Sense::Level(2));
        case("due", Sense::Field(Field::Due));
        case("责任部门/责任人", Sense::Field(Field::Owner));
        case("部门责任人", Sense::Field(Field::Owner));
        case("区级责任人", Sense::Field(Field::Leader));
        case("经办人及联系方式", Sense::Field(Field::Owner));
        case("部门反馈工作落实情况", Sense::Said);
        case("整改情况·是否已完成整改", Sense::Finish);
        case("隐患描述", Sense::Title(WORK));
        case("问题等级", Sense::Field(Field::Level));
        case("目标来源", Sense::Field(Field::Basis));
        case("应完时间", Sense::Field(Field::Due));
        case("整改验收时间", Sense::Field(Field::DoneOn));
    }

    #[test]
    fn other_titles_say_nothing() {
        for title in [
            "备注",
            "联系电话",
            "佐证材料",
            "下一步措施",
            "",
            "1月",
            "优先级",
            "责任人工号",
            "责任人电话",
            "前置任务",
            "某局2026年清廉机关建设重点任务工作台账",
        ] {
            assert_eq!(sense(title), None, "{title}");
        }
    }
}
