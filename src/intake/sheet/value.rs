//! What a cell says of a field: days in five ways, statuses in the office's words, percentages, units and people.

use chrono::{Datelike, NaiveDate};

use super::cell::Cell;
use crate::core::change::Value;
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::id::TaskId;
use crate::core::sheet::read_value;
use crate::core::status::Status;
use crate::core::task::{Kind, LEVELS, Repeat};
use crate::core::toml_value;
use crate::core::typed_date::{self, Context, DateError};
use crate::core::units::people;
use crate::core::writing::{half_width, split_names};

/// What a deadline's cell says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Deadline {
    /// The first day, where the cell names a span.
    pub(super) start: Option<NaiveDate>,
    /// The day.
    pub(super) due: Option<NaiveDate>,
    /// The wording, where it says more than the day.
    pub(super) wording: Option<String>,
    /// 长期坚持
    pub(super) long_term: bool,
    /// 每月, 每季度
    pub(super) repeat: Option<Repeat>,
    /// Whether a year that was not written was taken from elsewhere.
    pub(super) inferred: bool,
}

/// What a status's cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// A status in a word; whether it is struck off (销号).
    Status(Status, bool),
    /// What was done, in many words: the status that follows, where one does.
    Text(Option<Status>),
}

/// A value that stands in the cell as TOML writes it; none where it is plain.
#[expect(clippy::option_option, reason = "a cell may be marked and hold nothing that the field takes")]
pub(super) fn marked(field: Field, cell: &Cell) -> Option<Option<Value>> {
    let Cell::Text(text) = cell else { return None };
    let value = read_value(text)?;
    Some(match (field, value) {
        (Field::Support | Field::Tags, toml::Value::Array(items)) => {
            let items: Option<Vec<String>> =
                items.into_iter().map(|item| item.as_str().map(ToOwned::to_owned)).collect();
            items.map(Value::List)
        }
        (_, toml::Value::String(text)) => Some(Value::Text(text)),
        (_, toml::Value::Integer(number)) => Some(Value::Integer(number)),
        (_, toml::Value::Float(number)) => Some(Value::Number(number)),
        (_, toml::Value::Boolean(flag)) => Some(Value::Flag(flag)),
        (_, toml::Value::Datetime(day)) => toml_value::day(day).map(Value::Date),
        _ => None,
    })
}

/// What a cell says of a field other than the deadline and the status.
pub(super) fn field(field: Field, cell: &Cell, dates: Context, whole: bool) -> Result<Option<Value>, String> {
    if let Some(value) = marked(field, cell) {
        return Ok(value);
    }
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Broken(what) => {
            return Err(format!("{}是{what}；请在 Excel 里算出结果、存盘后再导入", field.label()));
        }
        other => other.shown(),
    };
    if is_blank(&text) {
        return Ok(None);
    }
    let odd = |wanted: &str| format!("{}“{text}”看不懂，应为{wanted}", field.label());
    Ok(Some(match field {
        Field::Title => Value::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Field::Start => Value::Date(first_day(cell, dates)?),
        Field::DoneOn => Value::Date(day(field, cell, dates)?.0),
        Field::Progress => Value::Integer(percent(cell, whole).ok_or_else(|| odd("0 到 100 的百分比"))?),
        Field::Weight => number(cell).ok_or_else(|| odd("数字"))?,
        Field::LongTerm | Field::Public => Value::Flag(flag(cell).ok_or_else(|| odd("是或否"))?),
        Field::Repeat => Value::Repeat(frequency::read(&text).ok_or_else(|| odd("频次，如 每月2次"))?),
        Field::Kind => {
            let kind =
                Kind::parse(&text).or_else(|| Kind::ALL.into_iter().find(|kind| text.contains(kind.label())));
            Value::Text(kind.ok_or_else(|| odd("任务、问题整改或风险点"))?.key().to_owned())
        }
        Field::Level => {
            let word = text.trim_end_matches("风险").trim_end_matches("隐患").trim();
            let level = LEVELS.into_iter().find(|level| word == *level);
            Value::Text(level.ok_or_else(|| odd("高、中或低"))?.to_owned())
        }
        Field::Parent => {
            TaskId::parse(&text, dates.year).ok_or_else(|| odd("编号，如 2026-010"))?;
            Value::Text(text)
        }
        Field::Support | Field::Tags => Value::List(split_names(&text.replace('\n', "、"))),
        Field::Owner | Field::Leader => Value::Text(people(&text)),
        Field::Domain | Field::Phase | Field::Lead => Value::Text(closed_up(&text)),
        _ => Value::Text(text),
    }))
}

/// What offices write into a cell that holds nothing.
pub(super) fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "/" | "-" | "--" | "—" | "——" | "\\" | "无" | "／" | "－")
}

/// A name without line breaks and without the blanks that spread it over a cell.
fn closed_up(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (at, c) in letters.iter().enumerate() {
        let han = |c: Option<&char>| c.is_none_or(|c| !c.is_ascii());
        let neighbours = han(at.checked_sub(1).and_then(|at| letters.get(at))) && han(letters.get(at + 1));
        match c {
            '\n' => {}
            ' ' | '\u{3000}' if neighbours => {}
            other => out.push(*other),
        }
    }
    out.trim().to_owned()
}

/// A day; whether its year was taken from elsewhere.
pub(super) fn day(field: Field, cell: &Cell, dates: Context) -> Result<(NaiveDate, bool), String> {
    match read_day(cell, dates) {
        Ok((day, inferred, _)) => Ok((day, inferred)),
        Err(Unread::Impossible(why) | Unread::Unknown(why)) => Err(format!("{}：{why}", field.label())),
    }
}

/// A first day: a month alone begins with it.
fn first_day(cell: &Cell, dates: Context) -> Result<NaiveDate, String> {
    let (read, _) = day(Field::Start, cell, dates)?;
    let text: String = cell.shown().chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let numbers = text.split(['.', '-', '/', '年']).filter(|part| !part.is_empty()).count();
    let month = text.ends_with("月")
        || text.ends_with("月份")
        || numbers == 2 && !text.contains(['月', '日', '季', '底']);
    let dated =
        matches!(cell, Cell::Day(_)) || text.len() > 4 && text.parse::<f64>().is_ok_and(|n| n > 3000.0);
    // 3.15 is a day of this year; 2026.3 is a month.
    let year = text.get(..4).is_some_and(|year| year.parse::<u32>().is_ok());
    let bare = month && !dated && (year || text.contains('月'));
    Ok(if bare { read.with_day(1).unwrap_or(read) } else { read })
}

/// Why a day was not read.
enum Unread {
    /// There is no such day.
    Impossible(String),
    /// It is no day at all.
    Unknown(String),
}

/// A day, whether its year was inferred, and the wording worth keeping.
fn read_day(cell: &Cell, dates: Context) -> Result<(NaiveDate, bool, Option<String>), Unread> {
    let text = match cell {
        Cell::Day(day) => return Ok((*day, false, None)),
        Cell::Number(number) => {
            if let Some(day) = serial(*number) {
                return Ok((day, false, None));
            }
            let text = cell.shown();
            // 9.3 may be the third or the thirtieth: the zero is lost, and nobody but the writer knows.
            let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
            if rest.len() == 1 && (whole.len() < 3 || rest == "1") {
                return Err(Unread::Unknown(format!(
                    "“{text}”存成了数字，分不清是 {whole}.{rest} 还是 {whole}.{rest}0；请改成日期"
                )));
            }
            text
        }
        other => other.shown(),
    };
    let plain: String = text.chars().map(half_width).collect();
    if let Some(day) = plain.trim().parse().ok().and_then(serial) {
        return Ok((day, false, None));
    }
    // A time behind the day is no part of it.
    let text = match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day.to_owned(),
        _ => text,
    };
    if let Some(day) = three_numbers(&plain) {
        return Ok((day, false, None));
    }
    // A year alone is its end.
    let bare = text.len() == 4 && text.parse().is_ok_and(|year: i32| (1990..2100).contains(&year));
    let asked = if bare { format!("{text}年") } else { text.clone() };
    match typed_date::parse(&asked, dates) {
        Ok(read) => Ok((read.date, read.inferred_year.is_some(), read.wording.map(|_| text))),
        Err(error @ (DateError::NoSuchDay { .. } | DateError::OutOfRange { .. })) => {
            Err(Unread::Impossible(format!("“{}”：{error}", text.trim())))
        }
        Err(DateError::Unknown { text }) => Err(Unread::Unknown(format!("“{text}”不是日期"))),
    }
}

/// Three numbers in another order: 6/30/2026 as an English Excel writes it, 30/6/2026, 26.6.30. What could be read in two
/// ways is not read.
fn three_numbers(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |part: &&str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let (one, two, three) = (number(first)?, number(second)?, number(third)?);
    let (year, month, day) = match (first.len(), third.len()) {
        (1 | 2, 4) if one > 12 || one == two => (three, two, one),
        (1 | 2, 4) if two > 12 => (three, one, two),
        (2, 1 | 2) if (20..=50).contains(&one) => (2000 + one, two, three),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// The day of a spreadsheet's number: 43962 is 2020-05-11.
fn serial(number: f64) -> Option<NaiveDate> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be small")]
    let days = Some(number).filter(|number| (20_000.0..=80_000.0).contains(number))? as u64;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(days))
}

/// What a deadline's cell says. A day that does not exist is refused; words that name none are kept as they stand.
pub(super) fn deadline(cell: &Cell, dates: Context) -> Result<Deadline, String> {
    let text = match cell {
        Cell::Empty => return Ok(Deadline::default()),
        Cell::Broken(what) => return Err(format!("完成时限是{what}；请在 Excel 里算出结果、存盘后再导入")),
        other => other.shown(),
    };
    if is_blank(&text) || ["待定", "未定", "时限待定"].contains(&text.as_str()) {
        return Ok(Deadline::default());
    }
    let worded = Deadline { wording: Some(text.clone()), ..Deadline::default() };
    let impossible = match read_day(cell, dates) {
        Ok((day, inferred, wording)) => {
            return Ok(Deadline { due: Some(day), wording, inferred, ..Deadline::default() });
        }
        Err(Unread::Impossible(why)) => Some(format!("完成时限{why}")),
        Err(Unread::Unknown(_)) => None,
    };
    let words: String = text.split_whitespace().collect();
    if let Some(repeat) = recurring(&words, dates.year) {
        return Ok(Deadline { repeat: Some(repeat), ..worded });
    }
    if let Some((start, due, inferred)) = span(&words, dates) {
        return Ok(Deadline { start: Some(start), due: Some(due), inferred, ..worded });
    }
    if let Some(why) = impossible {
        return Err(why);
    }
    if is_endless(&words) {
        // 11月30日前完成并长期坚持 has a day besides.
        let before = words.split(['并', '，', ',', '；', '且']).next().unwrap_or_default();
        let read = typed_date::parse(before, dates).ok().filter(|_| before != words);
        let usual = ["长期", "长期坚持"].contains(&words.as_str());
        return Ok(if let Some(read) = read {
            Deadline { due: Some(read.date), inferred: read.inferred_year.is_some(), ..worded }
        } else {
            Deadline { long_term: true, wording: worded.wording.filter(|_| !usual), ..Deadline::default() }
        });
    }
    // The day among other words: 2026年6月底完成方案，12月底前完成验收 binds with its last one.
    let parts = words.split(['，', ',', '；', ';', '、', '。', '（', '(', '）', ')']);
    let days = parts.filter_map(|part| dated_clause(part, dates));
    match days.max_by_key(|(day, _)| *day) {
        Some((day, inferred)) => Ok(Deadline { due: Some(day), inferred, ..worded }),
        None => Ok(worded),
    }
}

/// The day a clause begins or ends with: 6月底前完成方案, 完成时间为6月30日.
fn dated_clause(clause: &str, dates: Context) -> Option<(NaiveDate, bool)> {
    let letters: Vec<(usize, char)> = clause.char_indices().collect();
    let begins = letters.iter().map(|(at, _)| *at).filter(|at| {
        clause[*at..].starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十上下本年".contains(c))
    });
    for from in begins {
        for (to, _) in letters.iter().rev() {
            let to = clause[*to..].chars().next().map_or(*to, |c| to + c.len_utf8());
            let Some(piece) = clause.get(from..to).filter(|piece| piece.contains(['月', '日', '季', '年']))
            else {
                continue;
            };
            if let Ok(read) = typed_date::parse(piece, dates) {
                return Some((read.date, read.inferred_year.is_some()));
            }
        }
    }
    None
}

fn is_endless(words: &str) -> bool {
    ["长期", "持续", "常态化", "全年", "贯穿", "常年", "不间断", "按进度推进"]
        .iter()
        .any(|word| words.contains(word))
}

/// 每月, 每季度末, 每年12月底前: the rhythm over the year.
fn recurring(words: &str, year: i32) -> Option<Repeat> {
    if let Some(repeat) = frequency::read(words) {
        return Some(over_year(&repeat, year));
    }
    let (every, _) = frequency::rhythm(words)?;
    Some(over_year(&Repeat { every, times: 1, from: None, until: None }, year))
}

/// A rhythm whose span nobody said is that of the year.
pub(super) fn over_year(repeat: &Repeat, year: i32) -> Repeat {
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    let last = NaiveDate::from_ymd_opt(year, 12, 31);
    Repeat { from: repeat.from.or(first), until: repeat.until.or(last), ..repeat.clone() }
}

/// `5月~10月`, `2026年3月—12月`, `4月~6月/9月~11月`: the first day and the last.
pub(super) fn span(words: &str, dates: Context) -> Option<(NaiveDate, NaiveDate, bool)> {
    if let Some((first, rest)) = words.split_once(['/', '、', '；'])
        && words.contains('月')
    {
        let (start, end, inferred) = stretch(first, dates)?;
        let (_, last, _) = span(rest, dates)?;
        return Some((start, end.max(last), inferred));
    }
    stretch(words, dates)
}

fn stretch(words: &str, dates: Context) -> Option<(NaiveDate, NaiveDate, bool)> {
    let words = words.trim_end_matches(['前', '。']).trim_start_matches('自');
    let (from, to) = ["至", "到", "~", "～", "——", "—", "－", "–", "-"]
        .iter()
        .find_map(|sign| words.split_once(sign).filter(|(from, to)| !from.is_empty() && !to.is_empty()))?;
    // What the one side leaves out, the other says: 9到12月, 2026年3月—12月, 8月27日至31日.
    let mut from = from.trim_end_matches(['起', '始']).to_owned();
    let mut to = to.trim_start_matches(['-', '—', '~', '～']).to_owned();
    if !from.contains(['月', '.', '-', '/', '季', '年']) && to.contains('月') && !from.contains('日') {
        from.push('月');
    }
    if from.contains('月') && !to.contains(['月', '.', '-', '/', '季', '年', '底']) && to.contains('日')
    {
        let month = from.split_inclusive('月').next().unwrap_or_default();
        to = format!("{month}{to}");
    }
    if let Some((year, _)) = from.split_once('年')
        && !to.contains('年')
        && to.contains('月')
    {
        to = format!("{year}年{to}");
    }
    let last = typed_date::parse(&to, dates).ok()?;
    let year =
        if from.contains('年') || last.inferred_year.is_some() { dates.year } else { last.date.year() };
    let first = typed_date::parse(&from, Context { year, ..dates }).ok()?;
    let start =
        if from.ends_with('月') || from.ends_with("月份") { first.date.with_day(1)? } else { first.date };
    (start <= last.date).then_some((start, last.date, last.inferred_year.is_some()))
}

/// `3月：完善…`, `4月～6月/9月～11月：组织…`: the span before the colon, and the rest.
pub(super) fn month_before(text: &str, dates: Context) -> Option<(Deadline, String)> {
    let (when, what) = text.split_once(['：', ':'])?;
    if when.chars().count() > 20 || !when.contains(['月', '年']) || what.trim().is_empty() {
        return None;
    }
    let read = deadline(&Cell::text(when), dates).ok()?;
    let tells = read.due.is_some() || read.long_term || read.repeat.is_some();
    tells.then(|| (Deadline { wording: Some(when.trim().to_owned()), ..read }, what.trim().to_owned()))
}

/// What a status's cell says, whatever the words.
pub(super) fn status(cell: &Cell) -> Option<Said> {
    if let Some(Some(Value::Text(word))) = marked(Field::Status, cell) {
        return Some(Said::Status(Status::from(word), false));
    }
    let text = match cell {
        Cell::Flag(true) => return Some(Said::Status(Status::Done, false)),
        Cell::Number(number) if (number - 1.0).abs() < 1e-9 => {
            return Some(Said::Status(Status::Done, false));
        }
        Cell::Text(text) => text.clone(),
        _ => return None,
    };
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(status) = word_of(&word) {
        let struck_off = ["销号", "核销", "验收通过", "审结"].iter().any(|known| word.contains(known));
        return Some(Said::Status(status, struck_off && !word.contains('未')));
    }
    let word =
        word.trim_matches(['（', '）', '(', ')', '。', '【', '】', '■', '▲', '●', '★', '○', '；', '，']);
    if is_blank(word) && !word.is_empty() {
        return None;
    }
    let struck_off =
        ["销号", "核销", "验收通过", "审结"].iter().any(|known| word.contains(known)) && !word.contains('未');
    let status = Status::parse(word).or_else(|| word_of(word));
    match status {
        Some(status) => Some(Said::Status(status, struck_off)),
        None if word.is_empty() => None,
        None => Some(Said::Text(tendency(word))),
    }
}

#[expect(clippy::too_many_lines, reason = "a table of words, a line each")]
fn word_of(word: &str) -> Option<Status> {
    Some(match word {
        "√"
        | "✓"
        | "✔"
        | "☑"
        | "是"
        | "100%"
        | "完成"
        | "已完成"
        | "全部完成"
        | "已全部完成"
        | "已办结"
        | "办结"
        | "按时完成"
        | "按期完成"
        | "提前完成"
        | "逾期完成"
        | "已落实"
        | "落实到位"
        | "已整改"
        | "整改完成"
        | "已整改到位"
        | "整改到位"
        | "完成整改"
        | "已销号"
        | "销号"
        | "已核销"
        | "已结"
        | "结案"
        | "已办"
        | "已完结"
        | "完结"
        | "逾期办结"
        | "已验收"
        | "审结"
        | "已归档"
        | "按时办结"
        | "已完成年度目标"
        | "已完成和提前完成"
        | "验收通过"
        | "通过"
        | "已闭环"
        | "闭环"
        | "已销项"
        | "销项"
        | "完全办结"
        | "closed"
        | "done" => Status::Done,
        "未启动" | "未开始" | "未开展" | "待启动" | "待办" | "未办理" | "未进行" | "未落实" | "未整改"
        | "待整改" | "尚未启动" | "未到期" | "计划中" | "待开展" | "未开工" | "待派单" | "待接单"
        | "拟办" | "未受理" | "待受理" | "待处置" | "○" => Status::Todo,
        "进行中"
        | "推进中"
        | "正在推进"
        | "正在进行"
        | "正在办理"
        | "办理中"
        | "在办"
        | "实施中"
        | "正在实施"
        | "整改中"
        | "正在整改"
        | "处理中"
        | "已启动"
        | "已开展"
        | "滞后"
        | "逾期"
        | "已逾期"
        | "逾期未完成"
        | "滞后序时"
        | "欠进度"
        | "达进度"
        | "超进度"
        | "按序时推进"
        | "有序推进"
        | "有序时推进"
        | "正常推进"
        | "持续推进"
        | "长期坚持"
        | "正常"
        | "部分完成"
        | "基本完成"
        | "未完成"
        | "推进缓慢"
        | "慢序时"
        | "按序时"
        | "达序时进度"
        | "未达序时进度"
        | "序时推进"
        | "临期"
        | "未办结"
        | "未销号"
        | "否"
        | "持续整改"
        | "阶段性完成"
        | "取得阶段性成效"
        | "退回"
        | "退回补充"
        | "正在开展"
        | "开展中"
        | "跟进中"
        | "受理中"
        | "处置中"
        | "施工中"
        | "治理中"
        | "办结中"
        | "限期整改"
        | "未闭环"
        | "×"
        | "✗"
        | "✘"
        | "◐"
        | "◎"
        | "稳步推进"
        | "doing" => Status::Doing,
        "受阻" | "暂停" | "暂缓" | "卡壳" | "停滞" | "挂起" | "缓办" | "搁置" | "已暂停" | "受阻中"
        | "无法整改" | "暂不整改" | "暂无法整改" | "暂无法办结" | "无法办理" | "无法办结" => {
            Status::Blocked
        }
        "待核销" | "待审核" | "待验收" | "待销号" | "待核查" | "整改验证" | "已完成待审核" | "待审结"
        | "申请销号" | "待复核" => Status::Review,
        "取消" | "已取消" | "撤销" | "已撤销" | "终止" | "已终止" | "不再实施" | "调整" | "已调整"
        | "作废" => Status::Cancelled,
        _ => return None,
    })
}

/// What a longer text begins with: 已完成全部档案更新 is done, 已完成60% and 已完成初稿，正在征求意见 are under way.
fn tendency(word: &str) -> Option<Status> {
    let under_way =
        ["正在", "待", "尚", "未", "%", "％", "下一步", "初稿", "部分", "阶段", "推进", "次", "人"];
    let begun = ["已", "正在", "完成", "开展", "组织", "推进", "制定", "召开", "启动"];
    if under_way.iter().any(|known| word.contains(known)) {
        let untouched = ["未启动", "未开展", "尚未", "未开始"].iter().any(|known| word.starts_with(known));
        return Some(if untouched { Status::Todo } else { Status::Doing });
    }
    begun.iter().any(|known| word.starts_with(known)).then_some(Status::Doing)
}

/// 是否销号: a tick or a yes.
pub(super) fn is_yes(cell: &Cell) -> bool {
    match cell {
        Cell::Flag(flag) => *flag,
        Cell::Text(text) => {
            let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            matches!(
                word.as_str(),
                "是" | "√" | "✓" | "✔" | "☑" | "已销号" | "销号" | "Y" | "y" | "yes" | "已核销"
            )
        }
        _ => false,
    }
}

fn flag(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Flag(flag) => Some(*flag),
        Cell::Number(number) if *number == 0.0 || (number - 1.0).abs() < 1e-9 => Some(*number != 0.0),
        Cell::Text(text) => match text.to_lowercase().as_str() {
            "是" | "√" | "✓" | "✔" | "true" | "yes" | "y" | "公开" | "长期" | "长期坚持" => {
                Some(true)
            }
            "否" | "×" | "✗" | "false" | "no" | "n" | "不公开" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<Value> {
    let number = match cell {
        Cell::Number(number) => *number,
        Cell::Text(text) => {
            let text: String = text.chars().map(half_width).collect();
            let text = text.trim().trim_end_matches('分').trim();
            // 1,000: the sign between thousands.
            match text.split_once(',') {
                Some((_, rest)) if rest.len() == 3 => text.replace(',', "").parse().ok()?,
                _ => text.parse().ok()?,
            }
        }
        _ => return None,
    };
    if !number.is_finite() || number < 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a small whole number")]
    Some(if number.fract() == 0.0 && number < 1e15 {
        Value::Integer(number as i64)
    } else {
        Value::Number(number)
    })
}

/// 0.6, 60%, 60. Where the column has numbers above 1, all of them are percents.
pub(super) fn percent(cell: &Cell, whole: bool) -> Option<i64> {
    let share = match cell {
        Cell::Number(number) if *number <= 1.0 && !whole => number * 100.0,
        Cell::Number(number) => *number,
        Cell::Text(text) => {
            let text: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
            match text.strip_suffix('%') {
                Some(number) => number.parse().ok()?,
                None => return percent(&Cell::Number(text.parse().ok()?), whole),
            }
        }
        _ => return None,
    };
    let share = share.round();
    #[expect(clippy::cast_possible_truncation, reason = "checked to lie between 0 and 100")]
    (0.0..=100.0).contains(&share).then_some(share as i64)
}

/// The percentage that a cell is, with its sign: 60%.
pub(super) fn share(cell: &Cell) -> Option<i64> {
    let text: String = cell.shown().chars().map(half_width).collect();
    text.trim().ends_with('%').then(|| percent(cell, true)).flatten()
}

/// The one percentage among other words: 主体完工60%.
pub(super) fn percent_among(text: &str) -> Option<i64> {
    let text: String = text.chars().map(half_width).collect();
    let (before, _) = text.split_once('%').filter(|(_, after)| !after.contains('%'))?;
    let from = before
        .rfind(|c: char| !c.is_ascii_digit() && c != '.')
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    percent(&Cell::text(&before[from..]), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::workday::NATIONAL;

    fn dates() -> Context<'static> {
        Context { today: "2026-06-30".parse().unwrap(), year: 2026, holidays: &NATIONAL }
    }

    #[test]
    fn deadlines_are_read_in_every_way_that_offices_write_them() {
        #[track_caller]
        fn case(cell: &Cell, due: &str, wording: Option<&str>) {
            let read = deadline(cell, dates()).unwrap();
            let said = read.due.map_or_else(
                || if read.long_term { "长期".to_owned() } else { String::new() },
                |day| read.start.map_or_else(|| day.to_string(), |start| format!("{start}~{day}")),
            );
            assert_eq!((said.as_str(), read.wording.as_deref()), (due, wording), "{cell:?}");
        }
        let text = Cell::text;
        case(&Cell::Number(43962.0), "2020-05-11", None);
        case(&text("43962"), "2020-05-11", None);
        case(&Cell::Day("2026-03-31".parse().unwrap()), "2026-03-31", None);
        case(&text("2024.6.30"), "2024-06-30", None);
        case(&Cell::Number(20_220_316.0), "2022-03-16", None);
        case(&text("20220316"), "2022-03-16", None);
        case(&text("2024/6/30"), "2024-06-30", None);
        case(&text("2024-06-30 00:00:00"), "2024-06-30", None);
        case(&text("6/30/2026"), "2026-06-30", None);
        case(&text("30/6/2026"), "2026-06-30", None);
        case(&text("26.6.30"), "2026-06-30", None);
        case(&text("3/4/2026"), "", Some("3/4/2026"));
        case(&text("6月30日"), "2026-06-30", Some("6月30日"));
        case(&text("6月底前"), "2026-06-30", Some("6月底前"));
        case(&text("三季度末"), "2026-09-30", Some("三季度末"));
        case(&text("年底"), "2026-12-31", Some("年底"));
        case(&Cell::Number(2026.0), "2026-12-31", Some("2026"));
        case(&text("长期"), "长期", None);
        case(&text("长期坚持"), "长期", None);
        case(&text("持续推进"), "长期", Some("持续推进"));
        case(&text("11月30日前完成并长期坚持"), "2026-11-30", Some("11月30日前完成并长期坚持"));
        case(&text("5月~10月"), "2026-05-01~2026-10-31", Some("5月~10月"));
        case(&text("9到12月"), "2026-09-01~2026-12-31", Some("9到12月"));
        case(&text("2025年3月—12月"), "2025-03-01~2025-12-31", Some("2025年3月—12月"));
        case(&text("8月27日至9月8日"), "2026-08-27~2026-09-08", Some("8月27日至9月8日"));
        case(&text("8月27日至31日"), "2026-08-27~2026-08-31", Some("8月27日至31日"));
        case(&text("2026.3.1-2026.6.30"), "2026-03-01~2026-06-30", Some("2026.3.1-2026.6.30"));
        case(&text("4月～6月/9月～11月"), "2026-04-01~2026-11-30", Some("4月～6月/9月～11月"));
        case(&text("6月底前完成方案，12月底前验收"), "2026-12-31", Some("6月底前完成方案，12月底前验收"));
        case(&text("****年*月底前"), "", Some("****年*月底前"));
        case(&text("待定"), "", None);
        case(&text("另行通知"), "", Some("另行通知"));
        case(&text("/"), "", None);
    }

    #[test]
    fn rhythms_go_over_the_year() {
        let read = deadline(&Cell::text("每季度末"), dates()).unwrap();
        let repeat = read.repeat.unwrap();
        assert_eq!(frequency::written(&repeat), "每季1次（2026-01-01至2026-12-31）");
        let read = month_before("4月～6月/9月～11月：组织培训", dates()).unwrap();
        assert_eq!((read.0.due.unwrap().to_string().as_str(), read.1.as_str()), ("2026-11-30", "组织培训"));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        let refused = deadline(&Cell::text("2024-02-30"), dates()).unwrap_err();
        assert_eq!(refused, "完成时限“2024-02-30”：2024年2月30日不存在，2月最后一天是 2024-02-29");
        assert!(deadline(&Cell::text("9月31日"), dates()).is_err());
        assert!(day(Field::Start, &Cell::Number(9.3), dates()).unwrap_err().contains("分不清"));
    }

    #[test]
    fn statuses_are_known_in_the_words_of_offices() {
        #[track_caller]
        fn case(text: &str, expected: Option<&Status>) {
            let got = match status(&Cell::text(text)) {
                Some(Said::Status(status, _)) => Some(status),
                Some(Said::Text(status)) => status,
                None => None,
            };
            assert_eq!(got.as_ref(), expected, "{text}");
        }
        case("已完成", Some(&Status::Done));
        case("√", Some(&Status::Done));
        case("正在推进", Some(&Status::Doing));
        case("滞后", Some(&Status::Doing));
        case("未启动", Some(&Status::Todo));
        case("受阻", Some(&Status::Blocked));
        case("已销号", Some(&Status::Done));
        case("待验收", Some(&Status::Review));
        case("已取消", Some(&Status::Cancelled));
        case("已完成初稿，正在征求意见", Some(&Status::Doing));
        case("尚未开展", Some(&Status::Todo));
        case("×", Some(&Status::Doing));
        case("○", Some(&Status::Todo));
        case("●", None);
        case("已闭环", Some(&Status::Done));
        case("无法整改", Some(&Status::Blocked));
        case("暂无", None);
        case("/", None);
    }

    #[test]
    fn percentages_are_shares_or_whole() {
        assert_eq!(percent(&Cell::Number(0.6), false), Some(60));
        assert_eq!(percent(&Cell::Number(1.0), false), Some(100));
        assert_eq!(percent(&Cell::Number(1.0), true), Some(1));
        assert_eq!(percent(&Cell::text("６０％"), false), Some(60));
        assert_eq!(percent(&Cell::text("60"), false), Some(60));
        assert_eq!(percent(&Cell::text("101%"), false), None);
        assert_eq!(percent_among("主体完工60%，装修未开始"), Some(60));
        assert_eq!(percent_among("由30%提高到60%"), None);
        assert_eq!((share(&Cell::text("50％")), share(&Cell::text("50"))), (Some(50), None));
    }

    #[test]
    fn a_month_alone_begins_with_its_first_day() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(first_day(&Cell::text(text), dates()).unwrap().to_string(), expected, "{text}");
        }
        case("2025年3月", "2025-03-01");
        case("2026.3", "2026-03-01");
        case("3月份", "2026-03-01");
        case("3.15", "2026-03-15");
        case("2026-03-15", "2026-03-15");
        case("2026年3月15日", "2026-03-15");
    }
}
