//! Recall and precision, kind by kind: what was found of what a plan says, and what was right of what was drafted.

use std::fmt::Write as _;

/// What is counted, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Title,
    Phases,
    PhaseDates,
    Domains,
    Tasks,
    Leads,
    Supports,
    Starts,
    Dues,
    LongTerm,
    Rhythms,
    Milestones,
    InPhase,
    Weights,
    Tags,
    People,
    Warnings,
}

impl Kind {
    pub(crate) const ALL: [Self; 17] = [
        Self::Title,
        Self::Phases,
        Self::PhaseDates,
        Self::Domains,
        Self::Tasks,
        Self::Leads,
        Self::Supports,
        Self::Starts,
        Self::Dues,
        Self::LongTerm,
        Self::Rhythms,
        Self::Milestones,
        Self::InPhase,
        Self::Weights,
        Self::Tags,
        Self::People,
        Self::Warnings,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Title => "标题",
            Self::Phases => "阶段",
            Self::PhaseDates => "阶段起止",
            Self::Domains => "重点任务",
            Self::Tasks => "任务",
            Self::Leads => "牵头单位",
            Self::Supports => "配合单位",
            Self::Starts => "开始时间",
            Self::Dues => "完成时限",
            Self::LongTerm => "长期坚持",
            Self::Rhythms => "频次",
            Self::Milestones => "时间节点",
            Self::InPhase => "所属阶段",
            Self::Weights => "分值",
            Self::Tags => "标签",
            Self::People => "责任人",
            Self::Warnings => "提醒",
        }
    }
}

/// The counts of one kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    /// How many the plan says.
    wanted: usize,
    /// How many of them were found.
    found: usize,
    /// How many were drafted.
    drafted: usize,
    /// How many of those are right.
    right: usize,
}

impl Tally {
    /// Of what the plan says, how much was found, in percent.
    pub(crate) fn recall(self) -> Option<f64> {
        percent(self.found, self.wanted)
    }

    /// Of what was drafted, how much is right, in percent.
    pub(crate) fn precision(self) -> Option<f64> {
        percent(self.right, self.drafted)
    }

    fn add(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.found += other.found;
        self.drafted += other.drafted;
        self.right += other.right;
    }
}

#[expect(clippy::cast_precision_loss, reason = "a plan has thousands of items, not quadrillions")]
fn percent(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}

/// The counts of every kind, and a line for everything that went wrong.
#[derive(Debug, Clone, Default)]
pub(crate) struct Score {
    tallies: [Tally; Kind::ALL.len()],
    pub(crate) mistakes: Vec<String>,
}

impl Score {
    pub(crate) fn of(&self, kind: Kind) -> Tally {
        self.tallies[kind as usize]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.tallies.iter_mut().zip(other.tallies) {
            mine.add(theirs);
        }
    }

    /// Something the plan says, and whether it was found.
    pub(crate) fn wants(&mut self, kind: Kind, found: bool, what: impl FnOnce() -> String) {
        let tally = &mut self.tallies[kind as usize];
        tally.wanted += 1;
        tally.found += usize::from(found);
        if !found {
            self.mistakes.push(format!("- {} {}", kind.name(), what()));
        }
    }

    /// Something that was drafted, and whether it is right.
    pub(crate) fn drafts(&mut self, kind: Kind, right: bool, what: impl FnOnce() -> String) {
        let tally = &mut self.tallies[kind as usize];
        tally.drafted += 1;
        tally.right += usize::from(right);
        if !right {
            self.mistakes.push(format!("+ {} {}", kind.name(), what()));
        }
    }

    /// Takes a kind out, with all that went wrong in it.
    pub(crate) fn forget(&mut self, kind: Kind) {
        self.tallies[kind as usize] = Tally::default();
        let name = format!(" {} ", kind.name());
        self.mistakes.retain(|mistake| !mistake[1..].starts_with(&name));
    }

    /// A row of the table for each kind that the plan or the draft knows.
    pub(crate) fn table(&self, name: &str) -> String {
        let mut table = format!("\n{name}\n");
        for kind in Kind::ALL {
            let tally = self.of(kind);
            if tally.wanted + tally.drafted == 0 {
                continue;
            }
            let shown = |rate: Option<f64>| rate.map_or("    –".to_owned(), |r| format!("{r:5.1}"));
            let _ = writeln!(
                table,
                "  {}{}  召回 {} % ({}/{})  准确 {} % ({}/{})",
                kind.name(),
                "　".repeat(5_usize.saturating_sub(kind.name().chars().count())),
                shown(tally.recall()),
                tally.found,
                tally.wanted,
                shown(tally.precision()),
                tally.right,
                tally.drafted,
            );
        }
        table
    }
}
