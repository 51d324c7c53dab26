//! What every column of a table holds, settled among all of them.

use std::collections::BTreeMap;

use super::super::column_titles::{
    CONTENT, DOMAIN, MEASURE, PART, Sense, Sure, TITLE, WORK, kind_of, may_lead, may_name,
    names_unit_and_person, plain, sense, sense_of,
};
use crate::core::field::Field;
use crate::core::import_proposal::{Holds, is_own_key, own_key};
use crate::core::nearest::{did_you_mean, nearest};
use crate::core::task::Kind;

/// A word behind `--map 标题=` that is no field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadMapping(pub String);

/// Reads `标题=栏目`, as it is typed.
pub fn mapping(typed: &str) -> Result<(String, Holds), BadMapping> {
    let shape =
        || BadMapping(format!("“{typed}”要写成 标题=栏目，如 工作事项=任务名称；不要这一列就写 标题=忽略"));
    let (title, word) = typed.split_once(['=', '＝']).ok_or_else(shape)?;
    if title.trim().is_empty() {
        return Err(shape());
    }
    let holds = Holds::parse(word).ok_or_else(|| {
        let labels = Field::all().flat_map(|field| [field.label(), field.key()]);
        let near = nearest(word.trim(), labels).map(did_you_mean);
        let all: Vec<&str> = Field::all().map(Field::label).collect();
        BadMapping(format!(
            "没有“{}”这一栏{}；可写：{}、进展、存在问题、编号、忽略",
            word.trim(),
            near.unwrap_or_default(),
            all.join("、")
        ))
    })?;
    Ok((title.trim().to_owned(), holds))
}

/// What the columns hold, and what a person should know of that.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// What each column holds.
    pub(super) holds: Vec<Holds>,
    /// Where the title is looked for when its own cell is empty, the nearest first.
    pub(super) instead: Vec<usize>,
    /// Whether the title's column breaks a task into steps, each with its month before it: `3月：…`.
    pub(super) by_month: bool,
    /// The column whose second unit and the others help (责任单位).
    pub(super) responsible: Option<usize>,
    /// The column that names a unit and somebody in it (责任部门/责任人).
    pub(super) person: Option<usize>,
    /// What the tasks are, where the title of what names them tells.
    pub(super) kind: Option<Kind>,
    /// Whether the statuses are a scale from ○ to ●.
    pub(super) scale: bool,
    /// What a person should know.
    pub(super) remarks: Vec<String>,
}

/// One column while the columns are settled.
struct Candidate {
    sense: Option<Sense>,
    sure: Sure,
    typed: Option<Holds>,
}

/// Settles what the columns under these titles hold. Typed beats the ledger's own title, that beats what the ledger
/// remembers, that beats what offices call it, and that what its words tell.
pub(super) fn settle(
    titles: &[String],
    typed: &BTreeMap<String, Holds>,
    remembered: &BTreeMap<String, String>,
) -> Columns {
    let mut candidates: Vec<Candidate> =
        titles.iter().map(|title| candidate(title, typed, remembered)).collect();
    if is_kept(titles) {
        // What the ledger wrote itself needs no guessing: every other title is a key of the office's own.
        let guessed = candidates.iter_mut().filter(|candidate| candidate.sure < Sure::Exact);
        guessed.for_each(|candidate| candidate.sense = None);
    }
    let mut columns = Columns { holds: vec![Holds::Ignored; titles.len()], ..Columns::default() };
    let mut open: Vec<usize> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        match &candidate.typed {
            Some(holds) => columns.take(at, holds.clone(), titles),
            None => open.push(at),
        }
    }
    // The surest first; among equals the left one.
    open.sort_by_key(|at| (std::cmp::Reverse(candidates[*at].sure), *at));
    let owned = open.iter().any(|at| {
        candidates[*at].sense == Some(Sense::Field(Field::Owner)) && !names_unit_and_person(&titles[*at])
    });
    for at in open.iter().copied().filter(|at| names_unit_and_person(&titles[*at])) {
        if matches!(candidates[at].sense, Some(Sense::Field(Field::Owner) | Sense::Responsible)) {
            candidates[at].sense = Some(Sense::Responsible);
            if !owned && !columns.has(Field::Owner) {
                columns.person = columns.person.or(Some(at));
            }
        }
    }
    let sense = |at: usize| candidates[at].sense;
    levels(&mut columns, &open, &sense, titles);
    names(&mut columns, &open, &sense, titles);
    if !is_kept(titles) {
        fall_back(&mut columns, &mut open, &sense, titles);
    }
    let lead =
        open.iter().any(|at| sense(*at) == Some(Sense::Field(Field::Lead))) || columns.has(Field::Lead);
    let told = open.iter().any(|at| matches!(sense(*at), Some(Sense::Said)));
    let status =
        open.iter().any(|at| sense(*at) == Some(Sense::Field(Field::Status))) || columns.has(Field::Status);
    for at in open.iter().copied() {
        let holds = match sense(at) {
            Some(Sense::Title(_) | Sense::Level(_)) => continue,
            Some(Sense::Id) => Holds::Id,
            Some(Sense::Serial) => Holds::Serial,
            Some(Sense::Said) => Holds::Said,
            Some(Sense::Trouble) => Holds::Trouble,
            Some(Sense::StruckOff) => Holds::StruckOff,
            Some(Sense::Log) => Holds::Log,
            Some(Sense::PhaseStart) => Holds::PhaseStart,
            Some(Sense::PhaseEnd) => Holds::PhaseEnd,
            Some(Sense::Reckoned) => Holds::Reckoned,
            // Beside a status, 完成情况 tells what was done.
            Some(Sense::Finish) if status && !told => Holds::Said,
            Some(Sense::Finish) => Holds::Field(Field::Status),
            Some(Sense::Responsible) if lead => Holds::Field(Field::Support),
            Some(Sense::Responsible) => {
                if columns.responsible.is_none() {
                    columns.responsible = Some(at);
                }
                Holds::Field(Field::Lead)
            }
            Some(Sense::Field(field)) => Holds::Field(field),
            None => own_or_nothing(&titles[at]),
        };
        columns.take(at, holds, titles);
    }
    if !columns.has(Field::Kind) {
        let title = columns.find(&Holds::Field(Field::Title));
        columns.kind = title.and_then(|at| kind_of(&titles[at]));
    }
    columns
}

/// Where no title says what names the tasks, or who answers for them, one that may do so does.
fn fall_back(
    columns: &mut Columns,
    open: &mut Vec<usize>,
    sense: &dyn Fn(usize) -> Option<Sense>,
    titles: &[String],
) {
    let leads = |at: usize| matches!(sense(at), Some(Sense::Responsible | Sense::Field(Field::Lead)));
    if !columns.has(Field::Lead) && !open.iter().any(|at| leads(*at)) {
        let may = |at: &usize| sense(*at).is_none() && may_lead(&titles[*at]);
        let lead = open.iter().copied().filter(may).min();
        open.retain(|at| Some(*at) != lead);
        if let Some(at) = lead {
            columns.take(at, Holds::Field(Field::Lead), titles);
        }
    }
    if !columns.has(Field::Title) {
        let trouble = |at: usize| sense(at) == Some(Sense::Trouble);
        let may = |at: &usize| (sense(*at).is_none() || trouble(*at)) && may_name(&titles[*at]);
        // 存在问题 is nearer to what is to be done than whose it is.
        let name = open.iter().copied().filter(may).min_by_key(|at| (!trouble(*at), *at));
        open.retain(|at| Some(*at) != name);
        if let Some(at) = name {
            columns.take(at, Holds::Field(Field::Title), titles);
        }
    }
}

impl Columns {
    /// Whether a column holds this field already.
    pub(super) fn has(&self, field: Field) -> bool {
        self.find(&Holds::Field(field)).is_some()
    }

    /// The first column that holds this.
    pub(super) fn find(&self, holds: &Holds) -> Option<usize> {
        self.holds.iter().position(|known| known == holds)
    }

    /// Gives a column what it holds. Two columns of 配合单位 are one list; of anything else, the second is the office's own,
    /// with a number where it has the very same title.
    fn take(&mut self, at: usize, holds: Holds, titles: &[String]) {
        let united =
            matches!(holds, Holds::Field(Field::Support | Field::Tags) | Holds::Serial | Holds::Reckoned)
                || holds == Holds::Ignored;
        let first = if united { None } else { self.find(&holds) };
        let Some(first) = first else {
            self.holds[at] = holds;
            return;
        };
        let what = match &holds {
            Holds::Own(_) => "同名".to_owned(),
            holds => format!("都像是“{}”", holds.label()),
        };
        let own = self.apart(&titles[at], plain(&titles[first]) == plain(&titles[at]));
        let kept_as = match &own {
            Holds::Own(key) if *key == titles[at] => "照原样存为自有栏目".to_owned(),
            own => format!("存为{}", own.label()),
        };
        self.remarks.push(format!(
            "“{}”和“{}”两列{what}，取了“{}”，“{}”{kept_as}；要改请加 --map \"{}=栏目\"",
            titles[first], titles[at], titles[first], titles[at], titles[at]
        ));
        self.holds[at] = own;
    }

    /// The office's own key for a second column: its title, with a number where another has that.
    fn apart(&self, title: &str, is_taken: bool) -> Holds {
        let keys = (2..).map(|number| own_or_nothing(&format!("{title}（{number}）")));
        let keys = Some(own_or_nothing(title)).filter(|_| !is_taken).into_iter().chain(keys);
        let mut free = keys.filter(|own| *own != Holds::Ignored && self.find(own).is_none());
        free.next().unwrap_or(Holds::Ignored)
    }
}

fn candidate(
    title: &str,
    typed: &BTreeMap<String, Holds>,
    remembered: &BTreeMap<String, String>,
) -> Candidate {
    let wanted = plain(title);
    let is_it = |known: &String| plain(known) == wanted;
    let by_hand = typed.iter().find(|(known, _)| is_it(known)).map(|(_, holds)| holds.clone());
    if let Some(holds) = by_hand {
        return Candidate { sense: sense_of(&holds), sure: Sure::Exact, typed: Some(holds) };
    }
    if let Some(key) = own_key(title) {
        return Candidate { sense: None, sure: Sure::Exact, typed: Some(Holds::Own(key.to_owned())) };
    }
    let said = sense(title);
    if let Some((sense, Sure::Exact)) = said {
        return Candidate { sense: Some(sense), sure: Sure::Exact, typed: None };
    }
    if let Some((_, key)) = remembered.iter().find(|(known, _)| is_it(known)) {
        let holds = Holds::parse(key).unwrap_or_else(|| Holds::Own(key.clone()));
        return Candidate { sense: sense_of(&holds), sure: Sure::Known, typed: Some(holds) };
    }
    Candidate {
        sense: said.map(|(sense, _)| sense),
        sure: said.map_or(Sure::Guessed, |(_, sure)| sure),
        typed: None,
    }
}

/// Whether these are the titles of a 台账 that `export` wrote.
fn is_kept(titles: &[String]) -> bool {
    let own = [Field::Title, Field::DueText, Field::LongTerm, Field::DoneOn, Field::Public, Field::Parent];
    titles.iter().any(|title| title == "编号")
        && own.iter().all(|field| titles.iter().any(|title| title == field.label()))
}

/// A column of the office's own under its title; one without a title has no name to be kept under.
pub(super) fn own_or_nothing(title: &str) -> Holds {
    let key = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if key.is_empty() || !is_own_key(&key) { Holds::Ignored } else { Holds::Own(key) }
}

/// 一级, 二级, 三级: the deepest names the task, the first its field of work.
fn levels(columns: &mut Columns, open: &[usize], sense: &dyn Fn(usize) -> Option<Sense>, titles: &[String]) {
    let mut ranked: Vec<(u8, usize)> = Vec::new();
    for at in open {
        if let Some(Sense::Level(rank)) = sense(*at) {
            ranked.push((rank, *at));
        }
    }
    ranked.sort_unstable();
    let named = open.iter().any(|at| matches!(sense(*at), Some(Sense::Title(TITLE..=WORK))))
        || columns.has(Field::Title);
    let mut fields = if named { vec![] } else { vec![Field::Title] };
    fields.extend([Field::Measure, Field::Domain]);
    if ranked.len() < 2 && !named {
        fields = vec![Field::Title];
    }
    if ranked.len() == 2 && !named {
        fields = vec![Field::Title, Field::Domain];
    }
    let mut deepest_first = ranked.iter().rev();
    for field in fields {
        if let Some((_, at)) = deepest_first.next() {
            if field != Field::Title {
                columns.instead.push(*at);
            }
            columns.take(*at, Holds::Field(field), titles);
        }
    }
    for (_, at) in deepest_first {
        columns.take(*at, own_or_nothing(&titles[*at]), titles);
    }
}

/// Which of the columns that could name the task does, and what the others are.
fn names(columns: &mut Columns, open: &[usize], sense: &dyn Fn(usize) -> Option<Sense>, titles: &[String]) {
    let mut named: Vec<(u8, usize)> = Vec::new();
    for at in open {
        if let Some(Sense::Title(rank)) = sense(*at) {
            named.push((rank, *at));
        }
    }
    named.sort_by_key(|(rank, _)| *rank);
    let mut chosen = if columns.has(Field::Title) { Some(TITLE) } else { None };
    for (rank, at) in named {
        let field = match (chosen, rank) {
            (None, _) => {
                chosen = Some(rank);
                columns.by_month = rank == PART && plain(&titles[at]).contains("时序")
                    || plain(&titles[at]).starts_with("任务分解");
                Field::Title
            }
            (_, DOMAIN) => Field::Domain,
            (_, MEASURE) => Field::Measure,
            (_, CONTENT) => Field::Content,
            // What is broken into parts is wider than the part; beside the ledger's own title it tells more of it.
            (Some(PART), _) if columns.has(Field::Measure) => Field::Domain,
            (Some(PART), _) => Field::Measure,
            _ => Field::Content,
        };
        if field != Field::Title {
            columns.instead.push(at);
        }
        columns.take(at, Holds::Field(field), titles);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(titles: &str, expected: &str) {
        let titles: Vec<String> = titles.split(' ').map(ToOwned::to_owned).collect();
        let columns = settle(&titles, &BTreeMap::new(), &BTreeMap::new());
        let got: Vec<String> =
            columns.holds.iter().map(|holds| holds.key().unwrap_or("-").to_owned()).collect();
        assert_eq!(got.join(" "), expected);
    }

    #[test]
    fn what_names_the_task_is_settled_among_all_columns() {
        case("序号 重点任务 具体任务 工作内容 牵头单位", "- domain title content lead");
        case("序号 重点任务 责任人", "- title owner");
        case("序号 工作内容 详情 开始时间", "- title content start");
        case("序号 工作任务 任务分解/时序进度 考核要点", "- measure title standard");
        case("序号 一级功能 二级功能 三级功能 功能描述 优先级", "- domain measure title content 优先级");
        case("任务类别 工作任务 工作措施 备注", "domain title measure 备注");
        case("重点任务 工作任务 具体任务", "domain measure title");
        case("具体内容 完成时限", "title due");
        case("工程名称 存在问题 责任人", "工程名称 title owner");
        case("企业名称 包抓领导 办理状态", "title leader status");
        case("隐患描述 整改措施 隐患等级 整改责任人", "title measure level owner");
        case("编号 任务名称 具体内容 重点任务 具体举措", "id title content domain measure");
    }

    #[test]
    fn units_are_told_apart() {
        case("任务 责任单位 配合单位", "title lead support");
        case("任务 牵头单位 责任单位", "title lead support");
        case("任务 牵头单位 配合单位 参与单位", "title lead support support");
        case("任务 责任单位 承办单位", "title lead 承办单位");
        case("任务 归口部门 填报单位", "title lead 填报单位");
        case("任务 归口部门 责任单位", "title 归口部门 lead");
        case("任务 责任部门/责任人", "title lead");
        case("任务 责任单位 部门责任人", "title lead owner");
    }

    #[test]
    fn two_columns_of_one_field_are_named() {
        let titles = ["任务", "完成时限", "办结时限"].map(ToOwned::to_owned);
        let columns = settle(&titles, &BTreeMap::new(), &BTreeMap::new());
        assert_eq!(columns.holds[2], Holds::Own("办结时限".to_owned()));
        assert_eq!(
            columns.remarks,
            [
                "“完成时限”和“办结时限”两列都像是“完成时限”，取了“完成时限”，“办结时限”照原样存为自有栏目；要改请加 --map \"办结时限=栏目\""
            ]
        );
        case("任务 责任人 责任人", "title owner 责任人（2）");
        case("任务 备注 备注 备注", "title 备注 备注（2） 备注（3）");
        case("任务 完成情况 状态 进展情况", "title 完成情况 status note");
        case("任务 完成情况 状态", "title note status");
    }

    #[test]
    fn what_was_typed_or_remembered_goes_first() {
        let titles = ["工作事项", "备注", "责任人"].map(ToOwned::to_owned);
        let typed = BTreeMap::from([mapping("备注=任务名称").unwrap(), mapping("责任人=忽略").unwrap()]);
        let remembered = BTreeMap::from([("工作事项".to_owned(), "content".to_owned())]);
        let columns = settle(&titles, &typed, &remembered);
        let content = Holds::Field(Field::Content);
        assert_eq!(columns.holds, [content, Holds::Field(Field::Title), Holds::Ignored]);
        assert!(
            mapping("备注").is_err()
                && mapping("备注=责任忍").unwrap_err().0.contains("您是不是想写“责任人”")
        );
    }
}
