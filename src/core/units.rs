//! Several units or people in one text (责任单位、责任人), as offices write them into a cell.

use super::writing::split_names;

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

/// How the names of units end: where one stands before 和 or a blank, another unit begins behind it.
const ENDS: [char; 16] =
    ['局', '委', '办', '科', '室', '部', '处', '会', '院', '校', '厅', '队', '站', '所', '府', '司'];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Leads,
    Plain,
    Helps,
}

/// Reads units: `省应急厅牵头，省公安厅配合`, `牵头单位：甲；配合单位：乙、丙`, `市交通委（市道运局）、各县（市、区）政府`.
/// Brackets do not split.
pub fn units(text: &str) -> Units {
    let mut units = Units::default();
    let mut said = Role::Plain;
    let mut seen: Vec<String> = Vec::new();
    for part in parts(text) {
        let mut part = part.as_str();
        // A label holds until the next one.
        if let Some((label, rest)) = part.split_once(['：', ':'])
            && label.chars().count() <= 8
        {
            said = role_of(label).unwrap_or(Role::Plain);
            part = rest;
        }
        let (name, own) = unmarked(part.trim());
        let role = own.unwrap_or(said);
        if name.is_empty() || seen.contains(&name) {
            continue;
        }
        seen.push(name.clone());
        match role {
            Role::Leads => units.leads.push(name),
            Role::Plain => units.plain.push(name),
            Role::Helps => units.helping.push(name),
        }
    }
    units
}

/// People in one text, with one sign between them: `李强 赵蕾`, a name a line. A name spaced out (李 强) is closed up.
pub fn people(text: &str) -> String {
    let text = text.trim();
    if !text.contains(char::is_whitespace) {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect();
    let is_han = |word: &str| word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·');
    let length = |word: &str| word.chars().count();
    if words.len() == 2 && words.iter().all(|word| is_han(word) && length(word) == 1) {
        return words.concat();
    }
    if words.iter().all(|word| is_han(word) && (2..=4).contains(&length(word))) {
        return words.join("、");
    }
    if text.contains('\n') {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let names: Vec<String> = lines.flat_map(split_names).collect();
        return names.join("、");
    }
    text.to_owned()
}

/// The text at its separators, outside of brackets.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_u32;
    let chars: Vec<char> = text.trim().chars().collect();
    for (at, c) in chars.iter().enumerate() {
        match c {
            '（' | '(' | '〔' | '[' | '【' => depth += 1,
            '）' | ')' | '〕' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let between = |before: Option<&char>| before.is_some_and(|before| ENDS.contains(before));
        let splits = match c {
            '、' | '，' | ',' | '；' | ';' | '\n' | '。' | '/' => true,
            '和' | '及' | '与' | ' ' | '　' => {
                between(at.checked_sub(1).and_then(|before| chars.get(before)))
            }
            _ => false,
        };
        match parts.last_mut() {
            Some(_) if splits && depth == 0 => parts.push(String::new()),
            Some(last) => last.push(*c),
            None => {}
        }
    }
    parts
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

/// A name without what is said of its part in the work.
fn unmarked(part: &str) -> (String, Option<Role>) {
    const LEADS: [&str; 8] =
        ["（牵头单位）", "（牵头）", "(牵头)", "（主办）", "(主办)", "牵头负责", "牵头", "主办"];
    const HELPS: [&str; 9] =
        ["（配合单位）", "（配合）", "(配合)", "（协办）", "(协办)", "配合", "参与", "协办", "协助"];
    const REST: [&str; 8] =
        ["按职责分工负责", "等按职责分工负责", "分工负责", "等部门", "等单位", "等科室", "等", "负责"];
    let mut name = part;
    let mut role = None;
    loop {
        let before = name;
        for (marks, meant) in
            [(&LEADS[..], Some(Role::Leads)), (&HELPS[..], Some(Role::Helps)), (&REST[..], None)]
        {
            for mark in marks {
                // What is left has to be a name: 协办 alone is no unit, nor is 等.
                if let Some(rest) = name.strip_suffix(mark).map(str::trim) {
                    name = rest;
                    role = role.or(meant);
                }
            }
        }
        if name == before {
            return (name.to_owned(), role);
        }
    }
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
        case("", "", &[]);
    }

    #[test]
    fn people_stand_beside_each_other_in_many_ways() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(people(text), expected);
        }
        case("李强、赵蕾", "李强、赵蕾");
        case("李强\n赵蕾", "李强、赵蕾");
        case("李强  赵蕾 欧阳小明", "李强、赵蕾、欧阳小明");
        case("李 强", "李强");
        case("李强 13800000000", "李强 13800000000");
        case("李强（组长）\n赵蕾，孙萍", "李强（组长）、赵蕾、孙萍");
    }
}
