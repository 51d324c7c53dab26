//! What the columns of a plan's table are (表头识别).

use crate::core::field::Field;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// 序号
    Number,
    /// 工作任务, beside a column that takes it apart: the measure; alone: the task.
    Task,
    /// 任务分解, 具体措施: what is to be done.
    Detail,
    /// 责任单位: the first leads.
    Answering,
    /// One of the task's own keys.
    Field(Field),
    /// 备注 and whatever else is no part of a plan.
    Other,
}

/// In this order: the first that the heading contains.
const WORDS: [(&str, Column); 63] = [
    ("序号", Column::Number),
    ("编号", Column::Number),
    ("备注", Column::Other),
    ("完成情况", Column::Other),
    ("进展", Column::Other),
    ("是否", Column::Other),
    ("得分", Column::Other),
    ("自评", Column::Other),
    ("责任领导", Column::Field(Field::Leader)),
    ("分管领导", Column::Field(Field::Leader)),
    ("牵头领导", Column::Field(Field::Leader)),
    ("包抓领导", Column::Field(Field::Leader)),
    ("责任人", Column::Field(Field::Owner)),
    ("负责人", Column::Field(Field::Owner)),
    ("经办人", Column::Field(Field::Owner)),
    ("联络员", Column::Field(Field::Owner)),
    ("配合", Column::Field(Field::Support)),
    ("协办", Column::Field(Field::Support)),
    ("参与", Column::Field(Field::Support)),
    ("协作", Column::Field(Field::Support)),
    ("牵头", Column::Field(Field::Lead)),
    ("主办", Column::Field(Field::Lead)),
    ("责任单位", Column::Answering),
    ("责任部门", Column::Answering),
    ("责任科室", Column::Answering),
    ("承办", Column::Answering),
    ("实施单位", Column::Answering),
    ("责任", Column::Answering),
    ("时序进度", Column::Detail),
    ("任务分解", Column::Detail),
    ("时限", Column::Field(Field::Due)),
    ("时间", Column::Field(Field::Due)),
    ("期限", Column::Field(Field::Due)),
    ("进度安排", Column::Field(Field::Due)),
    ("分值", Column::Field(Field::Weight)),
    ("权重", Column::Field(Field::Weight)),
    ("阶段", Column::Field(Field::Phase)),
    ("考核要点", Column::Field(Field::Standard)),
    ("考核指标", Column::Field(Field::Standard)),
    ("评分标准", Column::Field(Field::Standard)),
    ("标准", Column::Field(Field::Standard)),
    ("标志", Column::Field(Field::Standard)),
    ("成效", Column::Field(Field::Standard)),
    ("成果", Column::Field(Field::Standard)),
    ("目标", Column::Field(Field::Standard)),
    ("领域", Column::Field(Field::Domain)),
    ("类别", Column::Field(Field::Domain)),
    ("一级指标", Column::Field(Field::Domain)),
    ("环节", Column::Field(Field::Domain)),
    ("方面", Column::Field(Field::Domain)),
    ("板块", Column::Field(Field::Domain)),
    ("条线", Column::Field(Field::Domain)),
    ("分类", Column::Field(Field::Domain)),
    ("措施", Column::Detail),
    ("举措", Column::Detail),
    ("具体", Column::Detail),
    ("内容", Column::Detail),
    ("要求", Column::Detail),
    ("任务", Column::Task),
    ("项目", Column::Task),
    ("事项", Column::Task),
    ("指标", Column::Task),
    ("工作", Column::Task),
];

/// The columns of a header row; nothing if the row is no header.
pub(super) fn read(cells: &[String]) -> Option<Vec<Column>> {
    let columns: Vec<Column> = cells.iter().map(|cell| of(cell)).collect();
    let known = columns.iter().filter(|column| **column != Column::Other).count();
    let says_what = columns.iter().any(|column| matches!(column, Column::Task | Column::Detail));
    let short = cells.iter().all(|cell| cell.chars().count() <= 20);
    (known >= 2 && says_what && short).then_some(columns)
}

fn of(cell: &str) -> Column {
    let title: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    if title.is_empty() {
        return Column::Other;
    }
    // A ledger's own titles first, so that a sheet that was exported reads back.
    match Field::parse(&title) {
        Some(Field::Title | Field::Domain) | None => {}
        // 类别 in a plan's table is a field of work, not the kind of a ledger's entry.
        Some(Field::Kind) => return Column::Field(Field::Domain),
        Some(Field::Content | Field::Measure) => return Column::Detail,
        Some(Field::Lead) if !title.contains("牵头") => return Column::Answering,
        Some(field) => return Column::Field(field),
    }
    WORDS.iter().find(|(word, _)| title.contains(word)).map_or(Column::Other, |(_, column)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_row_tells_its_columns() {
        let cells = |titles: &[&str]| titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            read(&cells(&["序 号", "工作任务", "具体措施", "责任单位", "完成时限", "备注"])),
            Some(vec![
                Column::Number,
                Column::Task,
                Column::Detail,
                Column::Answering,
                Column::Field(Field::Due),
                Column::Other
            ])
        );
        assert_eq!(read(&cells(&["1", "修桥", "备料、开工", "甲局"])), None);
        assert_eq!(read(&cells(&["某县修桥任务表"])), None);
    }
}
