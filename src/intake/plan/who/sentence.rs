//! Who leads and helps according to the sentence itself: 由甲局牵头，会同乙局，丙局配合.

use std::ops::Range;

use super::super::normal::Text;
use super::super::prose;
use super::super::roles::Role;
use super::{Gathered, Named, Who, names};
use crate::core::office::is_office;

/// What the office does that the work is given to, behind 由.
const GIVEN: [(&str, Role); 10] = [
    ("牵头", Role::Lead),
    ("主办", Role::Lead),
    ("部署", Role::Lead),
    ("负责", Role::Answering),
    ("承办", Role::Answering),
    ("组织", Role::Answering),
    ("实施", Role::Answering),
    ("办理", Role::Answering),
    ("具体", Role::Answering),
    ("落实", Role::Answering),
];

/// What the others do, once somebody leads.
const HELPING: [&str; 9] = ["配合", "参与", "参加", "协助", "协同", "协调", "指导", "落实", "负责"];

/// What the offices behind 会同 do together with the lead.
const TOGETHER: [&str; 12] =
    ["实施", "开展", "推进", "负责", "制定", "组织", "共同", "研究", "编制", "做好", "落实", "进行"];

/// No list of offices is longer than this, in letters.
const LONGEST: usize = 60;

/// Who leads according to the sentence itself; nobody where brackets say so better.
pub(in super::super) fn in_sentence(text: &Text) -> Who {
    let plain = text.plain();
    let mut gathered = Gathered::default();
    let mut given = false;
    let mut led = false;
    for clause in prose::clauses(plain) {
        let clause = prose::trim(plain, clause, &['。', ',', ';', ':']);
        let words = prose::part(plain, clause.clone());
        let at = |range: Range<usize>| clause.start + range.start..clause.start + range.end;
        if let Some((role, zone)) = given_to(words) {
            // Whoever leads is told before whoever answers.
            if let Some(names) = offices(text, at(zone)).filter(|_| role == Role::Lead || !led) {
                led |= role == Role::Lead;
                given = true;
                gathered.add(role, names);
            }
        } else if given {
            let helps = HELPING.iter().filter_map(|word| words.find(word)).filter(|at| *at > 0).min();
            if let Some(names) = helps.and_then(|end| offices(text, at(0..end))) {
                gathered.add(Role::Support, names);
            }
        }
        let (with, leads) = joined_by(words);
        // In the middle of a text 会同 says who does one of many things.
        let opens = words.starts_with('由') || clause.start < 3;
        if let Some(names) = leads.filter(|_| !given && opens).and_then(|zone| offices(text, at(zone))) {
            given = true;
            gathered.add(Role::Lead, names);
        }
        if let Some(names) = with.filter(|_| given).and_then(|zone| offices(text, at(zone))) {
            gathered.add(Role::Support, names);
        }
    }
    gathered.settle()
}

/// Whom the work is given to: 由甲局、乙局负责; 甲局牵头 without 由.
fn given_to(words: &str) -> Option<(Role, Range<usize>)> {
    if let Some((end, _)) = words.match_indices("牵头").next().filter(|(at, _)| *at > 0) {
        let from = words.get(..end)?.rfind('由').map_or(0, |at| at + '由'.len_utf8());
        return Some((Role::Lead, from..end));
    }
    words.match_indices('由').find_map(|(at, word)| {
        let from = at + word.len();
        let behind = words.get(from..)?;
        let near = behind.char_indices().nth(LONGEST + 4).map_or(behind.len(), |(at, _)| at);
        let behind = behind.get(..near)?;
        let (end, role) = GIVEN
            .iter()
            .filter_map(|(verb, role)| behind.find(verb).map(|end| (end, *role)))
            .min_by_key(|(end, _)| *end)?;
        let is_person = behind.get(end..).is_some_and(|rest| rest.starts_with("负责人"));
        (end > 0 && !is_person).then_some((role, from..from + end))
    })
}

/// 甲局会同乙局、丙局制定: those behind 会同 help, and the one in front of it leads.
fn joined_by(words: &str) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let Some(at) = words.find("会同") else { return (None, None) };
    let from = at + "会同".len();
    let behind = words.get(from..).unwrap_or_default();
    let end = TOGETHER.iter().filter_map(|verb| behind.find(verb)).min().unwrap_or(behind.len());
    let start = words.get(..at).and_then(|before| before.rfind('由')).map_or(0, |at| at + '由'.len_utf8());
    (Some(from..from + end), Some(start..at).filter(|range| !range.is_empty()))
}

/// The names in a stretch, if offices are all it holds.
fn offices(text: &Text, zone: Range<usize>) -> Option<Vec<Named>> {
    let words = prose::part(text.plain(), zone.clone());
    if words.is_empty() || prose::letters(words) > LONGEST {
        return None;
    }
    let names = names(text, zone);
    let all = !names.is_empty() && names.iter().all(|named| is_office(&named.name));
    all.then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_may_say_who_leads() {
        #[track_caller]
        fn case(text: &str, lead: Option<&str>, support: &[&str]) {
            let who = in_sentence(&Text::new(text));
            assert_eq!(
                (who.lead.as_deref(), who.support.iter().map(String::as_str).collect::<Vec<_>>()),
                (lead, support.to_vec()),
                "{text}"
            );
        }
        case("由县交通局牵头，组织修桥。", Some("县交通局"), &[]);
        case("县交通局牵头，县水利局配合，修好桥。", Some("县交通局"), &["县水利局"]);
        case("有关工作由办公室负责。", Some("办公室"), &[]);
        case("此项工作由工程科、财务科负责组织协调。", Some("工程科"), &["财务科"]);
        case("由县交通局牵头，会同县水利局、县财政局实施。", Some("县交通局"), &["县水利局", "县财政局"]);
        case("由工程科负责，财务科、办公室协助。", Some("工程科"), &["财务科", "办公室"]);
        case("由县委宣传部部署，各单位落实，县文明办负责协调。", Some("县委宣传部"), &["各单位", "县文明办"]);
        case("县交通局会同县水利局制定修桥办法。", Some("县交通局"), &["县水利局"]);
        case("由教务处组织，期末进行。", Some("教务处"), &[]);
        case("落实牵头单位责任。", None, &[]);
        case("由专人负责。", None, &[]);
        case("由工程科负责人签字。", None, &[]);
        case("自由组织活动，加强部门协调。", None, &[]);
    }
}
