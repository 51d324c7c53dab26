//! Which task a row is about: the one whose 编号 it bears, or that of the same name and office.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher as _};

use crate::core::change::Value;
use crate::core::entry::LogEntry;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::import_proposal::{Place, Row};
use crate::core::ledger::Ledger;
use crate::core::task::Task;

/// What a row is to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Match {
    /// A task that it does not have.
    New,
    /// The task at this place of the ledger.
    Known(usize),
    /// A task that was made void: a sheet does not bring it back.
    Void(TaskId),
    /// What a later sheet tells again.
    Older,
    /// Nothing that can be taken, and why.
    Refused(String),
}

/// What each row is to the ledger. No task is claimed by two rows.
pub(super) fn matches<'a>(
    ledger: &Ledger,
    rows: &'a [Row],
    log: impl Fn(&'a Row) -> &'a [LogEntry],
) -> Vec<Match> {
    let mut decided: Vec<Option<Match>> = vec![None; rows.len()];
    let mut claimed: HashMap<usize, Place> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        decided[at] = by_id(ledger, row, log(row), &mut claimed);
    }
    twice(rows, &mut decided);
    let mut likes = Likes::of(&ledger.tasks, &claimed);
    let mut void = Likes::of(&ledger.void, &HashMap::new());
    // Those that say the same first, so that a row changed among its likes does not take another's task.
    for exactly in [true, false] {
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.id.is_none()) {
            if decided[at].is_none() {
                let found = likes.take(row, |task| !exactly || says_the_same(row, &ledger.tasks[task]));
                decided[at] = found.map(Match::Known);
            }
        }
    }
    // What is void comes last: a row is rather about its double, which goes on.
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.id.is_none()) {
        if decided[at].is_none() {
            decided[at] = void.take(row, |_| true).map(|task| Match::Void(ledger.void[task].id));
        }
    }
    decided.into_iter().map(|one| one.unwrap_or(Match::New)).collect()
}

/// The tasks that no row has claimed yet, by name and office.
struct Likes<'a> {
    free: HashMap<(&'a str, Option<&'a str>), VecDeque<usize>>,
    named: HashMap<&'a str, Named<'a>>,
}

/// Who bears a name.
enum Named<'a> {
    /// One task, of this office.
    One(Option<&'a str>),
    Several,
}

impl<'a> Likes<'a> {
    fn of(tasks: &'a [Task], claimed: &HashMap<usize, Place>) -> Self {
        let mut likes = Self { free: HashMap::new(), named: HashMap::new() };
        for (at, task) in tasks.iter().enumerate() {
            let (title, lead) = (task.title.as_str(), task.lead.as_deref());
            likes.named.entry(title).and_modify(|named| *named = Named::Several).or_insert(Named::One(lead));
            if !claimed.contains_key(&at) {
                likes.free.entry((title, lead)).or_default().push_back(at);
            }
        }
        likes
    }

    /// The first task that the row may be about and that fits; nobody else gets it.
    fn take(&mut self, row: &'a Row, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let title = row.text(Field::Title)?;
        let leads = match (row.text(Field::Lead), self.named.get(title)?) {
            // Nobody says whose it is: then there has to be only one of the name, or one that is nobody's.
            (None, Named::One(lead)) => [Some(*lead), None],
            (None, Named::Several) => [Some(None), None],
            // An office may have been named since.
            (lead, _) => [Some(lead), Some(None)],
        };
        leads.into_iter().flatten().find_map(|lead| {
            let free = self.free.get_mut(&(title, lead))?;
            let place = free.iter().position(|task| fits(*task))?;
            free.remove(place)
        })
    }
}

/// What a row with an id is; nothing is decided of one without.
fn by_id(ledger: &Ledger, row: &Row, log: &[LogEntry], claimed: &mut HashMap<usize, Place>) -> Option<Match> {
    let id = row.id?;
    let Some(known) = ledger.task(id) else { return Some(Match::New) };
    let place = ledger.tasks.binary_search_by_key(&id, |task| task.id).ok();
    if let Some(first) = place.and_then(|task| claimed.get(&task)) {
        return Some(Match::Refused(format!(
            "编号 {id} 在“{}”第{}行已经有了；要登记新任务请清空这一行的编号",
            first.sheet, first.row
        )));
    }
    if is_another(row, known, log) {
        return Some(Match::Refused(format!(
            "编号 {id} 在台账里是“{}”，表里是“{}”，像是另一本台账的编号，没有导入；要登记为新任务请清空编号，要改名请用 ledger set {id} title=…",
            known.title,
            row.text(Field::Title).unwrap_or_default()
        )));
    }
    let Some(task) = place else { return Some(Match::Void(id)) };
    claimed.insert(task, row.place.clone());
    Some(Match::Known(task))
}

/// Whether a row that bears a task's id is about something else. What it is called or asks for tells, and what was done of
/// it; offices, people and fields are the same all over a bureau.
fn is_another(row: &Row, task: &Task, log: &[LogEntry]) -> bool {
    let Some(title) = row.text(Field::Title) else { return false };
    let both = |field: Field, known: Option<&str>, like: fn(&str, &str) -> bool| {
        row.text(field).zip(known).is_some_and(|(new, old)| like(new, old))
    };
    let same = |new: &str, old: &str| new == old;
    let told = log.iter().any(|entry| task.log.contains(entry));
    !(told
        || is_like(title, &task.title)
        || both(Field::Content, task.content.as_deref(), is_like)
        || both(Field::Measure, task.measure.as_deref(), is_like)
        || both(Field::Basis, task.basis.as_deref(), same))
}

/// Whether two texts say much the same: the one holds the other, or more than half of them agrees.
fn is_like(new: &str, old: &str) -> bool {
    /// How much of a long text is compared.
    const BEGINNING: usize = 200;
    let beginning = |text: &str| text.chars().take(BEGINNING).collect::<String>();
    let (new, old) = (beginning(new), beginning(old));
    let holds = |long: &str, short: &str| short.chars().count() >= 4 && long.contains(short);
    holds(&new, &old) || holds(&old, &new) || strsim::normalized_levenshtein(&new, &old) > 0.5
}

fn says_the_same(row: &Row, task: &Task) -> bool {
    let texts = [
        (Field::Domain, task.domain.as_deref()),
        (Field::Content, task.content.as_deref()),
        (Field::Measure, task.measure.as_deref()),
        (Field::Owner, task.owner.as_deref()),
        (Field::DueText, task.due_text.as_deref()),
    ];
    let same =
        |(field, known): &(Field, Option<&str>)| row.says(*field).is_none() || row.text(*field) == *known;
    let due = match row.says(Field::Due) {
        Some(Some(Value::Date(day))) => task.due == Some(*day),
        _ => true,
    };
    due && texts.iter().all(same)
}

/// Rows that only say again what another said. On their own sheet, in every cell: the first is taken. On a later one: the
/// last is taken, for sheets by month tell of the same task again and again.
fn twice(rows: &[Row], decided: &mut [Option<Match>]) {
    let mut whole: HashMap<(&str, u64), usize> = HashMap::new();
    // Of likes on one sheet, the first takes the place of the first on the sheet before.
    let mut likes: HashMap<u64, Vec<(usize, u64)>> = HashMap::new();
    let mut ids = HashSet::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(id) = row.id {
            if decided[at] == Some(Match::New) && !ids.insert(id) {
                decided[at] = Some(Match::Refused(format!(
                    "编号 {id} 在表里出现了两次；要登记新任务请清空这一行的编号"
                )));
            }
            continue;
        }
        let all = signature(row, true);
        if let Some(first) = whole.insert((&*row.place.sheet, all), at) {
            let Place { sheet, row } = &rows[first].place;
            decided[at] = Some(Match::Refused(format!("与“{sheet}”第{row}行重复，只取那一行")));
            continue;
        }
        let likes = likes.entry(signature(row, false)).or_default();
        let earlier = likes.iter_mut().find(|(earlier, said)| {
            let before = &rows[*earlier].place.sheet;
            *before != row.place.sheet && (*said == all || tells_again(row, before))
        });
        match earlier {
            Some(earlier) => {
                decided[earlier.0] = Some(Match::Older);
                *earlier = (at, all);
            }
            None => likes.push((at, all)),
        }
    }
}

/// Whether a row tells of the task of its like on the sheet `before`: it is the same office's, or the sheets are of two
/// months. Two sheets of the same shape may else be two teams that do the same work.
fn tells_again(row: &Row, before: &str) -> bool {
    let is_span = |sheet: &str| sheet.contains(['月', '周', '季', '旬']);
    row.text(Field::Lead).is_some() || is_span(before) && is_span(&row.place.sheet)
}

/// What a row says, all of it or what tells a task from its likes, in a number.
fn signature(row: &Row, whole: bool) -> u64 {
    const TELLING: [Field; 8] = [
        Field::Domain,
        Field::Title,
        Field::Lead,
        Field::Content,
        Field::Measure,
        Field::Standard,
        Field::Due,
        Field::Owner,
    ];
    let mut signature = Signature::default();
    for (field, value) in row.set.iter().filter(|(field, _)| whole || TELLING.contains(field)) {
        if let Some(value) = value {
            let _ = write!(signature, "{}\u{1f}{value}\u{1e}", field.key());
        }
    }
    if whole {
        let Row { said, own, trouble, struck_off, log, .. } = row;
        let _ = write!(signature, "{said:?}{own:?}{trouble:?}{struck_off}{log:?}");
    }
    signature.0.finish()
}

/// Text that is only to be told apart from other text.
#[derive(Default)]
struct Signature(DefaultHasher);

impl Write for Signature {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}
