//! The three-way merge of one task's file (合并), key by key: what two people changed apart, made one.
//!
//! A key that one side changed is that side's; a key that both changed, and not alike, is a [`Conflict`] for people to
//! settle. Three things know better: logs grow together entry by entry, the status that is further along stands, and
//! tables that this version does not know are merged key by key themselves. Two extensions of one deadline to different days
//! are a conflict too, though no key says so.
//!
//! It makes no difference which side is called ours: where there is no conflict, both get the same.

#[cfg(test)]
pub(crate) mod arbitrary;
mod extension;
mod life;
mod lines;
mod log;
mod order;
#[cfg(test)]
mod properties;
mod versions;
mod words;

use toml::{Table, Value};

pub use lines::{Lines, join_lines};
pub use order::is_same;

use super::entry::LOG;
use super::field::Field;
use super::task_version::Record;
use versions::{Ruling, Tables, Values};

/// One of the two versions to be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// 本地
    Ours,
    /// 对方
    Theirs,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Ours => Self::Theirs,
            Self::Theirs => Self::Ours,
        }
    }

    /// How messages call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ours => "本地",
            Self::Theirs => "对方",
        }
    }
}

/// A key that both sides changed, and not alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The key in the file, with dots where it lies within tables: `自定.电话`; of two extensions `log.extend`, with the
    /// period behind it where there is one.
    pub key: String,
    /// What both began with; none where there was nothing.
    pub base: Option<Value>,
    /// What our side has now; none where it was taken away.
    pub ours: Option<Value>,
    /// What the other side has now.
    pub theirs: Option<Value>,
}

impl Conflict {
    /// That both sides changed a file that has no keys, or none that could be joined.
    pub fn of_the_file() -> Self {
        Self { key: String::new(), base: None, ours: None, theirs: None }
    }

    /// What that side has now.
    pub fn of(&self, side: Side) -> Option<&Value> {
        match side {
            Side::Ours => self.ours.as_ref(),
            Side::Theirs => self.theirs.as_ref(),
        }
    }

    /// Whose value stands in a version that somebody made of the two; none where neither does.
    pub fn settled_in(&self, outcome: &Table) -> Option<Side> {
        let stands = match self.extended() {
            Some(period) => extension::last(outcome.get(LOG), period),
            None => Record::value(outcome, &self.key),
        };
        [Side::Ours, Side::Theirs].into_iter().find(|side| self.of(*side) == stands)
    }
}

/// Whose value stands for one key that differs between the sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The key, behind those of the tables it lies in; both sides have these.
    pub path: Vec<String>,
    /// Whose value stands. Where that side does not have the key, it goes.
    pub side: Side,
}

/// How two versions become one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The keys that differ, but for a log that is merged entry by entry.
    pub decisions: Vec<Decision>,
    /// The entries of the merged log, each as the side that has it and its place there; none where there is nothing to
    /// merge, or the log was decided like any other key.
    pub log: Option<Vec<(Side, usize)>>,
    /// What nobody has settled; ours stands meanwhile.
    pub conflicts: Vec<Conflict>,
}

/// Decides how `ours` and `theirs`, which grew out of `base`, become one. `choose` settles conflicts, or leaves them.
pub fn plan(
    base: Option<&Table>,
    ours: &Table,
    theirs: &Table,
    choose: &mut dyn FnMut(&Conflict) -> Option<Side>,
) -> Plan {
    let tables = Tables { base, ours, theirs };
    let mut planning = Planning { plan: Plan::default(), choose };
    let decided = planning.life(tables);
    for key in tables.keys() {
        let values = tables.get(key);
        match Field::of_key(key) {
            Some(Field::Status | Field::Progress | Field::DoneOn) => {}
            // A rhythm is one value, as is a list: neither can be mixed.
            Some(_) => planning.value(&[key], values),
            None if key == LOG => planning.log(values, decided),
            None => planning.unknown(&mut vec![key], values),
        }
    }
    planning.plan
}

impl Plan {
    /// The table that comes of it.
    pub fn merged(&self, ours: &Table, theirs: &Table) -> Table {
        let mut merged = ours.clone();
        for decision in self.decisions.iter().filter(|decision| decision.side == Side::Theirs) {
            let Some((key, inside)) = decision.path.split_last() else { continue };
            let theirs = inside.iter().try_fold(theirs, |table, key| table.get(key)?.as_table());
            let merged = inside.iter().try_fold(&mut merged, |table, key| table.get_mut(key)?.as_table_mut());
            let Some(merged) = merged else { continue };
            match theirs.and_then(|table| table.get(key)) {
                Some(value) => merged.insert(key.clone(), value.clone()),
                None => merged.remove(key),
            };
        }
        if let Some(picks) = &self.log {
            let entry = |(side, at): &(Side, usize)| {
                let table = if *side == Side::Ours { ours } else { theirs };
                table.get(LOG)?.get(at).cloned()
            };
            let log: Vec<Value> = picks.iter().filter_map(entry).collect();
            if log.is_empty() {
                merged.remove(LOG);
            } else {
                merged.insert(LOG.to_owned(), Value::Array(log));
            }
        }
        merged
    }
}

struct Planning<'a> {
    plan: Plan,
    choose: &'a mut dyn FnMut(&Conflict) -> Option<Side>,
}

impl Planning<'_> {
    /// 状态, 进度 and 办结日期, which move together. Returns the side whose status was taken over another one.
    fn life(&mut self, tables: Tables<'_>) -> Option<Side> {
        let [status_key, progress_key, done_on_key] =
            [Field::Status, Field::Progress, Field::DoneOn].map(Field::key);
        let (status, progress, done_on) =
            (tables.get(status_key), tables.get(progress_key), tables.get(done_on_key));
        let mut ruling = life::status(status, tables.base.is_some());
        if let Ruling::Take(winner) = ruling
            && life::voids_work(status, tables.get(LOG), winner)
        {
            ruling = Ruling::Differ;
        }
        let settled = self.rule(&[status_key], status, ruling);
        match ruling {
            // Whoever settles the status settles what goes with it.
            Ruling::Differ => {
                self.decide(&[progress_key], progress, settled);
                self.decide(&[done_on_key], done_on, settled);
            }
            Ruling::Take(winner) if !life::is_same_word(status) => {
                let side = life::progress_behind(progress, winner, status.of(winner));
                self.decide(&[progress_key], progress, side);
                self.decide(&[done_on_key], done_on, life::behind(done_on, winner));
            }
            _ => {
                self.rule(&[progress_key], progress, life::progress(progress));
                self.value(&[done_on_key], done_on);
                return None;
            }
        }
        Some(settled)
    }

    fn log(&mut self, values: Values<'_>, decided: Option<Side>) {
        match (values.ruling(), log::union(values, decided)) {
            (Ruling::Differ, Some(mut picks)) => {
                for period in extension::periods(values) {
                    let side = match extension::ruling(values, period) {
                        Ruling::Agree => continue,
                        Ruling::Take(side) => side,
                        Ruling::Differ => {
                            self.settle(&extension::path(period), extension::in_force(values, period))
                        }
                    };
                    extension::put_last(&mut picks, values, period, side);
                }
                self.plan.log = Some(picks);
            }
            _ => self.value(&[LOG], values),
        }
    }

    /// A key that this version does not know; tables on both sides are merged key by key.
    fn unknown<'a>(&mut self, path: &mut Vec<&'a str>, values: Values<'a>) {
        let (Some(ours), Some(theirs)) =
            (values.ours.and_then(Value::as_table), values.theirs.and_then(Value::as_table))
        else {
            return self.value(path, values);
        };
        let inner = Tables { base: values.base.and_then(Value::as_table), ours, theirs };
        for key in inner.keys() {
            path.push(key);
            self.unknown(path, inner.get(key));
            path.pop();
        }
    }

    /// A value that is one: whoever changed it alone has it.
    fn value(&mut self, path: &[&str], values: Values<'_>) {
        self.rule(path, values, values.ruling());
    }

    /// Writes down whose value stands, asking where the rule does not say; returns it.
    fn rule(&mut self, path: &[&str], values: Values<'_>, ruling: Ruling) -> Side {
        let side = match ruling {
            Ruling::Agree => return Side::Ours,
            Ruling::Take(side) => side,
            Ruling::Differ => self.settle(path, values),
        };
        self.decide(path, values, side);
        side
    }

    fn settle(&mut self, path: &[&str], values: Values<'_>) -> Side {
        let conflict = Conflict {
            key: path.join("."),
            base: values.base.cloned(),
            ours: values.ours.cloned(),
            theirs: values.theirs.cloned(),
        };
        (self.choose)(&conflict).unwrap_or_else(|| {
            self.plan.conflicts.push(conflict);
            Side::Ours
        })
    }

    fn decide(&mut self, path: &[&str], values: Values<'_>, side: Side) {
        if values.ruling() != Ruling::Agree {
            let path = path.iter().map(|key| (*key).to_owned()).collect();
            self.plan.decisions.push(Decision { path, side });
        }
    }
}

#[cfg(test)]
mod tests;
