//! A task's name (任务名称): a few words out of the plan's sentence.

use std::ops::Range;

use super::date_scan;
use super::normal::Text;
use super::prose;

/// Longer than this, a name is cut.
const LONGEST: usize = 25;

/// How a clause begins that only says how, why or for whom.
const CIRCUMSTANCES: &str = "依据 综合考虑 按照 根据 围绕 结合 针对 通过 依托 对于 对照 对标 \
    本着 充分 聚焦 立足 着眼 为了 为 在 以 利用 除 凡 \
    由 会同 联合 于 从 经 如 若 及时 着力 切实 参照 \
    紧扣 统筹 严格按 遵循 借助 面向";

/// How a clause ends that only says what the work goes by: 坚持…原则.
const PRINCIPLES: [&str; 10] =
    ["原则", "方针", "导向", "理念", "思想", "为主", "结合", "指导", "要求", "基调"];

const EDGES: [char; 12] = ['。', ';', ',', '、', ':', '!', ' ', '-', '\n', '.', '?', '"'];

/// The name of a task whose words are a stretch of a text. Brackets in `without` are left out.
pub(super) fn of(text: &Text, within: Range<usize>, without: &[Range<usize>]) -> String {
    let plain = text.plain();
    let Some(words) = plain.get(within.clone()) else { return String::new() };
    let first = prose::sentences(words).into_iter().next().unwrap_or(0..words.len());
    let mut range = within.start + first.start..within.start + first.end;
    if let Some(tail) = without.iter().find(|tail| tail.start >= range.start && tail.start < range.end) {
        if tail.start > range.start {
            range.end = tail.start;
        } else {
            range.start = tail.end.min(range.end);
        }
    }
    // 加强工程管理一是…: a heading that runs into its list names the whole.
    let listed = prose::part(plain, range.clone()).find("一是").filter(|at| {
        let before = prose::part(plain, range.start..range.start + at);
        prose::letters(before) >= 4 && !before.contains([',', ';'])
    });
    range.end = listed.map_or(range.end, |at| range.start + at);
    let range = without_lead(plain, without_ground(plain, prose::trim(plain, range, &EDGES)));
    let chosen = if prose::letters(prose::part(plain, range.clone())) <= LONGEST {
        range
    } else {
        shorter(plain, range)
    };
    let chosen = prose::trim(plain, chosen, &EDGES);
    let name = text.raw(chosen).trim();
    turned(name).unwrap_or_else(|| cut(name))
}

/// 将某某方案及其附表报送办公室 is too long and says last what is done: 报送某某方案.
fn turned(name: &str) -> Option<String> {
    let rest = name.strip_prefix('将').filter(|_| prose::letters(name) > LONGEST)?;
    let verbs = ["报送", "上报", "提交", "反馈"];
    let (at, verb) = verbs.iter().filter_map(|verb| Some((rest.find(verb)?, *verb))).min()?;
    let what = rest.get(..at).filter(|what| prose::letters(what) >= 4)?;
    Some(cut(&format!("{verb}{what}")))
}

/// Without what the work is done on the strength of: 在…的基础上，…
fn without_ground(plain: &str, range: Range<usize>) -> Range<usize> {
    let Some(words) = plain.get(range.clone()).filter(|words| words.starts_with('在')) else { return range };
    let ends = ["基础上,", "前提下,", "的同时,", "过程中,"];
    let behind = ends.iter().filter_map(|end| words.find(end).map(|at| at + end.len())).min();
    match behind.filter(|at| *at < 400) {
        Some(at) => prose::trim(plain, range.start + at..range.end, &EDGES),
        None => range,
    }
}

/// How much of what follows a date still says when: （周三）, 下午.
fn part_of_day(words: &str) -> usize {
    let mut rest = words.trim_start_matches(' ');
    let named = rest.strip_prefix('(').filter(|inner| inner.starts_with(['周', '星']));
    if let Some((_, behind)) = named.and_then(|inner| inner.split_once(')')) {
        rest = behind;
    }
    let parts = ["上午", "下午", "晚上", "全天", "当天"];
    rest = parts.iter().find_map(|part| rest.strip_prefix(part)).unwrap_or(rest);
    words.len() - rest.len()
}

/// Without the date or the list mark that a sentence begins with.
fn without_lead(plain: &str, range: Range<usize>) -> Range<usize> {
    let Some(words) = plain.get(range.clone()) else { return range };
    let near = words.char_indices().nth(24).map_or(words.len(), |(at, _)| at);
    let near = words.get(..near).unwrap_or_default();
    let dates = date_scan::find(near);
    // 各单位于6月底前报送名单: what is asked for follows the date.
    let date = dates.first().filter(|date| {
        let before = near.get(..date.range.start).unwrap_or_default();
        before.trim_start_matches(['到', '至', '于', '在', '自', '从', '将']).is_empty()
            || (date.manner == date_scan::Manner::By
                && !before.contains([',', ';', '。', '、', ':', '(', '《', '“']))
    });
    let mut start = date.map_or(0, |date| date.range.end);
    let led = date.is_some_and(|date| date.range.start > 0);
    start += if date.is_some() { part_of_day(words.get(start..).unwrap_or_default()) } else { 0 };
    let behind = words.get(start..).unwrap_or_default();
    // 11月9日为消防日 is said of the day.
    if led && (prose::letters(behind) < 6 || behind.starts_with('的')) || behind.starts_with(['为', '是'])
    {
        start = 0;
    }
    let rest = prose::trim(plain, range.start + start..range.end, &EDGES);
    if prose::letters(plain.get(rest.clone()).unwrap_or_default()) >= 4 { rest } else { range }
}

/// The first clause that says what is done.
fn shorter(plain: &str, range: Range<usize>) -> Range<usize> {
    let words = prose::part(plain, range.clone());
    let clauses: Vec<Range<usize>> = prose::clauses(words)
        .into_iter()
        .map(|clause| {
            without_lead(
                plain,
                prose::trim(plain, range.start + clause.start..range.start + clause.end, &EDGES),
            )
        })
        .collect();
    let circumstance = |clause: &Range<usize>| {
        let words = plain.get(clause.clone()).unwrap_or_default();
        if words.starts_with("坚持") {
            return PRINCIPLES.iter().any(|end| words.ends_with(end));
        }
        let follows = ["落实", "贯彻", "深入贯彻", "认真贯彻", "全面贯彻", "认真落实"]
            .iter()
            .any(|word| words.starts_with(word));
        if follows && ["精神", "要求", "部署"].iter().any(|end| words.ends_with(end)) {
            return true;
        }
        if ["基础上", "前提下", "同时", "过程中", "因素", "为单位", "为重点", "为主", "方面", "休息"]
            .iter()
            .any(|end| words.ends_with(end))
        {
            return true;
        }
        // 11月9日为消防日
        let is_day = words.starts_with(|c: char| c.is_ascii_digit()) && words.contains('为');
        (is_day && words.ends_with(['日', '周', '月']))
            || CIRCUMSTANCES.split_ascii_whitespace().any(|word| words.starts_with(word))
            || prose::letters(words) < 4
    };
    let says = clauses.iter().find(|clause| !circumstance(clause)).or(clauses.first());
    let says = says.cloned().unwrap_or(range);
    // 各有关单位要认真做好总结: what is asked for follows 要.
    let words = plain.get(says.clone()).unwrap_or_default();
    let asked = words.find('要').map(|at| at + '要'.len_utf8()).filter(|at| {
        *at <= 60
            && !words
                .get(*at..)
                .is_some_and(|rest| rest.starts_with(['求', '点', '素', '闻', '件', '道', '害']))
            && !words.get(..at - 3).is_some_and(|before| {
                before.ends_with(['主', '重', '需', '必', '纪', '紧', '首', '概', '摘', '只'])
            })
    });
    let says = match asked.filter(|_| prose::letters(words) > LONGEST) {
        Some(at) if prose::letters(words.get(at..).unwrap_or_default()) >= 6 => says.start + at..says.end,
        _ => says,
    };
    // 与某委员会办公室联合召开…: with whom comes before what.
    let words = plain.get(says.clone()).unwrap_or_default();
    let together = ["联合", "共同"].iter().filter_map(|word| words.find(word)).min();
    let says = match together.filter(|at| words.starts_with(['与', '和', '同']) && *at > 0) {
        Some(at) if prose::letters(words) > LONGEST => says.start + at..says.end,
        _ => says,
    };
    // 平台改造由项目组按照…: how and by whom may follow what without a comma.
    let words = plain.get(says.clone()).unwrap_or_default();
    let how = ["由", "按照", "根据", "基于", "结合", "通过", "依托"];
    let cut = how.iter().filter_map(|word| words.find(word)).min().filter(|at| {
        *at >= 12
            && !words
                .get(..*at)
                .is_some_and(|before| before.ends_with(['前', '后', '内', '要', '应', '可', '并']))
    });
    match cut.filter(|_| prose::letters(words) > LONGEST) {
        Some(at) => says.start..says.start + at,
        None => says,
    }
}

/// Cuts a name that is still too long, at a place where it reads on as well as it can.
pub(super) fn cut(name: &str) -> String {
    if prose::letters(name) <= LONGEST {
        return name.to_owned();
    }
    let end = name.char_indices().nth(LONGEST - 1).map_or(name.len(), |(at, _)| at);
    let head = name.get(..end).unwrap_or(name);
    let sign = head.char_indices().rfind(|(_, c)| matches!(c, '、' | '，' | '；' | '：'));
    let open = |head: &str| {
        head.matches('“').count() > head.matches('”').count()
            || head.matches(['（', '(']).count() > head.matches(['）', ')']).count()
    };
    if let Some((at, _)) = sign
        && let Some(short) = name.get(..at)
        && prose::letters(short) >= 8
        && !open(short)
    {
        return short.to_owned();
    }
    let head = if open(head) {
        let at = head.rfind(['“', '（', '(']).filter(|at| *at > 0);
        at.and_then(|at| head.get(..at)).filter(|short| prose::letters(short) >= 8).unwrap_or(head)
    } else {
        head
    };
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_says_what_is_done() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            let text = Text::new(text);
            assert_eq!(of(&text, 0..text.plain().len(), &[]), expected);
        }
        case("修好村口的桥。先备料，再动工。", "修好村口的桥");
        case("2026年9月底前，修好村口的桥。", "修好村口的桥");
        case("4月8日（周三）下午，修好村口的桥。", "修好村口的桥");
        case("修好村口的桥一是备料；二是开工。", "修好村口的桥");
        case(
            "各村于4月8日前将本村修桥铺路的任务清单和责任清单报送乡镇农业农村办公室。",
            "报送本村修桥铺路的任务清单和责任清单",
        );
        case("按照先易后难、先急后缓、先近后远的原则，把村口的桥修好，便利群众出行。", "把村口的桥修好");
        case(
            "修好村口的石桥、河边的木桥、山脚的铁桥以及县道上的水泥桥和乡道上的板桥",
            "修好村口的石桥、河边的木桥",
        );
        case(
            "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
            "一二三四五六七八九十一二三四五六七八九十一二三四…",
        );
    }
}
