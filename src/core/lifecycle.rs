//! Which verb may be said of a task in which status (办理流程).

use super::entry::EntryKind;
use super::refusal::Refusal;
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
    /// 延期
    Extend,
}

impl Verb {
    /// Every verb.
    pub const ALL: [Self; 9] = [
        Self::Start,
        Self::Note,
        Self::Block,
        Self::Done,
        Self::Accept,
        Self::Return,
        Self::Reopen,
        Self::Cancel,
        Self::Extend,
    ];

    /// The statuses it may be said in.
    pub fn allowed_from(self) -> &'static [Status] {
        use Status::{Blocked, Cancelled, Doing, Done, Review, Todo};
        match self {
            Self::Start => &[Todo, Blocked],
            Self::Note | Self::Cancel => &[Todo, Doing, Blocked, Review],
            Self::Block => &[Todo, Doing],
            Self::Done | Self::Extend => &[Todo, Doing, Blocked],
            Self::Accept | Self::Return => &[Review],
            Self::Reopen => &[Done, Cancelled],
        }
    }

    /// Refuses the verb in any other status, naming the verbs that fit.
    pub fn admit(self, task: &Task) -> Result<(), Refusal> {
        if self.allowed_from().contains(&task.status) {
            return Ok(());
        }
        let fits = Self::ALL.into_iter().filter(|verb| verb.allowed_from().contains(&task.status)).collect();
        Err(Refusal::WrongStatus { task: task.named(), status: task.status.clone(), verb: self, fits })
    }

    /// The log entry it leaves.
    pub fn entry(self) -> EntryKind {
        match self {
            Self::Start => EntryKind::Start,
            Self::Note => EntryKind::Note,
            Self::Block => EntryKind::Block,
            Self::Done => EntryKind::Done,
            Self::Accept => EntryKind::Accept,
            Self::Return => EntryKind::Return,
            Self::Reopen => EntryKind::Reopen,
            Self::Cancel => EntryKind::Cancel,
            Self::Extend => EntryKind::Extend,
        }
    }

    /// The command's name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Note => "note",
            Self::Block => "block",
            Self::Done => "done",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
            Self::Extend => "extend",
        }
    }

    /// The word on paper and in the history.
    pub fn label(self) -> &'static str {
        match self {
            Self::Start => "启动",
            Self::Note => "进展",
            Self::Block => "受阻",
            Self::Done => "办结",
            Self::Accept => "核销",
            Self::Return => "退回",
            Self::Reopen => "重开",
            Self::Cancel => "取消",
            Self::Extend => "延期",
        }
    }
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
                let Err(Refusal::WrongStatus { fits, .. }) = verb.admit(&task) else { panic!("refused") };
                assert_eq!(fits, admitted);
            }
        }
        use Verb::{Accept, Block, Cancel, Done, Extend, Note, Reopen, Return, Start};
        case(Status::Todo, &[Start, Note, Block, Done, Cancel, Extend]);
        case(Status::Doing, &[Note, Block, Done, Cancel, Extend]);
        case(Status::Blocked, &[Start, Note, Done, Cancel, Extend]);
        case(Status::Review, &[Note, Accept, Return, Cancel]);
        case(Status::Done, &[Reopen]);
        case(Status::Cancelled, &[Reopen]);
        case(Status::Other("挂起".into()), &[]);
    }
}
