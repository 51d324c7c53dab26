//! What keeps a text from being TOML, in the clerk's words.

use std::ops::Range;

use toml_edit::{DocumentMut, TomlError};

use super::text::place;
use crate::core::field::Field;
use crate::core::problem::Problem;
use crate::core::schema::Shape;

/// A text to be changed and written back, or what keeps it from being TOML.
pub(super) fn document(file: &str, text: &str) -> Result<DocumentMut, Problem> {
    text.parse().map_err(|error: TomlError| complaint(file, text, error.span(), error.message()))
}

/// What keeps a text from being TOML.
pub(super) fn syntax(file: &str, text: &str, error: &toml::de::Error) -> Problem {
    complaint(file, text, error.span(), error.message())
}

fn complaint(file: &str, text: &str, span: Option<Range<usize>>, said: &str) -> Problem {
    let offset = span.map_or_else(|| most_dotted(text), |span| span.start);
    let (line, column) = place(text, offset);
    let written = text.lines().nth(line - 1).unwrap_or_default();
    let message = match impossible_date(written) {
        Some(message) => message,
        None => in_chinese(said, written),
    };
    Problem::error(file, "syntax", message).at(line, column)
}

/// Where the line with the most dots begins: of a key with too many parts, and of nothing else, the parser does not say where
/// it stands.
fn most_dotted(text: &str) -> usize {
    let lines = text.split_inclusive('\n').scan(0, |end, line| {
        let start = std::mem::replace(end, *end + line.len());
        Some((line.matches('.').count(), std::cmp::Reverse(start)))
    });
    lines.max().map_or(0, |(_, start)| start.0)
}

/// A line such as `due = 2026-09-31`: the day does not exist, and the nearest one that does is named.
fn impossible_date(line: &str) -> Option<String> {
    use chrono::NaiveDate;
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next()?.trim();
    let mut parts = value.splitn(3, '-').map(str::parse::<u32>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let year = i32::try_from(year).ok()?;
    if NaiveDate::from_ymd_opt(year, month, day).is_some() {
        return None;
    }
    let nearest = (1..=day.min(31)).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    let label = Field::of_key(key.trim()).map_or_else(|| key.trim().to_owned(), |f| f.label().to_owned());
    Some(match nearest {
        Some(nearest) => format!("{label}：{value} 这一天不存在，离它最近的是 {nearest}；请改正"),
        None => format!("{label}：{value} 这一天不存在；日期写作 2026-09-30"),
    })
}

/// The parser's complaint in Chinese with the remedy; its own words where it says something new.
fn in_chinese(message: &str, line: &str) -> String {
    if line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>") {
        return "这里留着合并冲突的标记；请在两份内容里选定一份，删去 <<<<<<<、=======、>>>>>>> 三行"
            .to_owned();
    }
    let key = line.split('=').next().unwrap_or_default().trim();
    if let Some(field) = Field::of_key(key).filter(|field| field.shape() != Shape::Text)
        && (message.contains("string values must be quoted") || field.shape() == Shape::Date)
    {
        return format!("{}（{key}）应为{}", field.label(), field.schema().wanted());
    }
    let said = COMPLAINTS.iter().find(|(words, _)| message.contains(words)).map(|(_, said)| *said);
    match said {
        Some(said) => said.to_owned(),
        None => format!("写法不对（{message}）；请对照旁边的任务文件改正"),
    }
}

/// The parser's words, most telling first.
const COMPLAINTS: [(&str, &str); 32] = [
    ("recurs", "一层套一层，套得太深，没有读取；请删去这一行，或者只留最外面一层"),
    ("duplicate key", "这一栏前面已经写过；请删去重复的一行"),
    ("string values must be quoted", "文字要加英文双引号，如 owner = \"李强\""),
    ("escape", "引号里的反斜杠要写两个，如 \"D:\\\\资料\"，或把双引号换成单引号"),
    ("unicode", "引号里的反斜杠要写两个，如 \"D:\\\\资料\"，或把双引号换成单引号"),
    ("invalid basic string", "引号里的文字不对；请检查引号是否成对，反斜杠要写成 \\\\"),
    ("invalid multi-line basic string", "三引号里的文字不对；请检查引号是否成对"),
    ("invalid literal string", "引号不成对；请补上缺的引号"),
    ("missing closing quote", "引号不成对；请补上缺的引号"),
    ("missing opening quote", "引号不成对；请补上缺的引号"),
    ("missing value", "等号后面没有内容；请写上内容，或删去这一行"),
    ("key with no value", "缺少等号和内容；写法：owner = \"李强\""),
    ("missing assignment", "缺少等号；写法：owner = \"李强\""),
    ("missing key", "等号前面没有栏目名；写法：owner = \"李强\""),
    ("invalid unquoted key", "栏目名写得不对；中文的栏目名要加引号，如 \"备注\" = \"另附\""),
    ("unquoted keys cannot be empty", "等号前面没有栏目名；写法：owner = \"李强\""),
    ("invalid datetime", "没有这个日期，或写法不对；日期写作 2026-09-30，不加引号"),
    ("invalid date", "没有这个日期，或写法不对；日期写作 2026-09-30，不加引号"),
    ("value is out of range", "没有这个日期，或写法不对；日期写作 2026-09-30，不加引号"),
    ("unclosed array table", "方括号不成对；写法：[[log]]、[[phase]]"),
    ("unclosed array", "方括号不成对；写法：tags = [\"六个一\"]"),
    ("unclosed table", "方括号不成对；写法：[lights]"),
    ("unclosed inline table", "花括号不成对；写法：repeat = { every = \"month\", times = 2 }"),
    ("missing comma", "几项之间缺少逗号；写法：support = [\"综合科\", \"机关党委\"]"),
    ("float", "数字写得不对；数字写作 5，日期写作 2026-09-30，文字加英文双引号"),
    ("integer", "数字写得不对；数字写作 5，日期写作 2026-09-30，文字加英文双引号"),
    ("unexpected leading zero", "数字前面不能有 0；编号这样的内容请加引号"),
    ("invalid value", "内容写得不对；文字加英文双引号，日期写作 2026-09-30，是否写 true 或 false"),
    ("unexpected content", "一行里写了两样内容；请各写一行"),
    ("unexpected key or value", "这里写得不对；写法：owner = \"李强\""),
    ("carriage return", "换行符残缺；请用编辑器重新保存这个文件"),
    ("invalid comment character", "注释里有看不见的控制字符；请删去这一行重写"),
];
