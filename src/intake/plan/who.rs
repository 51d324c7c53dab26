//! Who (责任单位): the offices that lead, answer and help, in brackets, behind labels, or in the sentence itself.

use std::ops::Range;

use super::normal::Text;
use super::prose;
use super::roles::{DOINGS, LABELS, Role, is_office};

/// Who answers for a task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Who {
    /// 牵头单位
    pub(super) lead: Option<String>,
    /// 配合单位
    pub(super) support: Vec<String>,
    /// 责任领导
    pub(super) leader: Option<String>,
    /// 责任人
    pub(super) owner: Option<String>,
}

impl Who {
    /// Whether nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes from another whatever is missing here.
    pub(super) fn or(mut self, other: &Self) -> Self {
        if self.lead.is_none() && self.support.is_empty() {
            self.lead.clone_from(&other.lead);
            self.support.clone_from(&other.support);
        }
        self.leader = self.leader.or_else(|| other.leader.clone());
        self.owner = self.owner.or_else(|| other.owner.clone());
        self
    }
}

/// A stretch that says who and when: a bracket, or the labels at the end of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tail {
    /// Where it stands, brackets included.
    pub(super) range: Range<usize>,
    pub(super) who: Who,
    /// Where it says when.
    pub(super) times: Vec<Range<usize>>,
    /// 考核分值, as written.
    pub(super) score: Option<Range<usize>>,
    /// 完成标准
    pub(super) standard: Option<Range<usize>>,
    /// 下同: it holds for the items that follow.
    pub(super) holds_on: bool,
}

/// Every tail of a text, in order.
pub(super) fn tails(text: &Text) -> Vec<Tail> {
    let plain = text.plain();
    let mut tails = Vec::new();
    let brackets = prose::brackets(plain);
    let quoted = |at: usize| {
        plain.get(..at).is_some_and(|before| {
            let open = before.rfind('《');
            open.is_some_and(|open| !before.get(open..).unwrap_or_default().contains('》'))
        })
    };
    for bracket in &brackets {
        let inner = bracket.start + 1..bracket.end.saturating_sub(1);
        if prose::letters(prose::part(plain, inner.clone())) > 1 && !quoted_near(plain, bracket.start, quoted)
        {
            tails.extend(read(text, inner).map(|tail| Tail { range: bracket.clone(), ..tail }));
        }
    }
    // Labels that stand free: 责任单位：甲局。完成时限：9月底。
    let free = labels(plain, 0..plain.len());
    let outside = |at: usize| !brackets.iter().any(|bracket| bracket.contains(&at));
    if let Some(first) = free.iter().find(|label| outside(label.start) && begins(plain, label.start)) {
        let zone = first.start..zone_end(plain, first.start);
        tails.retain(|tail| tail.range.end <= zone.start || tail.range.start >= zone.end);
        tails.extend(read(text, zone.clone()).map(|tail| Tail { range: zone, ..tail }));
        tails.sort_by_key(|tail| tail.range.start);
    }
    tails
}

/// A title in 《》 is no longer than this, so that one which never closes hides little.
fn quoted_near(plain: &str, at: usize, quoted: impl Fn(usize) -> bool) -> bool {
    let mut from = at.saturating_sub(180);
    while !plain.is_char_boundary(from) {
        from += 1;
    }
    plain.get(from..at).is_some_and(|near| near.contains('《')) && quoted(at)
}

/// Where labels that stand free end: at the end of their paragraph, or at a sentence that has none.
fn zone_end(plain: &str, start: usize) -> usize {
    let mut end = start;
    for sentence in prose::sentences(plain.get(start..).unwrap_or_default()) {
        let range = start + sentence.start..start + sentence.end;
        if end > start && labels(plain, range.clone()).is_empty() {
            break;
        }
        end = range.end;
    }
    end
}

/// Whether a label can begin here: 明确责任单位： is part of a sentence.
fn begins(plain: &str, at: usize) -> bool {
    let before = plain.get(..at).unwrap_or_default().trim_end_matches(' ');
    let verbs = [
        "明确", "落实", "压实", "细化", "确定", "注明", "列出", "各", "的", "和", "及", "由", "是", "按",
        "督促", "要求", "为", "以",
    ];
    !verbs.iter().any(|verb| before.ends_with(verb))
}

#[derive(Debug)]
struct Label {
    role: Role,
    start: usize,
    /// Right behind the colon.
    end: usize,
}

/// The labels within a stretch.
fn labels(plain: &str, within: Range<usize>) -> Vec<Label> {
    let Some(text) = plain.get(within.clone()) else { return Vec::new() };
    let colons = text.match_indices(':');
    colons
        .filter_map(|(at, _)| {
            let before = text.get(..at)?.trim_end_matches(' ');
            let (word, role) = LABELS.iter().find(|(word, _)| before.ends_with(word))?;
            let start = within.start + before.len() - word.len();
            Some(Label { role: *role, start, end: within.start + at + 1 })
        })
        .collect()
}

#[derive(Default)]
struct Gathered {
    leads: Vec<String>,
    answering: Vec<String>,
    support: Vec<String>,
    leader: Option<String>,
    owner: Option<String>,
}

impl Gathered {
    fn add(&mut self, role: Role, names: Vec<String>) {
        match role {
            Role::Lead => self.leads.extend(names),
            Role::Answering => self.answering.extend(names),
            Role::Support => self.support.extend(names),
            Role::Leader => add_person(&mut self.leader, &names),
            Role::Owner => add_person(&mut self.owner, &names),
            Role::Due | Role::Standard => {}
        }
    }

    /// Where none is marked 牵头, the first that answers leads.
    fn settle(self) -> Who {
        let mut all = self.leads.into_iter().chain(self.answering).chain(self.support);
        let lead = all.next();
        let mut support: Vec<String> = Vec::new();
        for name in all {
            if Some(&name) != lead.as_ref() && !support.contains(&name) {
                support.push(name);
            }
        }
        Who { lead, support, leader: self.leader, owner: self.owner }
    }
}

fn add_person(place: &mut Option<String>, names: &[String]) {
    let names = names.join("、");
    if names.is_empty() {
        return;
    }
    *place = Some(match place.take() {
        Some(known) => format!("{known}、{names}"),
        None => names,
    });
}

/// Reads a stretch that may say who and when; nothing where it is an ordinary remark.
fn read(text: &Text, zone: Range<usize>) -> Option<Tail> {
    let plain = text.plain();
    let mut gathered = Gathered::default();
    let mut tail = Tail { range: zone.clone(), ..Tail::default() };
    let mut pending: Vec<String> = Vec::new();
    let mut role = None;
    let mut is_tail = false;
    for segment in segments(plain, zone.clone()) {
        let mut value = prose::trim(plain, segment.clone(), &['。', ';', ',', '、', ':']);
        if let Some(label) = labels(plain, segment.clone()).into_iter().next()
            && label.start <= value.start
        {
            role = Some(label.role);
            is_tail = true;
            pending.clear();
            value = prose::trim(plain, label.end..segment.end, &['。', ';', ',', '、', ':']);
        }
        let words = plain.get(value.clone()).unwrap_or_default();
        if words.is_empty() {
            continue;
        }
        if words.starts_with("以下") {
            continue;
        }
        if words.contains("下同") || words.contains("不再") {
            tail.holds_on |= words.contains("下同");
            is_tail = true;
            continue;
        }
        if let Some(number) = words.strip_suffix('分')
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            tail.score = Some(value.start..value.start + number.len());
            is_tail = true;
            continue;
        }
        match role {
            Some(Role::Due) => {
                tail.times.push(value);
                continue;
            }
            Some(Role::Standard) => {
                tail.standard = Some(tail.standard.map_or(value.clone(), |known| known.start..value.end));
                continue;
            }
            _ => {}
        }
        let doing = DOINGS.iter().find(|(word, _)| words.ends_with(word));
        if let Some((word, doing)) = doing {
            let names = units(text, value.start..value.end - word.len());
            let are_offices = names.iter().chain(&pending).any(|name| is_office(name));
            if role.is_some() || are_offices {
                pending.extend(names);
                // Behind 配合单位：, 甲局负责 is still help; behind 责任单位：, 甲局牵头 leads.
                gathered.add(*doing, std::mem::take(&mut pending));
                is_tail = true;
            }
            continue;
        }
        if is_time(words) {
            tail.times.push(value);
            continue;
        }
        let names = units(text, value);
        match role {
            Some(role) => gathered.add(role, names),
            None => pending.extend(names),
        }
    }
    // （甲局） right behind a sentence.
    let alone = plain.get(..zone.start.saturating_sub(1)).is_some_and(|before| before.ends_with(['。', ';']));
    if !is_tail && alone && !pending.is_empty() && pending.iter().all(|name| is_office(name)) {
        gathered.add(Role::Answering, std::mem::take(&mut pending));
        is_tail = true;
    }
    tail.who = gathered.settle();
    // A bracket that says when, and nothing else.
    let only_when = !tail.times.is_empty() && pending.is_empty();
    (is_tail || only_when).then_some(tail)
}

/// The parts between commas, semicolons and stops outside brackets; a label begins a new part.
fn segments(plain: &str, zone: Range<usize>) -> Vec<Range<usize>> {
    let Some(text) = plain.get(zone.clone()) else { return Vec::new() };
    let mut cuts: Vec<usize> = labels(plain, zone.clone()).into_iter().map(|label| label.start).collect();
    let mut skip_until = zone.start;
    for (offset, c) in text.char_indices() {
        let at = zone.start + offset;
        if at < skip_until {
            continue;
        }
        match c {
            '(' => skip_until = prose::bracket(plain, at).filter(|end| *end <= zone.end).unwrap_or(at + 1),
            ',' | ';' | '。' | '\n' => cuts.push(at + c.len_utf8()),
            _ => {}
        }
    }
    cuts.push(zone.end);
    cuts.sort_unstable();
    let mut start = zone.start;
    cuts.retain(|end| *end > zone.start);
    cuts.dedup();
    cuts.into_iter().map(|end| std::mem::replace(&mut start, end)..end).collect()
}

/// Whether the words say when, and nothing else.
fn is_time(words: &str) -> bool {
    use super::when::{self, Manner};
    if prose::letters(words) > 24 {
        return false;
    }
    if super::due::is_lasting(words) || super::due::is_unmeasured(words) {
        return true;
    }
    let dates = when::find(words);
    dates.iter().any(|date| {
        let whole = date.range.start == 0 && date.range.end == words.len();
        whole || (date.manner != Manner::Mention && date.range.start < 13)
    })
}

/// The names in a stretch, in the plan's own words.
pub(super) fn units(text: &Text, zone: Range<usize>) -> Vec<String> {
    let plain = text.plain();
    let Some(words) = plain.get(zone.clone()) else { return Vec::new() };
    let mut cuts = vec![zone.start];
    let mut skip_until = zone.start;
    for (offset, c) in words.char_indices() {
        let at = zone.start + offset;
        if at < skip_until {
            continue;
        }
        match c {
            '(' => skip_until = prose::bracket(plain, at).filter(|end| *end <= zone.end).unwrap_or(at + 1),
            '、' | ',' | ';' | '/' => cuts.extend([at, at + c.len_utf8()]),
            // 甲局和乙局, but 文化和旅游局
            '和' | '及' | '与' if joins(words, offset, c) => cuts.extend([at, at + c.len_utf8()]),
            '会' if words.get(offset..).is_some_and(|rest| rest.starts_with("会同")) && offset > 0 => {
                cuts.extend([at, at + "会同".len()]);
            }
            _ => {}
        }
    }
    cuts.push(zone.end);
    let mut names: Vec<String> = Vec::new();
    for pair in cuts.chunks(2) {
        let [start, end] = pair else { continue };
        let Some(range) = clean(plain, *start..*end) else { continue };
        let name = text.raw(range).to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn joins(words: &str, at: usize, c: char) -> bool {
    let before = words.get(..at).unwrap_or_default();
    let before = before.rsplit(['、', ',', ';']).next().unwrap_or_default();
    let after = words.get(at + c.len_utf8()..).unwrap_or_default();
    let after = after.split(['、', ',', ';']).next().unwrap_or_default();
    // 委和… within 发展和改革委员会 ends no name of two letters or more.
    is_office(before) && is_office(after) && prose::letters(before) >= 3
}

/// The name without what surrounds it: 等, 按职责, 由.
fn clean(plain: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut range = prose::trim(plain, range, &['。', ';', ',', '、', ':', '"', '-']);
    loop {
        let words = plain.get(range.clone())?;
        let tails = [
            "等相关部门",
            "等有关部门",
            "等有关单位",
            "等相关单位",
            "等部门",
            "等单位",
            "等",
            "按照职责分工",
            "按职责分工",
            "按照职责",
            "按职责",
            "分别",
            "共同",
            "具体",
        ];
        let heads = ["由", "以及", "会同", "并"];
        let open = words.rfind('等').filter(|at| {
            let behind = words.get(at + '等'.len_utf8()..).unwrap_or_default();
            *at > 0
                && prose::letters(behind) <= 7
                && ["部门", "单位", "委办局"].iter().any(|end| behind.ends_with(end))
        });
        if let Some(at) = open {
            range.end = range.start + at;
        } else if let Some(tail) =
            tails.iter().find(|tail| words.ends_with(*tail) && words.len() > tail.len())
        {
            range.end -= tail.len();
        } else if let Some(head) =
            heads.iter().find(|head| words.starts_with(*head) && words.len() > head.len() + 3)
        {
            range.start += head.len();
        } else {
            break;
        }
        range = prose::trim(plain, range, &['。', ';', ',', '、', ':']);
    }
    let words = plain.get(range.clone())?;
    let sensible = (1..=40).contains(&prose::letters(words)) && words != "等";
    sensible.then_some(range)
}

/// Who leads according to the sentence itself: 由甲局牵头，乙局配合; nobody where brackets say so better.
pub(super) fn in_prose(text: &Text) -> Who {
    let plain = text.plain();
    let mut gathered = Gathered::default();
    let mut led = false;
    for clause in prose::clauses(plain) {
        let clause = prose::trim(plain, clause, &['。', ',', ';', ':']);
        let words = plain.get(clause.clone()).unwrap_or_default();
        if let Some(at) = words.find("牵头").filter(|at| *at > 0) {
            let before = words.get(..at).unwrap_or_default();
            let from = before.rfind('由').map_or(0, |at| at + '由'.len_utf8());
            let name = before.get(from..).unwrap_or_default();
            if is_office(name) && prose::letters(name) <= 20 {
                gathered.add(Role::Lead, units(text, clause.start + from..clause.start + at));
                led = true;
            }
        } else if let Some(at) = words
            .find("负责")
            .filter(|at| !led && !words.get(*at..).is_some_and(|rest| rest.starts_with("负责人")))
        {
            let before = words.get(..at).unwrap_or_default();
            if let Some(from) = before.rfind('由').map(|at| at + '由'.len_utf8()) {
                let name = before.get(from..).unwrap_or_default();
                if is_office(name) && prose::letters(name) <= 20 {
                    gathered.add(Role::Answering, units(text, clause.start + from..clause.start + at));
                }
            }
        } else if led {
            let help = ["配合", "参与", "协助"].iter().find(|word| words.ends_with(**word));
            if let Some(word) = help {
                let names = units(text, clause.start..clause.end - word.len());
                if names.iter().any(|name| is_office(name)) {
                    gathered.add(Role::Support, names);
                }
            }
        }
    }
    gathered.settle()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, lead: &str, support: &[&str]) {
        let text = Text::new(text);
        let tails = tails(&text);
        assert_eq!(tails.len(), 1, "{tails:?}");
        let who = &tails[0].who;
        assert_eq!(
            (who.lead.as_deref(), who.support.iter().map(String::as_str).collect::<Vec<_>>()),
            ((!lead.is_empty()).then_some(lead), support.to_vec())
        );
    }

    #[test]
    fn brackets_and_labels_name_who_leads_and_who_helps() {
        case("修桥。（责任单位：县交通局、县水利局）", "县交通局", &["县水利局"]);
        case("修桥。（县交通局牵头，县水利局、县财政局配合）", "县交通局", &["县水利局", "县财政局"]);
        case("修桥（县水利局配合，县交通局牵头）。", "县交通局", &["县水利局"]);
        case(
            "修桥。(责任单位:县交通局牵头,县财政局、县水利局等部门分工负责)",
            "县交通局",
            &["县财政局", "县水利局"],
        );
        case("修桥。（县交通局、县水利局按职责分工负责）", "县交通局", &["县水利局"]);
        case("修桥。（县交通局负责）", "县交通局", &[]);
        case("〔责任单位：甲局、乙局按职责分工负责。下同。〕", "甲局", &["乙局"]);
        case(
            "责任单位：甲局、乙局等，各县（市、区）政府（管委会）",
            "甲局",
            &["乙局", "各县（市、区）政府（管委会）"],
        );
        case("责任单位：甲局、乙公司配合单位：丙局完成时限：6月底", "甲局", &["乙公司", "丙局"]);
        case(
            "（责任单位：市交通委（市道运局）、文化和旅游局和教育局）",
            "市交通委（市道运局）",
            &["文化和旅游局", "教育局"],
        );
        case("（6月底完成，牵头考核单位：甲局、乙局）", "甲局", &["乙局"]);
    }

    #[test]
    fn an_ordinary_remark_is_no_tail() {
        for text in [
            "修桥（含引桥）。",
            "（主要领导兼任负责人）",
            "（试行）",
            "明确责任单位：分工到人。",
            "《规划（2021—2025年）》",
        ] {
            assert_eq!(tails(&Text::new(text)), [], "{text}");
        }
    }

    #[test]
    fn people_and_times_stand_beside_offices() {
        let text = Text::new("牵头领导：王某；责任人：张某、李某；完成时限：9月底前");
        let tails = tails(&text);
        assert_eq!(tails[0].who.leader.as_deref(), Some("王某"));
        assert_eq!(tails[0].who.owner.as_deref(), Some("张某、李某"));
        assert_eq!(text.raw(tails[0].times[0].clone()), "9月底前");
    }

    #[test]
    fn a_sentence_may_say_who_leads() {
        #[track_caller]
        fn case(text: &str, lead: Option<&str>, support: &[&str]) {
            let who = in_prose(&Text::new(text));
            assert_eq!(
                (who.lead.as_deref(), who.support.iter().map(String::as_str).collect::<Vec<_>>()),
                (lead, support.to_vec())
            );
        }
        case("由县交通局牵头，组织修桥。", Some("县交通局"), &[]);
        case("县交通局牵头，县水利局配合，修好桥。", Some("县交通局"), &["县水利局"]);
        case("有关工作由办公室负责。", Some("办公室"), &[]);
        case("落实牵头单位责任。", None, &[]);
        case("由专人负责。", None, &[]);
    }
}
