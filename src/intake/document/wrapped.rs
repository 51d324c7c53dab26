//! Texts whose lines were broken at the edge of a page, as those copied out of a pdf are: the paragraphs are put together again.

use unicode_width::UnicodeWidthStr;

/// How wide a line of a page can be, in half-width letters: A4 holds 28 Chinese characters (GB/T 9704), small print some more.
const PAGE: std::ops::RangeInclusive<usize> = 36..=110;

/// How far the end of a full line may be from the edge: punctuation hangs over, a number moves to the next line.
const RAGGED: usize = 6;

/// How few lines tell nothing.
const LEAST: usize = 8;

/// The paragraphs, each with the number of its first line from 1. Lines that say nothing are left out.
pub(super) fn joined(lines: Vec<&str>) -> Vec<(usize, String)> {
    let said = saying(lines);
    if let Some(edge) = edge(&said) {
        return joined_at(edge, said);
    }
    // A tab at either end may be the edge of an empty cell.
    let bare = |line: &str| line.trim_matches(|c: char| c.is_whitespace() && c != '\t').to_owned();
    said.into_iter().map(|(number, line)| (number, bare(line))).collect()
}

/// The same of the lines of printed pages, which were all broken at the edge that the widest of them reach.
pub(super) fn joined_pages(lines: Vec<&str>) -> Vec<(usize, String)> {
    let said = saying(lines);
    let widest = said.iter().map(|(_, line)| line.trim_end().width()).max().unwrap_or(0);
    joined_at(widest.max(*PAGE.start()), said)
}

fn saying(lines: Vec<&str>) -> Vec<(usize, &str)> {
    (1..).zip(lines).filter(|(_, line)| !line.trim().is_empty()).collect()
}

fn joined_at(edge: usize, said: Vec<(usize, &str)>) -> Vec<(usize, String)> {
    let indents = said.iter().filter(|(_, line)| is_indented(line)).count() * 8 > said.len();
    let mut paragraphs: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in said.into_iter().filter(|(_, line)| !is_page_number(line)) {
        let opens = is_indented(line) || !indents && is_numbered(line.trim());
        match paragraphs.last_mut() {
            Some((_, text)) if goes_on && !opens => text.push_str(line.trim()),
            _ => paragraphs.push((number, line.trim().to_owned())),
        }
        goes_on = is_full(line, edge);
    }
    paragraphs
}

/// Where the lines were broken, if they were: no line is longer, many end there, and most of those in the middle of a sentence.
fn edge(lines: &[(usize, &str)]) -> Option<usize> {
    if lines.len() < LEAST {
        return None;
    }
    let mut widths: Vec<usize> = lines.iter().map(|(_, line)| line.trim_end().width()).collect();
    widths.sort_unstable();
    // One line in fifty may stand out: a table, an address.
    let edge = *widths.get(widths.len() - 1 - widths.len() / 50)?;
    if !PAGE.contains(&edge) || widths.last().is_some_and(|widest| *widest > 2 * edge) {
        return None;
    }
    let full = || lines.iter().filter(|(_, line)| is_full(line, edge));
    let open = full().filter(|(_, line)| !ends_sentence(line)).count();
    (full().count() * 5 >= lines.len() * 2 && open * 2 >= full().count()).then_some(edge)
}

fn is_full(line: &str, edge: usize) -> bool {
    line.trim_end().width() + RAGGED >= edge
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end().ends_with(['。', '；', '：', '！', '？', '）', ';', ':', '.'])
}

fn is_indented(line: &str) -> bool {
    line.starts_with(['\u{3000}', '\t']) || line.starts_with("  ")
}

/// `— 3 —`, `第 3 页`, `3`.
fn is_page_number(line: &str) -> bool {
    let bare = line.trim().trim_matches(|c: char| c.is_whitespace() || "—－-–·".contains(c));
    let bare = bare.strip_prefix('第').and_then(|bare| bare.strip_suffix('页')).unwrap_or(bare).trim();
    !bare.is_empty() && bare.chars().count() <= 3 && bare.chars().all(|c| c.is_ascii_digit())
}

/// Whether a line begins as a heading or an item does.
fn is_numbered(line: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百〇".contains(c);
    let bare = line.trim_start_matches(['（', '(', '第']);
    let rest = bare.trim_start_matches(is_digit);
    let digits = bare.len() - rest.len();
    let signed = rest.starts_with(['、', '）', ')', '.', '．', '章', '条', '是']) || rest.starts_with("阶段");
    digits > 0 && signed || line.starts_with(|c| matches!(c, '①'..='⑳' | '—' | '●' | '•'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
关于推进窗口服务提质的实施方案
　　为改进窗口服务，让群众办事少等、少跑、少交材料，结合本中心
实际，制定本方案。
　　一、主要任务
　　（一）压缩等候时间。各窗口每周统计一次平均等候时间，超过十
五分钟的要说明原因并提出改进办法，8 月底前把平均等候时间压到十分
钟以内。（责任单位：综合窗口、政务科）
　　（二）清理材料清单。逐项核对现有材料清单，凡是能够通过数据
— 1 —
共享取得的一律不再要求提供，9 月底前公布新的清单。（责任单位：审
批科、信息科）
";

    #[test]
    fn paragraphs_broken_at_the_edge_are_whole_again() {
        let paragraphs = joined(PAGE.lines().collect());
        let lines: Vec<usize> = paragraphs.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 4, 5, 8]);
        assert!(
            paragraphs[3].1.ends_with("8 月底前把平均等候时间压到十分钟以内。（责任单位：综合窗口、政务科）")
        );
        assert!(paragraphs[4].1.contains("凡是能够通过数据共享取得的"));
    }

    #[test]
    fn without_indents_a_number_begins_a_paragraph() {
        let bare: String = PAGE.replace('\u{3000}', "");
        let paragraphs = joined(bare.lines().collect());
        let lines: Vec<usize> = paragraphs.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 4, 5, 8]);
    }

    #[test]
    fn paragraphs_that_were_whole_stay_apart() {
        #[track_caller]
        fn case(lines: &[&str]) {
            assert_eq!(joined(lines.to_vec()).len(), lines.len());
        }
        case(&["一、总体要求", "二、重点任务"]);
        let item = "1.完善值班制度，每季度检查一次，年底前形成检查报告并报办公室备案存查。";
        case(&[item; 12]);
        let long = "推进".repeat(80);
        case(&["一、重点任务", &long, "（一）清理清单", &long, "（二）压缩时间", &long, "三、要求", &long]);
    }
}
