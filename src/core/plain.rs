//! A file written the plain way: a key a line, as this program writes it. That is read many times faster than TOML in full,
//! and ten thousand files of a past day are waited for. Whatever is out of the ordinary is left to the TOML parser, and so is
//! every complaint.

use toml::value::Datetime;
use toml::{Table, Value};

use super::record::LOG;

/// The table that `text` states, if it is written the plain way; TOML in full would read the same out of it.
pub fn table(text: &str) -> Option<Table> {
    let mut task = Table::new();
    let mut entries: Vec<Table> = Vec::new();
    for line in text.split_inclusive('\n') {
        let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        let line = past_blanks(line);
        if is_over(line) {
            continue;
        }
        if let Some(rest) = line.strip_prefix("[[log]]") {
            is_over(rest).then(|| entries.push(Table::new()))?;
            continue;
        }
        let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let (key, rest) = line.split_at(line.bytes().take_while(is_bare).count());
        let (value, rest) = value(past_blanks(past_blanks(rest).strip_prefix('=')?))?;
        let section = entries.last_mut().unwrap_or(&mut task);
        let is_sound = !key.is_empty() && is_over(rest);
        if !is_sound || section.insert(key.to_owned(), value).is_some() {
            return None;
        }
    }
    if !entries.is_empty() {
        let entries = entries.into_iter().map(Value::Table).collect();
        task.insert(LOG.to_owned(), Value::Array(entries)).is_none().then_some(())?;
    }
    Some(task)
}

fn past_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

/// Whether nothing follows in a line, or a remark alone.
fn is_over(rest: &str) -> bool {
    let rest = past_blanks(rest);
    rest.is_empty() || rest.starts_with('#') && rest.bytes().all(is_text)
}

/// Whether a byte may stand in a text or a remark.
fn is_text(byte: u8) -> bool {
    byte >= b' ' && byte != 0x7f || byte == b'\t'
}

/// The value at the head of `text`, and what follows it.
fn value(text: &str) -> Option<(Value, &str)> {
    match text.bytes().next()? {
        b'"' => string(text).map(|(words, rest)| (Value::String(words.to_owned()), rest)),
        b'[' => list(text.strip_prefix('[')?),
        b'0'..=b'9' => number_or_day(text),
        _ => {
            let flag = |word: &str, flag| Some((Value::Boolean(flag), text.strip_prefix(word)?));
            flag("true", true).or_else(|| flag("false", false))
        }
    }
}

/// What stands between two quotes, where no character stands for another.
fn string(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('"').filter(|_| !text.starts_with("\"\"\""))?;
    let end = inside.bytes().position(|byte| byte == b'"' || byte == b'\\' || !is_text(byte))?;
    let (words, rest) = inside.split_at(end);
    Some((words, rest.strip_prefix('"')?))
}

fn list(mut rest: &str) -> Option<(Value, &str)> {
    let mut items = Vec::new();
    loop {
        rest = past_blanks(rest);
        if let Some(rest) = rest.strip_prefix(']') {
            return Some((Value::Array(items), rest));
        }
        let (words, after) = string(rest)?;
        items.push(Value::String(words.to_owned()));
        rest = past_blanks(after);
        rest = match rest.strip_prefix(',') {
            Some(rest) => rest,
            None if rest.starts_with(']') => rest,
            None => return None,
        };
    }
}

fn number_or_day(text: &str) -> Option<(Value, &str)> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'-').unwrap_or(text.len());
    let (written, rest) = text.split_at(end);
    if written.contains('-') {
        let day: Datetime = written.parse().ok()?;
        let is_day = day.date.is_some() && day.time.is_none() && day.offset.is_none();
        return is_day.then_some((Value::Datetime(day), rest));
    }
    let is_padded = written.len() > 1 && written.starts_with('0');
    let number = written.parse().ok().filter(|_| !is_padded)?;
    Some((Value::Integer(number), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASK: &str = r#"# 手写的
title    = "组织开展警示教育"          # 任务名称
due = 2026-09-30
long_term = true
public=false
weight   = 5
support  = ["综合科", "机关党委" , ]
tags = []
status = ""

[[log]]
date = 2026-05-10
by = "李强"	# 制表符
text = "已拟定 \t 方案"
  [[log]]  # 又一条
date = 2024-02-29
evidence = ["evidence/2026-014/方案.pdf"]
"#;

    #[test]
    fn what_this_program_writes_is_plain() {
        let plain = TASK.replace("\\t", "\t");
        for text in [plain.clone(), plain.replace('\n', "\r\n"), plain.trim_end().to_owned(), String::new()] {
            assert_eq!(table(&text), Some(toml::from_str(&text).unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_out_of_the_ordinary_is_left_to_the_parser() {
        for text in [
            "title = \"\"\"甲\"\"\"",
            "title = 'a'",
            "title = \"a\\tb\"",
            "title = \"甲\" \"乙\"",
            "title = \"甲",
            "title = \"甲\"\r",
            "title = \"甲\"\ntitle = \"乙\"",
            "\"备注\" = \"甲\"",
            "备注 = \"甲\"",
            "repeat.every = \"month\"",
            "repeat = { every = \"month\" }",
            "= 1",
            "due = 2026-09-31",
            "due = 2026-09-30T10:00:00",
            "due = 2026-09-30 10:00:00",
            "due = 10:00:00",
            "progress = 050",
            "progress = 1_000",
            "progress = 99999999999999999999",
            "weight = 2.5",
            "weight = +5",
            "public = truely",
            "tags = [,]",
            "tags = [1]",
            "tags = [\"a\" \"b\"]",
            "tags = [\n\"a\"]",
            "# \u{7}",
            "title = \"\u{7f}\"",
            "[[log]] x",
            "[log]",
            "log = []\n[[log]]",
            "<<<<<<< HEAD",
        ] {
            assert_eq!(table(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_is_read_otherwise_than_toml_reads_it() {
        let plain = TASK.replace("\\t", "\t");
        let chars: Vec<char> = plain.chars().collect();
        let odd: Vec<char> =
            "\"'\\#=[]{},.-+_ \t\r\n0139azT:\u{7}\u{7f}\u{85}\u{2028}\u{feff}中".chars().collect();
        let mut read = 0;
        for at in 0..chars.len() {
            for (turn, odd) in odd.iter().enumerate() {
                let mut changed = chars.clone();
                match turn % 3 {
                    0 => changed[at] = *odd,
                    1 => changed.insert(at, *odd),
                    _ => drop(changed.splice(at..(at + 2).min(chars.len()), [*odd])),
                }
                let text: String = changed.into_iter().collect();
                if let Some(table) = table(&text) {
                    read += 1;
                    assert_eq!(Ok(table), toml::from_str::<Table>(&text), "{text}");
                }
            }
        }
        assert!(read > chars.len(), "{read}");
    }
}
