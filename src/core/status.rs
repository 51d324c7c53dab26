//! Where a task stands in its life (状态), as its file records it.

use serde::{Deserialize, Serialize, Serializer};

/// 状态. What follows from the day (逾期, 临期) is computed elsewhere and never stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "String")]
pub enum Status {
    /// 未启动
    #[default]
    Todo,
    /// 推进中
    Doing,
    /// 受阻
    Blocked,
    /// 待核销: the doer says it is done, somebody else has still to accept it.
    Review,
    /// 已办结（销号）
    Done,
    /// 已取消
    Cancelled,
    /// 已作废: registered by mistake. It never was a task: nothing counts it, and only its file, its number and its log stay.
    Void,
    /// A word that this version does not know: shown as it stands and left alone.
    Other(String),
}

impl Status {
    /// The known statuses in the order of a task's life.
    pub const ALL: [Self; 7] =
        [Self::Todo, Self::Doing, Self::Blocked, Self::Review, Self::Done, Self::Cancelled, Self::Void];

    /// The word in the file.
    pub fn key(&self) -> &str {
        match self {
            Self::Todo => "todo",
            Self::Doing => "doing",
            Self::Blocked => "blocked",
            Self::Review => "review",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Void => "void",
            Self::Other(word) => word,
        }
    }

    /// The word on paper.
    pub fn label(&self) -> &str {
        match self {
            Self::Todo => "未启动",
            Self::Doing => "推进中",
            Self::Blocked => "受阻",
            Self::Review => "待核销",
            Self::Done => "已办结",
            Self::Cancelled => "已取消",
            Self::Void => "已作废",
            Self::Other(word) => word,
        }
    }

    /// Reads the English word of the file or the Chinese one, with the variants offices use.
    pub fn parse(word: &str) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|status| status.key() == word || status.label() == word);
        known.or(match word {
            "待办" | "未开始" => Some(Self::Todo),
            "进行中" | "办理中" | "在办" => Some(Self::Doing),
            "待审核" | "待验收" | "已完成待审核" => Some(Self::Review),
            "办结" | "已销号" | "销号" | "已完成" | "完成" => Some(Self::Done),
            "取消" => Some(Self::Cancelled),
            "作废" => Some(Self::Void),
            _ => None,
        })
    }

    /// Whether nothing more is expected of the person responsible: the deadline no longer runs.
    pub fn is_finished(&self) -> bool {
        matches!(self, Self::Review | Self::Done | Self::Cancelled | Self::Void)
    }

    /// Whether the task has left the ledger's working list (办结, 取消 or 作废).
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Void)
    }

    /// Whether it is a task at all, to be counted, listed, judged: everything but what was registered by mistake.
    pub fn counts(&self) -> bool {
        *self != Self::Void
    }
}

impl From<String> for Status {
    fn from(word: String) -> Self {
        Self::ALL.into_iter().find(|status| status.key() == word).unwrap_or(Self::Other(word))
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}
