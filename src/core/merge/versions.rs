//! One key as three versions of a file have it, and the plain rule for it: who changed it alone has it.

use toml::{Table, Value};

use super::Side;
use super::order::compare;
use crate::core::field::Field;

/// The three versions of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables<'a> {
    /// The version both sides began from, where there is one.
    pub(super) base: Option<&'a Table>,
    pub(super) ours: &'a Table,
    pub(super) theirs: &'a Table,
}

impl<'a> Tables<'a> {
    /// Every key there is, those of a task in the order of a new file, and then what this version does not know.
    pub(super) fn keys(self) -> Vec<&'a str> {
        let all = self.base.into_iter().chain([self.ours, self.theirs]).flat_map(Table::keys);
        let mut keys: Vec<_> =
            all.map(|key| (Field::of_key(key).is_none(), Field::of_key(key), key.as_str())).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().map(|(_, _, key)| key).collect()
    }

    /// What the versions have under `key`.
    pub(super) fn get(self, key: &str) -> Values<'a> {
        Values {
            base: self.base.and_then(|base| base.get(key)),
            ours: self.ours.get(key),
            theirs: self.theirs.get(key),
        }
    }
}

/// The three versions of a value; none where the key is not there, which is as good a version as any.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) base: Option<&'a Value>,
    pub(super) ours: Option<&'a Value>,
    pub(super) theirs: Option<&'a Value>,
}

/// What the plain rule says of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ruling {
    /// Both sides have the same.
    Agree,
    /// This side's stands.
    Take(Side),
    /// Both changed it, and not alike.
    Differ,
}

impl<'a> Values<'a> {
    /// One side's value.
    pub(super) fn of(self, side: Side) -> Option<&'a Value> {
        match side {
            Side::Ours => self.ours,
            Side::Theirs => self.theirs,
        }
    }

    /// The plain rule.
    pub(super) fn ruling(self) -> Ruling {
        if same(self.ours, self.theirs) {
            Ruling::Agree
        } else if same(self.base, self.ours) {
            Ruling::Take(Side::Theirs)
        } else if same(self.base, self.theirs) {
            Ruling::Take(Side::Ours)
        } else {
            Ruling::Differ
        }
    }
}

fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => compare(a, b).is_eq(),
        (None, None) => true,
        _ => false,
    }
}
