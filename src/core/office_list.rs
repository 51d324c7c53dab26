//! Several units in one text (责任单位), as offices write them into a cell.

use std::ops::Range;

use super::office::{is_office, is_whole};

/// Units, and which of them lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units {
    /// The units marked 牵头.
    pub leads: Vec<String>,
    /// Those without a mark, in their order.
    pub plain: Vec<String>,
    /// Those marked 配合 or 参与.
    pub helping: Vec<String>,
}

impl Units {
    /// The lead: the one marked so, else the first; and the others, who help.
    pub fn split(self) -> (Option<String>, Vec<String>) {
        let mut all = self.leads.into_iter().chain(self.plain).chain(self.helping);
        (all.next(), all.collect())
    }

    /// All of them, in no role.
    pub fn all(self) -> Vec<String> {
        self.leads.into_iter().chain(self.plain).chain(self.helping).collect()
    }
}

/// What a text says of a unit's part in the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// 牵头
    Leads,
    /// 配合
    Helps,
}

/// One unit in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where its name stands, in bytes, without 等 and without what marks its part.
    pub range: Range<usize>,
    /// Its part, where it is marked with one: 甲局（牵头）.
    pub role: Option<Role>,
}

/// Reads units: `省应急厅牵头，省公安厅配合`, `牵头单位：甲；配合单位：乙、丙`, `市交通委（市道运局）、各县（市、区）政府`.
pub fn units(text: &str) -> Units {
    let mut units = Units::default();
    let mut said = None;
    let mut seen: Vec<&str> = Vec::new();
    for part in parts(text) {
        let mut range = part;
        // A label holds until the next one.
        let words = text.get(range.clone()).unwrap_or_default();
        if let Some((label, rest)) = words.split_once(['：', ':'])
            && label.chars().count() <= 8
        {
            said = role_of(label);
            range.start = range.end - rest.len();
        }
        let Some(mention) = mention(text, range) else { continue };
        let name = text.get(mention.range).unwrap_or_default();
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let place = match mention.role.or(said) {
            Some(Role::Leads) => &mut units.leads,
            None => &mut units.plain,
            Some(Role::Helps) => &mut units.helping,
        };
        place.push(name.to_owned());
    }
    units
}

/// The units of a text without labels, in their order, where they stand.
pub fn mentions(text: &str) -> Vec<Mention> {
    parts(text).into_iter().filter_map(|part| mention(text, part)).collect()
}

/// The text at its separators. Brackets do not split; 和 does where an office stands on either side.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in outside(text, 0..text.len()) {
        if matches!(c, '、' | '，' | ',' | '；' | ';' | '\n' | '。' | '/') {
            push_joined(text, start..at, &mut parts);
            start = at + c.len_utf8();
        }
    }
    push_joined(text, start..text.len(), &mut parts);
    parts
}

/// Adds what stands between two separators: one name, or several that are joined.
fn push_joined(text: &str, part: Range<usize>, parts: &mut Vec<Range<usize>>) {
    const JOINTS: [&str; 7] = ["以及", "会同", "和", "及", "与", " ", "　"];
    // 社会和谐, 及时, 与会 are words.
    const WORDS: [&str; 4] = ["和谐", "和平", "及时", "与会"];
    let mut start = part.start;
    for (at, _) in outside(text, part.clone()) {
        let here = text.get(at..part.end).unwrap_or_default();
        let Some(joint) = JOINTS.iter().find(|joint| here.starts_with(**joint)) else { continue };
        if at < start || WORDS.iter().any(|word| here.starts_with(word)) {
            continue;
        }
        let end = at + joint.len();
        let name = |range| mention(text, range).and_then(|mention| text.get(mention.range));
        if name(start..at).is_some_and(is_whole) && name(end..part.end).is_some_and(is_office) {
            parts.push(start..at);
            start = end;
        }
    }
    parts.push(start..part.end);
}

/// The letters outside brackets. A bracket that does not close within a few hundred letters is none.
fn outside(text: &str, within: Range<usize>) -> impl Iterator<Item = (usize, char)> {
    let mut skip_until = within.start;
    text.get(within.clone()).unwrap_or_default().char_indices().filter_map(move |(offset, c)| {
        let at = within.start + offset;
        if at < skip_until {
            return None;
        }
        if matches!(c, '（' | '(' | '〔' | '[' | '【') {
            skip_until = closed(text, at, within.end).unwrap_or(at);
            return None;
        }
        Some((at, c))
    })
}

/// Where the bracket that opens here closes.
fn closed(text: &str, at: usize, until: usize) -> Option<usize> {
    let mut depth = 0_u32;
    for (offset, c) in text.get(at..until)?.char_indices().take(300) {
        match c {
            '（' | '(' | '〔' | '[' | '【' => depth += 1,
            '）' | ')' | '〕' | ']' | '】' => depth = depth.saturating_sub(1),
            '\n' => return None,
            _ => {}
        }
        // Nobody writes brackets that deep: they do not close.
        match depth {
            0 => return Some(at + offset + c.len_utf8()),
            1..=8 => {}
            _ => return None,
        }
    }
    None
}

fn role_of(word: &str) -> Option<Role> {
    let has = |words: &[&str]| words.iter().any(|known| word.contains(known));
    if has(&["牵头", "主办", "主责"]) {
        Some(Role::Leads)
    } else if has(&["配合", "协办", "参与", "协同", "协助"]) {
        Some(Role::Helps)
    } else {
        None
    }
}

/// A name without what surrounds it (由, 等部门) and without what is said of its part in the work; nothing where no name is
/// left: 协办 alone is no unit, nor is 等.
fn mention(text: &str, part: Range<usize>) -> Option<Mention> {
    const EDGES: &str = "。；;，,、：:\"-";
    const LEADS: [&str; 3] = ["牵头负责", "牵头", "主办"];
    const HELPS: [&str; 4] = ["配合", "参与", "协办", "协助"];
    const REST: [&str; 15] = [
        "按照职责分工负责",
        "按职责分工负责",
        "按照职责分工",
        "按职责分工",
        "按照职责",
        "按职责",
        "分工负责",
        "等部门",
        "等单位",
        "等科室",
        "等",
        "负责",
        "分别",
        "共同",
        "具体",
    ];
    const HEADS: [&str; 4] = ["由", "以及", "会同", "并"];
    let mut range = part;
    let mut role = None;
    loop {
        let words = text.get(range.clone())?;
        let is_edge = |c: char| c.is_whitespace() || EDGES.contains(c);
        range.start += numbered(words);
        let words = text.get(range.clone())?;
        range.start += words.len() - words.trim_start_matches(is_edge).len();
        let name = words.trim_matches(is_edge);
        range.end = range.start + name.len();
        let bracket = name.strip_suffix(['）', ')']).and_then(|name| name.rfind(['（', '(']));
        let marked = bracket.and_then(|open| {
            let mark = name.get(open..)?.trim_matches(['（', '(', '）', ')']);
            let known = mark.strip_suffix("单位").unwrap_or(mark);
            (LEADS.contains(&known) || HELPS.contains(&known)).then_some((open, role_of(known)))
        });
        if let Some((end, said)) = marked {
            range.end = range.start + end;
            role = role.or(said);
        } else if let Some(end) = bracket.filter(|open| name.get(*open..).is_some_and(is_rule)) {
            range.end = range.start + end;
        } else if let Some(mark) = LEADS.iter().chain(&HELPS).find(|mark| name.ends_with(**mark)) {
            range.end -= mark.len();
            role = role.or(role_of(mark));
        } else if let Some(end) = open_end(name) {
            range.end = range.start + end;
        } else if let Some(rest) = REST.iter().find(|rest| name.ends_with(**rest)) {
            range.end -= rest.len();
        } else if let Some(head) =
            HEADS.iter().find(|head| name.starts_with(**head) && name.len() > head.len() + 3)
        {
            range.start += head.len();
        } else {
            return (!name.is_empty()).then_some(Mention { range, role });
        }
    }
}

/// How long the number before a name is: 1.综合科, （2）人事科.
fn numbered(words: &str) -> usize {
    let inside = words.trim_start_matches(['（', '(']);
    let behind = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inside.len() - behind.len();
    let sign = behind.chars().next().filter(|c| ".、．)）".contains(*c));
    match sign {
        Some(sign) if (1..=2).contains(&digits) => words.len() - behind.len() + sign.len_utf8(),
        _ => 0,
    }
}

/// Whether a remark tells how the list is to be read: （列第一位的为牵头单位，下同）.
fn is_rule(remark: &str) -> bool {
    ["下同", "为牵头", "牵头单位", "排名", "排序"].iter().any(|word| remark.contains(word))
}

/// Where 等有关部门 and the like begin. 高等院校 is a name.
fn open_end(name: &str) -> Option<usize> {
    let (before, behind) = name.rsplit_once('等')?;
    let ends = ["部门", "单位", "委办局"].iter().any(|end| behind.ends_with(end));
    let is_open = ends && behind.chars().count() <= 7 && !before.ends_with(['高', '中', '初', '同', '平']);
    (is_open && !before.is_empty()).then_some(before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_split_where_offices_mean_it() {
        #[track_caller]
        fn case(text: &str, lead: &str, support: &[&str]) {
            let (first, rest) = units(text).split();
            assert_eq!(
                (first.unwrap_or_default().as_str(), rest),
                (lead, support.iter().map(|s| (*s).to_owned()).collect())
            );
        }
        case("综合科", "综合科", &[]);
        case("综合科、机关党委，工会", "综合科", &["机关党委", "工会"]);
        case("省公安厅、省应急厅（牵头）", "省应急厅", &["省公安厅"]);
        case("省应急厅牵头，省公安厅、省财政厅等部门分工负责", "省应急厅", &["省公安厅", "省财政厅"]);
        case("牵头单位：省商务厅\n配合单位：合肥海关、省财政厅", "省商务厅", &["合肥海关", "省财政厅"]);
        case("市交通委（市道运局）、各县（市、区）政府", "市交通委（市道运局）", &["各县（市、区）政府"]);
        case("市人力资源和社会保障局和市财政局", "市人力资源和社会保障局", &["市财政局"]);
        case("综合科 机关党委", "综合科", &["机关党委"]);
        case("综合科、综合科", "综合科", &[]);
        case("社会和谐办", "社会和谐办", &[]);
        case("市社会和谐办", "市社会和谐办", &[]);
        case("县农业农村和水利局", "县农业农村和水利局", &[]);
        case("县妇联和县教育局", "县妇联", &["县教育局"]);
        case("县委和县政府", "县委", &["县政府"]);
        case("县财政局会同县审计局", "县财政局", &["县审计局"]);
        case("市文化和旅游局和市教育局以及市财政局", "市文化和旅游局", &["市教育局", "市财政局"]);
        case("文化和旅游局与教育局等部门", "文化和旅游局", &["教育局"]);
        case("甲局、乙局和各县（市、区）政府", "甲局", &["乙局", "各县（市、区）政府"]);
        case("甲局、乙局等，各县（市、区）政府（管委会）", "甲局", &["乙局", "各县（市、区）政府（管委会）"]);
        case("甲局等有关部门", "甲局", &[]);
        case("高等院校主管部门", "高等院校主管部门", &[]);
        case("县水利局配合，县交通局牵头", "县交通局", &["县水利局"]);
        case("由县交通局、县水利局按职责分工负责", "县交通局", &["县水利局"]);
        case("甲局(牵头)和乙局", "甲局", &["乙局"]);
        case("甲局（乙局、丙局", "甲局（乙局", &["丙局"]);
        case("1.综合科\n2.人事科", "综合科", &["人事科"]);
        case("（1）综合科；（2）人事科", "综合科", &["人事科"]);
        case("综合科、人事科（列第一位的为牵头单位，下同）", "综合科", &["人事科"]);
        case("", "", &[]);
    }
}
