//! The keys of a task's file (栏目): their names, their Chinese titles, and what each may hold.

use super::schema::{Key, Shape, key};

/// A key that the program knows, in the order in which a new file states them. The log is not a key to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the table below names each in the office's words")]
pub enum Field {
    Title,
    Content,
    Kind,
    Domain,
    Measure,
    Basis,
    Standard,
    Phase,
    Lead,
    Support,
    Leader,
    Owner,
    Start,
    Due,
    DueText,
    LongTerm,
    Repeat,
    Weight,
    Parent,
    Tags,
    Public,
    Level,
    Outcome,
    Status,
    Progress,
    DoneOn,
}

struct Row {
    field: Field,
    key: Key,
    aliases: &'static [&'static str],
}

const fn row(
    field: Field,
    name: &'static str,
    label: &'static str,
    shape: Shape,
    aliases: &'static [&'static str],
) -> Row {
    Row { field, key: key(name, shape).labelled(label), aliases }
}

/// One row a field, in the order of the enum. The aliases are the titles offices give the same column.
const ROWS: [Row; 26] = [
    row(Field::Title, "title", "任务名称", Shape::Text, &["任务", "标题", "名称"]),
    row(Field::Content, "content", "具体内容", Shape::Text, &["内容"]),
    row(Field::Kind, "kind", "类别", Shape::Text, &["类型"]),
    row(Field::Domain, "domain", "重点任务", Shape::Text, &["领域"]),
    row(Field::Measure, "measure", "具体举措", Shape::Text, &["举措", "措施"]),
    row(Field::Basis, "basis", "任务依据", Shape::Text, &["依据", "任务来源"]),
    row(Field::Standard, "standard", "完成标准", Shape::Text, &["标准", "完成标志"]),
    row(Field::Phase, "phase", "阶段", Shape::Text, &[]),
    row(Field::Lead, "lead", "牵头单位", Shape::Text, &["牵头", "责任单位", "主办单位", "承办单位"]),
    row(Field::Support, "support", "配合单位", Shape::List, &["配合", "协办单位"]),
    row(Field::Leader, "leader", "责任领导", Shape::Text, &["分管领导", "牵头领导"]),
    row(Field::Owner, "owner", "责任人", Shape::Text, &["承办人", "经办人"]),
    row(Field::Start, "start", "开始时间", Shape::Date, &["开始", "启动时间"]),
    row(Field::Due, "due", "完成时限", Shape::Date, &["时限", "截止时间", "完成时间"]),
    row(Field::DueText, "due_text", "时限原文", Shape::Text, &[]),
    row(Field::LongTerm, "long_term", "长期坚持", Shape::Flag, &["长期"]),
    row(Field::Repeat, "repeat", "频次", Shape::Repeat, &[]),
    row(Field::Weight, "weight", "考核分值", Shape::Number, &["分值", "权重"]),
    row(Field::Parent, "parent", "上级任务", Shape::Text, &["上级"]),
    row(Field::Tags, "tags", "标签", Shape::List, &["tag"]),
    row(Field::Public, "public", "可公开", Shape::Flag, &["公开"]),
    row(Field::Level, "level", "风险等级", Shape::Text, &["等级"]),
    row(Field::Outcome, "outcome", "成果", Shape::Text, &[]),
    row(Field::Status, "status", "状态", Shape::Text, &[]),
    row(Field::Progress, "progress", "进度", Shape::Percent, &[]),
    row(Field::DoneOn, "done_on", "办结日期", Shape::Date, &[]),
];

impl Field {
    /// All fields, in the order of a new file.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.field)
    }

    /// Its row in the table of a task's file.
    pub fn schema(self) -> Key {
        self.row().key
    }

    /// The key in the file.
    pub fn key(self) -> &'static str {
        self.row().key.name
    }

    /// The title of its column on paper.
    pub fn label(self) -> &'static str {
        self.row().key.label
    }

    /// What it may hold.
    pub fn shape(self) -> Shape {
        self.row().key.shape
    }

    /// Reads a key as it stands in the file.
    pub fn of_key(key: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.key.name == key).map(|row| row.field)
    }

    /// Reads a key, or a Chinese title with the variants offices use.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::of_key(&name.replace('-', "_")).or_else(|| {
            let row = ROWS.iter().find(|row| row.key.label == name || row.aliases.contains(&name))?;
            Some(row.field)
        })
    }

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_no_name_means_two_fields() {
        let mut names = Vec::new();
        for (at, row) in ROWS.iter().enumerate() {
            assert_eq!(row.field as usize, at, "{}", row.key.name);
            names.extend([row.key.name, row.key.label]);
            names.extend(row.aliases);
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
