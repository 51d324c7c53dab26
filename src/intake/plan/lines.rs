//! The plan's lines: paragraphs in one spelling, tables, and what is neither (page numbers, captions of a web page).

use super::normal::Text;
use super::source::{Block, Plan};
use super::table_recovery::{self, Raw, Stretch};

/// A paragraph.
#[derive(Debug)]
pub(super) struct Line {
    /// Where it stands.
    pub(super) number: usize,
    /// What it says.
    pub(super) text: Text,
    /// Its rank as a heading, if the file says so.
    pub(super) heading: Option<u8>,
}

/// A table's row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Where it stands.
    pub(super) line: usize,
    pub(super) cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Where each line of the text stands, if not all on the row's own.
    pub(super) lines: Vec<usize>,
}

impl Row {
    /// A row whose cells stand on one line.
    pub(super) fn of(line: usize, cells: Vec<String>) -> Self {
        Self { line, cells: cells.into_iter().map(|text| Cell { text, lines: Vec::new() }).collect() }
    }

    /// What it says, as one line.
    pub(super) fn words(&self) -> String {
        self.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t")
    }
}

impl Cell {
    /// Adds what stands below, in a row that begins at `line`.
    pub(super) fn append(&mut self, other: Self, line: usize) {
        if other.text.is_empty() {
            return;
        }
        if self.text.is_empty() {
            *self = other;
            return;
        }
        let count = |text: &str| text.split('\n').count();
        if self.lines.is_empty() {
            self.lines.resize(count(&self.text), line);
        }
        let added = if other.lines.is_empty() { vec![line; count(&other.text)] } else { other.lines };
        self.lines.extend(added);
        self.text.push('\n');
        self.text.push_str(&other.text);
    }
}

impl AsRef<str> for Cell {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// A table's rows.
pub(super) type Rows = Vec<Row>;

/// What a plan consists of, in order.
#[derive(Debug)]
pub(super) enum Part {
    /// A paragraph.
    Words(Line),
    /// A table.
    Table(Rows),
}

/// The paragraphs and tables of a plan. Some paragraphs are tables that lost their lines.
pub(super) fn read(plan: &Plan) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut run: Vec<Raw<'_>> = Vec::new();
    for block in &plan.blocks {
        match block {
            Block::Table { rows } => {
                settle(&mut run, &mut parts);
                parts.push(Part::Table(
                    rows.iter().map(|(line, cells)| Row::of(*line, cells.clone())).collect(),
                ));
            }
            Block::Paragraph { line, text, heading: None } => {
                if text.contains('\t') {
                    run.push(Raw { number: *line, text });
                } else {
                    let rows = text.split('\n').filter(|row| !row.trim().is_empty());
                    run.extend(rows.map(|text| Raw { number: *line, text }));
                }
            }
            Block::Paragraph { line, text, heading } => {
                settle(&mut run, &mut parts);
                for row in text.split('\n').filter(|row| !row.trim().is_empty()) {
                    let text = Text::new(&row.replace('\t', " "));
                    parts.push(Part::Words(Line { number: *line, text, heading: *heading }));
                }
            }
        }
    }
    settle(&mut run, &mut parts);
    parts
}

/// Tells the tables among lines from the paragraphs.
fn settle(run: &mut Vec<Raw<'_>>, parts: &mut Vec<Part>) {
    let lines = std::mem::take(run);
    let mut at = 0;
    for stretch in table_recovery::split(&lines) {
        match stretch {
            Stretch::Words(len) => {
                for line in lines.get(at..at + len).unwrap_or_default() {
                    let words = line.text.split('\t').map(str::trim).collect::<Vec<_>>().join(" ");
                    let text =
                        if line.text.contains('\t') { Text::new(words.trim()) } else { Text::new(line.text) };
                    if !words.trim().is_empty() {
                        parts.push(Part::Words(Line { number: line.number, text, heading: None }));
                    }
                }
                at += len;
            }
            Stretch::Table(len, rows) => {
                parts.push(Part::Table(rows));
                at += len;
            }
        }
    }
}

/// Whether a line belongs to the page or the archive and not to the plan.
pub(super) fn is_noise(plain: &str) -> bool {
    let text = plain.trim();
    let bare = text.trim_matches(|c: char| c == '-' || c == ' ' || c == '第' || c == '页');
    let is_page = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()) && bare.len() < 5;
    let captions = [
        "# source",
        "原文链接",
        "(法宝引证码",
        "索引号",
        "发布日期",
        "发文机关",
        "发布机构",
        "信息来源",
        "来源:",
        "浏览次数",
        "主题词",
        "主题分类",
        "字体:",
        "打印",
        "分享到",
        "责任编辑",
        "文章来源",
        "有效性",
        "文号:",
        "成文日期:",
        "发布时间",
        "点击数",
        "抄送",
        "(此件",
        "(联系人",
        "http",
        "当前位置",
    ];
    is_page || captions.iter().any(|caption| text.starts_with(caption))
}

/// Whether a line is the day of signing, alone or behind who signed: 2024年3月5日.
pub(super) fn is_signing_day(plain: &str) -> bool {
    let text: String = plain.trim_matches(['(', ')', ' ', '。']).chars().filter(|c| *c != ' ').collect();
    let rest = text.strip_suffix('日').unwrap_or_default();
    !rest.is_empty() && rest.chars().count() <= 12 && rest.contains('年') && rest.contains('月') && {
        rest.chars().all(|c| c.is_ascii_digit() || "年月*〇○零一二三四五六七八九十X×".contains(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(line: usize, text: &str) -> Block {
        Block::Paragraph { line, text: text.to_owned(), heading: None }
    }

    #[test]
    fn tabbed_lines_side_by_side_are_a_table() {
        let blocks = vec![
            paragraph(1, "某表"),
            paragraph(2, "序号\t任务"),
            paragraph(3, "1\t修桥"),
            paragraph(4, "修好了桥。"),
            paragraph(6, "甲\t乙\t丙"),
            paragraph(5, "  \n"),
        ];
        let parts = read(&Plan { name: None, blocks });
        assert_eq!(parts.len(), 4);
        assert!(matches!(&parts[1], Part::Table(rows) if rows.len() == 2 && rows[1].words() == "1\t修桥"));
        assert!(matches!(&parts[3], Part::Words(line) if line.text.plain() == "甲 乙 丙"));
    }

    #[test]
    fn pages_and_captions_are_noise() {
        for text in ["- 3 -", "第 2 页", "12", "原文链接:某处", "(此件公开发布)"] {
            assert!(is_noise(text), "{text}");
        }
        for text in ["修桥", "2024年", "打通堵点"] {
            assert!(!is_noise(text), "{text}");
        }
        assert!(is_signing_day("2024年3月5日"));
        assert!(is_signing_day("二〇二四年三月五日"));
        assert!(!is_signing_day("2024年3月5日前修桥"));
        assert!(!is_signing_day("修桥"));
    }
}
