//! The plan's title (标题): the last line before the first section that reads like one.

use std::ops::Range;

use super::lines::{Part, is_noise, is_signing_day};
use super::phrases::is_aside_only;
use super::prose;
use super::section_kind;

/// How titles of plans end.
const KINDS: [&str; 37] = [
    "方案",
    "通知",
    "意见",
    "要点",
    "计划",
    "办法",
    "规划",
    "细则",
    "分解表",
    "任务表",
    "分工表",
    "清单",
    "安排",
    "措施",
    "规定",
    "分工",
    "任务分解",
    "通告",
    "决定",
    "责任书",
    "台账",
    "一览表",
    "一览",
    "责任分解",
    "分解",
    "制度",
    "行动",
    "纲要",
    "工作要求",
    "责任清单",
    "指标",
    "行事历",
    "日程",
    "日程表",
    "进度表",
    "安排表",
    "计划表",
];

/// A title, and the parts it stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Headline {
    pub(super) title: Option<String>,
    pub(super) parts: Vec<usize>,
}

/// Looks for the title among the parts before the first section. `named` is what the file itself says.
pub(super) fn find(parts: &[Part], front: &[usize], named: Option<&str>) -> Headline {
    let mut best = Headline::default();
    let mut run: Vec<usize> = Vec::new();
    for at in front.iter().copied() {
        let Some(Part::Words(line)) = parts.get(at) else { continue };
        let plain = line.text.plain().trim();
        if line.heading.is_some_and(|rank| rank <= 1) && may_be_title(plain) {
            best = joined(parts, &[at]);
            run.clear();
        } else if run.is_empty() && best.parts.last().is_some_and(|last| last + 1 == at) && qualifies(plain) {
            let mut title = std::mem::take(&mut best.parts);
            title.push(at);
            best = joined(parts, &title);
        } else if !may_be_title(plain) {
            run.clear();
        } else {
            run.push(at);
            // 国务院办公厅关于 / 开展某事的通知: a title on two lines or three.
            let start = run.len().saturating_sub(3);
            if ends_like_title(plain) {
                let from = (start..run.len()).find(|from| opens(parts, run[*from])).unwrap_or(run.len() - 1);
                best = joined(parts, run.get(from..).unwrap_or_default());
                run.clear();
            }
        }
    }
    if best.title.is_some() {
        return best;
    }
    // 关于印发《某方案》的通知, somewhere in a text without line breaks.
    let quoted = front.iter().find_map(|at| match parts.get(*at) {
        Some(Part::Words(line)) => issued(line.text.plain()).map(|range| line.text.raw(range).to_owned()),
        _ => None,
    });
    let named = named.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    Headline { title: named.or(quoted), parts: Vec::new() }
}

fn joined(parts: &[Part], at: &[usize]) -> Headline {
    let title: String = at
        .iter()
        .filter_map(|at| match parts.get(*at) {
            Some(Part::Words(line)) => {
                Some(line.text.raw(0..without_copy(line.text.plain().trim_end())).trim())
            }
            _ => None,
        })
        .collect();
    Headline { title: Some(title), parts: at.to_vec() }
}

/// （2026—2028年）, （征求意见稿）: a line that goes on with the title above it.
fn qualifies(plain: &str) -> bool {
    let says = ["年", "稿", "试行", "草案", "暂行", "修订"];
    is_aside_only(plain) && prose::letters(plain) <= 40 && says.iter().any(|word| plain.contains(word))
}

fn may_be_title(plain: &str) -> bool {
    let count = prose::letters(plain);
    (4..=120).contains(&count)
        && !plain.ends_with(['。', ';', ':', ',', '!'])
        && !plain.contains('。')
        && !is_noise(plain)
        && !is_signing_day(plain)
        && !section_kind::is_bare_heading(plain)
        && !plain.starts_with("附件")
        && !plain.ends_with('号')
}

/// Where a title ends that a collection of samples has numbered: 某方案篇1, 某方案（一）.
fn without_copy(plain: &str) -> usize {
    let digits = |c: char| c.is_ascii_digit() || super::numeral::is_chinese(c);
    let numbered = plain.trim_end_matches(digits);
    let bare = numbered.strip_suffix('篇').filter(|_| numbered.len() < plain.len()).map(str::trim_end);
    bare.filter(|bare| KINDS.iter().any(|kind| bare.ends_with(kind))).map_or(plain.len(), str::len)
}

/// Where the words begin behind 附件1, which a text without line breaks runs into the title: 附件12026年….
fn annex_mark(plain: &str) -> usize {
    let blank = plain.len() - plain.trim_start_matches(' ').len();
    let Some(rest) = plain.get(blank..).and_then(|words| words.strip_prefix("附件")) else { return 0 };
    let number = rest.trim_start_matches(' ');
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let year = if number.get(digits..).is_some_and(|behind| behind.starts_with('年')) { 4 } else { 0 };
    let own = digits.saturating_sub(year);
    let behind = number.get(own..).unwrap_or_default().trim_start_matches([' ', ':']);
    plain.len() - behind.len()
}

fn ends_like_title(plain: &str) -> bool {
    let plain = plain.get(..without_copy(plain)).unwrap_or_default();
    let bare = match plain.rfind('(') {
        Some(open) if plain.ends_with(')') && open > 0 => plain.get(..open).unwrap_or_default().trim_end(),
        _ => plain,
    };
    let bare = bare.trim_end_matches(['》', '”', '"', ' ']);
    KINDS.iter().any(|kind| bare.ends_with(kind))
}

/// Whether a line opens a title that goes on: it does not end like one, and speaks of 关于 or names an office or a year.
fn opens(parts: &[Part], at: usize) -> bool {
    let Some(Part::Words(line)) = parts.get(at) else { return false };
    let plain = line.text.plain().trim();
    !ends_like_title(plain)
        && (plain.contains("关于") || plain.contains('《') || prose::letters(plain) <= 30)
        && !plain.contains(' ')
}

/// The title within a long paragraph: 《…方案》 that is issued, what the text begins with, or 关于…的通知.
fn issued(plain: &str) -> Option<Range<usize>> {
    let near = plain.char_indices().nth(600).map_or(plain.len(), |(at, _)| at);
    let plain = plain.get(..near)?;
    quoted(plain).or_else(|| begun(plain)).or_else(|| about(plain))
}

fn quoted(plain: &str) -> Option<Range<usize>> {
    ["印发《", "制定《", "制定了《"].iter().find_map(|word| {
        let start = plain.find(word)? + word.len();
        let end = start + plain.get(start..)?.find('》')?;
        let title = plain.get(start..end)?;
        (ends_like_title(title) && prose::letters(title) <= 80).then_some(start..end)
    })
}

/// 某县修桥方案为修好桥…: up to the kind of plan, where the preamble begins right behind it.
fn begun(plain: &str) -> Option<Range<usize>> {
    let near = plain.char_indices().nth(90).map_or(plain.len(), |(at, _)| at);
    let ends = KINDS.iter().flat_map(|kind| plain.match_indices(kind)).filter_map(|(at, kind)| {
        let mut end = at + kind.len();
        while plain.get(end..)?.starts_with('(') {
            end = prose::bracket(plain, end)?;
        }
        let rest = plain.get(end..)?;
        let begins = ["为", "根据", "按照", "因", "依据", "一、"].iter().any(|word| rest.starts_with(word));
        (end <= near && begins).then_some(end)
    });
    let end = ends.min()?;
    let start = annex_mark(plain);
    let title = plain.get(start..end)?;
    (!title.contains(['。', ',', ';', ':', '号']) && prose::letters(title) >= 6).then_some(start..end)
}

/// 关于印发修桥工作安排的通知 is about 修桥工作安排; 关于开展修桥的通知 is its own title.
fn about(plain: &str) -> Option<Range<usize>> {
    // What stands between 《》 is another document, which the plan goes by.
    let is_own = |at: &usize| {
        plain.get(..*at).is_some_and(|before| before.matches('《').count() == before.matches('》').count())
    };
    let start = plain.match_indices("关于").map(|(at, _)| at).find(is_own)?;
    let kinds = ["的通知", "的意见", "的函", "的纪要", "的报告", "的通报", "的批复"];
    let (end, kind) =
        kinds.iter().filter_map(|kind| Some((start + plain.get(start..)?.find(kind)?, kind))).min()?;
    let issued = "关于印发";
    let words = plain.get(start..end)?;
    if prose::letters(words) > 80 || words.contains('。') {
        return None;
    }
    match words.strip_prefix(issued) {
        Some(title) if ends_like_title(title) => Some(start + issued.len()..end),
        _ => Some(start..end + kind.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Line;
    use super::super::normal::Text;
    use super::*;

    #[track_caller]
    fn case(lines: &[&str], expected: Option<&str>) {
        let parts: Vec<Part> = lines
            .iter()
            .enumerate()
            .map(|(at, text)| Part::Words(Line { number: at + 1, text: Text::new(text), heading: None }))
            .collect();
        let front: Vec<usize> = (0..parts.len()).collect();
        assert_eq!(find(&parts, &front, None).title.as_deref(), expected);
    }

    #[test]
    fn the_plans_own_title_is_the_last_before_its_sections() {
        case(&["某县修桥实施方案", "为修好桥，制定本方案。"], Some("某县修桥实施方案"));
        case(&["某县政府关于", "开展修桥工作的通知", "各乡镇："], Some("某县政府关于开展修桥工作的通知"));
        case(
            &[
                "某县关于印发修桥方案的通知",
                "某政〔2026〕3号",
                "各乡镇：",
                "请照办。",
                "2026年1月3日",
                "修桥方案（试行）",
            ],
            Some("修桥方案（试行）"),
        );
        case(&["某县文件关于印发《某县修桥方案》的通知各乡镇：现印发你们。"], Some("某县修桥方案"));
        case(&["为修好桥，制定本方案。"], None);
        case(
            &["附件12026年修桥行动工作方案为修好桥，特制定本方案。一、总体要求"],
            Some("2026年修桥行动工作方案"),
        );
        case(&["开展修桥活动方案篇3", "各乡镇："], Some("开展修桥活动方案"));
        case(&["2026学年第一学期修桥行事历"], Some("2026学年第一学期修桥行事历"));
        case(
            &["某县修桥行动计划", "（2026—2028年）", "（征求意见稿）"],
            Some("某县修桥行动计划（2026—2028年）（征求意见稿）"),
        );
        case(&["为落实《上级关于加强修桥工作的意见》（某发〔2025〕1号），结合实际制定本方案。"], None);
        case(&["为落实《上级关于修桥的意见》，现就关于开展修桥的通知如下。"], Some("关于开展修桥的通知"));
    }
}
