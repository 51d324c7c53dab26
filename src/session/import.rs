//! A spreadsheet taken in: understood, compared with the ledger, and written.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use chrono::NaiveDate;

use super::{Decision, Session};
use crate::core::id::TaskId;
use crate::core::import_proposal::{Holds, Proposal};
use crate::core::ledger::Ledger;
use crate::core::settings::{SETTINGS, Settings};
use crate::history::git_name;
use crate::intake::sheet::{Book, Hints, Unreadable, read, read_kept, understand};
use crate::ops::import::{Import, Request, import};
use crate::store::Store;

/// A spreadsheet's file, and how it is to be read.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Where it lies; only its name counts.
    pub path: &'a Path,
    /// What it holds.
    pub bytes: &'a [u8],
    /// The only sheet that is read.
    pub sheet: Option<&'a str>,
    /// What a column is, by its title.
    pub mapping: &'a [(String, Holds)],
}

/// What a spreadsheet says.
pub struct Source {
    /// The file's name.
    pub name: String,
    /// The cells; none of a file that this program wrote as data.
    pub book: Book,
    /// The rows as tasks.
    pub proposal: Proposal,
    mapping: Vec<(String, Holds)>,
}

/// What comes of a spreadsheet.
pub struct Imported<'s> {
    /// What was taken of it, and what was not.
    pub import: Import,
    /// What is to be done; none where the ledger has it all.
    pub decision: Option<Decision<'s>>,
}

impl Source {
    /// Reads the file, in the words of a ledger with these settings.
    pub fn read(file: SourceFile<'_>, settings: &Settings, today: NaiveDate) -> Result<Self> {
        let SourceFile { path, bytes, sheet, mapping } = file;
        let named = || format!("“{}”", path.display());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let unreadable = |error: Unreadable| anyhow!("{}{error}；台账没有改动", named());
        let is_kept = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if is_kept {
            let proposal = read_kept(&stem, bytes).map_err(unreadable)?;
            return Ok(Self { name, book: Book::default(), proposal, mapping: mapping.to_vec() });
        }
        let book = read(&stem, bytes).map_err(unreadable)?;
        if let Some(wanted) = sheet
            && !book.sheets.iter().any(|sheet| *sheet.name == *wanted)
        {
            let sheets: Vec<&str> = book.sheets.iter().map(|sheet| &*sheet.name).collect();
            bail!("{}里没有工作表“{wanted}”；有：{}", named(), sheets.join("、"));
        }
        let by_title: BTreeMap<String, Holds> = mapping.iter().cloned().collect();
        let proposal = understand(&book, sheet, Hints { settings, today, mapping: &by_title });
        Ok(Self { name, book, proposal, mapping: mapping.to_vec() })
    }

    /// A title that was mapped, and that no column of the sheets has.
    pub fn unknown_title(&self) -> Option<&str> {
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let columns = &self.proposal.columns;
        let mut titles: Vec<&str> = self.mapping.iter().map(|(title, _)| title.as_str()).collect();
        titles.sort_unstable();
        let is_unknown = |title: &&str| !columns.iter().any(|heading| plain(&heading.title) == plain(title));
        titles.into_iter().find(is_unknown).filter(|_| !columns.is_empty())
    }

    /// Whether there is nothing to import.
    pub fn is_empty(&self) -> bool {
        let Proposal { rows, logs, phases, .. } = &self.proposal;
        rows.is_empty() && logs.is_empty() && phases.is_empty()
    }

    /// Why there is nothing to import; the rows that could not be read say more.
    pub fn why_empty(&self) -> String {
        let Proposal { remarks, skipped, columns, .. } = &self.proposal;
        let name = &self.name;
        let why = match (remarks.as_slice(), columns.is_empty(), skipped.is_empty()) {
            (_, _, false) => format!("“{name}”没有一行可以导入，原因见上"),
            ([], true, _) => format!("“{name}”里没有内容，或没有找到表头"),
            ([], false, _) => format!("“{name}”只有表头，没有任务"),
            (remarks, ..) => format!("“{name}”没有可以导入的任务；{}", remarks.join("；")),
        };
        format!("{why}；台账没有改动")
    }

    /// What would come of it. Whoever really writes compares again, while nobody else does.
    pub fn preview(
        &self,
        store: &Store,
        ledger: &Ledger,
        by: Option<&str>,
        today: NaiveDate,
    ) -> Result<Import> {
        let by = by.map(ToOwned::to_owned).or_else(|| git_name(store.root())).unwrap_or_default();
        self.compare(store, ledger, &by, today, &BTreeSet::new())
    }

    fn compare(
        &self,
        store: &Store,
        ledger: &Ledger,
        by: &str,
        today: NaiveDate,
        given: &BTreeSet<TaskId>,
    ) -> Result<Import> {
        let own = if self.proposal.rows.iter().any(|row| !row.own.is_empty() || row.trouble.is_some()) {
            store.own_keys(&ledger.kept().collect::<Vec<_>>())
        } else {
            HashMap::new()
        };
        let mut all: BTreeSet<TaskId> = store.ids()?.into_iter().collect();
        all.extend(given);
        let request = Request { file: &self.name, today, by, own: &own, given: &all, mapping: &self.mapping };
        Ok(import(ledger, &self.proposal, request))
    }
}

impl Session<'_> {
    /// Decides on what the `source` has and `ledger`, which was read from this one, has not.
    pub fn import(&self, source: &Source, ledger: &Ledger, by: Option<&str>) -> Result<Imported<'_>> {
        let person = self.before_many(&[SETTINGS.to_owned()])?.person(by)?;
        let given = self.given(ledger)?;
        let import = source.compare(&self.store, ledger, &person, self.today, &given)?;
        let before = self.before_many(&self.touched(&import))?;
        let change = &import.change;
        let is_any = !change.edits.is_empty() || !change.additions.is_empty();
        let decision = is_any.then(|| self.decided(change.clone(), Vec::new(), before));
        Ok(Imported { import, decision })
    }

    /// The files that are touched: those of the tasks, and the settings where they gain something.
    fn touched(&self, import: &Import) -> Vec<String> {
        let change = &import.change;
        let known = change.edits.iter().filter(|edit| !edit.creates);
        let known = known.map(|edit| self.store.file_of(edit.id).unwrap_or_else(|| edit.id.path()));
        let settings = (!change.additions.is_empty()).then(|| SETTINGS.to_owned());
        known.chain(settings).collect()
    }
}
