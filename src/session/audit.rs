//! The history gone through: what is to be explained, and the explanations.

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::{Decision, Session, Workspace};
use crate::core::audit::LostTip;
use crate::core::change::Op;
use crate::core::revision::Deed;
use crate::core::text::one_line;
use crate::history::{Message, Whereabouts};
use crate::report::audit::{Audit, Auditor, Explanation, Judged, Printed, Scope, Standards};
use crate::report::diff::{Diff, Point, diff};
use crate::report::signatures::{Signatures, unsigned};
use crate::store::belongs;

/// A page that was printed, and what became of the ledger since.
pub struct Reprint {
    /// The page's commit, and what became of it.
    pub printed: Printed,
    /// What is different now.
    pub since: Diff,
}

impl Workspace {
    /// The whole history, gone through, where no commit can be later than `latest`.
    pub fn audit(&self, latest: NaiveDate) -> Result<Audit> {
        let repository = self.repository()?;
        let mut signatures = Signatures::default();
        let mut auditor = self.gone_through(latest, |deed| signatures.look(deed))?;
        // What was sent or taken in since is no matter of an earlier day.
        if self.moment().is_none() {
            auditor.add(repository.lost_tips(latest)?.iter().map(LostTip::finding));
        }
        let wanted = signatures.wanted();
        if !wanted.is_empty() {
            auditor.add(unsigned(&wanted, &repository.unsigned(&wanted)?));
        }
        // Only what the history keeps explains it: a file that somebody put into the folder is nobody's word yet.
        let now = self.now()?;
        let held = repository.held(&now, |file| file.starts_with("audit/"))?;
        let kept = self.store()?.as_held(held.into_iter().collect());
        let explanations = kept.explanations()?;
        let explanations: Vec<Explanation> =
            explanations.iter().filter_map(|(file, table)| Explanation::of_table(file, table)).collect();
        Ok(auditor.report(&explanations, &now))
    }

    /// Every commit looked at, by the audit and by `also`.
    fn gone_through(&self, latest: NaiveDate, mut also: impl FnMut(&Deed)) -> Result<Auditor> {
        let repository = self.repository()?;
        if repository.survey()?.is_shallow {
            bail!("这是浅克隆，更早的历史没有取来，查不全；请先运行 git fetch --unshallow");
        }
        let mut auditor = Auditor::new(repository.kept_days(&self.now()?, latest)?);
        repository.past(self.moment(), None, |deeds| {
            for deed in &deeds {
                auditor.look(deed);
                also(deed);
            }
        })?;
        Ok(auditor)
    }

    /// How often what judges was changed in a stretch of time; none where the history cannot tell.
    pub fn standards(&self, from: NaiveDate, to: NaiveDate, latest: NaiveDate) -> Option<Standards> {
        // A ledger that keeps no history has none to be asked.
        let Ok(now) = self.now() else { return Some(Standards::default()) };
        let told = || -> Result<Standards> {
            // Where nothing was kept in that time, nothing was changed, and the history need not be gone through.
            let kept = self.repository()?.kept_days(&now, latest)?;
            if !kept.values().any(|kept| from <= kept.day && kept.day <= to) {
                return Ok(Standards::default());
            }
            Ok(self.gone_through(latest, |_| {})?.report(&[], &now).standards(from, to))
        };
        told().ok()
    }

    /// How many of the ledger's files no audit has seen: changed by hand, and not in the history yet.
    pub fn unseen(&self) -> usize {
        let unkept = self.store().and_then(|store| self.unkept(&store)).unwrap_or_default();
        unkept.iter().filter(|file| belongs(file)).count()
    }

    /// What became of the page that names `commit`, ten digits of it or fewer, where no commit can be later than `latest`.
    pub fn reprint(&self, commit: String, latest: NaiveDate) -> Result<Reprint> {
        let repository = self.repository()?;
        let now = match self.moment() {
            Some(moment) => moment.clone(),
            None => repository.at_revision("HEAD", latest)?,
        };
        let Whereabouts { drawn_from, revision, is_kept, later } =
            repository.whereabouts(&commit, &now.commit, latest)?;
        // The page names the commit that it was drawn from, which need not have touched the ledger itself.
        let commit = drawn_from.as_ref().map_or(commit, |drawn_from| drawn_from.commit.clone());
        let drawn_from = drawn_from.unwrap_or_else(|| now.clone());
        let difference = repository.difference(&drawn_from.commit, &now.commit)?;
        let [since, now] = [drawn_from, now].map(|at| Point { day: at.day, commit: at.commit });
        let printed = Printed { commit, found: revision, is_kept, later };
        Ok(Reprint { printed, since: diff(since, now, &difference) })
    }

    /// The commit that is looked at.
    fn now(&self) -> Result<String> {
        match self.moment() {
            Some(moment) => Ok(moment.commit.clone()),
            None => self.repository()?.head(),
        }
    }
}

impl Session<'_> {
    /// Decides on an explanation of what the audit finds in `scope`, as it was `typed`.
    pub fn explain(
        &self,
        mut scope: Scope,
        typed: &str,
        text: &str,
        by: Option<&str>,
        latest: NaiveDate,
    ) -> Result<Decision<'_>> {
        let audit = self.workspace.audit(latest)?;
        let meant: Vec<&Judged> =
            audit.findings.iter().filter(|judged| scope.covers(&judged.finding)).collect();
        let Some(first) = meant.first() else {
            bail!("审计里没有“{typed}”这一条，没有改动；请先看 ledger audit");
        };
        if let Some(other) = meant.iter().find(|judged| judged.finding.commit != first.finding.commit) {
            bail!(
                "“{}”开头的提交不止一个（{}、{}），没有改动；请多写几位",
                scope.commit,
                &first.finding.commit[..10],
                &other.finding.commit[..10]
            );
        }
        scope.commit.clone_from(&first.finding.commit);
        // What was said stays, and more may be said.
        let path = scope.file();
        let path = if self.store.has(&path) { self.store.free_beside(&path, |_| false) } else { path };
        let mut explanation = Explanation {
            scope,
            file: path.clone(),
            text: text.to_owned(),
            by: String::new(),
            date: self.today,
        };
        let before = self.before(std::slice::from_ref(&path))?;
        explanation.by = before.person(by)?;
        let count = if meant.len() > 1 { format!("（{} 条）", meant.len()) } else { String::new() };
        let sentence = format!("说明 {}{count}：{}", explanation.scope.typed(), one_line(text, 40));
        let bytes = toml::to_string(&explanation.to_table())?.into_bytes();
        let message = Message::new(sentence, Op::Explain, Vec::new());
        Ok(self.replacing(vec![(path, Some(bytes))], before, message))
    }
}
