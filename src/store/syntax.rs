//! What the TOML parser complains about, in the clerk's words.

use crate::core::field::{Field, Shape};

/// The parser's complaint in Chinese with the remedy; its own words where it says something new.
pub(super) fn in_chinese(message: &str, line: &str) -> String {
    if line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>") {
        return "这里留着合并冲突的标记；请在两份内容里选定一份，删去 <<<<<<<、=======、>>>>>>> 三行"
            .to_owned();
    }
    let key = line.split('=').next().unwrap_or_default().trim();
    if let Some(field) = Field::of_key(key).filter(|field| field.shape() != Shape::Text)
        && (message.contains("string values must be quoted") || field.shape() == Shape::Date)
    {
        return format!("{}（{key}）应为{}", field.label(), field.shape().example());
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
