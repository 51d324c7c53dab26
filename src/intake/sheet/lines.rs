//! What each row of a table is: a task, the head of a group, a sum, a note, or nothing.

use super::book::Line;
use super::cell::Cell;
use super::table::{Table, distinct, repeats};

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// One task.
    Task,
    /// 一、清廉思想建设: what the rows below it belong to.
    Group(String),
    /// 备注：…, 填表人：…
    Note,
    /// 合计, 小计
    Sum,
    /// Nothing but a number, or a part of merged cells.
    Blank,
}

/// What a row of a table is. `serial` is the column of 序号, `title` that of the task's name.
pub(super) fn kind(line: &Line, table: &Table, serial: Option<usize>, title: usize) -> Kind {
    let filled = || line.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let beside = filled().filter(|(at, _)| Some(*at) != serial).count();
    if line.own == 0
        || beside == 0
            && !matches!(first(line), Cell::Text(text) if text.chars().count() > 3 && !text.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Kind::Blank;
    }
    if repeats(line, &table.titles) {
        return Kind::Blank;
    }
    let head: String = first(line).shown().chars().filter(|c| !c.is_whitespace()).collect();
    // 合计 may stand behind a merged field of work as well.
    let sums = distinct(line).into_iter().any(|text| text.len() <= 40 && is_sum(text));
    if sums && line.cell(title).shown().chars().count() < 12 {
        return Kind::Sum;
    }
    if is_note(&head) || is_signed(line) {
        return Kind::Note;
    }
    let others = filled().filter(|(at, _)| Some(*at) != serial && *at != title).count();
    let texts = distinct(line);
    // The title of the whole, printed again on every page.
    let once = |text: &str| continued(text).to_owned();
    if texts.iter().all(|text| table.above.iter().any(|above| once(above) == once(text))) && !texts.is_empty()
    {
        return Kind::Blank;
    }
    let numbered = serial.map(|at| line.cell(at).shown()).filter(|text| is_chinese_number(text));
    if let (Some(_), [_, name]) = (&numbered, texts.as_slice()) {
        return Kind::Group((*name).to_owned());
    }
    let [only] = texts.as_slice() else { return Kind::Task };
    if line.cells.iter().any(|cell| !matches!(cell, Cell::Text(_) | Cell::Empty)) {
        return Kind::Task;
    }
    let spread = filled().count() > 1;
    let in_front = filled().next().is_some_and(|(at, _)| Some(at) == serial || at < title);
    if spread || in_front || others == 0 && begins_numbered(only) {
        return Kind::Group((*only).to_owned());
    }
    Kind::Task
}

/// A group's name without its number and without what is counted in it: 一、清廉思想建设（5项）.
pub(super) fn group_name(text: &str) -> String {
    let text = text.trim();
    let mut name = text;
    for (at, c) in text.char_indices() {
        let is_number = "一二三四五六七八九十0123456789（）()第".contains(c);
        if ['、', '.', '．', '）', ')'].contains(&c) && at > 0 {
            name = text[at + c.len_utf8()..].trim();
            break;
        }
        if !is_number {
            break;
        }
    }
    let counted = |tail: &str| {
        tail.ends_with(['）', ')'])
            && tail.contains(['项', '个', '条'])
            && tail.contains(|c: char| c.is_ascii_digit())
    };
    let name = match name.rfind(['（', '(']) {
        Some(at) if counted(&name[at..]) => name[..at].trim(),
        _ => name,
    };
    let name: String = name.trim_end_matches(['：', ':']).split_whitespace().collect();
    if name.is_empty() { text.to_owned() } else { name }
}

/// A title without what says that it goes on: 某局台账（续）, 某局台账（续表2）.
fn continued(text: &str) -> &str {
    let text = text.trim();
    let open = text.rfind(['（', '(']).filter(|open| text[*open..].chars().nth(1) == Some('续'));
    open.map_or(text, |open| text[..open].trim_end()).trim_start_matches("续：")
}

fn first(line: &Line) -> &Cell {
    line.cells.iter().find(|cell| !cell.is_empty()).unwrap_or(&Cell::Empty)
}

fn is_sum(text: &str) -> bool {
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let word = word.trim_end_matches(['：', ':', '项']);
    let sums = ["合计", "小计", "总计", "共计", "累计", "汇总", "本页合计", "本页小计", "合計", "总合计"];
    sums.contains(&word)
        || word.chars().count() <= 8
            && ["合计（", "合计(", "小计（", "小计(", "总计（"].iter().any(|sum| word.starts_with(sum))
}

fn is_note(head: &str) -> bool {
    let labels = [
        "注",
        "备注",
        "说明",
        "填表说明",
        "填报说明",
        "填表人",
        "填报人",
        "制表人",
        "制表",
        "审核人",
        "审核",
        "审签人",
        "联系人",
        "联系电话",
        "单位负责人",
        "负责人签字",
        "填报单位",
        "填报日期",
        "填报时间",
        "填表日期",
        "填表时间",
        "单位（盖章）",
        "单位(盖章)",
        "图例",
        "附",
        "分管领导签字",
        "主要负责人签字",
        "注意事项",
        "填写说明",
        "编制",
        "编制人",
        "编制单位",
        "复核",
        "批准",
        "审批",
    ];
    let label = head.split(['：', ':']).next().unwrap_or_default();
    head.len() > label.len() && labels.contains(&label) || head.starts_with("注1") || head.starts_with("注：")
}

/// 项目部领导： and 审核：, each before the room for a name; 第1页 共2页, 续表.
fn is_signed(line: &Line) -> bool {
    let filled: Vec<String> = line.cells.iter().filter(|cell| !cell.is_empty()).map(Cell::shown).collect();
    let room = |text: &String| text.chars().count() <= 12 && text.trim_end().ends_with(['：', ':']);
    let page = |text: &String| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let short = text.chars().count() <= 12;
        short && text.starts_with('第') && text.contains('页')
            || ["续表", "（续表）", "(续表)"].contains(&text.as_str())
    };
    filled.iter().all(room) || filled.iter().all(page)
}

fn is_chinese_number(text: &str) -> bool {
    let word = text.trim().trim_matches(['（', '）', '(', ')', '、', '.']);
    !word.is_empty() && word.chars().all(|c| "一二三四五六七八九十".contains(c))
}

/// 一、… and （一）…: a heading of official prose.
fn begins_numbered(text: &str) -> bool {
    let text = text.trim();
    match text.find('、') {
        Some(at) if is_chinese_number(&text[..at]) => true,
        _ => match (text.find(['（', '(']), text.find(['）', ')'])) {
            (Some(0), Some(end)) => is_chinese_number(&text[..end]),
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &str) -> Line {
        let cells: Vec<Cell> = cells
            .split('|')
            .map(|text| text.parse().map_or_else(|_| Cell::text(text), Cell::Number))
            .collect();
        let own = cells.iter().filter(|cell| !cell.is_empty()).count();
        Line { number: 9, own, cells, fault: None }
    }

    #[test]
    fn rows_are_told_apart() {
        #[track_caller]
        fn case(cells: &str, expected: &Kind) {
            let titles = ["序号", "重点任务", "具体任务", "责任人"].map(ToOwned::to_owned).to_vec();
            let table = Table { above: vec!["某局台账".to_owned()], titles, rows: 0..1 };
            assert_eq!(kind(&line(cells), &table, Some(0), 2), *expected, "{cells}");
        }
        let group = |name: &str| Kind::Group(name.to_owned());
        case("1|思想|警示教育|李强", &Kind::Task);
        case("1|||", &Kind::Blank);
        case("合计|6项||", &Kind::Sum);
        case("合 计||6|", &Kind::Sum);
        case("|小计|3|", &Kind::Sum);
        case("备注：每月25日前报||||", &Kind::Note);
        case("填表人：李强||审核人：王敏|", &Kind::Note);
        case("项目部领导：||业务部门：|审核：", &Kind::Note);
        case("第1页 共2页|||", &Kind::Note);
        case("某局台账|某局台账|某局台账|某局台账", &Kind::Blank);
        case("某局台账（续）|某局台账（续）|某局台账（续）|某局台账（续）", &Kind::Blank);
        case(
            "一、清廉思想建设|一、清廉思想建设|一、清廉思想建设|一、清廉思想建设",
            &group("一、清廉思想建设"),
        );
        case("一|清廉思想建设||", &group("清廉思想建设"));
        case("一、清廉思想建设|||", &group("一、清廉思想建设"));
        case("序号|重点任务|具体任务|责任人", &Kind::Blank);
        case("||警示教育|", &Kind::Task);
        case("||（一）警示教育|", &group("（一）警示教育"));
    }

    #[test]
    fn a_group_is_called_by_its_name_alone() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(group_name(text), expected);
        }
        case("一、清廉思想建设（5项）", "清廉思想建设");
        case("（二） 清廉组织建设", "清廉组织建设");
        case("1.招商引资：", "招商引资");
        case("三会一课", "三会一课");
        case("项目（二期）", "项目（二期）");
    }
}
