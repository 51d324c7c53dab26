//! Taking back the last change.

use anyhow::{Result, bail};

use super::{Decision, Session};
use crate::core::change::Op;
use crate::core::id::TaskId;
use crate::core::provenance::short;
use crate::core::revision::Origin;
use crate::history::{Message, Repository, Undoing};
use crate::store::NewFile;

impl Session<'_> {
    /// Decides to take back the last change that the person made with this program.
    pub fn undo(&self) -> Result<Decision<'_>> {
        let Some(repository) = &self.repository else {
            bail!("ledger.toml 里写了 [git] commit = false，没有历史可以撤销");
        };
        let me = Repository::who(self.store.root())?.name;
        let Some(last) = repository.last_change(&me)? else {
            bail!("历史里没有 {me} 用本程序作的修改可以撤销；别人的修改请他本人撤销");
        };
        let revision = &last.revision;
        let what = format!("“{}”（{}，提交 {}）", revision.sentence, revision.day, short(&revision.commit));
        if revision.origin() == Origin::Program(Op::Init) {
            bail!("最后一次修改是{what}，建立台账不能撤销；不要了可以删去整个文件夹");
        }
        let before = self.before_many(&last.paths())?;
        if let Some(file) = before.unkept().first() {
            bail!(
                "最后一次修改是{what}，{file} 后来手工改过，还没有存入历史，没有撤销；请先运行 ledger check --fix 存入，再直接改正"
            );
        }
        let files = match repository.undoing(&last)? {
            Undoing::Files(files) => files,
            Undoing::ChangedBy(later, file) => {
                let task = TaskId::of_path(&file).map_or(file, |id| id.to_string());
                bail!(
                    "最后一次修改是{what}，{task} 后来又改过：{} {} “{}”，没有撤销；请直接改正，如 ledger set、ledger reopen",
                    later.day,
                    later.author(),
                    later.sentence
                );
            }
        };
        if let Some((child, parent)) = self.orphan(&files)? {
            bail!(
                "最后一次修改是{what}，{child} 后来成了 {parent} 的下级任务，没有撤销；请先改 {child}：ledger set {child} parent="
            );
        }
        let sentence = format!("撤销 {}", revision.sentence);
        let undoes = Some(revision.commit.clone());
        let message = Message { undoes, ..Message::new(sentence, Op::Undo, revision.tasks.clone()) };
        Ok(self.replacing(files, before, message))
    }

    /// A task that would be left without its parent, and that parent.
    fn orphan(&self, files: &[NewFile]) -> Result<Option<(TaskId, TaskId)>> {
        let gone = |file: &NewFile| TaskId::of_path(&file.0).filter(|_| file.1.is_none());
        let gone: Vec<TaskId> = files.iter().filter_map(gone).collect();
        if gone.is_empty() {
            return Ok(None);
        }
        let ledger = self.store.read()?.ledger;
        let mut left = ledger.kept().filter(|task| !gone.contains(&task.id));
        Ok(left.find_map(|task| Some((task.id, task.parent_id().filter(|parent| gone.contains(parent))?))))
    }
}
