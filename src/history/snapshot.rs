//! The ledger as the history held it at a moment (当时的台账), read from git's objects without a checkout.

use std::io::{BufRead, BufReader};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::git::{git, run, said, start};
use super::objects::{HeldFile, ObjectId};
use super::place::Place;
use super::repository::Repository;
use super::write_objects::untrusted;
use crate::core::provenance::short;

/// What kind of history a ledger has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    /// Whether older history was left behind when the repository was cloned (浅克隆).
    pub is_shallow: bool,
}

/// A point of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The commit, in full.
    pub commit: String,
    /// Its day, as its committer's own clock wrote it.
    pub day: NaiveDate,
}

impl Repository {
    /// The ledger at the end of `day`: the last commit on HEAD's first-parent line whose own day is not later. First parents
    /// alone, because what a colleague had written by then had not reached this ledger.
    ///
    /// # Errors
    /// There is no history, or it begins later.
    pub fn at_end_of(&self, day: NaiveDate) -> Result<Moment> {
        let survey = self.survey()?;
        let mut child =
            start(&mut git(&self.folder, ["log", "--first-parent", "--format=%H %cs", "HEAD", "--"]))?;
        let line = child.stdout.take().context("git 没有打开输出")?;
        let (mut found, mut first) = (None, None);
        for line in BufReader::new(line).lines().map_while(Result::ok) {
            let Some(moment) = moment(&line) else { continue };
            if moment.day <= day {
                found = Some(moment);
                break;
            }
            first = Some(moment);
        }
        // The rest of the line is of no interest.
        let _ = child.kill();
        let _ = child.wait();
        match (found, first) {
            (Some(moment), _) => Ok(moment),
            (None, Some(first)) => {
                let cut = if survey.is_shallow {
                    "（这是浅克隆，更早的历史没有取来；请先运行 git fetch --unshallow）"
                } else {
                    ""
                };
                bail!(
                    "{day} 还没有这个台账：历史从 {}（提交 {}）开始{cut}；请写这一天或以后的日期",
                    first.day,
                    short(&first.commit)
                )
            }
            (None, None) => bail!("git 读不出历史；请运行 git log 看看"),
        }
    }

    /// The moment of a revision, as git names them: a commit's first digits, a tag, `HEAD~3`.
    ///
    /// # Errors
    /// Git knows no such commit.
    pub fn at_revision(&self, revision: &str) -> Result<Moment> {
        let named = format!("{revision}^{{commit}}");
        let asked = ["log", "--max-count=1", "--format=%H %cs", "--end-of-options", &named, "--"];
        let output = run(git(&self.folder, asked))?;
        if let Some(moment) =
            moment(&String::from_utf8_lossy(&output.stdout)).filter(|_| output.status.success())
        {
            return Ok(moment);
        }
        self.survey()?;
        bail!("历史里没有“{revision}”这个提交；请核对，或写日期，如 2026-06-30")
    }

    /// Every file of the ledger as `moment` held it; only of those that `reads` names, the bytes.
    pub fn held(&self, moment: &Moment, reads: impl Fn(&str) -> bool) -> Result<Vec<HeldFile>> {
        let bench = self.bench()?;
        let listed = bench.listed(&moment.commit, "")?;
        let names: Vec<ObjectId> =
            listed.iter().filter(|(file, _)| reads(file)).map(|(_, name)| name.clone()).collect();
        let mut read = bench.objects()?.read_texts(&names)?.into_iter();
        let held = listed.into_iter().map(|(file, _)| {
            let bytes = if reads(&file) { read.next().flatten() } else { None };
            (file, bytes)
        });
        Ok(held.collect())
    }

    /// The files under `tasks/` in the last commit, seen from the ledger's folder; none where nothing has been kept yet, or no
    /// history can be read.
    pub fn kept_tasks(&self) -> Vec<String> {
        let kept = || -> Result<Vec<String>> {
            let bench = self.bench()?;
            let Some(tip) = bench.tip("HEAD")? else { return Ok(Vec::new()) };
            Ok(bench.listed(&tip, "tasks/")?.into_iter().map(|(file, _)| file).collect())
        };
        kept().unwrap_or_default()
    }

    /// What there is to look back on.
    ///
    /// # Errors
    /// The folder is in no repository, or the repository has no commit yet.
    pub fn survey(&self) -> Result<Survey> {
        let Some(place) = Place::around(&self.folder) else {
            let folder = self.folder.display();
            bail!("台账文件夹“{folder}”不在 git 仓库里，没有历史可看；请在里面运行 git init")
        };
        if self.bench()?.tip("HEAD")?.is_none() {
            // Of a repository that the library does not know, git alone says whose it is.
            let asked = run(git(&self.folder, ["rev-parse", "--is-inside-work-tree"]))?;
            if said(&asked).contains("dubious ownership") {
                bail!(untrusted(&self.folder));
            }
            bail!(
                "git 仓库里还没有任何提交，没有历史可看；先用 ledger add 登记，或运行 ledger check --fix 存入"
            );
        }
        Ok(Survey { is_shallow: place.is_shallow() })
    }
}

/// `<commit> 2026-06-30`
fn moment(line: &str) -> Option<Moment> {
    let (commit, day) = line.trim().split_once(' ')?;
    Some(Moment { commit: commit.to_owned(), day: day.parse().ok()? })
}
