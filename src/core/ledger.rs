//! The whole ledger (台账) in memory.

use super::id::TaskId;
use super::settings::Settings;
use super::task::Task;

/// The settings and every task that could be read, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// What `ledger.toml` says.
    pub settings: Settings,
    /// The tasks.
    pub tasks: Vec<Task>,
}

impl Ledger {
    /// The task with this id.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.binary_search_by_key(&id, |task| task.id).ok().and_then(|at| self.tasks.get(at))
    }

    /// The offices named in the settings or by a task, the settings' first, each once.
    pub fn offices(&self) -> Vec<&str> {
        let named = self.settings.offices.iter().map(|office| office.name.as_str());
        let used = self.tasks.iter().flat_map(|task| task.lead.iter().chain(&task.support));
        unique(named.chain(used.map(String::as_str)))
    }

    /// The people named in the settings or by a task, the settings' first, each once.
    pub fn people(&self) -> Vec<&str> {
        let used = self.tasks.iter().flat_map(|task| task.owner.iter().chain(&task.leader));
        unique(self.settings.people().into_iter().chain(used.map(String::as_str)))
    }
}

fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = std::collections::HashSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}
