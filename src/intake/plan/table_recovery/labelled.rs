//! Calendars in lines (行事历): 9月上旬 举行开学典礼, 第3周：检查备课: what a line begins with says when.

use super::super::lines::{Row, Rows};
use super::super::normal::Text;
use super::super::prose;
use super::{Look, Raw, look};

/// One such line is a sentence; so many below one another are a calendar.
const LEAST: usize = 3;

/// The calendar that begins at a line: how many lines it takes, and its rows.
pub(super) fn read(lines: &[Raw<'_>], at: usize) -> Option<(usize, Rows)> {
    let rows: Rows = lines.get(at..)?.iter().map_while(row).collect();
    (rows.len() >= LEAST).then_some((rows.len(), rows))
}

fn row(line: &Raw<'_>) -> Option<Row> {
    let words = line.text.trim();
    let text = Text::new(words);
    let plain = text.plain();
    if words.contains('\t') || prose::letters(plain) > 200 {
        return None;
    }
    let end = plain.char_indices().take(30).find(|(at, c)| {
        matches!(c, ' ' | ':') && !prose::part(plain, 0..*at).ends_with(|c: char| c.is_ascii_digit())
    });
    let (end, _) = end?;
    let label = text.raw(0..end).trim();
    let behind = text.raw(end + 1..plain.len()).trim();
    let is_when = matches!(look(label), Look::Time | Look::Week);
    let says = look(behind) == Look::Words && prose::letters(behind) >= 4;
    (is_when && says).then(|| Row::of(line.number, vec![label.to_owned(), behind.to_owned()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_begin_with_a_time_are_a_calendar() {
        #[track_caller]
        fn case(text: &str, expected: usize) {
            let lines: Vec<Raw<'_>> = text.lines().map(|text| Raw { number: 1, text }).collect();
            assert_eq!(read(&lines, 0).map_or(0, |(len, _)| len), expected, "{text}");
        }
        case("第1周 举行开学典礼\n第2周 召开家长会\n第3周 检查备课笔记\n以上由教务处负责。", 3);
        case("9月上旬：修好村口的桥\n9月中旬：铺好村里的路\n10月：种树一百棵", 3);
        case("9月上旬：修好村口的桥\n9月中旬：铺好村里的路", 0);
        case("时间：9月3日\n地点：村口\n内容：修好村口的桥", 0);
    }
}
