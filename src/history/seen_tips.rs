//! Tips that were seen once (看过的末次提交): the last commit of a remote's branch that was taken in or sent is remembered, so that a
//! history which was rewritten there is noticed. What is missing from it is kept for whoever asks.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;

use super::change::Room;
use super::remote::Remote;
use super::repository::Repository;
use super::write_objects::fed;
use crate::core::audit::LostTip;
use crate::core::provenance::short;

/// Where lost tips are kept, so that git never clears them away.
const LOST: &str = "refs/ledger/lost";

/// What was seen of a remote's branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The last tip that was taken in or sent.
    last: Option<String>,
    tips: BTreeSet<String>,
}

impl Remote {
    /// Where the last tip that was taken in or sent is remembered.
    fn seen(&self) -> String {
        format!("refs/ledger/seen/{}/{}", self.name, self.there)
    }

    /// Where git notes how far the branch there has come.
    fn tracked(&self) -> String {
        format!("refs/remotes/{}/{}", self.name, self.there)
    }
}

impl Repository {
    /// How many changes wait to be sent, as far as is known how far the branch there has come.
    pub fn waiting(&self, remote: &Remote) -> usize {
        let known = self.bench().and_then(|bench| bench.tip(&remote.tracked())).ok().flatten();
        self.ahead("HEAD", known.as_deref()).map_or(0, |ahead| ahead.changes)
    }

    /// Remembers how far the branch there has come, for git as it does after a fetch or a push, and for the next exchange. Best
    /// effort: what is not remembered is not missed.
    pub fn note_remote(&self, room: Room<'_>, remote: &Remote, commit: &str) {
        for name in [remote.tracked(), remote.seen()] {
            let _ = self.bench().and_then(|bench| bench.note(room, &name, commit));
        }
    }

    /// What was seen of the remote's branch. To be asked before its tip now is: somebody may go on there, and note it, meanwhile.
    ///
    /// # Errors
    /// Git cannot tell.
    pub fn seen(&self, remote: &Remote) -> Result<Seen> {
        Ok(Seen { last: self.bench()?.tip(&remote.seen())?, tips: self.seen_tips(remote)? })
    }

    /// The tips that were `seen` once and are not in the history of `theirs`, the tip now; but for those that somebody has agreed
    /// to before. From now on they are kept.
    ///
    /// # Errors
    /// Git cannot tell, or keep them.
    pub fn gone_from(
        &self,
        room: Room<'_>,
        remote: &Remote,
        seen: &Seen,
        theirs: &str,
        latest: NaiveDate,
    ) -> Result<Vec<LostTip>> {
        let bench = self.bench()?;
        let mut gone = self.not_in(&seen.tips, &[theirs])?;
        // The tip that is remembered goes on once the exchange has: until then it is asked about each time.
        gone.retain(|tip| {
            seen.last.as_ref() == Some(tip) || bench.tip(&lost_name(tip)).is_ok_and(|kept| kept.is_none())
        });
        for tip in &gone {
            bench.note(room, &lost_name(tip), tip)?;
        }
        if let (None, Some(tip)) = (&seen.last, gone.last()) {
            bench.note(room, &remote.seen(), tip)?;
        }
        Ok(gone.into_iter().map(|tip| self.lost_tip(tip, false, latest)).collect())
    }

    /// The tips that were seen once and that the history has lost: those found missing at an exchange, whatever became of them
    /// since, and those that are not in the history of HEAD now.
    ///
    /// # Errors
    /// Git cannot tell.
    pub fn lost_tips(&self, latest: NaiveDate) -> Result<Vec<LostTip>> {
        let head = self.head()?;
        let kept = self.answer(&["for-each-ref", "--format=%(objectname)", LOST])?.unwrap_or_default();
        let mut tips: BTreeSet<String> = kept.lines().map(ToOwned::to_owned).collect();
        if let Ok(remote) = self.remote() {
            let bench = self.bench()?;
            let (seen, tracked) = (bench.tip(&remote.seen())?, bench.tip(&remote.tracked())?);
            // What was taken in has to be here; what was only fetched may still wait there.
            tips.extend(self.not_in(&seen.into_iter().collect(), &[&head])?);
            let known: Vec<&str> =
                [Some(&head), tracked.as_ref()].into_iter().flatten().map(String::as_str).collect();
            tips.extend(self.not_in(&self.seen_tips(&remote)?, &known)?);
        }
        let gone: BTreeSet<String> = self.not_in(&tips, &[&head])?.into_iter().collect();
        Ok(tips
            .into_iter()
            .map(|tip| {
                let is_back = !gone.contains(&tip);
                self.lost_tip(tip, is_back, latest)
            })
            .collect())
    }

    /// Every tip of the remote's branch that is remembered, here or by git itself as long as it looks back.
    fn seen_tips(&self, remote: &Remote) -> Result<BTreeSet<String>> {
        let bench = self.bench()?;
        let mut tips: BTreeSet<String> =
            [bench.tip(&remote.seen())?, bench.tip(&remote.tracked())?].into_iter().flatten().collect();
        let log = std::fs::read(bench.place.common.join("logs").join(remote.tracked())).unwrap_or_default();
        // `<before> <after> <who> <when>\t<why>`
        for line in String::from_utf8_lossy(&log).lines() {
            let is_commit =
                |name: &&str| matches!(name.len(), 40 | 64) && !name.bytes().all(|digit| digit == b'0');
            tips.extend(line.split(' ').take(2).filter(is_commit).map(ToOwned::to_owned));
        }
        Ok(tips)
    }

    /// Which of these commits none of `others` has in its history; one that git has cleared away is not told.
    fn not_in(&self, commits: &BTreeSet<String>, others: &[&str]) -> Result<Vec<String>> {
        if commits.is_empty() {
            return Ok(Vec::new());
        }
        let asked = commits.iter().cloned().chain(others.iter().map(|other| format!("^{other}")));
        let asked: String = asked.map(|commit| commit + "\n").collect();
        let command = self.bench()?.git(["rev-list", "--ignore-missing", "--stdin"]);
        let beyond = fed(command, asked.as_bytes(), "git 读不出历史")?;
        let beyond: BTreeSet<&str> = beyond.lines().collect();
        Ok(commits.iter().filter(|commit| beyond.contains(commit.as_str())).cloned().collect())
    }

    fn lost_tip(&self, commit: String, is_back: bool, latest: NaiveDate) -> LostTip {
        let [author, sentence] = ["--format=%an", "--format=%s"].map(|format| {
            let asked = ["log", "--max-count=1", "--encoding=UTF-8", format, &commit, "--"];
            self.answer(&asked).ok().flatten().unwrap_or_default()
        });
        let day = self.kept_day(&commit, latest).unwrap_or(latest);
        LostTip { commit, day, author, sentence, is_back }
    }
}

fn lost_name(commit: &str) -> String {
    format!("{LOST}/{}", short(commit))
}
