//! Markdown, as far as plans use it: headings, lists, pipe tables; the marks of emphasis go, the words stay.
//!
//! A parser of CommonMark such as pulldown-cmark takes the stars of a redacted date for emphasis, so that `（****年*月底前）` becomes
//! `（***年月底前）`; it leaves the marks of `**隐患。**5月底前` in the text, and drops the cells of a row that is longer than the header.

use crate::intake::plan::{Block, Plan};

/// The paragraphs and tables of a Markdown text.
pub(super) fn read(text: &str) -> Plan {
    let mut plan = Plan::default();
    let front = front_matter(text);
    let mut lines = (1..).zip(text.lines()).peekable();
    while let Some((line, raw)) = lines.next() {
        let bare = raw.trim();
        if line <= front {
            let title =
                bare.strip_prefix("title:").map(|title| title.trim().trim_matches(['"', '\'']).to_owned());
            plan.name = title.filter(|title| !title.is_empty()).or(plan.name);
            continue;
        }
        let is_table = bare.contains('|') && lines.peek().is_some_and(|(_, next)| is_delimiter(next));
        if is_table {
            let mut rows = vec![(line, cells(bare))];
            lines.next();
            while let Some((line, row)) = lines.next_if(|(_, next)| next.contains('|')) {
                rows.push((line, cells(row)));
            }
            plan.blocks.push(Block::Table { rows });
            continue;
        }
        let (text, heading) = paragraph(bare);
        if !text.is_empty() {
            plan.blocks.push(Block::Paragraph { line, text, heading });
        }
    }
    plan
}

/// How many lines at the top are for a site's generator, between two rules.
fn front_matter(text: &str) -> usize {
    let mut lines = text.lines().map(str::trim_end).take(50);
    let opens = lines.next() == Some("---");
    lines.position(|line| line == "---").filter(|_| opens).map_or(0, |end| end + 2)
}

/// A line without its marks, and its rank where it is a heading.
fn paragraph(line: &str) -> (String, Option<u8>) {
    if line.starts_with("```") || line.starts_with("<!--") && line.ends_with("-->") {
        return (String::new(), None);
    }
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    if let Some(title) = line.get(hashes..).filter(|title| (1..=6).contains(&hashes) && is_spaced(title)) {
        let title = title.trim().trim_end_matches('#').trim_end();
        return (plain(title), u8::try_from(hashes).ok());
    }
    let line = line.trim_start_matches(['>', ' ']);
    let item = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet));
    let item = item.map(|item| item.strip_prefix("[ ] ").or(item.strip_prefix("[x] ")).unwrap_or(item));
    let text = item.unwrap_or(line).trim();
    // A rule across the page, or the line under a heading.
    let is_rule = !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
    (if is_rule { String::new() } else { plain(text) }, None)
}

fn is_spaced(title: &str) -> bool {
    title.is_empty() || title.starts_with([' ', '\t'])
}

/// `| --- | :---: |`
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

fn cells(row: &str) -> Vec<String> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in row.chars() {
        match (c, cells.last_mut()) {
            ('|', _) if !escaped => cells.push(String::new()),
            (_, Some(cell)) => {
                if escaped && c != '|' {
                    cell.push('\\');
                }
                if c != '\\' {
                    cell.push(c);
                }
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    let clean = |cell: &String| plain(&cell.replace("<br>", "\n").replace("<br/>", "\n")).trim().to_owned();
    cells.iter().map(clean).collect()
}

/// The words without the marks around them: `**粗**`, `` `码` ``, `[字](址)`.
fn plain(text: &str) -> String {
    let mut text = without_links(text);
    for mark in ["***", "**", "__", "*", "`"] {
        text = without(&text, mark);
    }
    text.trim_end_matches('\\').trim().to_owned()
}

/// How many marks further the one that closes may be.
const NEXT_MARKS: usize = 16;

/// Takes pairs of `mark` away where they embrace something. The stars that an office put in place of a number
/// (`****年*月`, `不少于*次`) stay.
fn without(text: &str, mark: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(mark) {
        let (before, opened) = rest.split_at(at);
        let inner = &opened[mark.len()..];
        let mut ends = inner.match_indices(mark).take(NEXT_MARKS).map(|(end, _)| end);
        let end = ends.find(|end| embraces(before, &inner[..*end], &inner[end + mark.len()..], mark));
        kept.push_str(before);
        if let Some(end) = end {
            kept.push_str(&inner[..end]);
            rest = &inner[end + mark.len()..];
        } else {
            // Past the whole run of the same sign.
            let sign = mark.chars().next().unwrap_or('*');
            let run = opened.len() - opened.trim_start_matches(sign).len();
            kept.push_str(&opened[..run]);
            rest = &opened[run..];
        }
    }
    kept + rest
}

fn embraces(before: &str, inner: &str, after: &str, mark: &str) -> bool {
    let sign = mark.chars().next().unwrap_or('*');
    let counted = |c: char| "年月日次个项名人篇场期份天%元万".contains(c);
    let is_tight = |c: char| !c.is_whitespace() && c != sign;
    inner.starts_with(|c| is_tight(c) && !counted(c))
        && inner.ends_with(is_tight)
        && !before.ends_with(sign)
        && !after.starts_with(|c| c == sign || sign == '*' && mark.len() == 1 && counted(c))
}

/// How many letters a link takes at most, its address included.
const LONGEST_LINK: usize = 600;

/// `[字](址)` as `字`; a picture as nothing.
fn without_links(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let near = rest[at..].char_indices().nth(LONGEST_LINK).map_or(rest.len(), |(offset, _)| at + offset);
        let link = rest[at..near].find("](").and_then(|middle| {
            let end = rest[at + middle..near].find(')')?;
            Some((&rest[at + 1..at + middle], at + middle + end + 1))
        });
        let before = &rest[..at];
        if let Some((words, end)) = link.filter(|(words, _)| !words.contains('[')) {
            let picture = before.strip_suffix('!');
            kept.push_str(picture.unwrap_or(before));
            if picture.is_none() {
                kept.push_str(words);
            }
            rest = &rest[end..];
        } else {
            kept.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
        }
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_and_redactions_stay() {
        #[track_caller]
        fn case(line: &str, text: &str, heading: Option<u8>) {
            assert_eq!(paragraph(line), (text.to_owned(), heading));
        }
        case("# 关于某事的方案", "关于某事的方案", Some(1));
        case("### **一、总体要求** ###", "一、总体要求", Some(3));
        case("#标签", "#标签", None);
        case("- 每月组织**集中学习**。", "每月组织集中学习。", None);
        case("**排查隐患。**5月底前完成", "排查隐患。5月底前完成", None);
        case("* [ ] *6月底前*完成", "6月底前完成", None);
        case("> 1. 见[附件](a.docx)![图](b.png)", "1. 见附件", None);
        case("（****年*月底前）", "（****年*月底前）", None);
        case("（****年*月—****年**月）", "（****年*月—****年**月）", None);
        case("每月*次以上，每年*次", "每月*次以上，每年*次", None);
        case("**（一）部署阶段（****年*月底前）**", "（一）部署阶段（****年*月底前）", None);
        case("[未完", "[未完", None);
        case("———", "———", None);
        case("---", "", None);
        case("`清单`与__台账__", "清单与台账", None);
    }

    #[test]
    fn pipe_tables_are_tables() {
        let plan = read(
            "---\ntitle: 某方案\n---\n\n| 任务 | 时限 |\n| --- | :-: |\n| **甲**\\|乙 | 6月底前<br>完成 |\n尾\n",
        );
        assert_eq!(plan.name.as_deref(), Some("某方案"));
        let row = |line, cells: [&str; 2]| (line, cells.map(ToOwned::to_owned).to_vec());
        let rows = vec![row(5, ["任务", "时限"]), row(7, ["甲|乙", "6月底前\n完成"])];
        let tail = Block::Paragraph { line: 8, text: "尾".to_owned(), heading: None };
        assert_eq!(plan.blocks, [Block::Table { rows }, tail]);
    }
}
