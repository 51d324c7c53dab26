//! Mending the folder: what is beyond doubt is put right, each kind of thing as a change of its own.

use anyhow::Result;

use super::Session;
use super::check::found;
use super::decision::Before;
use crate::core::change::Op;
use crate::core::id::TaskId;
use crate::core::integrity::findings;
use crate::core::problem::{Problem, Severity};
use crate::history::Message;
use crate::ops::tidy::tidy;
use crate::store::{Lost, NewFile, Reading, Store, belongs};

/// Who hears of each thing that was done, once it is: it stays done where a later one fails.
pub type Done<'a> = &'a mut dyn FnMut(&str) -> Result<()>;

impl Session<'_> {
    /// What [`Session::mend`] would do, a line each.
    pub fn mendable(&self) -> Result<Vec<String>> {
        let before = self.before(&[])?;
        let reading = self.read()?;
        let restored = Restoring::of(&reading, &before, &self.store).sentences();
        let findings = findings(&reading.ledger, self.today);
        let problems = found(&self.store, &reading, &findings);
        let there = |file: &&String| belongs(file) && self.store.root().join(file).exists();
        let by_hand = before.unkept().iter().filter(there).map(|file| format!("存入手工修改 {file}"));
        let mended = self.store.mended(&problems)?.into_iter().map(|(file, _)| format!("整理 {file}"));
        let tidied = tidy(&findings).map(|change| change.sentence);
        Ok(restored.into_iter().chain(by_hand).chain(mended).chain(tidied).collect())
    }

    /// Keeps what people changed by hand, then mends what can be. Gives back how many errors somebody has to look at.
    pub fn mend(&self, done: Done<'_>) -> Result<usize> {
        let mut before = self.before(&[])?;
        let mut reading = self.read()?;
        let restoring = Restoring::of(&reading, &before, &self.store);
        if !restoring.is_nothing() {
            restoring.carry_out(self)?.iter().try_for_each(|sentence| done(sentence))?;
            before = self.before(&[])?;
            reading = self.read()?;
        }
        let findings = findings(&reading.ledger, self.today);
        let problems = found(&self.store, &reading, &findings);
        self.keep_hand_edits(&before)?;
        // What was mended in a file that nobody could keep as it was is kept together with what was done there by hand.
        let (fresh, known): (Vec<NewFile>, Vec<NewFile>) =
            self.store.mended(&problems)?.into_iter().partition(|(file, _)| before.unkept().contains(file));
        for (files, what, op) in [(fresh, "手工修改", Op::ByHand), (known, "整理", Op::Fix)] {
            if !files.is_empty() {
                let tasks = files.iter().filter_map(|(file, _)| TaskId::of_path(file)).collect();
                let message = Message::new(format!("{what} {} 个文件", files.len()), op, tasks);
                done(&self.replacing(files, Before::default(), message).carry_out()?)?;
            }
        }
        if let Some(change) = tidy(&findings) {
            done(&self.decided(change, Vec::new(), Before::default()).carry_out()?)?;
        }
        let is_left = |problem: &&Problem| problem.severity == Severity::Error && !problem.fixable;
        Ok(problems.iter().filter(is_left).count())
    }
}

/// What has to be put back before anything else is looked at.
struct Restoring<'a> {
    /// The folders that only have to get their names back.
    renamed: Vec<(&'a str, &'a Lost)>,
    /// The files that the history still has.
    deleted: Vec<String>,
}

impl<'a> Restoring<'a> {
    fn of(reading: &'a Reading, before: &Before, store: &Store) -> Self {
        let renamed = reading.lost.iter().filter_map(|lost| Some((lost.renamed()?, lost))).collect();
        let of_tasks = reading.lost.iter().filter(|lost| lost.elsewhere.is_empty());
        let others = before.unkept().iter().filter(|file| {
            belongs(file) && TaskId::of_path(file).is_none() && !store.root().join(file).exists()
        });
        let deleted = of_tasks.flat_map(|lost| &lost.files).chain(others).cloned().collect();
        Self { renamed, deleted }
    }

    fn is_nothing(&self) -> bool {
        self.renamed.is_empty() && self.deleted.is_empty()
    }

    /// What is done, a line each.
    fn sentences(&self) -> Vec<String> {
        let renamed =
            self.renamed.iter().map(|(stray, lost)| format!("改回文件夹名 {stray} → {}", lost.folder));
        let deleted = match self.deleted.as_slice() {
            [] => None,
            [only] => Some(format!("找回 {only}")),
            [first, .., last] => Some(format!("找回 {} 个文件：{first} …… {last}", self.deleted.len())),
        };
        renamed.chain(deleted).collect()
    }

    fn carry_out(&self, session: &Session<'_>) -> Result<Vec<String>> {
        self.renamed.iter().try_for_each(|(_, lost)| session.give_name_back(lost))?;
        session.bring_back(&self.deleted)?;
        Ok(self.sentences())
    }
}
