//! A table as text (csv): its quotes mended where a person or a program broke them.
//!
//! The csv crate takes all that follows a quote which is never closed into one field, up to the next quote or the end of the file,
//! and says nothing of it: to mend the quotes for it, one has to find the fields first, as is done here. It also skips empty lines,
//! which a spreadsheet counts as rows.

use super::Unreadable;
use super::book::{Book, COLUMNS, Line, Room, Sheet};
use super::cell::Cell;
use crate::core::limits;
use crate::core::text::of_cell;
use crate::intake::encoding::Decoded;

/// The most lines whose quotes do not match. Each of them is looked through far ahead for the quote that is missing.
const BROKEN: usize = 50;

/// Reads a table of text.
pub(super) fn read(name: &str, decoded: &Decoded) -> Result<Book, Unreadable> {
    let Decoded { text, damaged, .. } = decoded;
    let remark = damaged.map(|line| {
        let lost = text.matches('\u{fffd}').count();
        format!("文件里有 {lost} 处认不出的字，以“\u{fffd}”代替，第一处在第{line}行；请核对文件的编码")
    });
    let (mut rows, mut room, mut broken) = (Vec::new(), Room::whole(), 0);
    for (number, record) in (1..).zip(records(&lines_of(text))) {
        let cells: Vec<Cell> = record.fields.iter().map(|field| Cell::text(of_cell(field))).collect();
        let own = cells.iter().filter(|cell| !cell.is_empty()).count();
        broken += usize::from(record.fault.is_some());
        if own > 0 {
            cells.iter().try_for_each(|cell| room.admit(cell))?;
            rows.push(Line { number, cells, own, fault: record.fault });
        }
        if broken > BROKEN {
            return Err(Unreadable::Damaged(format!("有 {BROKEN} 多行的引号没有配对，")));
        }
    }
    let sheet = Sheet { name: name.into(), rows, merged: Vec::new() };
    Ok(Book { sheets: vec![sheet], remarks: remark.into_iter().collect() })
}

/// The text in lines that end as everywhere, where it was written on an old Macintosh, whose lines end in a carriage return.
fn lines_of(text: &str) -> std::borrow::Cow<'_, str> {
    let end = text.find(['\r', '\n']).map(|at| &text[at..]);
    match end {
        Some(end) if end.starts_with('\r') && !end.starts_with("\r\n") => text.replace('\r', "\n").into(),
        _ => text.into(),
    }
}

struct Record {
    fields: Vec<String>,
    fault: Option<String>,
}

/// The records of a table. A quote that is never closed would swallow the rest of the file: its record is read as if
/// quotes meant nothing, and named.
fn records(text: &str) -> impl Iterator<Item = Record> {
    let separator = separator(text);
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (record, after) = if let Some((fields, after)) = quoted(rest, separator) {
            (Record { fields, fault: None }, after)
        } else {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            let fields = line.trim_end_matches('\r').split(separator).take(COLUMNS as usize);
            let fields = fields.map(|field| field.trim().trim_matches('"').to_owned()).collect();
            let fault = "这一行的引号没有配对，分不清各栏；请改正引号后再导入这一行".to_owned();
            (Record { fields, fault: Some(fault) }, after)
        };
        rest = after;
        Some(record)
    })
}

/// One record and what stands behind it; none where its quotes do not match.
fn quoted(text: &str, separator: char) -> Option<(Vec<String>, &str)> {
    let mut fields = Vec::new();
    let mut keep = |field: &str| {
        if fields.len() < COLUMNS as usize {
            fields.push(field.to_owned());
        }
    };
    let mut rest = text;
    loop {
        let lead = rest.trim_start_matches([' ', '\u{feff}']);
        let after = if let Some(inside) = lead.strip_prefix('"') {
            let (field, after) = closed(inside, separator)?;
            keep(&field);
            after
        } else {
            let end = rest.find([separator, '\n']).unwrap_or(rest.len());
            keep(rest[..end].trim_end_matches('\r'));
            &rest[end..]
        };
        let after = after.trim_start_matches([' ', '\r']);
        match after.strip_prefix(separator) {
            Some(more) => rest = more,
            None => return Some((fields, after.strip_prefix('\n').unwrap_or(after))),
        }
    }
}

/// A field up to the quote that closes it, and what stands behind that; none where it would be longer than any text is.
fn closed(text: &str, separator: char) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = text;
    let mut lines = false;
    loop {
        let at = rest.find('"').filter(|at| field.len() + at <= limits::TEXT)?;
        let (before, behind) = rest.split_at(at);
        let behind = &behind[1..];
        lines |= before.contains('\n');
        field.push_str(before);
        if let Some(more) = behind.strip_prefix('"') {
            // Doubled, it is one quote of the text.
            field.push('"');
            rest = more;
            continue;
        }
        let next = behind.trim_start_matches([' ', '\r']);
        if next.is_empty() || next.starts_with([separator, '\n']) {
            return Some((field, behind));
        }
        // On a later line, a quote behind a separator opens a field: the one before was never closed.
        if lines && (before.ends_with([separator, '\n']) || before.is_empty()) {
            return None;
        }
        field.push('"');
        rest = behind;
    }
}

/// What stands between the fields: the sign that the first lines have most of.
fn separator(text: &str) -> char {
    let head: String = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let count = |sign: char| head.matches(sign).count();
    [',', '\t', ';'].into_iter().max_by_key(|sign| (count(*sign), *sign == ',')).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_quotes_cost_their_own_line_and_no_other() {
        #[track_caller]
        fn case(text: &str, expected: &[(&[&str], bool)]) {
            let got: Vec<Record> = records(text).collect();
            let got: Vec<(Vec<&str>, bool)> = got
                .iter()
                .map(|record| (record.fields.iter().map(String::as_str).collect(), record.fault.is_some()))
                .collect();
            let expected: Vec<(Vec<&str>, bool)> =
                expected.iter().map(|(fields, fault)| (fields.to_vec(), *fault)).collect();
            assert_eq!(got, expected);
        }
        case("a,b\r\n1,\"x,\ny\"\r\n", &[(&["a", "b"], false), (&["1", "x,\ny"], false)]);
        case("a,\"说\"\"好\"\"\",c\n", &[(&["a", "说\"好\"", "c"], false)]);
        case("a,\"未关\nb,c\nd,e\n", &[(&["a", "未关"], true), (&["b", "c"], false), (&["d", "e"], false)]);
        case("a,\"未关\nb,\"c\",d\n", &[(&["a", "未关"], true), (&["b", "c", "d"], false)]);
        case("a,\"中\"间\",c\n", &[(&["a", "中\"间", "c"], false)]);
        case("甲 \"乙\" 丙,1\n", &[(&["甲 \"乙\" 丙", "1"], false)]);
        case("a\tb\n1\t2,3\n", &[(&["a", "b"], false), (&["1", "2,3"], false)]);
        case("a,\n\n,b", &[(&["a", ""], false), (&[""], false), (&["", "b"], false)]);
    }

    #[test]
    fn lines_of_an_old_macintosh_are_lines() {
        assert_eq!(lines_of("a,b\r1,\"x\ny\"\r"), "a,b\n1,\"x\ny\"\n");
        for text in ["a,b\r\n1,2\r\n", "a,b\n1,\"x\ry\"\n", "a"] {
            assert_eq!(lines_of(text), text);
        }
    }
}
