//! 自有栏目: the keys in tasks' files that the program does not know, with their values.

use std::collections::HashMap;

use rayon::prelude::*;
use toml::Table;

use super::Store;
use super::text::decode;
use crate::core::id::TaskId;
use crate::core::import_proposal::is_own_key;
use crate::core::task::Task;

impl Store {
    /// The office's own keys of these tasks; a task that has none is not there.
    pub fn own_keys(&self, tasks: &[&Task]) -> HashMap<TaskId, Table> {
        let own = |task: &&Task| {
            let bytes = self.bytes(&task.file).ok()?;
            let mut table: Table = toml::from_str(decode(&task.file, &bytes).ok()?).ok()?;
            table.retain(|key, _| is_own_key(key));
            (!table.is_empty()).then_some((task.id, table))
        };
        tasks.par_iter().filter_map(own).collect()
    }
}
