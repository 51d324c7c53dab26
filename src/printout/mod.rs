//! Printouts: what is on the page. Every Chinese label lives here; a renderer turns a page into bytes and knows nothing of
//! tasks.

mod agenda;
mod audit;
mod board;
mod bulletin;
mod changes;
mod check;
mod columns;
mod dashboard;
mod diff;
mod draft;
mod due;
mod export;
mod import;
mod labels;
mod list;
mod log;
mod notice;
mod overdue;
pub mod page;
mod score;
mod show;
mod unread;
mod whoami;

pub use agenda::{Agenda, Entry as AgendaEntry, agenda};
pub use audit::{audit, audit_summary, printed};
pub use board::board;
pub use bulletin::bulletin;
pub use check::check;
pub use dashboard::dashboard;
pub use diff::diff;
pub use draft::{draft, draft_form, unused};
pub use due::due;
pub use export::{Cells, export, too_long};
pub use import::{Rejected, import, rejects};
pub use list::list;
pub use log::log;
pub use notice::{messages, notice};
pub use overdue::overdue;
pub use page::Page;
pub use score::{explained, score};
pub use show::show;
pub use unread::{counted, left_out};
pub use whoami::whoami;

use chrono::NaiveDate;

use crate::core::provenance::Provenance;
use crate::core::settings::Settings;
use crate::core::unread::Unread;

/// What every page says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The ledger's settings.
    pub settings: &'a Settings,
    /// The day the page speaks of.
    pub today: NaiveDate,
    /// What the page was drawn from, where it goes on paper.
    pub provenance: Option<&'a Provenance>,
    /// Whether somebody gave that day, instead of the clock.
    pub is_given_day: bool,
    /// Whether it is the public edition (公开版).
    pub public: bool,
    /// The tasks that are missing from it.
    pub unread: &'a [Unread],
}

impl<'a> Occasion<'a> {
    /// The occasion of a page that goes on no paper and speaks of no tasks that could be missing.
    pub fn of(settings: &'a Settings, today: NaiveDate) -> Self {
        Self { settings, today, provenance: None, is_given_day: false, public: false, unread: &[] }
    }

    /// An empty page with the ledger's name above it, and the unit and the day below that.
    fn page(self, what: &str) -> Page {
        let Self { settings, today, .. } = self;
        let day = labels::day_line(today);
        let unit = &settings.unit;
        let edition = self.edition();
        Page {
            title: format!("{}　{what}{edition}", settings.name),
            subtitle: vec![if unit.is_empty() { day } else { format!("编制单位：{unit}　{day}") }],
            incomplete: left_out(self.unread),
            foot: self.provenance.map(|provenance| self.foot(provenance)),
            ..Page::default()
        }
    }

    /// What stands where the tasks would be. A ledger that none could be read of is not new.
    fn no_tasks(self) -> &'static str {
        if self.unread.is_empty() {
            "台账里还没有任务；登记用 ledger add"
        } else {
            "台账里的任务一项也没有读到；请运行 ledger check"
        }
    }

    /// What a title says of the public edition.
    fn edition(self) -> &'static str {
        if self.public { "（公开版）" } else { "" }
    }

    /// `某台账　某单位　2026年6月30日　依据提交 1a2b3c4d5e（2026-06-30 存入）`
    ///
    /// A day that was given is told, unless it is the one on which that commit was kept: such a page claims nothing else than the
    /// history does.
    fn foot(self, provenance: &Provenance) -> String {
        let Self { settings, today, .. } = self;
        let unkept = if provenance.unkept { "，另有手工修改未存入" } else { "" };
        let kept = provenance.commit.as_ref().map(|commit| commit.day);
        let given = if self.is_given_day && kept != Some(today) { "日期由 --today 指定" } else { "" };
        let from = match &provenance.commit {
            Some(commit) => format!("依据提交 {}（{} 存入{unkept}）", commit.short(), commit.day),
            None => "还没有存入 git".to_owned(),
        };
        let edition = if self.public { "公开版" } else { "" };
        let parts = [settings.name.clone(), settings.unit.clone(), labels::plain_day(today)];
        let parts = parts.into_iter().chain([edition.to_owned(), from, given.to_owned()]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
    }
}
