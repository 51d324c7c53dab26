//! The plan's lines: paragraphs in one spelling, tables, and what is neither (page numbers, captions of a web page).

use super::normal::Text;
use super::source::{Block, Plan};

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

/// A table's rows, each with the line it stands on.
pub(super) type Rows = Vec<(usize, Vec<String>)>;

/// What a plan consists of, in order.
#[derive(Debug)]
pub(super) enum Part {
    /// A paragraph.
    Words(Line),
    /// A table.
    Table(Rows),
}

/// The paragraphs and tables of a plan. Neighbouring paragraphs with tabs in them are a table that lost its lines.
pub(super) fn read(plan: &Plan) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut tabbed: Rows = Vec::new();
    for block in &plan.blocks {
        match block {
            Block::Table { rows } => {
                settle(&mut tabbed, &mut parts);
                parts.push(Part::Table(rows.clone()));
            }
            Block::Paragraph { line, text, heading } => {
                let cells = text.trim_matches(['\n', ' ']).matches('\t').count() + 1;
                let fits = tabbed.first().is_none_or(|(_, first)| first.len() == cells);
                if !fits {
                    settle(&mut tabbed, &mut parts);
                }
                if cells > 1 {
                    tabbed.push((*line, text.split('\t').map(|cell| cell.trim().to_owned()).collect()));
                } else {
                    settle(&mut tabbed, &mut parts);
                    for row in text.split('\n').filter(|row| !row.trim().is_empty()) {
                        let text = Text::new(row);
                        parts.push(Part::Words(Line { number: *line, text, heading: *heading }));
                    }
                }
            }
        }
    }
    settle(&mut tabbed, &mut parts);
    parts
}

/// Two rows or more of equal width make a table; one is a paragraph that was indented with a tab.
fn settle(tabbed: &mut Rows, parts: &mut Vec<Part>) {
    let rows = std::mem::take(tabbed);
    if rows.len() > 1
        && rows.iter().any(|(_, cells)| cells.iter().filter(|cell| !cell.is_empty()).count() > 1)
    {
        parts.push(Part::Table(rows));
        return;
    }
    for (line, cells) in rows {
        let words = cells.join(" ");
        if !words.trim().is_empty() {
            parts.push(Part::Words(Line { number: line, text: Text::new(words.trim()), heading: None }));
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
            paragraph(4, "甲\t乙\t丙"),
            paragraph(5, "  \n"),
        ];
        let parts = read(&Plan { name: None, blocks });
        assert_eq!(parts.len(), 3);
        assert!(matches!(&parts[1], Part::Table(rows) if rows.len() == 2 && rows[1].1 == ["1", "修桥"]));
        assert!(matches!(&parts[2], Part::Words(line) if line.text.plain() == "甲 乙 丙"));
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
