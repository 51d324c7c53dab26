//! What a cell looks like (单元格像什么): a number, a time, an office, a person, or words.

use super::super::date_scan;
use super::super::normal::Text;
use super::super::numbering::{self, Style};
use super::super::prose;
use crate::core::office::is_office;
use crate::core::office_list::mentions;

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Look {
    Empty,
    /// 1, 一、, （二）
    Serial,
    /// 第3周
    Week,
    /// 9月底前, 寒假
    Time,
    /// 教务处、总务处
    Office,
    /// 张三、李四
    Person,
    Words,
}

/// What a cell looks like.
pub(in super::super) fn look(cell: &str) -> Look {
    let text = Text::new(cell.trim());
    let plain = text.plain();
    if !plain.chars().any(char::is_alphanumeric) {
        return Look::Empty;
    }
    if prose::letters(plain) > 60 {
        return Look::Words;
    }
    let joined: String = plain.chars().filter(|c| *c != '\n' && *c != ' ').collect();
    if is_serial(&joined) {
        Look::Serial
    } else if is_week(&joined) {
        Look::Week
    } else if is_time(&joined) {
        Look::Time
    } else if are_offices(plain) {
        Look::Office
    } else if are_people(plain) {
        Look::Person
    } else {
        Look::Words
    }
}

fn is_serial(words: &str) -> bool {
    let bare = words.trim_end_matches(['.', '、', ')']);
    let digits = |words: &str| {
        let count = prose::letters(words);
        (1..=4).contains(&count)
            && words.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
            && words.starts_with(|c: char| c.is_ascii_digit())
    };
    digits(bare)
        || super::super::numeral::chinese(bare).is_some_and(|(_, len)| len == bare.len())
        || numbering::read(words).is_some_and(|mark| mark.len == words.len() && mark.style != Style::Annex)
}

/// 第3周, 17周, 第十二周次.
fn is_week(words: &str) -> bool {
    let words = words.split('(').next().unwrap_or_default();
    let Some(bare) = ["周次", "周"].iter().find_map(|word| words.strip_suffix(word)) else { return false };
    let bare = bare.trim_start_matches('第');
    let number = |words: &str| super::super::numeral::read(words).is_some_and(|(_, len)| len == words.len());
    match bare.split_once(['-', '~', '至']) {
        Some((first, last)) => number(first) && number(last),
        None => number(bare),
    }
}

/// Stretches of the year that schools and offices name.
const SEASONS: &str = "寒假 暑假 学期 开学 期初 期中 期末 全年 全学期 全学年 节假日 假期 元旦 春节 国庆 五一 清明 端午 中秋 \
    上旬 中旬 下旬 月初 月底 月末 年初 年中 年底 年末 每天 每日 每周 每月 每季 每年 长期 常年 持续 平时 随时 不定期 即日起";

fn is_time(words: &str) -> bool {
    let letters = prose::letters(words);
    if letters <= 10
        && SEASONS.split_ascii_whitespace().any(|season| words.starts_with(season))
        && ["前", "后", "中", "间", "期", "起", "末", "初", "底", "旬", "度", "内", "", "推进", "坚持"]
            .iter()
            .any(|end| SEASONS.split_ascii_whitespace().any(|season| rest_is(words, season, end)))
    {
        return true;
    }
    if letters > 40 {
        return false;
    }
    let dates = date_scan::find(words);
    let Some(last) = dates.last() else { return false };
    let lead = dates.first().map_or(0, |date| date.range.start);
    let said: usize = dates.iter().map(|date| prose::letters(prose::part(words, date.range.clone()))).sum();
    let behind = prose::part(words, last.range.end..words.len());
    let hour =
        behind.starts_with(['(', '上', '下', '晚', '中', '周', '星', '全']) && prose::letters(behind) <= 12;
    lead <= 6 && (said + 4 >= letters || hour)
}

fn rest_is(words: &str, season: &str, end: &str) -> bool {
    words.strip_prefix(season).is_some_and(|rest| {
        rest == end || prose::letters(rest) <= 4 && !end.is_empty() && rest.ends_with(end)
    })
}

/// Gatherings end like committees.
const GATHERINGS: &str = "大会 例会 会议 班会 座谈会 晚会 动员会 培训会 家长会 运动会 分析会 总结会 交流会 推进会 年会 \
    生活会 发布会 研讨会 报告会 表彰会 部署会 恳谈会 咨询会 组织生活会 调度会 研判会 审计局会";

/// Words that begin what is done and no office's name.
const VERBS: &str = "召开 举行 举办 开展 组织 参加 完成 做好 加强 落实 推进 建立 制定 检查 走访 慰问 整治 改造 修缮 上报 报送 \
    迎接 布置 排查 上交 下发 印发";

fn are_offices(plain: &str) -> bool {
    let all = mentions(plain);
    let is_one = |words: &str| {
        let words = words.trim();
        let known = ["全体", "各班", "年段", "年级", "班主任", "各科", "党支部", "团委", "团支部"];
        let is_gathering = GATHERINGS.split_ascii_whitespace().any(|end| words.ends_with(end));
        let acts = VERBS.split_ascii_whitespace().any(|verb| words.contains(verb));
        let named = is_office(words) && prose::letters(words) <= 20
            || known.iter().any(|name| words.starts_with(name) && prose::letters(words) <= 6)
            || ["办", "处", "委", "组", "室"].iter().any(|end| words.ends_with(end))
                && prose::letters(words) <= 6;
        named && !is_gathering && !acts && prose::letters(words) >= 2
    };
    !all.is_empty() && all.iter().all(|mention| is_one(prose::part(plain, mention.range.clone())))
}

/// The commonest family names.
const FAMILIES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤葛";

fn are_people(plain: &str) -> bool {
    let names: Vec<&str> = plain
        .split(['、', ',', ';', '\n', '/', ' '])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    !names.is_empty()
        && names.iter().all(|name| {
            let letters = prose::letters(name);
            (2..=4).contains(&letters)
                && name.chars().next().is_some_and(|first| FAMILIES.contains(first))
                && (letters <= 3 || name.ends_with(['某', '等']))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_look_like_what_they_hold() {
        #[track_caller]
        fn case(look_: Look, cells: &[&str]) {
            for cell in cells {
                assert_eq!(look(cell), look_, "{cell}");
            }
        }
        case(Look::Empty, &["", " ", "—"]);
        case(Look::Serial, &["1", "12.", "一", "（二）", "1-2"]);
        case(Look::Week, &["第3周", "17周", "第十二周", "1-2周"]);
        case(
            Look::Time,
            &[
                "9月底前",
                "12月27日-31日",
                "一\n月",
                "寒假",
                "学期结束前",
                "2026年3月",
                "8月下旬",
                "每月底前",
                "全年",
            ],
        );
        case(Look::Office, &["教学处", "党政办", "甲局、乙局", "教学处\n德育处", "各班", "团委"]);
        case(Look::Person, &["张三", "李某某、王五"]);
        case(
            Look::Words,
            &[
                "召开教工大会",
                "考核结果上报市教育局、人社局",
                "期末工作大会",
                "修好村口的桥",
                "高一高二期末考",
            ],
        );
    }
}
