//! The ledger as the history held it at a moment (当时的台账), read from git's objects without a checkout.

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::git::{git, run, said};
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
    /// The day on which it was kept.
    pub day: NaiveDate,
}

impl Repository {
    /// The ledger at the end of `day`: the last commit on HEAD's first-parent line that was kept on a day not later, as it looks on
    /// `today`. First parents alone, because what a colleague had written by then had not reached this ledger.
    ///
    /// # Errors
    /// There is no history, or it begins later.
    pub fn at_end_of(&self, day: NaiveDate, latest: NaiveDate) -> Result<Moment> {
        let survey = self.survey()?;
        let mut line = self.kept_line("HEAD", latest)?;
        // Along the line, days never decrease.
        line.truncate(line.partition_point(|(_, kept)| kept.day <= day).max(1));
        let Some((commit, kept)) = line.pop() else {
            bail!("git 读不出历史；请运行 git log 看看")
        };
        if kept.day > day {
            let cut = if survey.is_shallow {
                "（这是浅克隆，更早的历史没有取来；请先运行 git fetch --unshallow）"
            } else {
                ""
            };
            bail!(
                "{day} 还没有这个台账：历史从 {}（提交 {}）开始{cut}；请写这一天或以后的日期",
                kept.day,
                short(&commit)
            );
        }
        Ok(Moment { commit, day: kept.day })
    }

    /// The moment of a revision, as git names them: a commit's first digits, a tag, `HEAD~3`.
    ///
    /// # Errors
    /// Git knows no such commit.
    pub fn at_revision(&self, revision: &str, latest: NaiveDate) -> Result<Moment> {
        let commit = self.commit_of(revision)?;
        Ok(Moment { day: self.kept_day(&commit, latest)?, commit })
    }

    /// The commit of a revision, in full. Digits name a commit and nothing else: a tag that is called like the one on a page does
    /// not stand in for it.
    ///
    /// # Errors
    /// As for [`Repository::at_revision`].
    pub fn commit_of(&self, revision: &str) -> Result<String> {
        let is_digits =
            (4..=64).contains(&revision.len()) && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
        let found = if is_digits {
            self.commits_called(revision)?
        } else {
            let named = format!("{revision}^{{commit}}");
            let asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", &named];
            self.answer(&asked)?.into_iter().collect()
        };
        match found.as_slice() {
            [only] => return Ok(only.clone()),
            [] => self.survey()?,
            [_, _, ..] => bail!("“{revision}”开头的提交不止一个；请多写几位"),
        };
        let tag = format!("refs/tags/{revision}");
        let tag = if is_digits && self.bench()?.tip(&tag)?.is_some() {
            format!("；要看这个标签，请写 {tag}")
        } else {
            String::new()
        };
        bail!("历史里没有“{revision}”这个提交；请核对，或写日期，如 2026-06-30{tag}")
    }

    /// The commits whose names begin with these digits.
    fn commits_called(&self, digits: &str) -> Result<Vec<String>> {
        let asked = format!("--disambiguate={}", digits.to_lowercase());
        let objects = self.answer(&["rev-parse", &asked])?.unwrap_or_default();
        let mut commits = Vec::new();
        for object in objects.lines() {
            let kind = self.answer(&["cat-file", "-t", object])?;
            commits.extend((kind.as_deref() == Some("commit")).then(|| object.to_owned()));
        }
        Ok(commits)
    }

    /// Every file of the ledger as `commit` held it; only of those that `reads` names, the bytes.
    pub fn held(&self, commit: &str, reads: impl Fn(&str) -> bool) -> Result<Vec<HeldFile>> {
        let bench = self.bench()?;
        let listed = bench.listed(commit, "")?;
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
