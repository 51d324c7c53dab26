//! The whole ledger (台账) in memory.

use super::id::TaskId;
use super::settings::Settings;
use super::task::Task;

/// The settings and every task that could be read. Which tasks count is decided here and nowhere else: whoever goes over the
/// tasks, to total, draw, list or judge them, does not meet those that are void.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// What `ledger.toml` says.
    pub settings: Settings,
    /// The tasks, in the order of their ids.
    pub tasks: Vec<Task>,
    /// What was registered by mistake (作废), in the order of the ids: its file and its number stay, and no more.
    pub void: Vec<Task>,
}

impl Ledger {
    /// The ledger of these tasks, which are in the order of their ids.
    pub fn of(settings: Settings, tasks: Vec<Task>) -> Self {
        let (tasks, void) = tasks.into_iter().partition(|task| task.status.counts());
        Self { settings, tasks, void }
    }

    /// The task with this id, void or not.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        [&self.tasks, &self.void].into_iter().find_map(|tasks| {
            tasks.binary_search_by_key(&id, |task| task.id).ok().and_then(|at| tasks.get(at))
        })
    }

    /// Every file's task, what is void behind the rest: for what is kept of them, numbers, parents, logs, and for no report.
    pub fn kept(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().chain(&self.void)
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
