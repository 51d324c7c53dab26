//! A stretch of a calendar, for wall charts.

/// A stretch of a calendar, with what lies in it. Positions are shares of the stretch, 0 to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slot {
    /// The planned days: from, to.
    pub bar: Option<(f64, f64)>,
    /// Marks on single days, in order.
    pub marks: Vec<(f64, Mark)>,
    /// Where today is, if it is here.
    pub today: Option<f64>,
    /// How much of the stretch is past.
    pub past: f64,
}

/// How a bar lies in a stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Not in it.
    Empty,
    /// It has begun.
    Past,
    /// It is still to come.
    Future,
}

/// A mark on a day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// 原时限: the deadline before it was extended.
    OriginalDeadline,
    /// An occurrence still owed.
    Owed,
    /// An occurrence done.
    Met,
    /// An occurrence done after it was due.
    MetLate,
    /// An occurrence missed.
    Missed,
    /// The deadline.
    Deadline,
    /// 办结
    Finished,
    /// 黑旗: the deadline that was missed, where the chart is flagged.
    BlackFlag,
    /// 红旗: finished, where the chart is flagged.
    RedFlag,
}

impl Mark {
    /// Its sign in formats of plain characters. All are one half-width character.
    pub fn sign(self) -> char {
        match self {
            Self::OriginalDeadline => '△',
            Self::Owed => '○',
            Self::Met => '✓',
            Self::MetLate => '≈',
            Self::Missed => '✗',
            Self::Deadline => '▲',
            Self::Finished => '★',
            Self::BlackFlag => '⚑',
            Self::RedFlag => '⚐',
        }
    }
}

impl Stretch {
    /// A bar as a line of one half-width character, as the legend has it.
    pub fn line(self) -> &'static str {
        match self {
            Self::Empty => "",
            Self::Past => "━",
            Self::Future => "─",
        }
    }
}

impl Slot {
    /// How its bar lies in it, for formats that shade a stretch as a whole.
    pub fn stretch(&self) -> Stretch {
        match self.bar {
            None => Stretch::Empty,
            Some((from, _)) if from < self.past => Stretch::Past,
            Some(_) => Stretch::Future,
        }
    }

    /// The stretch in one or two characters, for formats without a calendar: its last mark, or its bar.
    pub fn plain(&self) -> String {
        let mark = self.marks.iter().map(|(_, mark)| mark).max();
        mark.map_or_else(|| self.stretch().line().to_owned(), |mark| mark.sign().to_string())
    }

    /// The signs of everything that lies in it, in order.
    pub fn signs(&self) -> String {
        self.marks.iter().map(|(_, mark)| mark.sign()).collect()
    }
}
