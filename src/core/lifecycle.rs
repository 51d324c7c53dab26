//! The life of a task (办理流程): what each verb is, when it may be said, and what it does. The commands, the import, the audit, the
//! replay of a past day and the merge read this table, and nothing else says it again.

use chrono::NaiveDate;

use super::change::Value;
use super::field::Field;
use super::status::Status;
use super::task::Task;

/// A step in a task's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// 启动
    Start,
    /// 进展
    Note,
    /// 受阻
    Block,
    /// 办结
    Done,
    /// 核销
    Accept,
    /// 退回
    Return,
    /// 重开
    Reopen,
    /// 取消
    Cancel,
    /// 作废: it was registered by mistake
    Void,
    /// 延期
    Extend,
}

/// Why a verb cannot be said.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfit {
    /// The task is in a status that it is not for.
    Status {
        /// The task, by its id and title.
        task: String,
        /// Where it stands.
        status: Status,
        /// The verb.
        verb: Verb,
        /// Those that fit.
        fits: Vec<Verb>,
    },
    /// It makes no sense without a text.
    NoText {
        /// The verb.
        verb: Verb,
    },
}

/// Where a verb leads.
#[derive(Clone, Copy)]
enum Leads {
    /// Nowhere: it tells of the task, or of its deadline.
    Stays,
    /// A task that was not begun is begun; any other stays where it is.
    Begins,
    /// There.
    To(&'static Status),
    /// 待核销, or 已办结 where the settings ask for nobody else to look at it.
    Closes,
}

/// What a verb is and does.
#[derive(Clone, Copy)]
struct Row {
    verb: Verb,
    /// The command, and the word of the log entry in the file.
    key: &'static str,
    /// The word on paper and in the history.
    label: &'static str,
    /// The statuses it may be said in.
    from: &'static [Status],
    leads: Leads,
    /// What it may set besides, where it is told: status, and what follows from it, are not among them.
    sets: &'static [Field],
    /// Whether it makes no sense without a text.
    needs_text: bool,
    /// Whether it has to be somebody other than whoever reported the task done.
    needs_another: bool,
}

const fn row(
    verb: Verb,
    key: &'static str,
    label: &'static str,
    from: &'static [Status],
    leads: Leads,
) -> Row {
    Row { verb, key, label, from, leads, sets: &[], needs_text: false, needs_another: false }
}

const OPEN: &[Status] = &[Status::Todo, Status::Doing, Status::Blocked];
const ALIVE: &[Status] = &[Status::Todo, Status::Doing, Status::Blocked, Status::Review];
/// What nobody has reported done: work that is reported was no mistake.
const UNREPORTED: &[Status] = &[Status::Todo, Status::Doing, Status::Blocked, Status::Cancelled];
const CLOSED: &[Status] = &[Status::Done, Status::Cancelled, Status::Void];

const ROWS: [Row; 10] = [
    row(Verb::Start, "start", "启动", &[Status::Todo, Status::Blocked], Leads::To(&Status::Doing)),
    Row {
        sets: &[Field::Progress],
        needs_text: true,
        ..row(Verb::Note, "note", "进展", ALIVE, Leads::Begins)
    },
    Row {
        needs_text: true,
        ..row(Verb::Block, "block", "受阻", &[Status::Todo, Status::Doing], Leads::To(&Status::Blocked))
    },
    Row { sets: &[Field::Outcome], ..row(Verb::Done, "done", "办结", OPEN, Leads::Closes) },
    Row {
        needs_another: true,
        ..row(Verb::Accept, "accept", "核销", &[Status::Review], Leads::To(&Status::Done))
    },
    Row {
        needs_text: true,
        ..row(Verb::Return, "return", "退回", &[Status::Review], Leads::To(&Status::Doing))
    },
    Row { needs_text: true, ..row(Verb::Reopen, "reopen", "重开", CLOSED, Leads::To(&Status::Doing)) },
    Row { needs_text: true, ..row(Verb::Cancel, "cancel", "取消", ALIVE, Leads::To(&Status::Cancelled)) },
    Row { needs_text: true, ..row(Verb::Void, "void", "作废", UNREPORTED, Leads::To(&Status::Void)) },
    Row { needs_text: true, ..row(Verb::Extend, "extend", "延期", OPEN, Leads::Stays) },
];

impl Verb {
    /// Every verb, in the order of the table, which is the order in which they are declared.
    pub const ALL: [Self; ROWS.len()] = {
        let mut all = [Self::Start; ROWS.len()];
        let mut at = 0;
        while at < ROWS.len() {
            all[at] = ROWS[at].verb;
            assert!(all[at] as usize == at);
            at += 1;
        }
        all
    };

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The command's name, and the word of its log entry in the file.
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// The word on paper and in the history.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// The statuses it may be said in.
    pub fn allowed_from(self) -> &'static [Status] {
        self.row().from
    }

    /// Refuses the verb in any other status, naming the verbs that fit.
    pub fn admit(self, task: &Task) -> Result<(), Unfit> {
        if self.allowed_from().contains(&task.status) {
            return Ok(());
        }
        let fits = Self::ALL.into_iter().filter(|verb| verb.allowed_from().contains(&task.status)).collect();
        Err(Unfit::Status { task: task.named(), status: task.status.clone(), verb: self, fits })
    }

    /// The text that it is said with: one that makes no sense without is refused.
    pub fn text(self, text: Option<&str>) -> Result<Option<String>, Unfit> {
        let text = text.map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned);
        if text.is_none() && self.row().needs_text { Err(Unfit::NoText { verb: self }) } else { Ok(text) }
    }

    /// Whether `by` may say it of a task that `reported_by` reported done: nobody strikes off their own work.
    pub fn may_be_said_by(self, by: Option<&str>, reported_by: Option<&str>) -> bool {
        let [by, reported_by] = [by, reported_by].map(|name| name.map(str::trim));
        !self.row().needs_another || by.is_none() || by != reported_by
    }

    /// The statuses it leads to from `was`: the second where the settings ask for nobody else to look at it (`closing.review`).
    fn ends(self, was: &Status) -> [Status; 2] {
        match &self.row().leads {
            Leads::Begins if *was == Status::Todo => [Status::Doing, Status::Doing],
            Leads::Stays | Leads::Begins => [was.clone(), was.clone()],
            Leads::To(status) => [(*status).clone(), (*status).clone()],
            Leads::Closes => [Status::Review, Status::Done],
        }
    }

    /// Where it leads a task that is in status `was`; `review`: whether somebody else has to look at what is done.
    pub fn leads(self, was: &Status, review: bool) -> Status {
        let [reviewed, at_once] = self.ends(was);
        if review { reviewed } else { at_once }
    }

    /// Whether it can have led from the one status to the other.
    pub fn can_lead(self, was: &Status, is: &Status) -> bool {
        self.allowed_from().contains(was) && self.ends(was).contains(is)
    }

    /// The status that a task must have been in for this to be said of it, where it is said of tasks reported done or closed
    /// alone.
    pub fn presupposes(self) -> Option<Status> {
        self.allowed_from().first().filter(|status| status.is_finished()).cloned()
    }

    /// Whether it may set the field: its own, the status, and what follows from that.
    pub fn may_set(self, field: Field) -> bool {
        let follows: &[Field] = match self.row().leads {
            Leads::Stays => &[],
            Leads::To(Status::Done) => &[Field::Status, Field::Progress],
            Leads::To(to) if to.is_finished() || self.presupposes().is_some() => {
                &[Field::Status, Field::DoneOn]
            }
            Leads::Begins | Leads::To(_) => &[Field::Status],
            Leads::Closes => &[Field::Status, Field::Progress, Field::DoneOn],
        };
        follows.contains(&field) || self.row().sets.contains(&field)
    }

    /// Whether it takes a task back from where it had come to.
    fn is_back(self) -> bool {
        matches!(self.row().leads, Leads::To(Status::Doing)) && self.presupposes().is_some()
    }

    /// The verb that leads on from one status to another, with something to say or without.
    pub fn leading(was: &Status, is: &Status, says: bool) -> Option<Self> {
        let fits = |verb: &Self| !verb.is_back() && was != is && verb.can_lead(was, is);
        let mut fitting = Self::ALL.into_iter().filter(fits);
        let first = fitting.next()?;
        // Where something is said, rather the one that is for saying something.
        Some(fitting.find(|verb| says && verb.row().needs_text).unwrap_or(first))
    }

    /// Whether one comes from the one status to the other without any step back.
    pub fn leads_on(from: &Status, to: &Status) -> bool {
        let mut reached = vec![from.clone()];
        let mut at = 0;
        while let Some(status) = reached.get(at).cloned() {
            at += 1;
            for verb in Self::ALL.into_iter().filter(|verb| !verb.is_back()) {
                let ends = verb.ends(&status).into_iter().filter(|end| verb.can_lead(&status, end));
                let fresh: Vec<Status> = ends.filter(|end| !reached.contains(end)).collect();
                reached.extend(fresh);
            }
        }
        reached.contains(to)
    }
}

/// The day of finishing of a task that goes to status `to` on `day`: what is reported done bears the day, what is struck off keeps
/// it, and what is taken back or dropped was not finished. While a task is open, nothing is said of it.
pub fn finished_on(task: &Task, to: &Status, day: NaiveDate) -> Option<NaiveDate> {
    match (to, &task.status) {
        (Status::Done, Status::Review) => task.done_on,
        (Status::Review | Status::Done, _) => Some(day),
        (to, was) if !to.is_finished() && !was.is_finished() => task.done_on,
        _ => None,
    }
}

/// What follows for a task that goes to status `to` on `day`: the day of finishing, and that what is finished is complete.
pub fn consequences(task: &Task, to: &Status, day: NaiveDate) -> Vec<(Field, Option<Value>)> {
    let finished = finished_on(task, to, day);
    // A note may have lowered it while the task waited to be struck off.
    let is_complete = match task.status {
        Status::Review => task.progress.is_none_or(|progress| progress >= 100),
        _ => false,
    };
    let complete = (Field::Progress, Some(Value::Integer(100)));
    let complete = Some(complete).filter(|_| matches!(to, Status::Review | Status::Done) && !is_complete);
    let day = (finished != task.done_on).then(|| (Field::DoneOn, finished.map(Value::Date)));
    complete.into_iter().chain(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_out_of_place_is_refused_with_those_that_fit() {
        #[track_caller]
        fn case(status: Status, admitted: &[Verb]) {
            let task = Task { status, ..Task::default() };
            let got: Vec<_> = Verb::ALL.into_iter().filter(|verb| verb.admit(&task).is_ok()).collect();
            assert_eq!(got, admitted);
            for verb in Verb::ALL.into_iter().filter(|verb| !admitted.contains(verb)) {
                let Err(Unfit::Status { fits, .. }) = verb.admit(&task) else { panic!("refused") };
                assert_eq!(fits, admitted);
            }
        }
        use Verb::{Accept, Block, Cancel, Done, Extend, Note, Reopen, Return, Start, Void};
        case(Status::Todo, &[Start, Note, Block, Done, Cancel, Void, Extend]);
        case(Status::Doing, &[Note, Block, Done, Cancel, Void, Extend]);
        case(Status::Blocked, &[Start, Note, Done, Cancel, Void, Extend]);
        case(Status::Review, &[Note, Accept, Return, Cancel]);
        case(Status::Done, &[Reopen]);
        case(Status::Cancelled, &[Reopen, Void]);
        case(Status::Void, &[Reopen]);
        case(Status::Other("挂起".into()), &[]);
    }

    #[test]
    fn what_leads_where() {
        use Status::{Blocked, Cancelled, Doing, Done, Review, Todo};
        let leading = |was: &Status, is: &Status, says| Verb::leading(was, is, says);
        assert_eq!(leading(&Todo, &Doing, false), Some(Verb::Start));
        assert_eq!(leading(&Todo, &Doing, true), Some(Verb::Note));
        assert_eq!(leading(&Blocked, &Doing, true), Some(Verb::Start));
        assert_eq!(leading(&Doing, &Review, false), Some(Verb::Done));
        assert_eq!(leading(&Review, &Done, false), Some(Verb::Accept));
        assert_eq!(leading(&Review, &Doing, true), None);
        assert_eq!(leading(&Done, &Doing, true), None);
        assert_eq!(leading(&Doing, &Todo, true), None);
        for (from, to, on) in [
            (Todo, Done, true),
            (Review, Done, true),
            (Review, Cancelled, true),
            (Blocked, Blocked, true),
            (Review, Doing, false),
            (Done, Review, false),
            (Done, Cancelled, false),
            (Cancelled, Todo, false),
            (Doing, Todo, false),
        ] {
            assert_eq!(Verb::leads_on(&from, &to), on, "{from:?} {to:?}");
        }
        assert_eq!(Verb::Done.leads(&Doing, true), Review);
        assert_eq!(Verb::Done.leads(&Doing, false), Done);
        assert!(Verb::Done.can_lead(&Doing, &Review) && !Verb::Note.can_lead(&Todo, &Todo));
        assert!(Verb::Note.can_lead(&Blocked, &Blocked) && !Verb::Accept.can_lead(&Doing, &Done));
    }

    #[test]
    fn what_follows_from_a_status() {
        #[track_caller]
        fn case(task: &Task, to: &Status, follows: &[(Field, Option<Value>)]) {
            let day: NaiveDate = "2026-06-30".parse().unwrap();
            assert_eq!(consequences(task, to, day), follows, "{:?} {to:?}", task.status);
        }
        let earlier: NaiveDate = "2026-05-08".parse().unwrap();
        let complete = (Field::Progress, Some(Value::Integer(100)));
        let on = |day: &str| (Field::DoneOn, Some(Value::Date(day.parse().unwrap())));
        let open = Task { status: Status::Doing, progress: Some(60), ..Task::default() };
        let reported =
            |progress| Task { status: Status::Review, progress, done_on: Some(earlier), ..Task::default() };
        case(&open, &Status::Review, &[complete.clone(), on("2026-06-30")]);
        case(&open, &Status::Done, &[complete.clone(), on("2026-06-30")]);
        case(&open, &Status::Blocked, &[]);
        case(&open, &Status::Cancelled, &[]);
        // A day that somebody wrote there by hand is for a person to look at.
        let stray = Task { done_on: Some(earlier), ..open.clone() };
        case(&stray, &Status::Blocked, &[]);
        case(&stray, &Status::Cancelled, &[(Field::DoneOn, None)]);
        case(&reported(Some(100)), &Status::Done, &[]);
        case(&reported(Some(80)), &Status::Done, &[complete]);
        case(&reported(Some(100)), &Status::Doing, &[(Field::DoneOn, None)]);
        case(&reported(Some(100)), &Status::Cancelled, &[(Field::DoneOn, None)]);
    }

    #[test]
    fn nobody_strikes_off_their_own_work() {
        assert!(!Verb::Accept.may_be_said_by(Some("李强 "), Some("李强")));
        assert!(Verb::Accept.may_be_said_by(Some("王敏"), Some("李强")));
        assert!(Verb::Accept.may_be_said_by(None, None));
        assert!(Verb::Return.may_be_said_by(Some("李强"), Some("李强")));
    }

    #[test]
    fn what_makes_no_sense_without_a_text_is_refused() {
        use Verb::{Block, Cancel, Extend, Note, Reopen, Return, Void};
        for verb in Verb::ALL {
            let needed = [Note, Block, Return, Reopen, Cancel, Void, Extend].contains(&verb);
            let nothing = if needed { Err(Unfit::NoText { verb }) } else { Ok(None) };
            assert_eq!(verb.text(None), nothing);
            assert_eq!(verb.text(Some(" \t")), nothing);
            assert_eq!(verb.text(Some(" 甲 ")), Ok(Some("甲".to_owned())));
        }
    }

    #[test]
    fn what_a_verb_may_set() {
        use Field::{DoneOn, Outcome, Progress, Status};
        #[track_caller]
        fn case(verb: Verb, fields: &[Field]) {
            let may: Vec<Field> = Field::all().filter(|field| verb.may_set(*field)).collect();
            let mut fields = fields.to_owned();
            fields.sort();
            assert_eq!(may, fields, "{verb:?}");
        }
        case(Verb::Start, &[Status]);
        case(Verb::Note, &[Status, Progress]);
        case(Verb::Block, &[Status]);
        case(Verb::Done, &[Status, Progress, DoneOn, Outcome]);
        case(Verb::Accept, &[Status, Progress]);
        case(Verb::Return, &[Status, DoneOn]);
        case(Verb::Reopen, &[Status, DoneOn]);
        case(Verb::Cancel, &[Status, DoneOn]);
        case(Verb::Void, &[Status, DoneOn]);
        case(Verb::Extend, &[]);
    }
}
