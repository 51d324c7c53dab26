//! What the title of a column (表头) says it holds: the titles that offices use, and the words they are made of.

use crate::core::field::Field;
use crate::core::sheet::Holds;
use crate::core::task::Kind;
use crate::core::writing::half_width;

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

/// The ledger's own titles and keys.
fn own(title: &str) -> Option<Sense> {
    let field = Field::all().find(|field| field.key() == title || field.label() == title);
    match field {
        Some(Field::Title) => Some(Sense::Title(TITLE)),
        Some(Field::Content) => Some(Sense::Title(CONTENT)),
        Some(Field::Measure) => Some(Sense::Title(MEASURE)),
        Some(Field::Domain) => Some(Sense::Title(DOMAIN)),
        Some(field) => Some(Sense::Field(field)),
        None => match title {
            "id" | "编号" => Some(Sense::Id),
            "办理记录" | "log" => Some(Sense::Log),
            "最新进展" => Some(Sense::Said),
            "阶段开始" => Some(Sense::PhaseStart),
            "阶段截止" => Some(Sense::PhaseEnd),
            _ => None,
        },
    }
}

/// The titles that offices use, beyond those that `Field::parse` knows.
#[expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "a table of titles, those of a kind together"
)]
fn known(title: &str) -> Option<Sense> {
    use Field::{
        Basis, Domain, DoneOn, Due, Kind, Lead, Leader, Level, LongTerm, Outcome, Owner, Phase, Progress,
        Public, Repeat, Standard, Start, Status, Support, Tags, Weight,
    };
    Some(match title {
        "任务编号" | "统一编号" | "事项编号" | "督办编号" | "台账编号" => Sense::Id,
        "序号" | "序" | "序列" | "no" | "项次" | "行号" | "排序" => Sense::Serial,
        "任务" | "任务标题" | "标题" | "名称" | "事项" | "事项名称" | "工作名称" => {
            Sense::Title(WORK)
        }
        "具体任务"
        | "任务分解"
        | "分解任务"
        | "任务分解/时序进度"
        | "时序进度"
        | "任务分解及时序进度"
        | "子任务"
        | "具体事项"
        | "具体工作"
        | "细化任务"
        | "分项任务"
        | "任务明细"
        | "工作分解"
        | "具体工作任务"
        | "任务事项"
        | "工作任务分解" => Sense::Title(PART),
        "工作任务" | "工作事项" | "督办事项" | "督查事项" | "整改任务" | "整改事项" | "主要任务"
        | "年度任务" | "目标任务" | "承办事项" | "任务内容" | "主要工作任务" | "重点工作任务"
        | "工作项目" | "项目" | "项目名称" | "事项内容" | "督查内容" | "议定事项" | "交办事项"
        | "考核项目" | "任务清单" | "问题" | "问题清单" | "具体问题" | "问题描述" | "整改问题"
        | "问题表现" | "风险点" | "廉政风险点" | "风险描述" | "重点工作事项" | "工作计划" => {
            Sense::Title(WORK)
        }
        "工作内容"
        | "内容"
        | "主要内容"
        | "任务描述"
        | "详情"
        | "详细内容"
        | "内容描述"
        | "具体要求"
        | "工作要求"
        | "办理要求"
        | "重点工作内容"
        | "主要工作内容"
        | "描述"
        | "详细说明"
        | "任务要求"
        | "工作内容及要求"
        | "事项描述"
        | "功能描述" => Sense::Title(CONTENT),
        "举措" | "措施" | "工作措施" | "工作举措" | "主要举措" | "主要措施" | "整改措施" | "具体措施"
        | "防控措施" | "任务举措" | "重点举措" => Sense::Title(MEASURE),
        "领域" | "重点工作" | "任务类别" | "工作类别" | "工作领域" | "工作板块" | "板块" | "重点领域"
        | "一级任务" | "任务分类" | "工作大类" | "大类" | "分类" | "工作模块" | "模块" | "专题" | "条线"
        | "重点任务名称" => Sense::Title(DOMAIN),
        "牵头"
        | "主办单位"
        | "牵头部门"
        | "牵头科室"
        | "牵头处室"
        | "牵头股室"
        | "主办部门"
        | "主办科室"
        | "牵头考核单位"
        | "牵头责任单位"
        | "牵头单位(部门)"
        | "主责单位"
        | "主责部门"
        | "主责科室"
        | "主体单位" => Sense::Field(Lead),
        "责任单位" | "承办单位" | "责任部门" | "责任科室" | "责任处室" | "责任股室" | "承办部门"
        | "承办科室" | "承办处室" | "落实单位" | "落实部门" | "负责单位" | "负责部门" | "负责科室"
        | "负责考核部门" | "单位" | "部门" | "科室" | "处室" | "办理单位" | "实施单位" | "实施部门"
        | "整改单位" | "单位名称" | "整改责任单位" | "所属部门" | "所属科室" | "具体责任单位"
        | "责任主体" | "执行部门" => Sense::Responsible,
        "配合"
        | "协办单位"
        | "配合部门"
        | "配合科室"
        | "协办部门"
        | "协办科室"
        | "参与单位"
        | "参与部门"
        | "协作单位"
        | "协同单位"
        | "协助单位"
        | "协同部门"
        | "协助部门"
        | "配合单位或部门"
        | "配合处室"
        | "协办"
        | "参加单位"
        | "责任配合单位" => Sense::Field(Support),
        "分管领导" | "牵头领导" | "包抓领导" | "挂钩领导" | "挂点领导" | "分管局领导" | "分管负责人"
        | "包保领导" | "领导" | "牵头责任领导" | "主管领导" | "责任局领导" | "联系领导" | "分管责任领导"
        | "督办领导" | "领导名称" | "牵头局领导" => Sense::Field(Leader),
        "承办人" | "经办人" | "具体责任人" | "负责人" | "联络员" | "责任人员" | "办理人" | "经办"
        | "直接责任人" | "具体承办人" | "具体负责人" | "整改责任人" | "第一责任人" | "执行人" | "落实人"
        | "联系人" | "被指派者" | "主办人" | "跟进人" | "责任人姓名" | "具体经办人" => {
            Sense::Field(Owner)
        }
        "时限" | "截止时间" | "完成时间" | "办结时限" | "时间节点" | "整改时限" | "截止日期" | "办理时限"
        | "要求完成时间" | "计划完成时间" | "预计完成时间" | "预计结束时间" | "完成期限" | "整改期限"
        | "办结期限" | "完成节点" | "计划完成日期" | "要求时限" | "工作时限" | "任务时限" | "期限"
        | "时间要求" | "完成时限要求" | "结束时间" | "结束日期" | "进度要求" | "时间安排"
        | "计划完成时限" | "反馈时限" | "办复时限" | "限办时间" | "限办日期" | "目标完成时间" | "到期日"
        | "到期时间" | "办结要求" | "计划结束时间" | "推进时限" | "时间进度" | "工作进度安排"
        | "完成时间节点" => Sense::Field(Due),
        "开始" | "启动时间" | "开始日期" | "起始时间" | "起始日期" | "启动日期" | "计划开始时间"
        | "计划启动时间" | "起始" | "开工时间" | "计划开工时间" => Sense::Field(Start),
        "办结时间" | "实际完成时间" | "实际结束时间" | "完成日期" | "销号时间" | "销号日期" | "办结日"
        | "实际完成日期" | "实际办结时间" | "核销日期" | "实际办结日期" | "整改完成时间" => {
            Sense::Field(DoneOn)
        }
        "完成情况" | "办理状态" | "任务状态" | "完成状态" | "办结情况" | "工作状态" | "推进状态"
        | "整改状态" | "办理结果" | "整改结果" | "当前状态" | "进展状态" | "是否完成" | "是否办结"
        | "销号情况" | "进度评价" | "办结状态" | "是否按时完成" => Sense::Finish,
        "是否销号" | "销号" => Sense::StruckOff,
        "进展情况" | "进展" | "推进情况" | "落实情况" | "工作动态" | "工作进度" | "工作进展" | "办理情况"
        | "目前进展" | "工作进展情况" | "工作推进情况" | "整改情况" | "任务进展" | "整改进展"
        | "整改落实情况" | "当前进展" | "进度情况" | "工作落实情况" | "本周进展" | "本月进展"
        | "落实进展" | "推进落实情况" | "工作完成情况" | "任务完成情况" | "整改完成情况" | "落实进展情况"
        | "阶段性进展" => Sense::Said,
        "存在问题"
        | "问题和困难"
        | "存在的问题"
        | "困难问题"
        | "存在困难"
        | "问题及困难"
        | "存在的困难"
        | "存在的困难和问题"
        | "需协调事项"
        | "需协调解决的问题"
        | "滞后原因"
        | "未完成原因"
        | "受阻原因"
        | "存在问题及困难"
        | "存在问题及原因" => Sense::Trouble,
        "完成率" | "完成百分比" | "完成度" | "完成进度" | "进度(%)" | "进度%" | "任务进度" | "形象进度"
        | "进度百分比" => Sense::Field(Progress),
        "分值" | "权重" | "分数" | "标准分" | "考核分" | "基础分" => Sense::Field(Weight),
        "标准"
        | "完成标志"
        | "目标要求"
        | "目标"
        | "工作目标"
        | "考核要点"
        | "考核标准"
        | "考核指标"
        | "评分标准"
        | "考核指标/评分标准"
        | "验收标准"
        | "目标任务要求"
        | "预期目标"
        | "预期效果"
        | "预期成效"
        | "整改目标"
        | "工作标准"
        | "目标成效"
        | "质量要求"
        | "目标及完成标志"
        | "完成目标"
        | "年度目标"
        | "成果要求"
        | "成果形式"
        | "阶段目标"
        | "销号标准"
        | "整改标准" => Sense::Field(Standard),
        "依据" | "任务来源" | "来源" | "文件依据" | "政策依据" | "工作依据" | "文件来源" | "来源依据"
        | "文件文号" => Sense::Field(Basis),
        "阶段名称" | "所属阶段" | "工作阶段" | "实施阶段" | "任务阶段" => {
            Sense::Field(Phase)
        }
        "周期" | "完成频次" | "工作频次" | "频率" => Sense::Field(Repeat),
        "长期" | "是否长期" => Sense::Field(LongTerm),
        "公开" | "是否公开" => Sense::Field(Public),
        "等级" | "风险级别" => Sense::Field(Level),
        "类型" | "任务类型" => Sense::Field(Kind),
        "tag" | "任务标签" => Sense::Field(Tags),
        "工作成果" | "取得成果" | "成果名称" | "形成成果" | "主要成果" | "取得成效" | "工作成效" => {
            Sense::Field(Outcome)
        }
        "任务状况" => Sense::Field(Status),
        "所属领域" => Sense::Field(Domain),
        "灯" | "亮灯" | "亮灯情况" | "红黄绿灯" | "逾期天数" | "剩余天数" | "是否逾期" | "预警" => {
            Sense::Reckoned
        }
        _ => return None,
    })
}

/// 一级功能, 二级指标: the rank in a tree.
fn level(title: &str) -> Option<Sense> {
    let ranks = [("一级", 1), ("二级", 2), ("三级", 3), ("四级", 4)];
    ranks.iter().find(|(word, _)| title.starts_with(word)).map(|(_, rank)| Sense::Level(*rank))
}

/// What the words of a title tell, the surest first.
fn guessed(title: &str) -> Option<Sense> {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| title.ends_with(word));
    let unit = has(&UNITS);
    let time = has(&["时限", "时间", "日期", "期限", "节点"]);
    let trouble = has(&["问题", "隐患", "风险"]);
    let sense = if has(&SILENT) {
        return None;
    } else if ends(&["来源", "依据", "条款", "出处"]) {
        Sense::Field(Field::Basis)
    } else if has(&["进展", "推进情况", "落实情况", "整改情况", "已采取"]) {
        Sense::Said
    } else if has(&["存在问题", "存在的问题", "困难"]) {
        Sense::Trouble
    } else if has(&["反馈"]) && !time && !unit && !has(&["周期", "要求"]) {
        Sense::Said
    } else if has(&["状态", "完成情况"]) || has(&["是否"]) && has(&["完成", "整改", "办结", "落实", "到位"])
    {
        Sense::Finish
    } else if has(&["级责任人", "级负责人"]) {
        Sense::Field(Field::Leader)
    } else if ends(&PEOPLE) {
        Sense::Field(Field::Owner)
    } else if unit && has(&["牵头", "主办", "主责"]) {
        Sense::Field(Field::Lead)
    } else if unit && has(&["配合", "协办", "参与", "协同", "协助"]) {
        Sense::Field(Field::Support)
    } else if unit && has(&["责任", "承办", "落实", "负责", "整改"]) {
        Sense::Responsible
    } else if has(&["领导"]) && has(&["责任", "分管", "牵头", "包", "挂"]) {
        Sense::Field(Field::Leader)
    } else if has(&PEOPLE) {
        Sense::Field(Field::Owner)
    } else if time && has(&["实际", "办结日", "销号", "验收", "确认"]) {
        Sense::Field(Field::DoneOn)
    } else if time && has(&["开始", "启动", "起始", "开工", "动工"]) {
        Sense::Field(Field::Start)
    } else if has(&["时限", "期限"])
        || time && has(&["完成", "截止", "办结", "结束", "整改", "竣工", "完工", "建成", "应完"])
    {
        Sense::Field(Field::Due)
    } else if trouble && has(&DESCRIBED) {
        Sense::Title(WORK)
    } else if has(&["等级", "级别"]) && (trouble || has(&["危险"])) {
        Sense::Field(Field::Level)
    } else if has(&["分值", "权重"]) {
        Sense::Field(Field::Weight)
    } else if has(&["完成率", "百分比"]) || ends(&["进度"]) {
        Sense::Field(Field::Progress)
    } else if has(&["标准", "目标", "标志", "要点", "成效", "细则"]) {
        Sense::Field(Field::Standard)
    } else if has(&["依据", "来源"]) {
        Sense::Field(Field::Basis)
    } else if has(&["举措", "措施"]) {
        Sense::Title(MEASURE)
    } else if has(&["具体任务", "任务名称", "具体事项"]) {
        Sense::Title(PART)
    } else if has(&["重点任务", "任务类别", "类别"]) {
        Sense::Title(DOMAIN)
    } else if has(&["任务", "事项", "标题"]) {
        Sense::Title(WORK)
    } else if has(&["内容"]) {
        Sense::Title(CONTENT)
    } else {
        return None;
    };
    Some(sense)
}

/// What units are called.
const UNITS: [&str; 5] = ["单位", "部门", "科室", "处室", "股室"];
/// What those who answer for something are called.
const PEOPLE: [&str; 5] = ["责任人", "负责人", "承办人", "经办人", "联络员"];
/// What is told of a trouble.
const DESCRIBED: [&str; 9] = ["描述", "表述", "表现", "事实", "简述", "概述", "内容", "情况", "说明"];
/// Words in the titles of columns that no field holds, whatever else they say.
const SILENT: [&str; 13] = [
    "备注",
    "佐证",
    "附件",
    "下一步",
    "电话",
    "签字",
    "签名",
    "文号",
    "工号",
    "前置",
    "后置",
    "照片",
    "未完成时间",
];

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
