//! 自有栏目: the keys in tasks' files that the program does not know, with their values.

use std::collections::HashMap;

use rayon::prelude::*;
use toml::Table;

use super::Store;
use super::text::decode;
use crate::core::field::Field;
use crate::core::id::TaskId;
use crate::core::record::LOG;
use crate::core::task::Task;

impl Store {
    /// The office's own keys of these tasks; a task that has none is not there.
    pub fn own_keys(&self, tasks: &[Task]) -> HashMap<TaskId, Table> {
        let own = |task: &Task| {
            let bytes = self.bytes(&task.file).ok()?;
            let mut table: Table = toml::from_str(decode(&task.file, &bytes).ok()?).ok()?;
            table.retain(|key, _| Field::of_key(key).is_none() && key != LOG);
            (!table.is_empty()).then_some((task.id, table))
        };
        tasks.par_iter().filter_map(own).collect()
    }
}
