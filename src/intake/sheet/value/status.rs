//! 完成情况: a status in the office's words, a tick, or what was done.

use super::{is_blank, marked};
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::status::Status;
use crate::intake::sheet::cell::Cell;

/// What a status's cell says.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::intake::sheet) enum Said {
    /// A status in a word; whether it is struck off (销号).
    Status(Status, bool),
    /// What was done, in many words: the status that follows, where one does.
    Text(Option<Status>),
}

/// What a status's cell says, whatever the words.
pub(in crate::intake::sheet) fn status(cell: &Cell) -> Option<Said> {
    if let Some(Some(Value::Text(word))) = marked(Field::Status, cell) {
        return Some(Said::Status(Status::from(word), false));
    }
    let text = match cell {
        Cell::Flag(true) => return Some(Said::Status(Status::Done, false)),
        Cell::Number(number) if (number - 1.0).abs() < 1e-9 => {
            return Some(Said::Status(Status::Done, false));
        }
        Cell::Text(text) => text.clone(),
        _ => return None,
    };
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(status) = word_of(&word) {
        let struck_off = ["销号", "核销", "验收通过", "审结"].iter().any(|known| word.contains(known));
        return Some(Said::Status(status, struck_off && !word.contains('未')));
    }
    let word =
        word.trim_matches(['（', '）', '(', ')', '。', '【', '】', '■', '▲', '●', '★', '○', '；', '，']);
    if is_blank(word) && !word.is_empty() {
        return None;
    }
    let struck_off =
        ["销号", "核销", "验收通过", "审结"].iter().any(|known| word.contains(known)) && !word.contains('未');
    let status = Status::parse(word).or_else(|| word_of(word));
    match status {
        Some(status) => Some(Said::Status(status, struck_off)),
        None if word.is_empty() => None,
        None => Some(Said::Text(tendency(word))),
    }
}

#[expect(clippy::too_many_lines, reason = "a table of words, a line each")]
fn word_of(word: &str) -> Option<Status> {
    Some(match word {
        "√"
        | "✓"
        | "✔"
        | "☑"
        | "是"
        | "100%"
        | "完成"
        | "已完成"
        | "全部完成"
        | "已全部完成"
        | "已办结"
        | "办结"
        | "按时完成"
        | "按期完成"
        | "提前完成"
        | "逾期完成"
        | "已落实"
        | "落实到位"
        | "已整改"
        | "整改完成"
        | "已整改到位"
        | "整改到位"
        | "完成整改"
        | "已销号"
        | "销号"
        | "已核销"
        | "已结"
        | "结案"
        | "已办"
        | "已完结"
        | "完结"
        | "逾期办结"
        | "已验收"
        | "审结"
        | "已归档"
        | "按时办结"
        | "已完成年度目标"
        | "已完成和提前完成"
        | "验收通过"
        | "通过"
        | "已闭环"
        | "闭环"
        | "已销项"
        | "销项"
        | "完全办结"
        | "closed"
        | "done" => Status::Done,
        "未启动" | "未开始" | "未开展" | "待启动" | "待办" | "未办理" | "未进行" | "未落实" | "未整改"
        | "待整改" | "尚未启动" | "未到期" | "计划中" | "待开展" | "未开工" | "待派单" | "待接单"
        | "拟办" | "未受理" | "待受理" | "待处置" | "○" => Status::Todo,
        "进行中"
        | "推进中"
        | "正在推进"
        | "正在进行"
        | "正在办理"
        | "办理中"
        | "在办"
        | "实施中"
        | "正在实施"
        | "整改中"
        | "正在整改"
        | "处理中"
        | "已启动"
        | "已开展"
        | "滞后"
        | "逾期"
        | "已逾期"
        | "逾期未完成"
        | "滞后序时"
        | "欠进度"
        | "达进度"
        | "超进度"
        | "按序时推进"
        | "有序推进"
        | "有序时推进"
        | "正常推进"
        | "持续推进"
        | "长期坚持"
        | "正常"
        | "部分完成"
        | "基本完成"
        | "未完成"
        | "推进缓慢"
        | "慢序时"
        | "按序时"
        | "达序时进度"
        | "未达序时进度"
        | "序时推进"
        | "临期"
        | "未办结"
        | "未销号"
        | "否"
        | "持续整改"
        | "阶段性完成"
        | "取得阶段性成效"
        | "退回"
        | "退回补充"
        | "正在开展"
        | "开展中"
        | "跟进中"
        | "受理中"
        | "处置中"
        | "施工中"
        | "治理中"
        | "办结中"
        | "限期整改"
        | "未闭环"
        | "×"
        | "✗"
        | "✘"
        | "◐"
        | "◎"
        | "稳步推进"
        | "doing" => Status::Doing,
        "受阻" | "暂停" | "暂缓" | "卡壳" | "停滞" | "挂起" | "缓办" | "搁置" | "已暂停" | "受阻中"
        | "无法整改" | "暂不整改" | "暂无法整改" | "暂无法办结" | "无法办理" | "无法办结" => {
            Status::Blocked
        }
        "待核销" | "待审核" | "待验收" | "待销号" | "待核查" | "整改验证" | "已完成待审核" | "待审结"
        | "申请销号" | "待复核" => Status::Review,
        "取消" | "已取消" | "撤销" | "已撤销" | "终止" | "已终止" | "不再实施" | "调整" | "已调整"
        | "作废" => Status::Cancelled,
        _ => return None,
    })
}

/// What a longer text begins with: 已完成全部档案更新 is done, 已完成60% and 已完成初稿，正在征求意见 are under way.
fn tendency(word: &str) -> Option<Status> {
    let under_way =
        ["正在", "待", "尚", "未", "%", "％", "下一步", "初稿", "部分", "阶段", "推进", "次", "人"];
    let begun = ["已", "正在", "完成", "开展", "组织", "推进", "制定", "召开", "启动"];
    if under_way.iter().any(|known| word.contains(known)) {
        let untouched = ["未启动", "未开展", "尚未", "未开始"].iter().any(|known| word.starts_with(known));
        return Some(if untouched { Status::Todo } else { Status::Doing });
    }
    begun.iter().any(|known| word.starts_with(known)).then_some(Status::Doing)
}

/// 是否销号: a tick or a yes.
pub(in crate::intake::sheet) fn is_yes(cell: &Cell) -> bool {
    match cell {
        Cell::Flag(flag) => *flag,
        Cell::Text(text) => {
            let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            matches!(
                word.as_str(),
                "是" | "√" | "✓" | "✔" | "☑" | "已销号" | "销号" | "Y" | "y" | "yes" | "已核销"
            )
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_known_in_the_words_of_offices() {
        #[track_caller]
        fn case(text: &str, expected: Option<&Status>) {
            let got = match status(&Cell::text(text)) {
                Some(Said::Status(status, _)) => Some(status),
                Some(Said::Text(status)) => status,
                None => None,
            };
            assert_eq!(got.as_ref(), expected, "{text}");
        }
        case("已完成", Some(&Status::Done));
        case("√", Some(&Status::Done));
        case("正在推进", Some(&Status::Doing));
        case("滞后", Some(&Status::Doing));
        case("未启动", Some(&Status::Todo));
        case("受阻", Some(&Status::Blocked));
        case("已销号", Some(&Status::Done));
        case("待验收", Some(&Status::Review));
        case("已取消", Some(&Status::Cancelled));
        case("已完成初稿，正在征求意见", Some(&Status::Doing));
        case("尚未开展", Some(&Status::Todo));
        case("×", Some(&Status::Doing));
        case("○", Some(&Status::Todo));
        case("●", None);
        case("已闭环", Some(&Status::Done));
        case("无法整改", Some(&Status::Blocked));
        case("暂无", None);
        case("/", None);
    }
}
