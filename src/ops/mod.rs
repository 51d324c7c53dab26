//! The verbs: each takes the ledger as it is, the request and today, and says what would change. Nothing is written here.

pub mod add;
pub mod assign;
pub mod done;
pub mod draft;
pub mod extend;
pub mod extend_phase;
pub mod import;
pub mod note;
pub mod process;
pub mod remind;
pub mod set;
pub mod tidy;
pub mod void;

use chrono::NaiveDate;

use crate::core::calendar::{Every, Period};
use crate::core::change::{Change, Edit, Op, Value};
use crate::core::entry::{EntryKind, LogEntry};
use crate::core::field::Field;
use crate::core::lifecycle::{Verb, consequences};
use crate::core::refusal::Refusal;
use crate::core::settings::Settings;
use crate::core::status::Status;
use crate::core::task::Task;
use crate::core::text::one_line;
use crate::core::typed_date;

/// How many characters of a note or reason go into the sentence; the log keeps all of it.
const SENTENCE_TEXT: usize = 40;

/// What every step in a task's life needs to know.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// The task as it is.
    pub task: &'a Task,
    /// The ledger's settings.
    pub settings: &'a Settings,
    /// The day.
    pub today: NaiveDate,
    /// Who takes it.
    pub by: &'a str,
    /// Where the evidence attached to it will lie, seen from the ledger's folder.
    pub evidence: Vec<String>,
}

impl Step<'_> {
    /// The step of a verb that is said with a text, or with nothing: 启动, 受阻, 核销, 退回, 重开, 取消.
    pub fn take(&self, verb: Verb, text: Option<&str>) -> Result<Change, Refusal> {
        verb.admit(self.task)?;
        let text = verb.text(text)?;
        if !verb.may_be_said_by(Some(self.by), self.task.reported_done_by()) {
            return Err(Refusal::SelfAccepted { by: self.by.to_owned() });
        }
        let tail = text.as_deref().map(quoted).unwrap_or_default();
        self.moved(verb, &tail, self.entry(verb).saying(text), self.settings.closing.review)
    }

    /// A log entry of today.
    fn entry(&self, verb: Verb) -> LogEntry {
        LogEntry::new(self.today, self.by, EntryKind::Verb(verb)).with_evidence(self.evidence.clone())
    }

    /// The change that leads the task where the verb leads and leaves `entry` in its log; `review`: whether somebody else has to
    /// look at what is done.
    fn moved(&self, verb: Verb, tail: &str, entry: LogEntry, review: bool) -> Result<Change, Refusal> {
        let to = verb.leads(&self.task.status, review);
        let mut set = Vec::new();
        if to != self.task.status {
            if to == Status::Done {
                self.require_evidence(verb)?;
            }
            set.push((Field::Status, Some(Value::Text(to.key().to_owned()))));
            set.extend(consequences(self.task, &to, entry.day()));
        }
        Ok(self.told(verb, tail, set, entry))
    }

    /// The change that sets these fields and leaves `entry` in the log.
    fn told(&self, verb: Verb, tail: &str, set: Vec<(Field, Option<Value>)>, entry: LogEntry) -> Change {
        let edit = Edit { id: self.task.id, set, log: vec![entry], ..Edit::default() };
        Change::of(Op::Verb(verb), format!("{} {}{tail}", verb.label(), self.task.named()), edit)
    }

    /// A period as typed, for a duty of this rhythm: its key, or words such as 5月, 下半年, 第14周.
    fn typed_period(&self, typed: &str, every: Every) -> Option<Period> {
        let typed = typed.trim();
        if let Some(period) = Period::parse(typed) {
            return Some(period).filter(|period| period.every() == every);
        }
        let year = self.settings.year;
        if every == Every::Week {
            let number = typed.trim_start_matches(['第', 'W', 'w']).trim_end_matches('周');
            let number: u32 = number.parse().ok()?;
            return Period::parse(&format!("{year:04}-W{number:02}"));
        }
        // 三季度 is not a month, although it has a last day.
        let says = |words: &[&str]| words.iter().any(|word| typed.contains(word));
        let fits = match every {
            Every::Week => false,
            Every::Half => says(&["半年", "H", "h"]),
            Every::Quarter => says(&["季", "Q", "q"]),
            Every::Month => says(&["月", "-", "."]) && !says(&["季", "Q", "q", "H", "h"]),
            Every::Year => says(&["年"]) && !says(&["月", "季", "半"]),
        };
        let read = typed_date::parse(typed, self.settings.dates(self.today)).ok().filter(|_| fits)?;
        Some(Period::containing(every, read.date))
    }

    /// 销号 takes evidence where the settings say so; what is attached now counts.
    fn require_evidence(&self, verb: Verb) -> Result<(), Refusal> {
        let has_evidence = !self.evidence.is_empty() || self.task.evidence().next().is_some();
        let lacking = self.settings.closing.evidence && !has_evidence;
        if lacking { Err(Refusal::NoEvidence { verb }) } else { Ok(()) }
    }
}

/// How a sentence quotes a text: `：已拟定方案`.
fn quoted(text: &str) -> String {
    format!("：{}", one_line(text, SENTENCE_TEXT))
}
