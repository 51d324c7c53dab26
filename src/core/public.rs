//! The public edition (公开版) of a ledger: without people's names and without the tasks that are not to be shown.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};

use super::ledger::Ledger;
use super::settings::Settings;
use super::task::Task;
use super::unread::Unread;
use super::writing::split_names;

/// What stands in a text in place of a person's name.
const HIDDEN: &str = "×××";

/// Every person the ledger names, to be hidden wherever a text speaks of them.
#[derive(Debug, Clone)]
pub struct Names {
    names: Vec<String>,
    search: Option<AhoCorasick>,
}

impl Names {
    /// The names in the settings and in the tasks. Offices that stand where a person might (经办人：综合科) are no
    /// people, and a single character is too little to tell a name from a word.
    pub fn of(ledger: &Ledger) -> Self {
        let offices: HashSet<&str> =
            ledger.settings.offices.iter().map(|office| office.name.as_str()).collect();
        let logged = ledger.kept().flat_map(|task| &task.log);
        let logged = logged.flat_map(|entry| entry.by.iter().chain(&entry.approved_by));
        let written = ledger.people().into_iter().chain(logged.map(String::as_str));
        let all: HashSet<String> = written.flat_map(split_names).collect();
        let is_name = |name: &String| name.chars().count() > 1 && !offices.contains(name.as_str());
        let names: Vec<String> = all.into_iter().filter(is_name).collect();
        // 欧阳小明 before 欧阳. Names that are too many to search for are not of this world.
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names).ok();
        Self { names, search }
    }

    /// The text without them.
    pub fn hide(&self, text: &str) -> String {
        match &self.search {
            Some(search) => {
                let mut shown = String::with_capacity(text.len());
                search.replace_all_with(text, &mut shown, |_, _, shown| {
                    shown.push_str(HIDDEN);
                    true
                });
                shown
            }
            None => self.names.iter().fold(text.to_owned(), |text, name| text.replace(name, HIDDEN)),
        }
    }
}

/// Whether a task may be shown to everybody: unless its file says `public = false`.
fn is_public(task: &Task) -> bool {
    task.public != Some(false)
}

/// The ledger as everybody may see it. Whether a task that is `unread` may be shown, nobody knows: it is not spoken of.
pub fn edition(ledger: &Ledger, unread: &[Unread]) -> Ledger {
    let names = Names::of(ledger);
    let settings = settings_without_people(&ledger.settings, &names);
    let hidden = ledger.tasks.iter().filter(|task| !is_public(task)).chain(&ledger.void).map(|task| task.id);
    let hidden: HashSet<_> = hidden.chain(unread.iter().filter_map(|unread| unread.id)).collect();
    let tasks = ledger.tasks.iter().filter(|task| is_public(task)).map(|task| {
        let mut task = without_people(task, &names);
        if task.parent_id().is_some_and(|parent| hidden.contains(&parent)) {
            task.parent = None;
        }
        task
    });
    // What is void is nobody's business.
    Ledger { settings, tasks: tasks.collect(), void: Vec::new() }
}

/// What tasks refer to by name is hidden here as it is there, so that they still find it.
fn settings_without_people(settings: &Settings, names: &Names) -> Settings {
    let mut settings = settings.clone();
    settings.bodies.clear();
    for office in &mut settings.offices {
        office.people.clear();
    }
    for extension in settings.phases.iter_mut().flat_map(|phase| &mut phase.extended) {
        extension.by = None;
        extension.approved_by = None;
        extension.reason = extension.reason.as_deref().map(|reason| names.hide(reason));
    }
    let phases = settings.phases.iter_mut().map(|phase| &mut phase.name);
    let domains = settings.domains.iter_mut().map(|domain| &mut domain.name);
    for name in phases.chain(domains) {
        *name = names.hide(name);
    }
    settings
}

fn without_people(task: &Task, names: &Names) -> Task {
    let mut task = task.clone();
    task.owner = None;
    task.leader = None;
    // Whatever else people wrote in their own words may name somebody.
    task.reword(|text| names.hide(text));
    for entry in &mut task.log {
        entry.by = None;
        entry.approved_by = None;
        // The names of the files are as telling as what is in them.
        entry.evidence.clear();
        entry.text = entry.text.as_deref().map(|text| names.hide(text));
    }
    task
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::entry::{EntryKind, LogEntry};
    use crate::core::id::TaskId;
    use crate::core::lifecycle::Verb;
    use crate::core::phase::Phase;
    use crate::core::settings::{Body, Office, Settings};
    use crate::core::status::Status;

    #[test]
    fn nobody_is_named_and_what_is_not_public_is_not_there() {
        let office = Office { name: "综合科".into(), people: vec!["李强".into(), "李强生".into()] };
        let body = Body { name: "专班".into(), head: Some("王敏".into()), members: Vec::new() };
        let entry = LogEntry::new("2026-06-01".parse().unwrap(), "赵蕾", EntryKind::Verb(Verb::Note));
        let task = |number: u32| Task { id: TaskId { year: 2026, number }, ..Task::default() };
        let ledger = Ledger {
            settings: Settings {
                name: "综合科台账".into(),
                offices: vec![office],
                bodies: vec![body],
                phases: vec![Phase { name: "周全检查".into(), ..Phase::default() }],
                ..Settings::default()
            },
            tasks: vec![
                Task {
                    title: "请李强生和王敏到综合科".into(),
                    content: Some("周全牵头全局".into()),
                    support: vec!["孙立".into(), "外协公司".into()],
                    lead: Some("孙立".into()),
                    owner: Some("李强、周全、全".into()),
                    leader: Some("孙立".into()),
                    parent: Some("2".into()),
                    log: vec![
                        entry.clone().saying(Some("赵蕾已办".into())).with_evidence(vec!["李强.pdf".into()]),
                        LogEntry { by: Some("综合科".into()), ..entry },
                    ],
                    ..task(1)
                },
                Task { title: "不公开".into(), public: Some(false), ..task(2) },
            ],
            void: vec![Task { title: "登记错了".into(), status: Status::Void, ..task(3) }],
        };
        let public = edition(&ledger, &[]);
        assert_eq!(public.tasks.len(), 1);
        let shown = format!("{public:?}");
        for name in ["李强", "王敏", "赵蕾", "周全", "孙立", "不公开", "登记错了"] {
            assert!(!shown.contains(name), "{name} in {shown}");
        }
        assert_eq!(
            (public.settings.name.as_str(), public.settings.phases[0].name.as_str()),
            ("综合科台账", "×××检查")
        );
        assert!(public.settings.bodies.is_empty());
        assert_eq!(public.settings.offices[0].name, "综合科");
        // One letter is no name: 全 stands in many words.
        assert_eq!(public.tasks[0].content.as_deref(), Some("×××牵头全局"));
        assert_eq!(public.tasks[0].title, "请×××和×××到综合科");
        assert_eq!(public.tasks[0].support, ["×××", "外协公司"]);
        assert_eq!(public.tasks[0].parent, None);
    }
}
