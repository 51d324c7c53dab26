//! A table as text (csv): its encoding found out, its quotes mended where a person or a program broke them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::book::{Book, Line, Sheet};
use super::cell::Cell;

/// Reads a table of text.
pub(super) fn read(name: &str, bytes: &[u8]) -> Book {
    let (text, remark) = decode(bytes);
    let mut rows = Vec::new();
    for (number, record) in (1..).zip(records(&text)) {
        let cells: Vec<Cell> = record.fields.iter().map(|field| Cell::text(&harmless(field))).collect();
        let own = cells.iter().filter(|cell| !cell.is_empty()).count();
        if own > 0 {
            rows.push(Line { number, cells, own, fault: record.fault });
        }
    }
    let sheet = Sheet { name: name.into(), rows, merged: Vec::new() };
    Book { sheets: vec![sheet], remarks: remark.into_iter().collect() }
}

/// The text, and what should be said of how it was read.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<String>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (text.into_owned(), None);
    }
    if let Some(encoding) = utf_16(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0.into_owned(), None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let guessed = if guessed == GBK { GB18030 } else { guessed };
    let (text, damaged) = guessed.decode_without_bom_handling(bytes);
    if !damaged {
        return (text.into_owned(), None);
    }
    // A few bad bytes in a file of UTF-8 are more likely than another encoding that fits no better.
    let (as_utf_8, _) = UTF_8.decode_without_bom_handling(bytes);
    let lost = |text: &str| text.matches('\u{fffd}').count();
    let text = if lost(&as_utf_8) <= lost(&text) { as_utf_8 } else { text };
    let remark = format!("文件里有 {} 处认不出的字，以“\u{fffd}”代替；请核对文件的编码", lost(&text));
    (text.into_owned(), Some(remark))
}

/// UTF-16 without its mark: every other byte of the separators and digits is nothing.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    // 开 is U+5F00: a nothing among the others is no separator.
    match (zeros(0), zeros(1)) {
        (big, little) if little * 20 > head.len() && little > big * 4 => Some(UTF_16LE),
        (big, little) if big * 20 > head.len() && big > little * 4 => Some(UTF_16BE),
        _ => None,
    }
}

/// What a program put before a text so that no spreadsheet runs it as a formula.
fn harmless(field: &str) -> std::borrow::Cow<'_, str> {
    match field.strip_prefix('\'') {
        Some(text) if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) => text.into(),
        _ => field.into(),
    }
}

struct Record {
    fields: Vec<String>,
    fault: Option<String>,
}

/// The records of a table. A quote that is never closed would swallow the rest of the file: its record is read as if
/// quotes meant nothing, and named.
fn records(text: &str) -> Vec<Record> {
    let separator = separator(text);
    let mut records = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (record, after) = if let Some((fields, after)) = quoted(rest, separator) {
            (Record { fields, fault: None }, after)
        } else {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            let fields = line.trim_end_matches('\r').split(separator);
            let fields = fields.map(|field| field.trim().trim_matches('"').to_owned()).collect();
            let fault = "这一行的引号没有配对，分不清各栏；请改正引号后再导入这一行".to_owned();
            (Record { fields, fault: Some(fault) }, after)
        };
        records.push(record);
        rest = after;
    }
    records
}

/// One record and what stands behind it; none where its quotes do not match.
fn quoted(text: &str, separator: char) -> Option<(Vec<String>, &str)> {
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        let lead = rest.trim_start_matches([' ', '\u{feff}']);
        let after = if let Some(inside) = lead.strip_prefix('"') {
            let (field, after) = closed(inside, separator)?;
            fields.push(field);
            after
        } else {
            let end = rest.find([separator, '\n']).unwrap_or(rest.len());
            fields.push(rest[..end].trim_end_matches('\r').to_owned());
            &rest[end..]
        };
        let after = after.trim_start_matches([' ', '\r']);
        match after.strip_prefix(separator) {
            Some(more) => rest = more,
            None => return Some((fields, after.strip_prefix('\n').unwrap_or(after))),
        }
    }
}

/// A field up to the quote that closes it, and what stands behind that.
fn closed(text: &str, separator: char) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = text;
    let mut lines = false;
    loop {
        let at = rest.find('"')?;
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
    fn text_is_read_in_the_encodings_that_offices_save_it_in() {
        let text = "序号,工作任务,责任单位\n1,组织开展警示教育,机关纪委\n";
        let wide: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", text.as_bytes()),
            GB18030.encode(text).0.into_owned(),
            marked(b"\xff\xfe", &little),
            marked(b"\xfe\xff", &big),
            little,
            big,
        ] {
            assert_eq!(decode(&bytes), (text.to_owned(), None));
        }
    }

    #[test]
    fn broken_quotes_cost_their_own_line_and_no_other() {
        #[track_caller]
        fn case(text: &str, expected: &[(&[&str], bool)]) {
            let got = records(text);
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
}
