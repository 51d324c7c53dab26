//! Two logs (办理记录) that grew apart made one: what either side added is there once, what either side took away is not.

use std::cmp::Ordering;
use std::collections::HashMap;

use toml::value::Date;
use toml::{Table, Value};

use super::Side;
use super::order::compare_tables;
use super::versions::Values;

/// The entries of the log to be, each as the side that has it and its place there; none where one of the logs is not a list
/// of entries. `decided` is the side whose status won: among the entries of one day its own come last.
pub(super) fn union(values: Values<'_>, decided: Option<Side>) -> Option<Vec<(Side, usize)>> {
    let (ours, theirs) = (entries(values.ours)?, entries(values.theirs)?);
    // A log that could not be read once is no reason not to read it now.
    let base = entries(values.base).unwrap_or_default();
    let names = Names::of([&base, &ours, &theirs]);
    let (base, ours, theirs) = (names.all(&base), names.all(&ours), names.all(&theirs));

    let removed = |side: &[Entry]| {
        let mut left = counts(&base);
        for entry in side {
            let count = left.entry(entry.name).or_default();
            *count = count.saturating_sub(1);
        }
        left
    };
    let (gone_ours, gone_theirs) = (removed(&ours), removed(&theirs));
    let mut merging = Merging {
        base: base.iter().enumerate().rev().map(|(at, entry)| (entry.name, at)).collect(),
        ours: Line::new(without(ours, &gone_theirs, &gone_ours)),
        theirs: Line::new(without(theirs, &gone_ours, &gone_theirs)),
        decided,
    };
    Some(merging.all())
}

/// A log's entries; none where it is no list of tables.
fn entries(log: Option<&Value>) -> Option<Vec<&Table>> {
    match log {
        None => Some(Vec::new()),
        Some(log) => log.as_array()?.iter().map(Value::as_table).collect(),
    }
}

/// An entry by its name: entries that say the same have the same one.
#[derive(Debug, Clone, Copy)]
struct Entry {
    name: usize,
    day: Option<Date>,
    at: usize,
}

/// Every entry there is, in one order.
struct Names<'a>(Vec<&'a Table>);

impl<'a> Names<'a> {
    fn of(logs: [&[&'a Table]; 3]) -> Self {
        let mut all = logs.concat();
        all.sort_by(|a, b| compare_tables(a, b));
        all.dedup_by(|a, b| compare_tables(a, b).is_eq());
        Self(all)
    }

    fn all(&self, log: &[&Table]) -> Vec<Entry> {
        let entry = |(at, table): (usize, &&Table)| {
            let name = self.0.partition_point(|other| compare_tables(other, table).is_lt());
            let date = table.get("date").and_then(Value::as_datetime).and_then(|date| date.date);
            Entry { name, day: date, at }
        };
        log.iter().enumerate().map(entry).collect()
    }
}

fn counts(log: &[Entry]) -> HashMap<usize, usize> {
    let mut counts = HashMap::new();
    for entry in log {
        *counts.entry(entry.name).or_default() += 1;
    }
    counts
}

/// A side's log without what the other side alone took away.
fn without(mut log: Vec<Entry>, theirs: &HashMap<usize, usize>, own: &HashMap<usize, usize>) -> Vec<Entry> {
    let of = |gone: &HashMap<usize, usize>, name| gone.get(&name).copied().unwrap_or_default();
    let mut still: HashMap<usize, usize> =
        theirs.iter().map(|(name, gone)| (*name, gone.saturating_sub(of(own, *name)))).collect();
    log.reverse();
    log.retain(|entry| match still.get_mut(&entry.name) {
        Some(gone) if *gone > 0 => {
            *gone -= 1;
            false
        }
        _ => true,
    });
    log.reverse();
    log
}

/// One side's entries still to come.
struct Line {
    rest: std::collections::VecDeque<Entry>,
    counts: HashMap<usize, usize>,
}

impl Line {
    fn new(log: Vec<Entry>) -> Self {
        Self { counts: counts(&log), rest: log.into() }
    }

    fn head(&self) -> Option<Entry> {
        self.rest.front().copied()
    }

    fn has(&self, entry: Entry) -> bool {
        self.counts.get(&entry.name).is_some_and(|count| *count > 0)
    }

    /// Takes the first entry of that name out.
    fn take(&mut self, entry: Entry) {
        if let Some(at) = self.rest.iter().position(|other| other.name == entry.name) {
            self.rest.remove(at);
            *self.counts.entry(entry.name).or_insert(1) -= 1;
        }
    }
}

/// Both lines walked together. An entry that both have waits until both have come to it, so that each line keeps its order.
struct Merging {
    base: HashMap<usize, usize>,
    ours: Line,
    theirs: Line,
    decided: Option<Side>,
}

impl Merging {
    fn all(&mut self) -> Vec<(Side, usize)> {
        let mut picks = Vec::new();
        loop {
            match (self.ours.head(), self.theirs.head()) {
                (None, None) => return picks,
                (Some(ours), None) => self.pick(Side::Ours, ours, &mut picks),
                (None, Some(theirs)) => self.pick(Side::Theirs, theirs, &mut picks),
                (Some(ours), Some(theirs)) if ours.name == theirs.name => {
                    self.pick(Side::Ours, ours, &mut picks);
                }
                (Some(ours), Some(theirs)) => self.step(ours, theirs, &mut picks),
            }
        }
    }

    fn step(&mut self, ours: Entry, theirs: Entry, picks: &mut Vec<(Side, usize)>) {
        let (ours_waits, theirs_waits) = (self.theirs.has(ours), self.ours.has(theirs));
        match (ours_waits, theirs_waits) {
            (true, false) => return self.pick(Side::Theirs, theirs, picks),
            (false, true) => return self.pick(Side::Ours, ours, picks),
            _ => {}
        }
        let known = match (self.base.get(&ours.name), self.base.get(&theirs.name)) {
            // They stand in one order here and in another there: as both began.
            (Some(ours), Some(theirs)) => ours.cmp(theirs),
            _ => Ordering::Equal,
        };
        let day = |entry: Entry| (entry.day.is_none(), entry.day);
        let by_day = known.then(day(ours).cmp(&day(theirs)));
        let last = match self.decided {
            None if ours.name < theirs.name => Side::Theirs,
            None => Side::Ours,
            Some(decided) => decided,
        };
        let first = match by_day {
            Ordering::Less => Side::Ours,
            Ordering::Equal => last.other(),
            Ordering::Greater => Side::Theirs,
        };
        let mut next = if first == Side::Ours { ours } else { theirs };
        self.pick(first, next, picks);
        // What one person wrote down on one day stays together.
        while by_day.is_eq()
            && let Some(head) = self.line(first).head().filter(|head| head.day == next.day)
            && !self.line(first.other()).has(head)
        {
            next = head;
            self.pick(first, next, picks);
        }
    }

    /// Takes an entry off its line, and off the other where it stands there too.
    fn pick(&mut self, side: Side, entry: Entry, picks: &mut Vec<(Side, usize)>) {
        picks.push((side, entry.at));
        self.ours.take(entry);
        self.theirs.take(entry);
    }

    fn line(&self, side: Side) -> &Line {
        match side {
            Side::Ours => &self.ours,
            Side::Theirs => &self.theirs,
        }
    }
}
